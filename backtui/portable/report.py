"""What a provider is shown: the facts of the page of html_out.py, counted from the sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from backtui.domain.exercise import Dose, sides_of
from backtui.domain.history import EntryRecord, SessionRecord
from backtui.domain.week import monday_of
from backtui.portable.csv_out import Activity


@dataclass(frozen=True, slots=True)
class Standing:
    """An exercise today: its name, dose and the reason, and the target and ceiling that hold."""

    name: str
    dose: Dose
    why: str
    target: Dose
    ceiling: Dose


@dataclass(frozen=True, slots=True)
class Wish:
    """What was set for an exercise on a day, by whom, in words."""

    day: date
    exercise: str
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A note and the day of the session that it is about."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page tells; `sessions` oldest first, those in which something was begun."""

    first: date
    today: date
    goal: int
    sessions: tuple[SessionRecord, ...]
    activities: tuple[Activity, ...]
    exercises: Mapping[str, Standing]
    wishes: Sequence[Wish]
    notes: Sequence[Remark] | None  # None where they were not asked for
    told: Sequence[tuple[date, int]] = ()  # pain from 0 to 10 that was told beside all sessions


@dataclass(frozen=True, slots=True)
class Month:
    """What was done in a month."""

    first: date
    sessions: int
    done: int
    planned: int
    repetitions: int
    aerobic_min: int
    flares: int


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a dose, with its reason."""

    day: date
    exercise: str
    before: Dose
    after: Dose
    why: str


def weeks(report: Report) -> list[tuple[date, int]]:
    """How many days with a session each week had, by its Monday, the empty ones too."""
    days = {each.day for each in report.sessions}
    count: dict[date, int] = {}
    for number in range(monday_of(report.first).toordinal(), report.today.toordinal() + 1, 7):
        count[date.fromordinal(number)] = 0
    for day in days:
        monday = monday_of(day)
        count[monday] = count.get(monday, 0) + 1
    return sorted(count.items())


def months(report: Report) -> list[Month]:
    """The months in which something was done, newest first."""
    found: dict[date, list[SessionRecord]] = {}
    aerobic: dict[date, int] = {}
    for each in report.sessions:
        found.setdefault(each.day.replace(day=1), []).append(each)
    for activity in report.activities:
        month = activity.day.replace(day=1)
        aerobic[month] = aerobic.get(month, 0) + activity.minutes
    return [
        _month(month, found.get(month, []), aerobic.get(month, 0))
        for month in sorted({*found, *aerobic})[::-1]
    ]


def _month(first: date, sessions: Sequence[SessionRecord], aerobic_min: int) -> Month:
    entries = [entry for each in sessions for entry in each.entries]
    return Month(
        first=first,
        sessions=len(sessions),
        done=sum(entry.complete for entry in entries),
        planned=len(entries),
        repetitions=sum(len(entry.reps) for entry in entries),
        aerobic_min=aerobic_min,
        flares=sum(each.flare for each in sessions),
    )


def steps(report: Report) -> list[Step]:
    """Every change of a dose, newest first."""
    found = [
        Step(each.day, entry.exercise, entry.from_dose, entry.prescribed, entry.why)
        for each in report.sessions
        for entry in each.entries
        if entry.begun and entry.from_dose is not None and entry.from_dose != entry.prescribed
    ]
    return found[::-1]


def by_exercise(report: Report) -> dict[str, list[tuple[date, EntryRecord]]]:
    """What was done of each exercise, oldest first; the exercises in the order of their first time."""
    found: dict[str, list[tuple[date, EntryRecord]]] = {}
    for each in report.sessions:
        for entry in each.entries:
            if entry.begun:
                found.setdefault(entry.exercise, []).append((each.day, entry))
    return found


def held_s(entry: EntryRecord) -> float | None:
    """The seconds that the middle repetition of an entry was held; None where none was."""
    return round(median(rep.hold_s for rep in entry.reps), 1) if entry.reps else None


def repeated(entry: EntryRecord) -> float:
    """How many repetitions a side had."""
    return len(entry.reps) / len(sides_of(entry.sides))
