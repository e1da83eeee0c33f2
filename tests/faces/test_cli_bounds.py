"""What could keep a person waiting, or show nothing, is one sentence at once."""

import json
import os
import stat
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_room import MONDAY, backtui

from backtui.exchange.json_import import Document, ImportRefused
from backtui.machine import paths
from backtui.store.opening import remember

YESTERDAY = MONDAY - timedelta(days=1)


@pytest.mark.parametrize("name", ["x.json", "x.csv", "x.toml"])
def test_a_pipe_is_not_waited_for(home: Path, name: str) -> None:
    os.mkfifo(home / name)
    answer = backtui("import", str(home / name))
    assert answer.code != 0
    assert answer.err.count("\n") == 1
    assert "file" in answer.err


SMALL = (  # files of a home that are read or written on the way, and a command that does
    (".local/share/backtui/device", "log pain 1", 0),
    (".local/share/backtui/backtui.db-journal", "today", 1),
    (".local/share/backtui/backtui.db-backups/backtui-20260301-070000-000000.db", "doctor", 1),
    (".local/share/backtui/backtui.db", "restore newest --yes", 1),
    (".local/state/backtui/state.json", "today", 0),
    (".local/state/backtui/state.json", "log pain 1", 0),
    (".local/state/backtui/debug.log", "--debug today", 1),
    (".config/backtui/config.toml", "doctor", 1),
    (".config/backtui/themes/mine.toml", "config", 0),
)


@pytest.mark.parametrize(("name", "line", "code"), SMALL)
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(home: Path, name: str, line: str, code: int) -> None:
    assert backtui("log", "pain", "3", at=YESTERDAY).code == 0
    assert backtui("backup").code == 0
    pipe = home / name
    pipe.parent.mkdir(parents=True, exist_ok=True)
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    answer = backtui(*line.split())
    assert (answer.code, "fault" in answer.err) == (code, False)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_what_calendars_have_is_not_waited_for(home: Path) -> None:
    memory = paths.calendar_memory(paths.database_path(None, {}))
    assert memory is not None
    memory.parent.mkdir(parents=True)
    os.mkfifo(memory)
    answer = backtui("export", "--format", "ics")
    assert (answer.code, answer.out[:15]) == (0, "BEGIN:VCALENDAR")
    assert answer.err.startswith(
        "backtui: It cannot be remembered what this calendar has (it is not a file, "
    )


def test_the_root_of_all_folders_is_no_log(home: Path) -> None:
    answer = backtui("--db", "/", "today")
    assert (answer.code, "What is at / is not a file" in answer.err) == (1, True)
    assert "chmod" not in backtui("--db", "/", "doctor").out


def test_a_device_is_not_read(home: Path) -> None:
    assert "it is not a file" in backtui("import", "/dev/zero").err


@pytest.mark.thorough
def test_many_names_are_refused_at_the_hundredth() -> None:
    text = json.dumps({f"k{n}": n for n in range(200_000)})
    with pytest.raises(ImportRefused, match="more than 100 names beside the events"):
        list(Document(text).rows())


def test_folders_that_are_made_are_for_this_person_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        remember(tmp_path / "local" / "state" / "backtui" / "logs", tmp_path / "x.db")
    finally:
        os.umask(before)
    for folder in ("local", "local/state", "local/state/backtui"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700


def test_a_screen_that_nobody_would_see_is_not_opened(
    home: Path, on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    started = on_terminal(["/bin/sh", "-c", f"exec {sys.executable} -m backtui 2>/dev/null"])
    started.wait_for("run it without redirecting that")
    assert started.end(10) == 2
