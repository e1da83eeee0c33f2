"""Events for tests, made of a kind and the keys of its body, as JSON has them; what is missing is made up."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backtui.coach.write import fresh_id
from backtui.domain.event_json import as_json, body_of, what_of
from backtui.domain.event_keys import What
from backtui.domain.events import Event

LEAST: Mapping[str, dict[str, Any]] = {
    "session-started": {
        "routine": "standard",
        "minutes": None,
        "face": "plain",
        "day": "2026-03-02",
        "timing": {},
    },
    "exercise-planned": {
        **{"item": 0, "block": 0, "block_kind": "stretch", "exercise": "arm-reach", "hold_s": 2, "reps": 2},
        **{"holds": 1, "sides": "one", "change": "same", "rule": "same", "why": "", "from": None},
    },
    "rep-ended": {"item": 0, "side": "none", "rep": 1, "holds_s": [2.0]},
    "exercise-ended": {"item": 0, "how": "done", "begun": True},
    "rated": {"item": 0, "rating": None},
    "paused": {"why": "key"},
    "session-ended": {"how": "done", "alive": True},
    "pain-answered": {"when": "other", "score": None},
    "note-written": {"salt": "ab", "digest": "cd" * 32, "about": "ef" * 16},
    "growth-declined": {"exercise": "arm-reach"},
    "target-set": {"exercise": "arm-reach", "by": "me"},
    "setting-set": {"key": "minutes", "value": 20},
    "activity-done": {"what": "walking", "minutes": 30, "day": "2026-03-02"},
    "pause-set": {"why": "holiday", "first": "2026-03-02"},
    "void": {"events": ["ab" * 16]},
    **{f"{sort}-{deed}": {"id": "mine"} for sort in ("exercise", "routine") for deed in ("saved", "removed")},
    **{kind: {"item": 0} for kind in ("eased", "moved-back", "postponed", "pain", "dizzy")},
}


def what(kind: str, body: Mapping[str, Any]) -> What:
    """What happened, of a kind and its keys."""
    least = LEAST.get(kind, {}) | ({"definition": {}} if kind.endswith("-saved") else {})
    return what_of(kind, as_json({**least, **body}))


def made(
    name: bytes,
    kind: str,
    wall: datetime,
    body: Mapping[str, Any],
    session: bytes | None = None,
    mono_ms: int | None = None,
) -> Event:
    """An event of that id."""
    return Event(name, wall, what(kind, body), session, mono_ms)


def event(kind: str, wall: datetime, body: Mapping[str, Any], session: bytes | None = None) -> Event:
    """An event with an id of its own."""
    return made(fresh_id(wall), kind, wall, body, session)


def keys(event: Event) -> dict[str, Any]:
    """The keys of an event as JSON has them."""
    return dict(json.loads(body_of(event.what)))
