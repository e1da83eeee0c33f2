"""A list too long to be made whole."""

from collections.abc import Sequence

from textual.geometry import Size
from textual.message import Message

from backtui.tui.widgets.rows import Row, Rows


class LongRows(Rows):
    """Rows of a source that makes each line when it is asked for; sends Seen when other lines are visible."""

    class Seen(Message):
        """From which line to which is visible, the last one not included."""

        def __init__(self, first: int, last: int) -> None:
            super().__init__()
            self.first = first
            self.last = last

    def show_source(self, source: Sequence[Row]) -> None:
        """Show the lines of a source; the cursor stays where it was, as far as there is a line."""
        self.rows = source
        self.virtual_size = Size(self.size.width, len(source))
        self.refresh()
        self._nearest(max(self.cursor, 0), 1)
        if not source:
            self.cursor = -1
        self._look()

    def read_again(self) -> None:
        """The source has lines now that it had not."""
        self.refresh()
        self._tell()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other lines are visible."""
        super().watch_scroll_y(old_value, new_value)
        self._look()

    def on_resize(self) -> None:
        """More lines may be visible; Textual calls the handler of Rows too."""
        self._look()

    def _look(self) -> None:
        if self.rows and self.size.height:
            first = round(self.scroll_y)
            self.post_message(self.Seen(first, min(first + self.size.height, len(self.rows))))
