"""An event as a log keeps it: its body as JSON and as a value, and what is wrong with a foreign one."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Any

import msgspec

from backtui.domain.check import YEARS, problem
from backtui.domain.event_keys import Item, What
from backtui.domain.events import BY_KIND, Event

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
            return msgspec.json.decode(self.body, type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise UnreadableEventError(f"event {self.seq} cannot be read") from error

    @property
    def event(self) -> Event:
        """The same as the program's value. Raises UnreadableEventError."""
        return Event(self.id, self.wall, self.what, self.session, self.mono_ms)


ENCODED = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def as_json(value: Any) -> str:
    """One spelling for each value: sorted keys, no spaces, ASCII. Raises ValueError for NaN."""
    return ENCODED(value)


# msgspec spells as the log does, and sooner, all but what is not printing ASCII and numbers with an exponent.
QUICK = msgspec.json.Encoder(order="deterministic").encode
EXPONENT = re.compile(rb"[0-9]e")


def spelled(body: Mapping[str, Any]) -> str:
    """A body that was read from JSON, as `as_json` spells it."""
    with suppress(UnicodeError):
        quick = QUICK(body)
        plain = quick.isascii() and b"\x7f" not in quick
        if plain and b"0.0000" not in quick and not EXPONENT.search(quick):
            return quick.decode()
    return as_json(body)


def body_of(what: What) -> str:
    """The body of an event as the log keeps it."""
    return as_json(msgspec.to_builtins(what))


def what_of(kind: str, body: str) -> What:
    """What a body says. Raises UnreadableEventError."""
    try:
        return _decoder(kind).decode(body)
    except (msgspec.DecodeError, KeyError) as error:
        raise UnreadableEventError(f"a body of {kind} cannot be read") from error


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[What]:
    return msgspec.json.Decoder(BY_KIND[kind])


class _Shared(msgspec.Struct):
    """Keys that mean the same in the body of any kind."""

    item: Item | None = None
    by_hand: bool | None = None
    erase: bool | None = None
    undo: bool | None = None
    redo: bool | None = None


@cache
def _shared_by(kind: str) -> frozenset[str]:
    """Those that a kind has not as its own."""
    return frozenset(_Shared.__struct_fields__).difference(BY_KIND[kind].__struct_encode_fields__)


def event_problem(row: LogRow, said: object) -> str | None:
    """What is wrong with a foreign event, None when it is sound; `said` is its body, read from JSON."""
    of_kind = BY_KIND.get(row.kind)
    if of_kind is None:
        return f"it is of an unknown kind {row.kind[:40]!a}"
    if of_kind.needs_session is (row.session is None):
        return f"a {row.kind} {'needs its session' if of_kind.needs_session else 'belongs to no session'}"
    if row.wall.year not in YEARS:
        return f"its time must be from {YEARS[0]} to {YEARS[-1]}"
    if row.mono_ms is not None and not 0 <= row.mono_ms < MOST_MONO_MS:
        return "its mono_ms is out of range"
    return body_problem(row.kind, said)


def body_problem(kind: str, said: object) -> str | None:
    """What is wrong with the body of an event of a known kind."""
    found = problem(said, BY_KIND[kind])
    shared = _shared_by(kind)
    if not found and isinstance(said, dict) and not shared.isdisjoint(said):
        found = problem({key: said[key] for key in shared if key in said}, _Shared)
    return f"the body of {kind} {found}" if found else None
