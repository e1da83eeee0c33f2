"""The body on the screen: painted again only where a cell has changed."""

from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from backtui.content.figures import load_figure
from backtui.domain.exercise import Side
from backtui.domain.figure import Figure, Picture
from backtui.domain.figure.draw import Ink, draw

ROLES = ("ground", "prop", "far", "limb", "worked")


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
        self._exercise = ""
        self._shown: tuple[object, ...] = ()
        self._picture: Picture = []

    def say(self, exercise: str, moment: float, side: Side) -> None:
        """Show an exercise at a moment: 0 is rest, k the k-th hold, one more is rest again."""
        if exercise != self._exercise:
            self._exercise, self._figure = exercise, load_figure(exercise)
        shown = (exercise, round(moment, 3), side, self.size)
        if self._figure is None or shown == self._shown or not self.size.width:
            return
        self._shown = shown
        cells = (self.size.width, self.size.height)
        before, self._picture = self._picture, draw(self._figure, moment, cells, side, self._ink)
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
