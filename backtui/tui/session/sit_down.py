"""What a dizzy person sees: two words, and nothing to do."""

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from backtui.tui.frame.leaving import Leaving
from backtui.tui.widgets.lettering import Lettering
from backtui.tui.widgets.line import Bar

BREATHE = "Breathe. Nothing is lost: what you did is saved."
GET_UP = "Get up slowly. If it comes again, ask your provider."


class SitDown(Leaving, ModalScreen[None]):
    """Stays until a key."""

    def __init__(self, *, ascii_only: bool) -> None:
        super().__init__()
        self._ascii = ascii_only

    def compose(self) -> ComposeResult:
        """The words."""
        yield Lettering(ascii_only=self._ascii, id="sit")
        yield Bar(id="breathe")
        yield Bar(id="slowly")
        yield Bar(id="on")

    def on_mount(self) -> None:
        """Say it."""
        self.query_one(Lettering).say("SIT DOWN", "hurt")
        self.call_after_refresh(self._say)

    def on_resize(self) -> None:
        """The lines stay in the middle."""
        self._say()

    def _say(self) -> None:
        for name, text, role in (
            ("breathe", BREATHE, "strong"),
            ("slowly", GET_UP, "text"),
            ("on", "Any key, when you are ready.", "dim"),
        ):
            self.query_one(f"#{name}", Bar).say([(text.center(self.size.width), role)])

    def on_key(self, event: events.Key) -> None:
        """Any key goes on."""
        event.stop()
        self.dismiss(None)
