"""A session's events folded into its record: one test for every kind of event, and for a whole session."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from made_events import made
from msgspec.structs import replace

from backtui.domain.events import KINDS, Event, Rating
from backtui.domain.exercise import Dose, Kind, Side, Sides
from backtui.domain.record import EntryRecord, RepRecord, SessionRecord, State, fold, training_day

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
SESSION = b"session"
STARTED: dict[str, Any] = {
    "routine": "standard",
    "minutes": 20,
    "face": "screen",
    "day": "2026-03-02",
    "timing": {"ready": 8.0, "in": 3.0},
}
PLANNED: dict[str, Any] = {
    "item": 0,
    "block": 1,
    "block_kind": "strength",
    "exercise": "arm-reach",
    "hold_s": 3,
    "reps": 2,
    "holds": 1,
    "sides": "each",
    "change": "up",
    "rule": "up",
    "why": "2 s → 3 s: 2 of 2 held on both sides, easy.",
    "from": {"hold_s": 2, "reps": 2},
}
ENTRY = EntryRecord(
    item=0,
    block=1,
    block_kind=Kind.STRENGTH,
    exercise="arm-reach",
    prescribed=Dose(3, 2),
    sides=Sides.EACH,
    change="up",
    rule="up",
    why=PLANNED["why"],
    from_dose=Dose(2, 2),
)
RECORD = SessionRecord(
    id=SESSION,
    started_at=BEGIN,
    day=date(2026, 3, 2),
    routine="standard",
    face="screen",
    minutes=20,
    timing=(("in", 3.0), ("ready", 8.0)),
    last_at=BEGIN + timedelta(seconds=1),
    entries=(ENTRY,),
)


def told(*events: tuple[str, dict[str, Any]]) -> list[Event]:
    """Events a second apart."""
    return [
        made(bytes([n]), kind, BEGIN + timedelta(seconds=n), body, SESSION, n * 1000)
        for n, (kind, body) in enumerate(events)
    ]


def folded(*events: tuple[str, dict[str, Any]]) -> SessionRecord:
    """The record of a session with one planned exercise, and these events after it."""
    record = fold(told(("session-started", STARTED), ("exercise-planned", PLANNED), *events))
    assert record is not None
    return record


def rep(number: int, *holds_s: float, side: str = "left", item: int = 0) -> tuple[str, dict[str, Any]]:
    return "rep-ended", {"item": item, "side": side, "rep": number, "holds_s": list(holds_s)}


def test_a_start_and_a_plan_make_an_open_session_not_yet_performed() -> None:
    assert folded() == RECORD
    assert (RECORD.state, RECORD.performed, RECORD.alive, ENTRY.performed) == (
        State.OPEN,
        False,
        False,
        False,
    )


def test_an_exercise_planned_once_more_in_the_same_words_begins_anew() -> None:
    planned = ("exercise-planned", PLANNED)
    events = told(("session-started", STARTED), planned, rep(1, 3.0), planned, rep(2, 3.0))
    shared = [*events[:3], replace(events[3], what=events[1].what), events[4]]
    for each in (events, shared):
        record = fold(each)
        assert record is not None
        assert [held.rep for held in record.entries[0].reps] == [2]


def test_without_its_start_there_is_no_session() -> None:
    assert fold([]) is None
    assert fold(told(("exercise-planned", PLANNED), ("session-confirmed", {}))) is None


def test_a_session_without_a_budget_of_minutes_or_an_earlier_dose_has_none() -> None:
    plain = STARTED | {"minutes": None, "face": "plain"}
    record = fold(told(("session-started", plain), ("exercise-planned", PLANNED | {"from": None})))
    assert record is not None
    assert (record.minutes, record.face, record.entries[0].from_dose) == (None, "plain", None)


def test_a_session_is_known_by_its_start() -> None:
    event = made(b"own", "session-started", BEGIN, STARTED)
    record = fold([event])
    assert record is not None
    assert record.id == b"own"


EASED = {"eased": True, "eased_s": 1}
ONE_REP = {"reps": (RepRecord(Side.LEFT, 1, (3.0,)),), "begun": True}


@pytest.mark.parametrize(
    ("events", "changes"),
    [
        ([rep(1, 3.0)], ONE_REP),
        ([("eased", {"item": 0})], EASED),
        ([("eased", {"item": 0})] * 2, EASED | {"eased_s": 2}),
        ([("pain", {"item": 0})], {"pain": True, "begun": True}),
        ([("rated", {"item": 0, "rating": "easy"})], {"rating": Rating.EASY}),
        ([("rated", {"item": 0, "rating": each}) for each in ("easy", "hard")], {"rating": Rating.HARD}),
        ([("rated", {"item": 0, "rating": each}) for each in ("easy", None)], {"rating": None}),
        ([("exercise-ended", {"item": 0, "how": "done", "begun": True})], {"how": "done", "begun": True}),
        ([("exercise-ended", {"item": 0, "how": "skipped", "begun": False})], {"how": "skipped"}),
        ([("exercise-ended", {"item": 0, "how": "cut", "begun": True})], {"how": "cut", "begun": True}),
        ([("exercise-ended", {"item": 0, "how": "left-out", "begun": False})], {"how": "left-out"}),
        (
            [rep(1, 3.0), ("exercise-ended", {"item": 0, "how": "done", "begun": False})],
            ONE_REP | {"how": "done"},
        ),
        (
            [("exercise-ended", {"item": 0, "how": "done", "begun": True}), ("moved-back", {"item": 0})],
            {"begun": True},
        ),
        ([rep(1, 3.0), ("moved-back", {"item": 0})], ONE_REP),
        ([("eased", {"item": 9})], {}),
        ([("rated", {"item": 9, "rating": "easy"}), rep(1, 3.0, item=9)], {}),
        ([("note-written", {})], {}),
        ([("growth-declined", {"exercise": "arm-reach"})], {}),
    ],
)
def test_what_an_event_changes_in_its_entry(events: list[Any], changes: dict[str, Any]) -> None:
    assert folded(*events).entries == (replace(ENTRY, **changes),)


ENDED = {"state": State.DONE, "ended_at": BEGIN + timedelta(seconds=2)}


@pytest.mark.parametrize(
    ("events", "changes"),
    [
        ([("session-ended", {"how": "done", "alive": True})], ENDED | {"alive": True}),
        ([("session-ended", {"how": "done", "alive": False})], ENDED),
        (
            [("session-ended", {"how": "stopped", "alive": True})],
            ENDED | {"state": State.STOPPED, "alive": True},
        ),
        (
            [("session-ended", {"how": "dizzy", "alive": True})],
            ENDED | {"state": State.STOPPED, "alive": True},
        ),
        ([("session-confirmed", {})], {"alive": True}),
        ([("session-confirmed", {}), ("session-ended", {"how": "done", "alive": False})], {"alive": True}),
        ([("dizzy", {"item": 0})], {"dizzy": True}),
        ([("paused", {"why": "key"}), ("resumed", {})], {}),
        ([("pain-answered", {"when": "before", "score": 2})], {"pain_before": 2}),
        ([("pain-answered", {"when": "after", "score": 3})], {"pain_after": 3}),
        ([("pain-answered", {"when": "after", "score": each}) for each in (3, None)], {"pain_after": None}),
        ([("pain-answered", {"when": "morning", "score": None, "answer": "worse"})], {"morning": "worse"}),
        ([("pain-answered", {"when": "morning", "score": 4})], {"morning": None}),
    ],
)
def test_what_an_event_changes_in_the_session(events: list[Any], changes: dict[str, Any]) -> None:
    record = folded(*events)
    assert {name: getattr(record, name) for name in changes} == changes
    untouched = {"dizzy", "pain_before", "pain_after", "morning", "alive"} - set(changes)
    assert all(not getattr(record, name) for name in untouched)
    assert record.entries == (ENTRY,)


def test_the_end_of_an_interrupted_session_is_when_it_truly_ended() -> None:
    record = folded(("session-ended", {"how": "stopped", "alive": True, "at": "2026-03-02T08:00:01+00:00"}))
    assert record.ended_at == BEGIN + timedelta(seconds=1)


def test_the_last_moment_is_the_newest_event_up_to_the_end() -> None:
    assert folded(("paused", {"why": "gap"})).last_at == BEGIN + timedelta(seconds=2)
    ended = ("session-ended", {"how": "done", "alive": True})
    after = ("pain-answered", {"when": "morning", "score": None, "answer": "same"})
    assert folded(rep(1, 3.0), ended, after).last_at == BEGIN + timedelta(seconds=3)


def test_every_kind_of_event_can_stand_in_a_session() -> None:
    bodies = {
        "session-started": STARTED,
        "exercise-planned": PLANNED,
        "rep-ended": rep(1, 3.0)[1],
        "rated": {"item": 0, "rating": "easy"},
        "exercise-ended": {"item": 0, "how": "done", "begun": True},
        "session-ended": {"how": "done", "alive": True},
        "pain-answered": {"when": "before", "score": 1},
    }
    record = folded(*((kind, bodies.get(kind, {})) for kind in KINDS if kind != "session-started"))
    assert (record.state, record.entries[0].how, record.dizzy) == (State.DONE, "done", True)


def test_a_whole_session_stands_in_one_record() -> None:
    record = folded(
        ("exercise-planned", PLANNED | {"item": 2, "exercise": "pretzel"}),
        (
            "exercise-planned",
            PLANNED | {"item": 1, "exercise": "cat-camel", "sides": "one", "holds": 2, "reps": 1},
        ),
        ("pain-answered", {"when": "before", "score": 1}),
        *(rep(number, 3.0, side=side) for side in ("left", "right") for number in (1, 2)),
        ("exercise-ended", {"item": 0, "how": "done", "begun": True}),
        rep(1, 3.0, 2.0, side="none", item=1),
        ("exercise-ended", {"item": 1, "how": "done", "begun": True}),
        ("session-ended", {"how": "stopped", "alive": True}),
    )
    entries = [(each.exercise, each.performed, each.complete, each.how) for each in record.entries]
    assert entries == [
        ("arm-reach", True, True, "done"),
        ("cat-camel", True, False, "done"),
        ("pretzel", False, False, None),
    ]
    assert (record.state, record.performed, record.pain_before) == (State.STOPPED, True, 1)


def test_repetitions_are_counted_side_by_side_when_held_long_enough() -> None:
    held = [rep(1, 3.0), rep(2, 2.9), rep(1, 3.5, side="right"), rep(2, 3.0, side="right")]
    (entry,) = folded(*held).entries
    assert (entry.held(Side.LEFT), entry.held(Side.RIGHT), entry.complete) == (1, 2, False)


@pytest.mark.parametrize(("holds_s", "shortest"), [((3.0,), 3.0), ((3.0, 1.5), 1.5), ((), 0.0)])
def test_a_repetition_is_as_long_as_its_shortest_hold(holds_s: tuple[float, ...], shortest: float) -> None:
    assert RepRecord(Side.NONE, 1, holds_s).hold_s == shortest


@pytest.mark.parametrize(
    ("before", "after", "morning", "flare"),
    [
        (None, None, None, False),
        (None, 5, None, False),
        (None, 6, None, True),
        (6, 6, None, True),
        (5, 5, None, False),
        (4, 5, None, False),
        (3, 5, None, True),
        (0, 2, None, True),
        (9, None, None, False),
        (5, 0, "same", False),
        (5, 0, "better", False),
        (0, 0, "worse", True),
        (None, None, "worse", True),
    ],
)
def test_a_flare_is_six_or_two_more_or_worse_in_the_morning(
    before: int | None, after: int | None, morning: str | None, flare: bool
) -> None:
    assert replace(RECORD, pain_before=before, pain_after=after, morning=morning).flare is flare


@pytest.mark.parametrize(
    ("hour", "minute", "starts_h", "day"),
    [(3, 59, 4, 1), (4, 0, 4, 2), (23, 59, 4, 2), (0, 0, 0, 2), (11, 59, 12, 1)],
)
def test_a_day_begins_in_the_morning_of_the_local_clock(
    hour: int, minute: int, starts_h: int, day: int
) -> None:
    moment = datetime(2026, 3, 2, hour, minute, tzinfo=timezone(timedelta(hours=-9)))
    assert training_day(moment, starts_h) == date(2026, 3, day)
    assert training_day(moment) == date(2026, 3, 1 if hour < 4 else 2)


def test_a_corrected_start_holds_for_all_that_was_logged_before_it() -> None:
    later = {**STARTED, "day": "2026-03-01", "at": "2026-03-01T18:30:00+00:00", "by_hand": True}
    again = made(b"again", "session-started", BEGIN + timedelta(days=3), later, SESSION)
    ended = {"how": "done", "alive": True, "at": "2026-03-01T18:50:00+00:00"}
    events = [
        made(b"p", "exercise-planned", BEGIN, PLANNED, SESSION),
        again,
        made(b"e", "session-ended", BEGIN + timedelta(days=3), ended, SESSION),
    ]
    record = fold(events)
    assert record is not None
    assert (record.id, record.day, record.by_hand) == (SESSION, date(2026, 3, 1), True)
    assert record.started_at == datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
    assert record.ended_at == datetime(2026, 3, 1, 18, 50, tzinfo=UTC)
    assert [entry.exercise for entry in record.entries] == ["arm-reach"]


def test_a_correction_by_a_clock_that_is_behind_holds_all_the_same() -> None:
    rated = made(b"r", "rated", BEGIN, {"item": 0, "rating": "hard"}, SESSION)
    started = made(SESSION, "session-started", BEGIN, STARTED, SESSION)
    record = fold([rated, started, made(b"p", "exercise-planned", BEGIN, PLANNED, SESSION)])
    assert record is not None
    assert [entry.rating for entry in record.entries] == [Rating.HARD]


def test_an_exercise_that_is_planned_again_begins_anew() -> None:
    started = made(SESSION, "session-started", BEGIN, STARTED, SESSION)
    rep = {"item": 0, "side": "left", "rep": 1, "holds_s": [3.0]}
    again = {**PLANNED, "hold_s": 4}
    events = [
        started,
        made(b"p", "exercise-planned", BEGIN, PLANNED, SESSION),
        made(b"r", "rep-ended", BEGIN, rep, SESSION),
        made(b"q", "exercise-planned", BEGIN, again, SESSION),
    ]
    record = fold(events)
    assert record is not None
    assert [(entry.prescribed.hold_s, entry.reps) for entry in record.entries] == [(4, ())]


def test_pain_told_at_another_time_is_no_answer_of_the_morning() -> None:
    started = made(SESSION, "session-started", BEGIN, STARTED, SESSION)
    worse = {"when": "morning", "score": None, "answer": "worse"}
    other = {"when": "other", "score": 3}
    record = fold([started, *(made(b"x", "pain-answered", BEGIN, body, SESSION) for body in (worse, other))])
    assert record is not None
    assert (record.morning, record.pain_before, record.pain_after) == ("worse", None, None)
