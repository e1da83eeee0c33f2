"""What the week asks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from backtui.domain.moments import moment, numbers
from backtui.domain.pause import Pause, Reason
from backtui.domain.record import State
from backtui.domain.sitting import DayUse
from backtui.store.codec import day as to_day
from backtui.store.queries.progress import before_us
from backtui.store.reader import LogReader

SITTINGS = (
    "select s.id, s.day, s.routine, s.state, s.performed, s.alive, s.dizzy, s.flare, s.morning,"
    " coalesce(sum(e.planned), 0), coalesce(sum(min(e.done, e.planned)), 0), coalesce(max(e.pain), 0),"
    " s.started_us, s.started_offset_s"
    " from session s left join entry e on e.session = s.key"
    " where s.day >= ? group by s.key order by s.started_us, s.id"
)
PAIN_TOLD = (
    "select e.wall_us, e.offset_s, p.score from pain p cross join event e on e.seq = p.event"
    " where p.session is null and p.score is not null and e.wall_us >= ? order by e.wall_us, e.id"
)


def day_use(row: Sequence[Any]) -> DayUse:
    """A row of SITTINGS as a value."""
    session, day, routine, state, begun, alive, dizzy, flare, morning, planned, done, pain, *began = row
    return DayUse(
        session=session,
        day=to_day(day),
        routine=routine,
        state=State(state),
        planned=planned,
        done=done,
        begun=bool(begun),
        alive=bool(alive),
        pain=bool(pain),
        dizzy=bool(dizzy),
        flare=bool(flare),
        morning=morning,
        started_at=moment(*began),
    )


def day_uses(log: LogReader, since: date) -> list[DayUse]:
    """The sessions since that day in short, oldest first."""
    return log.each(day_use, SITTINGS, (since.isoformat(),))


def times_done(
    log: LogReader, exercises: Iterable[str], since: date, before: datetime | None = None
) -> list[tuple[str, date]]:
    """Each exercise and day of a session since then, and before that moment, in which one was begun."""
    names = list(exercises)
    return log.each(
        lambda row: (row[0], to_day(row[1])),
        "select distinct e.exercise, s.day, s.key from entry e join session s on s.key = e.session"  # noqa: S608
        " where e.begun = 1 and s.day >= ? and e.started_us < ?"
        f" and e.exercise in ({', '.join('?' * len(names))})",
        (since.isoformat(), before_us(before), *names),
    )


def pauses(log: LogReader) -> list[Pause]:
    """All pauses that stand, by their first day."""
    return log.each(
        lambda row: Pause(to_day(row[0]), to_day(row[1]) if row[1] else None, Reason(row[2]), row[3]),
        "select p.first, p.last, p.why, e.id from pause p cross join event e on e.seq = p.event"
        " order by p.first, e.wall_us, e.id",
    )


def pain_told(log: LogReader, since: datetime) -> list[tuple[datetime, int]]:
    """Pain from 0 to 10 that was told beside all sessions since then, oldest first."""
    return log.each(lambda row: (moment(row[0], row[1]), row[2]), PAIN_TOLD, (numbers(since)[0],))
