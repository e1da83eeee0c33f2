"""A walk past what stands beside the lists of Today and of the library, where there is room for it."""

from props import Shop, aim, prefer, train
from screen_tours import DAY_S, Size, Stops
from stage import on_stage

from backtui.config.settings import Config


async def beside(wiring: Shop, size: Size) -> Stops:
    """The session as a whole, an exercise that grew, one that is locked, two of the library, a summary."""
    prefer(wiring, notice_seen=True)
    for _ in range(4):
        train(wiring, routine="standard", minutes=90)
        wiring.clock.sleep(2 * DAY_S)
    aim(wiring, "pelvic-lift", hold_s=4, reps=6, locked=True, by="provider")
    async with on_stage(wiring, size, routine=None, config=Config(motion="reduced")) as stage:
        yield "beside-session", stage
        await stage.find("Single leg pull")
        yield "beside-exercise", stage
        await stage.find("Pelvic lift")
        yield "beside-locked", stage
        await stage.press("2")
        await stage.find("Hamstring")
        yield "beside-library", stage
        await stage.find("Leg reach")
        yield "beside-library-standing", stage
        await stage.press("1", "g", "enter")
        stage.to_phase("relax")
        await stage.press("1", "q", "down", "enter")
        yield "beside-summary", stage
