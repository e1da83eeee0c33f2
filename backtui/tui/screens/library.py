"""The place of all exercises: by kind or by position, with a filter."""

from typing import ClassVar

from textual.binding import BindingType

from backtui.coach.coach import Coach
from backtui.coach.desk import Desk
from backtui.coach.diary import Diary
from backtui.domain.course import Change, Decision
from backtui.domain.exercise import Exercise, Kind, Position, Sides
from backtui.tui.keys import CLEARING, LIBRARY, PLACES, Key
from backtui.tui.scene import POSITIONS
from backtui.tui.screens.base import WIDE, Wanted, bindings
from backtui.tui.screens.filtered import FilteredPlace
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.widgets.spans import Line

KINDS = {Kind.STRETCH: "stretch", Kind.STRENGTH: "strengthen"}


class Library(FilteredPlace):
    """All exercises with their doses; enter reads one."""

    NAME: ClassVar[str] = "library"
    KEYS: ClassVar[tuple[Key, ...]] = LIBRARY
    BINDINGS: ClassVar[list[BindingType]] = bindings(LIBRARY, PLACES, CLEARING)
    PLACEHOLDER: ClassVar[str] = "name, position or what it works on"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.decisions: dict[str, Decision] = {}
        self._by_position = False

    async def read(self) -> None:
        """Ask for all doses."""

        def question(coach: Coach, _: Diary) -> dict[str, Decision]:
            return dict(coach.decisions())

        self.decisions = await self.ask(question)
        self.paint()

    def paint(self) -> None:
        """Show the exercises in their groups."""
        if not self.decisions:
            return
        shown = [each for each in self.desk.content.exercises.values() if self._matches(each)]
        groups: dict[str, list[Exercise]] = {}
        order = [*Position] if self._by_position else [*Kind]
        for group in order:
            for each in shown:
                if group in (each.position, each.kind):
                    name = POSITIONS[each.position] if self._by_position else KINDS[each.kind]
                    groups.setdefault(name, []).append(each)
        rows: list[Row] = []
        for name, members in groups.items():
            rows += [Row()] if rows else []
            rows += [Row([(name.upper(), "head")]), *(self._row(each) for each in members)]
        filtered = f", showing {len(shown)} with “{self.filter}”" if self.filter else ""
        count = f" {len(self.desk.content.exercises)} exercises{filtered}"
        self.query_one("#head", Bar).say([(count, "text")])
        self.rows.show(rows or [Row([("Nothing has these letters; esc shows all again.", "dim")])])
        if not rows:
            self.explain(())

    def _matches(self, exercise: Exercise) -> bool:
        return self.matches(exercise.name, POSITIONS[exercise.position], exercise.kind, *exercise.works_on)

    def _row(self, exercise: Exercise) -> Row:
        decision = self.decisions[exercise.id]
        other = KINDS[exercise.kind] if self._by_position else POSITIONS[exercise.position]
        sides = "L R" if exercise.sides is Sides.EACH else "   "
        left: Line = [(f"{exercise.name:<26}", "text"), (f"{sides}  {other:<16}", "dim")]
        if self.size.width < WIDE:
            left = left[:1]
        resting = decision.kind is Change.RESTING
        dose: Line = [("resting", "warn")] if resting else [(f"{decision.dose!s:>8}", "strong")]
        works = f"{exercise.name}: {', '.join(exercise.works_on)}. {decision.why}"
        return Row(left, dose, exercise.id, works)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What it works on, and the reason of its dose."""
        self.explain([(event.row.why, "text")])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Read about it."""
        self.post_message(Wanted("exercise", event.row.key or ""))

    def _about(self, what: str) -> None:
        if self.rows.row and self.rows.row.key:
            self.post_message(Wanted(what, self.rows.row.key))

    def action_open(self) -> None:
        """Read about the exercise under the cursor."""
        self._about("exercise")

    def action_edit(self) -> None:
        """Change its dose."""
        self._about("aim")

    def action_why(self) -> None:
        """How it came to its dose."""
        self._about("why")

    def action_group(self) -> None:
        """By position, or by kind."""
        self._by_position = not self._by_position
        self.paint()
