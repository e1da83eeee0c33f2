"""After a session."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from backtui.coach.answers import Summary, SummaryLine
from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.sessions import PAIN_BOUNDS, Diary
from backtui.coach.write import NOTE_LIMIT
from backtui.domain.events import Rating
from backtui.domain.exercise import Dose
from backtui.domain.progression.ladder import reaches
from backtui.domain.record import SessionRecord, State
from backtui.domain.words.numbers import join_and, upper_first
from backtui.tui.base import NARROWEST, THREE, WIDE, answer_or_tell, read_in, tell
from backtui.tui.dialogs import Number, Writing
from backtui.tui.frame.opened import Errand
from backtui.tui.frame.page import bindings
from backtui.tui.keys import ERRAND, LEAVING_SUMMARY, SUMMARY, Key
from backtui.tui.widgets.footer import Hints
from backtui.tui.widgets.line import Bar, Line, Span, fit
from backtui.tui.widgets.prose import Prose
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.words import outcome_words, session_summary, short_name, week_line

FOLD = "fold"
LEAST_FOLDED = 4  # fewer rows hide nothing
NO_RAISE = "That needs an exercise whose dose would grow."
USUAL, MOST_USUAL = 8, 9  # cells of a dose of one set, of "not begun"


class SummaryPage(Errand[bool]):
    """Arriving: everything here is saved already, every key corrects something."""

    KEYS: ClassVar[tuple[Key, ...]] = SUMMARY
    FOOT: ClassVar[tuple[Key, ...]] = (*LEAVING_SUMMARY, *ERRAND[1:])
    WAY = False
    BELOW = ("pain",)
    BINDINGS: ClassVar[list[BindingType]] = bindings(SUMMARY, LEAVING_SUMMARY)

    def __init__(self, desk: CoachClient, session: bytes, *, undoable: bool = False) -> None:
        """`undoable`: the stop may be taken back; the result is False then."""
        super().__init__(desk)
        self._undoable = undoable
        self.session = session
        self.summary: Summary | None = None
        self._unfolded = False

    def body(self) -> ComposeResult:
        """The week, an advice, the exercises."""
        yield Bar(id="week")
        yield Prose(id="advice")
        yield from self.listing()

    def listing(self) -> ComposeResult:
        """The exercises, and beside them where there is room the course of one."""
        with Horizontal(id="room"):
            yield Rows(id="rows")
            if self.app.size.width >= THREE:
                from backtui.tui.beside import CoursePane

                yield CoursePane()

    def on_resize(self) -> None:
        """The course stands beside the list once there is room."""
        from backtui.tui.beside import CoursePane

        if self.app.size.width >= THREE and not self.query(".course"):
            for room in self.query("#room"):  # none before it is composed
                room.mount(CoursePane())
                if self._line is not None:
                    self.call_after_refresh(self.look_beside, self._line.exercise)

    def on_mount(self) -> None:
        """Ask for the summary."""
        self.query_one(Rows).focus()
        self.reload()

    def reload(self) -> None:
        """Read the session and what follows from it."""
        read_in(self, self._read)

    async def _read(self) -> None:
        session = self.session
        self.summary = await self.ask(lambda coach, _: coach.summary(session, sure=True))
        self.paint()

    def paint(self) -> None:
        """Show the summary."""
        if self.summary is None:
            return
        record = self.summary.record
        mark = [(f"{self.desk.mark}  ", "warn")] if self.desk.mark else []
        self.entitle([*mark, (session_summary(record), "strong")])
        self.query_one("#week", Bar).say(week_line(self.summary.week))
        advice = self._advice(record)
        self.query_one("#advice", Prose).tell(*([[(advice, "warn")]] if advice else []))
        self.query_one(Rows).show(self._rows(self.summary.lines))
        self.query_one(Hints).look_again()
        before, after = _score(record.pain_before), _score(record.pain_after)
        self.query_one("#pain", Prose).tell(
            [("Pain before ", "dim"), (before, "text"), ("   after ", "dim"), (after, "text"), *self._note]
        )

    def on_key(self) -> None:
        """Any key says that somebody was there."""
        record = self.summary.record if self.summary else None
        if record and not record.alive:
            self._confirm()

    @work
    async def _confirm(self) -> None:
        """In a worker, for a screen that waits for the log itself takes no key, and ends where that fails."""
        session = self.session
        await self.ask(lambda _, diary: diary.confirm(session))
        self.reload()

    @property
    def _note(self) -> list[Span]:
        """The newest note, behind the pain."""
        notes = self.summary.notes if self.summary else ()
        return [("   Note ", "dim"), (notes[-1], "text")] if notes else []

    @property
    def _can_go_on(self) -> bool:
        record = self.summary.record if self.summary else None
        stopped = record is not None and record.state is State.STOPPED and not record.dizzy
        return self._undoable and stopped

    def _advice(self, record: SessionRecord) -> str:
        if not record.alive:
            return "You pressed no key. Did you do it? Any key here says yes; then this comes next."
        if record.dizzy:
            return "Sit down and rest. Nothing of this session raises a dose."
        if any(entry.pain for entry in record.entries):
            return "If that pain is new, sharp or stays until tomorrow, ask your provider."
        return ""

    def _rows(self, lines: Sequence[SummaryLine]) -> list[Row]:
        """What changes or was not all done; then what stays as it is, in one row until it is asked for."""
        stay = [line for line in lines if _stays(line)]
        if self._unfolded or len(stay) < LEAST_FOLDED or len(stay) == len(lines):
            return [self._row(line) for line in lines]
        told = [self._row(line) for line in lines if line not in stay]
        names = f"As they are: {join_and(dict.fromkeys(line.title for line in stay))}."
        folded = f"{len(stay)} done, and they stay as they are"
        return [*told, Row([(folded, "dim"), ("   space", "key"), (" shows them", "dim")], (), FOLD, names)]

    def _row(self, line: SummaryLine) -> Row:
        entry = line.entries[0]
        worst = next((each for each in line.entries if outcome_words(each) != "done"), entry)
        rating = next((each.rating for each in line.entries if each.rating), None)
        following, done = line.following, entry.prescribed
        sign, role = _sign(line, exercise_done=done)
        dose, became, coming, name = self._widths()
        following_dose: list[Span] = [
            ("next " if self._is_wide else "→ ", "dim"),
            (fit(_coming(line, dose), coming), "strong"),
            (f"{sign} ", role),
        ]
        titled: Span = (fit(short_name(line.title, name), name), "text")
        if not became:
            said = f"{line.title} {done}, {outcome_words(worst)}. {upper_first(following.why)}"
            return Row([titled], following_dose, _key(line), said)
        left: Line = [
            titled,
            (f" {fit(str(done), dose)} ", "strong"),
            (fit(outcome_words(worst), became), "dim"),
            (f"{rating.value if rating else '–':<13}" if self._is_wide else "", "text"),
            *following_dose,
        ]
        return Row(left, (), _key(line), f"{line.title}: {following.why}")

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= WIDE

    def _widths(self) -> tuple[int, int, int, int]:
        """Cells of the dose done, of what became of it (0: no room), of the dose that comes, of the name."""
        lines = self.summary.lines if self.summary else ()
        dose = max([USUAL, *(len(str(line.entries[0].prescribed)) for line in lines)])
        coming = max([USUAL, *(len(_coming(line, dose)) for line in lines)])
        outcomes = (len(outcome_words(entry)) for line in lines for entry in line.entries)
        became = max([MOST_USUAL, *outcomes]) + 2 if self.size.width >= NARROWEST else 0
        rest = became + coming + (dose + 12 if became else 12) + (16 if self._is_wide else 0)
        return dose, became, coming, max(8, min(self.size.width - rest, 24))

    @property
    def _line(self) -> SummaryLine | None:
        row = self.query_one(Rows).row
        lines = self.summary.lines if self.summary else ()
        return next((line for line in lines if row and _key(line) == row.key), None)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The reason stands at the bottom."""
        self.explain([(event.row.why, "text")])
        if self._line is not None and self.query(".course"):
            self.look_beside(self._line.exercise)

    @work(exclusive=True, group="beside")
    async def look_beside(self, key: str) -> None:
        """The course of an exercise up to this session; what is typed does not wait for that."""
        from backtui.coach.history import Series, course
        from backtui.tui.beside import CoursePane
        from backtui.tui.described import every_change, named
        from backtui.tui.seen import Seen

        def words(series: Series | None) -> Sequence[Line]:
            return every_change(series.changes) if series else ()

        exercise = self.desk.content.exercises[key]
        series = await answer_or_tell(self.desk.ask(lambda coach, _: course(coach, key)), self._tell)
        self.query_one(CoursePane).show(Seen.of(exercise, more=words), series, named(exercise))

    def _tell(self, said: str) -> None:
        tell(self.app, said)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter keeps all and leaves."""
        event.stop()
        self.action_keep()

    def action_unfold(self) -> None:
        """All exercises, or only those that change."""
        self._unfolded = not self._unfolded
        self.paint()

    def needs(self, key: Key) -> str:
        """Only a raise can be declined, only a stop taken back."""
        line = self._line if self.is_mounted else None
        if key.id == "summary.undo" and not self._can_go_on:
            return "Only a session that was just stopped can go on."
        return NO_RAISE if key.id == "summary.decline" and not (line and line.grows) else ""

    @work
    async def action_rate(self, rating: str) -> None:
        """Rate the exercise under the cursor; what follows is shown at once."""
        if self._line is None:
            return
        items = [entry.item for entry in self._line.entries if entry.performed]
        session = self.session
        if items:
            await self.ask(lambda _, diary: diary.rate(session, items, Rating(rating)))
            self.reload()

    @work
    async def action_decline(self) -> None:
        """Not yet: the raise is taken back."""
        if self._line is not None and self._line.grows:
            session, course = self.session, self._line.course
            await self.ask(lambda _, diary: diary.decline(session, *course))
            self.reload()

    @work
    async def action_pain(self) -> None:
        """Pain now, from 0 to 10."""
        effect = "0 is none, 10 the worst. From 6, or 2 above before, nothing grows."
        score = await self.app.push_screen_wait(Number("Pain after the session", effect, 0, PAIN_BOUNDS))
        if score is not None:
            session = self.session
            await self.ask(lambda _, diary: diary.pain(session, "after", score))
            self.reload()

    @work
    async def action_note(self) -> None:
        """A note, kept beside the session."""
        await self._write("A note about this session", None)

    @work
    async def action_note_here(self) -> None:
        """A note on the exercise under the cursor, in this session alone."""
        if self._line is not None:
            await self._write(f"A note on {self._line.title}", self._line.entries[0].item)

    async def _write(self, title: str, item: int | None) -> None:
        text = await self.app.push_screen_wait(Writing(title, NOTE_LIMIT))
        if text is not None:
            session = self.session
            await self.ask(lambda _, diary: diary.note(session, text, item))
            self.reload()

    def action_go_on(self) -> None:
        """Take the stop back: the session goes on where it was."""
        if self._can_go_on:
            self.dismiss(False)

    @work
    async def action_keep(self) -> None:
        """Leave; the key is a sign of life."""
        if self.summary:
            record = self.summary.record

            def keep(_: Coach, diary: Diary) -> None:
                diary.confirm(record.id)

            await self.ask(keep)
        self.dismiss(True)


def _stays(line: SummaryLine) -> bool:
    """All was done, nothing was said about it, and the dose stays."""
    rated = any(each.rating for each in line.entries)
    done = all(outcome_words(each) == "done" for each in line.entries)
    return done and not rated and line.following.dose == line.entries[0].prescribed


def _key(line: SummaryLine) -> str:
    """A line has a key of its own, also where the session had an exercise in two courses."""
    return str(line.entries[0].item)


def _coming(line: SummaryLine, dose: int) -> str:
    """The dose that comes; in few cells where it is a long one that stays."""
    stays = dose > USUAL and line.following.dose == line.entries[0].prescribed
    return "the same" if stays else str(line.following.dose)


def _score(score: int | None) -> str:
    return "–" if score is None else str(score)


def _sign(line: SummaryLine, *, exercise_done: Dose) -> tuple[str, str]:
    """How the next dose stands to the one just done, whoever chose it: more, less, or none for now."""
    following = line.following
    if following.kind.value == "resting":
        return "rest", "warn"
    if following.dose == exercise_done:
        return " ", "text"
    return ("▲", "up") if line.grows or reaches(following.dose, exercise_done) else ("▼", "down")
