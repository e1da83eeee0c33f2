import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_events import what
from msgspec.structs import replace
from store_diary import DEVICE, MORNING, Diary

from backtui.domain.event_keys import What
from backtui.domain.events import BODY_LIMIT_BYTES, EVENTS, Paused, RepEnded, SettingSet
from backtui.domain.exercise import Side
from backtui.domain.moments import moment, numbers
from backtui.store.append import new_id
from backtui.store.chain import note_digest
from backtui.store.errors import StoreError
from backtui.store.packing import KINDS, packed
from backtui.store.queries import events as event_queries
from backtui.store.released import migration_6
from backtui.store.schema import EVENT, insert
from backtui.store.store import Store

LOG = ("event", "device", "log_session")


def test_what_is_appended_is_read_back(store: Store, diary: Diary) -> None:
    events = diary.whole("bridge", "cat-camel")
    assert store.append(events) == events
    assert list(event_queries.every(store)) == events
    assert not store.conn.in_transaction


def test_what_has_landed_is_not_doubled(store: Store, diary: Diary) -> None:
    events = diary.whole("bridge")
    store.append(events[:3])
    other = replace(events[2], wall=MORNING + timedelta(days=3))
    assert store.append([*events[:2], other, *events[3:], events[3]]) == [*events, events[3]]
    assert list(event_queries.every(store)) == events


def test_all_or_nothing(store: Store, diary: Diary) -> None:
    with pytest.raises(StoreError, match="breaks its rules"):
        store.append([diary.started(), replace(diary.planned(0, "bridge"), mono_ms=-1)])
    assert (event_queries.count(store), store.conn.in_transaction) == (0, False)


