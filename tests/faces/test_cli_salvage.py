"""A log with a bit that flipped: what every command says of it, and the ways forward."""

import os
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cli_room import MONDAY, backtui, train

from backtui.machine import paths
from backtui.store.packing import body_text, packed


@pytest.fixture
def log(home: Path, clock: Any) -> Path:
    """A log with one session, one event of which says another repetition than was written."""
    train(clock, minutes=5)
    path = paths.database_path(None, {})
    with closing(sqlite3.connect(path)) as conn:
        bodies = [kept for (kept,) in conn.execute("select body from event")]
    kept, changed = next(
        (kept, other)
        for kept in bodies
        for rep in "23456789"
        if '"rep":1' in (text := body_text(kept))
        and len(other := packed(text.replace('"rep":1', f'"rep":{rep}'))) == len(kept)
    )
    data = path.read_bytes()
    assert data.count(kept) == 1
    path.write_bytes(data.replace(kept, changed))
    return path


def test_what_is_sound_goes_into_a_new_log(log: Path) -> None:
    damaged = log.read_bytes()
    asked = backtui("restore", "--salvage", at=MONDAY)
    assert asked.code != 0
    assert "add --yes to make a new log of what is sound" in asked.err
    assert log.read_bytes() == damaged
    answer = backtui("restore", "--salvage", "--yes", at=MONDAY)
    assert answer.code == 0
    assert "Left out: event " in answer.out
    assert "left out: 1. What was there is kept as " in answer.out
    assert backtui("doctor").code == 0
    assert len([path for path in log.parent.glob("*-replaced-*") if path.read_bytes() == damaged]) == 1


def test_a_file_is_named_but_for_salvage(log: Path) -> None:
    answer = backtui("restore")
    assert answer.code == 2
    assert "name the copy to restore, or newest" in answer.err


@pytest.fixture
def drifted(home: Path, clock: Any) -> Path:
    """A log with a bit that flipped in a row of what is made from the events."""
    train(clock, minutes=5)
    path = paths.database_path(None, {})
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        assert conn.execute("update rep set holds_s = holds_s + 1 where item = 0 and n = 1").rowcount == 1
    return path


@pytest.mark.thorough
def test_tables_that_differ_are_made_again_behind_a_copy(drifted: Path) -> None:
    before = backtui("doctor")
    assert before.code == 1
    said = " ".join(before.out.split())
    assert "differ from the log: rep (1); `backtui doctor --repair` rebuilds them" in said
    answer = backtui("doctor", "--repair")
    assert answer.code == 0
    assert "The tables are rebuilt; the log as it was is kept as " in answer.err
    assert "All is well." in answer.out
    (kept,) = drifted.parent.glob("*-replaced-*")
    assert backtui("--db", str(kept), "doctor").code == 1
    again = backtui("doctor", "--repair")
    assert (again.code, again.err) == (0, "")
    assert list(drifted.parent.glob("*-replaced-*")) == [kept]


def test_repair_leaves_a_log_whose_events_changed(log: Path) -> None:
    answer = backtui("doctor", "--repair")
    assert answer.code == 1
    assert "`backtui restore --salvage`" in " ".join((answer.out + answer.err).split())
    assert not list(log.parent.glob("*-replaced-*"))


@pytest.mark.parametrize("words", [(), ("--format", "csv"), ("--format", "html")])
def test_an_export_of_a_damaged_log_says_so(log: Path, words: tuple[str, ...]) -> None:
    answer = backtui("export", *words)
    assert answer.out
    assert answer.code == 1
    assert re.search(r"is damaged \(event \d+ is not as it was written\)", answer.err)
    assert "`backtui restore --salvage`" in answer.err
    assert answer.err.endswith("What was exported has the change in it.\n")


@pytest.mark.parametrize("words", ["log pain 1", "session --plain", "set pelvic-lift --reps 3"])
def test_nothing_is_written_into_a_damaged_log(log: Path, words: str) -> None:
    damaged = log.read_bytes()
    answer = backtui(*words.split(), at=MONDAY)
    assert answer.code == 1
    assert "is not as it was written); no sound backup was found" in answer.err
    assert log.read_bytes() == damaged


def test_a_damaged_export_says_what_is_sound_and_gives_it(home: Path, clock: Any) -> None:
    train(clock, minutes=5)
    export = home / "x.json"
    assert backtui("export", "-o", str(export)).code == 0
    data = bytearray(export.read_bytes())
    events = data.count(b'"digest"')
    found = re.search(rb'"rep": ?2', data)
    assert found is not None
    data[found.end() - 1] ^= 1
    export.write_bytes(data)
    other = str(home / "other.db")
    refused = backtui("--db", other, "import", str(export), "--yes")
    assert refused.code == 1
    assert f"--sound takes {events - 1} entries and leaves out event " in refused.err
    assert not Path(other).exists()
    taken = backtui("--db", other, "import", str(export), "--sound", "--yes")
    assert taken.code == 0, taken.err
    assert "Left out: event " in taken.out
    assert backtui("--db", other, "doctor").code == 0
    again = backtui("--db", other, "import", str(export), "--sound", "--yes")
    assert again.code == 0
    assert "Added." not in again.out


def test_an_export_that_is_cut_gives_what_came_before(home: Path, clock: Any) -> None:
    train(clock, minutes=5)
    export = home / "x.json"
    assert backtui("export", "-o", str(export)).code == 0
    data = export.read_bytes()
    export.write_bytes(data[: len(data) // 2])
    other = str(home / "other.db")
    assert "--sound takes" in backtui("--db", other, "import", str(export)).err
    taken = backtui("--db", other, "import", str(export), "--sound", "--yes")
    assert taken.code == 0, taken.err
    assert "everything from here on: " in taken.out
    assert backtui("--db", other, "doctor").code == 0


@pytest.mark.thorough
def test_the_full_screen_starts_no_session_on_a_damaged_log(
    log: Path, on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = log.read_bytes()
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = on_terminal([sys.executable, "-m", "backtui", "session"])
    screen.wait_for("Welcome to backtui")
    os.write(screen.master, b"\r")
    screen.wait_for("--salvage")
    assert log.read_bytes() == damaged


def test_a_number_that_is_none_is_damage_that_a_repair_mends(home: Path, clock: Any) -> None:
    """SQLite lets a bit say that a number is missing where one must be."""
    train(clock, minutes=5)
    said = backtui("plan", "--json").out
    with closing(sqlite3.connect(paths.database_path(None, {}), isolation_level=None)) as conn:
        (sql,) = conn.execute("select sql from sqlite_schema where name = 'entry'").fetchone()
        conn.execute("pragma writable_schema=ON")
        loose = sql.replace("rest_s integer not null default 0 check", "rest_s integer check", 1)
        assert loose != sql
        change = "update sqlite_schema set sql = ? where name = 'entry'"
        conn.execute(change, (loose,))
        conn.execute("pragma writable_schema=RESET")
        conn.execute("update entry set rest_s = null")
        conn.execute("pragma writable_schema=ON")
        conn.execute(change, (sql,))
    answer = backtui("plan", "--json")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.endswith("is damaged: rows that differ from the log: entry (8); `backtui doctor"
                               " --repair` rebuilds them.\n")  # fmt: skip
    assert backtui("doctor", "--repair").code == 0
    assert backtui("plan", "--json").out == said
