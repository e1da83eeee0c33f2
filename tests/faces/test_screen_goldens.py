"""Every screen as text; `BACKTUI_RENEW_GOLDENS=1 pytest -m ""` writes them all anew."""

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aim_tours import aims, aims_of_all
from editing_tours import EDITING, corrected
from history_tours import PAST, a_year, half_a_year
from own_tours import OWN_TOURS, own, programmes, routines
from pane_tours import beside
from props import HandClock, Shop, shop
from schedule_tours import SCHEDULE_TOURS, schedule
from screen_tours import TOURS, running, summaries
from sets_tours import sets_run
from settings_tours import settings, settings_beside
from stage import NARROW, ROOMY, SMALL, VAST, WIDE, Stage, screen_text
from week_tours import WEEK_TOURS

GOLDENS = Path(__file__).parents[1] / "goldens" / "screens"
RENEW = "BACKTUI_RENEW_GOLDENS" in os.environ  # read here, for every test is given a clean environment


def problem(name: str, size: tuple[int, int], text: str) -> str:
    """What is wrong with a screen: it has outgrown the terminal, or is not as it was."""
    cells, rows = size
    lines = text.split("\n")
    if len(lines) != rows or max(map(len, lines)) > cells:
        return f"{name} is not {cells}×{rows}"
    path = GOLDENS / f"{name}.{cells}x{rows}.txt"
    if RENEW:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")
    before = path.read_text() if path.exists() else ""
    return "" if before == f"{text}\n" else f"{path.name} is another screen now:\n{text}"


ALL = (*TOURS, *PAST, *WEEK_TOURS, *SCHEDULE_TOURS, *EDITING, *OWN_TOURS, settings, sets_run)
# What looks different with room to spare.
LARGE = (running, beside, settings_beside, a_year, half_a_year, schedule, programmes, sets_run)
# What takes a second and more; the rest is looked at in the quick run too.
LONG = (half_a_year, a_year, summaries, aims, aims_of_all, own, routines, corrected)
SIZES = [
    *((tour, WIDE) for tour in ALL if tour not in LONG),
    *(pytest.param(tour, WIDE, marks=pytest.mark.thorough) for tour in LONG),
    *(pytest.param(tour, NARROW, marks=pytest.mark.thorough) for tour in ALL if tour is not running),
    *(pytest.param(tour, SMALL, marks=pytest.mark.thorough) for tour in ALL),
    *(pytest.param(tour, VAST, marks=pytest.mark.thorough) for tour in LARGE),
    *(
        pytest.param(tour, ROOMY, marks=pytest.mark.thorough)
        for tour in (running, beside, settings_beside, *PAST)
    ),
    (running, NARROW),
]


@pytest.mark.parametrize(("tour", "size"), SIZES)
async def test_a_tour_shows_what_it_showed(
    tour: Callable[[Shop, tuple[int, int]], AsyncIterator[tuple[str, Stage]]], size: tuple[int, int]
) -> None:
    problems = []
    async for name, stage in tour(shop(HandClock()), size):
        await stage.settle()
        problems.append(problem(name, size, screen_text(stage.app)))
    assert not any(problems), "\n".join(filter(None, problems))
    assert problems
