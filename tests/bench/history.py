"""Times the place that looks back, on ten years beside an empty log: python tests/bench/history.py [LOG].

The program runs in a terminal of its own; keys are pressed in turn on both logs. On the same screen a time
is from the key to the first byte of its effect, elsewhere to the last byte of all that it paints. Medians,
and in brackets the best, for a busy machine. LOG is one made by ten_years.py; without it one is made.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

import msgspec
from ten_years import write

ROOT = Path(__file__).parents[2]
NOW = "2026-03-03T09:00:00+01:00"
CELLS = (80, 24)
HOMES = ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
ROUNDS = 9
SAME_SCREEN_MS = 15.0
MOST_MEMORY = 1.3  # of that with an empty log
QUIET_S, PATIENCE_S, OPENING_S = 0.12, 0.3, 20.0
CODES = {
    "left": "\x1b[D", "right": "\x1b[C", "up": "\x1b[A", "down": "\x1b[B", "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
}  # fmt: skip
# What is done, the keys that lead there, the keys that are timed one by one, the most milliseconds.
CASES: tuple[tuple[str, str, str, float], ...] = (
    ("history opens", "1", "3", 100),
    ("to another day", "", "left up right down", 15),
    ("a year further", "G", "pageup pageup", 100),
    ("to the first day", "G", "g", 100),
    ("to today", "g", "G", 100),
    ("the list opens", "", "v", 100),
    ("to another session", "g", "down down down", 15),
    ("a screen further", "g", "pagedown pagedown pagedown", 100),
    ("to the very first session", "g", "G", 100),
    ("back to the newest", "G", "g", 100),
    ("exercises open", "", "v", 100),
    ("to another change", "", "left left", 15),
    ("to another exercise", "", "down down", 100),
    ("pain opens", "", "v", 100),
    ("to another answer", "", "left left", 15),
    ("totals open", "", "v", 100),
    ("down a line", "", "down down", 15),
    ("back to the year", "", "v", 100),
)


class Program(msgspec.Struct):
    """backtui on one log, in a terminal of its own."""

    log: Path
    pid: int = 0
    terminal: int = 0
    times: dict[str, list[float]] = msgspec.field(default_factory=dict)

    def open(self) -> None:
        """Start it and wait until it has painted."""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ |= {"BACKTUI_CLOCK": NOW, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
            os.execv(sys.executable, [sys.executable, "-m", "backtui", "--db", str(self.log)])
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", CELLS[1], CELLS[0], 0, 0))
        self.painted(OPENING_S, 1.0)

    def painted(self, patience_s: float = PATIENCE_S, quiet_s: float = QUIET_S) -> float | None:
        """When the last byte came of what is painted next; None when nothing came."""
        last: float | None = None
        while select.select([self.terminal], [], [], patience_s if last is None else quiet_s)[0]:
            os.read(self.terminal, 65_536)
            last = time.perf_counter()
        return last

    def press(self, key: str, *, first: bool = False) -> float | None:
        """Milliseconds from a key to the last (or first) byte of its effect; None when it had none."""
        began = time.perf_counter()
        os.write(self.terminal, CODES.get(key, key).encode())
        ready = select.select([self.terminal], [], [], PATIENCE_S)[0]
        soon = time.perf_counter()
        last = self.painted(QUIET_S) if ready else None
        return None if last is None else ((soon if first else last) - began) * 1000

    def round(self) -> None:
        """Every case once."""
        for name, before, keys, most in CASES:
            for key in before.split():
                self.press(key)
            took = [self.press(key, first=most <= SAME_SCREEN_MS) for key in keys.split()]
            self.times.setdefault(name, []).extend(each for each in took if each is not None)

    def memory_mib(self) -> float:
        """The resident memory of the largest process of this terminal."""
        found = [0.0]
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                if os.getsid(int(status.parent.name)) == self.pid:
                    kib = [line.split()[1] for line in status.read_text().splitlines() if "VmRSS" in line]
                    found += [int(each) / 1024 for each in kib]
            except OSError:
                continue
        return max(found)

    def close(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGTERM)
        with suppress(OSError):  # where it has gone, its terminal cannot be read any more
            self.painted(1.0)
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def run(log: Path, empty: Path) -> bool:
    """Press all keys on both logs, and print what they took; whether all took no longer than they may."""
    programs = [Program(log), Program(empty)]
    for program in programs:
        program.open()
    for turn in range(ROUNDS):
        for program in programs if turn % 2 else reversed(programs):
            program.round()
    memory = [program.memory_mib() for program in programs]
    for program in programs:
        program.close()
    print(f"{'milliseconds':<28}{'ten years':>16}{'empty':>16}{'ratio':>8}{'most':>7}")
    kept = memory[0] <= MOST_MEMORY * memory[1]
    for name, _, _, most in CASES:
        full, none = (program.times[name] or [0.0] for program in programs)
        ratio = f"{median(full) / median(none):.2f}" if any(none) else "-"
        told = "".join(f"{f'{median(each):.1f} ({min(each):.1f})':>16}" for each in (full, none))
        kept &= median(full) <= most
        print(f"{name:<28}{told}{ratio:>8}{most:>7.0f}{'' if median(full) <= most else '   too slow'}")
    print(
        f"{'memory, MiB':<28}{memory[0]:>16.1f}{memory[1]:>16.1f}"
        f"{memory[0] / memory[1]:>8.2f}{MOST_MEMORY:>7}"
    )
    return kept


def main() -> None:
    """Make what is not there, and run."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"), folder)
        log = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder, "ten_years.db")
        if not log.exists():
            print(f"{write(log)} repetitions written")
        empty = Path(folder, "empty.db")
        write(empty, 0)
        run(log, empty)


if __name__ == "__main__":
    main()
