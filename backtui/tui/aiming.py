"""A target raised or lowered by one key where exercises are listed."""

from typing import TYPE_CHECKING

from textual import work
from textual.worker import Worker

from backtui.coach.errors import WrongUseError
from backtui.tui.base import Place
from backtui.tui.keys import name_of
from backtui.tui.widgets.rows import Row

# As a kind of Screen it would be made ready as one, at every start.
if TYPE_CHECKING:
    Base = Place
else:
    Base = object


class Aiming(Base):
    """Put before a Place whose rows stand for exercises; `exercise_here` is the one under the cursor."""

    _done = ("", "")  # the exercise that was aimed last, and what came of it

    @property
    def exercise_here(self) -> str | None:
        """The exercise under the cursor."""
        raise NotImplementedError

    def explain_row(self, row: Row) -> None:
        """The row's reason, or what was just done to its exercise, until the cursor goes to another."""
        about, said = self._done
        if said and about != self.exercise_here:
            self._done, said = ("", ""), ""
        self.explain([(said, "accent") if said else (row.why, "text")])

    @work
    async def action_aim(self, by: int) -> None:
        """Raise or lower its target by a step; what came of it, or why not, stands where the reason does."""
        exercise = self.exercise_here
        if exercise is None:
            return
        try:
            said = await self.ask(lambda _, diary: diary.aims.step(exercise, by))
            said = f"{said} {name_of('log.undo')} takes it back."
        except WrongUseError as error:
            said = str(error)
        self._done = (exercise, said)
        await self.read_and_follow()
        self._explain_again()

    def action_undo(self) -> Worker[None]:
        """Take the newest choice back; what was said of it is true no more."""
        self._done = ("", "")
        self._explain_again()
        return super().action_undo()

    def _explain_again(self) -> None:
        if self.rows.row is not None:
            self.explain_row(self.rows.row)
