"""The --json documents, but for those of what was done (history.py)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import asdict

from backtui.coach.answers import Prospect, TargetTold, Why
from backtui.domain.event_keys import or_none
from backtui.domain.exercise import Content, Dose, Exercise, Routine
from backtui.domain.pause import Pause
from backtui.domain.plan import INCLUDED, Inclusion, Plan, PlannedItem
from backtui.domain.preferences import Preferences
from backtui.domain.progression.forecast import Ahead, Forecast
from backtui.domain.progression.prescription import Decision
from backtui.domain.record import Activity, SessionRecord
from backtui.domain.schedule import Schedule, Slot
from backtui.domain.sitting import DayUse
from backtui.domain.week import ComingDay, Today

SCHEMA = 1


def today_view(
    due: Today,
    routine: str | None,
    opened: SessionRecord | None,
    asks: DayUse | None,
    activities: Sequence[Activity],
) -> dict[str, Any]:
    """`today --json`; `routine` is the one that is due, null where none is."""
    return {
        "schema": SCHEMA,
        "date": due.day.isoformat(),
        "due": due.due.value,
        "why": due.why,
        "sessions_this_week": due.done,
        "goal": due.goal,
        "last_session": due.last.isoformat() if due.last else None,
        "open_session": opened.id.hex() if opened else None,
        "aerobic_this_week": due.aerobic,
        "sessions_today": due.sessions,
        "per_day": due.per_day,
        "routine": routine,
        "scheduled": [_slot(each) for each in due.slots],
        "paused": due.pause.why.value if due.pause else None,
        "paused_until": due.paused_until.isoformat() if due.paused_until else None,
        "activities_today": [{"what": each.what, "minutes": each.minutes} for each in activities],
        "morning_question": asks.session.hex() if asks else None,
        "week": [
            {"date": each.day.isoformat(), "sessions": each.sessions, "aerobic": each.aerobic}
            for each in due.week
        ],
    }


def _slot(slot: Slot) -> dict[str, Any]:
    return {"routine": slot.routine, "at": slot.at, "done": slot.done}


def schedule_view(schedule: Schedule, pauses: Iterable[Pause], days: Iterable[ComingDay]) -> dict[str, Any]:
    """`schedule --json`."""
    return {
        "schema": SCHEMA,
        "lines": [
            {"routines": list(each.routines), "on": list(each.on), "every": each.every, "at": list(each.at)}
            for each in schedule.lines
        ],
        "limits": [asdict(each) for each in schedule.limits],
        "pauses": _pauses(pauses),
        "days": [
            {
                "date": each.day.isoformat(),
                "due": each.due.value,
                "scheduled": [_slot(slot) for slot in each.slots],
                "paused": each.pause.why.value if each.pause else None,
            }
            for each in days
        ],
    }


def pauses_view(pauses: Iterable[Pause]) -> dict[str, Any]:
    """`pause --json`."""
    return {"schema": SCHEMA, "pauses": _pauses(pauses)}


def _pauses(pauses: Iterable[Pause]) -> list[dict[str, Any]]:
    return [
        {
            "first": each.first.isoformat(),
            "last": each.last.isoformat() if each.last else None,
            "why": each.why.value,
        }
        for each in pauses
    ]


def plan_view(plan: Plan, content: Content) -> dict[str, Any]:
    """`plan --json`."""
    return {
        "schema": SCHEMA,
        "routine": plan.routine,
        "minutes": plan.minutes,
        "total_s": plan.total_s,
        "blocks": [
            {"kind": block.kind.value, "items": [_item(each, content) for each in block.items]}
            for block in plan.blocks
        ],
        "left_out": [{"exercise": each.exercise, "why": each.why} for each in plan.left_out],
        "only_once": list(plan.once),
    }


def _item(each: PlannedItem, content: Content) -> dict[str, Any]:
    item, decision = each.item, each.decision
    return {
        "exercise": item.exercise,
        "name": content.exercises[item.exercise].name,
        **dose_keys(item.dose),
        "holds": item.holds,
        "sides": item.sides.value,
        "position": item.position.value,
        "seconds": each.seconds,
        **_decided(decision),
    }


def _decided(decision: Decision) -> dict[str, Any]:
    return {
        "change": decision.kind.value,
        "rule": decision.rule,
        "why": decision.why,
        "from": dose_or_null(decision.before),
        "offer": dose_or_null(decision.offer),
    }


def exercises_view(
    exercises: Iterable[Exercise], included: Mapping[str, Inclusion], barred: Mapping[str, str]
) -> dict[str, Any]:
    """`exercises --json`."""
    shown = [
        _exercise(each) | _taking_part(included.get(each.id, INCLUDED), barred.get(each.id))
        for each in exercises
    ]
    return {"schema": SCHEMA, "exercises": shown}


def _taking_part(included: Inclusion, left_out: str | None) -> dict[str, Any]:
    return {
        "priority": included.priority.value,
        "off": included.disabled,
        "allowed": included.allowed,
        "left_out": left_out,
    }


def _exercise(each: Exercise) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "kind": each.kind.value,
        "position": each.position.value,
        "sides": each.sides.value,
        "holds": each.holds,
        "works_on": list(each.works_on),
        "start": dose_keys(each.start),
        "target": dose_keys(each.target),
        "ceiling": dose_keys(each.ceiling),
        "own": each.own,
        "avoid_with": list(each.avoid_with),
    }


def routines_view(plans: Iterable[tuple[Routine, Plan]], followed: str) -> dict[str, Any]:
    """`routines --json`."""
    return {"schema": SCHEMA, "routines": [_routine(each, plan, followed) for each, plan in plans]}


def _routine(each: Routine, plan: Plan, followed: str) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "own": each.own,
        "in_use": each.id == followed,
        "total_s": plan.total_s,
        "blocks": [
            {
                "kind": block.kind.value,
                "items": [
                    {"exercise": item.exercise, "dose": dose_or_null(item.dose)} for item in block.items
                ],
            }
            for block in each.blocks
        ],
        "left_out": [{"exercise": out.exercise, "why": out.why} for out in plan.left_out],
    }


def cautions_view(content: Content, noted: Collection[str]) -> dict[str, Any]:
    """`cautions --json`."""
    cautions = [
        {
            "id": each.id,
            "name": each.name,
            "advice": each.advice,
            "noted": each.id in noted,
            "leaves_out": [one.id for one in content.exercises.values() if each.id in one.avoid_with],
        }
        for each in content.cautions.values()
    ]
    return {"schema": SCHEMA, "cautions": cautions}


def why_view(why: Why) -> dict[str, Any]:
    """`why EXERCISE --json`."""
    return {
        "schema": SCHEMA,
        "exercise": why.exercise,
        "dose": dose_keys(why.decision.dose),
        **_decided(why.decision),
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
    }


def dose_keys(dose: Dose) -> dict[str, Any]:
    """A dose as other programs read it; `reps` are those of the first of its `sets`."""
    return {"hold_s": dose.hold_s, "reps": dose.reps, "sets": list(dose.sets), "rest_s": dose.rest_s}


def dose_or_null(dose: Dose | None) -> dict[str, Any] | None:
    """A dose, or null where there is none."""
    return dose_keys(dose) if dose else None


def as_moment(at: datetime) -> str:
    """A moment as every document has it."""
    return at.isoformat(timespec="milliseconds")


def set_view(found: Prospect) -> dict[str, Any]:
    """`set EXERCISE --json`."""
    return {
        "schema": SCHEMA,
        **_now(found),
        "preview": [_ahead(each) for each in found.preview],
        "set": [_adjustment(each) for each in found.told],
    }


def set_all_view(found: Iterable[Prospect]) -> dict[str, Any]:
    """`set all --json`."""
    return {"schema": SCHEMA, "exercises": [_now(each) for each in found]}


def _now(found: Prospect) -> dict[str, Any]:
    prescription, decision = found.prescription, found.decision
    return {
        "exercise": found.exercise,
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
        "at": as_moment(mark.at),
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


def frequency_view(preferences: Preferences, since: datetime | None) -> dict[str, Any]:
    """`set frequency --json`."""
    return {
        "schema": SCHEMA,
        "per_week": preferences.goal,
        "per_day": preferences.per_day,
        "by": preferences.frequency_by,
        "set_at": as_moment(since) if since else None,
    }
