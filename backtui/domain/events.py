"""What can happen, as the append-only log keeps it: a kind from a fixed list and a small JSON body.

Bodies (every key listed is always there, unless it is marked with ?):

    session-started    routine, minutes (int or null), face ("screen" | "plain"), day ("2026-03-02"),
                       timing {name: seconds}, at? (ISO time of the true start, where it was entered or
                       corrected later), by_hand? (true where it was entered away from the screen)
    exercise-planned   item (0, 1, …), block (0, 1, …), block_kind, exercise, hold_s, reps, holds, sides,
                       change (a Decision's kind), rule, why, from {hold_s, reps} or null
    rep-ended          item, side, rep (1, 2, …), holds_s [seconds really held, one a hold]
    eased              item
    moved-back         item                        the exercise is open again
    exercise-ended     item, how ("done" | "skipped" | "pain" | "dizzy" | "cut" | "left-out"), begun (bool)
    rated              item, rating ("easy" | "comfortable" | "hard" | null)
    pain               item
    dizzy              item
    paused             why ("key" | "gap" | "lost")
    resumed            (empty)
    session-ended      how ("done" | "stopped" | "dizzy"), alive (bool: a key was pressed since it began),
                       at? (ISO time of the true end, where an interrupted session was ended later)
    session-confirmed  (empty)
    growth-declined    exercise
    target-set         exercise, by ("me" | "provider"), dose? {hold_s, reps}, target? {hold_s, reps},
                       ceiling? {hold_s, reps}, locked? (bool), resting? (bool), disabled? (bool),
                       needed? (successes a step, 1-5, null: as everywhere),
                       ladder? (balanced|holds|repetitions, null: as everywhere),
                       priority? (low|normal|high), allowed? (bool: the provider allows it whatever caution
                       was noted)
    pain-answered      when (before|after|morning|other), score (0-10 or null), answer? (better|same|worse)
    setting-set        key, value
    note-written       salt, digest (hex; the text stands beside the chain), about (the id, hex, of a session
                       or of the target-set event that it explains; of the same change, it explains all of it)
    activity-done      what, minutes, day
    exercise-saved, routine-saved, exercise-removed, routine-removed   id, definition? (of a saved one; an
                       exercise's has the keys of data/exercises/*.toml and figure?, the id of a shipped
                       figure or a table as in data/figures; a routine's has id, name and
                       items [{exercise, dose? {hold_s, reps}}])
    void               events [ids, hex]           takes the named events back; with a start, its session;
                       erase? (true: the texts of the notes among them are erased for good),
                       undo? (true: takes a change back), redo? (true: takes an undo back)

Events that one choice of the person made together carry `change`, the id (hex) of the first of them; so does
a void that is a change by itself. A correction voids what was wrong and logs it again as it should have been.
An undo names all events of its change, in several voids where they are many; of a session that was entered
whole, its start.

A session's id is the id of its first session-started event; a later one of the same session, logged where the
first was voided, corrects it. All belong to a session but target-set, setting-set,
activity-done, void and the saved and removed ones; growth-declined may belong to one.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Protocol

import msgspec

from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS, Side
from backtui.domain.session.steps import Step
from backtui.domain.shapes import (
    Shape,
    day_in,
    hex_of,
    id_of,
    json_value,
    list_of,
    moment_in,
    named,
    null_or,
    number,
    of,
    one_of,
    text,
    whole,
    yes_or_no,
)


class Rating(StrEnum):
    """How an exercise felt."""

    EASY = "easy"
    COMFORTABLE = "comfortable"
    HARD = "hard"


KINDS: tuple[str, ...] = (
    "session-started",
    "exercise-planned",
    "rep-ended",
    "eased",
    "moved-back",
    "exercise-ended",
    "rated",
    "pain",
    "dizzy",
    "paused",
    "resumed",
    "session-ended",
    "session-confirmed",
    "growth-declined",
    "target-set",
    "pain-answered",
    "setting-set",
    "note-written",
    "activity-done",
    "exercise-saved",
    "exercise-removed",
    "routine-saved",
    "routine-removed",
    "void",
)
BODY_LIMIT_BYTES = 4096
PAIN_BOUNDS = (0, 10)  # none, the worst


class Event(msgspec.Struct, frozen=True):
    """One thing that happened. `id` and `session` are UUIDv7s (16 bytes) made before the write.

    `wall` is aware local time; `mono_ms` counts milliseconds since the session began, None outside one.
    """

    id: bytes
    kind: str
    wall: datetime
    body: Mapping[str, Any]
    session: bytes | None = None
    mono_ms: int | None = None


class Logged(Protocol):
    """An event as the log keeps it."""

    @property
    def device(self) -> bytes:
        """Who wrote it."""

    @property
    def counter(self) -> int:
        """The how-manyth event of that device it is, from 1."""

    @property
    def digest(self) -> bytes:
        """Its link of the chain."""

    @property
    def event(self) -> Event:
        """What happened."""


LOOSE = (
    "target-set", "setting-set", "activity-done", "exercise-saved", "exercise-removed", "routine-saved",
    "routine-removed", "void",
)  # fmt: skip
EITHER = ("growth-declined", "pain-answered", "note-written")
MOST_ITEMS = 1000
MOST_MONO_MS = 1 << 53
NAME, WORDS = text(80), text(2000, 0)
ITEM, COUNT, HALF_DAY_S = whole(0, MOST_ITEMS), whole(1, MOST_ITEMS), number(0, 43_200)
DOSE = of({"hold_s": whole(*HOLD_BOUNDS_S), "reps": whole(*REPETITION_BOUNDS)})
MINUTES = whole(0, 100_000)
COMMON: Mapping[str, Shape] = {
    "item": ITEM, "change": id_of, "erase": yes_or_no, "undo": yes_or_no, "redo": yes_or_no,
    "by_hand": yes_or_no,
}  # fmt: skip


def body(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """The shape of a body: its own keys, those that any body may have, and whatever else is harmless."""
    return of(required, {**COMMON, **(optional or {})})


SAVED = body({"id": NAME, "definition": named(json_value, MOST_ITEMS)})
PLANNED = body(
    {
        "item": ITEM, "block": ITEM, "block_kind": one_of("stretch", "strength"), "exercise": NAME,
        "hold_s": whole(*HOLD_BOUNDS_S), "reps": whole(*REPETITION_BOUNDS), "holds": whole(1, 9),
        "sides": one_of("one", "each"), "change": NAME, "rule": text(80, 0), "why": WORDS,
        "from": null_or(DOSE),
    }
)  # fmt: skip
TARGET = body(
    {"exercise": NAME, "by": one_of("me", "provider")},
    {
        "dose": DOSE, "target": DOSE, "ceiling": DOSE, "locked": yes_or_no, "resting": yes_or_no,
        "disabled": yes_or_no, "allowed": yes_or_no, "needed": null_or(whole(1, 5)),
        "ladder": null_or(one_of("balanced", "holds", "repetitions")),
        "priority": one_of("low", "normal", "high"),
    },
)  # fmt: skip
OF_ITEM = body({"item": ITEM})
REP = {
    "item": ITEM, "side": one_of("none", "left", "right"), "rep": COUNT, "holds_s": list_of(HALF_DAY_S, 0, 9),
}  # fmt: skip
ENDINGS = one_of("done", "skipped", "pain", "dizzy", "cut", "left-out")
PAIN = {"when": one_of("before", "after", "morning", "other"), "score": null_or(whole(0, 10))}
UNDATED: Mapping[str, Shape] = {
    "exercise-planned": PLANNED,
    "rep-ended": body(REP),
    "eased": OF_ITEM,
    "moved-back": OF_ITEM,
    "exercise-ended": body({"item": ITEM, "how": ENDINGS, "begun": yes_or_no}),
    "rated": body({"item": ITEM, "rating": null_or(one_of("easy", "comfortable", "hard"))}),
    "pain": OF_ITEM,
    "dizzy": OF_ITEM,
    "paused": body({"why": NAME}),
    "resumed": body({}),
    "session-confirmed": body({}),
    "growth-declined": body({"exercise": NAME}),
    "target-set": TARGET,
    "pain-answered": body(PAIN, {"answer": one_of("better", "same", "worse")}),
    "setting-set": body({"key": NAME, "value": json_value}),
    "note-written": body({"salt": hex_of(1, 64), "digest": hex_of(32, 32), "about": id_of}),
    "exercise-saved": SAVED,
    "exercise-removed": body({"id": NAME}),
    "routine-saved": SAVED,
    "routine-removed": body({"id": NAME}),
    "void": body({"events": list_of(id_of, 1, MOST_ITEMS)}),
}


@cache
def at_of(years: range) -> Shape:
    """The shape of the moment that an event says it truly was at."""
    return of({}, {"at": moment_in(years)})


@cache
def bodies(years: range) -> Mapping[str, Shape]:
    """The shape of each kind's body; its dates lie within `years`."""
    day = day_in(years)
    started = {
        "routine": NAME, "minutes": null_or(MINUTES), "face": one_of("screen", "plain"), "day": day,
        "timing": named(HALF_DAY_S, 40),
    }  # fmt: skip
    ended = {"how": one_of("done", "stopped", "dizzy"), "alive": yes_or_no}
    return {
        **UNDATED,
        "session-started": body(started),
        "session-ended": body(ended),
        "activity-done": body({"what": NAME, "minutes": MINUTES, "day": day}),
    }


