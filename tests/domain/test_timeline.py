"""From a dose to phases: which, how long, on which side, and what is left of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backtui.domain.exercise import Dose, Kind, Position, Side, Sides
from backtui.domain.session.steps import (
    TIMING_NAMES,
    Item,
    Script,
    Step,
    Timing,
    item_seconds,
    length_s,
    seconds_of,
    steps_of,
)

LYING, STANDING = Position.LYING, Position.STANDING
LEFT, RIGHT = Side.LEFT, Side.RIGHT
DOSE = Dose(5, 2)


def item(
    index: int = 0, *, sides: Sides = Sides.ONE, holds: int = 1, dose: Dose = DOSE, on: Position = LYING
) -> Item:
    return Item(index, 0, Kind.STRETCH, f"exercise-{index}", on, sides, holds, dose)


def said(steps: tuple[Step, ...]) -> str:
    """Each step as its phase with its seconds, its side's first letter and its repetition."""
    return " ".join(
        f"{step.phase}{step.seconds:g}"
        + {Side.NONE: "", LEFT: "L", RIGHT: "R"}[step.side]
        + (f"#{step.rep}" if step.rep else "")
        for step in steps
    )


def test_a_repetition_is_in_hold_out_and_relax() -> None:
    steps = steps_of(Script((item(),)), 0)
    assert said(steps) == "ready15 in3#1 hold5#1 out3#1 relax2#1 in3#2 hold5#2 out3#2 relax2#2"


def test_each_does_all_repetitions_on_the_left_and_then_all_on_the_right() -> None:
    steps = steps_of(Script((item(sides=Sides.EACH),)), 0)
    left = "in3L#1 hold5L#1 out3L#1 relax2L#1 in3L#2 hold5L#2 out3L#2 relax2L#2"
    assert said(steps) == f"ready15L {left} switch6R {left.replace('L', 'R')}"


def test_cat_and_camel_holds_twice_each_with_its_own_way_in() -> None:
    steps = steps_of(Script((item(holds=2, dose=Dose(4, 1)),)), 0)
    assert said(steps) == "ready15 in3#1 hold4#1 in3#1 hold4#1 out3#1 relax2#1"
    assert [step.hold for step in steps] == [0, 0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("positions", "ready"),
    [
        ((LYING,), [15]),
        ((LYING, LYING, LYING), [15, 8, 8]),
        ((LYING, STANDING, STANDING, LYING), [15, 15, 8, 15]),
    ],
)
def test_getting_ready_is_longer_where_the_position_changes(
    positions: tuple[Position, ...], ready: list[int]
) -> None:
    script = Script(tuple(item(index, on=on) for index, on in enumerate(positions)))
    assert [steps_of(script, index)[0].seconds for index in range(len(positions))] == ready


def test_rating_is_asked_for_once_at_the_end_and_only_when_it_is_on() -> None:
    script = Script((item(sides=Sides.EACH),))
    asking = steps_of(replace(script, asks_rating=True), 0)
    assert asking[:-1] == steps_of(script, 0)
    assert said(asking[-1:]) == "rate6R"


@pytest.mark.parametrize(("eased_s", "hold_s"), [(0, 5), (1, 4), (4, 1), (5, 1), (99, 1)])
def test_easing_takes_seconds_off_every_hold_down_to_one(eased_s: int, hold_s: int) -> None:
    steps = steps_of(Script((item(sides=Sides.EACH, holds=2),)), 0, eased_s)
    assert [step.seconds for step in steps if step.phase == "hold"] == [hold_s] * 8
    assert seconds_of(steps) == 15 + 6 + 4 * (2 * (3 + hold_s) + 3 + 2)


@pytest.mark.parametrize(
    ("done", "left"),
    [
        ({(LEFT, 1)}, "L#2 R#1 R#2"),
        ({(LEFT, 1), (LEFT, 2)}, "R#1 R#2"),
        ({(LEFT, 1), (LEFT, 2), (RIGHT, 1)}, "R#2"),
        ({(RIGHT, 1), (RIGHT, 2)}, "L#1 L#2"),
        ({(LEFT, 2), (RIGHT, 1)}, "L#1 R#2"),
    ],
)
def test_what_is_done_is_left_out_and_sides_switch_only_between_two(
    done: set[tuple[Side, int]], left: str
) -> None:
    steps = steps_of(Script((item(sides=Sides.EACH),)), 0, done=done)
    assert said(tuple(step for step in steps if step.phase == "hold")).replace("hold5", "") == left
    assert sum(step.phase == "switch" for step in steps) == ("L" in left and "R" in left)
    assert said(steps[:1]) == f"ready15{left[0]}"


def test_nothing_at_all_remains_when_every_repetition_is_done() -> None:
    script = Script((item(),), asks_rating=True)
    assert steps_of(script, 0, done={(Side.NONE, 1), (Side.NONE, 2)}) == ()


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("ready_change_s", 1),
        ("ready_same_s", 1),
        ("in_s", 12),
        ("out_s", 8),
        ("relax_s", 8),
        ("switch_s", 2),
        ("rate_s", 2),
        ("lead_in_s", 0),
    ],
)
def test_each_setting_lengthens_its_own_phase(name: str, times: int) -> None:
    items = (item(0, sides=Sides.EACH), item(1, sides=Sides.EACH, holds=2))
    script = Script(items, asks_rating=True)
    longer = replace(script, timing=Timing(**{name: getattr(script.timing, name) + 10}))
    assert length_s(longer) - length_s(script) == 10 * times
    assert name in TIMING_NAMES


@pytest.mark.parametrize(
    ("one", "seconds"),
    [
        (item(dose=Dose(2, 2)), 15 + 2 * (3 + 2 + 3 + 2)),
        (item(dose=Dose(5, 5)), 80),
        (item(dose=Dose(5, 5), sides=Sides.EACH), 151),
        (item(dose=Dose(5, 5), holds=2), 120),
    ],
)
def test_the_length_of_an_exercise(one: Item, seconds: int) -> None:
    assert length_s(Script((one,))) == seconds


def test_the_length_of_a_session_is_that_of_its_items() -> None:
    items = (item(0, sides=Sides.EACH), item(1), item(2, holds=2, on=STANDING))
    script = Script(items)
    assert length_s(script) == sum(seconds_of(steps_of(script, index)) for index in range(3))
    assert length_s(script) == (15 + 52 + 6) + (8 + 26) + (15 + 42)


SECONDS = st.integers(1, 60)


@given(
    st.lists(
        st.builds(
            item,
            sides=st.sampled_from(Sides),
            holds=st.integers(1, 9),
            dose=st.builds(Dose, st.integers(1, 120), st.integers(1, 50)),
            on=st.sampled_from(Position),
        ),
        min_size=1,
        max_size=3,
    ),
    st.builds(Timing, **dict.fromkeys(TIMING_NAMES, SECONDS)),
    st.booleans(),
)
def test_an_items_length_is_what_its_steps_add_up_to(some: list[Item], timing: Timing, asks: bool) -> None:
    script = Script(tuple(some), timing, asks)
    lengths = [item_seconds(script, index) for index in range(len(some))]
    assert lengths == [seconds_of(steps_of(script, index)) for index in range(len(some))]
    assert length_s(script) == sum(lengths)
