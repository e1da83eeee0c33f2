"""`export --format ics`: the coming weeks as reminders for a calendar."""

import re
from datetime import time
from math import ceil
from typing import TYPE_CHECKING

import click

from backtui.cli.options import SHOWN
from backtui.cli.version import version

if TYPE_CHECKING:
    from backtui.cli.wire import Wiring

WEEKS_BOUNDS = (1, 26)
WEEKS = 8
AT = time(7, 30)
ROUNDED_TO = 5  # minutes: "about" is no more exact than that
SECONDS = 60


def time_of_day(text: str | time) -> time:
    """A time as 07:30. Raises BadParameter."""
    if isinstance(text, time):
        return text
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text, re.ASCII)
    if not found:
        raise click.BadParameter(f"{text[:SHOWN]!a} is not a time; write it like 07:30.")
    return time(int(found[1]), int(found[2]))


def reminders(wiring: "Wiring", at: time | None, weeks: int | None) -> str:
    """The iCalendar file of the weeks to come. Raises UsageError for weeks out of bounds."""
    from backtui.domain.week import Due
    from backtui.portable.ics_out import Reminder, calendar

    low, high = WEEKS_BOUNDS
    length = WEEKS if weeks is None else weeks
    if not low <= length <= high:
        raise click.UsageError(f"--weeks must be from {low} to {high}, not {length}")
    begin, now = at or AT, wiring.clock.now()
    with wiring.reading() as coach:
        back, aerobic = coach.plan().total_s / SECONDS, coach.week.aerobic_minutes()
        times = coach.today().per_day
        days = coach.week.coming(length)
    session, walk = _about(back), _about(aerobic)
    often = f", {times} times" if times > 1 else ""
    words = {
        Due.BACK: (f"Back session, about {session} min{often}", session),
        Due.AEROBIC: (f"Walk, cycle or swim, about {walk} min", walk),
    }
    all_ = [Reminder(day, kind.value, *words[kind]) for day, kind in days]
    # What was to be this morning is no reminder any more.
    to_come = [each for each in all_ if each.starts(begin) > now.replace(tzinfo=None)]
    return calendar(to_come, begin, now, version())


def _about(minutes: float) -> int:
    """The minutes to keep free: rounded up."""
    return max(1, ceil(minutes / ROUNDED_TO)) * ROUNDED_TO
