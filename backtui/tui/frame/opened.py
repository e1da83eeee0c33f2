"""What is opened before a place: a page, or a dialog; frame.tcss says how they look."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from backtui.coach.client import CoachClient
from backtui.tui.base import Asking
from backtui.tui.frame.leaving import Leaving, Result
from backtui.tui.frame.page import Framed, bindings
from backtui.tui.keys import ERRAND
from backtui.tui.widgets.line import Bar, Line, Span, width
from backtui.tui.widgets.prose import Prose, ReasonLine

APART = " › "


class FullPage(Leaving, Framed, Screen[Result]):
    """A title that says where one is, a rule, what it shows, a reason, its keys."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(ERRAND)
    WAY: ClassVar[bool] = True  # whether the title says where it was opened
    BELOW: ClassVar[tuple[str, ...]] = ()  # lines below the reason

    def __init__(self, heading: str = "") -> None:
        super().__init__()
        self.heading = heading
        self._title: tuple[Line, Line] = ([(heading, "accent")], ())

    def compose(self) -> ComposeResult:
        """The frame, and what is in it."""
        yield Bar(id="title")
        yield Static(classes="rule")
        yield from self.body()
        yield ReasonLine()
        for name in self.BELOW:
            yield Prose(id=name)
        yield self.hints()

    def body(self) -> ComposeResult:
        """What it shows."""
        yield from ()

    @property
    def trail(self) -> str:
        """Its heading."""
        return self.heading

    def entitle(self, left: Line, right: Line = ()) -> None:
        """Say what stands at the top, behind the way here."""
        self._title = (left, right)
        self._say_title()

    def _say_title(self) -> None:
        left, right = self._title
        room = self.size.width - 2 - width(left) - width(right)
        way = way_to(self, room) if self.WAY else []
        for bar in self.query("#title").results(Bar):  # none before it is composed
            bar.say([(" ", "text"), *way, *left], right)

    def on_resize(self) -> None:
        """The title has as much of the way as there is room for."""
        self._say_title()

    def action_close(self) -> None:
        """Back, with nothing chosen."""
        self.dismiss(None)


def way_to(screen: Screen[Any], room: int) -> list[Span]:
    """Where a page was opened, from the place on; the first names give way."""
    below: list[str] = []
    for each in screen.app.screen_stack:
        if each is screen:
            break
        below += [each.trail] if isinstance(each, Framed) and each.trail else []
    while below and sum(len(name) + len(APART) for name in below) > room:
        del below[0]
    return [(f"{name}{APART}", "dim") for name in below]


class Errand(FullPage[Result], Asking[Result]):
    """A page that is opened for one thing and closed with its result."""

    def __init__(self, desk: CoachClient, heading: str = "") -> None:
        super().__init__(heading)
        self.desk = desk


class Dialog(Leaving, Framed, ModalScreen[Result]):
    """Asks before the page behind it goes on."""

    COVER = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(ERRAND)

    def __init__(self, title: str, *meaning: str) -> None:
        """`meaning` is said below the title, sentence by sentence."""
        super().__init__()
        self._title, self._meaning = title, meaning

    def compose(self) -> ComposeResult:
        """A title, what it means, what is asked, what is wrong with an answer, the keys."""
        with Vertical(classes="band"), Vertical(classes="dialog"):
            yield Prose([(self._title, "strong")], classes="title", indent=0)
            yield Prose(*([(each, "dim")] for each in self._meaning if each), classes="meaning", indent=0)
            yield from self.body()
            yield ReasonLine(indent=0)
            yield self.hints()

    def body(self) -> ComposeResult:
        """What is asked."""
        yield from ()

    def action_close(self) -> None:
        """No answer."""
        self.dismiss(None)