def event_problem(event: Event, years: range) -> str | None:
    """What is wrong with an event, None when it is sound; `years` are those that it may be of."""
    kind = event.kind
    if kind not in KINDS:
        return f"it is of an unknown kind {kind[:40]!a}"
    if (event.session is None) != (kind in LOOSE) and kind not in EITHER:
        return f"a {kind} {'belongs to no session' if kind in LOOSE else 'needs its session'}"
    if event.wall.year not in years:
        return f"its time must be from {min(years)} to {max(years)}"
    if event.mono_ms is not None and not 0 <= event.mono_ms < MOST_MONO_MS:
        return "its mono_ms is out of bounds"
    return body_problem(kind, event.body, years)


def body_problem(kind: str, said: object, years: range) -> str | None:
    """What is wrong with the body of an event of a known kind."""
    problem = bodies(years)[kind](said)
    # Any event may have been corrected later, and then says when it truly was.
    if problem is None and isinstance(said, dict) and "at" in said:
        problem = at_of(years)({"at": said["at"]})
    return f"the body of {kind} {problem}" if problem else None


class Began(msgspec.Struct, frozen=True):
    """A phase of an item began."""

    item: int
    step: Step
    at: float


class RepEnded(msgspec.Struct, frozen=True):
    """A repetition was held: seconds really held, one number a hold."""

    item: int
    side: Side
    rep: int
    holds_s: tuple[float, ...]
    at: float


