"""Watches the memory of four hours of use: python tests/bench/soak.py [MINUTES].

The clock runs so fast that four hours pass in so many minutes (10). A session goes on, again and again by
itself; beside it the places are gone through 200 times an hour, on 80×24. Prints what all processes hold
each quarter of an hour, and ends with 1 where the last of the three hours that follow the first holds more
than 1 MB above the first of them, each at its most: a session is open in every other quarter.
"""

import re
import sys
import tempfile
import time
from pathlib import Path

from meter import Terminal, running
from screen import PLACES, words_of

HOURS, CHANGES_AN_HOUR = 4, 200
QUARTER_S = 900
MOST_MIB = 1.0
HOUR = 4  # quarters; in the first one every place is seen, and what is remembered fills
PHASES = re.compile("GET READY|SLOWLY|HOLD|RELAX|PAUSED|OTHER SIDE")
CLOCK = "2026-03-02T07:00:00+01:00"


def toured(program: Terminal, changes: int, seconds: float) -> None:
    """Go through the places so often in a time, a session in between."""
    each = seconds / changes
    for number in range(changes):
        program.press(PLACES[number % 4])
        program.settle(0.02, each)
        if PLACES[number % 4] == "1" and number % 40 == 39:
            trained(program)


def trained(program: Terminal) -> None:
    """Begin a session, or go on with one, and stop it soon."""
    for keys in ("g", "\r"):
        program.press(keys)
        program.settle(0.1, 2.0)
    for keys in ("q", "\r", "\r") if PHASES.search(program.glass.text) else ("\x1b",):
        program.press(keys)
        program.settle(0.1, 2.0)


def main() -> int:
    """The command."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10
    rate = HOURS * 60 / minutes
    quarter_s, changes = QUARTER_S / rate, CHANGES_AN_HOUR // HOUR
    held: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        environ = words_of(Path(home)) | {"BACKTUI_CLOCK": f"{CLOCK}@{rate:g}"}
        with running([sys.executable, "-m", "backtui"], environ) as program:
            program.see("Welcome")
            program.press("\r")
            program.see("STRETCH")
            for quarter in range(1, HOURS * HOUR + 1):
                began = time.perf_counter()
                toured(program, changes, quarter_s / 2)
                program.settle(quarter_s, max(0.1, began + quarter_s - time.perf_counter()))
                held.append(program.memory_mib)
                if not held[-1]:
                    raise SystemExit(f"It ended:\n{program.glass.text}")
                print(f"{quarter * 15:>4} min {held[-1]:6.1f} MiB", flush=True)
    grown = max(held[-HOUR:]) - max(held[HOUR : 2 * HOUR])
    print(f"{grown:+.1f} MiB from the second hour to the last: {'kept' if grown <= MOST_MIB else 'NOT KEPT'}")
    return int(grown > MOST_MIB)


if __name__ == "__main__":
    raise SystemExit(main())
