"""What a day is for; what is a back day."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from backtui.domain.record import State
from backtui.domain.words.numbers import many

# A session that was stopped before this share of its repetitions leaves the day open for another one.
LEAST_SHARE = (1, 3)
STRONG_PAIN = 6  # of 10; also the score from which rule flare speaks


class Hurt(StrEnum):
    """Why the days around ask for less, the weightiest first."""

    DIZZY = "dizzy"
    WORSE = "worse"
    FLARE = "flare"
    PAIN = "pain"


class DayUse(msgspec.Struct, frozen=True):
    """One session's facts; `planned` and `done` count repetitions, of both sides and within the plan.

    `alive`: there was a sign of life in it; `pain`: it was pressed in an exercise; `morning`: better, same or
    worse on the day after.
    """

    session: bytes
    day: date
    state: State = State.DONE
    planned: int = 0
    done: int = 0
    begun: bool = True
    alive: bool = True
    pain: bool = False
    dizzy: bool = False
    flare: bool = False
    morning: str | None = None
    started_at: datetime | None = None

    @property
    def uses_up_the_day(self) -> bool:
        """Whether its day counts as a back day.

        Not when it broke off with less than a third done, unless that was for pain or dizziness: then there
        is to be no other session today.
        """
        share, whole = LEAST_SHARE
        enough = self.done * whole >= self.planned * share
        return self.begun and (self.state is State.DONE or enough or self.pain or self.dizzy or self.flare)


def back_days(day_uses: Iterable[DayUse]) -> list[date]:
    """The day of each session that used up its day: as many times as there were such sessions on it."""
    return [each.day for each in day_uses if each.uses_up_the_day]


def hurts(day_uses: Iterable[DayUse], told: Iterable[tuple[date, int]] = ()) -> Mapping[date, Hurt]:
    """The days on which the back hurt more, each with its weightiest reason.

    Worse on the morning after is of that morning; `told` is pain from 0 to 10 beside the sessions.
    """
    found: dict[date, list[Hurt]] = {}
    for each in day_uses:
        if each.dizzy:
            found.setdefault(each.day, []).append(Hurt.DIZZY)
        if each.flare:
            found.setdefault(each.day, []).append(Hurt.FLARE)
        if each.morning == "worse":
            found.setdefault(each.day + timedelta(days=1), []).append(Hurt.WORSE)
    for day, score in told:
        if score >= STRONG_PAIN:
            found.setdefault(day, []).append(Hurt.PAIN)
    weight = list(Hurt)
    return {day: min(reasons, key=weight.index) for day, reasons in found.items()}


GOAL_BOUNDS = (1, 7)
# More back days a week than this cannot alternate with other days.
MOST_WITH_DAYS_BETWEEN = 4
# After so many days in a row with something on each, a day that is not a back day is for rest.
MOST_IN_A_ROW = 6
DAY = timedelta(days=1)
GENTLY = {
    (Hurt.DIZZY, 0): "You were dizzy today, {}. Rest today.",
    (Hurt.DIZZY, 1): "You were dizzy yesterday, {}. Rest today, or walk a little if you feel well.",
    (Hurt.WORSE, 0): "Your back is worse this morning, {}. Rest today, or walk a little.",
    (Hurt.WORSE, 1): "Your back was worse yesterday morning, {}. Rest today, or walk a little.",
    (Hurt.FLARE, 0): "Your back hurt more after today's session, {}. Rest, or walk a little.",
    (Hurt.FLARE, 1): "Your back hurt more after yesterday's session, {}. Rest, or walk a little.",
    (Hurt.PAIN, 0): f"You told pain of {STRONG_PAIN} or more today, {{}}. Rest, or walk a little.",
    (Hurt.PAIN, 1): f"You told pain of {STRONG_PAIN} or more yesterday, {{}}. Rest, or walk a little.",
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


class Today(msgspec.Struct, frozen=True):
    """What is due on `day` and why; `done` days of `goal` in the week from Monday; the last session's day.

    `aerobic` counts the week's aerobic days; `sessions` of `per_day` were done today; `week` is its seven
    days, Monday first.
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


def monday_of(day: date) -> date:
    """The Monday that the week of `day` began with."""
    return day - timedelta(days=day.weekday())


