"""Routines, and their builder."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, ClassVar

from textual import work
from textual.binding import BindingType

from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.library import definitions
from backtui.coach.programme import ROUTINE as PLACE
from backtui.coach.programme import definition
from backtui.coach.sessions import Diary
from backtui.content.doses import dose_table, dose_written
from backtui.content.load import ContentError
from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS, Dose, Routine
from backtui.domain.exercise import WORD_LIMIT as WORD
from backtui.domain.notation import in_column
from backtui.domain.plan import Plan
from backtui.domain.words.numbers import many, position, whole_minutes
from backtui.tui.base import WIDE, bindings, read_in
from backtui.tui.dialogs import Choice, Listing, Number, Pick, Wording
from backtui.tui.keys import BUILDER, ROUTINES, Key
from backtui.tui.library.draft import DraftPage, begun, named
from backtui.tui.widgets.line import Line, fit
from backtui.tui.widgets.rows import Row, Rows

OF_THE_DAY, OWN_DOSE = "day", "own"
DOSES = [(OF_THE_DAY, "The dose of the day"), (OWN_DOSE, "A dose of its own")]
BY_FILE = "Rests and rounds are changed in a file: backtui show ID --toml."
NAMED = "What the routine is called, up to 40 characters."


class Routines(Listing[str]):
    """Enter follows one from now on."""

    HINTS = ROUTINES
    BINDINGS: ClassVar[list[BindingType]] = bindings(ROUTINES)

    def __init__(self, desk: CoachClient) -> None:
        super().__init__(desk, "Routines")
        self._plans: dict[str, Plan] = {}
        self._followed = ""
        self._saved: frozenset[str] = frozenset()

    def on_mount(self) -> None:
        """Ask for all of them."""
        super().on_mount()
        read_in(self, self.read)

    async def read(self, cursor: str | None = None) -> None:
        """Ask for what each would make of today; the cursor goes to `cursor`, if it is named."""

        def question(coach: Coach, _: Diary) -> tuple[dict[str, Plan], str, frozenset[str]]:
            plans = {key: coach.plan_of(each) for key, each in coach.content.routines.items()}
            return plans, coach.routine().id, frozenset(definitions(coach.reading, "routine"))

        self._plans, self._followed, self._saved = await self.ask(question)
        known = self.desk.content.routines
        rows = [self._row(known[key], plan) for key, plan in self._plans.items() if key in known]
        self.rows.show(rows, cursor)
        self.entitle([(" Routines", "accent")], [(f"{len(rows)} ", "dim")])

    def _row(self, routine: Routine, plan: Plan) -> Row:
        followed = routine.id == self._followed
        marks = ", ".join(["in use"] * followed + ["own"] * routine.own)
        count = f"{many(len(plan.items), 'exercise'):>13}" if self.size.width >= WIDE else ""
        left: Line = [(fit(routine.name, 26), "strong" if followed else "text"), (f"  {marks:<13}", "accent")]
        right: Line = [(count, "dim"), (f"{whole_minutes(plan.total_s):>5} min ", "strong")]
        names = ", ".join(self.desk.content.name_of(each.exercise) for each in plan.left_out)
        out = f" Left out today: {names}." if names else ""
        kind = "It is done as it is." if routine.own else "A session of it is fitted to your minutes."
        return Row(left, right, routine.id, f"{routine.name}: {kind}{out}")

    def is_live(self, key: Key) -> bool:
        """Only a routine of one's own can be changed or removed."""
        return self.key in self._saved if key.id in ("routines.edit", "routines.remove") else True

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

                self.app.notify(GOES_FIRST, markup=False)
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


