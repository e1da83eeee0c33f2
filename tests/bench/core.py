"""Measures what the screens ask, and one repetition stored: python tests/bench/core.py TEN_YEARS.db.

The log is what ten_years.py writes; it is copied, and the copy is changed. The start is measured by start.py.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from open_logs import begun_in

from backtui.cli.context import Wiring, wired
from backtui.coach.coach import Coach
from backtui.coach.write import event
from backtui.domain.events import RepEnded
from backtui.domain.exercise import Side

AT = "2026-03-02T07:00:00"
BOUNDS_MS = {"decisions": 10.0, "why": 50.0, "repetition": 5.0}


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
        store = opened.store
        seed = begun_in(opened.diary, opened.ask(lambda coach: coach.plan(30)), "screen")
        numbers = iter(range(1, 1000))

        def repetition() -> None:
            ended = RepEnded(item=0, side=Side.NONE, rep=next(numbers), holds_s=(5.0,))
            store.append([event(ended, wires.clock.now(), seed.session)])

        return {
            "decisions": each_took(lambda: opened.ask(Coach.decisions), 15),
            "why": each_took(lambda: opened.ask(lambda coach: coach.why("pelvic-lift")), 9),
            "repetition": each_took(repetition, 60),
        }


def told(found: dict[str, float]) -> bool:
    """Print each figure beside its promise; whether all are kept."""
    for name, took in found.items():
        kept = "kept" if took <= BOUNDS_MS[name] else "NOT KEPT"
        print(f"{name:<20} {took:7.1f} ms   ≤ {BOUNDS_MS[name]:<6g} {kept}")
    return all(took <= BOUNDS_MS[name] for name, took in found.items())


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"HOME": name, "XDG_DATA_HOME": name, "XDG_STATE_HOME": name, "XDG_CONFIG_HOME": name}
        log = Path(name) / "ten.db"
        shutil.copy(arguments[0], log)
        found = in_process(log)
    return 0 if told(found) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
