"""The sentence beside each decision."""

from collections.abc import Sequence

from backtui.domain.exercise import Dose, Sides
from backtui.domain.progression.prescription import (
    Decision,
    DecisionKind,
    Entry,
    Outcome,
    Override,
    Prescription,
)
from backtui.domain.words.numbers import many, noun, number


def step(before: Dose, after: Dose) -> str:
    """The change itself: the one knob that moved, or both."""
    if before.reps == after.reps:
        return f"{before.hold_s} s → {after.hold_s} s"
    if before.hold_s == after.hold_s:
        return f"repetitions {before.reps} → {after.reps}"
    return f"{before} → {after}"


def first(dose: Dose) -> str:
    """The first time, without a log."""
    return f"First time: {dose}, a gentle start."


def locked(lock: Override) -> str:
    """The dose is locked."""
    whose = "Your provider's dose" if lock.by == "provider" else "Your own dose"
    return f"{whose}, locked at {lock.dose}."


def overridden(override: Override, dose: Dose) -> str:
    """Somebody set the dose, and perhaps a lower target or ceiling since."""
    whose = "Your provider" if override.by == "provider" else "You"
    if dose != override.dose:
        return f"{whose} set it to {override.dose}, and later a target below that: {dose}."
    return f"{whose} set it to {dose}; counting starts here."


def lowered(before: Dose, after: Dose, causes: Sequence[str]) -> str:
    """A step down, or none where the start dose is reached, with what led to it."""
    cause = ", and ".join(causes)
    if before == after:
        return f"Stays at {after}: {cause}."
    return f"{step(before, after)}: {cause}."


def pain(stays: bool) -> str:
    """What a pain last time leads to."""
    return "pain last time, so it stays gentle" if stays else "pain last time"


def misses() -> str:
    """Two misses at one dose."""
    return "two sessions at this dose were not all held"


def pause(days: int) -> str:
    """Days since the exercise was last performed."""
    return f"{many(days, 'day')} since the last time"


def raised(
    prescription: Prescription, before: Dose, after: Dose, earned: Sequence[Entry], climbing: bool
) -> str:
    """A step up, with the held repetitions, the ratings and the sessions that earned it."""
    held = f"{before.reps} of {before.reps} held"
    if prescription.sides is Sides.EACH:
        held += " on both sides"
    feel = "easy" if all(entry.outcome is Outcome.EASY for entry in earned) else "comfortable"
    running = f", {number(len(earned))} sessions running" if len(earned) > 1 else ""
    back = ", on the way back to your earlier dose" if climbing else ""
    return f"{step(before, after)}: {held}, {feel}{running}{back}."


def at_target(dose: Dose, successes: int, offer: Dose | None) -> str:
    """The target is reached, and perhaps mastered."""
    if offer:
        return f"{dose} is mastered: {number(successes)} successes there; {offer} is yours to choose."
    return f"{dose} is your target; keep it there."


def new_target(before: Dose, after: Dose) -> str:
    """The target was set below the dose."""
    return f"{step(before, after)}: that is your target now."


def stays(dose: Dose, cause: str, to_go: int, after: Dose) -> str:
    """The dose stays, why, and what is still needed for the next step."""
    reason = f"{cause}; " if cause else ""
    return f"Stays at {dose}: {reason}{number(to_go)} more comfortable {noun(to_go, 'session')} to {after}."


def flare(dose: Dose) -> str:
    """The session in which this dose was last performed, or a later one, ended in a flare."""
    return f"Stays at {dose}: your back hurt more after a session, so no raise yet."


RESTED = "Resting until you bring it back."
PAIN_TWICE = "Resting: pain two times running; ask your provider before you bring it back."
DECLINED = "you said not yet"
NOT_COUNTED = "the last session does not count towards a raise"
CAUSES = {
    Outcome.HARD: "it was hard last time",
    Outcome.MISS: "not all was held last time",
    Outcome.CUT: "it was cut short last time",
}
ARROWS = {DecisionKind.UP: "▲", DecisionKind.DOWN: "▼", DecisionKind.RETURN: "▼"}
BRIEF = {
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


def arrow(decision: Decision) -> str:
    """▲ for more, ▼ for less, empty where the dose stays."""
    return "" if decision.dose == decision.before else ARROWS.get(decision.kind, "")


def brief(decision: Decision) -> str:
    """The reason in a few words, empty where nothing is to be said."""
    if decision.rule != "up" or decision.before is None:
        return BRIEF.get(decision.rule, "")
    return "rep" if decision.dose.reps > decision.before.reps else "hold"


def with_reason(name: str, decision: Decision) -> str:
    """A name and its reason as one sentence: a step goes on behind a comma, a sentence behind a colon."""
    is_step = arrow(decision) and not decision.why[:1].isupper()
    return f"{name}, {decision.why}" if is_step else f"{name}: {decision.why}"
