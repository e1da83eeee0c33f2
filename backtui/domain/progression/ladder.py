"""One knob, one step at a time."""

from enum import StrEnum

from backtui.domain.exercise import Dose


class Order(StrEnum):
    """Which knob grows first."""

    BALANCED = "balanced"
    HOLDS = "holds"
    REPETITIONS = "repetitions"


def step_up(dose: Dose, target: Dose, order: Order = Order.BALANCED) -> Dose:
    """One step nearer to the target; the dose itself when both knobs are there.

    Balanced raises the knob further behind its own target, as a fraction; a tie goes to repetitions.
    """
    hold_open, reps_open = dose.hold_s < target.hold_s, dose.reps < target.reps
    longer, more = Dose(dose.hold_s + 1, dose.reps), Dose(dose.hold_s, dose.reps + 1)
    if not hold_open:
        return more if reps_open else dose
    if not reps_open:
        return longer
    match order:
        case Order.HOLDS:
            return longer
        case Order.REPETITIONS:
            return more
        case Order.BALANCED:
            return longer if _hold_fraction(dose, target) < _reps_fraction(dose, target) else more


def step_down(dose: Dose, start: Dose, target: Dose, order: Order = Order.BALANCED) -> Dose:
    """The same ladder backwards, from any dose; a knob at or below its start stays.

    Balanced lowers the knob further ahead of its own target; a tie goes to the hold.
    """
    hold_open, reps_open = dose.hold_s > start.hold_s, dose.reps > start.reps
    shorter, fewer = Dose(dose.hold_s - 1, dose.reps), Dose(dose.hold_s, dose.reps - 1)
    if not hold_open:
        return fewer if reps_open else dose
    if not reps_open:
        return shorter
    match order:
        case Order.HOLDS:
            return fewer
        case Order.REPETITIONS:
            return shorter
        case Order.BALANCED:
            return fewer if _hold_fraction(dose, target) < _reps_fraction(dose, target) else shorter


def steps_down(dose: Dose, steps: int, start: Dose, target: Dose, order: Order) -> Dose:
    """That many steps down, never below the start dose."""
    for _ in range(steps):
        lower = step_down(dose, start, target, order)
        if lower == dose:
            break
        dose = lower
    return dose


def lower_of(one: Dose, other: Dose) -> Dose:
    """The smaller number of each knob."""
    return Dose(min(one.hold_s, other.hold_s), min(one.reps, other.reps))


def higher_of(one: Dose, other: Dose) -> Dose:
    """The larger number of each knob."""
    return Dose(max(one.hold_s, other.hold_s), max(one.reps, other.reps))


def reaches(dose: Dose, target: Dose) -> bool:
    """Both knobs are at or above the target's."""
    return dose.hold_s >= target.hold_s and dose.reps >= target.reps


def _hold_fraction(dose: Dose, target: Dose) -> int:
    """hold / target hold, both fractions brought to one denominator so that they compare as whole numbers."""
    return dose.hold_s * target.reps


def _reps_fraction(dose: Dose, target: Dose) -> int:
    """repetitions / target repetitions, on the same denominator."""
    return dose.reps * target.hold_s
