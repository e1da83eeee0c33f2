"""What can happen, as the append-only log keeps it: a struct for each kind, its keys, their bounds.

The names of the fields are the keys of an event's body in JSON; `from` alone is called `before` here. A key
that may be missing is `UNSET` where it is, and null says as little, but for `needed` and `ladder`, where null
means: as everywhere. Bodies may have further keys that harm nothing, which are kept as they are.

Events that one choice of the person made together carry `change`, the id (hex) of the first of them; so does
a void that is a change by itself. A correction voids what was wrong and logs it again as it should have been.
An undo names all events of its change, in several voids where they are many; of a session that was entered
whole, its start.

A session's id is the id of its first session-started event; a later one of the same session, logged where the
first was voided, corrects it.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backtui.domain.check import STEERS, Day, Harmless, Json, Moment, hexadecimal, json_value
from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS, Dose, Kind, Side, Sides
from backtui.domain.fault import Fault
from backtui.domain.progression.ladder import Order
from backtui.domain.text import harmless

T = TypeVar("T")

BODY_LIMIT_BYTES = 4096
PAIN_BOUNDS = (0, 10)  # none, the worst
MOST_ITEMS = 1000
HALF_DAY_S = 43_200


class Rating(StrEnum):
    """How an exercise felt."""

    EASY = "easy"
    COMFORTABLE = "comfortable"
    HARD = "hard"


def _harmless(text: str) -> Fault | None:
    """No character that steers a terminal."""
    return None if harmless(text) else Fault(STEERS)


def _is_id(text: str) -> Fault | None:
    """As an event's or a session's id is written."""
    return None if re.fullmatch("[0-9a-f]{32}", text, re.ASCII) else Fault(AN_ID)


def _some(listed: Sequence[str]) -> Fault | None:
    """At least one."""
    return None if listed else Fault(SOME_IDS)


def _definition(value: object) -> Fault | None:
    """A table of anything, but not too large; another version may know more keys."""
    if not isinstance(value, dict) or len(value) > MOST_ITEMS:
        return Fault(f"must be an object of at most {MOST_ITEMS} names")
    found = (json_value(name) or json_value(entry) for name, entry in value.items())
    return next((fault.within("a value", "") for fault in found if fault), None)


AN_ID, SOME_IDS = "must be an id of 32 hex digits", f"must be a list of 1 to {MOST_ITEMS}"
Id = Annotated[str, Meta(description=AN_ID), _is_id]
Ids = Annotated[tuple[Id, ...], Meta(max_length=MOST_ITEMS, description=SOME_IDS), _some]
Definition = Annotated[Any, _definition]
Name = Annotated[str, Meta(min_length=1, max_length=80), _harmless]
Item = Annotated[
    int, Meta(ge=0, le=MOST_ITEMS, description="which exercise of the session, as they were planned, from 0")
]
Count = Annotated[int, Meta(ge=1, le=MOST_ITEMS)]
Minutes = Annotated[int, Meta(ge=0, le=100_000)]
Seconds = Annotated[int, Meta(ge=0, le=HALF_DAY_S)] | Annotated[float, Meta(ge=0, le=HALF_DAY_S)]
Face = Literal["screen", "plain"]
ExerciseEnd = Literal["done", "skipped", "pain", "dizzy", "cut", "left-out"]
SessionEnd = Literal["done", "stopped", "dizzy"]
Asked = Literal["before", "after", "morning", "other"]
Morning = Literal["better", "same", "worse"]
By = Literal["me", "provider"]


class What(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened. `needs_session` is None for a kind that may belong to a session or to none."""

    kind: ClassVar[str]
    needs_session: ClassVar[bool | None] = True

    change: (
        Annotated[Id, Meta(description="the first event of the choice that it belongs to")] | UnsetType | None
    ) = UNSET
    at: (
        Annotated[Moment, Meta(description="when it truly was, where that was told later")] | UnsetType | None
    ) = UNSET


