"""Next_dose: the rules."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec.structs import replace

from backtui.domain.exercise import Dose
from backtui.domain.progression.ladder import lower_of, reaches, step_down, step_up, steps_down
from backtui.domain.progression.prescription import (
    Decision,
    DecisionKind,
    Entry,
    Outcome,
    Override,
    Prescription,
)
from backtui.domain.words import reasons

LAYOFF_DAYS = 14
OFFER_AFTER = 6


def next_dose(prescription: Prescription, entries: Sequence[Entry], today: date) -> Decision:
    """The dose for `today`, from the performed entries of the exercise in any order."""
    log = sorted(entries, key=lambda entry: (entry.day, entry.at))
    before = log[-1].prescribed if log else None
    return replace(_decided(prescription, log, today), before=before)


def _decided(prescription: Prescription, log: Sequence[Entry], today: date) -> Decision:
    """Rules 1 to 4; the log speaks where none of them does."""
    newest = log[-1] if log else None
    override = prescription.override
    if prescription.set_aside:
        dose = newest.prescribed if newest else prescription.start
        return Decision(dose, DecisionKind.RESTING, "resting", reasons.RESTED)
    if prescription.locked:
        return Decision(
            prescription.locked.dose, DecisionKind.LOCKED, "locked", reasons.locked(prescription.locked)
        )
    if override and (newest is None or override.at >= newest.at):
        return _overridden(prescription, override, newest)
    if newest is None:
        return Decision(prescription.start, DecisionKind.FIRST, "first", reasons.first(prescription.start))
    if _pain_twice(log, prescription.resumed):
        return Decision(newest.prescribed, DecisionKind.RESTING, "resting", reasons.PAIN_TWICE)
    return _from_the_log(prescription, log, today)


def _overridden(prescription: Prescription, override: Override, newest: Entry | None) -> Decision:
    dose = lower_of(override.dose, prescription.target)
    kind = DecisionKind.SAME
    if newest is None:
        kind = DecisionKind.FIRST
    elif dose != newest.prescribed and reaches(dose, newest.prescribed):
        kind = DecisionKind.UP
    elif dose != newest.prescribed and reaches(newest.prescribed, dose):
        kind = DecisionKind.DOWN
    return Decision(dose, kind, "override", reasons.overridden(override, dose))


def _pain_twice(log: Sequence[Entry], resumed: datetime | None) -> bool:
    """Pain in the two newest entries, and not brought back since."""
    two = len(log) > 1 and all(entry.outcome is Outcome.PAIN for entry in log[-2:])
    return two and not (resumed and resumed >= log[-1].at)


def _from_the_log(prescription: Prescription, log: Sequence[Entry], today: date) -> Decision:
    """Rules 5 to 9: from the newest performed entry, down for safety or a break, else up when earned."""
    base = log[-1].prescribed
    run = _run(prescription, log)
    dose, rule, causes = _eased(prescription, log[-1], run)
    away = (today - log[-1].day).days
    if away >= LAYOFF_DAYS:
        further = steps_down(
            dose, away // LAYOFF_DAYS, prescription.start, prescription.target, prescription.order
        )
        rule = "return" if further != dose or not rule else rule
        dose, causes = further, [*causes, reasons.pause(away)]
    dose = lower_of(dose, prescription.target)
    if rule:
        kind = (
            DecisionKind.RETURN
            if rule == "return"
            else DecisionKind.SAME
            if dose == base
            else DecisionKind.DOWN
        )
        return Decision(dose, kind, rule, reasons.lowered(base, dose, causes))
    if dose != base:
        return Decision(dose, DecisionKind.DOWN, "target", reasons.new_target(base, dose))
    return _earned(prescription, log, run)


def _eased(prescription: Prescription, newest: Entry, run: Sequence[Entry]) -> tuple[Dose, str, list[str]]:
    """Rule 6: one step down for pain or two misses; no rule's name where it has nothing to say.

    Two misses at the start dose say nothing, or the dose could never grow again; pain there still does.
    """
    base = newest.prescribed
    lower = step_down(base, prescription.start, prescription.target, prescription.order)
    if newest.outcome is Outcome.PAIN:
        return lower, "pain", [reasons.pain(stays=lower == base)]
    if lower != base and sum(entry.outcome is Outcome.MISS for entry in run) >= 2:
        return lower, "miss", [reasons.misses()]
    return base, "", []


def _earned(prescription: Prescription, log: Sequence[Entry], run: Sequence[Entry]) -> Decision:
    """Rules 8 and 9: what the successes since the last change have earned."""
    newest = log[-1]
    base = newest.prescribed
    declined = any(decline >= newest.at for decline in prescription.declines)
    flared = any(flare >= newest.at for flare in prescription.flares)
    earned = [] if declined else _successes(run)
    successes = sum(entry.successes for entry in earned)
    if reaches(base, prescription.target):
        return _at_target(prescription, base, successes)
    enough, climbing = _enough(prescription, log, run)
    higher = step_up(base, prescription.target, prescription.order)
    if successes >= enough and not flared:
        why = reasons.raised(prescription, base, higher, earned, climbing)
        return Decision(higher, DecisionKind.UP, "up", why, None, successes, enough)
    rule, why = "flare", reasons.flare(base)
    if not flared:
        rule, cause = _held_back(newest, declined)
        why = reasons.stays(base, cause, max(enough - successes, 1), higher)
    return Decision(base, DecisionKind.SAME, rule, why, None, successes, enough)


def _held_back(newest: Entry, declined: bool) -> tuple[str, str]:
    """The rule that keeps the dose, and its cause in words ("" where only successes are wanting)."""
    if declined:
        return "declined", reasons.DECLINED
    if newest.outcome in reasons.CAUSES:
        return str(newest.outcome), reasons.CAUSES[newest.outcome]
    return ("same", "") if newest.counts else ("same", reasons.NOT_COUNTED)


def _at_target(prescription: Prescription, base: Dose, successes: int) -> Decision:
    higher = step_up(base, prescription.ceiling, prescription.order)
    offer = higher if successes >= OFFER_AFTER and higher != base else None
    why = reasons.at_target(base, successes, offer)
    return Decision(base, DecisionKind.AT_TARGET, "at-target", why, None, successes, OFFER_AFTER, offer)


def _run(prescription: Prescription, log: Sequence[Entry]) -> list[Entry]:
    """The newest entries with one prescribed dose, oldest first: the entries since the last change.

    Cut at an override or a decline in between, and after a pain (which is a change even at the start dose).
    """
    cuts = [*prescription.declines, *([prescription.override.at] if prescription.override else [])]
    run = [log[-1]]
    for entry in reversed(log[:-1]):
        later = run[-1]
        if entry.prescribed != later.prescribed or entry.outcome is Outcome.PAIN:
            break
        if any(entry.at <= cut < later.at for cut in cuts):
            break
        run.append(entry)
    return run[::-1]


def _successes(run: Sequence[Entry]) -> list[Entry]:
    """The successes since the last hard or miss of the run, newest first."""
    since: list[Entry] = []
    for entry in reversed(run):
        if entry.outcome in (Outcome.HARD, Outcome.MISS, Outcome.PAIN):
            break
        if entry.successes:
            since.append(entry)
    return since


def _enough(prescription: Prescription, log: Sequence[Entry], run: Sequence[Entry]) -> tuple[int, bool]:
    """How many successes make a step, and whether the person is climbing back after a break.

    After a pain it takes one more, a break or not: safety can only hold or lower.
    """
    earlier = log[: len(log) - len(run)]
    if earlier and earlier[-1].outcome is Outcome.PAIN:
        return prescription.needed + 1, False
    climbing = _climbing_back(log)
    return (1 if climbing else prescription.needed), climbing


def _climbing_back(log: Sequence[Entry]) -> bool:
    """No pain or miss since the newest gap of 14 days, and the dose of before it not reached again."""
    begun = _newest_gap(log)
    unhurt = not any(entry.outcome in (Outcome.PAIN, Outcome.MISS) for entry in log[begun:])
    if not begun or not unhurt:
        return False
    old, now = log[begun - 1].prescribed, log[-1].prescribed
    return old != now and reaches(old, now)


def _newest_gap(log: Sequence[Entry]) -> int:
    """The place of the first entry after the newest gap of 14 days; 0 where there was none."""
    for place in range(len(log) - 1, 0, -1):
        if (log[place].day - log[place - 1].day).days >= LAYOFF_DAYS:
            return place
    return 0


def still_matters(prescription: Prescription, log: Sequence[Entry]) -> Sequence[Entry]:
    """The newest entries of an ordered log, enough to decide comfortable sessions after them as from all.

    Those since the last change and the one before them, or all since the break that is climbed back from.
    """
    if not log:
        return log
    first = len(log) - len(_run(prescription, log)) - 1
    if _climbing_back(log):
        first = min(first, _newest_gap(log) - 1)
    return log[max(first, 0) :]
