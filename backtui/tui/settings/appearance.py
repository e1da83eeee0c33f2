"""Themes; try the cues."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from backtui.config.settings import Config
from backtui.domain.cues import BELLS, Call, Cue
from backtui.domain.words.numbers import many
from backtui.tui import look
from backtui.tui.base import bindings
from backtui.tui.cues import notice, signals_of
from backtui.tui.keys import ERRAND, THEMES, TRIAL, Key
from backtui.tui.leaving import Leaving
from backtui.tui.widgets.footer import Hints
from backtui.tui.widgets.line import Bar, Line
from backtui.tui.widgets.rows import Row, Rows

ABOUT = {
    look.AUTO: "warm and dark, or the terminal's own 16 colours",
    look.DARK.name: "warm and dark",
    look.LIGHT.name: "warm and light",
    look.SIXTEEN: "the terminal's own colours, on dark",
    "ansi-light": "the terminal's own colours, on light",
}
# Every role of text once, where it is really used.
SAMPLE: tuple[tuple[Line, Line], ...] = (
    ([("STRENGTHEN", "head")], [("hold  reps   ", "dim")]),
    ([("Pelvic lift", "text")], [("4 s × 4", "strong"), (" ▲ hold ", "up")]),
    ([("Cat and camel", "text")], [("2 s × 3", "strong"), (" ▼ both ", "down")]),
    ([("Wall slide", "text")], [("resting", "warn"), ("        ", "text")]),
    ([("Left out: Back arch", "dim")], ()),
    ([], ()),
    ([("Week ", "text"), ("▰▰▱", "accent")], [("● back ○ aerobic · rest", "accent")]),
    ([("enter", "key"), (" start   ", "text"), ("?", "key"), (" keys", "text")], ()),
)


class ThemesPage(Leaving, Screen[str | None]):
    """Its result is the theme to keep, None for the one that was."""

    KEYS: ClassVar[tuple[Key, ...]] = THEMES
    BINDINGS: ClassVar[list[BindingType]] = bindings(THEMES, ERRAND)

    def __init__(self, now: str, show: Callable[[str], None]) -> None:
        """`now` is the theme that is set; `show` puts one on without keeping it."""
        super().__init__()
        self._now, self._show = now, show

    def compose(self) -> ComposeResult:
        """The themes, a sample of what each makes of every kind of text, the keys."""
        yield Bar([(" Theme", "accent")], classes="title")
        yield Static(classes="rule")
        with Horizontal(id="body"):
            yield Rows(id="rows")
            with Vertical(id="sample"):
                yield Bar(id="said")
        yield Bar(id="why")
        yield Hints((*THEMES, *ERRAND))

    def on_mount(self) -> None:
        """The cursor stands on the theme that is set."""
        self.query_one("#said", Bar).say_lines(SAMPLE)
        known = self._now in look.NAMES
        names = look.NAMES if known else (self._now, *look.NAMES)
        rows = [Row([(name, "text")], (), name, self._about(name)) for name in names]
        self.query_one(Rows).show(rows, self._now)
        self.query_one(Rows).focus()

    def _about(self, name: str) -> str:
        said = ABOUT.get(name, "one of Textual's")
        return f"{name}: {said}{', set now' if name == self._now else ''}."

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show it at once."""
        self._show(event.row.key or "")
        self.query_one("#why", Bar).say_folded([(event.row.why, "dim")])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Keep it."""
        event.stop()
        self.dismiss(event.row.key)

    def action_keep(self) -> None:
        """Keep the theme under the cursor."""
        row = self.query_one(Rows).row
        self.dismiss(row.key if row else None)

    def action_close(self) -> None:
        """The one that was."""
        self.dismiss(None)


BELLS_SAID = {
    Cue.TICK: ("Tick", "Each of the last three seconds before a start."),
    Cue.OUT: ("Move", "A movement begins, in or back."),
    Cue.HOLD: ("Hold", "A hold begins."),
    Cue.SWITCH: ("Other side", "Change sides."),
    Cue.READY: ("New exercise", "The next exercise: get ready."),
    Cue.END: ("Done", "The session is over."),
}


class Trial(Leaving, Screen[bool]):
    """Each row gives one cue, exactly as a session does."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(TRIAL, ERRAND)

    def __init__(self, config: Config) -> None:
        super().__init__()
        self._config = config

    def compose(self) -> ComposeResult:
        """What can be tried, and what to look for."""
        yield Bar([(" Try the cues", "accent")], classes="title")
        yield Static(classes="rule")
        yield Rows(id="rows")
        yield Bar(id="why")
        yield Hints((*TRIAL, *ERRAND))

    def on_mount(self) -> None:
        """The list has the keys."""
        self.signals = signals_of(self, self._config)
        rows = [
            Row(
                [(f"{name:<14}", "text"), (many(BELLS[cue], "bell"), "dim")],
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
        if self._config.cue_command.strip():
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
