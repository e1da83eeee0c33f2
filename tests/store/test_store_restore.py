"""Restoring: all or nothing whatever fails, what was there is kept, and no number is given out twice."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from store_diary import DEVICE, MORNING, Diary

from backtui.store import backup as backups
from backtui.store import restore as restoring
from backtui.store.backup import backup, verify
from backtui.store.errors import SessionTaken, StoreBusy, StoreError, StoreLost, StoreUnwritable
from backtui.store.lease import this_process
from backtui.store.queries import events
from backtui.store.restore import restore
from backtui.store.store import Store

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OTHER = b"a-fresh-device-0"
Opened = Callable[..., Store]


def nothing() -> None:
    """A device that need not be renewed, for nothing more is written."""


def ids(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as conn:
        return [name for (name,) in conn.execute("select id from event order by seq")]


def tampered(path: Path) -> None:
    """Change an event as only somebody does who takes the triggers away."""
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("drop trigger event_no_update")
        conn.execute("update event set wall_us = wall_us + 1 where seq = 2")
        conn.commit()


@pytest.fixture
def copy(store: Store, tmp_path: Path) -> Path:
    """A backup of a log that has gone on since; the log is closed."""
    store.append(Diary().whole("bridge"))
    made = backup(store, tmp_path / "copies", MORNING)
    store.append(Diary(MORNING + timedelta(days=2)).whole("bridge"))
    store.close()
    return made


@pytest.fixture
def log(copy: Path, store: Store) -> Path:
    """Where that log is."""
    return store.path


@pytest.fixture
def before(log: Path) -> Iterator[bytes]:
    """The bytes of the log, which must be there at the end, and nothing beside them."""
    content = log.read_bytes()
    yield content
    assert log.read_bytes() == content
    # In the mode TRUNCATE an empty journal stays beside the log.
    assert [path for path in log.parent.iterdir() if path.stat().st_size] == [log]


def test_the_copy_is_the_log_and_what_was_there_is_kept(copy: Path, log: Path) -> None:
    old = ids(log)
    kept = restore(copy, log, MORNING, nothing)
    assert kept == log.with_name("backtui-replaced-20260302-060000-000000.db")
    assert (ids(log), ids(kept)) == (ids(copy), old)
    assert sorted(os.listdir(log.parent)) == sorted([log.name, kept.name])
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert verify(log).sound


def test_a_second_restore_at_the_same_moment_keeps_both(copy: Path, log: Path) -> None:
    first, second = (restore(copy, log, MORNING, nothing) for _ in range(2))
    assert first
    assert second
    assert first != second
    assert len(ids(first)) > len(ids(second)) == len(ids(log))


@pytest.mark.parametrize("content", [b"SQLite format 3\x00 and no more", b"something else", bytes(5000)])
def test_what_is_no_log_is_replaced_and_kept(copy: Path, log: Path, content: bytes) -> None:
    log.write_bytes(content)
    kept = restore(copy, log, MORNING, nothing)
    assert ids(log) == ids(copy)
    assert kept is not None
    assert kept.read_bytes() == content


@pytest.mark.parametrize("lost", [Path.unlink, lambda path: os.truncate(path, 0)])
def test_of_a_log_that_is_gone_or_empty_nothing_is_kept(
    copy: Path, log: Path, lost: Callable[[Path], object]
) -> None:
    lost(log)
    assert restore(copy, log, MORNING, nothing) is None
    assert ids(log) == ids(copy)
    assert os.listdir(log.parent) == [log.name]


def test_a_journal_that_is_left_never_meets_the_new_log(copy: Path, log: Path) -> None:
    log.write_bytes(log.read_bytes()[:9000])
    journal = log.with_name("backtui.db-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    kept = restore(copy, log, MORNING, nothing)
    assert kept is not None
    assert not journal.exists()
    assert ids(log) == ids(copy)


def test_a_link_stays_a_link(copy: Path, log: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(log)
    kept = restore(copy, link, MORNING, nothing)
    assert kept is not None
    assert link.is_symlink()
    assert (kept.parent, ids(log)) == (log.parent, ids(copy))


def damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        (page,) = conn.execute("select rootpage from sqlite_schema where name = 'event'").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("pragma user_version = 4000")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (damage, "not sound"),
        (tampered, "event 2 "),
        (lambda path: os.truncate(path, 5000), "not sound"),
        (lambda path: path.write_bytes(b"a letter"), "not sound"),
        (lambda path: os.truncate(path, 0), "not sound"),
        (Path.unlink, "cannot be read"),
        (newer, "newer backtui"),
    ],
)
def test_a_copy_that_is_not_sound_is_refused(
    copy: Path, log: Path, before: bytes, harm: Callable[[Path], object], said: str
) -> None:
    harm(copy)
    with pytest.raises(StoreError, match=said) as caught:
        restore(copy, log, MORNING, nothing)
    assert str(copy) in str(caught.value)


def test_the_log_itself_is_no_copy_of_it(log: Path, before: bytes) -> None:
    with pytest.raises(StoreError, match="the log itself"):
        restore(log, log, MORNING, nothing)


def test_a_full_disk_leaves_all_as_it_was(
    copy: Path, log: Path, before: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = restoring.connect

    def small(path: Path, mode: str, wait_s: float) -> sqlite3.Connection:
        conn = connect(path, mode, wait_s)
        if mode == "rw":
            conn.execute("pragma max_page_count = 3")
        return conn

    monkeypatch.setattr(restoring, "connect", small)
    with pytest.raises(StoreUnwritable, match="full") as caught:
        restore(copy, log, MORNING, nothing)
    assert str(log.parent) in str(caught.value)


@pytest.mark.parametrize("broken", ["rename", "link", "renew", "fsync"])
def test_a_failing_disk_leaves_all_as_it_was(
    copy: Path, log: Path, before: bytes, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    if broken in ("rename", "link"):
        monkeypatch.setattr(Path, "rename", fails)
    if broken == "link":
        monkeypatch.setattr(os, "link", fails)
    if broken == "fsync":
        monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(StoreUnwritable, match="cannot be replaced") as caught:
        restore(copy, log, MORNING, fails if broken == "renew" else nothing)
    assert str(log) in str(caught.value)


def test_a_file_system_without_hard_links_will_do(
    copy: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuses)
    old = ids(log)
    kept = restore(copy, log, MORNING, nothing)
    assert kept is not None
    assert (ids(log), ids(kept)) == (ids(copy), old)


KILLED = f"""
import os, sys
sys.path[:0] = [{str(HERE)!r}, {str(HERE.parent)!r}, {str(ROOT)!r}]
from pathlib import Path
from store_diary import MORNING
from backtui.store import restore
die = lambda *_: os.kill(os.getpid(), 9)
after = lambda call: lambda *given: (call(*given), die())
match sys.argv[3]:
    case "copied": restore.sync_file = die
    case "kept": os.link = after(os.link)
    case "sides": restore.keep_sides = after(restore.keep_sides)
    case "renamed": Path.rename = after(Path.rename)
