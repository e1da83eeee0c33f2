"""A file system that takes nothing: what only reads answers, a session goes on in memory."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from plain_process import COMMAND, ROOT, environ, read

from backtui.machine.paths import calendar_memory, database_path

pytestmark = pytest.mark.faults

FIRST_SCHEMA = ROOT / "tests" / "store" / "schema_1000.sql"
READS = ("today", "plan", "history", "exercises", "set all", "why pretzel", "export", "export --format ics")
ONLY_READ = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
OWN = ["unshare", "--user", "--map-root-user", "--mount"]


@pytest.fixture(autouse=True)
def mounts() -> None:
    if not shutil.which("unshare") or subprocess.run([*OWN, "true"], capture_output=True).returncode:
        pytest.skip("nobody here may mount anything")


@pytest.fixture
def log() -> Path:
    """A log with an entry, all about it as it should be."""
    path = database_path(None, environ(1))
    subprocess.run([*COMMAND, "log", "pain", "2"], cwd=ROOT, env=environ(1), check=True, capture_output=True)
    return path


def where_nothing_is_taken(folder: Path, line: str, rate: float = 1) -> "subprocess.CompletedProcess[str]":
    """A command for which a folder, and all below, is on a file system that is only read."""
    folder.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [*OWN, "sh", "-c", ONLY_READ, "sh", str(folder), *COMMAND, *line.split()],
        cwd=ROOT,
        env=environ(rate),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def as_it_is(_log: Path) -> None:
    pass


def in_wal(log: Path) -> None:
    """Left so by another program that looked at it."""
    with closing(sqlite3.connect(log)) as conn:
        conn.execute("pragma journal_mode=wal")


def of_the_first_version(log: Path) -> None:
    log.unlink()
    with closing(sqlite3.connect(log)) as conn:
        conn.executescript(FIRST_SCHEMA.read_text())
    log.chmod(0o600)


STATES = [as_it_is, in_wal, of_the_first_version]


@pytest.mark.parametrize("left", STATES)
def test_what_only_reads_answers_as_ever(left: Callable[[Path], None], log: Path) -> None:
    left(log)
    there = log.read_bytes()
    for line in READS:
        done = where_nothing_is_taken(log.parent, line)
        assert (done.returncode, done.stderr) == (0, ""), line
    refused = where_nothing_is_taken(log.parent, "log pain 3")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert log.read_bytes() == there
    beside = [each.name for each in log.parent.iterdir() if each.is_file() and each.stat().st_size]
    assert sorted(beside) == [log.name, "device"]


@pytest.mark.parametrize("left", STATES)
def test_a_session_goes_on_in_memory_and_is_taken_in_later(left: Callable[[Path], None], log: Path) -> None:
    left(log)
    before = len(read("history")["sessions"]) if left is as_it_is else None
    done = where_nothing_is_taken(log.parent, "session --plain --minutes 3", rate=600)
    assert done.returncode == 1
    assert "The session is done" in done.stdout
    assert "Not all was saved." in done.stdout.splitlines()[-1]
    assert "are added at the next start with that log" in done.stdout.splitlines()[-1]
    after = read("history")["sessions"]
    assert sum(len(entry["done"]) for entry in after[0]["entries"]) > 0
    assert before is None or len(after) == before + 1
    wrong = {each["check"] for each in read("doctor")["checks"] if each["state"] == "wrong"}
    assert wrong <= {"dates"}  # the log of the first version is two days older


def test_a_calendar_is_given_out_where_it_cannot_be_remembered(log: Path) -> None:
    memory = calendar_memory(log)
    assert memory is not None
    done = where_nothing_is_taken(memory.parent, "export --format ics")
    assert done.returncode == 0
    assert done.stdout.startswith("BEGIN:VCALENDAR")
    assert done.stderr.startswith(
        "backtui: It cannot be remembered what this calendar has (Read-only file system,"
    )


def test_a_copy_for_the_sync_folder_that_cannot_be_made_is_told_by_its_folder(
    log: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    done = where_nothing_is_taken(log.parent, f"sync {folder} --yes")
    assert (done.returncode, done.stderr) == (
        1,
        f"backtui: No copy for the sync folder can be made in {log.parent} (Read-only file system); make room"
        " there.\n",
    )


def test_a_change_that_was_cut_off_is_no_damage_to_salvage(log: Path) -> None:
    cut_off = (
        f"import os, sqlite3; conn = sqlite3.connect({str(log)!r}, isolation_level=None);"
        "conn.execute('pragma cache_size=1'); conn.execute('begin immediate');"
        "conn.execute('create table more(x)');"
        "conn.executemany('insert into more values(?)', [('x' * 3000,)] * 500); os._exit(0)"
    )
    subprocess.run([COMMAND[0], "-c", cut_off], check=True)
    assert log.with_name(f"{log.name}-journal").stat().st_size
    words = [*COMMAND, "restore", "--salvage", "--yes"]
    done = subprocess.run(words, cwd=ROOT, env=environ(1), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "was left in the middle of a change; start backtui once on it" in done.stderr
    subprocess.run([*COMMAND, "today"], cwd=ROOT, env=environ(1), check=True, capture_output=True)
    assert subprocess.run(words, cwd=ROOT, env=environ(1), capture_output=True, timeout=60).returncode == 0
