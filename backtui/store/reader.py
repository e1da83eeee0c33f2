"""An open log: its errors as sentences, its snapshot."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from backtui.domain.events import Event
from backtui.store.codec import in_order, log_row
from backtui.store.connection import speaking, torn
from backtui.store.errors import StoreDamaged
from backtui.store.opening import rescued

T = TypeVar("T")
FAULTS = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, AssertionError)


class LogReader:
    """What is asked of an open log. Every read may raise StoreError."""

    path: Path
    backups: Path
    conn: sqlite3.Connection
    damage: StoreDamaged | None = None
    writes: int = 0  # begun here, so that who read before one can know
    _kept: tuple[object, object, Any] | None = None

    @cached_property
    def rescue(self) -> str:
        """What to do when the file cannot be used; looked for once, for that takes long."""
        return rescued(self.path, self.backups)

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Turns SQLite's errors into a StoreError, and remembers that the file is damaged."""
        try:
            with speaking(self.path, lambda: self.rescue):
                yield
        except StoreDamaged as error:
            self.damage = error
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """As speaking; and a value that the log's rules would have kept out is damage as well."""
        try:
            with self.speaking():
                yield
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            self.damage = StoreDamaged(f"The log at {self.path} is damaged ({error}); {self.rescue}.")
            raise self.damage from error

    def refuse_broken(self, newest: int | None = None) -> None:
        """Raise StoreDamaged where a page is not in its place, or an event not as it was written.

        Of the events the `newest` so many are looked at, or all.
        """
        from backtui.store.chain import breaks

        with self.reading():
            wrong = torn(self.conn) or next((each.said for each in breaks(self.conn, newest)), "")
        if wrong:
            self.damage = StoreDamaged(f"The log at {self.path} is damaged ({wrong}); {self.rescue}.")
            raise self.damage

    @contextmanager
    def blaming(self) -> Iterator[None]:
        """Around work with what was read: a fault over what an unsound log says is the log's damage."""
        try:
            yield
        except FAULTS as error:
            if type(error).__module__ != "builtins":  # one that says something to a person
                raise
            from backtui.store.doctor import blamed

            wrong = blamed(self.path, lambda: self.rescue)
            if not wrong:
                raise
            self.damage = StoreDamaged(wrong)
            raise self.damage from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads of one state of the log, whatever other programs write meanwhile."""
        if self.conn.in_transaction:
            yield
            return
        with self.speaking():
            self.conn.execute("begin")
        try:
            yield
        finally:
            self.conn.rollback()

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """All rows of one query."""
        with self.speaking():
            return self.conn.execute(sql, parameters).fetchall()

    def until_written(self, about: object, make: Callable[[], T]) -> T:
        """What `make` gives, kept until something is logged, here or elsewhere, or another thing is asked."""
        with self.snapshot():
            newest = self.ask("select max(seq) from event")
            if self._kept is None or self._kept[:2] != (newest, about):
                self._kept = (newest, about, make())
        found: T = self._kept[2]
        return found

    def each(self, made: Callable[[Any], T], sql: str, parameters: Sequence[Any] = ()) -> list[T]:
        """All rows of one query, each as a value."""
        with self.reading():
            return [made(row) for row in self.ask(sql, parameters)]

    def events_in_order(self, sql: str, parameters: Sequence[Any] = ()) -> list[Event]:
        """The events that a query of their columns finds, in the order in which they happened."""
        with self.reading():
            return [row.event for row in in_order(map(log_row, self.ask(sql, parameters)))]


class NothingLogged(LogReader):
    """Where there is no log yet: no query finds a row, and nothing is made on the disk or in memory."""

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """There is no file that could be damaged."""
        yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """There is nothing that could change."""
        yield

    def refuse_broken(self, newest: int | None = None) -> None:
        """Nothing is there that could be broken."""
        del newest

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """No rows."""
        del sql, parameters
        return []
