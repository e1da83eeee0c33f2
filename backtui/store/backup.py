"""Verified copies of the log, kept over a year; the newest one that was verified never goes."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

import msgspec

from backtui.machine.files import aside_of, make_folder, remove_sides, sweep, sync_file, sync_folder
from backtui.store.chain import broken_links
from backtui.store.connection import connect, speaking
from backtui.store.errors import MEDIUM, SQLITE_ERRORS, StoreError, StoreLost, StoreUnwritable, family
from backtui.store.foreign import Mark, bounded, differing, holds, newest, stranger
from backtui.store.migrations import APPLICATION_ID, MIGRATIONS, version

STAMP = "%Y%m%d-%H%M%S-%f"  # UTC
WAIT_S = 5.0
NO_BACKUP = "no backup was made of it"
OF_THE_SOURCE = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ)
SALVAGE = ", and `backtui restore --salvage` takes what is sound in the log into a new one"
KEEP_ALL = timedelta(days=2)
KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 12, 10, 9


class Backed(Protocol):
    """What is backed up: a Store, or anything with its path."""

    @property
    def path(self) -> Path:
        """Where the log is."""


class Findings(msgspec.Struct, frozen=True):
    """What a look at a copy found: its version, how much is in it, and each thing that is wrong.

    `sessions` counts all that were ever begun, `standing` those that were not taken back; `newest` is the
    day of the last of them.
    """

    version: int = 0
    events: int = 0
    sessions: int = 0
    problems: tuple[str, ...] = ()
    standing: int = 0
    newest: date | None = None

    @property
    def sound(self) -> bool:
        """Nothing is wrong with it."""
        return not self.problems


def verify(path: Path, *, foreign: bool = False) -> Findings:
    """Read a whole log without changing it: identity, version, integrity, chain, counts.

    A `foreign` one may come from anybody: what was made otherwise in it than backtui does is a problem.
    """
    try:
        with closing(connect(path, "ro", WAIT_S)) as conn, bounded(conn):
            conn.execute("pragma cell_size_check=ON")
            (application_id,) = conn.execute("pragma application_id").fetchone()
            if application_id != APPLICATION_ID:
                return Findings(problems=("it is not a backtui log",))
            if strange := stranger(conn):
                return Findings(problems=(strange,))
            problems = [row[0] for row in conn.execute("pragma integrity_check") if row[0] != "ok"]
            problems += [
                f"a row of {row[0]} lacks its parent" for row in conn.execute("pragma foreign_key_check")
            ]
            standing, newest = conn.execute("select count(*), max(day) from session").fetchone()
            problems += broken_links(conn)
            if foreign and version(conn) <= MIGRATIONS[-1].version:
                problems += [f"missing or changed: {each}" for each in differing(conn)]
            day = date.fromisoformat(newest) if newest else None
            return Findings(version(conn), *counts(conn), tuple(problems), standing, day)
    except (sqlite3.Error, ValueError, TypeError, AttributeError) as error:
        return Findings(problems=(str(error),))


def counts(conn: sqlite3.Connection) -> tuple[int, int]:
    """How many events and sessions a log has."""
    (events,) = conn.execute("select count(*) from event").fetchone()
    (sessions,) = conn.execute("select count(*) from log_session").fetchone()
    return events, sessions


def backup(store: Backed, folder: Path, now: datetime) -> Path:
    """A verified copy of the log in `folder`, after which old ones go; or StoreError, and nothing is left."""
    return backup_file(store.path, folder, now)


def backup_file(path: Path, folder: Path, now: datetime) -> Path:
    """The same for a log that this program has not opened."""
    return counted_backup(path, folder, now)[0]


def counted_backup(path: Path, folder: Path, now: datetime) -> tuple[Path, Findings]:
    """The same, and what is in the copy."""
    with writable(folder):
        make_folder(folder)
        sweep(folder, lambda name: stamp_of(Path(name), path.stem))
        target = free_name(folder, path.stem, now)
        found = copy_to(path, target)
    rotate(folder, path.stem, now, target)
    return target, found


def copy_to(path: Path, target: Path) -> Findings:
    """A verified copy of the log as `target`, whole or not at all; what has that name is replaced."""
    with writable(target.parent), aside_of(target) as fresh:
        found = copy(path, fresh)
        sync_file(fresh)
        sync_folder(target.parent)
        remove_sides(target)
        fresh.rename(target)
        sync_folder(target.parent)
    return found


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Turns an OSError into the sentence that names the folder."""
    try:
        yield
    except OSError as error:
        raise StoreUnwritable(
            f"No backup can be written to {folder} ({error.strerror}); check that folder."
        ) from error


def backup_when_changed(store: Backed, folder: Path, now: datetime, mark: Mark | None = None) -> Path | None:
    """The same unless the newest copy has all events that the log has; None then.

    Raises StoreLost where the log has not the event `mark`: it is another one, which is no copy of ours.
    """
    if mark is not None:
        refuse_other(store.path, mark)
    last = next(iter(copies(folder, store.path.stem)), None)
    if last is not None:
        with speaking(store.path, lambda: NO_BACKUP):
            here = counted(store.path)
        with suppress(*SQLITE_ERRORS):
            if counted(last) == here:
                return None
    return backup(store, folder, now)


