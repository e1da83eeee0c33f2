"""From a dose to phases."""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import replace

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
    asked_seconds,
    parts_of,
    sides_of,
)


class Phase(StrEnum):
    """What the person is doing."""

    READY = "ready"
    REST = "rest"
    IN = "in"
    HOLD = "hold"
    MOVE = "move"
    OUT = "out"
    RELAX = "relax"
    SWITCH = "switch"
    RATE = "rate"
    OFFER = "offer"
    HURT = "hurt"


OFFER_S = 10  # how long the question waits whether what was skipped is done after all
HURT_S = 10  # how long the session waits after pain, unless a key goes on


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
        return sides_of(self.sides, self.side)

    @property
    def by_turns(self) -> bool:
        """The side changes after each repetition."""
        return self.sides is Sides.ALTERNATING and self.side is Side.NONE

    @property
    def asked_s(self) -> tuple[int, ...]:
        """The seconds of each hold of a repetition; a movement without a hold has none."""
        return asked_seconds(self.dose, self.holds, self.parts)

    @property
    def repetitions(self) -> Iterator[tuple[Side, int]]:
        """Side and number of each repetition, in the order in which they are done: set by set."""
        first = 1
        for reps in self.dose.sets:
            numbers = range(first, first + reps)
            first += reps
            if self.by_turns:
                yield from ((side, rep) for rep in numbers for side in self.done_on)
            else:
                yield from ((side, rep) for side in self.done_on for rep in numbers)


class Step(msgspec.Struct, frozen=True):
    """One phase of an item: its length, side, repetition (from 1, 0 outside of one) and hold (from 0).

    A rest between two sets has the side and the repetition that come after it. With the end of a step that
    `ends` it, a repetition counts.
    """

    phase: Phase
    seconds: float
    side: Side
    rep: int = 0
    hold: int = 0
    ends: bool = False

    @property
    def of(self) -> tuple[Side, int]:
        """The repetition that it belongs to."""
        return self.side, self.rep

    @property
    def goes_in(self) -> bool:
        """It is what a repetition is about: the way in, a hold, a movement."""
        return self.phase in (Phase.IN, Phase.HOLD, Phase.MOVE)

    @property
    def begins(self) -> bool:
        """With it an exercise is begun: a hold, or a movement that has no hold."""
        return self.ends or self.phase in (Phase.HOLD, Phase.MOVE)


class Script(msgspec.Struct, frozen=True):
    """All that a session follows: its items, the length of its phases, and whether it asks for ratings.

    `gap_s`: an event later than this after the one before means that the machine slept. `order` has the
    indices of the items as they come, where one was put off; () is as they stand.
    """

    items: tuple[Item, ...]
    timing: Timing = STANDARD_TIMING
    asks_rating: bool = False
    gap_s: float = 5.0
    order: tuple[int, ...] = ()

    @property
    def turns(self) -> Sequence[int]:
        """The indices of the items in the order in which they come."""
        return self.order or range(len(self.items))

    def beside(self, index: int, step: int) -> Item | None:
        """The item that comes so many places after (or, below 0, before) another; None for none."""
        place = (self.order.index(index) if self.order else index) + step
        return self.items[self.turns[place]] if 0 <= place < len(self.items) else None

    def put_off(self, index: int) -> "Script":
        """The script with an item at the end of its block."""
        order = [each for each in self.turns if each != index]
        block = self.items[index].block
        places = [place for place, each in enumerate(order, 1) if self.items[each].block == block]
        order.insert(max(places, default=index), index)
        return replace(self, order=tuple(order))


class _Part(msgspec.Struct, frozen=True):
    """A step of a repetition, of whichever it is."""

    phase: Phase
    seconds: float
    hold: int
    ends: bool = False


def steps_of(
    script: Script, index: int, eased_s: int = 0, done: Collection[tuple[Side, int]] = ()
) -> tuple[Step, ...]:
    """The steps of one item, with `eased_s` seconds taken off each hold (down to 1 s).

    The repetitions in `done` are left out, and with any of them the rest that comes before the item; nothing
    at all remains when every one is in it.
    """
    item, timing = script.items[index], script.timing
    parts = _parts(item, timing, eased_s)
    work: list[Step] = []
    for side, rep in item.repetitions:
        if (side, rep) in done:
            continue
        if work:
            work.extend(_between(item, timing, work[-1], side, rep))
        work.extend(Step(part.phase, part.seconds, side, rep, part.hold, part.ends) for part in parts)
    if not work:
        return ()
    side = work[0].side
    rest = [Step(Phase.REST, item.rest_before_s, side)] if item.rest_before_s and not done else []
    ready = Step(Phase.READY, _ready_s(script, index), side)
    rate = [Step(Phase.RATE, timing.rate_s, work[-1].side)] if _asks_rating(script, index) else []
    return (*rest, ready, *work, *rate)


