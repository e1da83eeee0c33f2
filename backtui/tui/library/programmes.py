"""Ready programmes: read one, copy it, follow it."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from backtui.coach.client import CoachClient
from backtui.coach.errors import WrongUseError
from backtui.coach.programmes import How, ReadyProgramme, ready_programmes, sections
from backtui.domain.words.numbers import many
from backtui.tui.base import WIDE, read_in
from backtui.tui.dialogs import ReaderPage
from backtui.tui.frame.listing import Listing
from backtui.tui.frame.page import bindings
from backtui.tui.keys import PROGRAMMES, READER, Key
from backtui.tui.widgets.line import Line, fit, folded
from backtui.tui.widgets.rows import Row, Rows

TITLE = "Ready programmes"


class ProgrammeList(Listing[None]):
    """What there is, with its minutes; where there is room, beside it what the one under the cursor asks."""

    KEYS: ClassVar[tuple[Key, ...]] = PROGRAMMES
    BINDINGS: ClassVar[list[BindingType]] = bindings(PROGRAMMES)

    def __init__(self, desk: CoachClient, tell: Callable[[str], None]) -> None:
        """`tell` says what was done."""
        super().__init__(desk, TITLE)
        self._tell = tell
        self._found: dict[str, ReadyProgramme] = {}

    def body(self) -> ComposeResult:
        """The list, and the page beside it."""
        with Horizontal(id="body"):
            yield Rows(id="rows")
            preview = Rows(id="preview")
            preview.can_focus = False
            yield preview

    def on_mount(self) -> None:
        """Ask for all of them."""
        super().on_mount()
        read_in(self, self.read)

    async def read(self) -> None:
        """Ask what each would make of today."""
        found = await self.ask(lambda coach, _: ready_programmes(coach))
        self._found = {each.programme.id: each for each in found}
        self.paint()

    def paint(self) -> None:
        """Show the list, and the page beside it."""
        self.entitle([(TITLE, "accent")], [(f"{len(self._found)} ", "dim")])
        self.rows.show([self._row(each) for each in self._found.values()], self.key or None)

    def _row(self, ready: ReadyProgramme) -> Row:
        marks = ", ".join(["in use"] * ready.in_use + ["yours"] * ready.yours)
        count = f"  {many(len(ready.exercises), 'exercise'):<13}" if self.size.width >= WIDE else ""
        left: Line = [
            (fit(ready.programme.name, 26), "strong" if ready.in_use else "text"),
            (f"{count}  ", "dim"),
            (marks, "accent"),
        ]
        minutes = " or ".join(map(str, dict.fromkeys(ready.minutes)))
        out = (
            f" Left out because of what you noted: {many(len(ready.left_out), 'exercise')}."
            if ready.left_out
            else ""
        )
        return Row(
            left, [(f"{minutes} min ", "strong")], ready.programme.id, f"{ready.programme.purpose[0]}{out}"
        )

    def explain_row(self, row: Row) -> None:
        """For whom it is, and beside the list all of it."""
        super().explain_row(row)
        preview = self.query_one("#preview", Rows)
        ready = self._found.get(row.key or "")
        if ready is not None and preview.display and preview.size.width:
            cells = min(preview.size.width - 2, 96)
            preview.show([Row(line) for each in page(ready) for line in _lines(each, cells)])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Read it."""
        event.stop()
        self.action_read()

    @work
    async def action_read(self) -> None:
        """All there is to know of the programme under the cursor."""
        ready = self._found.get(self.key)
        if ready is None:
            return
        reader = ProgrammePage(ready)
        await self.app.push_screen_wait(reader)
        if reader.how:
            await self._copy(ready.programme.id, reader.how)

    @work
    async def action_copy(self, how: str) -> None:
        """Make the programme under the cursor one's own, follow it too, or schedule it besides."""
        if self.key in self._found:
            await self._copy(self.key, how)

    async def _copy(self, programme: str, how: str) -> None:
        try:
            said = await self.ask(lambda _, diary: diary.programmes.copy(programme, How(how)))
        except WrongUseError as error:
            self._tell(str(error))
            return
        self._tell(" ".join(said))
        await self.read()


class ProgrammePage(ReaderPage):
    """All there is to know of a programme; `how` is what was chosen at its end, "" for nothing."""

    KEYS: ClassVar[tuple[Key, ...]] = (*PROGRAMMES[1:], *READER)
    BINDINGS: ClassVar[list[BindingType]] = bindings(PROGRAMMES[1:])

    def __init__(self, ready: ReadyProgramme) -> None:
        super().__init__(ready.programme.name, page(ready))
        self.how = ""

    def action_copy(self, how: str) -> None:
        """Copy it, follow it too, or schedule it besides."""
        self.how = how
        self.dismiss(True)


def page(ready: ReadyProgramme) -> Sequence[Line]:
    """A programme as lines for the reader."""
    lines: list[Line] = []
    for heading, sentences in sections(ready):
        lines += [[]] * bool(lines) + [[(heading, "head")], *([(each, "text")] for each in sentences)]
    return lines


def _lines(paragraph: Line, cells: int) -> Sequence[Line]:
    return folded(paragraph, cells) if paragraph else [[]]
