"""The place where the program opens: today's session with its doses, arrows and reasons, and the week."""

from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from backtui.coach.coach import Coach
from backtui.coach.desk import Desk
from backtui.coach.diary import PAIN_BOUNDS, Diary
from backtui.coach.views import SessionWish
from backtui.domain.course import Change, Decision
from backtui.domain.exercise import Sides
from backtui.domain.history import SessionRecord
from backtui.domain.plan import MINUTES_BOUNDS, Plan, PlannedItem
from backtui.domain.week import Today as Due
from backtui.tui.keys import PLACES, TODAY, Key
from backtui.tui.scene import POSITIONS, block_name
from backtui.tui.screens.base import WIDE, Place, Wanted, bindings
from backtui.tui.screens.dialogs import Choice, Number
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.widgets.spans import Line, Span

ARROWS = {Change.UP: ("▲", "up"), Change.DOWN: ("▼", "down"), Change.RETURN: ("▼", "down")}


class Today(Place):
    """Today's plan; enter begins it."""

    NAME: ClassVar[str] = "today"
    KEYS: ClassVar[tuple[Key, ...]] = TODAY
    BINDINGS: ClassVar[list[BindingType]] = bindings(TODAY, PLACES)

    def __init__(self, desk: Desk, minutes: int | None = None, routine: str | None = None) -> None:
        """`minutes` and `routine` hold for this run of the program; None takes what is set."""
        super().__init__(desk)
        self.wish = SessionWish(minutes, routine)
        self.plan: Plan | None = None
        self.due: Due | None = None
        self._unconfirmed: SessionRecord | None = None

    async def read(self) -> None:
        """Ask for today and its plan."""

        def question(coach: Coach, _: Diary) -> tuple[Due, Plan, SessionRecord | None]:
            return coach.today(), coach.plan(self.wish.minutes, self.wish.routine), coach.unconfirmed()

        self.due, self.plan, self._unconfirmed = await self.ask(question)
        self.paint()

    def paint(self) -> None:
        """Show the plan."""
        if self.plan is None or self.due is None:
            return
        due = self.due
        bar = "▰" * min(due.done, due.goal) + "▱" * max(0, due.goal - due.done)
        left: list[Span] = [(f" {due.why}", "text")]
        self.query_one("#head", Bar).say(left, [(bar, "accent"), (" week ", "dim")])
        rows = self._rows(self.plan)
        self.rows.show(rows)

    def _rows(self, plan: Plan) -> list[Row]:
        wide = self.size.width >= WIDE
        minutes = round(plan.total_s / 60)
        start: Line = [(f"Start  {minutes} min", "strong"), (f"  {len(plan.items)} exercises", "dim")]
        why = f"About {minutes} minutes, fitted to {plan.minutes}; m changes that."
        pain: Line = [] if self.wish.pain is None else [(f"pain before {self.wish.pain}   ", "dim")]
        rows = [Row(start, [*pain, ("enter", "key")], "start", why), *self._unsure(), Row()]
        kinds: set[str] = set()
        for place, block in enumerate(plan.blocks):
            name = block_name(block.kind, again=block.kind in kinds)
            kinds.add(block.kind)
            head: Line = [(name.upper(), "head")]
            rows.append(Row(head, [("hold  reps        ", "dim")] if place == 0 and wide else ()))
            rows += [self._row(each, wide) for each in block.items]
        rows += [Row(), *self._left_out(plan)] if plan.left_out or plan.once else []
        return rows

    def _unsure(self) -> list[Row]:
        """A session that ran to its end before an empty room asks whether it was done."""
        record = self._unconfirmed
        if record is None:
            return []
        left: Line = [(f"Did you do the session of {record.started_at:%A %H:%M}?", "warn")]
        why = "It ran to its end without a key; it raises nothing until you say that you did it."
        return [Row(left, [("enter", "key"), (" yes", "text")], "confirm", why)]

    def _row(self, each: PlannedItem, wide: bool) -> Row:
        exercise = self.desk.content.exercises[each.item.exercise]
        sides = "L R" if exercise.sides is Sides.EACH else "   "
        sign, role = ARROWS.get(each.decision.kind, (" ", "text"))
        if each.decision.dose == each.decision.before:
            sign, role = " ", "text"
        if each.decision.rule == "override":
            sign, role = "•", "accent"
        elif each.decision.kind is Change.LOCKED:
            sign, role = "=", "dim"
        dose = f"{each.item.dose.hold_s:>3} s × {each.item.dose.reps:<2}"
        label = _label(each.decision) if wide else ""
        right: Line = [(dose, "strong"), (f" {sign}", role), (f" {label:<5}", role)]
        middle = f"{sides}  {POSITIONS[exercise.position]:<15}" if wide else sides
        left: Line = [(f"{exercise.name:<26}", "text"), (middle, "dim")]
        key = f"{each.item.index}:{exercise.id}"
        return Row(left, right, key, f"{exercise.name}: {each.decision.why}")

    def _left_out(self, plan: Plan) -> list[Row]:
        names = self.desk.content.exercises
        rows = [
            Row(
                [("Left out: ", "dim"), (names[each.exercise].name, "dim")],
                (),
                f"out:{each.exercise}",
                each.why,
            )
            for each in plan.left_out
        ]
        if plan.once:
            again = ", ".join(names[each].name for each in plan.once)
            rows.append(Row([(f"Once only, for want of time: {again}", "dim")]))
        return rows

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The reason stands at the bottom."""
        self.explain([(event.row.why, "text")])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter begins, wherever the cursor is, but on the question of a session without a sign of life."""
        if event.row.key == "confirm":
            self.confirm()
        else:
            self.action_start()

    @work
    async def confirm(self) -> None:
        """That session was really done."""
        record = self._unconfirmed
        if record is not None:
            await self.ask(lambda _, diary: diary.confirm(record))
            self.reload()

    def action_start(self) -> None:
        """Begin the session that is shown."""
        if self.plan is not None:
            self.post_message(Wanted("begin"))

    @work
    async def action_minutes(self) -> None:
        """Another length for this session."""
        now = self.wish.minutes or (self.plan.minutes if self.plan else None) or 30
        effect = "The session is fitted to this time; what has no room is named."
        minutes = await self.app.push_screen_wait(
            Number("Minutes for this session", effect, now, MINUTES_BOUNDS, " min")
        )
        if minutes is not None:
            self.wish = replace(self.wish, minutes=minutes)
            self.reload()

    @work
    async def action_routine(self) -> None:
        """Another routine for this session."""
        options = [(key, routine.name) for key, routine in self.desk.content.routines.items()]
        routine = await self.app.push_screen_wait(Choice("Routine", (), options))
        if routine is not None:
            self.wish = replace(self.wish, routine=routine)
            self.reload()

    @work
    async def action_pain(self) -> None:
        """Pain before this session, from 0 to 10."""
        effect = "0 is none, 10 the worst; it is kept with the session."
        now = self.wish.pain or 0
        pain = await self.app.push_screen_wait(Number("Pain before the session", effect, now, PAIN_BOUNDS))
        if pain is not None:
            self.wish = replace(self.wish, pain=pain)
            self.paint()

    def action_edit(self) -> None:
        """Change the dose of the exercise under the cursor."""
        self._about("aim")

    def action_why(self) -> None:
        """How the exercise under the cursor came to its dose."""
        self._about("why")

    def _about(self, what: str) -> None:
        row = self.rows.row
        if row and row.key and ":" in row.key:
            self.post_message(Wanted(what, row.key.partition(":")[2]))

    def is_live(self, key: Key) -> bool:
        """Dose and why need an exercise under the cursor."""
        row = self.rows.row if self.is_mounted else None
        exercise = bool(row and row.key and ":" in row.key)
        return exercise if key.id in ("today.edit", "today.why") else True


def _label(decision: Decision) -> str:
    """One word beside the arrow: which knob moved."""
    before, after = decision.before, decision.dose
    if decision.kind is Change.FIRST:
        return "new"
    if before is None or before == after:
        return ""
    if before.hold_s == after.hold_s:
        return "reps"
    return "hold" if before.reps == after.reps else "both"
