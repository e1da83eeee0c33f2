"""Any sequence of choices is undone step by step to where it began, and done again to its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from corrected import Room
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from often import often
from open_logs import diary_of
from plain_room import SHORT
from props import HandClock

from backtui.coach.answers import TargetRequest
from backtui.coach.errors import WrongUseError
from backtui.coach.manual import Entered
from backtui.content.load import load
from backtui.domain.events import Rating
from backtui.domain.exercise import Content
from backtui.store.opening import IN_MEMORY
from backtui.store.queries import events
from backtui.store.store import Store

DEVICE, OTHER = b"first-device-000", b"other-device-000"
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
TILT = "pelvic-tilt"


@cache
def content() -> Content:
    shipped = load()
    return Content(shipped.exercises, {**shipped.routines, SHORT.id: SHORT}, shipped.guidance)


@contextmanager
def room() -> Iterator[Room]:
    """A room whose log is in memory."""
    clock = HandClock(NOW)
    with Store(IN_MEMORY, device=DEVICE, now=NOW) as store:
        yield Room(clock, diary_of(store, content(), clock), store)


# fmt: off
CHOICES = (
    "enter", "enter", "rate", "hold", "keep", "complete", "hurt", "pain", "move", "note", "delete", "aim",
    "prefer", "decline",
)
# fmt: on
STEPS = st.lists(
    st.tuples(
        st.sampled_from(CHOICES),
        st.integers(0, 3),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=14,
)


def choose(log: Room, what: str, which: int, number: int) -> bool:
    """One choice about one of the sessions; whether it was written."""
    edits, before = log.diary.edits, events.count(log.store)
    sessions = log.ask(lambda coach: coach.sessions(limit=4))
    about = sessions[which % len(sessions)].id if sessions else b""
    at = NOW - timedelta(days=number, hours=1 + which)
    steps: dict[str, Any] = {
        "enter": lambda: edits.enter(Entered(at, 20, SHORT.id)),
        "rate": lambda: edits.correct(about, lambda one: one.rate(TILT, list(Rating)[number % 3])),
        "hold": lambda: edits.correct(about, lambda one: one.hold(0, 0, [number])),
        "keep": lambda: edits.correct(about, lambda one: one.keep(1, number % 4)),
        "complete": lambda: edits.correct(about, lambda one: one.complete(1)),
        "hurt": lambda: edits.correct(about, lambda one: one.hurt(0, number > 4)),
        "pain": lambda: edits.correct(about, lambda one: one.pain("after", number)),
        "move": lambda: edits.correct(about, edits.moved(about, at.date(), at.time())),
        "note": lambda: edits.correct(about, edits.writing(about, f"note {number}")),
        "delete": lambda: edits.delete(about),
        "aim": lambda: log.diary.aims.set(TILT, TargetRequest(hold_s=number + 1)),
        "prefer": lambda: log.diary.prefer("minutes", number + 10),
        "decline": lambda: log.diary.decline(about or None, TILT),
    }
    try:
        steps[what]()
    except WrongUseError:
        assert events.count(log.store) == before
    return events.count(log.store) > before


def shown(log: Room) -> Any:
    """What a person sees of the log."""
    sessions = log.ask(lambda coach: coach.sessions())
    notes = [tuple(events.notes(log.store, each.id)) for each in sessions]
    return (
        sessions,
        notes,
        dict(log.ask(lambda coach: coach.decisions())),
        log.ask(lambda coach: coach.preferences()),
    )


@often(40, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.integers(0, 10))
def test_all_is_undone_and_done_again(steps: list[tuple[str, int, int]], rest: int) -> None:
    with room() as log:
        states = [shown(log)]
        for step in steps:
            if choose(log, *step):
                states.append(shown(log))
        for state in reversed(states[:-1]):
            assert log.undo().startswith("Undone: ")
            assert shown(log) == state
        assert log.undo() == "There is nothing to undo."
        log.check()
        for state in states[1:]:
            assert log.redo().startswith("Redone: ")
            assert shown(log) == state
        assert log.redo() == "There is nothing to redo."
        for _ in range(rest):
            log.undo()
        log.check()


@often(25, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.lists(st.booleans(), min_size=14, max_size=14))
def test_choices_of_two_machines_are_undone_in_the_order_of_their_time(
    steps: list[tuple[str, int, int]], others: list[bool]
) -> None:
    with room() as log:
        states = [shown(log)]
        for step, other in zip(steps, others, strict=False):
            log.store.device = OTHER if other else DEVICE
            log.clock.advance(1)
            if choose(log, *step):
                states.append(shown(log))
        for state, other in zip(reversed(states[:-1]), others, strict=False):
            log.store.device = DEVICE if other else OTHER
            log.clock.advance(1)
            log.undo()
            assert shown(log) == state
        log.check()
