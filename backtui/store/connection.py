"""Opens the log's file, having looked at it first: nothing comes by accident, nothing foreign is touched."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from backtui.domain.event_json import UnreadableEventError
from backtui.machine.files import SIDES, NotAFileError, aside_of, bytes_of, make_folder, sync_folder
from backtui.store.errors import SQLITE_ERRORS, StoreDamaged, StoreError, StoreLost, StoreUnwritable, spoken
from backtui.store.foreign import refuse_stranger
from backtui.store.migrations import APPLICATION_ID, MAJOR, migrate, version
from backtui.store.packing import teach

MAGIC = b"SQLite format 3\x00"
HEADER_BYTES = 100
PAGES_WRONG = "*** in database"  # what SQLite's words about the pages begin with
OLDEST_SQLITE = (3, 37, 0)  # STRICT tables
SQLITE = sqlite3.sqlite_version
PRAGMAS = (
    "journal_mode=TRUNCATE",
    "synchronous=EXTRA",
    "fullfsync=ON",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "temp_store=MEMORY",
    "secure_delete=ON",
)


def connect(path: Path, mode: str, wait_s: float) -> sqlite3.Connection:
    """A connection that begins no transaction by itself; `mode` is SQLite's ro or rw, `wait_s` for locks.

    Raises sqlite3.OperationalError for what is no file, also beside the log: SQLite would wait for ever at
    the end of a pipe.
    """
    for each in (path, *(Path(f"{path}{side}") for side in SIDES)):
        if each.exists() and not each.is_file():
            what = sqlite3.OperationalError(f"{each.name} is not a file")
            raise _sqlite_error(what, sqlite3.SQLITE_CANTOPEN)
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=wait_s, isolation_level=None, cached_statements=256)


def tune(conn: sqlite3.Connection) -> None:
    """Set what keeps acknowledged rows (docs/log.md says why), and let SQL read the bodies."""
    for pragma in PRAGMAS:
        conn.execute(f"pragma {pragma}").fetchall()
    teach(conn)


@contextmanager
def speaking(path: Path, rescue: Callable[[], str]) -> Iterator[None]:
    """Turns SQLite's errors into a StoreError; `rescue` says what to do about a damaged file."""
    try:
        yield
    except SQLITE_ERRORS as error:
        raise spoken(error, path, rescue) from error
    except UnreadableEventError as error:
        raise spoken(damaged(str(error)), path, rescue) from error


def damaged(what: str) -> sqlite3.DatabaseError:
    """The error that SQLite itself would raise, had it seen this damage."""
    return _sqlite_error(sqlite3.DatabaseError(what), sqlite3.SQLITE_CORRUPT)


def _sqlite_error(error: sqlite3.DatabaseError, code: int) -> sqlite3.DatabaseError:
    error.sqlite_errorcode = code
    return error


def first_bytes(path: Path) -> bytes | None:
    """The header of a file; None for what is none, as a pipe that would make its reader wait."""
    try:
        return bytes_of(path, HEADER_BYTES)
    except NotAFileError:
        return None


def inspect(path: Path, rescue: Callable[[], str]) -> None:
    """Read the first bytes of an existing file and refuse what is not a log that this version can open."""
    try:
        head = first_bytes(path)
    except OSError as error:
        raise StoreUnwritable(
            f"The log at {path} cannot be read ({error.strerror}); check its permissions."
        ) from error
    if head is None:
        raise StoreLost(f"What is at {path} is not a file, so nothing was touched; {rescue()}.")
    if not head:
        raise StoreLost(f"The log at {path} is empty (zero bytes), so nothing was touched; {rescue()}.")
    if not head.startswith(MAGIC):
        raise StoreLost(f"The file at {path} is not a backtui log, so nothing was touched; {rescue()}.")
    if len(head) < HEADER_BYTES:
        raise StoreDamaged(f"The log at {path} is cut short, so nothing was touched; {rescue()}.")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise StoreLost(
            f"The file at {path} is another program's database, so nothing was touched; {rescue()}."
        )
    refuse_newer(path, int.from_bytes(head[60:64], "big"))
    if wal := foreign_wal(path, head):
        raise StoreLost(f"{wal} belongs to another database than {path}; move it away and try again.")


def torn(conn: sqlite3.Connection) -> str:
    """What is wrong with how a file's pages hang together, "" where nothing is; 100 ms for ten years.

    What stands in the pages is not looked at. A page that is in use and also free would be written over.
    """
    (said,) = conn.execute("pragma quick_check(1)").fetchone()
    return str(said).splitlines()[-1] if str(said).startswith(PAGES_WRONG) else ""


def foreign_wal(path: Path, head: bytes) -> Path | None:
    """A write-ahead log beside a file whose header says that it keeps none."""
    wal = path.with_name(path.name + "-wal")
    return wal if head[18] == 1 and wal.exists() and wal.stat().st_size else None


def refuse_newer(path: Path, version: int) -> None:
    """Raise for a file of a newer major version (`version` is major × 1000 + minor)."""
    if version // 1000 > MAJOR:
        raise StoreError(
            f"The log at {path} was written by a newer backtui, so nothing was touched; update backtui."
        )


def open_existing(path: Path, wait_s: float, rescue: Callable[[], str]) -> sqlite3.Connection:
    """A tuned connection to an existing log. Raises StoreError."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StoreError(f"backtui needs SQLite 3.37 or newer; this Python has {sqlite3.sqlite_version}.")
    inspect(path, rescue)
    with speaking(path, rescue):
        conn = connect(path, "rw", wait_s)
        try:
            tune(conn)
            refuse_newer(path, version(conn))
            refuse_stranger(conn, path, rescue)
        except BaseException:
            conn.close()
            raise
    return conn


def create(path: Path) -> None:
    """A new, whole log at `path`, or nothing: made aside and linked into place; an earlier winner is kept."""
    journal = path.with_name(path.name + "-journal")
    if journal.exists() and journal.stat().st_size and not path.exists():
        raise StoreLost(f"{journal} is left over from a log that is gone; move it away, or restore a copy.")
    try:
        make_folder(path.parent)
        with aside_of(path) as fresh:
            with speaking(path, lambda: "check the disk"):
                fill(fresh)
            into_place(fresh, path)
    except OSError as error:
        raise StoreUnwritable(
            f"No log can be made at {path} ({error.strerror}); check the folder, or choose another with --db."
        ) from error


def fill(path: Path) -> None:
    """Give an empty file the schema."""
    with closing(connect(path, "rw", 0)) as conn:
        tune(conn)
        migrate(conn, before=lambda: None)


def into_place(fresh: Path, path: Path) -> None:
    """Name a finished file `path` unless something has that name already."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not path.exists():
            fresh.rename(path)
    sync_folder(path.parent)
