"""Plan, today, why, summary, forecast of a Reading.

The coach decides with the domain what a log says. All faces ask it and nobody else.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from msgspec.structs import replace

from backtui.coach.answers import CourseTold, DoseChange, Prospect, Summary, TargetTold, Why
from backtui.coach.courses import Courses, of_side
from backtui.coach.errors import WrongUseError
from backtui.coach.library import ContentLibrary, FixedLibrary, called, named_exercise
from backtui.coach.reading import Reading
from backtui.coach.week import (
    USUAL_MINUTES,
    Usual,
    coming_of,
    exercises_not_due,
    recent_activities,
    recent_uses,
    today_of,
    usual_activities,
    week_plan,
)
from backtui.domain.events import Event, Rating
from backtui.domain.exercise import Content, Dose, Exercise, Routine, Side
from backtui.domain.plan import (
    MINUTES_BOUNDS,
    Course,
    CourseDose,
    Inclusion,
    Plan,
    Wishes,
    barred,
    inclusions,
    plan_session,
)
from backtui.domain.preferences import Preferences
from backtui.domain.present import after_today
from backtui.domain.progression.prescription import Decision
from backtui.domain.record import Activity, EntryRecord, SessionRecord, State, training_day
from backtui.domain.session.steps import Item
from backtui.domain.sitting import DayUse
from backtui.domain.week import ComingDay, Today, WeekPlan
from backtui.domain.written.nearest import missed, themselves
from backtui.store.queries import events, progress, sessions

INTERRUPTED_FOR = timedelta(hours=12)
UNCONFIRMED_FOR = timedelta(days=7)
NEWEST = 5  # sessions among which one without a sign of life is looked for
STANDARD = "standard"
NEXT_WITHIN = 29  # days: one more than lie between two times of the longest schedule
ROUTINE_GONE = "The routine {} is no longer there; this is the standard one."


class Coach:
    """Answers what is due, what the next doses are and why: each answer follows from the reading and `now`.

    `gap_s` is what the clock takes for an absence in a session. A coach is for one question; after a write
    it raises RuntimeError.
    """

    def __init__(self, reading: Reading, library: ContentLibrary, now: datetime, gap_s: float) -> None:
        self._reading = reading
        self._library = library
        self._gap_s = gap_s
        self._courses: Courses | None = None
        self.now = now

    @property
    def reading(self) -> Reading:
        """The state of the log that all answers come from."""
        self._reading.check()
        return self._reading

    @property
    def stale(self) -> bool:
        """The log was written since, so that another coach has to be asked."""
        return self._reading.stale

    def at(self, moment: datetime) -> "Coach":
        """The coach of a moment in the past; what is set, and the content, are those of now."""
        return Coach(self.reading.at(moment), self._library, moment, self._gap_s)

    @property
    def content(self) -> Content:
        """What is shipped and what the person made, as the log has it now."""
        return self._library.look(self.reading)

    @property
    def shipped(self) -> Content:
        """What came along."""
        return self._library.shipped

    def trying(self, content: Content) -> "Coach":
        """The coach with other content, for what is not the person's own yet."""
        return Coach(self._reading, FixedLibrary(content), self.now, self._gap_s)

    @property
    def problems(self) -> Sequence[str]:
        """A sentence for each definition of one's own that cannot be read."""
        self._library.look(self.reading)
        return self._library.problems

    def version(self) -> int:
        """A number that changes when another program has written."""
        return events.data_version(self.reading.log)

    def preferences(self) -> Preferences:
        """What the person has set, or the defaults."""
        return self.reading.preferences

    def frequency_since(self) -> datetime | None:
        """Since when the sessions a week and a day are as they are; None where nobody set them."""
        log = self.reading.log
        return progress.setting_at(log, "frequency_by") or progress.setting_at(log, "goal")

    def day(self) -> date:
        """Today, which begins at the hour that is set."""
        return training_day(self.now, self.preferences().day_starts_h)

    def exercise(self, name: str) -> Exercise:
        """The exercise with that id or name, or the only one that begins so. Raises WrongUseError."""
        return named_exercise(name, self.content)

    def exercise_ever(self, name: str) -> Exercise:
        """The same, or the one that was removed: a session in which it was done still has it."""
        return called(name, {**self.content.former, **self.content.exercises}) or self.exercise(name)

    def routine(self, name: str | None = None) -> Routine:
        """The routine with that id, or the one that is set, or the standard one when that is gone.

        Raises WrongUseError for an id that there is not.
        """
        routines = self.content.routines
        if name is None:
            return routines.get(self.preferences().routine, routines[STANDARD])
        if name not in routines:
            raise WrongUseError(missed("routine", name, themselves(routines)))
        return routines[name]

    @property
    def courses(self) -> Courses:
        """What is prescribed in each course of each exercise."""
        content = self.content
        if self._courses is None:
            self._courses = Courses(self.reading, content, self.day(), self.routine())
        return self._courses

    def decisions(self) -> Mapping[str, Decision]:
        """The next dose of every exercise, in the course that comes next."""
        return {key: self.courses.coming(key)[0].decision for key in self.content.exercises}

    def of_the_day(self, side: Side = Side.NONE) -> Mapping[str, CourseDose]:
        """The dose of the day of every exercise, of that side where the sides have their own."""
        return {key: of_side(self.courses.of_the_day(key), side)[0] for key in self.content.exercises}

    def previews(self, items: Sequence[Item]) -> Mapping[int, Mapping[Rating, Dose]]:
        """What each rating would make of the dose of each item of a session, were all of it held."""
        return self.courses.previews(items, self.now)

    def plan(self, minutes: int | None = None, routine: str | None = None) -> Plan:
        """The session that would run now. Raises WrongUseError for wrong minutes or an unknown routine."""
        preferences = self.preferences()
        budget = preferences.minutes if minutes is None else minutes
        least, most = MINUTES_BOUNDS
        if not least <= budget <= most:
            raise WrongUseError(f"A session takes from {least} to {most} minutes, not {budget}.")
        followed = self.routine(routine or self.scheduled())
        plan = self.plan_of(followed, budget)
        gone = routine is None and not preferences.schedule.lines and followed.id != preferences.routine
        notes = [ROUTINE_GONE.format(preferences.routine)] if gone else []
        return replace(plan, notes=(*notes, *self.after_today()))

    def plan_of(self, routine: Routine, minutes: int | None = None) -> Plan:
        """The session that a routine would make, also of one that is not saved yet."""
        preferences = self.preferences()
        wishes = Wishes(
            minutes=minutes,
            timing=preferences.timing,
            asks_rating=preferences.asks_rating,
            gap_s=self._gap_s,
            last_done=self.reading.last_done,
            priority={key: each.priority.weight for key, each in self.included().items()},
            barred=self.barred(),
            not_due=exercises_not_due(self.reading, self.day()),
        )
        doses = partial(self.courses.of_item, routine.id)
        return plan_session(routine, self.content.exercises, doses, wishes)

    def included(self) -> Mapping[str, Inclusion]:
        """How each exercise takes part of which anything was said."""
        return inclusions(self.reading.adjustments)

    def barred(self) -> Mapping[str, str]:
        """The exercises that no session may have now, each with the reason."""
        content, noted = self.content, self.preferences().cautions
        return barred(content.exercises.values(), self.included(), content.cautions, noted)

    def after_today(self) -> Sequence[str]:
        """What is said of what is dated after today, which counts for nothing yet."""
        return () if self.reading.is_past else after_today(self.reading.all_after)

    def open_session(self) -> SessionRecord | None:
        """A session that was interrupted, the newest if there are several."""
        return self.reading.open_session

    def may_go_on(self, record: SessionRecord) -> bool:
        """Whether an interrupted session is near enough to be gone on with: 12 hours, before or after now."""
        since = (record.last_at or record.started_at).astimezone()
        return abs(self.now - since) <= INTERRUPTED_FOR

    def unconfirmed(self) -> DayUse | None:
        """The newest session of the last days that ran to its end without a sign of life."""
        since = self.day() - UNCONFIRMED_FOR
        newest = [each for each in recent_uses(self.reading, self.day()) if each.day >= since][-NEWEST:]
        found = [each for each in newest if each.state is State.DONE and not each.alive]
        return found[-1] if found else None

    def summary(self, session: bytes, *, sure: bool = False) -> Summary:
        """A session at its end and what comes next time; `sure`: as if it were confirmed, for a key does."""
        record = self.reading.session(session)
        if record is None:
            raise WrongUseError("That session is not in the log.")
        week = today_of(self.reading, record.day, self.now, self.week_plan(record.day))
        groups: dict[Course, list[EntryRecord]] = {}
        for entry in record.entries:
            groups.setdefault(Course(entry.exercise, entry.course, entry.side), []).append(entry)
        known = self.content.exercises
        confirms = record.started_at if sure and not record.alive else None
        lines = tuple(
            self.courses.line(each, entries, confirms)
            for each, entries in groups.items()
            if each.exercise in known
        )
        notes = tuple(each.text for each in self.reading.notes(session) if each.text is not None)
        return Summary(record, lines, week, notes)

    def why(self, name: str, course: str | None = None) -> Why:
        """How an exercise came to its dose, in that course or where it comes next. Raises WrongUseError."""
        prospect = self.prospect(name, course)
        changes: list[DoseChange] = []
        for each in progress.decisions(self.reading.log, prospect.exercise):
            before = changes[-1].after if changes else None
            counts = each.begun and self.reading.counts(each.started_at)
            if counts and before != each.dose and prospect.course.sees(each.course, each.side):
                changes.append(DoseChange(each.day, before, each.dose, each.rule, each.why))
        return Why(
            prospect.exercise,
            prospect.decision,
            tuple(changes),
            prospect.forecast,
            prospect.told,
            prospect.course,
            prospect.title,
            prospect.others,
        )

    def session(self, session: bytes) -> SessionRecord | None:
        """One session by its id."""
        return self.reading.session(session)

    def events_of(self, session: bytes) -> list[Event]:
        """The events of a session that were not taken back, in the order in which they happened."""
        return events.standing(self.reading.log, session)

    def sessions(
        self, limit: int = 50, before: SessionRecord | None = None, since: date | None = None
    ) -> list[SessionRecord]:
        """Sessions newest first, those older than `before`, none from before the day `since`."""
        cursor = (before.started_at, before.id) if before else None
        return sessions.newest(self.reading.log, limit, cursor, since)

    # What lies ahead of an exercise

    def prospect(self, name: str, course: str | None = None, side: Side = Side.NONE) -> Prospect:
        """What lies ahead of an exercise, and all that was set for it.

        In the course of that name, else in the one that comes next; of that side where the sides have their
        own doses. Raises WrongUseError.
        """
        key = self.exercise(name).id
        found = self.courses.coming(key) if course is None else self.courses.named(key, course)
        first, *more = of_side(found, side)
        others = {each.course: each for each in (*more, *self.courses.every(key)) if each != first}
        told = [CourseTold(each, self.courses.title(each.course)) for each in others.values()]
        ahead = self.courses.prospect(first)
        return replace(ahead, told=tuple(self.told(key)), others=tuple(told))

    def prospects(self, *, of_the_day: bool = False) -> Sequence[Prospect]:
        """What lies ahead of each exercise where it comes next, or of its dose of the day.

        What was set for it is left away.
        """
        courses = self.courses
        doses = courses.of_the_day if of_the_day else courses.coming
        return [courses.prospect(each) for key in self.content.exercises for each in doses(key)]

    def course_in(self, name: str, routine: str) -> str:
        """The course of an exercise in a routine. Raises WrongUseError where the routine has it not."""
        exercise, found = self.exercise(name), self.routine(routine)
        items = (item for block in found.blocks for item in block.items)
        item = next((each for each in items if each.exercise == exercise.id), None)
        if item is None:
            raise WrongUseError(f"{found.name} does not have {exercise.name}.")
        return item.course(found.id)

    def told(self, exercise: str) -> Sequence[TargetTold]:
        """What was ever set for an exercise, oldest first; a note of the same change is about all of it."""
        notes = events.loose_notes(self.reading.log)
        return [
            TargetTold(
                each,
                each.event,
                tuple(
                    text
                    for about, change, text in notes
                    if about == each.event or (change and change.hex() == each.what.change)
                ),
            )
            for each in self.reading.adjustments
            if each.what.exercise == exercise
        ]

    # The week

    def today(self) -> Today:
        """What is due today, and the week so far."""
        return today_of(self.reading, self.day(), self.now, self.week_plan())

    def coming(self, days: int) -> tuple[ComingDay, ...]:
        """What so many days from today on would be for."""
        return coming_of(self.reading, self.day(), self.now, self.week_plan(), days)

    def week_plan(self, day: date | None = None) -> WeekPlan:
        """What was set for weeks, as it stands today or on another day: schedule, pauses, what was done."""
        return week_plan(self.reading, day or self.day(), self.content.routines)

    def scheduled(self, day: date | None = None) -> str | None:
        """The routine that is due on a day, else the one that the schedule has next; None without one.

        A session may be done in a pause too.
        """
        on = day or self.day()
        if self.reading.is_past or not self.preferences().schedule.lines:
            return None
        plan = replace(self.week_plan(on), pauses=())
        if now := today_of(self.reading, on, self.now, plan).next:
            return now.routine
        due = coming_of(self.reading, on, self.now, plan, NEXT_WITHIN)
        return next((slot.routine for each in due for slot in each.still), None)

    def done_today(self) -> Sequence[Activity]:
        """What aerobic was done today."""
        return [each for each in recent_activities(self.reading, self.day()) if each.day == self.day()]

    def usual(self) -> Sequence[Usual]:
        """What aerobic was done of late, the newest first, each with its newest minutes."""
        return usual_activities(self.reading, self.day())

    def aerobic_minutes(self) -> int:
        """How long something aerobic took last, or usually takes."""
        return next((each.minutes for each in self.usual()), USUAL_MINUTES)

    def morning_after(self) -> DayUse | None:
        """Yesterday's newest session, answered or not; None once today's has begun.

        The question belongs to the day after a session, all of it, for a back tells in the evening too.
        """
        yesterday = self.day() - timedelta(days=1)
        day_uses = [each for each in recent_uses(self.reading, self.day()) if each.day >= yesterday]
        under_way = any(each.state is State.OPEN for each in day_uses)
        newest = next((each for each in reversed(day_uses) if each.begun), None)
        return None if under_way or newest is None or newest.day != yesterday else newest

    def asks(self) -> DayUse | None:
        """The session whose morning after is not answered yet."""
        found = self.morning_after()
        return found if found and found.morning is None else None
