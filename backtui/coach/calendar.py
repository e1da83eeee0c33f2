"""The days to come as reminders for a calendar."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from math import ceil
from pathlib import Path

import msgspec

from backtui import __version__
from backtui.coach.coach import Coach
from backtui.domain.week import ComingDay, Due
from backtui.exchange.ics_export import Edition, Reminder, calendar, is_of, is_ours, minutes_of
from backtui.exchange.ics_memory import remember, remembered
from backtui.machine.files import TargetError, bytes_of, write_private
from backtui.store.queries.events import newest_event, oldest_device

WEEKS = 8
AT = (time(7, 30),)
ROUNDED_TO = 5  # minutes: "about" is no more exact than that
SECONDS = 60
MOST_BYTES = 10_000_000  # of a calendar that was written before


class CalendarWish(msgspec.Struct, frozen=True):
    """A file that is asked for: how many weeks, and the times of a day for what has none of its own.

    `device` names a log in which nothing was logged yet, `memory` is the file of what was given out (None:
    nowhere).
    """

    device: bytes
    memory: Path | None = None
    at: tuple[time, ...] = AT
    weeks: int = WEEKS


def given_out(coach: Coach, wish: CalendarWish, tell: Callable[[str], object]) -> str:
    """A file to be imported: what is due, and what fell away of what was given out before.

    `tell` hears a sentence where it cannot be remembered that this was given out.
    """
    now, name = coach.now.replace(tzinfo=None), log_name(coach, wish.device)
    # What was to be this morning is no reminder any more.
    to_come = [each for each in reminders_of(coach, wish.at, wish.weeks) if each.rings_last > now]
    end = datetime.combine(coach.day() + timedelta(weeks=wish.weeks), time())
    before = remembered(wish.memory)
    fallen = before.fallen(to_come, name, now, end)
    after = before.after(to_come, name, now, minutes_of(coach.now))
    text = calendar(to_come, Edition(coach.now, __version__, name, after.sequence), fallen)
    try:
        remember(wish.memory, after)
    except OSError as error:
        tell(
            f"It cannot be remembered what this calendar has ({error.strerror}, {wish.memory}), so a later"
            " one will not cancel what falls away."
        )
    return text


def kept_up_to_date(coach: Coach, wish: CalendarWish, file: Path) -> None:
    """Write a file that a calendar reads again and again, where the log, the day or the times are other ones.

    It says all that is due, today's past hours too. Raises OSError, and TargetError for a foreign file.
    """
    at = " ".join(f"{each:%H:%M}" for each in wish.at)
    state = f"{coach.day()} {at} {newest_event(coach.reading.log)} {__version__}"
    try:
        before = bytes_of(file, MOST_BYTES).decode("utf-8", "replace")
    except FileNotFoundError:
        before = ""
    if before and not is_ours(before):
        raise TargetError(" is not a calendar of backtui, so nothing was written there")
    if not is_of(before, state):
        name, number = log_name(coach, wish.device), minutes_of(coach.now)
        edition = Edition(coach.now, __version__, name, number, state)
        write_private(file, calendar(reminders_of(coach, wish.at, wish.weeks), edition).encode())


def log_name(coach: Coach, device: bytes) -> bytes:
    """What names the log for the whole world: the machine that logged first, the same after every merge."""
    return oldest_device(coach.reading.log) or device


def reminders_of(coach: Coach, at: Sequence[time], weeks: int) -> list[Reminder]:
    """What is due in the weeks from today on; what has no time of its own is at these times of its day."""

    length = cache(lambda routine: _about(coach.plan(None, routine).total_s / SECONDS))
    return [
        each for day in coach.coming(7 * weeks) for each in _of_day(coach, day, sorted({*at}) or AT, length)
    ]


def _of_day(
    coach: Coach, day: ComingDay, at: Sequence[time], length: Callable[[str | None], int]
) -> Iterator[Reminder]:
    """The reminders of a day to come, none of a day of rest or in a pause; `length` gives minutes."""
    if day.due is Due.AEROBIC:
        walk = _about(coach.aerobic_minutes())
        yield _at(day.day, 1, f"Walk, cycle or swim, about {walk} min", walk, at)
    elif day.due is Due.BACK and not day.slots:
        yield from _sessions(coach, day.day, at, length(None))
    else:
        yield from _scheduled(coach, day, at, length)


def _at(day: date, number: int, words: str, minutes: int, at: Sequence[time]) -> Reminder:
    """The reminder of one of the times of a day (from 1); it rings once more at those that are left."""
    first, *again = (datetime.combine(day, each) for each in at[number - 1 :])
    return Reminder(day, number, first, minutes, words, tuple(again))


def _sessions(coach: Coach, day: date, at: Sequence[time], minutes: int) -> Iterator[Reminder]:
    """The sessions of a back day, each at its time; those for which there is none are at the last."""
    per_day = coach.preferences().per_day
    done = coach.today().sessions if day == coach.day() else 0
    for number in range(done + 1, per_day + 1):
        left = per_day - number + 1
        if number < len(at) and left > 1:
            yield _at(day, number, _session(minutes, 1), minutes, at[:number])
        else:
            number = min(number, len(at))
            yield _at(day, number, _session(minutes, left), minutes, at)
            return


def _session(minutes: int, times: int) -> str:
    return f"Back session, about {minutes} min{f', {times} times' if times > 1 else ''}"


def _scheduled(
    coach: Coach, day: ComingDay, at: Sequence[time], length: Callable[[str | None], int]
) -> Iterator[Reminder]:
    """What the schedule has for a day, numbered as it stands there, done or not."""
    timeless = [number for number, slot in enumerate(day.slots, 1) if slot.at is None]
    for number, slot in enumerate(day.slots, 1):
        if slot not in day.still:
            continue
        minutes = length(slot.routine)
        words = f"{coach.content.routines[slot.routine].name}, about {minutes} min"
        own = slot.starts(day.day, coach.preferences().day_starts_h)
        if own is not None:
            yield Reminder(day.day, number, own, minutes, words)
        else:
            place = min(timeless.index(number), len(at) - 1)
            last = number == timeless[-1]
            of_it = _at(day.day, place + 1, words, minutes, at if last else at[: place + 1])
            yield msgspec.structs.replace(of_it, number=number)


def _about(minutes: float) -> int:
    """The minutes to keep free: rounded up."""
    return max(1, ceil(minutes / ROUNDED_TO)) * ROUNDED_TO
