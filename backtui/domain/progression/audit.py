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
from backtui.domain.exercise import Dose, Exercise
from backtui.domain.own_events import ExerciseSaved
from backtui.domain.preferences import preferences_of
from backtui.domain.progression.outcome import appearances, entries_by_exercise
from backtui.domain.progression.prescription import Adjustment, Entry, prescription_of
from backtui.domain.progression.rules import next_dose
from backtui.domain.record import SessionRecord, fold
from backtui.domain.undo import named_by_standing

DAYS_THAT_MATTER = 60
CHOICES = (SettingSet, TargetSet, GrowthDeclined)


class Audit(msgspec.Struct, frozen=True):
    """How many planned doses are as derived, the numbers of those that are not, and how many have no rule.

    Without a rule are doses that were entered by hand, given by a routine, or planned for an exercise that is
    gone or was changed since; and in a log that was merged, those that differ, for what was known where they
    were planned is not in the file.
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
    flares: dict[bytes, datetime] = msgspec.field(default_factory=dict)
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
                self.flares |= {session: after.started_at} if after.flare else {}
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

    def entries(self, exercise: str) -> list[Entry]:
        """The entries of the newest days of an exercise, as many as matter."""
        newest = self.days.get(exercise, [])[-DAYS_THAT_MATTER:]
        return [entry for day in newest for entry in self.of_day[day][exercise]]


class Replay(msgspec.Struct):
    """The log as it stands after the events so far, and what was found on the way."""

    exercises: Mapping[str, Exercise]
    trained: Trained = msgspec.field(default_factory=Trained)
    choices: list[Event] = msgspec.field(default_factory=list)
    voids: list[Event] = msgspec.field(default_factory=list)
    taken: set[bytes] = msgspec.field(default_factory=set)
    session_of: dict[bytes, bytes] = msgspec.field(default_factory=dict)
    devices: set[bytes] = msgspec.field(default_factory=set)
    changed: dict[str, int] = msgspec.field(default_factory=dict)
    unrated: str = ""
    doses: dict[str, Dose] | None = None
    same: int = 0
    without: int = 0
    differing: list[tuple[int, str]] = msgspec.field(default_factory=list)

    def read(self, each: LogRow) -> None:
        """Judge an event where it plans a dose, and take it in."""
        event = each.event
        self.devices.add(each.device)
        if isinstance(event.what, ExercisePlanned):
            self._judge(each.seq, event, event.what)
        elif not isinstance(event.what, SessionStarted):
            self.doses = None
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
        in_session = start is not None and not start.by_hand and event.mono_ms is not None
        if not in_session or planned.rule == "routine" or planned.exercise not in self.exercises:
            self.without += 1
            return
        assert start is not None
        if self.doses is None:
            self.doses = self._decide(start.day)
        if self.doses[planned.exercise] == planned.dose:
            self.same += 1
        elif len(self.devices) > 1:
            self.without += 1
        else:
            self.differing.append((number, planned.exercise))

    def _decide(self, day: date) -> dict[str, Dose]:
        """The dose of every exercise on that day, from what stands now."""
        standing = [event for event in self.choices if event.id not in self.taken]
        preferences = preferences_of(
            {each.what.key: each.what.value for each in standing if isinstance(each.what, SettingSet)}
        )
        if preferences.unrated != self.unrated:
            self.unrated = preferences.unrated
            self.trained.stale.update(self.trained.events)
        self.trained.freshen(self.taken, unrated_counts=preferences.unrated == "comfortable")
        marks = [Adjustment(each.wall, each.what) for each in standing if isinstance(each.what, TargetSet)]
        declined = [
            (each.wall, each.what.exercise) for each in standing if isinstance(each.what, GrowthDeclined)
        ]
        flares = list(self.trained.flares.values())
        doses: dict[str, Dose] = {}
        for key, exercise in self.exercises.items():
            prescription = prescription_of(
                exercise,
                [mark for mark in marks if mark.what.exercise == key],
                [at for at, exercise in declined if exercise == key],
                flares,
                preferences.needed,
                preferences.order,
            )
            doses[key] = next_dose(prescription, self.trained.entries(key), day).dose
        return doses

    def _take_back(self, void: Event) -> None:
        """What all voids so far take back; one that is taken back itself takes nothing."""
        self.voids.append(void)
        taken = named_by_standing(self.voids)
        touched = taken ^ self.taken
        self.trained.stale.update(self.session_of[name] for name in touched if name in self.session_of)
        self.taken = taken
