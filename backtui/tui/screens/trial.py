"""The errand that tries the cues: what reaches the person through this terminal?"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from backtui.config import Config
from backtui.domain.cues import BELLS, Call, Cue
from backtui.tui.keys import ERRAND, Key
from backtui.tui.screens.base import bindings
from backtui.tui.signals import notice, signals_of
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.hints import Hints
from backtui.tui.widgets.rows import Row, Rows

TRY = Key("trial.try", "o", "try_it", "try it", "Give the cue under the cursor.", True, "enter")
BELLS_SAID = {
    Cue.TICK: ("Tick", "The last three seconds before a start."),
    Cue.HOLD: ("Hold", "A hold begins."),
    Cue.OUT: ("Slowly back", "A hold ends."),
    Cue.SWITCH: ("Other side", "Change sides."),
    Cue.END: ("End", "The session is over."),
}


class Trial(Screen[bool]):
    """Each row gives one cue, exactly as a session does."""

    BINDINGS: ClassVar[list[BindingType]] = bindings((TRY,), ERRAND)

    def __init__(self, config: Config) -> None:
        super().__init__()
        self._config = config

    def compose(self) -> ComposeResult:
        """What can be tried, and what to look for."""
        yield Bar([(" Try the cues", "accent")], classes="title")
        yield Static(classes="rule")
        yield Rows(id="rows")
        yield Bar(id="why")
        yield Hints((TRY, *ERRAND))

    def on_mount(self) -> None:
        """The list has the keys."""
        self.signals = signals_of(self, self._config)
        rows = [
            Row(
                [(f"{name:<14}", "text"), (f"{BELLS[cue]} {'bell' if BELLS[cue] == 1 else 'bells'}", "dim")],
                (),
                cue.value,
                f"{when} Nothing heard? Your terminal may show or mute its bell.",
            )
            for cue, (name, when) in BELLS_SAID.items()
        ]
        rows += [
            Row([("Flash", "text")], (), "flash", "The whole screen in reverse for a moment."),
            Row([("Title", "text")], (), "title", "The window is named “backtui” for three seconds."),
            Row([("Notification", "text")], (), "notice", "Asks the terminal for a notification (OSC 9)."),
        ]
        if self._config.cue_command:
            why = f"Runs {self._config.cue_command} with the word Hold."
            rows.append(Row([("Cue command", "text")], (), "command", why))
        self.query_one(Rows).show(rows)
        self.query_one(Rows).focus()

    def on_unmount(self) -> None:
        """The window gets its title back."""
        self.signals.give_back()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What to look for."""
        self.query_one("#why", Bar).say_folded([(event.row.why, "dim")])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Give the cue."""
        event.stop()
        self.action_try_it()

    def action_try_it(self) -> None:
        """Give the cue under the cursor, whatever is set."""
        row = self.query_one(Rows).row
        match row.key if row else None:
            case "flash":
                self.signals.flash()
            case "title":
                self.signals.name_window("backtui")
                self.set_timer(3.0, self.signals.give_back)
            case "notice":
                self.signals.write(notice("backtui: this is a notification.", in_tmux=self.signals.in_tmux))
            case "command":
                self.signals.try_command()
            case str(cue):
                self.signals.sound = True
                self.signals.call(Call(Cue(cue), BELLS_SAID[Cue(cue)][0]))

    def action_close(self) -> None:
        """Back."""
        self.dismiss(True)
