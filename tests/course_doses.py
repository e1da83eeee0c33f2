"""Doses of items for the planner, made of decisions by exercise."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from backtui.domain.exercise import DAY_COURSE, Dose, RoutineItem, Side
from backtui.domain.plan import CourseDose, Doses
from backtui.domain.progression.prescription import Decision, DecisionKind, Prescription

KEPT = (DecisionKind.LOCKED, DecisionKind.RESTING)


def doses_of(decisions: Mapping[str, Decision], sided: Mapping[str, Decision] | None = None) -> Doses:
    """The dose of the day, or what an item asks for; `sided` are those of a right side."""

    def doses(item: RoutineItem) -> Sequence[CourseDose]:
        if item.exercise not in decisions:
            return ()
        right = (sided or {}).get(item.exercise)
        if right is None:
            return (_dose(item, decisions[item.exercise], Side.NONE),)
        return (_dose(item, decisions[item.exercise], Side.LEFT), _dose(item, right, Side.RIGHT))

    return doses


def _dose(item: RoutineItem, decision: Decision, side: Side) -> CourseDose:
    if item.dose and decision.kind not in KEPT:
        decision = replace(decision, dose=item.dose)
    course = item.course("mine") if item.dose else DAY_COURSE
    target = Dose(9, 9) if item.grows else item.dose or Dose(5, 5)
    prescription = Prescription(Dose(1, 1), target, target, course=course, side=side, first=item.dose)
    return CourseDose(item.exercise, prescription, decision)
