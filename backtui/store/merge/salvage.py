"""What the chain still vouches for in a damaged log, taken into a new one; what was left is named."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from backtui.domain.event_json import LogRow, UnreadableEventError, event_problem
from backtui.domain.text import harmless
from backtui.store.chain import FIRST, branch
from backtui.store.codec import SELECT_EVENTS, log_row, numbers
from backtui.store.connection import connect, fill, first_bytes, tune
from backtui.store.errors import StoreDamaged
from backtui.store.foreign import bounded
from backtui.store.merge.apply import absorb
from backtui.store.merge.compare import Intake, Theirs, UnfitLog, fits, link, tips_of
from backtui.store.merge.other_log import Other
from backtui.store.migrations import migrate
from backtui.store.opening import in_memory
from backtui.store.restore import put_in_place

WAIT_S = 5.0
NOTES = "select e.seq, e.id, n.text from note n left join event e on e.seq = n.event order by n.event"
MOST_AT_ONCE = 2_000_000  # numbers that are tried one by one between what is read from both ends


class Salvaged(msgspec.Struct, frozen=True):
    """How many events and sessions were taken, what was left in few words, and the old log's new name."""

    events: int
    sessions: int
    left: tuple[str, ...]
    kept: Path | None = None


class Salvage(Intake):
    """An intake that leaves what the chain does not vouch for, and goes on behind it as a branch."""

    left: list[str] = msgspec.field(default_factory=list)
    ends: dict[bytes, tuple[bytes, bytes]] = msgspec.field(default_factory=dict)  # a digest stored, and made
    waits: dict[bytes, LogRow] = msgspec.field(default_factory=dict)  # the next one may vouch for it
    heard: dict[bytes, int] = msgspec.field(default_factory=dict)  # the newest counter that was taken

    def offer(self, row: LogRow) -> None:
        """Take the next event where it is as it was written."""
        stored, made = self.ends.get(row.device, (FIRST, FIRST))
        said = said_by(row)
        behind_stored = link(stored, row.device, row.counter, row.id, said)
        behind_made = link(made, row.device, row.counter, row.id, said)
        waiting = self.waits.pop(row.device, None)
        if waiting is not None:
            if row.digest == behind_made:  # only the digest of the one before had changed
                self._settle(waiting)
            else:
                self.leave(waiting)
        if row.digest in (behind_stored, behind_made):
            self._settle(row)
        else:
            self.waits[row.device] = row
        self.ends[row.device] = (row.digest, behind_stored)

    def end(self, tips: Mapping[bytes, tuple[int, bytes]]) -> None:
        """No event follows; the tips of the devices may vouch for their last ones."""
        for device, row in self.waits.items():
            if tips.get(device) == (row.counter, self.ends[device][1]):
                self._settle(row)
            else:
                self.leave(row)
        self.waits.clear()

    def leave(self, row: LogRow) -> None:
        """Name an event that is not taken."""
        self.left.append(f"event {row.seq} of {row.wall:%Y-%m-%d}")

    def _settle(self, row: LogRow) -> None:
        """Take an event that is vouched for; behind a gap it begins a branch, as every log would name it."""
        before = self.heard.get(row.device, 0)
        if row.counter != before + 1:
            self.at[row.device] = (branch(row.device, before, row.id), 0)
        try:
            if problem := event_problem(row, row.keys):
                raise UnfitLog(problem)
            self.take(row)
        except (UnfitLog, ValueError, TypeError, KeyError):
            self.leave(row)
            return
        self.heard[row.device] = row.counter

    def _follow(self, row: LogRow, said: tuple[Any, ...]) -> bytes:
        """Nothing, so that every link is made anew: a digest may be what had changed."""
        del row, said
        return b""


def said_by(row: LogRow) -> tuple[Any, ...]:
    """What a digest covers of an event beside its place."""
    return (row.session, *numbers(row.wall), row.mono_ms, row.kind, row.body)


def salvage(source: Path, path: Path, now: datetime, renew: Callable[[], object]) -> Salvaged:
    """Put a new log, made of what is vouched for in `source`, in the place of the log at `path`.

    `source` may be that log itself, which is kept beside it. Raises StoreError.
    """
    found: list[Salvaged] = []

    def make(fresh: Path) -> None:
        found.append(_made(source, fresh))

    kept = put_in_place(path, now, make, renew)
    return replace(found[0], kept=kept)


@contextmanager
def sound_part(theirs: Theirs, path: Path) -> Iterator[tuple[Other, tuple[str, ...]]]:
    """Another log as far as its chain vouches for it, chained anew, and what was left of it."""
    from sqlite_utils import Database

    with closing(in_memory()) as conn:
        intake = Salvage(conn)
        for row in theirs.rows():
            intake.offer(row)
        intake.end({})
        texts = theirs.texts()
        sound = {name: text for name, text in texts.items() if fits(intake.notes.get(name), text)}
        intake.finish(sound)
        conn.execute("begin immediate")
        absorb(Database(conn, execute_plugins=False), intake, lambda _: None)
        conn.execute("commit")
        yield Other(conn, path), tuple(intake.left)


