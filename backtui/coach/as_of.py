"""The same as of a moment in the past."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from backtui.coach.coach import SESSIONS_THAT_MATTER, Coach
from backtui.coach.reading import Log
from backtui.domain.progression.outcome import Appearance
from backtui.domain.progression.prescription import Adjustment
from backtui.machine.clock import Clock


class StoppedClock(Clock):
    """A clock that stands at a moment."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    @property
    def rate(self) -> float:
        """As the machine's own."""
        return 1.0

    def now(self) -> datetime:
        """The moment."""
        return self._moment

    def monotonic(self) -> float:
        """Nothing goes by."""
        return 0.0

    def sleep(self, seconds: float) -> None:
        """Nothing goes by."""
        del seconds


AS_NOW = frozenset({"version", "settings", "own", "own_edition", "own_ever"})


class LogBefore:
    """What a log had before a moment, as far as a plan asks; settings and own things are those of now."""

    def __init__(self, log: Log, moment: datetime) -> None:
        self._log, self._moment = log, moment

    def __getattr__(self, name: str) -> Any:
        """What is as it is now; nothing else may be asked of that time. Raises AttributeError."""
        if name not in AS_NOW:
            raise AttributeError(f"a log as of a moment does not answer {name}")
        return getattr(self._log, name)

    def appearances(self, sessions: int, before: datetime | None = None) -> Sequence[Appearance]:
        """The planned exercises of the newest so many sessions of that time."""
        return self._log.appearances(sessions, min(before, self._moment) if before else self._moment)

    def marks(self) -> Sequence[Adjustment]:
        """What had been set for an exercise."""
        return [mark for mark in self._log.marks() if mark.at < self._moment]

    def declines(self) -> Sequence[tuple[str, datetime]]:
        """Which growth had been declined."""
        return [(name, at) for name, at in self._log.declines() if at < self._moment]

    def flares(self) -> Sequence[datetime]:
        """When the sessions with a flare began."""
        return [at for at in self._log.flares() if at < self._moment]

    def last_done(self) -> Mapping[str, date]:
        """The day on which each exercise had last been performed."""
        days: dict[str, date] = {}
        for each in self.appearances(SESSIONS_THAT_MATTER):
            if each.performed:
                days[each.exercise] = max(each.day, days.get(each.exercise, each.day))
        return days


def coach_before(coach: Coach, moment: datetime) -> Coach:
    """The coach of that moment, for the exercises and routines of now."""
    return Coach(coach.content, StoppedClock(moment), cast(Log, LogBefore(coach.log, moment)))
