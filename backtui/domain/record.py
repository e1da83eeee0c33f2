"""SessionRecord, the fold that makes it, what else is told."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from msgspec.structs import replace

from backtui.domain.events import Event, Rating
from backtui.domain.exercise import Dose, Kind, Side, Sides, sides_of


class State(StrEnum):
    """Where a session stands."""

    OPEN = "open"
    DONE = "done"
    STOPPED = "stopped"


class RepRecord(msgspec.Struct, frozen=True):
    """One repetition: seconds really held, one number a hold."""

    side: Side
    rep: int
    holds_s: tuple[float, ...]

    @property
    def hold_s(self) -> float:
        """The shortest hold of the repetition in seconds, which is the one that counts."""
        return min(self.holds_s, default=0.0)


class EntryRecord(msgspec.Struct, frozen=True):
    """One exercise in one session.

    `how` is None while it has not ended; `begun`: a hold was begun; `eased_s` seconds were taken off.
    """

    item: int
    block: int
    block_kind: Kind
    exercise: str
    prescribed: Dose
    sides: Sides
    holds: int = 1
    change: str = "same"
    rule: str = ""
    why: str = ""
    from_dose: Dose | None = None
    reps: tuple[RepRecord, ...] = ()
    rating: Rating | None = None
    pain: bool = False
    eased: bool = False
    eased_s: int = 0
    how: str | None = None
    begun: bool = False

    def held(self, side: Side) -> int:
        """Planned repetitions on that side that were held at least the prescribed seconds.

        A repetition done again counts once, one beyond the plan not at all.
        """
        enough, most = self.prescribed.hold_s - 1e-6, self.prescribed.reps
        return len({r.rep for r in self.reps if r.side is side and r.rep <= most and r.hold_s >= enough})

    @property
    def complete(self) -> bool:
        """Every planned repetition on every side was held at least the prescribed seconds."""
        return all(self.held(side) >= self.prescribed.reps for side in sides_of(self.sides))

    @property
    def performed(self) -> bool:
        """At least one hold was begun."""
        return self.begun or bool(self.reps)


class SessionRecord(msgspec.Struct, frozen=True):
    """One session. `day` is the day it belongs to; `alive`: there was a sign of life, or it was confirmed.

    `by_hand`: it was entered afterwards, away from the screen.
    """

    id: bytes
    started_at: datetime
    day: date
    routine: str
    face: str
    minutes: int | None = None
    timing: tuple[tuple[str, float], ...] = ()
    ended_at: datetime | None = None
    last_at: datetime | None = None
    state: State = State.OPEN
    alive: bool = False
    dizzy: bool = False
    pain_before: int | None = None
    pain_after: int | None = None
    morning: str | None = None
    by_hand: bool = False
    entries: tuple[EntryRecord, ...] = ()

    @property
    def flare(self) -> bool:
        """Whether the pain was worse after it."""
        return is_flare(self.pain_before, self.pain_after, self.morning)

    @property
    def performed(self) -> bool:
        """Anything at all was begun in it."""
        return any(entry.performed for entry in self.entries)


def is_flare(before: int | None, after: int | None, morning: str | None) -> bool:
    """Rule `flare`: pain after a session 6 or more, or 2 or more above before, or worse the next morning."""
    rise = after is not None and before is not None and after - before >= 2
    return (after is not None and after >= 6) or rise or morning == "worse"


def training_day(moment: datetime, day_starts_h: int = 4) -> date:
    """The day that a moment belongs to: a day begins at `day_starts_h` (0-12) in the morning, local time."""
    return (moment - timedelta(hours=day_starts_h)).date()


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


class DecisionRow(msgspec.Struct, frozen=True):
    """A line of the ledger: the dose that an exercise had in a session, and why."""

    session: bytes
    started_at: datetime
    day: date
    exercise: str
    dose: Dose
    from_dose: Dose | None
    change: str
    rule: str
    why: str
    begun: bool


class TargetSet(msgspec.Struct, frozen=True):
    """What the person or the provider set for an exercise at a moment; None: left as it was.

    `as_everywhere` names what is no longer the exercise's own; `change` is the first event of its change.
    """

    at: datetime
    exercise: str
    by: str
    dose: Dose | None
    target: Dose | None
    locked: bool | None
    resting: bool | None
    ceiling: Dose | None = None
    needed: int | None = None
    ladder: str | None = None
    priority: str | None = None
    disabled: bool | None = None
    allowed: bool | None = None
    as_everywhere: tuple[str, ...] = ()
    event: bytes = b""
    change: bytes = b""


class Decline(msgspec.Struct, frozen=True):
    """A "not yet" to an announced raise."""

    at: datetime
    exercise: str
    session: bytes | None


class Flare(msgspec.Struct, frozen=True):
    """A session after which the pain was worse (rule flare)."""

    session: bytes
    started_at: datetime
    day: date


class Pain(msgspec.Struct, frozen=True):
    """An answer about pain: `asked` before, after or the next morning."""

    at: datetime
    session: bytes | None
    asked: str
    score: int | None
    answer: str | None


class Activity(msgspec.Struct, frozen=True):
    """Something aerobic that was done on a day."""

    at: datetime
    day: date
    what: str
    minutes: int


class Note(msgspec.Struct, frozen=True):
    """A note about a session; its text is None once it was erased."""

    event: bytes
    at: datetime
    text: str | None