def looked_over(source: Path) -> Salvaged:
    """What would be taken of `source`, and what left. Raises StoreError."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        migrate(conn, lambda: None)
        return _told(_vouched(source, conn))


def _made(source: Path, fresh: Path) -> Salvaged:
    from sqlite_utils import Database

    fill(fresh)
    with closing(connect(fresh, "rw", WAIT_S)) as conn:
        tune(conn)
        intake = _vouched(source, conn)
        conn.execute("begin immediate")
        absorb(Database(conn, execute_plugins=False), intake, lambda _: None)
        conn.execute("commit")
    return _told(intake)


def _told(intake: Salvage) -> Salvaged:
    sessions = {row[4] for row in intake.rows if row[4] is not None}
    return Salvaged(len(intake.rows), len(sessions), tuple(intake.left))


def _vouched(source: Path, conn: sqlite3.Connection) -> Salvage:
    """What is vouched for in a file. Raises StoreError where that is nothing."""
    intake = Salvage(conn)
    try:
        if first_bytes(source) is None:
            raise StoreDamaged(f"{source} is no file, so nothing was touched; name another one.")
        with closing(connect(source, "ro", WAIT_S)) as damaged, bounded(damaged):
            _only_tables(damaged)
            for row in _rows(damaged, intake.left):
                intake.offer(row)
            intake.end(_tips(damaged))
            intake.finish(_texts(damaged, intake))
    except (sqlite3.Error, OSError) as error:
        raise StoreDamaged(
            f"Nothing can be read any more from {source} ({error}), so nothing was touched;"
            " `backtui restore newest` puts the newest backup in place."
        ) from error
    if not intake.rows:
        raise StoreDamaged(f"Nothing in {source} is vouched for any more, so nothing was touched.")
    return intake


def _only_tables(conn: sqlite3.Connection) -> None:
    """Nothing is run that stands in the file: what is read are plain tables."""
    names = ("event", "device", "log_session", "note", "tip")
    marks = ", ".join("?" * len(names))
    query = f"select count(*) from sqlite_schema where type = 'table' and name in ({marks})"  # noqa: S608
    if conn.execute(query, names).fetchone() != (len(names),):
        raise sqlite3.DatabaseError("it has not the tables of a log")
    if any(hidden for *_, hidden in conn.execute("pragma table_xinfo(event)")):
        raise sqlite3.DatabaseError("its events are made by something else")


def _rows(conn: sqlite3.Connection, left: list[str]) -> Iterator[LogRow]:
    """Every event that can be read, in the file's order: from both ends, and between them one by one."""
    first: list[Any] = []
    with suppress(sqlite3.DatabaseError):
        for row in conn.execute(f"{SELECT_EVENTS} order by e.seq"):
            first.append(row)
        yield from _read(first, left)
        return
    yield from _read(first, left)
    seq = first[-1][0] if first else 0
    last: list[Any] = []
    with suppress(sqlite3.DatabaseError):
        for row in conn.execute(f"{SELECT_EVENTS} where e.seq > ? order by e.seq desc", (seq,)):
            last.append(row)
    between: list[Any] = []
    until = last[-1][0] if last else seq
    for number in range(seq + 1, min(until, seq + MOST_AT_ONCE)):
        try:
            between += conn.execute(f"{SELECT_EVENTS} where e.seq = ?", (number,)).fetchall()
        except sqlite3.DatabaseError:
            left.append(f"event {number}")
    yield from _read([*between, *reversed(last)], left)


def _read(rows: list[Any], left: list[str]) -> Iterator[LogRow]:
    for row in rows:
        try:
            found = log_row(row)
            sound = all(map(isinstance, (found.device, found.id, found.digest), (bytes,) * 3))
            sound = sound and isinstance(found.body, str) and isinstance(found.kind, str)
        except (UnreadableEventError, ValueError, TypeError):
            sound = False
        if sound:
            yield found
        else:
            left.append(f"event {row[0]}")


def _tips(conn: sqlite3.Connection) -> dict[bytes, tuple[int, bytes]]:
    """How far each device's log went, where that can be read."""
    with suppress(sqlite3.DatabaseError):
        return tips_of(conn)
    return {}


def _texts(conn: sqlite3.Connection, intake: Salvage) -> dict[bytes, str]:
    """The notes that are as they were written."""
    texts: dict[bytes, str] = {}
    with suppress(sqlite3.DatabaseError):
        for seq, name, text in conn.execute(NOTES):
            if isinstance(text, str) and harmless(text) and fits(intake.notes.get(name), text):
                texts[name] = text
            else:
                intake.left.append(f"the note of event {seq}")
    return texts
