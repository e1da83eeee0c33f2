"""Next_dose: the rules."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from backtui.domain.exercise import Dose
from backtui.domain.progression.ladder import lower_of, reaches, step_up, steps_down
from backtui.domain.progression.past import FLARES, MISSES, Past, bare, layoffs
from backtui.domain.progression.prescription import (
    Decision,
    DecisionKind,
    Doubt,
    Entry,
    Outcome,
    Override,
    Prescription,
)
from backtui.domain.words import reasons

RULES = 2  # their edition: what a session says whose doses they gave; those of before said none
OFFER_AFTER = 6


def next_dose(prescription: Prescription, entries: Sequence[Entry], today: date) -> Decision:
    """The dose for `today`, from the performed entries of the exercise in all its courses, in any order."""
    return decided(prescription, entries, today)[0]


def looks_further(prescription: Prescription, entries: Sequence[Entry], today: date) -> bool:
    """Whether older entries than these, were there any, might make another dose of it."""
    return decided(prescription, entries, today)[1]


def decided(prescription: Prescription, entries: Sequence[Entry], today: date) -> tuple[Decision, bool]:
    """The dose for `today`, and whether older entries than these might make another one of it."""
    past = Past(prescription, entries)
    return _decide(prescription, past, today), past.ran_off


def _decide(prescription: Prescription, past: Past, today: date) -> Decision:
    decision = replace(_decided(_without_rests(prescription), past, today), before=past.before)
    if decision.rule == "locked":
        return decision
    rest_s = _rest_s(prescription)
    offer = _rested(decision.offer, rest_s) if decision.offer else None
    return replace(decision, dose=_rested(decision.dose, rest_s), offer=offer)


def _without_rests(prescription: Prescription) -> Prescription:
    """The same with bare doses, for a rest is no knob."""
    one = prescription
    override = one.override
    doses = (one.start, one.target, one.ceiling, one.first, override.dose if override else None)
    if not any(dose and dose.rest_s for dose in doses):
        return one
    return replace(
        one,
        start=bare(one.start),
        target=bare(one.target),
        ceiling=bare(one.ceiling),
        first=bare(one.first) if one.first else None,
        override=replace(override, dose=bare(override.dose)) if override else None,
    )


def _rest_s(prescription: Prescription) -> int:
    """The rest between sets: as the routine asks, as it was set, else as the target has it."""
    override = prescription.override
    return (prescription.first or (override.dose if override else prescription.target)).rest_s


def _rested(dose: Dose, rest_s: int) -> Dose:
    """The dose with its rest, where there is more than one set."""
    return replace(dose, rest_s=rest_s) if dose.more and rest_s else dose


def _decided(prescription: Prescription, past: Past, today: date) -> Decision:
    """Rules 1 to 5; the log speaks where none of them does."""
    override, newest = prescription.override, past.newest
    asked = prescription.first or prescription.start
    if prescription.set_aside:
        dose = newest.prescribed if newest else asked
        return Decision(dose, DecisionKind.RESTING, "resting", reasons.RESTED, pains=past.rests())
    if prescription.locked:
        return _locked(prescription.locked, past.pains(prescription.locked.at))
    if prescription.fixed and prescription.first:
        pains = past.pains()
        why = reasons.fixed(prescription.first, pains)
        return Decision(prescription.first, DecisionKind.LOCKED, "fixed", why, pains=pains)
    if pains := past.rests():
        dose = newest.prescribed if newest else asked
        return Decision(dose, DecisionKind.RESTING, "resting", reasons.rests(pains), pains=pains)
    if override and (newest is None or override.at >= newest.at):
        return _overridden(prescription, override, past, today)
    return _from_the_log(prescription, past, today) if newest else _first(prescription, asked, past)


def _locked(lock: Override, pains: int) -> Decision:
    return Decision(lock.dose, DecisionKind.LOCKED, "locked", reasons.locked(lock, pains), pains=pains)


def _first(prescription: Prescription, asked: Dose, past: Past) -> Decision:
    """Rule first; pain in another course eases it one step."""
    dose = _lower(prescription, asked) if past.pain_newest() else asked
    why = reasons.first(dose, asked, by_routine=prescription.first is not None)
    return Decision(dose, DecisionKind.FIRST, "first", why)


def _lower(prescription: Prescription, dose: Dose, steps: int = 1) -> Dose:
    one = prescription
    return steps_down(dose, steps, one.start, one.target, one.order, one.step)


def _overridden(prescription: Prescription, override: Override, past: Past, today: date) -> Decision:
    """A dose that was set since the last time, eased by a break since then."""
    whole = lower_of(override.dose, prescription.target)
    since = max(filter(None, (override.at.date(), past.last_day)))
    away = (today - since).days
    dose = _lower(prescription, whole, layoffs(since, today))
    if dose != whole:
        why = reasons.overridden(override, dose, away)
        return Decision(dose, DecisionKind.RETURN, "return", why)
    kind = DecisionKind.SAME
    if past.newest is None:
        kind = DecisionKind.FIRST
    elif dose != past.base and reaches(dose, past.base):
        kind = DecisionKind.UP
    elif dose != past.base and reaches(past.base, dose):
        kind = DecisionKind.DOWN
    return Decision(dose, kind, "override", reasons.overridden(override, dose))


def _from_the_log(prescription: Prescription, past: Past, today: date) -> Decision:
    """Rules 6 to 9: from the newest performed entry, down for safety, else up when earned; then a break."""
    base = past.base
    dose, rule, causes = _eased(prescription, past)
    aimed = lower_of(base, prescription.target) != base
    earned = None if rule or aimed else _earned(prescription, past)
    away = (today - (past.last_day or today)).days
    if steps := past.break_steps(past.last_day or today, today):
        # A raise that a break takes back at once is not made: the first step stays at the base.
        further = _lower(prescription, dose, steps - (earned is not None and earned.rule == "up"))
        rule = "return" if further != dose or not rule else rule
        dose, causes = further, [*causes, reasons.layoff(away)]
    dose = lower_of(dose, prescription.target)
    if rule:
        offer = dose if rule == "hard" and prescription.first is None else None
        why = reasons.lowered(base, dose, causes, offer)
        return Decision(dose, _kind(rule, base, dose), rule, why, offer=offer)
    if aimed or earned is None:
        return Decision(dose, DecisionKind.DOWN, "target", reasons.new_target(prescription, base, dose))
    return earned


def _kind(rule: str, base: Dose, dose: Dose) -> DecisionKind:
    if rule == "return":
        return DecisionKind.RETURN
    return DecisionKind.SAME if dose == base else DecisionKind.DOWN


def _eased(prescription: Prescription, past: Past) -> tuple[Dose, str, list[str]]:
    """Rule 6: one step down for pain, misses, flares or a limit; no rule's name where it has nothing to say.

    At the start dose only pain speaks, or it could never grow again.
    """
    base = past.base
    if past.own[-1].outcome is Outcome.PAIN:
        lower = _lower(prescription, base)
        return lower, "pain", [reasons.pain(stays=lower == base)]
    rule, cause = _limit(past)
    lower = _lower(prescription, base) if rule else base
    return (lower, rule, [cause]) if lower != base else (base, "", [])


def _limit(past: Past) -> tuple[str, str]:
    """The rule that says that a dose is too much without pain, and its cause; empty where none does."""
    if len(missed := past.misses()) >= MISSES:
        return "miss", reasons.misses(missed)
    if len(past.flared()) >= FLARES:
        return "flare", reasons.FLARED_TWICE
    hard = past.hard_running()
    return ("hard", reasons.hard_running(hard)) if hard else ("", "")


def _earned(prescription: Prescription, past: Past) -> Decision:
    """Rules 8 and 9: what the successes since the last change have earned."""
    base = past.base
    if reaches(base, prescription.target):
        return _at_target(prescription, past)
    higher = step_up(base, prescription.target, prescription.order, prescription.step)
    enough, climbing = _enough(prescription, past, higher)
    earned, running = past.earned(enough)
    successes = sum(entry.successes for entry in earned)
    if successes >= enough:
        told = reasons.Earned(earned, running=running, climbing=climbing)
        why = reasons.raised(prescription, base, higher, told)
        return Decision(higher, DecisionKind.UP, "up", why, None, successes, enough)
    rule, cause = _held_back(prescription, past)
    why = reasons.stays(base, cause, enough - successes, higher)
    return Decision(base, DecisionKind.SAME, rule, why, None, successes, enough)


def _held_back(prescription: Prescription, past: Past) -> tuple[str, str]:
    """The rule that keeps the dose, and its cause in words ("" where only successes are wanting)."""
    newest = past.own[-1]
    since = [flare for flare in prescription.flares if flare.at >= newest.at]
    if since:
        return "flare", reasons.flare(max(since, key=lambda flare: flare.at))
    if any(decline >= newest.at for decline in prescription.declines):
        return "declined", reasons.DECLINED
    if newest.outcome in reasons.CAUSES:
        return str(newest.outcome), reasons.CAUSES[newest.outcome]
    if (past.reset_at() or newest.at) > newest.at:
        return "same", reasons.DOUBTS[Doubt.DIZZY]
    return "same", reasons.DOUBTS[newest.doubt] if newest.doubt else ""


def _at_target(prescription: Prescription, past: Past) -> Decision:
    base = past.base
    higher = step_up(base, prescription.ceiling, prescription.order, prescription.step)
    earned, running = past.earned(OFFER_AFTER)
    successes = sum(entry.successes for entry in earned)
    offer = higher if successes >= OFFER_AFTER and higher != base else None
    told = reasons.Earned(earned, running=running)
    why = reasons.at_target(prescription, base, told, offer)
    return Decision(base, DecisionKind.AT_TARGET, "at-target", why, None, successes, OFFER_AFTER, offer)


def _enough(prescription: Prescription, past: Past, higher: Dose) -> tuple[int, bool]:
    """How many successes make the step to that dose, and whether the person climbs back after a break.

    After a pain it takes one more, and so many more for a dose that was left for misses so often, a break or
    not: safety can only hold or lower.
    """
    more = max(int(past.pain_before_run()), past.left_for_misses(higher))
    if more:
        return prescription.needed + more, False
    climbing = past.climbs_back()
    return (1 if climbing else prescription.needed), climbing
