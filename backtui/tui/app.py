"""The full screen: four places that are switched, errands that are pushed, one coach behind them."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

from msgspec.structs import replace
from textual import work
from textual.app import App, SystemCommand
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import WorkerFailed

from backtui.coach.client import CoachClient, Question
from backtui.config.settings import Config
from backtui.domain.text import visible
from backtui.tui import keys
from backtui.tui.base import Place, Wanted, answer_or_tell
from backtui.tui.dialogs import Reader, keys_page
from backtui.tui.errands import Errands
from backtui.tui.history.history import History
from backtui.tui.keymap import commands
from backtui.tui.keys import Key
from backtui.tui.library.library import Library
from backtui.tui.session.flow import Flow
from backtui.tui.settings.settings import Settings
from backtui.tui.terminal import Save, Terminal
from backtui.tui.today.today import TodayPlace

# How often a place looks whether another program has written, in seconds.
LOOK_FOR_OTHERS_S = 3.0
PLACES = ("today", "library", "history", "settings")
Answer = TypeVar("Answer")


class BacktuiApp(App[None]):
    """Holds nothing but which screen is shown; what is true is with the coach."""

    CSS_PATH = "app.tcss"
    TITLE = "backtui"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide"), (120, "-vast")]  # noqa: RUF012
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
    ) -> None:
        """`save` writes a setting of this terminal; `straight` begins a session without being asked.

        `problems` is what of config.toml could not be used.
        """
        super().__init__()
        self.desk = desk
        self.terminal = Terminal(self, config, save, problems)
        self._straight = straight
        self._version: int | None = None
        self._loop_to_leave: asyncio.AbstractEventLoop | None = None
        self.flow = Flow(desk, self.push_screen_wait, lambda: self.config, self._say)
        self.errands = Errands(
            desk, self.push_screen_wait, self.terminal, self._say, lambda: self.size.width, self.notify
        )
        self.places: dict[str, Place] = {
            "today": TodayPlace(desk, minutes, routine),
            "library": Library(desk),
            "history": History(desk, lambda: self.config.ascii),
            "settings": Settings(desk, self.terminal),
        }
        for name, place in self.places.items():
            self.install_screen(place, name)

    @property
    def config(self) -> Config:
        """What holds for this terminal now."""
        return self.terminal.config

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through on its way to the terminal."""
        return [*super().get_line_filters(), *self.terminal.filters()]

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette lists: all keys of the screen, by their names."""
        return commands(self, screen, (getattr(screen, "KEYS", ()),))

    def on_mount(self) -> None:
        """Dress, and see whether this is the first time or something was left open."""
        self.terminal.dress()
        self._loop_to_leave = asyncio.get_running_loop()
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        self.push_screen("today")
        self.set_interval(LOOK_FOR_OTHERS_S, self.look_for_others)
        self.first_moments()
        if self.terminal.problems:
            self._say(self.terminal.greeting())

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

    async def ask(self, question: Question[Answer]) -> Answer:
        """The coach's answer, while the screen goes on."""
        return await answer_or_tell(self.desk.ask(question), self._say)

    def notify(self, message: str, **how: Any) -> None:
        """Say something in passing, with nothing in it that is markup or steers the terminal."""
        super().notify(visible(message), **{**how, "markup": False})

    def _say(self, sentence: str) -> None:
        self.notify(sentence, severity="warning", markup=False)

    @property
    def today(self) -> TodayPlace:
        """The place where a session begins."""
        place = self.places["today"]
        assert isinstance(place, TodayPlace)
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
