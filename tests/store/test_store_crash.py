import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from store_diary import MORNING, Diary

from backtui.store.backup import backup, verify
from backtui.store.queries import events, sessions
from backtui.store.store import Store

pytestmark = pytest.mark.faults
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
START = f"""
import os, sys
sys.path[:0] = [{str(HERE)!r}, {str(HERE.parent)!r}, {str(ROOT)!r}]
from pathlib import Path
from store_diary import MORNING, Diary
from backtui.store.store import Store
path, number = Path(sys.argv[1]), int(sys.argv[2])
store = Store(path, device=bytes([number]) * 16, now=MORNING, create=True, wait_s=30)
"""
WRITER = (
    START
    + """
diary = Diary()
diary.id = os.urandom(16)
diary.fresh = lambda: os.urandom(16)
store.append([diary.started(), diary.planned(0, "bridge")])
for rep in range(1, int(sys.argv[3]) + 1):
    (event,) = store.append([diary.rep(0, rep)])
    print(event.id.hex(), flush=True)
"""
)


def run(code: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("after", [1, 12])
def test_after_kill_9_all_acknowledged_events_are_there(
    tmp_path: Path, opened: Callable[..., Store], after: int
) -> None:
    path = tmp_path / "backtui.db"
    process = run(WRITER, path, 1, 100_000)
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(after)]
    time.sleep(0.003 * after)
    process.send_signal(signal.SIGKILL)
    told += process.communicate()[0].splitlines()
    with opened(path=path, create=False) as store:
        there = {event.id.hex() for event in events.every(store)}
        assert {line.strip() for line in told if len(line.strip()) == 32} <= there
        assert len(sessions.newest(store, 5)[0].entries[0].reps) == len(there) - 2
        assert events.verify_chain(store) == []
        assert store.ask("pragma integrity_check") == [("ok",)]
        store.append([Diary().started()])


def test_writers_at_once_lose_and_double_nothing(tmp_path: Path, opened: Callable[..., Store]) -> None:
    path = tmp_path / "backtui.db"
    running = [run(WRITER, path, number, 15) for number in (1, 1, 2, 3)]
    told = [line for process in running for line in process.communicate()[0].splitlines()]
    assert [process.returncode for process in running] == [0] * 4
    assert len(set(told)) == 60
    with opened(path=path, create=False) as store:
        assert {event.id.hex() for event in events.every(store) if event.kind == "rep-ended"} == set(told)
        assert sorted(len(record.entries[0].reps) for record in sessions.newest(store, 9)) == [15] * 4
        assert events.verify_chain(store) == []


def test_eight_first_starts_at_once_make_one_log(tmp_path: Path) -> None:
    path = tmp_path / "new" / "backtui.db"
    setting = START + "store.append([Diary().loose('setting-set', key='a', value=number)])"
    running = [run(setting, path, number) for number in range(8)]
    errors = [process.communicate()[1] for process in running]
    assert errors == [""] * 8
    assert verify(path).sound
    assert sorted(os.listdir(path.parent)) == ["backtui.db", "backtui.db-journal"]


def test_a_killed_creation_leaves_nothing_in_the_way(tmp_path: Path, opened: Callable[..., Store]) -> None:
    dead = run("", "")
    dead.wait()
    unfinished = tmp_path / "log" / f".backtui.db.{dead.pid}-0a1b2c3d.new"
    unfinished.parent.mkdir()
    unfinished.write_bytes(b"half")
    opened().append([Diary().started()])
    assert not unfinished.exists()


def test_a_killed_backup_goes_with_the_next_one_and_a_killed_restore_with_the_next_start(
    store: Store, opened: Callable[..., Store]
) -> None:
    dead = run("", "")
    dead.wait()
    copy, beside = store.backups, store.path.parent
    copy.mkdir()
    ours = [
        copy / f".backtui-20260302-060000-000000.db.{dead.pid}-0a1b2c3d.new{side}"
        for side in ("", "-journal")
    ]
    restored = beside / f".backtui.db.{dead.pid}-0a1b2c3d.new"
    others = [copy / f".letter.txt.{dead.pid}-0a1b2c3d.new", copy / f".backtui.db.{os.getpid()}-0a1b2c3d.new"]
    for each in (*ours, restored, *others):
        each.write_bytes(b"half")
    opened()
    assert not restored.exists()
    made = backup(store, copy, MORNING)
    assert sorted(copy.iterdir()) == sorted([made, *others])