class Eased(msgspec.Struct, frozen=True):
    """The rest of an item got a second less."""

    item: int
    at: float


class MovedBack(msgspec.Struct, frozen=True):
    """An item was opened again."""

    item: int
    at: float


class ItemEnded(msgspec.Struct, frozen=True):
    """An item ended: done, skipped, pain, dizzy, cut or left-out. `begun`: one of its holds was begun."""

    item: int
    how: str
    begun: bool
    at: float


class Rated(msgspec.Struct, frozen=True):
    """An item was rated."""

    item: int
    rating: Rating
    at: float


class PainFelt(msgspec.Struct, frozen=True):
    """Pain was pressed in an item."""

    item: int
    at: float


class DizzyFelt(msgspec.Struct, frozen=True):
    """Dizziness was pressed in an item."""

    item: int
    at: float


class Paused(msgspec.Struct, frozen=True):
    """The session stands still: by a key, or because the machine slept ("gap")."""

    why: str
    at: float


class Resumed(msgspec.Struct, frozen=True):
    """The session goes on, after its lead-in."""

    at: float


class SessionEnded(msgspec.Struct, frozen=True):
    """The session is over: done, stopped or dizzy. `alive`: a key was pressed since it began."""

    how: str
    alive: bool
    at: float


class Undone(msgspec.Struct, frozen=True):
    """The key that ended the last item is taken back."""

    at: float


Effect = (
    Began
    | RepEnded
    | Eased
    | MovedBack
    | ItemEnded
    | Rated
    | PainFelt
    | DizzyFelt
    | Paused
    | Resumed
    | SessionEnded
    | Undone
)
