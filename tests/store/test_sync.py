"""A folder that another program carries: what lies in it is taken in whole, or left and named."""

import errno
import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from machines import BESIDE, UNDER_WAY, Machine, lived
from msgspec.structs import replace
from often import often
from store_diary import MORNING, Diary

from backtui.domain.events import Event
from backtui.store.append import content_id
from backtui.store.backup import verify
from backtui.store.errors import StoreUnwritable
from backtui.store.lease import this_process
from backtui.store.queries import events as event_queries
from backtui.store.sync import folder as sync_folder
from backtui.store.sync.folder import UnsettledFile, bring, machine_name
from backtui.store.sync.memory import SyncRuns, alone
from backtui.store.sync.met import Stopped
from backtui.store.sync.round import Round, SessionRuns

DAY = timedelta(days=1)


def logs(machine: Machine, *more: Event, days: int = 0) -> list[bytes]:
    """A session, or these events, logged on a machine; their names."""
    events = list(more) or Diary(MORNING + days * DAY).whole("bridge")
    with machine.open() as store:
        store.append(events)
    return [event.id for event in events]


def has(machine: Machine) -> set[bytes]:
    with machine.open() as store:
        return {event.id for event in event_queries.every(store)}


def states(made: Round) -> dict[str, str]:
    return {name: met.state for name, met in made.met.items()}


def carried(one: Machine, other: Machine) -> Path:
    """The own file of one in the other's folder."""
    assert one.own is not None
    return Path(shutil.copy2(one.own, other.folder / one.own.name))


@pytest.fixture
def one(tmp_path: Path) -> Machine:
    """A machine with a session in its log, and its file in its folder."""
    machine = Machine(tmp_path, 1, b"one-" * 4, 1)
    logs(machine)
    machine.round()
    return machine


@pytest.fixture
def two(tmp_path: Path, one: Machine) -> Machine:
    """Another that has joined the first one, and nothing more."""
    machine = Machine(tmp_path, 2, b"two-" * 4, 1)
    carried(one, machine)
    machine.join()
    assert has(machine) == has(one)
    return machine


def test_what_is_logged_on_either_comes_to_the_other_and_then_nothing_is_touched(
    one: Machine, two: Machine
) -> None:
    logged = {*logs(one, days=1), *logs(two, days=2), *has(one)}
    for machine, other in ((one, two), (two, one), (one, two)):
        machine.round()
        carried(machine, other)
    for machine in (one, two):
        machine.round()
        assert has(machine) == logged
    files = [path for machine in (one, two) for path in machine.folder.iterdir()]
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in files}
    for machine in (one, two, one, two):
        made = machine.round()
        assert set(states(made).values()) == {"known"}
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in before} == before
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_an_own_file_is_named_by_machine_and_device_and_stays_where_it_is_renamed(one: Machine) -> None:
    assert one.own is not None
    assert one.own.name == f"backtui-m1-{one.device.hex()[:12]}.db"
    renamed = one.own.rename(one.folder / f"backtui-desk-{one.device.hex()[:12]}.db")
    logs(one, days=1)
    one.round()
    assert list(one.folder.iterdir()) == [renamed]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Laptop.local", "laptop"),
        ("Ännes PC", "nnes-pc"),
        ("", "machine"),
        ("x" * 99, "x" * 30),
        ("--", "machine"),
    ],
)
def test_a_machine_s_name_is_plain(host: str, name: str) -> None:
    assert machine_name(host) == name


# What is half there, damaged, or somebody else's


def other_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("create table mine (a)")


