"""Which routine is due on which day, and how often at most."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from backtui.domain.exercise import Word
from backtui.domain.weekday import MONDAY, WeekStart, week_of
from backtui.domain.words.numbers import long_day, many

MOST_A_DAY = 6
MOST_LINES, MOST_LIMITS, MOST_IN_TURN = 12, 40, 12
EVERY_BOUNDS = (1, 28)  # days from one time to the next
A_WEEK_BOUNDS = (1, 21)  # times a week at most
LOOKS_BACK = timedelta(weeks=26)  # so far back it matters what was done

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
TimeOfDay = Annotated[
    str, Meta(pattern=r"\A([01]\d|2[0-3]):[0-5]\d\Z", description="must be a time like 07:30")
]
Days = Annotated[int, Meta(ge=EVERY_BOUNDS[0], le=EVERY_BOUNDS[1])]
Times = Annotated[int, Meta(ge=A_WEEK_BOUNDS[0], le=A_WEEK_BOUNDS[1])]


class Scheduled(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a schedule: its routine, or several in turn, and when.

    `on` names weekdays, `every` says after how many days; with neither, the back days of the week. `at` are
    the times of the day; without them once, or as often as a back day has sessions.
    """

    routines: Annotated[tuple[Word, ...], Meta(min_length=1, max_length=MOST_IN_TURN)]
    on: Annotated[tuple[Weekday, ...], Meta(max_length=7)] = ()
    every: Days | None = None
    at: Annotated[tuple[TimeOfDay, ...], Meta(max_length=MOST_A_DAY)] = ()

    @property
    def on_back_days(self) -> bool:
        """The rule of the week says on which days."""
        return not self.on and self.every is None


class Limit(msgspec.Struct, frozen=True, omit_defaults=True):
    """How often a routine or an exercise is done at most: so many times a week, or after so many days."""

    what: Literal["routine", "exercise"]
    id: Word
    a_week: Times | None = None
    every: Days | None = None


