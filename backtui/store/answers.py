"""What reads of the log answer with, beside the domain's own SessionRecord and Appearance."""

from dataclasses import dataclass
from datetime import date, datetime

from backtui.domain.exercise import Dose


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A line of the ledger: the dose that an exercise had in a session, and why."""

    session: bytes
    started_at: datetime
    day: date
    exercise: str
    dose: Dose
    from_dose: Dose | None
    change: str
    rule: str
    why: str
    begun: bool


@dataclass(frozen=True, slots=True)
class TargetSet:
    """What the person or the provider set for an exercise at a moment; None: left as it was.

    `as_everywhere` names what is no longer the exercise's own; `change` is the first event of its change.
    """

    at: datetime
    exercise: str
    by: str
    dose: Dose | None
    target: Dose | None
    locked: bool | None
    resting: bool | None
    ceiling: Dose | None = None
    needed: int | None = None
    ladder: str | None = None
    priority: str | None = None
    disabled: bool | None = None
    allowed: bool | None = None
    as_everywhere: tuple[str, ...] = ()
    event: bytes = b""
    change: bytes = b""


@dataclass(frozen=True, slots=True)
class Decline:
    """A "not yet" to an announced raise."""

    at: datetime
    exercise: str
    session: bytes | None


@dataclass(frozen=True, slots=True)
class Flare:
    """A session after which the pain was worse (rule flare)."""

    session: bytes
    started_at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Pain:
    """An answer about pain: `asked` before, after or the next morning."""

    at: datetime
    session: bytes | None
    asked: str
    score: int | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class Activity:
    """Something aerobic that was done on a day."""

    at: datetime
    day: date
    what: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Note:
    """A note about a session; its text is None once it was erased."""

    event: bytes
    at: datetime
    text: str | None
