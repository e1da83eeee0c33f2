"""The coach behind a thread."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

import msgspec

from backtui.coach.coach import Coach
from backtui.coach.library import ContentLibrary
from backtui.coach.sessions import Diary
from backtui.domain.events import Event
from backtui.domain.exercise import Content
from backtui.machine.clock import Clock

if TYPE_CHECKING:
    from backtui.coach.running import Running

Answer = TypeVar("Answer")
Question = Callable[[Coach, Diary], Answer]


class Copies(msgspec.Struct, frozen=True):
    """Copies of the log, made beside everything else: one where something changed, or one now, told of.

    `newest` is the newest one that is sound, and in sentences what it has beside the log.
    """

    when_changed: "Callable[[], Future[object]]"
    now: "Callable[[], Future[str]]"
    newest: "Callable[[], Future[tuple[str, list[str]]]]"


class CoachClient:
    """Asks the coach where the store lives and answers in futures, in the order of asking."""

    def __init__(
        self,
        library: ContentLibrary,
        clock: Clock,
        submit: "Callable[[Question[object]], Future[object]]",
        write: "Callable[[Sequence[Event]], Future[object]]",
        hold: "Callable[[bytes, bool], Future[str]]",
        let_go: "Callable[[], Future[object]]",
        copies: Copies,
        mark: str = "",
    ) -> None:
        """What the desk stands on.

        `submit` runs a question beside the store; `write` appends a running session's events; `hold` makes
        a session this program's own (True takes it over; raises SessionTaken) and says why the log cannot be
        written now ("" where it can), `let_go` gives it back;
        `copies` makes copies of the log; `mark` is what
        every place says where the log is not the person's own ("" where it is).
        """
        self._library = library
        self.clock = clock
        self.write = write
        self.hold = hold
        self.let_go = let_go
        self.copies = copies
        self.mark = mark
        self.lost: Callable[[], bool] = lambda: False  # whether nobody can be there any more
        self._submit = submit
        self._runs: list[Running] = []
        self.settled: Callable[[], object] = lambda: None  # called once the first picture stands
        self.put_back = ""  # the copy that takes the log's place once the log is closed
        self.news: list[str] = []  # sentences that are to be said once
        self.waits = ""  # that the log waits for another program, while it does

    def runs(self, running: "Running") -> None:
        """A session begins to run; it is remembered until the log has all of it."""
        self._runs = [*self.unsaved, running]

    @property
    def unsaved(self) -> "list[Running]":
        """The sessions of which the log has not acknowledged everything."""
        return [each for each in self._runs if not each.saved]

    def try_again(self) -> None:
        """Hand over once more what the log has refused."""
        for running in self.unsaved:
            if running.trouble and not running.taken:
                running.save()

    @property
    def content(self) -> Content:
        """What is shipped and what the person made, as the last question found it."""
        return self._library.content

    @property
    def problems(self) -> Sequence[str]:
        """A sentence for each definition of one's own that cannot be read."""
        return self._library.problems

    def ask(self, question: Question[Answer]) -> "Future[Answer]":
        """The answer to come."""
        return self._submit(question)  # type: ignore[return-value]
