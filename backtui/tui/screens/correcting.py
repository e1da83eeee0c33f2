"""What the screens that correct a session share: reading it, correcting it, undoing."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from textual import work

from backtui.coach.coach import Coach, WrongUseError
from backtui.coach.desk import Desk, Question
from backtui.coach.diary import Diary
from backtui.coach.edits import Correction
from backtui.coach.journal import event
from backtui.domain.correction import Draft
from backtui.domain.exercise import Exercise
from backtui.domain.history import State
from backtui.domain.sheet import CorrectionError
from backtui.tui.asking import read_in
from backtui.tui.following import following_line
from backtui.tui.screens.base import Errand
from backtui.tui.session_view import Opened
from backtui.tui.widgets.bar import Bar

MOST_LINES = 3  # of a reason, on a narrow screen


class Correcting(Errand[bool]):
    """Corrections are logged as they are made; the next dose under the cursor follows each at once."""

    def __init__(self, desk: Desk, session: bytes) -> None:
        super().__init__(desk)
        self.session = session
        self.opened: Opened | None = None
        self._turn = asyncio.Lock()

    def reload(self) -> None:
        """Read the session again."""
        read_in(self, self.read)

    async def read(self) -> None:
        """Ask for the session and show it, then what follows; one that is gone closes the screen."""
        session = self.session

        def question(coach: Coach, _: Diary) -> Opened | None:
            record = coach.session(session)
            if record is None:
                return None
            notes = tuple(note for note in coach.log.noted(session) if note.text is not None)
            return Opened(record, tuple(coach.log.events_of(session)), before, notes)

        before = self.opened.decisions if self.opened else {}
        opened = await self.ask(question)
        if opened is None:
            self.dismiss(True)
            return
        self.opened = opened
        self.paint()
        decisions = await self.ask(lambda coach, _: coach.decisions())
        # Another key may have been answered meanwhile.
        self.opened = replace(self.opened, decisions=dict(decisions))
        self.paint()

    def paint(self) -> None:
        """Show what was read."""

    def on_resize(self) -> None:
        """Lines are as wide as the screen."""
        self.paint()

    def name_of(self, exercise: str) -> str:
        """An exercise's name, or its id where it is no longer there."""
        known: Exercise | None = self.desk.content.exercises.get(exercise)
        return known.name if known else exercise

    def say_following(self, exercise: str | None) -> None:
        """The next dose of an exercise and its reason, at the bottom."""
        decision = self.opened.decisions.get(exercise) if self.opened and exercise else None
        self.query_one("#why", Bar).say_folded(following_line(decision) if decision else [], MOST_LINES)

    def refuse(self, error: WrongUseError) -> None:
        """Say in a sentence why something cannot be."""
        self.query_one("#why", Bar).say_folded([(str(error), "warn")], MOST_LINES)

    async def correct(self, *corrections: Correction) -> bool:
        """Show corrections at once, log them, and show what follows; whether they could be."""
        session, before = self.session, self.opened
        self._foresee(corrections)
        try:
            return await self.do(lambda _, diary: diary.edits.correct(session, *corrections))
        except asyncio.CancelledError:
            # The log did not take them, and has said why.
            self.opened = before
            self.paint()
            raise

    def _foresee(self, corrections: Sequence[Correction]) -> None:
        """Show what corrections make of the session; the log takes a moment to have them on disk."""
        opened, now = self.opened, self.desk.clock.now()
        if opened is None or opened.record.state is State.OPEN:
            return
        draft = Draft(list(opened.events), lambda kind, body: event(kind, now, body, self.session))
        try:
            for correction in corrections:
                correction(draft)
            self.opened = replace(opened, record=draft.record, events=tuple(draft.standing))
        except CorrectionError:
            return  # the log will say why
        self.paint()

    async def do(self, question: Question[object]) -> bool:
        """Let the log be changed, and show what follows; whether it could be."""
        try:
            await self.ask(question)
        except WrongUseError as error:
            self.refuse(error)
            return False
        await self.read()
        return True

    @work
    async def action_undo(self) -> None:
        """Take the newest choice back, and say which."""
        async with self._turn:
            self.app.notify(await self.ask(lambda _, diary: diary.edits.undo()), markup=False)
            await self.read()

    @work
    async def action_redo(self) -> None:
        """Do again what was undone."""
        async with self._turn:
            self.app.notify(await self.ask(lambda _, diary: diary.edits.redo()), markup=False)
            await self.read()
