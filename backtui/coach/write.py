"""Events made of choices."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from os import urandom
from typing import Any, Protocol

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from backtui.coach.errors import WrongUseError
from backtui.domain.event_keys import What
from backtui.domain.events import Event, ExercisePlanned, Face, NoteWritten, SessionStarted, Void
from backtui.domain.exercise import AS_SETTINGS, DAY_COURSE, Side
from backtui.domain.plan import Plan, PlannedItem
from backtui.domain.progression.rules import RULES
from backtui.domain.session.steps import TIMING_NAMES
from backtui.domain.text import TextError, clean
from backtui.store.chain import note_digest
from backtui.store.codec import RANDOM_BYTES, new_id

NAMES_AT_ONCE = 100  # ids in one void, which leaves its body below its limit


def fresh_id(wall: datetime) -> bytes:
    """An id for something that happens at `wall`."""
    return new_id(int(wall.timestamp() * 1000), urandom(RANDOM_BYTES))


def event(what: What, wall: datetime, session: bytes | None = None) -> Event:
    """What happened as an event with an id of its own."""
    return Event(fresh_id(wall), wall, what, session)


class Append(Protocol):
    """Writes events whole or not at all, and the texts of notes beside them."""

    def __call__(self, events: Sequence[Event], /, *, texts: Mapping[bytes, str] | None = None) -> object: ...


def as_change(events: Sequence[Event]) -> list[Event]:
    """The events of one choice, marked as belonging together, so that they are undone together."""
    change = events[0].id.hex()
    return [replace(each, what=replace(each.what, change=change)) for each in events]


def voids(
    names: Sequence[bytes],
    wall: datetime,
    *,
    undo: bool | UnsetType = UNSET,
    redo: bool | UnsetType = UNSET,
    erase: bool | UnsetType = UNSET,
) -> list[Event]:
    """What takes these events back, in as many voids as there must be."""
    parts = [names[at : at + NAMES_AT_ONCE] for at in range(0, len(names), NAMES_AT_ONCE)]
    return [
        event(Void(tuple(name.hex() for name in part), undo=undo, redo=redo, erase=erase), wall)
        for part in parts
    ]


def started(plan: Plan, wall: datetime, day: date, face: Face) -> list[Event]:
    """The beginning of a session and all that it plans; the session's id is that of the first event."""
    timing: dict[str, int | float] = {name: getattr(plan.script.timing, name) for name in TIMING_NAMES}
    session = fresh_id(wall)
    first = SessionStarted(plan.routine, plan.minutes, face, day, timing, rules=RULES)
    planned = [Event(fresh_id(wall), wall, _planned(each), session, 0) for each in plan.items]
    return [Event(session, wall, first, session, 0), *planned]


def _planned(each: PlannedItem) -> ExercisePlanned:
    """What the event says of an item; what was always so it leaves out."""
    item, decision = each.item, each.decision
    unusual: dict[str, tuple[Any, Any]] = {
        "more": (item.dose.more, ()),
        "rest_s": (item.dose.rest_s, 0),
        "course": (item.course, DAY_COURSE),
        "side": (item.side, Side.NONE),
        "asked": (item.asked, None),
        "aim": (item.aim, None),
        "tempo": (item.tempo, AS_SETTINGS),
        "parts": (item.parts, ()),
        "rest_before_s": (item.rest_before_s, 0),
    }
    return ExercisePlanned(
        item=item.index,
        block=item.block,
        block_kind=item.block_kind,
        exercise=item.exercise,
        hold_s=item.dose.hold_s,
        reps=item.dose.reps,
        holds=item.holds,
        sides=item.sides,
        change=decision.kind.value,
        rule=decision.rule,
        why=decision.why,
        before=decision.before,
        **{name: value for name, (value, usual) in unusual.items() if value != usual},
    )


NOTE_LIMIT = 500


def noted(about: bytes, text: str, item: int | UnsetType = UNSET) -> tuple[NoteWritten, str]:
    """A note on a session, an exercise in it, or on what was set; its cleaned text. Raises WrongUseError."""
    try:
        cleaned = clean(text, NOTE_LIMIT).strip()
    except TextError as error:
        raise WrongUseError(f"The note cannot be kept: {str(error)[:1].lower()}{str(error)[1:]}") from error
    if not cleaned:
        raise WrongUseError("The note is empty.")
    salt = urandom(16)
    return NoteWritten(salt.hex(), note_digest(salt, cleaned), about.hex(), item), cleaned
