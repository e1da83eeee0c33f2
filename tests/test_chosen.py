"""What was chosen in the palette: kept from run to run, in a small private file that may be anything."""

import os
import stat
from collections import Counter
from pathlib import Path

import pytest

from backtui.config.chosen import MOST_BYTES, MOST_THINGS, MOST_TIMES, choose, chosen


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "chosen.json"


def test_what_was_chosen_is_counted_in_a_private_file(file: Path) -> None:
    for thing in ("errand:backup", "start:standard", "errand:backup"):
        choose(file, thing)
    assert chosen(file) == Counter({"errand:backup": 2, "start:standard": 1})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[1]", b'{"a": -1}', b'{"a": "many"}', b"\xff\xfe", b" " * (MOST_BYTES + 1), b'{"": 1e99}'],
)
def test_a_broken_file_is_nothing_and_is_replaced(file: Path, text: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(text)
    assert not chosen(file)
    choose(file, "errand:backup")
    assert chosen(file) == Counter({"errand:backup": 1})


def test_a_pipe_is_nothing_and_nobody_waits_for_it(file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    choose(file, "errand:backup")
    assert not chosen(file)


def test_without_a_file_or_where_none_can_be_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("no folder")
    for file in (None, tmp_path / "here" / "chosen.json"):
        choose(file, "errand:backup")
        assert not chosen(file)


def test_it_stays_small_and_the_newest_is_in_it(file: Path) -> None:
    for number in range(MOST_THINGS):
        choose(file, f"exercise:{number}")
        choose(file, f"exercise:{number}")
    choose(file, "errand:new")
    found = chosen(file)
    assert found["errand:new"] == 1
    assert len(found) <= MOST_THINGS + 1
    assert file.stat().st_size < MOST_BYTES


def test_old_habits_give_way(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(f'{{"errand:backup": {MOST_TIMES - 1}, "start:standard": 5}}')
    choose(file, "errand:backup")
    assert chosen(file) == Counter({"errand:backup": MOST_TIMES // 2, "start:standard": 3})
