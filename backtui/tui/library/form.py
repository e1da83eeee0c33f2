"""The form of an own exercise."""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message

from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.programme import FORM as PLACE
from backtui.coach.sessions import Diary
from backtui.config.settings import Config
from backtui.content.figures import figure_names, load_figure
from backtui.content.load import ContentError
from backtui.domain.exercise import sides_of
from backtui.domain.notation import in_full
from backtui.tui.base import read_in
from backtui.tui.dialogs import Number, Wording
from backtui.tui.frame.listing import Ticks
from backtui.tui.frame.page import bindings
from backtui.tui.keys import FORM, Key
from backtui.tui.library.draft import (
    DOSE_KEY,
    DraftPage,
    Field,
    dose_at,
    field_of,
    named,
    sections,
    value_at,
    with_labels,
    written,
)
from backtui.tui.library.poses import Poses, drawn, first_poses
from backtui.tui.widgets.figure import Moving
from backtui.tui.widgets.line import Line, fit
from backtui.tui.widgets.prose import Prose
from backtui.tui.widgets.rows import Row, Rows

LABEL = 18
NO_FIGURE = "none"


class Fields(Rows):
    """The lines of a form, which are cut to its width; sends Resized when that is another one."""

    class Resized(Message):
        """Its lines do not fit any more."""

    def on_resize(self) -> None:
        """Ask for them anew."""
        self.post_message(self.Resized())


class ExerciseForm(DraftPage):
    """Writes into a draft, and says in place what is not sound; its result is the id of what was saved."""

    WHAT = "form"
    KEYS: ClassVar[tuple[Key, ...]] = FORM
    BELOW = ("problem",)
    BINDINGS: ClassVar[list[BindingType]] = bindings(FORM)

    def __init__(
        self, desk: CoachClient, title: str, draft: Mapping[str, Any], config: Config, *, new: bool
    ) -> None:
        """`new`: it is not in the log yet, so that its id can still be chosen."""
        super().__init__(desk, title, draft, new=new)
        self._config = config
        self.fields: dict[str, Field] = {}

    def body(self) -> ComposeResult:
        """The fields, and the figure beside them."""
        with Horizontal(id="body"):
            yield Fields(id="rows")
            yield Moving(lambda: self._config, self.desk.clock.rate, id="figure")

    def on_mount(self) -> None:
        """Show the draft, and its figure."""
        super().on_mount()
        self.look()

    def look(self) -> None:
        """Show the draft, and ask whether it is sound."""
        self.paint()
        read_in(self, self._check)

    async def _check(self) -> None:
        self.problem = await self.unsound()
        self.paint()

    async def unsound(self) -> str:
        """What is not sound yet, in a sentence; "" for nothing."""
        draft = self.draft
        if not draft.get("name"):
            return "name is missing; it is required."

        def question(_: Coach, diary: Diary) -> str:
            try:
                diary.shelf.sound_exercise(draft)
            except (ContentError, WrongUseError) as error:
                return str(error).removeprefix(f"{PLACE}: ")
            return ""

        return await self.ask(question)

    def paint(self) -> None:
        """Show the draft, the line that is not sound marked."""
        parts = sections(self.draft, new=self.new)
        self.fields = {field.key: field for fields in parts.values() for field in fields}
        wrong = field_of(self.problem, list(self.fields)) if self.problem else None
        rows: list[Row] = []
        for heading, fields in parts.items():
            rows += [Row()] * bool(rows) + [Row([(heading.upper(), "head")])]
            rows += [self._row(field, is_wrong=field.key == wrong) for field in fields]
        self.rows.show(rows)
        state: Line = [("Complete; s saves it.", "dim")]
        if self.problem:
            state = [("Not yet: ", "warn"), (with_labels(self.problem, self.fields.values()), "text")]
        self.query_one("#problem", Prose).tell(state)
        exercise = drawn(self.draft)
        self.query_one(Moving).show(exercise, sides_of(exercise.sides)[0])

    def _row(self, field: Field, *, is_wrong: bool) -> Row:
        shown, role = self._shown(field), "strong"
        if not shown:
            shown, role = ("add" if field.added else field.standing or "–"), "dim"
        room = max(8, self.rows.size.width - LABEL - 4)
        cut = f" “{shown}”" if len(shown) > room else ""
        label = (
            (f"{fit(field.label, LABEL)[:-2]}! ", "warn") if is_wrong else (fit(field.label, LABEL), "text")
        )
        return Row([label, (fit(shown, room), role)], (), field.key, f"{field.meaning}{cut}")

    def _shown(self, field: Field) -> str:
        value = value_at(self.draft, field.key)
        if field.key == "figure":
            known = self.desk.content.exercises.get(str(value))
            named = known.name if known else str(value or NO_FIGURE).replace("-", " ")
            return "own poses" if isinstance(value, dict) else named
        if field.key == "poses":
            drawing = self.draft.get("figure")
            poses = drawing.get("pose", ()) if isinstance(drawing, dict) else ()
            return f"{len(poses)} poses, change them" if poses else "make some" if drawing else ""
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if DOSE_KEY.fullmatch(field.key):
            dose = dose_at(self.draft, field.key.split(".")[1])
            if dose and not dose.even and field.key.endswith(".reps"):
                return "-".join(map(str, dose.sets))
            if field.most and dose and dose.rest_s:
                return f"{value}, {dose.rest_s} s rest"
        timed = value is not None and field.key.endswith(("_s", ".seconds"))
        return f"{value} s" if timed else str("" if value is None else value)

    def on_fields_resized(self) -> None:
        """Cut them to the width that there is now."""
        self.paint()

    # Changing

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
        elif field.bounds or field.most:
            value = value_at(self.draft, field.key)
            if field.most and field.key.startswith("dose."):
                dose = dose_at(self.draft, field.key.split(".")[1])
                value = in_full(dose) if dose else value_at(self.draft, field.key.rpartition(".")[0])
            question = (
                Number(self._label(field), field.meaning, value or field.bounds[0], field.bounds)
                if field.bounds and not field.most
                else Wording(self._label(field), field.meaning, field.most, value or "")
            )
            answer: int | str | None = await self.app.push_screen_wait(question)
            if answer is not None:
                self._write(field.key, answer)
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
            self.problem = "figure is none; choose a built-in one first, own poses begin as its."
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
        choices = self._figures() if field.key == "figure" else field.choices
        if field.bounds:
            self._step_number(field, value, by)
        elif choices:
            place = choices.index(value) if value in choices else 0
            self._write(field.key, str(choices[(place + by) % len(choices)]))

    def _step_number(self, field: Field, value: int | None, by: int) -> None:
        """One more or less; below the least of what may be left out, it is left out."""
        assert field.bounds is not None
        low, high = field.bounds
        if field.standing and by < 0 and value in (None, low):
            self._write(field.key, "")
        elif value is None:
            self._write(field.key, low)
        else:
            self._write(field.key, min(high, max(low, value + by)))

    def _figures(self) -> tuple[str, ...]:
        """None, or one that came with backtui and has as many holds."""
        holds = max(1, len(self.draft.get("hold", ())))
        first = (each.id for each in self.desk.content.exercises.values() if each.figure == each.id)
        known = dict.fromkeys((*first, *figure_names()))
        return ("", *(each for each in known if load_figure(each).holds == holds))

    def _write(self, key: str, value: Any) -> None:
        if key == "name" and self.new:
            self.draft = named(self.draft, value, self.desk.content)
        else:
            self.draft = written(self.draft, key, value)
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
