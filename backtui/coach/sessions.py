"""Begin, go on, finish, rate; what a day had."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, get_args

from msgspec import UNSET
from msgspec.structs import replace

from backtui.coach.answers import Seed
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.open_log import Answer, OpenLog
from backtui.coach.write import NOTE_LIMIT, as_change, event, noted, started, voids
from backtui.domain.event_keys import What
from backtui.domain.events import (
    PAIN_BOUNDS,
    ActivityDone,
    Asked,
    ExerciseEnded,
    Face,
    GrowthDeclined,
    Morning,
    PainAnswered,
    Paused,
    Postponed,
    Rated,
    Rating,
    Resumed,
    SessionConfirmed,
    SessionEnded,
    SessionStarted,
    SettingSet,
)
from backtui.domain.exercise import DAY_COURSE, Dose, Side
from backtui.domain.plan import Plan
from backtui.domain.preferences import FREQUENCY, preference
from backtui.domain.record import SessionRecord, State, fold
from backtui.domain.session.steps import STANDARD_TIMING, TIMING_NAMES, Item, Script, Timing
from backtui.domain.text import TextError, clean
from backtui.domain.weekday import week_of
from backtui.domain.words.numbers import day_from, many, upper_first

if TYPE_CHECKING:
    from backtui.coach.corrections import Edits
    from backtui.coach.programme import Shelf
    from backtui.coach.programmes import Programmes
    from backtui.coach.schedule import ComingWeeks
    from backtui.coach.targets import Aims

ACTIVITIES = ("walking", "cycling", "swimming", "other")
SHORT_FOR = {"walk": "walking", "bike": "cycling", "cycle": "cycling", "swim": "swimming"}
MINUTES_BOUNDS = (1, 600)
WORD_LIMIT = 30  # characters of a word of one's own for what was done
MORNINGS: tuple[Morning, ...] = get_args(Morning)
# What a person says of when it hurt, and how the log calls it: now belongs to no session.
PAIN_WHEN: Mapping[str, Asked] = {"now": "other", "before": "before", "after": "after"}
HOLDS = "nothing in it raises a dose"


class Days:
    """Every such choice as an event; each answers with a sentence of what was logged."""

    def __init__(self, log: OpenLog) -> None:
        self._log = log

    def activity(self, kind: str, minutes: int, day: date | None = None) -> str:
        """Log something aerobic (of ACTIVITIES or a short own word) of 1-600 minutes, today or earlier.

        Raises WrongUseError for no word, one that is too long, minutes out of bounds, or a day to come.
        """
        what = _activity(kind)
        today, when = self._past(day)
        low, high = MINUTES_BOUNDS
        if not low <= minutes <= high:
            raise WrongUseError(f"Minutes must be from {low} to {high}, not {minutes}.")
        self._log.append([event(ActivityDone(what, minutes, when), self._log.now())])
        starts = self._log.ask(Coach.preferences).week_starts
        begins = week_of(when, starts)
        activities = self._log.ask(lambda coach: coach.reading.activities(begins))
        done = {each.day for each in activities if week_of(each.day, starts) == begins}
        days = f"{many(len(done), 'aerobic day')}"
        week = "this week" if begins == week_of(today, starts) else "in that week"
        said = f"{upper_first(what)}, {minutes} min, {_said(when, today)}"
        return f"{said}: {days} {week}."

    def pain(self, score: int, when: str = "now", day: date | None = None) -> str:
        """Log pain from 0 to 10: now, or before or after the newest session of a day.

        Raises WrongUseError out of bounds, for a day to come or one without a session, and for another day's
        now.
        """
        low, high = PAIN_BOUNDS
        if not low <= score <= high:
            raise WrongUseError(f"Pain is a number from {low} to {high}, not {score}.")
        today, on = self._past(day)
        if when == "now":
            if on != today:
                raise WrongUseError(
                    "Pain now is for today; for another day, say before or after its session."
                )
            self._pain(None, "other", score)
            return f"Pain {score} of {high}, now."
        session = self._session_of(on)
        self._pain(session, PAIN_WHEN[when], score)
        after = self._log.ask(lambda coach: coach.session(session))
        flares = f": {HOLDS}" if after and after.flare else ""
        return f"Pain {score} of {high}, {when} the session of {_said(on, today)}{flares}."

    def morning(self, answer: str) -> str:
        """Log better, same or worse for yesterday's session. Raises WrongUseError where there was none."""
        known = next((each for each in MORNINGS if each == answer), None)
        if known is None:
            raise WrongUseError(f"The morning after is better, same or worse, not {answer[:40]!a}.")
        found = self._log.ask(Coach.morning_after)
        if found is None:
            raise WrongUseError(
                "You had no session yesterday, or today's has begun; log pain from 0 to 10 instead."
            )
        self._log.append([event(PainAnswered("morning", None, known), self._log.now(), found.session)])
        holds = f": {HOLDS}; rest today, or walk a little" if answer == "worse" else ""
        return f"{answer.capitalize()} the morning after {found.day:%A}'s session{holds}."

    def _pain(self, session: bytes | None, when: Asked, score: int) -> None:
        self._log.append([event(PainAnswered(when, score), self._log.now(), session)])

    def _past(self, day: date | None) -> tuple[date, date]:
        """Today, and that day or today. Raises WrongUseError for one to come."""
        today = self._log.ask(Coach.day)
        if day is not None and day > today:
            raise WrongUseError(f"{day.isoformat()} is still to come; give today or an earlier day.")
        return today, day or today

    def _session_of(self, day: date) -> bytes:
        with self._log.question() as coach:
            today, day_uses = coach.day(), coach.reading.day_uses(day)
        of_the_day = [each.session for each in day_uses if each.day == day]
        if not of_the_day:
            other = (
                "without --when it is pain now"
                if day == today
                else "`backtui history` has the days of all sessions"
            )
            raise WrongUseError(f"There was no session {_on(day, today)}; {other}.")
        return of_the_day[-1]


