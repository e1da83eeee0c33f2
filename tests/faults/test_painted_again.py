"""A terminal that somebody else wrote on, or whose size changed: what stands there is right again."""

import fcntl
import os
import signal
import struct
import termios
import time
from collections.abc import Callable
from typing import Any

import pytest
from glass import Glass
from props import HandClock, prefer, shop
from screen_process import COLUMNS, COMMAND, ROWS, ScreenProgram

pytestmark = pytest.mark.faults


@pytest.fixture
def today(on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> ScreenProgram:
    """The first place, at rest."""
    monkeypatch.setenv("TERM", "xterm-256color")
    prefer(shop(HandClock()), notice_seen=True)
    program = ScreenProgram(on_terminal(COMMAND))
    program.see("Start")
    still(program)
    return program


def still(program: ScreenProgram) -> str:
    """Wait until nothing comes any more."""
    seen, since = -1, time.monotonic()
    while time.monotonic() < since + 0.5:
        program.look()
        if len(program.output) != seen:
            seen, since = len(program.output), time.monotonic()
    return program.text


def test_ctrl_l_paints_over_what_somebody_else_wrote(today: ScreenProgram) -> None:
    before, picture = today.text, today.glass.picture
    today.glass.feed("\x1b[14;10H\x1b[1;31mBroadcast message from root\r\n\r\nThe system goes down.")
    today.press("j")
    assert "Broadcast" in still(today)
    today.press("k\x0c")
    assert still(today) == before
    assert today.glass.picture == picture


def test_at_rest_nothing_is_sent_and_ctrl_l_sends_no_more_than_the_screen(today: ScreenProgram) -> None:
    sent = len(today.output)
    time.sleep(1)
    still(today)
    assert len(today.output) == sent
    today.press("\x0c")
    still(today)
    assert 500 < len(today.output) - sent < 4000


def test_a_terminal_that_was_another_size_for_a_moment_is_painted_anew(today: ScreenProgram) -> None:
    before = today.text
    for columns in (100, COLUMNS):
        today.glass = Glass(COLUMNS, ROWS)  # nothing of what stood there is left
        resize(today, columns)
    assert still(today) == before


def resize(program: ScreenProgram, columns: int) -> None:
    """Its window has so many columns now."""
    fcntl.ioctl(program.terminal.master, termios.TIOCSWINSZ, struct.pack("4H", ROWS, columns, 0, 0))


def test_whoever_comes_back_finds_the_same_picture(today: ScreenProgram) -> None:
    before = today.text
    os.kill(today.child, signal.SIGTSTP)
    today.until(lambda _: "\x1b[m" in today.output.partition("\x1b[?1049l")[2])  # a shell has its own colours
    today.glass.feed("$ ls\r\nsome files")
    os.kill(today.child, signal.SIGCONT)
    assert today.until(lambda text: text == before)
