"""A walk in two keys."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from backtui.coach.sessions import ACTIVITIES, MINUTES_BOUNDS
from backtui.coach.week import USUAL_MINUTES, Usual
from backtui.domain.words.numbers import upper_first
from backtui.tui.frame.opened import Dialog
from backtui.tui.frame.page import bindings
from backtui.tui.keys import AEROBIC, Key
from backtui.tui.widgets.rows import Row, Rows

STEP_MINUTES = 5
MOST_OWN = 3  # words of one's own that stand below the four


class AerobicPage(Dialog[Usual | None]):
    """Asks for an activity; escape gives none."""

    KEYS: ClassVar[tuple[Key, ...]] = AEROBIC
    BINDINGS: ClassVar[list[BindingType]] = bindings(AEROBIC)

    def __init__(self, usual: Sequence[Usual], day: date | None = None) -> None:
        """`usual` is what was done of late, the newest first; `day` is None for today."""
        when = f"{day:%A} {day.day} {day:%B}" if day else "today"
        super().__init__(f"Something aerobic, {when}")
        minutes = {each.what: each.minutes for each in usual}
        own = [each.what for each in usual if each.what not in ACTIVITIES][:MOST_OWN]
        self._minutes = {what: minutes.get(what, USUAL_MINUTES) for what in (*ACTIVITIES, *own)}

    def body(self) -> ComposeResult:
        """The activities."""
        yield Rows(id="options")

    def on_mount(self) -> None:
        """What was done last has the cursor."""
        rows = self.query_one(Rows)
        rows.styles.height = len(self._minutes)
        self._show()
        rows.focus()

    def _show(self) -> None:
        letters = {f"log('{what}')": what for what in self._minutes}
        names = {letters[key.action]: key.name for key in AEROBIC if key.action in letters}
        self.query_one(Rows).show(
            [
                Row(
                    [(f"{names.get(what, ''):<3}", "key"), (upper_first(what), "text")],
                    [(f"{minutes} min", "strong")],
                    what,
                )
                for what, minutes in self._minutes.items()
            ]
        )

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Log what is under the cursor."""
        event.stop()
        self.action_log(event.row.key or "")

    def action_log(self, what: str) -> None:
        """Answer with an activity and its minutes."""
        self.dismiss(Usual(what, self._minutes[what]))

    def action_step(self, by: int) -> None:
        """More or fewer minutes, of all, so that any letter logs what stands beside it."""
        low, high = MINUTES_BOUNDS
        self._minutes = {
            what: min(high, max(low, minutes + by * STEP_MINUTES)) for what, minutes in self._minutes.items()
        }
        self._show()
