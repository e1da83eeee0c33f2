import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from store_diary import DEVICE, MORNING, Diary

from backtui.store.backup import backup
from backtui.store.chain import broken_links
from backtui.store.connection import PRAGMAS
from backtui.store.errors import StoreBusy, StoreDamaged, StoreError, StoreLost, StoreMissing, StoreUnwritable
from backtui.store.opening import IN_MEMORY
from backtui.store.queries import events as event_queries
from backtui.store.queries import sessions
from backtui.store.store import Store

Opened = Callable[..., Store]
PAGE = 4096
INNER = 5  # how a page of a table begins that only leads to others


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def one_sentence(error: BaseException, path: Path) -> bool:
    text = str(error)
    return str(path) in text and text.endswith(".") and "\n" not in text


def test_a_new_log_is_for_its_owner_alone(tmp_path: Path, opened: Opened) -> None:
    path = tmp_path / "a" / "b" / "backtui.db"
    old = os.umask(0)
    try:
        opened(path=path).append([Diary().started()])
    finally:
        os.umask(old)
    assert [mode(path), mode(path.parent), mode(path.parent.parent)] == [0o600, 0o700, 0o700]
    assert mode(path.with_name("backtui.db-journal")) == 0o600
    assert sorted(os.listdir(path.parent)) == ["backtui.db", "backtui.db-journal"]


def test_nothing_is_created_unless_told(tmp_path: Path, opened: Opened) -> None:
    path = tmp_path / "none" / "backtui.db"
    with pytest.raises(StoreMissing) as caught:
        opened(path=path, create=False)
    assert one_sentence(caught.value, path)
    assert not path.parent.exists()


def test_a_log_that_cannot_be_made_yet_is_made_with_the_first_write_that_can(
    tmp_path: Path, opened: Opened
) -> None:
    folder, path = tmp_path / "none", tmp_path / "none" / "backtui.db"
    folder.write_text("a file where a folder should be")
    with pytest.raises(StoreUnwritable):
        opened(path=path)
    store = opened(path=path, later=True)
    assert event_queries.count(store) == 0
    started = Diary().started()
    with pytest.raises(StoreUnwritable) as caught:
        store.append([started])
    assert one_sentence(caught.value, path)
    folder.unlink()
    store.append([started])
    assert event_queries.count(opened(path=path)) == 1
    assert [each.id for each in event_queries.every(store)] == [started.id]


def test_the_pragmas_are_those_of_the_design(store: Store) -> None:
    expected = {
        "journal_mode": "truncate", "synchronous": 3, "fullfsync": 1, "foreign_keys": 1,
        "recursive_triggers": 1, "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0, "temp_store": 2,
        "secure_delete": 1,
    }  # fmt: skip
    store.append([Diary().started()])
    assert {name: store.ask(f"pragma {name}")[0][0] for name in expected} == expected
    assert len(PRAGMAS) == len(expected)


def test_a_lost_log_is_never_replaced_by_an_empty_one(tmp_path: Path, opened: Opened) -> None:
    known = tmp_path / "state" / "logs"
    store = opened(known=known)
    copy = backup(store, store.backups, MORNING)
    store.close()
    store.path.unlink()
    with pytest.raises(StoreLost) as caught:
        opened(known=known)
    assert one_sentence(caught.value, store.path)
    assert str(copy) in str(caught.value)
    assert not store.path.exists()
    assert mode(known) == 0o600


def test_an_unknown_place_gets_a_new_log(tmp_path: Path, opened: Opened) -> None:
    known = tmp_path / "logs"
    opened(known=known).close()
    opened(known=known, path=tmp_path / "other.db")
    assert len(known.read_text().splitlines()) == 2


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 400, b"SQLite format 3\0 cut"])
def test_what_is_no_log_is_left_untouched(tmp_path: Path, opened: Opened, content: bytes) -> None:
    path = tmp_path / "backtui.db"
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        opened(path=path)
    assert one_sentence(caught.value, path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path, opened: Opened) -> None:
    path = tmp_path / "backtui.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("create table t (a)")
    before = path.read_bytes()
    with pytest.raises(StoreLost):
        opened(path=path)
    assert path.read_bytes() == before