def script(text: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as conn:
            conn.executescript(text)

    return spoil


def cut(share: float) -> Callable[[Path], None]:
    return lambda path: os.truncate(path, int(path.stat().st_size * share))


def zeros(path: Path) -> None:
    size = path.stat().st_size
    os.truncate(path, size // 2)
    os.truncate(path, size)


def written(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


SPOILED = {
    "empty": cut(0),
    "a header alone": lambda path: os.truncate(path, 100),
    "a first page": lambda path: os.truncate(path, 4096),
    "half": cut(0.5),
    "nearly all": cut(0.99),
    "as large as it will be": zeros,
    "a text": written(b"my notes\n"),
    "a git marker": written(b"<<<<<<< HEAD\n"),
    "another program's": other_database,
    "a trigger": script("create trigger evil after insert on event begin delete from note; end"),
    "a view without an end": script(
        "drop table rep; create view rep as with recursive n(i) as (select 1 union all select i + 1 from n)"
        " select i from n"
    ),
    "an event that is not as it was": script(
        "drop trigger event_no_update; update event set wall_us = wall_us + 1 where seq = 3"
    ),
    "events that are gone": script("drop trigger event_no_delete; delete from event where seq > 5"),
    "too large": lambda path: os.truncate(path, sync_folder.LARGEST + 1),
}


QUICK = ("half", "as large as it will be")


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(spoil, id=name, marks=() if name in QUICK else pytest.mark.thorough)
        for name, spoil in SPOILED.items()
    ],
)
def test_of_a_spoiled_file_nothing_is_taken_and_the_others_come(
    spoil: Callable[[Path], None], one: Machine, two: Machine, tmp_path: Path
) -> None:
    before = has(two)
    logs(one, days=1)
    one.round()
    third = Machine(tmp_path, 3, b"zwei" * 4, 1)
    carried(one, third)
    third.join()
    more = set(logs(third, days=2))
    third.round()
    spoil(carried(one, two))
    made = two.round()
    (met,) = [each for each in made.met.values() if each.state == "unread"]
    assert met.file.name in met.said
    assert has(two) == before
    carried(third, two)
    made = two.round()
    assert list(states(made).values()).count("unread") == 1
    assert more <= has(two)
    carried(one, two)  # when all of it has come
    assert set(states(two.round()).values()) == {"known"}
    assert has(two) == has(third)


def test_a_newer_backtui_s_file_asks_for_an_update(one: Machine, two: Machine) -> None:
    script("pragma user_version = 99000")(carried(one, two))
    more = logs(two, days=1)
    made = two.round()
    (met,) = [each for each in made.met.values() if each.state == "newer"]
    assert met.said == f"{met.file.name} was written by a newer backtui; update this machine's."
    assert set(more) <= has(two)


def test_our_own_file_of_a_newer_backtui_is_left(one: Machine) -> None:
    assert one.own is not None
    script("pragma user_version = 99000")(one.own)
    before = one.own.read_bytes()
    logs(one, days=1)
    one.round()
    assert one.own.read_bytes() == before


@pytest.mark.parametrize("name", UNDER_WAY)
def test_what_is_under_way_is_passed_over(name: str, one: Machine, two: Machine) -> None:
    logs(one, days=1)
    one.round()
    assert one.own is not None
    shutil.copy(one.own, two.folder / name.format(name=one.own.name))
    assert len(two.round().met) == 2
    assert has(two) < has(one)


@pytest.mark.parametrize("name", [*BESIDE, "my laptop.db"])
def test_a_conflict_copy_is_a_log_like_any_other(name: str, one: Machine, two: Machine) -> None:
    logs(one, days=1)
    one.round()
    assert one.own is not None
    shutil.copy(one.own, two.folder / name.format(stem=one.own.stem, end=".db"))
    taken = [met for met in two.round().met.values() if met.state == "taken"]
    # A name that no program gives is looked at where it ends as a log does.
    assert [met.file.is_copy for met in taken] == [True]
    assert has(two) == has(one)


def test_what_is_no_file_is_passed_over_and_nothing_hangs(one: Machine, two: Machine) -> None:
    places = [two.folder / f"backtui-odd-{n:012x}.db" for n in range(5)]
    places[0].mkdir()
    os.mkfifo(places[1])
    places[2].symlink_to(places[2])
    places[3].symlink_to(one.log)
    places[4].symlink_to("/dev/zero")
    (two.folder / "README").write_text("hello")
    (two.folder / "notes.db").write_text("hello")
    logs(one, days=1)
    assert len(two.round().met) == 2
    assert has(two) < has(one)


def test_a_file_that_is_written_meanwhile_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, fresh = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"x" * 100)
    monkeypatch.setattr(sync_folder, "PIECE", 10)
    pieces = sync_folder._pieces(source)
    next(pieces)
    with source.open("ab") as file:
        file.write(b"more")
    with pytest.raises(UnsettledFile):
        list(pieces)
    bring(source, fresh)
    assert fresh.read_bytes() == source.read_bytes()


@pytest.mark.thorough
@often(200)
@given(seed=st.integers(0, 10**6))
def test_of_a_file_with_anything_wrong_all_is_taken_or_nothing(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as room:
        one, two = (Machine(Path(room), number, b"%04d" % number * 4, 1) for number in (1, 2))
        logs(one)
        one.round()
        carried(one, two)
        two.join()
        before = has(two)
        logs(one, days=1)
        one.round()
        path = carried(one, two)
        data = bytearray(path.read_bytes())
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.choice([len(data), len(data), chance.randrange(len(data))])])
        made = two.round()
        assert has(two) in (before, has(one))
        assert (made.met[path.name].state == "taken") == (has(two) != before)
        assert verify(two.log).problems == ()


# Our own file, which somebody else may have touched


def older(machine: Machine) -> bytes:
    assert machine.own is not None
    data = machine.own.read_bytes()
    logs(machine, days=1)
    machine.round()
    return data


