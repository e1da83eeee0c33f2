"""The whole job by keys alone, and what a start finds: an open session, an unconfirmed one, a lock."""

import json
from typing import Any

import pytest
from cli_room import backtui
from props import HandClock, Shop, aim, asked, prefer, shop, train
from stage import Stage, on_stage

from backtui.coach.running import Running
from backtui.domain.events import Rating
from backtui.domain.exercise import Dose, Side
from backtui.domain.record import State
from backtui.domain.session.state import Mode

DAY_S = 86_400


@pytest.fixture
def wiring() -> Shop:
    """A log whose owner has read the safety notes."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    return wiring


def dose(wiring: Shop, exercise: str) -> Dose:
    """The next dose of an exercise."""
    return asked(wiring, lambda coach, _: coach.decisions()[exercise].dose)


def read(*words: str) -> Any:
    """What a command says as JSON."""
    answer = backtui(*words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


async def test_the_whole_job_by_keys_alone() -> None:
    wiring = shop(HandClock())
    async with on_stage(wiring, threaded=True, routine=None) as stage:
        for key, words in (("", "Welcome"), ("enter", "A gentle first session"), ("enter", "1 of 16")):
            await stage.press(*filter(None, [key]))
            await stage.see(words)
        await stage.to_end()
        await stage.see("Done")
        await stage.press("1")
        await stage.see("easy")
        for key, words in (
            ("enter", "Start"),
            ("3", "13 exercises"),
            ("enter", "Pain before"),
            ("enter", "enter seconds"),
            ("escape", "Pain before"),
            ("escape", "done"),
        ):
            await stage.press(key)
            await stage.see(words)
        await stage.press("4")
        await stage.see("DOSES")
        await stage.find("Pelvic lift")
        await stage.press("enter")
        await stage.see("Repetitions")
        await stage.press("enter", "4", "enter")
        await stage.see("4 s × 2")
        await stage.find("Target hold")
        await stage.press("enter", "8", "enter", "escape", "1")
        await stage.see("Start")
        text = await stage.find("Pelvic lift")
        assert "4 s × 2" in next(line for line in text.split("\n") if "▌ Pelvic lift" in line)
        await stage.press("q")
    (session,) = read("history")["sessions"]
    assert session["state"] == "done"
    assert session["entries"][0]["rating"] == "easy"
    plan = [item for block in read("plan")["blocks"] for item in block["items"]]
    assert next(item["hold_s"] for item in plan if item["exercise"] == "pelvic-lift") == 4
    exercises = read("exercises")["exercises"]
    assert next(each["target"] for each in exercises if each["id"] == "pelvic-lift")["hold_s"] == 5


async def test_the_safety_notes_come_once() -> None:
    wiring = shop(HandClock())
    async with on_stage(wiring) as stage:
        await stage.press("escape")
    async with on_stage(wiring) as stage:
        assert "Welcome" not in await stage.settle()


# An open session


def second_repetition_on_the_right(running: Running) -> bool:
    state = running.state
    return state.item == 1 and len(state.own.reps) == 3


@pytest.fixture
def left(wiring: Shop) -> Shop:
    """A log whose newest session was cut off after the first repetition on the right side."""
    train(wiring, second_repetition_on_the_right)
    wiring.clock.sleep(3600)
    return wiring


@pytest.mark.thorough
async def test_an_open_session_goes_on_in_its_place(left: Shop) -> None:
    async with on_stage(left) as stage:
        assert "5 repetitions done" in await stage.settle()
        await stage.press("enter")
        state = stage.state
        assert (state.item, state.steps[1].side, state.steps[1].rep) == (1, Side.RIGHT, 2)
        stage.to_phase("in")
        text = await stage.settle()
        assert all(words in text for words in ("2 of 3", "Side stretch", "rep 2 of 2", "RIGHT SIDE"))
        assert "Done" in await stage.to_end()
        assert [len(entry.reps) for entry in stage.newest().entries] == [2, 4, 2]


@pytest.mark.thorough
async def test_an_open_session_is_finished_with_what_was_done(left: Shop) -> None:
    async with on_stage(left) as stage:
        assert "Stopped" in await stage.press("down", "enter")
        record = stage.newest()
        assert record.state is State.STOPPED
        assert [len(entry.reps) for entry in record.entries] == [2, 3, 0]


@pytest.mark.thorough
async def test_an_open_session_is_discarded_after_a_second_question(left: Shop) -> None:
    async with on_stage(left) as stage:
        await stage.press("G", "enter", "enter")
        assert stage.newest().state is State.OPEN
        assert "interrupted" in await stage.press("enter")
        before = stage.newest().id
        assert "GET READY" in await stage.press("G", "enter", "G", "enter")
        (session,) = stage.ask(lambda coach, _: coach.sessions())
        assert session.id != before


async def test_left_alone_it_is_asked_again_before_another_begins(left: Shop) -> None:
    async with on_stage(left) as stage:
        await stage.press("escape")
        assert stage.newest().state is State.OPEN
        assert "interrupted" in await stage.press("enter")


async def test_a_session_of_yesterday_cannot_go_on(left: Shop) -> None:
    left.clock.sleep(DAY_S)
    async with on_stage(left) as stage:
        text = await stage.settle()
        assert "Go on where" not in text
        assert "Finish it" in text


@pytest.mark.thorough
async def test_asked_for_outright_a_session_begins_at_once(wiring: Shop) -> None:
    async with on_stage(wiring, straight=True) as stage:
        assert "GET READY" in await stage.settle()


# Nobody there


@pytest.mark.thorough
async def test_an_unconfirmed_session_raises_nothing_until_it_is_confirmed(wiring: Shop) -> None:
    for _ in range(2):
        train(wiring, alive=False)
        wiring.clock.sleep(2 * DAY_S)
    assert dose(wiring, "pelvic-tilt") == Dose(2, 2)
    async with on_stage(wiring) as stage:
        await stage.find("Did you do the session")
        assert "▲" not in await stage.press("enter")
        await stage.press("3", *["up"] * 4)
        await stage.press("c", "1")
    assert dose(wiring, "pelvic-tilt") == Dose(2, 3)


@pytest.mark.thorough
async def test_the_key_that_leaves_the_summary_is_a_sign_of_life(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("enter")
        assert "Did you do it?" in await stage.to_end()
        assert not stage.newest().alive
        await stage.press("escape")
        assert stage.newest().alive


# After a session


async def summary(stage: Stage) -> str:
    await stage.press("enter")
    return await stage.to_end()


@pytest.mark.thorough
async def test_ratings_and_a_declined_raise_change_the_next_dose(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await summary(stage)
        await stage.press("1")
        assert "next 2 s × 3" in await stage.settle()
        assert dose(wiring, "pelvic-tilt") == Dose(2, 3)
        await stage.press("3")
        assert dose(wiring, "pelvic-tilt") == Dose(2, 2)
        await stage.press("1", "n")
        assert dose(wiring, "pelvic-tilt") == Dose(2, 2)
        await stage.press("enter")
        assert stage.newest().entries[0].rating is Rating.EASY


@pytest.mark.thorough
async def test_pain_before_and_after_stays_with_the_session(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("p", "3", "enter")
        await summary(stage)
        await stage.press("p", "9", "enter", "enter")
        assert (stage.newest().pain_before, stage.newest().pain_after) == (3, 9)
        await stage.press("enter")
        assert stage.state.mode is Mode.RUNNING
        assert stage.newest().pain_before is None


# Locks and bounds


@pytest.mark.thorough
async def test_a_providers_lock_is_told_and_can_be_lifted(wiring: Shop) -> None:
    aim(wiring, "pelvic-tilt", hold_s=4, reps=4, locked=True, by="provider")
    wiring.clock.sleep(60)
    async with on_stage(wiring) as stage:
        assert "4 s × 4    locked" in await stage.find("Pelvic tilt")
        await stage.press("e")
        text = await stage.find("Locked")
        assert "by my provider" in text
        await stage.press("right")
        assert "by my provider" not in await stage.settle()
        await stage.press("escape")
    assert asked(wiring, lambda coach, _: coach.of_the_day()["pelvic-tilt"].prescription.locked) is None


@pytest.mark.thorough
async def test_numbers_stop_at_their_bounds(wiring: Shop) -> None:
    async with on_stage(wiring, routine="standard") as stage:
        await stage.press("m", "9", "9", "9", "enter")
        assert "999" in await stage.settle()
        await stage.press("right", "enter", "g")
        assert stage.app.today.wish.minutes == 90
        await stage.press("m", "backspace", "backspace", "backspace", "enter", "left", "enter", "g")
        await stage.settle()
        assert stage.app.today.wish.minutes == 3
