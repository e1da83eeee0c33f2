"""The commands without a process: what they print, say and answer, on a log made by a clock by hand."""

import io
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
from open_logs import begun_in

from backtui.cli.context import Wiring
from backtui.cli.main import main
from backtui.coach.running import Running
from backtui.domain.events import Event
from backtui.domain.session.state import Mode, Press
from backtui.machine import paths
from backtui.machine.clock import Clock

MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)
TICK_S = 4.0  # a later tick would mean that nobody was there
Step = Callable[[Running], object]


class Answer(msgspec.Struct, frozen=True):
    """What a command gave back."""

    code: int
    out: str
    err: str


def backtui(*words: str, at: datetime = MONDAY) -> Answer:
    """Run a command at that moment, as from a shell in a UTF-8 locale."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    with (
        redirect_stdout(streams[0]),
        redirect_stderr(streams[1]),
        patch("locale.getencoding", return_value="utf-8"),
        patch.dict(os.environ, {"BACKTUI_CLOCK": at.isoformat()}),
    ):
        code = main(words)
    out, err = (stream.buffer.getvalue().decode() for stream in streams)  # type: ignore[attr-defined]
    return Answer(code, out, err)


def dose(hold_s: int, reps: int, *more: int, rest_s: int = 0) -> dict[str, Any]:
    """A dose as every document has it."""
    return {"hold_s": hold_s, "reps": reps, "sets": [reps, *more], "rest_s": rest_s}


def wiring(clock: Clock) -> Wiring:
    """The wiring of the log in this test's home."""
    database = paths.database_path(None, {})
    return Wiring(clock=clock, database=database, config_file=paths.config_path(None, {}))  # type: ignore[arg-type]


def train(clock: Any, *, minutes: int = 90, until: Step = lambda running: False) -> bytes:
    """Run a session to its end, or until `until` says so after a step, and return its id."""
    events: list[Event] = []

    def write(more: Sequence[Event]) -> "Future[object]":
        events.extend(more)
        done: Future[object] = Future()
        done.set_result(None)
        return done

    with wiring(clock).writing() as opened:
        seed = begun_in(opened.diary, opened.ask(lambda coach: coach.plan(minutes)), "plain")
        running = Running(seed.session, seed.script, clock, write, alive=True)
        while not running.ended and not until(running):
            clock.advance(min(TICK_S, max(0.0, running.state.due - clock.monotonic())))
            running.send(Press.TICK)
            assert running.state.mode is not Mode.PAUSED
        # All at once, for a commit costs more than the rest of the session.
        opened.store.append(events)
    return running.session


def files(folder: Path) -> list[str]:
    """All files below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
