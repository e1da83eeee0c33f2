"""Measures what the full screen sends and takes of the machine: python tests/bench/screen.py.

A hold, a moving figure, pause and rest are watched on 80×24; keys are pressed in turn. What was sent is
compared with what a plain painter would have needed for the same pictures.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from meter import Terminal, Window, running
from start import FLOOR, environ

KIB = 1024
PLACES = "2341"
WINDOW_S = 8.0
LONG_HOLD = """
id = "bench"
name = "Bench"

[[items]]
exercise = "pelvic-lift"
dose = { hold_s = 60, reps = 2 }
"""
Line = tuple[str, float, str, float]  # what, how much, of what, the most that is promised


def words_of(home: Path) -> dict[str, str]:
    """The environment of somebody who trains in a home of his own."""
    return environ() | {"HOME": str(home), "SSH_TTY": "/dev/null", "COLORTERM": "truecolor"}


def floor_mib(home: Path) -> tuple[float, Window]:
    """The memory of the smallest app, and what it does at rest."""
    script = home / "floor.py"
    script.write_text(FLOOR)
    with running([sys.executable, str(script)], words_of(home)) as floor:
        floor.see("painted")
        floor.read(4)
        return floor.memory_mib, floor.window(WINDOW_S)


def started(program: Terminal) -> None:
    """Past what is said at the first start, at today's plan."""
    program.see("Welcome")
    program.settle()
    program.press("\r")
    program.see("STRETCH")


def at_rest(home: Path) -> Iterator[Line]:
    """Today's page: memory, and what it does while nobody presses anything; then one place after another."""
    floor, _ = floor_mib(home)
    command = [sys.executable, "-m", "backtui", "demo"]
    with running([sys.executable, "-m", "backtui"], words_of(home)) as program:
        started(program)
    with running([sys.executable, "-m", "backtui"], words_of(home)) as program:
        program.see("STRETCH")
        program.read(5)
        yield "memory, of the floor's", program.memory_mib / floor, "×", 1.5
        rest = program.window(WINDOW_S)
        yield "at rest, bytes", rest.bytes_a_second, "bytes/s", 0
        yield "at rest, processor", rest.cpu_share * 100, "%", 0.15
        yield "at rest, wake-ups", rest.wakeups / rest.seconds, "a second", 10
        came = [program.to_effect("\x1b[B" if n % 2 else "\x1b[A")[0] for n in range(1, 16)]
        yield "a key to its effect", median(came), "ms", 15
    with running(command, words_of(home)) as program:
        program.see("DEMO")
        program.settle(1.0)
        yield from switches(program)


def switches(program: Terminal) -> Iterator[Line]:
    """From place to place, the first time apart."""
    for key in PLACES:
        program.to_effect(key)
    found = [program.to_effect(key) for _ in range(6) for key in PLACES]
    yield "a switch of place", median(took for took, _ in found), "ms", 40
    yield "a switch, bytes", max(window.bytes for _, window in found) / KIB, "KB", 6
    sent, ideal = sum(window.bytes for _, window in found), sum(window.ideal for _, window in found)
    yield "a switch, of the ideal", sent / ideal, "×", 1.3


def in_session(home: Path) -> Iterator[Line]:
    """A hold of a minute, a moving figure before it, and a pause."""
    own = home / "bench.toml"
    own.write_text(LONG_HOLD)
    files = ["--db", str(home / "session.db"), "--config", str(home / "session.toml")]
    command = [sys.executable, "-m", "backtui", *files]
    os.spawnvpe(os.P_WAIT, command[0], [*command, "import", "--yes", str(own)], words_of(home))
    with running([*command, "session", "--routine", "bench"], words_of(home)) as program:
        program.see("Welcome")
        program.settle()
        program.press("\r")
        program.see("GET READY")
        program.see("SLOWLY IN")
        moving = program.window(2.5)
        program.see("HOLD")
        program.read(1.0)
        held = program.window(30.0)
        program.press(" ")
        program.see("PAUSED")
        program.read(1.0)
        paused = program.window(WINDOW_S)
    yield "a hold, bytes", held.bytes_a_second, "bytes/s", 120
    yield "a hold, of the ideal", held.overpaint, "×", 1.5
    yield "a hold, processor", held.cpu_share * 100, "%", 1
    yield "a moving figure, bytes", moving.bytes_a_second / KIB, "KB/s", 2.5
    yield "a moving figure, of the ideal", moving.overpaint, "×", 1.5
    yield "a moving figure, processor", moving.cpu_share * 100, "%", 4
    yield "paused, bytes", paused.bytes_a_second, "bytes/s", 0


def lines() -> Iterator[Line]:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, part in (("rest", at_rest), ("session", in_session)):
            home = Path(folder, name)
            home.mkdir()
            yield from part(home)


def told(line: Line) -> str:
    """A figure beside its promise."""
    what, much, unit, most = line
    return f"{what:<32} {much:8.2f} {unit:<9} ≤ {most:<6g} {'kept' if much <= most else 'NOT KEPT'}"


def main() -> int:
    """Print each line as it is found; 1 where one is not kept."""
    kept, began = True, time.perf_counter()
    for line in lines():
        kept &= line[1] <= line[3]
        print(told(line), flush=True)
    print(f"in {time.perf_counter() - began:.0f} s")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
