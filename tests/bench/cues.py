"""Measures how late the bells of a session ring, at real speed: python tests/bench/cues.py [MINUTES].

So many minutes (3; up to 60) of a session run by themselves on a pty; when each bell arrives is compared with
when the machine of the session says that its phase begins. Beside it a bare process rings at those moments.
"""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from open_logs import begun_in

from backtui.cli.context import wired
from backtui.domain.cues import BELLS, cue_of
from backtui.domain.session.machine import advance, begin
from backtui.domain.session.state import Mode, PhaseBegan, Press
from backtui.domain.session.steps import Script

LATE_S = 0.05
SHORTEST_MIN = 3  # of a session
HOUR = """
id = "hour"
name = "Hour"

[[items]]
exercise = "pelvic-lift"
dose = "20 s × 10, 6 sets"

[[items]]
exercise = "cat-camel"
dose = "20 s × 10, 8 sets"
"""
AWAKE_S = 4.0  # a later look would mean that the machine slept
TITLE = re.compile(rb"\x1b\][^\x07\x1b]*(\x07|\x1b\\)")
BARE = """
import sys, time
first = time.monotonic()
for at in map(float, sys.argv[1:]):
    time.sleep(max(0.0, first + at - time.monotonic()))
    sys.stdout.buffer.write(b"\\a")
    sys.stdout.flush()
time.sleep(0.2)
"""


def planned(log: Path, routine: str | None) -> Script:
    """What a first session asks for, of that routine or of the shortest length."""
    copy = log.with_name("other.db")
    shutil.copy(log, copy)
    with wired(str(copy), str(log.with_name("other.toml")), None, None).writing() as opened:
        plan = opened.ask(lambda coach: coach.plan(None if routine else SHORTEST_MIN, routine))
        return begun_in(opened.diary, plan, "screen").script


def boundaries(script: Script) -> Iterator[float]:
    """When each phase begins that rings, in seconds from the first, left alone."""
    state, effects = begin(script, 0.0)
    while True:
        for each in effects:
            if isinstance(each.what, PhaseBegan) and BELLS.get(
                cue_of(script.items[each.what.item], each.what.step)
            ):
                yield each.at
        if state.mode is Mode.ENDED:
            return
        state, effects = advance(state, Press.TICK, min(state.due, state.seen + AWAKE_S))


def rung(command: Sequence[str], seconds: float) -> list[float]:
    """When each bell came from a program on a pty."""
    pid, master = pty.fork()
    if pid == 0:
        os.execve(command[0], [*command], {**os.environ, "TERM": "xterm-256color", "SSH_TTY": "/dev/null"})
    found, end = [], time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if not select.select([master], [], [], left)[0]:
            continue
        now = time.monotonic()
        try:
            data = os.read(master, 65536)
        except OSError:
            break
        found += [now] * TITLE.sub(b"", data).count(b"\x07")
    os.close(master)
    os.waitpid(pid, 0)
    return found


def late(bells: Sequence[float], expected: Sequence[float]) -> list[float]:
    """How far each boundary is from the bell that is nearest to it; the zero is where most of them agree.

    The first bell is no zero: it waits for the first picture, which no later one does.
    """
    apart = [min((bell - bells[0] - at for bell in bells), key=abs) for at in expected]
    return [abs(each - median(apart)) for each in apart]


def measured(minutes: float) -> dict[str, list[float]]:
    """How late each boundary was, in seconds, of a session and of a bare process, both at the same time."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home}
        log, routine = Path(home, "log.db"), "hour" if minutes > SHORTEST_MIN else None
        program = [sys.executable, "-m", "backtui", "--db", str(log), "--config", f"{home}/config.toml"]
        own = Path(home, "hour.toml")
        own.write_text(HOUR)
        subprocess.run([*program, "import", "--yes", str(own)], check=True, capture_output=True)
        with wired(str(log), f"{home}/config.toml", None, None).writing() as opened:
            opened.diary.prefer("notice_seen", True)
        expected = [at for at in boundaries(planned(log, routine)) if at <= minutes * 60]
        of_it = ["--routine", routine] if routine else ["--minutes", str(SHORTEST_MIN)]
        commands = [[*program, "session", *of_it], [sys.executable, "-c", BARE, *map(str, expected)]]
        with ThreadPoolExecutor() as both:
            found = both.map(rung, commands, [expected[-1] + 8] * 2)
            return {
                name: late(bells, expected)
                for name, bells in zip(("backtui", "a bare process"), found, strict=True)
            }


def main() -> int:
    """The command."""
    ends = measured(float(sys.argv[1]) if len(sys.argv) > 1 else SHORTEST_MIN)
    for name, found in ends.items():
        beyond = sum(each > LATE_S for each in found[1:])
        print(
            f"{name}: {len(found)} boundaries, median {median(found) * 1000:.0f} ms, latest"
            f" {max(found[1:]) * 1000:.0f} ms, {beyond} beyond {LATE_S * 1000:.0f} ms; the first"
            f" {found[0] * 1000:.0f} ms"
        )
    return int(max(ends["backtui"][1:]) > LATE_S)


if __name__ == "__main__":
    raise SystemExit(main())