TOUCHED = {
    "gone": lambda machine: machine.own.unlink(),
    "damaged": lambda machine: machine.own.write_bytes(machine.own.read_bytes()[:5000]),
    "an older one": lambda machine: machine.own.write_bytes(older(machine)),
    "flipped": lambda machine: script(
        "drop trigger event_no_update; update event set wall_us = wall_us + 1 where seq = 3"
    )(machine.own),
}


@pytest.mark.parametrize("touch", TOUCHED.values(), ids=TOUCHED.keys())
def test_our_own_file_is_put_right(touch: Callable[[Machine], object], one: Machine) -> None:
    touch(one)
    one.round()
    assert one.own is not None
    assert list(one.folder.iterdir()) == [one.own]
    with closing(sqlite3.connect(one.own)) as conn:
        there = {name for (name,) in conn.execute("select id from event")}
    assert there == has(one)
    given = one.given
    one.round()
    assert one.given == given


def test_of_a_machine_that_was_copied_nothing_is_lost(one: Machine, tmp_path: Path) -> None:
    """Both write the same file, over what the other has put there."""
    clone = Machine(tmp_path, 2, one.device, 1)
    shutil.copytree(one.log.parent, clone.log.parent)
    logged = {*has(one), *logs(one, days=1), *logs(clone, days=2)}
    one.round()
    carried(one, clone)
    clone.round()
    assert has(clone) == logged
    assert len(list(clone.folder.iterdir())) == 1
    carried(clone, one)
    one.round()
    assert has(one) == logged
    given = [one.given, clone.given]
    carried(one, clone)
    for machine in (clone, one, clone):
        machine.round()
    assert [one.given, clone.given] == given


def test_a_folder_in_our_file_s_place_is_said(one: Machine) -> None:
    assert one.own is not None
    one.own.unlink()
    (one.folder / f"backtui-m1-{one.device.hex()[:12]}.db").mkdir()
    with pytest.raises(StoreUnwritable, match="cannot be read or written"):
        one.round()
    assert [path.name for path in one.folder.iterdir()] == [f"backtui-m1-{one.device.hex()[:12]}.db"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_folder_that_takes_nothing_is_said_and_keeps_what_it_had(
    code: int, one: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert one.own is not None
    before = one.own.read_bytes()
    logged = set(logs(one, days=1))

    def refused(path: Path) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(sync_folder, "sync_file", refused)
        with pytest.raises(StoreUnwritable, match=os.strerror(code)):
            one.round()
    assert [path.read_bytes() for path in one.folder.iterdir()] == [before]
    assert logged <= has(one)
    one.round()
    assert one.own.read_bytes() != before


def test_what_a_killed_one_left_is_swept_after_a_day(one: Machine) -> None:
    left = one.folder / f".backtui-m9-{'0' * 12}.db.99-abcd1234.new"
    left.touch()
    other = one.folder / ".something.99-abcd1234.new"
    other.touch()
    one.clock = MORNING.fromtimestamp(left.stat().st_mtime, MORNING.tzinfo)
    one.round()
    assert left.exists()
    one.clock += DAY + timedelta(hours=1)
    one.round()
    assert not left.exists()
    assert other.exists()


# Whose it is


def test_a_stranger_s_log_is_named_and_nothing_goes_either_way_until_it_is_joined(
    one: Machine, tmp_path: Path
) -> None:
    other = Machine(tmp_path, 2, b"two-" * 4, 1)
    logs(other, days=1)
    carried(one, other)
    before = has(other)
    made = other.round()
    assert [met.file.machine for met in made.strangers] == ["m1"]
    assert has(other) == before
    assert other.own is None  # in a folder of somebody else's nothing is put
    (met,) = made.strangers
    assert (sum(met.brings.sessions.values()), met.brings.repetitions) == (1, 2)
    other.join()
    assert has(other) == before | has(one)
    assert not other.round().strangers
    carried(other, one)
    assert one.round().met[other.own.name].state == "taken"  # it shares a line by now
    assert has(one) == has(other)


def test_what_was_declined_is_not_spoken_of_again(one: Machine, tmp_path: Path) -> None:
    other = Machine(tmp_path, 2, b"two-" * 4, 1)
    logs(other, days=1)
    carried(one, other)
    site = other.site()
    with other.open() as store:
        made = Round(store, site, lambda: None)
        made.take()
        made.decline(made.strangers)
        made.remember()
    logs(one, days=3)
    one.round()
    carried(one, other)
    made = other.round()
    assert list(states(made).values()) == ["stranger"]
    assert made.strangers == []
    other.join()
    assert has(other) >= has(one)


def test_two_who_took_in_the_same_table_are_still_strangers(tmp_path: Path) -> None:
    one, other = Machine(tmp_path, 1, b"one-" * 4, 1), Machine(tmp_path, 2, b"two-" * 4, 1)
    for machine in (one, other):
        event = Diary(MORNING).loose("activity-done", what="walking", minutes=5, day="2026-03-03")
        logs(machine, replace(event, id=content_id(1, b"walk, 5 min")))
    one.round()
    logs(other, days=1)
    carried(one, other)
    logs(one, days=2)
    one.round()
    carried(one, other)
    assert [met.file.machine for met in other.round().strangers] == ["m1"]


def test_two_that_were_empty_when_they_met_need_no_question_later(tmp_path: Path) -> None:
    one, other = Machine(tmp_path, 1, b"one-" * 4, 1), Machine(tmp_path, 2, b"two-" * 4, 1)
    one.join()
    carried(one, other)
    other.join()
    logs(one)
    one.round()
    carried(one, other)
    assert not other.round().strangers
    assert has(other) == has(one)


def test_a_third_that_knows_both_makes_them_one(one: Machine, two: Machine, tmp_path: Path) -> None:
    """The stranger is read first, and what makes it ours after it."""
    stranger = Machine(tmp_path, 0, b"zero" * 4, 1)
    logs(stranger, days=3)
    stranger.round()
    carried(stranger, two)
    two.join()
    carried(stranger, one)
    carried(two, one)
    one.round()
    assert has(one) == has(two) >= has(stranger)


# What is remembered


def test_a_log_that_was_put_back_gets_again_what_it_had(one: Machine, two: Machine) -> None:
    before = two.log.read_bytes()
    more = set(logs(one, days=1))
    one.round()
    carried(one, two)
    two.round()
    assert more <= has(two)
    two.log.write_bytes(before)
    two.round()
    assert more <= has(two)


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'{"files": 3}', None])
def test_a_memory_that_is_lost_costs_nothing_but_time(left: bytes | None, one: Machine, two: Machine) -> None:
    memory = two.site().memory
    assert memory is not None
    memory.unlink()
    if left is not None:
        memory.write_bytes(left)
    given = two.given
    two.round()
    assert set(states(two.round()).values()) == {"known"}
    assert two.given == given


