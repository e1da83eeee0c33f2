"""Reading: all that decisions need, read once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from backtui.coach.answers import DoseChange, TargetTold
from backtui.domain.events import Event
from backtui.domain.history_filter import Sought
from backtui.domain.progression.outcome import Appearance
from backtui.domain.progression.prescription import Adjustment
from backtui.domain.record import Activity, Note, SessionRecord
from backtui.domain.statistics import Aerobic, DosePoint, MonthPart, PainPoint, SessionSummary, WeekCount
from backtui.domain.week import DayUse, back_days
from backtui.store.store import Store


class StoredLog:
    """Satisfies `Log` with a Store, for the shipped exercises and the person's own.

    Any method may raise StoreError.
    """

    def __init__(self, store: Store, exercises: Collection[str]) -> None:
        self._store = store
        self._exercises = exercises

    def version(self) -> int:
        """A number that changes when another program has written."""
        return self._store.data_version()

    def settings(self) -> Mapping[str, Any]:
        """The newest value of each preference."""
        return self._store.settings()

    def appearances(self, sessions: int, before: datetime | None = None) -> Sequence[Appearance]:
        """What each exercise had in its newest so many sessions, or in those begun before a moment."""
        known = dict.fromkeys([*self._exercises, *self._store.own("exercise")])
        rows = self._store.entries_for_progress(known, sessions, before)
        return [each for seen in rows.values() for each in seen]

    def marks(self) -> Sequence[Adjustment]:
        """All that was ever set for an exercise."""
        return self._store.targets()

    def told(self, exercise: str) -> Sequence[TargetTold]:
        """What was ever set for an exercise, oldest first; a note of the same change is about all of it."""
        notes = self._store.loose_notes()
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
            for each in self._store.targets()
            if each.what.exercise == exercise
        ]

    def note_names(self, exercise: str, target: bytes | None = None) -> Sequence[bytes]:
        """The notes about what was set for an exercise, or about one thing of it; of undone ones too."""
        return self._store.note_names(exercise, target)

    def setting_at(self, key: str) -> datetime | None:
        """When a preference was last set; None where it never was."""
        return self._store.setting_at(key)

    def declines(self) -> Sequence[tuple[str, datetime]]:
        """Which growth was declined, and when."""
        return [(each.exercise, each.at) for each in self._store.declines()]

    def flares(self) -> Sequence[datetime]:
        """When the sessions with a flare began."""
        return [each.started_at for each in self._store.flares()]

    def last_done(self) -> Mapping[str, date]:
        """The day on which each exercise was last performed."""
        return self._store.last_done()

    def back_days(self, since: date) -> Sequence[date]:
        """The days with a session that used its day up, from `since` on."""
        return sorted(set(back_days(self._store.day_uses(since))))

    def day_uses(self, since: date) -> Sequence[DayUse]:
        """The sessions since that day in short, oldest first."""
        return self._store.day_uses(since)

    def pain_told(self, since: datetime) -> Sequence[tuple[datetime, int]]:
        """Pain that was told beside all sessions since then."""
        return self._store.pain_told(since)

    def last_back_day(self) -> date | None:
        """The newest of these days of all time."""
        return max(self._store.last_done().values(), default=None)

    def open_session(self) -> SessionRecord | None:
        """The newest session that has not ended."""
        return self._store.open_session()

    def notes(self, session: bytes) -> Sequence[str]:
        """The notes of a session that were not erased, oldest first."""
        return [note.text for note in self._store.notes(session) if note.text is not None]

    def noted(self, session: bytes) -> Sequence[Note]:
        """The same with their ids; the text of one that was erased is None."""
        return self._store.notes(session)

    def on_day(self, day: date) -> Sequence[SessionRecord]:
        """The sessions of one day, newest first."""
        return self._store.on_day(day)

    def by_prefix(self, prefix: str, most: int) -> Sequence[SessionRecord]:
        """At most so many sessions whose id in hexadecimal digits begins so, newest first."""
        return self._store.by_prefix(prefix, most)

    def session(self, session: bytes) -> SessionRecord | None:
        """One session by its id."""
        return self._store.session(session)

    def events_of(self, session: bytes) -> Sequence[Event]:
        """The events of a session that were not taken back, in order."""
        return self._store.standing(session)

    def changes(self, most: int) -> Sequence[Event]:
        """The newest so many events that were logged outside of a running session, oldest first."""
        return self._store.changes(most)

    def named(self, names: Sequence[bytes]) -> Sequence[Event]:
        """The events with these ids, those that were taken back among them."""
        return self._store.named(names)

    def all_of(self, session: bytes) -> Sequence[Event]:
        """The events of a session, those that were taken back among them."""
        return self._store.session_events(session)

    def own(self, what: str) -> Mapping[str, Any]:
        """The person's own definitions by id; `what` is "exercise" or "routine"."""
        return self._store.own(what)

    def own_edition(self) -> Sequence[bytes]:
        """What the person's own definitions come from."""
        return self._store.own_edition()

    def own_ever(self, what: str) -> Mapping[str, Any]:
        """The newest definition of each id that was ever saved."""
        return self._store.own_ever(what)

    def activities(self, since: date) -> Sequence[Activity]:
        """What aerobic was done since that day, by day."""
        return self._store.activities(since)

    def sessions(
        self, *, limit: int, before: SessionRecord | None = None, since: date | None = None
    ) -> list[SessionRecord]:
        """Sessions newest first."""
        cursor = (before.started_at, before.id) if before else None
        return self._store.sessions(limit, cursor, since)

    def doses(self, exercise: str) -> Sequence[DoseChange]:
        """The dose of every performed entry of an exercise, oldest first, with the rule and the reason."""
        return [
            DoseChange(row.day, row.from_dose, row.dose, row.rule, row.why)
            for row in self._store.decisions(exercise)
            if row.begun
        ]

    def first_day(self) -> date | None:
        """The day of the first session or activity of all."""
        return self._store.first_day()

    def session_summaries(self, sought: Sought) -> Sequence[SessionSummary]:
        """The sessions that are sought, newest day first."""
        return self._store.session_summaries(sought)

    def week_counts(self, sought: Sought) -> Sequence[WeekCount]:
        """Back days and sessions of each week that has any, newest first."""
        return self._store.week_counts(sought)

    def aerobic(self, sought: Sought) -> Sequence[Aerobic]:
        """The activities of the days that are sought."""
        return self._store.aerobic(sought)

    def dose_points(self, exercise: str, sought: Sought) -> Sequence[DosePoint]:
        """Every time that an exercise was begun, oldest first."""
        return self._store.dose_points(exercise, sought)

    def pain_points(self, sought: Sought, day_starts_h: int) -> Sequence[PainPoint]:
        """Answers about pain, oldest first; a day begins at `day_starts_h`."""
        return self._store.pain_points(sought, day_starts_h)

    def month_parts(self, sought: Sought) -> Sequence[MonthPart]:
        """Sessions, work on each exercise and aerobic activities, by month."""
        return self._store.month_parts(sought)


