"""The log of a person who has none yet."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from backtui.coach.views import DoseChange, TargetTold
from backtui.domain.history import SessionRecord
from backtui.domain.judge import Appearance
from backtui.domain.log import Event
from backtui.domain.marks import Mark
from backtui.domain.past import Aerobic, DosePoint, Headline, MonthPart, PainPoint, WeekCount
from backtui.domain.sitting import Sitting
from backtui.domain.sought import Sought
from backtui.store.answers import Activity, Note


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

    def marks(self) -> Sequence[Mark]:
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

    def sittings(self, since: date) -> Sequence[Sitting]:
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

    def headlines(self, sought: Sought) -> Sequence[Headline]:
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
