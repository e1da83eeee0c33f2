"""An event as a log keeps it: its body as JSON and as a value, and what is wrong with a foreign one."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache, cached_property, lru_cache
from typing import Any

import msgspec

from backtui.domain.check import YEARS, problem
from backtui.domain.event_keys import Item, What
from backtui.domain.events import BY_KIND, Event, ItemEvent
from backtui.domain.moments import EPOCH, MICROSECOND, SECOND_US, moment

MOST_MONO_MS = 1 << 53
NEEDS_SESSION = {kind: what.needs_session for kind, what in BY_KIND.items()}
FIRST_US, END_US = (
    (datetime(year, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND for year in (YEARS[0], YEARS[-1] + 1)
)


class UnreadableEventError(ValueError):
    """An event of a log whose body is not of its kind."""


class LogRow(msgspec.Struct, frozen=True):
    """One event as a log keeps it: the how-manyth there, its link of the chain, its body as it was written.

    `device` is who wrote it, `counter` the how-manyth event of that device it is, from 1.
    """

    seq: int
    id: bytes
    device: bytes
    counter: int
    session: bytes | None
    wall_us: int
    offset_s: int
    mono_ms: int | None
    kind: str
    body: str
    digest: bytes

    @property
    def wall(self) -> datetime:
        """When it was logged, in local time."""
        return moment(self.wall_us, self.offset_s)

    @property
    def what(self) -> What:
        """What happened. Raises UnreadableEventError."""
        try:
            return known(self.kind, self.body).what if self.kind in SHARED else what_of(self.kind, self.body)
        except UnreadableEventError as error:
            raise UnreadableEventError(f"event {self.seq} cannot be read") from error

    @property
    def true_time(self) -> datetime:
        """When it happened. Raises UnreadableEventError."""
        at = self.what.at
        return datetime.fromisoformat(at) if at else self.wall

    @property
    def problem(self) -> str | None:
        """What is wrong with it in another log; None when it is sound. Raises UnreadableEventError."""
        try:
            return place_problem(self) or known(self.kind, self.body).problem
        except UnreadableEventError as error:
            raise UnreadableEventError(f"event {self.seq} cannot be read") from error

    @property
    def sound(self) -> bool:
        """Nothing is wrong with it, and its body is spelled as the log spells it."""
        return not place_problem(self) and known(self.kind, self.body).sound

    @property
    def spaced(self) -> str:
        """Its body as `json.dumps` spells it. Raises UnreadableEventError."""
        try:
            return known(self.kind, self.body).spaced
        except UnreadableEventError as error:
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
EXPONENT = rb"[0-9]e"


def spelled(body: Mapping[str, Any]) -> str:
    """A body that was read from JSON, as `as_json` spells it."""
    with suppress(UnicodeError):
        quick = QUICK(body)
        plain = quick.isascii() and b"\x7f" not in quick
        if plain and b"0.0000" not in quick and not re.search(EXPONENT, quick):
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


REMEMBERED = 4096  # bodies, since most repetitions of one exercise say the same
LONGEST_REMEMBERED = 1024  # characters
# What these kinds say cannot be changed, so that all who ask may have the same value.
SHARED = frozenset(kind for kind, what in BY_KIND.items() if issubclass(what, ItemEvent))


class KnownBody:
    """What is known of the body of a kind, each thing found out when it is first asked for."""

    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        self.text = text

    @cached_property
    def what(self) -> What:
        """What it says. Raises UnreadableEventError."""
        return what_of(self.kind, self.text)

    @cached_property
    def problem(self) -> str | None:
        """What is wrong with it as the body of another log's event. Raises UnreadableEventError."""
        return body_problem(self.kind, keys_of(self.kind, self.text))

    @cached_property
    def sound(self) -> bool:
        """Nothing is wrong with it, and it is spelled as the log spells it."""
        try:
            return not self.problem and self.respelled == self.text
        except ValueError:
            return False

    @cached_property
    def respelled(self) -> str:
        """The same as the log spells it. Raises ValueError, of which UnreadableEventError is one."""
        return spelled(keys_of(self.kind, self.text))

    @cached_property
    def spaced(self) -> str:
        """The same as `json.dumps` spells it. Raises UnreadableEventError."""
        return json.dumps(keys_of(self.kind, self.text), allow_nan=False)


_remembered = lru_cache(maxsize=REMEMBERED)(KnownBody)


def known(kind: str, text: str) -> KnownBody:
    """What is known of a body."""
    return _remembered(kind, text) if len(text) <= LONGEST_REMEMBERED else KnownBody(kind, text)


def keys_of(kind: str, text: str) -> dict[str, Any]:
    """All that a body says, known or not. Raises UnreadableEventError."""
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise UnreadableEventError(f"a body of {kind} cannot be read") from error


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
    return place_problem(row) or body_problem(row.kind, said)


def place_problem(row: LogRow) -> str | None:
    """What is wrong with all of a foreign event but its body."""
    if row.kind not in NEEDS_SESSION:
        return f"it is of an unknown kind {row.kind[:40]!a}"
    needed = NEEDS_SESSION[row.kind]
    if needed is (row.session is None):
        return f"a {row.kind} {'needs its session' if needed else 'belongs to no session'}"
    if not FIRST_US <= row.wall_us + row.offset_s * SECOND_US < END_US:
        return f"its time must be from {YEARS[0]} to {YEARS[-1]}"
    if row.mono_ms is not None and not 0 <= row.mono_ms < MOST_MONO_MS:
        return "its mono_ms is out of range"
    return None


def body_problem(kind: str, said: object) -> str | None:
    """What is wrong with the body of an event of a known kind."""
    found = problem(said, BY_KIND[kind])
    shared = _shared_by(kind)
    if not found and isinstance(said, dict) and not shared.isdisjoint(said):
        found = problem({key: said[key] for key in shared if key in said}, _Shared)
    return f"the body of {kind} {found}" if found else None
