"""A year at a glance."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from backtui.coach import history as past
from backtui.coach.history import DayPast, Standing, YearPast
from backtui.domain.history_filter import Sought
from backtui.domain.pause import pause_on
from backtui.domain.statistics import (
    SHOWN_WEEKS,
    WEEK,
    YEAR_WEEKS,
    CalendarWeek,
    SessionSummary,
    Sign,
    first_week,
)
from backtui.domain.weekday import WEEKDAYS, week_of
from backtui.tui.base import OpenErrand
from backtui.tui.history.view import NOTHING_FITS, Pane
from backtui.tui.widgets.line import Inked, Line, Span, strip_of
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.words import ALL_HELD, remarks, session_line

LABEL = 5  # cells for the names of the weekdays
WIDEST = 3  # cells of a week
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
LEGEND_GAP, LEGEND_CELLS = 3, 9
DAY = timedelta(days=1)
HEIGHT = 9  # the months, seven days, the goal
REST, OPEN = "A day of rest.", "Nothing yet today."


class Year(Inked, Widget, can_focus=True):
    """Sends Moved when the cursor stands on another day, Beyond when a day outside is asked for, Chosen."""

    DEFAULT_CSS = f"Year {{ height: {HEIGHT}; }}"
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
        self._bounds = (date.max, date.min)

    def show(self, weeks: Sequence[CalendarWeek], day: date | None, bounds: tuple[date, date]) -> None:
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
        column = (day - self.weeks[0].begins).days // 7
        return column if 0 <= column < len(self.weeks) else None

    def render_line(self, y: int) -> Strip:
        """The months, a weekday, or the weeks against the goal."""
        if not self.weeks:
            return Strip.blank(self.size.width, self.ink("text"))
        if y == 0:
            return strip_of(self._months(), self.size.width, self.ink)
        if y >= HEIGHT:
            return Strip.blank(self.size.width, self.ink("text"))
        return self._row(y - 1)

    def _row(self, line: int) -> Strip:
        """A weekday of every week, or under them the goal; then the legend."""
        column = self._column(self.day)
        first = self.weeks[0].begins.weekday()
        here = (self.day.weekday() - first) % 7 if self.day else None
        label = "goal" if line == 7 else f"{'›' if line == here else ' '}{DAY_NAMES[(first + line) % 7]}"
        segments = [Segment(label.ljust(LABEL), self.ink("strong" if line == here else "dim"))]
        for place, week in enumerate(self.weeks):
            text, role = self._goal(week) if line == 7 else SIGNS[week.signs[line]]
            style = self.ink(role)
            if place == column and line == here and self.has_focus:
                style += Style(reverse=True)
            segments += [Segment(text, style), Segment(" " * (self.pitch - 1), self.ink("text"))]
        return self._with_legend(segments, line)

    def _goal(self, week: CalendarWeek) -> Span:
        """The week's back days, or that they reach the goal."""
        if week.reached:
            return REACHED
        if all(sign is Sign.OUT for sign in week.signs):
            return (" ", "text")
        return (str(week.days) if week.days else "·", "dim")

    def _with_legend(self, segments: list[Segment], line: int) -> Strip:
        if self.has_legend and line < len(LEGEND):
            (sign, role), name = LEGEND[line]
            gap = self._right + LEGEND_GAP - Strip(segments).cell_length
            segments += [Segment(" " * gap, self.ink("text")), Segment(sign, self.ink(role))]
            segments.append(Segment(f" {name}", self.ink("dim")))
        return Strip(segments).simplify().adjust_cell_length(self.size.width, self.ink("text"))

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
            at = LABEL + column * self.pitch
            line = [("".join(text[:at]), "dim"), ("▼", "strong"), ("".join(text[at + 1 :]), "dim")]
        return line

    def on_focus(self) -> None:
        """Show the cursor."""
        self._repaint(self.day)

    def on_blur(self) -> None:
        """Hide the cursor."""
        self._repaint(self.day)

    def on_click(self, event: events.Click) -> None:
        """A click goes to a day; a second one chooses it."""
        column, place = (event.x - LABEL) // self.pitch, event.y - 1
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
            y = (day - self.weeks[column].begins).days + 1
            self.refresh(Region(0, y, LABEL, 1), Region(LABEL + column * self.pitch, y, 1, 1))


