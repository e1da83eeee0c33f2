"""What a place asks for by name: a page to read, numbers to set, something to try."""

from collections.abc import Awaitable, Callable
from datetime import date

from backtui.coach.coach import WrongUseError
from backtui.coach.desk import Desk
from backtui.config import Config, ConfigError
from backtui.tui.own_errands import OwnErrands, Push
from backtui.tui.screens.aerobic import Aerobic
from backtui.tui.screens.aim import Aim
from backtui.tui.screens.aim_all import AimAll
from backtui.tui.screens.base import Wanted
from backtui.tui.screens.by_hand import ByHand
from backtui.tui.screens.dialogs import Reader
from backtui.tui.screens.exercise import ExercisePage
from backtui.tui.screens.keymap_page import KeymapPage
from backtui.tui.screens.pages import exercise_page, safety_page, why_page
from backtui.tui.screens.session import SessionEditor, sure_to_delete
from backtui.tui.screens.themes_page import ThemesPage
from backtui.tui.screens.trial import Trial
from backtui.tui.terminal import Terminal


class Errands(OwnErrands):
    """One errand at a time; `push` shows a screen and waits for its result."""

    def __init__(
        self,
        desk: Desk,
        push: Push,
        terminal: Terminal,
        say: Callable[[str], None],
        cells: Callable[[], int],
        tell: Callable[[str], None],
    ) -> None:
        """`say` says what is wrong, `tell` what was done; `cells` tells how wide the terminal is."""
        self.desk = desk
        self._push = push
        self.terminal = terminal
        self._say = say
        self._cells = cells
        self._tell = tell

    def _config(self) -> Config:
        return self.terminal.config

    async def run(self, wanted: Wanted) -> str | None:
        """Do the errand to its end, and what it has to tell; an unknown one is nothing."""
        errand: Callable[[str], Awaitable[str | None]] | None = getattr(self, f"_{wanted.what}", None)
        return await errand(wanted.exercise) if errand is not None else None

    async def _aim(self, exercise: str) -> None:
        await self._push(Aim(self.desk, exercise))

    async def _aim_all(self, _: str) -> None:
        await self._push(AimAll(self.desk))

    async def _why(self, exercise: str) -> None:
        why = await self._ask(lambda coach, _: coach.why(exercise))
        name = self.desk.content.name_of(exercise)
        await self._push(Reader(name, why_page(why, self._cells(), ascii_only=self._config().ascii)))

    async def _exercise(self, exercise: str) -> None:
        shown = self.desk.content.exercises[exercise]
        decision = (await self._ask(lambda coach, _: coach.decisions()))[exercise]
        await self._push(ExercisePage(shown, exercise_page(shown, decision), self._config()))

    async def _session(self, session: str) -> None:
        found = await self._ask(lambda coach, _: coach.session(bytes.fromhex(session)))
        if found:
            await self._push(SessionEditor(self.desk, found.id))

    async def _by_hand(self, day: str) -> None:
        entered = await self._push(ByHand(self.desk, day))
        if entered:
            self._tell(entered)

    async def _delete(self, session: str) -> None:
        if await self._push(sure_to_delete()) != "yes":
            return
        try:
            said = await self._ask(lambda _, diary: diary.edits.delete(bytes.fromhex(session)))
        except WrongUseError as error:
            self._say(str(error))
        else:
            self._tell(f"Done: {said}; u brings it back.")

    async def _aerobic(self, day: str) -> str | None:
        """Log something aerobic on a day (ISO), or today."""
        on = date.fromisoformat(day) if day else None
        usual = await self._ask(lambda coach, _: coach.week.usual())
        chosen = await self._push(Aerobic(usual, on))
        if chosen is None:
            return None
        try:
            return await self._ask(lambda _, diary: diary.days.activity(chosen.what, chosen.minutes, on))
        except WrongUseError as error:
            return str(error)

    async def _cues(self, _: str) -> None:
        await self._push(Trial(self._config()))

    async def _themes(self, _: str) -> None:
        chosen = await self._push(ThemesPage(self.terminal.config.theme, self.terminal.show_theme))
        try:
            if chosen is not None:
                self.terminal.change("theme", chosen)
        except ConfigError as error:
            self._say(str(error))
        self.terminal.show_theme(self.terminal.config.theme)

    async def _keymap(self, _: str) -> None:
        await self._push(KeymapPage(self.terminal))

    async def _about(self, _: str) -> None:
        if self.desk.content.guidance:
            await self._push(Reader("Safety notes and about", safety_page(self.desk.content.guidance)))