class SessionStarted(What, frozen=True):
    """A session began."""

    kind = "session-started"

    routine: Annotated[Name, Meta(description="the id of the routine that it follows")]
    minutes: Annotated[Minutes, Meta(description="the time it was fitted to, null for all")] | None
    face: Annotated[Face, Meta(description="where it was done")]
    day: Annotated[Day, Meta(description="the training day that it belongs to")]
    timing: Annotated[
        dict[Harmless, Seconds], Meta(max_length=40, description="the seconds of each phase by its name")
    ]
    by_hand: (
        Annotated[bool, Meta(description="it was entered afterwards, away from the screen")]
        | UnsetType
        | None
    ) = UNSET


class ItemEvent(What, frozen=True):
    """Something that happened in an exercise of a session."""

    item: Item


class ExercisePlanned(ItemEvent, frozen=True, kw_only=True):
    """An exercise was planned for the session, with the dose that the rules gave."""

    kind = "exercise-planned"

    block: Annotated[Item, Meta(description="the block of the routine that it stands in, from 0")]
    block_kind: Annotated[Kind, Meta(description="what the block is for")]
    exercise: Annotated[Name, Meta(description="its id")]
    hold_s: Annotated[int, Meta(ge=HOLD_BOUNDS_S[0], le=HOLD_BOUNDS_S[1], description="seconds of a hold")]
    reps: Annotated[
        int, Meta(ge=REPETITION_BOUNDS[0], le=REPETITION_BOUNDS[1], description="repetitions a side")
    ]
    holds: Annotated[int, Meta(ge=1, le=9, description="holds in a repetition")]
    sides: Annotated[Sides, Meta(description="whether it is done on each side")]
    change: Annotated[
        Name, Meta(description="what the decision did with the dose; of a session entered whole, its choice")
    ]
    rule: Annotated[str, Meta(max_length=80, description="the rule that gave the dose"), _harmless]
    why: Annotated[str, Meta(max_length=2000, description="the reason in a sentence"), _harmless]
    before: Annotated[Dose, Meta(description="the dose before it, null the first time")] | None = (
        msgspec.field(name="from")
    )

    @property
    def dose(self) -> Dose:
        """The dose that was planned."""
        return Dose(self.hold_s, self.reps)


class RepEnded(ItemEvent, frozen=True):
    """A repetition was held."""

    kind = "rep-ended"

    side: Annotated[Side, Meta(description="the side it was done on")]
    rep: Annotated[Count, Meta(description="which repetition of that side, from 1")]
    holds_s: Annotated[
        tuple[Seconds, ...], Meta(max_length=9, description="seconds really held, a number for each hold")
    ]


class Eased(ItemEvent, frozen=True):
    """What was left of an exercise got a second shorter in each hold."""

    kind = "eased"


class MovedBack(ItemEvent, frozen=True):
    """An exercise was gone back to, and is open again."""

    kind = "moved-back"


class ExerciseEnded(ItemEvent, frozen=True):
    """An exercise was over."""

    kind = "exercise-ended"

    how: Annotated[ExerciseEnd, Meta(description="what ended it")]
    begun: Annotated[bool, Meta(description="one of its holds was begun")]


class Rated(ItemEvent, frozen=True):
    """An exercise was rated."""

    kind = "rated"

    rating: Annotated[Rating, Meta(description="how it felt, null for a rating taken away")] | None


class PainFelt(ItemEvent, frozen=True):
    """The key for pain was pressed in an exercise."""

    kind = "pain"


class DizzyFelt(ItemEvent, frozen=True):
    """The key for dizziness was pressed in an exercise."""

    kind = "dizzy"


class Paused(What, frozen=True):
    """The session stood still."""

    kind = "paused"

    why: Annotated[
        Name, Meta(description="key; gap, where the machine slept; lost, where it was interrupted")
    ]


