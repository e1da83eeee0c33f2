"""Letters and digits of many cells, to be read from the mat."""

from functools import lru_cache
from typing import ClassVar

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from backtui.tui.widgets.line import Line, differing, readable, strip_of

ROWS = 5  # dots of a letter, from top to bottom
GLYPHS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    "A": (" # ", "# #", "###", "# #", "# #"),
    "B": ("## ", "# #", "## ", "# #", "## "),
    "C": (" ##", "#  ", "#  ", "#  ", " ##"),
    "D": ("## ", "# #", "# #", "# #", "## "),
    "E": ("###", "#  ", "## ", "#  ", "###"),
    "F": ("###", "#  ", "## ", "#  ", "#  "),
    "G": (" ##", "#  ", "# #", "# #", " ##"),
    "H": ("# #", "# #", "###", "# #", "# #"),
    "I": ("###", " # ", " # ", " # ", "###"),
    "J": ("  #", "  #", "  #", "# #", " # "),
    "K": ("# #", "# #", "## ", "# #", "# #"),
    "L": ("#  ", "#  ", "#  ", "#  ", "###"),
    "M": ("#   #", "## ##", "# # #", "#   #", "#   #"),
    "N": ("#  #", "## #", "# ##", "#  #", "#  #"),
    "O": (" # ", "# #", "# #", "# #", " # "),
    "P": ("## ", "# #", "## ", "#  ", "#  "),
    "Q": (" # ", "# #", "# #", "###", " ##"),
    "R": ("## ", "# #", "## ", "# #", "# #"),
    "S": (" ##", "#  ", " # ", "  #", "## "),
    "T": ("###", " # ", " # ", " # ", " # "),
    "U": ("# #", "# #", "# #", "# #", "###"),
    "V": ("# #", "# #", "# #", "# #", " # "),
    "W": ("#   #", "#   #", "# # #", "## ##", "#   #"),
    "X": ("# #", "# #", " # ", "# #", "# #"),
    "Y": ("# #", "# #", " # ", " # ", " # "),
    "Z": ("###", "  #", " # ", "#  ", "###"),
    "-": ("   ", "   ", "###", "   ", "   "),
    "?": ("## ", "  #", " # ", "   ", " # "),
    " ": ("  ", "  ", "  ", "  ", "  "),
}
HALVES = {("#", "#"): "█", ("#", " "): "▀", (" ", "#"): "▄", (" ", " "): " "}


def dots_of(text: str) -> tuple[str, ...]:
    """The rows of a text's dots, a column between the letters; what has no letter is left away."""
    known = [GLYPHS[each] for each in text.upper() if each in GLYPHS]
    return tuple(" ".join(glyph[row] for glyph in known) for row in range(ROWS))


@lru_cache(maxsize=64)
def drawn(text: str, cells: int, rows: int, *, ascii_only: bool = False, least: str = "") -> tuple[str, ...]:
    """A text as large as the room lets it be, line by line; where not even three rows fit, as itself.

    It is no larger than `least` would be.

    A dot is n rows high and 2 n cells wide, or in small, without ASCII, half a row and one cell.
    """
    dots = dots_of(text)
    wide = len(dots[0])
    scale = min(rows // ROWS, cells // (2 * max(1, wide, len(dots_of(least)[0]))))
    if scale > 0:
        ink = "#" if ascii_only else "█"
        lines = ["".join((ink if dot == "#" else " ") * 2 * scale for dot in row) for row in dots]
        return tuple(line for line in lines for _ in range(scale))
    if rows >= (ROWS + 1) // 2 and wide <= cells and wide and not ascii_only:
        pairs = [*dots, " " * wide]
        return tuple(
            "".join(HALVES[dot] for dot in zip(above, below, strict=True))
            for above, below in zip(pairs[::2], pairs[1::2], strict=True)
        )
    if rows >= ROWS and wide <= cells and wide:
        return dots
    return (text[:cells],)


class Lettering(Widget):
    """A word or a number as tall as its widget allows, coloured by its tone; only what changes is painted."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"tone--{tone}"
        for tone in (
            *("ready", "rest", "in", "hold", "move", "out", "relax", "switch", "rate", "offer", "hurt"),
            *("paused", "name", "side"),
        )
    }

    def __init__(self, *, ascii_only: bool = False, id: str | None = None, least: str = "") -> None:  # noqa: A002
        super().__init__(id=id)
        self._ascii, self._least = ascii_only, least
        self._text, self._tone = "", "ready"

    def say(self, text: str, tone: str) -> None:
        """Show another text; only the cells that change are painted."""
        if (text, tone) == (self._text, self._tone):
            return
        before = self._lines()
        self._text, self._tone = text, tone
        for y, (old, new) in enumerate(zip(before, self._lines(), strict=True)):
            span = differing(old, new)
            if span:
                self.refresh(Region(span[0], y, span[1], 1))

    def has_room(self, text: str) -> bool:
        """Whether a text can stand there in letters, as far as they are wide."""
        return len(dots_of(text)[0]) <= self.size.width

    def _lines(self) -> list[Line]:
        """All lines, the text in their middle; blanks have the tone too: one run of colour a line is less."""
        cells, rows = self.size
        text = drawn(self._text, cells, rows, ascii_only=self._ascii, least=self._least)[:rows]
        top = (rows - len(text)) // 2
        lines = (*[""] * top, *text, *[""] * (rows - top - len(text)))
        return [((line.center(cells)[:cells], self._tone),) for line in lines]

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        lines = self._lines()
        line: Line = lines[y] if y < len(lines) else ((" " * self.size.width, self._tone),)
        return strip_of(line, self.size.width, self._ink)

    def _ink(self, role: str) -> Style:
        return readable(self.get_component_rich_style(f"tone--{role}"))