def test_what_was_read_is_not_read_again_but_for_once_a_week(
    one: Machine, two: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.round()
    read = []
    monkeypatch.setattr(
        "backtui.store.sync.round.opened", lambda file, log: read.append(file.name) or _refused()
    )
    two.chance.seed(1)
    assert set(states(two.round()).values()) == {"known"}
    assert read == []
    two.clock += 8 * DAY
    with pytest.raises(ZeroDivisionError):
        two.round()
    assert len(read) == 1


def _refused() -> object:
    return 1 // 0


# When it may not be now


def test_while_a_session_runs_nothing_is_changed(one: Machine, two: Machine) -> None:
    logs(one, days=1)
    one.round()
    carried(one, two)
    with two.open() as store:
        token = store.take(b"s" * 16, this_process(), MORNING)
    before = has(two)
    with pytest.raises(SessionRuns, match="A session runs here now"):
        two.round()
    assert has(two) == before
    with two.open() as store:
        store.release(token)
    two.round()
    assert has(two) == has(one)


def test_a_session_that_begins_meanwhile_is_not_changed_either(one: Machine, two: Machine) -> None:
    logs(one, days=1)
    one.round()
    carried(one, two)
    before = has(two)
    with two.open() as store:

        def begins() -> None:
            with two.open() as another:
                another.take(b"s" * 16, this_process(), MORNING)

        with pytest.raises(SessionRuns):
            Round(store, two.site(), begins).take()
    assert has(two) == before


def test_a_round_stops_where_something_else_comes_first(one: Machine, two: Machine) -> None:
    logs(one, days=1)
    one.round()
    carried(one, two)
    asked = iter([False, False, False, True])
    with two.open() as store, pytest.raises(Stopped):
        Round(store, two.site(), lambda: None, lambda: next(asked)).take()
    two.round()
    assert has(two) == has(one)


def test_one_at_a_time(tmp_path: Path) -> None:
    memory = tmp_path / "state" / "sync.json"
    with alone(memory), pytest.raises(SyncRuns), alone(memory):
        pass
    with alone(memory), alone(None):
        pass


def test_a_folder_that_cannot_be_used_is_said(one: Machine) -> None:
    for folder, why in (
        (one.room / "none", "is not there"),
        (one.log, "is not a folder"),
        (one.log.parent, "itself"),
    ):
        with one.open() as store, pytest.raises(StoreUnwritable, match=why):
            Round(store, replace(one.site(), folder=folder), lambda: None).take()


# All of it at random


@pytest.mark.thorough
@pytest.mark.parametrize(("seed", "same"), [(1, 1), (2, 1), (3, 3)])
def test_five_machines_become_one_whatever_happens_to_their_files(
    seed: int, same: int, tmp_path: Path
) -> None:
    """Ten thousand steps: `machines.py`."""
    world = lived(tmp_path, seed, 120, same=same)
    world.heal()
    assert world.faults() == []
