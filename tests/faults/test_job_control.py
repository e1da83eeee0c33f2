"""Stopped under a shell that controls jobs: nothing is credited, and the shell has its terminal."""

import os
import shutil
import signal
import termios
import time
from collections.abc import Callable
from typing import Any

import pytest
from lives import PlainProgram, children, left_on, logged
from plain_process import COMMAND, environ, read
from screen_process import ScreenProgram, gone

from backtui.plain import sentences

BASH = shutil.which("bash")
pytestmark = [pytest.mark.faults, pytest.mark.skipif(BASH is None, reason="no bash")]

RATE = 20
ASLEEP_S = 2.0  # longer than the gap of a clock at that rate
ASLEEP, BACK = "asleep", "\x1b[?1049h"
STOPS = ("ctrl-z", "the program", "the job")


@pytest.fixture
def shell(on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """A shell at a terminal."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("BACKTUI_CLOCK", environ(RATE)["BACKTUI_CLOCK"])
    assert BASH
    return on_terminal([BASH, "--norc", "--noediting", "-i"])


class Job:
    """A program that a shell began."""

    def __init__(self, shell: Any, *words: str, plain: bool = False) -> None:
        self.shell = shell
        self.screen: Any = PlainProgram(shell) if plain else ScreenProgram(shell)
        self.say(" ".join((*COMMAND, *words)))

    def say(self, line: str) -> None:
        os.write(self.shell.master, f"{line}\n".encode())

    def told(self, words: str, since: int = 0) -> None:
        """Wait until the shell or the program has written it."""
        self.screen.until(lambda _: words in self.screen.output[since:])

    @property
    def group(self) -> list[int]:
        """The processes of the job, its leader first."""
        [leader] = children(self.shell.pid)
        return [leader, *children(leader)]

    def stop(self, how: str) -> None:
        """Stop it, and wait for the shell."""
        since = len(self.screen.output)
        if how == "ctrl-z":
            os.write(self.shell.master, b"\x1a")
        elif how == "the program":
            os.kill(self.group[-1], signal.SIGSTOP)
        else:
            os.killpg(self.group[0], signal.SIGSTOP)
        self.told("Stopped", since)

    def given_back(self) -> None:
        """The shell has the terminal as it was before."""
        since = len(self.screen.output)
        self.say("echo so far $((40+2))")
        self.told("so far 42", since)
        assert left_on(self.screen.output) == set()
        lflag = termios.tcgetattr(self.shell.master)[3]
        assert lflag & termios.ICANON
        assert lflag & termios.ECHO

    def fg(self) -> None:
        since = len(self.screen.output)
        self.say("fg")
        self.told(BACK, since)


def in_session(shell: Any) -> Job:
    job = Job(shell)
    job.screen.begin()
    job.screen.see("●")
    return job


@pytest.mark.parametrize("how", STOPS)
def test_a_stopped_session_credits_nothing_and_goes_on_paused(shell: Any, how: str) -> None:
    job = in_session(shell)
    job.stop(how)
    if how != "the job":  # all of it stopped at once can tidy nothing
        job.given_back()
    before = logged()
    time.sleep(ASLEEP_S)
    assert logged() == before
    job.fg()
    job.screen.see(ASLEEP)
    shown = sum(job.screen.counts.values())
    time.sleep(0.5)
    job.screen.look()
    assert logged() <= before + 1  # what ended in the moment before the stop
    job.screen.until(lambda _: sum(job.screen.counts.values()) > shown)
    job.stop("ctrl-z")
    job.given_back()


def test_a_stopped_place_is_painted_again(shell: Any) -> None:
    job = Job(shell)
    job.screen.see("Welcome to backtui")
    job.screen.press("\r")
    for how in STOPS:
        job.screen.see("Start")
        job.stop(how)
        job.fg()
        job.screen.look()
    job.screen.see("Start")
    leader = job.group[0]
    job.screen.press("q")
    assert gone(leader)
    job.given_back()


@pytest.mark.parametrize("how", STOPS)
def test_in_the_background_it_stays_stopped(shell: Any, how: str) -> None:
    job = in_session(shell)
    job.stop(how)
    since = len(job.screen.output)
    job.say("bg")
    time.sleep(1)
    job.say("jobs")
    job.told("Stopped", since)
    if how != "the job":
        job.given_back()
    job.fg()
    job.screen.see("rep ")


@pytest.mark.parametrize("how", STOPS)
@pytest.mark.parametrize("line", ["kill %1", "exit\nexit"])
def test_a_stopped_session_is_ended(shell: Any, how: str, line: str) -> None:
    job = in_session(shell)
    job.stop(how)
    group = job.group
    job.say(line)
    assert all(map(gone, group))
    if line == "kill %1":
        assert left_on(job.screen.look() and job.screen.output) == set()
    assert read("history")["sessions"][0]["state"] == "open"
    assert "Traceback" not in job.screen.output


@pytest.mark.parametrize("how", STOPS)
def test_a_stopped_plain_session_says_so_and_waits(shell: Any, how: str) -> None:
    job = Job(shell, "session", "--plain", plain=True)
    job.screen.begin()
    job.told("counted.")
    job.stop(how)
    before = logged()
    time.sleep(ASLEEP_S)
    job.say("fg")
    job.told(sentences.PAUSED_GAP)
    assert logged() <= before + 1
    job.say("")
    since = len(job.screen.output)
    job.told("counted.", since)
    job.stop(how)
    group = job.group
    job.say("kill %1")
    assert all(map(gone, group))
