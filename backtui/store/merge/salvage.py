"""What the chain still vouches for in a damaged log, taken into a new one; what was left is named."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

import msgspec
from msgspec.structs import replace

from backtui.domain.event_json import LogRow, UnreadableEventError
from backtui.domain.text import harmless
from backtui.store.chain import FIRST, branch
from backtui.store.codec import SELECT_EVENTS, log_row
from backtui.store.connection import connect, fill, first_bytes, tune
from backtui.store.errors import SQLITE_ERRORS, StoreDamaged, StoreError, family, reason
from backtui.store.foreign import bounded
from backtui.store.merge.apply import absorb
from backtui.store.merge.compare import Intake, Theirs, UnfitLog, fits, linked, tips_of
from backtui.store.merge.other_log import Other
from backtui.store.migrations import migrate
from backtui.store.opening import in_memory
from backtui.store.restore import put_in_place
from backtui.store.schema import Row

WAIT_S = 5.0
NOTES = "select e.seq, e.id, n.text from note n left join event e on e.seq = n.event order by n.event"
MOST_ENDS = 4
WRITERS_ONLY = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)  # only a writer brings it in order
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
    # What the next event may follow: the digest stored and the one made, and those before an event that did
    # not fit, for it may be another device's.
    ends: dict[bytes, tuple[bytes, ...]] = msgspec.field(default_factory=dict)
    waits: dict[bytes, LogRow] = msgspec.field(default_factory=dict)  # the next one may vouch for it
    passed: bytes = b""  # the digest of the newest event that could not be read, or did not fit
    heard: dict[bytes, int] = msgspec.field(default_factory=dict)  # the newest counter that was taken

    def offer(self, row: LogRow) -> None:
        """Take the next event where it is as it was written."""
        ends = self.ends.get(row.device, (FIRST, FIRST))
        links = [linked(each, row.device, row.counter, row) for each in (*ends, self.passed)]
        waiting = self.waits.pop(row.device, None)
        if waiting is not None:
            if row.digest == links[1]:  # only the digest of the one before had changed
                self._settle(waiting)
            else:
                self.leave(waiting)
        if row.digest in links:
            self._settle(row)
            self.ends[row.device] = (row.digest, links[0])
        else:
            self.waits[row.device] = row
            self.passed = row.digest
            self.ends[row.device] = (row.digest, links[0], *ends[:MOST_ENDS])

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
            if problem := row.problem:
                raise UnfitLog(problem)
            self.take(row)
        except (UnfitLog, ValueError, TypeError, KeyError):
            self.leave(row)
            return
        self.heard[row.device] = row.counter

    def _follow(self, row: LogRow) -> bytes:
        """Nothing, so that every link is made anew: a digest may be what had changed."""
        del row
        return b""


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
    try:
        if first_bytes(source) is None:
            raise StoreDamaged(f"{source} is not a file, so nothing was touched; name another one.")
        with closing(connect(source, "ro", WAIT_S)) as damaged, bounded(damaged):
            _read_what_can_be(damaged, source)
            _only_tables(damaged)
            rows, unread = _rows(damaged)
            tips = _tips(damaged)
            found = [_offered(Salvage(conn, left=unread[:]), each, tips) for each in _orders(rows)]
            intake = max(found, key=lambda each: len(each.rows))
            intake.finish(_texts(damaged, intake))
    except (*SQLITE_ERRORS, OSError) as error:
        raise StoreDamaged(
            f"Nothing can be read any more from {source} ({reason(error)}), so nothing was touched;"
            " `backtui restore newest` puts the newest backup in place."
        ) from error
    if not intake.rows:
        raise StoreDamaged(f"Nothing in {source} is vouched for any more, so nothing was touched.")
    return intake


def _read_what_can_be(conn: sqlite3.Connection, source: Path) -> None:
    """What is no text any more is read as well, and what the schema says beside what is broken in it."""
    conn.text_factory = bytes
    try:
        conn.execute("pragma writable_schema=ON")
        conn.execute("select 1 from sqlite_schema").fetchone()  # only the first question meets what is broken
    except SQLITE_ERRORS as error:
        if family(error) in WRITERS_ONLY:
            raise StoreError(
                f"The log at {source} was left in the middle of a change; start backtui once on it"
                f" (backtui --db {source} today), which takes that back, then try again."
            ) from error


def _only_tables(conn: sqlite3.Connection) -> None:
    """Nothing is run that stands in the file: what is read are plain tables, whatever their rows are called.

    What of a broken schema can be read SQLite knows from the first question.
    """
    conn.set_authorizer(_no_views)
    try:
        for name in ("event", "device", "log_session"):
            conn.execute(f"select 1 from {name} limit 0")  # noqa: S608 a constant
    except sqlite3.DatabaseError as error:
        raise sqlite3.DatabaseError("it does not have the tables of a log") from error
    if any(hidden for *_, hidden in conn.execute("pragma table_xinfo(event)")):
        raise sqlite3.DatabaseError("its events are made by something else")


def _no_views(*of: object) -> int:
    """SQLite's leave for what a statement does by itself, not by a view or trigger that it meets."""
    return sqlite3.SQLITE_OK if of[-1] is None else sqlite3.SQLITE_DENY


