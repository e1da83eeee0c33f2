"""How each exercise grew, as a small staircase: many of them side by side."""

from collections.abc import Iterator
from datetime import date

from backtui.exchange.report_courses import Done
from backtui.exchange.svg import ChartFrame, chart, endings, signs, stairs, ticks

LEGEND = (
    "As prescribed: solid, seconds of a hold; dashed, repetitions a side. Ticks below: not done so."
    " ▼: pain ended it."
)


def staircase(bounds: tuple[date, date], done: Done) -> str:
    """The seconds and the repetitions of one course over time, and where it went wrong."""
    holds = [(day, float(each.prescribed.hold_s)) for day, each in done if each.prescribed.hold_s]
    reps = [(day, float(each.prescribed.total)) for day, each in done]
    most = max(value for _, value in (*holds, *reps))
    frame = ChartFrame(*bounds, most, width=224, height=70, left=18, right=30, top=12, bottom=20, label=60)
    shapes = [
        stairs(frame, holds, "wanted"),
        stairs(frame, reps, "reps"),
        ticks(frame, [day for day, each in done if not each.complete]),
        signs(frame, [day for day, each in done if each.pain], "▼", frame.most),
        *endings(frame, list(_ends(done))),
    ]
    return chart(frame, "The dose over time", _told(done), shapes, "", (0, int(most)))


def _ends(done: Done) -> Iterator[tuple[float, str]]:
    """What is written at the end of each line."""
    dose = done[-1][1].prescribed
    if dose.hold_s:
        yield dose.hold_s, f"{dose.hold_s} s"
    yield dose.total, f"× {dose.total}"


def _told(done: Done) -> str:
    """The same in words: each dose with the day from which it was prescribed."""
    told: dict[str, str] = {}
    before = ""
    for day, entry in done:
        if str(entry.prescribed) != before:
            before = str(entry.prescribed)
            told[day.isoformat()] = before
    return "; ".join(f"{day}: {dose}" for day, dose in told.items())
