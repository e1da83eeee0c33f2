"""A session done away from the screen."""

import re
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta

import msgspec
from msgspec.structs import replace

from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.write import event, started
from backtui.domain.event_keys import What
from backtui.domain.events import (
    Event,
    ExerciseEnded,
    PainAnswered,
    PainFelt,
    Rated,
    Rating,
    RepEnded,
    SessionEnded,
)
from backtui.domain.plan import Plan, PlannedItem
from backtui.domain.record import SessionRecord, training_day
from backtui.domain.text import clock_time
from backtui.domain.words.numbers import whole_minutes
from backtui.domain.written.day_words import day_meant
from backtui.machine.clock import YEARS, local

MOMENT = r"(?:(?P<day>.+?)[ T]+)?(?P<at>\d{1,2}:[\d:]+)"
EARLIEST = date(2000, 1, 1)
NEAR = range(MINYEAR + 1, MAXYEAR)  # years in which a session has an end, in every zone
NEVER = bytes.fromhex("ff" * 16)  # behind the id of any session
BESIDE = 3  # sessions looked at to find one at the same time


class Entered(msgspec.Struct, frozen=True):
    """What a person says of a session done away from the screen; exercises by their ids.

    It was `minutes` long, and follows what the routine was for so long (None: as is set).
    """

    at: datetime
    minutes: int | None = None
    routine: str | None = None
    skipped: frozenset[str] = frozenset()
    ratings: Mapping[str, Rating] = msgspec.field(default_factory=dict)
    hurt: frozenset[str] = frozenset()
    pain_before: int | None = None
    pain_after: int | None = None
    note: str | None = None


def moment_of(day: date, at: time) -> datetime:
    """That day and time of the clocks here. Raises WrongUseError where there was no such time."""
    if day.year not in NEAR:
        raise WrongUseError(
            f"{day.isoformat()} is too far away; the year must be from {EARLIEST.year} to {YEARS[-1]}."
        )
    moment = local(day, at)
    if moment is None:
        raise WrongUseError(f"There was no {at:%H:%M} on {day.isoformat()}: the clocks went forward.")
    return moment


def said_moment(text: str, today: date) -> tuple[date | None, time | None]:
    """A day, a time, or both, as people write them; None for what is not said. Raises WrongUseError."""
    found = re.fullmatch(MOMENT, text.strip(), re.ASCII | re.DOTALL)
    said, at = (found["day"], clock_time(found["at"])) if found else (text.strip(), None)
    day = day_meant(said, today) if said else None
    if (day or at) and (day or not said) and (at or not found):
        return day, at
    raise WrongUseError(f"{text.strip()[:40]!a} is not a day or a time; write it like 2026-03-01 07:30.")


def usual_start(now: datetime, day: date, minutes: int) -> datetime:
    """When a session of a day is taken to have begun: just before now, or at eight in the morning."""
    if day == now.date():
        return now.replace(second=0, microsecond=0) - timedelta(minutes=minutes)
    return moment_of(day, time(8))


def free(coach: Coach, at: datetime, end: datetime, besides: bytes = b"") -> None:
    """Raises WrongUseError where a session cannot have been from `at` to `end`: still to come, or taken."""
    now = coach.now
    if at.date() < EARLIEST:
        raise WrongUseError(f"A session cannot have been before the year {EARLIEST.year}.")
    if at > now:
        raise WrongUseError(f"{at:%Y-%m-%d %H:%M} is still to come; enter what you did.")
    if end > now:
        raise WrongUseError(
            f"A session from {at:%H:%M} would not be over yet; begin it earlier or shorten it."
        )
    border = SessionRecord(NEVER, end, end.date(), "", "plain")
    for other in coach.sessions(BESIDE, border):
        over = other.ended_at or other.last_at or other.started_at
        if other.id != besides and (over > at or other.started_at == at):
            raise WrongUseError(
                f"There is a session from {other.started_at:%H:%M} to {over:%H:%M} on that day already;"
                " correct or delete that one."
            )


def plan_of(coach: Coach, wish: Entered) -> Plan:
    """What the session would have been on that day. Raises WrongUseError."""
    day = training_day(wish.at, coach.preferences().day_starts_h)
    return coach.at(wish.at).plan(wish.minutes, wish.routine or coach.scheduled(day))


def end_of(plan: Plan, wish: Entered) -> datetime:
    """When it was over: after the minutes that were said, else after what the plan takes."""
    minutes = wish.minutes if wish.minutes is not None else whole_minutes(plan.total_s)
    return wish.at + timedelta(minutes=minutes)


def entered(coach: Coach, wish: Entered) -> list[Event]:
    """All events of the session but its note, its start first. Raises WrongUseError."""
    plan = plan_of(coach, wish)
    end = end_of(plan, wish)
    free(coach, wish.at, end)
    _known(plan, wish)
    now, then = coach.now, coach.at(wish.at)
    # The id is of the true start, so that its first digits tell sessions apart that are entered in a row.
    begun, *planned = started(plan, wish.at, then.day(), "plain")
    told: list[What] = []
    if wish.pain_before is not None:
        told.append(PainAnswered("before", wish.pain_before))
    for each in plan.items:
        told += _done(each, wish)
    told.append(SessionEnded("done", True, at=end.isoformat()))
    if wish.pain_after is not None:
        told.append(PainAnswered("after", wish.pain_after))
    events = [
        replace(begun, what=replace(begun.what, at=wish.at.isoformat(), by_hand=True)),
        *planned,
        *(event(what, now, begun.id) for what in told),
    ]
    return [replace(each, wall=now, mono_ms=None) for each in events]


def _known(plan: Plan, wish: Entered) -> None:
    planned = {each.item.exercise for each in plan.items}
    for name in (*wish.skipped, *wish.ratings, *wish.hurt):
        if name not in planned:
            raise WrongUseError(f"{name} was not in that session; it had: {', '.join(sorted(planned))}.")
    if not planned - wish.skipped:
        raise WrongUseError("Nothing would be left of that session; leave out fewer exercises.")


def _done(each: PlannedItem, wish: Entered) -> list[What]:
    """An exercise done in full, or not begun."""
    item, exercise = each.item, each.item.exercise
    if exercise in wish.skipped:
        return [ExerciseEnded(item.index, "skipped", False)]
    held = tuple(map(float, item.asked_s))
    told: list[What] = [RepEnded(item.index, side, rep, held) for side, rep in item.repetitions]
    if exercise in wish.hurt:
        told.append(PainFelt(item.index))
    told.append(ExerciseEnded(item.index, "done", True))
    if exercise in wish.ratings:
        told.append(Rated(item.index, wish.ratings[exercise]))
    return told
