"""Text in roles, and one line of it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as Ink
from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from backtui.domain.text import visible

Span = tuple[str, str]
Line = Sequence[Span]

# The contrast with its ground, from 1 to 21, that WCAG 2 asks of text and of a drawing; what is said
# outright has more, so that nothing beside it in a weaker role is the stronger one.
TEXT, DRAWING, OUTRIGHT = 4.5, 3.0, 6.0
SHADES = 24
ENDS = (ColorTriplet(255, 255, 255), ColorTriplet(0, 0, 0))


# Textual takes the default styles of the first widget that a class is made from, so this must not be one.
if TYPE_CHECKING:
    _Inside = Widget
else:
    _Inside = object


# The roles of a line: a colour of the theme, how much of it, and whether it is bold.
ROLES = {
    "text": ("foreground", 1, False),
    "dim": ("text-muted", 1, False),
    "strong": ("foreground", 1, True),
    "accent": ("text-accent", 1, True),
    "up": ("text-accent", 1, True),
    "down": ("text-warning", 1, False),
    "head": ("text-secondary", 1, True),
    "warn": ("text-error", 1, True),
    "key": ("text-primary", 1, True),
    "effort1": ("text-accent", 0.35, False),
    "effort2": ("text-accent", 0.5, False),
    "effort3": ("text-accent", 0.65, False),
    "effort4": ("text-accent", 0.8, False),
    "effort5": ("text-accent", 1, False),
}


@lru_cache(maxsize=256)
def written(value: str) -> tuple[Ink, bool]:
    """A colour as a theme writes it, "#f2b26b 60%", and whether it is white or black, as its ground asks."""
    name, alpha = value.rsplit(" ", 1) if value.endswith("%") else (value, "100%")
    color = Ink(255, 255, 255) if name == "auto" else Ink.parse(name)
    return color.multiply_alpha(float(alpha[:-1]) / 100), name == "auto"


class Inked(_Inside):
    """A widget with text in roles.

    Each is worked out when it is first painted, and so are its component classes: Textual would work out all
    of those whenever one of its own styles may have changed.
    """

    _inks: dict[str, Style] | None = None

    def ink(self, role: str, ground: Color | None = None) -> Style:
        """The style of a role, readable on the widget's ground or on that one."""
        if self._inks is None:
            self._inks = {}
        style = self._inks.get(role)
        if style is None:
            style = self._inks[role] = self._written(role)
        if ground is not None:
            style += Style(bgcolor=ground)
        return readable(style, OUTRIGHT if role in ("text", "strong") else TEXT)

    def _written(self, role: str) -> Style:
        """The style of a role as the theme has it."""
        name, share, bold = ROLES.get(role, ROLES["text"])
        _, under = self.background_colors
        color, is_auto = written(self.app.theme_variables[name])
        color = color.multiply_alpha(share)
        if is_auto:
            color = under.get_contrast_text(color.a)
        colors = Style.from_color((under + color).rich_color, under.rich_color if under.a else None)
        return self.text_style + Style(bold=bold or None) + colors

    def get_component_styles(self, *names: str) -> RenderStyles:
        """The styles of these classes inside the widget, each as the style sheet has it."""
        for name in names:
            if name not in self._component_styles:
                node = DOMNode(classes=name)
                node._attach(self)
                self.app.stylesheet.apply(node)
                self._component_styles[name] = node.styles
        return super().get_component_styles(*names)

    def notify_style_update(self) -> None:
        """Work them out again when the theme changes."""
        self._component_styles.clear()
        self._inks = None
        super().notify_style_update()


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """How well two colours stand apart, from 1 to 21, as WCAG 2 reckons it."""
    dark, light = sorted(_luminance(each) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: ColorTriplet) -> float:
    parts = (part / 255 for part in color)
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=1024)
def readable(style: Style, least: float = TEXT) -> Style:
    """The style, its colour drawn towards white or black as far as its ground asks for.

    Where neither reaches `least` it is the better of the two, which always reaches 4.5. The terminal's own
    colours stay as they are: only the terminal knows them.
    """
    color, ground = style.color, style.bgcolor
    if not (color and ground and color.triplet and ground.triplet):
        return style
    base = ground.triplet
    end = max(ENDS, key=lambda each: contrast(each, base))
    shades = (blend_rgb(color.triplet, end, step / SHADES) for step in range(SHADES))
    found = next((shade for shade in shades if contrast(shade, base) >= least), end)
    return style + Style(color=Color.from_triplet(found))


def width(line: Line) -> int:
    """The cells that a line takes."""
    return sum(cell_len(text) for text, _ in line)


def fit(text: str, cells: int) -> str:
    """The text in exactly so many cells, cut with an ellipsis or filled with blanks."""
    if cells <= 0:
        return ""
    if cell_len(text) > cells:
        text = text.rstrip()  # blanks are no loss
    if cell_len(text) <= cells:
        return text + " " * (cells - cell_len(text))
    cut = set_cell_size(text, cells - 1).rstrip() + "…"
    return cut + " " * (cells - cell_len(cut))


def spread(left: Line, right: Line, cells: int) -> list[Span]:
    """One line with a left and a right end; the left gives way."""
    room = cells - width(right) - 1
    kept: list[Span] = []
    for text, role in left:
        if room <= 0:
            break
        part = text if cell_len(text) <= room else fit(text, room)
        kept.append((part, role))
        room -= cell_len(part)
    return [*kept, (" " * max(1, room + 1), "text"), *right]


