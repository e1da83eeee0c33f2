"""What is heard beside the bells: the voice that is chosen by ear, the cue command that is tried."""

import shlex
import shutil
from typing import Any

from textual.screen import Screen

from backtui.config.settings import Config, Setting
from backtui.domain.preferences import Preference
from backtui.machine import voice
from backtui.tui import look
from backtui.tui.cues import signals_of
from backtui.tui.dialogs import Choice
from backtui.tui.widgets.rows import Rows

SAMPLE = "Slowly in. Hold, 5 seconds. And return."
OFFER = (
    "A program of this machine can speak: which exercise, which side, when to move and when to stay.",
    "Settings → Voice changes it at any time.",
)


def choices_of(row: Preference | Setting) -> tuple[str, ...]:
    """What can be chosen here and now: of the voices only those that this machine has."""
    if isinstance(row, Setting) and row.kind == "name":
        return look.offered()
    if row.key == "voice":
        return ("ask", "off", *voice.found())
    return row.choices


def try_voice(screen: Screen[Any], config: Config) -> None:
    """Let the chosen voice say a sentence."""
    if voice.far() and config.voice in voice.VOICES:
        screen.app.notify("It speaks at the machine that backtui runs on, not at yours.")
    signals_of(screen, config).say(config.voice, SAMPLE)


def try_command(screen: Screen[Any], config: Config) -> None:
    """Run the cue command once, so that one knows whether it works."""
    program = next(iter(shlex.split(config.cue_command)), "")
    if program and shutil.which(program) is None:
        screen.app.notify(f"{program} is not found on this machine.", severity="warning")
    elif program:
        screen.app.notify(f"{program} was asked to say Hold.")
        signals_of(screen, config).try_command()


class VoiceOffer(Choice):
    """Asks once which voice shall speak, each saying a sentence under the cursor."""

    def __init__(self, config: Config) -> None:
        options = [("off", "No, the bells are enough"), *((name, f"Yes, {name}") for name in voice.found())]
        super().__init__("Shall backtui speak?", OFFER, options, "off")
        self._config = config

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Hear it."""
        signals_of(self, self._config).say(event.row.key or "", SAMPLE)


def to_offer(config: Config) -> bool:
    """Whether a voice is to be offered: nobody was asked yet, one is here, and the person too."""
    return config.voice == "ask" and not voice.far() and bool(voice.found())
