"""A second of a hold is few bytes, on the screen and in the window's title."""

from typing import Any

import pytest
from painted import Both, Chance
from props import HandClock, Shop, aim, prefer, shop
from stage import WIDE, Stage, on_stage

from backtui.tui.paint.painter import SETTLE

HOLD_S, WATCHED_S = 45, 30


@pytest.fixture
def wiring() -> Shop:
    made = shop(HandClock())
    prefer(made, notice_seen=True)
    aim(made, "pelvic-tilt", hold_s=HOLD_S, by="provider")
    return made


def shown(stage: Stage, both: Both) -> int:
    """The bytes of the whole picture that stands there now."""
    update: Any = stage.app.screen._compositor.render_update(full=True)
    sent = both.show(update)
    assert both.agree
    return len(sent.encode())


async def test_a_second_of_a_hold_is_less_than_a_hundred_bytes(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("enter")
        both, titles = Both(WIDE), []
        stage.session.signals.write = titles.append
        stage.to_phase("hold")
        await stage.settle()
        shown(stage, both)
        titles.clear()
        seconds = []
        for _ in range(WATCHED_S):
            stage.let_pass(1.0)
            await stage.settle()
            seconds.append(shown(stage, both))
        assert sum(seconds) / WATCHED_S < 100
        assert len("".join(titles).encode()) / WATCHED_S < 10


async def test_the_title_counts_by_fives_and_then_each_second(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("enter")
        stage.to_phase("hold")
        counts = []
        for second in range(HOLD_S):
            seen = stage.session.signals._titled.split()[0]
            if not counts or counts[-1] != seen:
                counts.append(seen)
            assert second + int(seen) >= HOLD_S  # nobody lets go too early
            stage.let_pass(1.0)
        assert counts == ["45", "40", "35", "30", "25", "20", "15", *map(str, range(10, 0, -1))]


async def test_the_title_of_a_hold_that_goes_on_says_no_more_than_was_held(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("enter")
        stage.to_phase("hold")
        await stage.press("plus")
        stage.let_pass(0.5)
        assert stage.state.longer
        for second in range(1, 20):
            stage.let_pass(1.0)
            counted = int(stage.session.signals._titled.split()[0])
            assert counted == (second if second <= 10 else second // 5 * 5)


def test_a_picture_begins_with_the_tint_that_the_last_one_left() -> None:
    both, chance = Both((40, 6)), Chance(7, (40, 6))
    tints = set()
    for _ in range(20):
        both.show(chance.whole())
        tints.add(both.painter._tint)
        assert both.agree
    assert len(tints) > 5
    both.ours.feed("\x1b[0;31m")  # somebody else's
    both.painter.forget()
    assert both.show(chance.whole()).startswith(SETTLE)
    assert both.agree
