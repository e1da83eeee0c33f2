"""Choose, number, text, tick, pick, read."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from backtui.coach.client import CoachClient
from backtui.domain.exercise import Exercise
from backtui.domain.words.numbers import KINDS, position, sides_mark
from backtui.tui.base import Errand, Result, bindings
from backtui.tui.keys import CAUTIONS, ERRAND, MOVING, NUMBER, PICK, READER, WORDING, WRITING, Key
from backtui.tui.leaving import Leaving
from backtui.tui.widgets.footer import Hints
from backtui.tui.widgets.line import Bar, Line, fit, folded
from backtui.tui.widgets.rows import Row, Rows


class Choice(Leaving, ModalScreen[str | None]):
    """Asks for one of a few answers; escape gives the `calm` one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(ERRAND)

    def __init__(
        self, title: str, lines: Sequence[str], options: Sequence[tuple[str, str]], calm: str | None = None
    ) -> None:
        """`options` are (answer, text) pairs, the safe one first."""
        super().__init__()
        self._title, self._lines, self._options, self._calm = title, lines, options, calm

    def compose(self) -> ComposeResult:
        """A title, what it is about, the answers."""
        with Vertical(classes="dialog"):
            yield Bar([(self._title, "strong")], classes="title")
            for line in self._lines:
                for part in folded([(line, "text")], 52, 4):
                    yield Bar(part[1:])
            yield Rows(id="options")

    def on_mount(self) -> None:
        """The first answer has the cursor."""
        rows = self.query_one(Rows)
        room = self.app.size.height - 6 - len(self._lines)
        rows.styles.height = min(len(self._options), max(3, room))
        rows.at_once = True
        rows.show([Row([(text, "text")], key=answer) for answer, text in self._options])
        rows.focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """The answer."""
        event.stop()
        self.dismiss(event.row.key)

    def action_close(self) -> None:
        """The calm answer."""
        self.dismiss(self._calm)


