import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from store_diary import DEVICE, MORNING, Diary

from backtui.store.errors import StoreBusy, StoreDamaged, StoreMissing
from backtui.store.queries import events as event_queries
from backtui.store.store import Store
from backtui.store.thread import StoreThread


class Told:
    """Remembers what was said about waiting."""

    def __init__(self) -> None:
        self.said: list[bool] = []
        self.waits = threading.Event()

    def __call__(self, waiting: bool) -> None:
        self.said.append(waiting)
        if waiting:
            self.waits.set()


@pytest.fixture
def opening(store: Store) -> Callable[[], Store]:
    return lambda: Store(store.path, device=DEVICE, now=MORNING, wait_s=0.02)


@pytest.fixture
def other(store: Store) -> Iterator[sqlite3.Connection]:
    """Another program's connection to the same log."""
    with closing(sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)) as conn:
        yield conn


def test_answers_and_errors_come_back(opening: Callable[[], Store]) -> None:
    desk_here = StoreThread(opening, Told())
    diary = Diary()
    stored = desk_here.submit(Store.append, [diary.started()])
    assert [event.session for event in stored.result()] == [diary.id]
    assert isinstance(
        desk_here.submit(Store.append, [diary.planned(0, "x"), None]).exception(), AttributeError
    )
    assert desk_here.submit(event_queries.count).result() == 1
    assert desk_here.close() == 0


def test_a_fault_over_what_a_damaged_log_says_is_its_damage(
    opening: Callable[[], Store], store: Store, other: sqlite3.Connection
) -> None:
    store.append([Diary().started()])
    desk_here = StoreThread(opening, Told())

    def stumble(_: Store) -> None:
        raise TypeError("None is not a number")

    assert isinstance(desk_here.submit(stumble).exception(), TypeError)
    other.execute("update session set minutes = 99")
    assert "`backtui doctor --repair` rebuilds them" in str(desk_here.submit(stumble).exception())
    assert isinstance(desk_here.submit(Store.append, [Diary().started()]).exception(), StoreDamaged)
    assert desk_here.close() == 0


def test_the_store_belongs_to_one_other_thread(opening: Callable[[], Store]) -> None:
    thread = StoreThread(opening, Told())
    names = {thread.submit(lambda _: threading.current_thread().name).result() for _ in range(3)}
    thread.close()
    assert names == {"store"}
    with pytest.raises(RuntimeError, match="closed"):
        thread.submit(event_queries.count)


def test_a_lock_held_elsewhere_only_makes_it_wait(
    store: Store, opening: Callable[[], Store], other: sqlite3.Connection
) -> None:
    told = Told()
    thread = StoreThread(opening, told)
    thread.opened.result()
    other.execute("begin exclusive")
    diary = Diary()
    events = [diary.started(), diary.planned(0, "bridge"), *(diary.rep(0, rep) for rep in range(1, 6))]
    futures = [thread.submit(Store.append, [event]) for event in events]
    assert told.waits.wait(5)
    assert not any(future.done() for future in futures)
    other.execute("rollback")
    assert thread.close() == 0
    assert told.said == [True, False]
    assert list(event_queries.every(store)) == events


def test_opening_waits_for_a_lock_too(opening: Callable[[], Store], other: sqlite3.Connection) -> None:
    told = Told()
    other.execute("begin exclusive")
    thread = StoreThread(opening, told)
    count = thread.submit(event_queries.count)
    assert told.waits.wait(5)
    other.execute("rollback")
    assert count.result(5) == 0
    thread.close()


def test_closing_gives_up_in_the_end_and_says_how_much_is_missing(
    store: Store, opening: Callable[[], Store], other: sqlite3.Connection
) -> None:
    thread = StoreThread(opening, Told())
    thread.opened.result()
    other.execute("begin exclusive")
    futures = [thread.submit(Store.append, [Diary().started()]) for _ in range(3)]
    assert thread.close(within_s=0.1) == 3
    other.execute("rollback")
    assert [type(future.exception()) for future in futures] == [StoreBusy] * 3
    assert event_queries.count(store) == 0


def test_a_log_that_cannot_be_opened_fails_all_work(tmp_path: Path) -> None:
    thread = StoreThread(lambda: Store(tmp_path / "none.db", device=DEVICE, now=MORNING), Told())
    future = thread.submit(event_queries.count)
    assert isinstance(thread.opened.exception(5), StoreMissing)
    assert isinstance(future.exception(5), StoreMissing)
    assert thread.close() == 1
