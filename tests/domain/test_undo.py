"""Taking back the key that ended an exercise, until the next hold begins."""

import pytest

from backtui.domain import events as fx
from backtui.domain.exercise import Dose, Kind, Position, Sides
from backtui.domain.session.machine import advance, begin
from backtui.domain.session.state import Happened, Mode, Press, SessionState, TakenBack
from backtui.domain.session.steps import Item, Phase, Script

ITEMS = tuple(
    Item(index, 0, Kind.STRETCH, f"e{index}", Position.LYING, Sides.ONE, 1, Dose(2, 2)) for index in range(3)
)


def at(seconds: float, *, items: tuple[Item, ...] = ITEMS) -> SessionState:
    """A session that has run so long: ready 0-15, in -18, hold -20, out -23, relax -25, in -28 …"""
    state, _ = begin(Script(items), 0.0)
    for tenth in range(int(seconds)):
        state, _ = advance(state, Press.TICK, float(tenth))
    return state


def pressed(state: SessionState, press: Press, now: float) -> tuple[SessionState, tuple[Happened, ...]]:
    return advance(state, press, now)


@pytest.mark.parametrize("press", [Press.SKIP, Press.PAIN])
def test_undo_goes_back_to_the_exercise_with_a_lead_in_and_does_the_broken_hold_again(press: Press) -> None:
    state, _ = pressed(at(19), press, 19.0)
    assert state.item == 1
    state, effects = pressed(state, Press.UNDO, 22.0)
    assert effects == (Happened(22.0, TakenBack()),)
    assert (state.item, state.mode, state.own.how, state.own.pain) == (0, Mode.LEAD_IN, None, False)
    state, effects = advance(state, Press.TICK, 25.0)
    assert (state.step.phase, state.step.rep) == (Phase.IN, 1)


def test_undo_keeps_the_repetitions_that_were_done() -> None:
    state, _ = pressed(at(24), Press.SKIP, 24.0)
    state, _ = pressed(state, Press.UNDO, 26.0)
    assert [rep.rep for rep in state.own.reps] == [1]
    assert state.step.phase is Phase.RELAX


def test_undo_while_paused_stays_paused() -> None:
    state, _ = pressed(at(19), Press.PAUSE, 19.0)
    state, _ = pressed(state, Press.SKIP, 30.0)
    state, _ = pressed(state, Press.UNDO, 31.0)
    assert (state.item, state.mode) == (0, Mode.PAUSED)


def test_there_is_nothing_to_undo_once_the_next_hold_has_begun_or_before_anything_ended() -> None:
    state, _ = pressed(at(19), Press.SKIP, 19.0)
    for now in (23.0, 27.0, 30.5):
        state, _ = advance(state, Press.TICK, now)
    assert state.step.phase is Phase.HOLD
    assert state.before is None
    assert pressed(state, Press.UNDO, 31.0)[1] == ()
    assert pressed(at(10), Press.UNDO, 10.0)[1] == ()


def test_only_the_last_ending_can_be_taken_back() -> None:
    state, _ = pressed(at(19), Press.SKIP, 19.0)
    state, _ = pressed(state, Press.SKIP, 20.0)
    state, _ = pressed(state, Press.UNDO, 21.0)
    assert (state.item, state.progress[0].how, state.before) == (1, "skipped", None)


def test_a_key_in_a_longer_hold_before_its_asked_time_goes_back_to_the_asked_hold() -> None:
    long = (Item(0, 0, Kind.STRETCH, "e0", Position.LYING, Sides.ONE, 1, Dose(5, 1)), ITEMS[1])
    state, _ = pressed(at(19, items=long), Press.LONGER, 19.0)
    state, effects = pressed(state, Press.LONGER, 20.0)
    assert (effects, state.longer, state.due) == ((), False, 23.0)
    state, effects = advance(state, Press.TICK, 23.0)
    assert [each.what.holds_s for each in effects if isinstance(each.what, fx.RepEnded)] == [(5.0,)]