def _rows(conn: sqlite3.Connection) -> tuple[list[Row], list[str]]:
    """Every event that can be read, in the file's order, and the names of those that cannot.

    They are read from both ends, and between them one by one.
    """
    first: list[Row] = []
    with suppress(*SQLITE_ERRORS):
        for row in conn.execute(f"{SELECT_EVENTS} order by e.seq"):
            first.append(row)
        return first, []
    seq = first[-1][0] if first else 0
    last: list[Row] = []
    with suppress(*SQLITE_ERRORS):
        for row in conn.execute(f"{SELECT_EVENTS} where e.seq > ? order by e.seq desc", (seq,)):
            last.append(row)
    between: list[Row] = []
    unread: list[str] = []
    # A scan drops the row before what is broken.
    until = last[-1][0] if last else max(_newest(conn), seq + 1) + 1
    for number in range(seq + 1, min(until, seq + MOST_AT_ONCE)):
        try:
            between += conn.execute(f"{SELECT_EVENTS} where e.seq = ?", (number,)).fetchall()
        except SQLITE_ERRORS:
            unread.append(f"event {number}")
    return [*first, *between, *reversed(last)], unread


def _orders(rows: list[Row]) -> Iterator[list[Row]]:
    """As the file has them, for a number may have changed; else by number, for a page may stand elsewhere."""
    yield rows
    if any(one[0] > other[0] for one, other in pairwise(rows)):
        yield sorted(rows, key=itemgetter(0))


def _offered(intake: Salvage, rows: list[Row], tips: Mapping[bytes, tuple[int, bytes]]) -> Salvage:
    """The intake of rows in that order."""
    for row in _read(rows, intake):
        intake.offer(row)
    intake.end(tips)
    return intake


def _newest(conn: sqlite3.Connection) -> int:
    """The highest number of an event, by the tips where the events do not say it, 0 where nothing does."""
    for query in ("select max(seq) from event", "select sum(counter) from tip"):
        with suppress(*SQLITE_ERRORS):
            return conn.execute(query).fetchone()[0] or 0
    return 0


def _read(rows: list[Row], intake: Salvage) -> Iterator[LogRow]:
    """The rows as values; of one that cannot be read its digest may still vouch for the next."""
    for row in rows:
        try:
            found = log_row(row)
        except (UnreadableEventError, ValueError, TypeError, AttributeError):
            intake.left.append(f"event {row[0]}")
            intake.passed = row[-1] if isinstance(row[-1], bytes) else b""
        else:
            yield found


def _tips(conn: sqlite3.Connection) -> dict[bytes, tuple[int, bytes]]:
    """How far each device's log went, where that can be read."""
    with suppress(*SQLITE_ERRORS):
        return tips_of(conn)
    return {}


def _texts(conn: sqlite3.Connection, intake: Salvage) -> dict[bytes, str]:
    """The notes that are as they were written."""
    texts: dict[bytes, str] = {}
    try:
        for seq, name, text in conn.execute(NOTES):
            said = text.decode(errors="replace") if isinstance(text, bytes) else ""
            if harmless(said) and fits(intake.notes.get(name), said):
                texts[name] = said
            else:
                intake.left.append(f"the note of event {seq}")
    except SQLITE_ERRORS:
        intake.left.append("the notes that cannot be read")
    return texts
