"""What the coach asks of a log."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from backtui.coach.views import DoseChange, TargetTold
from backtui.domain.history import SessionRecord
from backtui.domain.judge import Appearance
from backtui.domain.log import Event
from backtui.domain.marks import Mark
from backtui.domain.past import Aerobic, DosePoint, Headline, MonthPart, PainPoint, WeekCount
from backtui.domain.sitting import Sitting
from backtui.domain.sought import Sought
from backtui.store.answers import Activity, Note


class Log(Protocol):
    """Reading a log, in the domain's words."""

    def version(self) -> int:
        """A number that changes when another program has written."""

    def settings(self) -> Mapping[str, Any]:
        """The newest value of each preference."""

    def appearances(self, sessions: int, before: datetime | None = None) -> Sequence[Appearance]:
        """The planned exercises of the newest so many sessions, or of those begun before a moment."""

    def marks(self) -> Sequence[Mark]:
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

    def sittings(self, since: date) -> Sequence[Sitting]:
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

    def headlines(self, sought: Sought) -> Sequence[Headline]:
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
