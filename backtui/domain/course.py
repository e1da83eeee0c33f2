"""What the progression reads and answers: outcomes, the course of an exercise, a decision."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from backtui.domain.exercise import Dose, Sides
from backtui.domain.ladder import Order, higher_of, lower_of


class Outcome(StrEnum):
    """What one performed entry says about its dose."""

    SUCCESS = "success"
    EASY = "easy"
    HARD = "hard"
    MISS = "miss"
    CUT = "cut short"
    PAIN = "pain"


WORTH = {Outcome.SUCCESS: 1, Outcome.EASY: 2}


class Change(StrEnum):
    """What a decision does with the dose."""

    FIRST = "first"
    UP = "up"
    SAME = "same"
    DOWN = "down"
    RETURN = "return"
    RESTING = "resting"
    LOCKED = "locked"
    AT_TARGET = "at-target"


@dataclass(frozen=True, slots=True)
class Entry:
    """One performed exercise in one session, both appearances of a session already made one.

    `counts` is False where a success may add nothing: dizziness, a flare, a second session of the day,
    or a session that ran to its end without a sign of life.
    """

    at: datetime
    day: date
    prescribed: Dose
    outcome: Outcome
    counts: bool = True

    @property
    def successes(self) -> int:
        """0, 1 or 2 (easy counts double)."""
        if not self.counts:
            return 0
        return WORTH.get(self.outcome, 0)


@dataclass(frozen=True, slots=True)
class Override:
    """A dose that the person or the provider set."""

    at: datetime
    dose: Dose
    by: str = "me"


@dataclass(frozen=True, slots=True)
class Course:
    """The person's plan for one exercise.

    `target` is what growth aims at and `ceiling` how far it may be offered to grow, `target_at` and
    `ceiling_at` when they were set (None for the exercise's own); `locked` is the dose that no rule changes;
    `rested` is when the person set the exercise aside and `resumed` when they brought it back (the newer one
    holds); `declines` and `flares` are when a growth was declined and when a session with a flare began.
    `needed` (1-5) successes make a step.
    """

    start: Dose
    target: Dose
    ceiling: Dose
    sides: Sides = Sides.ONE
    target_at: datetime | None = None
    ceiling_at: datetime | None = None
    override: Override | None = None
    locked: Override | None = None
    rested: datetime | None = None
    resumed: datetime | None = None
    declines: tuple[datetime, ...] = ()
    flares: tuple[datetime, ...] = ()
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
        object.__setattr__(self, "target", target)
        object.__setattr__(self, "ceiling", higher_of(self.ceiling, target))
        object.__setattr__(self, "start", lower_of(self.start, target))

    @property
    def set_aside(self) -> bool:
        """The person rests the exercise and has not brought it back."""
        return self.rested is not None and (self.resumed is None or self.resumed < self.rested)


@dataclass(frozen=True, slots=True)
class Decision:
    """The next dose of one exercise, which rule gave it and why in one sentence.

    `before` is the dose prescribed last (None before the first time); `successes` of `enough` are there
    for the next step; `offer` is a higher target, for the person to accept, when the target is mastered.
    """

    dose: Dose
    kind: Change
    rule: str
    why: str
    before: Dose | None = None
    successes: int = 0
    enough: int = 0
    offer: Dose | None = None
