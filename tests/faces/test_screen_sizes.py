"""A terminal that changes its size: what stands on the screen is what it would be if it had begun so."""

import os
from types import SimpleNamespace

import pytest
from props import HandClock, prefer, shop
from stage import NARROW, WIDE, on_stage, screen_text
from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen

from backtui.domain.cues import LESSONS
from backtui.tui.driver import TerminalDriver
from backtui.tui.frame.page import TOO_SMALL
from backtui.tui.widgets.line import Line, folded, longest, plain

BENEATH = (LESS_CELLS, LESS_ROWS) = ((39, 24), (80, 11))


FOLDED = {
    "fits": ([("one two", "text")], 7, [" one two"]),
    "folds between words": ([("one two three", "text")], 7, [" one two", " three"]),
    "below a bullet": ([("· one two three", "text")], 9, [" · one two", "   three"]),
    "below a number": ([("12. one two three", "text")], 12, [" 12. one two", "     three"]),
    "below a label": ([("In: ", "dim"), ("one two three", "text")], 12, [" In: one two", "     three"]),
    "not below a long label": (
        [("Nothing yet ", "dim"), ("one two", "text")],
        14,
        [" Nothing yet", " one two"],
    ),
    "a dose stays whole": ([("it stays at 5 s × 5", "text")], 16, [" it stays at", " 5 s × 5"]),
    "a sign stays with what it means": (
        [("●", "accent"), (" back  ", "dim"), ("○", "text"), (" aerobic  ", "dim")],
        12,
        [" ● back", " ○ aerobic"],
    ),
    "a blank between two parts stays": (
        [("one two ", "dim"), ("three four ", "strong"), ("five", "text")],
        9,
        [" one two", " three", " four five"],
    ),
    "a long word is broken": ([("/a/very/long/path", "text")], 8, [" /a/very/", " long/pat", " h"]),
    "a wide sign in one cell": ([("日本", "text")], 1, [" 日", " 本"]),
    "wide signs take two cells": ([("日本 日本 日本", "text")], 9, [" 日本 日本", " 日本"]),
}


@pytest.mark.parametrize(("line", "cells", "lines"), FOLDED.values(), ids=FOLDED)
def test_words_fold_with_a_hanging_indent_and_lose_nothing(line: Line, cells: int, lines: list[str]) -> None:
    assert [plain(each).rstrip() for each in folded(line, cells)] == lines


def test_of_several_texts_the_longest_that_fits_is_said() -> None:
    assert [longest(LESSONS, cells - 1) for cells in (80, 60, 40)] == [*LESSONS, LESSONS[-1]]


async def test_a_place_and_its_reason_fold_anew() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, WIDE) as stage:
        wide = screen_text(stage.app)
        assert "lying" in wide
        narrow = await stage.resize(NARROW)
        assert "lying" not in narrow
        assert " ".join(_reason(wide)).startswith(" ".join(_reason(narrow)))
        assert await stage.resize(WIDE) == wide


def _reason(text: str) -> list[str]:
    """The words above the keys."""
    lines = [line for line in text.split("\n")[-5:-1] if line.startswith(" A gentle") or line.endswith(".")]
    return " ".join(lines).split()


@pytest.mark.parametrize("size", BENEATH)
async def test_a_terminal_that_is_too_small_is_told_on_every_place_and_what_had_the_keys_has_them_again(
    size: tuple[int, int],
) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, WIDE) as stage:
        for key in "1234":
            before = await stage.press(key)
            assert (await stage.resize(size)).split() == TOO_SMALL.split()
            assert await stage.resize(WIDE) == before


@pytest.mark.parametrize(
    ("told", "known", "taken"),
    [
        ((100, 30), (80, 24), (100, 30)),
        ((99999, 99999), (80, 24), (80, 24)),
        ((0, 0), (80, 24), (80, 24)),
        ((99999, 1), (99999, 24), (500, 24)),
        ((0, 0), (0, 0), (80, 25)),  # what everybody assumes of a terminal without a size
    ],
)
def test_a_size_that_no_terminal_has_is_the_one_that_the_system_knows(
    told: tuple[int, int], known: tuple[int, int], taken: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Message] = []
    monkeypatch.setattr(LinuxDriver, "process_message", lambda _, message: sent.append(message))
    monkeypatch.setattr(LinuxDriver, "_get_terminal_size", lambda _: known)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: known)
    driver = TerminalDriver.__new__(TerminalDriver)
    driver.fileno = 0
    driver._app = SimpleNamespace(console=SimpleNamespace(size=(80, 25)))  # type: ignore[assignment]
    driver.process_message(events.Resize(Size(*told), Size(*told), Size(*told)))
    [message] = sent
    assert isinstance(message, events.Resize)
    assert message.size == Size(*taken)


async def test_two_sizes_that_wait_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """With something between them, a screen would tell itself the one after the other for ever."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    taken: list[Size] = []
    refresh = Screen._refresh_layout

    def counted(screen: Screen[object], size: Size | None = None, scroll: bool = False) -> None:
        if size is not None:
            taken.append(size)
            assert len(taken) < 50, "it goes on for ever"
        refresh(screen, size, scroll)

    async with on_stage(wiring, size=WIDE) as stage:
        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        screen, app = stage.app.screen, stage.app
        for size in (Size(60, 16), Size(90, 30), Size(60, 16), Size(90, 30)):
            app._size = size
            screen.post_message(events.Resize(size, size, size))
            screen.post_message(events.Idle())
        await stage.pilot.pause(0.1)
        assert screen.size == Size(90, 30)
    assert 0 < len(taken) < 10
