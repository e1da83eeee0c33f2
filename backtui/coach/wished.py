"""A wish for an exercise's numbers as the body of its event, checked against every bound."""

from typing import Any

from backtui.coach.coach import WrongUseError
from backtui.coach.journal import knobs
from backtui.coach.views import TargetWish
from backtui.domain.course import Course
from backtui.domain.exercise import Dose
from backtui.domain.ladder import Order
from backtui.domain.marks import dose_problem
from backtui.domain.preferences import NEEDED_BOUNDS

KNOBS = ("hold_s", "reps")
# Each may not be above the next; where one wish says both sides of it, one of them has to be changed.
RISING = (("dose", "target"), ("target", "ceiling"), ("dose", "ceiling"))
NOTHING = (
    "Nothing to set was given: a hold, repetitions, a target, a ceiling, successes a step, a ladder,"
    " a lock or a rest."
)
AS_EVERYWHERE = "default"


def body_of(exercise: str, dose: Dose, course: Course, wish: TargetWish) -> dict[str, Any]:
    """The body of the target-set event; `dose` is the next one. Raises WrongUseError with the bounds."""
    body: dict[str, Any] = {"exercise": exercise, "by": wish.by}
    current = {"dose": dose, "target": course.target, "ceiling": course.ceiling}
    given = {name: _given(wish, name) for name in current}
    for name, numbers in given.items():
        if numbers or (name == "dose" and wish.locked):
            body[name] = knobs(_sound("" if name == "dose" else f"{name} ", current[name], numbers))
    for low, high in RISING:
        if given[low] and given[high]:
            _meet(body, given, low, high)
    if wish.needed is not None:
        body["needed"] = _needed(wish.needed)
    if wish.ladder is not None:
        body["ladder"] = _ladder(wish.ladder)
    if wish.locked is not None:
        body["locked"] = wish.locked
    if wish.resting is not None:
        body["resting"] = wish.resting
    if len(body) == 2:
        raise WrongUseError(NOTHING)
    return body


def _given(wish: TargetWish, name: str) -> dict[str, int]:
    """The numbers that the wish says of a dose, a target or a ceiling."""
    front = "" if name == "dose" else f"{name}_"
    said = {knob: getattr(wish, f"{front}{knob}") for knob in KNOBS}
    return {knob: number for knob, number in said.items() if number is not None}


def _sound(what: str, current: Dose, given: dict[str, int]) -> Dose:
    """The current numbers with the new ones in their places. Raises WrongUseError with the bounds."""
    dose = Dose(**{**knobs(current), **given})
    problem = dose_problem(what, dose)
    if problem:
        raise WrongUseError(problem[0].upper() + problem[1:])
    return dose


def _meet(body: dict[str, Any], given: dict[str, dict[str, int]], low: str, high: str) -> None:
    """Where the lower would stand above the higher, the number that was said moves the one that was not."""
    for knob in KNOBS:
        if body[low][knob] <= body[high][knob]:
            continue
        if knob in given[low] and knob in given[high]:
            one, other = Dose(**body[low]), Dose(**body[high])
            raise WrongUseError(f"The {low} {one} is above the {high} {other}; change one of them.")
        if knob in given[low]:
            body[high][knob] = body[low][knob]
        else:
            body[low][knob] = body[high][knob]


def _needed(count: int | str) -> int | None:
    """So many successes a step; None for as it is set for all."""
    if count == AS_EVERYWHERE:
        return None
    least, most = NEEDED_BOUNDS
    if not isinstance(count, int) or not least <= count <= most:
        raise WrongUseError(
            f"Successes a step must be from {least} to {most}, or {AS_EVERYWHERE}, not {count}."
        )
    return count


def _ladder(order: str) -> str | None:
    """What grows first; None for as it is set for all."""
    if order != AS_EVERYWHERE and order not in tuple(Order):
        raise WrongUseError(f"The ladder is {', '.join(Order)} or {AS_EVERYWHERE}, not {order[:40]!a}.")
    return None if order == AS_EVERYWHERE else order
