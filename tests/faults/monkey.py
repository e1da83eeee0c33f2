"""Somebody's child at the keyboard: random keys, bursts, clicks, pastes, noise and sizes, on a real pty.

    PYTHONPATH=tests:tests/faults python tests/faults/monkey.py --keys 100000 --seed 1
    PYTHONPATH=tests:tests/faults python tests/faults/monkey.py --session --rate 60 --keys 20000

looks every 100 keys whether a key is done soon, and every `--every` keys what the program holds and takes at
rest; it ends with the line of what was found, and with 1 where that is anything. `--session` has a session
run; `--stock` runs the driver of Textual and no turn for keys, and fails.
"""

import argparse
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from found import Found
from monkey_program import MEASURED, STOCK, Program

KEYS = (
    *"1234abcdefghijklmnoprstuvwxyzJK/?.,+-=0156789 \r\t",
    *("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[Z", "\x7f"),
    *("\x1b", "\x1b"),
    *("\x10", "\x12", "\x15", "\x17", "\x1b[11~", "\x1b[3~", "\x1b[1;5C", "é", "日", "👩‍👩‍👧"),
)  # fmt: skip
ENTERING = ("1\r", "\r", "3", "2\r", "4\r", "\x10", "\x10\x1b[5~", "\ru", "\rz", "q\r", "a\x10")
NOISE = (
    *(b"\xff", b"\xc3a", b"\xed\xa0\x80", b"\xe9t\xe9", b"\xf0\x9f", b"\xe2\x82", b"\x9b", b"\xc2\x9b"),
    *(b"\x1b[1114112u", b"\x1b[99999999999999999999u", b"\x1b[M\xff\xff\xff"),
    *(b"\x1b[48;99999;99999;1;1t", b"\x1b]52;c;\x1b\\"),
)
SIZES = ((1, 1), (5, 20), (16, 60), (24, 80), (50, 200), (100, 300), (3, 300), (100, 8))
IN_SESSION = (*" nnbrueee+z123lmfx", " ", "\r", "\x1b", "?", "q", "\x1b[B", "d")
BACK_IN = (
    "1\r",
    "\r",
    "q\r",
    "q\x1b[B\r\r1\r",
    "\x1b\x1b1\r",
    "q\x1b",
    "? \x1b",
    "  ",
    "n n",
    "x\r",
    "e+r",
    "\x10\x1b",
)
TRACES = ("Traceback", "Error", "has a fault", "fault of its own")
FINE = {0}  # `q` in a place leaves, and that is no fault; one that is measured never does
BEAT_KEYS, PATIENCE_S, LOOKS = 100, 20, 6
STILL_S, BUSY_S = 0.2, 5.0  # of the processor in that time: less stands still, more turns without end
AT_REST = 0.05  # of a core
KEPT = ("screens", "widgets", "timers", "tasks", "threads", "files")
MORE = {"screens": 20, "widgets": 400, "timers": 150, "tasks": 500, "threads": 4, "files": 8}  # than at first

Action = tuple[int, bytes | tuple[int, int]]


def actions(rng: random.Random, *, session: bool = False) -> Iterator[Action]:
    """What is done next: how many keys it is, and the bytes or the size."""
    while True:
        roll = rng.random()
        known, entering = (IN_SESSION, BACK_IN) if session else (KEYS, ENTERING)
        if roll < 0.05:
            yield 0, rng.choice(SIZES)
        elif roll < 0.13:
            x, y, button = rng.randint(1, 120), rng.randint(1, 40), rng.choice((0, 0, 2, 35, 64, 65))
            click = f"\x1b[<{button};{x};{y}M" + (f"\x1b[<{button};{x};{y}m" if button < 3 else "")
            yield 1, click.encode()
        elif roll < 0.17:
            yield 1, rng.choice(NOISE)
        elif roll < 0.19:
            yield 1, b"\x1b[200~" + bytes(rng.choices(range(32, 127), k=rng.randint(1, 300))) + b"\x1b[201~"
        elif roll < 0.3:
            yield 2, rng.choice(entering).encode()
        else:
            burst = rng.choice((1, 1, 1, 3, 10, 30))
            yield burst, "".join(rng.choices(known, k=burst)).encode()


