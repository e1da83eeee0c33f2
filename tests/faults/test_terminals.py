"""The full screen on each kind of terminal and in each locale, from its first picture to its end."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from screen_process import COMMAND, ScreenProgram

pytestmark = pytest.mark.faults

KINDS = ("linux", "vt100", "xterm", "xterm-256color", "screen", "tmux", "tmux-256color")
LOCALES = ({"LANG": "C.UTF-8"}, {"LANG": "C"}, {"LC_ALL": "C"}, {})
NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@pytest.fixture
def tongue(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Sets the locale of what is started."""

    def set_to(variables: dict[str, str]) -> None:
        for name in ("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return set_to


@pytest.mark.parametrize("locale", LOCALES, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_from_the_first_picture_to_the_end(
    kind: str,
    locale: dict[str, str],
    on_terminal: Any,
    tongue: Callable[[dict[str, str]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", kind)
    tongue(locale)
    program = ScreenProgram(on_terminal(COMMAND))
    program.see("Welcome to backtui")
    program.press("\r")
    program.see("Start")
    program.press("2")
    program.see("Arm reach")
    program.press("q")
    assert program.terminal.end() == 0
    assert "Traceback" not in program.output
    assert bool(NOT_ASCII.search(program.output)) is (locale != {"LC_ALL": "C"})


def test_a_dumb_terminal_is_told_of_the_plain_session(
    on_terminal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    program = ScreenProgram(on_terminal(COMMAND))
    assert program.terminal.end() == 2
    assert "backtui session --plain" in program.output
    assert program.output.count("\n") <= 2
