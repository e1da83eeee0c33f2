"""A year as a calendar: a row for each weekday, a column for each week, a cursor on a day."""

from collections.abc import Sequence
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

from backtui.domain.statistics import SHOWN_WEEKS, YEAR_WEEKS, Sign, Week
from backtui.tui.widgets.spans import ROLE_CLASSES, ROLE_CSS, Line, Span, strip_of

LABEL = 5  # cells for the names of the weekdays
WIDEST = 3  # cells of a week
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SIGNS: dict[Sign, Span] = {
    Sign.OUT: (" ", "text"),
    Sign.REST: ("·", "dim"),
    Sign.BACK: ("●", "accent"),
    Sign.AEROBIC: ("○", "head"),
    Sign.BOTH: ("◉", "strong"),
    Sign.PART: ("◐", "down"),
    Sign.PAIN: ("×", "warn"),
}
NAMES = {
    Sign.BACK: "back",
    Sign.AEROBIC: "aerobic",
    Sign.BOTH: "both",
    Sign.PART: "part",
    Sign.PAIN: "pain",
    Sign.REST: "rest",
}
REACHED: Span = ("■", "accent")
LEGEND: tuple[tuple[Span, str], ...] = (
    *((SIGNS[sign], name) for sign, name in NAMES.items()),
    (REACHED, "goal"),
)
LEGEND_GAP, LEGEND_CELLS = 3, 9
DAY = timedelta(days=1)
HEIGHT = 9  # the months, seven days, the goal


class Year(Widget, can_focus=True):
    """Sends Moved when the cursor stands on another day, Beyond when a day outside is asked for, Chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = ROLE_CLASSES
    DEFAULT_CSS = f"Year {{ height: {HEIGHT}; " + ROLE_CSS + "}"
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
        self.weeks: Sequence[Week] = ()
        self.day: date | None = None
        self._bounds = (date.max, date.min)
        self._styles: dict[str, Style] = {}

    def show(self, weeks: Sequence[Week], day: date | None, bounds: tuple[date, date]) -> None:
        """Show weeks with the cursor on a day; it can go from the first to the last day of `bounds`."""
        self._bounds = bounds
        if (tuple(self.weeks), self.day) != (tuple(weeks), day):
            self.weeks, self.day = weeks, day
            self.refresh()

    @property
    def pitch(self) -> int:
        """How many cells a week takes."""
        return max(1, min(WIDEST, (self.size.width - LABEL) // SHOWN_WEEKS))

    @property
    def has_legend(self) -> bool:
        """The legend has room at the right of the weeks."""
        return self._right + LEGEND_GAP + LEGEND_CELLS <= self.size.width

    @property
    def _right(self) -> int:
        return LABEL + SHOWN_WEEKS * self.pitch

    def _column(self, day: date | None) -> int | None:
        """The week that a day is in."""
        if not self.weeks or day is None:
            return None
        column = (day - self.weeks[0].monday).days // 7
        return column if 0 <= column < len(self.weeks) else None

    def render_line(self, y: int) -> Strip:
        """The months, a weekday, or the weeks against the goal."""
        if not self.weeks:
            return Strip.blank(self.size.width, self._style("text"))
        if y == 0:
            return strip_of(self._months(), self.size.width, self._style)
        if y >= HEIGHT:
            return Strip.blank(self.size.width, self._style("text"))
        return self._row(y - 1)

    def _row(self, weekday: int) -> Strip:
        """A weekday of every week, or under them the goal; then the legend."""
        here = self.day.weekday() if self.day else None
        column = self._column(self.day)
        label = "goal" if weekday == 7 else f"{'›' if weekday == here else ' '}{WEEKDAYS[weekday]}"
        segments = [Segment(label.ljust(LABEL), self._style("strong" if weekday == here else "dim"))]
        for place, week in enumerate(self.weeks):
            text, role = self._goal(week) if weekday == 7 else SIGNS[week.signs[weekday]]
            style = self._style(role)
            if place == column and weekday == here and self.has_focus:
                style += Style(reverse=True)
            segments.append(Segment(text, style))
            segments.append(Segment(" " * (self.pitch - 1), self._style("text")))
        return self._with_legend(segments, weekday)

    def _goal(self, week: Week) -> Span:
        """The week's back days, or that they reach the goal."""
        if week.reached:
            return REACHED
        if all(sign is Sign.OUT for sign in week.signs):
            return (" ", "text")
        return (str(week.days) if week.days else "·", "dim")

    def _with_legend(self, segments: list[Segment], line: int) -> Strip:
        strip = Strip(segments).simplify()
        if self.has_legend and line < len(LEGEND):
            (sign, role), name = LEGEND[line]
            gap = self._right + LEGEND_GAP - strip.cell_length
            segments += [Segment(" " * gap, self._style("text")), Segment(sign, self._style(role))]
            segments.append(Segment(f" {name}", self._style("dim")))
            strip = Strip(segments).simplify()
        return strip.adjust_cell_length(self.size.width, self._style("text"))

    def _months(self) -> Line:
        """The name of each month over the week that it begins in, the year instead of January."""
        text = [" "] * (LABEL + len(self.weeks) * self.pitch + 4)
        named = [(place, week.monday + 6 * DAY) for place, week in enumerate(self.weeks)]
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
            at = LABEL + column * self.pitch
            line = [("".join(text[:at]), "dim"), ("▼", "strong"), ("".join(text[at + 1 :]), "dim")]
        return line

    def _style(self, role: str) -> Style:
        if role not in self._styles:
            self._styles[role] = self.get_component_rich_style(f"role--{role}")
        return self._styles[role]

    def notify_style_update(self) -> None:
        """Forget colours when the theme changes."""
        self._styles.clear()
        super().notify_style_update()

    def on_focus(self) -> None:
        """Show the cursor."""
        self._repaint(self.day)

    def on_blur(self) -> None:
        """Hide the cursor."""
        self._repaint(self.day)

    def on_click(self, event: events.Click) -> None:
        """A click goes to a day; a second one chooses it."""
        column, weekday = (event.x - LABEL) // self.pitch, event.y - 1
        if 0 <= column < len(self.weeks) and 0 <= weekday < 7 and event.x >= LABEL:
            day = self.weeks[column].monday + timedelta(days=weekday)
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
            y = day.weekday() + 1
            self.refresh(Region(0, y, LABEL, 1), Region(LABEL + column * self.pitch, y, 1, 1))
