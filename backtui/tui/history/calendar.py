"""The weeks of a year, day by day, each with its sign."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from backtui.domain.statistics import MOST_MINUTES, YEAR_WEEKS, CalendarWeek, Sign, effort
from backtui.domain.weekday import WEEKDAYS
from backtui.tui.widgets.line import Inked, Line, Span, strip_of

LABEL = 5  # cells for the names of the weekdays
WIDEST = {1: 3, 2: 5}  # cells of a week, by the rows of a day
DEEP_FROM, DEEP_CELLS = 30, 104  # rows of all, and cells, from which on a day has two rows
DAY_NAMES = tuple(each.capitalize() for each in WEEKDAYS)
SIGNS: dict[Sign, Span] = {
    Sign.OUT: (" ", "text"),
    Sign.REST: ("·", "dim"),
    Sign.BACK: ("●", "accent"),
    Sign.AEROBIC: ("○", "head"),
    Sign.BOTH: ("◉", "strong"),
    Sign.PART: ("◐", "down"),
    Sign.PAIN: ("×", "warn"),
}
REACHED: Span = ("■", "accent")
TOLD_APART = (Sign.BACK, Sign.AEROBIC, Sign.BOTH, Sign.PART, Sign.PAIN, Sign.REST)
LEGEND = (*((SIGNS[sign], sign.value) for sign in TOLD_APART), (REACHED, "goal"))
NOTHING: tuple[Span, str] = ((" ", "text"), "")
BARS, ASCII_BARS = "▁▃▅▆█", ".-=+#"  # of a day's effort from 1 to 5
LEGEND_GAP, LEGEND_CELLS = 3, {1: 9, 2: 11}
DAY = timedelta(days=1)


class Year(Inked, Widget, can_focus=True):
    """Sends Moved when the cursor stands on another day, Beyond when a day outside is asked for, Chosen."""

    DEFAULT_CSS = "Year { height: 9; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Day before", show=False),
        Binding("down,j", "move(1)", "Day after", show=False),
        Binding("left,h", "move(-7)", "Week before", show=False),
        Binding("right,l", "move(7)", "Week after", show=False),
        Binding("left_square_bracket", "move(-28)", "Month before", show=False),
        Binding("right_square_bracket", "move(28)", "Month after", show=False),
        Binding("pageup,ctrl+b", f"move({-7 * YEAR_WEEKS})", "Year before", show=False),
        Binding("pagedown,ctrl+f", f"move({7 * YEAR_WEEKS})", "Year after", show=False),
        Binding("home,g", "edge(0)", "First", show=False),
        Binding("end,G", "edge(1)", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another day."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Beyond(Moved):
        """A day is asked for that is not among the weeks shown."""

    class Chosen(Moved):
        """The day was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.weeks: Sequence[CalendarWeek] = ()
        self.day: date | None = None
        self.bars = BARS
        self._minutes: Mapping[date, float] = {}
        self._bounds = (date.max, date.min)
        self._deep = 1

    def show(
        self,
        weeks: Sequence[CalendarWeek],
        day: date | None,
        bounds: tuple[date, date],
        minutes: Mapping[date, float],
    ) -> None:
        """Show weeks with the cursor on a day; it can go from the first to the last day of `bounds`.

        `minutes` has what each day had that had anything.
        """
        self._bounds = bounds
        if (tuple(self.weeks), self.day, self._minutes) != (tuple(weeks), day, minutes):
            self.weeks, self.day, self._minutes = weeks, day, minutes
            self.refresh()

    def fit(self, rows: int) -> None:
        """Take one row for a day; two, the second with a bar of its minutes, where there are enough."""
        self._deep = 2 if rows >= DEEP_FROM and self.size.width >= DEEP_CELLS else 1
        self.styles.height = 7 * self._deep + 2

    @property
    def pitch(self) -> int:
        """How many cells a week takes."""
        weeks, room = max(1, len(self.weeks)), self.size.width - LABEL
        beside = (room - LEGEND_GAP - LEGEND_CELLS[2]) // weeks
        return max(1, min(WIDEST[self._deep], beside if self._deep > 1 and beside > 1 else room // weeks))

    @property
    def _wide(self) -> int:
        """How many of them a day fills."""
        return 1 if self._deep == 1 else max(1, self.pitch - 1)

    @property
    def has_legend(self) -> bool:
        """The legend has room at the right of the weeks."""
        return self._right + LEGEND_GAP + LEGEND_CELLS[self._deep] <= self.size.width

    @property
    def _right(self) -> int:
        return LABEL + len(self.weeks) * self.pitch

    def _column(self, day: date | None) -> int | None:
        """The week that a day is in."""
        if not self.weeks or day is None:
            return None
        column = (day - self.weeks[0].begins).days // 7
        return column if 0 <= column < len(self.weeks) else None

    def render_line(self, y: int) -> Strip:
        """The months, a weekday, or the weeks against the goal; then the legend."""
        if not self.weeks or y > 7 * self._deep + 1:
            return Strip.blank(self.size.width, self.ink("text"))
        if y == 0:
            return strip_of(self._months(), self.size.width, self.ink)
        line, part = divmod(y - 1, self._deep)
        segments = self._goals() if line == 7 else self._days(line, part)
        return self._with_legend(segments, y - 1)

    def _days(self, line: int, part: int) -> list[Segment]:
        """A weekday of every week: the signs, or in its second row the bars."""
        column = self._column(self.day)
        first = self.weeks[0].begins.weekday()
        here = self.day is not None and line == (self.day.weekday() - first) % 7
        name = "" if part else f"{'›' if here else ' '}{DAY_NAMES[(first + line) % 7]}"
        segments = [Segment(name.ljust(LABEL), self.ink("strong" if here else "dim"))]
        wide = self._wide
        for place, week in enumerate(self.weeks):
            text, role = self._bar(week.begins + line * DAY, wide) if part else SIGNS[week.signs[line]]
            style = self.ink(role)
            if here and place == column and self.has_focus:
                style += Style(reverse=True)
            segments += [
                Segment(text.ljust(wide), style),
                Segment(" " * (self.pitch - wide), self.ink("text")),
            ]
        return segments

    def _bar(self, day: date, cells: int) -> Span:
        """The minutes of a day, as high and as bright as there were many."""
        much = effort(self._minutes.get(day, 0))
        return (self.bars[much - 1] * cells, f"effort{much}") if much else ("", "text")

    def _goals(self) -> list[Segment]:
        """Whether each week reached the goal, and if not its back days."""
        segments = [Segment("goal".ljust(LABEL), self.ink("dim"))]
        for week in self.weeks:
            text, role = self._goal(week)
            segments.append(Segment(text.center(self._wide).ljust(self.pitch), self.ink(role)))
        return segments

    def _goal(self, week: CalendarWeek) -> Span:
        """The week's back days, or that they reach the goal."""
        if week.reached:
            return REACHED
        if all(sign is Sign.OUT for sign in week.signs):
            return (" ", "text")
        return (str(week.days) if week.days else "·", "dim")

    def _with_legend(self, segments: list[Segment], line: int) -> Strip:
        signs = self.legend
        if self.has_legend and line < len(signs):
            (sign, role), name = signs[line]
            gap = self._right + LEGEND_GAP - Strip(segments).cell_length
            segments += [Segment(" " * gap, self.ink("text")), Segment(sign, self.ink(role))]
            segments.append(Segment(f" {name}", self.ink("dim")))
        return Strip(segments).simplify().adjust_cell_length(self.size.width, self.ink("text"))

    @property
    def legend(self) -> Sequence[tuple[Span, str]]:
        """What the signs mean, and the bars where there are any."""
        if self._deep == 1:
            return LEGEND
        upto = [f"to {minutes} min" for minutes in MOST_MINUTES]
        bars = [
            ((bar, f"effort{number}"), said)
            for number, (bar, said) in enumerate(zip(self.bars, [*upto, "longer"], strict=True), 1)
        ]
        return [*LEGEND, NOTHING, *bars]

    @property
    def legend_below(self) -> Sequence[tuple[Span, str]]:
        """The same in one line, where there is no room beside the weeks."""
        if self.has_legend:
            return ()
        said = f"to {', '.join(map(str, MOST_MINUTES))} min, longer"
        return LEGEND if self._deep == 1 else (*LEGEND, ((self.bars, "effort5"), said))

    def _months(self) -> Line:
        """The name of each month over the week that it begins in, the year instead of January."""
        text = [" "] * (LABEL + len(self.weeks) * self.pitch + 4)
        named = [(place, week.begins + 6 * DAY) for place, week in enumerate(self.weeks)]
        named = [(place, end) for place, end in named if end.day <= 7 or place == 0]
        if len(named) > 1 and (named[1][0] - named[0][0]) * self.pitch < 4:
            del named[0]
        nexts = [place for place, _ in named[1:]] + [len(self.weeks)]
        for (place, end), following in zip(named, nexts, strict=True):
            at = LABEL + place * self.pitch
            if at <= self.size.width - 4:
                begins_year = end.month == 1 and end.day <= 7
                short = (following - place) * self.pitch <= 4
                name = f"{end:%b}" if not begins_year else f"’{end:%y}" if short else f"{end:%Y}"
                text[at : at + len(name)] = name
        line: list[Span] = [("".join(text), "dim")]
        column = self._column(self.day)
        if column is not None:
            at = LABEL + column * self.pitch + (self._wide - 1) // 2
            here = "▼" if text[at] == " " else text[at]
            line = [("".join(text[:at]), "dim"), (here, "strong"), ("".join(text[at + 1 :]), "dim")]
        return line

    def on_focus(self) -> None:
        """Show the cursor."""
        self._repaint(self.day)

    def on_blur(self) -> None:
        """Hide the cursor."""
        self._repaint(self.day)

    def on_click(self, event: events.Click) -> None:
        """A click goes to a day; a second one chooses it."""
        column, place = (event.x - LABEL) // self.pitch, (event.y - 1) // self._deep
        if 0 <= column < len(self.weeks) and 0 <= place < 7 and event.x >= LABEL:
            day = self.weeks[column].begins + timedelta(days=place)
            if day == self.day:
                self.action_choose()
            elif self._bounds[0] <= day <= self._bounds[1]:
                self._go(day)

    def action_move(self, by: int) -> None:
        """So many days on, or to the edge."""
        if self.day is not None:
            first, last = self._bounds
            ahead = min(max(by, (first - self.day).days), (last - self.day).days)
            self._go(self.day + timedelta(days=ahead))

    def action_edge(self, which: int) -> None:
        """The first or the last day of all."""
        if self.day is not None:
            self._go(self._bounds[which])

    def action_choose(self) -> None:
        """Choose the day under the cursor."""
        if self.day is not None:
            self.post_message(self.Chosen(self.day))

    def _go(self, day: date) -> None:
        if day == self.day:
            return
        if self._column(day) is None:
            self.post_message(self.Beyond(day))
            return
        before, self.day = self.day, day
        self._repaint(before)
        self._repaint(day)
        self.refresh(Region(0, 0, self.size.width, 1))
        self.post_message(self.Moved(day))

    def _repaint(self, day: date | None) -> None:
        """Paint a day's cell and the name of its weekday again."""
        column = self._column(day)
        if day is not None and column is not None:
            y = (day - self.weeks[column].begins).days * self._deep + 1
            cell = Region(LABEL + column * self.pitch, y, self.pitch, self._deep)
            self.refresh(Region(0, y, LABEL, 1), cell)
