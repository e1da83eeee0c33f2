"""What every view shares."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar, TypeVar

from textual.containers import Vertical

from backtui.coach.coach import Coach
from backtui.coach.history import Standing
from backtui.domain.history_filter import ALL, Sought
from backtui.domain.statistics import SessionSummary
from backtui.tui.base import Place
from backtui.tui.widgets.line import Span

Answer = TypeVar("Answer")
NOTHING_FITS = "Nothing fits the filter; esc shows all again."


class Pane(Vertical):
    """A part of the past; `standing` and `sought` are what it was read for."""

    TITLE: ClassVar[str] = ""
    DEFAULT_CSS = "Pane { height: 1fr; }"

    def __init__(self, standing: Standing, ascii_only: Callable[[], bool]) -> None:
        super().__init__()
        self.standing = standing
        self.sought = ALL
        self.ascii_only = ascii_only

    @property
    def place(self) -> Place:
        """The place that it is in."""
        assert isinstance(self.screen, Place)
        return self.screen

    async def ask(self, question: Callable[[Coach], Answer]) -> Answer:
        """The coach's answer, while the screen goes on."""
        return await self.place.ask(lambda coach, _: question(coach))

    def explain(self, *line: Span) -> None:
        """Say what stands under the cursor, at the foot of the place."""
        if self.display:
            self.place.explain(line)

    async def read(self, standing: Standing, sought: Sought) -> None:
        """Read what is sought, and show it."""
        self.standing, self.sought = standing, sought

    def take_keys(self) -> None:
        """The keys are its own from now on; it says again what stands under its cursor."""

    def step_out(self) -> bool:
        """Leave what was gone into; False where there was nothing to leave."""
        return False

    def must_choose(self) -> bool:
        """Whether several sessions may be meant; then one is to be chosen first."""
        return False

    def open(self) -> None:
        """Open what stands under the cursor."""

    @property
    def session(self) -> SessionSummary | None:
        """The session that is meant, if one is."""
        return None

    @property
    def day(self) -> date:
        """The day that is meant."""
        return self.standing.today
