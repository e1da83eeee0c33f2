from datetime import UTC, datetime
from typing import Any

import pytest

from backtui.domain.event_json import LogRow, as_json, body_problem, event_problem
from backtui.domain.events import EVENTS, KINDS
from backtui.domain.moments import numbers

LOOSE = [each.kind for each in EVENTS if each.needs_session is False]
DOSE = {"hold_s": 3, "reps": 4}
SOUND: dict[str, dict[str, Any]] = {
    "session-started": {
        "routine": "standard", "minutes": None, "face": "plain", "day": "2026-03-02", "timing": {"in_s": 2},
        "at": "2026-03-01T07:00:00+01:00", "by_hand": True,
    },
    "exercise-planned": {
        "item": 0, "block": 0, "block_kind": "stretch", "exercise": "pretzel", **DOSE, "holds": 1,
        "sides": "each", "change": "up", "rule": "grow", "why": "2 s → 3 s", "from": DOSE,
    },
    "rep-ended": {"item": 0, "side": "left", "rep": 1, "holds_s": [2.0, 3]},
    "eased": {"item": 0},
    "moved-back": {"item": 0},
    "postponed": {"item": 0},
    "exercise-ended": {"item": 0, "how": "left-out", "begun": False},
    "rated": {"item": 0, "rating": None},
    "pain": {"item": 0},
    "dizzy": {"item": 0},
    "paused": {"why": "gap"},
    "resumed": {},
    "session-ended": {"how": "dizzy", "alive": True},
    "session-confirmed": {},
    "growth-declined": {"exercise": "pretzel"},
    "target-set": {"exercise": "pretzel", "by": "provider", "dose": DOSE, "locked": None, "needed": 2},
    "pain-answered": {"when": "other", "score": 10, "answer": None},
    "setting-set": {"key": "cautions", "value": ["knee"]},
    "note-written": {"salt": "ab" * 16, "digest": "cd" * 32, "about": "ef" * 16},
    "activity-done": {"what": "walking", "minutes": 30, "day": "2026-03-02"},
    "exercise-saved": {"id": "mine", "definition": {"name": "Mine", "poses": [{"x": [1, 2.5]}]}},
    "exercise-removed": {"id": "mine"},
    "routine-saved": {"id": "mine", "definition": {"items": []}},
    "routine-removed": {"id": "mine"},
    "pause-set": {"why": "holiday", "first": "2026-03-02", "last": "2026-03-08"},
    "void": {"events": ["ab" * 16], "erase": True, "change": "ab" * 16},
}  # fmt: skip


def problem(kind: str, body: Any, **other: Any) -> str | None:
    session = other.pop("session", None if kind in LOOSE else bytes(16))
    wall = other.pop("wall", datetime(2026, 3, 2, tzinfo=UTC))
    try:
        text = as_json(body)
    except (TypeError, ValueError):  # what JSON cannot say
        return body_problem(kind, body)
    who = (1, bytes(16), bytes(16), 1, session)
    row = LogRow(*who, *numbers(wall), other.pop("mono_ms", 0), kind, text, bytes(32))
    return event_problem(row, body)


def test_every_kind_has_a_sound_body_and_may_say_more() -> None:
    assert set(SOUND) == set(KINDS)
    for kind, body in SOUND.items():
        assert problem(kind, body) is None
        assert problem(kind, {**body, "later": {"a": [1, None, "words"]}}) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_that_is_missing_or_of_another_type_is_named(kind: str) -> None:
    optional = {"at", "by_hand", "dose", "locked", "needed", "answer", "erase", "change", "last"}
    if kind == "exercise-planned":
        optional.discard("change")
    for key, value in SOUND[kind].items():
        if key not in optional:
            rest = {name: each for name, each in SOUND[kind].items() if name != key}
            assert f"lacks {key}" in (problem(kind, rest) or "")
        if (kind, key) == ("setting-set", "value"):
            continue
        for wrong in (object(), {"a": 1} if not isinstance(value, dict) else [1], "\x1b[2J"):
            assert key in (problem(kind, {**SOUND[kind], key: wrong}) or ""), (key, wrong)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("rep-ended", {"holds_s": [float("nan")]}),
        ("rep-ended", {"holds_s": [float("inf")]}),
        ("rep-ended", {"rep": True}),
        ("rep-ended", {"item": 10**400}),
        ("exercise-planned", {"hold_s": 601}),
        ("exercise-planned", {"from": {"hold_s": -1, "reps": 1}}),
        ("session-started", {"day": "2026-02-30"}),
        ("session-started", {"day": "3000-01-01"}),
        ("session-started", {"at": "2026-03-02T07:00:00"}),
        ("void", {"events": []}),
        ("void", {"events": ["AB" * 16]}),
        ("void", {"events": ["ab" * 15 + " a"]}),
        ("setting-set", {"value": [[[[[[[[[[[[[[1]]]]]]]]]]]]]]}),
        ("setting-set", {"value": {"\u202e": 1}}),
        ("paused", {"item": []}),
        ("resumed", {"change": "not an id"}),
        ("activity-done", {"minutes": -1}),
        ("pause-set", {"why": "lazy"}),
        ("rated", {"at": "easy"}),
        ("resumed", {"at": 5}),
    ],
)
def test_a_value_out_of_bounds_is_refused(kind: str, change: dict[str, Any]) -> None:
    assert problem(kind, {**SOUND[kind], **change})


def test_what_is_around_the_body_is_looked_at_too() -> None:
    assert problem("unheard-of", {})
    assert problem("pain", {"item": 0}, session=None)
    assert problem("void", SOUND["void"], session=bytes(16))
    assert problem("resumed", {}, wall=datetime(3000, 1, 1, tzinfo=UTC))
    assert problem("resumed", {}, mono_ms=-1)
    assert problem("note-written", SOUND["note-written"], session=None) is None
