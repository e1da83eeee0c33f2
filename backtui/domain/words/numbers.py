"""Days, minutes, plurals, arrows."""

from collections.abc import Mapping

from backtui.domain.exercise import Dose, Exercise, Kind, Position
from backtui.domain.plan import Inclusion, Priority
from backtui.domain.progression.prescription import Decision, DecisionKind

ARROWS = {DecisionKind.UP: "▲", DecisionKind.DOWN: "▼", DecisionKind.RETURN: "▼"}
SHORT = {
    "first": "first time",
    "return": "after a break",
    "pain": "pain last time",
    "miss": "not all held",
    "target": "new target",
    "override": "as set",
    "locked": "locked",
    "resting": "resting",
    "at-target": "at target",
    "hard": "hard last time",
    "flare": "back hurt more",
    "declined": "not yet",
    "cut short": "cut short",
    "routine": "routine's dose",
}
POSITIONS = {Position.HANDS_AND_KNEES: "hands+knees"}
HEADINGS = {Kind.STRETCH: "STRETCH", Kind.STRENGTH: "STRENGTHEN"}


def arrow(decision: Decision) -> str:
    """▲ for more, ▼ for less, empty where the dose stays."""
    return "" if decision.dose == decision.before else ARROWS.get(decision.kind, "")


def short(decision: Decision) -> str:
    """The reason in a few words, empty where nothing is to be said."""
    if decision.rule != "up" or decision.before is None:
        return SHORT.get(decision.rule, "")
    return "rep" if decision.dose.reps > decision.before.reps else "hold"


def with_reason(name: str, decision: Decision) -> str:
    """A name and its reason as one sentence: a step goes on behind a comma, a sentence behind a colon."""
    is_step = arrow(decision) and not decision.why[:1].isupper()
    return f"{name}, {decision.why}" if is_step else f"{name}: {decision.why}"


def position(where: Position) -> str:
    """A position in a narrow column."""
    return POSITIONS.get(where, where.value)


def heading(kind: Kind, again: bool) -> str:
    """A block's heading; the closing stretches are stretches again."""
    return f"{HEADINGS[kind]} AGAIN" if again else HEADINGS[kind]


def marks_of(each: Exercise, included: Inclusion, barred: Mapping[str, str]) -> str:
    """What stands out about an exercise in a list: own, off, left out, put first or last."""
    if included.disabled or each.id in barred:
        state = "off" if included.disabled else "left out"
    else:
        state = {Priority.HIGH: "first", Priority.LOW: "last"}.get(included.priority, "")
    return ", ".join(filter(None, ("own" if each.own else "", state)))


def dose_or_dash(dose: Dose | None) -> str:
    """A dose, or a dash where there was none."""
    return str(dose) if dose else "–"
