"""What is set for an exercise by the person or the provider: dose, target, lock and rest."""

from typing import Any

from backtui.coach.coach import Coach, WrongUseError
from backtui.coach.journal import Append, event, knobs
from backtui.coach.views import TargetWish
from backtui.domain.course import Decision
from backtui.domain.exercise import Dose, Exercise
from backtui.domain.marks import dose_problem


class Aims:
    """Every such choice as an event; `append` writes it whole or not at all."""

    def __init__(self, coach: Coach, append: Append) -> None:
        self.coach = coach
        self._append = append

    def set(self, name: str, wish: TargetWish) -> tuple[Decision, Decision]:
        """Set doses, targets, lock or rest of an exercise: the decisions before and after.

        Raises WrongUseError for an unknown exercise, a number out of bounds, or a wish that says nothing.
        """
        exercise = self.coach.exercise(name)
        before = self.coach.decisions()[exercise.id]
        lock = self.coach.courses()[exercise.id].locked
        changes = wish.hold_s is not None or wish.reps is not None
        if changes and lock and lock.by == "provider" and wish.by == "me" and wish.locked is None:
            raise WrongUseError(f"{exercise.name} is locked by your provider at {lock.dose}; unlock it.")
        body = self._aimed(exercise, before, wish)
        self._append([event("target-set", self.coach.now(), body)])
        return before, self.coach.decisions()[exercise.id]

    def _aimed(self, exercise: Exercise, before: Decision, wish: TargetWish) -> dict[str, Any]:
        body: dict[str, Any] = {"exercise": exercise.id, "by": wish.by}
        if wish.hold_s is not None or wish.reps is not None or wish.locked:
            body["dose"] = knobs(_sound("", before.dose, wish.hold_s, wish.reps))
        if wish.target_hold_s is not None or wish.target_reps is not None:
            target = self.coach.courses()[exercise.id].target
            body["target"] = knobs(_sound("target ", target, wish.target_hold_s, wish.target_reps))
        if wish.locked is not None:
            body["locked"] = wish.locked
        if wish.resting is not None:
            body["resting"] = wish.resting
        if len(body) == 2:
            raise WrongUseError("Nothing to set was given: a hold, repetitions, a target, a lock or a rest.")
        if "dose" in body and "target" in body:
            over = [k for k in ("hold_s", "reps") if body["dose"][k] > body["target"][k]]
            if over and (wish.hold_s is not None or wish.reps is not None):
                dose, target = Dose(**body["dose"]), Dose(**body["target"])
                raise WrongUseError(f"The dose {dose} is above the target {target}; change one of them.")
        return body


def _sound(what: str, current: Dose, hold_s: int | None, reps: int | None) -> Dose:
    """The current numbers with the new ones in their places. Raises WrongUseError with the bounds."""
    dose = Dose(current.hold_s if hold_s is None else hold_s, current.reps if reps is None else reps)
    problem = dose_problem(what, dose)
    if problem:
        raise WrongUseError(problem[0].upper() + problem[1:])
    return dose
