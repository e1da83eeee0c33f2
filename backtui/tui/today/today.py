"""Today's plan."""

from collections.abc import Mapping
from concurrent.futures import wait
from typing import ClassVar

import msgspec
from msgspec.structs import replace
from textual import work
from textual.binding import BindingType

from backtui.coach.answers import SessionRequest
from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.sessions import MORNINGS, PAIN_BOUNDS, Diary
from backtui.domain.exercise import Content
from backtui.domain.notation import in_column
from backtui.domain.plan import MINUTES_BOUNDS, Plan, PlannedItem
from backtui.domain.progression.prescription import Decision, DecisionKind
from backtui.domain.record import SessionRecord
from backtui.domain.sitting import DayUse
from backtui.domain.week import FIRST, DayDone, Today
from backtui.domain.words.numbers import block_name, brief_day, day_from, many, position, sides_mark
from backtui.tui.base import WIDE, OpenErrand, Place, answer_or_tell, bindings, tell
from backtui.tui.keys import MORNING, PLACES, TODAY, Key, name_of
from backtui.tui.today.slots import day_name, slot_rows
from backtui.tui.widgets.line import Bar, Line, Span, fit, width
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.words import arrow_span

BACK, AEROBIC, BOTH, REST = ("●", "accent"), ("○", "strong"), ("◉", "accent"), ("·", "dim")
FIRST_WAIT_S = 0.1  # for what the first picture shows
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
            *slot_rows(self.due, self.names),
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
            rows.append(Row([(f"Only once, because time is short: {again}", "dim")]))
        return [Row(), *rows] if rows else []


class Start(msgspec.Struct, frozen=True):
    """What the first screen has to know, asked at once: today, and what is to be said before it."""

    agenda: Agenda
    version: int
    notice_seen: bool
    left_open: SessionRecord | None


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


def _row(each: PlannedItem, content: Content, wide: bool) -> Row:
    item, name = each.item, content.name_of(each.item.exercise)
    sides = sides_mark(item.sides, item.side)
    sign, role = _sign(each.decision)
    dose = in_column(item.dose)
    label = _label(each.decision) if wide else ""
    right: Line = [(dose, "strong"), (f" {sign}", role), (f" {label:<5}", role)]
    middle = f"{sides}  {position(item.position):<15}" if wide else sides
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
        return "=", "dim"
    return arrow_span(decision)


def _label(decision: Decision) -> str:
    """One word beside the arrow: which knob moved."""
    before, after = decision.before, decision.dose
    if decision.kind is DecisionKind.FIRST:
        return "new"
    if before is None or before == after:
        return ""
    if before.hold_s == after.hold_s:
        return "reps"
    return "hold" if before.reps == after.reps else "both"


MOST_CELLS = 113  # the head is no wider, as app.tcss has it


