"""Schedules and pauses are set, changed and taken back."""

from datetime import date, timedelta
from typing import get_args

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.open_log import OpenLog
from backtui.coach.write import as_change, event, voids
from backtui.domain.check import YEARS, problem
from backtui.domain.event_json import body_of
from backtui.domain.events import BODY_LIMIT_BYTES, SettingSet
from backtui.domain.pause import Pause, PauseSet, Reason
from backtui.domain.schedule import (
    A_WEEK_BOUNDS,
    EVERY_BOUNDS,
    MOST_A_DAY,
    MOST_IN_TURN,
    MOST_LIMITS,
    MOST_LINES,
    NO_SCHEDULE,
    Limit,
    Schedule,
    Scheduled,
    Weekday,
    most_a_day,
)
from backtui.domain.text import clock_time
from backtui.domain.words.numbers import many
from backtui.domain.words.weeks import limit_words, line_words, pause_words

DAY = timedelta(days=1)
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
GOES_FIRST = "While there is a schedule, it says which routine is due; `backtui schedule --clear` ends that."


class ComingWeeks:
    """Every such choice as an event; each answers with a sentence of what holds now."""

    def __init__(self, log: OpenLog) -> None:
        self._log = log

    # The schedule

    def put(self, line: Scheduled, *, add: bool = False) -> str:
        """Schedule a routine, or several in turn, in place of the lines that they had; `add`: beside these.

        Raises WrongUseError for an unknown routine or a day with more than there may be.
        """
        with self._log.question() as coach:
            named = {each: coach.routine(each).name for each in line.routines}
            schedule = coach.preferences().schedule
        if len(line.routines) > MOST_IN_TURN:
            raise WrongUseError(f"At most {MOST_IN_TURN} routines take turns, not {len(line.routines)}.")
        found = checked(line)
        place = next((n for n, each in enumerate(schedule.lines) if each.routines == found.routines), None)
        kept = [each for each in schedule.lines if add or each.routines != found.routines]
        kept.insert(len(kept) if add or place is None else place, found)
        self._set(replace(schedule, lines=tuple(kept)))
        return f"Scheduled: {line_words(found, named)}."

    def take_out(self, routine: str) -> str:
        """Take a routine out of the schedule, out of turns too. Raises WrongUseError where it is in none."""
        with self._log.question() as coach:
            schedule, known = coach.preferences().schedule, coach.content.routines
        limit = schedule.limit("routine", routine)
        if routine not in schedule.routines and limit is None:
            raise WrongUseError(f"The schedule has no routine {routine[:40]!a}; `backtui schedule` shows it.")
        lines = [
            replace(each, routines=tuple(one for one in each.routines if one != routine))
            for each in schedule.lines
        ]
        limits = tuple(each for each in schedule.limits if each != limit)
        self._set(Schedule(tuple(each for each in lines if each.routines), limits))
        return f"{known[routine].name if routine in known else routine} is no longer scheduled."

    def exchange(self, old: Scheduled | None, new: Scheduled | None) -> None:
        """Put a line in the place of another, or behind all (old None), or take that out (new None).

        Raises WrongUseError where another program has changed the old one meanwhile.
        """
        schedule = self._log.ask(Coach.preferences).schedule
        lines = list(schedule.lines)
        if old is not None and old not in lines:
            raise WrongUseError("That line was changed elsewhere meanwhile; look at it again.")
        place = len(lines) if old is None else lines.index(old)
        lines[place : place + 1] = [] if new is None else [checked(new)]
        self._set(replace(schedule, lines=tuple(lines)))

    def clear(self) -> str:
        """Schedule nothing: the rule of the week says again what is due."""
        self._set(NO_SCHEDULE)
        return "Nothing is scheduled; the week's rule says what is due."

    def limit(self, name: str, a_week: int | None = None, every: int | None = None) -> str:
        """Say how often a routine or an exercise is done at most; with neither, as often as it is due.

        Raises WrongUseError for an unknown name or numbers out of bounds.
        """
        is_free = a_week is None and every is None
        with self._log.question() as coach:
            schedule, routines = coach.preferences().schedule, coach.content.routines
            routine = routines.get(name)
            # What was removed meanwhile can still be let go.
            exercise = None if routine else (coach.exercise_ever if is_free else coach.exercise)(name)
        if routine and routine.id not in schedule.routines and (a_week or every):
            raise WrongUseError(f"{routine.name} is not scheduled; schedule it first.")
        within("Times a week", a_week, A_WEEK_BOUNDS)
        within("Days from one time to the next", every, EVERY_BOUNDS)
        what = routine or exercise
        assert what is not None
        limit = Limit("routine" if routine else "exercise", what.id, a_week, every)
        others = [each for each in schedule.limits if (each.what, each.id) != (limit.what, limit.id)]
        self._set(replace(schedule, limits=tuple(others if is_free else [*others, limit])))
        if is_free:
            return f"{what.name} comes as often as it is due."
        return f"{limit_words(limit, {what.id: what.name})}."

    def _set(self, schedule: Schedule) -> None:
        """Log the whole schedule, unless nothing changes. Raises WrongUseError for one that is too large."""
        what = setting_of(schedule)
        if schedule != self._log.ask(Coach.preferences).schedule:
            self._log.append([event(what, self._log.now())])

    # Pauses

    def pause(self, why: str, first: date | None = None, last: date | None = None) -> str:
        """Pause from a day (today) to a day, or until it is ended. Raises WrongUseError."""
        pause = _pause(why, first or self._log.ask(Coach.day), last)
        self._log.append([event(_set_of(pause), self._log.now())])
        return f"{pause_words(pause)}: nothing is due."

    def change_pause(self, old: Pause, new: Pause) -> str:
        """Put a pause in the place of another. Raises WrongUseError."""
        new = _pause(new.why.value, new.first, new.last)
        now = self._log.now()
        self._log.append(as_change([*voids([old.event], now), event(_set_of(new), now)]))
        return f"{pause_words(new)}: nothing is due."

    def take_away(self, pause: Pause) -> str:
        """Take a pause away, as if it had never been set."""
        self._log.append(as_change(voids([pause.event], self._log.now())))
        return f"{pause_words(pause)}: removed."

    def end(self) -> str:
        """End what is paused today, so that today counts again. Raises WrongUseError where nothing is."""
        with self._log.question() as coach:
            today = coach.day()
            covering = [each for each in coach.reading.pauses if each.covers(today)]
        if not covering:
            raise WrongUseError("There is no pause today; `backtui pause` shows what is planned.")
        now = self._log.now()
        for each in covering:  # a change each: where another log ends one of them too, the others stay
            ended = [event(_set_of(replace(each, last=today - DAY)), now)] if each.first < today else []
            self._log.append(as_change([*voids([each.event], now), *ended]))
        return "The pause is over; today counts again."

    def pause_number(self, number: int) -> Pause:
        """One of the pauses as they are listed, from 1. Raises WrongUseError."""
        pauses = self._log.ask(lambda coach: coach.reading.pauses)
        if not 1 <= number <= len(pauses):
            there = f"there {'is' if len(pauses) == 1 else 'are'} {many(len(pauses), 'pause')}"
            raise WrongUseError(f"There is no pause {number}; {there}.")
        return pauses[number - 1]


