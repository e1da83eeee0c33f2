"""The days behind a day, as the rules of the week ask for them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from backtui.coach.reading import Reading
from backtui.domain.record import Activity, training_day
from backtui.domain.week import DayUse, Hurt, back_days, hurts, monday_of

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
    return reading.day_uses(_since(day))


def recent_activities(reading: Reading, day: date) -> Sequence[Activity]:
    """What aerobic was done on these days, by day."""
    return reading.activities(_since(day))


def _since(day: date) -> date:
    return monday_of(day) - timedelta(weeks=WEEKS_THAT_MATTER)


def days_behind(reading: Reading, day: date, now: datetime) -> DaysBehind:
    """What the rules of the week ask."""
    day_uses, starts_h = recent_uses(reading, day), reading.preferences.day_starts_h
    back = back_days(day_uses) or _last_before(reading, _since(day))
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
