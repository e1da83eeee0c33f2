"""What goes to the terminal goes in order, in a thread of its own, and never an old picture."""

import os
import select
from collections.abc import Callable
from threading import Condition, Thread
from typing import TextIO

from backtui.machine.clock import RunningClock
from backtui.tui.paint.backlog import Backlog

MOST_AT_ONCE = 2048  # bytes: a slow line takes two seconds for so many
MOST_WAITING = 30  # pictures that a terminal may miss which does not read; then the app waits for it
Picture = Callable[[], str]


class Writer(Thread):
    """Writes to a terminal that may be slow; what differs by then is painted when it is ready for more."""

    def __init__(self, file: TextIO, now: Callable[[], float] | None = None) -> None:
        """`now` tells real seconds."""
        super().__init__(daemon=True, name="textual-output")
        self._terminal = file.fileno()
        self._turn = Condition()
        self._waiting: list[str | Picture | None] = []
        self._is_writing = False
        self._missed = 0
        self._is_gone = False
        self._backlog = Backlog(now or RunningClock().monotonic)

    def write(self, text: str) -> None:
        """Send this after all that was asked for before."""
        self._ask(text)

    def show(self, picture: Picture) -> None:
        """Send what the picture then differs by; asked for again while it waits, it is sent once."""
        self._ask(picture)

    def flush(self) -> None:
        """Nothing is held back."""

    def stop(self) -> None:
        """Send what waits, and end."""
        with self._turn:
            self._waiting.append(None)
            self._turn.notify_all()
        self.join()

    def _ask(self, what: str | Picture) -> None:
        with self._turn:
            if self._is_writing:
                self._missed += 1
                # An app whose terminal does not read stands still, so that a session knows it was not seen.
                self._turn.wait_for(lambda: self._missed <= MOST_WAITING)
            if isinstance(what, str) or what not in self._waiting:
                self._waiting.append(what)
                self._turn.notify_all()

    @property
    def is_answer_due(self) -> bool:
        """The terminal was asked how far it has come."""
        return self._backlog.is_due

    def answered(self) -> None:
        """The terminal has come to where it was asked; called by whoever reads what it says."""
        with self._turn:
            self._backlog.answered()
            self._turn.notify_all()

    def ask_no_more(self) -> None:
        """The terminal will be somebody else's: wait a moment for an answer that is due."""
        with self._turn:
            self._turn.wait_for(lambda: not self._backlog.is_due, self._backlog.end_s())

    def run(self) -> None:
        """Send until told to stop."""
        while True:
            text = ""
            for each in self._next():
                if isinstance(each, str):
                    text += each
                    continue
                self._send(text)
                text = ""
                if each is None:
                    return
                self._send(each())
            self._send(text)

    def _next(self) -> list[str | Picture | None]:
        """What can be sent now; while the terminal is behind, pictures wait, and at the end they are left."""
        with self._turn:
            while True:
                self._turn.wait_for(lambda: self._waiting)
                wait_s = self._backlog.wait_s()
                free = [each for each in self._waiting if not (wait_s and callable(each))]
                if free:
                    self._waiting = [each for each in self._waiting if each not in free]
                    return free
                self._turn.wait(wait_s)

    def _send(self, text: str) -> None:
        data = (text + self._backlog.question(len(text))).encode()
        while data and not self._is_gone:
            self._is_writing = True
            data = data[self._sent(data[:MOST_AT_ONCE]) :]
            with self._turn:
                self._is_writing = False
                self._missed = 0
                self._turn.notify_all()

    def _sent(self, data: bytes) -> int:
        try:
            return os.write(self._terminal, data)
        except BlockingIOError:
            select.select([], [self._terminal], [])
        except OSError:
            self._is_gone = True  # whoever watches the terminal ends the app
        return 0
