"""Pages to read: an exercise, the safety notes, how a dose came to be."""

from collections.abc import Sequence

from backtui.coach.views import DoseChange, Why
from backtui.domain.chart import Curve
from backtui.domain.course import Decision
from backtui.domain.exercise import Exercise, Guidance, Side, Sides, words
from backtui.domain.figure import Role
from backtui.domain.said import foreseen
from backtui.tui.scene import POSITIONS
from backtui.tui.widgets.chart import Scale, Time, chart, time_line
from backtui.tui.widgets.spans import Line

SECTIONS = (
    ("How it should feel", "safety"),
    ("When to stop", "stop"),
    ("Seek help at once", "urgent"),
    ("Ask your provider", "ask"),
    ("The week", "week"),
    ("Habits for the back", "habits"),
)
MOST_CHANGES = 200
MOST_CELLS, CHART_ROWS = 72, 4


def exercise_page(exercise: Exercise, decision: Decision) -> list[Line]:
    """All that is known of an exercise."""
    sides = "one side, then the other" if exercise.sides is Sides.EACH else ""
    facts = ", ".join(part for part in (exercise.kind.value, POSITIONS[exercise.position], sides) if part)
    lines: list[Line] = [
        [(facts, "dim")],
        [("Works on ", "dim"), (", ".join(exercise.works_on), "text")],
        [],
        [("Set-up", "head")],
    ]
    lines += [[(f"{n}. {_said(step, exercise)}", "text")] for n, step in enumerate(exercise.set_up, 1)]
    lines += [[], [("Movement", "head")], [("In: ", "dim"), (_said(exercise.movement_in, exercise), "text")]]
    lines += [[("Hold: ", "dim"), (_said(hold, exercise), "text")] for hold in exercise.hold]
    lines += [[("Back: ", "dim"), (_said(exercise.movement_out, exercise), "text")]]
    if exercise.hint:
        lines.append([(exercise.hint, "text")])
    if exercise.easier:
        lines += [[], [("Easier", "head")], [(exercise.easier, "text")]]
    if exercise.cautions:
        lines += [[], [("Take care", "head")], *([(caution, "text")] for caution in exercise.cautions)]
    lines += [
        [],
        [("Dose", "head")],
        [(f"{decision.dose}", "strong"), (f" {decision.why}", "text")],
        [(f"Starts at {exercise.start}, aims at {exercise.target}, at most {exercise.ceiling}.", "dim")],
    ]
    return lines


def _said(text: str, exercise: Exercise) -> str:
    """Words for the left side first where there are sides."""
    return words(text, Side.LEFT if exercise.sides is Sides.EACH else Side.NONE)


def safety_page(guidance: Guidance) -> list[Line]:
    """The notes of the first start, and of About."""
    lines: list[Line] = [[(sentence, "strong")] for sentence in guidance.notice]
    for title, name in SECTIONS:
        sentences: Sequence[str] = getattr(guidance, name)
        lines += [[], [(title, "warn" if name == "urgent" else "head")]]
        lines += [[(f"· {sentence}", "text")] for sentence in sentences]
    return [*lines, [], [(guidance.source, "dim")]]


def why_page(why: Why, cells: int, *, ascii_only: bool = False) -> list[Line]:
    """How an exercise came to its dose: a picture of its holds and repetitions, and a line per change."""
    lines: list[Line] = [
        [("Next time ", "dim"), (f"{why.decision.dose}.", "strong"), (f"  {why.decision.why}", "text")]
    ]
    if why.forecast:
        lines.append([(foreseen(why.forecast), "dim")])
    if len(why.changes) > 1:
        lines += _charts(why.changes, min(cells - 6, MOST_CELLS), ascii_only=ascii_only)
    lines += [[], [("Every change", "head")]]
    if not why.changes:
        lines.append([("Nothing was done yet.", "dim")])
    lines += [_change(change) for change in reversed(why.changes[-MOST_CHANGES:])]
    return lines


def _charts(changes: Sequence[DoseChange], cells: int, *, ascii_only: bool) -> list[Line]:
    """The holds and the repetitions over time."""
    time = Time(changes[0].day, changes[-1].day)
    lines: list[Line] = []
    for title, values in (
        ("Hold, seconds", [change.after.hold_s for change in changes]),
        ("Repetitions", [change.after.reps for change in changes]),
    ):
        points = tuple((time.place(c.day), float(v)) for c, v in zip(changes, values, strict=True))
        curve = Curve(points, Role.WORKED)
        lines += [[], [(title, "head")]]
        lines += chart((curve,), cells, CHART_ROWS, Scale.over(values), ascii_only=ascii_only)
    return [*lines, time_line(time, cells)]


def _change(change: DoseChange) -> Line:
    up = change.before is not None and change.after > change.before
    sign = ("▲ ", "up") if up else ("▼ ", "down") if change.before else ("• ", "accent")
    return [(f"{change.day:%d %b %Y}  ", "dim"), sign, (f"{change.after}  ", "strong"), (change.why, "text")]
