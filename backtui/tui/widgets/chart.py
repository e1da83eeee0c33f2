"""Charts as lines of text: what was over time, with the numbers at the left and the time below."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

import msgspec
from textual.binding import Binding, BindingType
from textual.message import Message

from backtui.domain.chart import Curve, column_of, drawn, row_of
from backtui.domain.figure.canvas import CELL_DOTS
from backtui.domain.figure.model import Role
from backtui.domain.words.numbers import plain_day
from backtui.tui.widgets.figure import shows_braille
from backtui.tui.widgets.line import Bar, Line, Span

AXIS = 6  # cells for the numbers
ROLES = {Role.WORKED: "accent", Role.LIMB: "text", Role.FAR: "dim"}
LEAST_ROWS, MOST_ROWS = 2, 14
STEPS = (1, 2, 5, 10, 20, 50, 1000)
MIXED, WEAK = ("↕", "accent"), "·"


class Axis(msgspec.Struct, frozen=True):
    """What stands at the left of a chart: from which value to which, and in what."""

    low: int
    high: int
    unit: str = ""

    @classmethod
    def over(cls, values: Sequence[float], unit: str = "") -> "Axis":
        """A scale of whole numbers on which all values have room."""
        low, high = int(min(values, default=0)), -int(-max(values, default=1) // 1)
        return cls(low, high if high > low else low + 1, unit)


class Time(msgspec.Struct, frozen=True):
    """What stands below a chart: its first and its last day."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day stands, from 0 to 1."""
        return (day - self.first).days / max(1, (self.last - self.first).days)


def chart(
    curves: Sequence[Curve], cells: int, rows: int, scale: Axis, *, ascii_only: bool = False
) -> list[Line]:
    """The curves on so many rows, `cells` wide with the numbers; the first curve stands on top."""
    bounds = (float(scale.low), float(scale.high))
    picture = drawn(curves, max(8, cells - AXIS), rows, bounds, braille=shows_braille() and not ascii_only)
    numbers = _numbers(scale, rows, 1 if ascii_only else CELL_DOTS)
    lines: list[Line] = []
    for row, drawing in enumerate(picture):
        line: list[Span] = [(f"{numbers.get(row, ''):>{AXIS - 1}}{'┤' if row in numbers else '│'}", "dim")]
        for cell in drawing:
            role = ROLES.get(cell.role, "text")
            if line[-1][1] == role and len(line) > 1:
                line[-1] = (line[-1][0] + cell.char, role)
            else:
                line.append((cell.char, role))
        lines.append(line)
    return lines


def _numbers(scale: Axis, rows: int, dots: int) -> dict[int, str]:
    """The numbers that have a row of their own: both ends, and between them steps as small as have room."""
    bounds = (float(scale.low), float(scale.high))
    for step in STEPS:
        values = sorted({scale.low, *range(scale.high, scale.low, -step)})
        found = {row_of(value, rows * dots, bounds) // dots: f"{value}{scale.unit}" for value in values}
        if len(found) == len(values):
            break
    return found


def signs(marks: Sequence[tuple[float, str, str]], cells: int, here: int | None = None) -> Line:
    """A line of signs under a chart, each (place, sign, role); the one that is chosen stands in brackets.

    Where different ones fall together stands ↕; a · gives way to any other.
    """
    columns = max(8, cells - AXIS)
    line: list[Span] = [(" ", "text")] * columns
    for place, sign, role in marks:
        column = column_of(place, columns)
        if line[column][0] in (" ", WEAK, sign):
            line[column] = (sign, role)
        elif sign != WEAK:
            line[column] = MIXED
    if here is not None and here < len(marks):
        place, sign, role = marks[here]
        column = min(max(column_of(place, columns), 1), columns - 2)
        line[column - 1 : column + 2] = [("[", "strong"), (sign, role), ("]", "strong")]
    return [(" " * AXIS, "text"), *line]


def time_line(time: Time, cells: int) -> Line:
    """The first and the last day under a chart, and the years between where there is room."""
    columns = max(8, cells - AXIS)
    text = [" "] * columns
    first, last = (plain_day(day) for day in (time.first, time.last))
    room = range(len(first) + 1, columns - len(last) - 5)
    for year in range(time.first.year + 1, time.last.year + 1):
        at = column_of(time.place(date(year, 1, 1)), columns)
        if at in room and "".join(text[at - 1 : at + 5]).strip() == "":
            text[at : at + 4] = str(year)
    text[: len(first)] = first
    if time.last > time.first:
        text[-len(last) :] = last
    return [(" " * AXIS, "text"), ("".join(text)[:columns], "dim")]


class ChartView(Bar, can_focus=True):
    """A chart that has the keys; what they do is for its owner: Along the time, Across to another, Chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "along(-1)", "Before", show=False),
        Binding("right,l", "along(1)", "After", show=False),
        Binding("pageup,ctrl+b", "along(-10)", "Ten before", show=False),
        Binding("pagedown,ctrl+f", "along(10)", "Ten after", show=False),
        Binding("home,g", "along(-1000000)", "First", show=False),
        Binding("end,G", "along(1000000)", "Last", show=False),
        Binding("up,k", "across(-1)", "Up", show=False),
        Binding("down,j", "across(1)", "Down", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    class Along(Message):
        """So many marks back or on."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Across(Message):
        """To another chart."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Chosen(Message):
        """What stands under the cursor was chosen."""

    def action_along(self, by: int) -> None:
        """Back or on."""
        self.post_message(self.Along(by))

    def action_across(self, by: int) -> None:
        """Another."""
        self.post_message(self.Across(by))

    def action_choose(self) -> None:
        """Choose."""
        self.post_message(self.Chosen())
