"""Everything added up."""

from collections.abc import Callable, Mapping

from textual.app import ComposeResult

from backtui.coach import history as past
from backtui.coach.history import Standing
from backtui.domain.history_filter import ALL, Sought
from backtui.domain.statistics import Sums, Totals
from backtui.domain.words.numbers import many, noun
from backtui.tui.base import NARROWEST, TWO, WIDE, OpenErrand
from backtui.tui.history.view import NOTHING_FITS, Pane
from backtui.tui.widgets.line import Line, fit
from backtui.tui.widgets.rows import Row, Rows

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NAME = 30  # cells for the names, where bars stand behind the columns
NOTHING = ("0", "0.0", "0 s")
COLUMNS, NARROW_COLUMNS = ("sessions", "hours", "reps", "held", "aerobic"), ("reps", "held", "sessions")


class TotalsPane(Pane):
    """Lines to read; enter on an exercise tells how it came to its dose."""

    TITLE = "Totals"

    def __init__(self, standing: Standing, ascii_only: Callable[[], bool]) -> None:
        super().__init__(standing, ascii_only)
        self._totals = Totals()
        self._names: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Rows(id="rows")

    @property
    def _list(self) -> Rows:
        return self.query_one(Rows)

    async def read(self, standing: Standing, sought: Sought) -> None:
        """Add up what is sought."""
        await super().read(standing, sought)
        self._names = await self.ask(past.names)
        self._totals = await self.ask(lambda coach: past.added_up(coach, sought))
        self._paint()

    def on_resize(self) -> None:
        """Narrow lines have fewer columns."""
        self._paint()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """How an exercise came to its dose."""
        event.stop()
        if event.row.key in self.place.desk.content.exercises:
            self.post_message(OpenErrand("why", event.row.key or ""))

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Say the line in words."""
        event.stop()
        self.explain((event.row.why, "text"))

    def take_keys(self) -> None:
        """The lines have them."""
        self._list.focus()
        self.explain((self._list.row.why if self._list.row else "", "text"))

    def open(self) -> None:
        """What enter does."""
        self._list.action_choose()

    def _paint(self) -> None:
        totals = self._totals
        if not totals.months:
            nothing = "Nothing here yet." if self.sought == ALL else NOTHING_FITS
            self._list.show([Row([(nothing, "dim")])])
            self.explain()
            return
        rows = [self._heading(""), self._row("All together", totals.all, "all")]
        if self.sought == ALL:
            now, longest = self.standing.streak.now, self.standing.streak.longest
            goal = f"{many(self.standing.goal, 'day')} or more"
            said = f"Weeks in a row: {now} now, {longest} at most ({goal})."
            rows.append(Row([(f"  {said}", "dim")]))
        rows += [Row(), self._heading("BY EXERCISE")]
        names = [*self._names, *(key for key in totals.exercises if key not in self._names)]
        most = _most(totals.exercises)
        for key in (key for key in names if key in totals.exercises):
            rows.append(self._row(self._names.get(key, key), totals.exercises[key], key, most))
        rows += [Row(), self._heading("BY YEAR AND MONTH")]
        for year in sorted(totals.years, reverse=True):
            rows.append(self._row(year, totals.years[year], year))
            months = [each for each in totals.months if each.startswith(year)]
            for month in reversed(months):
                name = f"  {MONTHS[int(month[5:]) - 1]} {year}"
                rows.append(self._row(name, totals.months[month], month, _most(totals.months)))
        self._list.show(rows)

    @property
    def _columns(self) -> tuple[str, ...]:
        if self.size.width >= WIDE:
            return COLUMNS
        return NARROW_COLUMNS if self.size.width >= NARROWEST else NARROW_COLUMNS[:1]

    def _heading(self, text: str) -> Row:
        columns = "".join(f"{name:>9}" for name in self._columns)
        if self._bar_cells:
            return Row([(fit(text, NAME), "head"), (columns, "dim"), ("   repetitions", "dim")])
        return Row([(text, "head")], [(columns, "dim")])

    @property
    def _bar_cells(self) -> int:
        """The room for bars behind the columns; 0 where there is too little."""
        room = self.size.width - NAME - 9 * len(self._columns) - 8
        return room if self.size.width >= TWO - 2 else 0

    def _row(self, name: str, sums: Sums, key: str, most: int = 0) -> Row:
        values = {
            "sessions": f"{sums.sessions}",
            "hours": f"{sums.seconds / 3600:.1f}",
            "reps": f"{sums.reps}",
            "held": duration(sums.held_s),
            "aerobic": duration(sums.aerobic_min * 60.0),
        }
        # A session's time is not that of one exercise.
        blank = ("hours", "aerobic") if key in self._names else ()
        shown = {key: "" if key in blank or value in NOTHING else value for key, value in values.items()}
        right: Line = [(f"{shown[column]:>9}", "text") for column in self._columns]
        role = "strong" if not name.startswith(" ") else "text"
        if not self._bar_cells:
            return Row([(name, role)], right, key, _in_words(name, sums))
        bar = "▆" * -(-sums.reps * self._bar_cells // most) if most else ""
        return Row(
            [(fit(name, NAME - 2), role), *right, (f"   {bar}", "effort3")], (), key, _in_words(name, sums)
        )


def _most(sums: Mapping[str, Sums]) -> int:
    """The most repetitions of any, to which bars are drawn."""
    return max((each.reps for each in sums.values()), default=0)


def duration(seconds: float) -> str:
    """Seconds, minutes or hours, whichever is easiest to read."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"


def _in_words(name: str, sums: Sums) -> str:
    parts = [many(sums.sessions, "session")]
    parts += [f"{duration(sums.seconds)} on the mat"] if sums.seconds else []
    if sums.reps:
        parts.append(f"{sums.reps} {noun(sums.reps, 'repetition')}, {duration(sums.held_s)} held")
    if sums.longest_s:
        parts.append(f"the longest hold {sums.longest_s:.0f} s")
    if sums.aerobic:
        parts.append(f"{sums.aerobic} aerobic, {duration(sums.aerobic_min * 60.0)}")
    return f"{name.strip()}: {'; '.join(parts)}."