class TodayPlace(Place):
    """Today's plan; enter begins it."""

    NAME: ClassVar[str] = "today"
    KEYS: ClassVar[tuple[Key, ...]] = (*TODAY, *MORNING)
    BINDINGS: ClassVar[list[BindingType]] = bindings(TODAY, MORNING, PLACES)

    def __init__(self, desk: CoachClient, minutes: int | None = None, routine: str | None = None) -> None:
        """`minutes` and `routine` hold for this run of the program; None takes what is set."""
        super().__init__(desk)
        self.wish = SessionRequest(minutes, routine)
        self.agenda: Agenda | None = None
        self._not_now: bytes | None = None
        # Asked before the screen is there, so that its first picture is whole.
        self.first = desk.ask(self._first_question)

    def _first_question(self, coach: Coach, diary: Diary) -> Start:
        return Start(
            self._question(coach, diary),
            coach.version(),
            coach.preferences().notice_seen,
            coach.open_session(),
        )

    def _question(self, coach: Coach, _: Diary) -> Agenda:
        plan = coach.plan(self.wish.minutes, self.wish.routine)
        return Agenda(coach.today(), plan, coach.unconfirmed(), coach.asks(), coach.week_plan().names)

    def reload(self) -> None:
        """The first time a moment's wait for the answer saves a picture without it."""
        if self.agenda is None:
            wait((self.first,), FIRST_WAIT_S)
        if self.agenda is None and self.first.done() and not self.first.exception():
            self._show(self.first.result().agenda)
        else:
            super().reload()

    async def read(self) -> None:
        """Ask for today and its plan."""
        if self.agenda is None:
            start = await answer_or_tell(self.first, lambda said: tell(self.app, said))
            self._show(start.agenda)
        else:
            self._show(await self.ask(self._question))

    def _show(self, agenda: Agenda) -> None:
        is_put_off = agenda.asks is not None and agenda.asks.session == self._not_now
        self.agenda = replace(agenda, asks=None) if is_put_off else agenda
        self.paint()

    def paint(self) -> None:
        """Show the week and the plan; the cursor begins at the start, below whatever is asked."""
        if self.agenda is None:
            return
        cells = self.cells
        self.query_one("#head", Bar).say(*self.agenda.head(min(cells, MOST_CELLS)))
        rows = self.agenda.rows(self.desk.content, self.wish.pain, wide=cells >= WIDE)
        self.rows.show(rows, None if self.rows.rows else START)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The reason stands at the bottom."""
        self.explain([(event.row.why, "text")])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter begins, wherever the cursor is, but on a question about an earlier session."""
        if event.row.key == CONFIRM:
            self.confirm()
        elif event.row.key == ASKS:
            self.answer()
        else:
            self.action_start()

    @work
    async def confirm(self) -> None:
        """That session was really done."""
        record = self.agenda.unconfirmed if self.agenda else None
        if record is not None:
            await self.ask(lambda _, diary: diary.confirm(record.session))
            self.reload()

    @work
    async def answer(self) -> None:
        """Choose how the back is."""
        from backtui.tui.dialogs import Choice

        record = self.agenda.asks if self.agenda else None
        if record is not None:
            options = [(each.label, each.help) for each in MORNING]
            chosen = await self.app.push_screen_wait(
                Choice(f"How is your back after {record.day:%A}'s session?", (), options)
            )
            if chosen in MORNINGS:
                self.action_morning(chosen)
            elif chosen:
                self.action_not_now()

    @work
    async def action_morning(self, answer: str) -> None:
        """Log how the back is on the day after a session, where that is asked."""
        if self.agenda and self.agenda.asks:
            try:
                said = await self.ask(lambda _, diary: diary.days.morning(answer))
            except WrongUseError as error:  # a session was begun elsewhere meanwhile
                said = str(error)
            self.app.notify(said)
            self.reload()

    def action_not_now(self) -> None:
        """Leave the question; the next start asks again, while it is the day after."""
        if self.agenda and self.agenda.asks:
            self._not_now = self.agenda.asks.session
            self.agenda = replace(self.agenda, asks=None)
            self.paint()

    def action_aerobic(self) -> None:
        """Log something aerobic that was done today."""
        self.post_message(OpenErrand("aerobic"))

    def action_days(self) -> None:
        """The schedule, the pauses and the days to come."""
        self.post_message(OpenErrand("weeks"))

    def action_start(self) -> None:
        """Begin the session that is shown."""
        if self.agenda is not None:
            self.post_message(OpenErrand("begin"))

    @work
    async def action_minutes(self) -> None:
        """Another length for this session; an own routine has its own."""
        from backtui.tui.dialogs import Number

        if not self._is_fitted:
            return
        now = self.wish.minutes or (self.agenda.plan.minutes if self.agenda else None) or 30
        effect = "The session is fitted to this time; what does not fit is named."
        minutes = await self.app.push_screen_wait(
            Number("Minutes for this session", effect, now, MINUTES_BOUNDS, " min")
        )
        if minutes is not None:
            self.wish = replace(self.wish, minutes=minutes)
            self.reload()

    @work
    async def action_routine(self) -> None:
        """Another routine for this session."""
        from backtui.tui.dialogs import Choice

        options = [(key, routine.name) for key, routine in self.desk.content.routines.items()]
        routine = await self.app.push_screen_wait(Choice("Routine", (), options))
        if routine is not None:
            self.wish = replace(self.wish, routine=routine)
            self.reload()

    @work
    async def action_pain(self) -> None:
        """Pain before this session, from 0 to 10."""
        from backtui.tui.dialogs import Number

        effect = "0 is none, 10 the worst; it is kept with the session."
        now = self.wish.pain or 0
        pain = await self.app.push_screen_wait(Number("Pain before the session", effect, now, PAIN_BOUNDS))
        if pain is not None:
            self.wish = replace(self.wish, pain=pain)
            self.paint()

    def action_edit(self) -> None:
        """Change the dose of the exercise under the cursor."""
        self._about("targets")

    def action_why(self) -> None:
        """How the exercise under the cursor came to its dose."""
        self._about("why")

    def _about(self, what: str) -> None:
        exercise = exercise_of(self.rows.row.key) if self.rows.row else None
        if exercise:
            self.post_message(OpenErrand(what, exercise))

    @property
    def _is_fitted(self) -> bool:
        """Whether the session is fitted to a time."""
        return self.agenda is None or self.agenda.plan.minutes is not None

    def is_live(self, key: Key) -> bool:
        """Dose and why need an exercise, minutes a routine fitted to them, an answer its question."""
        if key.id == "today.minutes":
            return self._is_fitted
        if key in MORNING:
            return bool(self.agenda and self.agenda.asks)
        row = self.rows.row if self.is_mounted else None
        exercise = exercise_of(row.key) if row else None
        return bool(exercise) if key.id in ("today.edit", "today.why") else True