class Resumed(What, frozen=True):
    """The session went on, after its lead-in."""

    kind = "resumed"


class SessionEnded(What, frozen=True):
    """The session was over."""

    kind = "session-ended"

    how: Annotated[SessionEnd, Meta(description="what ended it")]
    alive: Annotated[bool, Meta(description="a key was pressed since it began")]


class SessionConfirmed(What, frozen=True):
    """A session without a sign of life was really done."""

    kind = "session-confirmed"


class GrowthDeclined(What, frozen=True):
    """An announced raise was answered with "not yet"."""

    kind = "growth-declined"
    needs_session = None

    exercise: Annotated[Name, Meta(description="the id of the exercise")]


SAID = (
    "dose",
    "target",
    "ceiling",
    "locked",
    "resting",
    "needed",
    "ladder",
    "priority",
    "disabled",
    "allowed",
)
AS_EVERYWHERE = ("needed", "ladder")  # of these null says something: no longer the exercise's own


class TargetSet(What, frozen=True):
    """The person or the provider set something for an exercise."""

    kind = "target-set"
    needs_session = False

    exercise: Annotated[Name, Meta(description="the id of the exercise")]
    by: Annotated[By, Meta(description="who said so")]
    dose: Annotated[Dose, Meta(description="the next dose")] | UnsetType | None = UNSET
    target: Annotated[Dose, Meta(description="what growth aims at")] | UnsetType | None = UNSET
    ceiling: Annotated[Dose, Meta(description="how far growth may be offered")] | UnsetType | None = UNSET
    locked: Annotated[bool, Meta(description="no rule changes the dose")] | UnsetType | None = UNSET
    resting: Annotated[bool, Meta(description="it is set aside for now")] | UnsetType | None = UNSET
    disabled: Annotated[bool, Meta(description="it is left out of sessions")] | UnsetType | None = UNSET
    needed: (
        Annotated[int, Meta(ge=1, le=5, description="successes a step, null: as everywhere")]
        | UnsetType
        | None
    ) = UNSET
    ladder: (
        Annotated[Order, Meta(description="which knob grows first, null: as everywhere")] | UnsetType | None
    ) = UNSET
    priority: (
        Annotated[Literal["low", "normal", "high"], Meta(description="what goes first when time is short")]
        | UnsetType
        | None
    ) = UNSET
    allowed: (
        Annotated[bool, Meta(description="the provider allows it whatever caution was noted")]
        | UnsetType
        | None
    ) = UNSET

    @property
    def says(self) -> tuple[str, ...]:
        """What it is about, of `SAID`."""
        return tuple(name for name in SAID if self._says(name, getattr(self, name)))

    @staticmethod
    def _says(name: str, value: object) -> bool:
        return value is not UNSET and (value is not None or name in AS_EVERYWHERE)


class PainAnswered(What, frozen=True):
    """A question about pain was answered, or pain was told."""

    kind = "pain-answered"
    needs_session = None

    when: Annotated[Asked, Meta(description="of a session; other, where it belongs to none")]
    score: (
        Annotated[int, Meta(ge=PAIN_BOUNDS[0], le=PAIN_BOUNDS[1], description="pain, null for not said")]
        | None
    )
    answer: Annotated[Morning, Meta(description="the morning after")] | UnsetType | None = UNSET


class SettingSet(What, frozen=True):
    """Something about sessions was set."""

    kind = "setting-set"
    needs_session = False

    key: Annotated[Name, Meta(description="which setting")]
    value: Annotated[Json, Meta(description="what it is from now on")]


class NoteWritten(What, frozen=True):
    """A note was written; its text stands beside the chain, so that it can be erased for good."""

    kind = "note-written"
    needs_session = None

    salt: Annotated[str, hexadecimal(1, 64), Meta(description="random bytes")]
    digest: Annotated[str, hexadecimal(32, 32), Meta(description="SHA-256 of the salt and the text")]
    about: Annotated[
        Id, Meta(description="the session, or the target-set event and with it its change, that it explains")
    ]