def _open_still(record: SessionRecord | None) -> SessionRecord:
    """A session as the log has it now. Raises WrongUseError where it was ended or taken back meanwhile."""
    if record is None or record.state is not State.OPEN:
        raise WrongUseError("That session ended in another backtui; History has what you did.")
    return record


def _pain_answered(when: Asked, score: int | None) -> PainAnswered:
    """Pain from 0 to 10, or that it was not said. Raises WrongUseError out of bounds."""
    if score is not None and not PAIN_BOUNDS[0] <= score <= PAIN_BOUNDS[1]:
        raise WrongUseError(f"Pain is a number from {PAIN_BOUNDS[0]} to {PAIN_BOUNDS[1]}, not {score}.")
    return PainAnswered(when, score)


def _said(day: date, today: date) -> str:
    """A day as one says it."""
    return day_from(day, today, weekdays=False)


def _on(day: date, today: date) -> str:
    said = _said(day, today)
    return f"on {said}" if said[-1].isdigit() else said


def _activity(kind: str) -> str:
    """What was done, as it is kept. Raises WrongUseError."""
    try:
        word = clean(kind, WORD_LIMIT).strip().casefold()
    except TextError as error:
        raise WrongUseError(f"Name what you did in {WORD_LIMIT} characters at most.") from error
    if not word:
        raise WrongUseError(f"Say what you did: {', '.join(ACTIVITIES)} or a word of your own.")
    return SHORT_FOR.get(word, word)


__all__ = ["NOTE_LIMIT", "PAIN_BOUNDS", "Diary"]


