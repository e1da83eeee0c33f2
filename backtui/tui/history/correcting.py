"""Corrections shown at once, then logged."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

import msgspec
from msgspec.structs import replace
from textual import work

from backtui.coach.client import CoachClient, Question
from backtui.coach.coach import Coach
from backtui.coach.corrections import Correction
from backtui.coach.errors import WrongUseError
from backtui.coach.sessions import Diary
from backtui.coach.write import event
from backtui.domain.correction import CorrectionError, Draft
from backtui.domain.events import Event
from backtui.domain.progression.prescription import Decision
from backtui.domain.record import EntryRecord, Note, SessionRecord, State
from backtui.domain.words.numbers import block_name
from backtui.tui.base import Errand, read_in
from backtui.tui.widgets.line import Bar, Line, Span, fit
from backtui.tui.widgets.rows import Row
from backtui.tui.words import following_line, outcome_words, session_summary, sign

NOT_SAID = "–"


class Opened(msgspec.Struct, frozen=True):
    """A session that is open on the screen, its events, what follows from the log, and its notes."""

    record: SessionRecord
    events: tuple[Event, ...]
    decisions: Mapping[str, Decision]
    notes: tuple[Note, ...] = ()


def head_line(record: SessionRecord, wide: bool) -> Line:
    """When it was and how it went."""
    at = record.started_at
    when = f" {at:%a %d %b %Y, %H:%M}" if wide else f" {at:%d %b %Y, %H:%M}"
    return [(when, "accent"), (f"   {session_summary(record)}", "text"), (_kind(record), "dim")]


def session_rows(opened: Opened, name_of: Callable[[str], str], wide: bool) -> list[Row]:
    """Its exercises block by block, then its notes."""
    rows: list[Row] = []
    kinds: list[str] = []
    block = -1
    for entry in opened.record.entries:
        if entry.block != block:
            block = entry.block
            name = block_name(entry.block_kind, again=entry.block_kind in kinds)
            kinds.append(entry.block_kind)
            rows.append(Row([(name.upper(), "head")]))
        rows.append(_row(entry, name_of(entry.exercise), opened.decisions.get(entry.exercise), wide))
    notes = [
        Row([("Note  ", "dim"), (note.text or "", "text")], (), f"note:{note.event.hex()}")
        for note in opened.notes
    ]
    return [*rows, Row(), *notes] if notes else rows


def _row(entry: EntryRecord, name: str, decision: Decision | None, wide: bool) -> Row:
    for_name, became = (24, 14) if wide else (20, 14)
    left: Line = [
        (fit(name, for_name), "text"),
        (f" {entry.prescribed!s:<9}", "strong"),
        (fit(outcome_words(entry), became), "warn" if entry.pain else "dim"),
        (f"{entry.rating.value if entry.rating else NOT_SAID:<11}", "text"),
    ]
    right: list[Span] = []
    if decision and wide:
        right = [("next ", "dim"), (f"{decision.dose!s:<8}", "strong"), sign(decision)]
    return Row(left, right, f"item:{entry.item}")


def pain_line(record: SessionRecord) -> Line:
    """Pain before, after and the next morning."""
    morning: list[Span] = [("   next morning ", "dim"), (record.morning, "text")] if record.morning else []
    return [
        *((" Pain before ", "dim"), (score_text(record.pain_before), "text")),
        *(("   after ", "dim"), (score_text(record.pain_after), "text")),
        *morning,
    ]


def _kind(record: SessionRecord) -> str:
    """What else is to be said of it."""
    said = [*(["by hand"] if record.by_hand else []), *(["dizzy"] if record.dizzy else [])]
    said += ["unconfirmed"] if record.state is State.DONE and not record.alive else []
    return "".join(f" · {each}" for each in said)


def score_text(score: int | None) -> str:
    """A number of pain, or a dash."""
    return NOT_SAID if score is None else str(score)


MOST_LINES = 3  # of a reason, on a narrow screen


class Correcting(Errand[bool]):
    """Corrections are logged as they are made; the next dose under the cursor follows each at once."""

    def __init__(self, desk: CoachClient, session: bytes) -> None:
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
        """An exercise's name, also of one that was removed."""
        return self.desk.content.name_of(exercise)

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
