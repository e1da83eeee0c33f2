"""Leaving at any moment: what comes while the screens are closed is nothing, and no fault."""

import asyncio

import pytest
from props import HandClock, prefer, shop, train
from stage import on_stage

from backtui.tui.session.summary import SummaryPage
from backtui.tui.settings.targets import ExerciseTargets

TURNS = range(0, 31, 3)  # of the loop, between a key and the end


@pytest.mark.thorough
@pytest.mark.parametrize("key", ["3", "4", "2", "enter", "ctrl+p"])
@pytest.mark.parametrize("asked", [True, False], ids=["asked", "closed"])
async def test_leaving_while_a_screen_is_opened_is_no_fault(key: str, asked: bool) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    train(wiring)
    for turns in TURNS:
        async with on_stage(wiring) as stage:
            stage._send(key)
            for _ in range(turns):
                await asyncio.sleep(0)
            if asked:
                stage.app.exit()
        assert stage.app.fault is None
        wiring.clock.sleep(86_400)


async def test_an_answer_that_comes_while_its_screen_is_taken_down_paints_nothing() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, (120, 40)) as stage:
        await stage.press("2", "e")
        page = stage.app.screen
        assert isinstance(page, ExerciseTargets)
        stage.log.stands_still = True
        page.reload()
        for _ in range(5):
            await asyncio.sleep(0)
        page.dismiss(None)
        while not page._pruning:
            await asyncio.sleep(0)
        page.query_one("#next").remove()  # the children go first
        stage.log.go_on()
        await stage.settle()
    assert stage.app.fault is None


async def test_what_a_key_began_on_a_screen_that_is_closed_by_then_is_nothing() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        await stage.press("enter")
        stage.to_phase("hold")
        await stage.press("q", "down", "enter")
        await stage.see("Stopped")
        page = stage.app.screen
        assert isinstance(page, SummaryPage)
        page.dismiss(None)
        while not page._pruning:
            await asyncio.sleep(0)
        page.query_one("#rows").remove()
        page.action_rate("easy")
        await stage.settle()
        await stage.press("3")
        assert stage.app.is_running
    assert stage.app.fault is None
