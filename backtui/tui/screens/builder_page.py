"""What the builder of a routine shows: its exercises in their order, with their doses, and the minutes."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from backtui.coach.coach import Coach, WrongUseError
from backtui.coach.desk import Desk
from backtui.coach.diary import Diary
from backtui.coach.shelf import ROUTINE as PLACE
from backtui.content import ContentError
from backtui.domain.exercise import Dose
from backtui.domain.plan import Plan
from backtui.tui.asking import read_in
from backtui.tui.keys import Key
from backtui.tui.own_keys import BUILDER
from backtui.tui.scene import POSITIONS
from backtui.tui.screens.base import WIDE
from backtui.tui.screens.draft_page import DraftPage
from backtui.tui.widgets.rows import Row
from backtui.tui.widgets.spans import Line, fit


class RoutinePage(DraftPage):
    """Shows a draft and how long it takes."""

    HINTS = BUILDER
    WHAT = "routine"

    def __init__(self, desk: Desk, draft: Mapping[str, Any], *, new: bool) -> None:
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
            problem, plan = "", None
            try:
                diary.shelf.sound_routine(draft)
            except (ContentError, WrongUseError) as error:
                problem = spoken(str(error).removeprefix(f"{PLACE}: "))
            try:
                plan = coach.plan_of(diary.shelf.draft({**draft, "name": "draft", "id": "draft"}))
            except ContentError:
                plan = None
            return plan, problem

        self._plan, self.problem = await self.ask(question)
        self.paint()

    def paint(self, cursor: str | None = None) -> None:
        """Show the items and the minutes; the cursor goes to the row `cursor`, if it is named."""
        plan = self._plan
        minutes = max(1, round(plan.total_s / 60)) if plan and plan.items else 0
        name = self.draft.get("name") or "Without a name"
        count = len(self.items)
        said = f"{minutes} min  ·  {count} {'exercise' if count == 1 else 'exercises'} "
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
        key = item["exercise"]
        known = self.desk.content.exercises.get(key)
        out = {each.exercise: each.why for each in self._plan.left_out} if self._plan else {}
        where = f"  {POSITIONS[known.position]:<16}" if known and self.size.width >= WIDE else ""
        name, role = self.desk.content.name_of(key), "dim" if key in out else "text"
        left: Line = [(f"{n + 1:>2}  ", "dim"), (fit(name, 26), role), (where, "dim")]
        said = "It has a dose of its own here." if item.get("dose") else "It has the dose of the day."
        return Row(left, self._dose(item, left_out=key in out), str(n), f"{name}: {out.get(key, said)}")

    def _dose(self, item: Mapping[str, Any], *, left_out: bool) -> Line:
        if left_out:
            return [("left out    ", "warn")]
        dose = item.get("dose")
        if dose:
            return [(f"{dose['hold_s']:>3} s × {dose['reps']:<2} ", "strong"), ("own ", "accent")]
        today = self._doses.get(item["exercise"])
        return [(f"{today.hold_s:>3} s × {today.reps:<2}     " if today else "", "dim")]

    @property
    def _doses(self) -> dict[str, Dose]:
        """The doses of the day of what is in the plan."""
        items = self._plan.items if self._plan else ()
        return {each.item.exercise: each.item.dose for each in items if each.decision.rule != "routine"}

    def is_live(self, key: Key) -> bool:
        """Most keys need an exercise under the cursor."""
        on_one = ("builder.dose", "builder.remove", "builder.down", "builder.up")
        return self.place >= 0 if key.id in on_one else True


def spoken(problem: str) -> str:
    """A problem with the numbers of the lines as the list shows them."""
    return re.sub(r"items\[(\d+)\][.\w]*", lambda found: f"line {int(found[1]) + 1}", problem)
