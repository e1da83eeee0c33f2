"""The log cannot be written while a session runs: nothing that waits is called saved."""

import os
import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from plain_process import environ
from screen_process import COMMAND, ScreenProgram

from backtui.machine.paths import database_path

pytestmark = pytest.mark.faults

TOLD = re.compile(r"(\d+) repetitions? w(?:as|ere) saved, (\d+) (?:was not|were not|waits|wait):")


def log() -> Path:
    return database_path(None, environ(1))


@contextmanager
def deleted(path: Path) -> Iterator[None]:
    path.unlink()
    yield


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as conn:
        conn.execute("begin exclusive")
        yield


@pytest.fixture
def running(on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> ScreenProgram:
    """A session of which the log has a repetition."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("BACKTUI_CLOCK", environ(20)["BACKTUI_CLOCK"])
    program = ScreenProgram(on_terminal([*COMMAND]))
    program.begin()
    program.see("●")
    return program


@pytest.mark.parametrize("fault", [deleted, locked])
def test_the_farewell_and_the_dialog_count_what_waits(
    running: ScreenProgram, fault: Callable[[Path], Any]
) -> None:
    with fault(log()):
        running.see("rep 2 of", 30)
        running.see("rep 1 of", 30)  # so that at least one has ended since
        running.press("q")
        said = " ".join(running.see("Stop the session?").split())
        assert "in the log" not in said
        found = TOLD.search(said)
        assert found, said
        saved, waits = map(int, found.groups())
        assert saved >= 1
        assert waits >= 1
        os.kill(running.child, signal.SIGTERM)
        assert running.terminal.end(10) == 128 + signal.SIGTERM
        left = TOLD.search(" ".join(running.output.split()).rpartition("Not all was saved.")[2])
        assert left, running.output[-500:]
        assert tuple(map(int, left.groups())) == (saved, waits)
        assert "what was done is saved" not in running.output
