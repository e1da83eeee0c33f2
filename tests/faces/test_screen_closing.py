"""Leaving at any moment: what comes while the screens are closed is nothing, and no fault."""

import asyncio

import pytest
from props import HandClock, prefer, shop, train
from stage import on_stage

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
