"""What progression asks."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from msgspec.structs import replace

from backtui.domain.event_keys import or_none
from backtui.domain.events import Event, GrowthDeclined, PainAnswered, Rating, TargetSet
from backtui.domain.exercise import DAY_COURSE, Dose, Side
from backtui.domain.moments import MICROSECOND, RECENT, moment, numbers
from backtui.domain.own_events import ExerciseSaved
from backtui.domain.present import Present
from backtui.domain.progression.outcome import Appearance
from backtui.domain.progression.prescription import Adjustment, Decline
from backtui.domain.record import Activity, DecisionRow, Pain
from backtui.store.codec import SELECT_EVENTS, log_row
from backtui.store.codec import day as to_day
from backtui.store.packing import KIND
from backtui.store.reader import LogReader

EVER_US = 2**62  # later than any session
# From one exercise to the next by the index: a query over all entries would grow with the log.
EACH = """
with recursive each (exercise) as (
  select min(exercise) from entry
  union all
  select (select min(exercise) from entry where exercise > each.exercise) from each
  where each.exercise is not null)
"""
PROGRESS = f"""{EACH}
select s.id, s.started_us, s.started_offset_s, s.day, e.item, e.exercise, e.hold_s, e.reps, e.rating, e.pain,
  e.eased, e.how, e.begun, e.complete, s.alive, s.dizzy, s.flare,
  e.more, e.rest_s, e.course, e.side, e.asked
from each x
cross join entry e on e.exercise = x.exercise and e.started_us < ?2 and e.started_us >= coalesce((
  select min(started_us) from (
    select distinct started_us from entry where exercise = x.exercise and begun = 1 and started_us < ?2
    order by started_us desc limit ?1)), 0)
cross join session s on s.key = e.session
where ?3 is null or x.exercise = ?3
order by e.exercise, e.started_us desc, s.id desc, e.item
"""  # noqa: S608 no value in it
DECISIONS = """
select s.id, s.started_us, s.started_offset_s, s.day, d.exercise, d.hold_s, d.reps, d.from_hold_s,
  d.from_reps, d.change, d.rule, d.why, e.begun, d.more, d.rest_s, d.from_more, d.from_rest_s,
  e.course, e.side
from entry e join decision d on d.session = e.session and d.item = e.item join session s on s.key = e.session
where e.exercise = ? order by e.started_us, s.id, e.item
"""
LAST_DONE = f"""{EACH}
select each.exercise, s.day from each join session s on s.key = (
  select session from entry where exercise = each.exercise and begun = 1 and started_us < ?
  order by started_us desc limit 1)
