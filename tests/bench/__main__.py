"""Every promise about speed and size, in under ten minutes: python -m tests.bench [PART ...].

Prints each line with its figure, the promise and whether it is kept, what the rest of the machine did
meanwhile, and three well-known programs beside it. With --busy both cores are kept busy all the while.
PART is one or more of start, screen, history, log, travel, bells, peers.
"""

import os
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

import core  # noqa: E402 the folders above first
import cues  # noqa: E402 the folders above first
import history  # noqa: E402 the folders above first
import peers  # noqa: E402 the folders above first
import screen  # noqa: E402 the folders above first
import start  # noqa: E402 the folders above first
import travel  # noqa: E402 the folders above first

HOMES = ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
ROUNDS = 5
BELLS_MIN = 1.5
LOG_MB = 40


def machine() -> str:
    """What it is run on, in a line."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in lines_of("/proc/cpuinfo")
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return (
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores of {model}, {platform.system()}"
        f" {platform.release()}, Python {platform.python_version()}, Textual {version('textual')},"
        f" SQLite {sqlite3.sqlite_version}"
    )


def lines_of(path: str) -> list[str]:
    """The lines of a file of the system, none where it is not there."""
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def used_s() -> float:
    """Seconds that all cores together were busy since the machine was started."""
    fields = [int(each) for each in lines_of("/proc/stat")[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def own_s() -> float:
    """Seconds of the processor that this process and those it has ended have had."""
    return sum(os.times()[:4])


@contextmanager
def noise():
    """Says what the rest of the machine did meanwhile."""
    began, used, own = time.perf_counter(), used_s(), own_s()
    yield
    took = time.perf_counter() - began
    others = max(0.0, (used_s() - used) - (own_s() - own)) / took
    print(f"(in {took:.0f} s; others had {others:.0%} of a core)\n", flush=True)


def empty_home(make: Callable[[Path], bool]) -> bool:
    """In a home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= dict.fromkeys(HOMES, folder)
        return make(Path(folder))


def started(folder: Path) -> bool:
    """The commands and the first picture, beside the smallest app."""
    return start.report("beside the floor", start.rounds(ROUNDS, folder, start.ten_years(), 0))


def screened(_folder: Path) -> bool:
    """Bytes, processor, memory and keys of the full screen."""
    kept = True
    for line in screen.lines():
        kept &= line[1] <= line[3]
        print(screen.told(line), flush=True)
    return kept


def looked_back(folder: Path) -> bool:
    """The place that looks back, on ten years beside an empty log."""
    shutil.copy(start.ten_years(), folder / "ten.db")
    history.write(folder / "empty.db", 0)
    return history.run(folder / "ten.db", folder / "empty.db")


def logged(folder: Path) -> bool:
    """The size of ten years, and what is asked of them."""
    size = os.stat(start.ten_years()).st_size / 1e6
    print(screen.told(("ten years", size, "MB", LOG_MB)))
    shutil.copy(start.ten_years(), folder / "ten.db")
    return core.told(core.in_process(folder / "ten.db")) and size <= LOG_MB


def travelled(folder: Path) -> bool:
    """Ten years out and in again."""
    return travel.run(start.ten_years(), folder)


def rung(_folder: Path) -> bool:
    """The bells of a session at real speed."""
    found = {name: max(late[1:]) * 1000 for name, late in cues.measured(BELLS_MIN).items()}
    print(screen.told(("the latest bell", found["backtui"], "ms", cues.LATE_S * 1000)))
    print(f"  a bare process that sleeps: {found['a bare process']:.1f} ms")
    return found["backtui"] <= cues.LATE_S * 1000


PARTS: dict[str, Callable[[Path], bool]] = {
    "start": started,
    "screen": screened,
    "history": looked_back,
    "log": logged,
    "travel": travelled,
    "bells": rung,
    "peers": peers.compared,
}


def main(words: list[str]) -> int:
    """All parts or those that are named; 1 where a promise is not kept."""
    named = [word for word in words if word != "--busy"]
    if unknown := set(named) - set(PARTS):
        print(f"There is no part {sorted(unknown)[0]!r}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    print(f"{machine()}{', all cores kept busy' if '--busy' in words else ''}\n")
    kept = True
    with start.busy(os.cpu_count() or 1) if "--busy" in words else nullcontext():
        for name in named or PARTS:
            print(f"## {name}: {(PARTS[name].__doc__ or '').rstrip('.').lower()}\n")
            with noise():
                kept &= empty_home(PARTS[name])
    print("Every promise is kept." if kept else "Not every promise is kept.")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
