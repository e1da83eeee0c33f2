"""What could keep a person waiting, or show nothing, is one sentence at once."""

import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_room import backtui

from backtui.exchange.json_import import Document, ImportRefused
from backtui.store.opening import remember


@pytest.mark.parametrize("name", ["x.json", "x.csv", "x.toml"])
def test_a_pipe_is_not_waited_for(home: Path, name: str) -> None:
    os.mkfifo(home / name)
    answer = backtui("import", str(home / name))
    assert answer.code != 0
    assert answer.err.count("\n") == 1
    assert "file" in answer.err


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
