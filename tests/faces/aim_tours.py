"""Walks through the errands of numbers: one exercise, and all of them."""

from collections.abc import AsyncIterator

from props import Shop, aim, prefer, train
from stage import Stage, on_stage

DAY_S = 86_400
Stops = AsyncIterator[tuple[str, Stage]]
Size = tuple[int, int]


def weeks(wiring: Shop) -> None:
    """Some weeks of sessions, and numbers of the person's and of the provider's."""
    prefer(wiring, notice_seen=True)
    for _ in range(4):
        train(wiring, routine="standard", minutes=90)
        wiring.clock.sleep(2 * DAY_S)
    aim(wiring, "arm-reach", target_hold_s=120, target_reps=50)
    wiring.clock.sleep(60)
    note = "Anna: for six weeks, and then we look at it again"
    aim(wiring, "pelvic-lift", hold_s=4, reps=6, by="provider", note=note)
    wiring.clock.sleep(60)
    aim(wiring, "pelvic-lift", needed=3, ladder="holds")
    aim(wiring, "wall-slide", hold_s=3, locked=True, by="provider")
    wiring.clock.sleep(60)


async def aims(wiring: Shop, size: Size) -> Stops:
    """What was set for an exercise, and what a change does."""
    weeks(wiring)
    async with on_stage(wiring, size, routine=None) as stage:
        await stage.press("2")
        await stage.find("Pelvic lift")
        await stage.press("e")
        yield "aim-by-provider", stage
        await stage.find("Hold never above")
        await stage.press("enter", "3", "enter")
        yield "aim-target-goes-along", stage
        await stage.press("n")
        await stage.type("Enough")
        yield "aim-note", stage
        await stage.press("enter", "G")
        yield "aim-what-was-set", stage
        await stage.find("your provider", "up")
        await stage.press("enter")
        yield "aim-what-was-set-read", stage
        await stage.press("escape", "question_mark")
        yield "keys-of-aim", stage
        await stage.press("escape", "escape")
        await stage.find("Wall slide")
        await stage.press("e", "right")
        yield "aim-locked", stage
        await stage.press("escape")
        await stage.find("Leg reach", "up")
        await stage.press("e")
        await stage.find("Sets")
        await stage.press("enter", *["backspace"] * 12)
        await stage.type("10 s x 6-4-2, 20 s rest")
        yield "aim-notation", stage
        await stage.press("enter")
        yield "aim-sets", stage


async def aims_of_all(wiring: Shop, size: Size) -> Stops:
    """All exercises at once."""
    weeks(wiring)
    async with on_stage(wiring, size, routine=None) as stage:
        await stage.press("4", "enter")
        yield "all-exercises", stage
        await stage.press("G")
        yield "all-exercises-each", stage
        await stage.find("Target hold", "up")
        await stage.press("enter", "6", "enter")
        yield "all-exercises-set", stage


TOURS = (aims, aims_of_all)
