"""A home for odd things: the commands in this process, and what is wrong with what they gave back."""

import os
import re
import shutil
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from json import loads
from pathlib import Path
from unittest.mock import patch

from cli_room import Answer, backtui
from found import Found

from backtui.domain.text import STEERING

LISTS = Path(__file__).parent / "lists"
STEERS = re.compile(f"[{STEERING}]")


@cache
def naughty() -> tuple[str, ...]:
    """The Big List of Naughty Strings."""
    return tuple(loads((LISTS / "naughty.json").read_text()))


@cache
def suite(name: str) -> dict[str, bytes]:
    """The files of a list of odd files by their names; what repeats itself stands there as its part."""
    found = loads((LISTS / f"{name}_suite.json").read_text())
    return {
        each: (text if isinstance(text, str) else text[0] * text[1] + text[2]).encode("latin-1")
        for each, text in found.items()
    }


@contextmanager
def home() -> Iterator[Path]:
    """An empty home of its own, as a test has it."""
    with tempfile.TemporaryDirectory(
        prefix="odd-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None
    ) as at:
        told = {"HOME": at, "TZ": "UTC", "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        places = {"DATA": ".local/share", "CONFIG": ".config", "STATE": ".local/state"}
        told |= {f"XDG_{name}_HOME": f"{at}/{place}" for name, place in places.items()}
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "BACKTUI_"))
        }
        with patch.dict(os.environ, kept | told, clear=True):
            time.tzset()
            yield Path(at)
    time.tzset()


def emptied(at: Path) -> None:
    """The home is as it was at first."""
    for each in at.iterdir():
        shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()


def wrong_text(text: str) -> str | None:
    """What is wrong with a text that goes to a terminal or into a file."""
    for line in text.replace("\r\n", "\n").split("\n"):
        if found := STEERS.search(line):
            return f"steers with {found[0]!a}: {line[:120]!a}"
    return None


def wrong_answer(answer: Answer, codes: tuple[int, ...] = (0, 1, 2)) -> str | None:
    """What is wrong with what a command gave back."""
    if "has a fault" in answer.err or "Traceback" in answer.err + answer.out:
        return answer.err.strip()
    if answer.code not in codes:
        return f"exit {answer.code}: {answer.err.strip()}"
    if answer.code and not answer.err and not answer.out:
        return f"exit {answer.code} without a word"
    if answer.code == 2 and answer.err.count("\n") != 1:
        return f"not one sentence: {answer.err!a}"
    return wrong_text(answer.out) or wrong_text(answer.err)


def tried(found: Found, told: str, deed: Callable[[], str | None]) -> None:
    """Count one try of a series, and what is wrong."""
    found.tries += 1
    try:
        wrong = deed()
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        wrong = f"{type(error).__name__} {str(error)[:300]} ({Path(at.filename).name}:{at.lineno})"
    if wrong:
        found.crashes += 1
        found.notes.append(f"{told}: {wrong}")


def ran(*words: str, codes: tuple[int, ...] = (0, 1, 2)) -> str | None:
    """Run a command, and say what is wrong with its answer."""
    return wrong_answer(backtui(*words), codes)


READS = (
    *("today", "today --json", "plan", "plan --json", "history", "history --json", "history --stats"),
    *("history --stats --json", "exercises", "exercises --json", "routines", "programmes", "cautions"),
    *(
        "set all",
        "set all --json",
        "schedule",
        "pause",
        "why pelvic-tilt",
        "why pretzel --json",
        "doctor --json",
    ),
    *("export", "export --format html --notes", "export --format ics"),
    *(f"export --format csv --of {table}" for table in ("sessions", "repetitions", "aerobic", "pain")),
)


def all_read() -> str | None:
    """Every command that reads answers, and all files are what they should be."""
    for line in READS:
        codes = (0, 1) if line.startswith("doctor") else (0,)
        if wrong := ran(*line.split(), codes=codes):
            return f"{line}: {wrong}"
    return None
