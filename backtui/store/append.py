"""Events in: numbered, timed, chained. store.py commits them, and then they are on disk."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from backtui.domain.event_json import LogRow, body_of, what_of
from backtui.domain.event_keys import MADE_OF_CONTENT
from backtui.domain.events import (
    BODY_LIMIT_BYTES,
    Event,
    ExercisePlanned,
    NoteWritten,
    SessionStarted,
    Void,
)
from backtui.domain.moments import numbers
from backtui.domain.undo import erased_by
from backtui.store.chain import FIRST, link
from backtui.store.codec import RANDOM_BYTES, SELECT_EVENTS, day_number, log_row, new_id
from backtui.store.packing import KIND, packed
from backtui.store.projections import (
    only_adds,
    project_further,
    project_loose,
    project_session,
    project_voids,
)
from backtui.store.schema import DEVICE, EVENT, LOG_SESSION, NEWEST, NOTE, Row, Table, drop, insert, put

if TYPE_CHECKING:
    from sqlite_utils import Database


def landed(db: "Database", event_id: bytes) -> Event | None:
    """The event with that id as the log has it, None when it has none."""
    row = db.conn.execute(f"{SELECT_EVENTS} where e.id = ?", (event_id,)).fetchone()
    return log_row(row).event if row else None


def key_of(db: "Database", table: Table, name: bytes) -> int:
    """The integer that stands for a device or a session (16 bytes), given out when it is new."""
    key, column = table.columns
    known = f"select {key} from {table.name} where {column} = ?"  # noqa: S608 names are constants
    found = db.conn.execute(known, (name,)).fetchone()
    if found:
        return int(found[0])
    following = f"select coalesce(max({key}), 0) + 1 from {table.name}"  # noqa: S608 names are constants
    (new,) = db.conn.execute(following).fetchone()
    insert(db, table, [(new, name)])
    return int(new)


class Pen(msgspec.Struct):
    """Writes one device's next rows: the running number, the digest before, the newest time of each day."""

    db: "Database"
    device: bytes
    key: int
    seq: int
    counter: int
    previous: bytes
    newest: dict[int, int] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, db: "Database", device: bytes) -> "Pen":
        """The pen of a device where its log ends; `device` is 16 bytes."""
        key = key_of(db, DEVICE, device)
        last = db.conn.execute("select counter, digest from tip where device = ?", (key,)).fetchone()
        (seq,) = db.conn.execute("select coalesce(max(seq), 0) from event").fetchone()
        counter, previous = last or (0, FIRST)
        return cls(db, device, key, seq, counter, previous)

    def timed(self, wall_us: int, offset_s: int) -> int:
        """Microseconds since 1970, a microsecond after this day's newest where the clock runs behind it."""
        day = day_number(wall_us, offset_s)
        if day not in self.newest:
            found = self.db.conn.execute(
                "select wall_us from newest where device = ? and day = ?", (self.key, day)
            ).fetchone()
            self.newest[day] = found[0] if found else wall_us
        newest = self.newest[day]
        self.newest[day] = wall_us if wall_us >= newest else newest + 1
        return self.newest[day]

    def row(self, event: Event) -> tuple[Row, LogRow]:
        """The next row of table event, and what will be read back. Raises ValueError for a bad body."""
        body = body_of(event.what)
        if len(body) > BODY_LIMIT_BYTES:
            raise ValueError(
                f"the body of a {event.kind} is {len(body)} bytes long, {BODY_LIMIT_BYTES} at most"
            )
        what_of(event.kind, body)  # what could not be read again is not written
        wall_us, offset_s = numbers(event.wall)
        wall_us = self.timed(wall_us, offset_s)
        session = None if event.session is None else key_of(self.db, LOG_SESSION, event.session)
        self.seq += 1
        self.counter += 1
        parts = (event.id, self.device, self.counter, event.session, wall_us, offset_s, event.mono_ms)
        self.previous = link(self.previous, parts, event.kind, body)
        times = (wall_us, offset_s, event.mono_ms)
        kept = (KIND[event.kind], packed(body), self.previous)
        row = (self.seq, event.id, self.key, self.counter, session, *times, *kept)
        return row, LogRow(self.seq, *parts, event.kind, body, self.previous)


def append_events(db: "Database", device: bytes, events: Sequence[Event]) -> list[Event]:
    """Add what is new and return all as the log has them, inside the open transaction."""
    pen = Pen.of(db, device)
    stored: dict[bytes, Event] = {}
    rows: list[Row] = []
    new: list[LogRow] = []
    for event in events:
        known = stored.get(event.id) or landed(db, event.id)
        if known is None:
            row, logged = pen.row(event)
            rows.append(row)
            new.append(logged)
            known = logged.event
        stored[event.id] = known
    insert(db, EVENT, rows)
    put(db, NEWEST, [(pen.key, day, wall_us) for day, wall_us in pen.newest.items()])
    project(db, new)
    return [stored[event.id] for event in events]


def project(db: "Database", new: Sequence[LogRow]) -> None:
    """Bring to date what the new events touch, also through what they take back."""
    erase(db, [row.event for row in new if row.kind == Void.kind])
    fallen: list[Event] = []
    if any(row.kind == Void.kind for row in new):
        found = (landed(db, event_id) for event_id in project_voids(db))
        fallen = [event for event in found if event is not None]
    whole = {event.session for event in fallen if event.session is not None}
    by_session: dict[bytes, list[LogRow]] = {}
    for row in new:
        if row.session is not None:
            by_session.setdefault(row.session, []).append(row)
    for session, rows in by_session.items():
        key = key_of(db, LOG_SESSION, session)
        kinds = {row.kind for row in rows}
        # An exercise that is planned once more begins anew, and with it whether anything was performed.
        replanned = ExercisePlanned.kind in kinds and SessionStarted.kind not in kinds
        if session not in whole and not replanned and only_adds(db, key):
            project_further(db, key, rows)
        else:
            whole.add(session)
    for session in whole:
        project_session(db, key_of(db, LOG_SESSION, session))
    loose = [event for event in (*(row.event for row in new), *fallen) if event.session is None]
    project_loose(db, {event.kind for event in loose})


def erase(db: "Database", events: Iterable[Event]) -> None:
    """Erase for good the texts of the notes that these events name for that; that there were any stays."""
    for name in erased_by(events):
        for seq in db.conn.execute("select seq from event where id = ?", (name,)).fetchall():
            drop(db, NOTE, [seq])


def add_text(db: "Database", event_id: bytes, text: str) -> None:
    """Keep a note's text beside the chain, once. Raises ValueError for an unknown event."""
    found = db.conn.execute(
        "select seq from event where id = ? and kind = ?", (event_id, KIND[NoteWritten.kind])
    ).fetchone()
    if found is None:
        raise ValueError(f"no note-written event has the id {event_id.hex()}")
    if not db.conn.execute("select 1 from note where event = ?", found).fetchone():
        insert(db, NOTE, [(found[0], text)])


def content_id(wall_ms: int, said: bytes) -> bytes:
    """A UUIDv8 (RFC 9562), as 16 bytes, from milliseconds since 1970 and the SHA-256 of what is said."""
    body = bytearray(new_id(wall_ms, said[:RANDOM_BYTES]))
    body[6] = body[6] & 0x0F | MADE_OF_CONTENT << 4
    return bytes(body)
