"""A file that may come from anybody: nothing that stands in it is run, and nothing in it goes on for ever."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from backtui.store.errors import StoreLost
from backtui.store.migrations import MIGRATIONS, migrate, statements, version
from backtui.store.schema import DEVICE, EVENT, LOG_SESSION, NOTE, PROJECTED

LONGEST_S = 120.0  # that reading a file of somebody else's may take
LOOK_EVERY = 100_000  # of SQLite's steps
LARGEST_VALUE = 1 << 20  # bytes of one value; an event's body has 4096, a note some more
Mark = tuple[int, bytes]  # the number of an event in its log, and its digest
MAKE = "create trigger "  # SQLite keeps these words in capitals
OURS = (DEVICE, LOG_SESSION, EVENT, NOTE, *PROJECTED)


@cache
def _triggers() -> frozenset[str]:
    """The text of every trigger that a migration makes."""
    texts = (_bare(text).rstrip(";") for step in MIGRATIONS for text in statements(step.sql))
    return frozenset(text.removeprefix(MAKE) for text in texts if text.startswith(MAKE))


def _bare(statement: str) -> str:
    """A statement without the remarks before it."""
    lines = statement.splitlines(keepends=True)
    while lines and (not lines[0].strip() or lines[0].lstrip().startswith("--")):
        lines.pop(0)
    return "".join(lines).strip()


def stranger(conn: sqlite3.Connection) -> str | None:
    """What in a file would run something that backtui did not write, in a few words; None in a sound one.

    Tables and views beside ours are left alone, for they are never asked.
    """
    at = version(conn)
    if at <= MIGRATIONS[-1].version and at not in {step.version for step in MIGRATIONS}:
        return f"its schema number {at} is not one of backtui's"
    kinds: dict[str, str] = {}
    for kind, name, sql in conn.execute("select type, name, sql from sqlite_schema"):
        # A bit can make bytes of a text.
        if kind == "trigger" and str(sql).removeprefix(MAKE.upper()) not in _triggers():
            return f"its trigger {str(name)[:40]!a} is not one of backtui's"
        kinds[name] = kind
    for table in OURS:
        if kinds.get(table.name, "table") != "table":
            return f"its {table.name} is a {kinds[table.name]}, not a table"
    return None


def newest(conn: sqlite3.Connection) -> Mark | None:
    """The last event of a log; None where it has none."""
    found: Mark | None = conn.execute("select seq, digest from event order by seq desc limit 1").fetchone()
    return found


def holds(conn: sqlite3.Connection, mark: Mark) -> bool:
    """Whether a log has that event."""
    found = conn.execute("select digest from event where seq = ?", mark[:1]).fetchone()
    return bool(found == mark[1:])


def differing(conn: sqlite3.Connection) -> list[str]:
    """The tables, triggers, indexes and views of backtui that are missing in a file, or made otherwise."""
    at = version(conn)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as right:
        migrate(right, lambda: None, [step for step in MIGRATIONS if step.version <= at])
        query = "select type, name, sql from sqlite_schema where name not like 'sqlite_%'"
        wanted, have = set(right.execute(query)), set(conn.execute(query))
    return sorted(f"{kind} {name}" for kind, name, _ in wanted - have)


def refuse_stranger(conn: sqlite3.Connection, path: Path, rescue: Callable[[], str]) -> None:
    """Raise StoreLost for a file that would run something of somebody else's."""
    if strange := stranger(conn):
        raise StoreLost(
            f"The file at {path} was changed by another program ({strange}), so nothing was touched;"
            f" {rescue()}."
        )


@contextmanager
def bounded(conn: sqlite3.Connection) -> Iterator[None]:
    """Reading takes an end, in time and in memory: SQLite's own error comes where it would not."""
    end = time.monotonic() + LONGEST_S
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    conn.set_progress_handler(lambda: time.monotonic() > end, LOOK_EVERY)
    try:
        yield
    finally:
        conn.set_progress_handler(None, 0)
