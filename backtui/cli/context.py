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
    from backtui.coach.library import ContentLibrary
    from backtui.coach.open_log import OpenLog
    from backtui.coach.sessions import Diary
    from backtui.config.settings import Config
    from backtui.domain.exercise import Content
    from backtui.store.foreign import Mark
    from backtui.store.opening import Site
    from backtui.store.store import Store

Answer = TypeVar("Answer")
# A reader adds nothing to the chain, so it needs no name in it; making one would leave a file behind.
READER = bytes(16)
LOCKED_FOR_S = 5.0  # how long a command waits for another program's lock


class WritableLog(msgspec.Struct, frozen=True):
    """A log that may be written: its diary and the store itself."""

    diary: "Diary"
    store: "Store"

    def ask(self, question: "Callable[[Coach], Answer]") -> "Answer":
        """An answer of the coach, as the log is now."""
        return self.diary.ask(question)


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
        from backtui.content.shipped import shipped

        if content := shipped():
            return content
        from backtui.content.load import load

        return load()

    @cached_property
    def library(self) -> "ContentLibrary":
        """The content with the person's own in it, shared by all that ask this log."""
        from backtui.coach.library import ContentLibrary

        return ContentLibrary(self.content)

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
        return "backtui: what you did is saved; run backtui to go on."

    @property
    def backups(self) -> Path:
        """The folder of the log's backups."""
        return paths.backups_dir(self.database)

    @contextmanager
    def _unwritten(self) -> "Iterator[OpenLog]":
        from backtui.coach.open_log import OpenLog, nothing_written
        from backtui.store.errors import StoreMissing
        from backtui.store.reader import NothingLogged

        try:
            store = self.open_store(READER, create=False)
        except StoreMissing:
            yield OpenLog(NothingLogged(), self.library, self.clock, nothing_written)
            return
        self.tell_taken_in()
        with store:
            yield OpenLog(store, self.library, self.clock, nothing_written)

    @contextmanager
    def read_only(self) -> "Iterator[Diary]":
        """The log, or one that is empty where there is none yet; nothing is written. Raises StoreError."""
        from backtui.coach.sessions import Diary

        with self._unwritten() as log:
            yield Diary(log)

    @contextmanager
    def reading(self) -> Iterator["Coach"]:
        """A coach of one state of the log; where there is no log yet nothing is made. Raises StoreError."""
        with self._unwritten() as log, log.question() as coach:
            yield coach

    @contextmanager
    def looking(self) -> Iterator["Coach"]:
        """A coach of the log as it lies: nothing is made, brought along, taken in or waited for, nor said.

        Raises StoreError.
        """
        from backtui.coach.open_log import OpenLog, nothing_written
        from backtui.store.looking import looked_at

        with (
            looked_at(self.database) as found,
            OpenLog(found, self.library, self.clock, nothing_written).question() as coach,
        ):
            yield coach

    def check_plan(self, minutes: int | None, routine: str | None) -> None:
        """Refuse a session that cannot be before a log is made for it. Raises WrongUseError."""
        if minutes is not None or routine is not None:
            with self.reading() as coach:
                coach.plan(minutes, routine)

    @contextmanager
    def writing(self, wait_s: float = LOCKED_FOR_S, *, later: bool = False) -> Iterator[WritableLog]:
        """The log, to be asked and written; it is made where there is none yet. Raises StoreError.

        `later`: one that cannot be made now is made with the first thing that it can take.
        """
        with self.open_store(self.device(), create=True, later=later, wait_s=wait_s) as store:
            self.tell_taken_in()
            yield WritableLog(self.diary(store), store)

    def change(self, choice: "Callable[[Diary], Answer]") -> Answer:
        """The answer of `choice`, made on the log in one opening of it. Raises StoreError.

        Where there is no log yet it is tried on an empty one: what is wrong or writes nothing makes none.
        """
        if not os.path.exists(self.database):
            with self.log_or_empty() as store:
                answer = choice(self.diary(store))
                if not store.writes:
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

    def diary(self, store: "Store") -> "Diary":
        """What is asked of an open store and written to it, in the thread that opened it."""
        from backtui.coach.open_log import OpenLog
        from backtui.coach.sessions import Diary

        return Diary(OpenLog(store, self.library, self.clock, store.append))

    def open_store(
        self, device: bytes, *, create: bool, later: bool = False, wait_s: float = LOCKED_FOR_S
    ) -> "Store":
        """The store, which belongs to the thread that asks; `wait_s` for another program's lock.

        A first log is also made for what waits in a file because none could be made.
        """
        from backtui.store.store import Store

        waits = bool(paths.unsaved(self.database))
        store = Store(
            self.database,
            device=device,
            now=self.clock.now(),
            create=create or waits,
            later=later or waits,
            known=self.known,
            backups=self.backups,
            wait_s=wait_s,
        )
        self.take_in(store, wait_s)
        return store

    @cached_property
    def taken_in(self) -> list[str]:
        """What is to be said of files of unsaved events, and was not yet."""
        return []

    def take_in(self, store: "Store", wait_s: float = LOCKED_FOR_S) -> None:
        """Add what waits in files for this log, where it can be written now; then `wait_s` holds again."""
        waiting = paths.unsaved(self.database)
        if waiting:
            from backtui.store.unsaved import take_in_all

            device, store.device = store.device, self.device()  # a reader has no name in the chain
            store.wait_for(0)
            try:
                self.taken_in.extend(take_in_all(store, waiting))
            finally:
                store.device = device
                store.wait_for(wait_s)

    def tell_taken_in(self) -> None:
        """Say it on stderr."""
        from backtui.cli.errors import complain

        while self.taken_in:
            complain(self.taken_in.pop(0))

    def device(self) -> bytes:
        """What names this machine and this file in the chain of the log."""
        from backtui.machine.sha256 import sha256

        return sha256(paths.device_id() + os.fsencode(self.database)).digest()[: paths.DEVICE_BYTES]

    def back_up(self, mark: "Mark | None" = None) -> None:
        """Copy the log into its backups when something changed. Raises StoreError.

        `mark`: the newest event of the log that was open, without which it is another one.
        """
        from backtui.store.backup import backup_when_changed

        backup_when_changed(self, self.backups, self.clock.now(), mark)

    def keep_calendar(self) -> None:
        """Bring `calendar_file` up to date, where it is set for the person's own log.

        What goes wrong is told on stderr and is no failure of what was done.
        """
        config = self.of_own_log()
        if config is not None and config.calendar_file:
            self._keep_calendar(config)

    def of_own_log(self) -> "Config | None":
        """What the file says now of what is kept beside the person's own log; None of another log."""
        try:
            own = paths.database_path(None, os.environ)
        except paths.HomeError:
            return None  # without a home there is no log of one's own
        if self.database != own or not self.config_file.exists():
            return None
        from backtui.config.file import load

        return load(self.config_file)[0]

    def _keep_calendar(self, config: "Config") -> None:
        from backtui.cli.errors import complain
        from backtui.coach.calendar import AT, CalendarWish, kept_up_to_date
        from backtui.config.settings import times_of
        from backtui.machine.files import TargetError, target
        from backtui.store.errors import StoreError

        wish = CalendarWish(self.device(), at=times_of(config.calendar_at) or AT)
        try:
            file = target(config.calendar_file, self.database)
            with self.reading() as coach:
                kept_up_to_date(coach, wish, file)
        except TargetError as error:
            complain(f"calendar_file {config.calendar_file}{error}.")
        except OSError as error:
            complain(f"calendar_file {config.calendar_file} cannot be written ({error.strerror}).")
        except StoreError:
            pass  # which has been told of by what was done before

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
