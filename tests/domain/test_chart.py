"""Charts: even axes, every value in its place, in braille and in line characters."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtui.domain.chart import MARK, Axis, Curve, Level, Look, column_of, columns_of, drawn
from backtui.domain.figure.model import Role

STAIRS = ((0.0, 2.0), (0.3, 3.0), (0.6, 5.0), (0.8, 4.0))
POINTS = st.lists(st.tuples(st.floats(0, 1), st.floats(-3, 13)), max_size=40).map(
    lambda points: tuple(sorted(points))
)
WHOLE = st.lists(st.integers(0, 600), min_size=1, max_size=12)
AXES = st.builds(Axis, st.integers(0, 3), st.integers(10, 12), st.sampled_from((1, 2)), st.integers(1, 3))
COLUMNS = st.integers(3, 90)


def text(curves: list[Curve], columns: int, axis: Axis, *levels: Level, braille: bool = False) -> list[str]:
    picture = drawn(curves, columns, axis, braille=braille, levels=levels)
    return ["".join(cell.char for cell in row).rstrip() for row in picture]


@pytest.mark.parametrize(
    ("whole", "others", "rows", "axis", "labels"),
    [
        ((2, 3, 5), (), 4, Axis(2, 5), {0: 5, 1: 4, 2: 3, 3: 2}),
        ((2, 3, 5), (), 6, Axis(2, 5), {0: 5, 1: 4, 2: 3, 3: 2}),  # no row more than is even
        ((2, 3, 5), (), 7, Axis(2, 5, 1, 2), {0: 5, 2: 4, 4: 3, 6: 2}),
        ((2, 5), (0.5,), 7, Axis(0, 5), {0: 5, 1: 4, 2: 3, 3: 2, 4: 1, 5: 0}),
        ((2, 10), (), 9, Axis(2, 10, 2, 2), {0: 10, 2: 8, 4: 6, 6: 4, 8: 2}),  # numbers that share a step
        ((2, 5, 10), (), 6, Axis(2, 10, 2), {0: 10, 1: 8, 2: 6, 3: 4, 4: 2}),
        ((20, 25, 30), (), 5, Axis(20, 30, 5, 2), {0: 30, 2: 25, 4: 20}),
        ((5, 60), (), 7, Axis(0, 60, 10), {0: 60, 1: 50, 2: 40, 3: 30, 4: 20, 5: 10, 6: 0}),
        ((2, 6), (), 3, Axis(2, 6, 2), {0: 6, 1: 4, 2: 2}),
        ((2, 10), (), 2, Axis(2, 10, 8), {0: 10, 1: 2}),
        ((5, 5), (5.0,), 5, Axis(5, 6, 1, 4), {0: 6, 4: 5}),
        (range(11), (), 6, Axis(0, 10, 2), {0: 10, 1: 8, 2: 6, 3: 4, 4: 2, 5: 0}),
        ((), (), 4, Axis(0, 1, 1, 3), {0: 1, 3: 0}),
    ],
)
def test_an_axis_has_even_labels(whole, others, rows, axis, labels) -> None:
    found = Axis.fitting(whole, rows, others)
    assert found == axis
    assert found.labels == labels


@given(WHOLE, st.lists(st.floats(0, 600), max_size=9), st.integers(2, 30), st.sampled_from((1, 4)))
def test_labels_stand_at_equal_distances_and_name_their_own_rows(whole, others, rows, fine) -> None:
    axis = Axis.fitting(whole, rows, others)
    labels = axis.labels
    places = list(labels)
    assert {after - before for before, after in pairwise(places)} == {axis.apart}
    assert {labels[a] - labels[b] for a, b in pairwise(places)} == {axis.step}
    assert (places[0], places[-1]) == (0, axis.rows - 1)
    assert axis.rows <= rows
    for row, number in labels.items():
        assert axis.row(number) == row
        assert axis.row(number, fine) == row * fine + fine // 2
    for value in (*whole, *others):
        assert axis.low <= value <= axis.high
        assert 0 <= axis.row(value, fine) < axis.rows * fine


@given(st.floats(-5, 15), st.floats(-5, 15), AXES, st.sampled_from((1, 4)))
def test_a_greater_value_never_stands_lower(one, other, axis, fine) -> None:
    low, high = sorted((one, other))
    assert 0 <= axis.row(high, fine) <= axis.row(low, fine) < axis.rows * fine


def test_a_staircase_in_line_characters() -> None:
    assert text([Curve(STAIRS, Role.WORKED)], 20, Axis(2, 5)) == [
        "            ╭───╮",
        "            │   ╰───",
        "      ╭─────╯",
        "──────╯",
    ]


def test_a_staircase_in_braille() -> None:
    assert text([Curve(STAIRS, Role.WORKED)], 20, Axis(2, 5), braille=True) == [
        "            ⡤⠤⠤⠤⡄",
        "            ⡇   ⠧⠤⠤⠤",
        "      ⡤⠤⠤⠤⠤⠤⠇",
        "⠤⠤⠤⠤⠤⠤⠇",
    ]


def test_done_beside_planned_a_forecast_and_levels() -> None:
    done = ((0.0, 2.0), (0.2, 2.0), (0.3, 3.0), (0.4, 2.0))
    curves = [
        Curve(done, Role.LIMB, Look.MARKS),
        Curve(STAIRS[:2], Role.WORKED, until=0.5),
        Curve(((0.5, 3.0), (0.7, 4.0), (0.8, 5.0)), Role.WORKED, Look.AHEAD),
    ]
    target, ceiling = Level(5, Role.PROP, "─ ", "target"), Level(6, Role.FAR, "· ", "ceiling")
    assert text(curves, 30, Axis(2, 6), target, ceiling) == [
        "· ceiling · · · · · · · · · ·",
        "─ target ─ ─ ─ ─ ─ ─ ─ ─╭┈┈┈┈┈",
        "                     ╭┈┈╯",
        "         •──────┈┈┈┈┈╯",
        "•─────•──╯  •",
    ]


def test_a_level_without_room_for_its_name_has_none() -> None:
    level = Level(5, Role.PROP, "─ ", "target")
    assert text([Curve(((0.0, 5.0),), Role.WORKED)], 20, Axis(2, 5), level)[0] == "─" * 20
    assert text([], 9, Axis(2, 5), level)[0] == "─ ─ ─ ─ ─"


@pytest.mark.parametrize(("look", "value"), [(Look.STEPS, 9.0), (Look.MEANS, 6.0)])
def test_what_falls_together_is_the_newest_or_the_mean(look: Look, value: float) -> None:
    assert columns_of(Curve(((0.5, 3.0), (0.51, 9.0)), Role.LIMB, look), 4) == {2: value}


@given(POINTS, COLUMNS, AXES, st.sampled_from(Look), st.booleans(), st.floats(0, 1))
def test_any_curve_stays_on_its_canvas_and_ends_where_it_should(
    points, columns, axis, look, braille, until
) -> None:
    until = max([until, *(place for place, _ in points)])
    picture = drawn([Curve(points, Role.WORKED, look, until)], columns, axis, braille=braille)
    assert [len(row) for row in picture] == [columns] * axis.rows
    inked = [x for row in picture for x, cell in enumerate(row) if cell.role]
    assert bool(inked) == bool(points)
    if points and look is not Look.MARKS:
        assert set(inked) == set(range(column_of(points[0][0], columns), column_of(until, columns) + 1))


@given(POINTS, COLUMNS, AXES)
def test_every_mark_is_seen_at_its_height(points, columns, axis) -> None:
    marks = Curve(points, Role.LIMB, Look.MARKS)
    picture = drawn([marks, Curve(STAIRS, Role.WORKED)], columns, axis, braille=False)
    for place, value in points:
        assert picture[axis.row(value)][column_of(place, columns)].char == MARK


@given(POINTS.filter(bool), COLUMNS, AXES)
def test_the_last_step_stands_at_the_height_of_the_newest_value(points, columns, axis) -> None:
    picture = drawn([Curve(points, Role.WORKED)], columns, axis, braille=False)
    assert picture[axis.row(points[-1][1])][-1].role is Role.WORKED


@given(POINTS, COLUMNS, AXES, st.booleans())
def test_the_first_curve_covers_the_others(points, columns, axis, braille) -> None:
    top, below = Curve(points, Role.WORKED), Curve(points, Role.LIMB)
    both = drawn([top, below], columns, axis, braille=braille)
    assert both == drawn([top], columns, axis, braille=braille)
