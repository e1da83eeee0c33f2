"""The chain: SHA-256 over each event and its device's digest before it, so that damage is found and named."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain is broken, by number; the event's kind stands apart, for it may say what was felt."""

    where: str
    what: str
    kind: str = ""

    @property
    def said(self) -> str:
        """The sentence without the kind."""
        return f"{self.where}{self.what}"

    def __str__(self) -> str:
        return f"{self.where}{f' ({self.kind})' if self.kind else ''}{self.what}"


def broken_links(conn: sqlite3.Connection) -> list[str]:
    """Each event that is not as it was written, and each gap, as a sentence; empty when all is well."""
    return [str(each) for each in breaks(conn)]


def breaks(conn: sqlite3.Connection) -> Iterator[Break]:
    """The same as values."""
    ends: dict[bytes | None, tuple[int, bytes]] = {}
    for seq, *parts, kind, body, stored in conn.execute(SELECT_CHAIN):
        device, counter = parts[1], parts[2]
        before, previous = ends.get(device, (0, FIRST))
        name = kind.decode(errors="replace")
        if counter != before + 1:
            missing = f": event {before + 1} of its device is missing, and maybe more"
            yield Break(f"before event {seq}", missing, name)
        elif digest(previous, canonical(parts, kind, body)) != stored:
            yield Break(f"event {seq}", " is not as it was written", name)
        ends[device] = (counter, stored)
    tips = "select d.uuid, t.counter, t.digest from tip t left join device d on d.key = t.device"
    for device, counter, stored in conn.execute(tips):
        last = ends.get(device, (0, FIRST))
        if last != (counter, stored):
            yield Break(f"after event {last[0]} of its device", ": the newest events are missing or changed")


def strange_notes(conn: sqlite3.Connection) -> list[int]:
    """The numbers of the events whose note beside the chain is not the one that they were written with."""
    found = conn.execute("select n.event, n.text, e.body from note n left join event e on e.seq = n.event")
    return [seq for seq, text, body in found if not _knows(body, text)]


def _knows(body: str | None, text: str) -> bool:
    try:
        said = json.loads(body or "")
        return bool(said["digest"] == note_digest(bytes.fromhex(said["salt"]), text))
    except (KeyError, TypeError, ValueError):
        return False
