from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from often import often
from store_diary import DEVICE, MORNING, Diary

from backtui.domain.event_keys import or_none
from backtui.domain.events import Event
from backtui.domain.record import State, fold
from backtui.store.opening import IN_MEMORY
from backtui.store.queries import events as event_queries
from backtui.store.queries import progress, sessions
from backtui.store.schema import PROJECTED
from backtui.store.store import Store

OTHER = b"other-device-000"
DOSE = {"hold_s": 4, "reps": 3}


def projections(store: Store) -> dict[str, list[Any]]:
    """Every projected row, as it is stored."""
    return {
        table.name: store.ask(f"{table.select} order by {', '.join(table.columns[: table.key])}")
        for table in PROJECTED
    }


def sundry(diary: Diary) -> list[Event]:
    """One event at least for each projected table."""
    return [
        *diary.whole("bridge", "cat-camel"),
        diary.event("pain-answered", when="before", score=2),
        diary.event("pain-answered", when="after", score=7),
        diary.event("growth-declined", exercise="bridge"),
        diary.loose("growth-declined", exercise="cat-camel"),
        diary.loose(
            "target-set", exercise="bridge", by="provider", dose={"hold_s": 4, "reps": 3}, locked=True
        ),
        diary.loose("target-set", exercise="bridge", by="me", target={"hold_s": 6, "reps": 6}, resting=False),
        diary.loose("setting-set", key="minutes", value=20),
        diary.loose("setting-set", key="minutes", value=None),
        diary.loose("activity-done", what="walking", minutes=30, day="2026-03-03"),
        diary.loose("pause-set", why="holiday", first="2026-03-10", last="2026-03-12"),
        diary.loose("pause-set", why="illness", first="2026-03-20"),
        diary.loose("routine-saved", id="mine", definition={"blocks": []}),
        diary.loose("exercise-saved", id="twist", definition={"name": "Twist"}),
        diary.loose("exercise-removed", id="twist"),
    ]


def test_drop_and_rebuild_gives_the_same_bytes(store: Store) -> None:
    for day in range(4):
        for event in sundry(Diary(MORNING + timedelta(days=day))):
            store.append([event])
    lost = Diary()
    store.append(lost.whole("bridge"))
    store.append([lost.loose("void", events=[lost.id.hex()])])
    before = projections(store)
    assert all(before.values()) or before.pop("voided")
    store.rebuild()
    assert projections(store) == before
    assert not store.ask("pragma foreign_key_check")


def test_a_session_reads_back_as_its_fold(store: Store, diary: Diary) -> None:
    events = diary.whole("bridge", "cat-camel")
    for upto, event in enumerate(events, 1):
        store.append([event])
        assert sessions.one(store, diary.id) == fold(events[:upto])


def test_voiding_the_start_takes_the_session_back_and_voiding_that_brings_it_again(
    store: Store, diary: Diary
) -> None:
    events = sundry(diary)
    store.append(events)
    before = projections(store)
    void = diary.void(events[0])
    store.append([void])
    assert sessions.one(store, diary.id) is None
    assert [store.ask(f"select count(*) from {name}") for name in ("entry", "rep", "decision", "pain")] == [
        [(0,)]
    ] * 4
    assert [decline.exercise for decline in progress.declines(store)] == ["cat-camel"]
    store.append([diary.void(void)])
    after = projections(store)
    assert after.pop("voided") == [(void.id,)]
    assert after == {name: before[name] for name in after} | {"newest": after["newest"], "tip": after["tip"]}


def test_voiding_single_events_removes_just_these(store: Store, diary: Diary) -> None:
    events = sundry(diary)
    store.append(events)
    rep = next(event for event in events if event.kind == "rep-ended")
    end = next(event for event in events if event.kind == "session-ended")
    setting = next(event for event in reversed(events) if event.kind == "setting-set")
    locked = next(event for event in events if event.kind == "target-set")
    store.append([diary.void(rep, end), diary.void(setting, locked)])
    record = sessions.one(store, diary.id)
    assert record is not None
    assert (record.state, [len(entry.reps) for entry in record.entries]) == (State.OPEN, [1, 2])
    assert progress.settings(store) == {"minutes": 20}
    assert [(target.what.by, or_none(target.what.locked)) for target in progress.adjustments(store)] == [
        ("me", None)
    ]
    found = sessions.newest_open(store)
    assert found is not None
    assert found.id == diary.id


def test_what_was_taken_back_before_it_arrived_never_shows(store: Store, diary: Diary) -> None:
    events = diary.whole("bridge")
    store.append([diary.void(events[3])])
    store.append(events)
    record = sessions.one(store, diary.id)
    assert record is not None
    assert len(record.entries[0].reps) == sum(event.kind == "rep-ended" for event in events) - (
        events[3].kind == "rep-ended"
    )


def test_the_newest_setting_wins_on_a_clock_that_was_set_back(store: Store) -> None:
    store.append([Diary(MORNING + timedelta(days=90)).loose("setting-set", key="minutes", value=10)])
    store.append([Diary().loose("setting-set", key="minutes", value=30)])
    assert progress.settings(store) == {"minutes": 30}


def test_own_definitions_are_the_standing_ones(store: Store, diary: Diary) -> None:
    store.append(sundry(diary))
    assert [(each.what, each.id, each.definition) for each in progress.own(store)] == [
        ("routine", "mine", {"blocks": []})
    ]


