"""The session that this program runs: held so that no other does; what waits to be saved, kept in a file."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from backtui.domain.events import Event
from backtui.domain.text import visible
from backtui.machine import paths
from backtui.store.errors import NOT_NOW
from backtui.store.lease import this_process

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.coach.running import Running
    from backtui.store.store import Store


NOT_SAVED = "Not all was saved."


class Keeper:
    """Keeps what running sessions wait to save, once, whichever thread must leave first.

    `origin` is the first event of the log that they belong to, as far as it was known.
    """

    def __init__(self, log: Path) -> None:
        self.origin: bytes | None = None
        self._log = log
        self._lock = Lock()
        self._kept: Path | None = None

    def keep(self, runs: "Iterable[Running]") -> None:
        """Write what waits to a file; nothing where nothing waits, or another program runs the session."""
        with self._lock:
            events = [event for running in runs if not running.taken for event in running.waiting]
            if events and self._kept is None:
                from backtui.store.unsaved import keep

                self._kept = keep(paths.spare_folders(), self._log, self.origin, events)

    def told(self, running: "Running") -> str:
        """What of a session is saved, and where the rest waits."""
        return running.told_leaving(visible(paths.with_tilde(self._kept)) if self._kept else "")

    def forget(self) -> None:
        """The log has taken everything after all."""
        with self._lock:
            if self._kept is not None:
                self._kept.unlink(missing_ok=True)
                self._kept = None


class Holding:
    """What is held, and what is written for it; in the store's thread.

    A log that cannot be written now is no reason not to begin: the session is held with the first events
    that the log takes.
    """

    def __init__(self, wiring: "Wiring", keeper: Keeper) -> None:
        self._wiring = wiring
        self._keeper = keeper
        self._token: bytes | None = None
        self._wanted: bytes | None = None

    def hold(self, store: "Store", session: bytes, *, over: bool = False) -> str:
        """Hold a session, or take it `over`, once what waited for the log is in it.

        Why that has to wait, "" where it is held. Raises SessionTaken where another program runs one.
        """
        self._wiring.take_in(store)
        self._keeper.origin = store.origin()
        self._token, self._wanted = None, session
        try:
            self._take(store, over=over)
        except NOT_NOW as error:
            return str(error)
        return ""

    def _take(self, store: "Store", *, over: bool = False) -> None:
        if self._wanted is not None:
            take = store.take_over if over else store.take
            self._token = take(self._wanted, this_process(), self._wiring.clock.now())
            self._wanted = None

    def append(
        self, store: "Store", events: Sequence[Event], texts: Mapping[bytes, str] | None = None
    ) -> object:
        """Write for the session. Raises SessionTaken where another program took it."""
        self._take(store)
        return store.append(events, token=self._token, texts=texts)

    def let_go(self, store: "Store") -> None:
        """Give the session back; nothing when there is none."""
        token, self._token, self._wanted = self._token, None, None
        if token is not None:
            store.release(token)
