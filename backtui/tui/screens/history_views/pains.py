"""Pain before and after sessions over time, answer by answer."""

from collections.abc import Callable

from backtui.coach.past import Standing
from backtui.domain.chart import Curve, Look
from backtui.domain.figure import Role
from backtui.domain.past import PainPoint
from backtui.domain.sought import Sought
from backtui.tui.screens.base import Wanted
from backtui.tui.screens.history_views.charted import Charted
from backtui.tui.screens.history_views.pane import NOTHING_FITS
from backtui.tui.screens.history_views.words import pain_words
from backtui.tui.widgets.chart import LEAST_ROWS, MOST_ROWS, Plot, Scale, Time, chart, signs, time_line
from backtui.tui.widgets.spans import Line, spread

SCALE = Scale(0, 10)
BESIDE = 5  # lines that are not a chart: the two headings, the signs, the time, the first line
EMPTY = "No pain was told yet. It is asked before and after a session: p, from 0 to 10."


class PainPane(Charted):
    """Left and right go from answer to answer; enter opens the session of one."""

    TITLE = "Pain"

    def __init__(self, standing: Standing, ascii_only: Callable[[], bool]) -> None:
        super().__init__(standing, ascii_only)
        self._points: tuple[PainPoint, ...] = ()
        self._here = 0
        self._drawn: tuple[object, list[Line]] = (None, [])

    async def read(self, standing: Standing, sought: Sought) -> None:
        """Read every answer that is sought."""
        await super().read(standing, sought)
        before = self._points
        self._points = await self.ask(lambda coach: coach.past.pains(sought))
        if before != self._points:
            self._here = max(0, len(self._points) - 1)
        self.paint()

    def on_plot_along(self, event: Plot.Along) -> None:
        """The answer before or after."""
        event.stop()
        self._here = min(max(self._here + event.by, 0), max(0, len(self._points) - 1))
        self.paint()

    def on_plot_across(self, event: Plot.Across) -> None:
        """Up and down do the same."""
        self.on_plot_along(Plot.Along(event.by))
        event.stop()

    def open(self) -> None:
        """Open the session that the answer belongs to."""
        session = self._points[self._here].session if self._points else None
        if session is not None:
            self.post_message(Wanted("session", session.hex()))

    def paint(self) -> None:
        """The charts and their cursor."""
        plot = self.query_one(Plot)
        cells, height = plot.size.width, plot.size.height
        if not height:
            return
        if not self._points:
            nothing = NOTHING_FITS if self.sought.text else EMPTY
            plot.say_lines(((((f" {nothing}", "dim"),), ()),))
            self.explain()
            return
        time = Time(self._points[0].day, self._points[-1].day)
        what = (self._points, cells, height)
        if self._drawn[0] != what:
            self._drawn = (what, self._both(time, cells, height))
        marks = [(time.place(point.day), *_sign(point)) for point in self._points]
        lines = [*self._drawn[1], signs(marks, cells, self._here), time_line(time, cells)]
        plot.say_lines(tuple((line, ()) for line in lines))
        self.tell()

    def _both(self, time: Time, cells: int, height: int) -> list[Line]:
        """Pain before above, pain after below."""
        rows = min(max((height - BESIDE + 1) // 2, LEAST_ROWS), MOST_ROWS)
        lines: list[Line] = []
        for name, role, pairs in (
            ("Before", Role.LIMB, [(time.place(p.day), p.before) for p in self._points]),
            ("After", Role.WORKED, [(time.place(p.day), p.after) for p in self._points]),
        ):
            told = tuple((place, float(score)) for place, score in pairs if score is not None)
            mean = f"mean {sum(score for _, score in told) / len(told):.1f}" if told else "not told"
            lines.append(spread([(f" {name}", "head"), (", 0 to 10", "dim")], [(f"{mean} ", "dim")], cells))
            curve = Curve(told, role, Look.MEANS)
            lines += chart((curve,), cells, rows, SCALE, ascii_only=self.ascii_only())
        return lines

    def tell(self) -> None:
        """The answer under the cursor."""
        if not self._points:
            self.explain()
            return
        point = self._points[self._here]
        other = [f"pain {point.other}, told by itself"] if point.other is not None else []
        self.explain(
            (f"{self._here + 1} of {len(self._points)}  ", "dim"),
            (f"{point.day:%a} {point.day.day} {point.day:%b %Y}  ", "dim"),
            ("; ".join([*pain_words(point), *other]), "text"),
        )


def _sign(point: PainPoint) -> tuple[str, str]:
    """× where a session made it worse (rule flare), · elsewhere."""
    before, after = point.before, point.after
    rise = before is not None and after is not None and after - before >= 2
    worse = rise or (after is not None and after >= 6) or point.morning == "worse"
    return ("×", "warn") if worse else ("·", "dim")
