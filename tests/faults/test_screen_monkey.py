"""Keys faster than screens, and bytes that are none: the full screen goes on whatever is pressed."""

import os
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from monkey import NOISE, monkey
from monkey_program import MEASURED, STOCK
from plain_process import environ, read
from screen_process import COMMAND, ScreenProgram, gone

pytestmark = pytest.mark.faults


@pytest.fixture
def open_screen(on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> ScreenProgram:
    """The full screen past its safety notes."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("BACKTUI_CLOCK", environ(8)["BACKTUI_CLOCK"])
    program = ScreenProgram(on_terminal([*COMMAND]))
    program.see("Welcome to backtui")
    program.press("\r")
    program.see("Start")
    return program


@pytest.mark.parametrize("data", NOISE, ids=bytes.hex)
def test_what_is_no_key_is_nothing(open_screen: ScreenProgram, data: bytes) -> None:
    os.write(open_screen.terminal.master, data)
    open_screen.press("\x1b2")
    open_screen.see("stretch")
    open_screen.press("1")
    open_screen.see("Start")


# Two keys in one write, of which the second came before the first had shown its screen: each of these has
# ended the program once. The first digit goes to the place.
IN_PLACES = (
    *("1\x10\x1b[5~", "1\x10\x10p", "1s\x10\x10", "2\x10\r\r", "2\x12i", "2/\x10", "2\r\r", "2\x10\x1b\x10"),
    *("3\x10\x10p", "3\x10\r\r", "3a\x10", "3\r/", "3cue\x12", "3\t\x10\r", "3a\r\x1b", "3n\x10", "3yl\x10"),
    *("4n\x10", "4\r\r", "4\t\r", "4/\r", "4o\x10", "4\x1b[Zn\x10", "1234\x10", "4321?\x10"),
)
INTO_A_SESSION = ("1\ru", "1\rz", "21\r", "1\r\x10\x1b[5~", "1\rq\r", "1\r?\x10")


def back(program: ScreenProgram, keys: str) -> None:
    """To the first place, from wherever it is after `keys`."""
    end = time.monotonic() + 30
    while time.monotonic() < end and "has a fault" not in program.text:
        program.press("\x1b")
        time.sleep(0.12)  # with what comes sooner it would be another key
        program.press("1")
        time.sleep(0.02)
        if "Start" in program.look():
            return
        if "q stop" in program.text:
            time.sleep(0.5)  # keys that wait may end the session, and then q would leave
            if "q stop" not in program.look():
                continue
            program.press("q")
            time.sleep(0.3)
            if "Stop the session?" in program.look():
                program.press("\x1b[B\r")
        elif "z" in keys:
            program.press("z")  # the big view says no keys
    raise AssertionError(
        keys + program.text + "".join(each.read_text() for each in Path.home().rglob("fault.txt"))
    )


def test_keys_in_one_write_are_done_one_after_the_other(open_screen: ScreenProgram) -> None:
    child = open_screen.child
    for keys in IN_PLACES:
        open_screen.press(keys)
        open_screen.look()
        back(open_screen, keys)
        assert open_screen.child == child


@pytest.mark.parametrize("keys", INTO_A_SESSION, ids=repr)
def test_keys_behind_the_start_of_a_session_are_for_it(open_screen: ScreenProgram, keys: str) -> None:
    child = open_screen.child
    for _ in range(3):
        open_screen.press(keys)
        open_screen.look()
    back(open_screen, keys)
    assert open_screen.child == child


def test_a_session_is_begun_by_keys_typed_ahead(open_screen: ScreenProgram) -> None:
    open_screen.press("21\r")
    open_screen.see("GET READY")
    (session,) = read("history")["sessions"]
    assert session["state"] == "open"


@pytest.mark.parametrize(("seed", "session"), [(1, False), (2, True)])
def test_whatever_is_pressed_it_goes_on(seed: int, session: bool) -> None:
    found = monkey(300 if session else 800, seed, code=MEASURED if session else "", session=session)
    assert not found.anything, found.notes


def test_without_turns_for_keys_it_does_not() -> None:
    assert monkey(400, 1, code=STOCK, enough=1).crashes


def test_without_our_driver_one_byte_is_the_end(
    on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    program = ScreenProgram(on_terminal([sys.executable, "-c", STOCK]))
    program.see("Welcome to backtui")
    os.write(program.terminal.master, b"\xff")
    program.press("\r")
    with pytest.raises(AssertionError):
        program.see("Start", 3)


STANDING_STILL = """
import sys, time
from backtui.machine import signals
from backtui.tui.app import BacktuiApp
signals.LOOKS_STILL = 4
BacktuiApp.action_keys = lambda self: time.sleep(30)
from backtui.cli.main import main
raise SystemExit(main())
"""


def test_a_loop_that_stands_still_is_ended_from_outside(
    on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    program = ScreenProgram(on_terminal([sys.executable, "-c", STANDING_STILL]))
    program.see("Welcome to backtui")
    program.press("\r")
    program.see("Start")
    child = program.child
    time.sleep(4)  # a screen that only waits is no screen that stands still
    program.look()
    assert not gone(child, 0.1)
    program.press("?")
    assert program.terminal.end(10) == 1
    assert "stopped by a fault of its own" in program.output
    assert termios.tcgetattr(program.terminal.master) == program.terminal.modes


def test_a_terminal_that_stands_still_ends_nothing(
    on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("BACKTUI_CLOCK", environ(20)["BACKTUI_CLOCK"])
    program = ScreenProgram(on_terminal([sys.executable, "-c", STANDING_STILL.replace("30", "0")]))
    program.begin()
    child = program.child
    time.sleep(6)  # nobody reads: the frames of a running session fill the terminal
    program.until(lambda text: "asleep" not in text and "rep " in text)
    assert program.child == child
