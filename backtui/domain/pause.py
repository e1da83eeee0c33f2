"""A pause: days on which nothing is due, as an event and as a value."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import UNSET

from backtui.domain.check import Day
from backtui.domain.event_keys import Maybe, What, means


class Reason(StrEnum):
    """What a pause is for."""

    HOLIDAY = "holiday"
    ILLNESS = "illness"
    PROVIDER = "provider"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As a line begins with it."""
        return REASONS[self]


REASONS = {
    Reason.HOLIDAY: "Holiday",
    Reason.ILLNESS: "Illness",
    Reason.PROVIDER: "Pause ordered by your provider",
    Reason.OTHER: "Pause",
}


class PauseSet(What, frozen=True):
    """A pause was set: from its first to its last day nothing is due."""

    kind = "pause-set"
    needs_session = False

    why: Annotated[Reason, means("what it is for")]
    first: Annotated[Day, means("its first day")]
    last: Maybe[Annotated[Day, means("its last day; missing until it is ended")]] = UNSET


class Pause(msgspec.Struct, frozen=True):
    """Days from `first` to `last`, both in it; without `last` until it is ended. `event` set it."""

    first: date
    last: date | None = None
    why: Reason = Reason.OTHER
    event: bytes = b""

    def covers(self, day: date) -> bool:
        """Whether nothing is due on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


def pause_on(day: date, pauses: Iterable[Pause]) -> Pause | None:
    """The pause that a day is in, of several the one that lasts longest."""
    found = [each for each in pauses if each.covers(day)]
    return max(found, key=lambda each: each.last or date.max, default=None)


def paused_until(day: date, pauses: Iterable[Pause]) -> date | None:
    """The last paused day in a row from `day` on; None where it is not in a pause, or until that is ended."""
    listed = list(pauses)
    last = None
    while (pause := pause_on(day, listed)) is not None:
        if pause.last is None:
            return None
        last, day = pause.last, pause.last + timedelta(days=1)
    return last