class Log(Protocol):
    """Reading a log, in the domain's words."""

    def version(self) -> int:
        """A number that changes when another program has written."""

    def settings(self) -> Mapping[str, Any]:
        """The newest value of each preference."""

    def appearances(self, sessions: int, before: datetime | None = None) -> Sequence[Appearance]:
        """The planned exercises of the newest so many sessions, or of those begun before a moment."""

    def marks(self) -> Sequence[Adjustment]:
        """All that was ever set for an exercise."""

    def told(self, exercise: str) -> Sequence[TargetTold]:
        """What was ever set for an exercise, oldest first, with its notes."""

    def note_names(self, exercise: str, target: bytes | None = None) -> Sequence[bytes]:
        """The notes about what was set for an exercise, or about one thing of it; of undone ones too."""

    def setting_at(self, key: str) -> datetime | None:
        """When a preference was last set; None where it never was."""

    def declines(self) -> Sequence[tuple[str, datetime]]:
        """Which growth was declined, and when."""

    def flares(self) -> Sequence[datetime]:
        """When the sessions with a flare began."""

    def last_done(self) -> Mapping[str, date]:
        """The day on which each exercise was last performed."""

    def back_days(self, since: date) -> Sequence[date]:
        """The days with a session that used its day up, from `since` on."""

    def day_uses(self, since: date) -> Sequence[DayUse]:
        """The sessions since that day in short, oldest first."""

    def pain_told(self, since: datetime) -> Sequence[tuple[datetime, int]]:
        """Pain from 0 to 10 that was told beside all sessions since then, oldest first."""

    def last_back_day(self) -> date | None:
        """The newest of these days of all time."""

    def open_session(self) -> SessionRecord | None:
        """The newest session that has not ended."""

    def session(self, session: bytes) -> SessionRecord | None:
        """One session by its id."""

    def events_of(self, session: bytes) -> Sequence[Event]:
        """The events of a session that were not taken back, in order."""

    def changes(self, most: int) -> Sequence[Event]:
        """The newest so many events that were logged outside of a running session, oldest first.

        Those that were taken back are among them.
        """

    def named(self, names: Sequence[bytes]) -> Sequence[Event]:
        """The events with these ids, those that were taken back among them."""

    def all_of(self, session: bytes) -> Sequence[Event]:
        """The events of a session, those that were taken back among them."""

    def own(self, what: str) -> Mapping[str, Any]:
        """The person's own definitions by id; `what` is "exercise" or "routine"."""

    def own_edition(self) -> Sequence[bytes]:
        """The events that the person's own definitions come from; the same while none of them changes."""

    def own_ever(self, what: str) -> Mapping[str, Any]:
        """The newest definition of each id that was ever saved, of removed ones too."""

    def activities(self, since: date) -> Sequence[Activity]:
        """What aerobic was done since that day, by day."""

    def notes(self, session: bytes) -> Sequence[str]:
        """The notes of a session, oldest first."""

    def noted(self, session: bytes) -> Sequence[Note]:
        """The same with their ids; the text of one that was erased is None."""

    def on_day(self, day: date) -> Sequence[SessionRecord]:
        """The sessions of one day, newest first."""

    def by_prefix(self, prefix: str, most: int) -> Sequence[SessionRecord]:
        """At most so many sessions whose id in hexadecimal digits begins so, newest first."""

    def sessions(
        self, *, limit: int, before: SessionRecord | None = None, since: date | None = None
    ) -> list[SessionRecord]:
        """Sessions newest first."""

    def doses(self, exercise: str) -> Sequence[DoseChange]:
        """The dose of every performed entry of an exercise, oldest first, with the rule and the reason."""

    # Looking back

    def first_day(self) -> date | None:
        """The day of the first session or activity of all."""

    def session_summaries(self, sought: Sought) -> Sequence[SessionSummary]:
        """The sessions that are sought, newest day first."""

    def week_counts(self, sought: Sought) -> Sequence[WeekCount]:
        """Back days and sessions of each week that has any, newest first."""

    def aerobic(self, sought: Sought) -> Sequence[Aerobic]:
        """The activities of the days that are sought."""

    def dose_points(self, exercise: str, sought: Sought) -> Sequence[DosePoint]:
        """Every time that an exercise was begun, oldest first."""

    def pain_points(self, sought: Sought, day_starts_h: int) -> Sequence[PainPoint]:
        """Answers about pain, oldest first; a day begins at `day_starts_h`."""

    def month_parts(self, sought: Sought) -> Sequence[MonthPart]:
        """Sessions, work on each exercise and aerobic activities, by month."""


