"""What the form of an exercise shows: each field, what is not sound about it, and the figure beside it."""

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from backtui.coach.coach import Coach, WrongUseError
from backtui.coach.desk import Desk
from backtui.coach.diary import Diary
from backtui.coach.shelf import FORM as PLACE
from backtui.config import Config
from backtui.content import ContentError
from backtui.domain.exercise import Side, Sides
from backtui.tui.asking import read_in
from backtui.tui.drafting import Field, field_of, sections, spoken, value_at
from backtui.tui.keys import ERRAND
from backtui.tui.motion import play
from backtui.tui.own_keys import FORM
from backtui.tui.screens.draft_page import DraftPage
from backtui.tui.screens.poses import drawn
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.figure import FigureView
from backtui.tui.widgets.hints import Hints
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.widgets.spans import Line, fit

LABEL = 15
FRAME_S = 0.125
NO_FIGURE = "none"


class FormPage(DraftPage):
    """Shows a draft; what is not sound is said in place."""

    WHAT = "form"

    def __init__(
        self, desk: Desk, title: str, draft: Mapping[str, Any], config: Config, *, new: bool
    ) -> None:
        """`new`: it is not in the log yet, so that its id can still be chosen."""
        super().__init__(desk, title, draft, new=new)
        self._config = config
        self._seconds = 0.0
        self.fields: dict[str, Field] = {}

    def compose(self) -> ComposeResult:
        """The fields, the figure beside them, what a field means, what is not sound, the keys."""
        yield Bar([(f" {self._heading}", "accent")], id="title")
        yield Static(classes="rule")
        with Horizontal(id="body"):
            yield Rows(id="rows")
            yield FigureView(ascii_only=self._config.ascii, id="figure")
        yield Bar(id="why")
        yield Bar(id="problem")
        yield Hints((*FORM, *ERRAND))

    def on_mount(self) -> None:
        """Show the draft, and the figure as much in motion as is set."""
        super().on_mount()
        if self._config.motion == "full":
            self.set_interval(FRAME_S, lambda: self._move(FRAME_S))
        self.look()

    def on_resize(self) -> None:
        """Values are cut to what there is room for."""
        self.call_after_refresh(self.paint)

    # Showing

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
            return "name is missing; give it one."

        def question(_: Coach, diary: Diary) -> str:
            try:
                diary.shelf.sound_exercise(draft)
            except (ContentError, WrongUseError) as error:
                return str(error).removeprefix(f"{PLACE}: ")
            return ""

        return await self.ask(question)

    def paint(self) -> None:
        rows: list[Row] = []
        self.fields = {}
        for heading, fields in sections(self.draft, new=self.new).items():
            rows += [Row()] * bool(rows) + [Row([(heading.upper(), "head")])]
            self.fields |= {field.key: field for field in fields}
            rows += [self._row(field) for field in fields]
        self.rows.show(rows)
        wrong = field_of(self.problem, list(self.fields)) if self.problem else None
        if wrong:
            self.rows.show([self._marked(row) if row.key == wrong else row for row in rows])
        state: Line = [("Sound; s keeps it.", "dim")]
        if self.problem:
            state = [("Not yet: ", "warn"), (spoken(self.problem, self.fields.values()), "text")]
        self.query_one("#problem", Bar).say_folded(state)
        self._move(0.0)

    def _marked(self, row: Row) -> Row:
        (label, _), *rest = row.left
        return Row([(f"{label[:-2]}! ", "warn"), *rest], row.right, row.key, row.why)

    def _row(self, field: Field) -> Row:
        shown, role = self._shown(field), "strong"
        if not shown:
            shown, role = ("add" if field.added else "–"), "dim"
        room = max(8, self.rows.size.width - LABEL - 4)
        cut = f" “{shown}”" if len(shown) > room else ""
        return Row(
            [(fit(field.label, LABEL), "text"), (fit(shown, room), role)],
            (),
            field.key,
            f"{field.meaning}{cut}",
        )

    def _shown(self, field: Field) -> str:
        value = value_at(self.draft, field.key)
        if field.key == "figure":
            return "own poses" if isinstance(value, dict) else str(value or NO_FIGURE)
        if field.key == "poses":
            drawing = self.draft.get("figure")
            poses = drawing.get("pose", ()) if isinstance(drawing, dict) else ()
            return f"{len(poses)} poses, change them" if poses else "make some" if drawing else ""
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return f"{value} s" if field.key.endswith("hold_s") else str("" if value is None else value)

    def _move(self, seconds: float) -> None:
        """The next picture of the figure; a still one shows the first hold."""
        self._seconds += seconds
        exercise = drawn(self.draft)
        still = self._config.motion != "full"
        side = Side.LEFT if exercise.sides is Sides.EACH else Side.NONE
        moment = 1.0 if still else play(self._seconds, exercise.holds)
        self.query_one(FigureView).say(exercise, moment, side)
