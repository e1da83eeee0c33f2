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

from __future__ import annotations  # types of keys take 2 ms to make, and few kinds are read at a time

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta

from backtui.domain.check import Day, Harmless, Json, hexadecimal
from backtui.domain.event_keys import (
    Count,
    CourseName,
    Id,
    Ids,
    Item,
    LaterSets,
    Maybe,
    Minutes,
    Name,
    OneSide,
    Parts,
    Seconds,
    What,
    harmless_text,
    means,
)
from backtui.domain.exercise import (
    Dose,
    HoldSeconds,
    Increment,
    Kind,
    Repetitions,
    RestSeconds,
    Side,
    Sides,
    Tempo,
)
from backtui.domain.own_events import ExerciseRemoved, ExerciseSaved, OwnEvent, RoutineRemoved, RoutineSaved
from backtui.domain.pause import PauseSet
from backtui.domain.progression.ladder import Order

BODY_LIMIT_BYTES = 4096
PAIN_BOUNDS = (0, 10)  # none, the worst


class Rating(StrEnum):
    """How an exercise felt."""

    EASY = "easy"
    COMFORTABLE = "comfortable"
    HARD = "hard"


Face = Literal["screen", "plain"]
ExerciseEnd = Literal["done", "skipped", "pain", "dizzy", "cut", "left-out"]
SessionEnd = Literal["done", "stopped", "dizzy"]
Asked = Literal["before", "after", "morning", "other"]
Morning = Literal["better", "same", "worse"]
By = Literal["me", "provider"]


class SessionStarted(What, frozen=True):
    """A session began."""

    kind = "session-started"

    routine: Annotated[Name, means("the id of the routine that it follows")]
    minutes: Annotated[Minutes, means("the time it was fitted to, null for all")] | None
    face: Annotated[Face, means("where it was done")]
    day: Annotated[Day, means("the training day that it belongs to")]
    timing: Annotated[
        dict[Harmless, Seconds], Meta(max_length=40, description="the seconds of each phase by its name")
    ]
    by_hand: Maybe[Annotated[bool, means("it was entered afterwards, away from the screen")]] = UNSET
    rules: Maybe[
        Annotated[Count, means("the edition of the rules that gave its doses; missing: the first")]
    ] = UNSET


class ItemEvent(What, frozen=True):
    """Something that happened in an exercise of a session."""

    item: Item


class ExercisePlanned(ItemEvent, frozen=True, kw_only=True):
    """An exercise was planned for the session, with the dose that the rules gave."""

    kind = "exercise-planned"

    block: Annotated[Item, means("the block of the routine that it stands in, from 0")]
    block_kind: Annotated[Kind, means("what the block is for")]
    exercise: Annotated[Name, means("its id")]
    hold_s: Annotated[HoldSeconds, means("seconds of a hold")]
    reps: Annotated[Repetitions, means("repetitions a side, of the first set")]
    holds: Annotated[int, Meta(ge=1, le=9, description="holds in a repetition")]
    sides: Annotated[Sides, means("whether it is done on each side")]
    change: Annotated[
        Name, means("what the decision did with the dose; of a session entered whole, its choice")
    ]
    rule: Annotated[str, Meta(max_length=80, description="the rule that gave the dose"), harmless_text]
    why: Annotated[str, Meta(max_length=2000, description="the reason in a sentence"), harmless_text]
    before: Annotated[Dose, means("the dose before it, null the first time")] | None = msgspec.field(
        name="from"
    )
    more: Maybe[LaterSets] = UNSET
    rest_s: Maybe[Annotated[RestSeconds, means("seconds of rest between the sets")]] = UNSET
    course: Maybe[CourseName] = UNSET
    side: Maybe[OneSide] = UNSET
    asked: Maybe[Annotated[Dose, means("the dose that the routine asks for")]] = UNSET
    aim: Maybe[Annotated[Dose, means("what it grows to, where the routine lets it grow")]] = UNSET
    tempo: Maybe[Annotated[Tempo, means("the exercise's own seconds of moving and relaxing")]] = UNSET
    parts: Maybe[Parts] = UNSET
    rest_before_s: Maybe[Annotated[RestSeconds, means("seconds of rest before it")]] = UNSET

    @property
    def dose(self) -> Dose:
        """The dose that was planned."""
        return Dose(self.hold_s, self.reps, self.more or (), self.rest_s or 0)


