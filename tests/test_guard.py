"""The guard, on real terminals: whatever happens to the program, the terminal is left as it was found."""

import os
import shutil
import signal
import sys
import termios
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtui.domain.text import TextError, clean, visible
from backtui.machine import signals
from backtui.machine.signals import watch
from backtui.machine.terminal import RESET, clear_textual

Open = Callable[..., Any]

# A face as small as can be: raw keys on the alternate screen; z stops it as Textual does, q leaves.
FACE = """
import os, signal, sys, termios, time, tty
from backtui.machine.terminal import parent
from backtui.machine.signals import watch

class Left(Exception): pass

def leave(signum): raise Left(signum)

def run():
    before = termios.tcgetattr(0)
    def resume(*_): tty.setraw(0); os.write(1, b"\\x1b[?1049hRESUMED")
    signal.signal(signal.SIGCONT, resume)
    watch(LEAVE, 0)
    tty.setraw(0)
    code = 0
    try:
        os.write(1, b"\\x1b[?1049hREADY %d." % os.getpid())
        BODY
    except Left as left:
        code = 128 + left.args[0]
    os.write(1, b"\\x1b[?1049l")
    try: termios.tcsetattr(0, termios.TCSANOW, before)
    except termios.error: pass
    os.write(1, b"TIDY")
    return code

try: code = START
except OSError: code = 1
os._exit(code)  # or Python would try once more to write what a lost terminal did not take, and end by 120
"""
KEYS = """
        while (key := os.read(0, 1)) != b"q":
            if key == b"z":
                termios.tcsetattr(0, termios.TCSANOW, before)
                os.kill(os.getpid(), signal.SIGSTOP)
"""


def face(body: str = KEYS, leave: str = "leave", start: str = "parent(run)") -> list[str]:
    script = FACE.replace("BODY", textwrap.dedent(body).replace("\n", "\n        ").strip())
    return [sys.executable, "-c", script.replace("LEAVE", leave).replace("START", start)]


