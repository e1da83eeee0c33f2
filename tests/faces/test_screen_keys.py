"""Every key of the running session, and the keys that lead from place to place."""

from collections.abc import AsyncIterator, Callable

import pytest
from props import HandClock, prefer, shop
from stage import Stage, on_stage

from backtui.domain.events import Rating
from backtui.domain.record import State
from backtui.domain.session.state import Mode, SessionState
from backtui.domain.session.steps import Phase
from backtui.tui.app import PLACES
from backtui.tui.base import Place
from backtui.tui.dialogs import Choice, ReaderPage
from backtui.tui.keys import PLACES as PLACE_KEYS
from backtui.tui.keys import RUNNING
from backtui.tui.widgets.rows import Rows

Rule = Callable[[SessionState, SessionState], bool]


def kept(before: SessionState, after: SessionState) -> bool:
    """The session goes on as if nothing had been pressed."""
    return (after.item, after.at, after.mode, after.due) == (before.item, before.at, before.mode, before.due)


# What each key does in the middle of the second repetition's hold of the second exercise.
DOES: dict[str, Rule] = {
    "run.pause": lambda _, after: after.mode is Mode.PAUSED and after.pause_why == "key",
    "run.skip": lambda _, after: after.item == 2 and after.progress[1].how == "skipped",
    "run.ease": lambda _, after: after.step.phase is Phase.OUT and after.own.eased_s == 1,
    "run.pain": lambda _, after: after.item == 2 and after.progress[1].pain,
    "run.back": lambda _, after: after.item == 0 and after.step.phase is Phase.READY,
    "run.restart": lambda before, after: after.step.phase is Phase.IN and after.step.rep == before.step.rep,
    "run.longer": lambda before, after: after.longer and after.due > before.due,
    "run.easy": lambda _, after: after.own.rating is Rating.EASY,
    "run.comfortable": lambda _, after: after.own.rating is Rating.COMFORTABLE,
    "run.hard": lambda _, after: after.own.rating is Rating.HARD,
    "run.undo": kept,
    "run.later": kept,  # it is the last of its block
    "run.sound": kept,
    "run.figure": kept,
    "run.big": kept,
    "run.help": kept,
}
ELSEWHERE = {"run.dizzy", "run.stop", "run.suspend", "app.repaint"}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A session in its second exercise's second hold."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        await stage.press("enter", "n")
        while stage.state.step.rep < 2:
            stage.phase_passes()
        stage.to_phase("hold")
        stage.let_pass(1)
        yield stage


def test_every_key_of_the_table_has_a_rule() -> None:
    assert {key.id for key in RUNNING} == set(DOES) | ELSEWHERE


async def test_a_key_does_what_the_table_says(stage: Stage) -> None:
    before = stage.state
    for key in RUNNING:
        for name in key.keys.split(",") if key.id in DOES else ():
            stage.session.running.state = before
            await stage.press(name)
            assert DOES[key.id](before, stage.state), key
            assert stage.state.alive
            if isinstance(stage.app.screen, ReaderPage):
                await stage.press("escape")


@pytest.mark.thorough
async def test_dizzy_ends_the_session_and_says_to_sit_down(stage: Stage) -> None:
    assert "Nothing is lost" in await stage.press("d")
    assert stage.newest().dizzy
    assert stage.newest().state is State.STOPPED


@pytest.mark.thorough
async def test_later_puts_an_exercise_off_and_undo_takes_it_back(stage: Stage) -> None:
    await stage.press("b", "l")
    assert (stage.state.item, stage.state.script.order) == (1, (1, 0, 2))
    await stage.press("u")
    assert (stage.state.item, stage.state.script.order) == (0, ())


@pytest.mark.thorough
async def test_what_was_skipped_is_offered_once_more(stage: Stage) -> None:
    await stage.press("n", "n")
    text = await stage.settle()
    assert "You skipped Pelvic tilt, Side stretch and Cat and camel." in text
    assert "b does it now; n, or no key, ends the session." in text
    await stage.press("b")
    assert (stage.state.item, stage.state.own.how) == (0, None)


@pytest.mark.thorough
async def test_undo_takes_a_skip_back(stage: Stage) -> None:
    await stage.press("n")
    assert stage.state.item == 2
    await stage.press("u")
    assert stage.state.item == 1
    assert stage.state.mode is Mode.LEAD_IN


@pytest.mark.thorough
async def test_pause_goes_on_after_a_lead_in(stage: Stage) -> None:
    await stage.press("space", "space")
    assert stage.state.mode is Mode.LEAD_IN
    stage.let_pass(3)
    assert stage.state.mode is Mode.RUNNING


@pytest.mark.thorough
async def test_any_key_ends_a_longer_hold(stage: Stage) -> None:
    await stage.press("plus")
    stage.let_pass(30)
    assert stage.state.longer
    await stage.press("n")
    assert (stage.state.longer, stage.state.step.phase, stage.state.item) == (False, Phase.OUT, 1)
    assert max(stage.state.own.reps[-1].holds_s) > 30


