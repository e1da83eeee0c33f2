"""An exercise in lines: what it is, how it is done, what to mind, its dose and its course."""

from collections.abc import Sequence

from backtui.coach.answers import DoseChange, Prospect, Why
from backtui.domain.exercise import Exercise, sides_of, words
from backtui.domain.progression.prescription import DecisionKind
from backtui.domain.statistics import DoseStep
from backtui.domain.words.numbers import IN_TURN, position, upper_first
from backtui.domain.words.targets import looked_ahead
from backtui.tui.widgets.line import Line

MOST_CHANGES = 200


def named(exercise: Exercise) -> Line:
    """Its name, where it is done and what it works on."""
    known = f" · {position(exercise.position)} · {', '.join(exercise.works_on)}"
    return [(exercise.name, "strong"), (known, "dim")]


def facts(exercise: Exercise) -> list[Line]:
    """What it is for, where it is done and what it works on."""
    parts = (exercise.kind.value, position(exercise.position), IN_TURN[exercise.sides])
    return [
        [(", ".join(part for part in parts if part), "dim")],
        [("Works on ", "dim"), (", ".join(exercise.works_on), "text")],
    ]


def set_up(exercise: Exercise) -> list[Line]:
    """How it begins, step by step."""
    return [
        [("Set-up", "head")],
        *([(f"{n}. {said(step, exercise)}", "text")] for n, step in enumerate(exercise.set_up, 1)),
    ]


def movement(exercise: Exercise) -> list[Line]:
    """In, hold and back, and its hint."""
    lines: list[Line] = [
        [("Movement", "head")],
        [("In: ", "dim"), (said(exercise.movement_in, exercise), "text")],
        *([("Hold: ", "dim"), (said(hold, exercise), "text")] for hold in exercise.hold),
        [("Back: ", "dim"), (said(exercise.movement_out, exercise), "text")],
    ]
    return [*lines, [(exercise.hint, "text")]] if exercise.hint else lines


def in_short(exercise: Exercise) -> list[Line]:
    """The movement in a sentence or two."""
    return [[(said(text, exercise), "text")] for text in (exercise.movement_in, *exercise.hold[:1])]


def to_mind(exercise: Exercise) -> list[Line]:
    """The easier version, and with what to ask first."""
    lines: list[Line] = []
    if exercise.easier:
        lines += [[("Easier", "head")], [(exercise.easier, "text")]]
    if exercise.cautions:
        lines += [[]] * bool(lines)
        lines += [[("Take care", "head")], *([(caution, "text")] for caution in exercise.cautions)]
    return lines


def next_dose(told: Prospect | Why) -> list[Line]:
    """The next dose with its reason, those of its other courses, and the forecast."""
    decision = told.decision
    lines: list[Line] = [
        [("Next time ", "dim"), (f"{decision.dose}.", "strong"), (f" {upper_first(decision.why)}", "text")]
    ]
    for each in told.others:
        other = each.dose.decision
        lines.append(
            [(f"{each.title} ", "dim"), (f"{other.dose}.", "strong"), (f" {upper_first(other.why)}", "text")]
        )
    if ahead := looked_ahead(told.forecast, decision):
        lines.append([(ahead, "dim")])
    return lines


def bounds(exercise: Exercise, ahead: Prospect) -> Line:
    """From which dose to which it grows for this person, or that it does not."""
    if ahead.decision.kind is DecisionKind.LOCKED:
        return [("Locked: no rule changes it.", "dim")]
    start = ahead.prescription.first or exercise.start
    target, ceiling = ahead.prescription.target, ahead.prescription.ceiling
    return [(f"Starts at {start}, aims at {target}, never above {ceiling}.", "dim")]


def every_change(changes: Sequence[DoseStep | DoseChange]) -> list[Line]:
    """The newest changes of the dose, the newest first."""
    newest = [_change(each) for each in reversed(changes[-MOST_CHANGES:])]
    return [[("Every change", "head")], *(newest or [[("Nothing here yet.", "dim")]])]


def _change(change: DoseStep | DoseChange) -> Line:
    up = change.before is not None and change.after > change.before
    sign = ("▲ ", "up") if up else ("▼ ", "down") if change.before else ("• ", "accent")
    return [(f"{change.day:%d %b %Y}  ", "dim"), sign, (f"{change.after}  ", "strong"), (change.why, "text")]


def said(text: str, exercise: Exercise) -> str:
    """Words for the left side first where there are sides."""
    return words(text, sides_of(exercise.sides)[0])
