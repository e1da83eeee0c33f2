"""What stands beside the library's list: all that is known of an exercise."""

from collections.abc import Sequence

from backtui.coach.history import Series
from backtui.domain.exercise import Exercise
from backtui.domain.words.targets import looked_ahead
from backtui.tui.beside import spark_line
from backtui.tui.described import (
    bounds,
    every_change,
    facts,
    movement,
    named,
    next_dose,
    said,
    set_up,
    to_mind,
)
from backtui.tui.seen import Seen
from backtui.tui.widgets.line import Line


def seen(exercise: Exercise, panes: int, *, ascii_only: bool) -> Seen:
    """How it is done below its figure, and beside that its course, its dose and what to mind.

    With two panes all of it stands below the figure, the course as a line.
    """

    def done(series: Series | None) -> Sequence[Line]:
        if panes < 3:
            return _in_short(exercise, series, ascii_only=ascii_only)
        return [[(exercise.name, "strong")], *facts(exercise), [], *set_up(exercise), [], *movement(exercise)]

    def minded(series: Series | None) -> Sequence[Line]:
        told = series.ahead if series else None
        lines = [*next_dose(told), bounds(exercise, told)] if told else []
        lines += _apart(to_mind(exercise))
        return [*lines, *_apart(every_change(series.changes))] if series else lines

    return Seen.of(exercise, done, minded)


def _in_short(exercise: Exercise, series: Series | None, *, ascii_only: bool) -> list[Line]:
    """All of it with a line for its course, and its parts without heads."""
    begins = " ".join(said(step, exercise) for step in exercise.set_up)
    lines: list[Line] = [named(exercise), [], [(begins, "text")], *movement(exercise)[1:]]
    own: list[Line] = [spark_line(series, ascii_only=ascii_only)] if series else []
    if series and series.ahead:
        own.append(bounds(exercise, series.ahead))
        foreseen = looked_ahead(series.ahead.forecast, series.ahead.decision)
        own += [[(foreseen, "dim")]] if foreseen else []
    cautions = " ".join(exercise.cautions)
    mind: list[Line] = [[("Take care: ", "head"), (cautions, "text")]] if cautions else []
    mind += [[("Easier: ", "head"), (exercise.easier, "text")]] if exercise.easier else []
    return [*lines, *_apart(mind), *_apart(own)]


def _apart(lines: list[Line]) -> list[Line]:
    """Behind a blank, where there is anything."""
    return [[], *lines] if lines else []
