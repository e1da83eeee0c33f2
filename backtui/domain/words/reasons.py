"""The sentence beside each decision."""

from collections.abc import Sequence

import msgspec

from backtui.domain.exercise import Dose, Side, Sides
from backtui.domain.progression.prescription import (
    Decision,
    DecisionKind,
    Doubt,
    Entry,
    Flare,
    Outcome,
    Override,
    Prescription,
)
from backtui.domain.words.numbers import brief_day, join_and, many, noun, number


class Earned(msgspec.Struct, frozen=True):
    """The entries that earned something, whether nothing stood between them, and whether it is a way back."""

    entries: Sequence[Entry]
    running: bool = True
    climbing: bool = False

    @property
    def sessions(self) -> str:
        """How many sessions, as the end of a sentence: " two sessions in a row"; empty for one."""
        count = len(self.entries)
        if count < 2:
            return ""
        return f" {number(count)} sessions in a row" if self.running else f" in {number(count)} sessions"

    @property
    def feel(self) -> str:
        """How they all felt."""
        easy = all(entry.outcome is Outcome.EASY for entry in self.entries)
        return "easy" if easy else "comfortable"


def step(before: Dose, after: Dose) -> str:
    """The change itself: the one knob that moved, or all."""
    alike = before.hold_s == after.hold_s, before.sets == after.sets
    if alike == (False, True):
        return f"{before.hold_s} s → {after.hold_s} s"
    if alike == (True, False) and before.even and after.even:
        if len(before.sets) == len(after.sets):
            return f"repetitions {before.reps} → {after.reps}"
        if before.reps == after.reps:
            return f"sets {len(before.sets)} → {len(after.sets)}"
    return f"{before} → {after}"


def first(dose: Dose, asked: Dose, *, by_routine: bool) -> str:
    """The first time, without a log; eased where another course just hurt."""
    if dose != asked:
        return f"First time here: {dose}, a step below {asked} because of pain last time."
    return f"First time: {dose}, {'as your routine asks' if by_routine else 'a gentle start'}."


def locked(lock: Override, pains: int) -> str:
    """The dose is locked, and says so after pain too."""
    whose = "Your provider's dose" if lock.by == "provider" else "Your own dose"
    return f"{whose}, locked at {lock.dose}{_ask(pains)}."


def _ask(pains: int) -> str:
    """After pain where no rule lowers the dose."""
    return f"; pain {times(pains)}: ask your provider" if pains else ""


def times(count: int) -> str:
    """So often."""
    return "once" if count == 1 else f"{count} times"


def fixed(dose: Dose, pains: int) -> str:
    """The routine forbids every change."""
    return FIXED_AFTER_PAIN if pains else f"Fixed by your routine at {dose}."


def rests(pains: int) -> str:
    """Pain too often: twice in a row, or in so many of the newest six."""
    often = "twice in a row" if pains == 2 else f"in {number(pains)} of the last six sessions"
    return f"Resting: pain {often}; ask your provider before you bring it back."


def overridden(override: Override, dose: Dose, away: int = 0) -> str:
    """Somebody set the dose, and perhaps since then there was a lower target, a ceiling or a break."""
    whose = "Your provider" if override.by == "provider" else "You"
    if away:
        return f"{whose} set it to {override.dose}; after {many(away, 'day')} without it, {dose}."
    if dose != override.dose:
        return f"{whose} set it to {override.dose}, and later a target below that: {dose}."
    return f"{whose} set it to {dose}; counting starts here."


def lowered(before: Dose, after: Dose, causes: Sequence[str], offer: Dose | None = None) -> str:
    """A step down, or none where the start dose is reached, with what led to it."""
    cause = ", and ".join(causes)
    own = f"; make {offer} your target if that is enough" if offer else ""
    if before == after:
        return f"Stays at {after}: {cause}{own}."
    return f"{step(before, after)}: {cause}{own}."


def pain(stays: bool) -> str:
    """What a pain last time leads to."""
    return "pain last time, so it stays gentle" if stays else "pain last time"


def misses(missed: Sequence[Entry]) -> str:
    """The misses that led down, the oldest first."""
    days = join_and(dict.fromkeys(brief_day(entry.day) for entry in reversed(missed)))
    return f"you did not hold all of it on {days}"


def hard_running(outcomes: Sequence[Outcome]) -> str:
    """Hard, or worse, so many times in a row."""
    how = "hard" if all(each is Outcome.HARD for each in outcomes) else "hard or not fully held"
    return f"it was {how} {number(len(outcomes))} times in a row"


