"""What the provider's page is made of."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from backtui.domain.exercise import Dose, Routine
from backtui.domain.record import Activity, SessionRecord
from backtui.domain.weekday import MONDAY, WeekStart
from backtui.exchange.report_courses import PLAIN, CourseKey


class CurrentDose(msgspec.Struct, frozen=True):
    """A course of an exercise today: its dose and the reason, and the target and ceiling that hold.

    `where` says which course it is, where there are several; `state` that it is resting or locked.
    """

    dose: Dose
    why: str
    target: Dose
    ceiling: Dose
    where: str = ""
    course: CourseKey = PLAIN
    state: str = ""


class TargetLine(msgspec.Struct, frozen=True):
    """What was set for an exercise on a day, by whom, in words."""

    day: date
    exercise: str
    by: str
    words: str


class Remark(msgspec.Struct, frozen=True):
    """A note, the day of the session that it is about, and its exercise where it is about one."""

    day: date
    text: str
    exercise: str = ""


class Report(msgspec.Struct, frozen=True):
    """All that the page tells; `sessions` oldest first, those in which something was begun.

    `back_days`: the days that sessions used up, as the week counts them. `full`: with every change, month and
    note, on as many sides as that takes; else it is two sides of A4.
    """

    first: date
    today: date
    goal: int
    sessions: tuple[SessionRecord, ...]
    back_days: Sequence[date]
    activities: tuple[Activity, ...]
    exercises: Mapping[str, Sequence[CurrentDose]]
    names: Mapping[str, str]  # of exercises by their ids, of those removed since too
    wishes: Sequence[TargetLine]
    notes: Sequence[Remark] | None  # None where they were not asked for
    told: Sequence[tuple[date, int]] = ()  # pain from 0 to 10 that was told beside all sessions
    starts: WeekStart = MONDAY
    routines: Mapping[str, Routine] = msgspec.field(default_factory=dict)
    programme: Sequence[str] = ()  # the schedule and the pauses, a sentence each
    full: bool = False
