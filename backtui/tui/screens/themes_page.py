"""The errand that chooses the colours: each theme is shown as soon as the cursor stands on it."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from backtui.tui import themes
from backtui.tui.keys import ERRAND, THEMES, Key
from backtui.tui.screens.base import bindings
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.hints import Hints
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.widgets.spans import Line

ABOUT = {
    themes.AUTO: "warm and dark, or the terminal's own 16 colours",
    themes.DARK.name: "warm and dark",
    themes.LIGHT.name: "warm and light",
    themes.SIXTEEN: "the terminal's own colours, on dark",
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


class ThemesPage(Screen[str | None]):
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
        known = self._now in themes.NAMES
        names = themes.NAMES if known else (self._now, *themes.NAMES)
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
