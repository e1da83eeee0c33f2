"""The coach behind a thread."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

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
        back_up: "Callable[[], Future[object]]",
        mark: str = "",
    ) -> None:
        """What the desk stands on.

        `submit` runs a question beside the store; `write` appends a running session's events; `hold` makes
        a session this program's own (True takes it over; raises SessionTaken) and says why the log cannot be
        written now ("" where it can), `let_go` gives it back;
        `back_up` copies the log when something changed, beside everything else; `mark` is what
        every place says where the log is not the person's own ("" where it is).
        """
        self._library = library
        self.clock = clock
        self.write = write
        self.hold = hold
        self.let_go = let_go
        self.back_up = back_up
        self.mark = mark
        self.lost: Callable[[], bool] = lambda: False  # whether nobody can be there any more
        self._submit = submit
        self._runs: list[Running] = []
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
