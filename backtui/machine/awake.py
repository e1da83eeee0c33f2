"""The screen of this machine stays awake while a session runs."""

from contextlib import suppress
from threading import Event, Thread

from backtui.machine.voice import far


class Awake:
    """Keeps the screen awake between `hold` and `let_go`, where the person sits at this machine.

    It works in a thread of its own: no desktop that answers late, or not at all, holds up a session. The
    system takes the wish back by itself when the program ends.
    """

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted and not far()
        self._over: Event | None = None

    def hold(self) -> None:
        """From here on; nothing where it is so already."""
        if self._wanted and self._over is None:
            self._over = Event()
            Thread(target=_hold, args=(self._over,), name="awake", daemon=True).start()

    def let_go(self) -> None:
        """The screen may go dark again."""
        if self._over is not None:
            self._over.set()
            self._over = None


def _hold(over: Event) -> None:
    # What a desktop or its bus can do wrong is no reason to disturb anybody.
    with suppress(Exception):
        from wakepy import keep

        with keep.presenting(on_fail="pass"):
            over.wait()
