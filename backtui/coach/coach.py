"""Plan, today, why, summary, forecast of a Reading.

The coach: reads the log, decides with the domain, writes the log. All faces ask it and nobody else.

It lives where its store lives: in the program's own thread for the line mode and the commands, in the
store's thread under the full screen.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec
from msgspec.structs import replace

from backtui.coach.answers import DoseChange, Prospect, Summary, SummaryLine, Why
from backtui.coach.errors import WrongUseError
from backtui.coach.history import Past
from backtui.coach.library import Book
from backtui.coach.reading import Log
from backtui.domain.events import Rating
from backtui.domain.exercise import Content, Dose, Exercise, Routine
from backtui.domain.plan import MINUTES_BOUNDS, Inclusion, Plan, Wishes, barred, inclusions, plan_session
from backtui.domain.preferences import Preferences, preferences_of
from backtui.domain.progression.forecast import PACE_WEEKS, Pace, forecast, pace_of, preview
from backtui.domain.progression.outcome import entries_by_exercise
from backtui.domain.progression.prescription import Decision, Entry, Outcome, Prescription, prescription_of
from backtui.domain.progression.rules import next_dose
from backtui.domain.record import Activity, SessionRecord, State, training_day
from backtui.domain.week import Due, Hurt, Today, back_days, coming, hurts, monday_of, today
from backtui.machine.clock import Clock


class Outlook:
    """Reads for a coach."""

    def __init__(self, coach: "Coach") -> None:
        self._coach = coach

    def pace(self) -> Pace:
        """The person's own pace of the last weeks, or the goal."""
        day = self._coach.day()
        back_days = self._coach.log.back_days(day - timedelta(weeks=PACE_WEEKS))
        return pace_of(back_days, day, self._coach.preferences().goal)

    def of(self, name: str) -> Prospect:
        """What lies ahead of an exercise, and all that was set for it. Raises WrongUseError."""
        coach = self._coach
        key = coach.exercise(name).id
        prescription, entries = coach.prescriptions()[key], coach.entries().get(key, ())
        found = self._prospect(key, prescription, entries, coach.day(), self.pace())
        return replace(found, told=tuple(coach.log.told(key)))

    def of_all(self) -> Mapping[str, Prospect]:
        """What lies ahead of each exercise; what was set for it is left away."""
        coach, pace = self._coach, self.pace()
        prescriptions, entries, day = coach.prescriptions(), coach.entries(), coach.day()
        return {
            key: self._prospect(key, prescriptions[key], entries.get(key, ()), day, pace)
            for key in coach.content.exercises
        }

    def _prospect(
        self, key: str, prescription: Prescription, entries: Sequence[Entry], day: date, pace: Pace
    ) -> Prospect:
        return Prospect(
            key,
            self._coach.content.exercises[key].name,
            prescription,
            next_dose(prescription, entries, day),
            preview(prescription, entries, day, pace),
            forecast(prescription, entries, day, pace),
            pace,
        )


WEEKS_THAT_MATTER = 1  # before this one: enough for yesterday and for six days in a row
USUAL_MINUTES = 30  # of something aerobic, where none was logged before
WEEKS_REMEMBERED = 26  # how far back a last back day, or the minutes of an activity, are looked for
PAIN_MATTERS_FOR = timedelta(days=3)  # of what was told beside the sessions; the rules look at two days


class Usual(msgspec.Struct, frozen=True):
    """Something aerobic that can be logged again: its word and the minutes that it took last."""

    what: str
    minutes: int


class Behind(msgspec.Struct, frozen=True):
    """The days behind: each session's day, days with something aerobic, days that hurt."""

    back: Sequence[date]
    aerobic: Sequence[date]
    hurts: Mapping[date, Hurt]