def layoff(days: int) -> str:
    """Days since the exercise was last performed."""
    return f"{many(days, 'day')} since the last time"


def raised(prescription: Prescription, before: Dose, after: Dose, earned: Earned) -> str:
    """A step up, with the held repetitions, the ratings and the sessions that earned it."""
    held = f"{before.total} of {before.total} {'held' if before.hold_s else 'done'}"
    if prescription.side is not Side.NONE:
        held += f" on the {prescription.side}"
    elif prescription.sides is not Sides.ONE:
        held += " on both sides"
    back = ", on the way back to your earlier dose" if earned.climbing else ""
    return f"{step(before, after)}: {held}, {earned.feel}{earned.sessions}{back}."


def at_target(prescription: Prescription, dose: Dose, earned: Earned, offer: Dose | None) -> str:
    """The target is reached, and a higher one offered after a time there."""
    if offer:
        well = "easily" if earned.feel == "easy" else "comfortably"
        held = f"{'held' if dose.hold_s else 'done'} {dose} {well}{earned.sessions}"
        return f"You have {held}. Want more? Set the target to {offer}."
    if prescription.first == dose:
        return f"{dose} is what your routine asks for; keep it there."
    return f"{dose} is your target; keep it there."


def new_target(prescription: Prescription, before: Dose, after: Dose) -> str:
    """The target is below the dose: it was set so, or the exercise or the routine changed."""
    if prescription.first is not None:
        return f"{step(before, after)}: your routine asks for no more."
    if prescription.target_at or prescription.ceiling_at:
        return f"{step(before, after)}: that is your target now."
    return f"{step(before, after)}: the exercise aims no higher."


def stays(dose: Dose, cause: str, to_go: int, after: Dose) -> str:
    """The dose stays, why, and what is still needed for the next step."""
    reason = f"{cause}; " if cause else ""
    return f"Stays at {dose}: {reason}{number(to_go)} more comfortable {noun(to_go, 'session')} to {after}."


def flare(told: Flare) -> str:
    """What was told of a session after which the back was worse."""
    if told.after is None:
        return "your back was worse the morning after a session"
    before = f"{told.before} before and " if told.before is not None else ""
    if told.morning == "worse" and (told.before or 0) > told.after:
        return f"pain was {before}{told.after} after a session, and your back was worse the next morning"
    return f"pain was {before}{told.after} after a session"


RESTED = "Resting until you bring it back."
FIXED_AFTER_PAIN = "Fixed by your routine; ask your provider before you go on."
FLARED_TWICE = "your back was worse after two sessions with it; ask your provider if it goes on"
DECLINED = "you said not yet"
CAUSES = {
    Outcome.HARD: "it was hard last time",
    Outcome.MISS: "you did not hold all of it last time",
    Outcome.CUT: "it was cut short last time",
}
DOUBTS = {
    Doubt.AGAIN: "the second time in a day does not count",
    Doubt.DIZZY: "you were dizzy",
    Doubt.FLARE: "your back was worse after it",
    Doubt.UNCONFIRMED: "you have not confirmed the last session",
    Doubt.UNRATED: "you did not rate it, and you set that not to count",
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
    "flare": "pain afterwards",
    "declined": "not yet",
    "cut short": "cut short",
    "fixed": "fixed",
}


def arrow(decision: Decision) -> str:
    """▲ for more, ▼ for less, empty where the dose stays."""
    return "" if decision.dose == decision.before else ARROWS.get(decision.kind, "")


def brief(decision: Decision) -> str:
    """The reason in a few words, empty where nothing is to be said."""
    if decision.rule != "up" or decision.before is None:
        hurt = f"; pain {decision.pains}×" if speaks_of_pain(decision) else ""
        return BRIEF.get(decision.rule, "") + hurt
    before, after = decision.before, decision.dose
    if len(after.sets) > len(before.sets):
        return "set"
    return "hold" if after.hold_s > before.hold_s else "rep"


def speaks_of_pain(decision: Decision) -> bool:
    """The dose stays as it is in spite of pain, which has to be said wherever it stands."""
    return decision.kind is DecisionKind.LOCKED and decision.pains > 0


def with_reason(name: str, decision: Decision) -> str:
    """A name and its reason as one sentence: a step goes on behind a comma, a sentence behind a colon."""
    is_step = arrow(decision) and not decision.why[:1].isupper()
    return f"{name}, {decision.why}" if is_step else f"{name}: {decision.why}"
