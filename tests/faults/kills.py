"""Ended from outside at random moments, both faces, over and over: what was counted is there, once.

    PYTHONPATH=tests:tests/faults python tests/faults/kills.py --tries 1000 --seed 1

prints what was found and one line. `--stock` runs Textual's driver with no parent and no guard, and fails.
"""

import argparse
import os
import random
import signal
import time

from found import Found
from lives import (
    FACES,
    Home,
    Program,
    alive,
    children,
    ended,
    given_back,
    noted,
    shown_and_stored,
)

LIVES = 8  # in one home
EARLY = 0.12  # of the tries do not wait until the session runs
WAYS = {
    "screen": (
        *((signal.SIGKILL, "child"), (signal.SIGKILL, "child"), (signal.SIGKILL, "parent")),
        *((signal.SIGTERM, "child"), (signal.SIGTERM, "parent"), (signal.SIGHUP, "parent")),
        *((signal.SIGSEGV, "child"), (signal.SIGABRT, "child"), (signal.SIGSTOP, "child")),
    ),
    "plain": tuple(
        (each, "child")
        for each in (
            *(signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP),
            *(signal.SIGSEGV, signal.SIGABRT, signal.SIGSTOP),
        )
    ),
}  # fmt: skip


def kills(tries: int, seed: int, *, stock: bool = False, face: str = "") -> Found:
    """So many ends at random moments."""
    rng = random.Random(seed)
    found = Found("ended from outside" + (", stock" if stock else ""))
    while found.tries < tries:
        here = face or ("screen" if stock else rng.choice(FACES))
        with Home(here, stock=stock) as home:
            for _ in range(min(LIVES, tries - found.tries)):
                with noted(found, here, home):
                    life(home, rng, found)
                if home.spent:
                    break
    return found


def life(home: Home, rng: random.Random, found: Found) -> None:
    """One start, its end, and what is left of it."""
    ending, whom = rng.choice(WAYS[home.face])
    what = f"{home.face}, {ending.name} to the {whom}, try {found.tries}"
    found.tries += 1
    program = home.start()
    early = rng.random() < EARLY
    if early:
        end = time.monotonic() + rng.uniform(0.05, 1.5)
        while time.monotonic() < end:
            program.look()
    else:
        home.enter(program, found)
        seen = sum(program.counts.values()) + rng.randint(0, 2)
        program.until(lambda _: sum(program.counts.values()) >= seen)
        time.sleep(rng.uniform(0, 0.15))
        program.look()
    pid = program.terminal.pid
    child = next(iter(children(pid)), pid)
    hit(program, ending, child if whom == "child" else pid, rng)
    code = ended(program)
    alive({pid, child}, found, what)
    program.look()
    if program.terminal.master >= 0:
        given_back(program, found, what)
    if not early and code not in wanted(ending, whom, home.face):
        found.crashes += 1
        found.notes.append(f"{what}: exit code {code}")
    shown_and_stored(home, program, found)


def hit(program: Program, ending: signal.Signals, pid: int, rng: random.Random) -> None:
    """End it; or stop it for a while, let it go on, and end it then."""
    os.kill(pid, ending)
    if ending is signal.SIGSTOP:
        time.sleep(rng.uniform(0.1, 1.6))
        os.kill(pid, signal.SIGCONT)
        end = time.monotonic() + 0.4
        while time.monotonic() < end:
            program.look()
        os.kill(pid, signal.SIGTERM)


def wanted(ending: signal.Signals, whom: str, face: str) -> set[int]:
    """The exit codes that are right for an end."""
    if ending is signal.SIGSTOP:
        return {128 + signal.SIGTERM}
    if whom == "parent" and ending is signal.SIGKILL:
        return {-signal.SIGKILL}
    from_outside = ending in (signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT)
    return {-ending if face == "plain" and from_outside else 128 + ending}


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--face", choices=FACES, default="", help="only this one")
    parser.add_argument("--stock", action="store_true", help="without what gives the terminal back")
    asked = parser.parse_args()
    return kills(asked.tries, asked.seed, stock=asked.stock, face=asked.face).told()


if __name__ == "__main__":
    raise SystemExit(main())
