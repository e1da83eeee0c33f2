"""The log cannot be written while a session runs: nothing that waits is called saved, and nothing is lost."""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import unsaved
from found import Found
from plain_process import PlainSession, environ, read
from screen_process import COMMAND, ScreenProgram

from backtui.machine.paths import database_path

pytestmark = pytest.mark.faults

WAITS = re.compile(r"(\d+) repetitions? w(?:as|ere) saved, (\d+) waits?:")
ROWS = [
    ("deleted", "SIGTERM", "screen"),
    ("locked", "SIGHUP", "screen"),
    ("locked", "q", "screen"),
    ("locked", "SIGTERM", "plain"),
    ("locked", "q", "plain"),
    ("full", "SIGHUP", "plain"),
    ("held", "SIGTERM", "screen"),
    ("full before", "q", "plain"),
    ("read-only", "q", "screen"),
    ("no log yet", "SIGTERM", "screen"),
    ("no log yet", "q", "plain"),
]


@pytest.fixture
def disk() -> Iterator[Path]:
    """A small disk, where one may be mounted."""
    try:
        with unsaved.small_disk() as place:
            yield place
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip("nothing can be mounted here")


@pytest.mark.parametrize(("fault", "way", "face"), ROWS)
def test_what_is_said_is_what_is_there(
    disk: Path, home: Path, monkeypatch: pytest.MonkeyPatch, fault: str, way: str, face: str
) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    found = Found(fault)
    unsaved.one(found, fault, way, face, home, disk)
    assert not found.anything, found.notes


def test_the_dialog_counts_what_waits(
    on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("BACKTUI_CLOCK", environ(20)["BACKTUI_CLOCK"])
    program = ScreenProgram(on_terminal([*COMMAND]))
    program.begin()
    program.see("●")
    with unsaved.locked(database_path(None, environ(1))):
        program.see("rep 2 of", 30)
        program.see("rep 1 of", 30)  # so that at least one has ended since
        program.press("q")
        said = " ".join(program.see("Stop the session?").split())
        assert "in the log" not in said
        found = WAITS.search(said)
        assert found, said
        assert min(map(int, found.groups())) >= 1


def test_it_goes_on_from_what_was_kept() -> None:
    log = database_path(None, environ(1))
    with PlainSession(rate=30) as running:
        running.hear("counted.", times=2)
        context = unsaved.deleted(log)
        context.__enter__()
        running.hear("Get ready", times=4)
        running.send(signal.SIGTERM)
        running.end()
    context.__exit__(None, None, None)
    waits = len(unsaved.waiting(Path.home()))
    assert waits
    with PlainSession("--open", "go-on", rate=30, minutes=5) as second:
        second.hear("Going on with")
        second.hear("counted.", times=2)
        second.send(signal.SIGTERM)
        _, said = second.end()
    assert f"{waits} repetition" in said
    assert "in the log now" in said
    (session,) = read("history")["sessions"]
    for entry in session["entries"]:
        reps = [(rep["side"], rep["rep"]) for rep in entry["done"]]
        assert len(set(reps)) == len(reps), entry
