"""A setting changed in place: what it is now, asked for or stepped, and kept where it belongs."""

from backtui.coach.errors import WrongUseError
from backtui.config.settings import MAX_COMMAND, ConfigError, Setting
from backtui.domain.preferences import Preference, Preferences, value_of
from backtui.tui.base import Asking, tell
from backtui.tui.dialogs import Number, Writing
from backtui.tui.frame.leaving import Result
from backtui.tui.heard import choices_of, try_command, try_voice
from backtui.tui.look import Terminal


class Changing(Asking[Result]):
    """A screen that changes settings; `terminal` and `preferences` say what holds, `read` asks again."""

    terminal: Terminal
    preferences: Preferences

    async def read(self) -> None:
        """Ask for all that is set."""

    def now(self, row: Preference | Setting) -> object:
        """What holds now."""
        if isinstance(row, Setting):
            return getattr(self.terminal.config, row.key)
        return value_of(self.preferences, row.key)

    def first(self, row: Preference | Setting) -> object:
        """What holds when nothing is set."""
        return row.default if isinstance(row, Setting) else value_of(Preferences(), row.key)

    async def change(self, row: Preference | Setting) -> None:
        """Ask for a number or a text, or take the next choice."""
        if isinstance(row, Setting) and row.typed:
            await self._write(row)
        elif isinstance(row, Preference) and row.bounds:
            value = int(str(self.now(row)))
            number = await self.app.push_screen_wait(
                Number(row.name, row.effect, value, row.bounds, row.unit)
            )
            if number is not None:
                await self.keep(row, number)
        else:
            await self.step(row, 1)

    async def _write(self, row: Setting) -> None:
        """Ask for a text and save it; a command is run once, so that one knows whether it works."""

        def refuse(text: str) -> str:
            return "" if row.accepts(text) else f"It must be {row.allowed}."

        now = str(self.now(row))
        text = await self.app.push_screen_wait(Writing(row.name, MAX_COMMAND, now, refuse))
        if text is None or text == now:
            return
        await self.keep(row, text)
        if row.kind == "command":
            try_command(self, self.terminal.config)

    async def step(self, row: Preference | Setting, by: int) -> None:
        """The next number or choice, or the one before."""
        bounds = row.bounds if isinstance(row, Preference) else None
        await self.keep(row, _next(self.now(row), by, bounds, choices_of(row)))

    async def keep(self, row: Preference | Setting, value: object) -> None:
        """Set it where it belongs: in the file of this terminal or in the log."""
        if value == self.now(row):
            return
        said = ""
        try:
            if isinstance(row, Preference):
                await self.ask(lambda _, diary: diary.prefer(row.key, value))
            else:
                said = self.terminal.change(row.key, value)
                if row.key == "voice":
                    try_voice(self, self.terminal.config)
        except (ConfigError, WrongUseError) as error:
            tell(self.app, str(error))
        if said:
            self.app.notify(said)
        await self.read()


def _next(value: object, by: int, bounds: tuple[int, int] | None, choices: tuple[str, ...]) -> object:
    """The value beside this one: numbers stop at their bounds, choices go round."""
    if bounds:
        return min(bounds[1], max(bounds[0], int(str(value)) + by))
    if choices:
        place = choices.index(str(value)) if value in choices else -1
        return choices[(place + by) % len(choices)]
    return not value
