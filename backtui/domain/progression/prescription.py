"""Prescription, Entry, Outcome, Decision."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

import msgspec
from msgspec.structs import force_setattr, replace

from backtui.domain.events import TargetSet
from backtui.domain.exercise import (
    DAY_COURSE,
    ONE_EACH,
    Dose,
    Exercise,
    Increment,
    Side,
    Sides,
)
from backtui.domain.progression.ladder import Order, higher_of, lower_of


class Outcome(StrEnum):
    """What one performed entry says about its dose."""

    SUCCESS = "success"
    EASY = "easy"
    HARD = "hard"
    MISS = "miss"
    CUT = "cut short"
    PAIN = "pain"


WORTH = {Outcome.SUCCESS: 1, Outcome.EASY: 2}


class Doubt(StrEnum):
    """Why an entry adds no success."""

    AGAIN = "again"
    DIZZY = "dizzy"
    FLARE = "flare"
    UNCONFIRMED = "unconfirmed"
    UNRATED = "unrated"


class DecisionKind(StrEnum):
    """What a decision does with the dose."""

    FIRST = "first"
    UP = "up"
    SAME = "same"
    DOWN = "down"
    RETURN = "return"
    RESTING = "resting"
    LOCKED = "locked"
    AT_TARGET = "at-target"


class Entry(msgspec.Struct, frozen=True):
    """One performed exercise in one session, all its appearances in one course made one.

    `doubt` is why a success in it may add nothing: it was the second time that day, there was dizziness or a
    flare, nobody confirmed it or rated it. `course` and `side` say where its dose lives, `asked` what its
    routine asked for.
    """

    at: datetime
    day: date
    prescribed: Dose
    outcome: Outcome
    doubt: Doubt | None = None
    course: str = DAY_COURSE
    side: Side = Side.NONE
    asked: Dose | None = None

    @property
    def successes(self) -> int:
        """0, 1 or 2 (easy counts double)."""
        return 0 if self.doubt else WORTH.get(self.outcome, 0)


class Flare(msgspec.Struct, frozen=True):
    """A session that began then, and after which the back was worse; what was told of pain about it."""

    at: datetime
    before: int | None = None
    after: int | None = None
    morning: str | None = None


class Decline(msgspec.Struct, frozen=True):
    """A "not yet" to an announced raise of one course."""

    at: datetime
    exercise: str
    session: bytes | None
    course: str = DAY_COURSE
    side: Side = Side.NONE


class Override(msgspec.Struct, frozen=True):
    """A dose that the person or the provider set."""

    at: datetime
    dose: Dose
    by: str = "me"


class Prescription(msgspec.Struct, frozen=True):
    """The person's plan for one course of an exercise: the day's, or one of a routine; one side or all.

    `first` is what its routine asks for, None where no routine does; `fixed`: the routine lets nothing
    change it. `target` is what growth aims at and `ceiling` how far it may be offered to grow, `target_at`
    and `ceiling_at` when they were set (None for the exercise's own); `locked` is the dose that no rule
    changes; `rested` is when the person set the exercise aside and `resumed` when they brought it back (the
    newer one holds); `declines` are when a growth was declined. `needed` (1-5) successes make a step, which
    adds `step`.
    """

    start: Dose
    target: Dose
    ceiling: Dose
    sides: Sides = Sides.ONE
    course: str = DAY_COURSE
    side: Side = Side.NONE
    first: Dose | None = None
    fixed: bool = False
    step: Increment = ONE_EACH
    target_at: datetime | None = None
    ceiling_at: datetime | None = None
    override: Override | None = None
    locked: Override | None = None
    rested: datetime | None = None
    resumed: datetime | None = None
    declines: tuple[datetime, ...] = ()
    flares: tuple[Flare, ...] = ()
    needed: int = 2
    order: Order = Order.BALANCED

    def __post_init__(self) -> None:
        """Where dose, target and ceiling meet the newer wish holds; a start above the target begins there.

        A dose raises a target below it, a target a ceiling below it, and a newer ceiling lowers the target.
        """
        limited, override = self.ceiling_at, self.override
        target = self.target
        if limited and (self.target_at is None or limited > self.target_at):
            target = lower_of(target, self.ceiling)
        if override and (self.target_at is None or override.at >= self.target_at):
            target = higher_of(target, override.dose)
            if limited and limited > override.at:
                target = lower_of(target, self.ceiling)
        force_setattr(self, "target", target)
        force_setattr(self, "ceiling", higher_of(self.ceiling, target))
        force_setattr(self, "start", lower_of(self.start, target))

    @property
    def set_aside(self) -> bool:
        """The person rests the exercise and has not brought it back."""
        return self.rested is not None and (self.resumed is None or self.resumed < self.rested)


class Decision(msgspec.Struct, frozen=True):
    """The next dose of one exercise, which rule gave it and why in one sentence.

    `before` is the dose prescribed last (None before the first time); `successes` of `enough` are there
    for the next step; `offer` is another target, for the person to accept: a higher one after a time at the
    target, a lower one at a limit. `pains` are those among the newest entries, where the exercise rests for
    them or the dose stays for all of them.
    """

    dose: Dose
    kind: DecisionKind
    rule: str
    why: str
    before: Dose | None = None
    successes: int = 0
    enough: int = 0
    offer: Dose | None = None
    pains: int = 0


class Adjustment(msgspec.Struct, frozen=True):
    """What the person or the provider set for an exercise, when, and by which event.

    One that locks carries the dose that it locks.
    """

    at: datetime
    what: TargetSet
    event: bytes = b""


def newest_of(marks: Iterable[Adjustment]) -> dict[str, Adjustment]:
    """For each thing that was ever set for an exercise, the newest mark that says it.

    Of two at the same instant it is the one that comes later.
    """
    oldest_first = sorted(marks, key=lambda mark: mark.at)
    return {name: mark for mark in oldest_first for name in mark.what.says}


def prescription_of(
    exercise: Exercise,
    marks: Iterable[Adjustment] = (),
    declines: Iterable[datetime] = (),
    flares: Iterable[Flare] = (),
    needed: int = 2,
    order: Order = Order.BALANCED,
) -> Prescription:
    """The course of the day of an exercise from all that was ever set for it, in the order of its time.

    `needed` and `order` hold where no mark says its own.
    """
    listed = list(marks)
    newest = newest_of(listed)
    aimed, limited = newest.get("target"), newest.get("ceiling")
    dosed, lock = newest.get("dose"), newest.get("locked")
    paced, laddered, stepped = newest.get("needed"), newest.get("ladder"), newest.get("step")
    rested = newest_of(mark for mark in listed if mark.what.resting is True).get("resting")
    resumed = newest_of(mark for mark in listed if mark.what.resting is False).get("resting")
    override = Override(dosed.at, dosed.what.dose, dosed.what.by) if dosed and dosed.what.dose else None
    return Prescription(
        exercise.start,
        aimed.what.target if aimed and aimed.what.target else exercise.target,
        limited.what.ceiling if limited and limited.what.ceiling else exercise.ceiling,
        exercise.sides,
        step=stepped.what.step if stepped and stepped.what.step else exercise.step,
        target_at=aimed.at if aimed else None,
        ceiling_at=limited.at if limited else None,
        override=override,
        locked=replace(override, by=lock.what.by) if override and lock and lock.what.locked else None,
        rested=rested.at if rested else None,
        resumed=resumed.at if resumed else None,
        declines=tuple(declines),
        flares=tuple(flares),
        needed=paced.what.needed if paced and paced.what.needed else needed,
        order=laddered.what.ladder if laddered and laddered.what.ladder else order,
    )
