"""Place and Errand; asking the coach."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, ClassVar, TypeVar

from textual import events, work
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from backtui.coach.client import CoachClient, Question
from backtui.store.errors import SessionTaken, StoreError
from backtui.tui.frame.leaving import Result
from backtui.tui.frame.page import Framed
from backtui.tui.keys import PLACES, Key
from backtui.tui.widgets.line import Bar, Line, Span, spread
from backtui.tui.widgets.prose import ReasonLine
from backtui.tui.widgets.rows import Rows

Answer = TypeVar("Answer")


def read_in(node: DOMNode, reading: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Read in a worker of a screen; a newer reading takes the place of one under way."""
    node.run_worker(reading, exclusive=True, group="read")  # type: ignore[arg-type]


async def answer(future: "Future[Answer]") -> Answer:
    """The future's result, without blocking the screen."""
    return await asyncio.wrap_future(future)


async def answer_or_tell(future: "Future[Answer]", tell: Callable[[str], None]) -> Answer:
    """The same; where the log fails, its sentence is told and whoever waits gives up quietly."""
    try:
        return await answer(future)
    except SessionTaken:
        raise
    except StoreError as error:
        tell(str(error))
        raise asyncio.CancelledError from error


# From so many cells on a line has words where else it has signs, and from so many a second column.
ROOMY, WIDE = 62, 70
# With fewer the names of other places are short.
NARROWEST = 52
# From so many on a second pane stands beside the list, and a third.
TWO, THREE = 110, 150
# What stands beside the list follows a cursor that has come to rest.
FOLLOW_S = 0.08


def tell(app: App[Any], sentence: str) -> None:
    """Say that something went wrong; the screen goes on."""
    app.notify(sentence, severity="error")


class OpenErrand(Message):
    """A screen asks the app for an errand: its name, and what it is about ("" for nothing)."""

    def __init__(self, name: str, about: str = "") -> None:
        super().__init__()
        self.name = name
        self.about = about


class Asking(Screen[Result]):
    """A screen that asks the coach."""

    desk: CoachClient

    async def ask(self, question: Question[Answer]) -> Answer:
        """The coach's answer for a worker, while the screen goes on; none where that is closed by then.

        Not for what handles a message: meanwhile the screen would take no other, and none any more once
        the log has failed, for whoever waits gives up.
        """
        assert asyncio.current_task() is not self._task
        with self.app.answer_due():  # type: ignore[attr-defined] # which app it is, only its own file knows
            found = await answer_or_tell(self.desk.ask(question), lambda said: tell(self.app, said))
        if self._pruning and any(each._task is asyncio.current_task() for each in self.workers):
            raise asyncio.CancelledError
        return found


class Tabs(Bar):
    """The top line: where one is, where one can go, and the date. A click on a place goes there."""

    async def on_click(self, event: events.Click) -> None:
        """Go to the place that was clicked."""
        said = self.span_at(event.x).strip()
        for key in PLACES[:4]:
            if said and said in (key.name, key.label, key.label[:3]):
                await self.run_action(key.action)


