"""Leaving while the log has not taken everything: what waits goes to a file, and that is said."""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from backtui.domain.text import visible
from backtui.machine import paths

if TYPE_CHECKING:
    from backtui.coach.running import Running

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
