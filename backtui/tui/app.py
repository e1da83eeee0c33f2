"""The full screen: four places that are switched, errands that are pushed, one coach behind them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from textual import work
from textual.app import App
from textual.filter import LineFilter
from textual.worker import WorkerFailed

from backtui.coach.desk import Desk, Question
from backtui.config import Config
from backtui.guard.text import visible
from backtui.tui import keys, themes
from backtui.tui.asking import answer_or_tell
from backtui.tui.errands import Errands
from backtui.tui.flow import Flow
from backtui.tui.keys import Key
from backtui.tui.plain_ink import PlainInk
from backtui.tui.screens.base import Place, Wanted
from backtui.tui.screens.dialogs import Reader, keys_page
from backtui.tui.screens.history import History
from backtui.tui.screens.library import Library
from backtui.tui.screens.settings import Settings
from backtui.tui.screens.today import Today

# How often a place looks whether another program has written, in seconds.
LOOK_FOR_OTHERS_S = 3.0
PLACES = ("today", "library", "history", "settings")
Answer = TypeVar("Answer")
Save = Callable[[str, object], None]


class BacktuiApp(App[None]):
    """Holds nothing but which screen is shown; what is true is with the coach."""

    CSS_PATH = "app.tcss"
    TITLE = "backtui"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide"), (120, "-vast")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high"), (36, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        desk: Desk,
        config: Config,
        save: Save,
        *,
        minutes: int | None = None,
        routine: str | None = None,
        straight: bool = False,
    ) -> None:
        """`save` writes a setting of this terminal; `straight` begins a session without being asked."""
        super().__init__()
        self.desk = desk
        self.config = config
        self._save = save
        self._straight = straight
        self._version: int | None = None
        self._loop_to_leave: asyncio.AbstractEventLoop | None = None
        self.flow = Flow(desk, self.push_screen_wait, lambda: self.config, self._say)
        self.errands = Errands(
            desk, self.push_screen_wait, lambda: self.config, self._say, lambda: self.size.width, self.notify
        )
        for theme in themes.OWN:
            self.register_theme(theme)
        if self._theme(config) == themes.DEFAULT:
            self._dress_early()
        self.places: dict[str, Place] = {
            "today": Today(desk, minutes, routine),
            "library": Library(desk),
            "history": History(desk),
            "settings": Settings(desk, config, themes.NAMES),
        }
        for name, place in self.places.items():
            self.install_screen(place, name)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through on its way to the terminal."""
        filters = super().get_line_filters()
        return [*filters, PlainInk()] if self.config.ascii else filters

    def on_mount(self) -> None:
        """Dress, and see whether this is the first time or something was left open."""
        self.theme = self._theme(self.config)
        self._loop_to_leave = asyncio.get_running_loop()
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        self.push_screen("today")
        self.set_interval(LOOK_FOR_OTHERS_S, self.look_for_others)
        self.first_moments()

    @work
    async def first_moments(self) -> None:
        """Safety notes once, then what was left open, then the session if it was asked for outright."""
        self._version = await self.ask(lambda coach, _: coach.log.version())
        if await self.flow.welcome() and self._straight:
            await self.flow.session(self.today.wish)
        if self.flow.asked or self._straight:
            self.refresh_place()

    @work(exclusive=True, group="others")
    async def look_for_others(self) -> None:
        """Read again when another program has written the log."""
        if isinstance(self.screen, Place):
            version = await self.ask(lambda coach, _: coach.log.version())
            if self._version not in (None, version):
                self.refresh_place()
            self._version = version

    def _dress_early(self) -> None:
        """Put the usual theme on before any style is read: a theme set later has all of them read again."""
        self.set_reactive(App.theme, themes.DEFAULT)
        self.set_class(True, f"-theme-{themes.DEFAULT}", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def _theme(self, config: Config) -> str:
        if config.theme in self.available_themes:
            return config.theme
        return themes.SIXTEEN if config.color == "16" else themes.DEFAULT

    async def ask(self, question: Question[Answer]) -> Answer:
        """The coach's answer, while the screen goes on."""
        return await answer_or_tell(self.desk.ask(question), self._say)

    def notify(self, message: str, **how: Any) -> None:
        """Say something in passing, with nothing in it that is markup or steers the terminal."""
        super().notify(visible(message), **{**how, "markup": False})

    def _say(self, sentence: str) -> None:
        self.notify(sentence, severity="warning", markup=False)

    @property
    def today(self) -> Today:
        """The place where a session begins."""
        place = self.places["today"]
        assert isinstance(place, Today)
        return place

    def refresh_place(self) -> None:
        """Show in the place behind what an errand changed."""
        if isinstance(self.screen, Place):
            self.screen.reload()

    # Keys

    def action_place(self, name: str) -> None:
        """Go to a place."""
        if isinstance(self.screen, Place) and self.screen is not self.places[name]:
            self.switch_screen(name)

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
        tables: list[tuple[Key, ...]] = [getattr(self.screen, "KEYS", ())]
        if isinstance(self.screen, Place):
            tables += [keys.MOVING, keys.PLACES]
        live: Callable[[Key], bool] = getattr(self.screen, "is_live", lambda _: True)
        await self.push_screen_wait(Reader("Keys", keys_page(tables, live)))

    # Errands

    @work
    async def on_wanted(self, wanted: Wanted) -> None:
        """A screen asks for an errand."""
        if wanted.what == "begin":
            wish, self.today.wish = self.today.wish, replace(self.today.wish, pain=None)
            await self.flow.begin(wish)
        else:
            said = await self.errands.run(wanted)
            if said:
                self.notify(said)
        self.refresh_place()

    def on_settings_terminal(self, message: Settings.Terminal) -> None:
        """Save a setting of this terminal and let it take effect."""
        message.stop()
        try:
            self._save(message.key, message.value)
        except Exception as error:
            self.notify(str(error), severity="error", markup=False)
            return
        changes: dict[str, Any] = {message.key: message.value}
        self.config = replace(self.config, **changes)
        place = self.places["settings"]
        assert isinstance(place, Settings)
        place.config = self.config
        self.theme = self._theme(self.config)
        place.paint()

    def _handle_exception(self, error: Exception) -> None:
        """Leave; whoever runs the app says it in a sentence, for Textual would print what is in memory."""
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
        if self._loop_to_leave:
            self._loop_to_leave.call_soon_threadsafe(partial(self.exit, return_code=code))

    def wait_for_log(self, waiting: bool) -> None:
        """Say that another program holds the log's lock; called from the store's thread."""
        if waiting and self.is_running:
            sentence = "Waiting for another program that uses the log."
            self.call_later(self.notify, sentence, markup=False, timeout=10)
