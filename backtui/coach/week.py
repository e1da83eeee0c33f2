"""The week as the log has it: what is due, what was done, and whether the morning after is to be asked."""

from datetime import timedelta
from typing import TYPE_CHECKING

from backtui.domain.history import SessionRecord, State

if TYPE_CHECKING:
    from backtui.coach.coach import Coach


class Week:
    """Answers about these days, from the coach's log."""

    def __init__(self, coach: "Coach") -> None:
        self.coach = coach

    def morning_after(self) -> SessionRecord | None:
        """Yesterday's newest session, answered or not; None once today's has begun.

        The question belongs to the day after a session, all of it, for a back tells in the evening too.
        """
        today = self.coach.day()
        yesterday = today - timedelta(days=1)
        for record in self.coach.log.sessions(limit=10, since=yesterday):
            if record.performed and record.state is not State.OPEN:
                return record if record.day == yesterday else None
        return None

    def asks(self) -> SessionRecord | None:
        """The session whose morning after is not answered yet."""
        record = self.morning_after()
        return record if record and record.morning is None else None
