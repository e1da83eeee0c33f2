"""What stands beside today's list: an exercise of it, or the session as a whole."""

from collections.abc import Sequence
from itertools import groupby

import msgspec

from backtui.coach.history import Series
from backtui.domain.exercise import Content, Exercise, Side
from backtui.domain.plan import PlannedItem
from backtui.domain.words.numbers import block_name, join_and, many, position
from backtui.domain.words.targets import looked_ahead
from backtui.tui.beside import spark_line
from backtui.tui.described import every_change, in_short, named, next_dose, said
from backtui.tui.seen import Seen
from backtui.tui.today.agenda import Agenda
from backtui.tui.widgets.line import Line, fit
from backtui.tui.words import arrow_span, week_line

NAME_CELLS = 24


class OnStage(msgspec.Struct, frozen=True):
    """Today, and how much room there is for it: with two panes the course is a line in the first."""

    agenda: Agenda
    content: Content
    panes: int
    ascii_only: bool

    def exercise(self, key: str) -> Seen | None:
        """An exercise with its movement in short and its course; None where it is gone."""
        exercise = self.content.exercises.get(key)
        if exercise is None:
            return None

        def words(series: Series | None) -> Sequence[Line]:
            below = [line for line in (self._by_side(exercise), *self._in_short(series)) if line]
            return [named(exercise), [], *in_short(exercise), *([[]] if below else []), *below]

        def more(series: Series | None) -> Sequence[Line]:
            if series is None or series.ahead is None:
                return ()
            return [*next_dose(series.ahead), [], *every_change(series.changes)]

        return Seen.of(exercise, words, more)

    def session(self) -> Seen | None:
        """What will be done, and what is another dose than before; None where nothing will."""
        items = self._items
        exercise = self.content.exercises.get(items[0].item.exercise) if items else None
        if exercise is None:
            return None
        return Seen.of(exercise, lambda _: self._whole(exercise), lambda _: self._new(), has_course=False)

    @property
    def _items(self) -> list[PlannedItem]:
        return [each for block in self.agenda.plan.blocks for each in block.items]

    def _in_short(self, series: Series | None) -> list[Line]:
        """Its course on a line, and what is foreseen, where that has no pane of its own."""
        if self.panes > 2 or series is None:
            return []
        spark = spark_line(series, ascii_only=self.ascii_only)
        ahead = series.ahead
        foreseen = looked_ahead(ahead.forecast, ahead.decision) if ahead else ""
        return [spark, [(foreseen, "dim")]] if foreseen else [spark]

    def _by_side(self, exercise: Exercise) -> Line:
        """The doses of the sides, where they differ."""
        doses = {
            each.item.side: each.item.dose
            for each in self._items
            if each.item.exercise == exercise.id and each.item.side is not Side.NONE
        }
        if len(set(doses.values())) < 2:
            return ()
        line: list[tuple[str, str]] = []
        for side, dose in doses.items():
            line += [(f"{'   ' if line else ''}{side.value} ", "dim"), (str(dose), "strong")]
        return line

    def _whole(self, first: Exercise) -> list[Line]:
        plan = self.agenda.plan
        minutes, kinds, lines = round(plan.total_s / 60), set(), []
        for block in plan.blocks:
            name = block_name(block.kind, again=block.kind in kinds)
            kinds.add(block.kind)
            places = [key for key, _ in groupby(position(each.item.position) for each in block.items)]
            count = f"{len(block.items):>2}  "
            lines.append([(f"{name:<15}", "head"), (count, "strong"), (join_and(places), "text")])
        begins = [("Begins with ", "dim"), (first.name, "strong"), (". ", "text")]
        names = self.agenda.names
        title = names.get(plan.routine, "The session")
        return [
            [(title, "strong"), (f" · {minutes} min · {many(plan.exercises, 'exercise')}", "dim")],
            [],
            *lines,
            [],
            week_line(self.agenda.due),
            [],
            [*begins, (" ".join(said(step, first) for step in first.set_up), "text")],
        ]

    def _new(self) -> list[Line]:
        """The doses that are others than before."""
        lines: dict[tuple[str, Side], Line] = {}
        for each in self._items:
            before, after = each.decision.before, each.decision.dose
            key = each.item.exercise, each.item.side
            if before is None or before == after or key in lines:
                continue
            name = fit(self.content.name_of(each.item.exercise), NAME_CELLS)
            sign, role = arrow_span(each.decision)
            lines[key] = [
                (f"{sign} ", role),
                (name, "text"),
                (f" {before} → ", "dim"),
                (str(after), "strong"),
            ]
        head: Line = [("New today", "head")]
        is_first = all(each.decision.before is None for each in self._items)
        nothing = "All of it: each exercise begins gently." if is_first else "Every dose stays as it was."
        return [head, [], *(lines.values() or [[(nothing, "text")]])]
