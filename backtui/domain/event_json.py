"""An event as a log keeps it: its body as JSON and as a value, and what is wrong with a foreign one."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import msgspec

from backtui.domain.events import BY_KIND, Event, OwnEvent, SettingSet, Void, What
from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS
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

MOST_MONO_MS = 1 << 53


class UnreadableEventError(ValueError):
    """An event of a log whose body is not of its kind."""


class LogRow(msgspec.Struct, frozen=True):
    """One event as a log keeps it: the how-manyth there, its link of the chain, its body as it was written.

    `device` is who wrote it, `counter` the how-manyth event of that device it is, from 1.
    """

    seq: int
    device: bytes
    counter: int
    digest: bytes
    id: bytes
    kind: str
    wall: datetime
    session: bytes | None
    mono_ms: int | None
    body: str

    @property
    def what(self) -> What:
        """What happened. Raises UnreadableEventError."""
        try:
            return what_of(self.kind, self.body)
        except UnreadableEventError as error:
            raise UnreadableEventError(f"event {self.seq} cannot be read") from error

    @property
    def keys(self) -> dict[str, Any]:
        """All that its body says, known or not. Raises UnreadableEventError."""
        try:
            return dict(json.loads(self.body))
        except (TypeError, ValueError) as error:
            raise UnreadableEventError(f"event {self.seq} cannot be read") from error

    @property
    def event(self) -> Event:
        """The same as the program's value. Raises UnreadableEventError."""
        return Event(self.id, self.wall, self.what, self.session, self.mono_ms)


def _moment(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not of JSON")


ENCODED = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False, default=_moment).encode


def as_json(value: Any) -> str:
    """One spelling for each value: sorted keys, no spaces, ASCII. Raises ValueError for NaN."""
    return ENCODED(value)


def body_of(what: What) -> str:
    """The body of an event as the log keeps it."""
    return as_json(msgspec.to_builtins(what, builtin_types=(date, datetime)))


def what_of(kind: str, body: str) -> What:
    """What a body says. Raises UnreadableEventError."""
    try:
        return _decoder(kind).decode(body)
    except (msgspec.DecodeError, KeyError) as error:
        raise UnreadableEventError(f"a body of {kind} cannot be read") from error


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[What]:
    return msgspec.json.Decoder(BY_KIND[kind])


MOST_ITEMS = 1000
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


def event_problem(row: LogRow, years: range) -> str | None:
    """What is wrong with a foreign event, None when it is sound; `years` are those that it may be of."""
    of_kind = BY_KIND.get(row.kind)
    if of_kind is None:
        return f"it is of an unknown kind {row.kind[:40]!a}"
    if of_kind.needs_session is (row.session is None):
        return f"a {row.kind} {'needs its session' if of_kind.needs_session else 'belongs to no session'}"
    if row.wall.year not in years:
        return f"its time must be from {min(years)} to {max(years)}"
    if row.mono_ms is not None and not 0 <= row.mono_ms < MOST_MONO_MS:
        return "its mono_ms is out of bounds"
    if _is_as_we_write(row, years):
        return None
    return body_problem(row.kind, json.loads(row.body), years)


def _is_as_we_write(row: LogRow, years: range) -> bool:
    """Whether a body is what this version writes, which nearly all are, and this is seen sooner.

    Plain ASCII without an escape harms no terminal; what can be anything of JSON is looked at below.
    """
    body = row.body
    if "\\" in body or not (body.isascii() and body.isprintable()):
        return False
    try:
        what = row.what
    except UnreadableEventError:
        return False
    if isinstance(what, SettingSet | OwnEvent | Void) or body_of(what) != body:
        return False
    days = (what.at, getattr(what, "day", None))
    return all(not day or day.year in years for day in days)


def body_problem(kind: str, said: object, years: range) -> str | None:
    """What is wrong with the body of an event of a known kind."""
    problem = bodies(years)[kind](said)
    # Any event may have been corrected later, and then says when it truly was.
    if problem is None and isinstance(said, dict) and "at" in said:
        problem = at_of(years)({"at": said["at"]})
    return f"the body of {kind} {problem}" if problem else None
