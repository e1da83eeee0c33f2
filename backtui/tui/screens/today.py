"""The place where the program opens: today's session with its doses, arrows and reasons, and the week."""

from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from backtui.coach.coach import Coach, WrongUseError
from backtui.coach.days import MORNINGS
from backtui.coach.desk import Desk
from backtui.coach.diary import PAIN_BOUNDS, Diary
from backtui.coach.views import SessionWish
from backtui.domain.plan import MINUTES_BOUNDS
from backtui.tui.keys import MORNING, PLACES, TODAY, Key
from backtui.tui.screens.agenda import ASKS, CONFIRM, START, Agenda, exercise_of
from backtui.tui.screens.base import WIDE, Place, Wanted, bindings
from backtui.tui.screens.dialogs import Choice, Number
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.rows import Rows

MOST_CELLS = 113  # the head is no wider, as app.tcss has it


class Today(Place):
    """Today's plan; enter begins it."""

    NAME: ClassVar[str] = "today"
    KEYS: ClassVar[tuple[Key, ...]] = (*TODAY, *MORNING)
    BINDINGS: ClassVar[list[BindingType]] = bindings(TODAY, MORNING, PLACES)

    def __init__(self, desk: Desk, minutes: int | None = None, routine: str | None = None) -> None:
        """`minutes` and `routine` hold for this run of the program; None takes what is set."""
        super().__init__(desk)
        self.wish = SessionWish(minutes, routine)
        self.agenda: Agenda | None = None
        self._not_now: bytes | None = None

    async def read(self) -> None:
        """Ask for today and its plan."""

        def question(coach: Coach, _: Diary) -> Agenda:
            plan = coach.plan(self.wish.minutes, self.wish.routine)
            return Agenda(coach.today(), plan, coach.unconfirmed(), coach.week.asks())

        self.agenda = await self.ask(question)
        if self.agenda.asks and self.agenda.asks.id == self._not_now:
            self.agenda = replace(self.agenda, asks=None)
        self.paint()

    def paint(self) -> None:
        """Show the week and the plan; the cursor begins at the start, below whatever is asked."""
        if self.agenda is None:
            return
        cells = self.size.width
        self.query_one("#head", Bar).say(*self.agenda.head(min(cells, MOST_CELLS)))
        rows = self.agenda.rows(self.desk.content, self.wish.pain, wide=cells >= WIDE)
        self.rows.show(rows, None if self.rows.rows else START)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The reason stands at the bottom."""
        self.explain([(event.row.why, "text")])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter begins, wherever the cursor is, but on a question about an earlier session."""
        if event.row.key == CONFIRM:
            self.confirm()
        elif event.row.key == ASKS:
            self.answer()
        else:
            self.action_start()

    @work
    async def confirm(self) -> None:
        """That session was really done."""
        record = self.agenda.unconfirmed if self.agenda else None
        if record is not None:
            await self.ask(lambda _, diary: diary.confirm(record))
            self.reload()

    @work
    async def answer(self) -> None:
        """Choose how the back is."""
        record = self.agenda.asks if self.agenda else None
        if record is not None:
            options = [(each.label, each.help) for each in MORNING]
            chosen = await self.app.push_screen_wait(
                Choice(f"How is your back after {record.day:%A}'s session?", (), options)
            )
            if chosen in MORNINGS:
                self.action_morning(chosen)
            elif chosen:
                self.action_not_now()

    @work
    async def action_morning(self, answer: str) -> None:
        """Log how the back is on the day after a session, where that is asked."""
        if self.agenda and self.agenda.asks:
            try:
                said = await self.ask(lambda _, diary: diary.days.morning(answer))
            except WrongUseError as error:  # a session was begun elsewhere meanwhile
                said = str(error)
            self.app.notify(said)
            self.reload()

    def action_not_now(self) -> None:
        """Leave the question; the next start asks again, while it is the day after."""
        if self.agenda and self.agenda.asks:
            self._not_now = self.agenda.asks.id
            self.agenda = replace(self.agenda, asks=None)
            self.paint()

    def action_aerobic(self) -> None:
        """Log something aerobic that was done today."""
        self.post_message(Wanted("aerobic"))

    def action_start(self) -> None:
        """Begin the session that is shown."""
        if self.agenda is not None:
            self.post_message(Wanted("begin"))

    @work
    async def action_minutes(self) -> None:
        """Another length for this session; an own routine has its own."""
        if not self._is_fitted:
            return
        now = self.wish.minutes or (self.agenda.plan.minutes if self.agenda else None) or 30
        effect = "The session is fitted to this time; what has no room is named."
        minutes = await self.app.push_screen_wait(
            Number("Minutes for this session", effect, now, MINUTES_BOUNDS, " min")
        )
        if minutes is not None:
            self.wish = replace(self.wish, minutes=minutes)
            self.reload()

    @work
    async def action_routine(self) -> None:
        """Another routine for this session."""
        options = [(key, routine.name) for key, routine in self.desk.content.routines.items()]
        routine = await self.app.push_screen_wait(Choice("Routine", (), options))
        if routine is not None:
            self.wish = replace(self.wish, routine=routine)
            self.reload()

    @work
    async def action_pain(self) -> None:
        """Pain before this session, from 0 to 10."""
        effect = "0 is none, 10 the worst; it is kept with the session."
        now = self.wish.pain or 0
        pain = await self.app.push_screen_wait(Number("Pain before the session", effect, now, PAIN_BOUNDS))
        if pain is not None:
            self.wish = replace(self.wish, pain=pain)
            self.paint()

    def action_edit(self) -> None:
        """Change the dose of the exercise under the cursor."""
        self._about("aim")

    def action_why(self) -> None:
        """How the exercise under the cursor came to its dose."""
        self._about("why")

    def _about(self, what: str) -> None:
        exercise = exercise_of(self.rows.row.key) if self.rows.row else None
        if exercise:
            self.post_message(Wanted(what, exercise))

    @property
    def _is_fitted(self) -> bool:
        """Whether the session is fitted to a time."""
        return self.agenda is None or self.agenda.plan.minutes is not None

    def is_live(self, key: Key) -> bool:
        """Dose and why need an exercise, minutes a routine fitted to them, an answer its question."""
        if key.id == "today.minutes":
            return self._is_fitted
        if key in MORNING:
            return bool(self.agenda and self.agenda.asks)
        row = self.rows.row if self.is_mounted else None
        exercise = exercise_of(row.key) if row else None
        return bool(exercise) if key.id in ("today.edit", "today.why") else True
