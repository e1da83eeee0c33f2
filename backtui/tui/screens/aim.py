"""The errand of one exercise's numbers: dose, target, lock, rest; the next dose follows each change."""

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from backtui.coach.coach import Coach, WrongUseError
from backtui.coach.desk import Desk
from backtui.coach.diary import Diary
from backtui.coach.views import TargetWish
from backtui.domain.course import Change, Course, Decision
from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS
from backtui.tui.asking import read_in
from backtui.tui.keys import ERRAND, SETTINGS
from backtui.tui.screens.base import Errand, bindings
from backtui.tui.screens.dialogs import Number
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.hints import Hints
from backtui.tui.widgets.rows import Row, Rows

KNOBS = {
    "hold_s": ("Hold", "Seconds of each hold, from the next session on.", HOLD_BOUNDS_S, " s"),
    "reps": ("Repetitions", "Repetitions, on each side where there are sides.", REPETITION_BOUNDS, ""),
    "target_hold_s": ("Target hold", "The hold grows up to this.", HOLD_BOUNDS_S, " s"),
    "target_reps": ("Target repetitions", "The repetitions grow up to this.", REPETITION_BOUNDS, ""),
}
LOCKS = ("no", "by me", "by my provider")


class Aim(Errand[bool]):
    """Changes are logged as they are made."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SETTINGS)

    def __init__(self, desk: Desk, exercise: str) -> None:
        super().__init__(desk)
        self.exercise = desk.content.exercises[exercise]
        self.decision: Decision | None = None
        self._turn = asyncio.Lock()
        self.course: Course | None = None

    def compose(self) -> ComposeResult:
        """The exercise, its numbers, what follows from them, the keys."""
        yield Bar([(f" {self.exercise.name}", "accent")], classes="title")
        yield Static(classes="rule")
        yield Rows(id="rows")
        yield Bar(id="why")
        yield Bar(id="next")
        yield Hints((*SETTINGS, *ERRAND))

    def on_mount(self) -> None:
        """Ask for the numbers."""
        self.query_one(Rows).focus()
        self.reload()

    def reload(self) -> None:
        """Read again what is set."""
        read_in(self, self._read)

    async def _read(self) -> None:
        key = self.exercise.id

        def question(coach: Coach, _: Diary) -> tuple[Decision, Course]:
            return coach.decisions()[key], coach.courses()[key]

        decision, self.course = await self.ask(question)
        self.decision = decision
        self._paint(decision)

    def _paint(self, decision: Decision) -> None:
        values = self._values
        rows = [
            Row(
                [(name, "text")],
                [(f"{values[key]}{unit} ", "strong")],
                key,
                f"{effect} From {low} to {high}.",
            )
            for key, (name, effect, (low, high), unit) in KNOBS.items()
        ]
        locked = "A locked dose is changed by no rule; pain still ends the exercise."
        rows.append(Row([("Locked", "text")], [(f"{LOCKS[self._lock]} ", "strong")], "lock", locked))
        resting = decision.kind is Change.RESTING
        rest = "It is left out of sessions until you bring it back."
        rows.append(Row([("Resting", "text")], [("yes " if resting else "no ", "strong")], "rest", rest))
        if decision.offer:
            offer = [(f"{decision.offer} ", "accent")]
            rows.append(Row([("Take the higher target", "text")], offer, "offer", decision.why))
        self.query_one(Rows).show(rows)
        line = [("Next time ", "dim"), (f"{decision.dose}  ", "strong"), (decision.why, "text")]
        self.query_one("#next", Bar).say_folded(line)

    @property
    def _values(self) -> dict[str, int]:
        assert self.decision is not None
        assert self.course is not None
        dose, target = self.decision.dose, self.course.target
        return {
            "hold_s": dose.hold_s,
            "reps": dose.reps,
            "target_hold_s": target.hold_s,
            "target_reps": target.reps,
        }

    @property
    def _lock(self) -> int:
        lock = self.course.locked if self.course else None
        return 0 if lock is None else LOCKS.index("by my provider" if lock.by == "provider" else "by me")

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What it does."""
        self.query_one("#why", Bar).say_folded([(event.row.why, "dim")])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter changes it."""
        event.stop()
        self.action_change()

    @work
    async def action_change(self) -> None:
        """Ask for a number, or take the next choice."""
        key = self.query_one(Rows).row
        if key is None or self.decision is None:
            return
        if key.key in KNOBS:
            name, effect, bounds, unit = KNOBS[key.key]
            number = await self.app.push_screen_wait(
                Number(f"{self.exercise.name}: {name.lower()}", effect, self._values[key.key], bounds, unit)
            )
            if number is not None:
                await self._wish(**{key.key: number})
        else:
            await self._step(1)

    @work
    async def action_step(self, by: int) -> None:
        """One more or less, or the next choice; quick presses each count."""
        async with self._turn:
            await self._step(by)

    async def _step(self, by: int) -> None:
        row = self.query_one(Rows).row
        if row is None or self.decision is None:
            return
        if row.key in KNOBS:
            low, high = KNOBS[row.key][2]
            value = min(high, max(low, self._values[row.key] + by))
            if value != self._values[row.key]:
                await self._wish(**{row.key: value})
        elif row.key == "lock":
            lock = (self._lock + by) % len(LOCKS)
            await self._wish(locked=lock > 0, by="provider" if lock == 2 else "me")
        elif row.key == "rest":
            await self._wish(resting=self.decision.kind is not Change.RESTING)
        elif self.decision.offer:
            offer = self.decision.offer
            await self._wish(target_hold_s=offer.hold_s, target_reps=offer.reps)

    async def _wish(self, **wish: object) -> None:
        """Set it, or say in a sentence why it cannot be."""
        wanted = TargetWish(**wish)  # type: ignore[arg-type]
        if wanted.by == "me" and wanted.locked is None and self.course and self.course.locked:
            wanted = TargetWish(**{**wish, "by": self.course.locked.by})  # type: ignore[arg-type]
        name = self.exercise.id
        try:
            await self.ask(lambda _, diary: diary.aims.set(name, wanted))
        except WrongUseError as error:
            self.query_one("#why", Bar).say([(f" {error}", "warn")])
            return
        await self._read()
