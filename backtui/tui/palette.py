"""The palette: everything by its name."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Input

from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.sessions import Diary
from backtui.config.chosen import choose, chosen
from backtui.config.settings import ConfigError, setting
from backtui.domain.plan import CourseDose
from backtui.domain.preferences import Preferences, preference
from backtui.machine.paths import chosen_file
from backtui.tui.base import OpenErrand, Place, read_in, tell
from backtui.tui.entries import PaletteEntry, everything, key_entries, keys_of, sought
from backtui.tui.frame.opened import Dialog
from backtui.tui.frame.page import bindings
from backtui.tui.frame.typing_keys import LEAVING_PALETTE, PALETTE
from backtui.tui.keys import MOVING, Key
from backtui.tui.look import Terminal
from backtui.tui.settings.changing import Changing
from backtui.tui.widgets.rows import Row, Rows

ROOM = 9  # lines of the screen that the list cannot have
MOST_LINES = 16


class FoundRows(Rows, can_focus=False):
    """A list whose cursor is moved from the line above it."""

    def __init__(self) -> None:
        super().__init__(id="found")
        self.at_once = True

    @property
    def has_cursor(self) -> bool:
        """Always: the keys go to the line above."""
        return True


class Asked(Input):
    """The line that is typed; the keys that move go on to the list."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(MOVING[:4])

    def action_move(self, by: int) -> None:
        """The next line of the list."""
        self.screen.query_one(FoundRows).action_move(by)

    def action_page(self, by: int) -> None:
        """A screen further."""
        self.screen.query_one(FoundRows).action_page(by)


class Palette(Dialog[str | None], Changing[str | None], inherit_bindings=False):
    """Its result is the key of what was chosen; settings and themes change here, and it stays open."""

    KEYS: ClassVar[tuple[Key, ...]] = PALETTE
    FOOT: ClassVar[tuple[Key, ...]] = LEAVING_PALETTE
    BINDINGS: ClassVar[list[BindingType]] = bindings(LEAVING_PALETTE)

    def __init__(
        self, desk: CoachClient, terminal: Terminal, behind: Screen[Any], used: Mapping[str, int]
    ) -> None:
        """`behind` is the screen whose keys it lists; `used` says how often each thing was chosen."""
        super().__init__("")
        self.desk = desk
        self.terminal, self.preferences = terminal, Preferences()
        self._keys, self._is_place, self._used = key_entries(behind), isinstance(behind, Place), used
        self._doses: Mapping[str, CourseDose] = {}
        self._today = desk.clock.now().date()
        self._entries: list[PaletteEntry] = self._keys

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be found here."""
        return not (self._is_place or self._keys)

    def body(self) -> ComposeResult:
        """The line that is typed, and what fits it."""
        asks = "exercise, day, setting, theme, export …" if self._is_place else "a key by its name"
        field = Asked(placeholder=asks, select_on_focus=False, id="asked")
        field.cursor_blink = False
        yield field
        yield FoundRows()

    @property
    def _rows(self) -> Rows:
        return self.query_one(FoundRows)

    def on_mount(self) -> None:
        """The line has the keys."""
        self.query_one(Input).focus()
        self._fill()
        if self._is_place:
            read_in(self, self.read)

    def paint(self) -> None:
        """As many lines as there is room for, and as wide."""
        self._rows.styles.height = min(MOST_LINES, max(3, self.app.size.height - ROOM))
        self._fill(self._rows.row.key if self._rows.row else None)

    async def read(self) -> None:
        """Ask for all that is set, and for the doses."""

        def question(coach: Coach, _: Diary) -> tuple[Preferences, Mapping[str, CourseDose], Any]:
            return coach.preferences(), coach.of_the_day(), coach.day()

        self.preferences, self._doses, self._today = await self.ask(question)
        known = everything(self.desk, self.preferences, self._doses, self.terminal.config)
        self._entries = [*self._keys, *known]
        row = self._rows.row
        self._fill(row.key if row else None)

    def _fill(self, key: str | None = None) -> None:
        """Show what fits; the cursor goes to `key`, else to the first."""
        text = self.query_one(Input).value
        rows = [
            each.row(self.app.size.width) for each in sought(self._entries, text, self._used, self._today)
        ]
        self._rows.cursor = -1
        self._rows.scroll_to(y=0, animate=False)
        self._rows.show(
            rows or [Row([("Nothing is called that.", "dim")])], key or (rows[0].key if rows else None)
        )
        if not rows:
            self.explain(())

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list follows the letters."""
        event.stop()
        self._fill()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is under the cursor."""
        event.stop()
        if self._rows.row is not None:
            self._rows.action_choose()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Its sentence; a theme is looked at."""
        event.stop()
        self.explain([(event.row.why, "dim")])
        what, _, key = (event.row.key or "").partition(":")
        self.terminal.show_theme(key if what == "theme" else self.terminal.config.theme)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Change a setting here; anything else is done when this is closed."""
        event.stop()
        what, _, key = (event.row.key or "").partition(":")
        if what in ("preference", "terminal"):
            self._change(what, key)
        elif what == "theme":
            self._keep_theme(key)
        else:
            self.dismiss(event.row.key)

    @work(exclusive=True, group="change")
    async def _change(self, what: str, key: str) -> None:
        row = preference(key) if what == "preference" else setting(key)
        if row is not None:
            await self.change(row)

    def _keep_theme(self, name: str) -> None:
        try:
            self.terminal.change("theme", name)
        except ConfigError as error:
            tell(self.app, str(error))
        self.dismiss(None)

    def on_unmount(self) -> None:
        """The theme that is set."""
        self.terminal.show_theme(self.terminal.config.theme)


class Chooser:
    """Opens the palette of an app, once, and does what is chosen in it."""

    def __init__(self, app: App[Any], desk: CoachClient, terminal: Terminal) -> None:
        self._app, self._desk, self._terminal = app, desk, terminal
        self._file = None if desk.mark else chosen_file()  # a log for trying out teaches nothing

    def open(self) -> None:
        """Open it, unless it is open or there is nothing to be found."""
        behind = self._app.screen
        palette = Palette(self._desk, self._terminal, behind, chosen(self._file))
        if not palette.is_empty and not any(isinstance(each, Palette) for each in self._app.screen_stack):
            self._app.push_screen(palette, partial(self._do, behind))

    def _do(self, behind: Screen[Any], choice: str | None) -> None:
        """What was chosen, where it was asked for."""
        if choice is None:
            return
        what, _, about = choice.partition(":")
        if what != "day":  # which comes once
            choose(self._file, choice)
        if what == "key":
            action = next(key.action for key in keys_of(behind) if key.id == about)
            behind.call_later(self._app.run_action, action, behind)
        elif what == "errand":
            self._app.post_message(OpenErrand(about))
        elif what == "start":
            self._app.post_message(OpenErrand("begin", about))
        else:
            self._app.post_message(OpenErrand(what, about))
