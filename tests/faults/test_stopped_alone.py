"""The program is stopped and continued alone, near the moment in which its parent gives the terminal back."""

import os
import signal
import termios
import time
from collections.abc import Callable
from typing import Any

import pytest
from screen_process import COMMAND, ScreenProgram

pytestmark = pytest.mark.faults

NOTICED_S = 0.2  # so long the parent waits for a job that goes on at once
SPREAD_S = 0.03
TRIES = 24


def test_keys_are_heard_whenever_it_goes_on(
    on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    program = ScreenProgram(on_terminal(COMMAND))
    program.see("Welcome to backtui")
    program.press("\r")
    program.see("Start")
    child = program.child
    for nth in range(TRIES):
        os.kill(child, signal.SIGSTOP)
        time.sleep(NOTICED_S + SPREAD_S * (nth / TRIES - 0.2))
        os.kill(child, signal.SIGCONT)
        time.sleep(NOTICED_S * 2)
        program.until(lambda _: not termios.tcgetattr(program.terminal.master)[3] & termios.ICANON)
    ends = time.monotonic() + 20
    while "Arm reach" not in program.text and time.monotonic() < ends:
        program.press("2")  # one that comes while the terminal changes hands is gone
        time.sleep(0.5)
        program.look()
    program.see("Arm reach")
    program.press("q")
    assert program.terminal.end() == 0
