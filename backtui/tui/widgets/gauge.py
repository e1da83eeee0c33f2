"""How much of the session is done, as a line that grows."""

from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from backtui.tui.widgets.spans import strip_of


class Gauge(Widget):
    """A thin bar of one line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"gauge--done", "gauge--open"}
    DEFAULT_CSS = """
    Gauge { height: 1; }
    Gauge > .gauge--done { color: $accent; }
    Gauge > .gauge--open { color: $panel; }
    """

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ink = ("=", "-") if ascii_only else ("━", "─")
        self._share = 0.0

    def say(self, share: float) -> None:
        """Show a share from 0 to 1; painted only when it is another cell."""
        cells = self.size.width
        if round(share * cells) != round(self._share * cells):
            self._share = share
            self.refresh()
        self._share = share

    def render_line(self, y: int) -> Strip:
        """The bar."""
        del y
        done = round(self._share * self.size.width)
        line = [(self._ink[0] * done, "done"), (self._ink[1] * (self.size.width - done), "open")]
        return strip_of(line, self.size.width, lambda role: self.get_component_rich_style(f"gauge--{role}"))
