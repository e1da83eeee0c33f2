"""What a face is told: the answers of the coach as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from backtui.domain.course import Decision
from backtui.domain.exercise import Dose
from backtui.domain.history import EntryRecord, Rating, SessionRecord
from backtui.domain.session import Progress
from backtui.domain.timeline import Script
from backtui.domain.week import Today


@dataclass(frozen=True, slots=True)
class Seed:
    """A session that is in the log and ready to run; `so_far_s` have gone by since it first began.

    `previews` has the next dose of each exercise after each rating, were all of it held.
    """

    session: bytes
    script: Script
    progress: tuple[Progress, ...] = ()
    so_far_s: float = 0.0
    previews: Mapping[str, Mapping[Rating, Dose]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DoseChange:
    """One change of the prescribed dose: the day it was first done, from what to what, the rule and why."""

    day: date
    before: Dose | None
    after: Dose
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Why:
    """How an exercise came to its dose: every change so far, and what is decided for the next time."""

    exercise: str
    decision: Decision
    changes: tuple[DoseChange, ...]


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """An exercise of a session just done: its appearances there, and what comes next time."""

    exercise: str
    entries: tuple[EntryRecord, ...]
    following: Decision

    @property
    def grows(self) -> bool:
        """The next dose is a raise, which can be declined."""
        return self.following.rule == "up"


@dataclass(frozen=True, slots=True)
class Summary:
    """A session at its end: what was done, what changes next time, and the week."""

    record: SessionRecord
    lines: tuple[SummaryLine, ...]
    week: Today
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetWish:
    """What a person wants set for an exercise; None leaves a thing as it is."""

    hold_s: int | None = None
    reps: int | None = None
    target_hold_s: int | None = None
    target_reps: int | None = None
    locked: bool | None = None
    resting: bool | None = None
    by: str = "me"


@dataclass(frozen=True, slots=True)
class SessionWish:
    """What a person says before a session: its minutes and routine (None: as set), and pain from 0 to 10."""

    minutes: int | None = None
    routine: str | None = None
    pain: int | None = None
