"""Charts as lines of text: what was over time, with the numbers at the left and the time below."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

import msgspec
from textual.binding import Binding, BindingType
from textual.message import Message

from backtui.domain.chart import Axis, Curve, Level, column_of, drawn
from backtui.domain.figure.model import Picture, Role
from backtui.domain.words.numbers import brief_day, plain_day
from backtui.tui.widgets.figure import shows_braille
from backtui.tui.widgets.line import Bar, Line, Span

AXIS = 6  # cells for the numbers
LEAST_COLUMNS = 8
ROLES = {Role.WORKED: "accent", Role.LIMB: "text", Role.FAR: "dim", Role.PROP: "head"}
LEAST_ROWS, MOST_ROWS = 2, 18
MIXED, WEAK = ("↕", "accent"), "·"


class Time(msgspec.Struct, frozen=True):
    """What stands below a chart: its first and its last day, and today where that is one between them."""

    first: date
    last: date
    today: date | None = None

    def place(self, day: date) -> float:
        """Where a day stands, from 0 to 1."""
        return (day - self.first).days / max(1, (self.last - self.first).days)


def columns_in(cells: int) -> int:
    """How many columns a chart has beside its numbers."""
    return max(LEAST_COLUMNS, cells - AXIS)


def chart(
    curves: Sequence[Curve],
    cells: int,
    axis: Axis,
    unit: str = "",
    *,
    levels: Sequence[Level] = (),
    braille: bool = False,
) -> list[Line]:
    """The curves on the rows of a axis, `cells` wide with its numbers; the first curve stands on top.

    With `braille` they are drawn in dots, where this terminal shows such.
    """
    braille = braille and shows_braille()
    picture = drawn(curves, columns_in(cells), axis, braille=braille, levels=levels)
    labels = {row: f"{number}{unit}" for row, number in axis.labels.items()}
    return [
        [(at_the_left(labels.get(row, "")), "dim"), *spans] for row, spans in enumerate(coloured(picture))
    ]


def coloured(picture: Picture) -> list[Line]:
    """The rows of a picture, their cells in roles."""
    lines: list[Line] = []
    for drawing in picture:
        line: list[Span] = []
        for cell in drawing:
            role = ROLES.get(cell.role, "text")
            if line and line[-1][1] == role:
                line[-1] = (line[-1][0] + cell.char, role)
            else:
                line.append((cell.char, role))
        lines.append(line)
    return lines


def at_the_left(label: str) -> str:
    """The cells at the left of a row."""
    return f"{label:>{AXIS - 1}}{'┤' if label else '│'}"


def signs(marks: Sequence[tuple[float, str, str]], cells: int, here: int | None = None) -> Line:
    """A line of signs under a chart, each (place, sign, role); the one that is chosen stands in brackets.

    Where different ones fall together stands ↕; a · gives way to any other.
    """
    columns = columns_in(cells)
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
    """The first and the last day under a chart, today, and the years between where there is room."""
    columns = columns_in(cells)
    text = [" "] * columns
    first = plain_day(time.first)
    text[: len(first)] = first
    if time.today is not None and time.first < time.today:
        here = column_of(time.place(time.today), columns) + 1
        _lay("today", here - len("today"), text)
        if time.today < time.last:
            end = brief_day(time.last)
            _lay(end, columns - len(end), text, apart=3)
    elif time.last > time.first:
        _lay(plain_day(time.last), columns - len(plain_day(time.last)), text)
    for year in range(time.first.year + 1, time.last.year + 1):
        _lay(str(year), column_of(time.place(date(year, 1, 1)), columns), text)
    return [(" " * AXIS, "text"), ("".join(text)[:columns], "dim")]


def _lay(word: str, at: int, text: list[str], apart: int = 1) -> None:
    """Write a word where there is room for it, and for so many blanks on either side."""
    end = at + len(word)
    if at >= 0 and end <= len(text) and "".join(text[max(0, at - apart) : end + apart]).strip() == "":
        text[at:end] = word


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
