"""A program on a terminal of its own: what it sends, what that changed, what it takes of the machine."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))
from glass import PLAIN, Glass, Look
from start import processor

BURST_S = 0.02  # a picture is whole when nothing came for so long
MOST_S = 60.0
MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ ", re.MULTILINE)
Picture = list[list[tuple[str, Look]]]


class Window(msgspec.Struct):
    """What happened in a time: seconds, bytes, those that a painter would have needed, CPU, wake-ups."""

    seconds: float
    bytes: int
    ideal: int
    cpu_s: float
    wakeups: int

    @property
    def bytes_a_second(self) -> float:
        """Bytes a second."""
        return self.bytes / self.seconds

    @property
    def cpu_share(self) -> float:
        """The share of one core."""
        return self.cpu_s / self.seconds

    @property
    def overpaint(self) -> float:
        """How many times the bytes that were needed."""
        return self.bytes / self.ideal if self.ideal else float(self.bytes > 0) + 1


class Terminal:
    """A program that runs in a terminal until it is closed."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], size: tuple[int, int] = (80, 24)
    ) -> None:
        self.glass = Glass(*size)
        self.began = time.perf_counter()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execvpe(command[0], [*command], dict(environ))

    def read(self, seconds: float) -> list[tuple[float, bytes]]:
        """What comes in a time, each piece with its moment; the picture is not looked at meanwhile."""
        end, found = time.perf_counter() + seconds, []
        while (left := end - time.perf_counter()) > 0:
            if not select.select([self.master], [], [], left)[0]:
                continue
            with contextlib.suppress(OSError):
                found.append((time.perf_counter(), os.read(self.master, 65536)))
                continue
            break
        return found

    def see(self, word: str, most_s: float = MOST_S) -> float:
        """Seconds from now until the word stands there. Raises SystemExit where it does not come."""
        began = time.perf_counter()
        while word not in self.glass.text:
            pieces = self.read(0.005)
            for _, data in pieces:
                self.glass.feed(data)
            if word in self.glass.text and pieces:
                return pieces[-1][0] - began
            if time.perf_counter() - began > most_s:
                raise SystemExit(f"{word!r} did not come:\n{self.glass.text}")
        return 0.0

    def settle(self, quiet_s: float = 0.3, most_s: float = 10.0) -> None:
        """Read until nothing comes any more."""
        end = time.perf_counter() + most_s
        while time.perf_counter() < end:
            pieces = self.read(quiet_s)
            for _, data in pieces:
                self.glass.feed(data)
            if not pieces:
                return

    def press(self, keys: str) -> None:
        """Send keys."""
        os.write(self.master, keys.encode())

    def to_effect(self, keys: str) -> tuple[float, Window]:
        """Milliseconds from a key to the last byte of its picture, and what was sent for it."""
        cpu, began = self.cpu_s, time.perf_counter()
        self.press(keys)
        pieces: list[tuple[float, bytes]] = []
        while time.perf_counter() - began < 1.0:
            found = self.read(0.08)
            pieces += found
            if pieces and not found:
                break
        last = pieces[-1][0] if pieces else began
        sent, ideal = self._looked_at(pieces)
        return (last - began) * 1000, Window(last - began or 1e-9, sent, ideal, self.cpu_s - cpu, 0)

    def window(self, seconds: float) -> Window:
        """What happens in a time."""
        cpu, woken = self.cpu_s, self.wakeups
        pieces = self.read(seconds)
        cpu, woken = self.cpu_s - cpu, self.wakeups - woken
        return Window(seconds, *self._looked_at(pieces), cpu, woken)

    def _looked_at(self, pieces: list[tuple[float, bytes]]) -> tuple[int, int]:
        """How many bytes these are, and how many would have done for the pictures that they made."""
        sent = ideal = 0
        pen = PLAIN
        before = self.glass.picture
        for place, (at, data) in enumerate(pieces):
            self.glass.feed(data)
            sent += len(data)
            if place + 1 == len(pieces) or pieces[place + 1][0] - at > BURST_S:
                after = self.glass.picture
                cost, pen = cheapest(before, after, pen)
                ideal, before = ideal + cost, after
        return sent, ideal

    @property
    def family(self) -> list[int]:
        """The process and those that it began."""
        found = [self.pid]
        for pid in found:
            with contextlib.suppress(OSError):
                found += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        return found

    @property
    def cpu_s(self) -> float:
        """Seconds of the processor so far."""
        return sum(map(processor, self.family))

    @property
    def wakeups(self) -> int:
        """How often a thread of it was woken so far."""
        statuses = (each for pid in self.family for each in Path(f"/proc/{pid}/task").glob("*/status"))
        told = (status.read_text().partition("\nvoluntary_ctxt_switches:")[2] for status in statuses)
        return sum(int(each.split()[0]) for each in told if each)

    @property
    def memory_mib(self) -> float:
        """Resident memory of all of it; the pages of a file that several have mapped are there once."""
        files: Counter[str] = Counter()
        kib = 0
        for pid in self.family:
            mapped: Counter[str] = Counter()
            for entry in MAPPING.split(Path(f"/proc/{pid}/smaps").read_text())[1:]:
                name, resident = entry.split("\n", 1)[0], int(entry.partition("Rss:")[2].split()[0])
                mapped[name.split(maxsplit=4)[-1] if "/" in name else ""] += resident
            kib += mapped.pop("", 0)
            files |= mapped
        return (kib + files.total()) / 1024

    def close(self) -> None:
        """End it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        end = time.perf_counter() + 10
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            self.read(0.1)
            if time.perf_counter() > end:
                os.kill(self.pid, signal.SIGKILL)
        os.close(self.master)


@contextlib.contextmanager
def running(
    command: Sequence[str], environ: Mapping[str, str], size: tuple[int, int] = (80, 24)
) -> Iterator[Terminal]:
    """A program in a terminal, ended at the end."""
    terminal = Terminal(command, environ, size)
    try:
        yield terminal
    finally:
        terminal.close()


def cheapest(before: Picture, after: Picture, pen: Look) -> tuple[int, Look]:
    """Bytes of a plain painter for a picture: a move a run, a change a look, the text; and the look left."""
    cost = 0
    for y, (old, new) in enumerate(zip(before, after, strict=True)):
        changed = [x for x, (was, be) in enumerate(zip(old, new, strict=True)) if was != be]
        for _, run in groupby(enumerate(changed), key=lambda each: each[1] - each[0]):
            places = [x for _, x in run]
            cost += len(f"\x1b[{y + 1};{places[0] + 1}H")
            cells = [new[x] for x in places]
            if all(cell[0] == " " for cell in new[places[0] :]) and len({look for _, look in cells}) == 1:
                cells, cost = [], cost + len("\x1b[K") + sgr(pen, new[places[0]][1])
                pen = new[places[0]][1]
            for character, look in cells:
                cost += sgr(pen, look) + len(character.encode())
                pen = look
    return cost, pen


def sgr(old: Look, new: Look) -> int:
    """Bytes of a change of colours and attributes."""
    if old == new:
        return 0
    parts = [new[n] or f"{n + 3}9" for n in (0, 1) if old[n] != new[n]]
    parts += ["22" for _ in old[2] - new[2]] + [*(new[2] - old[2])]
    return len(f"\x1b[{';'.join(parts)}m")
