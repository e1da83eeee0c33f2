"""What a place opens."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from backtui.coach.client import CoachClient, Question
from backtui.coach.errors import WrongUseError
from backtui.config.settings import Config, ConfigError
from backtui.domain.plan import INCLUDED, Priority
from backtui.domain.words.numbers import long_day, upper_first
from backtui.tui.base import answer_or_tell
from backtui.tui.giving_out import GivingOut
from backtui.tui.look import Terminal
from backtui.tui.widgets.line import Line

Answer = TypeVar("Answer")
Push = Callable[[Any], Awaitable[Any]]


class Errands(GivingOut):
    """One errand at a time; `push` shows a screen and waits for its result."""

    def __init__(
        self,
        desk: CoachClient,
        push: Push,
        terminal: Terminal,
        say: Callable[[str], None],
        tell: Callable[[str], None],
    ) -> None:
        """`say` says what is wrong, `tell` what was done."""
        self.desk = desk
        self._push = push
        self.terminal = terminal
        self._say = say
        self._tell = tell

    def _config(self) -> Config:
        return self.terminal.config

    async def run(self, name: str, about: str) -> str | None:
        """Do the errand to its end, and what it has to tell; an unknown one is nothing.

        Where another program took away what it is about, or what is asked cannot be, that is said.
        """
        errand: Callable[[str], Awaitable[str | None]] | None = getattr(self, f"_{name}", None)
        try:
            return await errand(about) if errand is not None else None
        except WrongUseError as error:
            self._say(str(error))
            return None

    async def _ask(self, question: Question[Answer]) -> Answer:
        return await answer_or_tell(self.desk.ask(question), self._say)

    async def _new(self, _: str) -> None:
        from backtui.tui.library.draft import NEW
        from backtui.tui.library.form import ExerciseForm

        await self._push(ExerciseForm(self.desk, "An exercise of your own", NEW, self._config(), new=True))

    async def _change(self, exercise: str) -> None:
        """Change one's own; of a shipped one a copy is the start of one's own."""
        from backtui.coach.programme import definition
        from backtui.tui.library.draft import begun
        from backtui.tui.library.form import ExerciseForm

        known, draft = await self._ask(
            lambda coach, _: (coach.exercise(exercise), definition(coach, exercise))
        )
        title = known.name if known.own else f"Your own, begun as a copy of {known.name}"
        if not known.own:
            draft = begun(draft, known.name, self.desk.content)
        await self._push(ExerciseForm(self.desk, title, draft, self._config(), new=not known.own))

    async def _remove(self, exercise: str) -> None:
        from backtui.tui.dialogs import Choice

        known = await self._ask(lambda coach, _: coach.exercise(exercise))
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
        from backtui.tui.library.cautions import Cautions

        await self._push(Cautions(self.desk))

    async def _routines(self, routine: str) -> None:
        """All of them, the cursor on this one."""
        from backtui.tui.library.routines import Routines

        await self._push(Routines(self.desk, routine))

    _routine = _routines

    async def _programmes(self, _: str) -> None:
        from backtui.tui.library.programmes import ProgrammeList

        await self._push(ProgrammeList(self.desk, self._tell))

    async def _weeks(self, _: str) -> None:
        from backtui.tui.settings.weeks import WeeksPage

        await self._push(WeeksPage(self.desk))

    async def _targets(self, exercise: str) -> None:
        from backtui.tui.settings.targets import ExerciseTargets

        await self._push(
            ExerciseTargets(self.desk, await self._ask(lambda coach, _: coach.exercise(exercise)))
        )

    async def _all_targets(self, _: str) -> None:
        from backtui.tui.settings.targets import AllTargets

        await self._push(AllTargets(self.desk))

    async def _why(self, exercise: str) -> None:
        from backtui.coach import history as past
        from backtui.tui.dialogs import ReaderPage
        from backtui.tui.pages import why_page

        why, course = await self._ask(lambda coach, _: (coach.why(exercise), past.course(coach, exercise)))
        await self._push(ReaderPage(why.title, lambda cells: why_page(why, course, cells)))

    async def _exercise(self, exercise: str) -> None:
        from backtui.coach import history as past
        from backtui.tui.pages import ExercisePage, exercise_page, why_page

        shown, why, course = await self._ask(
            lambda coach, _: (coach.exercise(exercise), coach.why(exercise), past.course(coach, exercise))
        )
        assert course.ahead is not None
        ahead = course.ahead

        def page(cells: int) -> Sequence[Line]:
            return [*exercise_page(shown, ahead), *why_page(why, course, cells)[1:]]

        await self._push(ExercisePage(shown, page, self._config(), self.desk.clock.rate))

    async def _session(self, session: str) -> None:
        from backtui.tui.history.editor import SessionEditor

        found = await self._ask(lambda coach, _: coach.session(bytes.fromhex(session)))
        if found:
            await self._push(SessionEditor(self.desk, found.id))

    async def _day(self, day: str) -> str | None:
        """The newest session of a day (ISO)."""
        from backtui.coach.history import session_summaries
        from backtui.domain.history_filter import ALL

        on = date.fromisoformat(day)
        found = await self._ask(lambda coach, _: session_summaries(coach, on, on, ALL))
        if not found:
            return f"There is no session on {long_day(on)}."
        await self._session(found[0].id.hex())
        return None

    async def _by_hand(self, day: str) -> None:
        from backtui.tui.history.by_hand import ByHand

        entered = await self._push(ByHand(self.desk, day))
        if entered:
            self._tell(entered)

    async def _delete(self, session: str) -> None:
        from backtui.tui.history.editor import sure_to_delete

        if await self._push(sure_to_delete()) != "yes":
            return
        said = await self._ask(lambda _, diary: diary.edits.delete(bytes.fromhex(session)))
        self._tell(f"{upper_first(said)}. u undoes.")

    async def _aerobic(self, day: str) -> str | None:
        """Log something aerobic on a day (ISO), or today."""
        from backtui.tui.today.aerobic import AerobicPage

        on = date.fromisoformat(day) if day else None
        usual = await self._ask(lambda coach, _: coach.usual())
        chosen = await self._push(AerobicPage(usual, on))
        if chosen is None:
            return None
        return await self._ask(lambda _, diary: diary.days.activity(chosen.what, chosen.minutes, on))

    async def _cues(self, _: str) -> None:
        from backtui.tui.settings.appearance import Trial

        await self._push(Trial(self._config()))

    async def _themes(self, _: str) -> None:
        from backtui.tui.settings.appearance import ThemesPage

        chosen = await self._push(
            ThemesPage(self._config(), self.desk.content.exercises, self.terminal.show_theme)
        )
        try:
            if chosen is not None:
                self.terminal.change("theme", chosen)
        except ConfigError as error:
            self._say(str(error))
        self.terminal.show_theme(self.terminal.config.theme)

    async def _keymap(self, _: str) -> None:
        from backtui.tui.settings.key_bindings import KeymapPage

        await self._push(KeymapPage(self.terminal))

    async def _about(self, _: str) -> None:
        from backtui.tui.dialogs import ReaderPage
        from backtui.tui.pages import safety_page

        if self.desk.content.guidance:
            await self._push(ReaderPage("Safety notes and about", safety_page(self.desk.content.guidance)))
