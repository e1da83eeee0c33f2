"""Salvage: of a log with a bit that flipped all is taken but what that bit was in, and it goes on."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from store_diary import MORNING, Diary

from backtui.store.backup import backup, verify
from backtui.store.chain import breaks
from backtui.store.errors import StoreDamaged
from backtui.store.merge.other_log import other_log
from backtui.store.merge.salvage import looked_over, salvage
from backtui.store.packing import packed
from backtui.store.store import Store

DAY = timedelta(days=1)
PAGE = 4096
LEAF = 13  # how a page of a table's rows begins


@pytest.fixture
def log(store: Store) -> Path:
    """A log of three sessions and a few things that belong to none."""
    for day in range(3):
        diary = Diary(MORNING + day * DAY)
        store.append(diary.whole("bridge", "clam"))
    store.append(
        [Diary(MORNING + 3 * DAY).loose("activity-done", what="walking", minutes=20, day="2026-03-05")]
    )
    store.close()
    return store.path


SECOND = packed('{"holds_s":[2.0],"item":0,"rep":2,"side":"none"}')  # repetition, as the log keeps it


def rows(path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute("select id, kind, body, digest from event order by seq").fetchall()


def flip(path: Path, needle: bytes, bit: int = 0) -> None:
    """Flip one bit of the file where these bytes stand."""
    data = bytearray(path.read_bytes())
    at = data.index(needle)
    data[at] ^= 1 << bit
    path.write_bytes(data)


def nothing() -> None:
    """No other name is needed, for nothing more is written."""


@pytest.mark.thorough
def test_any_one_event_is_left_and_all_others_are_taken(log: Path, tmp_path: Path) -> None:
    had = rows(log)
    whole = log.read_bytes()
    for n, (name, _, body, _) in enumerate(had):
        flipped = tmp_path / f"{n}.db"
        flipped.write_bytes(whole)
        # The body stands behind the event's id in its row; the same body may stand in others.
        data = bytearray(whole)
        row = data.index(body, data.index(name))
        data[row + len(body) // 2] ^= 1
        flipped.write_bytes(data)
        found = salvage(flipped, flipped, MORNING, nothing)
        assert [each[0] for each in rows(flipped)] == [each[0] for each in had if each[0] != name]
        assert (found.events, len(found.left)) == (len(had) - 1, 1)
        assert found.left[0].split(" of ")[0] == f"event {n + 1}"
        assert found.kept is not None
        assert found.kept.read_bytes() == data
        assert verify(flipped).sound


@pytest.mark.thorough
def test_a_digest_that_flipped_loses_nothing(log: Path, tmp_path: Path) -> None:
    had = rows(log)
    whole = log.read_bytes()
    for n, (*_, made) in enumerate(had):
        flipped = tmp_path / f"{n}.db"
        flipped.write_bytes(whole)
        flip(flipped, made, bit=3)
        found = salvage(flipped, flipped, MORNING, nothing)
        assert (found.events, found.left) == (len(had), ())
        assert rows(flipped) == had


def test_a_body_that_is_no_text_any_more_costs_itself_only(log: Path) -> None:
    had = rows(log)
    flip(log, SECOND, bit=0)
    found = salvage(log, log, MORNING, nothing)
    assert (found.events, len(found.left)) == (len(had) - 1, 1)


def test_an_event_with_the_number_of_another_is_named_and_taken(log: Path) -> None:
    had = rows(log)
    data = bytearray(log.read_bytes())
    header = 12  # bytes, the first of which says so, between a row's number and its first value
    row = data.index(bytes([10, header]), data.index(had[9][0]) - header - 1)
    assert data[row + 1 + header :].startswith(had[9][0])
    data[row] ^= 1
    log.write_bytes(data)
    with closing(sqlite3.connect(log)) as conn:
        assert [str(each) for each in breaks(conn)] == ["event 11 is not in its place"]
    found = salvage(log, log, MORNING, nothing)
    assert (found.events, found.left) == (len(had), ())
    assert rows(log) == had


@pytest.mark.parametrize("bit", [0, 7])
def test_a_schema_that_is_broken_costs_no_event(log: Path, bit: int) -> None:
    had = rows(log)
    flip(log, b"on session (started_us)", bit=bit)
    with pytest.raises(StoreDamaged, match="is damaged"), Store(log, device=bytes(16), now=MORNING):
        pass
    assert salvage(log, log, MORNING, nothing).events == len(had)
    assert rows(log) == had
    assert verify(log).sound


def test_the_word_that_calls_the_events_a_table_costs_none(log: Path) -> None:
    had = rows(log)
    flip(log, b"tableeventevent", bit=6)
    assert salvage(log, log, MORNING, nothing).events == len(had)
    assert rows(log) == had


def test_a_page_of_the_schema_behind_the_events_costs_none(log: Path) -> None:
    had, whole = rows(log), log.read_bytes()
    leaves = [at for at in range(PAGE, len(whole), PAGE) if b"CREATE VIEW reps_view" in whole[at : at + PAGE]]
    assert leaves
    for at in leaves:
        assert b"CREATE TABLE event" not in whole[at : at + PAGE]
        log.write_bytes(whole[:at] + bytes(PAGE) + whole[at + PAGE :])
        assert looked_over(log).events == len(had)


@pytest.mark.parametrize("text", ["view event as select 1 as seq", "view event as select * from was"])
def test_a_view_is_never_run_whatever_it_is_called(log: Path, text: str) -> None:
    with closing(sqlite3.connect(log, isolation_level=None)) as conn:
        conn.execute("pragma writable_schema=ON")
        changed = (
            "update sqlite_schema set name = 'was', tbl_name = 'was', sql = replace(sql, 'event', 'was')"
        )
        conn.execute(f"{changed} where sql like 'create table %event%' and name = 'event'")
        kept = ("table", "event", "event", 0, f"CREATE {text}")
        conn.execute("insert into sqlite_schema values (?, ?, ?, ?, ?)", kept)
    with pytest.raises(StoreDamaged, match="does not have the tables of a log"):
        looked_over(log)


def test_the_lost_event_comes_back_from_a_whole_copy(
    log: Path, opened: Callable[..., Store], tmp_path: Path
) -> None:
    had = rows(log)
    whole = tmp_path / "whole.db"
    whole.write_bytes(log.read_bytes())
    flip(log, SECOND, bit=0)
    assert looked_over(log).left
    salvage(log, log, MORNING, nothing)
    with opened(path=log) as store, other_log(whole, log) as theirs:
        intake = store.compare(theirs)
        assert len(intake.rows) == 1
        store.absorb(theirs, intake, lambda _: None)
    with opened(path=log) as store, other_log(whole, log) as theirs:
        assert store.compare(theirs).nothing
    assert sorted(row[:3] for row in rows(log)) == sorted(row[:3] for row in had)


def test_a_salvaged_log_goes_on(log: Path, opened: Callable[..., Store], tmp_path: Path) -> None:
    flip(log, SECOND, bit=0)
    salvage(log, log, MORNING, nothing)
    with opened(path=log) as store:
        store.append(Diary(MORNING + 5 * DAY).whole("bridge"))
        assert verify(backup(store, tmp_path / "copies", MORNING)).sound


def test_two_pages_of_events_that_changed_places_cost_none(log: Path, opened: Callable[..., Store]) -> None:
    with opened(path=log) as store:
        for day in range(5, 12):
            store.device = bytes(15) + bytes([day % 3])
            store.append(Diary(MORNING + day * DAY).whole("bridge", "clam"))
    had, data = rows(log), bytearray(log.read_bytes())
    leaves = [
        at for at in range(0, len(data), PAGE) if data[at] == LEAF and had[0][0] in data[at : at + PAGE]
    ]
    leaves += [
        at for at in range(0, len(data), PAGE) if data[at] == LEAF and had[60][0] in data[at : at + PAGE]
    ]
    assert len(set(leaves)) == 2
    one, other = (slice(at, at + PAGE) for at in leaves)
    data[one], data[other] = data[other], data[one]
    log.write_bytes(data)
    assert salvage(log, log, MORNING, nothing).events == len(had)
    assert rows(log) == had
    assert verify(log).sound


def test_pages_that_are_gone_cost_what_was_in_them(log: Path) -> None:
    size, whole = PAGE, log.read_bytes()
    with closing(sqlite3.connect(log)) as conn:
        names = {name for (name,) in conn.execute("select id from event")}
    taken = 0
    for page in range(1, len(whole) // size):
        log.write_bytes(whole[: page * size] + bytes(size) + whole[(page + 1) * size :])
        try:
            found = looked_over(log)
        except StoreDamaged:
            continue
        assert found.events + len(found.left) >= found.events > 0
        taken += found.events == len(names)
    assert taken


def test_what_is_no_log_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"no log at all" * 1000)
    with pytest.raises(StoreDamaged, match="nothing was touched"):
        salvage(path, path, MORNING, nothing)
    assert path.read_bytes() == b"no log at all" * 1000
