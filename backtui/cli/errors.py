"""Exit codes, and whatever goes wrong as one sentence."""

import os
import sys
from collections.abc import Callable

DONE, FAILED, WRONG_USE, NOT_DUE = 0, 1, 2, 3
INTERRUPTED, NOBODY_READS = 130, 141
MOST_CHARACTERS = 600
OWN_ERRORS = {  # by module and name: whose text is a sentence
    ("backtui.machine.clock", "ClockError"): WRONG_USE,
    ("backtui.coach.errors", "WrongUseError"): WRONG_USE,
    ("backtui.store.errors", "StoreError"): FAILED,
    ("backtui.content.load", "ContentError"): FAILED,
    ("backtui.config.settings", "ConfigError"): FAILED,
}


def guarded(run: Callable[[], int]) -> int:
    """The exit code of `run`, or of what it raised, which is put in a sentence and never as a traceback."""
    try:
        return run()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # `| head` has read enough; at exit Python would flush into the closed pipe once more, and complain.
        sys.stdout = None
        return NOBODY_READS
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else DONE
    except Exception as error:
        code, sentence = _code_and_sentence(error)
        _kept_with_debug("put_fault", error)
        if sentence:
            complain(sentence)
        if place := _kept_with_debug("place"):
            complain(f"{place} has where it came from.")
        return code


def _kept_with_debug(what: str, *about: object) -> object:
    """Call that of cli/shell/debug.py where --debug was said; nobody else has to load it."""
    debug = sys.modules.get("backtui.cli.shell.debug")
    return getattr(debug, what)(*about) if debug is not None and debug.is_on() else None


def complain(sentence: str) -> None:
    """Write one sentence on stderr, with nothing in it that steers a terminal."""
    from backtui.domain.text import visible

    _kept_with_debug("put_words", sentence)
    line = visible(" ".join(sentence.split()))
    if len(line) > MOST_CHARACTERS:
        line = f"{line[:MOST_CHARACTERS]}…"
    try:
        if sys.stderr is not None:
            encoding = sys.stderr.encoding or "ascii"
            sys.stderr.write(f"backtui: {line}\n".encode(encoding, "replace").decode(encoding))
            sys.stderr.flush()
    except OSError:
        sys.stderr = None  # Python would try once more at exit, and then say 120 in place of the exit code


def _code_and_sentence(error: Exception) -> tuple[int, str]:
    """The exit code and the sentence for an error, empty where nothing is to be said."""
    import click

    if isinstance(error, click.exceptions.Abort):
        return INTERRUPTED, ""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code, ""
    if isinstance(error, click.UsageError):
        return WRONG_USE, _usage(error)
    if isinstance(error, click.ClickException):
        return FAILED, error.format_message()
    for (module, name), code in OWN_ERRORS.items():
        # Nobody can have raised it when its module was never imported.
        kind = getattr(sys.modules.get(module), name, None)
        if kind is not None and isinstance(error, kind):
            return code, str(error)
    return FAILED, _lacking(error) or fault_kept(error)


def _lacking(error: Exception) -> str:
    """The sentence for what the system did not give; "" for a fault of backtui's own."""
    if isinstance(error, MemoryError):
        return "There is not enough free memory for this; close other programs and try again."
    if isinstance(error, OSError) and error.strerror:
        where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        return f"{where}{error.strerror}."
    return ""


def _usage(error: Exception) -> str:
    """Click's words as one sentence, which names the help where it has no better advice."""
    import re

    import click

    assert isinstance(error, click.UsageError)
    message = error.format_message().strip().rstrip(".")
    words = re.sub(r"\.\s+([A-Z])", lambda found: f"; {found[1].lower()}", message)
    if words.endswith("?"):
        return words
    path = error.ctx.command_path if error.ctx else "backtui"
    return f"{words}; try '{path} --help'."


def fault_kept(error: Exception) -> str:
    """The sentence for a fault of backtui's own; its details go to a private file."""
    import traceback

    from backtui.machine.files import write_private
    from backtui.machine.paths import state_file

    sentence = f"backtui has a fault ({type(error).__name__}); what was saved is safe"
    try:
        known = state_file()
        if known is None:
            return f"{sentence}."
        path = known.with_name("fault.txt")
        write_private(path, "".join(traceback.format_exception(error)).encode("utf-8", "replace"))
    except OSError:
        return f"{sentence}."
    return f"{sentence}, and {path} has the details."
