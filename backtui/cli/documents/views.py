"""The documents of the day, the programme and the past."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import asdict

from backtui.cli.documents.aims import SCHEMA, decided, dose_keys, dose_or_null, moment
from backtui.domain.exercise import Content, Exercise, Routine
from backtui.domain.pause import Pause
from backtui.domain.plan import INCLUDED, Inclusion, Plan, PlannedItem
from backtui.domain.preferences import Preferences
from backtui.domain.present import DatedAfter
from backtui.domain.record import Activity, SessionRecord
from backtui.domain.schedule import Schedule, Slot
from backtui.domain.session.steps import Item, Timing
from backtui.domain.sitting import DayUse
from backtui.domain.week import ComingDay, Today


def today_view(
    due: Today,
    routine: str | None,
    opened: SessionRecord | None,
    asks: DayUse | None,
    activities: Sequence[Activity],
    after_today: DatedAfter,
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
        **(
            {"dated_after_today": [each.hex() for each in after_today.sessions]}
            if after_today.sessions
            else {}
        ),
        **(
            {"beside_dated_after_today": [each.hex() for each in after_today.beside]}
            if after_today.beside
            else {}
        ),
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
    timing = plan.script.timing
    return {
        "schema": SCHEMA,
        "routine": plan.routine,
        "minutes": plan.minutes,
        "total_s": plan.total_s,
        "blocks": [
            {
                "kind": block.kind.value,
                "items": [_item(each, content, timing) for each in block.items],
            }
            for block in plan.blocks
        ],
        "left_out": [{"exercise": each.exercise, "why": each.why} for each in plan.left_out],
        "only_once": list(plan.once),
    }


def _item(each: PlannedItem, content: Content, timing: Timing) -> dict[str, Any]:
    item, decision = each.item, each.decision
    return {
        "exercise": item.exercise,
        "name": content.exercises[item.exercise].name,
        **dose_keys(item.dose),
        "holds": item.holds,
        "sides": item.sides.value,
        "position": item.position.value,
        "seconds": each.seconds,
        **_tempo(item, timing),
        "course": item.course,
        "side": item.side.value,
        **decided(decision),
    }


def _tempo(item: Item, timing: Timing) -> dict[str, int]:
    """How long the ways and the relaxing take: as the exercise says, else as is set."""
    own = {key: seconds for key, seconds in asdict(item.tempo).items() if seconds is not None}
    return {key: own.get(key, getattr(timing, key)) for key in ("in_s", "out_s", "relax_s")}


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


def frequency_view(preferences: Preferences, since: datetime | None) -> dict[str, Any]:
    """`set frequency --json`."""
    return {
        "schema": SCHEMA,
        "per_week": preferences.goal,
        "per_day": preferences.per_day,
        "by": preferences.frequency_by,
        "set_at": moment(since) if since else None,
    }
