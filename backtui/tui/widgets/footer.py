"""The keys at the foot."""

from collections.abc import Callable, Sequence

from textual import events
from textual.strip import Strip
from textual.widget import Widget

from backtui.tui.keys import Key
from backtui.tui.widgets.line import Inked, Span, strip_of, width


class Hints(Inked, Widget):
    """One line of keys; a click on one is the key. Those that do not fit are left away from the end."""

    DEFAULT_CSS = "Hints { height: 1; dock: bottom; background: $surface; }"

    def __init__(
        self, keys: Sequence[Key], enabled: Callable[[Key], bool] = lambda _: True, kept: int = 1
    ) -> None:
        """`keys` in the order of their weight; so many of the last ones (close, help) are always kept."""
        super().__init__()
        self._kept = kept
        self._keys = [key for key in keys if key.shown]
        self._enabled = enabled
        self._state: tuple[tuple[str, bool], ...] = ()

    def look_again(self) -> None:
        """Paint again if a key has come to life or gone dim."""
        state = tuple((key.id, self._enabled(key)) for key in self._keys)
        if state != self._state:
            self._state = state
            self.refresh()

    def _placed(self) -> list[tuple[Key, int, list[Span]]]:
        """The keys that fit, each with its first cell and its text."""
        drawn = [(key, self._spans(key)) for key in self._keys]
        room = self.size.width - 1 + self._gap  # behind the last one none is needed
        while len(drawn) > self._kept and sum(width(spans) for _, spans in drawn) > room:
            del drawn[-self._kept - 1]
        placed, cell = [], 1
        for key, spans in drawn:
            placed.append((key, cell, spans))
            cell += width(spans)
        return placed

    @property
    def _gap(self) -> int:
        return 2 if self.size.width < 70 else 3

    def _spans(self, key: Key) -> list[Span]:
        live = self._enabled(key)
        said = f" {key.label}{' ' * self._gap}"
        return [(key.name, "key" if live else "dim"), (said, "text" if live else "dim")]

    def render_line(self, y: int) -> Strip:
        """The line of keys."""
        del y
        line: list[Span] = [(" ", "text")]
        for _, _, spans in self._placed():
            line.extend(spans)
        return strip_of(line, self.size.width, self.ink)

    async def on_click(self, event: events.Click) -> None:
        """A click on a key does what the key does; a dimmed one says what it needs."""
        for key, cell, spans in self._placed():
            if cell <= event.x < cell + width(spans):
                self.app.simulate_key("enter" if key.name == "enter" else key.first)
                return
