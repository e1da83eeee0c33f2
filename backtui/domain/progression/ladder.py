"""One knob, one step at a time.

The knobs of a dose are repetitions, hold and sets. Repetitions that differ from set to set (6-4-2) grow in
the hold alone, unless the target has as many sets: then each place is a knob of its own. The rest between
sets is no knob.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest

import msgspec
from msgspec.structs import replace

from backtui.domain.exercise import ONE_EACH, Dose, Increment


class Order(StrEnum):
    """Which knob grows first."""

    BALANCED = "balanced"
    HOLDS = "holds"
    REPETITIONS = "repetitions"


class LadderKnob(msgspec.Struct, frozen=True):
    """What can be turned: the hold, the sets, or the repetitions of all sets or of the one at a place."""

    name: str
    place: int = -1

    def of(self, dose: Dose) -> int:
        """Its number in a dose; a place that a shorter dose has not counts as its last one."""
        if self.name == "hold":
            return dose.hold_s
        if self.name == "sets":
            return len(dose.sets)
        return dose.sets[min(max(self.place, 0), len(dose.more))]

    def at(self, dose: Dose, number: int) -> Dose:
        """The dose with that number in its place."""
        if self.name == "hold":
            return replace(dose, hold_s=number)
        if self.name == "sets":
            return replace(dose, more=(dose.reps,) * (number - 1))
        sets = [number if self.place in (-1, place) else reps for place, reps in enumerate(dose.sets)]
        return replace(dose, reps=sets[0], more=tuple(sets[1:]))

    def step(self, step: Increment) -> int:
        """How much one step adds."""
        return {"hold": step.hold_s, "sets": step.sets}.get(self.name, step.reps)


HOLD, REPS, SETS = LadderKnob("hold"), LadderKnob("reps"), LadderKnob("sets")


def _knobs(dose: Dose, target: Dose, order: Order) -> list[LadderKnob]:
    """The knobs on the way to that target, the one first that a tie goes to."""
    if dose.even and target.even:
        reps, sets = [REPS], [SETS]
    elif len(dose.sets) == len(target.sets):
        reps, sets = [LadderKnob("reps", place) for place in range(len(dose.sets))], []
    else:
        reps, sets = [], []
    return [HOLD, *reps, *sets] if order is Order.HOLDS else [*reps, HOLD, *sets]


def _fraction(knob: LadderKnob, dose: Dose, target: Dose) -> float:
    """How far it has come; two that are equal as fractions are equal here too."""
    whole = knob.of(target)
    return knob.of(dose) / whole if whole else float("inf")


def step_up(dose: Dose, target: Dose, order: Order = Order.BALANCED, step: Increment = ONE_EACH) -> Dose:
    """One step nearer to the target, never past it; the dose itself when all knobs are there.

    Balanced raises the knob further behind its own target, as a fraction; a tie goes to repetitions.
    """
    behind = [knob for knob in _knobs(dose, target, order) if knob.of(dose) < knob.of(target)]
    if not behind:
        return dose
    knob = behind[0]
    if order is Order.BALANCED:
        knob = min(behind, key=lambda each: _fraction(each, dose, target))
    return knob.at(dose, min(knob.of(dose) + knob.step(step), knob.of(target)))


def step_down(
    dose: Dose, start: Dose, target: Dose, order: Order = Order.BALANCED, step: Increment = ONE_EACH
) -> Dose:
    """The dose from which a step up leads here; a knob at or below its start stays.

    Of several it is the one on the way up from the start. Where there is none the knob further ahead of its
    own target is lowered; a tie goes to the sets, then to the hold.
    """
    ahead = [knob for knob in _knobs(dose, target, order)[::-1] if knob.of(dose) > knob.of(start)]
    if order is Order.BALANCED:
        ahead.sort(key=lambda each: -_fraction(each, dose, target))
    lower = [_lowered(knob, dose, start, target, step) for knob in ahead]
    undone = [each for each in lower if step_up(each, target, order, step) == dose] or lower
    if len(undone) < 2:
        return undone[0] if undone else dose
    return next((rung for rung in _rungs(start, target, order, step) if rung in undone), undone[0])


def _rungs(dose: Dose, target: Dose, order: Order, step: Increment) -> Iterator[Dose]:
    """The doses on the way to the target."""
    while (higher := step_up(dose, target, order, step)) != dose:
        yield dose
        dose = higher


def _lowered(knob: LadderKnob, dose: Dose, start: Dose, target: Dose, step: Increment) -> Dose:
    """One knob a step lower; from its target down to the last number that the steps from the start reach."""
    now, least, size = knob.of(dose), knob.of(start), knob.step(step)
    beyond = (now - 1 - least) % size + 1 if now == knob.of(target) else size
    return knob.at(dose, max(now - beyond, least))


def steps_down(
    dose: Dose, steps: int, start: Dose, target: Dose, order: Order, step: Increment = ONE_EACH
) -> Dose:
    """That many steps down, never below the start dose."""
    for _ in range(steps):
        lower = step_down(dose, start, target, order, step)
        if lower == dose:
            break
        dose = lower
    return dose


def lower_of(one: Dose, other: Dose) -> Dose:
    """The smaller number of each knob."""
    return _each(min, one, other, list(zip(one.sets, other.sets, strict=False)))


def higher_of(one: Dose, other: Dose) -> Dose:
    """The larger number of each knob."""
    return _each(max, one, other, list(zip_longest(one.sets, other.sets, fillvalue=0)))


def _each(choose: Callable[..., int], one: Dose, other: Dose, places: Sequence[tuple[int, int]]) -> Dose:
    if one.even and other.even:
        reps = choose(one.reps, other.reps)
        sets = [reps] * choose(len(one.sets), len(other.sets))
    else:
        sets = [choose(pair) for pair in places]
    return Dose(choose(one.hold_s, other.hold_s), sets[0], tuple(sets[1:]), one.rest_s)


def reaches(dose: Dose, target: Dose) -> bool:
    """All knobs are at or above the target's."""
    wanted = zip(dose.sets, target.sets, strict=False)
    return (
        dose.hold_s >= target.hold_s
        and len(dose.sets) >= len(target.sets)
        and all(reps >= least for reps, least in wanted)
    )
