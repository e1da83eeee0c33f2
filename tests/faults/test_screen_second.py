"""A second program while a session runs: it is told where, can take it over, and the first one lets go."""

import re
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


def test_what_went_on_while_the_question_stood_is_not_done_again(
    on_terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("BACKTUI_CLOCK", environ(20)["BACKTUI_CLOCK"])
    first = ScreenProgram(on_terminal([*COMMAND]))
    first.begin()
    monkeypatch.setenv("BACKTUI_CLOCK", environ(20, minutes=5)["BACKTUI_CLOCK"])
    second = ScreenProgram(on_terminal([*COMMAND]))
    second.see("It runs elsewhere")
    first.until(lambda _: sum(first.counts.values()) > 3)
    done = sum(first.counts.values())
    second.press(f"{DOWN}\r")
    said = " ".join(second.see("Go on where it stopped").split())
    found = re.search(r"(\d+) repetitions? done", said)
    assert found
    assert int(found[1]) >= done
    second.go_on()
    first.see("This session runs in another backtui")
    before = sum(second.counts.values())
    second.until(lambda _: sum(second.counts.values()) > before + 2)
    (session,) = read("history")["sessions"]
    for entry in session["entries"]:
        reps = [(rep["side"], rep["rep"]) for rep in entry["done"]]
        assert len(set(reps)) == len(reps), entry
