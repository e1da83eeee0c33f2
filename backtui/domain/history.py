"""What was done: the record of a session, prescribed beside done."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from backtui.domain.exercise import Dose, Kind, Side, Sides, sides_of


class Rating(StrEnum):
    """How an exercise felt."""

    EASY = "easy"
    COMFORTABLE = "comfortable"
    HARD = "hard"


class State(StrEnum):
    """Where a session stands."""

    OPEN = "open"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class RepRecord:
    """One repetition: seconds really held, one number a hold."""

    side: Side
    rep: int
    holds_s: tuple[float, ...]

    @property
    def hold_s(self) -> float:
        """The shortest hold of the repetition in seconds, which is the one that counts."""
        return min(self.holds_s, default=0.0)


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """One exercise in one session.

    `how` is None while it has not ended; `begun`: a hold was begun; `eased_s` seconds were taken off.
    """

    item: int
    block: int
    block_kind: Kind
    exercise: str
    prescribed: Dose
    sides: Sides
    holds: int = 1
    change: str = "same"
    rule: str = ""
    why: str = ""
    from_dose: Dose | None = None
    reps: tuple[RepRecord, ...] = ()
    rating: Rating | None = None
    pain: bool = False
    eased: bool = False
    eased_s: int = 0
    how: str | None = None
    begun: bool = False

    def held(self, side: Side) -> int:
        """Planned repetitions on that side that were held at least the prescribed seconds.

        A repetition done again counts once, one beyond the plan not at all.
        """
        enough, most = self.prescribed.hold_s - 1e-6, self.prescribed.reps
        return len({r.rep for r in self.reps if r.side is side and r.rep <= most and r.hold_s >= enough})

    @property
    def complete(self) -> bool:
        """Every planned repetition on every side was held at least the prescribed seconds."""
        return all(self.held(side) >= self.prescribed.reps for side in sides_of(self.sides))

    @property
    def performed(self) -> bool:
        """At least one hold was begun."""
        return self.begun or bool(self.reps)


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session. `day` is the day it belongs to; `alive`: there was a sign of life, or it was confirmed.

    `by_hand`: it was entered afterwards, away from the screen.
    """

    id: bytes
    started_at: datetime
    day: date
    routine: str
    face: str
    minutes: int | None = None
    timing: tuple[tuple[str, float], ...] = ()
    ended_at: datetime | None = None
    last_at: datetime | None = None
    state: State = State.OPEN
    alive: bool = False
    dizzy: bool = False
    pain_before: int | None = None
    pain_after: int | None = None
    morning: str | None = None
    by_hand: bool = False
    entries: tuple[EntryRecord, ...] = field(default=())

    @property
    def flare(self) -> bool:
        """Rule `flare`: pain after it 6 or more, or 2 or more above before, or worse the next morning."""
        before, after = self.pain_before, self.pain_after
        rise = after is not None and before is not None and after - before >= 2
        return (after is not None and after >= 6) or rise or self.morning == "worse"

    @property
    def performed(self) -> bool:
        """Anything at all was begun in it."""
        return any(entry.performed for entry in self.entries)


def training_day(moment: datetime, day_starts_h: int = 4) -> date:
    """The day that a moment belongs to: a day begins at `day_starts_h` (0-12) in the morning, local time."""
    return (moment - timedelta(hours=day_starts_h)).date()
