"""Looking back."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from backtui.domain.history_filter import Sought, seek
from backtui.domain.statistics import (
    SHOWN_WEEKS,
    WEEK,
    Aerobic,
    CalendarWeek,
    DosePoint,
    DoseStep,
    PainPoint,
    SessionSummary,
    Streak,
    Totals,
    WeekCount,
    calendar,
    changes_of,
    marks_of,
    streak,
    totals,
)
from backtui.domain.week import monday_of

if TYPE_CHECKING:
    from backtui.coach.coach import Coach


class Standing(msgspec.Struct, frozen=True):
    """Where the person stands: today, the first day of all, this week's back days, the goal, the streak."""

    today: date
    first: date
    done: int
    goal: int
    streak: Streak


class DayPast(msgspec.Struct, frozen=True):
    """What one day had."""

    session_summaries: tuple[SessionSummary, ...] = ()
    activities: tuple[Aerobic, ...] = ()
    pains: tuple[PainPoint, ...] = ()


class YearPast(msgspec.Struct, frozen=True):
    """Some weeks as a calendar, and what its days had; `first` and `last` bound what is sought."""

    weeks: tuple[CalendarWeek, ...]
    days: Mapping[date, DayPast]
    first: date
    last: date


class Series(msgspec.Struct, frozen=True):
    """How an exercise was done over time, and every change of its dose."""

    points: tuple[DosePoint, ...]
    changes: tuple[DoseStep, ...]


class Past:
    """Answers of a coach's log about what was; nothing here decides or writes. May raise StoreError."""

    def __init__(self, coach: "Coach") -> None:
        self._coach = coach

    def names(self) -> dict[str, str]:
        """The name of every exercise there is or was ever done, by its id, in the content's order."""
        content = self._coach.content
        known = [*content.exercises, *self._coach.log.last_done()]
        return {key: content.name_of(key) for key in known}

    def seek(self, text: str) -> Sought:
        """What a filter's words ask for. Raises SoughtError."""
        return seek(text, self.names(), self._coach.day())

    def standing(self) -> Standing:
        """This week against the goal, and weeks in a row."""
        log, today, goal = self._coach.log, self._coach.day(), self._coach.preferences().goal
        weeks = {each.monday: each.days for each in log.week_counts(Sought())}
        done = weeks.get(monday_of(today), 0)
        return Standing(today, log.first_day() or today, done, goal, streak(weeks, goal, today))

    def year(self, monday: date, sought: Sought, weeks: int = SHOWN_WEEKS) -> YearPast:
        """So many weeks from a Monday on, as far as they are sought."""
        coach, today = self._coach, self._coach.day()
        first = max(monday, sought.since or monday)
        last = min(monday + weeks * WEEK - timedelta(days=1), sought.until or today, today)
        asked = sought.within(first, last)
        session_summaries = coach.log.session_summaries(asked)
        activities = coach.log.aerobic(asked) if sought.exercises is None else ()
        pains = coach.log.pain_points(asked, coach.preferences().day_starts_h)
        loose = [point for point in pains if point.session is None]
        marks = marks_of(session_summaries, activities)
        shown = calendar(monday, weeks, marks, (first, last), coach.preferences().goal)
        return YearPast(shown, _by_day(session_summaries, activities, loose), first, last)

    def weeks(self, sought: Sought) -> tuple[WeekCount, ...]:
        """The weeks with any session, newest first."""
        return tuple(self._coach.log.week_counts(sought))

    def session_summaries(self, since: date, until: date, sought: Sought) -> tuple[SessionSummary, ...]:
        """The sessions of some days, newest day first."""
        return tuple(self._coach.log.session_summaries(sought.within(since, until)))

    def series(self, exercise: str, sought: Sought) -> Series:
        """How an exercise was done over time."""
        points = tuple(self._coach.log.dose_points(exercise, sought))
        return Series(points, changes_of(points))

    def pains(self, sought: Sought) -> tuple[PainPoint, ...]:
        """Every answer about pain, oldest first."""
        return tuple(self._coach.log.pain_points(sought, self._coach.preferences().day_starts_h))

    def totals(self, sought: Sought) -> Totals:
        """Everything added up."""
        return totals(self._coach.log.month_parts(sought))


def _by_day(
    session_summaries: Iterable[SessionSummary], activities: Iterable[Aerobic], pains: Iterable[PainPoint]
) -> dict[date, DayPast]:
    """What each day had; a day with nothing is not there."""
    found: dict[date, DayPast] = {}
    for each in session_summaries:
        day = found.get(each.day, DayPast())
        found[each.day] = replace(day, session_summaries=(*day.session_summaries, each))
    for done in activities:
        day = found.get(done.day, DayPast())
        found[done.day] = replace(day, activities=(*day.activities, done))
    for told in pains:
        day = found.get(told.day, DayPast())
        found[told.day] = replace(day, pains=(*day.pains, told))
    return found