def _between(item: Item, timing: Timing, before: Step, side: Side, rep: int) -> tuple[Step, ...]:
    """What comes between two repetitions: the rest between sets, or the change of sides without one."""
    dose = item.dose
    if dose.rest_s and dose.set_of(before.rep)[0] != dose.set_of(rep)[0]:
        return (Step(Phase.REST, dose.rest_s, side, rep),)
    if before.side is not side and not item.by_turns:
        return (Step(Phase.SWITCH, timing.switch_s, side),)
    return ()


def _parts(item: Item, timing: Timing, eased_s: int = 0) -> tuple[_Part, ...]:
    """The steps of one repetition of an item."""
    return _repetition(item.dose.hold_s, parts_of(item.holds, item.parts), item.tempo, timing, eased_s)


@lru_cache(maxsize=512)
def _repetition(
    hold_s: int, holds: tuple[HoldPart, ...], tempo: Tempo, timing: Timing, eased_s: int
) -> tuple[_Part, ...]:
    """In, hold (each hold has its own way in, a movement after a hold none), out, relax.

    What takes no time is left out. The last hold or movement ends the repetition, else the way back.
    """
    in_s, out_s, relax_s = (
        getattr(timing, name) if getattr(tempo, name) is None else getattr(tempo, name)
        for name in ("in_s", "out_s", "relax_s")
    )
    some = []
    for number, hold in enumerate(holds):
        seconds = hold_s if hold.seconds is None else hold.seconds
        if number == 0 or not hold.moving:
            some.append(_Part(Phase.IN, in_s, number))
        if hold.moving:
            some.append(_Part(Phase.MOVE, seconds, number))
        else:
            eased = max(1, seconds - eased_s) if eased_s and seconds else seconds
            some.append(_Part(Phase.HOLD, eased, number))
    last = len(holds) - 1
    some += [_Part(Phase.OUT, out_s, last), _Part(Phase.RELAX, relax_s, last)]
    # Something of a repetition must take time.
    some = [part for part in some if part.seconds] or [_Part(Phase.OUT, timing.out_s, last)]
    for enders in ((Phase.HOLD, Phase.MOVE), (Phase.OUT,), (Phase.IN,), (Phase.RELAX,)):
        places = [place for place, part in enumerate(some) if part.phase in enders]
        if places:
            some[places[-1]] = replace(some[places[-1]], ends=True)
            break
    return tuple(some)


def _ready_s(script: Script, index: int) -> int:
    """Longer where the position changes, and at the start."""
    before = script.beside(index, -1)
    same = before is not None and before.position is script.items[index].position
    return script.timing.ready_same_s if same else script.timing.ready_change_s


def _asks_rating(script: Script, index: int) -> bool:
    """How it felt is asked once an exercise: not before the same one goes on."""
    after = script.beside(index, 1)
    return script.asks_rating and (after is None or after.exercise != script.items[index].exercise)


def seconds_of(steps: Sequence[Step]) -> float:
    """The length of steps in seconds."""
    return sum(step.seconds for step in steps)


def length_s(script: Script) -> float:
    """The length of a whole session in seconds."""
    return sum(item_seconds(script, index) for index in range(len(script.items)))


def item_seconds(script: Script, index: int) -> float:
    """The length of one item in seconds: what its steps add up to, without making them."""
    item, timing, dose = script.items[index], script.timing, script.items[index].dose
    repetition = sum(part.seconds for part in _parts(item, timing))
    sides, pauses = len(item.done_on), len(dose.more)
    switches = 0 if item.by_turns or sides == 1 else len(dose.sets) + (0 if dose.rest_s else pauses)
    rate = timing.rate_s if _asks_rating(script, index) else 0
    work = sides * dose.total * repetition + switches * timing.switch_s + pauses * dose.rest_s
    return item.rest_before_s + _ready_s(script, index) + work + rate
