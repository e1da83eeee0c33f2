"""What the outside asks of a session in the line mode: to leave, or Ctrl-C."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from backtui.guard.signals import watch

CTRL_C = signal.SIGINT


class Leave(Exception):  # noqa: N818 leaving is no error
    """The program has to leave now; the session stays open for the next start."""

    def __init__(self, ending: int) -> None:
        super().__init__(ending)
        self.ending = ending


class Summons:
    """Signals as facts that the loop looks at between two lines, so that none falls into a write."""

    def __init__(self) -> None:
        self._ending: int | None = None
        self._interrupts = 0

    def leave(self, ending: int) -> None:
        """A signal said that the program must end; the first one counts."""
        if self._ending is None:
            self._ending = ending

    def interrupt(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ctrl-C; a second one that finds the first unheard means that the program is stuck."""
        self._interrupts += 1
        if self._interrupts > 1:
            self.leave(CTRL_C)
            # The guard ends a program that is stuck, and SIGTERM is what it listens to.
            os.kill(os.getpid(), signal.SIGTERM)

    def take_interrupt(self) -> bool:
        """Whether there was a Ctrl-C since this was last asked."""
        taken, self._interrupts = self._interrupts > 0, 0
        return taken

    def heed(self) -> None:
        """Raise Leave when the program must end."""
        if self._ending is not None:
            raise Leave(self._ending)


@contextmanager
def summoned(tty_fd: int | None) -> Iterator[Summons]:
    """Listen to signals, and to the loss of the terminal `tty_fd`, in the main thread."""
    summons = Summons()
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, summons.interrupt)
    guard = watch(summons.leave, tty_fd)
    try:
        yield summons
    finally:
        guard.close()
        signal.signal(signal.SIGINT, before)
