"""What lies ahead of each exercise, under what is set now and at the person's own pace."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from backtui.coach.views import Prospect
from backtui.domain.course import Course, Entry
from backtui.domain.forecast import PACE_WEEKS, Pace, forecast, pace_of, preview
from backtui.domain.progression import next_dose

if TYPE_CHECKING:
    from backtui.coach.coach import Coach


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
        course, entries = coach.courses()[key], coach.entries().get(key, ())
        found = self._prospect(key, course, entries, coach.day(), self.pace())
        return replace(found, told=tuple(coach.log.told(key)))

    def of_all(self) -> Mapping[str, Prospect]:
        """What lies ahead of each exercise; what was set for it is left away."""
        coach, pace = self._coach, self.pace()
        courses, entries, day = coach.courses(), coach.entries(), coach.day()
        return {
            key: self._prospect(key, courses[key], entries.get(key, ()), day, pace)
            for key in coach.content.exercises
        }

    def _prospect(
        self, key: str, course: Course, entries: Sequence[Entry], day: date, pace: Pace
    ) -> Prospect:
        return Prospect(
            key,
            self._coach.content.exercises[key].name,
            course,
            next_dose(course, entries, day),
            preview(course, entries, day, pace),
            forecast(course, entries, day, pace),
            pace,
        )
