"""A place that shows the exercise under the cursor beside its list."""

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.sessions import Diary
from backtui.config.settings import Config
from backtui.tui.base import Place, answer_or_tell, tell
from backtui.tui.seen import Seen

if TYPE_CHECKING:
    from backtui.coach.history import Series


# As a kind of Screen it would be made ready as one, at every start.
if TYPE_CHECKING:
    Base = Place
else:
    Base = object


class Staged(Base):
    """Put before a Place: the figure of the exercise under its cursor with its words, and its course."""

    DEFAULT_CLASSES = "paned"

    def __init__(self, desk: CoachClient) -> None:
        super().__init__(desk)
        self._courses: dict[str, Series] = {}

    @property
    def config(self) -> Config:
        """What is set about this terminal."""
        config: Config = self.app.config  # type: ignore[attr-defined] # which app it is, only its own file knows
        return config

    @property
    def rest(self) -> str:
        """How to read what has no room in a pane."""
        return "…"

    def beside(self) -> ComposeResult:
        """The two panes, which are read and made only where there is room."""
        from backtui.tui.beside import CoursePane, ExercisePane

        yield ExercisePane(lambda: self.config, self.desk.clock.rate, self.rest)
        yield CoursePane(self.rest)

    @abstractmethod
    def seen(self) -> Seen | None:
        """What belongs to the row under the cursor; None for what is there."""

    async def read_and_follow(self) -> None:
        """What was read of courses is old."""
        self._courses.clear()
        await super().read_and_follow()

    def look_beside(self) -> None:
        """Show it, and its course when that is read; a newer look takes the place of one under way."""
        seen = self.seen() if self.query(".stage") else None
        if seen is not None:
            self.run_worker(self._look(seen), exclusive=True, group="beside")

    async def _look(self, seen: Seen) -> None:
        from backtui.tui.beside import CoursePane, ExercisePane

        key = seen.exercise.id
        series = self._courses.get(key) if seen.has_course else None
        stage = self.query_one(ExercisePane)
        stage.show(seen, series)
        if seen.has_course and series is None:
            series = await self._read_course(key)
            if series is not None:
                stage.show(seen, series)
        if self.panes > 2:
            self.query_one(CoursePane).show(seen, series)

    async def _read_course(self, exercise: str) -> "Series | None":
        """Read it; what is typed does not wait for that."""
        from backtui.coach.history import course

        def question(coach: Coach, _: Diary) -> "Series | None":
            try:
                return course(coach, exercise)
            except WrongUseError:  # removed elsewhere meanwhile
                return None

        found = await answer_or_tell(self.desk.ask(question), lambda said: tell(self.app, said))
        if found is not None:
            self._courses[exercise] = found
        return found
