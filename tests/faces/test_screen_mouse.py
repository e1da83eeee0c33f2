"""The mouse as everywhere: a click goes somewhere, a second one chooses; places and views can be clicked."""

import pytest
from props import HandClock, Shop, shop
from screen_tours import prefer, train
from stage import WIDE, Stage, on_stage

from backtui.tui.session.running import RunningSession


@pytest.fixture
def wiring() -> Shop:
    made = shop(HandClock())
    prefer(made, notice_seen=True)
    train(made)
    made.clock.sleep(2 * 24 * 3600)
    return made


async def click_on(stage: Stage, words: str) -> str:
    """Click on the first place of these words."""
    lines = (await stage.settle()).split("\n")
    y, x = next((y, line.index(words)) for y, line in enumerate(lines) if words in line)
    await stage.pilot.click(offset=(x + 1, y))
    return await stage.settle()


@pytest.mark.thorough
async def test_a_click_on_an_exercise_starts_nothing_and_a_second_one_chooses(wiring: Shop) -> None:
    async with on_stage(wiring, WIDE) as stage:
        text = await click_on(stage, "Side stretch")
        assert "▌ Side stretch" in text or "▌Side stretch" in text.replace("  ", "")
        assert not isinstance(stage.app.screen, RunningSession)
        await click_on(stage, "Side stretch")
        assert isinstance(stage.app.screen, RunningSession)


@pytest.mark.parametrize(
    ("place", "there"), [("Library", "/ filter"), ("History", "Year"), ("Settings", "DOSES")]
)
@pytest.mark.thorough
async def test_a_click_on_a_place_goes_there(place: str, there: str, wiring: Shop) -> None:
    async with on_stage(wiring, WIDE) as stage:
        assert there.lower() in (await click_on(stage, place)).lower()


@pytest.mark.thorough
async def test_a_click_on_a_view_shows_it(wiring: Shop) -> None:
    async with on_stage(wiring, WIDE) as stage:
        await stage.press("3")
        await stage.see("Year")
        before = await stage.settle()
        text = await click_on(stage, "Totals")
        assert text != before
        assert "repetitions" in text.lower()


@pytest.mark.thorough
async def test_one_click_answers_a_question(wiring: Shop) -> None:
    async with on_stage(wiring, WIDE) as stage:
        await stage.press("enter", "q")
        await stage.see("Stop the session?")
        await click_on(stage, "Stop and save what you did")
        assert "Stop the session?" not in await stage.settle()