class Monkey:
    """Presses keys on one program after another, for the same person, and takes down what was wrong."""

    def __init__(
        self,
        home: Path,
        code: str,
        *,
        session: bool = False,
        rate: float = 8,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.found = Found("monkey")
        self.marks: list[dict[str, Any]] = []
        self._home, self._code, self._session, self._rate, self._say = home, code, session, rate, say
        self._program: Program | None = None
        self._trail: list[object] = []
        self._since = 0

    @property
    def is_measured(self) -> bool:
        """Whether the program answers what it is asked beside the terminal."""
        return MEASURED in self._code

    @property
    def program(self) -> Program:
        """The one that runs, or a new one."""
        if self._program is None:
            self._program, self._trail, self._since = Program(self._home, self._code, rate=self._rate), [], 0
            self._program.read(2.5)
        return self._program

    def do(self, action: Action, pause_s: float) -> None:
        """Press or resize, and see whether it is still there."""
        count, what = action
        program = self.program
        if isinstance(what, bytes):
            program.press(what)
        else:
            program.resize(*what)
        self._trail = [*self._trail[-12:], what]
        program.read(pause_s)
        self.found.tries += count
        self._since += count
        if program.ended() is not None:
            self._went()
        elif self.is_measured and self._since // BEAT_KEYS > (self._since - count) // BEAT_KEYS:
            self._beat()

    def _went(self) -> None:
        program = self.program
        program.read(0.1)
        tail = program.output[-800:].decode("utf-8", "replace")
        if self.is_measured or program.code not in FINE or any(word in tail for word in TRACES):
            faults = sorted(self._home.rglob("fault.txt"))
            why = faults[-1].read_text()[-600:] if faults else tail[-300:]
            self._note(f"ended with {program.code}: {why}")
        os.close(program.master)
        self._program = None

    def _note(self, what: str) -> None:
        self.found.crashes += 1
        self.found.notes.append(f"after {self._since} keys, the last {self._trail}:\n{what}")
        self._say(self.found.notes[-1])

    def _beat(self) -> None:
        if self._answers():
            self._go_back_in()
        elif self.program.ended(2) is not None:
            self._went()
        else:
            self._note(f"no key was done; it holds {self.program.held()}")
            self.close()

    def _answers(self) -> bool:
        """Whether a key is done; one that had little of a busy machine is waited for longer."""
        before = self.program.cpu_s()
        for _ in range(LOOKS):
            if self.program.answers(PATIENCE_S):
                return True
            if self.program.ended() is not None:
                break
            took, before = self.program.cpu_s() - before, self.program.cpu_s()
            if not STILL_S < took < BUSY_S:
                break
        return False

    def _go_back_in(self) -> None:
        if self._session and self.program.beats[-1] != "RunningSession":
            for key in (b"\x1b", b"\x1b", b"\x1b", b"1", b"\r"):
                self.program.press(key)
                self.program.read(0.2)

    def rest(self) -> None:
        """What it does and holds once nobody presses anything more."""
        program = self.program
        program.resize(24, 80)
        for _ in range(12):
            program.press(b"\x1b")
            program.read(0.2)
        program.press(b"q" if self.is_measured else b" ")  # a session stands still
        program.read(4)
        program.resize(23, 79)  # a key may mean nothing where it is, a size always does
        if program.read(2) == 0 and program.read(8) == 0:
            if program.ended(5) not in FINE:
                does = self.is_measured and (program.answers(), program.held())
                self._note(f"a new size changed nothing: {program.code}, {does}, {program.output[-300:]!r}")
            return
        share = program.share(4)
        if share > AT_REST:  # a copy of the log may still have been under way
            program.read(10)
            share = program.share(4)
        if share > AT_REST:
            self._note(f"it takes {share:.0%} of a core at rest")
        if self.is_measured:
            self._mark(share)

    def _mark(self, share: float) -> None:
        held = self.program.held()
        self.marks.append(held)
        log = sum(file.stat().st_size for file in self._home.rglob("*.db"))
        told = ", ".join(f"{name} {held.get(name)}" for name in ("memory_kb", *KEPT, "objects", "stack"))
        self._say(f"{self.found.tries} keys, at rest {share:.1%}: {told}, log {log >> 10} KB")
        if held.get("kinds"):
            self._say(f"{held['kinds']}")
        first = self.marks[0]
        if more := [name for name in KEPT if held.get(name, 0) > first.get(name, 0) + MORE[name]]:
            self._note(f"it holds more and more {', '.join(more)}: {first} then {held}")

    def close(self) -> None:
        """End what runs."""
        if self._program is not None and self._program.ended() is None:
            self.found.left_alive += not self._program.end()
        self._program = None


def monkey(
    keys: int,
    seed: int,
    *,
    code: str = "",
    session: bool = False,
    rate: float = 8,
    every: int = 10_000,
    enough: int = 5,
    say: Callable[[str], None] = lambda _: None,
) -> Found:
    """Press so many keys, until enough is found; what was found."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="monkey-") as home:
        child = Monkey(Path(home), code, session=session, rate=rate, say=say)
        rests = 1
        try:
            for action in actions(rng, session=session):
                child.do(action, rng.choice((0, 0, 0.005, 0.02, 0.05)))
                if child.found.tries >= min(keys, every * rests):
                    child.rest()
                    rests += 1
                if child.found.tries >= keys or child.found.crashes >= enough:
                    break
            if child.is_measured:
                say(f"answered on {Counter(child.program.beats).most_common()}")
        finally:
            child.close()
        return child.found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--keys", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=10_000, help="keys between two looks at what it holds")
    parser.add_argument("--rate", type=float, default=8, help="of the clock")
    parser.add_argument("--session", action="store_true", help="a session runs all the time")
    parser.add_argument("--stock", action="store_true", help="without what keeps it whole")
    asked = parser.parse_args()
    at = time.monotonic()
    found = monkey(
        asked.keys,
        asked.seed,
        code=STOCK if asked.stock else MEASURED,
        session=asked.session,
        rate=asked.rate,
        every=asked.every,
        say=lambda line: print(f"{time.monotonic() - at:.0f} s: {line}", flush=True),
    )
    found.fault = f"monkey{' in a session' * asked.session}, seed {asked.seed}, rate {asked.rate:g}"
    found.notes.clear()  # each was said when it was found
    return found.told()


if __name__ == "__main__":
    raise SystemExit(main())
