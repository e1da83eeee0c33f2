"""`backup` and `restore`: what they save, say, ask and refuse."""

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_room import MONDAY, Answer, backtui, files, train, wiring

from backtui.store.backup import copies, verify
from backtui.store.lease import this_process
from backtui.store.queries import events as event_queries

DAY = timedelta(days=1)


@pytest.fixture
def log(clock: Any) -> Path:
    """A log with a session."""
    train(clock, minutes=3)
    return wiring(clock).database


@pytest.fixture
def copy(log: Path) -> Path:
    """A backup of it, after which something was set."""
    assert backtui("backup").code == 0
    assert backtui("set", "pretzel", "--hold", "4").code == 0
    (made,) = copies(log.with_name("backtui.db-backups"), "backtui")
    return made


def events(path: Path) -> int:
    return verify(path).events


def refused(answer: Answer, code: int) -> str:
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.count("\n") == 1
    return answer.err


def test_a_backup_says_where_and_how_much(log: Path) -> None:
    answer = backtui("backup")
    (made,) = copies(log.with_name("backtui.db-backups"), "backtui")
    sessions = "1 session, the newest of Mon 2 Mar 2026"
    said = f"Saved {sessions} ({events(log)} entries) to {made}, and read it back: it is whole.\n"
    assert (answer.code, answer.out, answer.err) == (0, said, "")
    assert made.stat().st_mode & 0o777 == 0o600
    assert events(made) == events(log)


def test_a_backup_to_a_file_is_private_and_replaces_only_by_force(log: Path, tmp_path: Path) -> None:
    target = tmp_path / "stick" / "back.db"
    target.parent.mkdir()
    assert backtui("backup", str(target)).code == 0
    assert os.listdir(target.parent) == ["back.db"]
    assert target.stat().st_mode & 0o777 == 0o600
    before = target.read_bytes()
    assert backtui("set", "pretzel", "--hold", "4").code == 0
    assert "is there already; name another file, or add --force to replace it" in refused(
        backtui("backup", str(target)), 2
    )
    assert target.read_bytes() == before
    assert backtui("backup", "--force", str(target)).code == 0
    assert events(target) == events(log)
    assert os.listdir(target.parent) == ["back.db"]


def test_a_backup_never_goes_over_the_log(log: Path, tmp_path: Path) -> None:
    link = tmp_path / "innocent.db"
    link.symlink_to(log)
    before = log.read_bytes()
    for target in (log, link, Path(f"{log}-journal")):
        assert "is the log itself" in refused(backtui("backup", "--force", str(target)), 2)
    assert log.read_bytes() == before


@pytest.mark.parametrize(
    ("target", "said"),
    [("/nowhere/b.db", "there is no folder"), ("/", "is not a file"), ("", "needs a name")],
)
def test_a_backup_goes_only_where_a_file_may_be(log: Path, target: str, said: str) -> None:
    assert said in refused(backtui("backup", "--force", target), 2)


def test_there_is_no_backup_of_nothing(home: Path) -> None:
    for words in (("backup",), ("backup", str(home / "b.db"))):
        assert "There is no log at" in refused(backtui(*words), 1)
    assert files(home) == []


def test_a_damaged_log_is_not_backed_up(copy: Path, log: Path) -> None:
    os.truncate(log, log.stat().st_size // 2)
    assert str(log) in refused(backtui("backup"), 1)
    assert copies(copy.parent, "backtui") == [copy]


def test_restore_shows_both_and_keeps_what_was_there(copy: Path, log: Path) -> None:
    many = events(log)
    answer = backtui("restore", "newest", "--yes", at=MONDAY + DAY)
    (kept,) = log.parent.glob("backtui-replaced-20260303-070000-*.db")
    amount = "1 session, the newest of Mon 2 Mar 2026"
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        f"The copy {copy}",
        f"  is sound: {amount} ({many - 1} entries).",
        f"The log {log}",
        f"  has {amount} ({many} entries).",
        "  1 entry of it is not in the copy.",
        f"Done: the log has {amount} ({many - 1} entries). What was there is kept as {kept}.",
    ]
    assert (events(log), events(kept)) == (many - 1, many)
    assert backtui("--db", str(kept), "history").out == backtui("history").out


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        (Path.unlink, "it is gone"),
        (lambda path: os.truncate(path, 0), "it is empty"),
        (lambda path: os.truncate(path, 9000), "malformed"),
        (lambda path: path.write_text("a letter"), "not a database"),
    ],
)
@pytest.mark.thorough
def test_a_log_that_was_lost_comes_back_by_the_command_that_is_named(
    copy: Path, log: Path, loss: Callable[[Path], object], said: str
) -> None:
    was = backtui("history").out
    loss(log)
    assert "`backtui restore newest` puts the newest" in refused(backtui("history"), 1)
    answer = backtui("restore", "newest", "--yes")
    assert (answer.code, answer.err) == (0, "")
    assert said in answer.out
    assert backtui("history").out == was
    assert backtui("set", "pretzel", "--hold", "5").code == 0


