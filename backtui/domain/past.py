"""What was done, as history looks back on it: light values, without the repetitions themselves."""

from dataclasses import dataclass
from datetime import date, datetime

from backtui.domain.exercise import Dose
from backtui.domain.history import State


@dataclass(frozen=True, slots=True)
class Odd:
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


@dataclass(frozen=True, slots=True)
class Headline:
    """A session in one line: `done` of `planned` exercises were begun; `odd` are those that stand out.

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
    odd: tuple[Odd, ...] = ()

    @property
    def hurt(self) -> bool:
        """There was pain in an exercise, dizziness, or a flare afterwards."""
        return self.dizzy or self.flare or any(odd.pain for odd in self.odd)

    @property
    def unconfirmed(self) -> bool:
        """It ran to its end without a sign of life."""
        return self.state is State.DONE and not self.alive


@dataclass(frozen=True, slots=True)
class Aerobic:
    """Something aerobic that was done on a day, in minutes."""

    day: date
    what: str
    minutes: int


@dataclass(frozen=True, slots=True)
class PainPoint:
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


@dataclass(frozen=True, slots=True)
class WeekCount:
    """A week from its Monday: its back days, and all its sessions."""

    monday: date
    days: int
    sessions: int


@dataclass(frozen=True, slots=True)
class DosePoint:
    """An exercise in one session: its dose, why it had that dose, and what was done.

    `held_s` is the mean of its repetitions' shortest holds, None without any; `reps` are those of one side.
    """

    day: date
    session: bytes
    dose: Dose
    rule: str
    why: str
    reps: float
    held_s: float | None


@dataclass(frozen=True, slots=True)
class Sums:
    """What came together: sessions and their seconds, repetitions and seconds held, aerobic minutes."""

    sessions: int = 0
    seconds: float = 0.0
    reps: int = 0
    held_s: float = 0.0
    aerobic: int = 0
    aerobic_min: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.sessions + other.sessions,
            self.seconds + other.seconds,
            self.reps + other.reps,
            self.held_s + other.held_s,
            self.aerobic + other.aerobic,
            self.aerobic_min + other.aerobic_min,
        )


@dataclass(frozen=True, slots=True)
class MonthPart:
    """What one month ("2026-03") had of sessions, of aerobic activities, or of one exercise."""

    month: str
    exercise: str | None
    sums: Sums
