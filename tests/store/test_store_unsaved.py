"""What a log could not take: kept in a private file, taken in by id, in order, once, by its own log only."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store_diary import DEVICE, MORNING, Diary

from backtui.machine import paths
from backtui.store.store import Store
from backtui.store.unsaved import UnfitFile, keep, read, take_in, take_in_all


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "log.db", device=DEVICE, now=MORNING, create=True) as opened:
        yield opened


def rows(store: Store) -> list[list[object]]:
    """All that is told of the events, and what follows from them."""
    tables = ("event", "session", "entry", "rep", "newest", "tip")
    return [store.ask(f"select * from {table}") for table in tables]


@pytest.mark.parametrize("landed", [0, 1, 5, -1])
def test_what_was_kept_is_as_if_it_had_been_saved(store: Store, tmp_path: Path, landed: int) -> None:
    diary = Diary()
    events = diary.whole("bridge", "pelvic-tilt")
    with Store(tmp_path / "whole.db", device=DEVICE, now=MORNING, create=True) as whole:
        whole.append(events[:3])
        whole.append(events[3:])
        expected = rows(whole)
    store.append(events[:3])
    file = keep([tmp_path / "state"], store.path, store.origin(), events[3:])
    assert file is not None
    late = events[3:][: landed or 0] if landed >= 0 else events[3:]
    store.append(late)  # unacknowledged, but there
    found = take_in(store, file)
    assert (found.reps, found.told) == (4, "4 repetitions from Monday 07:00")
    assert rows(store) == expected
    assert not file.exists()


def test_the_file_is_private_and_whole(store: Store, tmp_path: Path) -> None:
    events = Diary().whole("bridge")
    file = keep([tmp_path / "state"], store.path, None, events)
    assert file is not None
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert os.listdir(file.parent) == [file.name]
    assert read(file).events == tuple(events)


def test_the_next_place_is_taken_where_one_cannot_be_written(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    events = Diary().whole("bridge")
    places = [tmp_path / "file", tmp_path / "other"]
    file = keep(places, store.path, None, events)
    assert file is not None
    assert file.parent == tmp_path / "other"
    assert keep(places[:1], store.path, None, events) is None


def test_a_folder_that_others_may_write_is_no_place(store: Store, tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    assert keep([tmp_path / "open"], store.path, None, Diary().whole("bridge")) is None


def test_the_files_of_a_log_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    events = Diary().whole("bridge")
    mine, other = tmp_path / "mine.db", tmp_path / "other.db"
    assert paths.unsaved(mine) == []
    file = keep(paths.spare_folders(), mine, None, events)
    assert file is not None
    assert (paths.unsaved(mine), paths.unsaved(other), paths.unsaved(None)) == ([file], [], [file])
    assert paths.with_tilde(file).startswith("~/.local/state/backtui/unsaved-")


def altered(path: Path, change: Callable[[dict[str, object]], object]) -> None:
    said = json.loads(path.read_bytes())
    change(said)
    path.write_text(json.dumps(said))


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:200]), "not as it was written"),
        (lambda path: path.write_bytes(b""), "not as it was written"),
        (lambda path: path.write_bytes(b"[" * 100_000), "not as it was written"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b"2.0", b"9.0")), "not as it was written"),
        (lambda path: path.chmod(0o666), "not as it was written"),
        (lambda path: altered(path, lambda said: said.update(digest=7)), "not as it was written"),
        (lambda path: altered(path, lambda said: said.pop("events")), "not as it was written"),
    ],
)
def test_a_damaged_file_is_named_and_left(
    store: Store, tmp_path: Path, harm: Callable[[Path], object], words: str
) -> None:
    file = keep([tmp_path / "state"], store.path, None, Diary().whole("bridge"))
    assert file is not None
    harm(file)
    (said,) = take_in_all(store, [file])
    assert words in said
    assert str(file) in said
    assert file.exists()
    assert store.ask("select count(*) from event") == [(0,)]


def test_another_logs_file_is_left(store: Store, tmp_path: Path) -> None:
    diary = Diary()
    events = diary.whole("bridge")
    store.append(Diary().whole("bridge"))
    for log, origin, kept in (
        (tmp_path / "other.db", None, events),
        (store.path, diary.id, events),  # it began with another event
        (store.path, store.origin(), events[1:]),  # and knows nothing of the session
    ):
        file = keep([tmp_path / "state"], log, origin, kept)
        assert file is not None
        with pytest.raises(UnfitFile, match="do not go with the log as it is now"):
            take_in(store, file)
        assert file.exists()
    assert store.ask("select count(distinct session) from event") == [(1,)]


def test_one_that_another_start_took_in_is_nothing(store: Store, tmp_path: Path) -> None:
    assert take_in_all(store, [tmp_path / "unsaved-gone.json"]) == []
