"""Doses as files write them: sets as a number or as a list of repetitions."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from backtui.domain.exercise import (
    ONE_EACH,
    SET_BOUNDS,
    Dose,
    HoldSeconds,
    Increment,
    Repetitions,
    RestSeconds,
)

Sets = Annotated[int, Meta(ge=SET_BOUNDS[0], le=SET_BOUNDS[1])]
ManySets = Annotated[tuple[Repetitions, ...], Meta(min_length=SET_BOUNDS[0], max_length=SET_BOUNDS[1])]


class DoseTable(msgspec.Struct, frozen=True):
    """A dose: `reps` of each of `sets`, or a list with those of every set; `rest_s` seconds between them."""

    hold_s: HoldSeconds
    reps: Repetitions | ManySets
    sets: Sets | None = None
    rest_s: RestSeconds = 0

    @property
    def wrong(self) -> str:
        """What does not go together, as the end of a sentence that begins with its place; "" for nothing."""
        both = isinstance(self.reps, tuple) and self.sets is not None
        return "sets is there; where reps is a list, it must not be." if both else ""

    @property
    def dose(self) -> Dose:
        """The dose that it is."""
        first, *more = self.reps if isinstance(self.reps, tuple) else (self.reps,) * (self.sets or 1)
        return Dose(self.hold_s, first, tuple(more), self.rest_s)


class Doses(msgspec.Struct, frozen=True):
    """Where growth begins, where it aims, how far a raised target may go, and what one step of it adds."""

    start: DoseTable
    target: DoseTable
    ceiling: DoseTable
    step: Increment = ONE_EACH


def dose_table(dose: Dose) -> dict[str, Any]:
    """A dose as a file would say it."""
    table: dict[str, Any] = {"hold_s": dose.hold_s, "reps": dose.reps if dose.even else list(dose.sets)}
    if dose.more and dose.even:
        table["sets"] = len(dose.sets)
    if dose.rest_s:
        table["rest_s"] = dose.rest_s
    return table


def dose_of(table: Mapping[str, Any]) -> Dose:
    """The dose in a table that was checked."""
    return msgspec.convert(dict(table), DoseTable).dose
