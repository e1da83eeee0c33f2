"""The place of what was done: sessions newest first, or the doses of each exercise."""

from datetime import date
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from backtui.coach.coach import Coach
from backtui.coach.desk import Desk
from backtui.coach.diary import Diary
from backtui.domain.course import Decision
from backtui.domain.history import SessionRecord, State
from backtui.domain.week import Today, monday_of
from backtui.tui.keys import HISTORY, PLACES, Key
from backtui.tui.outcome import headline, outcome_words
from backtui.tui.screens.base import Place, Wanted, bindings
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.widgets.spans import Line

PAGE = 60
MOST_REMARKS = 3
NOT_DONE = {State.OPEN: "open", State.STOPPED: "stopped"}


class History(Place):
    """Sessions by week; enter opens one."""

    NAME: ClassVar[str] = "history"
    KEYS: ClassVar[tuple[Key, ...]] = HISTORY
    BINDINGS: ClassVar[list[BindingType]] = bindings(HISTORY, PLACES)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sessions: list[SessionRecord] = []
        self.decisions: dict[str, Decision] = {}
        self.week: Today | None = None
        self._by_exercise = False
        self._more = True

    async def read(self) -> None:
        """Ask for the newest sessions and the week."""
        limit = max(PAGE, len(self.sessions))

        def question(coach: Coach, _: Diary) -> tuple[list[SessionRecord], dict[str, Decision], Today]:
            return coach.sessions(limit), dict(coach.decisions()), coach.today()

        self.sessions, self.decisions, self.week = await self.ask(question)
        self._more = len(self.sessions) == limit
        self.paint()

    def paint(self) -> None:
        """Show sessions, or exercises."""
        if self.week is None:
            return
        week = self.week
        left: Line = [(f" {week.done} of {week.goal} this week", "text")]
        what = "by exercise" if self._by_exercise else "newest first"
        self.query_one("#head", Bar).say(left, [(f"{what} ", "dim")])
        self.rows.show(self._exercises() if self._by_exercise else self._sessions())
        if not self.sessions:
            self.explain([("What you do will stand here, each repetition of it.", "dim")])

    def _sessions(self) -> list[Row]:
        rows: list[Row] = []
        monday: date | None = None
        for record in self.sessions:
            if monday_of(record.day) != monday:
                monday = monday_of(record.day)
                count = len({each.day for each in self.sessions if monday_of(each.day) == monday})
                rows += [Row()] if rows else []
                days = f"{count} {'day' if count == 1 else 'days'}"
                rows.append(Row([(f"Week of {monday:%d %b %Y}", "head")], [(days, "dim")]))
            rows.append(self._row(record))
        return rows or [Row([("No session yet. Press 1 and begin with a gentle one.", "dim")])]

    def _row(self, record: SessionRecord) -> Row:
        text = headline(record).split(" · ")
        state = "unconfirmed" if record.state is State.DONE and not record.alive else text[0].lower()
        role = "text" if record.state is State.DONE and record.alive else "warn"
        left: Line = [
            (f"{record.day:%a %d %b}  ", "strong"),
            (f"{record.started_at:%H:%M}  ", "dim"),
            (f"{text[1]:>7}  ", "text"),
            (f"{text[2]:<9} ", "text"),
            (state, role),
        ]
        return Row(left, (), record.id.hex(), _remarks(record, self.desk))

    def _exercises(self) -> list[Row]:
        name_of = self.desk.content.name_of
        return [
            Row(
                [(f"{name_of(key):<26}", "text")],
                [(f"{decision.dose!s:>8}", "strong")],
                f"exercise:{key}",
                f"{name_of(key)}: {decision.why}",
            )
            for key, decision in self.decisions.items()
        ]

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What stood out, and older sessions when the end comes near."""
        self.explain([(event.row.why, "text")])
        last = self.sessions[-1].id.hex() if self.sessions else None
        if self._more and not self._by_exercise and event.row.key == last:
            self.read_more()

    @work(exclusive=True, group="more")
    async def read_more(self) -> None:
        """The sessions before the last one that is shown."""
        oldest = self.sessions[-1]
        older = await self.ask(lambda coach, _: coach.sessions(PAGE, oldest))
        self._more = len(older) == PAGE
        self.sessions += older
        self.paint()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open it."""
        what, _, exercise = (event.row.key or "").rpartition(":")
        self.post_message(Wanted("why", exercise) if what else Wanted("session", event.row.key or ""))

    def action_open(self) -> None:
        """Open the session under the cursor."""
        self.rows.action_choose()

    def action_view(self) -> None:
        """Sessions, or the doses of each exercise."""
        self._by_exercise = not self._by_exercise
        self.paint()

    @property
    def _record(self) -> SessionRecord | None:
        key = self.rows.row.key if self.is_mounted and self.rows.row else None
        return next((record for record in self.sessions if record.id.hex() == key), None)

    def is_live(self, key: Key) -> bool:
        """Only a session without a sign of life can be confirmed."""
        record = self._record
        if key.id == "history.confirm":
            return bool(record and record.state is State.DONE and not record.alive)
        return True

    @work
    async def action_confirm(self) -> None:
        """Say that it was really done."""
        record = self._record
        if record is not None:
            await self.ask(lambda _, diary: diary.confirm(record))
            self.reload()


def _remarks(record: SessionRecord, desk: Desk) -> str:
    """What stood out in a session."""
    said = []
    for entry in record.entries:
        words = outcome_words(entry)
        if words != "done":
            said.append(f"{desk.content.name_of(entry.exercise)} {words}")
    if len(said) > MOST_REMARKS:
        said = [*said[:MOST_REMARKS], f"and {len(said) - MOST_REMARKS} more"]
    pain = [f"pain {record.pain_before} → {record.pain_after}"] if record.pain_after is not None else []
    return "; ".join([*pain, *said]) or "All held."
