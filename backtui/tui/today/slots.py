"""What the schedule has for today, and what the day is called."""

from collections.abc import Mapping

from backtui.domain.week import Due, Today
from backtui.domain.words.numbers import brief_day
from backtui.tui.widgets.line import Line
from backtui.tui.widgets.rows import Row

DAYS = {Due.BACK: "Back day", Due.AEROBIC: "Aerobic day", Due.REST: "Rest day"}


def day_name(due: Today) -> str:
    """What the day is for, or until when nothing is due."""
    if due.pause is None:
        return DAYS[due.due]
    return f"Pause until {brief_day(due.paused_until)}" if due.paused_until else "Pause"


def slot_rows(due: Today, names: Mapping[str, str]) -> list[Row]:
    """Where there are several sessions a day: a row for each, done, next or later."""
    if len(due.slots) < 2:
        return []
    rows = []
    for slot in due.slots:
        mark, role = ("done", "dim") if slot.done else ("", "text")
        if slot is due.next:
            mark, role = "next", "accent"
        left: Line = [(f"  {slot.at or '     '}  ", "dim"), (names.get(slot.routine, slot.routine), role)]
        rows.append(Row(left, [(mark, role)]))
    return rows
