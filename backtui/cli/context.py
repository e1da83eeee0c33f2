"""The real things, constructed once."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from backtui.machine import paths
from backtui.machine.clock import RunningClock, clock_from_env

if TYPE_CHECKING:
    from backtui.coach.coach import Coach
    from backtui.coach.library import Book
    from backtui.coach.sessions import Diary
    from backtui.config.settings import Config
    from backtui.domain.exercise import Content
    from backtui.store.opening import Site
    from backtui.store.store import Store

Answer = TypeVar("Answer")
# A reader adds nothing to the chain, so it needs no name in it; making one would leave a file behind.
READER = bytes(16)
LOCKED_FOR_S = 5.0  # how long a command waits for another program's lock


class OpenLog(msgspec.Struct, frozen=True):
    """A log that may be written: its coach, its diary and the store itself."""

    coach: "Coach"
    diary: "Diary"
    store: "Store"


class Wiring(msgspec.Struct, frozen=True, dict=True):
    """What every command is given; nothing is read or made before it is asked for.

    `color` and `ascii` are what the command line said, None where it said nothing.
    """

    clock: RunningClock
    database: Path
    config_file: Path
    color: str | None = None
    ascii: bool | None = None

    @cached_property
    def content(self) -> "Content":
        """The shipped exercises, routines and guidance. Raises ContentError."""
        from backtui.content.load import load

        return load()

    @cached_property
    def book(self) -> "Book":
        """The content with the person's own in it, shared by all coaches of this log."""
        from backtui.coach.library import Book

        return Book(self.content)

    @cached_property
    def config(self) -> "Config":
        """What holds for this terminal; problems of its file go to stderr."""
        from backtui.cli.errors import complain

        config, problems = self.configured
        for problem in problems:
            complain(problem)
        return config

    @cached_property
    def configured(self) -> "tuple[Config, tuple[str, ...]]":
        """What holds for this terminal, the file and above it the command line; and the file's problems."""
        from msgspec.structs import replace

        from backtui.config.file import load

        config, problems = load(self.config_file)
        options = {"color": self.color, "ascii": self.ascii}
        given = {key: value for key, value in options.items() if value is not None}
        return replace(config, **given), problems

    def keep_setting(self, key: str, value: str | bool) -> None:
        """Write a setting of this terminal into its file. Raises ConfigError and OSError."""
        from backtui.config.file import save

        save(self.config_file, key, value)

    @property
    def known(self) -> Path | None:
        """The file in which this machine remembers which logs it has had; None where it need not."""
        return paths.state_file()

    @property
    def mark(self) -> str:
        """What the full screen says in every place, where it is not the person's own log."""
        return ""

    @property
    def farewell(self) -> str:
        """The sentence when a signal has ended the full screen."""
        return "backtui: what was done is saved; run backtui to go on."

    @property
    def backups(self) -> Path:
        """The folder of the log's backups."""
        return paths.backups_dir(self.database)

    @contextmanager
    def reading(self) -> Iterator["Coach"]:
        """A coach that only reads; where there is no log yet nothing is made. Raises StoreError."""
        from backtui.coach.coach import Coach
        from backtui.coach.reading import NoLog
        from backtui.store.errors import StoreMissing

        try:
            store = self.open_store(READER, create=False)
        except StoreMissing:
            yield Coach(self.content, self.clock, NoLog())
            return
        with store:
            yield self.coach(store)

    @contextmanager
    def writing(self, wait_s: float = LOCKED_FOR_S) -> Iterator[OpenLog]:
        """A coach and a diary on the log, which is made where there is none yet. Raises StoreError."""
        with self.open_store(self.device(), create=True, wait_s=wait_s) as store:
            yield self.opened(store)

    def change(self, choice: "Callable[[Diary], Answer]") -> Answer:
        """The answer of `choice`, made on the log in one opening of it. Raises StoreError.

        Where there is no log yet it is tried on an empty one: what is wrong or writes nothing makes none.
        """
        if not os.path.exists(self.database):
            with self.log_or_empty() as store:
                answer = choice(self.opened(store).diary)
                if not store.count():
                    return answer
        with self.writing() as opened:
            return choice(opened.diary)

    def log_or_empty(self) -> "Store":
        """The log, only to be read; where there is none yet an empty one in memory. Raises StoreError."""
        from backtui.store.errors import StoreMissing
        from backtui.store.opening import IN_MEMORY
        from backtui.store.store import Store

        try:
            return self.open_store(READER, create=False)
        except StoreMissing:
            return Store(IN_MEMORY, device=READER, now=self.clock.now())

    @contextmanager
    def rehearsing(self) -> Iterator["Diary"]:
        """A diary that writes nothing, for a look ahead. Raises StoreError."""
        from backtui.coach.sessions import Diary

        with self.reading() as coach:
            yield Diary(coach, lambda *_, **__: None)

    def opened(self, store: "Store") -> OpenLog:
        """The coach and the diary of an open store; a full screen asks for them in the store's thread."""
        from backtui.coach.sessions import Diary

        coach = self.coach(store)
        return OpenLog(coach, Diary(coach, store.append), store)

    def coach(self, store: "Store") -> "Coach":
        """The coach of an open store."""
        from backtui.coach.coach import Coach
        from backtui.coach.reading import StoredLog

        return Coach(self.content, self.clock, StoredLog(store, self.content.exercises), self.book)

    def open_store(self, device: bytes, *, create: bool, wait_s: float = LOCKED_FOR_S) -> "Store":
        """The store, which belongs to the thread that asks; `wait_s` for another program's lock."""
        from backtui.store.store import Store

        return Store(
            self.database,
            device=device,
            now=self.clock.now(),
            create=create,
            known=self.known,
            backups=self.backups,
            wait_s=wait_s,
        )

    def device(self) -> bytes:
        """What names this machine and this file in the chain of the log."""
        from hashlib import sha256

        return sha256(paths.device_id() + os.fsencode(self.database)).digest()[: paths.DEVICE_BYTES]

    def back_up(self) -> None:
        """Copy the log into its backups when something changed. Raises StoreError."""
        from backtui.store.backup import backup_when_changed

        backup_when_changed(self, self.backups, self.clock.now())

    @property
    def site(self) -> "Site":
        """Where the log is and how it would be opened."""
        from backtui.store.opening import Site

        return Site(self.database, self.backups, self.known, self.clock.now(), LOCKED_FOR_S)

    @property
    def path(self) -> Path:
        """Where the log is, as a backup asks for it."""
        return self.database


def wired(db: str | None, config: str | None, color: str | None, ascii_only: bool | None) -> Wiring:
    """The wiring for what the command line and the environment say. Raises ClockError."""
    return Wiring(
        clock=clock_from_env(os.environ),
        database=paths.database_path(db, os.environ),
        config_file=paths.config_path(config, os.environ),
        color=color,
        ascii=ascii_only,
    )
