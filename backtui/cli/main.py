"""The entry point."""

import gc
import os
import sys
from collections.abc import Sequence

from backtui import COMPLETING
from backtui.cli.errors import guarded

GARBAGE = 50_000  # new objects, after which it is looked for
# The options of the full screen, which opens where nothing but these is said.
WITH_VALUE = ("--db", "--config", "--color", "--minutes", "--routine")
WITHOUT_VALUE = ("--ascii", "--debug")
LOOKS_ONLY = ("doctor", "locate", "completion", "demo", "help")  # change nothing, nor the calendar's file
SCREENS = ("session", "demo")  # commands that open it too
ELSEWHERE = ("--plain", "--into", "--help", "-h")  # but with one of these


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line, of this process where none is given, and return its exit code."""
    if arguments is not None:
        return guarded(lambda: _run(list(arguments)))
    # What is imported stays to the end: to look through it for garbage, again and again, only takes time.
    gc.set_threshold(GARBAGE)
    words = sys.argv[1:]
    if _opens_screen(words):
        # The parent of the full screen is left as small as it is now, so that nothing is shared with it that
        # would have to be copied as soon as it is used.
        from backtui.machine.terminal import parent

        return parent(lambda: guarded(lambda: _open_screen(words)))
    try:
        return guarded(lambda: _run(words))
    finally:
        gc.freeze()


def _opens_screen(words: Sequence[str]) -> bool:
    """Whether it is sure already that these words ask for the full screen, and that there is a terminal."""
    rest = iter(words)
    for word in rest:
        if word in WITH_VALUE:
            next(rest, "")
        elif word in SCREENS:
            if any(each.partition("=")[0] in ELSEWHERE for each in rest):
                return False
        elif word not in WITHOUT_VALUE and not word.startswith(tuple(f"{each}=" for each in WITH_VALUE)):
            return False
    return COMPLETING not in os.environ and os.isatty(0) and os.isatty(1)


def _open_screen(words: list[str]) -> int:
    """Open it; what says more than where the files are is read by click, which takes 8 ms to load."""
    files = dict(zip(words[::2], words[1::2], strict=False))  # among which no command is
    if (
        len(words) % 2
        or files.keys() - {"--db", "--config"}
        or any(each.startswith("-") for each in files.values())
    ):
        return _run(words)
    from backtui.cli.context import wired
    from backtui.cli.fullscreen import full_screen

    wiring = wired(files.get("--db"), files.get("--config"), None, None)
    return full_screen(wiring, None, None, straight=False)


def _run(arguments: list[str]) -> int:
    from backtui.cli.commands import backtui

    if COMPLETING in os.environ:
        from backtui.cli.shell.completion import complete

        return complete(backtui)
    # Not by `backtui.main`: that would end a broken pipe as a failure.
    with backtui.make_context("backtui", arguments) as context:
        code = backtui.invoke(context)
        if context.invoked_subcommand not in LOOKS_ONLY:
            context.obj.keep_calendar()
    assert isinstance(code, int)  # as every command says it returns
    return code
