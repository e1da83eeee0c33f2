"""What is new there, what differs."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256  # quicker where there are many, and slow to load
from typing import Any, Protocol

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from backtui.domain.event_json import LogRow
from backtui.domain.event_keys import is_content_id
from backtui.domain.events import (
    BODY_LIMIT_BYTES,
    OWN_KINDS,
    SAID,
    Event,
    ExercisePlanned,
    NoteWritten,
    PainAnswered,
    Rated,
    SessionEnded,
    SessionStarted,
    SettingSet,
    TargetSet,
    Void,
)
from backtui.domain.own_events import ExerciseSaved, OwnEvent, RoutineSaved
from backtui.domain.undo import erased_by, names_of
from backtui.store.chain import FIRST, branch, link, note_digest
from backtui.store.codec import SELECT_EVENTS, in_order, log_row
from backtui.store.errors import StoreError
from backtui.store.packing import KIND
from backtui.store.projections import choice, taken_back
from backtui.store.schema import Row

KNOWN = f"{SELECT_EVENTS} where e.id = ?"
AHEAD = f"{SELECT_EVENTS} where e.seq > ? order by e.seq limit 1000"
TIPS = "select d.uuid, t.counter, t.digest from tip t join device d on d.key = t.device"
ERASING = f"{SELECT_EVENTS} where e.kind = {KIND[Void.kind]} and e.session is null"


class UnfitLog(StoreError):  # noqa: N818 a name says what is the case
    """Another log that cannot be taken in; nothing was changed."""


Place = tuple[bytes, int]  # a device of this log, and the number of one of its events
NOTE, VOID = NoteWritten.kind, Void.kind
NOTHING = (0, FIRST)  # how far the log of a new device goes


class Ours:
    """This log's events by their ids, read ahead, for both logs mostly have them in the same order."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._ahead: dict[bytes, Row] = {}
        self._end = 0

    def find(self, name: bytes) -> LogRow | None:
        """The event of that id; None where there is none. Raises UnreadableEventError."""
        row = self._ahead.get(name)
        if row is None:
            row = self._conn.execute(KNOWN, (name,)).fetchone()
            if row is None:
                return None
            if row[0] > self._end:  # never back, so that each event is read ahead once at most
                rows = self._conn.execute(AHEAD, (row[0],)).fetchall()
                self._ahead = {each[1]: each for each in rows}
                self._end = rows[-1][0] if rows else row[0]
        return log_row(row)


class Intake(msgspec.Struct):
    """What is new in another log, in its order; `take` is given that log's events one by one, then `finish`.

    `rows` are as SELECT_EVENTS has them, chained for this log. `known` counts what is here already, `apart`
    names the events with which a device's log went on in two copies.
    """

    conn: sqlite3.Connection
    rows: list[Row] = msgspec.field(default_factory=list)
    known: int = 0
    apart: list[bytes] = msgspec.field(default_factory=list)
    texts: dict[bytes, str] = msgspec.field(default_factory=dict)
    ids: set[bytes] = msgspec.field(default_factory=set)
    voids: list[LogRow] = msgspec.field(default_factory=list)
    base: dict[bytes, tuple[int, bytes]] = msgspec.field(default_factory=dict)
    tips: dict[bytes, tuple[int, bytes]] = msgspec.field(default_factory=dict)
    theirs: dict[bytes, tuple[int, bytes]] = msgspec.field(default_factory=dict)
    at: dict[bytes, Place] = msgspec.field(default_factory=dict)
    notes: dict[bytes, LogRow] = msgspec.field(default_factory=dict)
    ours: Any = None  # Ours

    def __post_init__(self) -> None:
        self.ours = Ours(self.conn)
        self.tips = tips_of(self.conn)
        self.base = dict(self.tips)

    def take(self, row: LogRow) -> None:
        """Look at the next event. Raises UnfitLog where it is not as it was written, or differs from ours."""
        if len(row.body) > BODY_LIMIT_BYTES:
            raise unfit(row, f"its body is {len(row.body)} bytes long, {BODY_LIMIT_BYTES} at most")
        previous = self._follow(row)
        if row.id in self.ids:
            raise unfit(row, "its id is there twice")
        self.ids.add(row.id)
        ours = self.ours.find(row.id) if self.base else None
        if ours is None:
            self._add(row, previous)
        elif said_by(ours) != said_by(row) and not is_content_id(row.id):
            raise unfit(row, "this log has an event of that id that says something else")
        else:
            self.known += 1
            self.at[row.device] = (ours.device, ours.counter)
        if row.kind == NOTE:
            self.notes[row.id] = row
        if row.kind == VOID:
            device, counter = self.at[row.device]
            self.voids.append(replace(row, device=device, counter=counter))

    def _follow(self, row: LogRow) -> bytes:
        """Go along the other log's own chain; returns the digest before."""
        counter, before = self.theirs.get(row.device, NOTHING)
        if row.counter != counter + 1:
            raise unfit(row, f"event {counter + 1} of its device is missing before it")
        if row.digest != linked(before, row.device, row.counter, row):
            raise unfit(row, "it is not as it was written (its digest does not fit)")
        self.theirs[row.device] = (row.counter, row.digest)
        return before

    def _add(self, row: LogRow, previous: bytes) -> None:
        """Chain a new event: behind what it followed there, or as a branch where that has gone on here."""
        device, counter = self.at.get(row.device, (row.device, 0))
        tip = self.tips.get(device, NOTHING)
        if tip[0] != counter:
            self.apart.append(row.id)
        while tip[0] != counter:
            device, counter = branch(device, counter, row.id), 0
            tip = self.tips.get(device, NOTHING)
        counter += 1
        same = tip[1] == previous and counter == row.counter and device == row.device
        made = row.digest if same else linked(tip[1], device, counter, row)
        self.tips[device] = (counter, made)
        self.at[row.device] = (device, counter)
        times = (row.wall_us, row.offset_s, row.mono_ms)
        self.rows.append((row.seq, row.id, device, counter, row.session, *times, row.kind, row.body, made))

    def finish(self, texts: Mapping[bytes, str]) -> None:
        """Look at what only the whole can tell, and choose the notes' texts that this log is to keep."""
        for name, text in texts.items():
            if not fits(self.notes.get(name), text):
                raise UnfitLog(f"The note of event {name.hex()} is not as it was written.")
        ours = map(log_row, self.conn.execute(ERASING))
        erased = erased_by(row.event for row in (*self.voids, *ours))
        kept = {name for (name,) in self.conn.execute(KEPT)}
        self.texts = {name: text for name, text in texts.items() if name not in erased and name not in kept}

    def new(self, *kinds: str) -> Iterator[LogRow]:
        """What is new of these kinds, as values."""
        return (log_row(row) for row in self.rows if row[8] in kinds)

    @property
    def nothing(self) -> bool:
        """All that the other log has is here already."""
        return not self.rows and not self.texts


