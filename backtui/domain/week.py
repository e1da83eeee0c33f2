"""What is due today: a back day, an aerobic day, or rest; and the week's count against the goal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

GOAL_BOUNDS = (1, 7)
# More back days a week than this cannot alternate with other days.
MOST_WITH_DAYS_BETWEEN = 4


class Due(StrEnum):
    """What today is for."""

    BACK = "back"
    AEROBIC = "aerobic"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Today:
    """What is due on `day` and why; `done` days of `goal` in the week from Monday; the last session's day."""

    day: date
    due: Due
    why: str
    done: int
    goal: int
    last: date | None = None


def monday_of(day: date) -> date:
    """The Monday that the week of `day` began with."""
    return day - timedelta(days=day.weekday())


def today(day: date, back_days: Iterable[date], goal: int = 3) -> Today:
    """What `day` is for, from the days with a session on them and a goal of 1-7 sessions a week.

    Back days alternate with aerobic days (programme.md); a goal above 4 a week may take days in a row.
    """
    days = {each for each in back_days if each <= day}
    week = sum(each >= monday_of(day) for each in days)
    last = max(days, default=None)
    due, why = _due(day, last, week, goal)
    return Today(day, due, why, week, goal, last)


def _due(day: date, last: date | None, week: int, goal: int) -> tuple[Due, str]:
    count = f"{week} of {goal} this week"
    if last is None:
        return Due.BACK, "Your first session: a gentle start."
    if last == day:
        return Due.REST, f"Today's session is done, {count}. Rest, or walk a little."
    if week >= goal:
        return Due.AEROBIC, f"The week's goal is reached, {count}. Walk, cycle or swim if you like."
    if last == day - timedelta(days=1) and goal <= MOST_WITH_DAYS_BETWEEN:
        return Due.AEROBIC, f"Yesterday was a back day, {count}. Walk, cycle or swim today."
    ago = (day - last).days
    since = "yesterday" if ago == 1 else f"{ago} days ago"
    return Due.BACK, f"Back day: the last session was {since}, {count}."
