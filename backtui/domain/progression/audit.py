"""Was each dose what the rules gave?"""

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec

from backtui.domain.event_json import LogRow
from backtui.domain.events import (
    Event,
    ExercisePlanned,
    GrowthDeclined,
    SessionStarted,
    SettingSet,
    TargetSet,
    Void,
)
from backtui.domain.exercise import DAY_COURSE, Dose, Exercise, RoutineItem, Side
from backtui.domain.own_events import ExerciseSaved
from backtui.domain.preferences import Preferences, preferences_of
from backtui.domain.present import present
from backtui.domain.progression.course import asked_by_routine, course_of
from backtui.domain.progression.outcome import appearances, entries_by_exercise
from backtui.domain.progression.prescription import Adjustment, Decline, Entry, Flare, Prescription
from backtui.domain.progression.rules import RULES, looks_further, next_dose
from backtui.domain.record import GIVEN_BY_ROUTINE, SessionRecord, fold
from backtui.domain.undo import named_by_standing

DAYS_READ = 16
CHOICES = (SettingSet, TargetSet, GrowthDeclined)


class Audit(msgspec.Struct, frozen=True):
    """How many planned doses are as derived, the numbers of those that are not, and how many have no rule.

    Without a rule are doses that were entered by hand, given by the rules of an older edition or by a routine
    before it had courses, or planned for an exercise that is gone or was changed since; and in a log that was
    merged, or that knew of a day after that of the session, those that differ: what was known where they were
    planned is not in the file, and what counted then was decided by a clock that was wrong.
    """

    same: int = 0
    wrong: tuple[int, ...] = ()
    without: int = 0

    @property
    def planned(self) -> int:
        """All planned doses."""
        return self.same + len(self.wrong) + self.without


def audit(log: Iterable[LogRow], exercises: Mapping[str, Exercise]) -> Audit:
    """Replay the log, given in the order of the file."""
    replay = Replay(exercises)
    for each in log:
        replay.read(each)
    return replay.outcome()


class Trained(msgspec.Struct):
    """What was done so far, by day: the sessions' records and the entries that they make."""

    events: dict[bytes, list[Event]] = msgspec.field(default_factory=dict)
    stale: set[bytes] = msgspec.field(default_factory=set)
    records: dict[bytes, SessionRecord] = msgspec.field(default_factory=dict)
    flares: dict[bytes, Flare] = msgspec.field(default_factory=dict)
    of_day: dict[date, Mapping[str, Sequence[Entry]]] = msgspec.field(default_factory=dict)
    days: dict[str, list[date]] = msgspec.field(default_factory=dict)

    def add(self, session: bytes, event: Event) -> None:
        """Take in an event of a session."""
        self.events.setdefault(session, []).append(event)
        self.stale.add(session)

    def freshen(self, taken: set[bytes], *, unrated_counts: bool) -> None:
        """Bring the days to date on which a session changed; `taken` are the events that are taken back."""
        days: set[date] = set()
        for session in self.stale:
            before = self.records.pop(session, None)
            self.flares.pop(session, None)
            after = fold(event for event in self.events[session] if event.id not in taken)
            if after is not None:
                self.records[session] = after
                self.flares |= {session: _flare(after)} if after.flare else {}
            days.update(record.day for record in (before, after) if record is not None)
        self.stale.clear()
        for day in days:
            self._freshen_day(day, unrated_counts)

    def _freshen_day(self, day: date, unrated_counts: bool) -> None:
        for exercise in self.of_day.get(day, ()):
            self.days[exercise].remove(day)
        seen = [each for record in self.records.values() if record.day == day for each in appearances(record)]
        self.of_day[day] = entries_by_exercise(seen, unrated_counts=unrated_counts)
        for exercise in self.of_day[day]:
            insort(self.days.setdefault(exercise, []), day)

    def entries(self, prescription: Prescription, exercise: str, today: date) -> list[Entry]:
        """The entries of the newest days of an exercise, or all where a rule looks further."""
        days = self.days.get(exercise, [])
        newest = [entry for day in days[-DAYS_READ:] for entry in self.of_day[day][exercise]]
        if len(days) <= DAYS_READ or not looks_further(prescription, newest, today):
            return newest
        return [entry for day in days for entry in self.of_day[day][exercise]]


def _flare(record: SessionRecord) -> Flare:
    return Flare(record.started_at, record.pain_before, record.pain_after, record.morning)


class Chosen(msgspec.Struct, frozen=True):
    """What was set and declined and is not taken back, by exercise."""

    preferences: Preferences
    marks: Mapping[str, Sequence[Adjustment]]
    declines: Mapping[str, Sequence[Decline]]


