"""The place, its filter, its views."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from backtui.coach import history as past
from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.history import Standing
from backtui.domain.history_filter import ALL, EXAMPLES, Sought, SoughtError
from backtui.domain.words.numbers import many
from backtui.tui.base import WIDE, OpenErrand, Place, Tabs
from backtui.tui.frame.page import bindings
from backtui.tui.history.charts import ExercisesPane, PainPane
from backtui.tui.history.sessions import ListPane
from backtui.tui.history.totals import TotalsPane
from backtui.tui.history.view import Pane
from backtui.tui.history.year import YearPane
from backtui.tui.keys import HISTORY, PLACES, Key
from backtui.tui.widgets.footer import Hints
from backtui.tui.widgets.line import Bar, Line, Span, fit, width
from backtui.tui.widgets.prose import ReasonLine
from backtui.tui.widgets.rows import Rows

PANES: tuple[type[Pane], ...] = (YearPane, ListPane, ExercisesPane, PainPane, TotalsPane)


class History(Place):
    """One view at a time; each is made when it is first looked at."""

    NAME: ClassVar[str] = "history"
    AUTO_FOCUS = ""
    KEYS: ClassVar[tuple[Key, ...]] = HISTORY
    BINDINGS: ClassVar[list[BindingType]] = bindings(HISTORY, PLACES)

    def __init__(self, desk: CoachClient, ascii_only: Callable[[], bool] = lambda: False) -> None:
        super().__init__(desk)
        self.sought = ALL
        self.standing: Standing | None = None
        self._ascii_only = ascii_only
        self._panes: dict[int, Pane] = {}
        self._view = 0
        self._complaint = ""

    def compose(self) -> ComposeResult:
        """The line of views, the view, the filter while it is typed."""
        yield Tabs(id="tabs")
        yield Static(classes="rule")
        yield Bar(id="head")
        yield Vertical(id="room")
        yield ReasonLine()
        field = Input(placeholder=EXAMPLES, select_on_focus=False, id="filter")
        field.display = False
        field.cursor_blink = False
        yield field
        yield self.hints()

    @property
    def pane(self) -> Pane | None:
        """The view that is shown, once it is there."""
        return self._panes.get(self._view)

    @property
    def rows(self) -> Rows:
        """The list of the view that is shown, if it has one."""
        return self._panes[self._view].query_one(Rows)

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        """The first view takes the keys once it is there."""
        event.prevent_default()

    async def read(self) -> None:
        """Ask for the week and the streak, then let the view ask for what it shows."""
        self.standing = await self.ask(lambda coach, _: past.standing(coach))
        fresh = self._view not in self._panes
        if fresh:
            self._panes[self._view] = PANES[self._view](self.standing, self._ascii_only)
            await self.query_one("#room").mount(self._panes[self._view])
        pane = self._panes[self._view]
        for each in self._panes.values():
            each.display = each is pane
        self.set_class(self._view == 0, "-year")
        await pane.read(self.standing, self.sought)
        if not self.query_one("#filter", Input).has_focus and (fresh or not self._has_keys(pane)):
            pane.take_keys()
        self.paint()

    def _has_keys(self, pane: Pane) -> bool:
        return self.focused is not None and pane in self.focused.ancestors

    def paint(self) -> None:
        """The line of views; at its end the filter, or this week and the streak."""
        left: Line = [(" ", "text")]
        for number, pane in enumerate(PANES):
            left = [*left, (f"{pane.TITLE}", "strong" if number == self._view else "dim"), ("  ", "text")]
        end = self._at_the_end()
        self.query_one("#head", Bar).say(left, end if width(left) + width(end) < self.size.width else ())
        self.query_one(Hints).look_again()

    def _at_the_end(self) -> Line:
        if self.sought.text:
            room = max(8, self.size.width - 44)
            return [("/ ", "key"), (f"{fit(self.sought.text, room).rstrip()} ", "accent")]
        if self.standing is None:
            return ()
        done, goal, weeks = self.standing.done, self.standing.goal, self.standing.streak.now
        if self.size.width < WIDE:
            return [(f"{done} of {goal}", "text"), (f", {weeks} wk " if weeks else " ", "dim")]
        row = f" · {many(weeks, 'week')} in a row " if weeks else " "
        return [(f"{done} of {goal} this week", "text"), (row, "dim")]

    def needs(self, key: Key) -> str:
        """Whether there is a session to open, delete or confirm."""
        pane = self.pane
        session = pane.session if pane and pane.is_mounted else None
        about: tuple[str, ...] = ("history.delete", "history.confirm")
        if isinstance(pane, YearPane | ListPane):
            about = (*about, "history.open")
        if key.id in about and session is None:
            return "That needs a session under the cursor."
        confirmed = key.id == "history.confirm" and session and not session.unconfirmed
        return "This session is confirmed already." if confirmed else ""

    def look_beside(self) -> None:
        """What stands beside is the view's."""
        if self.pane and self.pane.is_mounted:
            self.pane.look_beside()

    def explain(self, line: Sequence[Span]) -> None:
        """What stands under the cursor; but first of all that a filter's words mean nothing."""
        super().explain([(self._complaint, "warn")] if self._complaint else line)

    # Keys

    def on_click(self, event: events.Click) -> None:
        """A click on the name of a view shows it."""
        head = self.query_one("#head", Bar)
        if head.region.contains(event.screen_x, event.screen_y):
            titles = [pane.TITLE for pane in PANES]
            said = head.span_at(event.screen_x - head.region.x)
            if said in titles:
                self.action_view(titles.index(said) - self._view)

    def action_view(self, by: int) -> None:
        """The next view, or the one before."""
        self._view = (self._view + by) % len(PANES)
        self.explain(())
        self.paint()
        self.reload()

    def action_open(self) -> None:
        """Open what stands under the cursor."""
        if self.pane:
            self.pane.open()

    def action_by_hand(self) -> None:
        """Enter a session on the day under the cursor."""
        self._want_of_day("by_hand")

    def action_aerobic(self) -> None:
        """Log something aerobic on the day under the cursor."""
        self._want_of_day("aerobic")

    def _want_of_day(self, what: str) -> None:
        if self.pane:
            self.post_message(OpenErrand(what, self.pane.day.isoformat()))

    def action_delete(self) -> None:
        """Delete the session under the cursor."""
        pane = self.pane
        if pane and pane.session and not pane.must_choose():
            self.post_message(OpenErrand("delete", pane.session.id.hex()))

    @work
    async def action_confirm(self) -> None:
        """Say that it was really done."""
        pane = self.pane
        if pane and pane.session and pane.session.unconfirmed and not pane.must_choose():
            name = pane.session.id
            await self.ask(lambda _, diary: diary.confirm(name))
            self.reload()

    # The filter

    def action_filter(self) -> None:
        """Type what is sought; enter goes back to the view."""
        field = self.query_one("#filter", Input)
        field.display = True
        field.focus()

    def action_clear(self) -> None:
        """Back to the calendar from a day's list; or no filter."""
        field, pane = self.query_one("#filter", Input), self.pane
        if not field.has_focus and pane and pane.step_out():
            return
        field.value = ""
        field.display = False
        if pane:
            pane.take_keys()

    @work(exclusive=True, group="seek")
    async def on_input_changed(self, event: Input.Changed) -> None:
        """The view follows the words as soon as they mean something."""
        await self._seek(event.value)

    @work(exclusive=True, group="seek")
    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the view, filtered; words that mean nothing are told and stay."""
        if await self._seek(event.value):
            event.input.display = False
            if self.pane:
                self.pane.take_keys()

    async def _seek(self, text: str) -> bool:
        """Filter by the words, or complain of them; whether they mean anything."""
        found = await self.ask(lambda coach, _: _understood(coach, text))
        self._complaint = found if isinstance(found, str) else ""
        self.explain(())
        if isinstance(found, Sought) and found != self.sought:
            self.sought = found
            self.reload()
        return isinstance(found, Sought)


def _understood(coach: Coach, text: str) -> Sought | str:
    """What is sought, or the sentence that says why it is not understood."""
    try:
        return past.sought(coach, text)
    except SoughtError as error:
        return str(error)
