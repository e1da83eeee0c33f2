"""What was set, in words, for all faces."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import UNSET

from backtui.domain.events import TargetSet
from backtui.domain.exercise import ONE_EACH, Dose, Exercise, Increment, Side
from backtui.domain.notation import in_full
from backtui.domain.plan import Inclusion, Priority
from backtui.domain.progression.forecast import Forecast, Pace
from backtui.domain.progression.ladder import reaches
from backtui.domain.progression.prescription import Adjustment, Decision, DecisionKind, Prescription
from backtui.domain.words.numbers import many, noun, number, plain_day

YES_OR_NO = {
    "locked": ("locked", "unlocked"),
    "resting": ("resting", "brought back"),
    "disabled": ("switched off", "switched on"),
    "allowed": ("allowed by {provider}", "no longer allowed by {provider}"),
}
FAR, NOT_NOW = "over a year", "not growing now"
SETBACKS = ("hard", "miss", "pain")
NO_FORECAST = {
    "resting": "it rests",
    "locked": "its dose is locked",
    "fixed": "its routine fixes the dose",
    **dict.fromkeys(SETBACKS, "the last sessions were hard or not held"),
    **dict.fromkeys(("first", "same", "up", "return"), "the target is more than a year away at this pace"),
}
IN_ROUTINE = ("dose", "target", "ceiling")  # what a dose of a routine has from there
# What is set, as all faces call it; files keep their own names.
NAMES = {
    "ceiling": "never above",
    "needed": "sessions per step",
    "ladder": "grows first",
    "step": "a step adds",
}
OWN, EVERYWHERE = "the exercise's own", "as for all"


def whose(by: str) -> str:
    """Who set something, after "by"."""
    return "your provider" if by == "provider" else "you"


def marks_of_side(marks: Iterable[Adjustment], side: Side) -> list[Adjustment]:
    """What was set for a side: all that was set for both, and its own."""
    return [mark for mark in marks if mark.what.side in (UNSET, None, side)]


def describe_target(said: TargetSet, provider: str = "your provider") -> str:
    """All that was set at once: "left: dose 4 s × 4, locked"; `provider` is who that is to the reader."""
    side = f"{said.side.value}: " if said.side else ""
    return side + ", ".join(_part(name, getattr(said, name), provider) for name in said.says)


def _part(name: str, value: Any, provider: str) -> str:
    if name in YES_OR_NO:
        return YES_OR_NO[name][not value].format(provider=provider)
    if name == "needed":
        return f"{needed(value)} per step" if value else f"sessions per step {EVERYWHERE}"
    if name == "ladder":
        return f"grows first: {value or EVERYWHERE}"
    if name == "step":
        return f"steps of {step_words(value)}"
    shown = in_full(value) if isinstance(value, Dose) else value
    return f"{NAMES.get(name, name)} {shown}"


def step_words(step: Increment) -> str:
    """How much one step of growth adds: "5 s, 1 repetition or 1 set"; "one each" as it is by default."""
    if step == ONE_EACH:
        return "one each"
    return f"{step.hold_s} s, {many(step.reps, 'repetition')} or {many(step.sets, 'set')}"


def needed(count: int) -> str:
    """So many sessions."""
    return f"{number(count)} {noun(count, 'session')}"


def standing(
    prescription: Prescription, next_dose: str, newest: dict[str, Adjustment]
) -> list[tuple[str, str, str]]:
    """What holds for an exercise now: its name, its value and who set it when."""
    values = {
        "dose": next_dose,
        "target": in_full(prescription.target),
        "ceiling": in_full(prescription.ceiling),
        "needed": str(prescription.needed),
        "ladder": str(prescription.order),
        "locked": "yes" if prescription.locked else "no",
        "resting": "yes" if prescription.set_aside else "no",
    }
    if prescription.step != ONE_EACH:
        values["step"] = step_words(prescription.step)
    whose_dose = dict.fromkeys(IN_ROUTINE, "by your routine") if prescription.first else {}
    return [
        (name, value, whose_dose.get(name) or by_whom(name, newest.get(name)))
        for name, value in values.items()
    ]


def by_whom(name: str, mark: Adjustment | None) -> str:
    """Who set it, and when; or whose it is while nobody has."""
    if name in ("needed", "ladder") and (mark is None or getattr(mark.what, name) is None):
        return EVERYWHERE
    if mark is None:
        return OWN if name in ("target", "ceiling") else ""
    before = f"set to {mark.what.dose} " if name == "dose" else ""
    return f"{before}by {whose(mark.what.by)}, {plain_day(mark.at)}"


def around(day: date, today: date) -> str:
    """A day that is about right, as 14 March; with its year where that is another."""
    return f"{day.day} {day:%B}{'' if day.year == today.year else f' {day.year}'}"


def foreseen(forecast: Forecast) -> str:
    """When the target would be reached, at which pace, and that it is a forecast."""
    when = around(forecast.day, forecast.today)
    return f"Forecast at {at_pace(forecast.pace)}: {forecast.dose} around {when}."


def foreseen_briefly(forecast: Forecast) -> str:
    """The same where there is little room."""
    when = around(forecast.day, forecast.today)
    return f"Forecast, {forecast.pace.a_week:g} a week: {forecast.dose} around {when}."


def at_pace(pace: Pace) -> str:
    """So many sessions a week, and whose number that is."""
    return f"{pace.a_week:g} a week ({'your pace' if pace.own else 'your goal'})"


def at_paces(paces: Iterable[Pace]) -> str:
    """The pace of several exercises, each of which has its own."""
    one, *others = dict.fromkeys(paces) or (None,)
    return at_pace(one) if one and not others else "the pace of each"


def reached(forecast: Forecast | None, prescription: Prescription, decision: Decision) -> str:
    """The day in a narrow column, or why there is none."""
    if forecast:
        return around(forecast.day, forecast.today)
    if decision.kind is DecisionKind.RESTING:
        return "resting"
    if decision.kind is DecisionKind.LOCKED:
        return "fixed" if decision.rule == "fixed" else "locked"
    if reaches(decision.dose, prescription.target):
        return "at target"
    return NOT_NOW if decision.rule in SETBACKS else FAR


def looked_ahead(forecast: Forecast | None, decision: Decision) -> str:
    """The forecast, or why there is none; empty where the target may be there already."""
    if forecast:
        return foreseen(forecast)
    why = NO_FORECAST.get(decision.rule, "")
    return f"No forecast: {why}." if why else ""


def marks_of(each: Exercise, included: Inclusion, barred: Mapping[str, str]) -> str:
    """What stands out about an exercise in a list: own, off, left out, put first or last."""
    state = out_of_sessions(each, included, barred) or priority(included)
    return ", ".join(filter(None, ("own" if each.own else "", state)))


def out_of_sessions(each: Exercise, included: Inclusion, barred: Mapping[str, str]) -> str:
    """Why no session may have an exercise, in a word or two; empty where one may."""
    return "off" if included.disabled else "left out" if each.id in barred else ""


def priority(included: Inclusion) -> str:
    """What goes first or last when time is short, else empty."""
    return {Priority.HIGH: "first", Priority.LOW: "last"}.get(included.priority, "")
