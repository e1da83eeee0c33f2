"""The hash chain and its breaks.

Devices whose log went on in two copies: the name of the second one, and an event's place in its line.

A backup that was put back and went on by itself gives two events with the same device and counter. Where
both come together the newcomer is chained anew under a device named after the line that it left, how far
along, and its own id. So every log gives it that name, and both copies order the same however they are kept.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from backtui.domain.event_json import UnreadableEventError
from backtui.machine.sha256 import sha256
from backtui.store.packing import NAMES, body_text, kind_name

FIRST = bytes(32)  # what a device's first event is chained to
SELECT_CHAIN = (
    "select e.seq, e.id, d.uuid, e.counter, s.id, e.wall_us, e.offset_s, e.mono_ms,"
    " iif(typeof(e.kind) = 'integer', e.kind, cast(e.kind as blob)), cast(e.body as blob), e.digest"
    " from event e left join device d on d.key = e.device left join log_session s on s.key = e.session"
    " where e.seq > ? order by e.seq"
)


def link(
    before: bytes, parts: Sequence[Any], kind: str, body: str, sha: Callable[[bytes], Any] = sha256
) -> bytes:
    """The 32-byte digest of an event after the digest before it.

    `parts`: id, device, counter, session, microseconds since 1970, offset in seconds, monotonic ms; of a
    damaged log anything.
    """
    name, device, counter, session, wall_us, offset_s, mono_ms = parts
    try:
        covered = (
            f"{name.hex()}\n{device.hex()}\n{counter}\n{'-' if session is None else session.hex()}\n"
            f"{wall_us}\n{offset_s}\n{'-' if mono_ms is None else mono_ms}\n{kind}\n{body}"
        )
    except AttributeError:
        covered = f"{parts}\n{kind}\n{body}"
    found: bytes = sha(before + covered.encode()).digest()
    return found


def _for_many() -> Callable[[bytes], Any]:
    """What is quicker for a whole log, and slow to load."""
    from hashlib import sha256

    return sha256


def note_digest(salt: bytes, text: str) -> str:
    """What a note-written event keeps of its text (hex): enough to recognise it, not to guess it."""
    return sha256(salt + text.encode()).hexdigest()


class Break(msgspec.Struct, frozen=True):
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


def breaks(conn: sqlite3.Connection, newest: int | None = None) -> Iterator[Break]:
    """The same as values; of the `newest` so many events alone, where the first of a device is believed.

    Those before them are counted, which shows a page that is gone, in 12 ms of ten years.
    """
    after = 0
    if newest is not None:
        (after,) = conn.execute("select coalesce(max(seq), 0) - ? from event", (newest,)).fetchone()
        yield from _uncounted(conn)
    sha = sha256 if newest is not None else _for_many()
    ends: dict[bytes | None, tuple[int, bytes]] = {}
    latest = after
    for seq, *parts, kind, body, stored in conn.execute(SELECT_CHAIN, (after,)):
        if seq <= latest:
            yield Break(f"event {seq}", " is not in its place")
        latest = seq
        device, counter = parts[1], parts[2]
        if device not in ends and after > 0:
            ends[device] = (counter, stored)
            continue
        before, previous = ends.get(device, (0, FIRST))
        kind, body = _covered(kind, body)
        if counter != before + 1:
            missing = f": event {before + 1} of its device is missing, and maybe more"
            yield Break(f"before event {seq}", missing, kind)
        elif link(previous, parts, kind, body, sha) != stored:
            yield Break(f"event {seq}", " is not as it was written", kind)
        ends[device] = (counter, stored)
    yield from _missing(conn, ends, whole=after <= 0)


def _covered(kind: int | bytes, body: bytes) -> tuple[str, str]:
    """A kind and a body as the digest covers them; nothing of what cannot be read, as a bit can make it."""
    name = ""
    try:
        name = NAMES.get(kind) or kind_name(kind)
        return name, body_text(body)
    except (UnreadableEventError, TypeError, AttributeError):
        return name, ""


def _uncounted(conn: sqlite3.Connection) -> Iterator[Break]:
    """Whether the table has as many events as its devices have logged, whatever an index says."""
    (there,) = conn.execute("select count(*) from event not indexed").fetchone()
    (logged,) = conn.execute("select coalesce(sum(counter), 0) from tip").fetchone()
    if there != logged:
        yield Break(f"{logged} events were logged", f", {there} can be found")


def _missing(
    conn: sqlite3.Connection, ends: dict[bytes | None, tuple[int, bytes]], *, whole: bool
) -> Iterator[Break]:
    """Where a device's events end before its tip; `whole`: of every device, also one without any."""
    tips = "select d.uuid, t.counter, t.digest from tip t left join device d on d.key = t.device"
    for device, counter, stored in conn.execute(tips):
        last = ends.get(device, (0, FIRST))
        if last != (counter, stored) and (device in ends or whole):
            yield Break(f"after event {last[0]} of its device", ": the newest events are missing or changed")


def strange_notes(conn: sqlite3.Connection) -> list[int]:
    """The numbers of the events whose note beside the chain is not the one that they were written with."""
    found = conn.execute("select n.event, n.text, e.body from note n left join event e on e.seq = n.event")
    return [seq for seq, text, body in found if not _knows(body, text)]


def _knows(body: bytes | str | None, text: str) -> bool:
    try:
        said = json.loads(body_text(body or ""))
        return bool(said["digest"] == note_digest(bytes.fromhex(said["salt"]), text))
    except (KeyError, TypeError, ValueError):
        return False


MARK = b"fork"  # what such a device's id begins with; the line (4 bytes), depth (4) and newcomer (4) follow
PART = 4


def _tag(name: bytes) -> bytes:
    return sha256(name).digest()[:PART]


@lru_cache(maxsize=64)
def _line(device: bytes) -> tuple[bytes, int]:
    """The line that a device belongs to, and how many events of it came before the device's first."""
    if device.startswith(MARK):
        return device[PART : 2 * PART], int.from_bytes(device[2 * PART : 3 * PART], "big")
    return _tag(device), 0


def place(device: bytes, counter: int) -> tuple[bytes, int]:
    """The line of a device's event, and the how-manyth of that line it is, the same in every log."""
    line, before = _line(device)
    return line, before + counter


def branch(device: bytes, counter: int, newcomer: bytes) -> bytes:
    """The device (16 bytes) of an event that follows a device's event of that number, but is not its next.

    Counter 0 stands for the beginning.
    """
    line, depth = place(device, counter)
    return MARK + line + (depth % (1 << 32)).to_bytes(PART, "big") + _tag(newcomer)
