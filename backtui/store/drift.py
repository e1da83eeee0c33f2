"""Compares the projections with what a rebuild would make, table by table."""

import sqlite3
from collections import Counter
from collections.abc import Iterable

from backtui.store.project import COUNTED, LOOSE, fallen, loose_events, told
from backtui.store.rows import STANDING
from backtui.store.tables import BY_SESSION, SESSION, VOIDED, Row, Table, difference


def drift(conn: sqlite3.Connection) -> dict[str, int]:
    """How many rows of each table are wrong, missing or too many; a table that is right is left out.

    `conn` is a copy of the log: what is taken back is put right in it first, for all else follows from it.
    """
    found: Counter[str] = Counter()

    def compare(table: Table, have: Iterable[Row], want: Iterable[Row]) -> None:
        change = difference(table, have, want)
        found[table.name] += len(change.gone) + len(change.changed) + len(change.new)

    taken = fallen(conn)
    compare(VOIDED, conn.execute(VOIDED.select), ((name,) for name in taken))
    conn.execute(f"delete from {VOIDED.name}")  # noqa: S608 a constant
    conn.executemany(f"insert into {VOIDED.name} values (?)", [(name,) for name in taken])  # noqa: S608
    for table, query in COUNTED:
        compare(table, conn.execute(table.select), conn.execute(query))
    for (key,) in conn.execute("select key from log_session").fetchall():
        right = told(conn, key)
        for table in BY_SESSION:
            compare(table, of_session(conn, table, key), right[table])
    for loose in LOOSE:
        have = conn.execute(f"{loose.table.select} where {loose.condition}")
        compare(loose.table, have, loose.rows(loose_events(conn, loose.kinds, STANDING)))
    return {name: wrong for name, wrong in found.items() if wrong}


def of_session(conn: sqlite3.Connection, table: Table, key: int) -> list[Row]:
    """The rows that a table has of one session."""
    name = "key" if table is SESSION else "session"
    return conn.execute(f"{table.select} where {name} = ?", (key,)).fetchall()