class Schedule(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is due when; nothing in it leaves all to the rule of the week."""

    lines: Annotated[tuple[Scheduled, ...], Meta(max_length=MOST_LINES)] = ()
    limits: Annotated[tuple[Limit, ...], Meta(max_length=MOST_LIMITS)] = ()

    @property
    def routines(self) -> tuple[str, ...]:
        """Every routine in it once."""
        return tuple(dict.fromkeys(each for line in self.lines for each in line.routines))

    def limit(self, what: str, name: str) -> Limit | None:
        """How often a routine or an exercise is done at most; None where nobody said."""
        return next((each for each in self.limits if (each.what, each.id) == (what, name)), None)


NO_SCHEDULE = Schedule()
LAST = datetime(9999, 12, 31)  # noqa: DTZ001 a day's own time


def with_known(schedule: Schedule, known: Container[str]) -> Schedule:
    """The same without the routines that are no longer there."""
    lines = [
        replace(line, routines=tuple(each for each in line.routines if each in known))
        for line in schedule.lines
    ]
    return replace(schedule, lines=tuple(line for line in lines if line.routines))


WEEKDAY_NAMES: tuple[Weekday, ...] = get_args(Weekday)


class RoutineDone(msgspec.Struct, frozen=True):
    """A session that used up its day: which day, which routine."""

    day: date
    routine: str


class Slot(msgspec.Struct, frozen=True):
    """One time that a routine is due on a day: its time of day, if it has one, and whether it was done."""

    routine: str
    at: str | None = None
    done: bool = False
    line: int = 0

    def starts(self, day: date, day_starts_h: int) -> datetime | None:
        """When it begins on a training day, in local time; one before that hour is on the date after it."""
        if self.at is None:
            return None
        at = time.fromisoformat(self.at)
        return datetime.combine(day + timedelta(days=at.hour < day_starts_h), at)


def most_a_day(schedule: Schedule) -> int:
    """The most sessions that any day may ask for; a line without times asks for one."""
    return max(
        (
            sum(max(1, len(line.at)) for line in schedule.lines if not line.on or weekday in line.on)
            for weekday in WEEKDAY_NAMES
        ),
        default=0,
    )


def of_line(number: int, schedule: Schedule, done: Iterable[RoutineDone]) -> list[RoutineDone]:
    """The sessions that were for a line of the schedule: those of its routines, and on back days others.

    What another line has of the same routine on that day is for that line first.
    """
    line = schedule.lines[number]
    others = [each for place, each in enumerate(schedule.lines) if place != number and not each.on_back_days]
    taken: Counter[RoutineDone] = Counter()
    found = []
    for each in done:
        beside = [one for one in others if each.routine in one.routines and _may_fall_on(one, each.day)]
        taken[each] += 1
        is_more = taken[each] > sum(max(1, len(one.at)) for one in beside)
        own = each.routine in line.routines and is_more
        if own or (line.on_back_days and each.routine not in schedule.routines):
            found.append(each)
    return found


def _may_fall_on(line: Scheduled, day: date) -> bool:
    return not line.on or WEEKDAY_NAMES[day.weekday()] in line.on


def next_in_turn(line: Scheduled, done: Iterable[RoutineDone]) -> int:
    """The place of the routine that comes next: the one after the last that was done, whenever that was.

    One that was done several times on a day has had one turn.
    """
    place, turn = 0, line.routines
    for each in dict.fromkeys(done):
        after = [(place + ahead) % len(turn) for ahead in range(len(turn))]
        found = next((at for at in after if turn[at] == each.routine), None)
        place = place if found is None else (found + 1) % len(turn)
    return place


def is_due(line: Scheduled, day: date, before: Sequence[RoutineDone]) -> bool:
    """Whether a line that says its days itself is due; every so many days counts from the last time done.

    `before` are its sessions of the days before.
    """
    if line.on:
        return WEEKDAY_NAMES[day.weekday()] in line.on
    last = max((each.day for each in before), default=None)
    return last is None or (day - last).days >= (line.every or 1)


def times_left(limit: Limit | None, day: date, done: Sequence[date], starts: WeekStart = MONDAY) -> int:
    """How many times more it may be done on that day; `done` has a day for each time it was done before."""
    if limit is None:
        return MOST_A_DAY
    if limit.every is not None and any(abs((day - each).days) < limit.every for each in done if each <= day):
        return 0
    begins = week_of(day, starts)
    week = sum(begins <= each <= day for each in done)
    return MOST_A_DAY if limit.a_week is None else max(0, limit.a_week - week)


def why_not_due(limit: Limit, day: date, done: Sequence[date], starts: WeekStart = MONDAY) -> str | None:
    """Why an exercise is left out on a day; None where it may be done. `done`: a day for each time it was."""
    if times_left(limit, day, done, starts):
        return None
    last = max(each for each in done if each <= day)
    if limit.every is not None and (day - last).days < limit.every:
        again = last + timedelta(days=limit.every)
        return f"At most once {every_words(limit.every)}; it comes again on {long_day(again)}."
    return f"At most {many(limit.a_week or 0, 'time')} a week; it comes again in the next one."


def every_words(days: int) -> str:
    """So many days from one time to the next, in words."""
    return "every day" if days == 1 else f"every {days} days"


def slots_on(
    day: date,
    schedule: Schedule,
    done: Sequence[RoutineDone],
    is_back_day: Callable[[int], bool],
    *,
    per_day: int = 1,
    day_starts_h: int = 4,
    starts: WeekStart = MONDAY,
) -> tuple[Slot, ...]:
    """What is due on a day in the order of its times, those without one last, each done or not.

    `done` is in the order in which it happened; `is_back_day` answers for the place of a line on back
    days.
    """
    before = [each for each in done if each.day < day]
    slots: list[Slot] = []
    for number, line in enumerate(schedule.lines):
        own = of_line(number, schedule, before)
        if not (is_back_day(number) if line.on_back_days else is_due(line, day, own)):
            continue
        times: Sequence[str | None] = line.at or (None,) * (per_day if line.on_back_days else 1)
        found = _next_allowed(line, next_in_turn(line, own), day, schedule, before, starts)
        if found is not None:
            routine, left = found
            slots += [Slot(routine, at, line=number) for at in times[:left]]
    slots.sort(key=lambda slot: slot.starts(day, day_starts_h) or LAST)
    return _ticked(slots, schedule, [each.routine for each in done if each.day == day])


def _next_allowed(
    line: Scheduled,
    place: int,
    day: date,
    schedule: Schedule,
    before: Sequence[RoutineDone],
    starts: WeekStart,
) -> tuple[str, int] | None:
    """The next routine in turn that may be done, and how many times; None where all are done often enough."""
    for routine in (*line.routines[place:], *line.routines[:place]):
        days = [each.day for each in before if each.routine == routine]
        left = times_left(schedule.limit("routine", routine), day, days, starts)
        if left:
            return routine, left
    return None


def _ticked(slots: list[Slot], schedule: Schedule, today: Iterable[str]) -> tuple[Slot, ...]:
    """Each session of the day ticks what it was for: its routine, its turn; others a line on back days."""
    for routine in today:
        place = _place_for(routine, slots, schedule)
        if place is not None:
            slots[place] = replace(slots[place], done=True)
    return tuple(slots)


def _place_for(routine: str, slots: Sequence[Slot], schedule: Schedule) -> int | None:
    """The first open slot that a session with this routine was for."""
    still = [(place, slot, schedule.lines[slot.line]) for place, slot in enumerate(slots) if not slot.done]
    itself = [place for place, slot, _ in still if slot.routine == routine]
    turn = [place for place, _, line in still if routine in line.routines]
    other = [place for place, _, line in still if line.on_back_days and routine not in schedule.routines]
    return next(iter([*itself, *turn, *other]), None)