class Number(Leaving, ModalScreen[int | None]):
    """Asks for a whole number within bounds, by arrows or digits."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(NUMBER, ERRAND)

    def __init__(
        self, title: str, effect: str, value: int, bounds: tuple[int, int], unit: str = "", typed: str = ""
    ) -> None:
        """`typed` is a digit that was pressed already."""
        super().__init__()
        self._title, self._effect, self._bounds, self._unit = title, effect, bounds, unit
        self._text = typed or str(value)
        self._typed = bool(typed)

    def compose(self) -> ComposeResult:
        """A title, the effect, the number, its bounds."""
        with Vertical(classes="dialog"):
            yield Bar([(self._title, "strong")], classes="title")
            for part in folded([(self._effect, "dim")], 52, 3):
                yield Bar(part[1:])
            yield Bar(id="number")
            yield Bar(
                [
                    ("← → or digits    ", "dim"),
                    ("enter", "key"),
                    (" keep    ", "dim"),
                    ("esc", "key"),
                    (" leave", "dim"),
                ]
            )

    def on_mount(self) -> None:
        """Show where it stands."""
        self._show()

    def _show(self) -> None:
        low, high = self._bounds
        role = "accent" if self._value is not None else "warn"
        left = [("  ", "text"), (f" {self._text or '_'} ", role), (self._unit, "dim")]
        self.query_one("#number", Bar).say(left, [(f"{low} to {high}", "dim")])

    @property
    def _value(self) -> int | None:
        value = int(self._text) if self._text else None
        return value if value is not None and self._bounds[0] <= value <= self._bounds[1] else None

    def on_key(self, event: object) -> None:
        """Digits write the number anew."""
        character = getattr(event, "character", None)
        if character and character in "0123456789":
            self._text = (self._text if self._typed else "") + character
            self._text = self._text[-3:].lstrip("0") or "0"
            self._typed = True
            self._show()

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
        """Answer with the number when it is within the bounds."""
        if self._value is not None:
            self.dismiss(self._value)

    def action_close(self) -> None:
        """No number."""
        self.dismiss(None)


class Writing(Leaving, ModalScreen[str | None]):
    """Asks for a line of text; escape leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(WRITING)

    def __init__(
        self,
        title: str,
        most: int,
        value: str = "",
        refuse: Callable[[str], str] | None = None,
        meaning: str = "",
    ) -> None:
        """`value` is there to begin with; `refuse` says in a sentence what is wrong with a text, or ""."""
        super().__init__()
        self._title, self._meaning, self._most, self._value = title, meaning, most, value
        self._refuse = refuse

    def compose(self) -> ComposeResult:
        """A title, what it means, the line, what is wrong with it, the keys."""
        with Vertical(classes="dialog"):
            yield Bar([(self._title, "strong")], classes="title")
            for part in folded([(self._meaning, "dim")], 52, 4) if self._meaning else ():
                yield Bar(part[1:])
            field = Input(self._value, max_length=self._most, select_on_focus=False)
            field.cursor_blink = False
            yield field
            if self._refuse is not None:
                yield Bar(id="wrong")
            yield Bar([("enter", "key"), (" keep    ", "dim"), ("esc", "key"), (" leave", "dim")])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The line as it was written; where something stood before, also that it is to be nothing."""
        event.stop()
        text = event.value.strip()
        wrong = self._refuse(text) if self._refuse is not None else ""
        if wrong:
            lines = folded([(wrong, "warn")], 52, 3)
            self.query_one("#wrong", Bar).say_lines(tuple((line[1:], ()) for line in lines))
        else:
            self.dismiss(self.answer(text))

    def answer(self, text: str) -> str | None:
        """The result for a line; an empty one is none where nothing stood before."""
        return text if text or self._value else None

    def action_close(self) -> None:
        """Nothing was written."""
        self.dismiss(None)


class Wording(Writing, inherit_bindings=False):
    """Asks for a line of text that begins as it is now; an empty line is an answer too, escape is none."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(WORDING)

    def __init__(self, title: str, meaning: str, most: int, value: str) -> None:
        super().__init__(title, most, value, meaning=meaning)

    def on_mount(self) -> None:
        """The cursor stands behind what is there."""
        self.query_one(Input).cursor_position = len(self._value)

    def answer(self, text: str) -> str | None:
        """The line, which may be empty."""
        return text


class ReaderPage(Leaving, Screen[bool]):
    """Something to read, line by line; enter or escape leaves it."""

    KEYS: ClassVar[tuple[Key, ...]] = READER
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, title: str, paragraphs: Sequence[Line]) -> None:
        """Each paragraph is a line in roles, folded to the width; an empty one is a blank line."""
        super().__init__()
        self._title, self._paragraphs = title, paragraphs

    def compose(self) -> ComposeResult:
        """A title, the text, the keys."""
        yield Bar([(f" {self._title}", "accent")], classes="title")
        yield Rows(id="text")
        yield Hints((*self.KEYS, MOVING[0]))

    def on_mount(self) -> None:
        """The text scrolls."""
        self.query_one(Rows).focus()

    def on_resize(self) -> None:
        """Fold to the width."""
        cells = min(self.size.width - 4, 96)
        rows: list[Row] = []
        for paragraph in self._paragraphs:
            rows += [Row(line) for line in folded(paragraph, cells, 99)] if paragraph else [Row()]
        self.query_one(Rows).show(rows)

    def action_done(self) -> None:
        """It was read."""
        self.dismiss(True)


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


