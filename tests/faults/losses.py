"""The terminal goes away, in each way that one can, both faces: nothing stays, nothing is counted.

    PYTHONPATH=tests:tests/faults python tests/faults/losses.py --tries 50 --seed 1

prints what was found and one line for each loss, of which there are so many tries in each face. `--stock`
runs Textual's driver with no parent and no guard, and fails.
"""

import argparse
import fcntl
import os
import random
import signal
import struct
import termios
import time
from collections.abc import Callable

from found import Found
from lives import (
    FACES,
    Home,
    Program,
    alive,
    children,
    ended,
    given_back,
    logged,
    noted,
    shown_and_stored,
)
from screen_process import ScreenProgram, gone

WRITTEN_S = (
    0.06  # what was on its way to the disk when the terminal went has landed by then, on a quiet machine
)
IGNORING = ("/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh")
SHELL = ("/bin/bash", "--norc", "--noediting", "-i")
LIVES = 6
LOSSES: dict[str, tuple[bool, bool, tuple[str, ...], tuple[str, ...]]] = {
    # What it is called: it stalls first, it has a controlling terminal, what it is run by, what happens.
    "SIGTERM": (False, True, (), ("term",)),
    "closed": (False, True, (), ("close",)),
    "closed without a controlling terminal": (False, False, (), ("close",)),
    "closed with HUP ignored": (False, True, IGNORING, ("close",)),
    "stalled and SIGTERM": (True, True, (), ("term",)),
    "stalled and closed": (True, True, (), ("close",)),
    "stalled and closed without a controlling terminal": (True, False, (), ("close",)),
}
ORPHANED = "the parent killed under a shell"


def losses(
    tries: int, seed: int, *, stock: bool = False, faces: tuple[str, ...] = FACES, only: str = ""
) -> list[Found]:
    """So many tries of each loss in each face."""
    rng = random.Random(seed)
    series = []
    for face in faces:
        for loss in LOSSES if face == "plain" else (*LOSSES, ORPHANED):
            if only and only != loss:
                continue
            found = Found(f"{face}, {loss}" + (", stock" if stock else ""))
            way: Callable[[Home, str, random.Random, Found], None] = orphan if loss == ORPHANED else lose
            while found.tries < tries:
                with Home(face, stock=stock) as home:
                    for _ in range(min(LIVES, tries - found.tries)):
                        found.tries += 1
                        with noted(found, loss, home):
                            way(home, loss, rng, found)
                        if home.spent:
                            break
            series.append(found)
    return series


def lose(home: Home, loss: str, rng: random.Random, found: Found) -> None:
    """One start that loses its terminal while a session runs."""
    stalls, controlling, wrap, (happens,) = LOSSES[loss]
    program = home.start(wrap, controlling=controlling)
    home.enter(program, found)
    seen = sum(program.counts.values()) + 1
    program.until(lambda _: sum(program.counts.values()) >= seen)
    time.sleep(rng.uniform(0, 0.15))
    program.look()
    pids = {program.terminal.pid, *children(program.terminal.pid)}
    if stalls:
        stall(program)
    if happens == "term":
        os.kill(program.terminal.pid, signal.SIGTERM)
        for pid in pids:  # the terminal is not read before they have gone
            gone(pid)
        if stalls and home.face == "plain":
            os.write(program.terminal.master, b"\x11")
    else:
        program.terminal.hang_up()
        time.sleep(WRITTEN_S * max(1.0, os.getloadavg()[0]))
    before = logged()
    alive(pids, found, loss)
    ended(program, 1)
    if happens == "close" and logged() > before:
        found.said_wrongly += 1
        found.notes.append(f"{loss}: {logged() - before} logged after the loss")
    if program.terminal.master >= 0:
        program.look()
        given_back(program, found, loss)
    shown_and_stored(home, program, found)


def stall(program: Program) -> None:
    """Nobody reads any more, until there is no more room on the way to the far end."""
    if not isinstance(program, ScreenProgram):
        os.write(program.terminal.master, b"\x13")
        time.sleep(0.3)
        return
    for width in range(60, 160, 2):
        fcntl.ioctl(program.terminal.master, termios.TIOCSWINSZ, struct.pack("4H", 60, width, 0, 0))
        time.sleep(0.03)


def orphan(home: Home, loss: str, rng: random.Random, found: Found) -> None:
    """One start by a shell, whose parent of the screen is killed: the child gives the terminal back."""
    program = home.start((*SHELL[:-1], "-ic", 'set -m; "$@"; echo IT ENDED; cat', "sh"))
    home.enter(program, found)
    seen = sum(program.counts.values()) + 1
    program.until(lambda _: sum(program.counts.values()) >= seen)
    time.sleep(rng.uniform(0, 0.15))
    [parent] = children(program.terminal.pid)
    [child] = children(parent)
    os.kill(parent, signal.SIGKILL)
    alive({parent, child}, found, loss)
    program.until(lambda _: "IT ENDED" in program.output)
    end = time.monotonic() + 1
    while time.monotonic() < end:
        program.look()
    given_back(program, found, loss)
    shown_and_stored(home, program, found)
    os.kill(program.terminal.pid, signal.SIGKILL)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--tries", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--face", choices=FACES, help="only this one")
    parser.add_argument("--loss", default="", choices=("", *LOSSES, ORPHANED), help="only this one")
    parser.add_argument("--stock", action="store_true", help="without what notices a loss")
    asked = parser.parse_args()
    faces = (asked.face,) if asked.face else ("screen",) if asked.stock else FACES
    return max(
        each.told()
        for each in losses(asked.tries, asked.seed, stock=asked.stock, faces=faces, only=asked.loss)
    )


if __name__ == "__main__":
    raise SystemExit(main())
