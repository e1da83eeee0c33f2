"""Whether an exercise takes part in sessions: switched off, kept back by a caution, or put first or last."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from backtui.domain.exercise import Caution, Exercise
from backtui.domain.marks import Mark

SWITCHED_OFF = "You switched it off; the library brings it back."
NO_LONGER_THERE = "It is no longer there."


class Priority(StrEnum):
    """What goes first when time is short, among exercises that were done equally long ago."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"

    @property
    def weight(self) -> int:
        """-1, 0 or 1; a higher one goes first."""
        return list(Priority).index(self) - 1


@dataclass(frozen=True, slots=True)
class Inclusion:
    """How an exercise takes part; `allowed`: the provider allows it whatever caution was noted."""

    priority: Priority = Priority.NORMAL
    disabled: bool = False
    allowed: bool = False


INCLUDED = Inclusion()


def inclusions(marks: Iterable[Mark]) -> dict[str, Inclusion]:
    """What holds now for each exercise of which anything was said; the newest word of each kind holds."""
    found: dict[str, Inclusion] = {}
    for mark in sorted(marks, key=lambda mark: mark.at):
        so_far = found.get(mark.exercise, INCLUDED)
        found[mark.exercise] = Inclusion(
            so_far.priority if mark.priority is None else Priority(mark.priority),
            so_far.disabled if mark.disabled is None else mark.disabled,
            so_far.allowed if mark.allowed is None else mark.allowed,
        )
    return found


def barred(
    exercises: Iterable[Exercise],
    included: Mapping[str, Inclusion],
    cautions: Mapping[str, Caution],
    noted: Collection[str],
) -> dict[str, str]:
    """The exercises that no session may have, each with the reason in a sentence."""
    reasons: dict[str, str] = {}
    for each in exercises:
        said = included.get(each.id, INCLUDED)
        tags = [tag for tag in each.avoid_with if tag in noted]
        if said.disabled:
            reasons[each.id] = SWITCHED_OFF
        elif tags and not said.allowed:
            names = " and ".join(cautions[tag].name if tag in cautions else tag for tag in tags)
            reasons[each.id] = f"You noted {names}; ask your provider whether and how to do it."
    return reasons
