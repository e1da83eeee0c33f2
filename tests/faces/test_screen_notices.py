"""What comes once does come, however late; and what is said in passing has one place."""

import asyncio
from itertools import count

import pytest
from props import HandClock, Shop, prefer, shop
from stage import on_stage
from textual import timer
from textual.app import App, ComposeResult

from backtui.tui.dialogs import Choice
from backtui.tui.pages import ExercisePage
from backtui.tui.session.running import FRAME_S, RunningSession
from backtui.tui.timers import SureTimer
from backtui.tui.widgets.figure import Moving


@pytest.mark.parametrize("seconds", [-3600.0, -1.0, -1e-9, 0.0, 1e-12, 0.01])
async def test_a_timer_comes_once_and_lets_others_have_their_turn(seconds: float) -> None:
    came: list[float] = []
    async with App[None]().run_test() as pilot:
        assert isinstance(pilot.app.set_timer(seconds, lambda: came.append(seconds)), SureTimer)
        for _ in range(200):
            await asyncio.sleep(0.01)
            if came:
                break
        assert came == [seconds]


@pytest.mark.parametrize(("kind", "comes"), [(SureTimer, True), (timer.Timer, False)])
async def test_what_is_late_before_it_waits_comes_all_the_same(
    kind: type[timer.Timer], comes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = asyncio.Event()
    async with App[None]().run_test() as pilot:
        late = kind(pilot.app, 0.01, callback=came.set, repeat=0)
        seconds = count()  # each look at the time is a second after the one before
        monkeypatch.setattr(timer._time, "get_time", lambda: float(next(seconds)))
        await late._run()
        assert came.is_set() is comes  # Textual's own passes over it


@pytest.fixture
def wiring() -> Shop:
    made = shop(HandClock())
    prefer(made, notice_seen=True)
    return made


async def test_what_a_key_did_stands_in_the_reason_s_place_alone_until_the_next_key(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        reason = "A gentle first session"
        assert reason in await stage.settle()
        for number in range(40):
            stage.app.notify(f"sentence {number}")
        text = await stage.settle()
        assert text.count("sentence") == 1
        assert " sentence 39\n" in text
        assert reason not in text
        text = await stage.press("2", "1")
        assert "sentence" not in text
        assert reason in text


@pytest.mark.thorough
async def test_it_goes_by_itself_and_follows_to_the_screen_in_front(
    wiring: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(wiring) as stage:
        stage.app.telling.say("Done.", wrong=False, seconds=0.3)
        assert "Done." in await stage.settle()
        for _ in range(200):
            if "Done." not in await stage.settle():
                break
            await stage.pilot.pause(0.05)
        assert "A gentle first session" in await stage.settle()
        await stage.press("p")
        stage.app.notify("Said to a dialog.")
        assert "Said to a dialog." in await stage.settle()
        stage.app.screen.dismiss(None)
        assert "Said to a dialog." not in await stage.settle()


async def test_what_went_wrong_stays_until_a_key_that_comes_after_it_was_read(
    wiring: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backtui.tui.frame.page.TAKEN_IN_S", 60.0)
    async with on_stage(wiring) as stage:
        stage.app.notify("The disk is full.", severity="error")
        assert "The disk is full." in await stage.press("down")
        stage.app.telling._take_in()
        assert "The disk is full." not in await stage.press("down")


@pytest.mark.thorough
async def test_behind_a_dialog_the_figure_of_a_session_stands_still(wiring: Shop) -> None:
    # Each of its pictures would be one of the whole screen, eight times a second.
    async with on_stage(wiring) as stage:
        await stage.press("enter")
        running = stage.app.screen
        assert isinstance(running, RunningSession)
        assert running._moves
        for opening in ("ctrl+p", "question_mark"):
            await stage.press(opening)
            assert stage.app.screen is not running
            running.tick()
            assert not running._moves
            assert running._timer is not None
            assert running._timer._interval > FRAME_S
            await stage.press("escape")
            assert running._moves


async def test_a_screen_leaves_once_and_takes_no_other_with_it(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        below, above = (Choice(title, (), [("yes", "Yes")]) for title in ("Below", "Above"))
        answers: list[object] = []
        stage.app.push_screen(below, answers.append)
        await stage.settle()
        stage.app.push_screen(above, answers.append)
        await stage.settle()
        below.dismiss("below")  # a key that it was given before the other came
        await stage.settle()
        assert stage.app.screen is above
        above.dismiss("above")
        above.dismiss("again")
        await stage.settle()
        assert answers == ["above", "below"]
        assert stage.app.screen is stage.app.today


@pytest.mark.thorough
async def test_behind_a_dialog_the_figure_of_a_page_stands_still(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("2", "enter")
        page = stage.app.screen
        assert isinstance(page, ExercisePage)
        await stage.press("ctrl+p")
        figure = page.query_one(Moving)
        before = figure._seconds
        figure._wake(1.0)
        assert figure._timer is None
        await stage.press("escape")
        assert figure._timer is not None
        figure._wake(1.0)
        assert figure._seconds > before + 1


@pytest.mark.thorough
async def test_a_key_that_comes_before_the_first_picture_of_a_session_is_done(
    wiring: Shop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    compose, early = RunningSession.compose, []

    def pressed(screen: RunningSession) -> ComposeResult:
        early.append(screen.is_mounted)
        screen.action_sound()
        return compose(screen)

    monkeypatch.setattr(RunningSession, "compose", pressed)
    async with on_stage(wiring) as stage:
        await stage.press("enter")
        assert early == [False]
        assert isinstance(stage.app.screen, RunningSession)
