"""The rules run forward."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from math import ceil

import msgspec

from backtui.domain.exercise import Dose
from backtui.domain.progression.ladder import reaches
from backtui.domain.progression.past import SETBACKS, Past
from backtui.domain.progression.prescription import Decision, DecisionKind, Entry, Outcome, Prescription
from backtui.domain.progression.rules import next_dose

SESSIONS_PREVIEWED = 4
# A forecast of more than a year is no more than a guess.
IN_SIGHT = timedelta(days=366)
WEEK_DAYS = 7
PACE_WEEKS = 4
MOST_A_WEEK = 7.0
NOT_GROWING = 3  # sessions running without a success


class Pace(msgspec.Struct, frozen=True):
    """Days a week on which an exercise is done (up to 7); `own`: the person's own of late, else the goal."""

    a_week: float
    own: bool = False


class Ahead(msgspec.Struct, frozen=True):
    """A session to come: its day, and what the rules would decide for it."""

    day: date
    decision: Decision


class Forecast(msgspec.Struct, frozen=True):
    """When the target would be reached, seen on the day `today`; `way` has each dose on the way there."""

    day: date
    dose: Dose
    pace: Pace
    today: date
    way: tuple[tuple[date, Dose], ...] = ()


def pace_of(days: Collection[date], today: date, goal: int) -> Pace:
    """The pace of the last four weeks, or of those since the first day where it is later.

    Less than two weeks is no pace yet, nor is nothing in four weeks: then the goal is.
    """
    ago = [(today - day).days for day in set(days) if day <= today]
    recent = [each for each in ago if each < PACE_WEEKS * WEEK_DAYS]
    weeks = PACE_WEEKS if len(recent) < len(ago) else ceil((max(recent, default=0) + 1) / WEEK_DAYS)
    if not recent or weeks < 2:
        return Pace(float(goal))
    rate = len(recent) / weeks
    return Pace(min(round(rate, 1 if rate >= 1 else 2), MOST_A_WEEK), own=True)


def pace_in(prescription: Prescription, entries: Iterable[Entry], today: date, goal: int) -> Pace:
    """How often the exercise is done in a course."""
    own = [entry.day for entry in entries if entry.course == prescription.course]
    return pace_of(own, today, goal)


def preview(
    prescription: Prescription, entries: Sequence[Entry], today: date, pace: Pace
) -> tuple[Ahead, ...]:
    """The next four sessions; none while the exercise is resting."""
    return tuple(islice(ahead(prescription, entries, today, pace), SESSIONS_PREVIEWED))


def forecast(
    prescription: Prescription, entries: Sequence[Entry], today: date, pace: Pace
) -> Forecast | None:
    """When the target would be reached.

    None while locked or resting, where it is reached already, where the newest sessions were all hard or not
    held, and where it is more than a year away.
    """
    newest = Past(prescription, entries).own[-NOT_GROWING:]
    if len(newest) == NOT_GROWING and all(entry.outcome in SETBACKS for entry in newest):
        return None
    way: list[tuple[date, Dose]] = []
    for each in ahead(prescription, entries, today, pace):
        kind, dose = each.decision.kind, each.decision.dose
        way += [(each.day, dose)] if not way or way[-1][1] != dose else []
        if kind in (DecisionKind.LOCKED, DecisionKind.AT_TARGET) or each.day - today > IN_SIGHT:
            return None
        if reaches(dose, prescription.target):
            return Forecast(each.day, dose, pace, today, tuple(way)) if each.decision.rule == "up" else None
    return None


def ahead(prescription: Prescription, entries: Sequence[Entry], today: date, pace: Pace) -> Iterator[Ahead]:
    """Session after session at that pace, each comfortable; without an end, but none while resting.

    The first is today, or as long after the newest entry as the pace asks for.
    """
    log = sorted(entries, key=lambda entry: entry.at)
    gap = WEEK_DAYS / pace.a_week
    first = max(today, log[-1].day + timedelta(days=int(gap))) if log else today
    at = _after_all(prescription, log, first)
    number = 0
    while True:
        day = first + timedelta(days=int(number * gap))
        decision = next_dose(prescription, log, day)
        if decision.kind is DecisionKind.RESTING:
            return
        yield Ahead(day, decision)
        number += 1
        log.append(_held(prescription, at + timedelta(minutes=number), day, decision.dose))


def _held(prescription: Prescription, at: datetime, day: date, dose: Dose) -> Entry:
    """A comfortable session to come."""
    one = prescription
    return Entry(at, day, dose, Outcome.SUCCESS, None, one.course, one.side, one.first)


def _after_all(prescription: Prescription, log: Sequence[Entry], day: date) -> datetime:
    """A moment after everything that was done or said."""
    said = [each.at for each in (prescription.override, prescription.locked) if each]
    told = [at for at in (prescription.resumed, prescription.target_at, prescription.ceiling_at) if at]
    done = [*(entry.at for entry in log), *(flare.at for flare in prescription.flares)]
    moments = [*said, *told, *done, *prescription.declines]
    return max(moments, default=datetime.combine(day, time(12), UTC))
