"""Targets, doses, locks and rests as they were set, folded into the course of an exercise."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from backtui.domain.course import Course, Override
from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS, Dose, Exercise
from backtui.domain.ladder import Order


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that the person or the provider set for an exercise; None where it was left as it was.

    One that locks carries the dose that it locks.
    """

    at: datetime
    exercise: str
    by: str = "me"
    dose: Dose | None = None
    target: Dose | None = None
    locked: bool | None = None
    resting: bool | None = None
    ceiling: Dose | None = None
    needed: int | None = None
    ladder: Order | None = None
    priority: str | None = None
    disabled: bool | None = None


def course_of(
    exercise: Exercise,
    marks: Iterable[Mark] = (),
    declines: Iterable[datetime] = (),
    flares: Iterable[datetime] = (),
    needed: int = 2,
    order: Order = Order.BALANCED,
) -> Course:
    """The course of an exercise from all that was ever set for it, in the order of its time.

    `needed` and `order` hold where no mark says its own.
    """
    newest_first = sorted(marks, key=lambda mark: mark.at, reverse=True)

    def newest(said: Callable[[Mark], bool]) -> Mark | None:
        return next(filter(said, newest_first), None)

    aimed = newest(lambda mark: mark.target is not None)
    dosed = newest(lambda mark: mark.dose is not None)
    lock = newest(lambda mark: mark.locked is not None)
    rested, resumed = newest(lambda mark: mark.resting is True), newest(lambda mark: mark.resting is False)
    limited = newest(lambda mark: mark.ceiling is not None)
    paced = newest(lambda mark: mark.needed is not None)
    laddered = newest(lambda mark: mark.ladder is not None)
    override = Override(dosed.at, dosed.dose, dosed.by) if dosed and dosed.dose else None
    return Course(
        exercise.start,
        aimed.target if aimed and aimed.target else exercise.target,
        limited.ceiling if limited and limited.ceiling else exercise.ceiling,
        exercise.sides,
        target_at=aimed.at if aimed else None,
        override=override,
        locked=replace(override, by=lock.by) if override and lock and lock.locked else None,
        rested=rested.at if rested else None,
        resumed=resumed.at if resumed else None,
        declines=tuple(declines),
        flares=tuple(flares),
        needed=paced.needed if paced and paced.needed else needed,
        order=laddered.ladder if laddered and laddered.ladder else order,
    )


def dose_problem(what: str, dose: Dose) -> str | None:
    """What is out of bounds in a dose or a target, as one sentence with the bounds; None when it is sound."""
    for name, value, (least, most), unit in (
        ("hold", dose.hold_s, HOLD_BOUNDS_S, " s"),
        ("repetitions", dose.reps, REPETITION_BOUNDS, ""),
    ):
        if not least <= value <= most:
            return f"{what}{name} must be from {least} to {most}{unit}, not {value}."
    return None
