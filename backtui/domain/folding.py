"""A session's events folded into its record."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from backtui.domain.exercise import Dose, Kind, Side, Sides
from backtui.domain.history import EntryRecord, Rating, RepRecord, SessionRecord, State
from backtui.domain.log import Event

SIDES = tuple(Side)


def fold(events: Iterable[Event]) -> SessionRecord | None:
    """The record of one session from its events in order (voided ones left out); None without its start.

    A start that was corrected is logged again later; the newest holds for all that came before it too. A
    machine whose clock is behind may have corrected an exercise before it was planned, as it seems.
    """
    listed = list(events)
    starts = [event for event in listed if event.kind == "session-started"]
    if not starts:
        return None
    record = _started(starts[-1])
    planned = {event.body["item"]: event for event in reversed(listed) if event.kind == "exercise-planned"}
    entries = {item: _planned(event.body) for item, event in planned.items()}
    reps: dict[int, list[RepRecord]] = {item: [] for item in planned}  # apart, for a session is mostly these
    last_at = record.last_at
    for event in listed:
        if event.kind == "session-started":
            continue
        if event.kind == "rep-ended" and event.body["item"] in entries:
            reps[event.body["item"]].append(_rep(event.body))
        elif event is not planned.get(event.body.get("item")):
            record = _apply(record, entries, event)
            if event.kind == "exercise-planned":
                reps[event.body["item"]] = []
        if record.ended_at is None or event.kind == "session-ended":
            last_at = true_time(event)
    whole = (_whole(entries[item], reps[item]) for item in sorted(entries))
    return replace(record, last_at=last_at, entries=tuple(whole))


def turn(side: Side, rep: int) -> tuple[int, int]:
    """The place of a repetition among those of its exercise: one side after the other."""
    return SIDES.index(side), rep


def _whole(entry: EntryRecord, reps: list[RepRecord]) -> EntryRecord:
    """The entry with its repetitions in turn, for one that was corrected is logged after the others."""
    in_turn = sorted(reps, key=lambda each: turn(each.side, each.rep))
    return replace(entry, reps=tuple(in_turn), begun=entry.begun or bool(reps))


def _started(event: Event) -> SessionRecord:
    body = event.body
    return SessionRecord(
        id=event.session or event.id,
        started_at=true_time(event),
        day=date.fromisoformat(body["day"]),
        routine=body["routine"],
        face=body["face"],
        minutes=body["minutes"],
        timing=tuple(sorted(body["timing"].items())),
        last_at=true_time(event),
        by_hand=bool(body.get("by_hand")),
    )


def true_time(event: Event) -> datetime:
    """When it happened: what the body says where it was corrected later, else when it was logged."""
    return datetime.fromisoformat(event.body["at"]) if event.body.get("at") else event.wall


def _apply(record: SessionRecord, entries: dict[int, EntryRecord], event: Event) -> SessionRecord:
    """The record after one event; `entries` is changed in place."""
    body = event.body
    match event.kind:
        case "exercise-planned":
            entries[body["item"]] = _planned(body)
        case "session-ended":
            state = State.DONE if body["how"] == "done" else State.STOPPED
            record = replace(
                record, state=state, ended_at=true_time(event), alive=record.alive or body["alive"]
            )
        case "session-confirmed":
            record = replace(record, alive=True)
        case "dizzy":
            record = replace(record, dizzy=True)
        case "pain-answered":
            record = _pain_answered(record, body)
        case _:
            if body.get("item") in entries:
                entries[body["item"]] = _entry(entries[body["item"]], event.kind, body)
    return record


def _pain_answered(record: SessionRecord, body: Any) -> SessionRecord:
    match body["when"]:
        case "before":
            return replace(record, pain_before=body["score"])
        case "after":
            return replace(record, pain_after=body["score"])
        case "morning":
            return replace(record, morning=body.get("answer"))
        case _:
            return record


def _planned(body: Any) -> EntryRecord:
    before = body["from"]
    return EntryRecord(
        item=body["item"],
        block=body["block"],
        block_kind=Kind(body["block_kind"]),
        exercise=body["exercise"],
        prescribed=Dose(body["hold_s"], body["reps"]),
        sides=Sides(body["sides"]),
        holds=body["holds"],
        change=body["change"],
        rule=body["rule"],
        why=body["why"],
        from_dose=Dose(before["hold_s"], before["reps"]) if before else None,
    )


def _rep(body: Any) -> RepRecord:
    return RepRecord(Side(body["side"]), body["rep"], tuple(body["holds_s"]))


def _entry(entry: EntryRecord, kind: str, body: Any) -> EntryRecord:
    match kind:
        case "eased":
            return replace(entry, eased=True, eased_s=entry.eased_s + 1)
        case "pain":
            return replace(entry, pain=True, begun=True)
        case "rated":
            return replace(entry, rating=Rating(body["rating"]) if body["rating"] else None)
        case "moved-back":
            return replace(entry, how=None)
        case "exercise-ended":
            return replace(entry, how=body["how"], begun=entry.begun or body["begun"])
        case _:
            return entry
