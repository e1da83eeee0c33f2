"""One done elsewhere."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.manual import Entered, moment_of, said_moment, usual_start
from backtui.coach.sessions import Diary
from backtui.coach.write import NOTE_LIMIT
from backtui.domain.events import PAIN_BOUNDS, Rating
from backtui.domain.exercise import Content, Exercise
from backtui.domain.plan import MINUTES_BOUNDS, Plan, PlannedItem
from backtui.domain.words.numbers import block_name, brief_day, many
from backtui.tui.base import WIDE, Errand, bindings, read_in
from backtui.tui.dialogs import Choice, Number, Writing
from backtui.tui.history.correcting import NOT_SAID, score_text
from backtui.tui.keys import BY_HAND, ERRAND, Key
from backtui.tui.widgets.footer import Hints
from backtui.tui.widgets.line import Bar, Line, fit
from backtui.tui.widgets.rows import Row, Rows

STEPS = {"day": timedelta(days=1), "at": timedelta(minutes=5)}
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
    for block in plan.blocks:
        rows.append(Row([(block_name(block.kind, again=block.kind in kinds).upper(), "head")]))
        kinds.append(block.kind)
        rows += [_row(each, content.exercises[each.item.exercise], wish, wide) for each in block.items]
    return rows


def _row(each: PlannedItem, exercise: Exercise, wish: Entered, wide: bool) -> Row:
    skipped, rating = exercise.id in wish.skipped, wish.ratings.get(exercise.id)
    left: Line = [
        ("○ " if skipped else "● ", "dim" if skipped else "accent"),
        (fit(exercise.name, 25 if wide else 20), "dim" if skipped else "text"),
        (f" {each.item.dose!s:<9}", "strong"),
        (f"{'left out' if skipped else rating.value if rating else NOT_SAID:<12}", "text"),
        ("pain" if exercise.id in wish.hurt and not skipped else "", "warn"),
    ]
    return Row(left, (), f"{each.item.index}:{exercise.id}", f"{exercise.name}: {each.decision.why}")


def _asked(wish: Entered, plan: Plan, content: Content) -> list[Row]:
    """What is asked about the whole session."""
    routine = content.routines[plan.routine].name
    end = wish.at + timedelta(minutes=wish.minutes or 0)
    rows = (
        ("Day", f"{wish.at:%a %d %b %Y}", "day", "The day on which it was."),
        ("Began at", f"{wish.at:%H:%M}", "at", f"It was over at {end:%H:%M}."),
        ("Minutes", f"{wish.minutes}", "minutes", "How long it took; what had room in it was planned."),
        ("Routine", routine, "routine", "Doses are those that were due on that day."),
        (
            *("Pain before", score_text(wish.pain_before)),
            "pain_before",
            "From 0 to 10; it may be left unsaid.",
        ),
        (
            *("Pain after", score_text(wish.pain_after)),
            "pain_after",
            "From 6, or 2 above before, nothing grows.",
        ),
        ("Note", wish.note or NOT_SAID, "note", "A line about this session."),
    )
    enter: Line = [("Enter this session", "strong"), (f"  {many(len(plan.items), 'exercise')}", "dim")]
    why = "All of it counts as done, but what you leave out below; undo takes it back."
    asked = [
        Row([(f"{name:<14}", "text"), (value, "strong")], (), key, said) for name, value, key, said in rows
    ]
    return [Row(enter, [("enter", "key")], "enter", why), *asked, Row()]


class ByHand(Errand[str]):
    """Nothing is logged before it is entered; its result says what was."""

    KEYS: ClassVar[tuple[Key, ...]] = (*BY_HAND, *ERRAND)
    BINDINGS: ClassVar[list[BindingType]] = bindings(BY_HAND)

    def __init__(self, desk: CoachClient, day: str) -> None:
        """`day` as 2026-03-02, or "" for today."""
        super().__init__(desk)
        self._day = day
        self.wish: Entered | None = None
        self.plan: Plan | None = None
        self._turn = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """What is asked, the exercises, what it means, the keys."""
        yield Bar([(" A session done away from the screen", "accent")], classes="title")
        yield Static(classes="rule")
        yield Rows(id="rows")
        yield Bar(id="why")
        yield Hints(BY_HAND, self.is_live)

    def on_mount(self) -> None:
        """Ask for what is usual."""
        self.query_one(Rows).focus()
        read_in(self, self._read)

    def on_resize(self) -> None:
        """Lines are as wide as the screen."""
        self.paint()

    async def _read(self) -> None:
        """Begin with what is usual, then plan what is wished."""
        day = self._day

        def question(coach: Coach, diary: Diary) -> tuple[Entered, Plan]:
            set_, now = coach.preferences(), coach.now().astimezone()
            at = usual_start(now, date.fromisoformat(day) if day else now.date(), set_.minutes)
            wish = Entered(at, set_.minutes, set_.routine)
            return wish, diary.edits.planned(wish)

        try:
            self.wish, self.plan = await self.ask(question)
        except WrongUseError as error:
            self.app.notify(str(error), severity="warning", markup=False)
            self.dismiss(None)
            return
        self.paint()

    async def _wish(self, **changes: Any) -> None:
        """Wish something else, and plan it; or say why it cannot be."""
        assert self.wish is not None
        wish = replace(self.wish, **changes)
        try:
            plan = await self.ask(lambda _, diary: diary.edits.planned(wish))
        except WrongUseError as error:
            self._refuse(error)
            return
        self.wish, self.plan = wish, plan
        self.paint()

    def _refuse(self, error: WrongUseError) -> None:
        self.query_one("#why", Bar).say_folded([(str(error), "warn")])

    def paint(self) -> None:
        """Show what is wished."""
        if self.wish is None or self.plan is None:
            return
        rows = hand_rows(self.wish, self.plan, self.desk.content, wide=self.size.width >= WIDE)
        self.query_one(Rows).show(rows)
        self.query_one(Hints).look_again()

    @property
    def _key(self) -> str:
        row = self.query_one(Rows).row
        return row.key if row and row.key else ""

    @property
    def _exercise(self) -> str:
        """The exercise under the cursor, "" for none."""
        return self._key.partition(":")[2]

    def is_live(self, key: Key) -> bool:
        """Ratings and leaving out need an exercise, arrows anything else."""
        if not self.is_mounted or key.id in ("hand.change", "hand.help"):
            return True
        steps = key.id in ("hand.less", "hand.more")
        return self._key not in ("", "enter", "note") and steps != bool(self._exercise)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What it means."""
        event.stop()
        self.query_one("#why", Bar).say_folded([(event.row.why, "dim")])
        self.query_one(Hints).look_again()

    @work
    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter the session, leave an exercise out, or ask for something else."""
        event.stop()
        if self.wish is None:
            return
        if self._exercise:
            self.action_skip()
        elif self._key == "enter":
            await self._enter(self.wish)
        else:
            await self._change(self._key, self.wish)

    async def _enter(self, wish: Entered) -> None:
        """Log it."""
        try:
            await self.ask(lambda _, diary: diary.edits.enter(wish))
        except WrongUseError as error:
            self._refuse(error)
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
            day, at = said_moment(text)
            moment = moment_of(day or self.wish.at.date(), at or self.wish.at.time())
        except WrongUseError as error:
            self._refuse(error)
            return
        await self._wish(at=moment)

    @work
    async def action_step(self, by: int) -> None:
        """One more or less of what is under the cursor; quick presses each count."""
        async with self._turn:
            wish, key = self.wish, self._key
            if wish is None:
                return
            try:
                changes = stepped(wish, key, by, list(self.desk.content.routines))
            except WrongUseError as error:
                self._refuse(error)
            else:
                await self._wish(**changes)

    @work
    async def action_skip(self) -> None:
        """The exercise was left out; again: it was done."""
        exercise = self._exercise
        async with self._turn:
            if self.wish and exercise:
                await self._wish(skipped=self.wish.skipped ^ {exercise})

    @work
    async def action_hurt(self) -> None:
        """There was pain in the exercise; again: there was none."""
        exercise = self._exercise
        async with self._turn:
            if self.wish and exercise:
                await self._wish(hurt=self.wish.hurt ^ {exercise})

    @work
    async def action_rate(self, rating: str) -> None:
        """How the exercise was; "" for unrated."""
        exercise = self._exercise
        async with self._turn:
            if self.wish and exercise:
                others = {key: said for key, said in self.wish.ratings.items() if key != exercise}
                mine = {exercise: Rating(rating)} if rating else {}
                await self._wish(ratings={**others, **mine})
