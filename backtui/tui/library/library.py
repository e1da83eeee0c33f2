"""All exercises."""

from typing import ClassVar

from textual.binding import BindingType

from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.sessions import Diary
from backtui.domain.exercise import Exercise, Kind, Position
from backtui.domain.plan import INCLUDED, Inclusion
from backtui.domain.progression.prescription import Decision, DecisionKind
from backtui.domain.words.numbers import KINDS, many, position, sides_words, upper_first
from backtui.domain.words.targets import out_of_sessions, priority
from backtui.tui.aiming import Aiming
from backtui.tui.base import ROOMY, WIDE, OpenErrand
from backtui.tui.filtered import FilteredPlace
from backtui.tui.frame.page import bindings
from backtui.tui.keys import AIMING, CLEARING, LIBRARY, PLACES, Key
from backtui.tui.seen import Seen
from backtui.tui.staged import Staged
from backtui.tui.widgets.line import Bar, Line, fit
from backtui.tui.widgets.rows import Row, Rows

NO_ONE = "That needs an exercise under the cursor."
ABOUT_NONE = ("new", "routines", "programmes", "cautions")


class Library(Aiming, Staged, FilteredPlace):
    """All exercises with their doses; enter reads one."""

    NAME: ClassVar[str] = "library"
    KEYS: ClassVar[tuple[Key, ...]] = (*LIBRARY, *AIMING)
    BINDINGS: ClassVar[list[BindingType]] = bindings(LIBRARY, AIMING, PLACES, CLEARING)
    PLACEHOLDER: ClassVar[str] = "name, position or what it works on"

    def __init__(self, desk: CoachClient) -> None:
        super().__init__(desk)
        self.decisions: dict[str, Decision] = {}
        self.included: dict[str, Inclusion] = {}
        self.barred: dict[str, str] = {}
        self._by_position = False

    async def read(self) -> None:
        """Ask for all doses, and for what takes part in sessions."""

        def question(
            coach: Coach, _: Diary
        ) -> tuple[dict[str, Decision], dict[str, Inclusion], dict[str, str]]:
            return dict(coach.decisions()), dict(coach.included()), dict(coach.barred())

        self.decisions, self.included, self.barred = await self.ask(question)
        self.paint()

    def paint(self) -> None:
        """Show the exercises in their groups."""
        if not self.decisions:
            return
        known = [each for each in self.desk.content.exercises.values() if each.id in self.decisions]
        shown = [each for each in known if self._matches(each)]
        groups: dict[str, list[Exercise]] = {}
        order = [*Position] if self._by_position else [*Kind]
        for group in order:
            for each in shown:
                if group in (each.position, each.kind):
                    name = position(each.position) if self._by_position else KINDS[each.kind]
                    groups.setdefault(name, []).append(each)
        rows: list[Row] = []
        for name, members in groups.items():
            rows += [Row()] if rows else []
            rows += [Row([(name.upper(), "head")]), *(self._row(each) for each in members)]
        filtered = f", showing {len(shown)} with “{self.filter}”" if self.filter else ""
        rows += [Row()] * bool(self.desk.problems)
        rows += [Row([(problem, "warn")]) for problem in self.desk.problems]
        count = f" {many(len(known), 'exercise')}{filtered}"
        self.query_one("#head", Bar).say([(count, "text")])
        self.rows.show(rows or [Row([("Nothing has these letters; esc shows all again.", "dim")])])
        if not rows:
            self.explain(())

    def _matches(self, exercise: Exercise) -> bool:
        return self.matches(exercise.name, position(exercise.position), exercise.kind, *exercise.works_on)

    def _row(self, exercise: Exercise) -> Row:
        decision = self.decisions[exercise.id]
        other = KINDS[exercise.kind] if self._by_position else position(exercise.position)
        reason = self.barred.get(exercise.id)
        role = "dim" if reason else "text"
        middle = f"{sides_words(exercise.sides):<9}" if self.list_cells >= ROOMY else ""
        middle += f"  {other:<15}" if self.list_cells >= WIDE else ""
        included = self.included.get(exercise.id, INCLUDED)
        marks = ", ".join(filter(None, ("own" if exercise.own else "", priority(included))))
        left: Line = [(f"{fit(exercise.name, 25)} ", role), (middle, "dim"), (f" {marks}", "accent")]
        state = self._state(exercise, included)
        dose: Line = [(state, "warn")] if state else [(f"{decision.dose!s:>8}", "strong")]
        why = reason or decision.why
        works = f"{exercise.name}: {', '.join(exercise.works_on)}. {upper_first(why)}"
        return Row(left, dose, exercise.id, works)

    def _state(self, exercise: Exercise, included: Inclusion) -> str:
        """Why it has no dose now, in a word; "" where it has one."""
        resting = self.decisions[exercise.id].kind is DecisionKind.RESTING
        return out_of_sessions(exercise, included, self.barred) or ("resting" if resting else "")

    @property
    def exercise_here(self) -> str | None:
        """The exercise under the cursor."""
        return self.rows.row.key if self.is_mounted and self.rows.row else None

    def seen(self) -> Seen | None:
        """All that is known of the exercise under the cursor."""
        from backtui.tui.library.seen_exercise import seen

        exercise = self.desk.content.exercises.get(self.exercise_here or "")
        return seen(exercise, self.panes, ascii_only=self.config.ascii) if exercise else None

    @property
    def rest(self) -> str:
        """How to read what has no room in a pane."""
        return "… enter reads on"

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What it works on, and the reason of its dose."""
        self.explain_row(event.row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Read about it."""
        self.post_message(OpenErrand("exercise", event.row.key or ""))

    def action_about(self, what: str) -> None:
        """An errand about the exercise under the cursor; some are about none."""
        exercise = self.exercise_here
        if exercise or what in ABOUT_NONE:
            self.post_message(OpenErrand(what, exercise or ""))

    def action_open(self) -> None:
        """Read about the exercise under the cursor."""
        self.action_about("exercise")

    def needs(self, key: Key) -> str:
        """Only an exercise of one's own can be removed."""
        row = self.rows.row if self.is_mounted else None
        known = self.desk.content.exercises.get(row.key) if row and row.key else None
        if key.id != "library.remove" or (known and known.own):
            return ""
        return (
            f"{known.name} came with backtui; x switches it off." if known else "There is nothing to remove."
        )

    def action_group(self) -> None:
        """By position, or by kind."""
        self._by_position = not self._by_position
        self.paint()
