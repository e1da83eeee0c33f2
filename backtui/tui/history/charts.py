"""Doses and pain over time."""

from abc import abstractmethod
from collections.abc import Callable

from textual import work
from textual.app import ComposeResult

from backtui.coach.history import Series, Standing
from backtui.domain.chart import Curve, Look
from backtui.domain.figure.model import Role
from backtui.domain.history_filter import Sought
from backtui.domain.statistics import PainPoint
from backtui.domain.words.numbers import long_day, plain_day
from backtui.tui.base import OpenErrand
from backtui.tui.history.view import NOTHING_FITS, Pane
from backtui.tui.widgets.chart import LEAST_ROWS, MOST_ROWS, Axis, ChartView, Time, chart, signs, time_line
from backtui.tui.widgets.line import Line, spread
from backtui.tui.words import ROLES, pain_words


class Charted(Pane):
    """The charts have the keys; what stands under their cursor is said at the foot."""

    def compose(self) -> ComposeResult:
        """The two charts."""
        yield ChartView()

    @abstractmethod
    def paint(self) -> None:
        """Draw the charts as large as there is room for."""

    @abstractmethod
    def tell(self) -> None:
        """Say what stands under the cursor."""

    def on_plot_chosen(self) -> None:
        """Open what stands under the cursor."""
        self.open()

    def take_keys(self) -> None:
        """The charts have them."""
        self.query_one(ChartView).focus()
        self.tell()

    def on_resize(self) -> None:
        """The charts are as large as there is room for."""
        self.call_after_refresh(self.paint)


BESIDE = 3  # lines that are not a chart: the name, the changes, the time
AIRY = 14  # from so many lines on there is a blank between the two charts


