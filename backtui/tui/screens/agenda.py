"""What Today says, as lines: the week, the question of the morning after, the session and its doses."""

from dataclasses import dataclass

from backtui.domain.course import Change, Decision
from backtui.domain.exercise import Content, Sides
from backtui.domain.history import SessionRecord
from backtui.domain.plan import Plan, PlannedItem
from backtui.domain.week import DayDone, Due, Today
from backtui.tui.keys import MORNING, name_of
from backtui.tui.scene import POSITIONS, block_name
from backtui.tui.widgets.rows import Row
from backtui.tui.widgets.spans import Line, Span, fit, width

ARROWS = {Change.UP: ("▲", "up"), Change.DOWN: ("▼", "down"), Change.RETURN: ("▼", "down")}
DAYS = {Due.BACK: "Back day", Due.AEROBIC: "Aerobic day", Due.REST: "Rest day"}
BACK, AEROBIC, BOTH, REST = ("●", "accent"), ("○", "strong"), ("◉", "accent"), ("·", "dim")
# The keys of rows that are no exercise.
START, CONFIRM, ASKS = "start", "confirm", "morning"


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the coach says of today: the week, the session that would run, and what is asked of others."""

    due: Today
    plan: Plan
    unconfirmed: SessionRecord | None = None
    asks: SessionRecord | None = None

    def head(self, cells: int) -> tuple[list[Span], list[Span]]:
        """What the day is for and both counts at the left, the week's seven days at the right."""
        due = self.due
        said: list[Span] = [
            (f" {DAYS[due.due]} · ", "text"),
            (BACK[0], BACK[1]),
            (f" {due.done} of {due.goal} · ", "text"),
            (AEROBIC[0], AEROBIC[1]),
            (f" {due.aerobic} aerobic", "text"),
        ]
        week = week_cells(due)
        last = f" · last session {_weekday(due)}" if due.last else ""
        whole: list[Span] = [*said, (last, "dim")]
        return (whole if width(whole) + width(week) < cells else said), week

    def rows(self, content: Content, pain: int | None, *, wide: bool) -> list[Row]:
        """All rows; `pain` is what was said of it before this session."""
        return [
            *self._asked(wide),
            self._start(pain, wide),
            *self._unsure(),
            *(Row([(note, "warn")]) for note in self.plan.notes),
            Row(),
            *self._blocks(content, wide),
            *self._left_out(content),
        ]

    def _asked(self, wide: bool) -> list[Row]:
        """How the back is after yesterday's session, with the keys that answer."""
        if self.asks is None:
            return []
        day = f"{self.asks.day:%A}"
        left = f"How is your back after {day}'s session?" if wide else f"Your back after {day}?"
        keys: list[Span] = []
        for key in MORNING[:3]:
            keys += [("  " if keys else "", "text"), (key.name, "key"), (f" {key.label}", "text")]
        why = "Worse takes back the raises it earned, and makes today gentle; esc: not now."
        return [Row([(left, "accent")], keys, ASKS, why)]

    def _start(self, pain: int | None, wide: bool) -> Row:
        plan, minutes = self.plan, round(self.plan.total_s / 60)
        start: Line = [(f"Start  {minutes} min", "strong"), (f"  {len(plan.items)} exercises", "dim")]
        key = name_of("today.minutes")
        how = f"fitted to {plan.minutes}; {key} changes that" if plan.minutes else "your own routine as it is"
        fitted = f" About {minutes} minutes, {how}."
        told: Line = [] if pain is None else [(f"pain before {pain}   ", "dim")]
        return Row(start, [*told, ("enter", "key")], START, f"{self.due.why}{fitted if wide else ''}")

    def _unsure(self) -> list[Row]:
        """A session that ran to its end before an empty room asks whether it was done."""
        record = self.unconfirmed
        if record is None:
            return []
        left: Line = [(f"Did you do the session of {record.started_at:%A %H:%M}?", "warn")]
        why = "It ran to its end without a key; it raises nothing until you say that you did it."
        return [Row(left, [("enter", "key"), (" yes", "text")], CONFIRM, why)]

    def _blocks(self, content: Content, wide: bool) -> list[Row]:
        rows: list[Row] = []
        kinds: set[str] = set()
        for place, block in enumerate(self.plan.blocks):
            name = block_name(block.kind, again=block.kind in kinds)
            kinds.add(block.kind)
            head: Line = [(name.upper(), "head")]
            rows.append(Row(head, [("hold  reps        ", "dim")] if place == 0 and wide else ()))
            rows += [_row(each, content, wide) for each in block.items]
        return rows

    def _left_out(self, content: Content) -> list[Row]:
        plan, name_of = self.plan, content.name_of
        rows = [
            Row(
                [("Left out: ", "dim"), (name_of(each.exercise), "dim")],
                (),
                f"out:{each.exercise}",
                each.why,
            )
            for each in plan.left_out
        ]
        if plan.once:
            again = ", ".join(map(name_of, plan.once))
            rows.append(Row([(f"Once only, for want of time: {again}", "dim")]))
        return [Row(), *rows] if rows else []


def exercise_of(key: str | None) -> str | None:
    """The exercise that a row stands for; None for a row of another kind."""
    return key.partition(":")[2] if key and ":" in key else None


def week_cells(due: Today) -> list[Span]:
    """The seven days, Monday first: ● back, ○ aerobic, ◉ both, · none; today stands in brackets."""
    cells: list[Span] = []
    for each in due.week:
        before = "[" if each.day == due.day else "]" if (due.day - each.day).days == -1 else " "
        cells += [(before, "key" if before != " " else "dim"), _cell(each)]
    return [*cells, ("]", "key") if due.week and due.week[-1].day == due.day else (" ", "dim")]


def _cell(day: DayDone) -> Span:
    if day.sessions and day.aerobic:
        return BOTH
    return BACK if day.sessions else AEROBIC if day.aerobic else REST


def _weekday(due: Today) -> str:
    """The last session's day as one says it."""
    assert due.last is not None
    ago = (due.day - due.last).days
    near = {0: "today", 1: "yesterday"}.get(ago)
    return near or (f"{due.last:%A}" if ago < 7 else f"{due.last.day} {due.last:%b}")


def _row(each: PlannedItem, content: Content, wide: bool) -> Row:
    item, name = each.item, content.name_of(each.item.exercise)
    sides = "L R" if item.sides is Sides.EACH else "   "
    sign, role = _sign(each.decision)
    dose = f"{each.item.dose.hold_s:>3} s × {each.item.dose.reps:<2}"
    label = _label(each.decision) if wide else ""
    right: Line = [(dose, "strong"), (f" {sign}", role), (f" {label:<5}", role)]
    middle = f"{sides}  {POSITIONS[item.position]:<15}" if wide else sides
    left: Line = [(fit(name, 26), "text"), (middle, "dim")]
    key = f"{item.index}:{item.exercise}"
    return Row(left, right, key, f"{name}: {each.decision.why}")


def _sign(decision: Decision) -> Span:
    """An arrow where the dose moves, a dot where the person moved it, a sign for a lock."""
    if decision.rule == "override":
        return "•", "accent"
    if decision.kind is Change.LOCKED:
        return "=", "dim"
    return (" ", "text") if decision.dose == decision.before else ARROWS.get(decision.kind, (" ", "text"))


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
