import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_diary import MORNING, Diary

from backtui.store import backup as backups
from backtui.store.backup import backup, backup_when_changed, copies, kept, newest_verified, verify
from backtui.store.errors import StoreError, StoreLost, StoreUnwritable
from backtui.store.queries import events
from backtui.store.store import Store

NOON = datetime(2026, 6, 17, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies"


def test_a_backup_is_whole_verified_and_private(store: Store, folder: Path) -> None:
    store.append(Diary().whole("bridge"))
    copy = backup(store, folder, MORNING)
    assert copy == folder / "backtui-20260302-060000-000000.db"
    found = verify(copy)
    assert (found.sound, found.version, found.events, found.sessions) == (True, 3000, events.count(store), 1)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (copy, folder)] == [0o600, 0o700]
    assert os.listdir(folder) == [copy.name]
    assert newest_verified(folder, "backtui") == copy


def test_a_name_of_a_clock_that_was_ahead_does_not_make_an_older_copy_the_newest(
    store: Store, folder: Path
) -> None:
    store.append(Diary().whole("bridge"))
    ahead = backup(store, folder, MORNING + timedelta(days=400))
    assert newest_verified(folder, "backtui") == ahead
    store.append(Diary(MORNING + timedelta(days=1)).whole("bridge"))
    later = backup(store, folder, MORNING + timedelta(days=1))
    assert newest_verified(folder, "backtui") == later
    later.write_bytes(later.read_bytes()[:-4096])
    assert newest_verified(folder, "backtui") == ahead


def test_a_backup_can_be_opened_in_place_of_the_log(
    store: Store, folder: Path, opened: Callable[..., Store]
) -> None:
    store.append(Diary().whole("bridge"))
    copy = backup(store, folder, MORNING)
    assert list(events.every(opened(path=copy))) == list(events.every(store))


def test_a_backup_of_a_damaged_log_is_not_kept_and_nothing_goes(store: Store, folder: Path) -> None:
    store.append(Diary().whole("bridge"))
    good = backup(store, folder, MORNING)
    store.conn.execute("drop trigger event_no_update")
    store.conn.execute("update event set wall_us = wall_us + 1 where seq = 2")
    with pytest.raises(StoreError, match="not sound"):
        backup(store, folder, MORNING + timedelta(days=400))
    assert os.listdir(folder) == [good.name]


def test_the_newest_verified_one_is_not_always_the_newest(store: Store, folder: Path) -> None:
    good = backup(store, folder, MORNING)
    bad = backup(store, folder, MORNING + timedelta(hours=1))
    bad.write_bytes(bad.read_bytes()[:-4096])
    assert newest_verified(folder, "backtui") == good
    assert newest_verified(folder, "other") is None


def test_the_same_moment_makes_two_copies(store: Store, folder: Path) -> None:
    first, second = (backup(store, folder, MORNING) for _ in range(2))
    assert copies(folder, "backtui") == [second, first]


def test_only_a_changed_log_is_backed_up_at_the_end_of_a_session(store: Store, folder: Path) -> None:
    assert backup_when_changed(store, folder, MORNING) is not None
    assert backup_when_changed(store, folder, MORNING + timedelta(hours=1)) is None
    store.append([Diary().started()])
    assert backup_when_changed(store, folder, MORNING + timedelta(hours=2)) is not None


def test_another_log_in_its_place_is_not_backed_up(
    store: Store, folder: Path, opened: Callable[..., Store], tmp_path: Path
) -> None:
    store.append([Diary().started()])
    assert backup_when_changed(store, folder, MORNING, store.mark) is not None
    store.append([Diary(MORNING + timedelta(days=1)).started()])
    with opened(path=tmp_path / "other.db") as other:
        other.append([Diary().started() for _ in range(3)])
    store.path.write_bytes(other.path.read_bytes())
    with pytest.raises(StoreLost, match="was overwritten while it was open, so no backup was made of it"):
        backup_when_changed(store, folder, MORNING + timedelta(days=1), store.mark)
    assert len(copies(folder, "backtui")) == 1


def test_a_folder_that_cannot_be_is_one_sentence(store: Store, folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(StoreUnwritable, match=r"No backup can be written to .+ \(it is not a folder\)"):
        backup(store, folder, MORNING)


def test_old_copies_go_and_other_files_stay(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    (folder / "notes.db").touch()
    for day in range(0, 400, 20):
        stamp = (MORNING + timedelta(days=day)).astimezone(UTC).strftime(backups.STAMP)
        (folder / f"backtui-{stamp}.db").touch()
    newest = backup(store, folder, MORNING + timedelta(days=400))
    left = copies(folder, "backtui")
    assert left[0] == newest
    assert len(left) == 12
    assert (folder / "notes.db").exists()


def test_a_year_of_daily_backups_keeps_days_weeks_and_months() -> None:
    stamps = [NOON - timedelta(hours=12 * turn) for turn in range(800)]
    stays = sorted(kept(stamps, NOON), reverse=True)
    assert stays[:4] == stamps[:4]
    assert (
        len({stamp.date() for stamp in stays} & {(NOON - timedelta(days=d)).date() for d in range(12)}) == 12
    )
    assert len({f"{stamp:%G-%V}" for stamp in stays if stamp > NOON - timedelta(weeks=10)}) >= 10
    assert len({f"{stamp:%Y-%m}" for stamp in stays}) == 9
    assert len(stays) <= 4 + 12 + 10 + 9


@given(st.lists(st.integers(0, 100_000), min_size=1, unique=True), st.integers(0, 100_000))
def test_the_newest_and_all_of_two_days_always_stay(hours: list[int], now: int) -> None:
    stamps = [NOON + timedelta(hours=hour) for hour in hours]
    at = NOON + timedelta(hours=now)
    stays = kept(stamps, at)
    assert max(stamps) in stays
    assert {stamp for stamp in stamps if at - timedelta(days=2) < stamp <= at} <= stays
