"""The ladder: one knob and one step at a time, up to the target and back down to the start dose."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from backtui.domain.exercise import Dose
from backtui.domain.progression.ladder import (
    Order,
    higher_of,
    lower_of,
    reaches,
    step_down,
    step_up,
    steps_down,
)

START, TARGET = Dose(2, 2), Dose(5, 5)
LADDERS = {
    Order.BALANCED: "2×2 2×3 3×3 3×4 4×4 4×5 5×5",
    Order.HOLDS: "2×2 3×2 4×2 5×2 5×3 5×4 5×5",
    Order.REPETITIONS: "2×2 2×3 2×4 2×5 3×5 4×5 5×5",
}


def dose(text: str) -> Dose:
    hold, reps = text.split("×")
    return Dose(int(hold), int(reps))


def walk(begin: Dose, step: Callable[[Dose], Dose]) -> str:
    """Every dose on the way until a step changes nothing."""
    way = [begin]
    while (then := step(way[-1])) != way[-1]:
        way.append(then)
    return " ".join(f"{each.hold_s}×{each.reps}" for each in way)


@pytest.mark.parametrize("order", Order)
def test_the_whole_ladder_up(order: Order) -> None:
    assert walk(START, lambda now: step_up(now, TARGET, order)) == LADDERS[order]


@pytest.mark.parametrize("order", Order)
def test_the_whole_ladder_down_is_the_same_one_backwards(order: Order) -> None:
    down = walk(TARGET, lambda now: step_down(now, START, TARGET, order))
    assert down.split() == LADDERS[order].split()[::-1]


def test_balanced_is_what_is_taken_unless_said() -> None:
    assert step_up(START, TARGET) == Dose(2, 3)
    assert step_down(TARGET, START, TARGET) == Dose(4, 5)


@pytest.mark.parametrize(
    ("now", "target", "then"),
    [
        ("2×4", "5×5", "3×4"),  # the hold is further behind
        ("4×2", "5×5", "4×3"),  # the repetitions are
        ("4×2", "10×5", "4×3"),  # a tie of 4/10 and 2/5 goes to the repetitions
        ("5×3", "10×5", "6×3"),  # behind as a fraction, though ahead in number
        ("7×2", "5×5", "7×3"),  # a knob above its target stays and the other one grows
        ("2×9", "5×5", "3×9"),
        ("5×5", "5×5", "5×5"),
        ("6×7", "5×5", "6×7"),  # both above: nothing to climb
        ("1×1", "5×5", "1×2"),  # below the start dose the same rule holds
    ],
)
def test_up_raises_the_knob_further_behind_its_own_target(now: str, target: str, then: str) -> None:
    assert step_up(dose(now), dose(target)) == dose(then)


@pytest.mark.parametrize(
    ("now", "target", "then"),
    [
        ("2×4", "5×5", "2×3"),  # the repetitions are further ahead
        ("4×3", "5×5", "4×2"),  # from there a step up leads here, though the hold is further ahead
        ("6×6", "5×5", "5×6"),  # no step up leads here
        ("4×4", "5×5", "3×4"),  # a tie goes to the hold
        ("6×3", "10×5", "5×3"),  # a tie of 6/10 and 3/5 goes to the hold
        ("5×3", "10×5", "4×3"),  # of two from which a step up leads here, the one on the way from the start
        ("2×2", "5×5", "2×2"),
        ("1×4", "5×5", "1×3"),  # a knob below its start stays where it is
        ("4×1", "5×5", "3×1"),
        ("1×1", "5×5", "1×1"),
    ],
)
def test_down_lowers_the_knob_further_ahead_of_its_own_target(now: str, target: str, then: str) -> None:
    assert step_down(dose(now), START, dose(target)) == dose(then)


@pytest.mark.parametrize(
    ("order", "up", "down"),
    [(Order.HOLDS, "4×4", "2×4"), (Order.REPETITIONS, "3×5", "3×3"), (Order.BALANCED, "4×4", "3×3")],
)
def test_each_order_holds_from_a_dose_that_is_not_on_its_ladder(order: Order, up: str, down: str) -> None:
    assert step_up(Dose(3, 4), TARGET, order) == dose(up)
    assert step_down(Dose(3, 4), START, TARGET, order) == dose(down)


@pytest.mark.parametrize(
    ("steps", "then"),
    [(0, "5×5"), (1, "4×5"), (2, "4×4"), (5, "2×3"), (6, "2×2"), (7, "2×2"), (10**9, "2×2")],
)
def test_many_steps_down_end_at_the_start_dose(steps: int, then: str) -> None:
    assert steps_down(TARGET, steps, START, TARGET, Order.BALANCED) == dose(then)


def test_many_steps_down_keep_the_order() -> None:
    assert steps_down(TARGET, 3, START, TARGET, Order.HOLDS) == Dose(5, 2)
    assert steps_down(TARGET, 3, START, TARGET, Order.REPETITIONS) == Dose(2, 5)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("target", [Dose(5, 5), Dose(10, 10), Dose(10, 5), Dose(120, 50), Dose(3, 9)])
def test_every_step_moves_one_knob_by_one(order: Order, target: Dose) -> None:
    doses = [dose(each) for each in walk(START, lambda now: step_up(now, target, order)).split()]
    moved = {(after.hold_s - before.hold_s, after.reps - before.reps) for before, after in pairwise(doses)}
    assert moved == {(0, 1), (1, 0)}
    assert doses[-1] == target


def test_lower_and_higher_take_each_knob_by_itself() -> None:
    assert lower_of(Dose(3, 7), Dose(4, 6)) == lower_of(Dose(4, 6), Dose(3, 7)) == Dose(3, 6)
    assert higher_of(Dose(3, 7), Dose(4, 6)) == higher_of(Dose(4, 6), Dose(3, 7)) == Dose(4, 7)


@pytest.mark.parametrize(
    ("now", "reached"), [("5×5", True), ("6×5", True), ("5×6", True), ("4×6", False), ("6×4", False)]
)
def test_a_target_is_reached_when_both_knobs_are_there(now: str, reached: bool) -> None:
    assert reaches(dose(now), TARGET) is reached
