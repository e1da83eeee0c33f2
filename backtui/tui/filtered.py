"""A place that can be filtered."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from backtui.coach.client import CoachClient
from backtui.tui.base import Place
from backtui.tui.keys import in_force


class FilteredPlace(Place):
    """A place whose list can be filtered; `paint` shows only what `matches`."""

    PLACEHOLDER: ClassVar[str] = ""

    def __init__(self, desk: CoachClient) -> None:
        super().__init__(desk)
        self.filter = ""

    def compose(self) -> ComposeResult:
        """The filter's line is there only while it is used."""
        yield from super().compose()
        field = Input(placeholder=self.PLACEHOLDER, id="filter")
        field.display = False
        field.cursor_blink = False
        yield field

    def matches(self, *words: str) -> bool:
        """Whether the letters stand in these words."""
        return self.filter.casefold() in " ".join(words).casefold()

    def action_filter(self) -> None:
        """Type letters; enter goes back to the list."""
        field = self.query_one("#filter", Input)
        field.display = True
        self.set_focus(field)

    def action_clear(self) -> None:
        """No filter."""
        field = self.query_one("#filter", Input)
        field.value = ""
        field.display = False
        self.rows.focus()

    def on_key(self, event: events.Key) -> None:
        """Letters typed quickly behind the slash are on their way to the list, but meant for the filter."""
        field = self.query_one("#filter", Input)
        if self.focused is field and event.is_printable and event.character:
            event.stop()
            field.insert_text_at_cursor(event.character)
        elif self.focused is not field and event.key in self._filter_keys:
            event.stop()
            self.action_filter()

    @property
    def _filter_keys(self) -> list[str]:
        """The keys in force for filtering, which are taken before any that come after them."""
        return [
            name
            for key in self.KEYS
            if key.action == "filter"
            for name in in_force(key.id, key.keys).split(",")
        ]

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list follows the letters."""
        self.filter = event.value.strip()
        self.paint()

    def on_input_submitted(self) -> None:
        """Back to the list, filtered."""
        self.query_one("#filter", Input).display = bool(self.filter)
        self.rows.focus()