"""  # noqa: S608 no value in it
EVENT_OF = (
    " e.seq, e.id, d.uuid, e.counter, s.id, e.wall_us, e.offset_s, e.mono_ms, e.kind, e.body, e.digest"
    " from {0} t cross join event e on e.seq = t.event join device d on d.key = e.device"
    " left join log_session s on s.key = e.session order by t.event"
)


LOGGED_NEXT = """
select e.wall_us, e.offset_s from event c join event e on e.device = c.device and e.counter > c.counter
where c.id = ? and e.wall_us < ? order by e.counter limit 1
"""
LOGGED_LAST = """
select e.wall_us, e.offset_s from event c join event e on e.device = c.device
where c.id = ? and e.wall_us < ? order by e.wall_us desc limit 1
"""
SOON = timedelta(milliseconds=1)

RATINGS: dict[str | None, Rating | None] = {None: None, **{each.value: each for each in Rating}}
SIDES = {each.value: each for each in Side}


@lru_cache(maxsize=RECENT)
def dose(hold_s: int, reps: int, more: str | None, rest_s: int) -> Dose:
    """A dose as it was written down; `more` are the repetitions of the later sets as JSON."""
    return Dose(hold_s, reps, tuple(json.loads(more)) if more else (), rest_s)


def dose_or_none(hold_s: int | None, reps: int | None, more: str | None, rest_s: int) -> Dose | None:
    """The same where one was written down."""
    return None if hold_s is None or reps is None else dose(hold_s, reps, more, rest_s)


@lru_cache(maxsize=RECENT)
def asked_dose(text: str | None) -> Dose | None:
    """What a routine asked for, from its JSON."""
    return msgspec.json.decode(text, type=Dose) if text else None


def appearance(row: Sequence[Any]) -> Appearance:
    """A row of PROGRESS as a value; ten years have hundreds of them, so they share what is equal."""
    session, us, offset, day, item, exercise, hold_s, reps, rating, *rest = row
    pain, eased, how, begun, complete, alive, dizzy, flare, more, rest_s, course, side, asked = rest
    return Appearance(
        session,
        moment(us, offset),
        to_day(day),
        item,
        exercise,
        dose(hold_s, reps, more, rest_s),
        RATINGS[rating],
        pain == 1,
        eased == 1,
        how,
        begun == 1,
        complete == 1,
        alive == 1,
        dizzy == 1,
        flare == 1,
        course,
        SIDES[side],
        asked_dose(asked),
    )


def decision_row(row: Sequence[Any]) -> DecisionRow:
    """A row of DECISIONS as a value."""
    return DecisionRow(
        row[0],
        moment(row[1], row[2]),
        to_day(row[3]),
        row[4],
        dose(row[5], row[6], row[13], row[14]),
        dose_or_none(row[7], row[8], row[15], row[16]),
        change=row[9],
        rule=row[10],
        why=row[11],
        begun=bool(row[12]),
        course=row[17],
        side=SIDES[row[18]],
    )


class OwnDefinition(msgspec.Struct, frozen=True):
    """An own "exercise" or "routine", as `what` says, as a file would define it, and the event that did."""

    what: str
    id: str
    definition: Any
    event: bytes


def named_json(row: Sequence[Any]) -> tuple[str, Any]:
    """A name and what its JSON says."""
    return row[0], json.loads(row[1])


def appearances(
    log: LogReader, newest: int, before: datetime | None = None, exercise: str | None = None
) -> list[Appearance]:
    """Each exercise's entries in the `newest` last sessions that had it done, newest first, items in order.

    With `before` only of sessions that began before that moment, with `exercise` only that one's.
    """
    return log.each(appearance, PROGRESS, (newest, before_us(before), exercise))


def before_us(moment: datetime | None) -> int:
    """A moment as the log has it; later than any session where there is none."""
    return numbers(moment)[0] if moment else EVER_US


def decisions(log: LogReader, exercise: str) -> list[DecisionRow]:
    """The ledger of an exercise, oldest first."""
    return log.each(decision_row, DECISIONS, (exercise,))


def last_done(log: LogReader, before: datetime | None = None) -> dict[str, date]:
    """The day on which each exercise was last begun, in a session that began before that moment."""
    return dict(log.each(lambda row: (row[0], to_day(row[1])), LAST_DONE, (before_us(before),)))


def adjustments(log: LogReader, present: Present | None = None) -> list[Adjustment]:
    """All that was set for exercises, in order; with `present` each has a time that was possible."""
    return [
        Adjustment(event.wall, event.what, event.id)
        for event in _chosen(log, "target", present)
        if isinstance(event.what, TargetSet)
    ]


def declines(log: LogReader, present: Present | None = None) -> list[Decline]:
    """All raises that were declined, in order; with `present` each has a time that was possible."""
    return [
        Decline(
            event.wall,
            event.what.exercise,
            event.session,
            event.what.course or DAY_COURSE,
            event.what.side or Side.NONE,
        )
        for event in _chosen(log, "decline", present)
        if isinstance(event.what, GrowthDeclined)
    ]


def pains(log: LogReader) -> list[Pain]:
    """All answers about pain, in order."""
    return [
        Pain(event.wall, event.session, event.what.when, event.what.score, or_none(event.what.answer))
        for event in _of(log, "pain")
        if isinstance(event.what, PainAnswered)
    ]


def activities(log: LogReader, since: date) -> list[Activity]:
    """What aerobic was done since that day, by day."""
    return log.each(
        lambda row: Activity(moment(row[0], row[1]), to_day(row[2]), row[3], row[4]),
        "select e.wall_us, e.offset_s, a.day, a.what, a.minutes from activity a"
        " cross join event e on e.seq = a.event where a.day >= ? order by a.day, e.wall_us, e.id",
        (since.isoformat(),),
    )


def beside_sessions(log: LogReader) -> list[Event]:
    """What aerobic was done and what pain was told beside all sessions, as events."""
    return [each for table in ("activity", "pain") for each in _of(log, table) if each.session is None]


def setting_at(log: LogReader, key: str) -> datetime | None:
    """When a setting was last set; None where it never was."""
    found = log.each(
        lambda row: moment(row[0], row[1]),
        "select e.wall_us, e.offset_s from setting s cross join event e on e.seq = s.event where s.key = ?",
        (key,),
    )
    return found[0] if found else None


def settings(log: LogReader) -> dict[str, Any]:
    """The newest value of each setting."""
    return dict(log.each(named_json, "select key, value from setting order by key"))


def own(log: LogReader) -> list[OwnDefinition]:
    """The person's own exercises and routines that stand, by kind and id."""
    return log.each(
        lambda row: OwnDefinition(row[0], row[1], json.loads(row[2]), row[3]),
        "select o.what, o.id, o.definition, e.id from own o cross join event e on e.seq = o.event"
        " order by o.what, o.id",
    )


def exercises_ever_saved(log: LogReader) -> dict[str, Any]:
    """The newest definition of each own exercise that was ever saved, of removed ones too."""
    saved = log.each(
        lambda row: log_row(row).what,
        f"{SELECT_EVENTS} where e.session is null and e.kind = {KIND[ExerciseSaved.kind]} order by e.seq",
    )
    return {each.id: each.definition for each in saved if isinstance(each, ExerciseSaved)}


def _chosen(log: LogReader, table: str, present: Present | None) -> list[Event]:
    """The same; those that are dated after today were made, in this order, before what was logged next."""
    found = _of(log, table)
    later: datetime | None = None
    for place in reversed(range(len(found) if present else 0)):
        chosen = found[place]
        if present and chosen.wall >= present.ends:
            possible = _possible(log, chosen, present)
            later = min(possible, later - MICROSECOND) if later else possible
            found[place] = replace(chosen, wall=later)
    return found


def _possible(log: LogReader, chosen: Event, present: Present) -> datetime:
    """The newest moment at which a choice that is dated after today can have been made."""
    wanted = chosen.id, numbers(present.ends)[0]
    after = log.each(lambda row: moment(*row), LOGGED_NEXT, wanted)
    if after:
        return after[0] - MICROSECOND
    newest = log.each(lambda row: moment(*row) + SOON, LOGGED_LAST, wanted)
    return max(present.now, *newest) if newest else present.now


def _of(log: LogReader, table: str) -> list[Event]:
    """The events that a projected table stands for, in order."""
    return log.events_in_order("select" + EVENT_OF.format(table))
