"""Doses and pain over time."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from backtui.coach import history as past
from backtui.coach.history import Series, Standing
from backtui.domain.chart import Axis, Curve, Look
from backtui.domain.figure.model import Role
from backtui.domain.history_filter import Sought
from backtui.domain.progression.prescription import Decision
from backtui.domain.record import is_flare
from backtui.domain.statistics import DosePoint, DoseStep, PainPoint
from backtui.domain.words.numbers import long_day, plain_day
from backtui.tui.base import OpenErrand
from backtui.tui.course import foot, legend, staircases
from backtui.tui.history.view import NOTHING_FITS, Aside, Pane
from backtui.tui.widgets.chart import LEAST_ROWS, MOST_ROWS, ChartView, Time, chart, signs, time_line
from backtui.tui.widgets.line import Line, Span, spread, width
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.words import ROLES, pain_words, sign

Point = TypeVar("Point", bound=DosePoint | PainPoint)
Mark = TypeVar("Mark", bound=DoseStep | PainPoint)
SCORES = range(11)


class ChartPane(Pane, Generic[Point, Mark]):
    """Two charts over one time, and a cursor on the marks below them that is explained at the foot.

    What is read anew and equal leaves the cursor where it is.
    """

    EMPTY: ClassVar[str] = ""

    def __init__(self, standing: Standing, ascii_only: Callable[[], bool]) -> None:
        super().__init__(standing, ascii_only)
        self.points: Sequence[Point] = ()
        self.marks: Sequence[Mark] = ()
        self.here = 0
        self._drawn: tuple[object, list[Line]] = (None, [])

    def compose(self) -> ComposeResult:
        """The two charts, and beside them what up and down go through."""
        with Horizontal():
            yield ChartView()
            yield Aside(id="among")

    @abstractmethod
    def words(self, mark: Mark) -> Line:
        """What is said of a mark."""

    @abstractmethod
    def draw(self, cells: int, height: int) -> list[Line]:
        """Both charts, one above the other."""

    @abstractmethod
    def foot(self, cells: int, height: int) -> list[Line]:
        """The marks with the cursor, and the time."""

    def beside(self) -> tuple[Sequence[Row], str]:
        """The lines beside the charts, and the key of the one that is meant."""
        return (), ""

    def look_beside(self) -> None:
        """The lines beside the charts, the one that is meant under their cursor."""
        self.query_one(Aside).show(*self.beside())

    def heading(self, cells: int, height: int) -> list[Line]:
        """What stands above the charts."""
        del cells, height
        return []

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.points)

    def show(self, points: Sequence[Point], marks: Sequence[Mark]) -> None:
        """Draw what was read, oldest first; the cursor goes to the newest mark where something is new."""
        if (points, marks) != (self.points, self.marks):
            self.points, self.marks, self.here = points, marks, max(0, len(marks) - 1)
        self.paint()

    def paint(self) -> None:
        """Draw the charts as large as there is room for, and their cursor."""
        plot = self.query_one(ChartView)
        cells, height = plot.size.width, plot.size.height
        if not height:
            return
        lines = self.heading(cells, height)
        if self.has_picture:
            foot = self.foot(cells, height - len(lines))
            room = height - len(lines) - len(foot)
            what = (self.points, cells, room)
            if self._drawn[0] != what:
                self._drawn = (what, self.draw(cells, room))
            lines = [*lines, *self._drawn[1], *foot]
        else:
            nothing = NOTHING_FITS if self.sought.text else self.EMPTY
            lines = [*lines, *([[]] if lines else []), [(f" {nothing}", "dim")]]
        plot.say_lines(tuple((line, ()) for line in lines))
        self._say()

    def _say(self) -> None:
        """Say what stands under the cursor."""
        if self.here < len(self.marks):
            place: Span = (f"{self.here + 1} of {len(self.marks)}  ", "dim")
            self.explain(place, *self.words(self.marks[self.here]))
        else:
            self.explain()

    def on_chart_view_along(self, event: ChartView.Along) -> None:
        """The mark before or after."""
        event.stop()
        self._step(event.by)

    def _step(self, by: int) -> None:
        self.here = min(max(self.here + by, 0), max(0, len(self.marks) - 1))
        self.paint()

    def on_chart_view_chosen(self) -> None:
        """Open what stands under the cursor."""
        self.open()

    def take_keys(self) -> None:
        """The charts have them."""
        self.query_one(ChartView).focus()
        self._say()

    def on_resize(self) -> None:
        """The charts are as large as there is room for."""
        self.call_after_refresh(self.paint)


class ExercisesPane(ChartPane[DosePoint, DoseStep]):
    """Up and down choose an exercise and its course, left and right a change; enter tells all of them."""

    TITLE = "Exercises"
    EMPTY = "Not done yet."

    def __init__(self, standing: Standing, ascii_only: Callable[[], bool]) -> None:
        super().__init__(standing, ascii_only)
        self._names: dict[str, str] = {}
        self._exercise = ""
        self._courses: Sequence[Series] = ()
        self._course = 0
        self._doses: Mapping[str, Decision] | None = None

    async def read(self, standing: Standing, sought: Sought) -> None:
        """Read the exercise that is shown, or the first that is sought."""
        await super().read(standing, sought)
        names = await self.ask(past.names)
        self._doses, wanted = None, sought.exercises
        self._names = {key: name for key, name in names.items() if wanted is None or key in wanted}
        if self._exercise not in self._names:
            self._exercise = next(iter(self._names), "")
        await self._look(self._course)

    @work(exclusive=True, group="beside")
    async def read_beside(self) -> None:
        """Read the next doses, once for each reading."""
        self._doses = await self.ask(past.next_doses)
        super().look_beside()

    def look_beside(self) -> None:
        """Every exercise with its next dose."""
        if self._doses is None:
            self.read_beside()
        else:
            super().look_beside()

    def beside(self) -> tuple[Sequence[Row], str]:
        """Every exercise with its next dose."""
        doses = self._doses or {}
        rows = [Row([("Exercises and next doses", "head")])]
        for key, name in self._names.items():
            said = doses.get(key)
            next_dose: Line = [(f"{said.dose} ", "strong"), sign(said)] if said else []
            rows.append(Row([(name, "text")], next_dose, key))
        return rows, self._exercise

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Another one was clicked."""
        event.stop()
        if event.row.key in self._names and event.row.key != self._exercise:
            self._exercise = event.row.key
            self.look(0)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """It was clicked again."""
        event.stop()
        self.open()

    async def _look(self, course: int) -> None:
        exercise, sought = self._exercise, self.sought
        self._courses = await self.ask(lambda coach: past.series(coach, exercise, sought))
        self._show(course)

    def _show(self, course: int) -> None:
        """One of its courses; below 0 counted from the last."""
        most = len(self._courses) - 1
        self._course = max(0, min(course, most) if course >= 0 else most)
        series = self._series
        self._drawn = (None, [])
        self.show(series.points if series else (), series.changes if series else ())

    @property
    def has_picture(self) -> bool:
        """What was done, or what is foreseen where nothing was."""
        return bool(self._series and legend(self._series, 0))

    @property
    def _series(self) -> Series | None:
        """The course that is shown."""
        return self._courses[self._course] if self._courses else None

    @work(exclusive=True, group="exercise")
    async def look(self, course: int) -> None:
        """Another exercise."""
        await self._look(course)

    def on_chart_view_across(self, event: ChartView.Across) -> None:
        """The course or the exercise before or after, round and round."""
        event.stop()
        keys = list(self._names)
        if 0 <= self._course + event.by < len(self._courses):
            self._show(self._course + event.by)
        elif keys:
            self._exercise = keys[(keys.index(self._exercise) + event.by) % len(keys)]
            self.look(0 if event.by > 0 else -1)

    def open(self) -> None:
        """How it came to its dose."""
        if self._exercise in self.place.desk.content.exercises:
            self.post_message(OpenErrand("why", self._exercise))

    def heading(self, cells: int, height: int) -> list[Line]:
        """Its name, and what is drawn how."""
        if not self._names:
            return []
        keys = list(self._names)
        count = f"  {keys.index(self._exercise) + 1} of {len(keys)}"
        series = self._series
        where = f", {series.where}" if series and series.where else ""
        name: Line = [(f" {self._names[self._exercise]}", "strong"), (where, "text"), (count, "dim")]
        said = legend(series, height - 1) if series else []
        return [spread(name, said, cells)] if width([*name, *said]) < cells else [name]

    def draw(self, cells: int, height: int) -> list[Line]:
        """The seconds above, the repetitions below."""
        return staircases(self._series, cells, height) if self._series else []

    def foot(self, cells: int, height: int) -> list[Line]:
        """The changes, breaks and pain, the time."""
        return foot(self._series, cells, height, self.here) if self._series else []

    def words(self, mark: DoseStep) -> Line:
        """The change and its reason."""
        dose = f"{mark.before} → {mark.after}" if mark.before else f"{mark.after}"
        when: Span = (f"{plain_day(mark.day)}  ", "dim")
        return [when, (f"{mark.sign} ", ROLES[mark.sign]), (f"{dose}  ", "strong"), (mark.why, "text")]