class Listing(Errand[Result]):
    """An errand that is a title, a list and a line that explains the row under the cursor."""

    HINTS: ClassVar[tuple[Key, ...]] = ()
    FOOT: ClassVar[tuple[Key, ...]] = ERRAND  # keys that stand behind the hints
    BARS: ClassVar[tuple[str, ...]] = ("why",)  # the lines below the list

    def __init__(self, desk: CoachClient, title: str) -> None:
        super().__init__(desk)
        self._heading = title

    def compose(self) -> ComposeResult:
        """Title, rule, rows, reason, keys."""
        yield Bar([(f" {self._heading}", "accent")], id="title")
        yield Static(classes="rule")
        yield from self.body()
        for name in self.BARS:
            yield Bar(id=name)
        yield Hints((*self.HINTS, *self.FOOT), self.is_live)

    def body(self) -> ComposeResult:
        """The list, and what stands beside it."""
        yield Rows(id="rows")

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(Rows)

    @property
    def key(self) -> str:
        """The key of the row under the cursor, "" without one."""
        row = self.rows.row if self.is_mounted else None
        return row.key if row and row.key else ""

    def on_mount(self) -> None:
        """The list has the keys."""
        self.rows.focus()

    def is_live(self, key: Key) -> bool:
        """Whether a key would do something now."""
        del key
        return True

    def entitle(self, left: Line, right: Line = ()) -> None:
        """Say what stands at the top."""
        self.query_one("#title", Bar).say(left, right)

    def explain(self, line: Line) -> None:
        """Say the reason of the row under the cursor."""
        self.query_one(Hints).look_again()
        self.query_one("#why", Bar).say_folded(line)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The cursor stands on another row."""
        event.stop()
        self.explain_row(event.row)

    def explain_row(self, row: Row) -> None:
        """The reason stands at the bottom."""
        self.explain([(row.why, "text")])


class Pick(Listing[str]):
    """All exercises; enter takes one."""

    HINTS = PICK
    BINDINGS: ClassVar[list[BindingType]] = bindings(PICK)

    def on_mount(self) -> None:
        """Show them by kind."""
        super().on_mount()
        rows: list[Row] = []
        for kind, name in KINDS.items():
            members = [each for each in self.desk.content.exercises.values() if each.kind is kind]
            rows += [Row()] * bool(rows) + [Row([(name.upper(), "head")]), *map(_row, members)]
        self.rows.show(rows)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """This one."""
        event.stop()
        self.dismiss(event.row.key)

    def action_take(self) -> None:
        """The one under the cursor."""
        self.rows.action_choose()


def _row(exercise: Exercise) -> Row:
    sides = sides_mark(exercise.sides)
    left: Line = [(fit(exercise.name, 26), "text"), (f" {sides} {position(exercise.position)}", "dim")]
    works_on = f"{exercise.name}: {', '.join(exercise.works_on)}."
    return Row(left, [("own", "dim")] if exercise.own else (), exercise.id, works_on)


class Ticks(Listing[str]):
    """A list of which any may be ticked; its result, on closing, is the ids of the ticked ones by commas."""

    HINTS = CAUTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(CAUTIONS)

    def __init__(
        self, desk: CoachClient, title: str, options: Sequence[tuple[str, str, str]], ticked: Iterable[str]
    ) -> None:
        """`options` are (id, name, meaning)."""
        super().__init__(desk, title)
        self._options, self._ticked = options, set(ticked)

    def on_mount(self) -> None:
        """Show what is ticked."""
        super().on_mount()
        self._paint()

    def _paint(self) -> None:
        self.rows.show([ticked_row(key in self._ticked, key, name, why) for key, name, why in self._options])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter ticks as space does."""
        event.stop()
        self.action_tick()

    def action_tick(self) -> None:
        """Tick, or untick."""
        self._ticked ^= {self.key} - {""}
        self._paint()

    def action_close(self) -> None:
        """Keep what is ticked."""
        self.dismiss(",".join(key for key, _, _ in self._options if key in self._ticked))


def ticked_row(ticked: bool, key: str, name: str, why: str) -> Row:
    """A line with a box before it."""
    box = ("[x] ", "accent") if ticked else ("[ ] ", "dim")
    return Row([box, (name, "strong" if ticked else "text")], (), key, why)
