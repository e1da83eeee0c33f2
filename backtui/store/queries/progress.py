"""What progression asks."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from backtui.domain.event_json import what_of
from backtui.domain.event_keys import or_none
from backtui.domain.events import (
    Event,
    ExerciseSaved,
    GrowthDeclined,
    PainAnswered,
    Rating,
    RoutineSaved,
    TargetSet,
)
from backtui.domain.exercise import Dose
from backtui.domain.progression.outcome import Appearance
from backtui.domain.progression.prescription import Adjustment
from backtui.domain.record import Activity, DecisionRow, Decline, Pain
from backtui.store.codec import RECENT, moment, numbers
from backtui.store.codec import day as to_day
from backtui.store.reader import Connected

EVER_US = 2**62  # later than any session
PROGRESS = """
select s.id, s.started_us, s.started_offset_s, s.day, e.item, e.exercise, e.hold_s, e.reps, e.rating, e.pain,
  e.eased, e.how, e.begun, e.complete, s.alive, s.dizzy or s.flare
from entry e join session s on s.key = e.session
where e.exercise = ?1 and e.started_us >= coalesce((
  select min(started_us) from (
    select distinct started_us from entry where exercise = ?1 and started_us < ?3
    order by started_us desc limit ?2)), 0) and e.started_us < ?3
order by e.started_us desc, s.id desc, e.item
"""
DECISIONS = """
select s.id, s.started_us, s.started_offset_s, s.day, d.exercise, d.hold_s, d.reps, d.from_hold_s,
  d.from_reps, d.change, d.rule, d.why, e.begun
from entry e join decision d on d.session = e.session and d.item = e.item join session s on s.key = e.session
where e.exercise = ? order by e.started_us, s.id, e.item
"""
# From one exercise to the next by the index: a query over all entries would grow with the log.
LAST_DONE = """
with recursive each (exercise) as (
  select min(exercise) from entry
  union all
  select (select min(exercise) from entry where exercise > each.exercise) from each
  where each.exercise is not null)
select each.exercise, s.day from each join session s on s.key = (
  select session from entry where exercise = each.exercise and begun = 1 order by started_us desc limit 1)
"""
EVENT_OF = (
    " e.seq, e.id, d.uuid, e.counter, s.id, e.wall_us, e.offset_s, e.mono_ms, e.kind, e.body, e.digest"
    " from {0} t join event e on e.seq = t.event join device d on d.key = e.device"
    " left join log_session s on s.key = e.session order by t.event"
)


RATINGS: dict[str | None, Rating | None] = {None: None, **{each.value: each for each in Rating}}
dose = lru_cache(maxsize=RECENT)(Dose)


def dose_or_none(hold_s: int | None, reps: int | None) -> Dose | None:
    """A dose where one was written down."""
    return None if hold_s is None or reps is None else dose(hold_s, reps)


def appearance(row: Sequence[Any]) -> Appearance:
    """A row of PROGRESS as a value; ten years have hundreds of them, so they share what is equal."""
    session, us, offset, day, item, exercise, hold_s, reps, rating, *rest = row
    pain, eased, how, begun, complete, alive, hurt = rest
    return Appearance(
        session,
        moment(us, offset),
        to_day(day),
        item,
        exercise,
        dose(hold_s, reps),
        RATINGS[rating],
        pain == 1,
        eased == 1,
        how,
        begun == 1,
        complete == 1,
        alive == 1,
        hurt == 1,
    )


def decision_row(row: Sequence[Any]) -> DecisionRow:
    """A row of DECISIONS as a value."""
    return DecisionRow(
        row[0],
        moment(row[1], row[2]),
        to_day(row[3]),
        row[4],
        dose(row[5], row[6]),
        dose_or_none(row[7], row[8]),
        change=row[9],
        rule=row[10],
        why=row[11],
        begun=bool(row[12]),
    )


def named_json(row: Sequence[Any]) -> tuple[str, Any]:
    """A name and what its JSON says."""
    return row[0], json.loads(row[1])


class ProgressReads(Connected):
    """What is asked about exercises, targets and the rest of the week."""

    def entries_for_progress(
        self, exercises: Iterable[str], newest: int, before: datetime | None = None
    ) -> dict[str, list[Appearance]]:
        """Each exercise's entries in its `newest` last sessions, newest session first, items in order.

        With `before` only of sessions that began before that moment.
        """
        limit = numbers(before)[0] if before else EVER_US
        with self.snapshot():
            return {
                exercise: [appearance(row) for row in self.conn.execute(PROGRESS, (exercise, newest, limit))]
                for exercise in exercises
            }

    def decisions(self, exercise: str) -> list[DecisionRow]:
        """The ledger of an exercise, oldest first."""
        return self.each(decision_row, DECISIONS, (exercise,))

    def last_done(self) -> dict[str, date]:
        """The day on which each exercise was last begun."""
        return dict(self.each(lambda row: (row[0], to_day(row[1])), LAST_DONE))

    def targets(self) -> list[Adjustment]:
        """All that was set for exercises, in order."""
        return [
            Adjustment(event.wall, event.what, event.id)
            for event in self._of("target")
            if isinstance(event.what, TargetSet)
        ]

    def declines(self) -> list[Decline]:
        """All raises that were declined, in order."""
        return [
            Decline(event.wall, event.what.exercise, event.session)
            for event in self._of("decline")
            if isinstance(event.what, GrowthDeclined)
        ]

    def pains(self) -> list[Pain]:
        """All answers about pain, in order."""
        return [
            Pain(event.wall, event.session, event.what.when, event.what.score, or_none(event.what.answer))
            for event in self._of("pain")
            if isinstance(event.what, PainAnswered)
        ]

    def activities(self, since: date) -> list[Activity]:
        """What aerobic was done since that day, by day."""
        return self.each(
            lambda row: Activity(moment(row[0], row[1]), to_day(row[2]), row[3], row[4]),
            "select e.wall_us, e.offset_s, a.day, a.what, a.minutes from activity a"
            " join event e on e.seq = a.event where a.day >= ? order by a.day, e.wall_us, e.id",
            (since.isoformat(),),
        )

    def setting_at(self, key: str) -> datetime | None:
        """When a setting was last set; None where it never was."""
        found = self.each(
            lambda row: moment(row[0], row[1]),
            "select e.wall_us, e.offset_s from setting s join event e on e.seq = s.event where s.key = ?",
            (key,),
        )
        return found[0] if found else None

    def settings(self) -> dict[str, Any]:
        """The newest value of each setting."""
        return dict(self.each(named_json, "select key, value from setting order by key"))

    def own(self, what: str) -> dict[str, Any]:
        """The person's own definitions by id; `what` is "exercise" or "routine"."""
        return dict(
            self.each(named_json, "select id, definition from own where what = ? order by id", (what,))
        )

    def own_edition(self) -> tuple[bytes, ...]:
        """The events that the person's own definitions come from; others as soon as one of them changes."""
        rows = self.ask("select e.id from own o join event e on e.seq = o.event order by o.what, o.id")
        return tuple(name for (name,) in rows)

    def own_ever(self, what: str) -> dict[str, Any]:
        """The newest definition of each id that was ever saved, of removed ones too."""
        kind = f"{what}-saved"
        saved = self.each(
            lambda row: what_of(kind, row[0]),
            "select body from event where session is null and kind = ? order by seq",
            (kind,),
        )
        return {each.id: each.definition for each in saved if isinstance(each, ExerciseSaved | RoutineSaved)}

    def _of(self, table: str) -> list[Event]:
        """The events that a projected table stands for, in order."""
        return self.events_in_order("select" + EVENT_OF.format(table))
