"""Notes of a session on the screen: written, changed, deleted, erased for good."""

from backtui.coach.notes import NOTE_LIMIT
from backtui.tui.screens.correcting import Correcting
from backtui.tui.screens.dialogs import Choice, Writing

FOR_GOOD = "Its text, and what it was before, goes from the file. Nothing brings it back, not even undo."


class Noting(Correcting):
    """Asks what becomes of a note."""

    async def write_note(self, instead: bytes | None = None) -> None:
        """Ask for a note, in the place of another one or beside what there is."""
        notes = self.opened.notes if self.opened else ()
        before = next((note.text or "" for note in notes if note.event == instead), "")
        text = await self.app.push_screen_wait(Writing("A note about this session", NOTE_LIMIT, before))
        session = self.session
        if text is not None and text != before:
            await self.do(
                lambda _, diary: diary.edits.correct(session, diary.edits.writing(session, text, instead))
            )

    async def change_note(self, note: bytes) -> None:
        """What becomes of a note."""
        options = [
            ("change", "Change it"),
            ("another", "Write another one"),
            ("delete", "Delete it (u brings it back)"),
            ("erase", "Erase it for good"),
        ]
        chosen = await self.app.push_screen_wait(Choice("The note", (), options))
        session = self.session
        if chosen in ("change", "another"):
            await self.write_note(note if chosen == "change" else None)
        elif chosen == "delete":
            await self.do(lambda _, d: d.edits.correct(session, d.edits.unwriting(note)))
        elif chosen == "erase":
            sure = [("no", "No, keep it"), ("yes", "Yes, erase it for good")]
            if await self.app.push_screen_wait(Choice("Erase for good?", (FOR_GOOD,), sure, "no")) == "yes":
                await self.do(lambda _, diary: diary.edits.erase(session, note))
