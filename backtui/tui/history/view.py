"""What every view shares."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar, TypeVar

from textual.containers import Vertical

from backtui.coach.coach import Coach
from backtui.coach.history import Standing
from backtui.domain.history_filter import ALL, Sought
from backtui.domain.statistics import SessionSummary
from backtui.tui.base import Place
from backtui.tui.widgets.line import Span
from backtui.tui.widgets.rows import Row, Rows

Answer = TypeVar("Answer")
NOTHING_FITS = "Nothing fits the filter; esc shows all again."


class Aside(Rows, can_focus=False):
    """Lines beside what has the keys; one with a key can be clicked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.add_class("stage")

    @property
    def has_cursor(self) -> bool:
        """Its cursor says what the keys are about."""
        return True

    def show(self, rows: Sequence[Row], key: str | None = None) -> None:
        """Show lines, the cursor on a key; it may stand elsewhere though the lines are the same."""
        super().show(rows, key)
        self.refresh()


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

    def look_beside(self) -> None:
        """Show beside it what belongs to what is under the cursor, for there is room."""

    @property
    def session(self) -> SessionSummary | None:
        """The session that is meant, if one is."""
        return None

    @property
    def day(self) -> date:
        """The day that is meant."""
        return self.standing.today
