"""Another machine's file, read only."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from backtui.domain.event_json import LogRow
from backtui.domain.text import harmless
from backtui.machine.files import aside_of, make_folder
from backtui.store import lease
from backtui.store.backup import pour
from backtui.store.codec import SELECT_EVENTS, log_row
from backtui.store.connection import connect, inspect, open_existing, speaking
from backtui.store.errors import (
    SQLITE_ERRORS,
    StoreDamaged,
    StoreError,
    StoreLost,
    StoreUnwritable,
    family,
    reason,
)
from backtui.store.foreign import bounded, refuse_stranger
from backtui.store.lease import Holder
from backtui.store.merge.compare import UnfitLog, tips_of, unfit
from backtui.store.migrations import migrate, pending

WAIT_S = 5.0
WAL = 2  # the journal's kind in the file's header


def advice() -> str:
    """What to do about another log that cannot be used."""
    return "nothing was changed here"


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """As speaking; and damage is the other log's, not that of the log which it is compared with."""
    try:
        with speaking(path, advice):
            yield
    except StoreDamaged as error:
        raise UnfitLog(f"it is damaged ({reason(error.__cause__ or error)})") from error


class Other:
    """The copy of the log at `path`, open for reading."""

    def __init__(self, conn: sqlite3.Connection, path: Path) -> None:
        self._conn = conn
        self._path = path

    def rows(self) -> Iterator[LogRow]:
        """Its events in its order, each looked at, and at the end whether these are all. Raises StoreError.

        Whether they are as they were written is seen where they are taken in.
        """
        ends: dict[bytes, tuple[int, bytes]] = {}
        with reading(self._path):
            for row in map(log_row, self._conn.execute(f"{SELECT_EVENTS} order by e.seq")):
                if not row.sound:
                    spelled = "it is not as it was written (its body is spelled differently)"
                    raise unfit(row, row.problem or spelled)
                ends[row.device] = (row.counter, row.digest)
                yield row
            if ends != tips_of(self._conn):
                raise UnfitLog("its newest events are missing or changed")

    def texts(self) -> Mapping[bytes, str]:
        """The notes' texts by their events' ids. Raises UnfitLog."""
        with reading(self._path):
            found = dict(
                self._conn.execute("select e.id, n.text from note n join event e on e.seq = n.event")
            )
        for name, text in found.items():
            if not (isinstance(name, bytes) and isinstance(text, str)):
                raise UnfitLog("a note is not as it was written")
            if not harmless(text):
                raise UnfitLog(f"the note of event {name.hex()} has a character that cannot be shown")
        return found

    def count(self) -> int:
        """How many events it has."""
        return int(self._conn.execute("select count(*) from event").fetchone()[0])

    def tips(self) -> dict[bytes, tuple[int, bytes]]:
        """How far each device's log goes there, and its last link. Raises StoreError."""
        with reading(self._path):
            found = tips_of(self._conn)
        if any(
            type(device) is not bytes or type(counter) is not int for device, (counter, _) in found.items()
        ):
            raise UnfitLog("who logged its events cannot be read")
        return found

    def sessions(self) -> set[bytes]:
        """The sessions that stand in it, as its tables say. Raises StoreError."""
        with reading(self._path):
            return {name for (name,) in self._conn.execute("select id from session")}

    def holder(self) -> Holder | None:
        """Who runs a session there, as far as anybody here can know."""
        return lease.holder(self._conn)


def copied(path: Path, fresh: Path) -> None:
    """Fill an empty file with the log at `path`, by SQLite. Raises StoreError."""
    with (
        speaking(path, advice),
        closing(connect(path, "ro", WAIT_S)) as source,
        closing(connect(fresh, "rw", WAIT_S)) as target,
    ):
        refuse_stranger(source, path, advice)
        pour(source, target, fresh.parent)


@contextmanager
def other_log(path: Path, beside: Path, copy: Callable[[Path, Path], None] = copied) -> Iterator[Other]:
    """The log at `path`, copied aside of `beside` for as long as it is needed. Raises StoreError.

    `copy` fills an empty file with it.
    """
    if not path.is_file():
        raise StoreLost(f"There is no log at {path}.")
    inspect(path, advice)
    _refuse_unfinished(path)
    with ExitStack() as stack:
        try:
            make_folder(beside.parent)
            fresh = stack.enter_context(aside_of(beside))
            copy(path, fresh)
        except OSError as error:
            raise StoreUnwritable(
                f"{path} cannot be copied into {beside.parent} ({error.strerror}); make room there."
            ) from error
        conn = stack.enter_context(closing(open_existing(fresh, WAIT_S, advice)))
        with speaking(path, advice):
            if pending(conn):
                migrate(conn, before=lambda: None)
            conn.execute("pragma query_only=ON")
        with bounded(conn):
            yield Other(conn, path)


def _refuse_unfinished(path: Path) -> None:
    """Raise for a file that only a writer could bring in order, which nobody here may be."""
    journal = path.with_name(f"{path.name}-journal")
    with path.open("rb") as file:
        kind = file.read(20)[18]
    if kind == WAL or (journal.exists() and journal.stat().st_size and not _busy(path)):
        raise StoreError(
            f"The log at {path} was left in the middle of a change; open it once where it belongs"
            f" (backtui --db {path} today), then merge it."
        )


def _busy(path: Path) -> bool:
    """Whether another program is writing there now."""
    try:
        with closing(connect(path, "ro", 0)) as conn:
            conn.execute("select 1 from sqlite_master").fetchone()
    except SQLITE_ERRORS as error:
        return family(error) == sqlite3.SQLITE_BUSY
    return False
