"""What is gone from the screen is gone from the memory, however often one goes through all there is."""

import asyncio
import gc
import heapq
import weakref
from collections import Counter
from collections.abc import Callable

import pytest
from props import HandClock, prefer, shop
from rich.segment import Segment
from stage import Stage, on_stage
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from backtui.config.settings import Config
from backtui.tui import app
from backtui.tui.paint import remembered

SEEN = {"widgets": Widget, "remembered looks": StylesCache, "lines": Strip}
ROUNDS = 3
MOST_MORE = {"widgets": 2, "remembered looks": 2, "lines": 150}  # a list is longer than it was, and scrolls


async def gone_through(stage: Stage) -> None:
    """All places, the palette, and a session that is stopped and summed up."""
    for place in "2341":
        await stage.press(place)
        await stage.press("down", "up")
    await stage.press("ctrl+p", "escape")
    await stage.press("enter")
    stage.to_phase("hold")
    await stage.press("q", "down", "enter")
    await stage.see("Stopped")
    await stage.press("enter", "1")


async def alive(stage: Stage) -> Counter[str]:
    """How many there are of what is seen; a timer that was stopped holds nothing, as in an hour."""
    await stage.pilot.pause(0.1)
    scheduled = asyncio.get_running_loop()._scheduled  # type: ignore[attr-defined]
    scheduled[:] = [each for each in scheduled if not each.cancelled()]
    heapq.heapify(scheduled)
    gc.collect()
    held = gc.get_objects()
    return Counter({name: sum(isinstance(each, kind) for each in held) for name, kind in SEEN.items()})


@pytest.mark.thorough
async def test_no_visit_and_no_session_leaves_anything_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "SAID_S", 0.01)  # a sentence holds the screen on which it was said
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, config=Config(sound=False)) as stage:  # a bell's thread holds the session
        await gone_through(stage)
        await gone_through(stage)
        before = await alive(stage)
        for _ in range(ROUNDS):
            await gone_through(stage)
        after = await alive(stage)
    assert all(after[name] <= before[name] + more for name, more in MOST_MORE.items()), (before, after)


def test_a_widget_that_asked_for_its_grounds_is_not_kept() -> None:
    remembered.mend()
    looks = StylesCache()
    inner, outer = looks.get_inner_outer(Color(1, 2, 3), Color(4, 5, 6))
    assert (inner.background, outer.background) == (Color(4, 5, 6), Color(1, 2, 3))
    gone = weakref.ref(looks)
    del looks
    assert gone() is None


def test_no_question_about_places_keeps_thousands_of_answers() -> None:
    remembered.mend()
    assert Region.intersection.cache_parameters()["maxsize"] == remembered.MOST  # type: ignore[attr-defined]
    assert Region(0, 0, 5, 5).intersection(Region(3, 3, 5, 5)) == Region(3, 3, 2, 2)


@pytest.mark.parametrize("part", [lambda line: line.divide([24]), lambda line: line.crop_extend(0, 24, None)])
def test_a_line_that_is_its_own_part_goes_without_being_sought(part: Callable[[Strip], object]) -> None:
    remembered.mend()
    gc.disable()
    try:
        line = Strip([Segment("abcd, of this test alone")])
        assert part(line) in (line, [line])
        del line
        left = [each for each in gc.get_objects() if type(each) is Strip and "test alone" in each.text]
    finally:
        gc.enable()
    assert left == []