@pytest.mark.thorough
async def test_the_view_changes_and_nothing_else(stage: Stage) -> None:
    figure = await stage.settle()
    without = await stage.press("f")
    big = await stage.press("z")
    assert "Side stretch" in without
    assert "Side stretch" not in big
    assert "██  ██    ██    ██      ████" in big  # HOLD, in large letters
    await stage.press("z", "f")
    stage.let_pass(3.1)
    stage.session.paint()
    again = await stage.settle()
    assert "Side stretch" in again
    assert "Figure" not in again
    assert len(again.split("\n")) == len(figure.split("\n"))


@pytest.mark.thorough
async def test_sound_is_switched_for_this_session(stage: Stage) -> None:
    for sounds in (False, True):
        await stage.press("m")
        assert stage.session.signals.sound is sounds
        assert stage.app.config.sound


@pytest.mark.thorough
async def test_help_lists_every_key_and_the_session_goes_on(stage: Stage) -> None:
    text = await stage.press("question_mark")
    assert isinstance(stage.app.screen, ReaderPage)
    assert "Pause; again" in text
    stage.let_pass(5)
    assert stage.state.step.phase is not Phase.HOLD
    assert "HOLD" not in await stage.press("escape")


@pytest.mark.thorough
async def test_a_session_that_ends_behind_the_keys_page_is_summed_up(stage: Stage) -> None:
    await stage.press("question_mark")
    await stage.to_end()
    assert "Done" in await stage.press("escape")


@pytest.mark.thorough
async def test_escape_and_enter_change_nothing_in_a_session(stage: Stage) -> None:
    before = stage.state
    for key in ("escape", "enter", "tab", "4"):
        await stage.press(key)
        assert kept(before, stage.state)
    assert not stage.app._exit


# Stop


@pytest.mark.thorough
async def test_stop_asks_while_the_session_stands_still(stage: Stage) -> None:
    await stage.press("q")
    assert stage.state.mode is Mode.PAUSED
    assert isinstance(stage.app.screen, Choice)
    await stage.press("escape")
    assert stage.state.mode is Mode.LEAD_IN


@pytest.mark.thorough
async def test_stop_keeps_what_was_done(stage: Stage) -> None:
    assert "Stopped" in await stage.press("q", "down", "enter")
    record = stage.newest()
    assert record.state is State.STOPPED
    assert [len(entry.reps) for entry in record.entries] == [0, 1, 0]


@pytest.mark.parametrize("answers", [("enter",), ("escape",), ("q",)])
async def test_discard_is_asked_twice(stage: Stage, answers: tuple[str, ...]) -> None:
    await stage.press("q", "G", "enter")
    assert isinstance(stage.app.screen, Choice)
    await stage.press(*answers)
    assert stage.state.mode is Mode.LEAD_IN
    await stage.press("q", "G", "enter", "G", "enter")
    assert isinstance(stage.app.screen, Place)
    assert stage.ask(lambda coach, _: coach.sessions()) == []


# Places


def screen_rows(stage: Stage) -> str:
    """All that the page says, scrolled out of sight or not."""
    rows = stage.app.screen.query_one(Rows).rows
    return " ".join("".join(text for text, _ in row.left).strip() for row in rows)


@pytest.fixture
async def home_stage() -> AsyncIterator[Stage]:
    """The place where the program opens."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        yield stage


@pytest.mark.thorough
async def test_numbers_and_tab_lead_from_place_to_place(home_stage: Stage) -> None:
    def here() -> str:
        assert isinstance(home_stage.app.screen, Place)
        return home_stage.app.screen.NAME

    for number, name in enumerate(PLACES, 1):
        await home_stage.press(str(number))
        assert here() == name
    for name in (*PLACES, PLACES[0]):
        await home_stage.press("tab")
        assert here() == name
    for name in (*reversed(PLACES), PLACES[-1]):
        await home_stage.press("shift+tab")
        assert here() == name


@pytest.mark.thorough
async def test_escape_never_quits(home_stage: Stage) -> None:
    for place in "1234":
        await home_stage.press(place, "escape", "escape")
    assert not home_stage.app._exit


@pytest.mark.parametrize("place", "1234")
async def test_q_leaves_every_place(home_stage: Stage, place: str) -> None:
    await home_stage.press(place, "q")
    assert home_stage.app._exit


@pytest.mark.thorough
async def test_every_place_has_its_keys_on_a_page(home_stage: Stage) -> None:
    for number, name in enumerate(PLACES, 1):
        await home_stage.press(str(number), "question_mark")
        place = home_stage.app.place(name)
        said = screen_rows(home_stage)
        assert all(key.help in said for key in (*place.KEYS, *PLACE_KEYS))
        await home_stage.press("q")
        assert home_stage.app.screen is place
