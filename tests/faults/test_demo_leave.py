"""The demo in a real terminal: nothing is left behind, and nothing of the person is touched."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from screen_process import ScreenProgram, gone

pytestmark = pytest.mark.faults

COMMAND = [sys.executable, "-m", "backtui", "demo", "--days", "120"]


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary folders."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("TERM", "xterm-256color")
    return folder


@pytest.fixture
def demo(rooms: Path, home: Path, on_terminal: Callable[..., Any]) -> ScreenProgram:
    """The demo, open."""
    config = home / ".config" / "backtui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("# mine\nmotion = 'off'\n")
    program = ScreenProgram(on_terminal([*COMMAND]))
    program.see("DEMO", 60)
    return program


def everything(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def resident(pid: int) -> int:
    """Kilobytes of the memory that a process has."""
    return int(Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_the_parent_does_not_carry_the_program(demo: ScreenProgram) -> None:
    assert resident(demo.terminal.pid) < resident(demo.child) / 3


def test_leaving_leaves_nothing_and_nothing_of_the_person_is_touched(
    demo: ScreenProgram, rooms: Path, home: Path
) -> None:
    before = everything(home)
    assert len(before) == 1
    assert list(rooms.iterdir()) == []
    demo.press("4")
    demo.see("DOSES AND TARGETS")
    demo.press("/sound")
    demo.see("All settings with")
    demo.press("\r")
    demo.see("▌   Sound")  # the cursor is in the list again
    demo.press("\r")
    demo.see("off")
    assert everything(home) == before
    demo.press("q")
    assert demo.terminal.end(10) == 0
    assert list(rooms.iterdir()) == []
    assert everything(home) == before


@pytest.mark.parametrize(
    ("ending", "whom"), [(signal.SIGTERM, "parent"), (signal.SIGHUP, "parent"), (signal.SIGTERM, "child")]
)
def test_a_signal_leaves_nothing(demo: ScreenProgram, rooms: Path, ending: signal.Signals, whom: str) -> None:
    child = demo.child
    os.kill(demo.terminal.pid if whom == "parent" else child, ending)
    assert demo.terminal.end(10) == 128 + ending
    assert gone(child)
    assert "nothing of it is kept" in demo.output
    assert list(rooms.iterdir()) == []


def test_a_killed_child_leaves_nothing(demo: ScreenProgram, rooms: Path) -> None:
    os.kill(demo.child, signal.SIGKILL)
    assert demo.terminal.end(10) == 128 + signal.SIGKILL
    assert list(rooms.iterdir()) == []


def test_a_killed_parent_leaves_nothing(demo: ScreenProgram, rooms: Path) -> None:
    child = demo.child
    os.kill(demo.terminal.pid, signal.SIGKILL)
    assert gone(child, 10)
    assert list(rooms.iterdir()) == []


def test_a_signal_while_it_is_invented_leaves_nothing(rooms: Path, on_terminal: Callable[..., Any]) -> None:
    terminal = on_terminal([*COMMAND])
    terminal.wait_for("Inventing")
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.end(10) == 128 + signal.SIGTERM
    assert list(rooms.iterdir()) == []
