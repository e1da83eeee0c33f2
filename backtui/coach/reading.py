"""Reading: all that decisions need, read once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

from msgspec.structs import replace

from backtui.domain.pause import Pause
from backtui.domain.preferences import Preferences, preferences_of
from backtui.domain.present import NOTHING_AFTER, DatedAfter, Present, present
from backtui.domain.progression.outcome import Appearance
from backtui.domain.progression.prescription import Adjustment, Decline, Flare
from backtui.domain.record import Activity, Note, SessionRecord
from backtui.domain.sitting import DayUse
from backtui.store.queries import events, progress, sessions, week
from backtui.store.queries.progress import OwnDefinition
from backtui.store.reader import LogReader

# Of each exercise, the newest that it was performed in: more than most rules look back.
SESSIONS_READ = 16
ALL = -1  # no limit


class Reading:
    """One state of a log, for one question: a part is read when it is first asked for, and then kept.

    With `now` what is dated after its day counts for nothing yet; what was set and declined then holds, as
    from before what was logged next. With `before` it is what the log had at that moment of what was done,
    felt, set for exercises and declined. Preferences, and the exercises and routines of one's own, are always
    those of now: they say how a person wants to be asked today, also about an earlier day. What else there is
    a reading of the past refuses. Any part may raise StoreError, and RuntimeError after a write, which makes
    a reading stale.
    """

    def __init__(self, log: LogReader, now: datetime | None = None, before: datetime | None = None) -> None:
        self._log = log
        self._now = now
        self._before = before
        self._writes = log.writes
        self._sessions: dict[bytes, SessionRecord | None] = {}
        self._day_uses: dict[date, Sequence[DayUse]] = {}
        self._activities: dict[date, Sequence[Activity]] = {}

    def at(self, moment: datetime) -> "Reading":
        """The same log as it was at a moment in the past."""
        return Reading(self._log, self._now, moment)

    @property
    def stale(self) -> bool:
        """The log was written here since: only another question knows what holds now."""
        return self._log.writes != self._writes

    def check(self) -> None:
        """Raises RuntimeError where this is stale."""
        if self.stale:
            raise RuntimeError("the log has changed since it was read; ask again")

    @property
    def log(self) -> LogReader:
        """The log itself, for what only one question asks."""
        self.check()
        if self._before is not None:
            raise RuntimeError("a reading of the past does not know this part of the log")
        return self._log

    # Always as of now

    @cached_property
    def preferences(self) -> Preferences:
        """What the person has set, or the defaults."""
        return preferences_of(progress.settings(self._log))

    @cached_property
    def own(self) -> Sequence[OwnDefinition]:
        """The person's own exercises and routines."""
        return progress.own(self._log)

    @cached_property
    def exercises_ever_saved(self) -> Mapping[str, object]:
        """The newest definition of each own exercise that was ever saved, of removed ones too."""
        return progress.exercises_ever_saved(self._log)

    # As of the moment

    @cached_property
    def _present(self) -> Present | None:
        return present(self._now, self.preferences.day_starts_h) if self._now else None

    @property
    def _today(self) -> date:
        return self._present.day if self._present else date.max

    @cached_property
    def _until(self) -> datetime | None:
        ends = self._present.ends if self._present else None
        return min((each for each in (self._before, ends) if each), default=None)

    def counts(self, moment: datetime) -> bool:
        """What is dated so counts, as of the moment of this reading."""
        return self._until is None or moment < self._until

    @cached_property
    def appearances(self) -> Sequence[Appearance]:
        """What each exercise was in the newest sessions that had it done."""
        return progress.appearances(self._log, SESSIONS_READ, self._until)

    def all_appearances(self, exercise: str) -> Sequence[Appearance]:
        """What an exercise was in all sessions."""
        return progress.appearances(self._log, ALL, self._until, exercise)

    @cached_property
    def last_done(self) -> Mapping[str, date]:
        """The day on which each exercise was last performed."""
        return progress.last_done(self._log, self._until)

    @cached_property
    def adjustments(self) -> Sequence[Adjustment]:
        """All that was ever set for exercises, oldest first."""
        return [each for each in progress.adjustments(self._log, self._present) if self.counts(each.at)]

    @cached_property
    def declines(self) -> Sequence[Decline]:
        """Which growth was declined, and when."""
        return [each for each in progress.declines(self._log, self._present) if self.counts(each.at)]

    @cached_property
    def flares(self) -> Sequence[Flare]:
        """The sessions after which the back was worse."""
        return [each for each in sessions.flares(self._log) if self.counts(each.at)]

    # Only as of now

    def day_uses(self, since: date) -> Sequence[DayUse]:
        """The sessions since that day in short, oldest first.

        One from before a flight over the date line, where it was tomorrow already, is of today.
        """
        if since not in self._day_uses:
            found = week.day_uses(self.log, since)
            self._day_uses[since] = [
                replace(each, day=min(each.day, self._today))
                for each in found
                if each.started_at is None or self.counts(each.started_at)
            ]
        return self._day_uses[since]

    def activities(self, since: date) -> Sequence[Activity]:
        """What aerobic was done since that day, by day."""
        if since not in self._activities:
            self._activities[since] = [
                replace(each, day=min(each.day, self._today))
                for each in progress.activities(self.log, since)
                if each.day <= self._today or self.counts(each.at)
            ]
        return self._activities[since]

    @property
    def is_past(self) -> bool:
        """It is of a moment in the past."""
        return self._before is not None

    def times_done(self, exercises: Iterable[str], since: date) -> Sequence[tuple[str, date]]:
        """Each exercise and day of a session since then in which one of these was begun."""
        found = week.times_done(self.log, exercises, since, self._until)
        return [(exercise, min(day, self._today)) for exercise, day in found]

    @cached_property
    def all_after(self) -> DatedAfter:
        """All that is dated after today: sessions, activities, and pain told beside sessions."""
        if self._present is None:
            return NOTHING_AFTER
        return sessions.dated_after(self.log, self._present.day, self._present.ends)

    @property
    def dated_after(self) -> Sequence[bytes]:
        """The sessions that are dated after today, newest first."""
        return self.all_after.sessions

    @cached_property
    def pauses(self) -> Sequence[Pause]:
        """All pauses that stand, by their first day."""
        return week.pauses(self.log)

    def pain_told(self, since: datetime) -> Sequence[tuple[datetime, int]]:
        """Pain from 0 to 10 that was told beside all sessions since then, oldest first."""
        return [each for each in week.pain_told(self.log, since) if self.counts(each[0])]

    @cached_property
    def open_session(self) -> SessionRecord | None:
        """The newest session that has not ended."""
        return sessions.newest_open(self.log)

    def session(self, session: bytes) -> SessionRecord | None:
        """One session by its id."""
        if session not in self._sessions:
            self._sessions[session] = sessions.one(self.log, session)
        return self._sessions[session]

    def notes(self, session: bytes) -> Sequence[Note]:
        """The notes of a session, oldest first; the text of one that was erased is None."""
        return events.notes(self.log, session)