def setting_of(schedule: Schedule) -> SettingSet:
    """What sets the whole schedule. Raises WrongUseError for one that is too large."""
    if len(schedule.lines) > MOST_LINES:
        raise WrongUseError(f"A schedule has at most {MOST_LINES} lines; remove one first.")
    if len(schedule.limits) > MOST_LIMITS:
        raise WrongUseError(f"At most {MOST_LIMITS} frequencies fit; remove one first.")
    most = most_a_day(schedule)
    if most > MOST_A_DAY:
        raise WrongUseError(f"A day would have up to {many(most, 'session')}; it has {MOST_A_DAY} at most.")
    what = SettingSet("schedule", msgspec.to_builtins(schedule))
    if len(body_of(what)) > BODY_LIMIT_BYTES:
        raise WrongUseError("The schedule is too long to save; remove a line or shorten the ids.")
    return what


def _pause(why: str, first: date, last: date | None) -> Pause:
    """A pause that can be. Raises WrongUseError."""
    if why not in tuple(Reason):
        raise WrongUseError(f"A pause is for {', '.join(Reason)}, not {why[:40]!a}.")
    for day in filter(None, (first, last)):
        if day.year not in YEARS:
            raise WrongUseError(
                f"{day.isoformat()} is out of range; give a day from {YEARS[0]} to {YEARS[-1]}."
            )
    if last is not None and last < first:
        raise WrongUseError(
            f"The pause would end on {last.isoformat()}, before it begins on {first.isoformat()}."
        )
    return Pause(first, last, Reason(why))


def _set_of(pause: Pause) -> PauseSet:
    return PauseSet(pause.why, pause.first, pause.last or UNSET)


def checked(line: Scheduled) -> Scheduled:
    """The line with its days and times in order, each once. Raises WrongUseError."""
    if line.on and line.every is not None:
        raise WrongUseError("Give weekdays or a number of days, not both.")
    within("Days from one time to the next", line.every, EVERY_BOUNDS)
    on = tuple(each for each in WEEKDAYS if each in line.on)
    at = tuple(sorted(set(line.at)))
    if len(at) > MOST_A_DAY:
        raise WrongUseError(f"A day has {MOST_A_DAY} times at most, not {len(at)}.")
    found = replace(line, on=on, at=at)
    if wrong := problem(msgspec.to_builtins(found), Scheduled):
        raise WrongUseError(f"That line of the schedule {wrong}.")
    return found


def within(name: str, value: int | None, bounds: tuple[int, int]) -> None:
    """Raise WrongUseError for a number out of its bounds."""
    if value is not None and not bounds[0] <= value <= bounds[1]:
        raise WrongUseError(f"{name} must be from {bounds[0]} to {bounds[1]}, not {value}.")


def weekdays_of(words: str) -> tuple[Weekday, ...]:
    """Weekdays as "mon,wed", "Monday Friday", "weekdays", "weekend" or "daily". Raises WrongUseError."""
    found: list[Weekday] = []
    groups = {"weekdays": WEEKDAYS[:5], "weekend": WEEKDAYS[5:], "daily": WEEKDAYS}
    for word in words.replace(",", " ").casefold().split():
        named = groups.get(word) or [
            each
            for each, whole in zip(WEEKDAYS, WHOLE, strict=True)
            if len(word) >= 2 and whole.startswith(word)
        ]
        if not named:
            raise WrongUseError(f"{word[:40]!a} is not a weekday; write them like mon,wed,fri.")
        found += named
    return tuple(each for each in WEEKDAYS if each in found)


WHOLE = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def times_of(words: str) -> tuple[str, ...]:
    """Times as "07:30, 19:00". Raises WrongUseError."""
    found: list[str] = []
    for word in words.replace(",", " ").split():
        at = clock_time(word)
        if at is None:
            raise WrongUseError(f"{word[:40]!a} is not a time; write it like 07:30.")
        found.append(f"{at:%H:%M}")
    return tuple(sorted(set(found)))
