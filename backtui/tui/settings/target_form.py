"""Rows of numbers that change by arrows."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar, Literal

import msgspec
from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from backtui.coach.answers import TargetRequest
from backtui.coach.client import CoachClient
from backtui.coach.errors import WrongUseError
from backtui.coach.write import NOTE_LIMIT
from backtui.domain.events import By
from backtui.domain.exercise import (
    HOLD_BOUNDS_S,
    REPETITION_BOUNDS,
    REST_BOUNDS_S,
    SET_BOUNDS,
    STEP_BOUNDS,
)
from backtui.domain.preferences import NEEDED_BOUNDS
from backtui.domain.progression.ladder import Order
from backtui.tui.base import read_in
from backtui.tui.dialogs import Choice, Number, Writing
from backtui.tui.frame.opened import Errand
from backtui.tui.frame.page import bindings
from backtui.tui.keys import AIM, Key
from backtui.tui.widgets.line import Line
from backtui.tui.widgets.prose import Prose
from backtui.tui.widgets.rows import Row, Rows

DEFAULT = "default"
NAME_CELLS, VALUE_CELLS = 24, 13


class Knob(msgspec.Struct, frozen=True):
    """A number that can be set: its name, its effect, its bounds and its unit."""

    name: str
    effect: str
    bounds: tuple[int, int]
    unit: str = ""


KNOBS = {
    "hold_s": Knob("Hold", "Seconds of each hold, from the next session on.", HOLD_BOUNDS_S, " s"),
    "reps": Knob("Repetitions", "On each side where there are sides.", REPETITION_BOUNDS),
    "sets": Knob("Sets", "Enter takes all of the dose, such as 10 s × 6-4-2, 20 s rest.", SET_BOUNDS),
    "rest_s": Knob("Rest between sets", "Seconds from one set to the next.", REST_BOUNDS_S, " s"),
    "target_hold_s": Knob("Target hold", "The hold grows up to this.", HOLD_BOUNDS_S, " s"),
    "target_reps": Knob("Target repetitions", "The repetitions grow up to this.", REPETITION_BOUNDS),
    "target_sets": Knob("Target sets", "The sets grow up to this; enter takes all of it.", SET_BOUNDS),
    "ceiling_hold_s": Knob("Hold never above", "No longer hold is ever offered.", HOLD_BOUNDS_S, " s"),
    "ceiling_reps": Knob("Repetitions never above", "No more are ever offered.", REPETITION_BOUNDS),
    "ceiling_sets": Knob("Sets never above", "No more are ever offered; enter takes all of it.", SET_BOUNDS),
    "needed": Knob("Sessions per step", "Comfortable sessions before the next step.", NEEDED_BOUNDS),
    "step_hold_s": Knob("Step of the hold", "How much one step adds.", STEP_BOUNDS["hold_s"], " s"),
    "step_reps": Knob("Step of repetitions", "How many one step adds.", STEP_BOUNDS["reps"]),
    "step_sets": Knob("Step of sets", "How many one step adds.", STEP_BOUNDS["sets"]),
}
# What only the form of one exercise has, for it differs from each to each.
OF_ONE = {"sets", "rest_s", "target_sets", "ceiling_sets", "step_hold_s", "step_reps", "step_sets", "side"}
ON_A_SIDE = ("hold_s", "reps", "sets", "rest_s", "dose", "target", "ceiling")  # the beginnings of their names
# Choices in the order in which the arrows go through them, each with what it is called.
CHOICES: dict[str, dict[object, str]] = {
    "ladder": {DEFAULT: "as for all", **{str(order): str(order) for order in Order}},
    "lock": {(False, "me"): "no", (True, "me"): "by me", (True, "provider"): "by my provider"},
    "rest": {False: "no", True: "yes"},
    "by": {"me": "me", "provider": "my provider"},
    "side": {None: "both", "left": "left", "right": "right"},
}
NAMES = {
    "ladder": "Grows first",
    "lock": "Locked",
    "rest": "Resting",
    "by": "Set from now on by",
    "side": "For the side",
}
EFFECTS = {
    "ladder": "What grows first: whatever is further behind, the holds, or the repetitions.",
    "lock": "No rule changes a locked dose; pain still ends the exercise.",
    "rest": "It is left out of sessions until you bring it back.",
    "by": "Whose numbers the next changes here are; p changes it anywhere.",
    "side": "A dose for one side alone; a dose for both brings them together again.",
}


def part_of(key: str) -> tuple[str, str]:
    """What a knob is of, the dose, the target, the ceiling or the step, and which number of it."""
    front, _, knob = key.partition("_")
    if front in ("target", "ceiling", "step"):
        return front, knob
    return ("" if key == "needed" else "dose"), key


class TargetForm(Errand[bool]):
    """Changes are logged as they are made. A subclass reads, says its rows, does a wish and keeps notes."""

    KEYS: ClassVar[tuple[Key, ...]] = AIM
    BELOW = ("next",)
    BINDINGS: ClassVar[list[BindingType]] = bindings(AIM)

    def __init__(self, desk: CoachClient, subject: str) -> None:
        """`subject` is what the numbers are of."""
        super().__init__(desk, subject)
        self.subject = subject
        self.by: By = "me"
        self.side: Literal["left", "right"] | None = None
        self._turn = asyncio.Lock()
        self._told: tuple[str, str] = ("", "")

    def body(self) -> ComposeResult:
        """Its numbers, and what stands beside them."""
        with Horizontal(id="room"):
            yield Rows(id="rows")
            yield from self.beside()

    def beside(self) -> ComposeResult:
        """What stands beside the numbers where there is room."""
        return ()

    def on_mount(self) -> None:
        """Ask for the numbers."""
        self.rows.focus()
        self.reload()

    def reload(self) -> None:
        """Read again what is set."""
        read_in(self, self.read)

    @property
    def rows(self) -> Rows:
        """The list of what can be set."""
        return self.query_one(Rows)

    # What a subclass says

    async def read(self) -> None:
        """Ask the coach and paint."""

    def number(self, key: str) -> int | None:
        """The number of a knob; None where exercises differ."""
        raise NotImplementedError

    def choice(self, key: str) -> object:
        """What is chosen; None where exercises differ."""
        raise NotImplementedError

    async def tell(self, wish: TargetRequest) -> Sequence[str]:
        """Log a wish; what went along with it, in sentences. Raises WrongUseError."""
        raise NotImplementedError

    async def explain_with(self, text: str) -> None:
        """Log a note. Raises WrongUseError."""
        raise NotImplementedError

    def noted(self) -> str:
        """What a note written now would be about; "" where there is nothing yet."""
        raise NotImplementedError

    def has_notes(self) -> bool:
        """Whether the row under the cursor has a note."""
        return False

    async def erase(self) -> None:
        """Erase the notes of the row under the cursor."""

    # Painting

    def row(self, key: str, by: str = "", shown: str = "") -> Row:
        """The row of a knob or a choice; `shown` in place of its plain value."""
        if key in KNOBS:
            knob, number = KNOBS[key], self.number(key)
            name, value = knob.name, f"{number}{knob.unit}" if number is not None else "they differ"
            effect = f"{knob.effect} From {knob.bounds[0]} to {knob.bounds[1]}."
        else:
            name, effect = NAMES[key], EFFECTS[key]
            value = CHOICES[key].get(self.choice(key), "they differ")
        said: Line = [(f"{name:<{NAME_CELLS}}", "text"), (f"{shown or value:<{VALUE_CELLS}} ", "strong")]
        return Row([*said, (by, "dim")], (), key, effect)

    def say_next(self, paragraphs: Sequence[Line]) -> None:
        """What follows from all that is set."""
        self.query_one("#next", Prose).tell(*paragraphs)

    def paint(self) -> None:
        """Ask again, for what is told depends on the room for it."""
        self.reload()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What the row does, or what went along with what was just set."""
        key, said = self._told
        line: Line = [(said, "accent")] if said and key == event.row.key else [(event.row.why, "dim")]
        self.explain(line)

    # Changing

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter changes it."""
        event.stop()
        self.action_change()

    @work
    async def action_change(self) -> None:
        """Ask for a number, or take the next choice."""
        if self.rows.row is None:
            return
        if self.rows.row.key in KNOBS:
            await self.ask_number(self.rows.row.key)
        else:
            await self.step(1)

    async def ask_number(self, key: str) -> None:
        """Ask for a number, and set it."""
        knob = KNOBS[key]
        start = self.number(key) or self.least(key)
        dialog = Number(f"{self.subject}: {knob.name.lower()}", knob.effect, start, knob.bounds, knob.unit)
        number = await self.app.push_screen_wait(dialog)
        if number is not None:
            await self.wish(**{key: number})

    def least(self, key: str) -> int:
        """Where a number begins that is not the same for all."""
        return KNOBS[key].bounds[0]

    @work
    async def action_step(self, by: int) -> None:
        """One more or less, or the next choice; quick presses each count."""
        async with self._turn:
            await self.step(by)

    async def step(self, by: int) -> None:
        """The value beside that of the row under the cursor: numbers stop at bounds, choices turn."""
        key = self.rows.row.key if self.rows.row else None
        if key in KNOBS:
            await self._step_number(key, by)
        elif key in CHOICES:
            values = list(CHOICES[key])
            here = self.choice(key)
            place = values.index(here) + by if here in values else 0
            await self._choose(key, values[place % len(values)])

    async def _step_number(self, key: str, by: int) -> None:
        number, (low, high) = self.number(key), KNOBS[key].bounds
        if number is None:
            await self.ask_number(key)
        elif low <= number + by <= high:
            await self.wish(**{key: number + by})
        elif key == "needed" and by < 0:
            await self.wish(needed=DEFAULT)

    async def _choose(self, key: str, value: object) -> None:
        if key == "by":
            self.by = "provider" if value == "provider" else "me"
            await self.read()
        elif key == "side":
            self.side = "left" if value == "left" else "right" if value == "right" else None
            await self.read()
        elif key == "lock":
            assert isinstance(value, tuple)
            await self.wish(locked=value[0], by=value[1] if value[0] else self.by)
        else:
            await self.wish(**{{"rest": "resting"}.get(key, key): value})

    @work
    async def action_by(self) -> None:
        """The next changes are the person's own, or the provider's."""
        await self._choose("by", "provider" if self.by == "me" else "me")

    async def wish(self, **said: object) -> None:
        """Set it, or say in a sentence why it cannot be."""
        sided = any(name.startswith(ON_A_SIDE) for name in said)
        wanted = replace(TargetRequest(by=self.by, side=self.side if sided else None), **said)
        key = self.rows.row.key if self.rows.row else None
        try:
            self._told = (key or "", " ".join(await self.tell(wanted)))
        except WrongUseError as error:
            self.refuse(str(error))
            return
        await self.read()

    # Notes

    @work
    async def action_note(self) -> None:
        """Explain what was set, in a line."""
        about = self.noted()
        if not about:
            self.refuse("Set something first; a note explains what was set.")
            return
        text = await self.app.push_screen_wait(Writing(about, NOTE_LIMIT))
        if text is None:
            return
        try:
            await self.explain_with(text)
        except WrongUseError as error:
            self.refuse(str(error))
            return
        await self.read()

    @work
    async def action_erase(self) -> None:
        """Erase a note for good, once that is sure."""
        if not self.has_notes():
            self.refuse("There is no note here; they stand under what was set.")
            return
        lines = ("Nothing brings it back, undo neither.", "A note about all exercises goes from all of them.")
        options = (("keep", "Keep it"), ("erase", "Erase it for good"))
        if await self.app.push_screen_wait(Choice("Erase the note?", lines, options, "keep")) == "erase":
            await self.erase()
            await self.read()