class Week:
    """Answers about these days, from the coach's log."""

    def __init__(self, coach: "Coach") -> None:
        self.coach = coach

    def today(self) -> Today:
        """What is due today, and the week so far."""
        behind, often = self._behind(), self.coach.preferences()
        return today(
            self.coach.day(),
            behind.back,
            often.goal,
            per_day=often.per_day,
            goal_by=often.frequency_by,
            aerobic_days=behind.aerobic,
            hurts=behind.hurts,
        )

    def coming(self, weeks: int) -> tuple[tuple[date, Due], ...]:
        """What the days from today on would be for, so many weeks of them, without the days of rest."""
        behind, often = self._behind(), self.coach.preferences()
        return coming(
            self.coach.day(),
            behind.back,
            often.goal,
            days=7 * weeks,
            per_day=often.per_day,
            aerobic_days=behind.aerobic,
            hurts=behind.hurts,
        )

    def _behind(self) -> Behind:
        """What the rules of the week ask of the days behind."""
        log, starts_h = self.coach.log, self.coach.preferences().day_starts_h
        since = monday_of(self.coach.day()) - timedelta(weeks=WEEKS_THAT_MATTER)
        day_uses = log.day_uses(since)
        back = back_days(day_uses) or self._last_before(since)
        told = log.pain_told(self.coach.now() - PAIN_MATTERS_FOR)
        pain = [(training_day(at, starts_h), score) for at, score in told]
        aerobic = [each.day for each in log.activities(since)]
        return Behind(back, aerobic, hurts(day_uses, pain))

    def _last_before(self, since: date) -> list[date]:
        """The newest back day before that day, where one is near the newest exercise of all; else none."""
        last = self.coach.log.last_back_day()
        if last is None:
            return []
        earlier = self.coach.log.day_uses(min(since, last) - timedelta(weeks=WEEKS_REMEMBERED))
        return back_days(earlier)[-1:]

    def done_today(self) -> Sequence[Activity]:
        """What aerobic was done today."""
        day = self.coach.day()
        return [each for each in self.coach.log.activities(day) if each.day == day]

    def usual(self) -> Sequence[Usual]:
        """What aerobic was done of late, the newest first, each with its newest minutes."""
        since = self.coach.day() - timedelta(weeks=WEEKS_REMEMBERED)
        newest: dict[str, int] = {}
        for each in sorted(self.coach.log.activities(since), key=lambda each: each.at, reverse=True):
            newest.setdefault(each.what, each.minutes)
        return [Usual(what, minutes) for what, minutes in newest.items()]

    def aerobic_minutes(self) -> int:
        """How long something aerobic took last, or usually takes."""
        return next((each.minutes for each in self.usual()), USUAL_MINUTES)

    def morning_after(self) -> SessionRecord | None:
        """Yesterday's newest session, answered or not; None once today's has begun.

        The question belongs to the day after a session, all of it, for a back tells in the evening too.
        """
        day = self.coach.day()
        yesterday = day - timedelta(days=1)
        day_uses = self.coach.log.day_uses(yesterday)
        under_way = any(each.state is State.OPEN for each in day_uses)
        newest = next((each for each in reversed(day_uses) if each.begun), None)
        if under_way or newest is None or newest.day != yesterday:
            return None
        return self.coach.session(newest.session)

    def asks(self) -> SessionRecord | None:
        """The session whose morning after is not answered yet."""
        record = self.morning_after()
        return record if record and record.morning is None else None


# Enough sessions behind today for every rule: the longest run that matters is a handful of entries, and a
# climb back after a break is over long before.
SESSIONS_THAT_MATTER = 60
OUTCOMES = {Rating.EASY: Outcome.EASY, Rating.COMFORTABLE: Outcome.SUCCESS, Rating.HARD: Outcome.HARD}
INTERRUPTED_FOR = timedelta(hours=12)
UNCONFIRMED_FOR = timedelta(days=7)
STANDARD = "standard"
ROUTINE_GONE = "The routine {} is no longer there; this is the standard one."


