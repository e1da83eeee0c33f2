"""Digits large enough to be read from the floor, drawn in blocks at any scale."""

from typing import ClassVar

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from backtui.tui.widgets.spans import Line, differing, strip_of

GLYPHS = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": (" █ ", "██ ", " █ ", " █ ", "███"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", "███", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", "  █", "  █"),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
}
ROWS, COLUMNS = 5, 3
TONES = ("ready", "in", "hold", "out", "relax", "switch", "rate", "paused")


class Numerals(Widget):
    """A number as tall as its widget allows, coloured by the phase."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"tone--{tone}" for tone in TONES}

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ink = "#" if ascii_only else "█"
        self._text = ""
        self._tone = "ready"

    def say(self, text: str, tone: str) -> None:
        """Show another number; only the cells that change are painted."""
        if (text, tone) == (self._text, self._tone):
            return
        before = [self._line(y) for y in range(self.size.height)]
        self._text, self._tone = text, tone
        for y, line in enumerate(before):
            span = differing(line, self._line(y))
            if span:
                self.refresh(Region(span[0], y, span[1], 1))

    def _line(self, y: int) -> Line:
        """One line of the digits, centred."""
        cells, scale = self.size.width, self._scale()
        top = max(0, (self.size.height - ROWS * scale) // 2)
        row = (y - top) // scale if y >= top else -1
        if not self._text or not 0 <= row < ROWS:
            return ((" " * cells, self._tone),)
        wide = 2 * scale
        drawn = (" " * wide).join(
            "".join((self._ink if dot != " " else " ") * wide for dot in GLYPHS[digit][row])
            for digit in self._text
            if digit in GLYPHS
        )
        # The blanks have the tone too: one run of colour a line is a third of the bytes.
        return ((drawn.center(cells)[:cells], self._tone),)

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        return strip_of(self._line(y), self.size.width, self._style)

    def _style(self, role: str) -> Style:
        return self.get_component_rich_style(f"tone--{role}")

    def _scale(self) -> int:
        """How many cells a dot is high, so that all digits fit; it is twice as wide."""
        dots = len(self._text) * (COLUMNS + 1) - 1
        across = self.size.width // (2 * max(dots, 2 * COLUMNS + 1))
        return max(1, min(self.size.height // ROWS, across))
