"""A selection of the series of odd texts, odd files and odd imports; the commands of their files try all."""

import odd_files
import odd_imports
import odd_room
import odd_screens
import odd_sequences
import odd_text
import pytest
from odd_room import home

from backtui.exchange import csv_export

SHARES = {
    **dict.fromkeys(("notes", "own", "tables", "environment"), 100),
    **{"settings": 50, "names": 20, "arguments": 50, "processes": 200},
}
FILE_SHARES = {"json": 80, "own": 12, "config": 25, "tables": 40}


def test_the_lists_are_whole() -> None:
    assert len(odd_room.naughty()) > 500
    assert (len(odd_room.suite("json")), len(odd_room.suite("toml"))) == (340, 777)
    assert len(odd_room.suite("json")["n_structure_100000_opening_arrays.json"]) == 100_000


def test_the_document_has_every_key_of_every_kind() -> None:
    assert odd_imports.is_whole()
    assert sum(1 for _ in odd_imports.mutations()) > 50_000


@pytest.mark.thorough
def test_a_formula_that_is_not_defused_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    with home():
        assert odd_text.kept("=1+1") is None
        odd_text.ran("log", "session", "--routine", "morning")
        assert odd_text.wrong_files() is None
        monkeypatch.setattr(csv_export, "runs", lambda text: False)
        assert "runs '=1+1'" in (odd_text.wrong_files() or "")


def test_a_refusal_that_steers_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backtui.exchange.json_import.event_problem", lambda row, said: "\x1b[2J")
    with pytest.raises(AssertionError, match="a sentence that steers"):
        odd_imports.Log().refusal(odd_imports.base())


@pytest.mark.thorough
@pytest.mark.parametrize("part", odd_text.PARTS)
def test_odd_texts(part: str) -> None:
    assert odd_text.series(part, SHARES[part]).told() == 0


@pytest.mark.thorough
@pytest.mark.parametrize("part", odd_files.PARTS)
def test_odd_files(part: str) -> None:
    assert odd_files.series(part, FILE_SHARES[part]).told() == 0


@pytest.mark.thorough
@pytest.mark.parametrize("start", range(2))
def test_odd_imports(start: int) -> None:
    assert odd_imports.series(500, 20, start).told() == 0


@pytest.mark.thorough
def test_odd_sequences() -> None:
    assert odd_sequences.series(40, 20).told() == 0


@pytest.mark.thorough
def test_odd_screens() -> None:
    assert odd_screens.series(160).told() == 0
