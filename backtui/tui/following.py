"""What comes next of an exercise, as a sign and as a line with its reason."""

from backtui.domain.course import Change, Decision
from backtui.tui.widgets.spans import Line, Span

ARROWS = {Change.UP: ("▲", "up"), Change.DOWN: ("▼", "down"), Change.RETURN: ("▼", "down")}


def sign(decision: Decision) -> Span:
    """Up, down, resting, or a blank where the dose stays."""
    if decision.kind is Change.RESTING:
        return "rest", "warn"
    return (" ", "text") if decision.dose == decision.before else ARROWS.get(decision.kind, (" ", "text"))


def following_line(decision: Decision) -> Line:
    """The next dose, its sign and its reason."""
    return [
        ("Next ", "dim"),
        (f"{decision.dose} ", "strong"),
        (f"{sign(decision)[0]} ", sign(decision)[1]),
        (decision.why, "text"),
    ]
