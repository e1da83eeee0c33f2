"""Corrections shown at once, then logged."""

import asyncio
from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace
from textual import work

from backtui.coach.client import CoachClient, Question
from backtui.coach.coach import Coach
from backtui.coach.corrections import Correction
from backtui.coach.errors import WrongUseError
from backtui.coach.history import following
from backtui.coach.sessions import Diary
from backtui.coach.write import event
from backtui.domain.correction import CorrectionError, Draft
from backtui.domain.events import Event
from backtui.domain.progression.prescription import Decision
from backtui.domain.record import EntryRecord, Note, SessionRecord, State
from backtui.tui.base import read_in
from backtui.tui.frame.listing import Listing
from backtui.tui.words import following_line


class Opened(msgspec.Struct, frozen=True):
    """A session that is open on the screen, its events, what comes next by its items, and its notes."""

    record: SessionRecord
    events: tuple[Event, ...]
    decisions: Mapping[int, Decision]
    notes: tuple[Note, ...] = ()


class Correcting(Listing[bool]):
    """Corrects a session row by row; the next dose of what is under the cursor follows each at once."""

    def __init__(self, desk: CoachClient, session: bytes) -> None:
        super().__init__(desk, "")
        self.session = session
        self.opened: Opened | None = None
        self.turn = asyncio.Lock()  # quick presses each count

    def on_mount(self) -> None:
        """Ask for the session."""
        super().on_mount()
        read_in(self, self.read)

    @property
    def under_cursor(self) -> tuple[str, str]:
        """What the row under the cursor stands for, and which one."""
        what, _, name = self.key.partition(":")
        return what, name

    def entry(self, item: str | int) -> EntryRecord | None:
        """An exercise of the session as it stands."""
        entries = self.opened.record.entries if self.opened else ()
        return next((each for each in entries if str(each.item) == str(item)), None)

    async def read(self) -> None:
        """Ask for the session and show it, then what follows; one that is gone closes the screen."""
        session = self.session

        def question(coach: Coach, _: Diary) -> Opened | None:
            record = coach.session(session)
            if record is None:
                return None
            notes = tuple(note for note in coach.reading.notes(session) if note.text is not None)
            return Opened(record, tuple(coach.events_of(session)), before, notes)

        before = self.opened.decisions if self.opened else {}
        opened = await self.ask(question)
        if opened is None:
            self.dismiss(True)
            return
        self.opened = opened
        self.paint()
        entries = opened.record.entries
        ahead = await self.ask(lambda coach, _: following(coach, entries))
        decisions = {item: each.decision for item, each in ahead.items()}
        # Another key may have been answered meanwhile.
        self.opened = replace(self.opened, decisions=decisions)
        self.paint()

    def say_following(self, entry: EntryRecord) -> None:
        """The next dose in an entry's course and its reason, at the bottom."""
        decision = self.opened.decisions.get(entry.item) if self.opened else None
        self.explain(following_line(decision) if decision else ())

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
        draft = Draft(list(opened.events), lambda what: event(what, now, self.session))
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
            self.refuse(str(error))
            return False
        await self.read()
        return True

    @work
    async def action_undo(self) -> None:
        """Take the newest choice back, and say which."""
        await self._notify(lambda _, diary: diary.edits.undo())

    @work
    async def action_redo(self) -> None:
        """Redo what you undid."""
        await self._notify(lambda _, diary: diary.edits.redo())

    async def _notify(self, question: Question[str]) -> None:
        async with self.turn:
            self.app.notify(await self.ask(question))
            await self.read()
