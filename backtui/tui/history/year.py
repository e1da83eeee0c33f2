"""A year at a glance."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from backtui.coach import history as past
from backtui.coach.history import DayPast, Standing, YearPast
from backtui.domain.history_filter import Sought
from backtui.domain.pause import pause_on
from backtui.domain.statistics import SHOWN_WEEKS, WEEK, YEAR_WEEKS, SessionSummary, shown_weeks
from backtui.domain.weekday import week_of
from backtui.tui.base import OpenErrand
from backtui.tui.course import CourseView
from backtui.tui.history.calendar import ASCII_BARS, BARS, Year
from backtui.tui.history.view import NOTHING_FITS, Aside, Pane
from backtui.tui.history.week import week_rows
from backtui.tui.widgets.line import Bar, longest, plain
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.words import ALL_HELD, remarks, session_line

REST, OPEN = "A day of rest.", "Nothing yet today."


class YearPane(Pane):
    """The arrows go from day to day; enter opens the day's session."""

    TITLE = "Year"

    def __init__(self, standing: Standing, ascii_only: Callable[[], bool]) -> None:
        super().__init__(standing, ascii_only)
        self._past = YearPast((), {}, standing.today, standing.today)
        self._names: dict[str, str] = {}
        self._begins = date.min

    def compose(self) -> ComposeResult:
        """The calendar, the day; beside it the week, and the course of an exercise that changed in it."""
        yield Year()
        with Horizontal(id="below"):
            yield Rows(id="day")
            yield Aside(id="week")
            with Vertical(classes="course"):
                yield Bar(id="grown")
                yield CourseView()

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
        self._year.show((), None, (first, last), {})
        self._list.show([Row([(NOTHING_FITS, "dim")])])

    @property
    def _bounds(self) -> tuple[date, date]:
        """From which day to which the cursor can go."""
        sought, today = self.sought, self.standing.today
        earliest = week_of(self.standing.first, self.standing.starts)
        return max(sought.since or earliest, earliest), min(sought.until or today, today)

    async def _look(self, day: date) -> None:
        """Read the weeks around a day, unless they are those that are shown, and stand on it."""
        first, last = self._bounds
        begins, weeks = shown_weeks(day, first, last, self.standing.starts)
        is_whole = not (week_of(last, self.standing.starts) - self._begins) % (YEAR_WEEKS * WEEK)
        if weeks == SHOWN_WEEKS and is_whole and self._begins <= day < self._begins + SHOWN_WEEKS * WEEK:
            begins = self._begins
        self._begins, sought = begins, self.sought
        self._past = await self.ask(lambda coach: past.year(coach, begins, sought, weeks))
        self._year.show(self._past.weeks, day, self._bounds, self._past.minutes)
        self._show_day(day)

    def look_beside(self) -> None:
        """Ask for it in a worker."""
        self.read_beside()

    @work(exclusive=True, group="beside")
    async def read_beside(self) -> None:
        """What the week of the day under the cursor came to."""
        begins, sought = week_of(self.day, self.standing.starts), self.sought
        week = next((each for each in self._past.weeks if each.begins == begins), None)
        found = await self.ask(lambda coach: past.week(coach, begins, sought)) if week else past.WeekPast()
        days = [self._past.days.get(begins + timedelta(days=each), DayPast()) for each in range(7)]
        self.query_one("#week", Aside).show(week_rows(week, self.standing.goal, days, found) if week else ())
        self.query_one("#grown", Bar).say([(found.name, "head")])
        self.query_one(CourseView).show(found.course)

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
        """The legend stands where there is room; a day is as high as there is room."""
        self._year.bars = ASCII_BARS if self.ascii_only() else BARS
        self._year.fit(self.size.height)
        if self._year.weeks:
            self._show_day(self.day)
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
        """The legend, where it has no room beside the calendar; of the day where that has none either."""
        if self.screen.has_class("-flat"):
            self.explain((longest(self._in_brief, self.place.cells - 2), "text"))
            return
        self.explain(
            *(span for sign, name in self._year.legend_below for span in (sign, (f" {name}  ", "dim")))
        )

    @property
    def _in_brief(self) -> Sequence[str]:
        """What the day had, on a line, the longest first."""
        day = f"{self.day:%a} {self.day.day} {self.day:%b}"
        said = [f"{plain(session_line(each, 0)).strip()}" for each in reversed(self._day.session_summaries)]
        said += [f"{done.what}, {done.minutes} min" for done in self._day.activities]
        said = [" ".join(each.split()) for each in said] or [
            OPEN if self.day == self.standing.today else REST
        ]
        more = f" and {len(said) - 1} more" if len(said) > 1 else ""
        others = f" +{len(said) - 1}" if more else ""
        return f"{day}: {'; '.join(said)}", f"{day}: {said[0]}{more}", f"{day}: {said[0]}{others}"

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
            rows.append(Row(session_line(each, self._list.size.width), (), each.id.hex()))
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
            rows += self._last_before(day) if day == self.standing.today else []
        # About as many lines as there is room for, so that nothing is laid out anew from day to day.
        room = self.size.height - self._year.rows - (not self.screen.has_class("-low"))
        rows += [Row()] * (room - 1 - len(rows))
        keys = [row.key for row in rows if row.key]
        here = self._list.row.key if self._list.row else None
        self._list.show(rows, here if here in keys else next(iter(keys), None))
        self._list.scroll_to(y=0, animate=False)
        self._say()

    def _last_before(self, day: date) -> list[Row]:
        """The last day with a session, among the weeks that are shown, before one that has nothing yet."""
        days = [each for each, had in self._past.days.items() if each < day and had.session_summaries]
        if not days:
            return []
        last = max(days)
        rows = [Row(), Row([(f"Last session · {last:%a} {last.day} {last:%b}", "head")])]
        for each in reversed(self._past.days[last].session_summaries):
            rows.append(Row([("  ", "text"), *session_line(each, self._list.size.width)]))
            rows.append(Row([(f"    {remarks(each, self._names)}", "dim")]))
        return rows
