"""What `set` tells other programs, beside the views of the other commands."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from backtui.cli.views import SCHEMA, dose_or_null
from backtui.coach.journal import knobs
from backtui.coach.views import Prospect, TargetTold, Why
from backtui.domain.forecast import Ahead, Forecast
from backtui.domain.preferences import Preferences


def set_view(found: Prospect) -> dict[str, Any]:
    """`set EXERCISE --json`."""
    return {
        "schema": SCHEMA,
        **_now(found),
        "preview": [_ahead(each) for each in found.preview],
        "set": [told_view(each) for each in found.told],
    }


def set_all_view(found: Iterable[Prospect]) -> dict[str, Any]:
    """`set all --json`."""
    return {"schema": SCHEMA, "exercises": [_now(each) for each in found]}


def _now(found: Prospect) -> dict[str, Any]:
    course, decision = found.course, found.decision
    return {
        "exercise": found.exercise,
        "dose": knobs(decision.dose),
        "rule": decision.rule,
        "why": decision.why,
        "target": knobs(course.target),
        "ceiling": knobs(course.ceiling),
        "needed": course.needed,
        "ladder": course.order.value,
        "locked_by": course.locked.by if course.locked else None,
        "resting": course.set_aside,
        "forecast": forecast_view(found.forecast),
    }


def _ahead(each: Ahead) -> dict[str, Any]:
    decision = each.decision
    return {
        "date": each.day.isoformat(),
        **knobs(decision.dose),
        "change": decision.kind.value,
        "rule": decision.rule,
        "why": decision.why,
    }


def forecast_view(forecast: Forecast | None) -> dict[str, Any] | None:
    """When the target would be reached; null where it is reached, locked, resting or out of sight."""
    if forecast is None:
        return None
    pace = forecast.pace
    return {
        "date": forecast.day.isoformat(),
        "dose": knobs(forecast.dose),
        "sessions_a_week": pace.a_week,
        "own_pace": pace.own,
    }


def told_view(told: TargetTold) -> dict[str, Any]:
    """One thing that was set; null for what it did not say, "default" for as it is set for all."""
    mark = told.mark
    default = dict.fromkeys(mark.as_everywhere, "default")
    return {
        "at": mark.at.isoformat(timespec="milliseconds"),
        "by": mark.by,
        "dose": dose_or_null(mark.dose),
        "target": dose_or_null(mark.target),
        "ceiling": dose_or_null(mark.ceiling),
        "needed": default.get("needed", mark.needed),
        "ladder": default.get("ladder", mark.ladder.value if mark.ladder else None),
        "locked": mark.locked,
        "resting": mark.resting,
        "priority": mark.priority,
        "disabled": mark.disabled,
        "notes": list(told.notes),
    }


def further(why: Why) -> dict[str, Any]:
    """What `why EXERCISE --json` says of what was set and of what is to come."""
    return {"forecast": forecast_view(why.forecast), "set": [told_view(each) for each in why.told]}


def frequency_view(preferences: Preferences, since: datetime | None) -> dict[str, Any]:
    """`set frequency --json`."""
    return {
        "schema": SCHEMA,
        "per_week": preferences.goal,
        "per_day": preferences.per_day,
        "by": preferences.frequency_by,
        "set_at": since.isoformat(timespec="milliseconds") if since else None,
    }
