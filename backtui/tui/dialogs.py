"""Choose, number, text, read."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from backtui.tui.frame.opened import Dialog, FullPage
from backtui.tui.frame.page import Framed, bindings
from backtui.tui.frame.typing_keys import LEAVING_WRITING, WRITING
from backtui.tui.keys import CHOICE, MOVING, NUMBER, READER, Key
from backtui.tui.widgets.line import Bar, Line, folded
from backtui.tui.widgets.rows import Row, Rows

Paragraphs = Sequence[Line] | Callable[[int], Sequence[Line]]
MOUSE: Line = [
    ("shift+drag  ", "key"),
    ("Select text with the mouse; your terminal copies it as always. In some it is option+drag.", "text"),
]
MOST_DIGITS = 6
# Lines of the screen that a list of answers cannot have, on a low one and on others.
AROUND_LOW, AROUND = 4, 9
NOT_KEPT = "Not kept yet: enter keeps it, esc once more leaves it."


class Choice(Dialog[str | None]):
    """Asks for one of a few answers; escape gives the `calm` one."""

    KEYS: ClassVar[tuple[Key, ...]] = CHOICE

    def __init__(
        self, title: str, lines: Sequence[str], options: Sequence[tuple[str, str]], calm: str | None = None
    ) -> None:
        """`options` are (answer, text) pairs, the safe one first."""
        super().__init__(title, *lines)
        self._options, self._calm = options, calm

    def body(self) -> ComposeResult:
        """The answers."""
        yield Rows(id="options")

    def on_mount(self) -> None:
        """The first answer has the cursor."""
        rows = self.query_one(Rows)
        rows.at_once = True
        rows.show([Row([(text, "text")], key=answer) for answer, text in self._options])
        rows.focus()
        self.paint()

    def paint(self) -> None:
        """As many answers as there is room for; the others are scrolled to."""
        above = sum(each.size.height for each in self.query(".title, .meaning"))
        around = AROUND_LOW if self.has_class("-low") else AROUND
        room = self.app.size.height - around - above
        self.query_one(Rows).styles.height = min(len(self._options), max(3, room))

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """An answer that is cut is said whole."""
        event.stop()
        self.explain(())

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """The answer."""
        event.stop()
        self.dismiss(event.row.key)

    def action_close(self) -> None:
        """The calm answer."""
        self.dismiss(self._calm)


class Number(Dialog[int | None]):
    """Asks for a whole number within bounds, by arrows or digits."""

    KEYS: ClassVar[tuple[Key, ...]] = NUMBER
    BINDINGS: ClassVar[list[BindingType]] = bindings(NUMBER)

    def __init__(
        self, title: str, effect: str, value: int, bounds: tuple[int, int], unit: str = "", typed: str = ""
    ) -> None:
        """`typed` is a digit that was pressed already."""
        super().__init__(title, effect)
        self._bounds, self._unit = bounds, unit
        self._text = typed or str(value)
        self._typed = bool(typed)

    def body(self) -> ComposeResult:
        """The number and its bounds."""
        yield Bar(id="number")

    def on_mount(self) -> None:
        """Show where it stands."""
        self._show()

    def _show(self) -> None:
        low, high = self._bounds
        role = "accent" if self._value is not None else "warn"
        left = [("  ", "text"), (f" {self._text or '_'} ", role), (self._unit, "dim")]
        self.query_one("#number", Bar).say(left, [(f"{low} to {high}", "dim")])
        if self._text and int(self._text) > high:
            self.refuse(f"{self._text} is too much. {self._may_be}")

    @property
    def _may_be(self) -> str:
        low, high = self._bounds
        return f"It may be from {low} to {high}{self._unit}."

    @property
    def _value(self) -> int | None:
        value = int(self._text) if self._text else None
        return value if value is not None and self._bounds[0] <= value <= self._bounds[1] else None

    def on_key(self, event: events.Key) -> None:
        """Digits write the number anew; what is neither a digit nor a key is told."""
        character = event.character or ""
        if character and character in "0123456789":
            text = (self._text if self._typed else "") + character
            self._text = text[:MOST_DIGITS].lstrip("0") or "0"
            self._typed = True
            self._show()
        elif event.is_printable and event.key not in self.active_bindings:
            self.refuse(f"Only digits. {self._may_be}")

    def action_erase(self) -> None:
        """Take the last digit away."""
        self._text, self._typed = self._text[:-1], True
        self._show()

    def action_step(self, by: int) -> None:
        """One more or less, within the bounds."""
        low, high = self._bounds
        current = int(self._text) if self._text else low
        self._text, self._typed = str(min(high, max(low, current + by))), False
        self._show()

    def action_keep(self) -> None:
        """Answer with the number when it is within the bounds; else say which they are."""
        if self._value is not None:
            self.dismiss(self._value)
        elif not self._text:
            self.refuse(f"There is no number yet. {self._may_be}")
        else:
            much = "much" if int(self._text) > self._bounds[1] else "little"
            self.refuse(f"{self._text} is too {much}. {self._may_be}")


class Writing(Dialog[str | None], inherit_bindings=False):
    """Asks for a line of text; escape leaves it, after a warning where something was written."""

    KEYS: ClassVar[tuple[Key, ...]] = WRITING
    FOOT: ClassVar[tuple[Key, ...]] = LEAVING_WRITING
    BINDINGS: ClassVar[list[BindingType]] = bindings(LEAVING_WRITING)

    def __init__(
        self,
        title: str,
        most: int,
        value: str = "",
        refuse: Callable[[str], str] | None = None,
        meaning: str = "",
    ) -> None:
        """`value` is there to begin with; `refuse` says in a sentence what is wrong with a text, or ""."""
        super().__init__(title, meaning)
        self._most, self._value, self._wrong = most, value, refuse
        self._warned = False

    def body(self) -> ComposeResult:
        """The line."""
        field = Input(self._value, max_length=self._most, select_on_focus=False)
        field.cursor_blink = False
        yield field

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another text is another thing to lose."""
        event.stop()
        self._warned = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The line as it was written; where something stood before, also that it is to be nothing."""
        event.stop()
        text = event.value.strip()
        wrong = self._wrong(text) if self._wrong is not None else ""
        if wrong:
            self.refuse(wrong)
        else:
            self.dismiss(self.answered(text))

    def answered(self, text: str) -> str | None:
        """The result for a line; an empty one is none where nothing stood before."""
        return text if text or self._value else None

    def action_close(self) -> None:
        """Nothing was written; what was is left at the second time."""
        if self.query_one(Input).value.strip() in (self._value.strip(), "") or self._warned:
            self.dismiss(None)
        else:
            self._warned = True
            self.refuse(NOT_KEPT)


class Wording(Writing):
    """Asks for a line of text that begins as it is now; an empty line is an answer too, escape is none."""

    def __init__(self, title: str, meaning: str, most: int, value: str) -> None:
        super().__init__(title, most, value, meaning=meaning)

    def on_mount(self) -> None:
        """The cursor stands behind what is there."""
        self.query_one(Input).cursor_position = len(self._value)

    def answered(self, text: str) -> str | None:
        """The line, which may be empty."""
        return text


class ReaderPage(FullPage[bool]):
    """Something to read, line by line; enter or escape leaves it."""

    KEYS: ClassVar[tuple[Key, ...]] = READER
    BINDINGS: ClassVar[list[BindingType]] = bindings(READER)

    def __init__(self, heading: str, paragraphs: Paragraphs) -> None:
        """Each paragraph is a line in roles, folded to the width; an empty one is a blank line.

        What depends on the width itself is made anew for each.
        """
        super().__init__(heading)
        self._paragraphs = paragraphs

    def body(self) -> ComposeResult:
        """The text."""
        yield Rows(id="text")

    def on_mount(self) -> None:
        """The text scrolls."""
        self.query_one(Rows).focus()

    def paint(self) -> None:
        """Fold to the width."""
        text = self.query_one(Rows)
        cells = min(text.size.width - 2, 96)
        rows: list[Row] = []
        paragraphs = self._paragraphs
        for paragraph in paragraphs(self.size.width) if callable(paragraphs) else paragraphs:
            rows += [Row(line) for line in folded(paragraph, cells)] if paragraph else [Row()]
        text.show(rows)


class KeysPage(ReaderPage):
    """All keys of a screen; its own key closes it."""

    def __init__(self, screen: Framed) -> None:
        tables = [screen.all_keys, MOVING] if screen.query(Rows) else [screen.all_keys]
        super().__init__("Keys", [*keys_page(tables, screen.is_live), MOUSE])


def keys_page(tables: Sequence[Sequence[Key]], live: Callable[[Key], bool]) -> list[Line]:
    """All keys of a screen as lines for the reader; those that would do nothing now are dimmed."""
    lines: list[Line] = []
    for table in tables:
        for key in table:
            roles = ("key", "text") if live(key) else ("dim", "dim")
            if key.label:
                lines.append([(f"{key.names:<11} ", roles[0]), (key.help, roles[1])])
        lines.append([])
    return lines
