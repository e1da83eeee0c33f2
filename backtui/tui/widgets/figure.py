"""The body on the screen: painted again only where a cell has changed."""

from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from backtui.content.own import figure_of
from backtui.domain.exercise import Exercise, Side
from backtui.domain.figure import BLANK, Cell, Figure, Picture, Role
from backtui.domain.figure.draw import Ink, draw

ROLES = ("ground", "prop", "far", "limb", "worked")
NO_PICTURE = "no picture"
FLOORS = {Ink.BRAILLE: "\u2809", Ink.ASCII: "-"}


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
        self._ink = Ink.ASCII if ascii_only else Ink.BRAILLE
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
                self.get_component_rich_style(f"figure--{cell.role.value}") if cell.role else ground,
            )
            for cell in self._picture[y]
        ]
        return Strip(segments).simplify().adjust_cell_length(self.size.width, ground)


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
