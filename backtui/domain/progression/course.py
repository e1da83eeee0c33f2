"""The course of a dose: of the day or of an item in a routine, for all sides or for one."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import UNSET
from msgspec.structs import replace

from backtui.domain.exercise import Dose, Exercise, RoutineItem, Side, Sides
from backtui.domain.preferences import Preferences
from backtui.domain.progression.ladder import higher_of, lower_of
from backtui.domain.progression.prescription import (
    Adjustment,
    Decline,
    Flare,
    Prescription,
    prescription_of,
)

APART = {"dose", "target", "ceiling"}  # what, set for one side, makes each side a course of its own


def asked_by_routine(day: Prescription, course: str, asked: Dose, aim: Dose | None = None) -> Prescription:
    """The course of an item with a dose of its own; where it grows, `aim` is its target."""
    return replace(
        day,
        course=course,
        first=asked,
        start=lower_of(day.start, asked),
        target=aim or asked,
        ceiling=higher_of(day.ceiling, aim) if aim else asked,
        target_at=None,
        ceiling_at=None,
        override=None,
    )


def course_of(
    exercise: Exercise,
    course: str,
    item: RoutineItem,
    side: Side,
    marks: Sequence[Adjustment],
    declines: Sequence[Decline],
    flares: Iterable[Flare],
    preferences: Preferences,
) -> Prescription:
    """What is prescribed in a course of that name, for an item of a routine.

    `side` is one that has a dose of its own, else Side.NONE; marks and declines are those of the exercise.
    """
    day = replace(
        prescription_of(
            exercise,
            [mark for mark in marks if mark.what.side in (UNSET, None, side)],
            [each.at for each in declines if each.course == course and each.side in (Side.NONE, side)],
            flares,
            preferences.needed,
            preferences.order,
        ),
        side=side,
    )
    if item.dose is None:
        return day
    aim = higher_of(item.dose, day.target) if item.grows else None
    return replace(asked_by_routine(day, course, item.dose, aim), fixed=item.fixed)


def courses_of(
    exercise: Exercise,
    course: str,
    item: RoutineItem,
    marks: Sequence[Adjustment],
    declines: Sequence[Decline],
    flares: Sequence[Flare],
    preferences: Preferences,
) -> Iterator[Prescription]:
    """The same for each side that has a dose of its own, or once for all."""
    for side in sides_apart(exercise.sides, marks):
        yield course_of(exercise, course, item, side, marks, declines, flares, preferences)


def sides_apart(sides: Sides, marks: Iterable[Adjustment]) -> tuple[Side, ...]:
    """Left and right where a dose or a target was set for one of them, and since then no dose for both."""
    listed = [mark for mark in marks if APART & {*mark.what.says}]
    sided = max((mark.at for mark in listed if mark.what.side), default=None)
    whole = [mark.at for mark in listed if not mark.what.side and "dose" in mark.what.says]
    apart = sides is not Sides.ONE and sided is not None and all(at < sided for at in whole)
    return (Side.LEFT, Side.RIGHT) if apart else (Side.NONE,)
