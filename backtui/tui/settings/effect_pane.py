"""What stands beside the list of settings."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from backtui.coach.history import Series
from backtui.config.settings import Config
from backtui.domain.exercise import Exercise
from backtui.tui.course import CourseView
from backtui.tui.settings.appearance import Sample
from backtui.tui.widgets.line import Line
from backtui.tui.widgets.prose import Prose


class EffectPane(Vertical):
    """Words about a row, and below them the course of an exercise or a sample of the looks."""

    def __init__(self, exercises: Mapping[str, Exercise], config: Config) -> None:
        """`exercises` are those there are, one of which the sample shows."""
        super().__init__(classes="stage")
        self._exercises, self._config = exercises, config

    def compose(self) -> ComposeResult:
        """Words, a course, a sample; only what is told is seen."""
        yield Prose(id="words", indent=0)
        yield CourseView(id="way")
        yield Sample.of(self._exercises, self._config)

    def on_mount(self) -> None:
        """There is nothing yet."""
        self.tell((), None, None)

    def tell(self, words: Sequence[Line], course: Series | None, looks: Config | None) -> None:
        """Say other words, with a course or with what `looks` makes of a sample, or with neither."""
        self.query_one("#words", Prose).tell(*words)
        way, sample = self.query_one(CourseView), self.query_one(Sample)
        way.display, sample.display = course is not None, looks is not None
        way.show(course)
        if looks is not None:
            sample.dress(looks)
