"""Targets, doses, locks and rests as they were set, folded into the course of an exercise."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from backtui.domain.course import Course, Override
from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS, Dose, Exercise
from backtui.domain.ladder import Order


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that the person or the provider set for an exercise; None where it was left as it was."""

    at: datetime
    exercise: str
    by: str = "me"
    dose: Dose | None = None
    target: Dose | None = None
    locked: bool | None = None
    resting: bool | None = None


def course_of(
    exercise: Exercise,
    marks: Iterable[Mark] = (),
    declines: Iterable[datetime] = (),
    flares: Iterable[datetime] = (),
    needed: int = 2,
    order: Order = Order.BALANCED,
) -> Course:
    """The course of an exercise from all that was ever set for it, in the order of its time.

    A mark that locks carries the dose that it locks.
    """
    target, target_at = exercise.target, None
    override: Override | None = None
    locked = False
    lock_by = "me"
    rested: datetime | None = None
    resumed: datetime | None = None
    for mark in sorted(marks, key=lambda mark: mark.at):
        if mark.target:
            target, target_at = mark.target, mark.at
        if mark.dose:
            override = Override(mark.at, mark.dose, mark.by)
        if mark.locked is not None:
            locked, lock_by = mark.locked, mark.by
        if mark.resting is not None:
            rested, resumed = (mark.at, resumed) if mark.resting else (rested, mark.at)
    return Course(
        start=exercise.start,
        target=target,
        ceiling=exercise.ceiling,
        sides=exercise.sides,
        target_at=target_at,
        override=override,
        locked=replace(override, by=lock_by) if locked and override else None,
        rested=rested,
        resumed=resumed,
        declines=tuple(declines),
        flares=tuple(flares),
        needed=needed,
        order=order,
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
