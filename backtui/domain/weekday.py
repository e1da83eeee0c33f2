"""The days of a week, and where a week starts."""

from datetime import date, timedelta
from enum import StrEnum

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # as date.weekday counts them


class WeekStart(StrEnum):
    """The day that a week starts on."""

    MONDAY = "monday"
    SUNDAY = "sunday"
    SATURDAY = "saturday"

    @property
    def weekday(self) -> int:
        """As date.weekday counts it."""
        return WEEKDAYS.index(self[:3])

    @property
    def order(self) -> tuple[int, ...]:
        """The seven weekdays as the week has them."""
        return tuple((self.weekday + place) % 7 for place in range(7))


MONDAY = WeekStart.MONDAY


def week_of(day: date, starts: WeekStart = MONDAY) -> date:
    """The first day of the week that `day` is in."""
    return day - timedelta(days=(day.weekday() - starts.weekday) % 7)
