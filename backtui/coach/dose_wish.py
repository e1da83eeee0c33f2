"""A dose that a person wishes: in the notation, or number by number."""

from collections.abc import Collection, Mapping
from itertools import zip_longest
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from backtui.coach.answers import TargetRequest
from backtui.coach.errors import WrongUseError
from backtui.domain.exercise import (
    HOLD_BOUNDS_S,
    REPETITION_BOUNDS,
    REST_BOUNDS_S,
    SET_BOUNDS,
    Dose,
    Increment,
)
from backtui.domain.notation import NotationError, dose_of, out_of_bounds

BOUNDS = {
    "hold_s": ("hold", HOLD_BOUNDS_S, " s"),
    "reps": ("repetitions", REPETITION_BOUNDS, ""),
    "sets": ("sets", SET_BOUNDS, ""),
    "rest_s": ("rest between the sets", REST_BOUNDS_S, " s"),
}


class DoseWish(msgspec.Struct, frozen=True):
    """What is said of a dose, a target or a ceiling (`what`): all of it, and numbers of it."""

    what: str
    whole: str | None
    numbers: Mapping[str, int]

    @staticmethod
    def of(wish: TargetRequest, what: str) -> "DoseWish":
        """The part of a wish that is about a dose, a target or a ceiling."""
        front = "" if what == "dose" else f"{what}_"
        said = {knob: getattr(wish, f"{front}{knob}", None) for knob in BOUNDS}
        numbers = {knob: number for knob, number in said.items() if number is not None}
        return DoseWish(what, getattr(wish, what), MappingProxyType(numbers))

    @property
    def knobs(self) -> frozenset[str]:
        """The numbers that it says."""
        return frozenset(BOUNDS if self.whole is not None else self.numbers)

    def made_of(self, current: Dose) -> Dose:
        """The current dose with what is said in its place. Raises WrongUseError with the bounds."""
        dose = current if self.whole is None else self._read(self.whole)
        front = {"dose": "", "target": "target "}.get(self.what, "never above: ")
        for knob, number in self.numbers.items():
            name, bounds, unit = BOUNDS[knob]
            if problem := out_of_bounds(f"{front}{name}", number, bounds, unit):
                raise WrongUseError(problem)
            dose = with_number(dose, knob, number)
        return dose

    def _read(self, text: str) -> Dose:
        try:
            return dose_of(text)
        except NotationError as error:
            front = {"dose": "", "target": "For the target: "}.get(self.what, "For “never above”: ")
            raise WrongUseError(f"{front}{error}") from None


def with_number(dose: Dose, knob: str, number: int) -> Dose:
    """The dose with another number; repetitions are those of every set, a further set is as the last one."""
    if knob == "reps":
        return with_sets(dose, (number,) * len(dose.sets))
    if knob == "sets":
        return with_sets(dose, (*dose.sets, *(dose.sets[-1],) * number)[:number])
    return replace(dose, **{knob: number})


def with_sets(dose: Dose, sets: tuple[int, ...]) -> Dose:
    """The dose with other sets."""
    return replace(dose, reps=sets[0], more=sets[1:])


def number_of(dose: Dose | Increment, knob: str) -> int:
    """A number of a dose or of a step; the repetitions are those of the first set."""
    number = getattr(dose, knob)
    return len(number) if isinstance(number, tuple) else int(number)


def knobs_above(one: Dose, other: Dose) -> frozenset[str]:
    """The numbers in which one dose is above another; a rest is not more nor less."""
    found = {
        "hold_s": one.hold_s > other.hold_s,
        "reps": any(a > b for a, b in zip(one.sets, other.sets, strict=False)),
        "sets": len(one.sets) > len(other.sets),
    }
    return frozenset(knob for knob, above in found.items() if above)


def raised(dose: Dose, to: Dose, knobs: Collection[str]) -> Dose:
    """The dose with these numbers as high as another's."""
    if "hold_s" in knobs:
        dose = replace(dose, hold_s=to.hold_s)
    if "reps" in knobs:
        pairs = zip_longest(dose.sets, to.sets[: len(dose.sets)], fillvalue=0)
        dose = with_sets(dose, tuple(max(pair) for pair in pairs))
    if "sets" in knobs:
        dose = with_sets(replace(dose, rest_s=to.rest_s), (*dose.sets, *to.sets[len(dose.sets) :]))
    return dose


def lowered(dose: Dose, to: Dose, knobs: Collection[str]) -> Dose:
    """The dose with these numbers as low as another's."""
    if "hold_s" in knobs:
        dose = replace(dose, hold_s=to.hold_s)
    if "sets" in knobs:
        dose = with_sets(dose, dose.sets[: len(to.sets)])
    if "reps" in knobs:
        pairs = zip_longest(dose.sets, to.sets[: len(dose.sets)], fillvalue=REPETITION_BOUNDS[1])
        dose = with_sets(dose, tuple(min(pair) for pair in pairs))
    return dose
