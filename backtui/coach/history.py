"""Looking back: a coach's answers about what was. Any may raise StoreError."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from backtui.coach.answers import Prospect
from backtui.coach.coach import Coach
from backtui.domain.exercise import DAY_COURSE, Side
from backtui.domain.history_filter import ALL, Sought, seek
from backtui.domain.pause import Pause
from backtui.domain.plan import Course, CourseDose
from backtui.domain.record import EntryRecord
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
from backtui.domain.weekday import WeekStart
from backtui.domain.words.courses import parts
from backtui.store.queries import history as past


class Standing(msgspec.Struct, frozen=True):
    """Where the person stands: today, the first day of all, this week's back days, the goal, the streak.

    `starts` is the day that a week starts on.
    """

    today: date
    first: date
    done: int
    goal: int
    streak: Streak
    starts: WeekStart


class DayPast(msgspec.Struct, frozen=True):
    """What one day had."""

    session_summaries: tuple[SessionSummary, ...] = ()
    activities: tuple[Aerobic, ...] = ()
    pains: tuple[PainPoint, ...] = ()


class YearPast(msgspec.Struct, frozen=True):
    """Some weeks as a calendar, and what its days had; `first` and `last` bound what is sought.

    `pauses` are all that stand.
    """

    weeks: tuple[CalendarWeek, ...]
    days: Mapping[date, DayPast]
    first: date
    last: date
    pauses: Sequence[Pause] = ()


class Series(msgspec.Struct, frozen=True):
    """How an exercise was done over time in one course, and every change of its dose there.

    `until` is the day up to which is told; `where` says which course it is, where there are several. What
    comes is in `ahead`: None for what was removed, and where all that is sought is past.
    """

    points: tuple[DosePoint, ...]
    changes: tuple[DoseStep, ...]
    until: date
    where: str = ""
    ahead: Prospect | None = None


def names(coach: Coach) -> dict[str, str]:
    """The name of every exercise there is or was ever done, by its id, in the content's order."""
    content = coach.content
    known = [*content.exercises, *coach.reading.last_done]
    return {key: content.name_of(key) for key in known}


def sought(coach: Coach, text: str) -> Sought:
    """What a filter's words ask for. Raises SoughtError."""
    return seek(text, names(coach), coach.day(), coach.preferences().week_starts)


def standing(coach: Coach) -> Standing:
    """This week against the goal, and weeks in a row."""
    log, today, preferences = coach.reading.log, coach.day(), coach.preferences()
    goal, starts = preferences.goal, preferences.week_starts
    weeks = {each.begins: each.days for each in past.week_counts(log, Sought(until=today), starts)}
    row = streak(weeks, goal, today, coach.reading.pauses, starts)
    first = min(past.first_day(log) or today, today)
    return Standing(today, first, coach.today().done, goal, row, starts)


def _so_far(coach: Coach, sought: Sought) -> Sought:
    """The same without the days to come, on which nothing was done yet, whatever is dated so."""
    return sought.within(None, coach.day())


def year(coach: Coach, begins: date, sought: Sought, weeks: int = SHOWN_WEEKS) -> YearPast:
    """So many weeks from the first day of one on, as far as they are sought."""
    log, today = coach.reading.log, coach.day()
    first = max(begins, sought.since or begins)
    last = min(begins + weeks * WEEK - timedelta(days=1), sought.until or today, today)
    asked = sought.within(first, last)
    summaries = past.session_summaries(log, asked)
    activities = past.aerobic(log, asked) if sought.exercises is None else ()
    pains = past.pain_points(log, asked, coach.preferences().day_starts_h)
    loose = [point for point in pains if point.session is None]
    marks = marks_of(summaries, activities)
    shown = calendar(begins, weeks, marks, (first, last), coach.preferences().goal)
    return YearPast(shown, _by_day(summaries, activities, loose), first, last, coach.reading.pauses)


def week_counts(coach: Coach, sought: Sought) -> tuple[WeekCount, ...]:
    """The weeks with any session, newest first."""
    return tuple(past.week_counts(coach.reading.log, sought, coach.preferences().week_starts))


def session_summaries(coach: Coach, since: date, until: date, sought: Sought) -> tuple[SessionSummary, ...]:
    """The sessions of some days, newest day first."""
    return tuple(past.session_summaries(coach.reading.log, sought.within(since, until)))


def series(coach: Coach, exercise: str, sought: Sought) -> tuple[Series, ...]:
    """How an exercise was done over time, course by course, each side of its own apart."""
    so_far = _so_far(coach, sought)
    courses: dict[Course, list[DosePoint]] = {}
    for point in past.dose_points(coach.reading.log, exercise, so_far):
        courses.setdefault(Course(exercise, point.course, point.side), []).append(point)
    plain = Course(exercise, DAY_COURSE, Side.NONE)
    routines, several = coach.content.routines, set(courses) != {plain}
    return tuple(
        Series(
            tuple(points),
            changes_of(points),
            so_far.until or coach.day(),
            ", ".join(parts(*course, routines, several=several)),
            _ahead(coach, course) if so_far.until == coach.day() else None,
        )
        for course, points in courses.items()
    )


def _ahead(coach: Coach, course: Course) -> Prospect | None:
    """What lies ahead in a course; None where it is gone."""
    if course.exercise not in coach.content.exercises:
        return None
    found = coach.courses.of(course)
    return coach.courses.prospect(found) if found.course == course else None


def course(coach: Coach, exercise: str) -> Series:
    """The course that an exercise is in where it comes next, from its first day on. Raises WrongUseError."""
    ahead = coach.prospect(exercise)
    found = past.dose_points(coach.reading.log, ahead.exercise, _so_far(coach, ALL))
    points = tuple(point for point in found if ahead.course.sees(point.course, point.side))
    return Series(points, changes_of(points), coach.day(), ahead=ahead)


def following(coach: Coach, entries: Iterable[EntryRecord]) -> dict[int, CourseDose]:
    """What comes next in the course of each entry, by its item; of removed exercises nothing."""
    known = coach.content.exercises
    return {
        each.item: coach.courses.of(Course(each.exercise, each.course, each.side))
        for each in entries
        if each.exercise in known
    }


def pain_points(coach: Coach, sought: Sought) -> tuple[PainPoint, ...]:
    """Every answer about pain, oldest first."""
    so_far = _so_far(coach, sought)
    return tuple(past.pain_points(coach.reading.log, so_far, coach.preferences().day_starts_h))


def added_up(coach: Coach, sought: Sought) -> Totals:
    """Everything added up."""
    return totals(past.month_parts(coach.reading.log, _so_far(coach, sought)))


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