def test_restore_goes_on_under_a_new_name(copy: Path, log: Path, clock: Any) -> None:
    before = wiring(clock).device()
    assert backtui("restore", "newest", "--yes").code == 0
    assert wiring(clock).device() != before
    assert backtui("set", "wall-slide", "--hold", "7").code == 0
    (kept,) = log.parent.glob("backtui-replaced-*.db")
    numbers = [numbered(clock, path) for path in (log, kept)]
    assert all(numbers[0][each] == numbers[1][each] for each in numbers[0].keys() & numbers[1].keys())
    assert len({device for device, _ in numbers[0]}) == 2


def numbered(clock: Any, path: Path) -> dict[tuple[bytes, int], bytes]:
    from msgspec.structs import replace

    with replace(wiring(clock), database=path).open_store(bytes(16), create=False) as store:
        return {(row.device, row.counter): row.event.id for row in event_queries.logged(store)}


def test_restore_without_a_name_to_give_changes_nothing(
    copy: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> bytes:
        raise PermissionError(13, "Permission denied")

    before = log.read_bytes()
    monkeypatch.setattr("backtui.machine.paths.renew_device_id", fails)
    assert backtui("restore", "newest", "--yes").err.endswith("so it stays; check the folder.\n")
    assert log.read_bytes() == before


def test_restore_asks_nobody_in_a_pipe(copy: Path, log: Path) -> None:
    before = log.read_bytes()
    answer = backtui("restore", "newest")
    assert answer.code == 2
    assert "add --yes" in answer.err
    assert log.read_bytes() == before


@pytest.mark.parametrize(("word", "code"), [("y", 0), ("yes", 0), ("n", 1), ("", 1), ("maybe", 1)])
@pytest.mark.thorough
def test_restore_asks_on_a_terminal(
    copy: Path, log: Path, word: str, code: int, on_terminal: Callable[..., Any]
) -> None:
    before = log.read_bytes()
    started = on_terminal([sys.executable, "-m", "backtui", "restore", str(copy)])
    started.wait_for("[y/N] ")
    os.write(started.master, f"{word}\n".encode())
    started.wait_for("Done:" if code == 0 else "Nothing was changed.")
    assert started.end(20) == code
    assert (log.read_bytes() == before) == (code == 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("restore", "newest", "--yes"), "There is no sound backup in"),
        (("restore", "/nowhere/b.db", "--yes"), "The copy /nowhere/b.db cannot be read"),
        (("restore", "/etc/passwd", "--yes"), "The copy /etc/passwd is not sound"),
    ],
)
def test_restore_needs_a_sound_copy(home: Path, words: tuple[str, ...], said: str) -> None:
    assert said in refused(backtui(*words), 1)
    assert files(home) == []


def test_restore_makes_a_log_on_a_new_machine(copy: Path, home: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "own.db"
    answer = backtui("--db", str(target), "restore", str(copy), "--yes")
    assert answer.code == 0
    assert "cannot be used: it is gone" in answer.out
    assert events(target) == events(copy)
    assert (target.stat().st_mode & 0o777, target.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    target.unlink()
    assert "is gone, so nothing was made in its place" in refused(backtui("--db", str(target), "plan"), 1)


def test_restore_waits_for_a_session_that_runs(copy: Path, log: Path, clock: Any) -> None:
    with wiring(clock).writing() as opened:
        opened.store.take(bytes(16), this_process(), clock.now())
    before = log.read_bytes()
    said = refused(backtui("restore", "newest", "--yes"), 1)
    assert f"process {os.getpid()} on " in said
    assert "--take-over" in said
    assert log.read_bytes() == before
    assert backtui("restore", "newest", "--yes", "--take-over").code == 0


@pytest.mark.parametrize(
    ("words", "kept_out"),
    [("backup", "{'textual', 'rich', 'sqlite_utils'}"), ("restore newest --yes", "{'textual', 'rich'}")],
)
@pytest.mark.thorough
def test_no_screen_library_is_loaded(copy: Path, words: str, kept_out: str) -> None:
    import subprocess

    code = (
        "import sys; from backtui.cli.main import main; code = main(sys.argv[1:]);"
        f"raise SystemExit(code or bool({kept_out} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code, *words.split()], check=False).returncode == 0
