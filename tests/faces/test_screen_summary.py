"""The end of a session tells one story, also of one that nobody touched, and keeps what it says."""

import json
from typing import Any

import pytest
from cli_room import backtui
from props import HandClock, Shop, prefer, shop
from screen_tours import train
from stage import Stage, on_stage

DAY_S = 24 * 3600


def trained() -> Shop:
    """One comfortable session is in the log, two days ago."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    train(wiring)
    wiring.clock.sleep(2 * DAY_S)
    return wiring


def planned(stage: Stage) -> dict[str, Any]:
    plan = json.loads(backtui("plan", "--json", at=stage.clock.now()).out)
    return {
        item["exercise"]: (item["hold_s"], item["reps"])
        for block in plan["blocks"]
        for item in block["items"]
    }


@pytest.mark.parametrize("key", ["enter", "q", "escape"])
@pytest.mark.thorough
async def test_what_an_untouched_session_shows_is_what_the_key_that_leaves_makes_true(key: str) -> None:
    async with on_stage(trained(), (80, 24)) as stage:
        await stage.press("enter")
        text = await stage.to_end()
        assert "Did you do it? Any key here says yes" in text
        assert "next 2 s × 3 ▲" in text
        assert "does not count" not in text
        assert "you have not confirmed" not in text
        await stage.press(key)
        await stage.see("Library")
        assert planned(stage)["pelvic-tilt"] == (2, 3)


@pytest.mark.thorough
@pytest.mark.parametrize(("hold", "next_dose"), [("9", "9 s × 2 ▲"), ("1", "1 s × 2 ▼")])
async def test_a_dose_set_elsewhere_while_it_ran_has_its_own_arrow(hold: str, next_dose: str) -> None:
    async with on_stage(trained(), (80, 24)) as stage:
        await stage.press("enter")
        assert backtui("set", "pelvic-tilt", "--hold", hold, at=stage.clock.now()).code == 0
        assert f"next {next_dose}" in await stage.to_end()


@pytest.mark.thorough
async def test_left_without_a_key_nothing_grows() -> None:
    async with on_stage(trained(), (80, 24)) as stage:
        await stage.press("enter")
        assert "next 2 s × 3 ▲" in await stage.to_end()
        assert planned(stage)["pelvic-tilt"] == (2, 2)


@pytest.mark.thorough
async def test_the_week_s_goal_has_a_line_of_its_own() -> None:
    async with on_stage(trained(), (80, 24)) as stage:
        await stage.press("enter")
        assert "● ● ○  2 of 3 this week, 1 to go." in await stage.to_end()
        await stage.press("enter")
        stage.clock.advance(DAY_S)
        await stage.press("enter")
        assert "● ● ●  The week is full." in await stage.to_end()


@pytest.mark.thorough
async def test_what_stays_is_folded_into_one_row_that_space_opens() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, (80, 24), routine="standard", minutes=40) as stage:
        await stage.press("enter", "1")
        text = await stage.to_end()
        assert "done, and they stay as they are   space shows them" in text
        assert "Wall slide" not in text
        text = await stage.press("space")
        assert "Wall slide" in text
        assert "stay as they are" not in text