class RepEnded(ItemEvent, frozen=True):
    """A repetition was held."""

    kind = "rep-ended"

    side: Annotated[Side, means("the side it was done on")]
    rep: Annotated[Count, means("which repetition of that side, from 1 through all sets")]
    holds_s: Annotated[
        tuple[Seconds, ...],
        Meta(max_length=9, description="seconds really held, a number for each hold that does not move"),
    ]


class Eased(ItemEvent, frozen=True):
    """What was left of an exercise got a second shorter in each hold."""

    kind = "eased"


class MovedBack(ItemEvent, frozen=True):
    """An exercise was gone back to, and is open again."""

    kind = "moved-back"


class Postponed(ItemEvent, frozen=True):
    """An exercise was put at the end of its block."""

    kind = "postponed"


class ExerciseEnded(ItemEvent, frozen=True):
    """An exercise was over."""

    kind = "exercise-ended"

    how: Annotated[ExerciseEnd, means("what ended it")]
    begun: Annotated[bool, means("one of its holds was begun")]


class Rated(ItemEvent, frozen=True):
    """An exercise was rated."""

    kind = "rated"

    rating: Annotated[Rating, means("how it felt, null for a rating taken away")] | None


class PainFelt(ItemEvent, frozen=True):
    """The key for pain was pressed in an exercise."""

    kind = "pain"


class DizzyFelt(ItemEvent, frozen=True):
    """The key for dizziness was pressed in an exercise."""

    kind = "dizzy"


class Paused(What, frozen=True):
    """The session stood still."""

    kind = "paused"

    why: Annotated[Name, means("key; gap, where the machine slept; lost, where it was interrupted")]


class Resumed(What, frozen=True):
    """The session went on, after its lead-in."""

    kind = "resumed"


class SessionEnded(What, frozen=True):
    """The session was over."""

    kind = "session-ended"

    how: Annotated[SessionEnd, means("what ended it")]
    alive: Annotated[bool, means("a key was pressed since it began")]


class SessionConfirmed(What, frozen=True):
    """A session without a sign of life was really done."""

    kind = "session-confirmed"


class GrowthDeclined(What, frozen=True):
    """An announced raise was answered with "not yet"."""

    kind = "growth-declined"
    needs_session = None

    exercise: Annotated[Name, means("the id of the exercise")]
    course: Maybe[CourseName] = UNSET
    side: Maybe[OneSide] = UNSET


SAID = (
    "dose",
    "target",
    "ceiling",
    "locked",
    "resting",
    "needed",
    "ladder",
    "step",
    "priority",
    "disabled",
    "allowed",
)
AS_EVERYWHERE = ("needed", "ladder")  # of these null says something: no longer the exercise's own


