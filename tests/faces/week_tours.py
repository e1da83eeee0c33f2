"""Walks through what the week shows: the question of the morning after, aerobic days, a day that hurt."""

from collections.abc import AsyncIterator

from props import Shop, asked, prefer, train
from stage import Stage, on_stage

DAY_S = 86_400
Stops = AsyncIterator[tuple[str, Stage]]
Size = tuple[int, int]


async def week(wiring: Shop, size: Size) -> Stops:
    """The day after a session, then a walk, then the answer that it is worse, then the next weeks."""
    prefer(wiring, notice_seen=True)
    train(wiring, routine="standard")
    wiring.clock.sleep(DAY_S)
    async with on_stage(wiring, size, routine=None) as stage:
        yield "today-morning-after", stage
        await stage.press("up")
        yield "today-morning-after-explained", stage
        await stage.press("enter")
        yield "morning-after-choice", stage
        await stage.press("escape", "a")
        yield "aerobic", stage
        await stage.press("right", "right", "w")
        yield "today-aerobic-done", stage
        await stage.press("minus")
        yield "today-after-flare", stage
        wiring.clock.sleep(2 * DAY_S)
        train(wiring)
        asked(wiring, lambda _, diary: diary.days.activity("rowing", 20))
        await stage.press("2", "1")
        yield "today-back-and-aerobic", stage
        await stage.press("a")
        yield "aerobic-own-word", stage
    wiring.clock.sleep(8 * DAY_S)
    async with on_stage(wiring, size, routine=None) as stage:
        yield "today-long-ago", stage


WEEK_TOURS = (week,)
