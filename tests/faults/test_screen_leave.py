"""The full screen leaves in good order: on a signal, without its terminal, and when it has none at all."""

import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from typing import Any

import pytest
from plain_process import ROOT, environ, read, stored
from props import HandClock, prefer, shop
from screen_process import COMMAND, ScreenProgram, gone

from backtui.machine.paths import database_path
from backtui.machine.terminal import RESET

pytestmark = pytest.mark.faults

RATE = 60


@pytest.fixture
def running(on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> ScreenProgram:
    """A session that has shown its first repetition as counted."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("BACKTUI_CLOCK", environ(RATE)["BACKTUI_CLOCK"])
    program = ScreenProgram(on_terminal([*COMMAND]))
    program.begin()
    program.see("●")
    return program


def modes(running: ScreenProgram) -> Any:
    return termios.tcgetattr(running.terminal.master)


@pytest.mark.parametrize(
    ("ending", "whom"),
    [
        (signal.SIGTERM, "parent"),
        (signal.SIGTERM, "child"),
        (signal.SIGHUP, "parent"),
        (signal.SIGINT, "child"),
    ],
)
def test_a_signal_leaves_the_session_open(running: ScreenProgram, ending: signal.Signals, whom: str) -> None:
    child = running.child
    os.kill(running.terminal.pid if whom == "parent" else child, ending)
    assert running.terminal.end(5) == 128 + ending
    assert gone(child)
    assert modes(running) == running.terminal.modes
    assert "\x1b[?1049l" in running.output
    assert "run backtui to go on" in running.output
    (session,) = read("history")["sessions"]
    assert session["state"] == "open"
    assert running.counts <= stored(session)


def test_a_closed_terminal_ends_it(running: ScreenProgram) -> None:
    child = running.child
    running.terminal.hang_up()
    running.terminal.end(5)
    assert gone(child)
    assert read("history")["sessions"][0]["state"] == "open"


def test_a_terminal_lost_without_a_signal_ends_it(
    on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    program = ScreenProgram(on_terminal([*COMMAND], controlling=False))
    program.see("Welcome to backtui")
    child = program.child
    program.terminal.hang_up()
    assert program.terminal.end(5) == 128 + signal.SIGHUP
    assert gone(child)


def test_q_leaves_with_code_0_and_the_terminal_as_it_was(
    on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    program = ScreenProgram(on_terminal([*COMMAND]))
    before = modes(program)
    program.see("Welcome to backtui")
    program.press("\r")
    program.see("Start")
    program.press("q")
    assert program.terminal.end(5) == 0
    assert modes(program) == before
    program.look()
    assert "\x1b[m" in program.output.rpartition("\x1b[?1049l")[2]  # nor in the colours of the last picture


@pytest.mark.parametrize("words", [(), ("session",)])
@pytest.mark.parametrize("terminal", ["xterm", "dumb"])
def test_without_a_terminal_it_says_so(words: tuple[str, ...], terminal: str) -> None:
    done = subprocess.run(
        [*COMMAND, *words],
        cwd=ROOT,
        env={**environ(1), "TERM": terminal},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "--plain" in done.stderr


HOLDER = """
import sqlite3, sys, time
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("begin immediate")
print("held", flush=True)
time.sleep(3)
sys.stdin.readline()
conn.execute("rollback")
print("free", flush=True)
"""


def test_a_locked_log_stops_no_countdown(running: ScreenProgram) -> None:
    command = [COMMAND[0], "-c", HOLDER, str(database_path(None, {}))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        before = sum(stored(read("history")["sessions"][0]).values())
        # It is held until they are seen: how long that takes is for the machine to say. One so busy that the
        # program gets no turn for a second looks as if it had slept: then the session waits to be sent on.
        pictures, late = set[str](), time.monotonic() + 60
        while len(pictures) <= 20:
            assert time.monotonic() < late, running.text
            pictures.add(running.look())
            if "PAUSED" in running.text:
                running.press(" ")
            time.sleep(0.02)
        holder.communicate("\n")
    late = time.monotonic() + 10
    while sum(stored(read("history")["sessions"][0]).values()) <= before + 2:
        assert time.monotonic() < late
        running.look()
    assert running.counts <= stored(read("history")["sessions"][0])


def test_a_terminal_that_stalled_is_given_back_once_it_is_read(running: ScreenProgram) -> None:
    # The window changes its size until what is painted finds no more room on its way to the far end.
    for width in range(60, 160, 2):
        fcntl.ioctl(running.terminal.master, termios.TIOCSWINSZ, struct.pack("4H", 60, width, 0, 0))
        time.sleep(0.05)
    os.kill(running.terminal.pid, signal.SIGTERM)
    assert gone(running.terminal.pid, 10)
    assert running.terminal.end(1) == 128 + signal.SIGTERM
    assert modes(running) == running.terminal.modes
    tail = running.output[-len(RESET) :]
    assert tail == RESET, tail


def test_a_terminal_without_a_size_is_painted_once(
    on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    prefer(shop(HandClock()), notice_seen=True)
    terminal = on_terminal([sys.executable, "-m", "backtui", "session", "--minutes", "3"])
    terminal.wait_for("GET READY")
    terminal.seen, end = b"", time.monotonic() + 2
    while time.monotonic() < end:
        terminal.read(0.1)
    assert len(terminal.seen) < 50_000  # two sizes in turn wrote a megabyte
    os.kill(terminal.pid, signal.SIGTERM)
    terminal.end(10)
