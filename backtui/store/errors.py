"""What can go wrong with the log, each as one sentence for a person."""

# ruff: noqa: N818 a name says what is the case: the store is busy, the session is taken

import sqlite3
from collections.abc import Callable
from pathlib import Path

# Of a damaged file SQLite's own sentence may be no text, which then is the error.
SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
NAMED_BY = 8  # the low bits of an extended SQLite code name its family
MEDIUM = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


class StoreError(Exception):
    """The log cannot do what was asked; its text is one sentence with the path and what to do."""


class StoreBusy(StoreError):
    """Another program holds the log's lock; trying again later is safe."""


class StoreMissing(StoreError):
    """There is no log, and as far as this machine knows there never was one."""


class StoreLost(StoreError):
    """This machine has had a log here, and it is gone, empty or another program's."""


class StoreDamaged(StoreError):
    """The log's file is broken; nothing is written to it."""


class StoreUnwritable(StoreError):
    """The log can be read at best: read-only, a full disk, a failing disk."""


class SessionTaken(StoreError):
    """Another program has taken the running session over; its text says where that one runs."""


NOT_NOW = (StoreBusy, StoreUnwritable, StoreLost)  # what runs may go on in memory meanwhile


def reason(error: BaseException) -> str:
    """SQLite's sentence, where it is text."""
    return "its text cannot be read" if isinstance(error, UnicodeDecodeError) else str(error)


def family(error: Exception) -> int:
    """SQLite's code of an error without what is more particular."""
    if isinstance(error, UnicodeDecodeError):
        return sqlite3.SQLITE_CORRUPT
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & ((1 << NAMED_BY) - 1)


def _lost(error: Exception, path: Path, rescue: Callable[[], str]) -> StoreLost | None:
    """The sentence for a log that is not there any more; None where it is."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_DBMOVED:
        if path.exists():
            taken = "Another file took the log's place, as with a restore"
            return StoreLost(f"{taken}; leave backtui and start it again ({path}).")
        return StoreLost(f"The log was moved or deleted; {rescue()} ({path}).")
    if str(error).startswith("no such table"):
        return StoreLost(f"The log has lost its tables, as if it was emptied; {rescue()} ({path}).")
    return None


def spoken(error: Exception, path: Path, rescue: Callable[[], str]) -> StoreError:
    """SQLite's error as a sentence; `rescue` says what to do about a damaged file."""
    if lost := _lost(error, path, rescue):
        return lost
    match family(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy(f"Another program uses the log; close that one or try again ({path}).")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreDamaged(f"The log at {path} is damaged ({reason(error)}); {rescue()}.")
        case sqlite3.SQLITE_FULL:
            return StoreUnwritable(f"The disk is full; make room and try again ({path}).")
        case sqlite3.SQLITE_READONLY:
            return StoreUnwritable(f"The log is read-only; make the file and its folder writable ({path}).")
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return StoreUnwritable(
                f"The log cannot be opened or written; check disk and permissions ({error}, {path})."
            )
        case sqlite3.SQLITE_CONSTRAINT:
            return StoreError(f"The log at {path} refused an entry that breaks its rules ({error}).")
        case _:
            return StoreError(f"The log at {path} failed ({error}); try again, and look at the disk.")
