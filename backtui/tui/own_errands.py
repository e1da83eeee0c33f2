"""What the library asks for by name: exercises and routines of one's own, cautions, what takes part."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from backtui.coach.book import definition
from backtui.coach.desk import Desk, Question
from backtui.config import Config
from backtui.domain.inclusion import INCLUDED, Priority
from backtui.tui.asking import answer_or_tell
from backtui.tui.drafting import NEW, begun
from backtui.tui.screens.cautions import Cautions
from backtui.tui.screens.dialogs import Choice
from backtui.tui.screens.form import ExerciseForm
from backtui.tui.screens.routines import Routines

Answer = TypeVar("Answer")
Push = Callable[[Any], Awaitable[Any]]


class OwnErrands:
    """One errand at a time; `_push` shows a screen and waits for its result."""

    desk: Desk
    _push: Push
    _config: Callable[[], Config]
    _say: Callable[[str], None]

    async def _ask(self, question: Question[Answer]) -> Answer:
        return await answer_or_tell(self.desk.ask(question), self._say)

    async def _new(self, _: str) -> None:
        await self._push(ExerciseForm(self.desk, "An exercise of your own", NEW, self._config(), new=True))

    async def _change(self, exercise: str) -> None:
        """Change one's own; of a shipped one a copy is the start of one's own."""
        known = self.desk.content.exercises[exercise]
        draft = await self._ask(lambda coach, _: definition(coach, exercise))
        title = known.name if known.own else f"Your own, begun as {known.name}"
        if not known.own:
            draft = begun(draft, known.name, self.desk.content)
        await self._push(ExerciseForm(self.desk, title, draft, self._config(), new=not known.own))

    async def _remove(self, exercise: str) -> None:
        known = self.desk.content.exercises[exercise]
        if not known.own:
            self._say(f"{known.name} came with backtui; x switches it off.")
            return
        used_in = await self._ask(lambda _, diary: diary.shelf.routines_with(exercise))
        said = ["Sessions in which you did it keep it."]
        said += [f"It will be left out of {', '.join(used_in)}."] if used_in else []
        options = [("no", "No, keep it"), ("yes", f"Yes, remove {known.name}")]
        if await self._push(Choice(f"Remove {known.name}?", said, options, "no")) == "yes":
            await self._ask(lambda _, diary: diary.shelf.remove_exercise(exercise))

    async def _off(self, exercise: str) -> None:
        """In no session, or in sessions again."""
        included = await self._ask(lambda coach, _: coach.included())
        off = not included.get(exercise, INCLUDED).disabled
        await self._ask(lambda _, diary: diary.shelf.include(exercise, disabled=off))

    async def _priority(self, exercise: str) -> None:
        """The next of low, normal and high."""
        included = await self._ask(lambda coach, _: coach.included())
        order = list(Priority)
        following = order[(order.index(included.get(exercise, INCLUDED).priority) + 1) % len(order)]
        await self._ask(lambda _, diary: diary.shelf.include(exercise, priority=following))

    async def _cautions(self, _: str) -> None:
        await self._push(Cautions(self.desk))

    async def _routines(self, _: str) -> None:
        await self._push(Routines(self.desk))
