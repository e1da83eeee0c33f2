"""What the form of an exercise and the builder of a routine share: a draft that is not lost unasked."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, ClassVar

from textual import work

from backtui.coach.desk import Desk
from backtui.tui.drafting import Draft
from backtui.tui.screens.dialogs import Choice
from backtui.tui.screens.pick import Listing

SURE = [("stay", "No, go on with it"), ("leave", "Yes, leave it as it was before")]


class DraftPage(Listing):
    """Holds a draft and what it was before; `WHAT` is left only after a question where they differ."""

    WHAT: ClassVar[str] = ""

    def __init__(self, desk: Desk, title: str, draft: Mapping[str, Any], *, new: bool) -> None:
        """`new`: it is not in the log yet, so that its id is still free."""
        super().__init__(desk, title)
        self.draft: Draft = deepcopy(dict(draft))
        self.before = deepcopy(self.draft)
        self.new = new
        self.problem = ""

    def action_close(self) -> None:
        """Leave; what was changed is asked about."""
        self.leave()

    @work
    async def leave(self) -> None:
        """Leave, after a question where something was changed."""
        if self.draft != self.before:
            said = ("What you changed here is not saved.",)
            asked = Choice(f"Leave the {self.WHAT}?", said, SURE, "stay")
            if await self.app.push_screen_wait(asked) != "leave":
                return
        self.dismiss(None)