class ActivityDone(What, frozen=True):
    """Something aerobic was done."""

    kind = "activity-done"
    needs_session = False

    what: Annotated[Name, Meta(description="in a word")]
    minutes: Annotated[Minutes, Meta(description="for how long")]
    day: Annotated[Day, Meta(description="on which training day")]


class OwnEvent(What, frozen=True):
    """Something of the person's own was saved or removed."""

    needs_session = False
    sort: ClassVar[Literal["exercise", "routine"]]
    deed: ClassVar[Literal["saved", "removed"]]

    id: Annotated[Name, Meta(description="its id")]


class ExerciseSaved(OwnEvent, frozen=True):
    """An own exercise was saved, new or changed."""

    kind, sort, deed = "exercise-saved", "exercise", "saved"

    definition: Annotated[
        Definition,
        Meta(description="the keys of data/exercises/*.toml and figure, the id of a shipped one or a table"),
    ]


class ExerciseRemoved(OwnEvent, frozen=True):
    """An own exercise was removed."""

    kind, sort, deed = "exercise-removed", "exercise", "removed"


class RoutineSaved(OwnEvent, frozen=True):
    """An own routine was saved, new or changed."""

    kind, sort, deed = "routine-saved", "routine", "saved"

    definition: Annotated[
        Definition, Meta(description="id, name and items, each an exercise and maybe its dose")
    ]


class RoutineRemoved(OwnEvent, frozen=True):
    """An own routine was removed."""

    kind, sort, deed = "routine-removed", "routine", "removed"


class Void(What, frozen=True):
    """Events were taken back; with a start, its session."""

    kind = "void"
    needs_session = False

    events: Annotated[Ids, Meta(description="the ids of these events")]
    erase: (
        Annotated[bool, Meta(description="the texts of the notes among them are erased for good")]
        | UnsetType
        | None
    ) = UNSET
    undo: Annotated[bool, Meta(description="it takes a change back")] | UnsetType | None = UNSET
    redo: Annotated[bool, Meta(description="it takes an undo back")] | UnsetType | None = UNSET

    @property
    def names(self) -> tuple[bytes, ...]:
        """The ids of the events that it takes back."""
        return tuple(map(bytes.fromhex, self.events))


def or_none(value: T | UnsetType) -> T | None:
    """A key's value; None where it is missing."""
    return None if value is UNSET else value


EVENTS: tuple[type[What], ...] = (
    SessionStarted, ExercisePlanned, RepEnded, Eased, MovedBack, ExerciseEnded, Rated, PainFelt, DizzyFelt,
    Paused, Resumed, SessionEnded, SessionConfirmed, GrowthDeclined, TargetSet, PainAnswered, SettingSet,
    NoteWritten, ActivityDone, ExerciseSaved, ExerciseRemoved, RoutineSaved, RoutineRemoved, Void,
)  # fmt: skip
BY_KIND = {each.kind: each for each in EVENTS}
KINDS = tuple(BY_KIND)
OWN_KINDS = tuple(each.kind for each in EVENTS if issubclass(each, OwnEvent))


class Event(msgspec.Struct, frozen=True):
    """One thing that happened. `id` and `session` are UUIDv7s (16 bytes) made before the write.

    `wall` is aware local time; `mono_ms` counts milliseconds since the session began, None outside one.
    """

    id: bytes
    wall: datetime
    what: What
    session: bytes | None = None
    mono_ms: int | None = None

    @property
    def kind(self) -> str:
        """The kind of what happened, as the log calls it."""
        return self.what.kind

    @property
    def true_time(self) -> datetime:
        """When it happened: what its body says where it was corrected later, else when it was logged."""
        return self.what.at or self.wall

    @property
    def change(self) -> str:
        """The first event (its id in hexadecimal digits) of the choice that it belongs to; often itself."""
        return self.what.change or self.id.hex()
