"""Notes about what was set: written, and erased for good, on a screen of numbers."""

from textual import work

from backtui.coach.coach import WrongUseError
from backtui.coach.notes import NOTE_LIMIT
from backtui.tui.screens.base import Errand
from backtui.tui.screens.dialogs import Choice, Writing
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.rows import Rows


class Explained(Errand[bool]):
    """A list whose rows may have notes. A subclass says which, and keeps or erases them."""

    @property
    def rows(self) -> Rows:
        """The list of what can be set."""
        return self.query_one(Rows)

    # What a subclass says

    async def read(self) -> None:
        """Ask the coach and paint."""

    async def explain_with(self, text: str) -> None:
        """Log a note. Raises WrongUseError."""
        raise NotImplementedError

    def noted(self) -> str:
        """What a note written now would be about; "" where there is nothing yet."""
        raise NotImplementedError

    def has_notes(self) -> bool:
        """Whether the row under the cursor has a note."""
        return False

    async def erase(self) -> None:
        """Erase the notes of the row under the cursor."""

    # Notes

    @work
    async def action_note(self) -> None:
        """Explain what was set, in a line."""
        about = self.noted()
        if not about:
            self.refuse("Set something first; a note explains what was set.")
            return
        text = await self.app.push_screen_wait(Writing(about, NOTE_LIMIT))
        if text is None:
            return
        try:
            await self.explain_with(text)
        except WrongUseError as error:
            self.refuse(str(error))
            return
        await self.read()

    @work
    async def action_erase(self) -> None:
        """Erase a note for good, once that is sure."""
        if not self.has_notes():
            self.refuse("There is no note here; they stand under what was set.")
            return
        lines = ("Nothing brings it back, undo neither.", "A note about all exercises goes from all of them.")
        options = (("keep", "Keep it"), ("erase", "Erase it for good"))
        if await self.app.push_screen_wait(Choice("Erase the note?", lines, options, "keep")) == "erase":
            await self.erase()
            await self.read()

    def refuse(self, sentence: str) -> None:
        """Say why something cannot be."""
        self.query_one("#why", Bar).say_folded([(sentence, "warn")])