KEPT = "select e.id from note n join event e on e.seq = n.event"


def tips_of(conn: sqlite3.Connection) -> dict[bytes, tuple[int, bytes]]:
    """How far each device's log goes, and its last link."""
    return {device: (counter, made) for device, counter, made in conn.execute(TIPS)}


def said_by(row: LogRow) -> tuple[Any, ...]:
    """What a digest covers of an event beside its place."""
    return (row.session, row.wall_us, row.offset_s, row.mono_ms, row.kind, row.body)


def linked(before: bytes, device: bytes, counter: int, row: LogRow) -> bytes:
    """The digest of what an event says after the digest `before`, as that device's event of that number."""
    times = (row.wall_us, row.offset_s, row.mono_ms)
    return link(before, (row.id, device, counter, row.session, *times), row.kind, row.body, sha256)


def unfit(row: LogRow, why: str) -> UnfitLog:
    """The error for an event of the other log."""
    return UnfitLog(f"event {row.seq}: {why}")


def fits(row: LogRow | None, text: str) -> bool:
    """Whether a text is the one that a note-written event was made of."""
    note = row.what if row else None
    return isinstance(note, NoteWritten) and note.digest == note_digest(bytes.fromhex(note.salt), text)


class Theirs(Protocol):
    """Another log, which may be read more than once."""

    def rows(self) -> Iterable[LogRow]:
        """Its events in its order, each sound in itself."""

    def texts(self) -> Mapping[bytes, str]:
        """The notes' texts by their events' ids, once its events were read."""


def intake_of(conn: sqlite3.Connection, theirs: Theirs) -> Intake:
    """What of another log is new here. Raises UnfitLog."""
    intake = Intake(conn)
    for row in theirs.rows():
        intake.take(row)
    intake.finish(theirs.texts())
    return intake


LOOSE = (SettingSet.kind, TargetSet.kind, *OWN_KINDS)
Slot = tuple[str, str, str]  # what it is, whose (an exercise, a setting, an item's number), and which of it


class Difference(msgspec.Struct, frozen=True):
    """What here and there said about a thing, each with its time; `here_holds` says which one stands.

    `session` is the start of the session that it is about.
    """

    slot: Slot
    here: Any
    there: Any
    here_at: datetime
    there_at: datetime
    here_holds: bool
    session: datetime | None = None


