"""Every screen, once the terminal has another size, is what it would be if it had begun so."""

from collections.abc import AsyncIterator, Callable
from difflib import unified_diff

import pytest
from props import HandClock, Shop, shop
from stage import NARROW, ROOMY, SMALL, VAST, WIDE, Stage
from test_screen_goldens import ALL, GOLDENS

from backtui.tui.session.running import MOVING
from backtui.tui.widgets import figure
from backtui.tui.widgets.rows import Rows

Tour = Callable[[Shop, tuple[int, int]], AsyncIterator[tuple[str, Stage]]]
SWEPT = (NARROW, SMALL, (39, 24), VAST, ROOMY)


OTHERWISE = ("aim-note", "aim-notation")  # what is foreseen has a blank line elsewhere
TURNS = 10
NO_THUMBS = str.maketrans("▁▂▃▄▅▆▇", " " * 7)


def native(name: str, size: tuple[int, int]) -> str:
    """The screen where the terminal has that size from the beginning, "" where none was kept."""
    kept = GOLDENS / f"{name}.{size[0]}x{size[1]}.txt"
    return kept.read_text().rstrip("\n") if kept.exists() else ""


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip("\n").split("\n")]


def differing(right: str, text: str) -> str:
    """The lines that are others, but for the thumbs of scroll bars; a screen without a twin has none."""
    right, text = (each.translate(NO_THUMBS) for each in (right, text))
    lines = unified_diff(_lines(right), _lines(text), n=0, lineterm="")
    return "\n".join(lines) if right else ""


async def at_rest(stage: Stage, right: str) -> str:
    """What differs once the screen has had some turns: a part that was laid out last is painted last."""
    found = ""
    for _ in range(TURNS):
        found = differing(right, await stage.settle())
        if not found:
            break
        await stage.pilot.pause(0.02)
    return found


def is_scrolled(stage: Stage) -> bool:
    """Whether a list, in front or behind a dialog, does not begin with its first line."""
    return any(rows.scroll_offset.y for screen in stage.app.screen_stack for rows in screen.query(Rows))


@pytest.mark.thorough
@pytest.mark.parametrize("tour", ALL)
async def test_every_screen_follows_the_size(tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    for pause in ("POSE_S", "FRAME_S"):
        monkeypatch.setattr(figure, pause, 1e6)  # a figure that moves is another picture each time
    others = []
    async for name, stage in tour(shop(HandClock()), WIDE):
        on_its_way = stage.is_running and stage.state.step.phase in MOVING
        if stage.app.screen.is_modal or on_its_way or name in OTHERWISE:
            continue  # a page behind a dialog follows later; a moving figure is where its next picture has it
        before = await stage.settle()
        for size in SWEPT:
            await stage.resize(size)
            # Where a list is scrolled to is a matter of the way there.
            right = "" if is_scrolled(stage) else native(name, size)
            others.append((f"{name} at {size}", await at_rest(stage, right)))
        await stage.resize(WIDE)
        others.append((f"{name} again", await at_rest(stage, before)))
    wrong = [f"{name}:\n{text}" for name, text in others if text]
    assert not wrong, "\n".join(wrong)
    assert others
