"""The chain: SHA-256 over each event and its device's digest before it, so that damage is found and named."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator

FIRST = bytes(32)  # what a device's first event is chained to
SELECT_CHAIN = (
    "select e.seq, e.id, d.uuid, e.counter, s.id, e.wall_us, e.offset_s, e.mono_ms,"
    " cast(e.kind as blob), cast(e.body as blob), e.digest"
    " from event e left join device d on d.key = e.device left join log_session s on s.key = e.session"
    " order by e.seq"
)


def part(value: bytes | str | int | None) -> str:
    """One column in the canonical bytes."""
    if value is None:
        return "-"
    return value.hex() if isinstance(value, bytes) else str(value)


def canonical(parts: Iterable[bytes | str | int | None], kind: bytes, body: bytes) -> bytes:
    """The bytes of an event that the digest covers.

    `parts`: id, device, counter, session, microseconds since 1970, offset in seconds, monotonic ms.
    """
    return b"\n".join(("\n".join(map(part, parts)).encode(), kind, body))


def digest(previous: bytes, row: bytes) -> bytes:
    """The 32-byte digest of a row's canonical bytes after the digest before it."""
    return hashlib.sha256(previous + row).digest()


def note_digest(salt: bytes, text: str) -> str:
    """What a note-written event keeps of its text (hex): enough to recognise it, not to guess it."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def broken_links(conn: sqlite3.Connection) -> list[str]:
    """Each event that is not as it was written, and each gap, as a sentence; empty when all is well."""
    return list(_broken(conn))


def _broken(conn: sqlite3.Connection) -> Iterator[str]:
    ends: dict[bytes | None, tuple[int, bytes]] = {}
    for seq, *parts, kind, body, stored in conn.execute(SELECT_CHAIN):
        device, counter = parts[1], parts[2]
        before, previous = ends.get(device, (0, FIRST))
        name = f"event {seq} ({kind.decode(errors='replace')})"
        if counter != before + 1:
            yield f"before {name}: event {before + 1} of its device is missing, and maybe more"
        elif digest(previous, canonical(parts, kind, body)) != stored:
            yield f"{name} is not as it was written"
        ends[device] = (counter, stored)
    tips = "select d.uuid, t.counter, t.digest from tip t left join device d on d.key = t.device"
    for device, counter, stored in conn.execute(tips):
        last = ends.get(device, (0, FIRST))
        if last != (counter, stored):
            yield f"after event {last[0]} of its device: the newest events are missing or changed"
