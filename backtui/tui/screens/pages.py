"""Pages to read: an exercise, the safety notes, how a dose came to be."""

from collections.abc import Sequence

from backtui.coach.views import DoseChange, Why
from backtui.domain.course import Decision
from backtui.domain.exercise import Exercise, Guidance, Side, Sides, words
from backtui.domain.said import foreseen
from backtui.tui.scene import POSITIONS
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


def why_page(why: Why, cells: int) -> list[Line]:
    """How an exercise came to its dose: a picture of its holds and repetitions, and a line per change."""
    lines: list[Line] = [
        [("Next time ", "dim"), (f"{why.decision.dose}.", "strong"), (f"  {why.decision.why}", "text")]
    ]
    if why.forecast:
        lines.append([(foreseen(why.forecast), "dim")])
    if len(why.changes) > 1:
        steps = max(8, min(60, cells - 8))
        lines += [[], [("Hold, seconds", "head")], *chart([c.after.hold_s for c in why.changes], steps)]
        lines += [[], [("Repetitions", "head")], *chart([c.after.reps for c in why.changes], steps)]
    lines += [[], [("Every change", "head")]]
    if not why.changes:
        lines.append([("Nothing was done yet.", "dim")])
    lines += [_change(change) for change in reversed(why.changes[-MOST_CHANGES:])]
    return lines


def _change(change: DoseChange) -> Line:
    up = change.before is not None and change.after > change.before
    sign = ("▲ ", "up") if up else ("▼ ", "down") if change.before else ("• ", "accent")
    return [(f"{change.day:%d %b %Y}  ", "dim"), sign, (f"{change.after}  ", "strong"), (change.why, "text")]


def chart(values: Sequence[int], cells: int) -> list[Line]:
    """A staircase of whole numbers, newest at the right; one line for each number that occurs."""
    kept = list(values[-cells:])
    wide = max(1, min(6, cells // len(kept)))
    low, high = min(kept), max(kept)
    lines: list[Line] = []
    for level in range(high, low - 1, -1):
        drawn = ""
        for place, value in enumerate(kept):
            before = kept[place - 1] if place else value
            drawn += _stair(level, before, value) + ("─" if level == value else " ") * (wide - 1)
        lines.append([(f"{level:>4} ┤", "dim"), (drawn, "accent")])
    return lines


def _stair(level: int, before: int, value: int) -> str:
    """The corner where a staircase goes from one value to the next."""
    if before == value:
        return "─" if level == value else " "
    if level == value:
        return "╭" if value > before else "╰"
    if level == before:
        return "╯" if value > before else "╮"
    return "│" if min(before, value) < level < max(before, value) else " "
