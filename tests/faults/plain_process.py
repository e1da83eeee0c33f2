"""A plain session as a process of its own, listened to line by line."""

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BEGIN = datetime(2026, 3, 2, 7, tzinfo=UTC)
COMMAND = [sys.executable, "-m", "backtui"]
EXERCISE = re.compile(r"Exercise (\d+) of \d+: ")
COUNTED = re.compile(r"\d+ counted\.")
ON_SIDE = re.compile(r"In, \d+ of \d+(?: in set \d+)?(?:, (left|right) side)?\.")

NAMES = {"none": "", "left": ", left side", "right": ", right side"}

Counts = Counter[tuple[int, str]]


def environ(rate: float, minutes: float = 0) -> dict[str, str]:
    """The environment with a clock that starts so many minutes after seven."""
    at = BEGIN + timedelta(minutes=minutes)
    return {**os.environ, "BACKTUI_CLOCK": f"{at.isoformat()}@{rate}"}


def read(*words: str) -> Any:
    """What a command says as JSON."""
    done = subprocess.run(
        [*COMMAND, *words, "--json"], cwd=ROOT, env=environ(1), capture_output=True, timeout=60
    )
    return json.loads(done.stdout)


def counted(lines: list[str]) -> Counts:
    """The repetitions that were said to count, by the number of the exercise and the side."""
    counts: Counts = Counter()
    number, side = 0, "none"
    for line in lines:
        if found := EXERCISE.match(line):
            number, side = int(found[1]), "none"
        elif found := ON_SIDE.match(line):
            side = found[1] or "none"
        elif COUNTED.fullmatch(line):
            counts[number, side] += 1
    return counts


def stored(session: Any) -> Counts:
    """The repetitions that the log has, in the same way."""
    return Counter(
        (number, rep["side"]) for number, entry in enumerate(session["entries"], 1) for rep in entry["done"]
    )


def next_repetition(session: Any, exercises: dict[str, Any]) -> str:
    """What the next start must say that it goes on with, worked out from the log alone."""
    done = stored(session)
    for number, entry in enumerate(session["entries"], 1):
        exercise, reps = exercises[entry["exercise"]], entry["prescribed"]["reps"]
        for side in ("left", "right") if exercise["sides"] == "each" else ("none",):
            if done[number, side] < reps:
                rep = done[number, side] + 1
                return f"Going on with {exercise['name']}, repetition {rep} of {reps}{NAMES[side]}."
    raise AssertionError("all was done")


class PlainSession:
    """One running `backtui session --plain` without input; `lines` are those heard so far."""

    def __init__(self, *words: str, rate: float, minutes: float = 0, stdin: int = subprocess.DEVNULL) -> None:
        self.lines: list[str] = []
        self._part = b""
        self.process = subprocess.Popen(
            [*COMMAND, "session", "--plain", *words],
            cwd=ROOT,
            env=environ(rate, minutes),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self._out = self.process.stdout.fileno()

    def hear(self, words: str, times: int = 1, seconds: float = 30) -> None:
        """Listen until so many lines hold the words."""
        end = time.monotonic() + seconds
        while sum(words in line for line in self.lines) < times:
            assert time.monotonic() < end, self.lines[-5:]
            assert self._listen(0.1), self.lines[-5:]

    def _listen(self, seconds: float) -> bool:
        """Take what comes; False at the end of the output."""
        if not select.select([self._out], [], [], seconds)[0]:
            return True
        data = os.read(self._out, 65536)
        *whole, self._part = (self._part + data).split(b"\n")
        self.lines.extend(line.decode() for line in whole)
        return bool(data)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to this process only."""
        self.process.send_signal(number)

    def end(self, seconds: float = 30) -> tuple[int, str]:
        """The exit code, which must come in time, and stderr; all output is in `lines` then."""
        end = time.monotonic() + seconds
        while self._listen(0.1):
            assert time.monotonic() < end, self.lines[-5:]
        code = self.process.wait(max(0.1, end - time.monotonic()))
        assert self.process.stderr is not None
        return code, self.process.stderr.read().decode()

    def __enter__(self) -> "PlainSession":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
