"""One moment of a session on the screen: what is to be read from afar is the largest, and nothing moves."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from backtui.domain.exercise import Exercise, Side
from backtui.tui.marks import marks
from backtui.tui.scene import Scene
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.figure import FigureView
from backtui.tui.widgets.gauge import Gauge
from backtui.tui.widgets.numerals import Numerals
from backtui.tui.widgets.spans import Line, folded

MOST_DOTS = 10
CALM = ("relax", "paused")


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
        dots = " ".join(map(self._marks.dot, view.dots)) if len(view.dots) <= MOST_DOTS else ""
        lines = ((view.reps, "strong"), (dots, "accent"), (view.side.upper(), "accent"))
        reps.say_lines(tuple(([(text.center(reps.size.width), role)], ()) for text, role in lines))

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
