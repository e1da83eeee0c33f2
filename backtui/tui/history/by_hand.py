"""One done elsewhere."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from msgspec.structs import replace
from textual import work
from textual.binding import BindingType

from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.manual import Entered, moment_of, said_moment, usual_start
from backtui.coach.sessions import Diary
from backtui.coach.write import NOTE_LIMIT
from backtui.domain.events import PAIN_BOUNDS, Rating
from backtui.domain.exercise import Content, Exercise
from backtui.domain.plan import MINUTES_BOUNDS, Plan, PlannedItem
from backtui.domain.words.numbers import DASH, block_name, brief_day, many, or_dash
from backtui.tui.base import WIDE, read_in
from backtui.tui.dialogs import Choice, Number, Writing
from backtui.tui.frame.listing import Drafting
from backtui.tui.frame.page import bindings
from backtui.tui.keys import BY_HAND, Key
from backtui.tui.widgets.footer import Hints
from backtui.tui.widgets.line import Line, fit
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.words import DOSE_CELLS, dose_cells, sided

STEPS = {"day": timedelta(days=1), "at": timedelta(minutes=5)}
TO_STEP = "Arrows change a day, a time, minutes, the routine or pain."
ASKED_PAIN = {"pain_before": "Pain before", "pain_after": "Pain after"}


def stepped(wish: Entered, key: str, by: int, routines: Sequence[str]) -> dict[str, Any]:
    """What one more or less of something makes of a wish; nothing where there is no step. WrongUseError."""
    if key in STEPS:
        there = (wish.at.replace(tzinfo=None) + by * STEPS[key]).replace(second=0, microsecond=0)
        return {"at": moment_of(there.date(), there.time())}
    if key == "minutes":
        low, high = MINUTES_BOUNDS
        return {key: min(high, max(low, (wish.minutes or low) + by))}
    if key == "routine":
        return {key: routines[(routines.index(wish.routine or routines[0]) + by) % len(routines)]}
    if key in ASKED_PAIN:
        score = getattr(wish, key)
        step = (-1 if score is None else score) + by
        return {key: None if step < 0 else min(PAIN_BOUNDS[1], step)}
    return {}


def hand_rows(wish: Entered, plan: Plan, content: Content, *, wide: bool) -> list[Row]:
    """What is asked about the whole session, then its exercises block by block."""
    rows = _asked(wish, plan, content)
    kinds: list[str] = []
    cells = dose_cells(each.item.dose for block in plan.blocks for each in block.items)
    for block in plan.blocks:
        rows.append(Row([(block_name(block.kind, again=block.kind in kinds).upper(), "head")]))
        kinds.append(block.kind)
        for each in block.items:
            exercise = content.exercises[each.item.exercise]
            rows.append(_row(each, exercise, wish, cells, for_name=25 if wide else 20))
    return rows


def _row(each: PlannedItem, exercise: Exercise, wish: Entered, cells: int, *, for_name: int) -> Row:
    skipped, rating = exercise.id in wish.skipped, wish.ratings.get(exercise.id)
    name = sided(exercise.name, each.item.side)
    left: Line = [
        ("○ " if skipped else "● ", "dim" if skipped else "accent"),
        (fit(name, for_name + DOSE_CELLS - cells), "dim" if skipped else "text"),
        (f" {each.item.dose!s:<{cells}}", "strong"),
        (f"{'left out' if skipped else rating.value if rating else DASH:<12}", "text"),
        ("pain" if exercise.id in wish.hurt and not skipped else "", "warn"),
    ]
    return Row(left, (), f"{each.item.index}:{exercise.id}", f"{exercise.name}: {each.decision.why}")


def _asked(wish: Entered, plan: Plan, content: Content) -> list[Row]:
    """What is asked about the whole session."""
    end = wish.at + timedelta(minutes=wish.minutes or 0)
    before, after = or_dash(wish.pain_before), or_dash(wish.pain_after)
    routine = content.routines[plan.routine].name
    asked = [
        ("day", "Day", f"{wish.at:%a %d %b %Y}", "The day it was on."),
        ("at", "Began at", f"{wish.at:%H:%M}", f"It was over at {end:%H:%M}."),
        ("minutes", "Minutes", f"{wish.minutes}", "How long it took; the plan is fitted to it."),
        ("routine", "Routine", routine, "The doses are those of that day."),
        ("pain_before", ASKED_PAIN["pain_before"], before, "From 0 to 10; you may leave it out."),
        ("pain_after", ASKED_PAIN["pain_after"], after, "From 6, or 2 above before, nothing grows."),
        ("note", "Note", wish.note or DASH, "A note about this session."),
    ]
    enter: Line = [("Enter this session", "strong"), (f"  {many(plan.exercises, 'exercise')}", "dim")]
    why = "All of it counts as done, except what you leave out below; undo takes it back."
    return [
        Row(enter, [("enter", "key")], "enter", why),
        *(Row([(f"{name:<14}", "text"), (value, "strong")], (), key, why) for key, name, value, why in asked),
        Row(),
    ]


class ByHand(Drafting[str]):
    """Nothing is logged before it is entered; its result says what was."""

    WHAT = "new session"
    KEYS: ClassVar[tuple[Key, ...]] = BY_HAND
    BINDINGS: ClassVar[list[BindingType]] = bindings(BY_HAND)

    def __init__(self, desk: CoachClient, day: str) -> None:
        """`day` as 2026-03-02, or "" for today."""
        super().__init__(desk, "A session done away from the screen")
        self._day = day
        self.wish: Entered | None = None
        self.plan: Plan | None = None
        self._turn = asyncio.Lock()

    def on_mount(self) -> None:
        """Ask for what is usual."""
        super().on_mount()
        read_in(self, self._read)

    async def _read(self) -> None:
        """Begin with what is usual, then plan what is wished."""
        day = self._day

        def question(coach: Coach, diary: Diary) -> tuple[Entered, Plan]:
            set_, now = coach.preferences(), coach.now.astimezone()
            at = usual_start(now, date.fromisoformat(day) if day else now.date(), set_.minutes)
            wish = Entered(at, set_.minutes, set_.routine)
            return wish, diary.edits.planned(wish)

        try:
            self.wish, self.plan = await self.ask(question)
            self.before = self.wish
        except WrongUseError as error:
            self.refuse(str(error))
            self.dismiss(None)
        else:
            self.paint()

    def drafted(self) -> object:
        """What would be entered."""
        return self.wish

    async def _wish(self, **changes: Any) -> None:
        """Wish something else, and plan it; or say why it cannot be."""
        assert self.wish is not None
        wish = replace(self.wish, **changes)
        try:
            plan = await self.ask(lambda _, diary: diary.edits.planned(wish))
        except WrongUseError as error:
            self.refuse(str(error))
        else:
            self.wish, self.plan = wish, plan
            self.paint()

    def paint(self) -> None:
        """Show what is wished."""
        if self.wish is None or self.plan is None:
            return
        rows = hand_rows(self.wish, self.plan, self.desk.content, wide=self.size.width >= WIDE)
        self.rows.show(rows)
        self.query_one(Hints).look_again()

    @property
    def _exercise(self) -> str:
        """The exercise under the cursor, "" for none."""
        return self.key.partition(":")[2]

    def needs(self, key: Key) -> str:
        """Ratings and leaving out need an exercise, arrows anything else."""
        if not self.is_mounted or key.id == "hand.change":
            return ""
        if key.id in ("hand.less", "hand.more"):
            return TO_STEP if self._exercise or self.key in ("", "enter", "note") else ""
        return "" if self._exercise else "That needs an exercise under the cursor."

    def explain_row(self, row: Row) -> None:
        """What it means."""
        self.explain([(row.why, "dim")])

    @work
    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter the session, leave an exercise out, or ask for something else."""
        event.stop()
        if self.wish is None:
            return
        if self._exercise:
            self.action_skip()
        elif self.key == "enter":
            await self._enter(self.wish)
        else:
            await self._change(self.key, self.wish)

    async def _enter(self, wish: Entered) -> None:
        """Log it."""
        try:
            await self.ask(lambda _, diary: diary.edits.enter(wish))
        except WrongUseError as error:
            self.refuse(str(error))
            return
        self.dismiss(
            f"Entered: session of {wish.at:%a} {brief_day(wish.at)}, {wish.at:%H:%M}; u takes it back."
        )

    async def _change(self, key: str, wish: Entered) -> None:  # noqa: C901 one case each
        push = self.app.push_screen_wait
        if key in ("day", "at"):
            now = f"{wish.at:%Y-%m-%d}" if key == "day" else f"{wish.at:%H:%M}"
            title = "The day, as 2026-03-01" if key == "day" else "When it began, as 07:30"
            text = await push(Writing(title, 16, now))
            if text is not None:
                await self._move(text)
        elif key == "minutes":
            number = await push(
                Number("Minutes", "How long it took.", wish.minutes or 30, MINUTES_BOUNDS, " min")
            )
            if number is not None:
                await self._wish(minutes=number)
        elif key == "routine":
            names = [(name, routine.name) for name, routine in self.desk.content.routines.items()]
            chosen = await push(Choice("Which routine was it?", (), names))
            if chosen is not None:
                await self._wish(routine=chosen)
        elif key == "note":
            text = await push(Writing("A note about this session", NOTE_LIMIT, wish.note or ""))
            if text is not None:
                await self._wish(note=text or None)
        else:
            score = getattr(wish, key)
            number = await push(Number(ASKED_PAIN[key], "0 is none, 10 the worst.", score or 0, PAIN_BOUNDS))
            if number is not None:
                await self._wish(**{key: number})

    async def _move(self, text: str) -> None:
        assert self.wish is not None
        try:
            day, at = said_moment(text, self.desk.clock.now().date())
            moment = moment_of(day or self.wish.at.date(), at or self.wish.at.time())
        except WrongUseError as error:
            self.refuse(str(error))
            return
        await self._wish(at=moment)

    @work
    async def action_step(self, by: int) -> None:
        """One more or less of what is under the cursor."""
        key, routines = self.key, list(self.desk.content.routines)
        await self._wish_in_turn(lambda wish: stepped(wish, key, by, routines))

    @work
    async def action_skip(self) -> None:
        """You left the exercise out; again: you did it."""
        await self._wish_of_exercise(lambda wish, one: {"skipped": wish.skipped ^ {one}})

    @work
    async def action_hurt(self) -> None:
        """There was pain in the exercise; again: there was none."""
        await self._wish_of_exercise(lambda wish, one: {"hurt": wish.hurt ^ {one}})

    @work
    async def action_rate(self, rating: str) -> None:
        """How the exercise was; "" for unrated."""

        def rated(wish: Entered, one: str) -> dict[str, Any]:
            others = {key: given for key, given in wish.ratings.items() if key != one}
            return {"ratings": {**others, one: Rating(rating)} if rating else others}

        await self._wish_of_exercise(rated)

    async def _wish_of_exercise(self, changes: Callable[[Entered, str], dict[str, Any]]) -> None:
        one = self._exercise
        if one:
            await self._wish_in_turn(lambda wish: changes(wish, one))

    async def _wish_in_turn(self, changes: Callable[[Entered], dict[str, Any]]) -> None:
        """Change the wish once the key before was answered, so that quick presses each count."""
        async with self._turn:
            if self.wish is None:
                return
            try:
                changed = changes(self.wish)
            except WrongUseError as error:
                self.refuse(str(error))
            else:
                await self._wish(**changed)
