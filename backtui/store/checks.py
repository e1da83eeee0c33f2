"""Looks a copy of a log over from inside; events are named by their numbers, never by what they say."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

from backtui.store.chain import breaks, strange_notes
from backtui.store.drift import drift
from backtui.store.health import MOST_NAMED, Finding, error_name
from backtui.store.migrations import MIGRATIONS, migrate


def findings(conn: sqlite3.Connection) -> Iterator[Finding]:
    """What is found in a copy of the log, which is brought to this version's schema on the way."""
    looks: list[tuple[str, Callable[[sqlite3.Connection], Finding]]] = [
        ("integrity", integrity),
        ("schema", schema),
        ("references", references),
        ("chain", chain),
        ("notes", notes),
        ("projections", projections),
    ]
    for name, look in looks:
        try:
            yield look(conn)
        except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError) as error:
            yield Finding(name, False, f"it cannot be looked at: {error_name(error)}")


def integrity(conn: sqlite3.Connection) -> Finding:
    """SQLite's own look at every page."""
    conn.execute("pragma cell_size_check=ON")
    wrong = [row[0] for row in conn.execute("pragma integrity_check") if row[0] != "ok"]
    if wrong:
        return Finding("integrity", False, f"faults: {len(wrong)}; the first: {wrong[0]}")
    return Finding("integrity", True, "every page is sound")


def schema(conn: sqlite3.Connection) -> Finding:
    """Whether all tables, triggers and views are as they were made; others may be there beside them."""
    (version,) = conn.execute("pragma user_version").fetchone()
    if version > MIGRATIONS[-1].version:
        return Finding("schema", None, "a newer backtui's; not compared")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as right:
        migrate(right, lambda: None, [step for step in MIGRATIONS if step.version <= version])
        query = "select type, name, sql from sqlite_schema where name not like 'sqlite_%'"
        wanted, have = set(right.execute(query)), set(conn.execute(query))
    missing = sorted(f"{kind} {name}" for kind, name, _ in wanted - have)
    if missing:
        return Finding("schema", False, f"missing or changed: {', '.join(missing[:MOST_NAMED])}")
    return Finding("schema", True, "all tables, triggers and views are there")


def references(conn: sqlite3.Connection) -> Finding:
    """Whether every row has the rows that it refers to."""
    broken = [row[0] for row in conn.execute("pragma foreign_key_check")]
    if broken:
        return Finding("references", False, f"rows without their parent in {', '.join(sorted(set(broken)))}")
    return Finding("references", True, "every row has its parent")


def chain(conn: sqlite3.Connection) -> Finding:
    """Whether every event is as it was written and none is missing."""
    (events,) = conn.execute("select count(*) from event").fetchone()
    broken = [each.said for each in breaks(conn)]
    if broken:
        more = f", and {len(broken) - MOST_NAMED} more" if len(broken) > MOST_NAMED else ""
        return Finding("chain", False, f"{'; '.join(broken[:MOST_NAMED])}{more}")
    return Finding("chain", True, f"{events:,} events, each as it was written")


def notes(conn: sqlite3.Connection) -> Finding:
    """Whether the texts beside the chain are those that were written."""
    (texts,) = conn.execute("select count(*) from note").fetchone()
    strange = strange_notes(conn)
    if strange:
        named = ", ".join(map(str, strange[:MOST_NAMED]))
        return Finding("notes", False, f"not as written: the notes of the events {named}")
    return Finding("notes", True, f"{texts:,} texts, each as it was written")


def projections(conn: sqlite3.Connection) -> Finding:
    """Whether the tables that are made from the log are what a rebuild would make."""
    (version,) = conn.execute("pragma user_version").fetchone()
    if version > MIGRATIONS[-1].version:
        return Finding("projections", None, "a newer backtui's; not compared")
    migrate(conn, lambda: None)
    wrong = drift(conn)
    if wrong:
        named = ", ".join(f"{table} ({rows})" for table, rows in wrong.items())
        return Finding("projections", False, f"rows that differ from the log: {named}")
    return Finding("projections", True, "every table is what the log says")
