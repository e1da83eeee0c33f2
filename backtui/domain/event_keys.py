"""What the keys of events may be, so that each kind says it in a word.

A file that comes from elsewhere is held to the same bounds (check.py), and docs/log.md is made from them.
"""

import re
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, TypeAlias, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backtui.domain.check import STEERS, Moment, json_value
from backtui.domain.exercise import MOST_HOLDS, SET_BOUNDS, HoldPart, Repetitions, Side
from backtui.domain.fault import Fault
from backtui.domain.text import harmless

T = TypeVar("T")
Maybe: TypeAlias = T | UnsetType | None  # a key that may be missing

MOST_ITEMS = 1000
HALF_DAY_S = 43_200


def means(words: str) -> Meta:
    """What a key means; docs/log.md says it."""
    return Meta(description=words)


def harmless_text(text: str) -> Fault | None:
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
Name = Annotated[str, Meta(min_length=1, max_length=80), harmless_text]
CourseName = Annotated[
    str,
    Meta(min_length=1, max_length=100, description="where the dose lives, ROUTINE/ITEM; missing: the day's"),
    harmless_text,
]
OneSide = Annotated[Side, means("the one side that it is for, where the sides have doses of their own")]
LaterSets = Annotated[
    tuple[Repetitions, ...],
    Meta(max_length=SET_BOUNDS[1] - 1, description="repetitions of each set after the first"),
]
Parts = Annotated[
    tuple[HoldPart, ...],
    Meta(max_length=MOST_HOLDS, description="each hold, where they are not all the dose's"),
]
Item = Annotated[
    int, Meta(ge=0, le=MOST_ITEMS, description="which exercise of the session, as they were planned, from 0")
]
Count = Annotated[int, Meta(ge=1, le=MOST_ITEMS)]
Minutes = Annotated[int, Meta(ge=0, le=100_000)]
Seconds = Annotated[int, Meta(ge=0, le=HALF_DAY_S)] | Annotated[float, Meta(ge=0, le=HALF_DAY_S)]


class What(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened. `needs_session` is None for a kind that may belong to a session or to none."""

    kind: ClassVar[str]
    needs_session: ClassVar[bool | None] = True

    change: Maybe[Annotated[Id, means("the first event of the choice that it belongs to")]] = UNSET
    at: Maybe[Annotated[Moment, means("when it truly was, where that was noted later")]] = UNSET


def or_none(value: T | UnsetType) -> T | None:
    """A key's value; None where it is missing."""
    return None if value is UNSET else value


MADE_OF_CONTENT = 8  # the version of an id that is made of what a table says, the same on each machine


def is_content_id(name: bytes) -> bool:
    """Whether an event's id was made of its content (a UUIDv8)."""
    return name[6] >> 4 == MADE_OF_CONTENT
