"""Doses, holds and routine items as files write them."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from backtui.domain.exercise import (
    HOLD_BOUNDS_S,
    MOST_HOLDS,
    ONE_EACH,
    REST_BOUNDS_S,
    SET_BOUNDS,
    Dose,
    HoldPart,
    HoldSeconds,
    Increment,
    Line,
    Repetitions,
    RestSeconds,
    RoutineItem,
    Word,
    course_name,
)
from backtui.domain.notation import NotationError, dose_of

OWN_BOUNDS_S = (1, HOLD_BOUNDS_S[1])  # of a hold that has its own
ROUND_BOUNDS = (2, 10)
MOST_ITEMS, MOST_EXERCISES = 40, 200  # of a routine as it is written, and with its rounds
Sets = Annotated[int, Meta(ge=SET_BOUNDS[0], le=SET_BOUNDS[1])]
EachSet = Annotated[tuple[Repetitions, ...], Meta(min_length=1, max_length=SET_BOUNDS[1])]


class DoseTable(msgspec.Struct, frozen=True):
    """A dose as a table: the repetitions of one set, or a list with those of each; no hold is a movement."""

    reps: Repetitions | EachSet
    hold_s: HoldSeconds = 0
    sets: Sets | None = None
    rest_s: RestSeconds = 0


WrittenDose = DoseTable | str


class Doses(msgspec.Struct, frozen=True):
    """Where growth begins, where it aims, how far a raised target may go, and how much a step adds."""

    start: WrittenDose
    target: WrittenDose
    ceiling: WrittenDose
    step: Increment = ONE_EACH


class HoldTable(msgspec.Struct, frozen=True):
    """One hold of several: what is said in it, seconds of its own, and whether it is a movement."""

    text: Line
    seconds: Annotated[int, Meta(ge=OWN_BOUNDS_S[0], le=OWN_BOUNDS_S[1])] | None = None
    moving: bool = False


WrittenHolds = Annotated[tuple[Line | HoldTable, ...], Meta(max_length=MOST_HOLDS)]


class RoundItem(msgspec.Struct, frozen=True):
    """What stands in a round: an exercise, or a rest."""

    exercise: Word = ""
    dose: WrittenDose | None = None
    grows: bool = False
    fixed: bool = False
    rest_s: RestSeconds = 0


class ItemTable(RoundItem, frozen=True):
    """What stands in a routine: an exercise, a rest, or a group that is done so many rounds."""

    rounds: Annotated[int, Meta(ge=ROUND_BOUNDS[0], le=ROUND_BOUNDS[1])] | None = None
    items: Annotated[tuple[RoundItem, ...], Meta(max_length=MOST_ITEMS)] = ()


class WrittenError(ValueError):
    """Something that a file says and that cannot be; its text is the sentence behind the file's name."""


def dose_in(written: WrittenDose, place: str) -> Dose:
    """The dose that is written at `place`. Raises WrittenError."""
    if isinstance(written, str):
        try:
            return dose_of(written)
        except NotationError as error:
            raise WrittenError(f"{place}: {error}") from None
    if isinstance(written.reps, int):
        later = (written.reps,) * ((written.sets or 1) - 1)
        return Dose(written.hold_s, written.reps, later, written.rest_s)
    if written.sets is not None:
        raise WrittenError(f"{place}.sets is given; leave it out where reps is a list.")
    return Dose(written.hold_s, written.reps[0], tuple(written.reps[1:]), written.rest_s)


def dose_written(written: Mapping[str, Any] | str) -> Dose:
    """The dose in a text or a table that was checked."""
    return dose_in(written if isinstance(written, str) else msgspec.convert(dict(written), DoseTable), "")


def dose_table(dose: Dose) -> dict[str, Any]:
    """A dose as a table says it."""
    table: dict[str, Any] = {"hold_s": dose.hold_s, "reps": dose.reps if dose.even else list(dose.sets)}
    if dose.more and dose.even:
        table["sets"] = len(dose.sets)
    return table | ({"rest_s": dose.rest_s} if dose.rest_s else {})


