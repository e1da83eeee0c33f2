"""OpenLog: a log that is asked and written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from backtui.coach.coach import Coach
from backtui.coach.library import ContentLibrary
from backtui.coach.reading import Reading
from backtui.domain.events import Event
from backtui.domain.exercise import Content
from backtui.machine.clock import Clock
from backtui.store.reader import LogReader

if TYPE_CHECKING:
    from backtui.coach.write import Append

Answer = TypeVar("Answer")


class OpenLog:
    """Each question has a coach of its own, on one state of the log; what a choice writes goes to `append`.

    `library` may be shared by all that ask the same log. It belongs to the thread that opened the log.
    """

    def __init__(self, log: LogReader, library: ContentLibrary, clock: Clock, append: "Append") -> None:
        self.library = library
        self.clock = clock
        self.append = append
        self.append_held = append  # the same for who holds the session, where a program may
        self._log = log

    @property
    def content(self) -> Content:
        """What is shipped and what the person made, as the last question found it."""
        return self.library.content

    def now(self) -> datetime:
        """The wall time of what is written."""
        return self.clock.now()

    @contextmanager
    def question(self) -> Iterator[Coach]:
        """A coach for all that is to be answered from one state of the log, before the next write."""
        with self._log.snapshot():
            now = self.now()
            yield Coach(Reading(self._log, now), self.library, now, self.clock.gap_s)

    def ask(self, question: Callable[[Coach], Answer]) -> Answer:
        """One answer, as the log is now."""
        with self.question() as coach:
            return question(coach)


def nothing_written(_events: Sequence[Event], /, *, texts: Mapping[bytes, str] | None = None) -> None:
    """For who only reads, or tries what would be refused."""
    del texts
