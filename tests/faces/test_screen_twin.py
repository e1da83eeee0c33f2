"""The same presses at the same moments leave the same log, through the full screen and through the lines."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli_room import backtui
from plain_room import Room
from props import HandClock, asked, prefer, shop
from sets_tours import own_sets, with_sets
from stage import on_stage

from backtui.domain.session.state import Press
from backtui.plain.opening import Options
from backtui.plain.terminal import WORDS
from backtui.tui.keys import RUNNING

# Seconds into the short session, and what is pressed then. Pelvic tilt is ready until 15 and in until 18.
SCRIPTS: dict[str, list[tuple[float, Press]]] = {
    "nothing": [],
    "a pause": [(16.5, Press.PAUSE), (40.0, Press.PAUSE)],
    "everything": [
        (18.5, Press.LONGER),
        (26.25, Press.PAUSE),
        (30.0, Press.COMFORTABLE),
        (33.0, Press.EASE),
        (44.0, Press.RESTART),
        (60.5, Press.EASE),
        (62.0, Press.HARD),
        (75.0, Press.BACK),
        (90.0, Press.SKIP),
        (120.0, Press.PAUSE),
        (125.0, Press.PAUSE),
        (140.0, Press.EASY),
    ],
    "pain": [(19.0, Press.PAIN), (30.0, Press.SKIP)],
    "undone": [(19.0, Press.SKIP), (21.0, Press.UNDO)],
    "later": [(19.0, Press.LATER)],
    "dizzy": [(50.0, Press.DIZZY)],
}

# The same in a routine with sets of 6, 4 and 2, a rest, a movement and sides by turns.
WITH_SETS: dict[str, list[tuple[float, Press]]] = {
    "nothing": [],
    "later": [(30.0, Press.LATER), (60.0, Press.PAUSE), (75.0, Press.PAUSE)],
    "skipped": [(130.0, Press.SKIP), (170.0, Press.BACK), (200.0, Press.LATER)],
}


def key_of(press: Press) -> str:
    return next(key.keys.split(",")[0] for key in RUNNING if key.action == f"press('{press.value}')")


def word_of(press: Press) -> str:
    return next(word for word in WORDS[press] if word)


def outcome(*words: str) -> Any:
    """What is in the log, without what names or dates it."""
    (session,) = json.loads(backtui(*words, "history", "--json").out)["sessions"]
    return {key: session[key] for key in session if key not in ("id", "started_at", "ended_at", "face")}


def plainly(script: list[tuple[float, Press]], path: Path) -> Any:
    room = Room(path, HandClock(rate=1))
    room.session([(at, word_of(press)) for at, press in script])
    room.store.close()
    return outcome("--db", str(path))


async def on_screen(script: list[tuple[float, Press]]) -> Any:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        await stage.press("enter")
        for at, press in script:
            stage.let_pass(at - stage.clock.monotonic())
            await stage.press(key_of(press))
        await stage.to_end()
        await stage.press("enter")
    return outcome()


@pytest.mark.parametrize("name", SCRIPTS)
async def test_both_faces_leave_the_same_log(name: str, tmp_path: Path) -> None:
    on_lines = plainly(SCRIPTS[name], tmp_path / "plain.db")
    assert await on_screen(SCRIPTS[name]) == on_lines
    assert sum(len(entry["done"]) for entry in on_lines["entries"])


def test_both_faces_know_every_press() -> None:
    for press in set(Press) - {Press.TICK, Press.PRESENT, Press.STOP}:
        assert key_of(press)
        assert word_of(press)


def test_a_plan_is_the_same_in_both_faces() -> None:
    wiring = shop(HandClock())
    said = json.loads(backtui("plan", "--json").out)
    plan = asked(wiring, lambda coach, _: coach.plan(None, "standard"))
    assert [each["exercise"] for block in said["blocks"] for each in block["items"]] == [
        item.item.exercise for item in plan.items
    ]


@pytest.mark.parametrize("name", WITH_SETS)
@pytest.mark.thorough
async def test_both_faces_leave_the_same_log_of_sets(name: str, tmp_path: Path) -> None:
    script = WITH_SETS[name]
    wiring = shop(HandClock())
    with_sets(wiring)
    async with on_stage(wiring, routine="mix") as stage:
        await stage.press("enter")
        for at, press in script:
            stage.let_pass(at - stage.clock.monotonic())
            await stage.press(key_of(press))
        await stage.to_end()
        await stage.press("enter")
    on_full = outcome()
    room = Room(tmp_path / "plain.db", HandClock(rate=1))
    own_sets(room.diary)
    room.session([(at, word_of(press)) for at, press in script], options=Options(routine="mix"))
    room.store.close()
    assert outcome("--db", str(tmp_path / "plain.db")) == on_full
    assert {each["set"] for entry in on_full["entries"] for each in entry["done"]} >= {1, 2}