class ExercisesPane(Charted):
    """Up and down choose an exercise, left and right one of its changes; enter tells all of them."""

    TITLE = "Exercises"

    def __init__(self, standing: Standing, ascii_only: Callable[[], bool]) -> None:
        super().__init__(standing, ascii_only)
        self._names: dict[str, str] = {}
        self._exercise = ""
        self._series = Series((), ())
        self._change = 0
        self._drawn: tuple[object, list[Line]] = (None, [])

    async def read(self, standing: Standing, sought: Sought) -> None:
        """Read the exercise that is shown, or the first that is sought."""
        await super().read(standing, sought)
        names = await self.ask(lambda coach: coach.past.names())
        wanted = sought.exercises
        self._names = {key: name for key, name in names.items() if wanted is None or key in wanted}
        if self._exercise not in self._names:
            self._exercise = next(iter(self._names), "")
        await self._look()

    async def _look(self) -> None:
        exercise, sought = self._exercise, self.sought
        before = self._series
        self._series = await self.ask(lambda coach: coach.past.series(exercise, sought))
        if before != self._series:
            self._change = max(0, len(self._series.changes) - 1)
        self.paint()

    @work(exclusive=True, group="exercise")
    async def look(self) -> None:
        """Another exercise."""
        await self._look()

    def on_plot_across(self, event: ChartView.Across) -> None:
        """The exercise before or after, round and round."""
        event.stop()
        keys = list(self._names)
        self._exercise = keys[(keys.index(self._exercise) + event.by) % len(keys)] if keys else ""
        self.look()

    def on_plot_along(self, event: ChartView.Along) -> None:
        """The change before or after."""
        event.stop()
        last = len(self._series.changes) - 1
        self._change = min(max(self._change + event.by, 0), max(last, 0))
        self.paint()

    def open(self) -> None:
        """How it came to its dose."""
        if self._exercise in self.place.desk.content.exercises:
            self.post_message(OpenErrand("why", self._exercise))

    def paint(self) -> None:
        """The charts and their cursor."""
        plot = self.query_one(ChartView)
        if not plot.size.height or not self._names:
            return
        keys, cells = list(self._names), plot.size.width
        count = f"  {keys.index(self._exercise) + 1} of {len(keys)}"
        head: Line = [(f" {self._names[self._exercise]}", "strong"), (count, "dim")]
        held = "o" if self.ascii_only() else "⠂"
        legend: Line = [("─ planned  ", "accent"), (f"{held} ", "text"), ("done ", "dim")]
        lines: list[Line] = [spread(head, legend, cells), *self._charts(cells, plot.size.height)]
        plot.say_lines(tuple((line, ()) for line in lines))
        self.tell()

    def _charts(self, cells: int, height: int) -> list[Line]:
        points, changes = self._series.points, self._series.changes
        if not points:
            nothing = NOTHING_FITS if self.sought.text else "It was not done yet."
            return [[], [(f" {nothing}", "dim")]]
        time = Time(points[0].day, points[-1].day)
        marks = [(time.place(each.day), each.sign, ROLES[each.sign]) for each in changes]
        what = (points, cells, height)
        if self._drawn[0] != what:
            self._drawn = (what, self._both(time, cells, height))
        return [*self._drawn[1], signs(marks, cells, self._change), time_line(time, cells)]

    def _both(self, time: Time, cells: int, height: int) -> list[Line]:
        """The seconds above, the repetitions below."""
        points = self._series.points
        airy = int(height >= AIRY)
        room = height - BESIDE - airy
        above = min(max(room - room // 2, LEAST_ROWS), MOST_ROWS)
        below = min(max(room - above, LEAST_ROWS), MOST_ROWS)
        places = [time.place(point.day) for point in points]
        holds = [float(point.dose.hold_s) for point in points]
        held = [(at, p.held_s) for at, p in zip(places, points, strict=True) if p.held_s is not None]
        reps = [float(point.dose.reps) for point in points]
        done = [(at, point.reps) for at, point in zip(places, points, strict=True)]
        lines: list[Line] = []
        for planned, real, unit, rows in ((holds, held, " s", above), (reps, done, " ×", below)):
            scale = Axis.over([*planned, *(value for _, value in real)], unit)
            curves = (
                Curve(tuple(zip(places, planned, strict=True)), Role.WORKED),
                Curve(tuple(real), Role.LIMB, Look.DOTS),
            )
            lines += [[]] if lines and airy else []
            lines += chart(curves, cells, rows, scale, ascii_only=self.ascii_only())
        return lines

    def tell(self) -> None:
        """The change under the cursor and its reason."""
        changes = self._series.changes
        if self._change >= len(changes):
            self.explain()
            return
        change = changes[self._change]
        dose = f"{change.before} → {change.after}" if change.before else f"{change.after}"
        self.explain(
            (f"{self._change + 1} of {len(changes)}  ", "dim"),
            (f"{plain_day(change.day)}  ", "dim"),
            (f"{change.sign} ", ROLES[change.sign]),
            (f"{dose}  ", "strong"),
            (change.why, "text"),
        )


SCALE = Axis(0, 10)
BESIDE_PAIN = 5  # lines that are not a chart: the two headings, the signs, the time, the first line
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

    def on_plot_along(self, event: ChartView.Along) -> None:
        """The answer before or after."""
        event.stop()
        self._here = min(max(self._here + event.by, 0), max(0, len(self._points) - 1))
        self.paint()

    def on_plot_across(self, event: ChartView.Across) -> None:
        """Up and down do the same."""
        self.on_plot_along(ChartView.Along(event.by))
        event.stop()

    def open(self) -> None:
        """Open the session that the answer belongs to."""
        session = self._points[self._here].session if self._points else None
        if session is not None:
            self.post_message(OpenErrand("session", session.hex()))

    def paint(self) -> None:
        """The charts and their cursor."""
        plot = self.query_one(ChartView)
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
        rows = min(max((height - BESIDE_PAIN + 1) // 2, LEAST_ROWS), MOST_ROWS)
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
            (f"{long_day(point.day)}  ", "dim"),
            ("; ".join([*pain_words(point), *other]), "text"),
        )


def _sign(point: PainPoint) -> tuple[str, str]:
    """× where a session made it worse (rule flare), · elsewhere."""
    before, after = point.before, point.after
    rise = before is not None and after is not None and after - before >= 2
    worse = rise or (after is not None and after >= 6) or point.morning == "worse"
    return ("×", "warn") if worse else ("·", "dim")
