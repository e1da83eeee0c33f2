"""Shipped content with the person's own in it."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec.structs import replace

from backtui.coach.errors import WrongUseError
from backtui.coach.reading import Reading
from backtui.domain.exercise import Content, Exercise, Routine
from backtui.domain.written.nearest import begun, missed, one_of

SHOWN = 40  # characters of an id in a sentence
Definitions = Mapping[str, Any]
Made = TypeVar("Made", Exercise, Routine)


def named_exercise(name: str, content: Content) -> Exercise:
    """The exercise with that id or name, or the only one that begins so.

    Raises WrongUseError for one that was removed, for a beginning of several, and with what is near.
    """
    if found := called(name, content.exercises):
        return found
    if gone := called(name, content.former):
        raise WrongUseError(f"{gone.name} was removed.")
    names = {each.name: key for key, each in content.exercises.items()} | {
        key: key for key in content.exercises
    }
    beginning = list(dict.fromkeys(names[each] for each in begun(name, names)))
    if len(beginning) == 1:
        return content.exercises[beginning[0]]
    if beginning:
        raise WrongUseError(f"{name[:SHOWN]!a} may be {one_of(beginning)}; say which.")
    raise WrongUseError(missed("exercise", name, names))


def called(name: str, exercises: Mapping[str, Exercise]) -> Exercise | None:
    """The exercise with that id or name among some."""
    wanted = name.strip().casefold()
    return next((each for each in exercises.values() if wanted in (each.id, each.name.casefold())), None)


class ContentLibrary:
    """The content of one log; `content` and `problems` are as the last question found them.

    A look costs one small query while nothing has changed. It may be taken in one thread and `content` read
    in another, for what is read is always whole.
    """

    def __init__(self, shipped: Content) -> None:
        self.shipped = shipped
        self.content = shipped
        self.problems: tuple[str, ...] = ()
        self._edition: Sequence[bytes] | None = None

    def look(self, reading: Reading) -> Content:
        """The content as the log has it now. A definition that cannot be read is a problem and left out."""
        edition = tuple(each.event for each in reading.own)
        if edition == self._edition:
            return self.content
        ever = reading.exercises_ever_saved
        if edition or ever:
            exercises, routines = definitions(reading, "exercise"), definitions(reading, "routine")
            self.content, self.problems = merged(self.shipped, exercises, ever, routines)
        else:
            self.content, self.problems = self.shipped, ()
        self._edition = edition
        return self.content


class FixedLibrary(ContentLibrary):
    """Content that no log changes."""

    def look(self, reading: Reading) -> Content:
        """The content that it was made with."""
        del reading
        return self.content


def definitions(reading: Reading, what: str) -> Definitions:
    """What defines each own "exercise" or "routine", by its id."""
    return {each.id: each.definition for each in reading.own if each.what == what}


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
            problems.append(f"Left out because this version cannot read it: {error}")
            continue
        made[found.id] = found
    return made, problems
