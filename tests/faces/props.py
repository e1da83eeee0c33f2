"""What a stage is set with: a clock that the test moves, a log in this test's home, sessions behind it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from msgspec.structs import replace
from open_logs import begun_in, writing
from plain_room import SHORT

from backtui.cli.context import Wiring
from backtui.coach.answers import TargetRequest
from backtui.coach.client import Question
from backtui.coach.running import Running
from backtui.domain.exercise import Content
from backtui.domain.session.state import Mode, Press
from backtui.machine import paths
from backtui.machine.clock import Clock
from backtui.store.store import Store

MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)
STEP_S = 4.0  # a later look would mean that nobody was there
Answer = TypeVar("Answer")


class HandClock(Clock):
    """Stands still until it is moved; so slow that no timer of the screen wakes by itself in a test."""

    def __init__(self, start: datetime = MONDAY, rate: float = 1e-4) -> None:
        self.wall = start
        self.seconds = 0.0
        self._rate = rate

    @property
    def rate(self) -> float:
        return self._rate

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.advance(max(0.0, seconds))

    def advance(self, seconds: float) -> None:
        """Let so many seconds go by at once."""
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)


class Shop(Wiring, frozen=True, dict=True):
    """The wiring of this test's home, with a routine of three exercises beside the shipped ones."""

    @cached_property
    def content(self) -> Content:
        shipped = super().content
        return replace(shipped, routines={**shipped.routines, SHORT.id: SHORT})

    def open_store(self, *args: Any, **options: Any) -> Store:
        """The store, which does not wait for the disk: no test of a face pulls the plug."""
        store = super().open_store(*args, **options)
        store.conn.execute("pragma synchronous=OFF")
        return store


def shop(clock: Clock) -> Shop:
    """Everything real but the clock."""
    database, config = paths.database_path(None, {}), paths.config_path(None, {})
    return Shop(clock=clock, database=database, config_file=config)  # type: ignore[arg-type]


def asked(wiring: Wiring, question: Question[Answer]) -> Answer:
    """An answer of the coach, from a log opened for it."""
    with wiring.writing() as opened, opened.diary.log.question() as coach:
        return question(coach, opened.diary)


def prefer(wiring: Wiring, **values: object) -> None:
    """Set preferences."""
    for key, value in values.items():
        asked(wiring, lambda _, diary: diary.prefer(key, value))  # noqa: B023 asked at once


def aim(wiring: Wiring, exercise: str, **wish: object) -> None:
    """Set the numbers of an exercise."""
    asked(wiring, lambda _, diary: diary.aims.set(exercise, TargetRequest(**wish)))  # type: ignore[arg-type]


def train(
    wiring: Shop,
    until: Callable[[Running], object] = lambda _: False,
    *,
    minutes: int = 90,
    routine: str = SHORT.id,
    alive: bool = True,
) -> bytes:
    """Run a session without a screen to its end, or until `until` says so after a step; its id."""
    clock = wiring.clock
    assert isinstance(clock, HandClock)
    with wiring.writing() as opened:
        seed = begun_in(opened.diary, opened.ask(lambda coach: coach.plan(minutes, routine)), "plain")
        running = Running(seed.session, seed.script, clock, writing(opened.store), alive=alive)
        while not running.ended and not until(running):
            clock.advance(min(STEP_S, max(0.0, running.state.due - clock.monotonic())))
            running.send(Press.TICK)
            assert running.state.mode is not Mode.PAUSED
    return seed.session
