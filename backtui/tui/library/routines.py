"""The page of routines."""

from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.library import definitions
from backtui.coach.programme import definition
from backtui.coach.sessions import Diary
from backtui.domain.exercise import Routine
from backtui.domain.plan import Plan
from backtui.domain.words.numbers import many, whole_minutes
from backtui.tui.base import WIDE, read_in
from backtui.tui.dialogs import Choice
from backtui.tui.frame.listing import Listing
from backtui.tui.frame.page import bindings
from backtui.tui.keys import ROUTINES, Key
from backtui.tui.library.builder import RoutineBuilder
from backtui.tui.library.draft import begun
from backtui.tui.widgets.line import Line, fit
from backtui.tui.widgets.rows import Row, Rows


class Routines(Listing[str]):
    """Enter follows one from now on."""

    KEYS: ClassVar[tuple[Key, ...]] = ROUTINES
    BINDINGS: ClassVar[list[BindingType]] = bindings(ROUTINES)

    def __init__(self, desk: CoachClient, cursor: str = "") -> None:
        """The cursor begins on the routine `cursor`, if it is named."""
        super().__init__(desk, "Routines")
        self._begins = cursor
        self._plans: dict[str, Plan] = {}
        self._followed = ""
        self._saved: frozenset[str] = frozenset()

    def on_mount(self) -> None:
        """Ask for all of them."""
        super().on_mount()
        read_in(self, partial(self.read, self._begins or None))

    async def read(self, cursor: str | None = None) -> None:
        """Ask for what each would make of today; the cursor goes to `cursor`, if it is named."""

        def question(coach: Coach, _: Diary) -> tuple[dict[str, Plan], str, frozenset[str]]:
            plans = {key: coach.plan_of(each) for key, each in coach.content.routines.items()}
            return plans, coach.routine().id, frozenset(definitions(coach.reading, "routine"))

        self._plans, self._followed, self._saved = await self.ask(question)
        self.paint(cursor)

    def paint(self, cursor: str | None = None) -> None:
        """Show them all."""
        known = self.desk.content.routines
        rows = [self._row(known[key], plan) for key, plan in self._plans.items() if key in known]
        self.rows.show(rows, cursor)
        self.entitle([("Routines", "accent")], [(f"{len(rows)} ", "dim")])

    def _row(self, routine: Routine, plan: Plan) -> Row:
        followed = routine.id == self._followed
        marks = ", ".join(["in use"] * followed + ["own"] * routine.own)
        count = f"{many(plan.exercises, 'exercise'):>13}" if self.size.width >= WIDE else ""
        left: Line = [(fit(routine.name, 26), "strong" if followed else "text"), (f"  {marks:<13}", "accent")]
        right: Line = [(count, "dim"), (f"{whole_minutes(plan.total_s):>5} min ", "strong")]
        names = ", ".join(self.desk.content.name_of(each.exercise) for each in plan.left_out)
        out = f" Left out today: {names}." if names else ""
        kind = "It runs exactly as written." if routine.own else "A session of it is fitted to your minutes."
        return Row(left, right, routine.id, f"{routine.name}: {kind}{out}")

    def needs(self, key: Key) -> str:
        """Only a routine of one's own can be changed or removed."""
        fixed = key.id in ("routines.edit", "routines.remove") and self.key not in self._saved
        return "This one came with backtui; c makes a copy of your own." if fixed else ""

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Follow it."""
        event.stop()
        self.action_use()

    @work
    async def action_use(self) -> None:
        """Follow the routine under the cursor from now on."""
        key = self.key
        if key:
            await self.ask(lambda _, diary: diary.shelf.use_routine(key))
            if await self.ask(lambda coach, _: bool(coach.preferences().schedule.lines)):
                from backtui.coach.schedule import GOES_FIRST

                self.app.notify(GOES_FIRST)
            await self.read(key)

    @work
    async def action_build(self, how: str) -> None:
        """A new one, a copy of the one under the cursor, or that one itself where it is one's own."""
        key, draft = self.key, {}
        if how == "edit" and key not in self._saved:
            return
        if how != "new" and key:
            draft = await self.ask(lambda coach, _: definition(coach, key))
        if how == "copy":
            draft = begun(draft, self.desk.content.routines[key].name, self.desk.content)
        saved = await self.app.push_screen_wait(RoutineBuilder(self.desk, draft, new=how != "edit"))
        await self.read(saved)

    @work
    async def action_remove(self) -> None:
        """Remove one's own, after a question."""
        key = self.key
        if key not in self._saved:
            return
        name = self.desk.content.routines[key].name
        said = ("Sessions that followed it keep its name.",)
        options = [("no", "No, keep it"), ("yes", f"Yes, remove {name}")]
        if await self.app.push_screen_wait(Choice(f"Remove {name}?", said, options, "no")) == "yes":
            await self.ask(lambda _, diary: diary.shelf.remove_routine(key))
            await self.read()