def test_a_truncated_log_is_named_with_its_backup(store: Store, opened: Opened) -> None:
    store.append(Diary().whole("bridge"))
    copy = backup(store, store.backups, MORNING)
    store.close()
    os.truncate(store.path, store.path.stat().st_size // 2)
    before = store.path.read_bytes()
    with pytest.raises(StoreDamaged, match="newest verified backup") as caught:
        opened().sessions(5)
    assert str(copy) in str(caught.value)
    assert one_sentence(caught.value, store.path)
    assert store.path.read_bytes() == before


def test_nothing_is_written_to_a_log_known_to_be_damaged(store: Store, opened: Opened) -> None:
    store.append(Diary().whole("bridge"))
    (page,) = store.ask("select rootpage from sqlite_schema where name = 'rep'")[0]
    store.close()
    with store.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    again = opened()
    with pytest.raises(StoreDamaged):
        sessions.newest(again, 5)
    before = store.path.read_bytes()
    with pytest.raises(StoreDamaged):
        again.append([Diary().started()])
    assert store.path.read_bytes() == before


def test_nothing_is_written_where_a_page_leads_astray(store: Store, opened: Opened) -> None:
    """An event that a scan finds and its number does not: the tree above the pages says another one."""
    for day in range(9):
        store.append(Diary(MORNING + timedelta(days=day)).whole("bridge", "clam"))
    (root,) = store.ask("select rootpage from sqlite_schema where name = 'event'")[0]
    store.close()
    data = bytearray(store.path.read_bytes())
    page = (root - 1) * PAGE
    assert data[page] == INNER
    cell = page + int.from_bytes(data[page + 12 : page + 14], "big")
    data[cell + 4] ^= 0x40  # the number up to which the first page goes
    store.path.write_bytes(data)
    again = opened()
    assert not broken_links(again.conn)
    with pytest.raises(StoreDamaged, match=rf"On tree page {root} cell \d+: Rowid \d+ out of order"):
        again.append([Diary().started()])
    assert store.path.read_bytes() == bytes(data)


def test_a_page_that_is_in_use_and_free_is_not_written_over(store: Store, opened: Opened) -> None:
    store.append(Diary().whole("bridge"))
    (page,) = store.ask("select rootpage from sqlite_schema where name = 'event'")[0]
    store.close()
    data = bytearray(store.path.read_bytes())
    trunk = len(data) // PAGE + 1
    data[28:32], data[32:36], data[36:40] = (n.to_bytes(4, "big") for n in (trunk, trunk, 2))
    data += b"".join(n.to_bytes(4, "big") for n in (0, 1, page)) + bytes(PAGE - 12)
    store.path.write_bytes(data)
    again = opened()
    with pytest.raises(StoreDamaged, match="2nd reference to page"):
        again.append([Diary().started()])
    assert store.path.read_bytes() == bytes(data)


def test_a_newer_major_is_refused_untouched_and_a_newer_minor_used(store: Store, opened: Opened) -> None:
    store.conn.execute("pragma user_version = 3007")
    store.close()
    opened().append([Diary().started()])
    with closing(sqlite3.connect(store.path)) as conn:
        conn.execute("pragma user_version = 4000")
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match="newer backtui") as caught:
        opened()
    assert one_sentence(caught.value, store.path)
    assert store.path.read_bytes() == before


def test_a_locked_log_says_so(store: Store, opened: Opened) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("begin exclusive")
        with pytest.raises(StoreBusy) as caught:
            opened(wait_s=0.05)
    assert one_sentence(caught.value, store.path)


def test_a_log_deleted_while_open_says_so(store: Store) -> None:
    store.append([Diary().started()])
    store.path.unlink()
    with pytest.raises(StoreLost) as caught:
        store.append([Diary().started()])
    assert one_sentence(caught.value, store.path)


def test_a_log_emptied_while_open_says_so(store: Store) -> None:
    store.append([Diary().started()])
    os.truncate(store.path, 0)
    with pytest.raises(StoreLost, match="has lost its tables, as if it was emptied") as caught:
        event_queries.count(store)
    assert one_sentence(caught.value, store.path)


def test_a_full_disk_says_so_and_keeps_what_was_there(store: Store) -> None:
    store.append([Diary().started()])
    (pages,) = store.ask("pragma page_count")[0]
    store.ask(f"pragma max_page_count = {pages}")
    diary = Diary()
    events = [diary.started(), *(diary.planned(item, "bridge", why="x" * 900) for item in range(90))]
    with pytest.raises(StoreUnwritable, match="full") as caught:
        store.append(events)
    assert one_sentence(caught.value, store.path)
    assert (event_queries.count(store), store.conn.in_transaction) == (1, False)
    store.ask("pragma max_page_count = 100000")
    assert len(store.append(events)) == 91


@pytest.fixture
def readable() -> Iterator[Path]:
    """A folder that everybody may enter; whoever it belongs to can remove it, whatever a test left of it."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_read_only_log_can_be_read(readable: Path, request: pytest.FixtureRequest) -> None:
    path = readable / "backtui.db"
    with Store(path, device=DEVICE, now=MORNING, create=True) as store:
        store.append(Diary().whole("bridge"))
    path.chmod(0o444)
    path.with_name("backtui.db-journal").unlink()
    readable.chmod(0o555)
    request.getfixturevalue("nobody")
    with Store(path, device=DEVICE, now=MORNING) as store:
        assert len(sessions.newest(store, 5)) == 1
        with pytest.raises(StoreUnwritable) as caught:
            store.append([Diary().started()])
    assert one_sentence(caught.value, path)


def test_a_folder_that_cannot_be_written_says_so(readable: Path, request: pytest.FixtureRequest) -> None:
    readable.chmod(0o555)
    request.getfixturevalue("nobody")
    with pytest.raises(StoreUnwritable) as caught:
        Store(readable / "sub" / "backtui.db", device=DEVICE, now=MORNING, create=True)
    assert one_sentence(caught.value, readable / "sub" / "backtui.db")


def test_a_folder_that_cannot_be_entered_says_so(readable: Path, request: pytest.FixtureRequest) -> None:
    readable.chmod(0)
    request.getfixturevalue("nobody")
    with pytest.raises(StoreUnwritable) as caught:
        Store(readable / "backtui.db", device=DEVICE, now=MORNING, create=True)
    assert one_sentence(caught.value, readable / "backtui.db")


def test_a_leftover_wal_of_another_database_is_refused(store: Store, opened: Opened) -> None:
    store.close()
    store.path.with_name("backtui.db-wal").write_bytes(b"leftover")
    with pytest.raises(StoreLost, match="belongs to another"):
        opened()


def test_a_leftover_journal_is_not_rolled_into_a_new_log(tmp_path: Path, opened: Opened) -> None:
    journal = tmp_path / "log" / "backtui.db-journal"
    journal.parent.mkdir()
    journal.write_bytes(b"leftover")
    with pytest.raises(StoreLost, match="left over from a log"):
        opened()
    assert os.listdir(journal.parent) == [journal.name]


def test_a_log_in_memory_does_the_same(opened: Opened, diary: Diary) -> None:
    store = opened(path=IN_MEMORY)
    store.append(diary.whole("bridge"))
    assert [record.id for record in sessions.newest(store, 3)] == [diary.id]
