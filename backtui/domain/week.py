"""What a day is for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from datetime import date, timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from backtui.domain.pause import Pause, pause_on, paused_until
from backtui.domain.schedule import (
    NO_SCHEDULE,
    RoutineDone,
    Schedule,
    Slot,
    every_words,
    of_line,
    slots_on,
)
from backtui.domain.sitting import STRONG_PAIN, Hurt
from backtui.domain.weekday import MONDAY, WeekStart, week_of
from backtui.domain.words.numbers import join_and, long_day, many

GOAL_BOUNDS = (1, 7)
# More back days a week than this cannot alternate with other days.
MOST_WITH_DAYS_BETWEEN = 4
# After so many days in a row with something on each, a day that is not a back day is for rest.
MOST_IN_A_ROW = 6
DAY = timedelta(days=1)
FIRST = "A gentle first session."
GENTLY = {
    (Hurt.DIZZY, 0): "You were dizzy today. Rest now. {}.",
    (Hurt.DIZZY, 1): "You were dizzy yesterday. Rest today, or walk a little if you feel well. {}.",
    (Hurt.WORSE, 0): "Your back is worse this morning. Rest today, or walk a little. {}.",
    (Hurt.WORSE, 1): "Your back was worse yesterday morning. Rest today, or walk a little. {}.",
    (Hurt.FLARE, 0): "Your back hurt more after today's session. Rest, or walk a little. {}.",
    (Hurt.FLARE, 1): "Your back hurt more after yesterday's session. Rest, or walk a little. {}.",
    (Hurt.PAIN, 0): f"You noted pain of {STRONG_PAIN} or more today. Rest, or walk a little. {{}}.",
    (Hurt.PAIN, 1): f"You noted pain of {STRONG_PAIN} or more yesterday. Rest, or walk a little. {{}}.",
}


class Due(StrEnum):
    """What a day is for."""

    BACK = "back"
    AEROBIC = "aerobic"
    REST = "rest"


class DayDone(msgspec.Struct, frozen=True):
    """A day and what was done on it: so many sessions, and something aerobic or not."""

    day: date
    sessions: int = 0
    aerobic: bool = False


class WeekPlan(msgspec.Struct, frozen=True):
    """What was set for weeks: the schedule, the pauses, where a week and a day start, the routines' names.

    `done` are the sessions that used up their days, as they happened, where the schedule needs them.
    """

    schedule: Schedule = NO_SCHEDULE
    pauses: tuple[Pause, ...] = ()
    starts: WeekStart = MONDAY
    day_starts_h: int = 4
    names: Mapping[str, str] = msgspec.field(default_factory=dict)
    done: tuple[RoutineDone, ...] = ()


NOTHING_SET = WeekPlan()


class Today(msgspec.Struct, frozen=True):
    """What is due on `day` and why; `done` days of `goal` in its week; the last session's day.

    `aerobic` counts the week's aerobic days; `sessions` of `per_day` were done today; `week` is its seven
    days. `slots` are what the schedule has for the day; `pause` is the one that it is in, `paused_until` its
    last day, None until it is ended.
    """

    day: date
    due: Due
    why: str
    done: int
    goal: int
    last: date | None = None
    aerobic: int = 0
    sessions: int = 0
    per_day: int = 1
    week: tuple[DayDone, ...] = ()
    slots: tuple[Slot, ...] = ()
    pause: Pause | None = None
    paused_until: date | None = None

    @property
    def next(self) -> Slot | None:
        """What the schedule has next on a back day."""
        still = (slot for slot in self.slots if not slot.done)
        return next(still, None) if self.due is Due.BACK else None


def today(
    day: date,
    back_days: Iterable[date],
    goal: int = 3,
    *,
    per_day: int = 1,
    goal_by: str = "me",
    aerobic_days: Iterable[date] = (),
    hurts: Mapping[date, Hurt] | None = None,
    plan: WeekPlan = NOTHING_SET,
) -> Today:
    """What `day` is for, from the days with a session on them and a goal of 1-7 such days a week.

    A day stands among `back_days` once for each of its sessions; `per_day` (1-3) of them are due on a back
    day, and `goal_by` tells who set these numbers ("me" or "provider"). Back days alternate with aerobic days
    (docs/rules.md); a goal above 4 a week may take days in a row. A day that hurt and the one after it are
    for rest, and nothing is due in a pause.
    """
    back = Counter(each for each in back_days if each <= day)
    aerobic = {each for each in aerobic_days if each <= day}
    days = _Days(day, back, aerobic, goal, per_day, goal_by, hurts or {}, plan)
    week = tuple(DayDone(each, back[each], each in aerobic) for each in _days_from(days.begins, 7))
    due, why, slots = days.due()
    return Today(
        day, due, why, days.done, goal, max(back, default=None), days.walked, back[day], per_day, week, slots,
        pause_on(day, plan.pauses), paused_until(day, plan.pauses),
    )  # fmt: skip


class ComingDay(msgspec.Struct, frozen=True):
    """What a day to come is for; `slots` are what the schedule has for it, `pause` the one that it is in."""

    day: date
    due: Due
    slots: tuple[Slot, ...] = ()
    pause: Pause | None = None

    @property
    def still(self) -> tuple[Slot, ...]:
        """What is not done yet."""
        return tuple(slot for slot in self.slots if not slot.done) if self.due is Due.BACK else ()


def coming(
    day: date,
    back_days: Iterable[date],
    goal: int = 3,
    *,
    days: int,
    per_day: int = 1,
    aerobic_days: Iterable[date] = (),
    hurts: Mapping[date, Hurt] | None = None,
    plan: WeekPlan = NOTHING_SET,
) -> tuple[ComingDay, ...]:
    """What each of the `days` days from `day` on would be for, were all that is due done.

    The other arguments are those of `today`.
    """
    back, aerobic, done = list(back_days), list(aerobic_days), list(plan.done)
    found: list[ComingDay] = []
    for each in _days_from(day, days):
        now = replace(plan, done=tuple(done))
        of_it = today(each, back, goal, per_day=per_day, aerobic_days=aerobic, hurts=hurts, plan=now)
        ahead = ComingDay(each, of_it.due, of_it.slots, of_it.pause)
        if ahead.due is Due.BACK:
            done += [RoutineDone(each, slot.routine) for slot in ahead.still]
            back += [each] * (len(ahead.still) or per_day - back.count(each))
        elif ahead.due is Due.AEROBIC:
            aerobic.append(each)
        found.append(ahead)
    return tuple(found)


def _days_from(first: date, days: int) -> Iterable[date]:
    return (first + n * DAY for n in range(days))


class _Days(msgspec.Struct, frozen=True):
    """What is known up to a day, and what follows for it; `said` counts the week in words, if others do."""

    day: date
    back: Mapping[date, int]
    aerobic: Set[date]
    goal: int
    per_day: int
    goal_by: str
    hurts: Mapping[date, Hurt] = msgspec.field(default_factory=dict)
    plan: WeekPlan = NOTHING_SET
    said: str = ""

    @property
    def begins(self) -> date:
        """The first day of the week."""
        return week_of(self.day, self.plan.starts)

    @property
    def done(self) -> int:
        """The week's back days."""
        return sum(each >= self.begins for each in self.back)

    @property
    def walked(self) -> int:
        """The week's aerobic days."""
        return sum(each >= self.begins for each in self.aerobic)

    @property
    def count(self) -> str:
        """The week so far, in words."""
        aerobic = f", {many(self.walked, 'aerobic day')}" if self.walked else ""
        whose = " that your provider set" if self.goal_by == "provider" else ""
        return self.said or f"{self.done} of {self.goal}{whose} this week{aerobic}"

    def due(self) -> tuple[Due, str, tuple[Slot, ...]]:
        """What the day is for, why, and what is scheduled; what hurt comes first, and never asks for more."""
        for ago in (0, 1):
            hurt = self.hurts.get(self.day - ago * DAY)
            if hurt is not None:
                return Due.REST, GENTLY[hurt, ago].format(self.count), ()
        pause = pause_on(self.day, self.plan.pauses)
        if pause is not None:
            until = paused_until(self.day, self.plan.pauses)
            ends = f"until {long_day(until)}" if until else "until you end it"
            return Due.REST, f"{pause.why.words} {ends}: nothing is due, {self.count}.", ()
        if self.plan.schedule.lines:
            return self._scheduled()
        return *self._of_the_week(), ()

    def _of_the_week(self) -> tuple[Due, str]:
        """The same, where nobody scheduled anything."""
        sessions = self.back.get(self.day, 0)
        due, why = self._before_today()
        if not sessions:
            return due, why
        if due is Due.BACK and sessions < self.per_day:
            left = f"session {sessions + 1} of {self.per_day} is still to come"
            return Due.BACK, f"Back day: {left}, {self.count}. Leave some hours between."
        said = "Today's session is done" if sessions == 1 else f"Today's {sessions} sessions are done"
        return Due.REST, f"{said}, {self.count}. Rest, or walk a little."

    def _before_today(self) -> tuple[Due, str]:
        """The same, had no session been done today."""
        earlier = [each for each in self.back if each < self.day]
        if not earlier:
            return Due.BACK, FIRST
        ago = (self.day - max(earlier)).days
        week = sum(each >= self.begins for each in earlier)
        if week >= self.goal:
            why = f"The week's goal is reached, {self.count}. Walk, cycle or swim if you like."
            return self._aerobic(why)
        if ago == 1 and self.goal <= MOST_WITH_DAYS_BETWEEN:
            return self._aerobic(f"Yesterday was a back day, {self.count}. Walk, cycle or swim today.")
        since = "yesterday" if ago == 1 else f"{ago} days ago"
        return Due.BACK, f"Back day: the last session was {since}, {self.count}."

    def _aerobic(self, why: str) -> tuple[Due, str]:
        """An aerobic day, unless that is done already or a week without a rest is behind it."""
        if self.day in self.aerobic:
            return Due.REST, f"You did something aerobic today, {self.count}. Rest, or walk a little more."
        before = (self.day - n * DAY for n in range(1, MOST_IN_A_ROW + 1))
        if all(each in self.back or each in self.aerobic for each in before):
            return Due.REST, f"You were active {MOST_IN_A_ROW} days in a row, {self.count}. Rest today."
        return Due.AEROBIC, why

    # Where there is a schedule

    def _scheduled(self) -> tuple[Due, str, tuple[Slot, ...]]:
        plan = self.plan
        slots = slots_on(
            self.day,
            plan.schedule,
            plan.done,
            lambda number: self._for_line(number)._before_today()[0] is Due.BACK,
            per_day=self.per_day,
            day_starts_h=plan.day_starts_h,
            starts=plan.starts,
        )
        still = [slot for slot in slots if not slot.done]
        if still:
            return Due.BACK, self._why(still, len(slots)), slots
        if slots or self.back.get(self.day):
            said = "Today's session is done" if len(slots) < 2 else f"Today's {len(slots)} sessions are done"
            return Due.REST, f"{said}, {self.count}. Rest, or walk a little.", slots
        turns = [number for number, line in enumerate(plan.schedule.lines) if line.on_back_days]
        due, why = self._for_line(turns[0])._before_today() if turns else (Due.BACK, "")
        if due is not Due.BACK:
            return due, why, ()
        why = f"Nothing is scheduled today, {self.count}. Walk, cycle or swim if you like."
        return *self._aerobic(why), ()

    def _for_line(self, number: int) -> "_Days":
        """The same with the sessions that were for a line alone: a short daily one takes no back day."""
        done = of_line(number, self.plan.schedule, self.plan.done)
        return replace(self, back=Counter(each.day for each in done), said=self.count)

    def _why(self, still: list[Slot], all_of_it: int) -> str:
        """What is next and why, what is done of the day, and what comes after it."""
        slot, *later = still
        done = f" Done today: {all_of_it - len(still)} of {all_of_it}." if len(still) < all_of_it else ""
        then = f" Then {join_and(map(self._called, later))}." if later else ""
        return f"{self._called(slot)}: {self._reason(slot)}, {self.count}.{done}{then}"

    def _called(self, slot: Slot) -> str:
        name = self.plan.names.get(slot.routine, slot.routine)
        return f"{name} at {slot.at}" if slot.at else name

    def _reason(self, slot: Slot) -> str:
        """Why a line is due today."""
        line = self.plan.schedule.lines[slot.line]
        done = of_line(slot.line, self.plan.schedule, self.plan.done)
        last = max((each.day for each in done if each.day < self.day), default=None)
        ago = (self.day - last).days if last else 0
        since = (
            f"the last time was {'yesterday' if ago == 1 else f'{ago} days ago'}"
            if last
            else "the first time"
        )
        if line.on:
            return f"scheduled on {join_and(each.capitalize() for each in line.on)}"
        if line.every:
            return f"scheduled {every_words(line.every)}" + (f", {since}" if line.every > 1 else "")
        turn = "next in turn on a back day" if len(line.routines) > 1 else "a back day"
        return f"{turn}, {since}"
