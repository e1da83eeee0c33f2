"""The form of an exercise of one's own: every field with its bound and meaning, the figure beside it."""

from typing import Any, ClassVar

from textual import work
from textual.binding import BindingType

from backtui.domain.exercise import Exercise
from backtui.tui.drafting import Field, field_of, named, value_at, written
from backtui.tui.own_keys import FORM
from backtui.tui.screens.base import bindings
from backtui.tui.screens.dialogs import Number
from backtui.tui.screens.form_page import FormPage
from backtui.tui.screens.pick import Ticks, Wording
from backtui.tui.screens.poses import Poses, drawn, first_poses
from backtui.tui.widgets.rows import Rows


class ExerciseForm(FormPage):
    """Writes into a draft; only what is sound is saved. Its result is the id of what was saved."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(FORM)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter changes it."""
        event.stop()
        self.action_change()

    @work
    async def action_change(self) -> None:
        """Ask for what the line may be."""
        field = self.fields.get(self.key)
        if field is None:
            return
        if field.key == "poses":
            await self._pose()
        elif field.key == "avoid_with":
            await self._tick()
        elif field.bounds:
            value = value_at(self.draft, field.key)
            number = await self.app.push_screen_wait(Number(field.label, field.meaning, value, field.bounds))
            if number is not None:
                self._write(field.key, number)
        elif field.most:
            value = value_at(self.draft, field.key) or ""
            words = await self.app.push_screen_wait(
                Wording(self._label(field), field.meaning, field.most, value)
            )
            if words is not None:
                self._write(field.key, words)
        else:
            self.action_step(1)

    def _label(self, field: Field) -> str:
        """What a line is called; the later ones of a list are called as its first."""
        first = self.fields.get(field.key.partition("[")[0] + "[0]")
        return field.label or (first.label if first else "")

    async def _tick(self) -> None:
        cautions = self.desk.content.cautions.values()
        options = [(each.id, each.name, each.advice) for each in cautions]
        ticks = Ticks(self.desk, "Left out with", options, self.draft.get("avoid_with", ()))
        ticked = await self.app.push_screen_wait(ticks)
        if ticked is not None:
            self._write("avoid_with", [each for each in ticked.split(",") if each])

    async def _pose(self) -> None:
        raw = first_poses(self.draft.get("figure"))
        if raw is None:
            self.problem = "figure must be one to begin with: choose a built-in one first."
            self.paint()
            return
        poses = await self.app.push_screen_wait(Poses(self.desk, raw, drawn(self.draft), self._config))
        if poses is not None:
            self._write("figure", poses)

    def action_step(self, by: int) -> None:
        """One more or less, or the next choice."""
        field = self.fields.get(self.key)
        if field is None:
            return
        value = value_at(self.draft, field.key)
        if field.bounds:
            self._write(field.key, min(field.bounds[1], max(field.bounds[0], int(value) + by)))
        elif field.choices:
            place = field.choices.index(value) if value in field.choices else -1
            self._write(field.key, str(field.choices[(place + by) % len(field.choices)]))
        elif field.key == "figure":
            choices = [each.id for each in self.desk.content.exercises.values() if self._lends(each)]
            choices = ["", *choices]
            place = choices.index(value) if value in choices else 0
            self._write("figure", choices[(place + by) % len(choices)])

    def _lends(self, exercise: Exercise) -> bool:
        """Whether a shipped exercise has a figure with as many holds."""
        return not exercise.own and exercise.holds == max(1, len(self.draft.get("hold", ())))

    def _write(self, key: str, value: Any) -> None:
        follows = key == "name" and self.new
        self.draft = (
            named(self.draft, value, self.desk.content) if follows else written(self.draft, key, value)
        )
        self.look()

    @work
    async def action_save(self) -> None:
        """Keep it, or go to the line that is not sound."""
        self.problem = await self.unsound()
        if self.problem:
            wrong = field_of(self.problem, list(self.fields))
            self.paint()
            self.rows.show(self.rows.rows, wrong)
            return
        draft = self.draft
        saved = await self.ask(lambda _, diary: diary.shelf.save_exercise(draft))
        self.dismiss(saved.id)
