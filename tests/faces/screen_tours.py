"""Walks through the full screen that stop at every screen worth keeping as text."""

from collections.abc import AsyncIterator

import aim_tours
from props import Shop, aim, prefer, train
from stage import Stage, on_stage

from backtui.config.settings import Config

DAY_S = 86_400
Stops = AsyncIterator[tuple[str, Stage]]
Size = tuple[int, int]


async def first_start(wiring: Shop, size: Size) -> Stops:
    """The safety notes, the four places before anything was done, and the pages behind them."""
    async with on_stage(wiring, size, routine=None, config=Config(motion="reduced")) as stage:
        yield "welcome", stage
        await stage.press("enter")
        yield "today-first", stage
        await stage.press("question_mark")
        yield "keys-of-today", stage
        await stage.press("escape", "2")
        yield "library-by-kind", stage
        await stage.press("p")
        yield "library-by-position", stage
        await stage.press("p", "slash")
        await stage.type("knee")
        yield "library-filtered", stage
        await stage.type("zz")
        yield "library-nothing-found", stage
        await stage.press("escape")
        await stage.find("Cat and camel")
        await stage.press("enter")
        yield "exercise", stage
        await stage.press("escape", "w")
        yield "why-nothing-done", stage
        await stage.press("escape", "1", "r")
        yield "routine", stage
        await stage.press("escape")
        await stage.press("4")
        yield "settings", stage
        await stage.find("Pelvic tilt")
        await stage.press("enter")
        yield "aim", stage
        await stage.press("enter")
        yield "number", stage
        await stage.press("escape", "escape", "G", "enter")
        yield "about", stage


async def later(wiring: Shop, size: Size) -> Stops:
    """The places after some weeks: doses that grew, one exercise at rest, one locked, one unconfirmed."""
    prefer(wiring, notice_seen=True)
    for _ in range(4):
        train(wiring, routine="standard", minutes=90)
        wiring.clock.sleep(2 * DAY_S)
    async with on_stage(wiring, size, routine=None) as stage:
        yield "today-arrows", stage
        await stage.find("Pelvic lift")
        yield "today-arrow-explained", stage
        await stage.press("w")
        yield "why-grown", stage
        await stage.press("escape")
        aim(wiring, "wall-slide", resting=True)
        aim(wiring, "pelvic-lift", hold_s=4, reps=6, locked=True, by="provider")
        await stage.press("2", "1", "G")
        yield "today-resting", stage
        train(wiring, alive=False)
        await stage.press("2", "1", "g")
        yield "today-unconfirmed", stage
        await stage.press("3", "enter")
        yield "session", stage
        await stage.press("escape", "2")
        yield "library-resting", stage


async def running(wiring: Shop, size: Size) -> Stops:
    """A session in each of its phases."""
    prefer(wiring, notice_seen=True, asks_rating=True)
    async with on_stage(wiring, size) as stage:
        await stage.press("enter")
        for phase in ("ready", "in", "hold", "out", "relax"):
            stage.to_phase(phase)
            stage.let_pass(1)
            yield f"running-{phase}", stage
        stage.to_phase("hold")
        await stage.press("plus")
        stage.let_pass(6)
        yield "running-hold-on", stage
        await stage.press("plus", "space")
        yield "running-paused", stage
        await stage.press("space")
        yield "running-lead-in", stage
        stage.to_phase("rate")
        yield "running-rate", stage
        stage.to_phase("switch")
        yield "running-switch", stage
        stage.to_phase("hold")
        yield "running-right-side", stage
        await stage.press("z")
        yield "running-big", stage
        await stage.press("space")
        stage.let_pass(4)
        yield "running-big-paused", stage
        await stage.press("space")
        stage.let_pass(4)
        await stage.press("z", "f")
        yield "running-no-figure", stage
        await stage.press("f", "n")
        stage.to_phase("hold")
        yield "running-cat", stage
        stage.phase_passes()
        yield "running-way-to-camel", stage
        stage.to_phase("hold")
        yield "running-camel", stage
        await stage.press("question_mark")
        yield "keys-of-session", stage


async def stopped(wiring: Shop, size: Size) -> Stops:
    """What is asked before a session ends early, and what is asked when it was interrupted."""
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, size) as stage:
        await stage.press("enter")
        stage.to_phase("relax")
        await stage.press("q")
        yield "stop", stage
        await stage.press("G", "enter")
        yield "stop-discard", stage
        await stage.press("enter")
        stage.clock.advance(60)
        stage.session.tick()
        yield "running-asleep", stage
    async with on_stage(wiring, size) as stage:
        yield "interrupted", stage
    wiring.clock.sleep(DAY_S)
    async with on_stage(wiring, size) as stage:
        yield "interrupted-yesterday", stage
        await stage.press("G", "enter")
        yield "interrupted-discard", stage


async def summaries(wiring: Shop, size: Size) -> Stops:
    """The ends of sessions: grown, stopped early, with pain, dizzy."""
    prefer(wiring, notice_seen=True)
    train(wiring)
    wiring.clock.sleep(2 * DAY_S)
    async with on_stage(wiring, size) as stage:
        await stage.press("p", "3", "enter", "enter")
        await stage.to_end()
        yield "summary-growth", stage
        await stage.press("1", "n", "p", "2", "enter")
        yield "summary-declined", stage
        await stage.press("question_mark")
        yield "keys-of-summary", stage
        await stage.press("escape", "enter")
        stage.clock.advance(2 * DAY_S)
        await stage.press("enter")
        stage.to_phase("relax")
        await stage.press("q", "down", "enter")
        yield "summary-stopped", stage
        await stage.press("enter")
        stage.clock.advance(2 * DAY_S)
        await stage.press("enter")
        stage.to_phase("hold")
        await stage.press("e")
        yield "running-eased", stage
        stage.to_phase("hold")
        await stage.press("x")
        yield "running-hurt", stage
        await stage.press("z")
        yield "running-hurt-big", stage
        await stage.press("z")
        await stage.to_end()
        yield "summary-pain", stage
        await stage.press("enter")
        stage.clock.advance(2 * DAY_S)
        await stage.press("enter")
        stage.to_phase("relax")
        await stage.press("d")
        yield "running-dizzy", stage
        await stage.press("space")
        yield "summary-dizzy", stage


TOURS = (first_start, later, running, stopped, summaries, *aim_tours.TOURS)
