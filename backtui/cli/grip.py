"""The plain session's hold on the log: only one program runs a session, and this proves that it is here."""

from collections.abc import Sequence
from concurrent.futures import Future

from backtui.cli.wire import Opened
from backtui.clock import Clock
from backtui.coach.running import Running
from backtui.coach.views import Seed
from backtui.domain.log import Event
from backtui.store.lease import this_process


class Grip:
    """Runs sessions in the program's own thread: what is written is on disk when `write` returns."""

    def __init__(self, opened: Opened, clock: Clock) -> None:
        self._store = opened.store
        self._clock = clock
        self._token: bytes | None = None

    def take_over(self, session: bytes) -> None:
        """Make the session that another program runs this program's own."""
        self._token = self._store.take_over(session, this_process(), self._clock.now())

    def open_running(self, seed: Seed, *, alive: bool) -> Running:
        """The running session. Raises SessionTaken when another program has begun one meanwhile."""
        self._token = self._store.take(seed.session, this_process(), self._clock.now())
        return Running(
            seed.session,
            seed.script,
            self._clock,
            self._write,
            progress=seed.progress,
            so_far_s=seed.so_far_s,
            alive=alive,
        )

    def _write(self, events: Sequence[Event]) -> "Future[object]":
        """The future of an append that is done already, or has failed."""
        future: Future[object] = Future()
        try:
            future.set_result(self._store.append(events, token=self._token))
        except Exception as error:
            future.set_exception(error)
        return future

    def let_go(self) -> None:
        """Give the session back; nothing when there is none."""
        if self._token is not None:
            self._store.release(self._token)
            self._token = None
