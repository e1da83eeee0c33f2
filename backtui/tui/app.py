"""The full screen: four places that are switched, errands that are pushed, one coach behind them."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace
from textual import work
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Event, InputEvent, Key, MouseDown, Paste, Resize
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import WorkerFailed

from backtui.coach.client import CoachClient, Question
from backtui.config.settings import Config
from backtui.domain.text import visible
from backtui.tui import timers
from backtui.tui.base import THREE, TWO, OpenErrand, Place, answer_or_tell
from backtui.tui.frame.leaving import met_nothing
from backtui.tui.frame.page import SAID_S, Framed, Telling
from backtui.tui.look import OWN, Save, Terminal
from backtui.tui.paint import remembered, sizes, updates
from backtui.tui.today.today import TodayPlace
from backtui.tui.typed_ahead import TypedAhead

if TYPE_CHECKING:
    from backtui.tui.errands import Errands
    from backtui.tui.session.flow import Flow

# How often a place looks whether another program has written, in seconds.
LOOK_FOR_OTHERS_S = 3.0
HERE, SHEETS = "backtui.tui.", Path(__file__).parent
PLACES = ("today", "library", "history", "settings")
TO_READ_S = 15  # a sentence with a path in it
timers.mend()
updates.mend()
remembered.mend()
sizes.mend()
Answer = TypeVar("Answer")


class BacktuiApp(App[None]):
    """Holds nothing but which screen is shown; what is true is with the coach."""

    CSS_PATH = "app.tcss"
    TITLE = "backtui"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide"), (TWO, "-two"), (THREE, "-three")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high"), (36, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        desk: CoachClient,
        config: Config,
        save: Save,
        *,
        minutes: int | None = None,
        routine: str | None = None,
        straight: bool = False,
        problems: Sequence[str] = (),
        driver: type[Driver] | None = None,
    ) -> None:
        """`save` writes a setting of this terminal; `straight` begins a session without being asked.

        `problems` is what of config.toml could not be used; `driver` speaks to the terminal.
        """
        super().__init__(driver_class=driver)
        self.desk = desk
        self.terminal = Terminal(self, config, save, problems)
        self._straight = straight
        self._version: int | None = None
        self._answers_due = 0
        self._errands_due: set[OpenErrand] = set()
        self.typed_ahead = TypedAhead(self, super().on_event, self._is_due)
        self.leaving = False
        self.telling = Telling(self)
        self._chooser: Any = None  # made with the palette, when it is first opened
        self._loop_to_leave: asyncio.AbstractEventLoop | None = None
        self.today = TodayPlace(desk, minutes, routine)
        self.install_screen(self.today, "today")

    def get_default_screen(self) -> Screen[Any]:
        """Today is what the screen begins with; as wide as it will be, so that its styles are read once."""
        for table, cells in zip(
            (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), self.size, strict=True
        ):
            self.today.set_class(True, max(each for each in table if each[0] <= cells)[1], update=False)
        # A place that another takes the place of has to have been asked for by somebody.
        self.today._push_result_callback(self.today, None)
        return self.today

    @property
    def config(self) -> Config:
        """What holds for this terminal now."""
        return self.terminal.config

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours; none while Textual makes the app, for its own first theme is never shown."""
        return super().get_css_variables() if OWN[0].name in self.available_themes else {}

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through on its way to the terminal."""
        return [*super().get_line_filters(), *self.terminal.filters()]

    def on_mount(self) -> None:
        """Dress, and see whether this is the first time or something was left open."""
        self.terminal.dress()
        self._loop_to_leave = asyncio.get_running_loop()
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        self.set_interval(LOOK_FOR_OTHERS_S, self.look_for_others)
        self.first_moments()
        if self.terminal.problems:
            self._say(self.terminal.greeting())
        self._tell_news()

    def _tell_news(self) -> None:
        while self.desk.news:
            self._say(self.desk.news.pop(0))

    def on_unmount(self) -> None:
        """Nobody waits for a key any more."""
        self.typed_ahead.stop()

    @work
    async def first_moments(self) -> None:
        """Safety notes once, then what was left open, then the session if it was asked for outright."""
        start = await answer_or_tell(self.today.first, self._say)
        self._version = start.version
        self.call_after_refresh(self.desk.settled)
        if start.notice_seen and start.left_open is None and not self._straight:
            return
        welcomed = await self.flow.welcome(notice_seen=start.notice_seen, record=start.left_open)
        if welcomed and self._straight:
            await self.flow.session(self.today.wish)
        if self.flow.asked or self._straight:
            self.refresh_place()

    @work(exclusive=True, group="others")
    async def look_for_others(self) -> None:
        """Read again when another program has written the log."""
        self._tell_news()
        self.desk.try_again()
        if isinstance(self.screen, Place):
            version = await self.ask(lambda coach, _: coach.version())
            if self._version not in (None, version):
                self.refresh_place()
            self._version = version

    async def ask(self, question: Question[Answer]) -> Answer:
        """The coach's answer, while the screen goes on."""
        with self.answer_due():
            return await answer_or_tell(self.desk.ask(question), self._say)

    def _is_due(self) -> bool:
        return self._answers_due > 0 or bool(self._errands_due)

    @contextmanager
    def answer_due(self) -> Iterator[None]:
        """While this lasts an answer is on its way, and what is typed waits for it."""
        self._answers_due += 1
        try:
            yield
        finally:
            self._answers_due -= 1

    async def on_event(self, event: Event) -> None:
        """What is typed comes in its turn; all else as it comes."""
        if isinstance(event, Key | MouseDown) and not event.is_forwarded:
            self.telling.key()
        if isinstance(event, InputEvent | Paste) and not event.is_forwarded:
            await self.typed_ahead.take(event)
        else:
            await super().on_event(event)

    def action_command_palette(self) -> None:
        """The palette, once."""
        from backtui.tui.palette import Chooser

        self._chooser = self._chooser or Chooser(self, self.desk, self.terminal)
        self._chooser.open()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something in passing, where the reason stands, with nothing in it that steers the terminal."""
        del title, markup
        self.telling.say(visible(message), wrong=severity != "information", seconds=timeout or SAID_S)

    async def run_action(
        self,
        action: Any,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do an action, or say what its key would need."""
        screen = self.screen
        lacks = isinstance(screen, Framed) and default_namespace is screen and screen.lacking(str(action))
        if lacks:
            self.notify(lacks)
            return True
        return await super().run_action(action, default_namespace, namespaces)

    def _say(self, sentence: str) -> None:
        self.notify(sentence, severity="warning")

    @cached_property
    def flow(self) -> "Flow":
        """Sessions, from before their first step to after their last."""
        from backtui.tui.session.flow import Flow

        return Flow(self.desk, self.push_screen_wait, self.terminal, self._say, self.answer_due)

    @cached_property
    def _errands(self) -> "Errands":
        from backtui.tui.errands import Errands

        return Errands(self.desk, self.push_screen_wait, self.terminal, self._say, self.notify)

    def place(self, name: str) -> Place:
        """A place, which is made, and its module read, when it is first asked for."""
        if not self.is_screen_installed(name):
            self.install_screen(self._made(name), name)
        place = self.get_screen(name)
        assert isinstance(place, Place)
        return place

    def _made(self, name: str) -> Place:
        if name == "library":
            from backtui.tui.library.library import Library

            return Library(self.desk)
        if name == "history":
            from backtui.tui.history.history import History

            return History(self.desk, lambda: self.config.ascii)
        from backtui.tui.settings.settings import Settings

        return Settings(self.desk, self.terminal)

    def refresh_place(self) -> None:
        """Show in the place behind what an errand changed."""
        if isinstance(self.screen, Place):
            self.screen.reload()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Send what the terminal does not show yet, where the driver knows that; else all of it."""
        show = getattr(self._driver, "show", None)
        if show is None or renderable is None or self._batch_count or not self._running or self._closed:
            super()._display(screen, renderable)
            return
        composes = hasattr(screen.focused, "cursor_screen_offset")
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position) if composes else None
        if show(renderable, cursor):
            self.post_display_hook()
        else:
            super()._display(screen, renderable)

    def on_resize(self, event: Resize) -> None:
        """What the terminal shows of another size is not known."""
        show_at = getattr(self._driver, "show_at", None)
        if show_at:
            show_at(event.size)

    # Keys

    def action_repaint(self) -> None:
        """Paint the whole screen again, for somebody else may have written on the terminal."""
        show_again = getattr(self._driver, "show_again", None)
        if show_again:
            show_again()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """A key that comes up to here is for the screen that it was for, and for none that came since."""
        here = priority or self.typed_ahead.meant in (None, self.screen)
        return here and await super()._check_bindings(key, priority)

    def action_place(self, name: str) -> None:
        """Go to a place."""
        if isinstance(self.screen, Place) and name != self.screen.NAME:
            place = self.place(name)
            self._wear(place)
            self.switch_screen(place)

    def action_next_place(self, by: int) -> None:
        """The place beside this one, round and round."""
        if isinstance(self.screen, Place):
            here = PLACES.index(self.screen.NAME)
            self.action_place(PLACES[(here + by) % len(PLACES)])

    def action_leave(self) -> None:
        """Leave backtui."""
        self.exit()

    @work
    async def action_keys(self) -> None:
        """All keys of this screen."""
        from backtui.tui.dialogs import KeysPage

        screen = self.screen
        if isinstance(screen, KeysPage):
            screen.dismiss(None)
        elif isinstance(screen, Framed):
            await self.push_screen_wait(KeysPage(screen))

    # Errands

    def on_open_errand(self, message: OpenErrand) -> None:
        """A screen asks for an errand; until that shows something or is over, what is typed waits for it."""
        self._errands_due.add(message)
        self._run_errand(message)

    @work
    async def _run_errand(self, message: OpenErrand) -> None:
        try:
            await self._errand(message)
        finally:
            self._errands_due.discard(message)

    async def _errand(self, message: OpenErrand) -> None:
        if message.name == "begin":
            wish, self.today.wish = self.today.wish, replace(self.today.wish, pain=None)
            await self.flow.begin(replace(wish, routine=message.about or wish.routine))
        else:
            said = await self._errands.run(message.name, message.about)
            if said:
                self.notify(said, timeout=TO_READ_S)
            if self.desk.put_back:
                self.exit()
        self.refresh_place()

    def push_screen(self, screen: Any, *how: Any, **more: Any) -> Any:
        """Show a screen in its own styles above all others."""
        self._errands_due.clear()
        self._wear(screen)
        return super().push_screen(screen, *how, **more)

    def _wear(self, screen: Screen[Any]) -> None:
        """Read the style sheets beside the modules of a screen, once, before it is shown; its own last."""
        for kind in reversed(type(screen).__mro__):
            where = kind.__module__.removeprefix(HERE).split(".")
            sheet = SHEETS.joinpath(*where[:-1], f"{where[0]}.tcss")
            is_read = not kind.__module__.startswith(HERE) or self.stylesheet.has_source(str(sheet))
            if not is_read and sheet.exists():
                self.stylesheet.add_source(sheet.read_text(encoding="utf-8"), (str(sheet), ""))

    def _handle_exception(self, error: Exception) -> None:
        """Leave; whoever runs the app says it in a sentence, for Textual would print what is in memory.

        What a key or an answer finds that comes while its screen, or all of them, are closed is no fault.
        """
        if met_nothing(error, app_closed=self._exit or not self.is_running):
            return
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    @property
    def fault(self) -> Exception | None:
        """The exception that ended the app, in a worker or not; None where none did."""
        error = self._exception
        inside = error.error if isinstance(error, WorkerFailed) else error
        return inside if isinstance(inside, Exception) else error

    def leave_soon(self, code: int) -> None:
        """Leave with an exit code; may be called from a signal handler or another thread."""
        self.leaving = True
        if self._loop_to_leave:
            self._loop_to_leave.call_soon_threadsafe(partial(self.exit, return_code=code))

    def take_turn(self, turned: Callable[[], None]) -> None:
        """Call something in the next turn of the loop; may be called from another thread."""
        if self._loop_to_leave and not self._loop_to_leave.is_closed():
            self._loop_to_leave.call_soon_threadsafe(turned)
        else:
            turned()

    def wait_for_log(self, waiting: bool) -> None:
        """Say that another program holds the log's lock; called from the store's thread."""
        sentence = "Waiting for another program that uses the log."
        self.desk.waits = sentence if waiting else ""
        if waiting and self.is_running:
            self.call_later(self.notify, sentence, timeout=10)
