"""Small errands of one's own programme: pick an exercise, tick some of a list, write a sentence."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from backtui.coach.desk import Desk
from backtui.domain.exercise import Exercise, Kind, Sides
from backtui.tui.keys import ERRAND, Key
from backtui.tui.own_keys import CAUTIONS
from backtui.tui.scene import POSITIONS
from backtui.tui.screens.base import Errand, bindings
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.hints import Hints
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.widgets.spans import Line, fit, folded

PICK = (Key("pick.take", "o", "take", "take it", "Take the exercise under the cursor.", True, "enter"),)
HEADINGS = {Kind.STRETCH: "STRETCH", Kind.STRENGTH: "STRENGTHEN"}


class Listing(Errand[str]):
    """An errand that is a title, a list and a line that explains the row under the cursor."""

    HINTS: ClassVar[tuple[Key, ...]] = ()

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk)
        self._heading = title

    def compose(self) -> ComposeResult:
        """Title, rule, rows, reason, keys."""
        yield Bar([(f" {self._heading}", "accent")], id="title")
        yield Static(classes="rule")
        yield Rows(id="rows")
        yield Bar(id="why")
        yield Hints((*self.HINTS, *ERRAND), self.is_live)

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
        """The reason stands at the bottom."""
        self.explain([(event.row.why, "text")])


class Pick(Listing):
    """All exercises; enter takes one."""

    HINTS = PICK
    BINDINGS: ClassVar[list[BindingType]] = bindings(PICK)

    def on_mount(self) -> None:
        """Show them by kind."""
        super().on_mount()
        rows: list[Row] = []
        for kind, heading in HEADINGS.items():
            members = [each for each in self.desk.content.exercises.values() if each.kind is kind]
            rows += [Row()] * bool(rows) + [Row([(heading, "head")]), *map(_row, members)]
        self.rows.show(rows)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """This one."""
        event.stop()
        self.dismiss(event.row.key)

    def action_take(self) -> None:
        """The one under the cursor."""
        self.rows.action_choose()


def _row(exercise: Exercise) -> Row:
    sides = "L R" if exercise.sides is Sides.EACH else "   "
    left: Line = [(fit(exercise.name, 26), "text"), (f" {sides} {POSITIONS[exercise.position]}", "dim")]
    works_on = f"{exercise.name}: {', '.join(exercise.works_on)}."
    return Row(left, [("own", "dim")] if exercise.own else (), exercise.id, works_on)


class Ticks(Listing):
    """A list of which any may be ticked; its result, on closing, is the ids of the ticked ones by commas."""

    HINTS = CAUTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(CAUTIONS)

    def __init__(
        self, desk: Desk, title: str, options: Sequence[tuple[str, str, str]], ticked: Iterable[str]
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


class Wording(ModalScreen[str | None]):
    """Asks for a line of text that begins as it is now; an empty line is an answer too, escape is none."""

    HAS_ROWS: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (Key("wording.close", "escape,ctrl+c", "close", "close", "Leave it as it is."),)
    )

    def __init__(self, title: str, meaning: str, most: int, value: str) -> None:
        super().__init__()
        self._heading, self._meaning, self._most, self._value = title, meaning, most, value

    def compose(self) -> ComposeResult:
        """A title, what it means, the line, the keys."""
        with Vertical(classes="dialog"):
            yield Bar([(self._heading, "strong")], classes="title")
            for part in folded([(self._meaning, "dim")], 52, 4):
                yield Bar(part[1:])
            field = Input(self._value, max_length=self._most, select_on_focus=False)
            field.cursor_blink = False
            yield field
            yield Bar([("enter", "key"), (" keep    ", "dim"), ("esc", "key"), (" leave", "dim")])

    def on_mount(self) -> None:
        """The cursor stands behind what is there."""
        self.query_one(Input).cursor_position = len(self._value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The line, which may be empty."""
        event.stop()
        self.dismiss(event.value.strip())

    def action_close(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)
