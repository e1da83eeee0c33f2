"""Today's plan."""

from concurrent.futures import wait
from typing import ClassVar

import msgspec
from msgspec.structs import replace
from textual import work
from textual.binding import BindingType

from backtui.coach.answers import SessionRequest
from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.sessions import MORNINGS, PAIN_BOUNDS, Diary
from backtui.domain.plan import MINUTES_BOUNDS
from backtui.domain.record import SessionRecord
from backtui.domain.words.numbers import whole_minutes
from backtui.tui.aiming import Aiming
from backtui.tui.base import OpenErrand, Place, answer_or_tell, tell
from backtui.tui.frame.page import bindings
from backtui.tui.keys import AIMING, MORNING, PLACES, TODAY, Key, name_of
from backtui.tui.seen import Seen
from backtui.tui.staged import Staged
from backtui.tui.today.agenda import ASKS, CONFIRM, START, Agenda, exercise_of
from backtui.tui.widgets.line import Bar
from backtui.tui.widgets.rows import Rows

FIRST_WAIT_S = 0.1  # for what the first picture shows
MOST_CELLS = 112  # the head is no wider, as app.tcss has it
OF_AN_EXERCISE = ("today.edit", "today.why", "aims.raise", "aims.lower")


class Start(msgspec.Struct, frozen=True):
    """What the first screen has to know, asked at once: today, and what is to be said before it."""

    agenda: Agenda
    version: int
    notice_seen: bool
    left_open: SessionRecord | None