class Place(Framed, Asking[None]):
    """A place: its own keys, a list, and a line that explains the row under the cursor."""

    NAME: ClassVar[str] = ""
    FOOT: ClassVar[tuple[Key, ...]] = (PLACES[6],)

    def __init__(self, desk: CoachClient) -> None:
        super().__init__()
        self.desk = desk
        self._is_styled = False
        self._following: Timer | None = None

    def compose(self) -> ComposeResult:
        """Top line, rule, heading and list with what stands beside them, reason, keys."""
        yield Tabs(id="tabs")
        yield Static(classes="rule")
        with Horizontal(id="room"):
            with Vertical(id="list"):
                yield Bar(id="head")
                yield from self.listing()
            if self.panes > 1:
                yield from self.beside()
        yield ReasonLine()
        yield self.hints()

    @property
    def trail(self) -> str:
        """The name that it has among the places."""
        return next(key.label for key in PLACES if key.action == f"app.place('{self.NAME}')")

    @property
    def all_keys(self) -> tuple[Key, ...]:
        """Its own, and those of all places."""
        return (*self.KEYS, *PLACES)

    def listing(self) -> ComposeResult:
        """What stands under the heading."""
        yield Rows(id="rows")

    def beside(self) -> ComposeResult:
        """What a place of class `paned` has beside its list: a `stage`, and a `course` from THREE on."""
        return ()

    def look_beside(self) -> None:
        """Show beside the list what belongs to the row under the cursor."""

    @property
    def cells(self) -> int:
        """How wide it is, or will be once it is laid out."""
        return self.size.width or self.app.size.width

    @property
    def panes(self) -> int:
        """How many stand side by side, from 1 to 3."""
        return 1 + (self.cells >= TWO) + (self.cells >= THREE)

    @property
    def list_cells(self) -> int:
        """How wide the list is, or will be; what stands beside it takes the rest (app.tcss)."""
        return self.cells if self.panes == 1 else min(80, max(62, self.cells * 2 // 5))

    @property
    def rows(self) -> Rows:
        """The list of the place."""
        return self.query_one("#rows", Rows)

    def on_mount(self) -> None:
        """The list has the keys."""
        self.rows.focus()

    def on_screen_resume(self, event: events.ScreenResume) -> None:  # type: ignore[override]
        """Read again whatever may have changed meanwhile; what was just made has its styles already."""
        event.refresh_styles, self._is_styled = self._is_styled, True
        self.look_at_the_clock()
        self.reload()

    def on_screen_suspend(self) -> None:
        """Nobody sees what stands beside the list."""
        self._follow_no_more()

    def on_resize(self) -> None:
        """The top line is as wide as the screen; what stands beside the list is made when there is room."""
        self.look_at_the_clock()
        if self.panes > 1 and not self.query(".stage"):
            for room in self.query("#room"):  # none before it is composed
                room.mount(*self.beside())
        self.follow()

    def follow(self) -> None:
        """Look beside the list once the cursor has come to rest, if anything can be seen there."""
        self._follow_no_more()
        if self.panes > 1 and self.is_active:
            self._following = self.set_timer(FOLLOW_S, self._follow_now)

    def _follow_now(self) -> None:
        self._follow_no_more()
        self.look_beside()

    def _follow_no_more(self) -> None:
        if self._following is not None:
            self._following.stop()
            self._following = None

    def look_at_the_clock(self) -> None:
        """The top line with today's date."""
        cells = self.cells
        wide = cells >= WIDE
        line: list[Span] = [(" backtui  ", "accent")] if wide else []
        gap = "  " if cells >= NARROWEST else " "
        for key in PLACES[:4]:
            here = key.action == f"app.place('{self.NAME}')"
            label = key.label if here or cells >= NARROWEST else key.label[:3]
            line += [(f" {key.name} ", "key"), (f"{label}{gap}", "strong" if here else "dim")]
        date = f"{self.desk.clock.now():%a %d %b} " if wide else f"{self.desk.clock.now():%d %b}{gap[1:]}"
        mark: list[Span] = [(f"{self.desk.mark} ", "warn")] if self.desk.mark else []
        right = mark if mark and not wide else [*mark, (f" {date}" if mark else date, "dim")]
        self.query_one("#tabs", Bar).say(spread(line, right, cells))

    def reload(self) -> None:
        """Read again in a worker; a newer reading takes the place of one under way."""
        read_in(self, self.read_and_follow)

    async def read_and_follow(self) -> None:
        """Read again; what stands beside the list follows."""
        await self.read()
        self.follow()

    async def read(self) -> None:
        """Ask the coach and show the answer."""

    def explain(self, line: Line) -> None:
        """Say the reason of the row under the cursor."""
        super().explain(line)
        self.follow()

    @work
    async def action_undo(self) -> None:
        """Take the newest choice back, and say which."""
        self.app.notify(await self.ask(lambda _, diary: diary.edits.undo()))
        self.reload()

    @work
    async def action_redo(self) -> None:
        """Redo what you undid."""
        self.app.notify(await self.ask(lambda _, diary: diary.edits.redo()))
        self.reload()
