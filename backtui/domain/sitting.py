"""What a session was for its day: a back day, a routine done, a day that hurt."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from backtui.domain.record import State
from backtui.domain.schedule import RoutineDone

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
    routine: str = ""

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


def routines_done(day_uses: Iterable[DayUse]) -> list[RoutineDone]:
    """The day and the routine of each session that used up its day."""
    return [RoutineDone(each.day, each.routine) for each in day_uses if each.uses_up_the_day]


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
