"""Measures the core side by side in one run: python tests/bench/core.py TEN_YEARS.db [ROUNDS].

Each round starts every program once, so that a busy machine is as busy for one as for the other; medians are
compared. The floor is the smallest Textual app that paints one word, from its start to that word on a real
terminal. The log is what ten_years.py writes; it is copied, and the copy is changed.
"""

import fcntl
import json
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from made_events import event

from backtui.cli.context import Wiring, wired

ROOT = Path(__file__).parents[2]
AT = "2026-03-02T07:00:00"
FLOOR = """
from textual.app import App
from textual.widgets import Static
class Floor(App):
    def compose(self):
        yield Static("painted")
Floor().run()
"""
MOST_S = 20.0
BOUNDS_MS = {"decisions": 20.0, "why": 100.0, "repetition": 5.0}


def environ() -> dict[str, str]:
    """As on a person's machine: modules stay compiled, nothing is set but the time and the terminal."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "BACKTUI", "TEXTUAL"))
    }
    return kept | {
        "BACKTUI_CLOCK": AT,
        "TERM": "xterm-256color",
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
    }


def to_word(command: list[str], word: str) -> float:
    """Seconds from the start of a program on a terminal of 80×24 to that word on it."""
    began = time.perf_counter()
    pid, master = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.execve(command[0], command, environ())
    seen = b""
    while word.encode() not in seen:
        left = began + MOST_S - time.perf_counter()
        if left < 0 or not select.select([master], [], [], left)[0]:
            raise SystemExit(f"{command} never painted {word!r}: {seen[-500:]!r}")
        seen += os.read(master, 65536)
    took = time.perf_counter() - began
    os.kill(pid, signal.SIGTERM)
    while select.select([master], [], [], 5)[0]:
        try:
            if not os.read(master, 65536):
                break
        except OSError:
            break
    os.waitpid(pid, 0)
    os.close(master)
    return took


def to_end(command: list[str]) -> float:
    """Seconds from the start of a command to its end."""
    began = time.perf_counter()
    subprocess.run(command, env=environ(), stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def each_took(do: Callable[[], object], times: int) -> float:
    """The median of so many runs, in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        took.append(time.perf_counter() - began)
    return median(took) * 1000


def wiring(log: Path) -> Wiring:
    os.environ["BACKTUI_CLOCK"] = AT
    return wired(str(log), str(log.with_name("config.toml")), None, None)


def in_process(log: Path) -> dict[str, float]:
    """Milliseconds of what the screens ask, and of one repetition stored."""
    wires = wiring(log)
    with wires.writing() as opened:
        coach, store = opened.coach, opened.store
        seed = opened.diary.start(coach.plan(30), "screen")
        numbers = iter(range(1, 1000))

        def repetition() -> None:
            body = {"item": 0, "side": "none", "rep": next(numbers), "holds_s": [5.0]}
            store.append([event("rep-ended", wires.clock.now(), body, seed.session)])

        return {
            "decisions": each_took(coach.decisions, 15),
            "why": each_took(lambda: coach.why("pelvic-lift"), 9),
            "repetition": each_took(repetition, 60),
        }


def prepared(folder: Path, ten_years: Path) -> tuple[Path, Path, str]:
    """The two logs, with the safety notes read, and the first words of the plan."""
    logs = folder / "ten.db", folder / "empty.db"
    shutil.copy(ten_years, logs[0])
    for log in logs:
        with wiring(log).writing() as opened:
            opened.diary.notice_seen()
    command = [sys.executable, "-m", "backtui", "--db", str(logs[0]), "plan", "--json"]
    plan = json.loads(subprocess.run(command, env=environ(), capture_output=True, check=True).stdout)
    return *logs, plan["blocks"][0]["items"][0]["name"].split()[0]


def rounds(many: int, folder: Path, ten_years: Path) -> dict[str, float]:
    """The medians in milliseconds."""
    ten, empty, word = prepared(folder, ten_years)
    floor = folder / "floor.py"
    floor.write_text(FLOOR)
    program = [sys.executable, "-m", "backtui"]
    measured: dict[str, Callable[[], float]] = {
        "floor": lambda: to_word([sys.executable, str(floor)], "painted"),
        "--version": lambda: to_end([*program, "--version"]),
        "today": lambda: to_end([*program, "--db", str(ten), "today"]),
        "plan": lambda: to_end([*program, "--db", str(ten), "plan"]),
        "screen, ten years": lambda: to_word([*program, "--db", str(ten)], word),
        "screen, empty log": lambda: to_word([*program, "--db", str(empty)], word),
    }
    took: dict[str, list[float]] = {name: [] for name in measured}
    for turn in range(many + 1):
        for name, measure in measured.items():
            seconds = measure()
            if turn:  # the first round compiles and warms up
                took[name].append(seconds)
    return {name: median(each) * 1000 for name, each in took.items()} | in_process(ten)


def told(found: dict[str, float]) -> bool:
    """Print each figure beside its promise; whether all are kept."""
    floor, empty = found["floor"], found["screen, empty log"]
    lines: list[tuple[str, float, str, float, float]] = [
        (name, found[name], "× the floor", found[name] / floor, bound)
        for name, bound in (("--version", 0.5), ("today", 0.5), ("plan", 0.5), ("screen, ten years", 1.35))
    ]
    ten = found["screen, ten years"]
    lines.append(("screen, ten years", ten, "× the empty log", ten / empty, 1.05))
    lines += [(name, found[name], "ms", found[name], bound) for name, bound in BOUNDS_MS.items()]
    print(f"{'floor':<20} {floor:7.1f} ms")
    for name, took, unit, ratio, bound in lines:
        kept = "kept" if ratio <= bound else "NOT KEPT"
        print(f"{name:<20} {took:7.1f} ms   {ratio:7.2f} {unit:<16} ≤ {bound:<6g} {kept}")
    return all(ratio <= bound for *_, ratio, bound in lines)


def main(arguments: list[str]) -> Any:
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"HOME": name, "XDG_DATA_HOME": name, "XDG_STATE_HOME": name, "XDG_CONFIG_HOME": name}
        found = rounds(int(arguments[1]) if len(arguments) > 1 else 15, Path(name), Path(arguments[0]))
    return 0 if told(found) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
