"""A walk through the schedule and the pauses: made, changed, and what Today says of them."""

from collections.abc import AsyncIterator

from props import Shop, asked, prefer, train
from stage import Stage, on_stage

from backtui.domain.schedule import Scheduled

DAY_S = 86_400
Stops = AsyncIterator[tuple[str, Stage]]
Size = tuple[int, int]


async def schedule(wiring: Shop, size: Size) -> Stops:
    """Two in turn by keys, a short daily one beside, a pause, then a day of several sessions."""
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, size, routine=None) as stage:
        await stage.press("d")
        yield "weeks-nothing", stage
        await stage.press("n")
        yield "weeks-which-routine", stage
        await stage.press("enter", "down", "down", "enter")
        yield "weeks-in-turn", stage
        await stage.press("enter")
        yield "weeks-when", stage
        await stage.press("enter", "enter", "p")
        yield "pause-reason", stage
        await stage.press("enter")
        yield "pause-first-day", stage
        await stage.press("enter", "down", "enter")
        await stage.type("x")
        await stage.press("enter")
        yield "pause-last-day-refused", stage
        await stage.press("backspace", "enter")
        yield "weeks", stage
        await stage.press("escape")
        yield "today-paused", stage
        await stage.press("d")
        await stage.find("Holiday")
        await stage.press("D")
        wiring.clock.sleep(1)  # for two programs write
        asked(wiring, lambda _, diary: diary.weeks.put(Scheduled(("short",), every=1, at=("10:00", "15:00"))))
        await stage.press("escape")
    train(wiring)
    async with on_stage(wiring, size, routine=None) as stage:
        yield "today-several", stage
        await stage.press("4")
        await stage.find("Schedule")
        yield "settings-schedule", stage
        await stage.press("enter", "question_mark")
        yield "keys-of-weeks", stage


SCHEDULE_TOURS = (schedule,)