class TargetSet(What, frozen=True):
    """The person or the provider set something for an exercise."""

    kind = "target-set"
    needs_session = False

    exercise: Annotated[Name, means("the id of the exercise")]
    by: Annotated[By, means("who said so")]
    side: Maybe[OneSide] = UNSET
    dose: Maybe[Annotated[Dose, means("the next dose")]] = UNSET
    target: Maybe[Annotated[Dose, means("what growth aims at")]] = UNSET
    ceiling: Maybe[Annotated[Dose, means("how far growth may be offered")]] = UNSET
    locked: Maybe[Annotated[bool, means("no rule changes the dose")]] = UNSET
    resting: Maybe[Annotated[bool, means("it is set aside for now")]] = UNSET
    disabled: Maybe[Annotated[bool, means("it is left out of sessions")]] = UNSET
    needed: Maybe[Annotated[int, Meta(ge=1, le=5, description="sessions per step, null: as everywhere")]] = (
        UNSET
    )
    ladder: Maybe[Annotated[Order, means("which knob grows first, null: as everywhere")]] = UNSET
    step: Maybe[Annotated[Increment, means("how much one step of growth adds")]] = UNSET
    priority: Maybe[
        Annotated[Literal["low", "normal", "high"], means("what goes first when time is short")]
    ] = UNSET
    allowed: Maybe[Annotated[bool, means("the provider allows it whatever caution was noted")]] = UNSET

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

    when: Annotated[Asked, means("of a session; other, where it belongs to none")]
    score: (
        Annotated[int, Meta(ge=PAIN_BOUNDS[0], le=PAIN_BOUNDS[1], description="pain, null for not given")]
        | None
    )
    answer: Maybe[Annotated[Morning, means("the morning after")]] = UNSET


class SettingSet(What, frozen=True):
    """Something about sessions was set."""

    kind = "setting-set"
    needs_session = False

    key: Annotated[Name, means("which setting")]
    value: Annotated[Json, means("what it is from now on")]


class NoteWritten(What, frozen=True):
    """A note was written; its text stands beside the chain, so that it can be erased for good."""

    kind = "note-written"
    needs_session = None

    salt: Annotated[str, hexadecimal(1, 64), means("random bytes")]
    digest: Annotated[str, hexadecimal(32, 32), means("SHA-256 of the salt and the text")]
    about: Annotated[
        Id, means("the session, or the target-set event and with it its change, that it explains")
    ]
    item: Maybe[Annotated[Item, means("the exercise of the session that it is about")]] = UNSET


class ActivityDone(What, frozen=True):
    """Something aerobic was done."""

    kind = "activity-done"
    needs_session = False

    what: Annotated[Name, means("in a word")]
    minutes: Annotated[Minutes, means("for how long")]
    day: Annotated[Day, means("on which training day")]


class Void(What, frozen=True):
    """Events were taken back; with a start, its session."""

    kind = "void"
    needs_session = False

    events: Annotated[Ids, means("the ids of these events")]
    erase: Maybe[Annotated[bool, means("the texts of the notes among them are erased for good")]] = UNSET
    undo: Maybe[Annotated[bool, means("it takes a change back")]] = UNSET
    redo: Maybe[Annotated[bool, means("it takes an undo back")]] = UNSET

    @property
    def names(self) -> tuple[bytes, ...]:
        """The ids of the events that it takes back."""
        return tuple(map(bytes.fromhex, self.events))


EVENTS: tuple[type[What], ...] = (
    SessionStarted, ExercisePlanned, RepEnded, Eased, MovedBack, Postponed, ExerciseEnded, Rated,
    PainFelt, DizzyFelt, Paused, Resumed, SessionEnded, SessionConfirmed, GrowthDeclined, TargetSet,
    PainAnswered, SettingSet, NoteWritten, ActivityDone, ExerciseSaved, ExerciseRemoved, RoutineSaved,
    RoutineRemoved, PauseSet, Void,
)  # fmt: skip
BY_KIND = {each.kind: each for each in EVENTS}
KINDS = tuple(BY_KIND)
OWN_KINDS = tuple(each.kind for each in EVENTS if issubclass(each, OwnEvent))


class Event(msgspec.Struct, frozen=True):
    """One thing that happened. `id` and `session` are UUIDv7s (16 bytes) made before the write.

    What a table from elsewhere says has a UUIDv8 made of its content: there the id alone says that it is the
    same, whenever and with whatever else it was taken in.

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
        return datetime.fromisoformat(self.what.at) if self.what.at else self.wall

    @property
    def change(self) -> str:
        """The first event (its id in hexadecimal digits) of the choice that it belongs to; often itself."""
        return self.what.change or self.id.hex()
