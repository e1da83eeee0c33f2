"""Brings a log's file to this version's schema: once, in one transaction, after a backup."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence

import msgspec

from backtui.store.packing import teach
from backtui.store.released import (
    migration_1,
    migration_2,
    migration_3,
    migration_4,
    migration_5,
    migration_6,
)

APPLICATION_ID = 0x626B7475  # "bktu"
MAJOR = 3


class Migration(msgspec.Struct, frozen=True):
    """SQL that brings a file to `version`: major × 1000 + minor; older programs refuse a newer major."""

    version: int
    sql: str


MIGRATIONS = (
    Migration(1000, migration_1.SQL),
    Migration(1001, migration_2.SQL),
    Migration(2000, migration_3.SQL),
    Migration(2001, migration_4.SQL),
    Migration(2002, migration_5.SQL),
    Migration(3000, migration_6.SQL),
)


def statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one; executescript would commit the transaction they belong to."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if ";" in line and sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise ValueError(f"a migration ends in the middle of a statement: {statement.strip()[:60]}")


def version(conn: sqlite3.Connection) -> int:
    """The file's version: major × 1000 + minor, 0 for an empty file."""
    return int(conn.execute("pragma user_version").fetchone()[0])


def pending(conn: sqlite3.Connection, steps: Sequence[Migration] = MIGRATIONS) -> list[Migration]:
    """The migrations that the file has not had; none for a file of a newer minor version."""
    at = version(conn)
    return [step for step in steps if step.version > at]


def migrate(
    conn: sqlite3.Connection, before: Callable[[], object], steps: Sequence[Migration] = MIGRATIONS
) -> list[Migration]:
    """Apply what is pending, all or nothing, and return it; several programs may try at once.

    `before` is called under the lock when the file has had a version: it makes the verified backup, and
    by raising keeps the file as it is.
    """
    teach(conn)
    conn.execute("pragma foreign_keys=OFF")  # a transform of a parent would cascade
    try:
        conn.execute("begin immediate")
        try:
            todo = pending(conn, steps)
            if todo and version(conn):
                before()
            for step in todo:
                apply(conn, step)
            conn.execute("commit")
        except BaseException:
            if conn.in_transaction:
                conn.execute("rollback")
            raise
    finally:
        conn.execute("pragma foreign_keys=ON")
    return todo


def apply(conn: sqlite3.Connection, step: Migration) -> None:
    """Run one migration inside the open transaction."""
    for statement in statements(step.sql):
        conn.execute(statement)
    broken = conn.execute("pragma foreign_key_check").fetchone()
    if broken:
        raise sqlite3.IntegrityError(
            f"migration {step.version} leaves {broken[0]} row {broken[1]} without its parent"
        )
    conn.execute(f"pragma user_version = {step.version}")
