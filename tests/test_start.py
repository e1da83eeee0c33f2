"""What is loaded, so that what is asked for often starts soon: a module that is not needed is not read."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backtui.cli import fullscreen
from backtui.cli.context import wired
from backtui.domain.events import SessionStarted

# Of Textual and sqlite_utils the gate says so for every command.
CHECKS = ("backtui.content.load", "backtui.content.doses", "tomllib")
WRITING = ("backtui.store.append", "backtui.store.projections", "backtui.coach.targets", "tomlkit")
AHEAD = "backtui.domain.progression.forecast"
RUN = """
import sys
from backtui.cli.main import main
code = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
raise SystemExit(code)
"""
PICTURE = """
import sys
import backtui.cli.fullscreen, backtui.store.thread, backtui.tui.app, backtui.tui.driver
from backtui.cli.context import wired
from backtui.domain.events import SessionStarted
wiring = wired(None, None, None, None)
assert wiring.library and wiring.config
with wiring.writing() as opened:
    assert opened.diary.ask(lambda coach: coach.plan(None, None)).items
print(*sys.modules, file=sys.stderr)
"""


def loaded(code: str, tmp_path: Path, words: str = "") -> list[str]:
    """The modules in the end, in a home without a log."""
    environ = {**os.environ, "HOME": str(tmp_path), "BACKTUI_CLOCK": "2026-03-02T07:00:00"}
    environ |= {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("DATA", "CONFIG", "STATE")}
    command = [sys.executable, "-c", code, *words.split()]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    return done.stderr.split()


def of(found: list[str], *names: str) -> list[str]:
    return [each for each in found if each in names or each.startswith(tuple(f"{one}." for one in names))]


def test_the_version_needs_neither_a_log_nor_what_it_is_built_on(tmp_path: Path) -> None:
    found = loaded(RUN, tmp_path, "--version")
    assert not of(found, "importlib.metadata", "sqlite3", "backtui.store", "backtui.coach", "backtui.content")


@pytest.mark.parametrize("words", ["plan", "today"])
def test_a_command_that_only_reads_neither_checks_what_came_along_nor_writes(
    tmp_path: Path, words: str
) -> None:
    found = loaded(RUN, tmp_path, words)
    assert "backtui.content.shipped" in found
    assert not of(found, *CHECKS, *WRITING, AHEAD, "locale", "shlex")


def test_the_first_picture_neither_checks_what_came_along_nor_writes(tmp_path: Path) -> None:
    found = loaded(PICTURE, tmp_path)
    assert "backtui.content.shipped" in found
    assert not of(found, *CHECKS, *WRITING, AHEAD, "shlex", "concurrent.futures.thread")


def test_no_thread_of_the_screen_keeps_the_one_that_sends_the_picture_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def opened() -> None:
        raise InterruptedError

    monkeypatch.setattr(fullscreen, "without_network", opened)
    before = sys.getswitchinterval()
    try:
        with pytest.raises(InterruptedError):
            fullscreen._open(wired(None, None, None, None), None, None, straight=False)
        assert sys.getswitchinterval() == pytest.approx(fullscreen.TURN_S)
    finally:
        gc.enable()
        sys.setswitchinterval(before)


def test_the_types_of_an_event_are_made_when_its_kind_is_first_read() -> None:
    assert all(isinstance(each, str) for each in SessionStarted.__annotations__.values())
