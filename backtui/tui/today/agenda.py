"""Today as rows: the week, the session that would run, and what is asked of others."""

from collections.abc import Mapping

import msgspec

from backtui.domain.exercise import Content
from backtui.domain.notation import in_column
from backtui.domain.plan import Plan, PlannedItem
from backtui.domain.progression.prescription import Decision, DecisionKind
from backtui.domain.sitting import DayUse
from backtui.domain.week import FIRST, DayDone, Today
from backtui.domain.words.numbers import (
    block_name,
    brief_day,
    day_from,
    many,
    position,
    sides_mark,
    sides_words,
)
from backtui.tui.base import ROOMY, WIDE
from backtui.tui.keys import MORNING, name_of
from backtui.tui.today.slots import day_name, slot_rows
from backtui.tui.widgets.line import Line, Span, fit, width
from backtui.tui.widgets.rows import Row
from backtui.tui.words import arrow_span

BACK, AEROBIC, BOTH, REST = ("●", "accent"), ("○", "strong"), ("◉", "accent"), ("·", "dim")
LOCKED = "="
# The keys of rows that are no exercise.
START, CONFIRM, ASKS = "start", "confirm", "morning"


class Agenda(msgspec.Struct, frozen=True):
    """What the coach says of today: the week, the session that would run, and what is asked of others."""

    due: Today
    plan: Plan
    unconfirmed: DayUse | None = None
    asks: DayUse | None = None
    names: Mapping[str, str] = msgspec.field(default_factory=dict)

    def head(self, cells: int) -> tuple[list[Span], list[Span]]:
        """What the day is for and both counts at the left, the week's seven days at the right."""
        due = self.due
        said: list[Span] = [
            (f" {day_name(due)} · ", "text"),
            (BACK[0], BACK[1]),
            (f" {due.done} of {due.goal}", "text"),
            (" · ", "text"),
            (AEROBIC[0], AEROBIC[1]),
            (f" {due.aerobic} aerobic", "text"),
        ]
        week = week_cells(due)
        last = f" · last session {_weekday(due)}" if due.last else ""
        week.append((" ", "dim"))
        whole: list[Span] = [*said, (last, "dim")]
        room, least = cells - width(week), said[:3] if cells else said
        return next((each for each in (whole, said) if width(each) < room), least), week

    def lettered_head(self) -> tuple[tuple[Line, Line], tuple[Line, Line]]:
        """The same on two lines, the letters of the days over the week."""
        said, week = self.head(0)
        letters = "".join(f" {each.day:%a}"[:2] for each in self.due.week)
        last: list[Span] = [(f" Last session {_weekday(self.due)}", "dim")] if self.due.last else []
        return (said, [(f"{letters}  ", "dim")]), (last, week)

    def rows(self, content: Content, pain: int | None, cells: int) -> list[Row]:
        """All rows on so many cells; `pain` is what was said of it before this session."""
        return [
            *self._asked(cells >= WIDE),
            self._start(pain, cells >= ROOMY),
            *slot_rows(self.due, self.names),
            *self._unsure(),
            *(Row([(note, "warn")]) for note in self.plan.notes),
            Row(),
            *self._blocks(content, cells),
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
        start: list[Span] = [(f"Start  {minutes} min", "strong")]
        start += [(f"  {self.names[plan.routine]}", "text")] if plan.routine in self.names else []
        start += [(f"  {many(plan.exercises, 'exercise')}", "dim")]
        key = name_of("today.minutes")
        how = (
            f"fitted to {plan.minutes}; {key} changes that" if plan.minutes else "your own routine as written"
        )
        why = f"{self.due.why} About {many(minutes, 'minute')}, {how}." if wide else self.due.why
        if self.due.why == FIRST:
            why = f"{FIRST.removesuffix('.')}, {many(minutes, 'minute')}."
        told: Line = [] if pain is None else [(f"pain before {pain}   ", "dim")]
        return Row(start, [*told, ("enter", "key")], START, why)

    def _unsure(self) -> list[Row]:
        """A session that ran to its end before an empty room asks whether it was done."""
        record = self.unconfirmed
        if record is None or record.started_at is None:
            return []
        left: Line = [(f"Did you do the session of {record.started_at:%A %H:%M}?", "warn")]
        why = "It ran to its end without a key; it raises nothing until you say that you did it."
        return [Row(left, [("enter", "key"), (" yes", "text")], CONFIRM, why)]

    def _blocks(self, content: Content, cells: int) -> list[Row]:
        rows: list[Row] = []
        kinds: set[str] = set()
        for place, block in enumerate(self.plan.blocks):
            name = block_name(block.kind, again=block.kind in kinds)
            kinds.add(block.kind)
            head: Line = [(name.upper(), "head")]
            columns: Line = [("hold  reps         ", "dim")] if place == 0 and cells >= ROOMY else ()
            rows.append(Row(head, columns))
            rows += [_row(each, content, cells) for each in block.items]
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
            rows.append(Row([(f"Only once, because time is short: {again}", "dim")]))
        return [Row(), *rows] if rows else []


def exercise_of(key: str | None) -> str | None:
    """The exercise that a row stands for; None for a row of another kind."""
    return key.partition(":")[2] if key and ":" in key else None


def week_cells(due: Today) -> list[Span]:
    """The seven days of the week: ● back, ○ aerobic, ◉ both, · none; today stands in brackets."""
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
    return day_from(due.last, due.day) if (due.day - due.last).days < 7 else brief_day(due.last)


def _row(each: PlannedItem, content: Content, cells: int) -> Row:
    item, name = each.item, content.name_of(each.item.exercise)
    sign, role = _sign(each.decision)
    right: Line = [(in_column(item.dose), "strong"), (f" {sign}", role)]
    middle = sides_mark(item.sides, item.side)
    if cells >= ROOMY:
        middle = f"{sides_words(item.sides, item.side):<9}"
        right = [
            *right[:1],
            (f" {' ' if sign == LOCKED else sign}", role),
            (f" {_label(each.decision):<6}", role),
        ]
    if cells >= WIDE:
        middle = f"{middle}  {position(item.position):<15}"
    left: Line = [(f"{fit(name, 25)} ", "text"), (middle, "dim")]
    key = f"{item.index}:{item.exercise}"
    why = each.decision.why
    if each.decision.rule == "at-target" and each.decision.offer:
        why = f"{why.removesuffix('.')} ({name_of('today.edit')})."
    return Row(left, right, key, f"{name}: {why}")


def _sign(decision: Decision) -> Span:
    """An arrow where the dose moves, a dot where the person moved it, a sign for a lock."""
    if decision.rule == "override":
        return "•", "accent"
    if decision.kind is DecisionKind.LOCKED:
        return LOCKED, "dim"
    return arrow_span(decision)


def _label(decision: Decision) -> str:
    """One word beside the arrow: which knob moved; or why none does."""
    before, after = decision.before, decision.dose
    if decision.kind is DecisionKind.LOCKED:
        return "fixed" if decision.rule == "fixed" else "locked"
    if decision.kind is DecisionKind.FIRST:
        return "new"
    if before is None or before == after:
        return ""
    if before.hold_s == after.hold_s:
        return "reps"
    return "hold" if before.reps == after.reps else "both"
