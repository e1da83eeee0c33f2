"""The page of one exercise: how it is done, moving slowly, and all that is known of it."""

from collections.abc import Sequence

from textual.app import ComposeResult

from backtui.config import Config
from backtui.domain.exercise import Exercise, Side, Sides
from backtui.tui.keys import MOVING
from backtui.tui.motion import play
from backtui.tui.screens.dialogs import Reader
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.figure import FigureView
from backtui.tui.widgets.hints import Hints
from backtui.tui.widgets.rows import Rows
from backtui.tui.widgets.spans import Line

FRAME_S = 0.125
POSE_S = 2.0


class ExercisePage(Reader):
    """Reads like any page, with the figure above it (beside it where there is room)."""

    def __init__(self, exercise: Exercise, paragraphs: Sequence[Line], config: Config) -> None:
        super().__init__(exercise.name, paragraphs)
        self._exercise = exercise
        self._config = config
        self._seconds = 0.0

    def compose(self) -> ComposeResult:
        """The name, the figure, the text, the keys."""
        yield Bar([(f" {self._title}", "accent")], classes="title")
        yield FigureView(ascii_only=self._config.ascii, id="figure")
        yield Rows(id="text")
        yield Hints((*self.KEYS, MOVING[0]))

    def on_mount(self) -> None:
        """The text scrolls, the figure moves as much as is set."""
        super().on_mount()
        self.query_one(FigureView).display = self._config.motion != "off"
        if self._config.motion == "full":
            self.set_interval(FRAME_S, lambda: self._move(FRAME_S))
        elif self._config.motion == "reduced":
            self.set_interval(POSE_S, lambda: self._move(POSE_S))

    def on_resize(self) -> None:
        """The figure is as large as there is room for."""
        super().on_resize()
        self.call_after_refresh(self._move, 0.0)

    def _move(self, seconds: float) -> None:
        """The next picture: the whole way slowly, or from pose to pose where motion is reduced."""
        self._seconds += seconds
        exercise = self._exercise
        side = Side.LEFT if exercise.sides is Sides.EACH else Side.NONE
        moment = play(self._seconds, exercise.holds)
        if self._config.motion == "reduced":
            moment = float(int(self._seconds / POSE_S) % (exercise.holds + 1))
        self.query_one(FigureView).say(exercise, moment, side)
