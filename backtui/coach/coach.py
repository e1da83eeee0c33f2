"""The coach: reads the log, decides with the domain, writes the log. All faces ask it and nobody else.

It lives where its store lives: in the program's own thread for the line mode and the commands, in the
store's thread under the full screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from backtui.clock import Clock
from backtui.coach.book import Book
from backtui.coach.log import Log
from backtui.coach.outlook import Outlook
from backtui.coach.past import Past
from backtui.coach.views import DoseChange, Summary, SummaryLine, Why
from backtui.coach.week import Week
from backtui.domain.course import Course, Decision, Entry, Outcome
from backtui.domain.exercise import Content, Dose, Exercise, Routine
from backtui.domain.history import Rating, SessionRecord, State, training_day
from backtui.domain.inclusion import Inclusion, barred, inclusions
from backtui.domain.judge import entries_by_exercise
from backtui.domain.marks import course_of
from backtui.domain.plan import MINUTES_BOUNDS, Plan, Wishes, plan_session
from backtui.domain.preferences import Preferences, preferences_of
from backtui.domain.progression import next_dose
from backtui.domain.week import Today

# Enough sessions behind today for every rule: the longest run that matters is a handful of entries, and a
# climb back after a break is over long before.
SESSIONS_THAT_MATTER = 60
OUTCOMES = {Rating.EASY: Outcome.EASY, Rating.COMFORTABLE: Outcome.SUCCESS, Rating.HARD: Outcome.HARD}
INTERRUPTED_FOR = timedelta(hours=12)
UNCONFIRMED_FOR = timedelta(days=7)
STANDARD = "standard"
ROUTINE_GONE = "The routine {} is no longer there; this is the standard one."


class WrongUseError(Exception):
    """What a person asked for cannot be; its text is one sentence saying what is wrong and what to do."""


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
        """The exercise with that id or name. Raises WrongUseError with the ids that are near."""
        wanted = name.strip().casefold()
        for exercise in self.content.exercises.values():
            if wanted in (exercise.id, exercise.name.casefold()):
                return exercise
        near = [key for key in self.content.exercises if wanted and wanted.split("-")[0] in key]
        known = ", ".join(near or self.content.exercises)
        shown = name.encode("ascii", "replace").decode()[:40]
        raise WrongUseError(f"There is no exercise {shown!r}; try one of: {known}.")

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
        day, courses, entries = self.day(), self.courses(), self.entries()
        return {key: next_dose(courses[key], entries.get(key, ()), day) for key in self.content.exercises}

    def entries(self) -> Mapping[str, Sequence[Entry]]:
        """What each exercise was, session by session, as far back as it matters."""
        return entries_by_exercise(
            self.log.appearances(SESSIONS_THAT_MATTER),
            unrated_counts=self.preferences().unrated == "comfortable",
        )

    def previews(self) -> Mapping[str, Mapping[Rating, Dose]]:
        """What each rating would make of each exercise's dose, were all of today's held."""
        day, courses, entries = self.day(), self.courses(), self.entries()
        now = self.clock.now()
        ended = [each for each in self.log.sessions(limit=5, since=day) if each.state is not State.OPEN]
        first = not any(each.performed for each in ended)
        found: dict[str, dict[Rating, Dose]] = {}
        for key, course in courses.items():
            log = entries.get(key, ())
            dose = next_dose(course, log, day).dose
            found[key] = {
                rating: next_dose(course, [*log, Entry(now, day, dose, told, first)], day).dose
                for rating, told in OUTCOMES.items()
            }
        return found

    def courses(self) -> Mapping[str, Course]:
        """Targets, locks, rests and declined growth of every exercise."""
        preferences = self.preferences()
        marks, declines, flares = self.log.marks(), self.log.declines(), self.log.flares()
        return {
            key: course_of(
                exercise,
                [mark for mark in marks if mark.exercise == key],
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
