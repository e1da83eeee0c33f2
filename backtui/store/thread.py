"""Gives a Store a thread of its own, so that no disk or lock stops a countdown."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Concatenate, ParamSpec, TypeVar

from backtui.store.errors import StoreBusy, StoreError
from backtui.store.store import Store

P = ParamSpec("P")
T = TypeVar("T")
Waiting = Callable[[bool], None]
LAST_TRY_S = 2.0  # for what is under way when all else is given up
PAUSE_S = 0.05  # between two tries, on top of the Store's own wait for the lock


def until_free(work: Callable[[], T], waiting: Waiting, given_up: Callable[[], bool]) -> T:
    """The answer of `work`, tried again while another program holds the lock, or StoreBusy once given up."""
    told = False
    try:
        while True:
            try:
                return work()
            except StoreBusy:
                if given_up():
                    raise
            if not told:
                told = True
                waiting(True)
            time.sleep(PAUSE_S)
    finally:
        if told:
            waiting(False)


class StoreThread:
    """One thread that opens, owns and closes a Store, and works in the order asked.

    A lock held elsewhere only makes the work wait: `waiting(True)` is called in that thread when it begins
    to, `waiting(False)` when it goes on. Work may be begun anew after a wait, so it must be one transaction,
    or only read. The Store's `wait_s` is how soon `waiting` is told. `opened` is done once the log is open;
    when that fails, it and all work have the error.
    """

    def __init__(self, opening: Callable[[], Store], waiting: Waiting) -> None:
        self.opened: Future[None] = Future()
        self._opening = opening
        self._waiting = waiting
        self._queue: deque[Callable[[Store | None], None] | None] = deque()
        self._handed_in = threading.Condition()
        self._give_up = threading.Event()
        self._closed = False
        self._refusal: BaseException | None = None  # why nothing more is done
        self._undone = 0
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._thread.start()

    def submit(
        self, work: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Do `work(store, …)` in the store's thread; returns at once. RuntimeError after close."""
        future: Future[T] = Future()

        def job(store: Store | None) -> None:
            if future.set_running_or_notify_cancel():
                self._settle(future, store, lambda opened: work(opened, *args, **kwargs))

        with self._handed_in:
            if self._closed:
                raise RuntimeError("the store's thread was closed")
            self._queue.append(job)
            self._handed_in.notify()
        return future

    def close(self, within_s: float = threading.TIMEOUT_MAX) -> int:
        """Wait for what was handed in, then close the log; after `within_s` seconds no lock is waited for.

        Returns how much was not done; its futures have the error.
        """
        with self._handed_in:
            self._closed = True
            self._queue.append(None)
            self._handed_in.notify()
        self._thread.join(within_s)
        self._give_up.set()
        self._thread.join(LAST_TRY_S)
        return self._undone + sum(job is not None for job in tuple(self._queue))

    def _run(self) -> None:
        store: Store | None = None
        try:
            store = until_free(self._opening, self._waiting, self._give_up.is_set)
            self.opened.set_result(None)
        except BaseException as error:
            self._refusal = error
            self.opened.set_exception(error)
        while job := self._next():
            job(store)
        if store is not None:
            store.close()

    def _next(self) -> Callable[[Store | None], None] | None:
        with self._handed_in:
            self._handed_in.wait_for(lambda: self._queue)
            return self._queue.popleft()

    def _settle(self, future: "Future[Any]", store: Store | None, work: Callable[[Store], Any]) -> None:
        """Put the answer or the error of `work` into `future`; after giving up once nothing overtakes."""
        try:
            if store is None or self._refusal is not None:
                raise self._refusal or StoreError("The log is not open.")
            with store.blaming():
                future.set_result(until_free(lambda: work(store), self._waiting, self._give_up.is_set))
        except BaseException as error:
            if isinstance(error, StoreBusy):
                self._refusal = error
            self._undone += self._refusal is not None
            future.set_exception(error)
