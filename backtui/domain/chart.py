"""Draws values over time: staircases, means and marks, on an axis whose labels stand at equal distances."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from math import ceil, floor, gcd

import msgspec

from backtui.domain.figure.canvas import CELL_DOTS, Canvas
from backtui.domain.figure.draw import cells_of
from backtui.domain.figure.model import BLANK, Cell, Picture, Role

MARK = "•"
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # from one label to the next
ROUND_FROM = 4  # rows from which on the labels are round numbers, if they can be


class Look(StrEnum):
    """How a curve is drawn.

    A staircase of its newest values, one of their means, a dotted staircase of what is to come, or a mark
    for each value.
    """

    STEPS = "steps"
    MEANS = "means"
    AHEAD = "ahead"
    MARKS = "marks"


class Curve(msgspec.Struct, frozen=True):
    """Values over time, oldest first, each at a place from 0 to 1; a staircase goes on to `until`."""

    points: tuple[tuple[float, float], ...]
    role: Role
    look: Look = Look.STEPS
    until: float = 1.0


class Level(msgspec.Struct, frozen=True):
    """One value for the whole time, drawn behind the curves: its `dashes` again and again, and its name."""

    value: float
    role: Role
    dashes: str
    name: str


class Axis(msgspec.Struct, frozen=True):
    """Whole numbers from `low` to `high` on rows: a label every `step`, `apart` rows from one to the next."""

    low: int
    high: int
    step: int = 1
    apart: int = 1

    @classmethod
    def fitting(cls, whole: Sequence[int], rows: int, others: Sequence[float] = ()) -> "Axis":
        """The finest axis on at most so many rows (2 or more) that has room for all values.

        Each of the `whole` ones stands on a row of its own if there are enough rows.
        """
        every = [*whole, *others] or [0]
        low, high = floor(min(every)), ceil(max(every))
        shared = gcd(*whole) if len(set(whole)) > 1 else 1
        finest = max(step for step in STEPS if shared % step == 0)
        for step in STEPS[STEPS.index(finest) :] if rows >= ROUND_FROM else ():
            first, last = low // step * step, max(-(-high // step), low // step + 1) * step
            steps = (last - first) // step
            if steps < rows:
                return cls(first, last, step, (rows - 1) // steps)
        step = max(1, -(-(high - low) // (rows - 1)))
        steps = max(1, -(-(high - low) // step))
        return cls(low, low + step * steps, step, (rows - 1) // steps)

    @property
    def rows(self) -> int:
        """How many rows it takes."""
        return (self.high - self.low) // self.step * self.apart + 1

    @property
    def labels(self) -> dict[int, int]:
        """The number of each row that has one, 0 at the top."""
        numbers = range(self.high, self.low - 1, -self.step)
        return {place * self.apart: number for place, number in enumerate(numbers)}

    def row(self, value: float, fine: int = 1) -> int:
        """The row of a value, 0 at the top; with `fine` the row of dots of which a row has so many.

        Values outside stand at the edge.
        """
        exact = (self.high - value) / self.step * self.apart * fine + fine // 2
        return min(max(floor(exact + 0.5), 0), self.rows * fine - 1)

    def is_exact(self, whole: Sequence[int]) -> bool:
        """Whether each of these stands on a row, and not between two."""
        return all((value - self.low) * self.apart % self.step == 0 for value in whole)


def column_of(place: float, columns: int) -> int:
    """The column of a place from 0 to 1."""
    return min(max(int(place * columns), 0), columns - 1)


def columns_of(curve: Curve, columns: int) -> dict[int, float]:
    """A value for each column that has any: the newest one, or their mean."""
    found: dict[int, list[float]] = {}
    for place, value in curve.points:
        found.setdefault(column_of(place, columns), []).append(value)
    if curve.look is Look.MEANS:
        return {column: sum(values) / len(values) for column, values in found.items()}
    return {column: values[-1] for column, values in found.items()}


def drawn(
    curves: Sequence[Curve], columns: int, axis: Axis, *, braille: bool, levels: Sequence[Level] = ()
) -> Picture:
    """So many columns of cells on the rows of the axis: the first curve stands on top, levels behind all.

    With `braille` a staircase is drawn in dots, four to a row, and so between two rows too; what is to come
    is told apart in line characters alone.
    """
    stairs = [curve for curve in curves if curve.look is not Look.MARKS]
    picture = _dotted(stairs, columns, axis) if braille else _lined(stairs, columns, axis)
    for curve in reversed(curves):
        if curve.look is Look.MARKS:
            for column, value in {(column_of(place, columns), value) for place, value in curve.points}:
                picture[axis.row(value)][column] = Cell(MARK, curve.role)
    for level in levels:
        lay_level(level, picture[axis.row(level.value)])
    return picture


def lay_level(level: Level, row: list[Cell]) -> None:
    """Draw a level into the blanks of its row, its name where that hides nothing."""
    text = level.dashes * len(row)
    name = f"{level.name} "
    for first in range(len(level.dashes), len(row) - len(name), len(level.dashes)):
        if all(cell is BLANK for cell in row[first - 1 : first + len(name)]):
            text = f"{text[:first]}{name}{text}"
            break
    for column, char in enumerate(text[: len(row)]):
        if row[column] is BLANK and char != " ":
            row[column] = Cell(char, level.role)


def _heights(curve: Curve, columns: int, axis: Axis, fine: int) -> Iterator[tuple[int, int, int]]:
    """Column by column of a staircase, left to right: the column, the row before, and its own."""
    rows = {column: axis.row(value, fine) for column, value in columns_of(curve, columns).items()}
    before: int | None = None
    for column in range(min(rows, default=columns), column_of(curve.until, columns) + 1):
        now = rows.get(column, before)
        assert now is not None
        yield column, now if before is None else before, now
        before = now


def _dotted(curves: Sequence[Curve], columns: int, axis: Axis) -> Picture:
    """The staircases in braille."""
    canvas = Canvas(columns * 2, axis.rows * CELL_DOTS)
    for curve in reversed(curves):
        spans = [
            (row, 1 << column)
            for column, before, now in _heights(curve, canvas.width, axis, CELL_DOTS)
            for row in range(min(now, before), max(now, before) + 1)
        ]
        canvas.paint(curve.role, spans)
    return [cells_of(canvas, top) for top in range(0, canvas.height, CELL_DOTS)]


def _lined(curves: Sequence[Curve], columns: int, axis: Axis) -> Picture:
    """The staircases in line characters."""
    picture = [[BLANK] * columns for _ in range(axis.rows)]
    for curve in reversed(curves):
        along, upright = ("┈", "┊") if curve.look is Look.AHEAD else ("─", "│")
        for column, before, now in _heights(curve, columns, axis, 1):
            if before == now:
                picture[now][column] = Cell(along, curve.role)
                continue
            picture[before][column] = Cell("╮" if now > before else "╯", curve.role)
            for row in range(min(before, now) + 1, max(before, now)):
                picture[row][column] = Cell(upright, curve.role)
            picture[now][column] = Cell("╰" if now > before else "╭", curve.role)
    return picture