class Coach:
    """Answers what is due, what the next doses are and why, from one log."""

    def __init__(self, content: Content, clock: Clock, log: Log, book: Book | None = None) -> None:
        """`content` is what is shipped; a `book` of it may be shared by the coaches of one log."""
        self.book = book or Book(content)
        self.clock = clock
        self.log = log
        self.week = Week(self)
        self.outlook = Outlook(self)
        self.past = Past(self)

    @property
    def content(self) -> Content:
        """What is shipped and what the person made, as the log has it now."""
        return self.book.look(self.log)

    def preferences(self) -> Preferences:
        """What the person has set, or the defaults."""
        return preferences_of(self.log.settings())

    def day(self) -> date:
        """Today, which begins at the hour that is set."""
        return training_day(self.clock.now(), self.preferences().day_starts_h)

    def exercise(self, name: str) -> Exercise:
        """The exercise with that id or name.

        Raises WrongUseError for one that was removed, else with the ids that are near.
        """
        if found := _called(name, self.content.exercises):
            return found
        if gone := _called(name, self.content.former):
            raise WrongUseError(f"{gone.name} was removed.")
        wanted = name.strip().casefold()
        near = [key for key in self.content.exercises if wanted and wanted.split("-")[0] in key]
        known = ", ".join(near or self.content.exercises)
        shown = name.encode("ascii", "replace").decode()[:40]
        raise WrongUseError(f"There is no exercise {shown!r}; try one of: {known}.")

    def exercise_ever(self, name: str) -> Exercise:
        """The same, or the one that was removed: a session in which it was done still has it."""
        return _called(name, {**self.content.former, **self.content.exercises}) or self.exercise(name)

    def routine(self, name: str | None = None) -> Routine:
        """The routine with that id, or the one that is set, or the standard one when that is gone.

        Raises WrongUseError for an id that there is not.
        """
        routines = self.content.routines
        if name is None:
            return routines.get(self.preferences().routine, routines[STANDARD])
        if name not in routines:
            raise WrongUseError(f"There is no routine {name[:40]!a}; there are: {', '.join(routines)}.")
        return routines[name]

    def today(self) -> Today:
        """What is due today, and the week so far."""
        return self.week.today()

    def decisions(self) -> Mapping[str, Decision]:
        """The next dose of every exercise."""
        day, prescriptions, entries = self.day(), self.prescriptions(), self.entries()
        return {
            key: next_dose(prescriptions[key], entries.get(key, ()), day) for key in self.content.exercises
        }

    def entries(self) -> Mapping[str, Sequence[Entry]]:
        """What each exercise was, session by session, as far back as it matters."""
        return entries_by_exercise(
            self.log.appearances(SESSIONS_THAT_MATTER),
            unrated_counts=self.preferences().unrated == "comfortable",
        )

    def previews(self) -> Mapping[str, Mapping[Rating, Dose]]:
        """What each rating would make of each exercise's dose, were all of today's held."""
        day, prescriptions, entries = self.day(), self.prescriptions(), self.entries()
        now = self.clock.now()
        ended = [each for each in self.log.sessions(limit=5, since=day) if each.state is not State.OPEN]
        first = not any(each.performed for each in ended)
        found: dict[str, dict[Rating, Dose]] = {}
        for key, prescription in prescriptions.items():
            log = entries.get(key, ())
            dose = next_dose(prescription, log, day).dose
            found[key] = {
                rating: next_dose(prescription, [*log, Entry(now, day, dose, told, first)], day).dose
                for rating, told in OUTCOMES.items()
            }
        return found

    def prescriptions(self) -> Mapping[str, Prescription]:
        """Targets, locks, rests and declined growth of every exercise."""
        preferences = self.preferences()
        marks, declines, flares = self.log.marks(), self.log.declines(), self.log.flares()
        return {
            key: prescription_of(
                exercise,
                [mark for mark in marks if mark.what.exercise == key],
                [at for name, at in declines if name == key],
                flares,
                preferences.needed,
                preferences.ladder,
            )
            for key, exercise in self.content.exercises.items()
        }

    def plan(self, minutes: int | None = None, routine: str | None = None) -> Plan:
        """The session that would run now. Raises WrongUseError for wrong minutes or an unknown routine."""
        preferences = self.preferences()
        budget = preferences.minutes if minutes is None else minutes
        least, most = MINUTES_BOUNDS
        if not least <= budget <= most:
            raise WrongUseError(f"A session takes from {least} to {most} minutes, not {budget}.")
        followed = self.routine(routine)
        plan = self.plan_of(followed, budget)
        gone = routine is None and followed.id != preferences.routine
        return replace(plan, notes=(ROUTINE_GONE.format(preferences.routine),)) if gone else plan

    def plan_of(self, routine: Routine, minutes: int | None = None) -> Plan:
        """The session that a routine would make, also of one that is not saved yet."""
        preferences = self.preferences()
        wishes = Wishes(
            minutes=minutes,
            timing=preferences.timing,
            asks_rating=preferences.asks_rating,
            gap_s=self.clock.gap_s,
            last_done=self.log.last_done(),
            priority={key: each.priority.weight for key, each in self.included().items()},
            barred=self.barred(),
        )
        return plan_session(routine, self.content.exercises, self.decisions(), wishes)

    def included(self) -> Mapping[str, Inclusion]:
        """How each exercise takes part of which anything was said."""
        return inclusions(self.log.marks())

    def barred(self) -> Mapping[str, str]:
        """The exercises that no session may have now, each with the reason."""
        content, noted = self.content, self.preferences().cautions
        return barred(content.exercises.values(), self.included(), content.cautions, noted)

    def open_session(self) -> SessionRecord | None:
        """A session that was interrupted, the newest if there are several."""
        return self.log.open_session()

    def may_go_on(self, record: SessionRecord) -> bool:
        """Whether an interrupted session is young enough to be gone on with (12 hours)."""
        since = (record.last_at or record.started_at).astimezone()
        return self.clock.now() - since <= INTERRUPTED_FOR

    def unconfirmed(self) -> SessionRecord | None:
        """The newest session of the last days that ran to its end without a sign of life."""
        since = self.day() - UNCONFIRMED_FOR
        for record in self.log.sessions(limit=5, since=since):
            if record.state is State.DONE and not record.alive:
                return record
        return None

    def summary(self, session: bytes) -> Summary:
        """A session at its end, with what its entries change next time."""
        record = self.log.session(session)
        if record is None:
            raise WrongUseError("That session is not in the log.")
        decisions = self.decisions()
        groups: dict[str, list[int]] = {}
        for place, entry in enumerate(record.entries):
            groups.setdefault(entry.exercise, []).append(place)
        lines = tuple(
            SummaryLine(exercise, tuple(record.entries[place] for place in places), decisions[exercise])
            for exercise, places in groups.items()
            if exercise in decisions
        )
        return Summary(record, lines, self.today(), tuple(self.log.notes(session)))

    def why(self, name: str) -> Why:
        """How an exercise came to its dose. Raises WrongUseError for an unknown one."""
        exercise = self.exercise(name)
        prospect = self.outlook.of(exercise.id)
        changes: list[DoseChange] = []
        for change in self.log.doses(exercise.id):
            before = changes[-1].after if changes else None
            if before != change.after:
                changes.append(replace(change, before=before))
        return Why(exercise.id, prospect.decision, tuple(changes), prospect.forecast, prospect.told)

    def session(self, session: bytes) -> SessionRecord | None:
        """One session by its id."""
        return self.log.session(session)

    def sessions(
        self, limit: int = 50, before: SessionRecord | None = None, since: date | None = None
    ) -> list[SessionRecord]:
        """Sessions newest first, those older than `before`, none from before the day `since`."""
        return self.log.sessions(limit=limit, before=before, since=since)

    def now(self) -> datetime:
        """The wall time of every decision."""
        return self.clock.now()


def _called(name: str, exercises: Mapping[str, Exercise]) -> Exercise | None:
    """The exercise with that id or name among some."""
    wanted = name.strip().casefold()
    return next((each for each in exercises.values() if wanted in (each.id, each.name.casefold())), None)
