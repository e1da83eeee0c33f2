"""What came together over weeks and years: the calendar, streaks, dose changes, totals."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from backtui.domain.exercise import DAY_COURSE, Dose, Side
from backtui.domain.pause import Pause
from backtui.domain.record import State
from backtui.domain.weekday import MONDAY, WeekStart, week_of

DAYS = 7
WEEK = timedelta(days=DAYS)
YEAR_WEEKS = 52  # from one year to the next that is shown
SHOWN_WEEKS = YEAR_WEEKS + 1  # a year, and the week under way
LEAST_WEEKS = 13  # a quarter of it is shown of a log that is younger
MOST_MINUTES = (10, 20, 30, 45)  # of a day's effort from 1 to 4; what is longer is 5


class Deviation(msgspec.Struct, frozen=True):
    """An exercise of a session that did not simply go as planned.

    `done` of `planned` repetitions of any length, both sides together.
    """

    exercise: str
    how: str | None
    performed: bool
    complete: bool
    pain: bool
    eased: bool
    done: int
    planned: int


class SessionSummary(msgspec.Struct, frozen=True):
    """A session in one line: `done` of `planned` exercises were begun (twice is once); `odd` stood out.

    `performed`: anything at all was begun; `counts`: it used up its day; `ended_at` is the newest sign of a
    session that is open.
    """

    id: bytes
    day: date
    started_at: datetime
    ended_at: datetime
    state: State
    alive: bool
    dizzy: bool
    flare: bool
    by_hand: bool
    performed: bool
    counts: bool
    pain_before: int | None = None
    pain_after: int | None = None
    morning: str | None = None
    done: int = 0
    planned: int = 0
    odd: tuple[Deviation, ...] = ()

    @property
    def hurt(self) -> bool:
        """There was pain in an exercise, dizziness, or a flare afterwards."""
        return self.dizzy or self.flare or any(odd.pain for odd in self.odd)

    @property
    def unconfirmed(self) -> bool:
        """It ran to its end without a sign of life."""
        return self.state is State.DONE and not self.alive


class Aerobic(msgspec.Struct, frozen=True):
    """Something aerobic that was done on a day, in minutes."""

    day: date
    what: str
    minutes: int


class PainPoint(msgspec.Struct, frozen=True):
    """Answers about pain from 0 to 10: before and after a session, the next morning, or at another time.

    `session` is None for an answer that belongs to none.
    """

    day: date
    at: datetime
    session: bytes | None = None
    before: int | None = None
    after: int | None = None
    morning: str | None = None
    other: int | None = None


class WeekCount(msgspec.Struct, frozen=True):
    """A week from its first day on: its back days, and all its sessions."""

    begins: date
    days: int
    sessions: int


class DosePoint(msgspec.Struct, frozen=True):
    """An exercise in one session: its dose, why it had that dose, and what was done.

    `held_s` is the mean of its repetitions' shortest holds, None without any; `reps` are those of all sets of
    one side; `pain`: it was ended for pain.
    """

    day: date
    session: bytes
    dose: Dose
    rule: str
    why: str
    reps: float
    held_s: float | None
    course: str = DAY_COURSE
    side: Side = Side.NONE
    pain: bool = False


class Sums(msgspec.Struct, frozen=True):
    """What came together: sessions and their seconds, repetitions and seconds held, aerobic minutes.

    `longest_s` is the longest hold of all; repetitions that only move are among the repetitions.
    """

    sessions: int = 0
    seconds: float = 0.0
    reps: int = 0
    held_s: float = 0.0
    aerobic: int = 0
    aerobic_min: int = 0
    longest_s: float = 0.0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.sessions + other.sessions,
            self.seconds + other.seconds,
            self.reps + other.reps,
            self.held_s + other.held_s,
            self.aerobic + other.aerobic,
            self.aerobic_min + other.aerobic_min,
            max(self.longest_s, other.longest_s),
        )


class MonthPart(msgspec.Struct, frozen=True):
    """What one month ("2026-03") had of sessions, of aerobic activities, or of one exercise."""

    month: str
    exercise: str | None
    sums: Sums


class Sign(StrEnum):
    """What a day of the calendar shows; pain stands above all, part of a session above the whole."""

    OUT = "out"
    REST = "rest"
    BACK = "back"
    AEROBIC = "aerobic"
    BOTH = "both"
    PART = "part"
    PAIN = "pain"


class DayMark(msgspec.Struct, frozen=True):
    """What a day had: something of a session, one that used up the day, a whole one, aerobic, pain."""

    back: bool = False
    counts: bool = False
    whole: bool = False
    aerobic: bool = False
    pain: bool = False


class CalendarWeek(msgspec.Struct, frozen=True):
    """A column of the calendar: seven signs, its back days, and whether they reach the goal."""

    begins: date
    signs: tuple[Sign, ...]
    days: int
    reached: bool


class Streak(msgspec.Struct, frozen=True):
    """Weeks in a row that reached the goal: up to now, and the longest ever."""

    now: int = 0
    longest: int = 0


class DoseStep(msgspec.Struct, frozen=True):
    """A dose that differs from the one before: where in the series, from what to what, the rule and why."""

    place: int
    day: date
    before: Dose | None
    after: Dose
    rule: str
    why: str

    @property
    def sign(self) -> str:
        """▲ for more, ▼ for less, • for the first."""
        return "•" if self.before is None else "▲" if self.after > self.before else "▼"


class Totals(msgspec.Struct, frozen=True):
    """All that was done: together, by month ("2026-03"), by year ("2026") and by exercise, oldest first."""

    all: Sums = msgspec.field(default_factory=Sums)
    months: Mapping[str, Sums] = msgspec.field(default_factory=dict)
    years: Mapping[str, Sums] = msgspec.field(default_factory=dict)
    exercises: Mapping[str, Sums] = msgspec.field(default_factory=dict)


def marks_of(
    session_summaries: Iterable[SessionSummary], activities: Iterable[Aerobic]
) -> dict[date, DayMark]:
    """What each day had, from its sessions and activities in any order."""
    marks: dict[date, DayMark] = {}
    for each in session_summaries:
        was = marks.get(each.day, DayMark())
        marks[each.day] = DayMark(
            back=was.back or each.performed,
            counts=was.counts or each.counts,
            whole=was.whole or (each.performed and each.state is State.DONE),
            pain=was.pain or each.hurt,
        )
    for done in activities:
        marks[done.day] = replace(marks.get(done.day, DayMark()), aerobic=True)
    return marks


def sign_of(mark: DayMark) -> Sign:
    """The one sign that stands for a day."""
    if mark.pain:
        return Sign.PAIN
    if mark.back and not mark.whole:
        return Sign.PART
    if mark.back:
        return Sign.BOTH if mark.aerobic else Sign.BACK
    return Sign.AEROBIC if mark.aerobic else Sign.REST


def calendar(
    first_day: date, weeks: int, marks: Mapping[date, DayMark], within: tuple[date, date], goal: int
) -> tuple[CalendarWeek, ...]:
    """So many weeks from the first day of one; days out of `within` (first and last day) show nothing."""
    first, last = within
    found = []
    for number in range(weeks):
        begins = first_day + number * WEEK
        days = [begins + timedelta(days=each) for each in range(7)]
        shown = [day for day in days if first <= day <= last]
        signs = tuple(sign_of(marks.get(day, DayMark())) if day in shown else Sign.OUT for day in days)
        done = sum(day in marks and marks[day].counts for day in shown)
        found.append(CalendarWeek(begins, signs, done, done >= goal))
    return tuple(found)


def first_week(day: date, last: date, starts: WeekStart = MONDAY) -> date:
    """The first day of the year of weeks with `day` in it, years counted back from the week of `last`."""
    end = week_of(last, starts)
    back = (end - week_of(day, starts)) // WEEK
    years = max(0, -((YEAR_WEEKS - back) // YEAR_WEEKS))
    return end - (years + 1) * YEAR_WEEKS * WEEK


def shown_weeks(day: date, first: date, last: date, starts: WeekStart = MONDAY) -> tuple[date, int]:
    """The first day of the weeks that show a day, and how many they are: those from `first` to `last`.

    Of more than a year it is the one with `day` in it; of less than a quarter the weeks to come too.
    """
    begins = week_of(first, starts)
    weeks = (week_of(last, starts) - begins) // WEEK + 1
    if weeks > SHOWN_WEEKS:
        return first_week(day, last, starts), SHOWN_WEEKS
    return begins, max(weeks, LEAST_WEEKS)


def effort(minutes: float) -> int:
    """How much a day had, from 0 for nothing to 5."""
    return bisect_left(MOST_MINUTES, minutes) + 1 if minutes > 0 else 0


def streak(
    weeks: Mapping[date, int],
    goal: int,
    day: date,
    pauses: Sequence[Pause] = (),
    starts: WeekStart = MONDAY,
) -> Streak:
    """Weeks in a row with at least `goal` back days, from the days of each week by its first one.

    Only whole weeks count, so rest days inside them break nothing; nor does the week under way, which
    counts as soon as it reaches the goal. A week that is paused from its first to its last day is passed
    over, whatever was done in it; so is one with any paused day that does not reach the goal.
    """
    now = longest = 0
    here, before = week_of(day, starts), None
    for begins in sorted(each for each, days in weeks.items() if days >= goal and each <= here):
        if _paused_days(begins, pauses) == DAYS:
            continue
        now = now + 1 if before is not None and _joined(before, begins, pauses) else 1
        longest, before = max(longest, now), begins
    goes_on = before is not None and (before == here or _joined(before, here, pauses))
    return Streak(now if goes_on else 0, longest)


def _joined(before: date, begins: date, pauses: Sequence[Pause]) -> bool:
    """Whether all weeks between these two were paused, in part at least."""
    between = range(1, (begins - before) // WEEK)
    return all(_paused_days(before + number * WEEK, pauses) for number in between)


def _paused_days(begins: date, pauses: Sequence[Pause]) -> int:
    """How many days of a week are paused."""
    days = (begins + timedelta(days=number) for number in range(DAYS))
    return sum(any(pause.covers(day) for pause in pauses) for day in days)


def changes_of(points: Sequence[DosePoint]) -> tuple[DoseStep, ...]:
    """Where the dose changed, from an exercise's sessions oldest first; the first of all is one too."""
    found: list[DoseStep] = []
    for place, point in enumerate(points):
        before = found[-1].after if found else None
        if before != point.dose:
            found.append(DoseStep(place, point.day, before, point.dose, point.rule, point.why))
    return tuple(found)


def totals(parts: Iterable[MonthPart]) -> Totals:
    """Everything added up, from parts in any order."""
    together = Sums()
    months: dict[str, Sums] = {}
    years: dict[str, Sums] = {}
    exercises: dict[str, Sums] = {}
    for part in parts:
        sums = part.sums
        if part.exercise is not None:
            exercises[part.exercise] = exercises.get(part.exercise, Sums()) + sums
            # A session has many exercises; it is counted where sessions are.
            sums = Sums(reps=sums.reps, held_s=sums.held_s, longest_s=sums.longest_s)
        year = part.month.partition("-")[0]
        months[part.month] = months.get(part.month, Sums()) + sums
        years[year] = years.get(year, Sums()) + sums
        together += sums
    return Totals(together, *(dict(sorted(sums.items())) for sums in (months, years, exercises)))