class TodayPlace(Aiming, Staged, Place):
    """Today's plan; enter begins it."""

    NAME: ClassVar[str] = "today"
    KEYS: ClassVar[tuple[Key, ...]] = (*TODAY, *MORNING, *AIMING)
    BINDINGS: ClassVar[list[BindingType]] = bindings(TODAY, MORNING, AIMING, PLACES)

    def __init__(self, desk: CoachClient, minutes: int | None = None, routine: str | None = None) -> None:
        """`minutes` and `routine` hold for this run of the program; None takes what is set."""
        super().__init__(desk)
        self.wish = SessionRequest(minutes, routine)
        self.agenda: Agenda | None = None
        self._not_now: bytes | None = None
        # Asked before the screen is there, so that its first picture is whole.
        self.first = desk.ask(self._first_question)

    def _first_question(self, coach: Coach, diary: Diary) -> Start:
        return Start(
            self._question(coach, diary),
            coach.version(),
            coach.preferences().notice_seen,
            coach.open_session(),
        )

    def _question(self, coach: Coach, _: Diary) -> Agenda:
        plan = coach.plan(self.wish.minutes, self.wish.routine)
        return Agenda(coach.today(), plan, coach.unconfirmed(), coach.asks(), coach.week_plan().names)

    def reload(self) -> None:
        """The first time a moment's wait for the answer saves a picture without it."""
        if self.agenda is None:
            wait((self.first,), FIRST_WAIT_S)
        if self.agenda is None and self.first.done() and not self.first.exception():
            self._show(self.first.result().agenda)
        else:
            super().reload()

    async def read(self) -> None:
        """Ask for today and its plan."""
        if self.agenda is None:
            start = await answer_or_tell(self.first, lambda said: tell(self.app, said))
            self._show(start.agenda)
        else:
            self._show(await self.ask(self._question))

    def _show(self, agenda: Agenda) -> None:
        is_put_off = agenda.asks is not None and agenda.asks.session == self._not_now
        self.agenda = replace(agenda, asks=None) if is_put_off else agenda
        self.paint()

    def paint(self) -> None:
        """Show the week and the plan; the cursor begins at the start, below whatever is asked."""
        if self.agenda is None:
            return
        head = self.query_one("#head", Bar)
        if not (self.has_class("-low") or self.has_class("-narrow")):
            head.say_lines(self.agenda.lettered_head())
        else:
            head.say(*self.agenda.head(min(self.list_cells, MOST_CELLS)))
        rows = self.agenda.rows(self.desk.content, self.wish.pain, self.list_cells)
        self.rows.show(rows, None if self.rows.rows else START)

    @property
    def exercise_here(self) -> str | None:
        """The exercise under the cursor."""
        row = self.rows.row if self.is_mounted else None
        return exercise_of(row.key) if row else None

    def seen(self) -> Seen | None:
        """The exercise under the cursor, or the session as a whole; its figure is that of the first one."""
        from backtui.tui.today.on_stage import OnStage

        row, agenda = self.rows.row, self.agenda
        if row is None or agenda is None:
            return None
        of = OnStage(agenda, self.desk.content, self.panes, self.config.ascii)
        return of.exercise(self.exercise_here) if self.exercise_here else of.session()

    @property
    def rest(self) -> str:
        """How to read what has no room in a pane."""
        return f"… {name_of('today.why')} all of it"

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The reason stands at the bottom."""
        self.explain_row(event.row)

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
            await self.ask(lambda _, diary: diary.confirm(record.session))
            self.reload()

    @work
    async def answer(self) -> None:
        """Choose how the back is."""
        from backtui.tui.dialogs import Choice

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
            self._not_now = self.agenda.asks.session
            self.agenda = replace(self.agenda, asks=None)
            self.paint()

    def action_aerobic(self) -> None:
        """Log something aerobic that was done today."""
        self.post_message(OpenErrand("aerobic"))

    def action_days(self) -> None:
        """The schedule, the pauses and the days to come."""
        self.post_message(OpenErrand("weeks"))

    def action_start(self) -> None:
        """Begin the session that is shown."""
        if self.agenda is not None:
            self.post_message(OpenErrand("begin"))

    @work
    async def action_minutes(self) -> None:
        """Another length for this session; an own routine has its own."""
        from backtui.tui.dialogs import Number

        if not self._is_fitted:
            return
        now = self.wish.minutes or (self.agenda.plan.minutes if self.agenda else None) or 30
        effect = "The session is fitted to this time; what does not fit is named."
        minutes = await self.app.push_screen_wait(
            Number("Minutes for this session", effect, now, MINUTES_BOUNDS, " min")
        )
        if minutes is not None:
            self.wish = replace(self.wish, minutes=minutes)
            self.reload()

    @work
    async def action_routine(self) -> None:
        """Another routine for this session."""
        from backtui.tui.dialogs import Choice

        minutes = self.wish.minutes

        def lengths(coach: Coach, _: Diary) -> list[tuple[str, str]]:
            known = self.desk.content.routines
            plans = {key: coach.plan(minutes, key) for key in known}
            return [(key, f"{known[key].name}, {whole_minutes(plans[key].total_s)} min") for key in known]

        options = await self.ask(lengths)
        routine = await self.app.push_screen_wait(Choice("Routine", (), options))
        if routine is not None:
            self.wish = replace(self.wish, routine=routine)
            self.reload()

    @work
    async def action_pain(self) -> None:
        """Pain before this session, from 0 to 10."""
        from backtui.tui.dialogs import Number

        effect = "0 is none, 10 the worst; it is kept with the session."
        now = self.wish.pain or 0
        pain = await self.app.push_screen_wait(Number("Pain before the session", effect, now, PAIN_BOUNDS))
        if pain is not None:
            self.wish = replace(self.wish, pain=pain)
            self.paint()

    def action_edit(self) -> None:
        """Change the dose of the exercise under the cursor."""
        self._about("targets")

    def action_why(self) -> None:
        """How the exercise under the cursor came to its dose."""
        self._about("why")

    def _about(self, what: str) -> None:
        if self.exercise_here:
            self.post_message(OpenErrand(what, self.exercise_here))

    @property
    def _is_fitted(self) -> bool:
        """Whether the session is fitted to a time."""
        return self.agenda is None or self.agenda.plan.minutes is not None

    def needs(self, key: Key) -> str:
        """Dose and why need an exercise, minutes a routine fitted to them, an answer its question."""
        if key.id == "today.minutes":
            return "" if self._is_fitted else "Your own routine runs as it is, in its own time."
        if key in MORNING[:3]:  # escape is always right
            return "" if self.agenda and self.agenda.asks else "That answers a question of the day after."
        lacks = key.id in OF_AN_EXERCISE and not self.exercise_here
        return "That needs an exercise under the cursor." if lacks else ""
