"""What a face is told."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

from backtui.domain.events import By, Event, Rating
from backtui.domain.exercise import Dose
from backtui.domain.plan import Course, CourseDose
from backtui.domain.progression.prescription import Adjustment, Decision, Prescription
from backtui.domain.record import EntryRecord, SessionRecord
from backtui.domain.week import Today

if TYPE_CHECKING:
    from backtui.domain.progression.forecast import Ahead, Forecast, Pace
    from backtui.domain.session.state import Progress
    from backtui.domain.session.steps import Script


class Seed(msgspec.Struct, frozen=True):
    """A session that is ready to run; `so_far_s` have gone by since it first began.

    `beginning` is what the running session writes first, so that it also begins on a log that cannot be
    written now. `previews` has the next dose of each item after each rating, were all of it held.
    """

    session: bytes
    script: "Script"
    progress: "tuple[Progress, ...]" = ()
    so_far_s: float = 0.0
    beginning: tuple[Event, ...] = ()
    previews: Mapping[int, Mapping[Rating, Dose]] = msgspec.field(default_factory=dict)


class DoseChange(msgspec.Struct, frozen=True):
    """One change of the prescribed dose: the day it was first done, from what to what, the rule and why."""

    day: date
    before: Dose | None
    after: Dose
    rule: str
    why: str


class TargetTold(msgspec.Struct, frozen=True):
    """What was set for an exercise, by which event, and the notes that explain it."""

    mark: Adjustment
    event: bytes
    notes: tuple[str, ...] = ()


class CourseTold(msgspec.Struct, frozen=True):
    """The next dose of another course of an exercise, and what the course is called."""

    dose: CourseDose
    title: str


class Why(msgspec.Struct, frozen=True):
    """How an exercise came to its dose: every change so far, and what is decided for the next time.

    `forecast` is when it would reach its target; `told` what was set for it, oldest first. It is about one
    course, which `title` names; `others` are the exercise's other courses.
    """

    exercise: str
    decision: Decision
    changes: tuple[DoseChange, ...]
    forecast: "Forecast | None"
    told: tuple[TargetTold, ...]
    course: Course
    title: str
    others: tuple[CourseTold, ...] = ()


class Prospect(msgspec.Struct, frozen=True):
    """What an exercise's course leads to: the next dose, the sessions to come, when it reaches its target.

    `told` is what was set for it, oldest first. `title` names the course that it is about, and `others` are
    the exercise's other courses.
    """

    exercise: str
    name: str
    prescription: Prescription
    decision: Decision
    preview: "tuple[Ahead, ...]"
    forecast: "Forecast | None"
    pace: "Pace"
    course: Course
    title: str
    told: tuple[TargetTold, ...] = ()
    others: tuple[CourseTold, ...] = ()


class SummaryLine(msgspec.Struct, frozen=True):
    """A course of a session just done: its appearances there, what comes next time, and what it is called."""

    exercise: str
    entries: tuple[EntryRecord, ...]
    following: Decision
    course: Course
    title: str

    @property
    def grows(self) -> bool:
        """The next dose is a raise, which can be declined."""
        return self.following.rule == "up"


class Summary(msgspec.Struct, frozen=True):
    """A session at its end: what was done, what changes next time, and the week."""

    record: SessionRecord
    lines: tuple[SummaryLine, ...]
    week: Today
    notes: tuple[str, ...] = ()


class TargetRequest(msgspec.Struct, frozen=True):
    """What a person wants set for an exercise; None leaves a thing as it is.

    A `dose`, `target` or `ceiling` is a text in the notation; a number beside it changes that number of it.
    `side` is the one that the doses are for. `needed` and `ladder` may be "default": as it is set for all.
    """

    hold_s: int | None = None
    reps: int | None = None
    target_hold_s: int | None = None
    target_reps: int | None = None
    locked: bool | None = None
    resting: bool | None = None
    by: By = "me"
    ceiling_hold_s: int | None = None
    ceiling_reps: int | None = None
    needed: int | str | None = None
    ladder: str | None = None
    note: str | None = None
    dose: str | None = None
    target: str | None = None
    ceiling: str | None = None
    sets: int | None = None
    rest_s: int | None = None
    target_sets: int | None = None
    ceiling_sets: int | None = None
    side: Literal["left", "right"] | None = None
    step_hold_s: int | None = None
    step_reps: int | None = None
    step_sets: int | None = None

    @property
    def asks_for_it(self) -> bool:
        """It says a dose, a lock or to bring back, so that the exercise would be asked for with it."""
        said = (self.dose, self.hold_s, self.reps, self.sets, self.rest_s)
        return any(each is not None for each in said) or bool(self.locked) or self.resting is False

    @property
    def only_rests(self) -> bool:
        """It says nothing but to leave the exercise out or to bring it back."""
        return replace(self, resting=None, note=None, by="me") == TargetRequest()


class Aimed(msgspec.Struct, frozen=True):
    """What became of a wish: the decisions before and after, and in a sentence each what went with it."""

    exercise: str
    name: str
    before: Decision
    after: Decision
    went_along: tuple[str, ...] = ()


class AimedAll(msgspec.Struct, frozen=True):
    """What became of a wish for all, by which events.

    `kept` names what the provider's locks left alone, `hurting` what rests for pain until it is named.
    """

    aimed: tuple[Aimed, ...]
    events: tuple[bytes, ...]
    kept: tuple[str, ...] = ()
    hurting: tuple[str, ...] = ()


class SessionRequest(msgspec.Struct, frozen=True):
    """What a person says before a session: its minutes and routine (None: as set), and pain from 0 to 10."""

    minutes: int | None = None
    routine: str | None = None
    pain: int | None = None
