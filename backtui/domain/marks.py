"""Targets, doses, locks and rests as they were set, folded into the course of an exercise."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from backtui.domain.course import Course, Override
from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS, Dose, Exercise
from backtui.domain.ladder import Order

SAID = (
    "dose",
    "target",
    "ceiling",
    "locked",
    "resting",
    "needed",
    "ladder",
    "priority",
    "disabled",
    "allowed",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that the person or the provider set for an exercise; None where it was left as it was.

    One that locks carries the dose that it locks. `as_everywhere` names what is no longer the exercise's own
    ("needed", "ladder").
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
    allowed: bool | None = None
    as_everywhere: tuple[str, ...] = ()

    @property
    def says(self) -> tuple[str, ...]:
        """What it is about, of `SAID`."""
        return tuple(name for name in SAID if getattr(self, name) is not None or name in self.as_everywhere)


def newest_of(marks: Iterable[Mark]) -> dict[str, Mark]:
    """For each thing that was ever set for an exercise, the newest mark that says it.

    Of two at the same instant it is the one that comes later.
    """
    oldest_first = sorted(marks, key=lambda mark: mark.at)
    return {name: mark for mark in oldest_first for name in mark.says}


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
    listed = list(marks)
    newest = newest_of(listed)
    aimed, limited = newest.get("target"), newest.get("ceiling")
    dosed, lock = newest.get("dose"), newest.get("locked")
    paced, laddered = newest.get("needed"), newest.get("ladder")
    rested = newest_of(mark for mark in listed if mark.resting is True).get("resting")
    resumed = newest_of(mark for mark in listed if mark.resting is False).get("resting")
    override = Override(dosed.at, dosed.dose, dosed.by) if dosed and dosed.dose else None
    return Course(
        exercise.start,
        aimed.target if aimed and aimed.target else exercise.target,
        limited.ceiling if limited and limited.ceiling else exercise.ceiling,
        exercise.sides,
        target_at=aimed.at if aimed else None,
        ceiling_at=limited.at if limited else None,
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
