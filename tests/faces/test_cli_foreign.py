"""A file of somebody else's, or no file at all: one sentence, nothing of it is run, nothing hangs."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cli_room import MONDAY, backtui, train
from props import HandClock

from backtui.machine.paths import backups_dir, database_path

TEN_S = 10
EVIL = {
    "a trigger that erases": "create trigger evil after insert on event begin delete from note; end",
    "a trigger in place of ours": "drop trigger event_no_delete; create trigger event_no_delete"
    " before delete on event begin select 1; end",
    "a view without an end": "drop table rep; create view rep as with recursive n(i) as"
    " (select 1 union all select i + 1 from n) select i from n",
    "a schema number of nobody": "pragma user_version = 999",
    "no schema number": "pragma user_version = 0",
    "bytes in a text's place": "pragma writable_schema = 1; update sqlite_schema set sql = cast(sql as blob)"
    " where name = 'event_no_delete'",
}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with a session, outside of the place where backtui looks."""
    train(HandClock())
    path = tmp_path / "other.db"
    assert backtui("backup", str(path)).code == 0
    return path


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    """Nothing here may take long."""
    signal.alarm(TEN_S)
    yield
    signal.alarm(0)


def changed(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(script)
        conn.commit()


@pytest.mark.parametrize("script", EVIL.values(), ids=EVIL.keys())
@pytest.mark.parametrize(
    "words", ["--db {} log pain 1", "--db {} plan", "merge {} --yes", "restore {} --yes"]
)
def test_what_another_program_put_in_is_not_run(script: str, words: str, log: Path) -> None:
    changed(log, script)
    before, home = log.read_bytes(), backtui("history", "--json").out
    answer = backtui(*words.format(log).split())
    assert answer.code == 1, answer
    assert answer.err.count("\n") == 1
    assert ("is not one of backtui's" in answer.err) or ("not a table" in answer.err), answer.err
    assert log.read_bytes() == before
    assert backtui("history", "--json").out == home
    assert backtui("--db", str(log), "doctor").code == 1


@pytest.mark.thorough
def test_a_copy_that_lost_rows_gets_them_back_from_its_events(log: Path) -> None:
    changed(log, "delete from rep")
    assert backtui("--db", str(log), "doctor").code == 1
    assert backtui("restore", str(log), "--yes").code == 0
    assert backtui("doctor").code == 0


def test_a_table_of_ones_own_beside_ours_is_left_alone(log: Path) -> None:
    changed(log, "create table mine (a); create view my_view as select * from mine")
    assert backtui("--db", str(log), "plan").code == 0
    assert backtui("--db", str(log), "doctor").code == 0


@pytest.mark.parametrize(
    "words",
    ["--db {} today", "--db {} doctor", "restore {} --yes", "merge {}", "--db {} log pain 1"],
)
def test_a_pipe_is_no_log_and_nobody_waits_for_it(words: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    answer = backtui(*words.format(pipe).split())
    assert answer.code in (1, 2)
    assert "pipe" in answer.err + answer.out


def test_doctor_sees_what_the_commands_see(log: Path) -> None:
    wal = log.with_name(f"{log.name}-wal")
    wal.write_bytes(os.urandom(5000))
    assert "move it away" in backtui("--db", str(log), "today").err
    page = backtui("--db", str(log), "doctor", at=MONDAY)
    assert page.code == 1
    assert "belongs to another database" in " ".join(page.out.split())
    shutil.copy(log, log.with_name("again.db"))
    assert backtui("--db", str(log.with_name("again.db")), "doctor").code == 0


@pytest.mark.thorough
def test_a_log_missing_beside_its_backups_is_no_first_session(tmp_path: Path) -> None:
    train(HandClock())
    assert backtui("backup").code == 0
    ours = backups_dir(database_path(None, os.environ))
    moved = tmp_path / "moved" / "real.db-backups"
    shutil.copytree(ours, moved)
    for copy in moved.iterdir():
        copy.rename(copy.with_name(copy.name.replace("backtui-", "real-")))
    log = str(tmp_path / "moved" / "real.db")
    for words in ("today", "log pain 1", "session --plain"):
        answer = backtui("--db", log, *words.split())
        assert answer.code == 1
        assert "is gone, so nothing was made in its place" in answer.err
        assert "restore newest" in answer.err
    page = backtui("--db", log, "doctor")
    assert page.code == 1
    assert "restore newest" in " ".join(page.out.split())
    assert backtui("--db", log, "restore", "newest", "--yes").code == 0
    assert backtui("--db", log, "doctor").code == 0


def test_a_link_to_nothing_is_named(tmp_path: Path) -> None:
    log = tmp_path / "log.db"
    log.symlink_to(tmp_path / "gone" / "real.db")
    for words in ("today", "log pain 1"):
        assert "is a link to" in backtui("--db", str(log), *words.split()).err
    doctor = backtui("--db", str(log), "doctor")
    assert doctor.code == 1
    assert "which is not there; there is no backup of it" in " ".join(doctor.out.split())
