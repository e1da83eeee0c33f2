"""Pages to read: an exercise, the notes, why a dose."""

from collections.abc import Sequence

from textual.app import ComposeResult

from backtui.coach.answers import DoseChange, Why
from backtui.coach.history import Series
from backtui.config.settings import Config
from backtui.domain.exercise import Exercise, Guidance, sides_of, words
from backtui.domain.progression.prescription import Decision
from backtui.domain.words.numbers import IN_TURN, position
from backtui.domain.words.targets import looked_ahead
from backtui.tui.course import course_chart
from backtui.tui.dialogs import ReaderPage
from backtui.tui.keys import MOVING
from backtui.tui.widgets.figure import FigureView, play
from backtui.tui.widgets.footer import Hints
from backtui.tui.widgets.line import Bar, Line
from backtui.tui.widgets.rows import Rows

SECTIONS = (
    ("How it should feel", "safety"),
    ("When to stop", "stop"),
    ("Seek help at once when", "urgent"),
    ("Ask your provider", "ask"),
    ("The week", "week"),
    ("Habits for the back", "habits"),
)
MOST_CHANGES = 200
MOST_CELLS, CHART_ROWS = 90, 18


def exercise_page(exercise: Exercise, decision: Decision) -> list[Line]:
    """All that is known of an exercise."""
    parts = (exercise.kind.value, position(exercise.position), IN_TURN[exercise.sides])
    facts = ", ".join(part for part in parts if part)
    lines: list[Line] = [
        [(facts, "dim")],
        [("Works on ", "dim"), (", ".join(exercise.works_on), "text")],
        [],
        [("Set-up", "head")],
    ]
    lines += [[(f"{n}. {_said(step, exercise)}", "text")] for n, step in enumerate(exercise.set_up, 1)]
    lines += [[], [("Movement", "head")], [("In: ", "dim"), (_said(exercise.movement_in, exercise), "text")]]
    lines += [[("Hold: ", "dim"), (_said(hold, exercise), "text")] for hold in exercise.hold]
    lines += [[("Back: ", "dim"), (_said(exercise.movement_out, exercise), "text")]]
    if exercise.hint:
        lines.append([(exercise.hint, "text")])
    if exercise.easier:
        lines += [[], [("Easier", "head")], [(exercise.easier, "text")]]
    if exercise.cautions:
        lines += [[], [("Take care", "head")], *([(caution, "text")] for caution in exercise.cautions)]
    lines += [
        [],
        [("Dose", "head")],
        [(f"{decision.dose}", "strong"), (f" {decision.why}", "text")],
        [
            (f"Unless you set it otherwise, it starts at {exercise.start},", "dim"),
            (f" aims at {exercise.target} and may go to {exercise.ceiling}.", "dim"),
        ],
    ]
    return lines


def _said(text: str, exercise: Exercise) -> str:
    """Words for the left side first where there are sides."""
    return words(text, sides_of(exercise.sides)[0])


def safety_page(guidance: Guidance) -> list[Line]:
    """The notes of the first start, and of About."""
    lines: list[Line] = [[(sentence, "strong")] for sentence in guidance.notice]
    for title, name in SECTIONS:
        sentences: Sequence[str] = getattr(guidance, name)
        lines += [[], [(title, "warn" if name == "urgent" else "head")]]
        # What the head has said, its sentences do not say again.
        lines += [[(f"· {sentence.removeprefix(f'{title} ')}", "text")] for sentence in sentences]
    return [*lines, [], [(guidance.source, "dim")]]


def why_page(why: Why, course: Series, cells: int) -> list[Line]:
    """How an exercise came to its dose: its course as a picture, and a line per change."""
    lines: list[Line] = [
        [("Next time ", "dim"), (f"{why.decision.dose}.", "strong"), (f"  {why.decision.why}", "text")]
    ]
    for each in why.others:
        other = each.dose.decision
        lines.append([(f"{each.title} ", "dim"), (f"{other.dose}.", "strong"), (f"  {other.why}", "text")])
    if ahead := looked_ahead(why.forecast, why.decision):
        lines.append([(ahead, "dim")])
    if course.points or why.forecast:
        lines += [[], *course_chart(course, min(cells - 6, MOST_CELLS), CHART_ROWS)]
    lines += [[], [("Every change", "head")]]
    if not why.changes:
        lines.append([("Nothing here yet.", "dim")])
    lines += [_change(change) for change in reversed(why.changes[-MOST_CHANGES:])]
    return lines


def _change(change: DoseChange) -> Line:
    up = change.before is not None and change.after > change.before
    sign = ("▲ ", "up") if up else ("▼ ", "down") if change.before else ("• ", "accent")
    return [(f"{change.day:%d %b %Y}  ", "dim"), sign, (f"{change.after}  ", "strong"), (change.why, "text")]


FRAME_S = 0.125
POSE_S = 2.0


class ExercisePage(ReaderPage):
    """Reads like any page, with the figure above it (beside it where there is room)."""

    def __init__(self, exercise: Exercise, paragraphs: Sequence[Line], config: Config) -> None:
        super().__init__(exercise.name, paragraphs)
        self._exercise = exercise
        self._config = config
        self._seconds = 0.0

    def compose(self) -> ComposeResult:
        """The name, the figure, the text, the keys."""
        yield Bar([(f" {self._title}", "accent")], classes="title")
        yield FigureView(ascii_only=self._config.ascii, id="figure")
        yield Rows(id="text")
        yield Hints((*self.KEYS, MOVING[0]))

    def on_mount(self) -> None:
        """The text scrolls, the figure moves as much as is set."""
        super().on_mount()
        self.query_one(FigureView).display = self._config.motion != "off"
        if self._config.motion == "full":
            self.set_interval(FRAME_S, lambda: self._move(FRAME_S))
        elif self._config.motion == "reduced":
            self.set_interval(POSE_S, lambda: self._move(POSE_S))

    def on_resize(self) -> None:
        """The figure is as large as there is room for."""
        super().on_resize()
        self.call_after_refresh(self._move, 0.0)

    def _move(self, seconds: float) -> None:
        """The next picture: the whole way slowly, or from pose to pose where motion is reduced."""
        if seconds and not self.is_active:
            return  # behind a dialog each picture is one of the whole screen
        self._seconds += seconds
        exercise = self._exercise
        side = sides_of(exercise.sides)[0]
        moment = play(self._seconds, exercise.holds)
        if self._config.motion == "reduced":
            moment = float(int(self._seconds / POSE_S) % (exercise.holds + 1))
        self.query_one(FigureView).say(exercise, moment, side)
