"""The moment on the screen: gauge, figure, countdown, words."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from backtui.domain.exercise import Exercise, Side
from backtui.tui.session.scene import BRIEF, Scene
from backtui.tui.widgets.figure import FigureView
from backtui.tui.widgets.lettering import Lettering
from backtui.tui.widgets.line import Bar, Line, folded, longest, strip_of
from backtui.tui.words import marks


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


class Fitted(Bar):
    """Lines that were made for its width; sends Resized when that is another one."""

    class Resized(Message):
        """What it says does not fit any more."""

    def on_resize(self) -> None:
        """Ask for them anew."""
        self.post_message(self.Resized())


CALM = ("relax", "rest", "paused")
LOW_ROWS = 22  # below it the side stands beside the name
TOO_SMALL = ("The rest needs 40×12.", "Needs 40×12.", "40×12.")


class SceneView(Vertical):
    """Shows scenes; each part of it is painted only when it says something else."""

    def __init__(self, *, ascii_only: bool, mark: str = "") -> None:
        """`mark` is said before all else where the log is not the person's own."""
        super().__init__()
        self._ascii = ascii_only
        self._mark = mark
        self._marks = marks(ascii_only=ascii_only)
        self._said: tuple[Scene, str] | None = None

    def compose(self) -> ComposeResult:
        """The session, the exercise, the figure beside the countdown, the words, what is next."""
        with Horizontal(id="top"):
            yield Bar(id="place")
            # The time stands alone, so that each second paints no more than its own cells.
            yield Bar(id="left")
        yield Gauge(ascii_only=self._ascii, id="gauge")
        yield Bar(id="name")
        yield Lettering(ascii_only=self._ascii, id="far-name")
        with Container(id="body"):
            yield FigureView(ascii_only=self._ascii, id="figure")
            with Vertical(id="count"):
                yield Fitted(id="word")
                yield Lettering(ascii_only=self._ascii, id="far-word")
                yield Lettering(ascii_only=self._ascii, id="digits", least="00")
                yield Lettering(ascii_only=self._ascii, id="far-side")
                yield Fitted(id="reps")
            yield Fitted(id="say")
        yield Bar(id="next")
        yield Bar(id="trouble")
        yield Bar(id="small")

    def _bar(self, name: str) -> Bar:
        return self.query_one(f"#{name}", Bar)

    def say(self, view: Scene, trouble: str) -> None:
        """Show a scene, and what is wrong with the log, if anything is."""
        self._said = view, trouble
        mark: Line = [(f" {self._mark} ", "warn")] if self._mark else ()
        left: Line = [*mark, (f" {view.block}", "head"), (f"  {view.place}", "dim")]
        self._bar("place").say(left)
        self._bar("left").say([(f"{view.left:>5} left", "dim")])
        self.query_one(Gauge).say(view.share)
        low = self.app.size.height < LOW_ROWS
        side: Line = [(f"   {view.side.upper()}", "accent")] if low else ()
        self._bar("name").say([(f" {view.name}", "strong"), *side], [(f"{view.position} ", "dim")])
        self._bar("small").say([(longest(TOO_SMALL, self.size.width), "dim")])
        self._count(view)
        self._from_afar(view)
        self._words(view)
        following: Line = [(" Next: ", "dim"), (view.following, "text")]
        self._bar("next").say([(f" {view.lesson}", "accent")] if view.lesson else following)
        self._bar("trouble").display = bool(trouble)
        self._bar("trouble").say([(f" {trouble}", "warn")] if trouble else ())

    def on_fitted_resized(self) -> None:
        """Say it in the width that there is now."""
        if self._said:
            self.say(*self._said)

    def move(self, exercise: Exercise, moment: float, side: Side, *, alone: bool) -> None:
        """Show the figure at a moment of its way, at once where it moves alone."""
        self.query_one(FigureView).say(exercise, moment, side, alone=alone)

    def _count(self, view: Scene) -> None:
        word, reps = self._bar("word"), self._bar("reps")
        mark = self._marks.tone(view.tone)
        said = longest((f"{mark} {view.word} {mark}", f"{mark} {view.word}", view.word), word.size.width)
        word.say([(said.center(word.size.width), "strong" if view.tone in CALM else "accent")])
        self.query_one("#digits", Lettering).say(view.count, view.tone)
        below = self._dots(view.dots, reps.size.width) or view.beside
        brief = view.reps.removeprefix("then ").partition(", ")[0].rpartition(" · ")[2]
        lines = (
            (longest((view.reps, brief), reps.size.width), "strong"),
            (below, "dim" if below == view.beside else "accent"),
            (view.side.upper(), "accent"),
        )
        reps.say_lines(tuple(([(text.center(reps.size.width), role)], ()) for text, role in lines))

    def _from_afar(self, view: Scene) -> None:
        """The large letters of the big view; a word without a number has its room too."""
        self.set_class(not view.count, "-still")
        self.set_class(bool(view.side), "-sided")
        name = view.name.partition(" (")[0]
        for part, text, tone in (
            ("name", name, "name"),
            ("word", view.word, view.tone),
            ("side", view.side, "side"),
        ):
            letters = self.query_one(f"#far-{part}", Lettering)
            letters.say(text if letters.has_room(text) else BRIEF.get(text, text), tone)

    def _dots(self, letters: str, cells: int) -> str:
        """A dot for each letter, as far apart as there is room; none where there is none."""
        dots = list(map(self._marks.dot, letters))
        apart = next((between for between in (" ", "") if len(between.join(dots)) <= cells), None)
        return "" if apart is None else apart.join(dots)

    def _words(self, view: Scene) -> None:
        say = self._bar("say")
        cells, height = max(10, say.size.width - 2), max(1, say.size.height)
        apart = self.screen.has_class("roomy")
        lines = _folded(view.say if apart else [" ".join(view.say)], cells, "strong")
        if len(lines) > height:
            # One sentence after the other, where they have no room together.
            step = min(len(view.say) - 1, int(view.phase_share * len(view.say)))
            lines = [*folded([(view.say[step], "strong")], cells, height)]
        hint = _folded([view.hint], cells, "dim") if view.hint else []
        hint = [[], *hint] if hint and apart else hint
        lines += hint if len(lines) + len(hint) <= height else []
        say.say_lines(tuple((line, ()) for line in lines))


def _folded(sentences: Sequence[str], cells: int, role: str) -> list[Line]:
    """Sentences on as many lines as they take, each from a line of its own on."""
    return [line for each in sentences for line in folded([(each, role)], cells, 99)]
