"""Draws values over time: staircases and dots in braille, or in line characters where braille fails."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from backtui.domain.figure.canvas import CELL_DOTS, Canvas
from backtui.domain.figure.draw import cells_of
from backtui.domain.figure.model import BLANK, Cell, Picture, Role

DOT = "∘"


class Look(StrEnum):
    """How a curve is drawn: a staircase of its newest values, one of their means, or the means as dots."""

    STEPS = "steps"
    MEANS = "means"
    DOTS = "dots"


class Curve(msgspec.Struct, frozen=True):
    """Values over time, oldest first, each at a place from 0 to 1."""

    points: tuple[tuple[float, float], ...]
    role: Role
    look: Look = Look.STEPS


def columns_of(curve: Curve, columns: int) -> dict[int, float]:
    """A value for each column that has any: the newest one, or their mean."""
    found: dict[int, list[float]] = {}
    for place, value in curve.points:
        found.setdefault(column_of(place, columns), []).append(value)
    if curve.look is Look.STEPS:
        return {column: values[-1] for column, values in found.items()}
    return {column: sum(values) / len(values) for column, values in found.items()}


def column_of(place: float, columns: int) -> int:
    """The column of a place from 0 to 1."""
    return min(max(int(place * columns), 0), columns - 1)


def row_of(value: float, rows: int, bounds: tuple[float, float]) -> int:
    """The row of a value, 0 at the top; values outside the bounds stand at the edge."""
    low, high = bounds
    share = (high - value) / (high - low) if high > low else 0.5
    return min(max(round(share * (rows - 1)), 0), rows - 1)


def drawn(
    curves: Sequence[Curve], columns: int, rows: int, bounds: tuple[float, float], *, braille: bool
) -> Picture:
    """So many columns and rows of cells with the curves, the first of them on top."""
    if braille:
        canvas = Canvas(columns * 2, rows * CELL_DOTS)
        for curve in reversed(curves):
            canvas.paint(curve.role, _spans(curve, canvas, bounds))
        return [cells_of(canvas, top) for top in range(0, canvas.height, CELL_DOTS)]
    picture = [[BLANK] * columns for _ in range(rows)]
    for curve in reversed(curves):
        _lay(curve, picture, bounds)
    return picture


def _spans(curve: Curve, canvas: Canvas, bounds: tuple[float, float]) -> list[tuple[int, int]]:
    """The dots of a curve, row by row."""
    heights = {
        column: row_of(value, canvas.height, bounds)
        for column, value in columns_of(curve, canvas.width).items()
    }
    if curve.look is Look.DOTS:
        return [(row, 1 << column) for column, row in heights.items()]
    spans = []
    row: int | None = None
    for column in range(min(heights, default=canvas.width), canvas.width):
        now = heights.get(column, row)
        assert now is not None
        before = now if row is None else row
        spans += [(each, 1 << column) for each in range(min(now, before), max(now, before) + 1)]
        row = now
    return spans


def _lay(curve: Curve, picture: Picture, bounds: tuple[float, float]) -> None:
    """Draw a curve with line characters."""
    rows, columns = len(picture), len(picture[0])
    heights = {column: row_of(value, rows, bounds) for column, value in columns_of(curve, columns).items()}
    if curve.look is Look.DOTS:
        for column, row in heights.items():
            picture[row][column] = Cell(DOT, curve.role)
        return
    before: int | None = None
    for column in range(min(heights, default=columns), columns):
        now = heights.get(column, before)
        assert now is not None
        if before is None or before == now:
            picture[now][column] = Cell("─", curve.role)
        else:
            picture[before][column] = Cell("╮" if now > before else "╯", curve.role)
            for row in range(min(before, now) + 1, max(before, now)):
                picture[row][column] = Cell("│", curve.role)
            picture[now][column] = Cell("╰" if now > before else "╭", curve.role)
        before = now
