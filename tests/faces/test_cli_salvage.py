"""A log with a bit that flipped: what every command says of it, and the ways forward."""

from pathlib import Path
from typing import Any

import pytest
from cli_room import MONDAY, backtui, train

from backtui.machine import paths


@pytest.fixture
def log(home: Path, clock: Any) -> Path:
    """A log with one session, in one event of which a bit has flipped."""
    train(clock, minutes=5)
    path = paths.database_path(None, {})
    data = bytearray(path.read_bytes())
    at = data.index(b'"rep":2')
    data[at + 6] ^= 1
    path.write_bytes(data)
    return path


def test_what_is_sound_goes_into_a_new_log(log: Path) -> None:
    damaged = log.read_bytes()
    asked = backtui("restore", "--salvage", at=MONDAY)
    assert asked.code != 0
    assert "say --yes to make a new log of what is sound" in asked.err
    assert log.read_bytes() == damaged
    answer = backtui("restore", "--salvage", "--yes", at=MONDAY)
    assert answer.code == 0
    assert "Left: event " in answer.out
    assert "left: 1. What was there is kept as " in answer.out
    assert backtui("doctor").code == 0
    assert len([path for path in log.parent.glob("*-replaced-*") if path.read_bytes() == damaged]) == 1


def test_a_file_is_named_but_for_salvage(log: Path) -> None:
    answer = backtui("restore")
    assert answer.code == 2
    assert "name the copy to put in place, or newest" in answer.err
