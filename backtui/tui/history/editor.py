"""One session, to be corrected."""

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from backtui.coach.errors import WrongUseError
from backtui.coach.manual import said_moment
from backtui.coach.write import NOTE_LIMIT
from backtui.domain.events import PAIN_BOUNDS, Asked, Rating
from backtui.domain.progression.prescription import Decision
from backtui.domain.record import EntryRecord, Note, SessionRecord, State
from backtui.domain.words.numbers import DASH, block_name, or_dash
from backtui.tui.base import NARROWEST, WIDE
from backtui.tui.dialogs import Choice, Number, Writing
from backtui.tui.frame.page import bindings
from backtui.tui.history.correcting import Correcting, Opened
from backtui.tui.history.repetitions import Repetitions
from backtui.tui.keys import EDITOR, Key
from backtui.tui.widgets.line import Line, Span, fit
from backtui.tui.widgets.prose import Prose
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.words import DOSE_CELLS, dose_cells, outcome_words, session_summary, short_name, sided, sign

FOR_GOOD = "Its text and what stood there before leave the file. Nothing brings them back, not even undo."
MOMENT_LENGTH = 30
AN_EXERCISE = "That needs an exercise under the cursor."
BEFORE_AND_AFTER: dict[Asked, str] = {"before": "Pain before the session", "after": "Pain after the session"}