class Diary:
    """Every choice of the person as events, written whole or not at all."""

    def __init__(self, log: OpenLog) -> None:
        self.log = log
        self.days = Days(log)

    @cached_property
    def aims(self) -> "Aims":
        """The person's numbers."""
        from backtui.coach.targets import Aims

        return Aims(self.log)

    @cached_property
    def edits(self) -> "Edits":
        """Changes of what was logged, to be taken back and done again."""
        from backtui.coach.corrections import Edits

        return Edits(self.log)

    @cached_property
    def shelf(self) -> "Shelf":
        """The person's own exercises and routines, and what is left out."""
        from backtui.coach.programme import Shelf

        return Shelf(self.log)

    @cached_property
    def weeks(self) -> "ComingWeeks":
        """The schedule and the pauses."""
        from backtui.coach.schedule import ComingWeeks

        return ComingWeeks(self.log)

    @cached_property
    def programmes(self) -> "Programmes":
        """Ready programmes, to be copied."""
        from backtui.coach.programmes import Programmes

        return Programmes(self.log)

    def ask(self, question: Callable[[Coach], Answer]) -> Answer:
        """An answer of the coach, as the log is now."""
        return self.log.ask(question)

    def _tell(self, what: What, session: bytes | None = None) -> None:
        self.log.append([event(what, self.log.now(), session)])

    # Sessions

    def start(self, plan: Plan, face: Face, pain: int | None = None) -> Seed:
        """A session of a plan, with the pain before it. Raises WrongUseError for an empty plan or pain."""
        if not plan.items:
            raise WrongUseError(
                "There is nothing to do; give the session more minutes or bring an exercise back."
            )
        now = self.log.now()
        beginning = started(plan, now, self.log.ask(Coach.day), face)
        session = beginning[0].id
        if pain is not None:
            beginning.append(event(_pain_answered("before", pain), now, session))
        return Seed(session, plan.script, beginning=tuple(beginning), previews=self._previews(plan.script))

    def go_on(self, session: bytes) -> Seed:
        """Make an interrupted session ready to run at its exercise, side and repetition, as the log is now.

        The session must be held before, so that no other program takes it further meanwhile. Raises
        WrongUseError when it has ended, or its exercises are no longer those that it began with.
        """
        with self.log.question() as coach:
            preferences, content = coach.preferences(), coach.content
            events = coach.events_of(session)
        record = _open_still(fold(events))  # it knows the tempo and the rests that it was begun with
        exercises = content.exercises
        for entry in record.entries:
            known = exercises.get(entry.exercise)
            if known is None or known.holds != entry.holds:
                name = content.name_of(entry.exercise)
                became = "is no longer there" if known is None else "was changed since"
                raise WrongUseError(f"{name} {became}; finish or discard that session.")
        items = tuple(
            Item(
                index=index,
                block=entry.block,
                block_kind=entry.block_kind,
                exercise=entry.exercise,
                position=exercises[entry.exercise].position,
                sides=entry.sides,
                holds=entry.holds,
                dose=entry.prescribed,
                course=entry.course,
                side=entry.side,
                asked=entry.asked,
                aim=entry.aim,
                tempo=entry.tempo,
                parts=entry.parts,
                rest_before_s=entry.rest_before_s,
            )
            for index, entry in enumerate(record.entries)
        )
        kept = {name: int(seconds) for name, seconds in record.timing if name in TIMING_NAMES}
        timing: Timing = replace(STANDARD_TIMING, **kept)
        script = Script(items, timing, preferences.asks_rating, self.log.clock.gap_s)
        for each in events:
            if isinstance(each.what, Postponed):
                script = script.put_off(each.what.item)
        beginning = tuple(event(each, self.log.now(), record.id) for each in (Paused("lost"), Resumed()))
        so_far_s = ((record.last_at or record.started_at) - record.started_at).total_seconds()
        from backtui.domain.session.state import progress_of

        progress = progress_of(record.entries)
        return Seed(record.id, script, progress, so_far_s, beginning, previews=self._previews(script))

    def _previews(self, script: Script) -> Mapping[int, Mapping[Rating, Dose]]:
        return self.log.ask(lambda coach: coach.previews(script.items))

    def finish(self, session: bytes) -> bool:
        """End an interrupted session with what was done, as the log is now; True.

        Raises WrongUseError when it has ended meanwhile.
        """
        record = _open_still(self.log.ask(lambda coach: coach.session(session)))
        now, at = self.log.now(), record.last_at or record.started_at
        cut = [entry for entry in record.entries if entry.performed and entry.how is None]
        whole = all(entry.how for entry in record.entries)
        ends: list[What] = [ExerciseEnded(entry.item, "cut", True) for entry in cut]
        ends.append(SessionEnded("done" if whole else "stopped", True, at=at.isoformat()))
        self.log.append_held(as_change([event(each, now, record.id) for each in ends]))
        return True

    def discard(self, record: SessionRecord) -> None:
        """Take a whole session back; the log keeps that it was, and undo brings it again."""
        events = self.log.ask(lambda coach: coach.events_of(record.id))
        starts = [each for each in events if isinstance(each.what, SessionStarted)]
        if starts:
            self.log.append_held(as_change(voids([each.id for each in starts], self.log.now())))

    # After a session

    def rate(self, session: bytes, items: Sequence[int], rating: Rating | None) -> None:
        """Set or correct the rating of entries."""
        now = self.log.now()
        self.log.append(as_change([event(Rated(item, rating), now, session) for item in items]))

    def confirm(self, session: bytes) -> None:
        """Say that a session was really done; nothing where that is known, or it is still open."""
        record = self.log.ask(lambda coach: coach.session(session))
        if record and record.state is not State.OPEN and not record.alive:
            self._tell(SessionConfirmed(), session)

    def pain(self, session: bytes, when: Asked, score: int | None) -> None:
        """Log pain from 0 to 10 before or after a session. Raises WrongUseError out of bounds."""
        self._tell(_pain_answered(when, score), session)

    def note(self, session: bytes, text: str, item: int | None = None) -> None:
        """Keep a note beside a session, or one exercise of it. Raises WrongUseError: empty, or too long."""
        note, cleaned = noted(session, text, UNSET if item is None else item)
        written = event(note, self.log.now(), session)
        self.log.append([written], texts={written.id: cleaned})

    def reopen(self, ending: Sequence[bytes]) -> None:
        """Take back the events that ended a session, so that it can be gone on with."""
        self.log.append(voids(ending, self.log.now()))

    def decline(
        self, session: bytes | None, exercise: str, course: str = DAY_COURSE, side: Side = Side.NONE
    ) -> None:
        """Say "not yet" to an announced raise of one course."""
        what = GrowthDeclined(
            exercise,
            course=UNSET if course == DAY_COURSE else course,
            side=UNSET if side is Side.NONE else side,
        )
        self._tell(what, session)

    # Preferences

    def notice_seen(self) -> None:
        """The safety notes of the first start were read."""
        self.prefer("notice_seen", True)

    def prefer(self, key: str, value: object) -> None:
        """Set a preference. Raises WrongUseError with its bounds, or where the provider's numbers stand."""
        row = preference(key)
        if row is None:
            raise WrongUseError(f"There is no setting {key[:40]!a}.")
        if not row.accepts(value):
            raise WrongUseError(f"{row.name} must be {row.allowed}, not {str(value)[:40]!a}.")
        if key in FREQUENCY and self.log.ask(Coach.preferences).frequency_by == "provider":
            from backtui.coach.targets import FREQUENCY_IS_PROVIDERS

            raise WrongUseError(FREQUENCY_IS_PROVIDERS)
        self._tell(SettingSet(key, value))