renew = die if sys.argv[3] == "named" else lambda: None
restore.restore(Path(sys.argv[1]), Path(sys.argv[2]), MORNING, renew)
"""


@pytest.mark.parametrize("moment", ["copied", "named", "kept", "sides", "renamed"])
@pytest.mark.thorough
def test_killed_in_between_the_log_is_the_old_or_the_new_one(
    copy: Path, log: Path, opened: Opened, moment: str
) -> None:
    old, new = ids(log), ids(copy)
    command = [sys.executable, "-c", KILLED, str(copy), str(log), moment]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    assert verify(log).sound
    assert ids(log) == (new if moment == "renamed" else old)
    kept = restore(copy, log, MORNING + timedelta(hours=1), nothing)
    assert kept is not None
    assert ids(kept) == (new if moment == "renamed" else old)
    left = {name for name in os.listdir(log.parent) if name not in (log.name, kept.name)}
    assert left == ({"backtui-replaced-20260302-060000-000000.db"} if moment == "renamed" else set())
    with opened() as store:
        store.append([Diary(MORNING + timedelta(days=3)).started()])


def test_no_number_is_given_out_twice(copy: Path, log: Path, opened: Opened) -> None:
    """Merging what was kept later must find no two events with the number of one device."""
    kept = restore(copy, log, MORNING, nothing)
    assert kept is not None
    with opened(device=OTHER) as store:
        store.append(Diary(MORNING + timedelta(days=4)).whole("bridge"))
        assert events.verify_chain(store) == []
        new = {(row.device, row.counter): row.event.id for row in events.logged(store)}
    with opened(path=kept) as other:
        for row in events.logged(other):
            assert new.get((row.device, row.counter), row.event.id) == row.event.id
        assert events.verify_chain(other) == []
    assert {device for device, _ in new} == {DEVICE, OTHER}


def test_who_runs_a_session_is_told(copy: Path, log: Path, opened: Opened) -> None:
    runner, diary = opened(), Diary(MORNING + timedelta(days=5))
    token = runner.take(diary.id, this_process(), MORNING)
    (started,) = runner.append([diary.started()], token=token)
    holder = restoring.running(log)
    assert holder is not None
    assert holder.session == diary.id
    kept = restore(copy, log, MORNING, nothing)
    with pytest.raises(SessionTaken, match="another backtui"):
        runner.append([diary.planned(0, "bridge")], token=token)
    assert kept is not None
    assert started.id in ids(kept)
    assert restoring.running(log) is None


def test_another_program_writes_nothing_into_the_restored_log(copy: Path, log: Path, opened: Opened) -> None:
    other = opened()
    kept = restore(copy, log, MORNING, nothing)
    assert kept is not None
    before = log.read_bytes(), kept.read_bytes()
    with pytest.raises(
        StoreLost, match="took the log's place, as with a restore; leave backtui and start it again"
    ):
        other.append(Diary(MORNING + timedelta(days=6)).whole("bridge"))
    assert (log.read_bytes(), kept.read_bytes()) == before


def test_who_ran_a_session_when_the_copy_was_made_holds_nothing(
    log: Path, opened: Opened, tmp_path: Path
) -> None:
    runner, diary = opened(), Diary(MORNING + timedelta(days=5))
    runner.take(diary.id, this_process(), MORNING)
    during = backup(runner, tmp_path / "during", MORNING)
    runner.close()
    assert restoring.running(during) is not None
    restore(during, log, MORNING, nothing)
    assert restoring.running(log) is None


def test_a_log_that_is_being_written_is_not_replaced(
    copy: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "WAIT_S", 0.05)
    with closing(sqlite3.connect(log, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(StoreBusy) as caught:
            restore(copy, log, MORNING, nothing)
    assert str(log) in str(caught.value)
    assert len(ids(log)) > len(ids(copy))


def test_a_copy_that_is_being_written_is_waited_for_and_then_left(
    copy: Path, log: Path, before: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = tmp_path / "fresh.db"
    fresh.touch()
    for module in (restoring, backups):
        monkeypatch.setattr(module, "WAIT_S", 0.05)
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute("begin exclusive")
        with pytest.raises(StoreError):
            restore(copy, log, MORNING, nothing)
        with pytest.raises(StoreBusy):
            restoring.fill(copy, fresh)


def test_what_the_log_has_more_is_counted(copy: Path, log: Path) -> None:
    assert restoring.lacking(copy, log) == len(ids(log)) - len(ids(copy)) > 0
    assert restoring.lacking(log, copy) == 0
    assert restoring.lacking(copy, log.with_name("nowhere.db")) == 0
    found = restoring.here(log)
    assert (found.sound, found.standing, found.newest) == (True, 2, (MORNING + timedelta(days=2)).date())
