"""The ladder with sets, larger steps and repetitions of each set: one knob a step, and the same way back."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from often import often

from backtui.domain.exercise import ONE_EACH, Dose, Increment
from backtui.domain.progression.ladder import Order, higher_of, lower_of, reaches, step_down, step_up

some = often(150)


def dose(text: str) -> Dose:
    """`HOLDxREPS`, `HOLDxREPSxSETS` or, set by set, `HOLDx6-4-2`."""
    hold, reps, *sets = text.split("x")
    first, *more = map(int, reps.split("-"))
    return Dose(int(hold), first, tuple(more) or (first,) * (int(sets[0]) - 1 if sets else 0))


def shown(each: Dose) -> str:
    if not each.even:
        return f"{each.hold_s}x{'-'.join(map(str, each.sets))}"
    return f"{each.hold_s}x{each.reps}" + (f"x{len(each.sets)}" if each.more else "")


def way(start: Dose, target: Dose, order: Order = Order.BALANCED, step: Increment = ONE_EACH) -> list[Dose]:
    """Every dose from the start to the last one."""
    found = [start]
    while (higher := step_up(found[-1], target, order, step)) != found[-1]:
        found.append(higher)
    return found


@pytest.mark.parametrize(
    ("start", "target", "facts", "doses"),
    [
        ("15x1", "30x1", {"step": Increment(5)}, "15x1 20x1 25x1 30x1"),
        ("15x1", "32x1", {"step": Increment(5)}, "15x1 20x1 25x1 30x1 32x1"),
        ("0x5", "0x15", {"step": Increment(1, 5)}, "0x5 0x10 0x15"),
        ("5x10", "5x10x3", {}, "5x10 5x10x2 5x10x3"),
        ("5x10", "5x10x5", {"step": Increment(1, 1, 2)}, "5x10 5x10x3 5x10x5"),
        ("3x6", "3x12x3", {"step": Increment(1, 2)}, "3x6 3x6x2 3x8x2 3x10x2 3x10x3 3x12x3"),
        ("2x2", "4x4x2", {}, "2x2 2x3 3x3 3x3x2 3x4x2 4x4x2"),
        ("2x2", "4x4x2", {"order": Order.HOLDS}, "2x2 3x2 4x2 4x3 4x4 4x4x2"),
        ("2x2", "4x4x2", {"order": Order.REPETITIONS}, "2x2 2x3 2x4 3x4 4x4 4x4x2"),
        ("5x6-4-2", "8x6-4-2", {}, "5x6-4-2 6x6-4-2 7x6-4-2 8x6-4-2"),
        ("5x6-4-2", "7x9", {}, "5x6-4-2 6x6-4-2 7x6-4-2"),
        ("5x2-2-2", "5x4-3-2", {}, "5x2x3 5x3-2-2 5x3-3-2 5x4-3-2"),
    ],
)
def test_the_ladder_up_and_the_same_one_down(
    start: str, target: str, facts: dict[str, object], doses: str
) -> None:
    up = way(dose(start), dose(target), **facts)  # type: ignore[arg-type]
    assert " ".join(map(shown, up)) == doses
    for lower, higher in pairwise(up):
        assert step_down(higher, dose(start), dose(target), **facts) == lower  # type: ignore[arg-type]


EVEN = st.builds(
    lambda hold, reps, sets: Dose(hold, reps, (reps,) * (sets - 1)),
    st.integers(0, 30),
    st.integers(1, 12),
    st.integers(1, 4),
)
LISTS = st.builds(
    Dose, st.integers(0, 30), st.integers(1, 12), st.lists(st.integers(1, 12), max_size=3).map(tuple)
)
ANY = EVEN | LISTS
STEPS = st.builds(Increment, st.integers(1, 7), st.integers(1, 4), st.integers(1, 3))
ORDERS = st.sampled_from(Order)


def moved(before: Dose, after: Dose) -> int:
    """How many knobs differ; all sets of even doses are one."""
    sets = len(before.sets) != len(after.sets)
    even = before.even and after.even
    if even or sets:
        return (before.hold_s != after.hold_s) + (before.reps != after.reps) + sets
    places = sum(one != other for one, other in zip(before.sets, after.sets, strict=True))
    return (before.hold_s != after.hold_s) + places


@some
@given(ANY, ANY, ORDERS, STEPS)
def test_a_step_moves_at_most_one_knob_and_never_past_the_target(
    start: Dose, target: Dose, order: Order, step: Increment
) -> None:
    higher = step_up(start, target, order, step)
    assert moved(start, higher) == (higher != start) or (start.even and not higher.even)
    assert reaches(higher, start)
    assert reaches(higher_of(start, target), higher)
    assert higher.hold_s - start.hold_s <= step.hold_s


@some
@given(ANY, ANY, ANY, ORDERS, STEPS)
def test_a_step_down_lowers_one_knob_and_not_below_the_start(
    now: Dose, start: Dose, target: Dose, order: Order, step: Increment
) -> None:
    lower = step_down(now, start, target, order, step)
    assert reaches(now, lower)
    assert lower.hold_s >= min(now.hold_s, start.hold_s)
    assert len(lower.sets) >= min(len(now.sets), len(start.sets))


@some
@given(EVEN, EVEN, ORDERS, STEPS)
def test_from_any_dose_a_step_down_leads_to_where_a_step_up_leads_here(
    now: Dose, target: Dose, order: Order, step: Increment
) -> None:
    higher = step_up(now, target, order, step)
    if higher != now:
        lower = step_down(higher, lower_of(now, target), target, order, step)
        assert step_up(lower, target, order, step) == higher


@some
@given(EVEN, EVEN, ORDERS, STEPS)
def test_the_ladder_from_the_start_is_the_same_down(
    one: Dose, target: Dose, order: Order, step: Increment
) -> None:
    start = lower_of(one, target)
    for lower, higher in pairwise(way(start, target, order, step)):
        assert step_down(higher, start, target, order, step) == lower


@some
@given(ANY, ANY)
def test_lower_and_higher_stand_on_both_sides(one: Dose, other: Dose) -> None:
    for each in (one, other):
        assert reaches(each, lower_of(one, other))
        assert reaches(higher_of(one, other), each)
