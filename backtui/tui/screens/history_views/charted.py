"""A view that is charts with a cursor along them."""

from abc import abstractmethod

from textual.app import ComposeResult

from backtui.tui.screens.history_views.pane import Pane
from backtui.tui.widgets.chart import Plot


class Charted(Pane):
    """The charts have the keys; what stands under their cursor is said at the foot."""

    def compose(self) -> ComposeResult:
        """The two charts."""
        yield Plot()

    @abstractmethod
    def paint(self) -> None:
        """Draw the charts as large as there is room for."""

    @abstractmethod
    def tell(self) -> None:
        """Say what stands under the cursor."""

    def on_plot_chosen(self) -> None:
        """Open what stands under the cursor."""
        self.open()

    def take_keys(self) -> None:
        """The charts have them."""
        self.query_one(Plot).focus()
        self.tell()

    def on_resize(self) -> None:
        """The charts are as large as there is room for."""
        self.call_after_refresh(self.paint)
