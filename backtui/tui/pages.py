"""Pages to read: an exercise, the notes, why a dose."""

from collections.abc import Sequence

from textual.app import ComposeResult

from backtui.coach.answers import Prospect, Why
from backtui.coach.history import Series
from backtui.config.settings import Config
from backtui.domain.exercise import Exercise, Guidance, sides_of
from backtui.domain.words.numbers import upper_first
from backtui.tui.course import course_chart
from backtui.tui.described import bounds, every_change, facts, movement, next_dose, set_up, to_mind
from backtui.tui.dialogs import Paragraphs, ReaderPage
from backtui.tui.widgets.figure import Moving
from backtui.tui.widgets.line import Line

SECTIONS = (
    ("How it should feel", "safety"),
    ("When to stop", "stop"),
    ("Seek help at once when", "urgent"),
    ("Ask your provider", "ask"),
    ("The week", "week"),
    ("Habits for the back", "habits"),
)
MOST_CELLS, CHART_ROWS = 90, 18


def exercise_page(exercise: Exercise, ahead: Prospect) -> list[Line]:
    """All that is known of an exercise."""
    decision = ahead.decision
    lines = [*facts(exercise), [], *set_up(exercise), [], *movement(exercise)]
    minded = to_mind(exercise)
    lines += [[], *minded] if minded else []
    dose: Line = [(f"{decision.dose}.", "strong"), (f" {upper_first(decision.why)}", "text")]
    return [*lines, [], [("Dose", "head")], dose, bounds(exercise, ahead)]


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
    lines = next_dose(why)
    if course.points or why.forecast:
        lines += [[], *course_chart(course, min(cells - 6, MOST_CELLS), CHART_ROWS)]
    return [*lines, [], *every_change(why.changes)]


class ExercisePage(ReaderPage):
    """Reads like any page, with the figure above it (beside it where there is room)."""

    def __init__(self, exercise: Exercise, paragraphs: Paragraphs, config: Config, rate: float) -> None:
        """`rate` is that of the clock."""
        super().__init__(exercise.name, paragraphs)
        self._exercise = exercise
        self._config = config
        self._rate = rate

    def body(self) -> ComposeResult:
        """The figure and the text."""
        yield Moving(lambda: self._config, self._rate, id="figure")
        yield from super().body()

    def on_mount(self) -> None:
        """The text scrolls, the figure moves as much as is set."""
        super().on_mount()
        self.query_one(Moving).show(self._exercise, sides_of(self._exercise.sides)[0])

    def on_screen_resume(self) -> None:
        """The figure moves again when nothing stands before it."""
        self.query_one(Moving).go_on()
