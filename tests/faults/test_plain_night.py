"""A session of the line mode that runs over four in the morning, by the clock of BACKTUI_CLOCK."""

import pytest
from plain_process import PlainSession, read

pytestmark = pytest.mark.faults


def test_a_session_from_sunday_to_monday_is_of_sunday() -> None:
    """It begins before four on a Monday, which is Sunday's day still; the summary counts that week.

    On a machine so busy that it begins after four, it is of Monday.
    """
    with PlainSession("--minutes", "3", rate=20, minutes=-182.5) as session:
        assert session.end(60) == (0, "")
    assert session.lines[-1] == "This week: 1 of 3 sessions."
    (told,) = read("history")["sessions"]
    is_sunday = told["started_at"] < "2026-03-02T04:00"
    assert (told["day"], told["state"]) == ("2026-03-01" if is_sunday else "2026-03-02", "done")
    assert told["ended_at"][:16] >= "2026-03-02T04:00"
    assert read("today")["sessions_this_week"] == (0 if is_sunday else 1)
