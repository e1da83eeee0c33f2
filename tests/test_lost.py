"""Nothing is counted where nobody is: the terminal is asked before anything happens."""

import os
import pty
from collections.abc import Sequence
from concurrent.futures import Future

import pytest
from hypothesis import given
from hypothesis import strategies as st
from props import HandClock

from backtui.coach.running import Running
from backtui.domain.events import Event
from backtui.domain.exercise import Dose, Kind, Position, Sides
from backtui.domain.session.state import Press
from backtui.domain.session.steps import Item, Script
from backtui.machine.signals import lost

ITEMS = tuple(
    Item(index, 0, Kind.STRETCH, name, Position.LYING, Sides.ONE, 1, Dose(2, 2))
    for index, name in enumerate(("one", "two"))
)
Presses = list[tuple[Press, float]]
presses = st.lists(st.tuples(st.sampled_from(Press), st.floats(0, 4)), max_size=30)


@pytest.mark.parametrize("told", [True, False])
def test_a_terminal_is_lost_once_its_far_end_is_closed(told: bool) -> None:
    master, terminal = pty.openpty()
    assert not lost(terminal)
    if told:
        os.write(master, b"something that nobody has read yet\n")
    os.close(master)
    assert lost(terminal)
    os.close(terminal)
    assert lost(terminal)


def test_without_a_terminal_none_is_lost() -> None:
    assert not lost(None)


@given(presses, presses)
def test_once_nobody_can_be_there_nothing_happens(before: Presses, after: Presses) -> None:
    clock, written, gone = HandClock(), list[Event](), False

    def write(events: Sequence[Event]) -> "Future[object]":
        written.extend(events)
        done: Future[object] = Future()
        done.set_result(None)
        return done

    running = Running(bytes(16), Script(ITEMS), clock, write, alive=True)
    running.lost = lambda: gone
    for press, later_s in before:
        clock.advance(later_s)
        running.send(press)
    state, so_far, gone = running.state, len(written), True
    for press, later_s in after:
        clock.advance(later_s)
        assert running.send(press) == ()
    assert (running.state, len(written)) == (state, so_far)
