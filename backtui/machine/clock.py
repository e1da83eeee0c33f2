"""The only place that reads the time."""

import re
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import Protocol

VARIABLE = "BACKTUI_CLOCK"
EXAMPLE = "2026-03-01T07:00:00 or 2026-03-01T07:00:00+01:00@60"
MAX_RATE = 100_000.0
YEARS = range(1971, 3000)
# A machine without a clock of its own stands in 1970 until it is told the time. No other log takes such
# times, nor anything that comes with them; so they are this much later.
FROM_NOTHING = timedelta(days=730)

_STAMP = (
    r"(?P<stamp>\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)"
    r"(@(?P<rate>\d{1,9}(\.\d{1,9})?))?"
)
# Linux stops CLOCK_MONOTONIC while a laptop is suspended and lets CLOCK_BOOTTIME go on; macOS and the BSDs
# count sleep in CLOCK_MONOTONIC. Time asleep has to show as a gap, or it would be taken for time held.
_COUNTING_SLEEP: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class ClockError(ValueError):
    """A value of `BACKTUI_CLOCK` or `TZ` that cannot be used, told in one sentence with a right example."""


class Clock(Protocol):
    """What the program asks of a clock; every face, the coach and the tests are given one."""

    @property
    def rate(self) -> float:
        """Clock seconds that go by in one real second, above 0 and up to 100,000."""

    def now(self) -> datetime:
        """Return the wall time, aware, in the local zone."""

    def monotonic(self) -> float:
        """Return seconds since some fixed moment, never going back, time asleep counted."""

    def sleep(self, seconds: float) -> None:
        """Wait so many clock seconds; nothing for zero or less."""

    @property
    def gap_s(self) -> float:
        """Return how late a tick must be, in clock seconds, to mean that nobody was there."""
        # At a high rate an ordinary stall of a disk, a tenth of a second, is minutes on this clock and would
        # look like sleep; so a gap is never less than one real second.
        return max(5.0, self.rate)


class RunningClock(Clock):
    """The machine's clock, or one that started at `start` when it was made and runs `rate` times as fast."""

    def __init__(self, start: datetime | None = None, rate: float = 1.0) -> None:
        """Start at `start` (aware) or now; ClockError for a rate outside 0 < rate <= 100,000."""
        if not 0 < rate <= MAX_RATE:
            raise ClockError(_sentence(f"@{rate}", "the rate must be above 0 and at most 100000"))
        self._start = start
        self._rate = rate
        self._origin = time.clock_gettime(_COUNTING_SLEEP)

    @property
    def rate(self) -> float:
        """Clock seconds that go by in one real second."""
        return self._rate

    def now(self) -> datetime:
        """Return the wall time, aware, in the local zone."""
        if self._start is None:
            moment = datetime.now().astimezone()  # noqa: TID251 - this is the one clock
            return moment if moment.year >= YEARS[0] else moment + FROM_NOTHING
        return (self._start + timedelta(seconds=self.monotonic())).astimezone()

    def monotonic(self) -> float:
        """Return clock seconds since this clock was made, time asleep counted."""
        return (time.clock_gettime(_COUNTING_SLEEP) - self._origin) * self._rate

    def sleep(self, seconds: float) -> None:
        """Wait so many clock seconds; nothing for zero or less."""
        if seconds > 0:
            time.sleep(seconds / self._rate)


def local(day: date, at: time_of_day) -> datetime | None:
    """The moment that clocks here called so; None for one that they left out, as in a night of spring.

    None too for one at either end of the calendar, which another zone could not name.
    """
    called = datetime.combine(day, at)
    try:
        moment = called.astimezone()
        back = moment.astimezone(UTC).astimezone().replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return moment if back == called else None


def clock_from_env(environ: Mapping[str, str]) -> RunningClock:
    """Return the clock that `BACKTUI_CLOCK` asks for, the real one when it is unset or empty; or ClockError.

    The value is a local time, or one with `Z` or an offset, and perhaps `@` and a rate.
    """
    value = environ.get(VARIABLE, "")
    try:
        RunningClock().now()
    except ValueError as error:
        zone = environ.get("TZ", "")[:60]
        why = "no place is a day or more from Greenwich"
        raise ClockError(f"TZ={zone!r} cannot be used: {why}; write it like Europe/London.") from error
    if not value:
        return RunningClock()
    found = re.fullmatch(_STAMP, value, re.ASCII)
    if found is None:
        raise ClockError(_sentence(value, "it is not a time"))
    try:
        start = datetime.fromisoformat(found["stamp"])
        aware = start.astimezone()
    except (ValueError, OverflowError) as error:
        raise ClockError(_sentence(value, f"there is no such time ({error})")) from error
    if start.year not in YEARS:
        raise ClockError(_sentence(value, f"the year must be from {YEARS[0]} to {YEARS[-1]}"))
    return RunningClock(aware, _rate(value, found["rate"]))


def _rate(value: str, digits: str | None) -> float:
    """Return the rate after the `@`, 1 when there is none; ClockError out of bounds."""
    rate = 1.0 if digits is None else float(digits)
    if not 0 < rate <= MAX_RATE:
        raise ClockError(_sentence(value, "the rate must be above 0 and at most 100000"))
    return rate


def _sentence(value: str, why: str) -> str:
    # repr keeps whatever an environment holds from reaching the terminal as an escape sequence.
    return f"{VARIABLE}={value[:60]!r} cannot be used: {why}; write it like {EXAMPLE}."
