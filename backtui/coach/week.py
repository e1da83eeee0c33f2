"""The days behind a day, as the rules of the week ask for them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from backtui.coach.reading import Reading
from backtui.domain.exercise import Routine
from backtui.domain.record import Activity, training_day
from backtui.domain.schedule import LOOKS_BACK, Schedule, why_not_due, with_known
from backtui.domain.sitting import DayUse, Hurt, back_days, hurts, routines_done
from backtui.domain.week import ComingDay, Today, WeekPlan, coming, today
from backtui.domain.weekday import week_of

WEEKS_THAT_MATTER = 1  # before this one: enough for yesterday and for six days in a row
USUAL_MINUTES = 30  # of something aerobic, where none was logged before
WEEKS_REMEMBERED = 26  # how far back a last back day, or the minutes of an activity, are looked for
PAIN_MATTERS_FOR = timedelta(days=3)  # of what was told beside the sessions; the rules look at two days


class Usual(msgspec.Struct, frozen=True):
    """Something aerobic that can be logged again: its word and the minutes that it took last."""

    what: str
    minutes: int


class DaysBehind(msgspec.Struct, frozen=True):
    """Each session's day, days with something aerobic, days that hurt."""

    back: Sequence[date]
    aerobic: Sequence[date]
    hurts: Mapping[date, Hurt]


def recent_uses(reading: Reading, day: date) -> Sequence[DayUse]:
    """The sessions of the days that matter for this week, oldest first."""
    return reading.day_uses(_since(reading, day))


def recent_activities(reading: Reading, day: date) -> Sequence[Activity]:
    """What aerobic was done on these days, by day."""
    return reading.activities(_since(reading, day))


def _since(reading: Reading, day: date) -> date:
    return week_of(day, reading.preferences.week_starts) - timedelta(weeks=WEEKS_THAT_MATTER)


def days_behind(reading: Reading, day: date, now: datetime) -> DaysBehind:
    """What the rules of the week ask."""
    day_uses, starts_h = recent_uses(reading, day), reading.preferences.day_starts_h
    back = back_days(day_uses) or _last_before(reading, _since(reading, day))
    pain = [(training_day(at, starts_h), score) for at, score in reading.pain_told(now - PAIN_MATTERS_FOR)]
    aerobic = [each.day for each in recent_activities(reading, day)]
    return DaysBehind(back, aerobic, hurts(day_uses, pain))


def _last_before(reading: Reading, since: date) -> list[date]:
    """The newest back day before that day, where one is near the newest exercise of all; else none."""
    last = max(reading.last_done.values(), default=None)
    if last is None:
        return []
    return back_days(reading.day_uses(min(since, last) - timedelta(weeks=WEEKS_REMEMBERED)))[-1:]


def usual_activities(reading: Reading, day: date) -> Sequence[Usual]:
    """What aerobic was done of late, the newest first, each with its newest minutes."""
    done = reading.activities(day - timedelta(weeks=WEEKS_REMEMBERED))
    newest: dict[str, int] = {}
    for each in sorted(done, key=lambda each: each.at, reverse=True):
        newest.setdefault(each.what, each.minutes)
    return [Usual(what, minutes) for what, minutes in newest.items()]


def standing_schedule(reading: Reading, routines: Mapping[str, Routine]) -> Schedule:
    """What is scheduled of routines that are still there."""
    return with_known(reading.preferences.schedule, routines)


def week_plan(reading: Reading, day: date, routines: Mapping[str, Routine]) -> WeekPlan:
    """What was set for weeks; of the schedule what is still there."""
    often, schedule = reading.preferences, standing_schedule(reading, routines)
    done = routines_done(reading.day_uses(day - LOOKS_BACK)) if schedule.lines else ()
    return WeekPlan(
        schedule,
        tuple(reading.pauses),
        often.week_starts,
        often.day_starts_h,
        {key: routines[key].name for key in schedule.routines},
        tuple(done),
    )


def today_of(reading: Reading, day: date, now: datetime, plan: WeekPlan) -> Today:
    """What a day is for, and its week so far."""
    behind, often = days_behind(reading, day, now), reading.preferences
    return today(
        day,
        behind.back,
        often.goal,
        per_day=often.per_day,
        goal_by=often.frequency_by,
        aerobic_days=behind.aerobic,
        hurts=behind.hurts,
        plan=plan,
    )


def coming_of(reading: Reading, day: date, now: datetime, plan: WeekPlan, days: int) -> tuple[ComingDay, ...]:
    """What so many days from a day on would be for, were all that is due done."""
    behind, often = days_behind(reading, day, now), reading.preferences
    return coming(
        day,
        behind.back,
        often.goal,
        days=days,
        per_day=often.per_day,
        aerobic_days=behind.aerobic,
        hurts=behind.hurts,
        plan=plan,
    )


def exercises_not_due(reading: Reading, day: date) -> dict[str, str]:
    """The exercises that were done often enough by now, each with the reason; of the past none."""
    often = reading.preferences
    limits = {each.id: each for each in often.schedule.limits if each.what == "exercise"}
    if not limits or reading.is_past:
        return {}
    done: dict[str, list[date]] = {}
    for exercise, on in reading.times_done(limits, day - LOOKS_BACK):
        done.setdefault(exercise, []).append(on)
    reasons = {
        key: why_not_due(each, day, done.get(key, ()), often.week_starts) for key, each in limits.items()
    }
    return {key: why for key, why in reasons.items() if why}
