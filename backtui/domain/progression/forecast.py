"""The rules run forward."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from math import ceil

import msgspec

from backtui.domain.exercise import Dose
from backtui.domain.progression.ladder import reaches
from backtui.domain.progression.prescription import Decision, DecisionKind, Entry, Outcome, Prescription
from backtui.domain.progression.rules import next_dose, still_matters

SESSIONS_PREVIEWED = 4
# A forecast of more than a year is no more than a guess.
IN_SIGHT = timedelta(days=366)
WEEK_DAYS = 7
PACE_WEEKS = 4
PACE_BOUNDS = (1.0, 7.0)


class Pace(msgspec.Struct, frozen=True):
    """Days with a session in a week (1-7); `own`: the person's own of late, else the goal."""

    a_week: float
    own: bool = False


class Ahead(msgspec.Struct, frozen=True):
    """A session to come: its day, and what the rules would decide for it."""

    day: date
    decision: Decision


class Forecast(msgspec.Struct, frozen=True):
    """When the target would be reached, seen on the day `today`."""

    day: date
    dose: Dose
    pace: Pace
    today: date


def pace_of(back_days: Collection[date], today: date, goal: int) -> Pace:
    """The pace of the last four weeks, or of those since the first day where it is later.

    Less than two weeks, or than a session a week, is no pace yet: then the goal is.
    """
    recent = {day for day in back_days if timedelta(0) <= today - day < timedelta(weeks=PACE_WEEKS)}
    weeks = ceil(((today - min(recent)).days + 1) / WEEK_DAYS) if recent else 0
    rate = round(len(recent) / weeks, 1) if weeks > 1 else 0.0
    if rate < PACE_BOUNDS[0]:
        return Pace(float(goal))
    return Pace(min(rate, PACE_BOUNDS[1]), own=True)


def preview(
    prescription: Prescription, entries: Sequence[Entry], today: date, pace: Pace
) -> tuple[Ahead, ...]:
    """The next four sessions; none while the exercise is resting."""
    return tuple(islice(ahead(prescription, entries, today, pace), SESSIONS_PREVIEWED))


def forecast(
    prescription: Prescription, entries: Sequence[Entry], today: date, pace: Pace
) -> Forecast | None:
    """When the target would be reached.

    None while locked or resting, where it is reached already, and where it is more than a year away.
    """
    for each in ahead(prescription, entries, today, pace):
        kind, dose = each.decision.kind, each.decision.dose
        if kind in (DecisionKind.LOCKED, DecisionKind.AT_TARGET) or each.day - today > IN_SIGHT:
            return None
        if reaches(dose, prescription.target):
            return Forecast(each.day, dose, pace, today) if each.decision.rule == "up" else None
    return None


def ahead(prescription: Prescription, entries: Sequence[Entry], today: date, pace: Pace) -> Iterator[Ahead]:
    """Session after session at that pace, each comfortable; without an end, but none while resting.

    The first is today, or as long after the newest entry as the pace asks for.
    """
    log: Sequence[Entry] = sorted(entries, key=lambda entry: (entry.day, entry.at))
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
        held = Entry(at + timedelta(minutes=number), day, decision.dose, Outcome.SUCCESS)
        log = still_matters(prescription, [*log, held])


def _after_all(prescription: Prescription, log: Sequence[Entry], day: date) -> datetime:
    """A moment after everything that was done or said."""
    said = [each.at for each in (prescription.override, prescription.locked) if each]
    told = [at for at in (prescription.resumed, prescription.target_at, prescription.ceiling_at) if at]
    done = [entry.at for entry in log]
    moments = [*said, *told, *done, *prescription.declines, *prescription.flares]
    return max(moments, default=datetime.combine(day, time(12), UTC))