def refuse_other(path: Path, mark: Mark) -> None:
    """Raise StoreLost where the log at `path` has not that event."""
    with speaking(path, lambda: NO_BACKUP), closing(connect(path, "ro", WAIT_S)) as conn:
        if not holds(conn, mark):
            raise StoreLost(f"The log was overwritten while it was open, so {NO_BACKUP} ({path}).")


def counted(path: Path) -> tuple[int, int]:
    """How many events and sessions the log at `path` has."""
    with closing(connect(path, "ro", WAIT_S)) as conn:
        return counts(conn)


def copy(path: Path, fresh: Path) -> Findings:
    """Copy a log into an empty file and verify what arrived. Raises StoreError."""
    with speaking(path, lambda: NO_BACKUP), closing(connect(path, "ro", WAIT_S)) as source:
        hold_still(source)
        expected = counts(source)
        with closing(connect(fresh, "rw", WAIT_S)) as target:
            pour(source, target, fresh.parent)
    found = verify(fresh)
    if not found.sound:
        raise StoreError(f"The backup of {path} was not kept because it is not sound: {found.problems[0]}.")
    if (found.events, found.sessions) != expected:
        raise StoreError(f"The backup of {path} was not kept because something is missing in it.")
    return found


def hold_still(conn: sqlite3.Connection) -> None:
    """Read in one transaction from here on; a lock is waited for here, while a copy would wait for ever."""
    conn.execute("begin")
    conn.execute("select count(*) from sqlite_schema").fetchone()


def pour(source: sqlite3.Connection, target: sqlite3.Connection, folder: Path) -> None:
    """Copy a database page by page; what cannot be written is of `folder`, where the copy is made."""
    try:
        source.backup(target)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            sentence = f"The disk that holds {folder} is full; make room and try again."
            raise StoreUnwritable(sentence) from error
        if family(error) in MEDIUM and error.sqlite_errorcode not in OF_THE_SOURCE:
            sentence = f"No copy can be written to {folder} ({error}); check that disk and its permissions."
            raise StoreUnwritable(sentence) from error
        raise


def stamp_of(path: Path, stem: str) -> datetime | None:
    """When a copy of the log `stem`.db was made; None for another file."""
    found = re.fullmatch(rf"{re.escape(stem)}-(\d{{8}}-\d{{6}}-\d{{6}})\.db", path.name)
    return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC) if found else None


def free_name(folder: Path, stem: str, now: datetime) -> Path:
    """A name with the moment in it that no copy has yet."""
    at = now.astimezone(UTC)
    while (path := folder / f"{stem}-{at:{STAMP}}.db").exists():
        at += timedelta(microseconds=1)
    return path


def copies(folder: Path, stem: str) -> list[Path]:
    """The copies of the log `stem`.db in a folder, newest first."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path for path in found if stamp_of(path, stem)), key=lambda path: path.name, reverse=True)


def newest_verified(folder: Path, stem: str) -> Path | None:
    """The newest copy of the log `stem`.db that is sound now.

    The clock that named it may have been ahead: a copy that went on from there is newer, whatever its name.
    """
    found = iter(copies(folder, stem))
    best = next((path for path in found if verify(path).sound), None)
    for path in found:
        if best is not None and goes_on(best, path) and verify(path).sound:
            best = path
    return best


def goes_on(before: Path, after: Path) -> bool:
    """Whether the log `after` has all events of the log `before` and more; False where it cannot be read."""
    with (
        suppress(*SQLITE_ERRORS),
        closing(connect(before, "ro", WAIT_S)) as one,
        closing(connect(after, "ro", WAIT_S)) as other,
    ):
        mark, last = newest(one), newest(other)
        return bool(mark and last and last[0] > mark[0] and holds(other, mark))
    return False


def kept(stamps: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which copies stay: all of 2 days, and the newest one of each of 12 days, 10 weeks and 9 months."""
    newest_first = sorted(stamps, reverse=True)
    keep = {stamp for stamp in newest_first if stamp > now - KEEP_ALL}
    for spell, many in (("%Y-%m-%d", KEEP_DAYS), ("%G-%V", KEEP_WEEKS), ("%Y-%m", KEEP_MONTHS)):
        newest_of: dict[str, datetime] = {}
        for stamp in newest_first:
            newest_of.setdefault(stamp.strftime(spell), stamp)
        keep.update(list(newest_of.values())[:many])
    return keep


def rotate(folder: Path, stem: str, now: datetime, verified: Path) -> None:
    """Delete the copies that need not stay; `verified` stays in any case."""
    stamps = {path: stamp for path in copies(folder, stem) if (stamp := stamp_of(path, stem))}
    keep = kept(stamps.values(), now)
    for path, stamp in stamps.items():
        if stamp not in keep and path != verified:
            path.unlink(missing_ok=True)


def rescue(path: Path, folder: Path) -> str:
    """What to do when the log at `path` cannot be used: the newest sound copy, by name."""
    best: Path | None = None
    with suppress(OSError):
        best = newest_verified(folder, path.stem)
    salvage = ""
    with suppress(OSError):
        salvage = SALVAGE if path.is_file() and path.stat().st_size else ""
    if best is None:
        return f"no sound backup was found in {folder}{salvage}"
    return f"`backtui restore newest` puts the newest verified backup in place ({best}){salvage}"