def parts_in(written: Sequence[str | HoldTable]) -> tuple[tuple[str, ...], tuple[HoldPart, ...]]:
    """The words of the holds, and where one differs from the others what each is."""
    words = tuple(each if isinstance(each, str) else each.text for each in written)
    parts = tuple(
        HoldPart() if isinstance(each, str) else HoldPart(each.seconds, each.moving) for each in written
    )
    return words, parts if any(part != HoldPart() for part in parts) else ()


def hold_table(text: str, part: HoldPart) -> str | dict[str, Any]:
    """A hold as a file says it."""
    further = {"seconds": part.seconds, "moving": part.moving or None}
    told = {key: value for key, value in further.items() if value is not None}
    return {"text": text, **told} if told else text


class _Names:
    """What the courses of a routine are called: no two items alike, be it by an exercise's own number."""

    def __init__(self, exercises: Collection[str]) -> None:
        self._exercises = exercises
        self._times: Counter[str] = Counter()

    def next_of(self, exercise: str) -> str:
        """The name of the next item with a dose of its own for an exercise."""
        while True:
            self._times[exercise] += 1
            name = course_name("", exercise, self._times[exercise])[1:]
            if name == exercise or name not in self._exercises:
                return name


def routine_items(written: Sequence[ItemTable]) -> list[tuple[str, RoutineItem]]:
    """The exercises of a routine in the order in which they are done, each with its place in the file.

    Rests stand before what follows them; a round comes as often as it is done. Raises WrittenError.
    """
    inner = [one for each in written for one in each.items]
    if len(written) + len(inner) > MOST_ITEMS:
        many = len(written) + len(inner)
        raise WrittenError(f"items are {many} with those in groups; the most is {MOST_ITEMS}.")
    names = _Names({each.exercise for each in (*written, *inner) if each.dose is not None})
    rest_s, found = 0, list[tuple[str, RoutineItem]]()
    for place, item in _laid_out(written, names):
        if isinstance(item, int):
            rest_s += item
            continue
        if rest_s > REST_BOUNDS_S[1]:
            raise WrittenError(f"{place} has {rest_s} s of rest before it; the most is {REST_BOUNDS_S[1]} s.")
        found.append((place, replace(item, rest_before_s=rest_s) if rest_s else item))
        rest_s = 0
    if len(found) > MOST_EXERCISES:
        raise WrittenError(f"items are {len(found)} with their rounds; the most is {MOST_EXERCISES}.")
    if not found:
        raise WrittenError("items has no exercise; it must have one.")
    return found


def _laid_out(written: Sequence[ItemTable], names: _Names) -> Iterator[tuple[str, RoutineItem | int]]:
    """Exercises and seconds of rest, one after the other."""
    for n, each in enumerate(written):
        place = f"items[{n}]"
        if each.rounds is None and not each.items:
            yield place, _item(each, place, names)
            continue
        if each.rounds is None or not each.items or each.exercise or each.dose:
            raise WrittenError(f"{place} must have rounds, and items to repeat, and no exercise.")
        group = [
            (f"{place}.items[{m}]", _item(inner, f"{place}.items[{m}]", names))
            for m, inner in enumerate(each.items)
        ]
        for number in range(each.rounds):
            if number and each.rest_s:
                yield place, each.rest_s
            yield from group


def _item(each: RoundItem, place: str, names: _Names) -> RoutineItem | int:
    """An exercise of a routine, or the seconds of a rest."""
    if bool(each.exercise) is bool(each.rest_s):
        raise WrittenError(f"{place} must have an exercise, or rest_s alone.")
    if not each.exercise:
        return each.rest_s
    if each.dose is None:
        if each.grows or each.fixed:
            word = "grows" if each.grows else "fixed"
            raise WrittenError(f"{place}.{word} is true; it goes only with a dose.")
        return RoutineItem(each.exercise)
    if each.grows and each.fixed:
        raise WrittenError(f"{place}.fixed is true; it does not go with grows.")
    dose = dose_in(each.dose, f"{place}.dose")
    return RoutineItem(each.exercise, dose, each.grows, each.fixed, names.next_of(each.exercise))
