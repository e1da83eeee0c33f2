"""A session with all that a dose can have: sets, rests, sides of their own or in turn, movements, courses."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from made_events import made

from backtui.coach.write import fresh_id
from backtui.domain.events import Event
from backtui.domain.exercise import DAY_COURSE
from backtui.store.chain import note_digest

SALT, TEXT = b"salt" * 4, "slowly next time"
PYRAMID, LEFT, RIGHT, TURNS = range(4)  # the items
PLANNED: tuple[dict[str, Any], ...] = (
    {"exercise": "pelvic-tilt", "hold_s": 10, "reps": 3, "more": [2, 1], "rest_s": 20},
    {"exercise": "pretzel", "sides": "each", "hold_s": 4, "reps": 2, "side": "left"},
    {"exercise": "pretzel", "sides": "each", "hold_s": 6, "reps": 2, "side": "right"},
    {"exercise": "arm-reach", "sides": "alternating", "hold_s": 0, "reps": 2, "more": [2],
     "course": "evening/arm-reach", "asked": {"hold_s": 0, "reps": 2, "more": [2]}, "tempo": {"in_s": 3}},
)  # fmt: skip
SIDES_DONE: Mapping[int, tuple[str, ...]] = {
    PYRAMID: ("none",),
    LEFT: ("left",),
    RIGHT: ("right",),
    TURNS: ("left", "right"),
}


def rich_session(
    at: datetime, fresh: Callable[[datetime], bytes] = fresh_id
) -> tuple[list[Event], dict[bytes, str]]:
    """Its events, all done as planned, one exercise put off and one with a note; the texts of notes."""

    def event(kind: str, wall: datetime, body: Mapping[str, Any], session: bytes) -> Event:
        return made(fresh(wall), kind, wall, body, session)

    session = fresh(at)
    started = {"routine": "standard", "day": at.date().isoformat()}
    events = [event("session-started", at, started, session)]
    events += [event("exercise-planned", at, _plan(item), session) for item in range(len(PLANNED))]
    events.append(event("postponed", at, {"item": LEFT}, session))
    for n, (kind, body) in enumerate(_done(), 1):
        events.append(event(kind, at + timedelta(seconds=10 * n), body, session))
    about = {"salt": SALT.hex(), "digest": note_digest(SALT, TEXT), "about": session.hex(), "item": TURNS}
    note = event("note-written", at + timedelta(minutes=9), about, session)
    ended = event("session-ended", at + timedelta(minutes=10), {}, session)
    whole = [events[0], *events[1:], note, ended]
    first = whole[0]
    # A session's id is the id of its start.
    return [Event(session, first.wall, first.what, session), *whole[1:]], {note.id: TEXT}


def _plan(item: int) -> dict[str, Any]:
    return {"item": item, "course": DAY_COURSE, **PLANNED[item]}


def _done() -> Iterator[tuple[str, dict[str, Any]]]:
    for item, planned in enumerate(PLANNED):
        held = [float(planned["hold_s"])] if planned["hold_s"] else []
        for side in SIDES_DONE[item]:
            for rep in range(1, planned["reps"] + sum(planned.get("more", ())) + 1):
                yield "rep-ended", {"item": item, "side": side, "rep": rep, "holds_s": held}
        yield "exercise-ended", {"item": item}
