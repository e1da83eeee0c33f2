"""All sessions by week."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, overload

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from backtui.coach import history as past
from backtui.coach.coach import Coach
from backtui.coach.history import Standing
from backtui.domain.history_filter import ALL, Sought
from backtui.domain.statistics import SessionSummary, WeekCount
from backtui.domain.weekday import week_of
from backtui.domain.words.numbers import many, plain_day
from backtui.tui.base import WIDE, OpenErrand
from backtui.tui.history.view import NOTHING_FITS, Aside, Pane
from backtui.tui.widgets.line import Line
from backtui.tui.widgets.long_rows import LongRows
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.words import IN_WORDS, remarks, session_line

if TYPE_CHECKING:
    from backtui.tui.history.correcting import Opened

MOST_WEEKS = 150  # read weeks that are kept
AHEAD = 60  # lines that are read before and after those that are seen
EMPTY = Row([("No session yet. Press 1 and begin with a gentle one.", "dim")])


class SessionLines(Sequence[Row]):
    """The lines of a list of weeks: a heading, its sessions, a blank."""

    def __init__(
        self,
        weeks: Sequence[WeekCount],
        standing: Standing,
        names: Mapping[str, str],
        dated_after: Collection[bytes] = (),
        cells: Callable[[], int] = lambda: IN_WORDS,
    ) -> None:
        """`cells` says how wide a line may be."""
        self._weeks = weeks
        self._goal = standing.goal
        self._starts_on = standing.starts
        self._names, self._cells = names, cells
        self._dated_after = dated_after
        lines = [week.sessions + 2 for week in weeks]
        self._starts = list(accumulate(lines, initial=0))
        self._read: OrderedDict[date, tuple[SessionSummary, ...]] = OrderedDict()

    def __len__(self) -> int:
        return max(0, self._starts[-1] - 1)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        number, inside = self._at(place)
        week = self._weeks[number]
        if inside == 0:
            reached = " · goal" if week.days >= self._goal else ""
            days = f"{many(week.days, 'day')}{reached}"
            return Row([(f"Week of {plain_day(week.begins)}", "head")], [(days, "dim")])
        if inside > week.sessions:
            return Row()
        session_summary = self.session_summary(place)
        if session_summary is None:
            return Row([("…", "dim")], (), f"not read {place}")
        day = f"{session_summary.day:%a} {session_summary.day.day:>2} {session_summary.day:%b}  "
        why = remarks(session_summary, self._names)
        line = [(day, "strong"), *session_line(session_summary, self._cells())]
        line += [("  after today", "warn")] if session_summary.id in self._dated_after else []
        return Row(line, (), session_summary.id.hex(), why)

    def _at(self, place: int) -> tuple[int, int]:
        """Which week a line belongs to, and where in it."""
        number = bisect_right(self._starts, place) - 1
        return number, place - self._starts[number]

    def session_summary(self, place: int) -> SessionSummary | None:
        """The session on a line; None where there is none or it was not read."""
        number, inside = self._at(place) if 0 <= place < len(self) else (-1, 0)
        read = self._read.get(self._weeks[number].begins, ()) if number >= 0 else ()
        return read[inside - 1] if 1 <= inside <= len(read) else None

    def missing(self, first: int, last: int) -> tuple[date, date] | None:
        """From which day to which the sessions near these lines have to be read; None where all are there."""
        near = range(max(0, first), min(max(last, 1), len(self)))
        if all(self._is_read(place) for place in near):
            return None
        near = range(max(0, first - AHEAD), min(last + AHEAD, len(self)))
        newest, oldest = (self._weeks[self._at(place)[0]].begins for place in (near[0], near[-1]))
        return oldest, newest + timedelta(days=6)

    def _is_read(self, place: int) -> bool:
        return self._weeks[self._at(place)[0]].begins in self._read

    def fill(self, since: date, until: date, session_summaries: Iterable[SessionSummary]) -> None:
        """Keep what was read of these days; weeks not seen for long are forgotten."""
        found: dict[date, list[SessionSummary]] = {}
        for each in session_summaries:
            found.setdefault(week_of(each.day, self._starts_on), []).append(each)
        for begins, sessions in found.items():
            if since <= begins <= until:
                self._read[begins] = tuple(sessions)
                self._read.move_to_end(begins)
        while len(self._read) > MOST_WEEKS:
            self._read.popitem(last=False)


class ListPane(Pane):
    """Sessions newest first; enter opens one."""

    TITLE = "List"

    def __init__(self, standing: Standing, ascii_only: Callable[[], bool]) -> None:
        super().__init__(standing, ascii_only)
        self._lines = SessionLines((), standing, {})

    def compose(self) -> ComposeResult:
        """The list, and beside it the session under its cursor."""
        with Horizontal():
            yield LongRows(id="rows")
            yield Aside(id="session")

    @property
    def _list(self) -> LongRows:
        return self.query_one(LongRows)

    async def read(self, standing: Standing, sought: Sought) -> None:
        """Read how many sessions each week has; the sessions follow when they are seen."""
        fresh = sought != self.sought
        await super().read(standing, sought)
        weeks = await self.ask(lambda coach: past.week_counts(coach, sought))
        names = await self.ask(past.names)
        dated_after = await self.ask(lambda coach: coach.reading.dated_after)
        self._lines = SessionLines(weeks, standing, names, dated_after, lambda: self._list.size.width)
        if fresh:
            self._list.cursor = -1
            self._list.scroll_to(y=0, animate=False)
        place = max(self._list.cursor, round(self._list.scroll_y))
        await self._fill(place, place + max(1, self._list.size.height))
        nothing = Row([(NOTHING_FITS, "dim")]) if sought != ALL else EMPTY
        self._list.show_source(self._lines if weeks else [nothing])
        if not weeks:
            hint = "All you do will stand here, repetition by repetition." if sought == ALL else ""
            self.explain((hint, "dim"))

    async def _fill(self, first: int, last: int) -> None:
        missing = self._lines.missing(first, last)
        if missing is not None:
            lines, sought = self._lines, self.sought
            lines.fill(
                *missing, await self.ask(lambda coach: past.session_summaries(coach, *missing, sought))
            )

    def on_long_rows_seen(self, event: LongRows.Seen) -> None:
        """Read what is seen and was not read."""
        if self._lines.missing(event.first, event.last) is not None:
            self.read_seen(event.first, event.last)

    @work(exclusive=True, group="seen")
    async def read_seen(self, first: int, last: int) -> None:
        """Read the sessions of these lines and of those around them."""
        await self._fill(first, last)
        self._list.read_again()

    def look_beside(self) -> None:
        """Ask for it in a worker."""
        self.read_beside()

    @work(exclusive=True, group="beside")
    async def read_beside(self) -> None:
        """The session as its page says it."""
        summary = self.session
        opened = await self.ask(lambda coach: _opened(coach, summary.id)) if summary else None
        self.query_one(Aside).show(self._told(opened) if opened else ())

    def _told(self, opened: "Opened") -> list[Row]:
        from backtui.tui.history.editor import head_line, pain_line, session_rows

        cells = self.query_one(Aside).size.width
        rows = session_rows(opened, self.place.desk.content.name_of, cells >= WIDE)
        head, pain = head_line(opened.record, cells), pain_line(opened.record)
        rows = [Row(head), Row(), *rows, Row(), Row(pain)]
        # Nothing here can be gone to, and all of it begins at the edge.
        return [replace(row, left=_from_the_edge(row.left), key=None) for row in rows]

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What stood out."""
        event.stop()
        self.explain((event.row.why, "text"))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open it."""
        event.stop()
        if self.session is not None:
            self.post_message(OpenErrand("session", self.session.id.hex()))

    def take_keys(self) -> None:
        """The list has them."""
        self.screen.set_focus(self._list)  # at once, for what is cut is said of what has the keys
        self.explain((self._list.row.why if self._list.row else "", "text"))

    def open(self) -> None:
        """Open the session under the cursor."""
        self._list.action_choose()

    @property
    def session(self) -> SessionSummary | None:
        """The session under the cursor."""
        return self._lines.session_summary(self._list.cursor)

    @property
    def day(self) -> date:
        """The day of the session under the cursor."""
        return self.session.day if self.session else self.standing.today


def _opened(coach: Coach, session: bytes) -> "Opened | None":
    """A session with what comes next of it, and its notes."""
    from backtui.tui.history.correcting import Opened

    record = coach.session(session)
    if record is None:
        return None
    ahead = {item: each.decision for item, each in past.following(coach, record.entries).items()}
    return Opened(
        record, (), ahead, tuple(note for note in coach.reading.notes(session) if note.text is not None)
    )


def _from_the_edge(line: Line) -> Line:
    """A line without the blank before it."""
    return [(line[0][0].lstrip(), line[0][1]), *line[1:]] if line else line
