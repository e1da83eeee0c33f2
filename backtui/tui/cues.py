"""Cues as they travel through the terminal to where the person is: bells, a flash, the title, a notice.

Only a voice and a cue command run on this machine, and only when they are set.
"""

import asyncio
import os
import shlex
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import RLock, Timer
from typing import Any

from textual.screen import Screen

from backtui.config.settings import Config
from backtui.domain.cues import BELL_GAP_S, CUE_GAP_S, Call, Cue
from backtui.machine.voice import VOICES, far
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


class Speaker:
    """A program that is run with the words of each cue; a newer one ends the one before."""

    def __init__(self, name: str, tell: Callable[[str], None]) -> None:
        self._name = name
        self._tell = tell
        self._failed = False
        self.task: asyncio.Task[None] | None = None

    def run(self, command: Sequence[str], before: Sequence[str] = ()) -> None:
        """Start it, after `before`; never waits for it here."""
        if self.task is not None:
            self.task.cancel()
        self.task = asyncio.create_task(self._ran(command, before))

    def end(self) -> None:
        """No word more."""
        if self.task is not None:
            self.task.cancel()

    def forgive(self) -> None:
        """A failure is told again."""
        self._failed = False

    async def _ran(self, command: Sequence[str], before: Sequence[str]) -> None:
        try:
            if before:
                await self._process(before)
            if code := await self._process(command):
                self._complain(f"The {self._name} {command[0]!r} ended with {code}.")
        except TimeoutError:
            self._complain(f"The {self._name} {command[0]!r} took too long.")
        except (OSError, ValueError) as error:
            self._complain(f"The {self._name} {command[0]!r} cannot be run: {error}.")

    async def _process(self, command: Sequence[str]) -> int:
        """Its exit code; it ends with whoever waits for it."""
        nowhere = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            *command, stdin=nowhere, stdout=nowhere, stderr=nowhere
        )
        try:
            return await asyncio.wait_for(process.wait(), LONGEST_COMMAND_S)
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()

    def _complain(self, sentence: str) -> None:
        """Say once that it fails."""
        if not self._failed:
            self._failed = True
            self._tell(sentence)


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
        self._titled = ""
        self._waiting_bells = 0
        self._ringing = self._another = False
        self._bell_rope = RLock()  # a bell may ring in another thread
        self.voice = Speaker("voice", tell)
        self.command = Speaker("cue command", tell)

    @property
    def in_tmux(self) -> bool:
        """Whether tmux stands between this program and the terminal."""
        return bool(os.environ.get("TMUX"))

    def call(self, call: Call, words: Sequence[str] = ()) -> None:
        """Give one cue; `words` go to the cue command behind the sentence."""
        if call.bells and self.sound:
            with self._bell_rope:
                self._waiting_bells, self._another = call.bells, self._ringing
                if not self._ringing:
                    self._ring()
        if call.bells and self._config.flash:
            self.flash()
        if self.sound and call.words and (self._config.voice_over_ssh or not far()):
            self.say(self._config.voice, call.words)
        if command := shlex.split(self._config.cue_command):
            self.command.run([*command, call.words, call.cue.value, *words])
        if call.cue is Cue.END and self._config.notify:
            self.write(notice(f"backtui: {call.words}", in_tmux=self.in_tmux))

    def say(self, voice: str, words: str) -> None:
        """Say the words aloud, by a voice of this machine."""
        if voice in VOICES:
            self.voice.run([*VOICES[voice].command, words], VOICES[voice].hush)

    def hush(self) -> None:
        """No word more of what is being said."""
        self.voice.end()

    def try_command(self) -> None:
        """Run the cue command as at the start of a hold; its failure is told, each time."""
        self.command.forgive()
        if command := shlex.split(self._config.cue_command):
            self.command.run([*command, "Hold", Cue.HOLD.value, "", ""])

    def _ring(self) -> None:
        """One bell, and the next one late enough not to be merged with it.

        A cue that comes while another's bells ring has the floor, after a pause that tells them apart.
        """
        with self._bell_rope:
            if self._another:
                self._another = False
                self._later(CUE_GAP_S, self._ring)
                return
            self.write("\x07")
            self._waiting_bells -= 1
            self._ringing = self._waiting_bells > 0
            if self._ringing:
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


def ring_later(seconds: float, ring: Callable[[], None]) -> None:
    """Ring after so many seconds, however busy the screen is."""
    timer = Timer(seconds, ring)
    timer.daemon = True
    timer.start()


def signals_of(screen: Screen[Any], config: Config) -> Signals:
    """The cues of a screen: through its terminal, and as a flash of itself.

    Bells wait in threads: three that a slow picture broke into one and two would say another thing.
    """
    app = screen.app

    def write(sequence: str) -> None:
        if app._driver is not None:
            app._driver.write(sequence)

    def flash() -> None:
        screen.add_class("flash")
        app.set_timer(FLASH_S, lambda: screen.remove_class("flash"))

    def tell(sentence: str) -> None:
        app.notify(sentence, severity="warning")

    return Signals(config, write, ring_later, flash, tell)
