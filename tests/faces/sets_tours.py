"""A session with sets, rests, movements and sides by turns, scene by scene."""

import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

from props import Shop, prefer
from stage import Stage, on_stage

from backtui.coach.sessions import Diary

PROGRAMMES = Path(__file__).parents[2] / "examples" / "programmes"
MARCH = {
    "id": "march", "name": "Marching on your back", "kind": "strength", "position": "lying",
    "sides": "alternating", "works_on": ["hips"], "set_up": ["Lie on your back, knees bent."],
    "movement_in": "Lift your {side} foot.", "hold": ["Your back stays still; breathe."],
    "movement_out": "Lower your {side} foot.",
    "dose": {"start": "2 s × 2", "target": "2 s × 2", "ceiling": "2 s × 2"},
}  # fmt: skip
MIX = {
    "id": "mix",
    "name": "Mix",
    "items": [
        {"exercise": "mcgill-curl", "dose": "10 s × 6-4-2, 20 s rest"},
        {"rest_s": 30},
        {"exercise": "head-rolls"},
        {"exercise": "march"},
    ],
}


def own_sets(diary: Diary) -> None:
    """The exercises and the routine are the person's own."""
    for name in ("mcgill-curl", "head-rolls"):
        diary.shelf.save_exercise(tomllib.loads((PROGRAMMES / f"{name}.toml").read_text()))
    diary.shelf.save_exercise(MARCH)
    diary.shelf.save_routine(MIX)


def with_sets(wiring: Shop) -> None:
    """They are in the log of the shop, and the safety notes were read."""
    prefer(wiring, notice_seen=True)
    with wiring.writing() as opened:
        own_sets(opened.diary)


async def sets_run(wiring: Shop, size: tuple[int, int]) -> AsyncIterator[tuple[str, Stage]]:
    """From the plan to the summary."""
    with_sets(wiring)
    async with on_stage(wiring, size, routine="mix") as stage:
        yield "sets-planned", stage
        await stage.press("enter")
        stage.to_phase("hold")
        yield "sets-hold", stage
        stage.to_phase("rest")
        stage.let_pass(5)
        yield "sets-rest", stage
        await stage.press("z")
        yield "sets-rest-big", stage
        await stage.press("z")
        stage.to_phase("hold")
        yield "sets-second", stage
        await stage.press("n")
        yield "sets-rest-before", stage
        stage.to_phase("move")
        yield "sets-move", stage
        while stage.state.step.rep < 9:
            stage.phase_passes()
        stage.to_phase("ready")
        stage.to_phase("hold")
        yield "sets-left", stage
        stage.to_phase("in")
        yield "sets-right", stage
        stage.to_phase("offer")
        yield "sets-offer", stage
        await stage.to_end()
        yield "sets-summary", stage
        await stage.press("O")
        await stage.type("slower today")
        await stage.press("enter")
        yield "sets-noted", stage
