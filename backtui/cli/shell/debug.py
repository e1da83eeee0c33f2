"""`--debug`: what goes wrong is kept in a private file, to be sent with a report."""

import logging
import os
from collections.abc import Sequence
from pathlib import Path

NAME = "debug.log"
MOST_BYTES = 1_000_000  # after which it begins anew
LOGGER = logging.getLogger("backtui")


def place() -> Path | None:
    """The file; None where there is no home for it."""
    from backtui.machine.paths import state_file

    known = state_file()
    return known and known.with_name(NAME)


def begin(words: Sequence[str]) -> None:
    """From now on what goes wrong goes there too. Raises OSError.

    Of the command line only the names are kept: what is said in it may be about a person's health.
    """
    from backtui.cli.shell.version import version_lines
    from backtui.machine.files import NotAFileError, make_folder

    file = place()
    if file is None:
        return
    make_folder(file.parent)
    if file.exists() and not file.is_file():
        raise NotAFileError(file)
    flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY
    if file.exists() and file.stat().st_size > MOST_BYTES:
        flags |= os.O_TRUNC
    handler = logging.StreamHandler(os.fdopen(os.open(file, flags, 0o600), "a", encoding="utf-8"))
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(name)s %(levelname)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    LOGGER.setLevel(logging.DEBUG)
    logging.raiseExceptions = False  # a full disk costs the details, not the terminal
    logging.captureWarnings(capture=True)
    LOGGER.info("asked: %s", " ".join(_names(words)))
    LOGGER.info("; ".join(version_lines()))


def _names(words: Sequence[str]) -> list[str]:
    """The command and the names of its options."""
    commands = [word for word in words if word.isalpha()][:1]
    return [*commands, *(word.partition("=")[0] for word in words if word.startswith("--"))]


def is_on() -> bool:
    """Whether somebody asked for it."""
    return bool(LOGGER.level)


def put_fault(error: BaseException) -> None:
    """Keep where an error came from."""
    LOGGER.error("%s", type(error).__name__, exc_info=error)


def put_words(sentence: str) -> None:
    """Keep what was said to the person."""
    LOGGER.warning("said: %s", sentence)
