"""A log of the first schema: every command opens it, after a verified backup, and it is sound ever after."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_room import backtui

from backtui.store.backup import copies, verify

OLD = Path(__file__).parents[1] / "store" / "schema_1000.sql"
LATER = datetime(2026, 5, 4, 7, tzinfo=UTC)
COMMANDS = (
    "today",
    "today --json",
    "plan",
    "plan --json",
    "history",
    "history --json",
    "why pelvic-tilt",
    "set pelvic-tilt --hold 3",
    "export",
    "log pain 3",
    "log aerobic walking --minutes 30",
)


@pytest.fixture
def log(home: Path) -> Path:
    """Such a log in this test's home."""
    path = home / ".local" / "share" / "backtui" / "backtui.db"
    path.parent.mkdir(parents=True, mode=0o700)
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(OLD.read_text())
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_brings_it_along_after_a_backup(log: Path, words: str) -> None:
    before = verify(log)
    answer = backtui(*words.split(), at=LATER)
    assert (answer.code, answer.err) == (0, "")
    (made,) = copies(log.with_name("backtui.db-backups"), "backtui")
    assert (verify(made).sound, verify(made).version) == (True, 1000)
    assert verify(log).version > before.version == 1000
    checked = backtui("doctor", at=LATER)
    assert "!" not in [line[:1] for line in checked.out.splitlines()], checked.out
    assert verify(log).events >= before.events


def test_backup_and_doctor_leave_it_as_it_is(log: Path, tmp_path: Path) -> None:
    before = log.read_bytes()
    assert backtui("doctor", at=LATER).code == 0
    assert backtui("backup", str(tmp_path / "old.db"), at=LATER).code == 0
    assert log.read_bytes() == before
    assert verify(tmp_path / "old.db").version == 1000


def test_a_restored_old_copy_is_brought_along_at_the_next_start(log: Path, tmp_path: Path) -> None:
    copy = tmp_path / "old.db"
    assert backtui("backup", str(copy), at=LATER).code == 0
    assert backtui("set", "pelvic-tilt", "--hold", "3", at=LATER).code == 0
    assert backtui("restore", str(copy), "--yes", at=LATER).code == 0
    assert verify(log).version == 1000
    assert backtui("history", at=LATER).code == 0
    assert verify(log).version > 1000
