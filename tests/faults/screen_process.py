"""The full screen as a process on a real pty: what stands on its screen, read with a small terminal."""

import fcntl
import os
import re
import select
import struct
import sys
import termios
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from glass import Glass
from plain_process import Counts, stored

COLUMNS, ROWS = 80, 24
COMMAND = [sys.executable, "-m", "backtui"]
QUIET_S = 0.004  # no output for so long means that a picture is whole
PLACE = re.compile(r"(\d+) of (\d+) ")
REPETITION = re.compile(r"rep (\d+) of (\d+)")


class ScreenProgram:
    """One run of the full screen; `counts` are the repetitions that it has shown as counted."""

    def __init__(self, terminal: Any) -> None:
        """`terminal` is one of the `on_terminal` fixture."""
        self.terminal = terminal
        self.glass = Glass(COLUMNS, ROWS)
        self.counts: Counts = Counter()
        self._fed = 0
        fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, struct.pack("4H", ROWS, COLUMNS, 0, 0))

    @property
    def text(self) -> str:
        return self.glass.text

    @property
    def output(self) -> str:
        """All that came."""
        shown: str = self.terminal.seen.decode("utf-8", "replace")
        return shown

    @property
    def child(self) -> int:
        """The process that shows the screen; the one of the terminal is its parent."""
        pid = self.terminal.pid
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])

    def press(self, keys: str) -> None:
        """Press keys, as the bytes that a terminal sends."""
        os.write(self.terminal.master, keys.encode())

    def look(self) -> str:
        """Read until a picture is whole; the screen then, with its repetitions taken down."""
        while select.select([self.terminal.master], [], [], QUIET_S)[0] and self.terminal.read(0):
            self.glass.feed(self.terminal.seen[self._fed :])
            self._fed = len(self.terminal.seen)
        self._count()
        return self.text

    def until(self, found: Callable[[str], object], seconds: float = 20) -> str:
        """Look until the screen shows it; a machine that was too slow to be there is helped on."""
        end, helped = time.monotonic() + seconds, 0.0
        while not found(self.look()):
            assert time.monotonic() < end, self.text
            if "asleep" in self.text and time.monotonic() - helped > 3:
                self.press(" ")
                helped = time.monotonic()
        return self.text

    def see(self, words: str, seconds: float = 20) -> str:
        """Look until the words stand on the screen."""
        return self.until(lambda text: words in text, seconds)

    def place(self) -> tuple[int, str]:
        """The number of the exercise on the screen and its side."""
        number = PLACE.search(self.text.split("\n")[0])
        side = next((side for side in ("left", "right") if f"{side.upper()} SIDE" in self.text), "none")
        return (int(number[1]) if number else 0), side

    def repetition(self) -> tuple[int, str, int]:
        """Exercise, side and repetition that are under way."""
        found = REPETITION.search(self.text)
        return (*self.place(), int(found[1]) if found else 0)

    def begin(self) -> None:
        """Past the safety notes into a session."""
        self.see("Welcome to backtui")
        self.press("\r")
        self.see("Start")
        self.press("\r")
        self.see("GET READY")

    def go_on(self) -> None:
        """Into the session that was left open."""
        self.see("Go on where it stopped")
        self.press("\r")
        self.see("rep ")

    def _count(self) -> None:
        place = self.place()
        if place[0]:
            self.counts[place] = max(self.counts[place], self.text.count("●"))


def following(session: Any, sides: dict[str, str]) -> tuple[int, str, int]:
    """Exercise, side and repetition that are to be done next, worked out from the log alone."""
    done = stored(session)
    for number, entry in enumerate(session["entries"], 1):
        for side in ("left", "right") if sides[entry["exercise"]] == "each" else ("none",):
            if done[number, side] < entry["prescribed"]["reps"]:
                return number, side, done[number, side] + 1
    raise AssertionError("all was done")


def gone(pid: int, seconds: float = 5) -> bool:
    """Whether a process has ended, within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False
