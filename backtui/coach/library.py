"""Shipped content with the person's own in it."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec.structs import replace

from backtui.domain.exercise import Content, Exercise, Routine

if TYPE_CHECKING:
    from backtui.coach.coach import Coach


SHOWN = 40  # characters of an id in a sentence
Definitions = Mapping[str, Any]
Made = TypeVar("Made", Exercise, Routine)


class OwnLog(Protocol):
    """What the book asks of a log."""

    def own(self, what: str) -> Mapping[str, Any]:
        """The person's own definitions by id."""

    def own_edition(self) -> Sequence[bytes]:
        """The same while none of them changes."""

    def own_ever(self, what: str) -> Mapping[str, Any]:
        """The newest definition of each id that was ever saved."""


class Book:
    """Shipped content with the person's own in it; `content` and `problems` are as of the last look.

    A look costs one small query while nothing has changed. It may be taken in one thread and `content` read
    in another, for what is read is always whole.
    """

    def __init__(self, shipped: Content) -> None:
        self.shipped = shipped
        self.content = shipped
        self.problems: tuple[str, ...] = ()
        self._edition: Sequence[bytes] | None = None

    def look(self, log: OwnLog) -> Content:
        """The content as the log has it now. A definition that cannot be read is a problem and left out."""
        edition = tuple(log.own_edition())
        if edition == self._edition:
            return self.content
        ever = log.own_ever("exercise")
        if edition or ever:
            own, routines = log.own("exercise"), log.own("routine")
            self.content, self.problems = merged(self.shipped, own, ever, routines)
        else:
            self.content, self.problems = self.shipped, ()
        self._edition = edition
        return self.content


def merged(
    shipped: Content, exercises: Definitions, ever: Definitions, routines: Definitions
) -> tuple[Content, tuple[str, ...]]:
    """The shipped content with the person's own, and a sentence for each definition that cannot be read.

    `ever` has the newest definition of every exercise that was once saved.
    """
    from backtui.content.own import exercise_of, routine_of

    removed = {key: each for key, each in ever.items() if key not in {*exercises, *shipped.exercises}}
    own, unread = _read(exercise_of, exercises, shipped, "exercise")
    former, _ = _read(exercise_of, removed, shipped, "exercise")
    content = replace(
        shipped,
        exercises=MappingProxyType({**shipped.exercises, **own}),
        former=MappingProxyType(former),
    )
    made, unread_too = _read(routine_of, routines, content, "routine")
    both = MappingProxyType({**shipped.routines, **made})
    return replace(content, routines=both), (*unread, *unread_too)


def _read(
    make: Callable[..., Made], definitions: Definitions, content: Content, what: str
) -> tuple[dict[str, Made], list[str]]:
    """What the definitions make by id, and why each of the others makes nothing."""
    from backtui.content.load import ContentError

    made: dict[str, Made] = {}
    problems = []
    for key, definition in definitions.items():
        try:
            found = make(definition, f"your own {what} {key[:SHOWN]!a}", content, logged=True)
        except ContentError as error:
            problems.append(f"Left aside, for this version cannot read it: {error}")
            continue
        made[found.id] = found
    return made, problems


def definition(coach: "Coach", name: str) -> dict[str, Any]:
    """What defines an exercise or a routine, as a file would say it. Raises WrongUseError."""
    from backtui.content.own import exercise_definition, routine_definition

    routine = coach.content.routines.get(name)
    if routine is not None:
        return coach.log.own("routine").get(routine.id) or routine_definition(routine)
    exercise = coach.exercise(name)
    return coach.log.own("exercise").get(exercise.id) or exercise_definition(exercise)
