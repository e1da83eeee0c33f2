"""Signals, a lost terminal, a closed pipe, a second program: the plain session leaves in good order."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from plain_process import COMMAND, ROOT, PlainSession, counted, environ, read, stored

from backtui.plain import sentences

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_the_session_open(ending: signal.Signals) -> None:
    with PlainSession(rate=200) as running:
        running.hear("counted.", times=3)
        began = time.monotonic()
        running.send(ending)
        assert running.end(5) == (128 + ending, "")
        assert time.monotonic() - began < 5
    assert running.lines[-1] == sentences.LEFT
    (session,) = read("history")["sessions"]
    assert session["state"] == "open"
    assert counted(running.lines) == stored(session)


def test_a_closed_stdout_ends_it_quietly() -> None:
    with PlainSession(rate=200) as running:
        running.hear("counted.", times=1)
        assert running.process.stdout is not None
        running.process.stdout.close()
        assert running.process.wait(10) == 128 + signal.SIGPIPE
        assert running.process.stderr is not None
        assert running.process.stderr.read() == b""
        running.process.stdout = open(os.devnull, "rb")  # noqa: SIM115 closed with the session
    assert read("history")["sessions"][0]["state"] == "open"


def test_a_full_disk_under_stdout_is_one_sentence() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, "session", "--plain"],
            cwd=ROOT,
            env=environ(200),
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=30,
        )
    assert done.returncode == 1
    assert done.stderr == f"backtui: {sentences.UNHEARD} (No space left on device).\n"


def test_stopped_for_a_while_it_says_so_and_goes_on() -> None:
    with PlainSession(rate=20) as running:
        running.hear("Get ready")
        running.send(signal.SIGSTOP)
        time.sleep(1.5)
        running.send(signal.SIGCONT)
        running.hear(sentences.PAUSED_GAP)
        running.hear(sentences.GOES_ON)
        running.hear(sentences.GOING_ON.format("3 seconds"))


def test_waiting_costs_no_processor() -> None:
    def spent(pid: int) -> float:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    with PlainSession(rate=1) as running:
        running.hear("Get ready")
        time.sleep(0.3)
        before = spent(running.process.pid)
        time.sleep(2)
        assert spent(running.process.pid) - before <= 0.06


def test_a_second_program_is_told_and_can_take_over() -> None:
    with PlainSession(rate=20) as first:
        first.hear("counted.")
        second = subprocess.run(
            [*COMMAND, "session", "--plain"],
            cwd=ROOT,
            env=environ(20),
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert (second.returncode, second.stdout) == (1, "")
        assert f"process {first.process.pid}" in second.stderr
        with PlainSession("--take-over", rate=20, minutes=5) as third:
            code, stderr = first.end()
            assert code == 1
            assert f"runs in another backtui (process {third.process.pid}" in stderr
            third.hear("Going on with")
            third.hear("counted.")
    assert len(read("history")["sessions"]) == 1


# At a terminal


@pytest.fixture
def terminal(on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """A session at a terminal, past the questions of its opening."""
    monkeypatch.setenv("BACKTUI_CLOCK", "2026-03-02T07:00:00@50")
    started = on_terminal([*COMMAND, "session", "--plain", "--minutes", "3"])
    started.wait_for(sentences.HEARD)
    os.write(started.master, b"\n")
    started.wait_for(sentences.PAIN_BEFORE)
    os.write(started.master, b"\n")
    started.wait_for("In, 1 of 2")
    return started


def test_ctrl_c_asks_and_a_second_one_leaves(terminal: Any) -> None:
    os.write(terminal.master, b"\x03")
    terminal.wait_for(sentences.WHICH.format(2))
    os.write(terminal.master, b"\x03")
    assert terminal.end() == 130
    assert sentences.LEFT.encode() in terminal.seen
    assert read("history")["sessions"][0]["state"] == "open"


def test_stop_saves_after_a_question(terminal: Any) -> None:
    os.write(terminal.master, b"q\n")
    terminal.wait_for(sentences.WHICH.format(2))
    os.write(terminal.master, b"1\n")
    terminal.wait_for(sentences.RATE)
    os.write(terminal.master, b"\n")
    terminal.wait_for(sentences.PAIN_AFTER)
    os.write(terminal.master, b"2\n")
    assert terminal.end(10) == 0
    assert read("history")["sessions"][0]["state"] == "stopped"


def test_control_d_goes_on_hands_free(terminal: Any) -> None:
    os.write(terminal.master, b"\x04")
    terminal.wait_for(sentences.NO_MORE_WORDS)
    assert terminal.end(20) == 0
    assert read("history")["sessions"][0]["state"] == "done"


def test_a_closed_terminal_leaves_the_session_open(terminal: Any) -> None:
    terminal.hang_up()
    assert terminal.end() == 128 + signal.SIGHUP
    assert read("history")["sessions"][0]["state"] == "open"