@pytest.mark.parametrize("table", LOG)
def test_the_log_refuses_to_be_changed_or_deleted(store: Store, diary: Diary, table: str) -> None:
    store.append([diary.started()])
    first = store.ask(f"select * from {table}")
    for statement in (f"update {table} set rowid = 9", f"delete from {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store.conn.execute(statement)
    with pytest.raises(StoreError, match=r"append-only|counted one by one"), store.writing():
        store.conn.execute(f"insert or replace into {table} select * from {table}")
    assert store.ask(f"select * from {table}") == first


class Unheard(What, frozen=True):
    """A kind that there is not."""

    kind = "unheard-of"


@pytest.mark.parametrize(
    "change",
    [
        {"what": Unheard()},
        {"what": what("void", {})},
        {"what": what("rep-ended", {}), "session": None},
        {"what": RepEnded(0, Side.NONE, 0, (2.0,))},
        {"id": b"short"},
        {"mono_ms": -1},
    ],
)
def test_what_is_no_event_is_refused(store: Store, diary: Diary, change: dict[str, Any]) -> None:
    with pytest.raises((StoreError, ValueError)):
        store.append([replace(diary.event("paused", why="key"), **change)])
    assert event_queries.count(store) == 0


def test_bodies_are_bounded_and_are_json_objects(store: Store, diary: Diary) -> None:
    store.append([diary.started()])
    with pytest.raises(ValueError, match="bytes"):
        store.append([replace(diary.event("paused"), what=Paused("x" * BODY_LIMIT_BYTES))])
    with pytest.raises(ValueError, match="JSON"):
        store.append([replace(diary.event("paused"), what=SettingSet("a", float("nan")))])
    for kind, body in ((11, "{}"), (11, b"{}"), (11, b"\x01" * (BODY_LIMIT_BYTES + 200)), (99, packed("{}"))):
        row = (9, b"x" * 16, 1, 2, 1, 0, 0, None, kind, body, bytes(32))
        with pytest.raises(StoreError), store.writing() as db:
            insert(db, EVENT, [row])
    assert event_queries.count(store) == 1


def test_the_schema_knows_which_kinds_belong_to_no_session() -> None:
    others, without = (
        {KINDS[int(number) - 1] for number in part.split("))")[0].split(",")}
        for part in migration_6.SQL.split("kind in (")[1:2] + migration_6.SQL.split("kind not in (")[1:2]
    )
    assert without == {each.kind for each in EVENTS if each.needs_session is False}
    assert others == {each.kind for each in EVENTS if not each.needs_session}


def test_time_never_runs_backwards_within_a_training_day(store: Store) -> None:
    first, again, early, late = Diary(), Diary(), Diary(MORNING - timedelta(days=1)), Diary()
    day = [first.started(), first.event("paused", why="key")]
    store.append(day)
    restarted = [again.started(), again.event("paused", why="key"), again.event("resumed")]
    walls = [event.wall - day[-1].wall for event in store.append(restarted)]
    assert walls == [
        timedelta(microseconds=1),
        timedelta(0) + timedelta(microseconds=2),
        timedelta(seconds=1),
    ]
    assert store.append([early.started()])[0].wall == MORNING - timedelta(days=1)
    back = store.append([late.started()])[0].wall
    assert back == restarted[-1].wall + timedelta(microseconds=1)
    assert event_queries.verify_chain(store) == []


def test_a_day_begins_at_four_in_the_morning(store: Store) -> None:
    night = Diary(MORNING.replace(hour=3, minute=59), day="2026-03-01")
    store.append([Diary().started()])
    assert store.append([night.started()])[0].wall == night.start
    late = Diary((MORNING + timedelta(days=1)).replace(hour=3), day="2026-03-02")
    assert store.append([late.started()])[0].wall == late.start
    assert store.append([Diary().started()])[0].wall == late.start + timedelta(microseconds=1)


def test_devices_count_and_chain_for_themselves(store: Store, opened: Any) -> None:
    second = opened(device=b"other-device-000")
    for turn in range(4):
        (store if turn % 2 else second).append([Diary(MORNING + timedelta(days=turn)).started()])
    assert [(row.device, row.counter) for row in event_queries.logged(store)] == [
        (second.device, 1), (DEVICE, 1), (second.device, 2), (DEVICE, 2),
    ]  # fmt: skip
    assert event_queries.verify_chain(store) == []


def test_notes_stand_beside_the_chain_and_can_be_erased(store: Store, diary: Diary) -> None:
    salt, text = b"s" * 16, "my knee hurts \x1b[31m"
    store.append([diary.started()])
    note = diary.event("note-written", salt=salt.hex(), digest=note_digest(salt, text), about=diary.id.hex())
    store.append([note], texts={note.id: text})
    assert [(found.event, found.text) for found in event_queries.notes(store, diary.id)] == [(note.id, text)]
    store.append([diary.loose("void", events=[note.id.hex()], erase=True)])
    assert event_queries.notes(store, diary.id) == []
    assert event_queries.texts(store) == {}
    assert event_queries.verify_chain(store) == []
    assert text.encode() not in store.path.read_bytes()


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_ids_are_uuid_version_7_and_sort_by_time(wall_ms: int, random: bytes) -> None:
    made = new_id(wall_ms, random)
    assert (len(made), made[6] >> 4, made[8] >> 6) == (16, 7, 2)
    assert int.from_bytes(made[:6], "big") == wall_ms


@given(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)), st.integers(-1439, 1439))  # noqa: DTZ001
def test_moments_come_back_with_their_offset(naive: datetime, minutes: int) -> None:
    wall = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    back = moment(*numbers(wall))
    assert (back, back.utcoffset()) == (wall, wall.utcoffset())


def test_a_moment_without_an_offset_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="offset"):
        store.append([Diary(datetime(2026, 3, 2, 7)).started()])  # noqa: DTZ001
    assert numbers(datetime(1970, 1, 1, tzinfo=UTC)) == (0, 0)


def test_a_write_makes_no_tables_of_its_own(store: Store) -> None:
    # sqlite-utils would try in the log what SQLite can do, and would take the error of a full disk for a no.
    said: list[str] = []
    store.conn.set_trace_callback(said.append)
    store.append([Diary().loose("setting-set", key="weekly_goal", value=3)])
    store.append(Diary().whole("bridge"))
    assert len(said) > 20
    assert [each for each in said if each.lower().startswith(("create", "drop"))] == []
