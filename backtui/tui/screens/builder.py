"""The builder of a routine of one's own: which exercises, in which order, with which doses."""

from copy import deepcopy
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS
from backtui.tui.drafting import WORD, free_id
from backtui.tui.own_keys import BUILDER
from backtui.tui.screens.base import bindings
from backtui.tui.screens.builder_page import RoutinePage
from backtui.tui.screens.dialogs import Choice, Number
from backtui.tui.screens.pick import Pick, Wording
from backtui.tui.widgets.rows import Rows

OF_THE_DAY, OWN_DOSE = "day", "own"
DOSES = [(OF_THE_DAY, "The dose of the day"), (OWN_DOSE, "A dose of its own")]
NAMED = "What the routine is called, up to 40 characters."


class RoutineBuilder(RoutinePage):
    """Writes into a draft; its result is the id of the routine that was saved."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(BUILDER)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter asks for the dose."""
        event.stop()
        self.action_dose()

    @work
    async def action_add(self) -> None:
        """An exercise behind the one under the cursor, or at the end."""
        picked = await self.app.push_screen_wait(Pick(self.desk, "Add to the routine"))
        if picked is not None:
            place = self.place + 1 if self.place >= 0 else len(self.items)
            self.items.insert(place, {"exercise": picked})
            self._changed(place)

    def action_remove(self) -> None:
        """Take it out."""
        place = self.place
        if place >= 0:
            del self.items[place]
            self._changed(min(place, len(self.items) - 1))

    def action_move(self, by: int) -> None:
        """One place further down or up."""
        place, other = self.place, self.place + by
        if place >= 0 and 0 <= other < len(self.items):
            self.items[place], self.items[other] = self.items[other], self.items[place]
            self._changed(other)

    @work
    async def action_dose(self) -> None:
        """The dose of the day, or one of its own: hold and repetitions."""
        place = self.place
        if place < 0:
            return
        item = self.items[place]
        name = self.desk.content.name_of(item["exercise"])
        chosen = await self.app.push_screen_wait(Choice(name, (), DOSES))
        if chosen == OF_THE_DAY:
            item.pop("dose", None)
        elif chosen == OWN_DOSE:
            dose = item.get("dose") or {"hold_s": 5, "reps": 5}
            hold = await self._number(f"{name}: hold", dose["hold_s"], HOLD_BOUNDS_S, " s")
            reps = (
                None
                if hold is None
                else await self._number(f"{name}: repetitions", dose["reps"], REPETITION_BOUNDS)
            )
            if hold is None or reps is None:
                return
            item["dose"] = {"hold_s": hold, "reps": reps}
        if chosen is not None:
            self._changed(place)

    async def _number(self, title: str, now: int, bounds: tuple[int, int], unit: str = "") -> int | None:
        meaning = "It holds in this routine, and yields only to a locked dose."
        return await self.app.push_screen_wait(Number(title, meaning, now, bounds, unit))

    @work
    async def action_name(self) -> None:
        """What it is called."""
        name = await self.app.push_screen_wait(Wording("Name", NAMED, WORD, self.draft.get("name", "")))
        if name:
            self._call(name)

    def _call(self, name: str) -> None:
        self.draft["name"] = name
        if self.new:
            content = self.desk.content
            self.draft["id"] = free_id(name, {*content.routines, *content.exercises})
        self._changed(self.place)

    @work
    async def action_save(self) -> None:
        """Keep it, asking for a name where it has none; or say what is not sound."""
        if not self.draft.get("name"):
            name = await self.app.push_screen_wait(Wording("Name", NAMED, WORD, ""))
            if not name:
                return
            self._call(name)
        await self.read()
        if self.problem:
            self.explain([("Not yet: ", "warn"), (self.problem, "text")])
            return
        draft = deepcopy(self.draft)
        saved = await self.ask(lambda _, diary: diary.shelf.save_routine(draft))
        self.dismiss(saved.id)

    def _changed(self, place: int) -> None:
        """Show what has changed at once; the minutes follow."""
        self.paint(str(place) if place >= 0 else None)
        self.look()