def differences(conn: sqlite3.Connection, intake: Intake) -> list[Difference]:
    """All of them, of an intake that was not absorbed yet."""
    fallen = taken_back(in_order(intake.voids), lambda first: choice(conn, first))
    fallen |= {name for (name,) in conn.execute("select id from voided")}
    groups: dict[bytes | None, list[LogRow]] = {}
    known = {name for (name,) in conn.execute("select id from log_session")}
    for row in intake.rows:
        if row[4] in known or (row[4] is None and row[8] in LOOSE):
            groups.setdefault(row[4], []).append(log_row(row))
    found = []
    for session, rows in groups.items():
        found += _of_group(_ours(conn, session), rows, intake.ids, fallen)
    return found + list(_deleted(conn, intake, groups))


def _ours(conn: sqlite3.Connection, session: bytes | None) -> list[LogRow]:
    """What this log has about the same session, or about what belongs to none."""
    if session is not None:
        return list(map(log_row, conn.execute(f"{SELECT_EVENTS} where s.id = ? order by e.seq", (session,))))
    marks = ", ".join("?" * len(LOOSE))
    loose = f"{SELECT_EVENTS} where e.session is null and e.kind in ({marks}) order by e.seq"
    return list(map(log_row, conn.execute(loose, [KIND[kind] for kind in LOOSE])))


def _of_group(
    ours: list[LogRow], new: list[LogRow], theirs: set[bytes], fallen: set[bytes]
) -> list[Difference]:
    here: dict[Slot, tuple[int, Event, Any]] = {}
    there: dict[Slot, tuple[int, Event, Any]] = {}
    names = {row.id for row in new}
    began = next((row.wall for row in ours if row.kind == SessionStarted.kind), None)
    planned = {str(what.item): what.exercise for row in ours if isinstance(what := row.what, ExercisePlanned)}
    for n, row in enumerate(in_order([*ours, *new])):
        event = row.event
        if event.id in fallen or (event.id in theirs and event.id not in names):
            continue
        side = there if event.id in names else here
        side.update({slot: (n, event, value) for slot, value in said(event)})
    both = [(slot, here[slot], there[slot]) for slot in here if slot in there]
    return [
        Difference(
            (slot[0], planned.get(slot[1], slot[1]), slot[2]),
            *(mine[2], other[2], mine[1].wall, other[1].wall),
            here_holds=mine[0] > other[0],
            session=began,
        )
        for slot, mine, other in both
        if mine[2] != other[2]
    ]


def said(event: Event) -> Iterator[tuple[Slot, Any]]:  # noqa: C901 one case each
    """What an event says about which thing, where a later one about the same thing replaces it."""
    match event.what:
        case Rated(item, rating):
            yield ("rating", str(item), ""), rating
        case PainAnswered(when, score, answer) if event.session is not None:
            yield ("pain", when, ""), answer or score
        case SessionStarted():
            yield ("start", "", ""), event.true_time.isoformat()
        case SessionEnded(how):
            yield ("end", "", ""), how
        case SettingSet(key, value):
            yield ("setting", key, ""), value
        case TargetSet(exercise) as what:
            for name in SAID:
                if (value := getattr(what, name)) is not UNSET:
                    yield ("target", exercise, name), value
        case ExerciseSaved() | RoutineSaved() as what:
            yield ("own", what.sort, what.id), what.definition
        case OwnEvent() as what:
            yield ("own", what.sort, what.id), None


def _deleted(
    conn: sqlite3.Connection, intake: Intake, groups: dict[bytes | None, list[LogRow]]
) -> Iterator[Difference]:
    """Sessions that one log took back while the other wrote on about them; they stay taken back."""
    slot = ("deleted", "", "")
    corrected = {row.session for row in intake.new("session-started")}
    for void, start in _voided_starts(conn, list(intake.new("void"))):
        if start.session in corrected:
            continue
        mine = [row.wall for row in _ours(conn, start.session) if row.id not in intake.ids]
        if mine:
            yield Difference(slot, None, None, max(mine), void.wall, False, start.wall)
    loose = conn.execute(f"{ERASING} order by e.seq")
    ours = [row for row in map(log_row, loose) if row.id not in intake.ids]
    for void, start in _voided_starts(conn, ours):
        if conn.execute("select 1 from session where id = ?", (start.session,)).fetchone():
            continue
        other = [row.wall for row in groups.get(start.session, ())]
        if other:
            yield Difference(slot, None, None, void.wall, max(other), True, start.wall)


def _voided_starts(conn: sqlite3.Connection, voids: list[LogRow]) -> Iterator[tuple[LogRow, LogRow]]:
    """Each start of a session that is taken back, with the void that does it."""
    for row in voids:
        for name in names_of(row.event):
            found = conn.execute(f"{SELECT_EVENTS} where e.id = ?", (name,)).fetchone()
            start = log_row(found) if found else None
            if start is not None and start.kind == SessionStarted.kind:
                yield row, start
