"""What the log keeps of an event's kind and body: a number, and the text deflated with words it often has.

What is here is frozen, for logs were written with it: a new dictionary gets a number of its own, a new kind
stands at the end. The digest of an event covers its kind and its text, not how they are kept. A log of a
version before has both as texts, which are read as they are.
"""

import json
import sqlite3
import zlib
from functools import cache, lru_cache

from backtui.domain.event_json import REMEMBERED, UnreadableEventError
from backtui.domain.events import BODY_LIMIT_BYTES

# fmt: off
KINDS = (
    "session-started", "exercise-planned", "rep-ended", "eased", "moved-back", "postponed", "exercise-ended",
    "rated", "pain", "dizzy", "paused", "resumed", "session-ended", "session-confirmed", "growth-declined",
    "target-set", "pain-answered", "setting-set", "note-written", "activity-done", "exercise-saved",
    "exercise-removed", "routine-saved", "routine-removed", "pause-set", "void",
)
# fmt: on
KIND = {name: number for number, name in enumerate(KINDS, 1)}
NAMES: dict[object, str] = {number: name for name, number in KIND.items()}
PACKED = b"\x01"  # what a packed body begins with: the number of its dictionary
UNREADABLE = "{"  # no JSON
WINDOW_BITS = -11  # no header and no checksum, for the digest is one
LEVEL, MEMORY = 9, 2
# What stands nearer to the end is found in fewer bits, so what is logged most often comes last.
DICTIONARY = (
    b'{"alive":true,"how":"stopped"}{"about":"","digest":"","salt":""}{"change":"","events":["'
    b'{"by":"provider","ceiling":{"hold_s":10,"reps":10},"exercise":"","locked":true,"target":{"hold_s":5,"reps":5'
    b'{"day":"2026-01-01","face":"plain","minutes":30,"routine":"full","rules":2,"timing":{"get_ready_s":15.0,'
    b'"lead_in_s":15.0,"move_s":3.0,"next_s":8.0,"rest_s":2.0,"switch_s":6.0}}'
    b'{"day":"2026-01-01","minutes":30,"what":"walking"}{"score":2,"when":"before"}{"answer":"same","when":"morning"}'
    b'"aim":{"hold_s":10,"reps":10},"course":"","more":[4,2],"parts":[],"rest_s":20,"tempo":{"in_s":2,"out_s":3}'
    b" on the left right both sides. days since the last time it was hard pain last time, so it stays gentle"
    b" you did not hold all of it last time your back was worse, as your routine asks. the second time a day"
    b" First time: 2 s \\u00d7 2, a gentle start. repetitions 4 \\u2192 5: hold 3 s \\u2192 4 s: of 4 held,"
    b" easy two sessions in a row. comfortable in three sessions. Stays at 5 s \\u00d7 5: 2 more comfortable"
    b" sessions to 5 s \\u00d7 6. one more comfortable session to"
    b"pelvic-lift wall-slide leg-reach arm-reach cat-and-camel partial-sit-up back-arch side-stretch pretzel"
    b"double-knee-to-chest hamstring-stretch single-leg-pull pelvic-tilt"
    b'{"block":0,"block_kind":"stretch","change":"first","exercise":"back-arch","from":null,"hold_s":2,"holds":1,'
    b'"item":12,"reps":2,"rule":"first","sides":"one","why":"'
    b'{"block":1,"block_kind":"strength","change":"same","exercise":"arm-reach","from":{"hold_s":5,"reps":5},'
    b'"hold_s":5,"holds":1,"item":11,"reps":5,"rule":"at-target","sides":"each",'
    b'"why":"5 s \\u00d7 5 is your target; keep it there."}'
    b'{"alive":true,"how":"done"}{"item":10,"rating":"easy"}{"item":9,"rating":"comfortable"}'
    b'{"begun":true,"how":"done","item":8}{"holds_s":[4.0],"item":7,"rep":5,"side":"none"}'
    b'{"holds_s":[5.0],"item":6,"rep":1,"side":"left"}{"holds_s":[3.0],"item":5,"rep":2,"side":"right"}'
)


def teach(conn: sqlite3.Connection) -> None:
    """Let the SQL of this connection pack and read; `kinds` and `dictionary` are for a log's own tables."""
    conn.create_function("packed", 1, packed, deterministic=True)
    conn.create_function("body_text", 1, _json, deterministic=True)
    conn.create_function("kinds", 0, lambda: json.dumps(KINDS))
    conn.create_function("dictionary", 0, lambda: DICTIONARY)


def _json(kept: bytes | str) -> str:
    """A body's text for SQLite's JSON functions, which take what cannot be read for the damage that it is."""
    try:
        return body_text(kept)
    except (UnreadableEventError, AttributeError):
        return UNREADABLE


@cache
def _packer() -> "zlib._Compress":
    return zlib.compressobj(LEVEL, zlib.DEFLATED, WINDOW_BITS, MEMORY, zlib.Z_FIXED, DICTIONARY)


@cache
def _unpacker() -> "zlib._Decompress":
    return zlib.decompressobj(WINDOW_BITS, DICTIONARY)


@lru_cache(maxsize=REMEMBERED)
def packed(body: str) -> bytes:
    """A body's text as the log keeps it."""
    packer = _packer().copy()
    return PACKED + packer.compress(body.encode()) + packer.flush()


def unpacked(kept: bytes) -> bytes:
    """The bytes of a body's text, kept in this way or as a text. Raises UnreadableEventError."""
    if not kept.startswith(PACKED):
        return kept
    unpacker = _unpacker().copy()
    try:
        body = unpacker.decompress(kept[1:], BODY_LIMIT_BYTES)
    except zlib.error as error:
        raise UnreadableEventError("its body cannot be unpacked") from error
    if not unpacker.eof or unpacker.unused_data:
        raise UnreadableEventError("its body cannot be unpacked")
    return body


@lru_cache(maxsize=REMEMBERED)
def body_text(kept: bytes | str) -> str:
    """The text of a body that is kept. Raises UnreadableEventError."""
    try:
        return kept if isinstance(kept, str) else unpacked(kept).decode()
    except UnicodeDecodeError as error:
        raise UnreadableEventError("its body is not text") from error


def kind_name(kept: int | bytes | str) -> str:
    """The name of a kind that is kept, as a number or as a text. Raises UnreadableEventError."""
    try:
        name = NAMES.get(kept) or (kept.decode() if isinstance(kept, bytes) else kept)
    except UnicodeDecodeError as error:
        raise UnreadableEventError("its kind is not text") from error
    if not isinstance(name, str):
        raise UnreadableEventError("its kind is not known")
    return name