class YearPane(Pane):
    """The arrows go from day to day; enter opens the day's session."""

    TITLE = "Year"

    def __init__(self, standing: Standing, ascii_only: Callable[[], bool]) -> None:
        super().__init__(standing, ascii_only)
        self._past = YearPast((), {}, standing.today, standing.today)
        self._names: dict[str, str] = {}
        self._begins = date.min

    def compose(self) -> ComposeResult:
        """The calendar, the day."""
        yield Year()
        yield Rows(id="day")

    @property
    def _year(self) -> Year:
        return self.query_one(Year)

    @property
    def _list(self) -> Rows:
        return self.query_one("#day", Rows)

    async def read(self, standing: Standing, sought: Sought) -> None:
        """Read the year that is shown; another filter shows its last one."""
        # Who stood on today stands on today also when another day has begun.
        fresh = sought != self.sought or not self._names or self.day == self.standing.today
        await super().read(standing, sought)
        self._names = await self.ask(past.names)
        first, last = self._bounds
        if first <= last:
            await self._look(last if fresh else min(max(self.day, first), last))
            return
        self._past = YearPast((), {}, first, last)
        self._year.show((), None, (first, last))
        self._list.show([Row([(NOTHING_FITS, "dim")])])

    @property
    def _bounds(self) -> tuple[date, date]:
        """From which day to which the cursor can go."""
        sought, today = self.sought, self.standing.today
        earliest = min(self.standing.first, first_week(today, today, self.standing.starts))
        return max(sought.since or earliest, earliest), min(sought.until or today, today)

    async def _look(self, day: date) -> None:
        """Read the weeks around a day, unless they are those that are shown, and stand on it."""
        _, last = self._bounds
        is_whole = not (week_of(last, self.standing.starts) - self._begins) % (YEAR_WEEKS * WEEK)
        if not is_whole or not self._begins <= day < self._begins + SHOWN_WEEKS * WEEK:
            self._begins = first_week(day, last, self.standing.starts)
        begins, sought = self._begins, self.sought
        self._past = await self.ask(lambda coach: past.year(coach, begins, sought))
        self._year.show(self._past.weeks, day, self._bounds)
        self._show_day(day)

    @work(exclusive=True, group="year")
    async def look(self, day: date) -> None:
        """Another year."""
        await self._look(day)

    def on_year_moved(self, event: Year.Moved) -> None:
        """Another day."""
        self._show_day(event.day)

    def on_year_beyond(self, event: Year.Beyond) -> None:
        """A day of another year."""
        self.look(event.day)

    def on_year_chosen(self) -> None:
        """Open the day's session; of several, choose one."""
        if not self.must_choose() and self.session is not None:
            self.post_message(OpenErrand("session", self.session.id.hex()))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open it."""
        event.stop()
        self.post_message(OpenErrand("session", event.row.key or ""))

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What can be done with it may have changed."""
        event.stop()
        self._say()

    def take_keys(self) -> None:
        """The calendar has them."""
        self._year.focus()
        self._say()

    def step_out(self) -> bool:
        """From the day's list back to the calendar."""
        inside = self._list.has_focus
        if inside:
            self._year.focus()
        return inside

    def must_choose(self) -> bool:
        """Of several sessions of a day one is chosen in its list, which has the keys then."""
        several = len(self._day.session_summaries) > 1 and not self._list.has_focus
        if several:
            self._list.focus()
        return several

    def open(self) -> None:
        """What enter does."""
        if self._list.has_focus:
            self._list.action_choose()
        else:
            self.on_year_chosen()

    def on_resize(self) -> None:
        """The legend stands where there is room."""
        self.call_after_refresh(self._say)

    @property
    def _day(self) -> DayPast:
        return self._past.days.get(self.day, DayPast())

    @property
    def day(self) -> date:
        """The day under the cursor."""
        return self._year.day or self.standing.today

    @property
    def session(self) -> SessionSummary | None:
        """The session under the cursor of the day's list."""
        key = self._list.row.key if self._list.row else None
        return next((each for each in self._day.session_summaries if each.id.hex() == key), None)

    def _say(self) -> None:
        """The legend, where it has no room beside the calendar."""
        legend = () if self._year.has_legend else LEGEND
        self.explain(*(span for sign, name in legend for span in (sign, (f" {name}  ", "dim"))))

    def _show_day(self, day: date) -> None:
        past = self._past.days.get(day, DayPast())
        week = next(
            (each for each in self._past.weeks if each.begins == week_of(day, self.standing.starts)), None
        )
        said = f" {day:%b %Y}" + (" · today" if day == self.standing.today else "")
        count = f"{week.days} of {self.standing.goal} that week" if week else ""
        rows = [Row([(f"{day:%a} {day.day}{said}", "head")], [(count, "dim")])]
        # A day is told in its own order, the list of sessions is newest first.
        for each in reversed(past.session_summaries):
            rows.append(Row(session_line(each), (), each.id.hex()))
            said = remarks(each, self._names)
            rows += [Row([(f"    {said}", "dim")])] if said != ALL_HELD else []
        rows += [Row([(f"  {done.what}, {done.minutes} min", "text")]) for done in past.activities]
        for pain in past.pains:
            score = next((n for n in (pain.other, pain.before, pain.after) if n is not None), None)
            words = f"{pain.morning} that morning" if score is None else f"pain {score} of 10"
            rows.append(Row([(f"  {pain.at:%H:%M}  {words}", "text")]))
        if len(rows) == 1:
            pause, other = pause_on(day, self._past.pauses), OPEN if day == self.standing.today else REST
            rows.append(Row([(f"  {pause.why.words if pause else other}", "dim")]))
        # About as many lines as there is room for, so that nothing is laid out anew from day to day.
        rows += [Row()] * (self._list.size.height - 1 - len(rows))
        self._list.show(rows, next((row.key for row in rows if row.key), None))
        self._list.scroll_to(y=0, animate=False)
        self._say()
