"""Looking back: a coach's answers about what was. Any may raise StoreError."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from backtui.coach.answers import Prospect
from backtui.coach.coach import Coach
from backtui.domain.exercise import DAY_COURSE, Dose, Side
from backtui.domain.history_filter import ALL, Sought, seek
from backtui.domain.pause import Pause
from backtui.domain.plan import Course, CourseDose
from backtui.domain.progression.prescription import Decision
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

    @property
    def minutes(self) -> float:
        """How long it was trained, aerobic activities too."""
        took = [each.ended_at - each.started_at for each in self.session_summaries]
        return sum(each.total_seconds() for each in took) / 60 + sum(done.minutes for done in self.activities)


class YearPast(msgspec.Struct, frozen=True):
    """Some weeks as a calendar, and what its days had; `first` and `last` bound what is sought.

    `pauses` are all that stand.
    """

    weeks: tuple[CalendarWeek, ...]
    days: Mapping[date, DayPast]
    first: date
    last: date
    pauses: Sequence[Pause] = ()

    @property
    def minutes(self) -> dict[date, float]:
        """How long it was trained on each day that had anything."""
        return {day: had.minutes for day, had in self.days.items()}


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


class WeekChange(msgspec.Struct, frozen=True):
    """A dose that became another one in a week; `title` names the exercise, and of several courses which."""

    title: str
    before: Dose
    after: Dose


class WeekPast(msgspec.Struct, frozen=True):
    """What the sessions of a week came to: repetitions, seconds held, doses that changed.

    `course` is that of the exercise `name`: of the first whose dose changed, else of the first that was done.
    """

    reps: int = 0
    held_s: float = 0.0
    changes: tuple[WeekChange, ...] = ()
    name: str = ""
    course: Series | None = None


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
    """How an exercise was done over time, course by course, each side of its own apart.

    Of one that was never done there is the course to come.
    """
    so_far = _so_far(coach, sought)
    courses: dict[Course, list[DosePoint]] = {}
    for point in past.dose_points(coach.reading.log, exercise, so_far):
        courses.setdefault(Course(exercise, point.course, point.side), []).append(point)
    if not courses and sought == ALL and exercise in coach.content.exercises:
        return (course(coach, exercise),)
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


def week(coach: Coach, begins: date, sought: Sought) -> WeekPast:
    """What the week that begins on a day came to, as far as it is sought."""
    asked = _so_far(coach, sought).within(begins, begins + WEEK - timedelta(days=1))
    found = reversed(past.session_summaries(coach.reading.log, asked))
    records = [coach.session(each.id) for each in found]
    entries = [
        entry
        for record in records
        for entry in (record.entries if record else ())
        if entry.begun and (sought.exercises is None or entry.exercise in sought.exercises)
    ]
    doses: dict[Course, tuple[Dose, Dose]] = {}
    for entry in entries:
        at = Course(entry.exercise, entry.course, entry.side)
        first, _ = doses.get(at, (entry.from_dose or entry.prescribed, entry.prescribed))
        doses[at] = first, entry.prescribed
    changed = {at: each for at, each in doses.items() if each[0] != each[1]}
    known = [at.exercise for at in (*changed, *doses) if at.exercise in coach.content.exercises]
    shown = known[0] if known else None
    return WeekPast(
        sum(len(entry.reps) for entry in entries),
        sum(sum(rep.holds_s) for entry in entries for rep in entry.reps),
        tuple(WeekChange(coach.courses.title(at), *each) for at, each in changed.items()),
        coach.content.name_of(shown) if shown else "",
        course(coach, shown) if shown else None,
    )


def next_doses(coach: Coach) -> dict[str, Decision]:
    """The next dose of each exercise where it comes next."""
    found = {key: coach.courses.coming(key) for key in coach.content.exercises}
    return {key: doses[0].decision for key, doses in found.items() if doses}


def course(coach: Coach, exercise: str, where: str | None = None) -> Series:
    """The course of that name, or where an exercise comes next, from its first day on.

    Raises WrongUseError.
    """
    ahead = coach.prospect(exercise, where)
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