class NoLog:
    """Nothing was ever done: reading commands on a machine without a log create nothing."""

    def version(self) -> int:
        """Nothing changes."""
        return 0

    def settings(self) -> Mapping[str, Any]:
        """Nothing was set."""
        return {}

    def appearances(self, sessions: int, before: datetime | None = None) -> Sequence[Appearance]:
        """Nothing was planned."""
        del sessions, before
        return ()

    def marks(self) -> Sequence[Adjustment]:
        """Nothing was set."""
        return ()

    def told(self, exercise: str) -> Sequence[TargetTold]:
        """Nothing was set."""
        del exercise
        return ()

    def note_names(self, exercise: str, target: bytes | None = None) -> Sequence[bytes]:
        """Nothing was set."""
        del exercise, target
        return ()

    def setting_at(self, key: str) -> datetime | None:
        """Nothing was set."""
        del key
        return None

    def declines(self) -> Sequence[tuple[str, datetime]]:
        """Nothing was declined."""
        return ()

    def flares(self) -> Sequence[datetime]:
        """No session ended badly."""
        return ()

    def last_done(self) -> Mapping[str, date]:
        """Nothing was done."""
        return {}

    def back_days(self, since: date) -> Sequence[date]:
        """No day had a session."""
        del since
        return ()

    def day_uses(self, since: date) -> Sequence[DayUse]:
        """There is no session."""
        del since
        return ()

    def pain_told(self, since: datetime) -> Sequence[tuple[datetime, int]]:
        """No pain was told."""
        del since
        return ()

    def last_back_day(self) -> date | None:
        """No day had a session."""
        return None

    def open_session(self) -> SessionRecord | None:
        """Nothing was interrupted."""
        return None

    def session(self, session: bytes) -> SessionRecord | None:
        """There is no session."""
        del session
        return None

    def events_of(self, session: bytes) -> Sequence[Event]:
        """There is no session."""
        del session
        return ()

    def changes(self, most: int) -> Sequence[Event]:
        """Nothing was logged."""
        del most
        return ()

    def named(self, names: Sequence[bytes]) -> Sequence[Event]:
        """Nothing was logged."""
        del names
        return ()

    def all_of(self, session: bytes) -> Sequence[Event]:
        """There is no session."""
        del session
        return ()

    def own(self, what: str) -> Mapping[str, Any]:
        """Nothing was saved."""
        del what
        return {}

    def own_edition(self) -> Sequence[bytes]:
        """Nothing was saved."""
        return ()

    def own_ever(self, what: str) -> Mapping[str, Any]:
        """Nothing was ever saved."""
        del what
        return {}

    def activities(self, since: date) -> Sequence[Activity]:
        """Nothing was done."""
        del since
        return ()

    def notes(self, session: bytes) -> Sequence[str]:
        """There is no session."""
        del session
        return ()

    def noted(self, session: bytes) -> Sequence[Note]:
        """There is no session."""
        del session
        return ()

    def on_day(self, day: date) -> Sequence[SessionRecord]:
        """No day had a session."""
        del day
        return ()

    def by_prefix(self, prefix: str, most: int) -> Sequence[SessionRecord]:
        """There is no session."""
        del prefix, most
        return ()

    def sessions(
        self, *, limit: int, before: SessionRecord | None = None, since: date | None = None
    ) -> list[SessionRecord]:
        """There is no session."""
        del limit, before, since
        return []

    def doses(self, exercise: str) -> Sequence[DoseChange]:
        """Nothing was performed."""
        del exercise
        return ()

    def first_day(self) -> date | None:
        """Nothing was done."""
        return None

    def session_summaries(self, sought: Sought) -> Sequence[SessionSummary]:
        """There is no session."""
        del sought
        return ()

    def week_counts(self, sought: Sought) -> Sequence[WeekCount]:
        """No week had a session."""
        del sought
        return ()

    def aerobic(self, sought: Sought) -> Sequence[Aerobic]:
        """Nothing was done."""
        del sought
        return ()

    def dose_points(self, exercise: str, sought: Sought) -> Sequence[DosePoint]:
        """Nothing was performed."""
        del exercise, sought
        return ()

    def pain_points(self, sought: Sought, day_starts_h: int) -> Sequence[PainPoint]:
        """Nothing was asked."""
        del sought, day_starts_h
        return ()

    def month_parts(self, sought: Sought) -> Sequence[MonthPart]:
        """Nothing was done."""
        del sought
        return ()
