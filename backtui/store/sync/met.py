"""A file of the folder, read: whose it is, what it would bring, or why nothing of it can be taken."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from backtui.domain.event_json import LogRow
from backtui.domain.events import RepEnded, SessionStarted, SettingSet
from backtui.domain.undo import SEEN, names_of
from backtui.store.errors import StoreError, StoreUnwritable
from backtui.store.merge.compare import Intake, tips_of
from backtui.store.merge.other_log import Other, other_log
from backtui.store.queries.events import texts
from backtui.store.store import Store
from backtui.store.sync.folder import Carried, bring
from backtui.store.sync.memory import State

EVENT_AT = "select e.digest from event e join device d on d.key = e.device where d.uuid = ? and e.counter = ?"


class Stopped(StoreError):  # noqa: N818 a name says what is the case
    """Something else comes first."""


class Brings(msgspec.Struct, frozen=True):
    """What is new in a log: sessions by the device that logged them, repetitions, and all entries.

    That somebody has read the first notices is no entry here.
    """

    sessions: Mapping[bytes, int]
    repetitions: int
    entries: int


class Met(msgspec.Struct, frozen=True):
    """A file and what became of it; `said` is why nothing was taken of it.

    `sessions` are those that stand in it, `lacks` how many of ours it has not; 0 where it was not read.
    """

    file: Carried
    state: State | Literal["new", "taken"]
    devices: tuple[str, ...] = ()
    brings: Brings = Brings({}, 0, 0)
    said: str = ""
    sessions: int = 0
    lacks: int = 0


class Stoppable:
    """A log that is read until something else comes first."""

    def __init__(self, other: Other, stop: Callable[[], bool]) -> None:
        self._other = other
        self._stop = stop

    def rows(self) -> Iterator[LogRow]:
        """Its events. Raises Stopped."""
        for row in self._other.rows():
            if self._stop():
                raise Stopped("Something else came first.")
            yield row

    def texts(self) -> Mapping[bytes, str]:
        """Its notes' texts."""
        return self._other.texts()


@contextmanager
def opened(file: Carried, log: Path) -> Iterator[Other]:
    """The log in a file of the folder, copied beside our own while it is read. Raises StoreError."""
    with other_log(file.path, log.with_name(f"{log.name}.sync"), bring) as other:
        yield other


def told(file: Carried, error: StoreError) -> Met:
    """What becomes of a file that cannot be read now, in a sentence."""
    if file.is_newer:
        return Met(file, "newer", said=f"{file.name} was written by a newer backtui; update this machine's.")
    if isinstance(error, StoreUnwritable):
        return Met(file, "unread", said=str(error))
    remedy = "delete it" if file.is_copy else f"run `backtui sync` on {file.machine}"
    return Met(
        file,
        "unread",
        said=f"{file.name} is damaged or not all of it has come yet, so nothing of it was taken; it is tried"
        f" again, and if it stays so, {remedy}.",
    )


def knows_all(store: Store, other: Other) -> bool:
    """Whether a log ends where ours was once, device by device: then ours has every event of it.

    A digest vouches for all before it.
    """
    here, there = tips_of(store.conn), other.tips()
    for device, (counter, digest) in there.items():
        if here.get(device) != (counter, digest) and store.ask(EVENT_AT, (device, counter)) != [(digest,)]:
            return False
    return other.texts().keys() <= texts(store).keys()


def brought(store: Store, intake: Intake) -> Brings:
    """What an intake has that is new, before it is absorbed."""
    fallen = {name for row in intake.voids for name in names_of(row.event)}
    had = {name for (name,) in store.ask("select id from log_session")}
    begun = {
        row.session: row.device
        for row in intake.new(SessionStarted.kind)
        if row.session not in had and row.id not in fallen
    }
    noticed = sum(row.what == SettingSet(SEEN, True) for row in intake.new(SettingSet.kind))
    repetitions = sum(row[8] == RepEnded.kind for row in intake.rows)
    return Brings(Counter(begun.values()), repetitions, len(intake.rows) - noticed)