def clipped(line: Line, cells: int) -> Line:
    """The line, and where it has no room an ellipsis at its end."""
    if cell_len(plain(line).rstrip()) <= cells:
        return line
    return spread(line, (), cells + 1)[:-1]


def strip_of(line: Line, cells: int, style_of: Callable[[str], Style]) -> Strip:
    """The line as the terminal gets it: cut or filled to so many cells, with nothing in it that steers."""
    segments = [Segment(visible(text), style_of(role)) for text, role in line]
    return Strip(segments).simplify().adjust_cell_length(cells, style_of(line[-1][1] if line else "text"))


def plain(line: Iterable[Span]) -> str:
    """The line's text."""
    return "".join(text for text, _ in line)


def differing(before: Line, after: Line) -> tuple[int, int] | None:
    """The first cell at which two lines differ and how many cells from there on; None if they are alike."""
    was = [(cell, role) for text, role in before for cell in text]
    now = [(cell, role) for text, role in after for cell in text]
    if was == now:
        return None
    if any(cell_len(cell) != 1 for cell, _ in (*was, *now)):
        return 0, max(width(before), width(after))
    longest = max(len(was), len(now))
    was += [(" ", "")] * (longest - len(was))
    now += [(" ", "")] * (longest - len(now))
    other = [place for place in range(longest) if was[place] != now[place]]
    return other[0], other[-1] - other[0] + 1


def folded(line: Sequence[Span], cells: int, most: int = 99) -> list[list[Span]]:
    """A line of words broken into at most so many lines, indented by a blank, later ones below their text.

    Blanks within a line stay, for columns and drawings; a word that no line has room for is broken.
    A blank that a part begins with is none to break at: a sign stays with what it means.
    """
    hang = _hanging(line, cells)
    lines: list[list[Span]] = [[(" ", "text")]]
    used = first = 0
    for gap, unit in _units(line):
        taken = width([*gap, *unit])
        if used > first and used + taken > cells and len(lines) < most:
            lines.append([(" " * (1 + hang), "text")])
            used, first, gap, taken = hang, hang, [], width(unit)
        lines[-1] += gap
        if used + taken <= cells or len(lines) >= most:
            lines[-1] += unit
            used += taken
            continue
        for piece in _pieces(unit, cells - hang):
            if used > first and used + width([piece]) > cells:
                lines.append([(" " * (1 + hang), "text")])
                used = first = hang
            lines[-1].append(piece)
            used += width([piece])
    return lines


def longest(texts: Sequence[str], cells: int) -> str:
    """The first of texts, the longest first, that has room in so many cells; the last where none has."""
    return next((each for each in texts if cell_len(each) <= cells), texts[-1])


def flush(line: Line) -> Line:
    """A folded line without the blank that it begins with; what a later one hangs by stays."""
    return [(line[0][0][1:], line[0][1]), *line[1:]] if line else line


BULLET = re.compile(r"(·|\d+\.) ")
# A dose, and a number with its unit, are not broken.
BLANKS_OR_NOT = re.compile(r"\s+|(?:\S| (?=×)|(?<=×) |(?<=\d) (?=(?:s|min|h)\b))+")


def _hanging(line: Sequence[Span], cells: int) -> int:
    """How far lines after the first are indented: as wide as a bullet, or as a label before the text."""
    label = line[0][0] if line else ""
    bullet = BULLET.match(label)
    hang = len(bullet[0]) if bullet else cell_len(label) if len(line) > 1 and label.endswith(" ") else 0
    return hang if hang <= cells // 3 else 0


def _units(line: Sequence[Span]) -> Iterator[tuple[Line, Line]]:
    """What is not broken, unless it is longer than a line, each with the blanks before it."""
    gap: list[Span] = []
    unit: list[Span] = []
    for text, role in line:
        parts = BLANKS_OR_NOT.findall(text)
        for place, part in enumerate(parts):
            if part.isspace() and not (unit and place == 0 and len(parts) > 1):
                if unit:
                    yield gap, unit
                    gap, unit = [], []
                gap.append((part, role))
            else:
                unit.append((part, role))
    if unit:
        yield gap, unit


def _pieces(unit: Line, cells: int) -> Iterator[Span]:
    """A word that is longer than a line in pieces."""
    for text, role in unit:
        rest = text
        while cell_len(rest) > max(1, cells):
            # Where not even one wide sign fits, it is one all the same.
            piece = set_cell_size(rest, max(1, cells)).rstrip() or rest[0]
            yield piece, role
            rest = rest[len(piece) :]
        if rest:
            yield rest, role


class Bar(Inked, Widget):
    """One or more lines in roles; `say` changes them."""

    DEFAULT_CSS = "Bar { height: 1; }"

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

    def span_at(self, x: int) -> str:
        """The text of the span at a cell of the first line's left end; "" behind it."""
        end = 0
        for text, _ in self._lines[0][0] if self._lines else ():
            end += cell_len(text)
            if x < end:
                return text
        return ""

    def _drawn(self, lines: tuple[tuple[Line, Line], ...], y: int) -> Line:
        """A line as wide as the widget."""
        left, right = lines[y] if y < len(lines) else ((), ())
        return spread(left, right, self.size.width) if right else left

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        return strip_of(self._drawn(self._lines, y), self.size.width, self.ink)