class RoutineBuilder(DraftPage):
    """Shows a draft and how long it takes, and writes into it; its result is the id of what was saved."""

    HINTS = BUILDER
    BINDINGS: ClassVar[list[BindingType]] = bindings(BUILDER)
    WHAT = "routine"

    def __init__(self, desk: CoachClient, draft: Mapping[str, Any], *, new: bool) -> None:
        """`new`: it is not in the log yet, so that its id follows its name."""
        super().__init__(desk, "Routine", draft, new=new)
        self._plan: Plan | None = None

    @property
    def items(self) -> list[dict[str, Any]]:
        """The exercises in their order, each with its dose or without one."""
        items: list[dict[str, Any]] = self.draft.setdefault("items", [])
        return items

    @property
    def place(self) -> int:
        """Which of them the cursor is on; -1 on none."""
        return int(self.key) if self.key.isdigit() else -1

    def on_mount(self) -> None:
        """Show the draft."""
        super().on_mount()
        self.paint()
        self.look()

    def on_resize(self) -> None:
        """Lines are cut to what there is room for."""
        self.call_after_refresh(self.paint)

    # Showing

    def look(self) -> None:
        """Ask how long it takes and whether it is sound."""
        read_in(self, self.read)

    async def read(self) -> None:
        """Ask, and show the answer."""
        draft = deepcopy(self.draft)

        def question(coach: Coach, diary: Diary) -> tuple[Plan | None, str]:
            problem = ""
            try:
                diary.shelf.sound_routine(draft)
            except (ContentError, WrongUseError) as error:
                problem = with_line_numbers(str(error).removeprefix(f"{PLACE}: "))
            try:
                return coach.plan_of(diary.shelf.draft({**draft, "name": "draft", "id": "draft"})), problem
            except ContentError:
                return None, problem

        self._plan, self.problem = await self.ask(question)
        self.paint()

    def paint(self, cursor: str | None = None) -> None:
        """Show the items and the minutes; the cursor goes to the row `cursor`, if it is named."""
        plan = self._plan
        minutes = whole_minutes(plan.total_s) if plan and plan.items else 0
        name = self.draft.get("name") or "Without a name"
        said = f"{minutes} min  ·  {many(len(self.items), 'exercise')} "
        self.entitle([(f" {name}", "accent")], [(said, "strong")])
        rows = [self._row(n, each) for n, each in enumerate(self.items)]
        if not rows:
            rows = [Row([("Nothing is in it yet; a adds an exercise.", "dim")])]
        if self.problem and self.items:
            rows += [Row(), Row([("Not yet: ", "warn"), (self.problem, "text")])]
        self.rows.show(rows, cursor)
        if not self.items:
            self.explain([(self.problem and "Add an exercise, and give it a name by n.", "dim")])

    def _row(self, n: int, item: Mapping[str, Any]) -> Row:
        key = item.get("exercise")
        if key is None:
            return Row([(f"{n + 1:>2}  ", "dim"), (_without_exercise(item), "text")], (), str(n), BY_FILE)
        known = self.desk.content.exercises.get(key)
        out = {each.exercise: each.why for each in self._plan.left_out} if self._plan else {}
        where = f"  {position(known.position):<16}" if known and self.size.width >= WIDE else ""
        name, role = self.desk.content.name_of(key), "dim" if key in out else "text"
        left: Line = [(f"{n + 1:>2}  ", "dim"), (fit(name, 26), role), (where, "dim")]
        said = "It has a dose of its own here." if item.get("dose") else "It has the dose of the day."
        return Row(left, self._dose(item, left_out=key in out), str(n), f"{name}: {out.get(key, said)}")

    def _dose(self, item: Mapping[str, Any], *, left_out: bool) -> Line:
        if left_out:
            return [("left out    ", "warn")]
        dose = item.get("dose")
        if dose:
            return [(f"{in_column(dose_written(dose))} ", "strong"), ("own ", "accent")]
        today = self._doses.get(item["exercise"])
        return [(f"{in_column(today)}     " if today else "", "dim")]

    @property
    def _doses(self) -> dict[str, Dose]:
        """The doses of the day of what is in the plan."""
        items = self._plan.items if self._plan else ()
        return {each.item.exercise: each.item.dose for each in items if each.decision.rule != "routine"}

    def is_live(self, key: Key) -> bool:
        """Most keys need an exercise under the cursor."""
        on_one = ("builder.dose", "builder.remove", "builder.down", "builder.up")
        return self.place >= 0 if key.id in on_one else True

    # Changing

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter asks for the dose."""
        event.stop()
        self.action_dose()

    @work
    async def action_add(self) -> None:
        """An exercise behind the one under the cursor, or at the end."""
        picked = await self.app.push_screen_wait(Pick(self.desk, "Add to the routine"))
        if picked is not None:
            place = self.place + 1 if self.place >= 0 else len(self.items)
            self.items.insert(place, {"exercise": picked})
            self._changed(place)

    def action_remove(self) -> None:
        """Take it out."""
        place = self.place
        if place >= 0:
            del self.items[place]
            self._changed(min(place, len(self.items) - 1))

    def action_move(self, by: int) -> None:
        """One place further down or up."""
        place, other = self.place, self.place + by
        if place >= 0 and 0 <= other < len(self.items):
            self.items[place], self.items[other] = self.items[other], self.items[place]
            self._changed(other)

    @work
    async def action_dose(self) -> None:
        """The dose of the day, or one of its own: hold and repetitions."""
        place = self.place
        if place < 0:
            return
        item = self.items[place]
        if "exercise" not in item:
            self.explain([(BY_FILE, "warn")])
            return
        name = self.desk.content.name_of(item["exercise"])
        chosen = await self.app.push_screen_wait(Choice(name, (), DOSES))
        if chosen == OF_THE_DAY:
            for key in ("dose", "grows", "fixed"):
                item.pop(key, None)
        elif chosen == OWN_DOSE:
            dose = await self._own_dose(name, item.get("dose") or {"hold_s": 5, "reps": 5})
            if dose is None:
                return
            item["dose"] = dose
        if chosen is not None:
            self._changed(place)

    async def _own_dose(self, name: str, dose: Mapping[str, Any] | str) -> dict[str, Any] | None:
        """A dose with another hold, and with other repetitions where all sets have as many."""
        before = dose_written(dose)
        table = dose_table(before)
        reps = table["reps"]
        hold = await self._number(f"{name}: hold", before.hold_s, HOLD_BOUNDS_S, " s")
        if hold is not None and before.even:
            reps = await self._number(f"{name}: repetitions", before.reps, REPETITION_BOUNDS)
        return None if hold is None or reps is None else {**table, "hold_s": hold, "reps": reps}

    async def _number(self, title: str, now: int, bounds: tuple[int, int], unit: str = "") -> int | None:
        meaning = "It holds in this routine, and yields only to a locked dose."
        return await self.app.push_screen_wait(Number(title, meaning, now, bounds, unit))

    @work
    async def action_name(self) -> None:
        """What it is called."""
        await self._ask_name()

    async def _ask_name(self) -> None:
        name = await self.app.push_screen_wait(Wording("Name", NAMED, WORD, self.draft.get("name", "")))
        if name:
            self.draft = (
                named(self.draft, name, self.desk.content) if self.new else {**self.draft, "name": name}
            )
            self._changed(self.place)

    @work
    async def action_save(self) -> None:
        """Keep it, asking for a name where it has none; or say what is not sound."""
        if not self.draft.get("name"):
            await self._ask_name()
            if not self.draft.get("name"):
                return
        await self.read()
        if self.problem:
            self.explain([("Not yet: ", "warn"), (self.problem, "text")])
            return
        draft = deepcopy(self.draft)
        saved = await self.ask(lambda _, diary: diary.shelf.save_routine(draft))
        self.dismiss(saved.id)

    def _changed(self, place: int) -> None:
        """Show what has changed at once; the minutes follow."""
        self.paint(str(place) if place >= 0 else None)
        self.look()


def _without_exercise(item: Mapping[str, Any]) -> str:
    """A rest, or rounds of several items, in a line."""
    rest = f"{item['rest_s']} s rest" if item.get("rest_s") else ""
    if "items" not in item:
        return rest
    count = sum("exercise" in each for each in item["items"])
    rounds = f"{many(item['rounds'], 'round')} of {many(count, 'exercise')}"
    return f"{rounds}, {rest} between them" if rest else rounds


def with_line_numbers(problem: str) -> str:
    """A problem with the numbers of the lines as the list shows them."""
    return re.sub(r"items\[(\d+)\][.\w]*", lambda found: f"line {int(found[1]) + 1}", problem)
