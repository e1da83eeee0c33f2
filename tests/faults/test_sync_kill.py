"""Killed in the middle of a round, and two at once: nothing is lost, half written, or left for good."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from backtui.store.backup import verify

pytestmark = pytest.mark.faults

ROOT = Path(__file__).parents[2]
TRIES = 12


def program(home: Path, *words: str, **more: str) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environ = {**kept, "HOME": str(home), "PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-m", "backtui", *words]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environ, text=True, **pipes)


def does(home: Path, *words: str, **more: str) -> str:
    with program(home, *words, **more) as running:
        out, err = running.communicate(timeout=60)
        assert running.returncode == 0, (words, out, err)
    return out


def log_of(home: Path) -> Path:
    return home / ".local/share/backtui/backtui.db"


def events(path: Path) -> set[bytes]:
    with closing(sqlite3.connect(path)) as conn:
        return {name for (name,) in conn.execute("select id from event")}


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Two machines with something of their own, and the folder between them."""
    one, other, folder = tmp_path / "one", tmp_path / "other", tmp_path / "folder"
    for each in (one, other, folder):
        each.mkdir()
    for home, table in ((one, "diary.csv"), (other, "walks.csv")):
        does(home, "import", str(ROOT / "examples" / table), "--yes")
        does(home, "log", "aerobic", "walking", "--minutes", "30")
    does(one, "sync", str(folder), "--yes")
    does(other, "sync", str(folder), "--yes")
    does(one, "sync", str(folder), "--yes")
    return one, other, folder


def test_kill_9_in_a_round_loses_nothing_and_leaves_nothing(homes: tuple[Path, Path, Path]) -> None:
    chance = random.Random(1)
    one, other, folder = homes
    logged = events(log_of(one)) | events(log_of(other))
    killed = 0
    for number in range(TRIES):
        writer, killed_one = (one, other) if number % 2 else (other, one)
        does(writer, "log", "aerobic", "walking", "--minutes", str(number + 1))
        does(killed_one, "set", "pretzel", "--hold", str(number % 5 + 1))
        logged |= events(log_of(writer)) | events(log_of(killed_one))
        began = time.monotonic()
        does(writer, "sync", str(folder))
        took = time.monotonic() - began
        with program(killed_one, "sync", str(folder)) as running:
            time.sleep(chance.uniform(0.3, 1) * took)
            running.send_signal(signal.SIGKILL)
            running.communicate(timeout=60)
            killed += running.returncode == -signal.SIGKILL
        for path in (log_of(one), log_of(other), *folder.glob("backtui-*.db")):
            if path.with_name(f"{path.name}-journal").exists():
                does(one if path == log_of(one) else other, "today")  # whoever comes next takes it back
            assert verify(path).problems == (), path
        assert events(log_of(one)) | events(log_of(other)) == logged
    assert killed > TRIES // 4
    for home in (one, other, one):
        does(home, "sync", str(folder))
    assert events(log_of(one)) == events(log_of(other)) == logged
    assert does(one, "export") == does(other, "export")
    assert len(list(folder.iterdir())) == 2
    for home in (one, other):
        left = [path.name for path in log_of(home).parent.iterdir() if path.name.startswith(".")]
        assert left == []
        assert "All is well." in does(home, "doctor")


def test_two_at_once_on_one_log_and_two_machines_at_once(homes: tuple[Path, Path, Path]) -> None:
    one, other, folder = homes
    logged = events(log_of(one)) | events(log_of(other))
    for number in range(6):
        for home in (one, other):
            does(home, "log", "aerobic", "walking", "--minutes", str(number + 1))
            logged |= events(log_of(home))
        running = [program(home, "sync", str(folder)) for home in (one, one, other, other)]
        said = [each.communicate(timeout=60)[1] for each in running]
        assert {each.returncode for each in running} <= {0, 1}
        assert all(not err or "Another backtui brings" in err for err in said), said
        for path in (log_of(one), log_of(other), *folder.glob("backtui-*.db")):
            assert verify(path).problems == ()
    for home in (one, other, one):
        does(home, "sync", str(folder))
    assert events(log_of(one)) == events(log_of(other)) == logged
    assert len(list(folder.iterdir())) == 2


def test_a_session_brings_what_is_there_and_gives_what_it_made(homes: tuple[Path, Path, Path]) -> None:
    one, other, folder = homes
    does(one, "sync", str(folder), "--keep")
    does(other, "log", "aerobic", "walking", "--minutes", "7")
    does(other, "sync", str(folder))
    clock = {"BACKTUI_CLOCK": "2026-08-03T07:00:00+00:00@1000"}
    said = does(one, "session", "--plain", "--minutes", "5", **clock)
    assert "1 change from " in said
    assert said.endswith(" came in.\n")
    assert "1 session from " in does(other, "sync", str(folder))
    assert does(one, "export") == does(other, "export")


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
def test_carried_by_git(tmp_path: Path, homes: tuple[Path, Path, Path]) -> None:
    """Two clones; where both changed, each keeps its own file, so git has nothing to ask."""
    one, other, folder = homes

    def git(at: Path, *words: str) -> None:
        name = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "pull.rebase=false")
        subprocess.run(["git", "-C", str(at), *name, *words], check=True, capture_output=True)

    hub, theirs = tmp_path / "hub.git", tmp_path / "theirs"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(hub)], check=True)
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    git(folder, "push", "-q", str(hub), "main")
    subprocess.run(["git", "clone", "-q", str(hub), str(theirs)], check=True)
    for home in (one, other):
        does(home, "log", "aerobic", "walking", "--minutes", "7")
    for home, at in ((one, folder), (other, theirs), (one, folder), (other, theirs)):
        git(at, "pull", "-q", "--no-edit", str(hub), "main")
        does(home, "sync", str(at), "--yes")
        git(at, "add", "-A")
        git(at, "commit", "-qm", "more", "--allow-empty")
        git(at, "push", "-q", str(hub), "main")
    assert does(one, "export") == does(other, "export")


@pytest.mark.skipif(shutil.which("rsync") is None, reason="there is no rsync here")
def test_carried_by_rsync(tmp_path: Path, homes: tuple[Path, Path, Path]) -> None:
    one, other, folder = homes
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    for home in (one, other):
        does(home, "log", "aerobic", "walking", "--minutes", "7")
    for home, at in ((one, folder), (other, theirs), (one, folder), (other, theirs)):
        time.sleep(1.01)  # rsync takes files of one size and one second for the same
        does(home, "sync", str(at), "--yes")
        for source, target in ((folder, theirs), (theirs, folder)):
            subprocess.run(["rsync", "-au", f"{source}/", f"{target}/"], check=True)
    assert does(one, "export") == does(other, "export")
