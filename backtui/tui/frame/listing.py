"""A list of rows with a reason: pick one, tick some."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType

from backtui.coach.client import CoachClient
from backtui.domain.exercise import Exercise
from backtui.domain.words.numbers import KINDS, position, sides_mark
from backtui.tui.dialogs import Choice
from backtui.tui.frame.leaving import Result
from backtui.tui.frame.opened import Errand
from backtui.tui.frame.page import bindings
from backtui.tui.keys import CAUTIONS, PICK, Key
from backtui.tui.widgets.line import Line, fit
from backtui.tui.widgets.rows import Row, Rows

NOT_SAVED = "What you changed here is not saved."
SURE = (("stay", "No, go on with it"), ("leave", "Yes, leave it as it was before"))


class Listing(Errand[Result]):
    """An errand that is a title, a list and a line that explains the row under the cursor."""

    def body(self) -> ComposeResult:
        """The list, and what stands beside it."""
        yield Rows(id="rows")

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one("#rows", Rows)

    @property
    def key(self) -> str:
        """The key of the row under the cursor, "" without one."""
        row = self.rows.row if self.is_mounted else None
        return row.key if row and row.key else ""

    def on_mount(self) -> None:
        """The list has the keys."""
        self.rows.focus()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The cursor stands on another row."""
        event.stop()
        self.explain_row(event.row)

    def explain_row(self, row: Row) -> None:
        """The reason stands at the bottom."""
        self.explain([(row.why, "text")])


class Drafting(Listing[Result]):
    """A list that changes something which is kept only in the end; `WHAT` is left after a question then.

    `before` is what it was when it was opened.
    """

    WHAT: ClassVar[str] = ""
    before: object = None

    def drafted(self) -> object:
        """What would be kept now."""
        raise NotImplementedError

    @work
    async def action_close(self) -> None:  # type: ignore[override]
        """Leave, after a question where something would be lost."""
        if self.drafted() != self.before:
            asked = Choice(f"Leave the {self.WHAT}?", (NOT_SAVED,), SURE, "stay")
            if await self.app.push_screen_wait(asked) != "leave":
                return
        self.dismiss(None)


class Pick(Listing[str]):
    """All exercises; enter takes one."""

    KEYS: ClassVar[tuple[Key, ...]] = PICK
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

    KEYS: ClassVar[tuple[Key, ...]] = CAUTIONS
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