class Replay(msgspec.Struct):
    """The log as it stands after the events so far, and what was found on the way."""

    exercises: Mapping[str, Exercise]
    trained: Trained = msgspec.field(default_factory=Trained)
    choices: list[Event] = msgspec.field(default_factory=list)
    voids: list[Event] = msgspec.field(default_factory=list)
    taken: set[bytes] = msgspec.field(default_factory=set)
    session_of: dict[bytes, bytes] = msgspec.field(default_factory=dict)
    devices: set[bytes] = msgspec.field(default_factory=set)
    latest: datetime | None = None
    changed: dict[str, int] = msgspec.field(default_factory=dict)
    unrated: str = ""
    standing: Chosen | None = None
    doses: dict[tuple[object, ...], Dose] = msgspec.field(default_factory=dict)
    same: int = 0
    without: int = 0
    differing: list[tuple[int, str]] = msgspec.field(default_factory=list)

    def read(self, each: LogRow) -> None:
        """Judge an event where it plans a dose, and take it in."""
        event = each.event
        self.devices.add(each.device)
        self.latest = max(event.wall, self.latest or event.wall)
        if isinstance(event.what, ExercisePlanned):
            self._judge(each.seq, event, event.what)
        else:
            self.standing = None
        if event.session is not None:
            self.trained.add(event.session, event)
            self.session_of[event.id] = event.session
        if isinstance(event.what, Void):
            self._take_back(event)
        elif isinstance(event.what, ExerciseSaved):
            self.changed[event.what.id] = each.seq
        elif isinstance(event.what, CHOICES):
            self.choices.append(event)

    def outcome(self) -> Audit:
        """What was found; a dose of an exercise that was changed later is not held against it."""
        wrong = [number for number, exercise in self.differing if self.changed.get(exercise, 0) < number]
        return Audit(self.same, tuple(wrong), self.without + len(self.differing) - len(wrong))

    def _judge(self, number: int, event: Event, planned: ExercisePlanned) -> None:
        session = self.trained.events.get(event.session or b"", [])
        start = next((each.what for each in session if isinstance(each.what, SessionStarted)), None)
        if event.mono_ms is None or start is None or not self._has_rule(start, planned):
            self.without += 1
        elif self._dose(planned, start.day) == planned.dose:
            self.same += 1
        elif len(self.devices) > 1 or self._knew_of_later(event.wall):
            self.without += 1
        else:
            self.differing.append((number, planned.exercise))

    def _knew_of_later(self, wall: datetime) -> bool:
        """Something was dated after the day of that moment: a clock was wrong, then or now."""
        starts_h = self.standing.preferences.day_starts_h if self.standing else 0
        return self.latest is not None and self.latest >= present(wall, starts_h).ends

    def _has_rule(self, start: SessionStarted, planned: ExercisePlanned) -> bool:
        """These rules gave it, to a session and not by hand, and all that they asked is in the log."""
        ours = start.rules == RULES and not start.by_hand and planned.exercise in self.exercises
        return ours and bool(planned.asked if planned.course else planned.rule != GIVEN_BY_ROUTINE)

    def _dose(self, planned: ExercisePlanned, day: date) -> Dose:
        """The dose of a course on that day, from what stands now."""
        if self.standing is None:
            self.standing, self.doses = self._stand(), {}
        course = planned.course or DAY_COURSE
        side, fixed = planned.side or Side.NONE, planned.rule == "fixed"
        key = (planned.exercise, course, side, planned.asked, planned.aim, fixed, day)
        if key not in self.doses:
            exercise = self.exercises[planned.exercise]
            item = RoutineItem(exercise.id, planned.asked or None, fixed=fixed)
            self.doses[key] = self._decide(exercise, course, item, planned.aim or None, side, day)
        return self.doses[key]

    def _decide(
        self, exercise: Exercise, course: str, item: RoutineItem, aim: Dose | None, side: Side, day: date
    ) -> Dose:
        assert self.standing is not None
        one, key = self.standing, exercise.id
        prescription = course_of(
            exercise,
            course,
            item,
            side,
            one.marks.get(key, ()),
            one.declines.get(key, ()),
            self.trained.flares.values(),
            one.preferences,
        )
        if item.dose and aim:
            prescription = asked_by_routine(prescription, course, item.dose, aim)
        entries = self.trained.entries(prescription, key, day)
        return next_dose(prescription, entries, day).dose

    def _stand(self) -> Chosen:
        """What holds now of what was set and declined; the entries are brought up to it."""
        standing = [event for event in self.choices if event.id not in self.taken]
        preferences = preferences_of(
            {each.what.key: each.what.value for each in standing if isinstance(each.what, SettingSet)}
        )
        if preferences.unrated != self.unrated:
            self.unrated = preferences.unrated
            self.trained.stale.update(self.trained.events)
        self.trained.freshen(self.taken, unrated_counts=preferences.unrated == "comfortable")
        marks: dict[str, list[Adjustment]] = {}
        declines: dict[str, list[Decline]] = {}
        for each in standing:
            what = each.what
            if isinstance(what, TargetSet):
                marks.setdefault(what.exercise, []).append(Adjustment(each.wall, what))
            elif isinstance(what, GrowthDeclined) and self._is_there(each.session):
                course, side = what.course or DAY_COURSE, what.side or Side.NONE
                decline = Decline(each.wall, what.exercise, each.session, course, side)
                declines.setdefault(what.exercise, []).append(decline)
        return Chosen(preferences, marks, declines)

    def _is_there(self, session: bytes | None) -> bool:
        """A decline goes with its session."""
        return session is None or session in self.trained.records

    def _take_back(self, void: Event) -> None:
        """What all voids so far take back; one that is taken back itself takes nothing."""
        self.voids.append(void)
        taken = named_by_standing(self.voids)
        touched = taken ^ self.taken
        self.trained.stale.update(self.session_of[name] for name in touched if name in self.session_of)
        self.taken = taken
