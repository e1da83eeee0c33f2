"""Another file comes into the log's place while a session runs: it stays as it was put there."""

import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from plain_process import COMMAND, ROOT, PlainSession, environ
from screen_process import ScreenProgram

from backtui.machine.paths import database_path

pytestmark = pytest.mark.faults

Overwrite = Callable[[Path, Path], object]
SAID = "was overwritten while it was open, so nothing is written into it; put it back at"


def over(source: Path, log: Path) -> None:
    """As `cp` does it: into the same file."""
    log.write_bytes(source.read_bytes())


def with_the_same_counter(source: Path, log: Path) -> None:
    """Another log, whose header does not tell that it is another one."""
    data = bytearray(source.read_bytes())
    data[24:40] = log.read_bytes()[24:40]
    data[92:96] = data[24:28]
    log.write_bytes(data)


def emptied(_source: Path, log: Path) -> None:
    os.truncate(log, 0)


def no_database(_source: Path, log: Path) -> None:
    log.write_bytes(b"no database" * 9000)


def an_older_copy(_source: Path, log: Path) -> None:
    over(log.with_name("older.db"), log)


WAYS = [over, with_the_same_counter, emptied, no_database, an_older_copy]


@pytest.fixture
def log() -> Path:
    """A log that has some entries, and a copy of it from then."""
    path = database_path(None, environ(1))
    subprocess.run([*COMMAND, "log", "pain", "2"], cwd=ROOT, env=environ(1), check=True, capture_output=True)
    shutil.copy(path, path.with_name("older.db"))
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another log with the same schema."""
    path = tmp_path / "other.db"
    words = ["--db", str(path), "log", "pain"]
    for pain in "3", "4", "5":
        subprocess.run([*COMMAND, *words, pain], cwd=ROOT, env=environ(1), check=True, capture_output=True)
    return path


def sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as conn:
        return bool(conn.execute("pragma integrity_check").fetchall() == [("ok",)])


@pytest.mark.parametrize("way", WAYS)
def test_a_plain_session_writes_nothing_into_it(way: Overwrite, log: Path, other: Path) -> None:
    with PlainSession(rate=20) as session:
        session.hear("counted.")
        way(other, log)
        put = log.read_bytes()
        session.hear("was overwritten")
        session.send(signal.SIGTERM)
        code, _ = session.end()
    assert code == 128 + signal.SIGTERM
    assert any(SAID in line for line in session.lines)
    assert log.read_bytes() == put
    if way in (over, an_older_copy):
        assert sound(log)


@pytest.mark.parametrize("way", [over, with_the_same_counter])
def test_the_screen_goes_on_in_memory(
    way: Overwrite, log: Path, other: Path, on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("BACKTUI_CLOCK", environ(20)["BACKTUI_CLOCK"])
    program = ScreenProgram(on_terminal([*COMMAND]))
    program.begin()
    program.see("●")
    ours = log.read_bytes()
    way(other, log)
    put = log.read_bytes()
    program.see("overwritten", 30)
    program.see("rep 1 of", 30)
    assert log.read_bytes() == put
    log.write_bytes(ours)  # as the sentence says
    program.until(lambda text: "overwritten" not in text, 30)
    assert sound(log)
