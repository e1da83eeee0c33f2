"""What the body has to mind."""

from typing import ClassVar

from textual import work
from textual.binding import BindingType

from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.sessions import Diary
from backtui.domain.exercise import Exercise
from backtui.domain.words.numbers import upper_first
from backtui.tui.base import read_in
from backtui.tui.frame.listing import Listing, ticked_row
from backtui.tui.frame.page import bindings
from backtui.tui.keys import CAUTIONS, Key
from backtui.tui.widgets.rows import Row, Rows

TITLE = "Take care"
INFORMS = "It informs and never diagnoses; what your provider says comes first."
FEW = 3  # names of exercises that have room in the explanation
ALLOWED = "my provider allows it"


class Cautions(Listing[str]):
    """Space notes a caution, or says of an exercise that the provider allows it all the same."""

    KEYS: ClassVar[tuple[Key, ...]] = CAUTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(CAUTIONS)

    def __init__(self, desk: CoachClient) -> None:
        super().__init__(desk, TITLE)
        self._noted: tuple[str, ...] = ()
        self._allowed: frozenset[str] = frozenset()

    def on_mount(self) -> None:
        """Ask for what was noted."""
        super().on_mount()
        self.entitle([(TITLE, "accent")], [("informs, never diagnoses ", "dim")])
        read_in(self, self._read)

    async def _read(self) -> None:
        def question(coach: Coach, _: Diary) -> tuple[tuple[str, ...], frozenset[str]]:
            allowed = frozenset(key for key, each in coach.included().items() if each.allowed)
            return coach.preferences().cautions, allowed

        self._noted, self._allowed = await self.ask(question)
        self._paint()

    def _paint(self) -> None:
        content = self.desk.content
        rows = [Row([("WHAT I HAVE TO MIND", "head")])]
        for each in content.cautions.values():
            with_it = [one.name for one in content.exercises.values() if each.id in one.avoid_with]
            few = ", ".join(with_it) if len(with_it) <= FEW else f"{len(with_it)} exercises"
            out = f" Leaves out: {few}." if with_it else ""
            name = upper_first(each.name)
            noted = each.id in self._noted
            rows.append(ticked_row(noted, f"caution:{each.id}", name, f"{each.advice}{out}"))
        tagged = [one for one in content.exercises.values() if set(one.avoid_with) & set(self._noted)]
        if tagged:
            rows += [
                Row(),
                Row([("LEFT OUT, UNLESS MY PROVIDER ALLOWS IT", "head")]),
                *map(self._row, tagged),
            ]
        self.rows.show(rows)

    def _row(self, exercise: Exercise) -> Row:
        allowed = exercise.id in self._allowed
        why = f"{exercise.name} is in your sessions because your provider allows it."
        if not allowed:
            why = f"{exercise.name} is left out; tick it once your provider has told you whether and how."
        row = ticked_row(allowed, f"exercise:{exercise.id}", exercise.name, why)
        return Row(row.left, [(f"{ALLOWED} " if allowed else "left out ", "dim")], row.key, row.why)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter ticks as space does."""
        event.stop()
        self.action_tick()

    @work
    async def action_tick(self) -> None:
        """Note it, or take it back; allow it, or no longer."""
        what, _, key = self.key.partition(":")
        if what == "caution":
            noted = tuple({*self._noted} ^ {key})
            await self.ask(lambda _, diary: diary.shelf.note_cautions(noted))
        elif what == "exercise":
            allowed = key not in self._allowed
            await self.ask(lambda _, diary: diary.shelf.include(key, allowed=allowed))
        await self._read()
