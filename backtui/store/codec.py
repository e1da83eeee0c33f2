"""Rows and values: moments, events, order."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from backtui.domain.event_json import LogRow, UnreadableEventError
from backtui.domain.moments import DAY_S, RECENT, SECOND_US, can_be, moment
from backtui.store.chain import place
from backtui.store.packing import NAMES, body_text, kind_name

DAY_STARTS_S = 4 * 3600

SELECT_EVENTS = (
    "select e.seq, e.id, d.uuid, e.counter, s.id, e.wall_us, e.offset_s, e.mono_ms, e.kind, e.body, e.digest"
    " from event e left join device d on d.key = e.device left join log_session s on s.key = e.session"
)
STANDING = "not exists (select 1 from voided v where v.id = e.id)"  # of event e


@lru_cache(maxsize=RECENT)
def day(iso: str) -> date:
    """A day from its ISO form."""
    return date.fromisoformat(iso)


def moment_or_none(wall_us: int | None, offset_s: int | None) -> datetime | None:
    """The same where a moment may be unknown."""
    return None if wall_us is None or offset_s is None else moment(wall_us, offset_s)


def day_number(wall_us: int, offset_s: int) -> int:
    """The training day (it begins at 4 in the morning, local time) as days since 1970."""
    return (wall_us // SECOND_US + offset_s - DAY_STARTS_S) // DAY_S


def log_row(row: Sequence[Any]) -> LogRow:
    """A row of SELECT_EVENTS as a value. Raises UnreadableEventError where it is none."""
    seq, event_id, device, counter, session, wall_us, offset_s, mono_ms, kind, body, digest = row
    if not type(event_id) is type(device) is type(digest) is bytes or not can_be(wall_us, offset_s):
        raise UnreadableEventError(f"event {seq} cannot be read")
    try:
        kind, body = NAMES.get(kind) or kind_name(kind), body_text(body)
    except (ValueError, TypeError, AttributeError) as error:
        raise UnreadableEventError(f"event {seq} cannot be read") from error
    return LogRow(seq, event_id, device, counter, session, wall_us, offset_s, mono_ms, kind, body, digest)


def in_order(rows: Iterable[LogRow]) -> list[LogRow]:
    """Events in the order in which they happened, however they came together.

    Given as the file has them, which is each device's own order. Between devices the wall clock decides,
    and a device whose clock was set back stays in its own order; so does one whose log went on in two copies.
    """
    listed = list(rows)
    if len({row.device for row in listed}) < 2:
        return listed
    ranks = places_in_order([(row.device, row.counter, row.id, row.wall_us) for row in listed])
    return [listed[n] for n in ranks]


def places_in_order(events: Sequence[tuple[bytes, int, bytes, Any]]) -> Sequence[int]:
    """The same order as places in `events`, each a device, its counter, an id and a wall time."""
    if len({device for device, *_ in events}) < 2:
        return range(len(events))
    placed = [
        (*place(device, counter), event_id, wall, n)
        for n, (device, counter, event_id, wall) in enumerate(events)
    ]
    placed.sort(key=itemgetter(0, 1, 2))
    latest: dict[bytes, Any] = {}
    keyed = []
    for (line, depth), together in groupby(placed, key=itemgetter(0, 1)):
        there = list(together)
        walls = [wall for *_, wall, _ in there]
        latest[line] = max([*walls, latest.get(line, walls[0])])
        keyed += [(latest[line], line, depth, event_id, n) for _, _, event_id, _, n in there]
    return [n for *_, n in sorted(keyed)]


RANDOM_BYTES = 10


def new_id(wall_ms: int, random: bytes) -> bytes:
    """A UUIDv7 (RFC 9562) from milliseconds since 1970 and ten random bytes, as 16 bytes."""
    if not 0 <= wall_ms < 1 << 48:
        raise ValueError(f"wall_ms is outside 0 … 2^48: {wall_ms}")
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"ten random bytes are needed, not {len(random)}")
    body = bytearray(wall_ms.to_bytes(6, "big") + random)
    body[6] = body[6] & 0x0F | 0x70
    body[8] = body[8] & 0x3F | 0x80
    return bytes(body)