class PainPane(ChartPane[PainPoint, PainPoint]):
    """Left and right go from answer to answer; enter opens the session of one."""

    TITLE = "Pain"
    EMPTY = "No pain noted yet. You are asked before and after a session; p notes it at any time."

    async def read(self, standing: Standing, sought: Sought) -> None:
        """Read every answer that is sought."""
        await super().read(standing, sought)
        answers = await self.ask(lambda coach: past.pain_points(coach, sought))
        self.show(answers, answers)

    def on_chart_view_across(self, event: ChartView.Across) -> None:
        """Up and down do as left and right."""
        event.stop()
        self._step(event.by)

    def open(self) -> None:
        """Open the session that the answer belongs to."""
        session = self.marks[self.here].session if self.marks else None
        if session is not None:
            self.post_message(OpenErrand("session", session.hex()))

    def beside(self) -> tuple[Sequence[Row], str]:
        """Every answer, the newest first."""
        rows = [Row([("Every answer", "head")])]
        for place in range(len(self.marks) - 1, -1, -1):
            (when, role), (said, _) = self.words(self.marks[place])
            rows.append(Row([(when, role), (said, "text")], (), str(place)))
        return rows, str(self.here)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Another one was clicked."""
        event.stop()
        if event.row.key and event.row.key != str(self.here):
            self._step(int(event.row.key) - self.here)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """It was clicked again."""
        event.stop()
        self.open()

    @property
    def _time(self) -> Time:
        return Time(self.points[0].day, self.points[-1].day)

    def draw(self, cells: int, height: int) -> list[Line]:
        """Pain before above, pain after below."""
        rows = min(max((height - 2) // 2, LEAST_ROWS), MOST_ROWS)
        time, axis = self._time, Axis.fitting(SCORES, rows)
        lines: list[Line] = []
        for name, role, pairs in (
            ("Before", Role.LIMB, [(time.place(p.day), p.before) for p in self.marks]),
            ("After", Role.WORKED, [(time.place(p.day), p.after) for p in self.marks]),
        ):
            scores = tuple((place, float(score)) for place, score in pairs if score is not None)
            mean = f"mean {sum(score for _, score in scores) / len(scores):.1f}" if scores else "no answers"
            lines.append(spread([(f" {name}", "head"), (", 0 to 10", "dim")], [(f"{mean} ", "dim")], cells))
            curve = Curve(scores, role, Look.MEANS)
            lines += chart((curve,), cells, axis, braille=not (self.ascii_only() or axis.is_exact(SCORES)))
        return lines

    def foot(self, cells: int, height: int) -> list[Line]:
        """× where a session made it worse (rule flare), · elsewhere; the time."""
        del height
        time = self._time
        flared = [is_flare(mark.before, mark.after, mark.morning) for mark in self.marks]
        shown = [("×", "warn") if hurt else ("·", "dim") for hurt in flared]
        marks = [(time.place(mark.day), *sign) for mark, sign in zip(self.marks, shown, strict=True)]
        return [signs(marks, cells, self.here), time_line(time, cells)]

    def words(self, mark: PainPoint) -> Line:
        """The answer in words."""
        other = [f"pain {mark.other}, noted on its own"] if mark.other is not None else []
        return [(f"{long_day(mark.day)}  ", "dim"), ("; ".join([*pain_words(mark), *other]), "text")]
