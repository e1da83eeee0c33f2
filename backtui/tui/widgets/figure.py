"""The body on the screen, and where it is."""

import os
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from backtui.content.own import figure_of
from backtui.domain.exercise import Exercise, Side
from backtui.domain.figure.draw import draw
from backtui.domain.figure.glyphs import Ink
from backtui.domain.figure.model import BLANK, Cell, Figure, Picture, Role
from backtui.domain.session.state import Mode, SessionState
from backtui.domain.session.steps import Phase
from backtui.tui.widgets.line import DRAWING, readable

ROLES = ("ground", "prop", "far", "limb", "worked")
NO_PICTURE = "no picture"
FLOORS = {Ink.BRAILLE: "\u2809", Ink.BLOCKS: "\u2580", Ink.ASCII: "-"}


def shows_braille() -> bool:
    """Whether the terminal's font has braille: that of the Linux console has only blocks and lines."""
    return os.environ.get("TERM") != "linux"


class FigureView(Widget):
    """One exercise at one moment, for one side."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"figure--{role}" for role in ROLES}
    DEFAULT_CSS = """
    FigureView > .figure--ground { color: $text-muted; }
    FigureView > .figure--prop { color: $text-secondary; }
    FigureView > .figure--far { color: $foreground 70%; }
    FigureView > .figure--limb { color: $foreground; }
    FigureView > .figure--worked { color: $accent; text-style: bold; }
    """

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ink = Ink.ASCII if ascii_only else Ink.BRAILLE if shows_braille() else Ink.BLOCKS
        self._figure: Figure | None = None
        self._exercise: Exercise | None = None
        self._shown: tuple[object, ...] = ()
        self._picture: Picture = []

    def say(self, exercise: Exercise, moment: float, side: Side) -> None:
        """Show an exercise at a moment: 0 is rest, k the k-th hold, one more is rest again."""
        if exercise is not self._exercise:
            self._exercise, self._figure, self._shown = exercise, figure_of(exercise), ()
        shown = (round(moment, 3) if self._figure else 0, side, self.size)
        if shown == self._shown or not self.size.width:
            return
        self._shown = shown
        cells = (self.size.width, self.size.height)
        if self._figure is None:
            after = undrawn(exercise.position.value.replace("-", " "), cells, self._ink)
        else:
            after = draw(self._figure, moment, cells, side, self._ink)
        before, self._picture = self._picture, after
        self._repaint(before)

    def _repaint(self, before: Picture) -> None:
        """Refresh only the part of each line that is different."""
        if len(before) != len(self._picture):
            self.refresh()
            return
        for y, (old, new) in enumerate(zip(before, self._picture, strict=True)):
            if len(old) != len(new):
                self.refresh(Region(0, y, self.size.width, 1))
                continue
            other = [x for x, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]
            if other:
                self.refresh(Region(other[0], y, other[-1] - other[0] + 1, 1))

    def render_line(self, y: int) -> Strip:
        """One line of the picture."""
        ground = self.rich_style
        if y >= len(self._picture):
            return Strip.blank(self.size.width, ground)
        segments = [
            Segment(
                cell.char,
                self._style(cell.role) if cell.role else ground,
            )
            for cell in self._picture[y]
        ]
        return Strip(segments).simplify().adjust_cell_length(self.size.width, ground)

    def _style(self, role: Role) -> Style:
        return readable(self.get_component_rich_style(f"figure--{role.value}"), DRAWING)


def undrawn(position: str, cells: tuple[int, int], ink: Ink) -> Picture:
    """The place of an exercise that has no figure: the floor, and in the middle how one rests on it."""
    columns, rows = cells
    picture = [[BLANK] * columns for _ in range(rows)]
    if rows > 2:
        picture[-1] = [Cell(FLOORS[ink], Role.GROUND)] * columns
    for y, text in enumerate((position, NO_PICTURE), max(0, rows // 2 - 1)):
        if y < rows:
            start = max(0, (columns - len(text)) // 2)
            said = [Cell(char, Role.GROUND) for char in text[: columns - start]]
            picture[y][start : start + len(said)] = said
    return picture


def phase_share(state: SessionState, now: float) -> float:
    """How much of the phase is over, from 0 to 1; a pause stands where it was."""
    seconds = state.step.seconds
    gone = seconds - state.left if state.mode is not Mode.RUNNING else now - state.began
    return min(1.0, max(0.0, gone / seconds)) if seconds else 1.0


def moment(state: SessionState, now: float, *, moves: bool = True) -> float:
    """Where the figure is: 0 at rest, k in the k-th hold, one more at rest again; between them on its way."""
    step = state.step
    if state.mode is not Mode.RUNNING:
        return float(step.hold) if step.goes_in else 0.0
    share = phase_share(state, now)
    match step.phase:
        case Phase.IN:
            return step.hold + (share if moves else 1.0)
        case Phase.MOVE if step.hold:  # the first has a way in of its own
            return step.hold + (share if moves else 1.0)
        case Phase.HOLD | Phase.MOVE:
            return step.hold + 1.0
        case Phase.OUT:
            return step.hold + 1.0 + (share if moves else 1.0)
        case _:
            return 0.0


def play(seconds: float, holds: int) -> float:
    """Where a figure is that shows its whole way slowly, again and again."""
    rest, way, hold = 1.0, 3.0, 2.0
    turn = seconds % (rest + (way + hold) * holds + way)
    for k in range(holds):
        start = rest + k * (way + hold)
        if turn < start:
            return float(k)
        if turn < start + way:
            return k + (turn - start) / way
    back = rest + holds * (way + hold)
    return float(holds) if turn < back else holds + (turn - back) / way
