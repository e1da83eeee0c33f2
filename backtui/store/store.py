"""Store: open, append, read, save as."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from backtui.domain.events import Event
from backtui.machine.files import aside_of, sync_file, sync_folder
from backtui.store import lease
from backtui.store.connection import connect, speaking
from backtui.store.errors import StoreLost, StoreUnwritable, family
from backtui.store.foreign import Mark, holds, newest, stranger
from backtui.store.lease import Holder, Owner
from backtui.store.opening import Site, copied, in_memory, opened, there
from backtui.store.reader import FAULTS, LogReader

if TYPE_CHECKING:
    from sqlite_utils import Database

    from backtui.store.merge.compare import Difference, Intake, Theirs


DEVICE_BYTES = 16
# No such table, a part of a file, no database at all.
NO_LOG = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
LOOKED_AT = 1000  # the newest events, whose chain is looked at before the first write: a few milliseconds


class Store(LogReader):
    """The log at `path`, open. Any method may raise StoreError, whose text is one sentence.

    `device` (16 bytes) names this machine and this file in the chain. `now` stamps the backup that a
    migration makes. `known` is the file that lists the logs this machine has had. `wait_s`: how long
    another program's lock is waited for. `later`: a first log that cannot be made now is made before the
    first thing that is written, and reads as an empty one until then. One that can only be read, and not as
    it lies, is read from a copy in memory. A Store belongs to the thread that made it.
    """

    _looked_at = False  # the newest events are as they were written
    mark: Mark | None = None  # the newest event known here, which this log has for ever
    _schema: int | None = None  # changes with every table, trigger and view
    _unopened: Site | None = None  # where the log is to be made, or opened

    def __init__(
        self,
        path: Path,
        *,
        device: bytes,
        now: datetime,
        create: bool = False,
        later: bool = False,
        known: Path | None = None,
        backups: Path | None = None,
        wait_s: float = 5.0,
    ) -> None:
        if len(device) != DEVICE_BYTES:
            raise ValueError(f"a device's id has {DEVICE_BYTES} bytes, not {len(device)}")
        self.path = path
        self.device = device
        self.backups = backups or path.with_name(f"{path.name}-backups")
        site = Site(path, self.backups, known, now, wait_s)
        try:
            self.conn = opened(site, create)
        except StoreUnwritable:
            if not (later or there(path)):
                raise
            self.conn, self._unopened = copied(site) if there(path) else in_memory(), site

    @cached_property
    def db(self) -> "Database":
        """sqlite-utils on the same connection; loading it costs 170 ms, so only a write asks for it."""
        from sqlite_utils import Database

        return Database(self.conn, execute_plugins=False)

    def close(self) -> None:
        """Close the file."""
        self.conn.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        with closing(self), self.blaming():
            if isinstance(error, FAULTS):
                raise error

    @contextmanager
    def writing(self) -> Iterator["Database"]:
        """One transaction, all or nothing, that holds the write lock from its beginning.

        It ends a snapshot that is still open: what was read there is of the past from now on.
        """
        if self.damage is not None:
            raise self.damage
        if self._unopened is not None:
            self._open(self._unopened)
        self.writes += 1
        db = self.db  # loaded before the lock is taken: others wait for that
        with self.speaking():
            self.conn.rollback()
            try:
                self._begin()
                if not self._looked_at:
                    self.refuse_broken(LOOKED_AT)
                    self._looked_at = True
                with db.atomic():
                    yield db
                mark = newest(self.conn)
                self.conn.execute("commit")
                self.mark = mark
            except BaseException:
                if self.conn.in_transaction:
                    self.conn.execute("rollback")
                raise

    def _open(self, site: Site) -> None:
        """Make or open the log after all. Raises StoreUnwritable where that still cannot be."""
        made = opened(site, may_create=True)
        self.conn.close()
        self.conn, self._unopened, self._schema = made, None, None
        vars(self).pop("db", None)

    def _begin(self) -> None:
        """Hold the write lock. Raises StoreLost where another file is in the opened log's place.

        What is kept of that log in memory is let go of first: it is never written into another file.
        """
        self.conn.execute("pragma shrink_memory")
        try:
            self.conn.execute("begin immediate")
            ours = self._ours()
        except sqlite3.DatabaseError as error:
            if self.mark is None or family(error) not in NO_LOG:
                raise
            ours = False
        if not ours:
            raise StoreLost(
                "The log was overwritten while it was open, so nothing is written into it; put it back, or"
                f" close backtui and run `backtui restore newest` ({self.path})."
            )

    def _ours(self) -> bool:
        """Whether the file has the newest event known here, and nothing in it is foreign."""
        (schema,) = self.conn.execute("pragma schema_version").fetchone()
        if schema != self._schema and stranger(self.conn):
            return False
        self._schema = schema
        if self.mark is None:
            self.mark = newest(self.conn)
            return True
        return holds(self.conn, self.mark)

    def new_id(self, wall: datetime) -> bytes:
        """A fresh id for an event or a session of that moment."""
        from backtui.store.codec import RANDOM_BYTES, new_id

        return new_id(int(wall.timestamp() * 1000), os.urandom(RANDOM_BYTES))

    def append(
        self,
        events: Sequence[Event],
        *,
        token: bytes | None = None,
        texts: Mapping[bytes, str] | None = None,
    ) -> list[Event]:
        """Add events in one transaction and return them as stored; on return they are on disk.

        Those that are there already (by id) are not doubled. A time behind this device's newest of the
        same training day becomes a microsecond after that. With a `token`, SessionTaken is raised when
        another program runs the session now. `texts`: the notes' texts by their events' ids.
        """
        from backtui.store import append

        with self.writing() as db:
            if token is not None:
                lease.require(self.conn, token)
            stored = append.append_events(db, self.device, events)
            for event_id, text in (texts or {}).items():
                append.add_text(db, event_id, text)
            return stored

    def compare(self, theirs: "Theirs") -> "Intake":
        """What of another log is new here; nothing is written. Raises UnfitLog."""
        from backtui.store.merge.compare import intake_of

        with self.speaking():
            self.conn.execute("begin")
            try:
                return intake_of(self.conn, theirs)
            finally:
                self.conn.rollback()

    def differences(self, intake: "Intake") -> "list[Difference]":
        """Where both logs said different things about the same, and which holds; before it is absorbed."""
        from backtui.store.merge.compare import differences

        with self.snapshot(), self.reading():
            return differences(self.conn, intake)

    def absorb(
        self,
        theirs: "Theirs",
        intake: "Intake",
        told: Callable[[int], object],
        may: Callable[[], object] = lambda: None,
    ) -> "Intake":
        """Take in what `compare` found, in one transaction, and return what was taken in.

        Where something was logged here since, it is compared again. `told` hears how many events are done.
        `may` is asked inside the transaction, and refuses by raising.
        """
        from backtui.store.merge.apply import absorb
        from backtui.store.merge.compare import intake_of, tips_of

        with self.writing() as db:
            may()
            if intake.base != tips_of(self.conn):
                intake = intake_of(self.conn, theirs)
            absorb(db, intake, told)
        return intake

    def rebuild(self) -> None:
        """Make every projection again from the log."""
        from backtui.store import projections

        with self.writing() as db:
            projections.rebuild(db)

    def origin(self) -> bytes | None:
        """The id of its first event, which stays its first; None where it has none yet."""
        found = self.ask("select id from event order by seq limit 1")
        return bytes(found[0][0]) if found else None

    def wait_for(self, seconds: float) -> None:
        """How long another program's lock is waited for from now on."""
        with self.speaking():
            self.conn.execute(f"pragma busy_timeout={round(seconds * 1000)}")

    def holder(self) -> Holder | None:
        """Who runs a session now; None when nobody does."""
        with self.speaking():
            return lease.holder(self.conn)

    def take(self, session: bytes, owner: Owner, now: datetime) -> bytes:
        """The token of the running session; raises SessionTaken while another living process runs one."""
        token = os.urandom(16)
        with self.writing() as db:
            lease.take(db, Holder(session, owner, now), token)
        return token

    def take_over(self, session: bytes, owner: Owner, now: datetime) -> bytes:
        """The token of the running session, whoever ran it before."""
        token = os.urandom(16)
        with self.writing() as db:
            lease.take_over(db, Holder(session, owner, now), token)
        return token

    def release(self, token: bytes) -> None:
        """Let go of the session."""
        with self.writing() as db:
            lease.release(db, token)

    def save_as(self, path: Path) -> None:
        """Write the log to `path`, where nothing may be yet. Raises StoreError."""
        try:
            with aside_of(path) as fresh:
                with speaking(path, lambda: "check the disk"), closing(connect(fresh, "rw", 0)) as target:
                    self.conn.backup(target)
                sync_file(fresh)
                os.link(fresh, path)
                sync_folder(path.parent)
        except FileExistsError as error:
            raise StoreUnwritable(
                f"{path} is there already, so nothing was written; name another file."
            ) from error
        except OSError as error:
            raise StoreUnwritable(
                f"{path} cannot be written ({error.strerror}); name another file."
            ) from error


class Copied(Store):
    """A log in memory: what a Store reads, of a file that is not opened again."""

    def __init__(self, path: Path, conn: sqlite3.Connection) -> None:
        self.path = path
        self.device = bytes(16)
        self.backups = path.with_name(f"{path.name}-backups")
        self.conn = conn
