"""Killed in mid-session: what the screen showed as counted is in the log, and it goes on from there."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from plain_process import BEGIN, read, stored
from screen_process import COMMAND, ScreenProgram, following, gone

from backtui.machine.terminal import RESET

pytestmark = pytest.mark.faults

RATE = 60
Start = Callable[..., ScreenProgram]


@pytest.fixture
def start(on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Start:
    """Starts the full screen so many minutes after seven."""
    monkeypatch.setenv("TERM", "xterm-256color")

    def started(*words: str, minutes: float = 0, rate: float = RATE) -> ScreenProgram:
        at = BEGIN + timedelta(minutes=minutes)
        monkeypatch.setenv("BACKTUI_CLOCK", f"{at.isoformat()}@{rate}")
        return ScreenProgram(on_terminal([*COMMAND, *words]))

    return started


def counted(running: ScreenProgram) -> int:
    return sum(running.counts.values())


def test_what_was_shown_as_counted_survives_kill_9(start: Start) -> None:
    sides = {each["id"]: each["sides"] for each in read("exercises")["exercises"]}
    shown: Any = None
    # How many repetitions are shown before the end comes, how much later, and to which process.
    for run, (more, later_s, whom) in enumerate(
        [(1, 0.0, "child"), (1, 0.05, "child"), (2, 0.0, "parent"), (1, 0.03, "child")]
    ):
        running = start(minutes=20 * run)
        if run == 0:
            running.begin()
        else:
            (session,) = read("history")["sessions"]
            running.go_on()
            first, shown_now = following(session, sides), running.repetition()
            (session,) = read("history")["sessions"]
            # Where the machine is slow to look, it may see a later one: then those before it are logged.
            assert first <= shown_now <= following(session, sides)
            running.counts.clear()
            running.look()
        before = counted(running)
        running.until(lambda _, running=running, most=before + more: counted(running) >= most)
        time.sleep(later_s)
        child = running.child
        os.kill(child if whom == "child" else running.terminal.pid, signal.SIGKILL)
        code = running.terminal.end()
        assert code == (128 + signal.SIGKILL if whom == "child" else -signal.SIGKILL)
        assert gone(child)
        (session,) = read("history")["sessions"]
        assert session["state"] == "open"
        shown = running.counts if shown is None else shown | running.counts
        assert shown <= stored(session)


def test_a_killed_screen_leaves_the_terminal_as_it_was(start: Start) -> None:
    running = start()
    running.begin()
    os.kill(running.child, signal.SIGKILL)
    assert running.terminal.end() == 128 + signal.SIGKILL
    assert RESET in running.output
    assert "run backtui to go on" in running.output