RICH: list[dict[str, Any]] = [
    {},
    {"rule": "routine"},
    {
        "hold_s": 10,
        "reps": 6,
        "more": [4, 2],
        "rest_s": 20,
        "from_": {"hold_s": 9, "reps": 6, "more": [4, 2]},
    },
    {"sides": "alternating", "tempo": {"in_s": 4, "relax_s": 0}, "hold_s": 0, "course": "evening/bridge"},
    {"sides": "each", "side": "left", "asked": {"hold_s": 5, "reps": 3, "rest_s": 9, "more": [3]}},
    {"holds": 2, "parts": [{}, {"seconds": 6, "moving": True}], "rest_before_s": 60, "course": "a/b-2"},
    {"course": "evening/bridge", "asked": {"hold_s": 5, "reps": 3}, "aim": {"hold_s": 9, "reps": 9}},
]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["rep", "rep", "rep", "eased", "moved-back", "ended", "rated", "pain", "dizzy", "paused", "stop",
             "confirmed", "postponed", "before", "after", "declined", "void", "unvoid", "planned"]
        ),
        st.integers(0, 2),
        st.integers(0, 40),
        st.booleans(),
    ),
    max_size=25,
)  # fmt: skip


def step(diary: Diary, word: str, item: int, number: int, before: list[Event]) -> Event:
    """A random thing that may happen in a session."""
    makers: dict[str, Callable[[], Event]] = {
        "rep": lambda: diary.rep(item, number % 3 + 1, held_s=number / 10),
        "planned": lambda: diary.planned(item, f"exercise-{number % 5}", **RICH[number % len(RICH)]),
        "ended": lambda: diary.event("exercise-ended", item=item, how="done", begun=number % 2 == 0),
        "rated": lambda: diary.event("rated", item=item, rating=["easy", "hard", None][number % 3]),
        "paused": lambda: diary.event("paused", why="key"),
        "stop": lambda: diary.ended("stopped"),
        "confirmed": lambda: diary.event("session-confirmed"),
        "before": lambda: diary.event("pain-answered", when="before", score=number % 11),
        "after": lambda: diary.event("pain-answered", when="after", score=number % 11),
        "declined": lambda: diary.event("growth-declined", exercise="bridge"),
        "void": lambda: diary.void(before[number % len(before)]),
        "unvoid": lambda: diary.void(*[event for event in before if event.kind == "void"][-1:]),
    }
    return makers.get(word, lambda: diary.event(word, item=item))()


@often(60)
@given(STEPS)
@example([("rep", 0, 0, False), ("planned", 0, 0, False)])
@pytest.mark.thorough
def test_projecting_piece_by_piece_equals_projecting_all(steps: list[tuple[str, int, int, bool]]) -> None:
    diary = Diary()
    with (
        Store(IN_MEMORY, device=DEVICE, now=MORNING) as store,
        Store(IN_MEMORY, device=DEVICE, now=MORNING) as at_once,
    ):
        events = [diary.started(), diary.planned(0, "bridge"), diary.planned(1, "cat-camel", sides="each")]
        store.append(events)
        for word, item, number, other in steps:
            events.append(step(diary, word, item, number, events))
            store.device = OTHER if other else DEVICE
            store.append(events[-1:])
            assert sessions.one(store, diary.id) == fold(event_queries.standing(store, diary.id))
        assert event_queries.verify_chain(store) == []
        before = projections(store)
        store.rebuild()
        assert projections(store) == before
        if not any(other for *_, other in steps):
            at_once.append(events)
            assert projections(at_once) == before


def test_views_have_plain_names_for_people(store: Store, diary: Diary) -> None:
    store.append(diary.whole("bridge"))
    assert store.ask("select started, day, exercises, repetitions from sessions_view") == [
        ("2026-03-02T07:00:00+01:00", "2026-03-02", 1, 2)
    ]
    reps = store.ask("select exercise, side, repetition, seconds_held, seconds_prescribed from reps_view")
    assert reps == [("bridge", "none", 1, 2.0, 2), ("bridge", "none", 2, 2.0, 2)]
    doses = store.ask("select exercise, seconds, repetitions, repetitions_done, rating, why from doses_view")
    assert doses == [("bridge", 2, 2, 2, "comfortable", "The first time.")]


def test_views_are_joined_by_their_ids(store: Store) -> None:
    for days in (0, 2):
        store.append(Diary(MORNING + timedelta(days=days)).whole("bridge"))
    query = """
        select started, rating, count(*) from sessions_view join doses_view using (session_id)
        join reps_view using (session_id, item) group by session_id order by started"""
    assert store.ask(query) == [
        ("2026-03-02T07:00:00+01:00", "comfortable", 2),
        ("2026-03-04T07:00:00+01:00", "comfortable", 2),
    ]


@pytest.mark.parametrize(("hours", "said"), [(-3.5, "-03:30"), (0, "+00:00"), (5.75, "+05:45")])
def test_a_time_in_a_view_has_its_offset(store: Store, hours: float, said: str) -> None:
    zone = timezone(timedelta(hours=hours))
    store.append(Diary(datetime(2026, 10, 25, 2, 50, tzinfo=zone)).whole("bridge"))
    ((started, ended),) = store.ask("select started, ended from sessions_view")
    assert started == f"2026-10-25T02:50:00{said}"
    assert datetime.fromisoformat(started) < datetime.fromisoformat(ended)


@pytest.mark.parametrize("device", [b"", b"x" * 17])
def test_a_device_has_sixteen_bytes(device: bytes) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        Store(IN_MEMORY, device=device, now=MORNING)


def test_a_void_of_a_machine_whose_clock_is_behind_still_takes_back_the_void_that_it_names(
    store: Store, diary: Diary
) -> None:
    events = diary.whole("bridge")
    store.append(events)
    before = sessions.one(store, diary.id)
    void = diary.void(events[0])
    store.append([void])
    store.device = OTHER
    behind = Diary(MORNING - timedelta(days=1))
    store.append([behind.void(void)])
    assert sessions.one(store, diary.id) == before
    before_rebuild = projections(store)
    store.rebuild()
    assert projections(store) == before_rebuild
