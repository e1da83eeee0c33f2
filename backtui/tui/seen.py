"""What stands beside the row under a cursor."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from backtui.domain.exercise import Exercise, Side, sides_of
from backtui.tui.widgets.line import Line

if TYPE_CHECKING:
    from backtui.coach.history import Series

Saying = Callable[["Series | None"], Sequence[Line]]


def _nothing(_: "Series | None") -> Sequence[Line]:
    return ()


class Seen(msgspec.Struct, frozen=True):
    """What stands beside the list: an exercise that is drawn, and what is said below it and of its course.

    The words are asked for without its course first, and again once that is there; without `has_course` the
    third pane has words alone.
    """

    exercise: Exercise
    side: Side
    words: Saying = _nothing
    more: Saying = _nothing
    has_course: bool = True

    @classmethod
    def of(
        cls,
        exercise: Exercise,
        words: Saying = _nothing,
        more: Saying = _nothing,
        *,
        has_course: bool = True,
    ) -> "Seen":
        """An exercise on the side that comes first."""
        return cls(exercise, sides_of(exercise.sides)[0], words, more, has_course)