def today(
    day: date,
    back_days: Iterable[date],
    goal: int = 3,
    *,
    per_day: int = 1,
    goal_by: str = "me",
    aerobic_days: Iterable[date] = (),
    hurts: Mapping[date, Hurt] | None = None,
) -> Today:
    """What `day` is for, from the days with a session on them and a goal of 1-7 such days a week.

    A day stands among `back_days` once for each of its sessions; `per_day` (1-3) of them are due on a back
    day, and `goal_by` tells who set these numbers ("me" or "provider"). Back days alternate with aerobic days
    (docs/rules.md); a goal above 4 a week may take days in a row. A day that hurt and the one after it are
    for rest.
    """
    back = Counter(each for each in back_days if each <= day)
    aerobic = {each for each in aerobic_days if each <= day}
    days = _Days(day, back, aerobic, goal, per_day, goal_by, hurts or {})
    monday = monday_of(day)
    week = tuple(DayDone(each, back[each], each in aerobic) for each in _days_from(monday, 7))
    due, why = days.due()
    return Today(
        day, due, why, days.done, goal, max(back, default=None), days.walked, back[day], per_day, week
    )


def coming(
    day: date,
    back_days: Iterable[date],
    goal: int = 3,
    *,
    days: int,
    per_day: int = 1,
    aerobic_days: Iterable[date] = (),
    hurts: Mapping[date, Hurt] | None = None,
) -> tuple[tuple[date, Due], ...]:
    """What each of the `days` days from `day` on would be for, were all that is due done; without the rests.

    The other arguments are those of `today`.
    """
    back, aerobic = list(back_days), list(aerobic_days)
    found: list[tuple[date, Due]] = []
    for each in _days_from(day, days):
        due = today(each, back, goal, per_day=per_day, aerobic_days=aerobic, hurts=hurts).due
        if due is Due.BACK:
            back += [each] * (per_day - back.count(each))
        elif due is Due.AEROBIC:
            aerobic.append(each)
        if due is not Due.REST:
            found.append((each, due))
    return tuple(found)


def _days_from(first: date, days: int) -> Iterable[date]:
    return (first + n * DAY for n in range(days))


class _Days(msgspec.Struct, frozen=True):
    """What is known up to a day, and what follows for it."""

    day: date
    back: Mapping[date, int]
    aerobic: Set[date]
    goal: int
    per_day: int
    goal_by: str
    hurts: Mapping[date, Hurt] = msgspec.field(default_factory=dict)

    @property
    def done(self) -> int:
        """The week's back days."""
        return sum(each >= monday_of(self.day) for each in self.back)

    @property
    def walked(self) -> int:
        """The week's aerobic days."""
        return sum(each >= monday_of(self.day) for each in self.aerobic)

    @property
    def count(self) -> str:
        """The week so far, in words."""
        aerobic = f", {many(self.walked, 'aerobic day')}" if self.walked else ""
        whose = " that your provider set" if self.goal_by == "provider" else ""
        return f"{self.done} of {self.goal}{whose} this week{aerobic}"

    def due(self) -> tuple[Due, str]:
        """What the day is for, and why; what hurt comes first, and never asks for more."""
        for ago in (0, 1):
            hurt = self.hurts.get(self.day - ago * DAY)
            if hurt is not None:
                return Due.REST, GENTLY[hurt, ago].format(self.count)
        sessions = self.back.get(self.day, 0)
        due, why = self._before_today()
        if not sessions:
            return due, why
        if due is Due.BACK and sessions < self.per_day:
            left = f"session {sessions + 1} of {self.per_day} today is open"
            return Due.BACK, f"Back day: {left}, {self.count}. Leave some hours between."
        said = "Today's session is done" if sessions == 1 else f"Today's {sessions} sessions are done"
        return Due.REST, f"{said}, {self.count}. Rest, or walk a little."

    def _before_today(self) -> tuple[Due, str]:
        """The same, had no session been done today."""
        earlier = [each for each in self.back if each < self.day]
        if not earlier:
            return Due.BACK, "Your first session: a gentle start."
        ago = (self.day - max(earlier)).days
        week = sum(each >= monday_of(self.day) for each in earlier)
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
            return Due.REST, f"Something aerobic is done today, {self.count}. Rest, or walk a little more."
        before = (self.day - n * DAY for n in range(1, MOST_IN_A_ROW + 1))
        if all(each in self.back or each in self.aerobic for each in before):
            return Due.REST, f"{MOST_IN_A_ROW} days in a row had something, {self.count}. Rest today."
        return Due.AEROBIC, why
