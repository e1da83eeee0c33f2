"""The panes beside a list: the moving figure of an exercise with its words, and its course."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical

from backtui.coach.history import Series
from backtui.config.settings import Config
from backtui.domain.words.numbers import many
from backtui.tui.course import CourseView
from backtui.tui.seen import Seen
from backtui.tui.widgets.figure import Moving
from backtui.tui.widgets.line import Bar, Line
from backtui.tui.widgets.prose import Prose

SPARKS = "▁▂▃▄▅▆▇█"
SPARK_CELLS = 12
WEEK_DAYS = 7


class Words(Prose):
    """Paragraphs in the room there is; where they have too little, what stands last says how to read on."""

    DEFAULT_CSS = "Words { height: 1fr; }"

    def __init__(self, rest: str = "") -> None:
        super().__init__(indent=0)
        self._rest = rest

    def _folded(self, width: int) -> list[Line]:
        lines, rows = super()._folded(width), self.size.height
        return lines if len(lines) <= rows else [*lines[: max(0, rows - 1)], [(self._rest or "…", "dim")]]


class ExercisePane(Vertical):
    """The figure of an exercise, and words below it."""

    def __init__(self, config: Callable[[], Config], rate: float, rest: str = "") -> None:
        """`config` is what is set now, `rate` that of the clock; `rest` says how to read what has no room."""
        super().__init__(classes="stage")
        self._config, self._rate, self._rest = config, rate, rest

    def compose(self) -> ComposeResult:
        """The figure and the words."""
        yield Moving(self._config, self._rate)
        yield Words(self._rest)

    def show(self, seen: Seen, series: Series | None) -> None:
        """Another exercise, or what is known of it by now."""
        self.query_one(Moving).show(seen.exercise, seen.side)
        self.query_one(Words).tell(*seen.words(series))


class CoursePane(Vertical):
    """The course of an exercise as staircases, and words below them."""

    def __init__(self, rest: str = "") -> None:
        """`rest` says how to read what has no room."""
        super().__init__(classes="course")
        self._rest = rest

    def compose(self) -> ComposeResult:
        """What it is the course of, the staircases and the words."""
        yield Bar(classes="of")
        yield CourseView()
        yield Words(self._rest)

    def show(self, seen: Seen, series: Series | None, of: Line = ()) -> None:
        """Another course, or none; `of` says of what, where nothing beside it does."""
        title, view = self.query_one(".of", Bar), self.query_one(CourseView)
        title.display = bool(of)
        title.say(of)
        view.display = series is not None
        view.show(series)
        self.query_one(Words).tell(*seen.more(series))


def spark_line(series: Series, *, ascii_only: bool) -> Line:
    """The course of an exercise on one line: its doses as columns, from which to which, in how long."""
    if not series.points:
        return [("Not done yet.", "dim")]
    doses = [point.dose for point in series.points]
    weeks = max(1, (series.until - series.points[0].day).days // WEEK_DAYS)
    sums = [max(1, dose.hold_s) * dose.total for dose in doses]
    low, high = min(sums), max(sums)
    columns = [sums[place * len(sums) // SPARK_CELLS] for place in range(SPARK_CELLS)]
    columns[-1] = sums[-1]
    signs = "".join(SPARKS[(each - low) * (len(SPARKS) - 1) // max(1, high - low)] for each in columns)
    said = f"{doses[0]} → {doses[-1]} in" if doses[0] != doses[-1] else f"{doses[-1]} for"
    drawn: Line = [] if ascii_only or low == high else [(f"{signs}  ", "accent")]
    return [*drawn, (f"{said} {many(weeks, 'week')}", "text")]
