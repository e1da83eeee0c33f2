"""Own exercises and routines as events: what was saved or removed."""

from typing import Annotated, ClassVar, Literal

from backtui.domain.event_keys import Definition, Name, What, means


class OwnEvent(What, frozen=True):
    """Something of the person's own was saved or removed."""

    needs_session = False
    sort: ClassVar[Literal["exercise", "routine"]]
    deed: ClassVar[Literal["saved", "removed"]]

    id: Annotated[Name, means("its id")]


class ExerciseSaved(OwnEvent, frozen=True):
    """An own exercise was saved, new or changed."""

    kind, sort, deed = "exercise-saved", "exercise", "saved"

    definition: Annotated[
        Definition, means("the keys of data/exercises/*.toml and figure, the id of a shipped one or a table")
    ]


class ExerciseRemoved(OwnEvent, frozen=True):
    """An own exercise was removed."""

    kind, sort, deed = "exercise-removed", "exercise", "removed"


class RoutineSaved(OwnEvent, frozen=True):
    """An own routine was saved, new or changed."""

    kind, sort, deed = "routine-saved", "routine", "saved"

    definition: Annotated[Definition, means("id, name and items, each an exercise and maybe its dose")]


class RoutineRemoved(OwnEvent, frozen=True):
    """An own routine was removed."""

    kind, sort, deed = "routine-removed", "routine", "removed"
