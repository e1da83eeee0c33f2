"""Charts: every value in its place, in braille and in line characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtui.domain.chart import Curve, Look, column_of, columns_of, drawn, row_of
from backtui.domain.figure.model import Role

STAIRS = ((0.0, 2.0), (0.3, 3.0), (0.6, 5.0), (0.8, 4.0))
POINTS = st.lists(st.tuples(st.floats(0, 1), st.floats(-3, 13)), max_size=40).map(
    lambda points: tuple(sorted(points))
)
SIZES = st.tuples(st.integers(3, 90), st.integers(1, 20))


def text(curves: list[Curve], columns: int, rows: int, *, braille: bool) -> list[str]:
    picture = drawn(curves, columns, rows, (2, 5), braille=braille)
    return ["".join(cell.char for cell in row).rstrip() for row in picture]


def test_a_staircase_in_line_characters() -> None:
    assert text([Curve(STAIRS, Role.WORKED)], 20, 4, braille=False) == [
        "            ╭───╮",
        "            │   ╰───",
        "      ╭─────╯",
        "──────╯",
    ]


def test_a_staircase_in_braille() -> None:
    assert text([Curve(STAIRS, Role.WORKED)], 20, 2, braille=True) == [
        "            ⡏⠉⠉⠉⠧⠤⠤⠤",
        "⣀⣀⣀⣀⣀⣀⡖⠒⠒⠒⠒⠒⠃",
    ]


@pytest.mark.parametrize(("look", "value"), [(Look.STEPS, 9.0), (Look.MEANS, 6.0), (Look.DOTS, 6.0)])
def test_what_falls_together_is_the_newest_or_the_mean(look: Look, value: float) -> None:
    assert columns_of(Curve(((0.5, 3.0), (0.51, 9.0)), Role.LIMB, look), 4) == {2: value}


@given(POINTS, SIZES, st.sampled_from(Look), st.booleans())
def test_any_curve_stays_on_its_canvas(points, size, look, braille) -> None:
    columns, rows = size
    picture = drawn([Curve(points, Role.WORKED, look)], columns, rows, (0, 10), braille=braille)
    assert [len(row) for row in picture] == [columns] * rows
    inked = [x for row in picture for x, cell in enumerate(row) if cell.role]
    assert bool(inked) == bool(points)
    if points and look is not Look.DOTS:
        first = column_of(points[0][0], columns * (2 if braille else 1)) // (2 if braille else 1)
        assert set(inked) == set(range(first, columns))


@given(POINTS.filter(bool), SIZES)
def test_the_last_step_stands_at_the_height_of_the_newest_value(points, size) -> None:
    columns, rows = size
    picture = drawn([Curve(points, Role.WORKED)], columns, rows, (0, 10), braille=False)
    assert picture[row_of(points[-1][1], rows, (0, 10))][-1].role is Role.WORKED


@given(POINTS, SIZES, st.booleans())
def test_the_first_curve_covers_the_others(points, size, braille) -> None:
    top, below = Curve(points, Role.WORKED), Curve(points, Role.LIMB)
    assert drawn([top, below], *size, (0, 10), braille=braille) == drawn(
        [top], *size, (0, 10), braille=braille
    )


@given(st.floats(-5, 15), st.floats(-5, 15), st.integers(1, 50))
def test_a_greater_value_never_stands_lower(one, other, rows) -> None:
    low, high = sorted((one, other))
    assert 0 <= row_of(high, rows, (0, 10)) <= row_of(low, rows, (0, 10)) < rows
    assert row_of(10, rows, (0, 10)) == 0
    assert row_of(0, rows, (0, 10)) == rows - 1
    assert 0 <= row_of(one, rows, (3, 3)) < rows
