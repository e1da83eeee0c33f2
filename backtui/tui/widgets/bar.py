"""One line with a left and a right end, painted again only when what it says has changed."""

from typing import ClassVar

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from backtui.tui.widgets.spans import ROLE_CLASSES, ROLE_CSS, Line, differing, folded, spread, strip_of


class Bar(Widget):
    """One or more lines in roles; `say` changes them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = ROLE_CLASSES
    DEFAULT_CSS = "Bar { height: 1; " + ROLE_CSS + "}"

    def __init__(self, *lines: Line, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: tuple[tuple[Line, Line], ...] = tuple((line, ()) for line in lines)

    def say(self, left: Line, right: Line = ()) -> None:
        """Show one line."""
        self.say_lines(((left, right),))

    def say_lines(self, lines: tuple[tuple[Line, Line], ...]) -> None:
        """Show several lines, each with a left and a right end; only the cells that change are painted."""
        if lines == self._lines:
            return
        before, self._lines = self._lines, lines
        for y in range(max(len(before), len(lines))):
            if before[y : y + 1] == lines[y : y + 1]:
                continue
            span = differing(self._drawn(before, y), self._drawn(lines, y))
            if span:
                self.refresh(Region(span[0], y, span[1], 1))

    def _drawn(self, lines: tuple[tuple[Line, Line], ...], y: int) -> Line:
        """A line as wide as the widget."""
        left, right = lines[y] if y < len(lines) else ((), ())
        return spread(left, right, self.size.width) if right else left

    def say_folded(self, line: Line, most: int | None = None) -> int:
        """Show words on as many lines as the screen's width asks for, and how many that were.

        At most so many; without a number as many as it is high.
        """
        lines = folded(line, max(20, self.screen.size.width - 2), most or max(2, self.size.height))
        self.say_lines(tuple((part, ()) for part in lines))
        return len(lines)

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        return strip_of(self._drawn(self._lines, y), self.size.width, self._style)

    def _style(self, role: str) -> Style:
        return self.get_component_rich_style(f"role--{role}")
