"""Events made of choices."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from os import urandom
from typing import Any, Protocol

from msgspec.structs import replace

from backtui.coach.errors import WrongUseError
from backtui.domain import events as fx
from backtui.domain.events import Event
from backtui.domain.exercise import Dose
from backtui.domain.plan import Plan, PlannedItem
from backtui.domain.text import TextError, clean
from backtui.store.append import RANDOM_BYTES, new_id
from backtui.store.chain import note_digest

NAMES_AT_ONCE = 100  # ids in one void, which leaves its body below its limit


def fresh_id(wall: datetime) -> bytes:
    """An id for something that happens at `wall`."""
    return new_id(int(wall.timestamp() * 1000), urandom(RANDOM_BYTES))


def event(kind: str, wall: datetime, body: Mapping[str, Any], session: bytes | None = None) -> Event:
    """An event of that kind with an id of its own."""
    return Event(id=fresh_id(wall), kind=kind, wall=wall, body=body, session=session)


class Append(Protocol):
    """Writes events whole or not at all, and the texts of notes beside them."""

    def __call__(self, events: Sequence[Event], /, *, texts: Mapping[bytes, str] | None = None) -> object: ...


def as_change(events: Sequence[Event]) -> list[Event]:
    """The events of one choice, marked as belonging together, so that they are undone together."""
    change = events[0].id.hex()
    return [replace(each, body={**each.body, "change": change}) for each in events]


def voids(names: Sequence[bytes], wall: datetime, **why: bool) -> list[Event]:
    """What takes these events back, in as many voids as there must be; `why` is undo, redo or erase."""
    parts = [names[at : at + NAMES_AT_ONCE] for at in range(0, len(names), NAMES_AT_ONCE)]
    return [event("void", wall, {"events": [name.hex() for name in part], **why}) for part in parts]


def knobs(dose: Dose) -> dict[str, int]:
    """A dose as the log and other programs read it."""
    return {"hold_s": dose.hold_s, "reps": dose.reps}


def started(plan: Plan, wall: datetime, day: str, face: str, timing: Mapping[str, float]) -> list[Event]:
    """The beginning of a session and all that it plans; the session's id is that of the first event."""
    body = {
        "routine": plan.routine,
        "minutes": plan.minutes,
        "face": face,
        "day": day,
        "timing": dict(timing),
    }
    session = fresh_id(wall)
    first = Event(session, "session-started", wall, body, session, 0)
    planned = [
        Event(fresh_id(wall), "exercise-planned", wall, _planned(each), session, 0) for each in plan.items
    ]
    return [first, *planned]


def _planned(each: PlannedItem) -> dict[str, Any]:
    item, decision = each.item, each.decision
    return {
        "item": item.index,
        "block": item.block,
        "block_kind": item.block_kind.value,
        "exercise": item.exercise,
        **knobs(item.dose),
        "holds": item.holds,
        "sides": item.sides.value,
        "change": decision.kind.value,
        "rule": decision.rule,
        "why": decision.why,
        "from": knobs(decision.before) if decision.before else None,
    }


def told(effect: fx.Effect) -> tuple[str, dict[str, Any]] | None:  # noqa: C901 one case each
    """An effect as a kind and a body; None for one that leaves no trace."""
    match effect:
        case fx.RepEnded(item, side, rep, holds_s, _):
            return "rep-ended", {"item": item, "side": side.value, "rep": rep, "holds_s": list(holds_s)}
        case fx.Eased(item, _):
            return "eased", {"item": item}
        case fx.MovedBack(item, _):
            return "moved-back", {"item": item}
        case fx.ItemEnded(item, how, begun, _):
            return "exercise-ended", {"item": item, "how": how, "begun": begun}
        case fx.Rated(item, rating, _):
            return "rated", {"item": item, "rating": rating.value}
        case fx.PainFelt(item, _):
            return "pain", {"item": item}
        case fx.DizzyFelt(item, _):
            return "dizzy", {"item": item}
        case fx.Paused(why, _):
            return "paused", {"why": why}
        case fx.Resumed(_):
            return "resumed", {}
        case fx.SessionEnded(how, alive, _):
            return "session-ended", {"how": how, "alive": alive}
        case _:
            return None


NOTE_LIMIT = 500


def noted(about: bytes, text: str) -> tuple[dict[str, Any], str]:
    """The body of a note on a session, and its cleaned text. Raises WrongUseError for empty or too long."""
    try:
        cleaned = clean(text, NOTE_LIMIT).strip()
    except TextError as error:
        raise WrongUseError(f"The note cannot be kept: {str(error)[:1].lower()}{str(error)[1:]}") from error
    if not cleaned:
        raise WrongUseError("The note is empty.")
    salt = urandom(16)
    return {"salt": salt.hex(), "digest": note_digest(salt, cleaned), "about": about.hex()}, cleaned