def gone(pid: int, seconds: float = 5) -> bool:
    """Say whether the process ends, or is a dead one that nobody has waited for, within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.faults
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_killed_child_leaves_the_terminal_as_it_was(on_terminal: Open, blow: signal.Signals) -> None:
    terminal = on_terminal(face())
    os.kill(terminal.child(), blow)
    assert terminal.end() == 128 + blow
    assert termios.tcgetattr(terminal.master) == terminal.modes
    assert RESET.encode() in terminal.seen
    assert b"run backtui to go on" in terminal.seen


@pytest.mark.faults
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_to_the_parent_ends_the_child_tidily(on_terminal: Open, ending: signal.Signals) -> None:
    terminal = on_terminal(face())
    child = terminal.child()
    os.kill(terminal.pid, ending)
    assert terminal.end() == 128 + ending
    assert gone(child)
    assert termios.tcgetattr(terminal.master) == terminal.modes
    assert terminal.seen.endswith(b"TIDY")


@pytest.mark.faults
def test_a_child_that_does_not_leave_is_ended_and_tidied_after(on_terminal: Open) -> None:
    terminal = on_terminal(face("while True: time.sleep(1)", leave="lambda _: None"))
    os.kill(terminal.child(), signal.SIGTERM)
    assert terminal.end() == 143
    assert termios.tcgetattr(terminal.master) == terminal.modes
    assert RESET.encode() in terminal.seen


@pytest.mark.faults
@pytest.mark.parametrize("leave", ["leave", "lambda _: None"])
@pytest.mark.parametrize("start", ["parent(run)", "run()"])
def test_a_terminal_closed_without_a_signal_is_noticed(on_terminal: Open, leave: str, start: str) -> None:
    terminal = on_terminal(face("while True: time.sleep(1)", leave, start), controlling=False)
    child = terminal.child()
    terminal.hang_up()
    assert terminal.end() in (129, 1, 120)  # the last two: its last words found no terminal
    assert gone(child, 1)


@pytest.mark.faults
def test_a_hang_up_ends_it_though_the_signal_is_ignored(on_terminal: Open) -> None:
    body = "while True: time.sleep(1)"
    command = face(body)
    command[2] = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + command[2]
    terminal = on_terminal(command)
    child = terminal.child()
    os.kill(child, signal.SIGHUP)
    assert not gone(child, 0.5)
    terminal.hang_up()
    terminal.end()
    assert gone(child, 1)


@pytest.mark.faults
def test_a_child_whose_parent_is_killed_leaves_tidily(on_terminal: Open) -> None:
    terminal = on_terminal(face("while True: time.sleep(1)"), controlling=False)
    child = terminal.child()
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.wait_for("TIDY", 5)
    assert gone(child)
    assert termios.tcgetattr(terminal.master) == terminal.modes


@pytest.mark.parametrize(("body", "code"), [("return 0", 0), ("return 3", 3), ("raise SystemExit(4)", 4)])
def test_the_childs_own_code_comes_through(on_terminal: Open, body: str, code: int) -> None:
    body = f"termios.tcsetattr(0, termios.TCSANOW, before); {body}"
    terminal = on_terminal(face(body))
    assert terminal.end() == code
    assert RESET.encode() not in terminal.seen


def test_an_exception_is_one_sentence_without_a_traceback(on_terminal: Open) -> None:
    terminal = on_terminal(face("note = 'private'; raise RuntimeError(note)"))
    assert terminal.end() == 1
    assert b"private" not in terminal.seen
    assert b"Traceback" not in terminal.seen
    assert RESET.encode() in terminal.seen


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
@pytest.mark.thorough
def test_ctrl_z_gives_the_shell_back_and_fg_goes_on(on_terminal: Open, tmp_path: Path) -> None:
    script = tmp_path / "face.py"
    script.write_text(face()[2])
    terminal = on_terminal([shutil.which("bash") or "", "--norc", "--noprofile", "-i"])
    terminal.wait_for("$ ")
    os.write(terminal.master, f"{sys.executable} {script}; echo code=$?\n".encode())
    for _ in range(2):
        terminal.child() if _ == 0 else None
        os.write(terminal.master, b"z")
        terminal.wait_for("Stopped")
        os.write(terminal.master, b"echo $((6*7)) is here; fg\n")
        terminal.wait_for("42 is here")
        terminal.wait_for("RESUMED")
    os.write(terminal.master, b"q")
    terminal.wait_for("TIDY")
    os.write(terminal.master, b"exit\n")
    assert terminal.end() == 0
    assert b"RESUMED" not in terminal.seen


@pytest.mark.thorough
def test_ctrl_z_without_a_shell_goes_on_at_once(on_terminal: Open) -> None:
    terminal = on_terminal(face())
    terminal.child()
    os.write(terminal.master, b"z")
    terminal.wait_for("RESUMED")
    os.write(terminal.master, b"q")
    assert terminal.end() == 0


def test_a_closed_watch_puts_the_handlers_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    watching = watch(lambda _: None, None)
    assert signal.getsignal(signal.SIGTERM) != before
    watching.close()
    watching.close()
    assert signal.getsignal(signal.SIGTERM) == before


def test_the_environment_cannot_drive_the_screen() -> None:
    names = ["TEXTUAL_DRIVER", "TEXTUAL_PRESS", "TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_LOCATION"]
    environ = dict.fromkeys([*names, "TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_FPS", "PATH"], "x")
    clear_textual(environ)
    assert list(environ) == ["TEXTUAL_FPS", "PATH"]


@pytest.mark.parametrize(("said", "kept"), [("junk", False), ("", False), ("256", True), ("auto", True)])
def test_colours_that_are_none_are_not_asked_for(said: str, kept: bool) -> None:
    environ = {"TEXTUAL_COLOR_SYSTEM": said}
    clear_textual(environ)
    assert bool(environ) is kept


@pytest.mark.parametrize(
    ("within", "kept"),
    [
        ({"STY": "1.pts-0", "TERM": "screen-256color"}, False),
        ({"STY": "1.pts-0", "TERM": "xterm-256color"}, True),  # a terminal that was opened from there
        ({"TERM": "screen-256color"}, True),  # tmux
    ],
)
def test_colours_that_gnu_screen_does_not_have_are_not_sent(within: dict[str, str], kept: bool) -> None:
    environ = {"COLORTERM": "truecolor", **within}
    clear_textual(environ)
    assert ("COLORTERM" in environ) is kept


@given(st.text(st.characters(categories=["Cc", "Cf", "Cs", "L", "M", "Zl", "Zp"]), max_size=40))
def test_nothing_that_steers_a_terminal_comes_through(text: str) -> None:
    try:
        cleaned = clean(text, 1000)
    except TextError:
        cleaned = visible(text)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in cleaned)
    assert not any(char in "\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u2028\u2029" for char in cleaned)
    assert clean(cleaned, 1000) == clean(clean(cleaned, 1000), 1000)
    assert cleaned.encode("utf-8") is not None


def test_the_gate_shows_what_it_disarms() -> None:
    assert clean("a\x1b[2J\tb\x7f\x9b\u202ec", 99) == "a␛[2J␉b␡<U+009B><U+202E>c"
    assert clean("e\u0301", 1) == "\u00e9"
    assert visible("a\ud800") == "a?"


@pytest.mark.parametrize(("text", "limit"), [("abc", 2), ("a" * 10_000, 100), ("\x9b", 7), ("\udc80", 9)])
def test_what_cannot_be_kept_is_refused(text: str, limit: int) -> None:
    with pytest.raises(TextError):
        clean(text, limit)


@pytest.mark.parametrize(
    ("turns", "stands"),
    [("at once", False), ("never", True), ("at the next look", False), ("once", True)],
)
def test_a_loop_stands_still_only_where_no_turn_comes_for_many_looks(turns: str, stands: bool) -> None:
    asked: list[Callable[[], None]] = []

    def turn(turned: Callable[[], None]) -> None:
        asked.append(turned)
        if turns == "at once" or (turns == "once" and len(asked) == 1):
            turned()

    watching = signals.Watch.__new__(signals.Watch)
    watching._turn, watching._turned, watching._looks_still = turn, True, 0
    found = False
    for _ in range(5 * signals.LOOKS_STILL):
        found = found or watching._stands_still(None)
        if turns == "at the next look":
            asked[-1]()
    assert found is stands
