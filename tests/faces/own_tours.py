"""Walks through one's own programme that stop at every screen worth keeping as text."""

from own_room import keep
from own_samples import HIP, MORNING, POSES, hip
from props import Shop, asked, prefer
from screen_tours import Size, Stops
from stage import on_stage

from backtui.config.settings import Config

STILL = Config(motion="reduced")


async def own(wiring: Shop, size: Size) -> Stops:
    """The library with something of one's own, the form, its poses, and the page of an exercise undrawn."""
    prefer(wiring, notice_seen=True)
    keep(wiring, hip())
    asked(wiring, lambda _, diary: diary.shelf.include("wall-slide", disabled=True))
    asked(wiring, lambda _, diary: diary.shelf.include("leg-reach", priority="high"))
    asked(wiring, lambda _, diary: diary.shelf.note_cautions(["osteoporosis"]))
    async with on_stage(wiring, size, routine=None, config=STILL) as stage:
        await stage.press("2", "G")
        yield "library-own", stage
        await stage.find("Wall slide", "up")
        yield "library-off", stage
        await stage.find("Hip circle")
        await stage.press("enter")
        yield "exercise-undrawn", stage
        await stage.press("escape", "D")
        yield "remove-exercise", stage
        await stage.press("escape", "n")
        yield "form-new", stage
        await stage.press("enter")
        await stage.type("Bridge")
        yield "wording", stage
        await stage.press("enter")
        yield "form-named", stage
        await stage.press("escape")
        yield "form-leave", stage
        await stage.press("end", "enter")
        await stage.find("Pelvic lift", "up")
        await stage.press("c")
        yield "form-copied", stage
        await stage.press("G")
        yield "form-figure", stage
        await stage.press("enter")
        yield "poses", stage
        await stage.press("down", "down", "down", "right", "right")
        yield "poses-turned", stage
        await stage.press("escape")
        yield "poses-leave", stage
        await stage.press("end", "enter")
        await stage.find("Left out with", "up")
        await stage.press("enter")
        yield "form-cautions", stage


async def routines(wiring: Shop, size: Size) -> Stops:
    """The list of routines, the builder, what is picked, and a routine of one's own on its day."""
    prefer(wiring, notice_seen=True)
    keep(wiring, hip(figure=POSES))
    keep(wiring, MORNING)
    asked(wiring, lambda _, diary: diary.shelf.include("pelvic-lift", disabled=True))
    async with on_stage(wiring, size, routine=None, config=STILL) as stage:
        await stage.press("2", "r")
        await stage.find("Morning")
        yield "routines", stage
        await stage.press("e")
        yield "builder", stage
        await stage.press("a")
        yield "builder-pick", stage
        await stage.find("Arm reach")
        await stage.press("enter")
        yield "builder-added", stage
        await stage.press("enter")
        yield "builder-dose", stage
        await stage.press("escape", "s", "enter", "escape", "1")
        yield "today-own-routine", stage
        await stage.press("2", "r", "n")
        yield "builder-empty", stage
        await stage.press("a", "enter", "a", "enter", "r", "4", "5", "enter", "K")
        await stage.press("G", "R", "3", "enter", "2", "0", "enter", "down", "enter", "down", "down", "enter")
        yield "builder-notation", stage
        await stage.press(*["backspace"] * 7)
        await stage.type("10 s x 6-4-2, 20 s rest")
        await stage.press("enter")
        yield "builder-rounds", stage


async def programmes(wiring: Shop, size: Size) -> Stops:
    """The ready programmes, one to read, and one that was copied, with something to mind."""
    prefer(wiring, notice_seen=True)
    asked(wiring, lambda _, diary: diary.shelf.note_cautions(["osteoporosis"]))
    async with on_stage(wiring, size, routine=None) as stage:
        await stage.press("2", "m")
        yield "programmes", stage
        await stage.press("down", "enter")
        yield "programme-read", stage
        await stage.press("f")
        yield "programme-followed", stage
        await stage.press("escape", "r")
        yield "routines-after-programme", stage


async def cautions(wiring: Shop, size: Size) -> Stops:
    """What is minded, and what the provider allows all the same."""
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, size, routine=None) as stage:
        await stage.press("2", "t")
        yield "cautions-none", stage
        await stage.press("space")
        yield "cautions-noted", stage
        await stage.find("Pretzel")
        await stage.press("space")
        yield "cautions-allowed", stage
        await stage.press("escape", "1")
        await stage.press("G")
        yield "today-cautions", stage


async def own_running(wiring: Shop, size: Size) -> Stops:
    """A session with an exercise of one's own, without a figure and with one."""
    prefer(wiring, notice_seen=True)
    keep(wiring, HIP)
    keep(wiring, {"id": "mine", "name": "Mine", "items": [{"exercise": "hip-circle"}]})
    async with on_stage(wiring, size, routine="mine") as stage:
        await stage.press("enter")
        stage.to_phase("hold")
        yield "running-undrawn", stage
        await stage.press("z")
        yield "running-undrawn-big", stage


OWN_TOURS = (own, routines, programmes, cautions, own_running)
