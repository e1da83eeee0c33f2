"""A year as a calendar, and under it the sessions, activities and pains of the day under the cursor."""

from collections.abc import Callable
from datetime import date

from textual import work
from textual.app import ComposeResult

from backtui.coach.past import DayPast, Standing, YearPast
from backtui.domain.past import Headline
from backtui.domain.sought import Sought
from backtui.domain.statistics import SHOWN_WEEKS, WEEK, YEAR_WEEKS, first_week
from backtui.domain.week import monday_of
from backtui.tui.screens.base import Wanted
from backtui.tui.screens.history_views.pane import NOTHING_FITS, Pane
from backtui.tui.screens.history_views.words import ALL_HELD, remarks, session_line
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.widgets.spans import Line
from backtui.tui.widgets.year import LEGEND, Year

REST = "A day of rest."
OPEN = "Nothing yet today."


class YearPane(Pane):
    """The arrows go from day to day; enter opens the day's session."""

    TITLE = "Year"

    def __init__(self, standing: Standing, ascii_only: Callable[[], bool]) -> None:
        super().__init__(standing, ascii_only)
        self._past = YearPast((), {}, standing.today, standing.today)
        self._names: dict[str, str] = {}
        self._monday = date.min

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
        self._names = await self.ask(lambda coach: coach.past.names())
        first, last = self._bounds
        if first > last:
            self._past = YearPast((), {}, first, last)
            self._year.show((), None, (first, last))
            self._list.show([Row([(NOTHING_FITS, "dim")])])
            return
        await self._look(last if fresh else min(max(self.day, first), last))

    @property
    def _bounds(self) -> tuple[date, date]:
        """From which day to which the cursor can go."""
        sought, today = self.sought, self.standing.today
        earliest = min(self.standing.first, first_week(today, today))
        return max(sought.since or earliest, earliest), min(sought.until or today, today)

    async def _look(self, day: date) -> None:
        """Read the weeks around a day, unless they are those that are shown, and stand on it."""
        _, last = self._bounds
        is_whole = (monday_of(last) - self._monday) // WEEK % YEAR_WEEKS == 0
        if not is_whole or not self._monday <= day < self._monday + SHOWN_WEEKS * WEEK:
            self._monday = first_week(day, last)
        monday, sought = self._monday, self.sought
        self._past = await self.ask(lambda coach: coach.past.year(monday, sought))
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
            self.post_message(Wanted("session", self.session.id.hex()))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open it."""
        event.stop()
        self.post_message(Wanted("session", event.row.key or ""))

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
        several = len(self._day.headlines) > 1 and not self._list.has_focus
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
    def session(self) -> Headline | None:
        """The session under the cursor of the day's list."""
        key = self._list.row.key if self._list.row else None
        return next((each for each in self._day.headlines if each.id.hex() == key), None)

    def _say(self) -> None:
        """The legend, where it has no room beside the calendar."""
        line: Line = []
        for (sign, role), name in () if self._year.has_legend else LEGEND:
            line = [*line, (sign, role), (f" {name}  ", "dim")]
        self.explain(*line)

    def _show_day(self, day: date) -> None:
        past = self._past.days.get(day, DayPast())
        week = next((each for each in self._past.weeks if each.monday == monday_of(day)), None)
        said = f" {day:%b %Y}" + (" · today" if day == self.standing.today else "")
        count = f"{week.days} of {self.standing.goal} that week" if week else ""
        rows = [Row([(f"{day:%a} {day.day}{said}", "head")], [(count, "dim")])]
        # A day is told in its own order, the list of sessions is newest first.
        for each in reversed(past.headlines):
            rows.append(Row(session_line(each), (), each.id.hex()))
            said = remarks(each, self._names)
            rows += [Row([(f"    {said}", "dim")])] if said != ALL_HELD else []
        rows += [Row([(f"  {done.what}, {done.minutes} min", "text")]) for done in past.activities]
        for told in past.pains:
            score = next((n for n in (told.other, told.before, told.after) if n is not None), None)
            words = f"pain {score} of 10" if score is not None else f"{told.morning} that morning"
            rows.append(Row([(f"  {told.at:%H:%M}  {words}", "text")]))
        if len(rows) == 1:
            rows.append(Row([(f"  {OPEN if day == self.standing.today else REST}", "dim")]))
        # About as many lines as there is room for, so that nothing is laid out anew from day to day.
        rows += [Row()] * (self._list.size.height - 1 - len(rows))
        self._list.show(rows, next((row.key for row in rows if row.key), None))
        self._list.scroll_to(y=0, animate=False)
        self._say()
