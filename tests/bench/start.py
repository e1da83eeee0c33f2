"""Measures the start beside the floor: python tests/bench/start.py [--rounds N] [--log LOG] [--quiet].

The floor is the smallest Textual app that paints one word, on a real terminal of 80×24 until the word is
there. Each round starts every program once, so that a busy machine is as busy for one as for the other; the
medians are compared, of the time that passed and of the processor's. All is measured twice: as the machine
is, and with every core kept busy (not with --quiet). The log of ten years is made once and kept in the folder
for temporary files; what runs is a copy of it.
"""

import argparse
import contextlib
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
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

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
MOST_S = 60.0
ROUNDS = 9
SCREENS = ("screen, ten years", "screen, empty log")
BOUNDS = {"--version": 0.5, "today": 0.5, "plan": 0.5} | dict.fromkeys(SCREENS, 1.35)
Took = tuple[float, float]  # seconds that passed, and of the processor


def environ() -> dict[str, str]:
    """As on a person's machine: modules stay compiled, nothing is set but the time and the terminal."""
    foreign = ("PYTHON", "BACKTUI", "TEXTUAL", "COV")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    own = {"BACKTUI_CLOCK": AT, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    return kept | own


def to_word(command: list[str], word: str) -> Took:
    """What it takes from the start of a program on a terminal of 80×24 to that word on it."""
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
    took = time.perf_counter() - began, sum(map(processor, family(pid)))
    os.kill(pid, signal.SIGTERM)
    with contextlib.suppress(OSError):  # that is how a terminal ends
        while select.select([master], [], [], 5)[0] and os.read(master, 65536):
            pass
    os.waitpid(pid, 0)
    os.close(master)
    return took


def family(pid: int) -> Iterator[int]:
    """A process and those it began."""
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from family(int(child))


def processor(pid: int) -> float:
    """Seconds of the processor that a process has had."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def to_end(command: list[str]) -> Took:
    """What it takes from the start of a command to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environ(), stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime


@contextlib.contextmanager
def busy(cores: int) -> Iterator[None]:
    """So many cores have something to do all the while."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(cores)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def ten_years() -> Path:
    """The log of ten years, made where there is none yet."""
    kept = Path(tempfile.gettempdir()) / f"backtui-bench-{os.getuid()}" / "ten_years.db"
    if not kept.exists():
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = kept.with_name("fresh.db")
        fresh.unlink(missing_ok=True)
        subprocess.run([sys.executable, ROOT / "tests/bench/ten_years.py", fresh], env=environ(), check=True)
        fresh.rename(kept)
    return kept


def prepared(folder: Path, log: Path) -> tuple[Path, Path, str]:
    """The two logs, with the safety notes read, and the first word of the plan."""
    from backtui.cli.context import wired

    logs = folder / "ten.db", folder / "empty.db"
    shutil.copy(log, logs[0])
    os.environ["BACKTUI_CLOCK"] = AT
    for each in logs:
        with wired(str(each), str(folder / "config.toml"), None, None).writing() as opened:
            opened.diary.notice_seen()
    command = [sys.executable, "-m", "backtui", "--db", str(logs[0]), "plan", "--json"]
    plan = json.loads(subprocess.run(command, env=environ(), capture_output=True, check=True).stdout)
    return *logs, plan["blocks"][0]["items"][0]["name"].split()[0]


def rounds(many: int, folder: Path, log: Path, cores: int) -> dict[str, Took]:
    """The medians in seconds, with so many cores kept busy."""
    ten, empty, word = prepared(folder, log)
    floor = folder / "floor.py"
    floor.write_text(FLOOR)
    script = Path(sys.executable).with_name("backtui")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "backtui"]
    measured: dict[str, Callable[[], Took]] = {
        "floor": lambda: to_word([sys.executable, str(floor)], "painted"),
        "--version": lambda: to_end([*program, "--version"]),
        "today": lambda: to_end([*program, "--db", str(ten), "today"]),
        "plan": lambda: to_end([*program, "--db", str(ten), "plan"]),
        SCREENS[0]: lambda: to_word([*program, "--db", str(ten)], word),
        SCREENS[1]: lambda: to_word([*program, "--db", str(empty)], word),
    }
    took: dict[str, list[Took]] = {name: [] for name in measured}
    with busy(cores):
        for turn in range(many + 1):
            for name, measure in measured.items():
                found = measure()
                if turn:  # the first round compiles and warms up
                    took[name].append(found)
    return {name: (median(t for t, _ in each), median(t for _, t in each)) for name, each in took.items()}


def report(how: str, found: dict[str, Took]) -> bool:
    """Print each figure beside its bound; whether all are kept."""
    (floor, floor_cpu), kept = found["floor"], True
    print(f"{how:<20} {'wall':>9}   {'':7} {'cpu':>9}")
    print(f"{'floor':<20} {floor * 1000:6.0f} ms   {'':7} {floor_cpu * 1000:6.0f} ms")
    for name, bound in BOUNDS.items():
        wall, cpu = found[name]
        kept &= wall / floor <= bound
        sign = "kept" if wall / floor <= bound else "NOT KEPT"
        print(
            f"{name:<20} {wall * 1000:6.0f} ms {wall / floor:5.2f} × {cpu * 1000:9.0f} ms"
            f" {cpu / floor_cpu:5.2f} ×   ≤ {bound:g} × {sign}"
        )
    return kept


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--log", type=Path)
    asked.add_argument("--quiet", action="store_true", help="not with all cores busy")
    given = asked.parse_args()
    kept = True
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"HOME": name, "XDG_DATA_HOME": name, "XDG_STATE_HOME": name, "XDG_CONFIG_HOME": name}
        for cores in (0,) if given.quiet else (0, os.cpu_count() or 1):
            how = f"{cores} cores busy" if cores else "as the machine is"
            kept &= report(how, rounds(given.rounds, Path(name), given.log or ten_years(), cores))
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
