"""A second program while a session runs: it is told where, can take it over, and the first one lets go."""

from collections.abc import Callable
from typing import Any

import pytest
from plain_process import environ, read, stored
from screen_process import COMMAND, ScreenProgram

pytestmark = pytest.mark.faults

DOWN = "\x1b[B"


def test_a_session_is_left_where_it_runs_or_taken_over(
    on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("BACKTUI_CLOCK", environ(20)["BACKTUI_CLOCK"])
    first = ScreenProgram(on_terminal([*COMMAND]))
    first.begin()
    monkeypatch.setenv("BACKTUI_CLOCK", environ(20, minutes=5)["BACKTUI_CLOCK"])
    second = ScreenProgram(on_terminal([*COMMAND]))
    text = second.see("It runs elsewhere")
    assert f"process {first.child}" in " ".join(text.split())
    second.press("\r")
    second.until(lambda text: "It runs elsewhere" not in text)
    first.see("●")
    second.press("\r")
    second.see("It runs elsewhere")
    second.press(f"{DOWN}\r")
    second.go_on()
    first.see("This session runs in another backtui")
    first.see("Start")
    second.until(lambda _: sum(second.counts.values()) > 1)
    (session,) = read("history")["sessions"]
    assert session["state"] == "open"
    assert first.counts <= stored(session)
    assert second.counts <= stored(session)
