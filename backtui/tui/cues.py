"""Cues as they travel through the terminal to where the person is: bells, a flash, the title, a notice.

Only a cue command runs on this machine, and only when one is set.
"""

import asyncio
import os
import shlex
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from textual.screen import Screen

from backtui.config.settings import Config
from backtui.domain.cues import BELL_GAP_S, Call, Cue
from backtui.tui.look import plain

SAVE_TITLE, RESTORE_TITLE = "\x1b[22;2t", "\x1b[23;2t"
# A bell would end these too, but then it could not be told from one that rings.
END = "\x1b\\"
LONGEST_COMMAND_S = 20.0
FLASH_S = 0.15

Later = Callable[[float, Callable[[], None]], object]


def title(text: str) -> str:
    """The sequence that names the window."""
    return f"\x1b]2;{text}{END}"


def notice(text: str, *, in_tmux: bool) -> str:
    """The sequence of a notification (OSC 9), passed through tmux where one is in between."""
    plain = f"\x1b]9;{text}{END}"
    return "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\" if in_tmux else plain


class Signals:
    """Gives cues; `write` sends bytes to the terminal, `later` calls after so many seconds."""

    def __init__(
        self,
        config: Config,
        write: Callable[[str], None],
        later: Later,
        flash: Callable[[], None],
        tell: Callable[[str], None],
    ) -> None:
        self.sound = config.sound
        self._config = config
        self.write = write
        self._later = later
        self.flash = flash
        self._tell = tell
        self._titled = ""
        self._waiting_bells = 0
        self._failed = False
        self._command: asyncio.Task[None] | None = None

    @property
    def in_tmux(self) -> bool:
        """Whether tmux stands between this program and the terminal."""
        return bool(os.environ.get("TMUX"))

    def call(self, call: Call, words: Sequence[str] = ()) -> None:
        """Give one cue; `words` go to the cue command behind the sentence."""
        if call.bells and self.sound:
            ringing = self._waiting_bells > 0
            self._waiting_bells += call.bells
            if not ringing:
                self._ring()
        if call.bells and self._config.flash:
            self.flash()
        if command := shlex.split(self._config.cue_command):
            self._run([*command, call.words, call.cue.value, *words])
        if call.cue is Cue.END and self._config.notify:
            self.write(notice(f"backtui: {call.words}", in_tmux=self.in_tmux))

    def try_command(self) -> None:
        """Run the cue command as at the start of a hold; its failure is told, each time."""
        self._failed = False
        if command := shlex.split(self._config.cue_command):
            self._run([*command, "Hold", Cue.HOLD.value, "", ""])

    def _ring(self) -> None:
        """One bell, and the next one late enough not to be merged with it."""
        self.write("\x07")
        self._waiting_bells -= 1
        if self._waiting_bells:
            self._later(BELL_GAP_S, self._ring)

    def name_window(self, text: str) -> None:
        """Put the phase and the countdown into the window's title."""
        text = plain(text) if self._config.ascii else text
        if self._config.title and text != self._titled:
            self.write((SAVE_TITLE if not self._titled else "") + title(text))
            self._titled = text

    def give_back(self) -> None:
        """The window has its own title again."""
        if self._titled:
            self.write(RESTORE_TITLE)
            self._titled = ""

    def _run(self, command: Sequence[str]) -> None:
        """Start the cue command, unless the one before still runs; never waits for it here."""
        if self._command is None or self._command.done():
            self._command = asyncio.create_task(self._ran(command))

    async def _ran(self, command: Sequence[str]) -> None:
        process = None
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            code = await asyncio.wait_for(process.wait(), LONGEST_COMMAND_S)
            if code:
                self._complain(f"The cue command {command[0]!r} ended with {code}.")
        except TimeoutError:
            self._complain(f"The cue command {command[0]!r} took too long.")
            if process:
                with suppress(ProcessLookupError):
                    process.kill()
        except (OSError, ValueError) as error:
            self._complain(f"The cue command {command[0]!r} cannot be run: {error}.")

    def _complain(self, sentence: str) -> None:
        """Say once that the command fails."""
        if not self._failed:
            self._failed = True
            self._tell(sentence)


def signals_of(screen: Screen[Any], config: Config) -> Signals:
    """The cues of a screen: through its terminal, and as a flash of itself.

    Bells wait on the app, for the last ones ring when the screen is gone.
    """
    app = screen.app

    def write(sequence: str) -> None:
        if app._driver is not None:
            app._driver.write(sequence)

    def flash() -> None:
        screen.add_class("flash")
        app.set_timer(FLASH_S, lambda: screen.remove_class("flash"))

    def tell(sentence: str) -> None:
        app.notify(sentence, severity="warning", markup=False)

    return Signals(config, write, app.set_timer, flash, tell)
