"""The --json documents of `why` and `set`, and what others share with them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec.structs import asdict

from backtui.coach.answers import CourseTold, Prospect, TargetTold, Why
from backtui.domain.event_keys import or_none
from backtui.domain.exercise import Dose
from backtui.domain.plan import Course
from backtui.domain.progression.forecast import Ahead, Forecast
from backtui.domain.progression.prescription import Decision

SCHEMA = 1


def decided(decision: Decision) -> dict[str, Any]:
    """What the rules did with a dose."""
    return {
        "change": decision.kind.value,
        "rule": decision.rule,
        "why": decision.why,
        "from": dose_or_null(decision.before),
        "offer": dose_or_null(decision.offer),
    }


def why_view(why: Why) -> dict[str, Any]:
    """`why EXERCISE --json`."""
    return {
        "schema": SCHEMA,
        "exercise": why.exercise,
        **_course(why.course),
        "dose": dose_keys(why.decision.dose),
        **decided(why.decision),
        "changes": [
            {
                "date": change.day.isoformat(),
                "from": dose_or_null(change.before),
                "to": dose_keys(change.after),
                "rule": change.rule,
                "why": change.why,
            }
            for change in why.changes
        ],
        "forecast": _forecast(why.forecast),
        "set": [_adjustment(each) for each in why.told],
        "others": _others(why.others),
    }


def _course(course: Course) -> dict[str, str]:
    """Where a dose lives, and the side that it is for."""
    return {"course": course.name, "side": course.side.value}


def _others(others: Iterable[CourseTold]) -> list[dict[str, Any]]:
    """The other courses of an exercise, each with its next dose."""
    return [
        {
            **_course(each.dose.course),
            "dose": dose_keys(each.dose.decision.dose),
            "rule": each.dose.decision.rule,
            "why": each.dose.decision.why,
        }
        for each in others
    ]


def dose_keys(dose: Dose) -> dict[str, Any]:
    """A dose as other programs read it; `reps` are those of the first of its `sets`."""
    return {"hold_s": dose.hold_s, "reps": dose.reps, "sets": list(dose.sets), "rest_s": dose.rest_s}


def dose_or_null(dose: Dose | None) -> dict[str, Any] | None:
    """A dose, or null where there is none."""
    return dose_keys(dose) if dose else None


def set_view(found: Prospect) -> dict[str, Any]:
    """`set EXERCISE --json`."""
    return {
        "schema": SCHEMA,
        **_now(found),
        "preview": [_ahead(each) for each in found.preview],
        "set": [_adjustment(each) for each in found.told],
        "others": _others(found.others),
    }


def set_all_view(found: Iterable[Prospect]) -> dict[str, Any]:
    """`set all --json`."""
    return {"schema": SCHEMA, "exercises": [_now(each) for each in found]}


def _now(found: Prospect) -> dict[str, Any]:
    prescription, decision = found.prescription, found.decision
    return {
        "exercise": found.exercise,
        **_course(found.course),
        "dose": dose_keys(decision.dose),
        "rule": decision.rule,
        "why": decision.why,
        "target": dose_keys(prescription.target),
        "ceiling": dose_keys(prescription.ceiling),
        "needed": prescription.needed,
        "ladder": prescription.order.value,
        "step": asdict(prescription.step),
        "locked_by": prescription.locked.by if prescription.locked else None,
        "resting": prescription.set_aside,
        "forecast": _forecast(found.forecast),
    }


def _ahead(each: Ahead) -> dict[str, Any]:
    decision = each.decision
    return {
        "date": each.day.isoformat(),
        **dose_keys(decision.dose),
        "change": decision.kind.value,
        "rule": decision.rule,
        "why": decision.why,
    }


def _forecast(forecast: Forecast | None) -> dict[str, Any] | None:
    """When the target would be reached; null where it is reached, locked, resting or out of sight."""
    if forecast is None:
        return None
    pace = forecast.pace
    return {
        "date": forecast.day.isoformat(),
        "dose": dose_keys(forecast.dose),
        "sessions_a_week": pace.a_week,
        "own_pace": pace.own,
    }


def _adjustment(set_: TargetTold) -> dict[str, Any]:
    """One thing that was set; null for what it did not say, "default" for as it is set for all."""
    mark, what = set_.mark, set_.mark.what
    return {
        "at": moment(mark.at),
        "by": what.by,
        "side": or_none(what.side),
        "dose": dose_or_null(what.dose or None),
        "target": dose_or_null(what.target or None),
        "ceiling": dose_or_null(what.ceiling or None),
        "needed": "default" if what.needed is None else or_none(what.needed),
        "ladder": "default" if what.ladder is None else or_none(what.ladder),
        "step": asdict(what.step) if what.step else None,
        "locked": or_none(what.locked),
        "resting": or_none(what.resting),
        "priority": or_none(what.priority),
        "disabled": or_none(what.disabled),
        "allowed": or_none(what.allowed),
        "notes": list(set_.notes),
    }


def moment(at: datetime) -> str:
    """A moment, to the millisecond."""
    return at.isoformat(timespec="milliseconds")