class SessionEditor(Correcting):
    """Opens on a session; escape leaves it as it is corrected by then."""

    BELOW = ("pain",)
    KEYS: ClassVar[tuple[Key, ...]] = EDITOR
    BINDINGS: ClassVar[list[BindingType]] = bindings(EDITOR)

    def paint(self) -> None:
        """Show the session."""
        if self.opened is None:
            return
        record, wide = self.opened.record, self.size.width >= WIDE
        self.entitle(head_line(record, self.size.width))
        self.rows.show(session_rows(self.opened, self.desk.content.name_of, wide))
        self.query_one("#pain", Prose).tell(pain_line(record))
        self._explain()

    @property
    def _entry(self) -> EntryRecord | None:
        """The exercise under the cursor."""
        what, item = self.under_cursor
        return self.entry(item) if what == "item" else None

    @property
    def _note(self) -> Note | None:
        """The note under the cursor."""
        what, name = self.under_cursor
        notes = self.opened.notes if self.opened else ()
        return next((note for note in notes if what == "note" and note.event.hex() == name), None)

    def needs(self, key: Key) -> str:
        """An exercise must be under the cursor for what is about one."""
        about = ("edit.easy", "edit.comfortable", "edit.hard", "edit.unrated", "edit.hurt", "edit.ease")
        if key.id == "edit.confirm":
            alive = self.opened is None or self.opened.record.alive
            return "This session is confirmed already." if alive else ""
        return AN_EXERCISE if key.id in about and self._entry is None else ""

    def _explain(self) -> None:
        entry, note = self._entry, self._note
        if entry is not None:
            self.say_following(entry)
        else:
            about = "this session" if note is None or note.item is None else "the exercise above"
            self.explain([(f"A note about {about}; enter changes it.", "dim")])

    def explain_row(self, row: Row) -> None:
        """What comes next of the exercise."""
        del row
        self._explain()

    @work
    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the repetitions, or the note."""
        event.stop()
        if self._entry:
            await self.app.push_screen_wait(Repetitions(self.desk, self.session, self._entry.item))
            await self.read()
        elif self._note:
            await self._change_note(self._note)

    @work
    async def action_rate(self, rating: str) -> None:
        """Rate the exercise under the cursor, in all its appearances."""
        entry = self._entry
        if entry is not None:
            await self.correct(lambda draft: draft.rate(entry.exercise, Rating(rating) if rating else None))

    @work
    async def action_hurt(self) -> None:
        """There was pain in it, or there was none."""
        entry = self._entry
        if entry is not None:
            await self.correct(lambda draft: draft.hurt(entry.item, not draft.entry(entry.item).pain))

    @work
    async def action_ease(self) -> None:
        """It was eased off, or it was not."""
        entry = self._entry
        if entry is not None:
            await self.correct(lambda draft: draft.ease(entry.item, not draft.entry(entry.item).eased))

    @work
    async def action_dizzy(self) -> None:
        """There was dizziness, or there was none."""
        await self.correct(lambda draft: draft.dizzy(not draft.record.dizzy))

    @work
    async def action_confirm(self) -> None:
        """It was really done, though no key was pressed in it."""
        if self.opened is not None:
            session = self.opened.record.id
            await self.do(lambda _, diary: diary.confirm(session))

    @work
    async def action_pain(self, when: Asked) -> None:
        """Pain before or after, from 0 to 10; a number that is there may be taken away."""
        if self.opened is None:
            return
        record = self.opened.record
        score = record.pain_before if when == "before" else record.pain_after
        if score is not None:
            options = [("set", "Another number"), ("none", "Not given")]
            stands = f"It is {score} now."
            chosen = await self.app.push_screen_wait(Choice(BEFORE_AND_AFTER[when], (stands,), options))
            if chosen != "set":
                if chosen == "none":
                    await self.correct(lambda draft: draft.pain(when, None))
                return
        effect = "0 is none, 10 the worst. After: from 6, or 2 above before, nothing grows."
        number = await self.app.push_screen_wait(
            Number(BEFORE_AND_AFTER[when], effect, score or 0, PAIN_BOUNDS)
        )
        if number is not None:
            await self.correct(lambda draft: draft.pain(when, number))

    @work
    async def action_when(self) -> None:
        """Another date or time of its start; it keeps its length."""
        if self.opened is None:
            return
        at = f"{self.opened.record.started_at.astimezone():%Y-%m-%d %H:%M}"
        text = await self.app.push_screen_wait(Writing("When did it begin?", MOMENT_LENGTH, at))
        if text is None or text == at:
            return
        session = self.session
        try:
            day, time = said_moment(text, self.desk.clock.now().date())
        except WrongUseError as error:
            self.refuse(str(error))
            return
        await self.do(lambda _, d: d.edits.correct(session, d.edits.moved(session, day, time)))

    # Notes

    @work
    async def action_note(self) -> None:
        """Write a note; with the cursor on one, or one that is there, change it."""
        notes = [note for note in self.opened.notes if note.item is None] if self.opened else []
        note = self._note or (notes[-1] if notes else None)
        await (self._change_note(note) if note else self._write_note(None))

    async def _write_note(self, item: int | None, instead: Note | None = None) -> None:
        """Ask for a note, in the place of another one or beside what there is."""
        before = (instead.text or "") if instead else ""
        entry = self.entry(item) if item is not None else None
        about = self.desk.content.name_of(entry.exercise) if entry else "this session"
        text = await self.app.push_screen_wait(Writing(f"A note about {about}", NOTE_LIMIT, before))
        session, old = self.session, instead.event if instead else None
        if text is not None and text != before:
            await self.do(
                lambda _, diary: diary.edits.correct(session, diary.edits.writing(session, text, old, item))
            )

    async def _change_note(self, note: Note) -> None:
        """What becomes of a note."""
        options = [
            ("change", "Change it"),
            ("another", "Write another one"),
            ("delete", "Delete it (u brings it back)"),
            ("erase", "Erase it for good"),
        ]
        chosen = await self.app.push_screen_wait(Choice("The note", (), options))
        session = self.session
        if chosen in ("change", "another"):
            await self._write_note(note.item, note if chosen == "change" else None)
        elif chosen == "delete":
            await self.do(lambda _, d: d.edits.correct(session, d.edits.unwriting(note.event)))
        elif chosen == "erase":
            sure = [("no", "No, keep it"), ("yes", "Yes, erase it for good")]
            if await self.app.push_screen_wait(Choice("Erase for good?", (FOR_GOOD,), sure, "no")) == "yes":
                await self.do(lambda _, diary: diary.edits.erase(session, note.event))

    @work
    async def action_delete(self) -> None:
        """Delete the session, once that is sure."""
        session = self.session
        if await self.app.push_screen_wait(sure_to_delete()) == "yes":
            await self.do(lambda _, diary: diary.edits.delete(session))


def sure_to_delete() -> Choice:
    """The question before a session is deleted."""
    said = "Doses and weeks are counted without it. Undo (u) brings it back."
    return Choice("Delete this session?", (said,), [("no", "No, keep it"), ("yes", "Yes, delete it")], "no")


def head_line(record: SessionRecord, cells: int) -> Line:
    """When it was and how it went, in so many cells."""
    at = record.started_at
    when = f"{at:%a %d %b %Y, %H:%M}" if cells >= WIDE else f"{at:%d %b %Y, %H:%M}"
    went = session_summary(record)
    went = went if cells >= NARROWEST else went.rpartition(" · ")[0]
    return [(when, "accent"), (f"   {went}", "text"), (_kind(record), "dim")]


def session_rows(opened: Opened, name_of: Callable[[str], str], wide: bool) -> list[Row]:
    """Its exercises block by block, each with its notes, then those about all of it."""
    rows: list[Row] = []
    kinds: list[str] = []
    block = -1
    cells = dose_cells(entry.prescribed for entry in opened.record.entries)
    for entry in opened.record.entries:
        if entry.block != block:
            block = entry.block
            name = block_name(entry.block_kind, again=entry.block_kind in kinds)
            kinds.append(entry.block_kind)
            rows.append(Row([(name.upper(), "head")]))
        name = sided(name_of(entry.exercise), entry.side)
        rows.append(_row(entry, name, opened.decisions.get(entry.item), wide, cells))
        rows += _notes(opened, entry.item)
    notes = _notes(opened, None)
    return [*rows, Row(), *notes] if notes else rows


def _notes(opened: Opened, item: int | None) -> list[Row]:
    """The notes on an exercise, or on the whole session."""
    name = "Note  " if item is None else "  Note  "
    return [
        Row([(name, "dim"), (note.text or "", "text")], (), f"note:{note.event.hex()}")
        for note in opened.notes
        if note.item == item
    ]


def _row(entry: EntryRecord, name: str, decision: Decision | None, wide: bool, cells: int) -> Row:
    for_name, became = (23, 15) if wide else (20, 14)
    room = for_name + DOSE_CELLS - cells
    left: list[Span] = [
        (fit(short_name(name, room), room), "text"),
        (f" {entry.prescribed!s:<{cells}}", "strong"),
        (fit(outcome_words(entry), became), "warn" if entry.pain else "dim"),
        (f"{entry.rating.value if entry.rating else DASH:<12}", "text"),
    ]
    if decision and wide:
        left += [("next ", "dim"), (f"{decision.dose!s:<9}", "strong"), sign(decision)]
    return Row(left, (), f"item:{entry.item}")


def pain_line(record: SessionRecord) -> Line:
    """Pain before, after and the next morning."""
    morning: list[Span] = [("   next morning ", "dim"), (record.morning, "text")] if record.morning else []
    return [
        *(("Pain before ", "dim"), (or_dash(record.pain_before), "text")),
        *(("   after ", "dim"), (or_dash(record.pain_after), "text")),
        *morning,
    ]


def _kind(record: SessionRecord) -> str:
    """What else is to be said of it."""
    said = [*(["by hand"] if record.by_hand else []), *(["dizzy"] if record.dizzy else [])]
    said += ["unconfirmed"] if record.state is State.DONE and not record.alive else []
    return "".join(f" · {each}" for each in said)
