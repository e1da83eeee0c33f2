"""What takes long to make is made once a run, though several processes share the tests."""

import fcntl
import sqlite3
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from backtui.content.load import Content
from backtui.store.migrations import MIGRATIONS, Migration, version
from backtui.store.packing import teach


class Shelf:
    """A folder that all processes of a run share; conftest says which."""

    folder: Path

    def once(self, name: str, write: Callable[[Path], object]) -> Path:
        """The file of that name, made by `write` when nobody has made it yet; nobody may change it."""
        target = self.folder / name
        with open(self.folder / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                unfinished = self.folder / f"{name}.unfinished"
                write(unfinished)
                unfinished.rename(target)
        return target


shelf = Shelf()


def remembering_load(load: Callable[..., Content]) -> Callable[..., Content]:
    """`load`, which reads the shipped content once a process: it is frozen, and every command asks for it."""
    shipped = cache(load)
    return lambda folder=None: load(folder) if folder else shipped()


def remembering_migrate(migrate: Callable[..., list[Migration]]) -> Callable[..., list[Migration]]:
    """`migrate`, which makes the tables once a process and then copies them into whatever is empty."""
    made: list[sqlite3.Connection] = []

    def migrated(
        conn: sqlite3.Connection, before: Callable[[], object], steps: Sequence[Migration] = MIGRATIONS
    ) -> list[Migration]:
        is_empty = not conn.in_transaction and not conn.execute("select 1 from sqlite_master").fetchone()
        if steps is not MIGRATIONS or version(conn) or not is_empty:
            return migrate(conn, before, steps)
        if not made:
            made.append(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))
            migrate(made[0], before)
        made[0].backup(conn)
        teach(conn)
        return list(MIGRATIONS)

    return migrated
