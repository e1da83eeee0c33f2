import hashlib
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from store_diary import DEVICE, MORNING, Diary

from backtui.store import migrations, released
from backtui.store.backup import copies, verify
from backtui.store.connection import connect
from backtui.store.errors import StoreError
from backtui.store.migrations import MIGRATIONS, Migration, migrate, statements
from backtui.store.opening import Site, opened
from backtui.store.queries import events, sessions
from backtui.store.schema import PROJECTED
from backtui.store.store import Store

ROOT = Path(__file__).parents[2]
OLD = Path(__file__).parent / "schema_1000.sql"  # a log that version 1000 wrote, as SQL
SIDES = ("none", "left", "right")
NEXT = Migration(3001, "create table further (a integer) strict;\ninsert into further values (1);")
RACER = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from datetime import datetime, UTC
from datetime import timedelta
from pathlib import Path
from backtui.store import migrations, opening
from backtui.store.migrations import Migration
steps = (*migrations.MIGRATIONS, Migration(*{(NEXT.version, NEXT.sql)!r}))
opening.migrate.__defaults__ = (steps,)
opening.pending.__defaults__ = (steps,)
site = opening.Site(Path(sys.argv[1]), Path(sys.argv[2]), None, datetime(2026, 3, 2, tzinfo=UTC), 30)
print(opening.opened(site, False).execute("select count(*) from further").fetchone()[0])
"""


def test_released_migrations_are_frozen() -> None:
    hashes = {step.version: hashlib.sha256(step.sql.encode()).hexdigest()[:16] for step in MIGRATIONS}
    assert hashes == {
        1000: "3bb3475aeeb1bda7",
        1001: "dc6d6290b9d58441",
        2000: "92a947707bf8718d",
        2001: "0c6cb3e6d26456c8",
        2002: "9fd23beab85ff210",
        3000: "e5b8b3f83cb08a8e",
    }


def test_a_released_migration_imports_nothing_of_backtui() -> None:
    for frozen in sorted(Path(released.__path__[0]).glob("migration_*.py")):
        text = frozen.read_text()
        assert "import" not in text.split('SQL = """')[1]
        assert "from backtui" not in text


def test_a_log_of_the_first_schema_is_brought_along_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(OLD.read_text())
        kept = ("pain", "entry", "rep")
        before = {table: conn.execute(f"select * from {table}").fetchall() for table in kept}
        targets = conn.execute("select * from target").fetchall()
    with Store(path, device=DEVICE, now=MORNING, backups=tmp_path / "copies") as store:
        before["rep"] = [
            (*key, SIDES.index(side), rep, float(json.loads(held)[0]))
            for *key, side, rep, held in before["rep"]
        ]
        for table, rows in before.items():
            assert [row[: len(rows[0])] for row in store.ask(f"select * from {table}")] == rows
        assert [row[: len(targets[0])] for row in store.ask("select * from target")] == targets
        projected = {table: store.ask(f"select * from {table.name}") for table in PROJECTED}
        store.rebuild()
        assert {table: store.ask(f"select * from {table.name}") for table in PROJECTED} == projected
        assert events.verify_chain(store) == []
        store.append([Diary(MORNING + timedelta(days=9)).started()])
    (copy,) = copies(tmp_path / "copies", "old")
    assert (verify(copy).sound, verify(copy).version) == (True, 1000)
    assert all(len(rows) > 1 for rows in (*before.values(), targets))


def test_scripts_are_split_where_statements_end() -> None:
    found = [part.split(None, 2)[:2] for part in statements(MIGRATIONS[0].sql)]
    assert ["create", "trigger"] in found
    assert len(found) == len([part for part in found if part])
    with pytest.raises(ValueError, match="middle"):
        list(statements("select 1"))


def test_a_migration_that_breaks_off_changes_nothing(store: Store) -> None:
    broken = Migration(3001, "create table further (a);\ninsert into nowhere values (1);\n")
    with closing(connect(store.path, "rw", 1)) as conn:
        with pytest.raises(sqlite3.Error):
            migrate(conn, lambda: None, (*MIGRATIONS, broken))
        assert conn.execute("pragma user_version").fetchone() == (3000,)
        assert conn.execute("select 1 from sqlite_schema where name = 'further'").fetchone() is None


def test_a_migration_that_orphans_rows_is_rolled_back(store: Store) -> None:
    store.append(Diary().whole("bridge"))
    orphaning = Migration(3001, "delete from session;\n")
    refused = pytest.raises(sqlite3.IntegrityError, match="without its parent")
    with closing(connect(store.path, "rw", 1)) as conn, refused:
        migrate(conn, lambda: None, (*MIGRATIONS, orphaning))
    assert len(sessions.newest(store, 5)) == 1


def test_without_a_backup_there_is_no_migration(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.append([Diary().started()])
    steps = (*MIGRATIONS, NEXT)
    monkeypatch.setattr(migrations.pending, "__defaults__", (steps,))
    monkeypatch.setattr(migrations.migrate, "__defaults__", (steps,))
    store.backups.write_text("in the way")
    with pytest.raises(StoreError, match="No backup"):
        opened(Site(store.path, store.backups, None, MORNING, 1), may_create=False)
    assert store.ask("pragma user_version") == [(3000,)]


@pytest.mark.thorough
def test_eight_starts_at_once_migrate_once_after_one_verified_backup(store: Store, tmp_path: Path) -> None:
    store.append(Diary().whole("bridge"))
    folder = tmp_path / "copies"
    command = [sys.executable, "-c", RACER, str(store.path), str(folder)]
    running = [subprocess.Popen(command, stdout=-1, stderr=-1, text=True) for _ in range(8)]
    assert [process.communicate() for process in running] == [("1\n", "")] * 8
    (copy,) = copies(folder, "backtui")
    assert (verify(copy).sound, verify(copy).version, verify(copy).events) == (
        True,
        3000,
        events.count(store),
    )
    assert store.ask("pragma user_version") == [(3001,)]
