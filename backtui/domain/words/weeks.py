"""Schedules and pauses in words."""

from collections.abc import Mapping, Sequence

import msgspec

from backtui.domain.pause import Pause
from backtui.domain.schedule import Limit, Schedule, Scheduled, Slot, every_words
from backtui.domain.week import ComingDay
from backtui.domain.words.numbers import join_and, long_day, many

NO_NAMES: Mapping[str, str] = {}


def line_words(line: Scheduled, names: Mapping[str, str] = NO_NAMES) -> str:
    """A line as "Evening, on Mon and Thu, at 19:00"."""
    named = [names.get(each, each) for each in line.routines]
    turn = f"{join_and(named)} in turn" if len(named) > 1 else named[0]
    return f"{turn}, {when_words(line)}"


def when_words(line: Scheduled) -> str:
    """When a line is due."""
    if line.on:
        when = f"on {join_and(each.capitalize() for each in line.on)}"
    else:
        when = every_words(line.every) if line.every else "on back days"
    return f"{when}, at {join_and(line.at)}" if line.at else when


def limit_words(limit: Limit, names: Mapping[str, str] = NO_NAMES) -> str:
    """How often at most, as "Evening, at most 2 times a week"."""
    parts = [f"{many(limit.a_week, 'time')} a week"] if limit.a_week else []
    parts += [f"once {every_words(limit.every)}" if limit.every > 1 else "once a day"] if limit.every else []
    return f"{names.get(limit.id, limit.id)}, at most {join_and(parts)}"


def schedule_words(schedule: Schedule) -> str:
    """All of it in a line."""
    return "; ".join([*map(line_words, schedule.lines), *map(limit_words, schedule.limits)]) or "none"


def stored_schedule_words(value: object) -> str:
    """A schedule as a log has it, which another program may have written."""
    try:
        return schedule_words(msgspec.convert(value, Schedule))
    except msgspec.ValidationError:
        return "as it was set"


def pause_words(pause: Pause) -> str:
    """A pause as "Holiday, from Sun 20 Dec 2026 to Sun 3 Jan 2027"."""
    if pause.first == pause.last:
        return f"{pause.why.words}, on {long_day(pause.first)}"
    until = f"to {long_day(pause.last)}" if pause.last else "until you end it"
    return f"{pause.why.words}, from {long_day(pause.first)} {until}"


def day_words(day: ComingDay, names: Mapping[str, str] = NO_NAMES) -> str:
    """What a day to come is for, in a few words."""
    if day.pause:
        return f"pause ({day.pause.why.value})"
    return slots_words(day.slots, names) or day.due.value


def slots_words(slots: Sequence[Slot], names: Mapping[str, str] = NO_NAMES) -> str:
    """What a day has, as "Office 10:00, Evening 19:00 (done)"."""
    parts = ((names.get(slot.routine, slot.routine), slot.at, "(done)" * slot.done) for slot in slots)
    return ", ".join(" ".join(filter(None, part)) for part in parts)
