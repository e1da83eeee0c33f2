"""Countdown, gauge, figure, words."""

from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from backtui.domain.exercise import Exercise, Side
from backtui.tui.session.scene import Scene
from backtui.tui.widgets.figure import FigureView
from backtui.tui.widgets.line import Bar, Line, differing, folded, strip_of
from backtui.tui.words import marks

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
TONES = ("ready", "rest", "in", "hold", "move", "out", "relax", "switch", "rate", "offer", "hurt", "paused")


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


class Gauge(Widget):
    """A thin bar of one line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"gauge--done", "gauge--open"}
    DEFAULT_CSS = """
    Gauge { height: 1; }
    Gauge > .gauge--done { color: $accent; }
    Gauge > .gauge--open { color: $panel; }
    """

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ink = ("=", "-") if ascii_only else ("━", "─")
        self._share = 0.0

    def say(self, share: float) -> None:
        """Show a share from 0 to 1; painted only when it is another cell."""
        cells = self.size.width
        if round(share * cells) != round(self._share * cells):
            self._share = share
            self.refresh()
        self._share = share

    def render_line(self, y: int) -> Strip:
        """The bar."""
        del y
        done = round(self._share * self.size.width)
        line = [(self._ink[0] * done, "done"), (self._ink[1] * (self.size.width - done), "open")]
        return strip_of(line, self.size.width, lambda role: self.get_component_rich_style(f"gauge--{role}"))


CALM = ("relax", "rest", "paused")


class SceneView(Vertical):
    """Shows scenes; each part of it is painted only when it says something else."""

    def __init__(self, *, ascii_only: bool, mark: str = "") -> None:
        """`mark` is said before all else where the log is not the person's own."""
        super().__init__()
        self._ascii = ascii_only
        self._mark = mark
        self._marks = marks(ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        """The session, the exercise, the figure beside the countdown, the words, what is next."""
        with Horizontal(id="top"):
            yield Bar(id="place")
            # The time stands alone, so that each second paints no more than its own cells.
            yield Bar(id="left")
        yield Gauge(ascii_only=self._ascii, id="gauge")
        yield Bar(id="name")
        with Horizontal(id="body"):
            yield FigureView(ascii_only=self._ascii, id="figure")
            with Vertical(id="count"):
                yield Bar(id="word")
                yield Numerals(ascii_only=self._ascii, id="digits")
                yield Bar(id="reps")
        yield Bar(id="say")
        yield Bar(id="next")
        yield Bar(id="trouble")

    def _bar(self, name: str) -> Bar:
        return self.query_one(f"#{name}", Bar)

    def say(self, view: Scene, trouble: str) -> None:
        """Show a scene, and what is wrong with the log, if anything is."""
        mark: Line = [(f" {self._mark} ", "warn")] if self._mark else ()
        left: Line = [*mark, (f" {view.block}", "head"), (f"  {view.place}", "dim")]
        self._bar("place").say(left)
        self._bar("left").say([(f"{view.left:>5} left", "dim")])
        self.query_one(Gauge).say(view.share)
        self._bar("name").say([(f" {view.name}", "strong")], [(f"{view.position} ", "dim")])
        self._count(view)
        self._words(view)
        self._bar("next").say([(" Next: ", "dim"), (view.following, "text")])
        self._bar("trouble").say([(f" {trouble}", "warn")] if trouble else ())

    def move(self, exercise: Exercise, moment: float, side: Side) -> None:
        """Show the figure at a moment of its way."""
        self.query_one(FigureView).say(exercise, moment, side)

    def _count(self, view: Scene) -> None:
        word, reps = self._bar("word"), self._bar("reps")
        mark = self._marks.tone(view.tone)
        text = f"{mark} {view.word} {mark}".center(word.size.width)
        word.say([(text, "strong" if view.tone in CALM else "accent")])
        self.query_one(Numerals).say(view.count, view.tone)
        below = self._dots(view.dots, reps.size.width) or view.beside
        lines = (
            (view.reps, "strong"),
            (below, "dim" if below == view.beside else "accent"),
            (view.side.upper(), "accent"),
        )
        reps.say_lines(tuple(([(text.center(reps.size.width), role)], ()) for text, role in lines))

    def _dots(self, letters: str, cells: int) -> str:
        """A dot for each letter, as far apart as there is room; none where there is none."""
        dots = list(map(self._marks.dot, letters))
        apart = next((between for between in (" ", "") if len(between.join(dots)) <= cells), None)
        return "" if apart is None else apart.join(dots)

    def _words(self, view: Scene) -> None:
        say = self._bar("say")
        cells, height = max(10, say.size.width - 2), max(1, say.size.height)
        lines: list[Line] = [*folded([(" ".join(view.say), "strong")], cells, 99)]
        if len(lines) > height:
            # One sentence after the other, where they have no room together.
            step = min(len(view.say) - 1, int(view.phase_share * len(view.say)))
            lines = [*folded([(view.say[step], "strong")], cells, height)]
        if view.hint and len(lines) < height:
            hint = folded([(view.hint, "dim")], cells, 99)
            lines += hint if len(lines) + len(hint) <= height else []
        say.say_lines(tuple((line, ()) for line in lines))
