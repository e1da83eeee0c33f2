"""The running screen and its log: nothing is shown as counted before it is on disk, and trouble is told."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from msgspec.structs import replace
from props import HandClock, prefer, shop
from stage import Stage, on_stage
from textual.app import ScreenStackError
from textual.worker import WorkerFailed

from backtui.config.settings import Config
from backtui.domain.record import State
from backtui.store.errors import SessionTaken, StoreError
from backtui.tui.base import Place
from backtui.tui.today.today import TodayPlace

PENDING, COUNTED = "◍", "●"


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A session in the first exercise's first hold."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        await stage.press("enter")
        stage.to_phase("hold")
        yield stage


@pytest.mark.thorough
async def test_a_repetition_counts_once_the_log_has_it(stage: Stage) -> None:
    stage.log.stands_still = True
    stage.to_phase("relax")
    text = await stage.settle()
    assert (PENDING in text, COUNTED in text) == (True, False)
    assert stage.newest().entries[0].reps == ()
    stage.log.go_on()
    text = await stage.settle()
    assert (PENDING in text, COUNTED in text) == (False, True)
    assert len(stage.newest().entries[0].reps) == 1


@pytest.mark.thorough
async def test_a_refused_repetition_is_told_and_lands_with_the_next(stage: Stage) -> None:
    stage.log.stands_still = True
    stage.to_phase("relax")
    stage.log.go_on(StoreError("The disk is full."))
    text = await stage.settle()
    assert "The disk is full." in text
    assert COUNTED not in text
    stage.to_phase("hold")
    stage.to_phase("relax")
    text = await stage.settle()
    assert "The disk is full." not in text
    assert text.count(COUNTED) == 2
    assert len(stage.newest().entries[0].reps) == 2


@pytest.mark.parametrize("behind", ["", "question_mark", "q"])
@pytest.mark.thorough
async def test_a_session_taken_over_is_left_with_a_sentence(stage: Stage, behind: str) -> None:
    stage.log.stands_still = True
    stage.to_phase("relax")
    if behind:
        await stage.press(behind)
    stage.log.go_on(SessionTaken("This session runs in another backtui (process 4 on mars)."))
    await stage.settle()
    if behind:
        await stage.press("escape")
    assert isinstance(stage.app.screen, TodayPlace)
    assert any("process 4 on mars" in said for said in stage.said())
    assert stage.newest().state is State.OPEN


@pytest.mark.thorough
async def test_the_summary_waits_for_the_log() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        await stage.press("enter")
        stage.to_phase("hold")
        await stage.press("q", "down")
        stage.log.stands_still = True
        await stage.press("enter")
        stage.log.go_on()
        await stage.see("Stopped")


@pytest.mark.thorough
async def test_a_setting_of_the_terminal_is_saved_and_holds_at_once() -> None:
    saved: list[tuple[str, object]] = []
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, save=lambda key, value: saved.append((key, value))) as stage:
        await stage.press("4", "G")
        await stage.find("Motion", "up")
        await stage.press("right", "right")
        await stage.find("Theme", "up")
        await stage.press("right", "right")
        assert saved[:2] == [("motion", "reduced"), ("motion", "off")]
        assert stage.app.config == replace(Config(), motion="off", theme=saved[-1][1])
        assert stage.app.theme == saved[-1][1]
        await stage.press("1", "enter")
        assert stage.session.has_class("no-figure")


@pytest.mark.thorough
async def test_a_setting_that_cannot_be_saved_is_told_and_does_not_hold() -> None:
    def refuse(key: str, value: object) -> None:
        raise OSError(28, "No space left on device")

    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, save=refuse) as stage:
        before = stage.app.config
        await stage.press("4")
        await stage.find("Motion")
        await stage.press("right")
        assert stage.app.config == before
        assert any("No space left" in said for said in stage.said())


async def test_an_answer_that_comes_when_all_screens_are_gone_is_no_fault() -> None:
    wiring = shop(HandClock())
    async with on_stage(wiring) as stage:
        app = stage.app
    late = ScreenStackError("No screens on stack")
    app._handle_exception(WorkerFailed(late))
    app._handle_exception(late)
    assert app.fault is None
    app._handle_exception(ValueError("a real one"))
    assert isinstance(app.fault, ValueError)


async def untouched_summary(stage: Stage) -> None:
    """The summary of a session in which nobody pressed a key: the next one confirms it."""
    await stage.press("enter")
    assert "You pressed no key" in await stage.to_end()


async def filter_of_history(stage: Stage) -> None:
    """The line of words that History is filtered by: the next letter has them understood."""
    await stage.press("3", "slash")


async def today(stage: Stage) -> None:
    """The place behind the palette: what there is to find is asked for as it opens."""
    assert isinstance(stage.app.screen, TodayPlace)


@pytest.mark.parametrize(
    ("reach", "key", "leave"),
    [(untouched_summary, "down", "q"), (filter_of_history, "a", "escape"), (today, "ctrl+p", "escape")],
)
@pytest.mark.thorough
async def test_a_screen_whose_key_the_log_refuses_takes_the_next(
    reach: Callable[[Stage], Awaitable[None]], key: str, leave: str
) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        await reach(stage)
        stage.log.stands_still = True
        stage._send(key)
        while not stage.log._waiting:
            await stage.pilot.pause(0.002)
        stage.log.go_on(StoreError("The disk is full."))
        await stage.settle()
        assert "The disk is full." in stage.said()
        assert stage.app.screen.is_running
        await stage.press(leave)
        assert isinstance(stage.app.screen, Place)


async def test_a_question_gives_the_log_a_moment_to_answer(stage: Stage) -> None:
    stage.log.stands_still = True
    assert "Stop the session?" not in await stage.press("q")
    stage.log.go_on()
    text = await stage.see("Stop the session?")
    assert "0 repetitions are in the log." in text


async def test_a_log_that_stands_still_keeps_no_question_back(stage: Stage) -> None:
    stage.log.stands_still = True
    await stage.press("q")
    text = await stage.see("Stop the session?")
    assert "the log does not answer" in " ".join(text.split())
