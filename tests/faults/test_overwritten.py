"""Another file comes into the log's place while a session runs: it stays as it was put there."""

import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from plain_process import COMMAND, ROOT, PlainSession, environ, read
from screen_process import ScreenProgram

from backtui.machine.paths import database_path

pytestmark = pytest.mark.faults

Overwrite = Callable[[Path, Path], object]
OVERWRITTEN = "was overwritten while it was open, so nothing is written into it; put it back, or"
REPLACED = "Another file took the log's place, as with a restore; leave backtui and start it again"


def put(log: Path, made: Callable[[bytes], bytes]) -> None:
    """Write into the same file, as `cp` does, and between two writes of the session."""
    with closing(sqlite3.connect(log, isolation_level=None)) as conn, log.open("r+b") as file:
        conn.execute("begin immediate")
        data = made(file.read())
        file.seek(0)
        file.truncate()
        file.write(data)


def over(source: Path, log: Path) -> None:
    put(log, lambda _: source.read_bytes())


def with_the_same_counter(source: Path, log: Path) -> None:
    """Another log, whose header does not tell that it is another one."""

    def made(ours: bytes) -> bytes:
        data = bytearray(source.read_bytes())
        data[24:40] = ours[24:40]
        data[92:96] = data[24:28]
        return bytes(data)

    put(log, made)


def emptied(_source: Path, log: Path) -> None:
    put(log, lambda _: b"")


def no_database(_source: Path, log: Path) -> None:
    put(log, lambda _: b"no database" * 9000)


def an_older_copy(_source: Path, log: Path) -> None:
    over(log.with_name("older.db"), log)


def renamed_to_it(source: Path, log: Path) -> None:
    """As an editor or a synchronising program does it: another file with its name."""
    fresh = log.with_name("fresh.db")
    shutil.copy(source, fresh)
    fresh.rename(log)


WHOLE = [over, an_older_copy, renamed_to_it]
WAYS = [*WHOLE, with_the_same_counter, emptied, no_database]


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
def test_a_plain_session_goes_on_in_memory_to_its_end(way: Overwrite, log: Path, other: Path) -> None:
    said = REPLACED if way is renamed_to_it else OVERWRITTEN
    with PlainSession("--minutes", "5", rate=100) as session:
        session.hear("counted.")
        way(other, log)
        there = log.read_bytes()
        session.hear("The session is done, ", seconds=120)
        code, _ = session.end()
    assert code == 1
    assert sum(said in line and "goes on" in line for line in session.lines) == 1
    assert "Not all was saved. " in session.lines[-1]
    assert said in session.lines[-1]
    assert log.read_bytes() == there
    assert not list(log.parent.glob("*-backups/*"))
    if way in WHOLE:
        assert sound(log)
        checks = {each["check"]: each["state"] for each in read("doctor")["checks"]}
        assert "wrong" not in checks.values(), checks
        assert log.read_bytes() == there


def test_a_session_that_was_asked_to_leave_writes_nothing_into_it(log: Path, other: Path) -> None:
    with PlainSession(rate=20) as session:
        session.hear("counted.")
        over(other, log)
        there = log.read_bytes()
        session.hear("was overwritten")
        session.send(signal.SIGTERM)
        code, _ = session.end()
    assert code == 128 + signal.SIGTERM
    assert log.read_bytes() == there


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
    there = log.read_bytes()
    program.see("overwritten", 30)
    program.see("rep 1 of", 30)
    assert log.read_bytes() == there
    log.write_bytes(ours)  # as the sentence says
    program.until(lambda text: "overwritten" not in text, 30)
    assert sound(log)
