"""A log that is corrected: sessions entered on days, a clock by hand, and the answers of the coach."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec
from props import HandClock, Shop, shop

from backtui.coach.coach import Coach
from backtui.coach.manual import Entered
from backtui.coach.sessions import Diary
from backtui.domain.progression.prescription import Decision
from backtui.domain.record import EntryRecord, SessionRecord
from backtui.store.queries import events
from backtui.store.schema import PROJECTED
from backtui.store.store import Store

MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)
ROUTINE = "short"  # pelvic tilt, side stretch, cat and camel

Answer = TypeVar("Answer")


class Room(msgspec.Struct):
    """A log with its diary."""

    clock: HandClock
    diary: Diary
    store: Store

    def ask(self, question: Callable[[Coach], Answer]) -> Answer:
        """An answer of the coach, as the log is now."""
        return self.diary.log.ask(question)

    def enter(self, day: int, **said: Any) -> bytes:
        """A session of 20 minutes on a day counted from Monday, at seven; it is eight then, if not later."""
        at = MONDAY + timedelta(days=day)
        self.clock.wall = max(self.clock.wall, at + timedelta(hours=1))
        wish = Entered(at, 20, **{"routine": ROUTINE, **said})
        return self.diary.edits.enter(wish)

    def on_day(self, day: int, hour: int = 8) -> None:
        """It is that hour of a day counted from Monday."""
        self.clock.wall = MONDAY + timedelta(days=day, hours=hour - 7)

    def record(self, session: bytes) -> SessionRecord:
        record = self.ask(lambda coach: coach.session(session))
        assert record is not None
        return record

    def entry(self, session: bytes, item: int = 0) -> EntryRecord:
        return self.record(session).entries[item]

    def next(self, exercise: str = "pelvic-tilt") -> Decision:
        """What comes next of an exercise."""
        return self.ask(lambda coach: coach.decisions())[exercise]

    def undo(self) -> str:
        return self.diary.edits.undo()

    def redo(self) -> str:
        return self.diary.edits.redo()

    def projections(self) -> dict[str, list[Any]]:
        """Every projected row but those that say where the log ends and what was taken back."""
        return {
            table.name: self.store.ask(f"{table.select} order by {', '.join(table.columns[: table.key])}")
            for table in PROJECTED
        }

    def check(self) -> None:
        """The projections are those that a rebuild makes, and the chain is whole."""
        before = self.projections()
        self.store.rebuild()
        assert self.projections() == before
        assert events.verify_chain(self.store) == []


@contextmanager
def room(wiring: Shop | None = None) -> Iterator[Room]:
    """A room in this test's home."""
    clock = HandClock(MONDAY)
    with (wiring or shop(clock)).writing() as opened:
        yield Room(opened.diary.log.clock, opened.diary, opened.store)  # type: ignore[arg-type]
