"""From a dose to phases."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from backtui.domain.exercise import (
    AS_SETTINGS,
    DAY_COURSE,
    Dose,
    HoldPart,
    Kind,
    Position,
    Side,
    Sides,
    Tempo,
    sides_of,
)


class Phase(StrEnum):
    """What the person is doing."""

    READY = "ready"
    IN = "in"
    HOLD = "hold"
    OUT = "out"
    RELAX = "relax"
    SWITCH = "switch"
    RATE = "rate"


TIMING_BOUNDS_S = (1, 60)
Seconds = Annotated[int, Meta(ge=TIMING_BOUNDS_S[0], le=TIMING_BOUNDS_S[1])]


class Timing(msgspec.Struct, frozen=True):
    """Seconds of each phase but the hold, and of the lead-in after a pause. Defaults: docs/session.md."""

    ready_change_s: Seconds = 15
    ready_same_s: Seconds = 8
    in_s: Seconds = 3
    out_s: Seconds = 3
    relax_s: Seconds = 2
    switch_s: Seconds = 6
    rate_s: Seconds = 6
    lead_in_s: Seconds = 3


STANDARD_TIMING = Timing()
TIMING_NAMES = Timing.__struct_fields__


class Item(msgspec.Struct, frozen=True):
    """One exercise of a session with its dose; `index` counts from 0 through all blocks.

    `course` is where the dose lives and `side` the one side that it is for (Side.NONE: all that it has);
    `asked` is what its routine asks for, `aim` what it grows to there. `tempo` and `parts` are the
    exercise's, `rest_before_s` the rest that comes before it.
    """

    index: int
    block: int
    block_kind: Kind
    exercise: str
    position: Position
    sides: Sides
    holds: int
    dose: Dose
    course: str = DAY_COURSE
    side: Side = Side.NONE
    asked: Dose | None = None
    aim: Dose | None = None
    tempo: Tempo = AS_SETTINGS
    parts: tuple[HoldPart, ...] = ()
    rest_before_s: int = 0

    @property
    def done_on(self) -> tuple[Side, ...]:
        """The sides that it is for, in order."""
        return (self.side,) if self.side is not Side.NONE else sides_of(self.sides)


class Step(msgspec.Struct, frozen=True):
    """One phase of an item: its length, side, repetition (from 1, 0 outside of one) and hold (from 0)."""

    phase: Phase
    seconds: float
    side: Side
    rep: int = 0
    hold: int = 0


class Script(msgspec.Struct, frozen=True):
    """All that a session follows: its items, the length of its phases, and whether it asks for ratings.

    `gap_s`: an event later than this after the one before means that the machine slept.
    """

    items: tuple[Item, ...]
    timing: Timing = STANDARD_TIMING
    asks_rating: bool = False
    gap_s: float = 5.0


def steps_of(
    script: Script, index: int, eased_s: int = 0, done: Collection[tuple[Side, int]] = ()
) -> tuple[Step, ...]:
    """The steps of one item, with `eased_s` seconds taken off each hold (down to 1 s).

    The repetitions in `done` are left out; nothing at all remains when every one is in it.
    """
    item, timing = script.items[index], script.timing
    hold_s = max(1, item.dose.hold_s - eased_s) if eased_s else item.dose.hold_s
    work: list[Step] = []
    for side in sides_of(item.sides):
        reps = [rep for rep in range(1, item.dose.reps + 1) if (side, rep) not in done]
        if reps and work:
            work.append(Step(Phase.SWITCH, timing.switch_s, side))
        for rep in reps:
            work.extend(_repetition(item, timing, side, rep, hold_s))
    if not work:
        return ()
    ready = Step(Phase.READY, _ready_s(script, index), work[0].side)
    rate = [Step(Phase.RATE, timing.rate_s, work[-1].side)] if script.asks_rating else []
    return (ready, *work, *rate)


def _repetition(item: Item, timing: Timing, side: Side, rep: int, hold_s: int) -> list[Step]:
    """In, hold (each hold has its own way in), out, relax."""
    steps = []
    for hold in range(item.holds):
        steps.append(Step(Phase.IN, timing.in_s, side, rep, hold))
        steps.append(Step(Phase.HOLD, hold_s, side, rep, hold))
    last = item.holds - 1
    steps.append(Step(Phase.OUT, timing.out_s, side, rep, last))
    steps.append(Step(Phase.RELAX, timing.relax_s, side, rep, last))
    return steps


def _ready_s(script: Script, index: int) -> int:
    """Longer where the position changes, and at the start."""
    same = index > 0 and script.items[index - 1].position is script.items[index].position
    return script.timing.ready_same_s if same else script.timing.ready_change_s


def seconds_of(steps: Sequence[Step]) -> float:
    """The length of steps in seconds."""
    return sum(step.seconds for step in steps)


def length_s(script: Script) -> float:
    """The length of a whole session in seconds."""
    return sum(item_seconds(script, index) for index in range(len(script.items)))


def item_seconds(script: Script, index: int) -> float:
    """The length of one item in seconds: what its steps add up to, without making them."""
    item, timing = script.items[index], script.timing
    sides = len(sides_of(item.sides))
    repetition = item.holds * (timing.in_s + item.dose.hold_s) + timing.out_s + timing.relax_s
    rate = timing.rate_s if script.asks_rating else 0
    work = sides * item.dose.reps * repetition + (sides - 1) * timing.switch_s
    return _ready_s(script, index) + work + rate
