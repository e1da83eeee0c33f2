"""The stacks of what can be undone: any sequence of choices, undos and redos equals a model of a stack."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from made_events import made

from backtui.domain.events import Event
from backtui.domain.undo import named_by_standing, stacks

START = datetime(2026, 3, 2, 7, tzinfo=UTC)


class Log:
    """Events with running numbers as their ids."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(self, kind: str, mono_ms: int | None = None, **body: Any) -> Event:
        number = len(self.events) + 1
        event = made(number.to_bytes(16, "big"), kind, START + timedelta(seconds=number), body, None, mono_ms)
        self.events.append(event)
        return event

    def void(self, *names: bytes, **why: Any) -> Event:
        return self.add("void", events=[name.hex() for name in names], **why)

    def choose(self, things: int, gone: list[bytes]) -> None:
        """One choice: takes back what is named, and logs so many things."""
        mark = (len(self.events) + 1).to_bytes(16, "big").hex()
        if gone:
            self.void(*gone, change=mark)
        for _ in range(things):
            self.add("rated", change=mark)

    @property
    def standing(self) -> set[bytes]:
        taken = named_by_standing(event for event in self.events if event.kind == "void")
        return {event.id for event in self.events if event.kind == "rated" and event.id not in taken}

    def undo(self) -> bool:
        found = stacks(self.events).undo
        if found:
            self.void(*(event.id for event in found[-1].events), undo=True)
        return bool(found)

    def redo(self) -> bool:
        found = stacks(self.events).redo
        if found:
            self.void(*found[-1].by, redo=True)
        return bool(found)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("choose"), st.integers(0, 3), st.integers(0, 4)),
        st.tuples(st.sampled_from(["undo", "undo", "redo", "pause", "live"]), st.just(0), st.just(0)),
    ),
    max_size=40,
)


@given(STEPS)
def test_any_sequence_equals_the_model_of_a_stack(steps: list[tuple[str, int, int]]) -> None:
    log = Log()
    done: list[set[bytes]] = [set()]
    undone: list[set[bytes]] = []
    live: set[bytes] = set()
    for what, things, gone in steps:
        if what == "choose":
            before = sorted(log.standing - live)[:gone]
            if things or before:
                log.choose(things, before)
                done.append(log.standing - live)
                undone = []
        elif what == "undo":
            assert log.undo() == (len(done) > 1)
            if len(done) > 1:
                undone.append(done.pop())
        elif what == "redo":
            assert log.redo() == bool(undone)
            if undone:
                done.append(undone.pop())
        elif what == "live":
            live.add(log.add("rated", 7).id)
        else:
            log.add("paused", why="lost")
        assert log.standing - live == done[-1]
        assert live <= log.standing


@given(STEPS, st.integers(1, 30))
def test_the_end_of_a_log_tells_the_newest_change_or_nothing(
    steps: list[tuple[str, int, int]], most: int
) -> None:
    log = Log()
    for what, things, gone in steps:
        if what == "choose" and (things or log.standing):
            log.choose(things or 1, sorted(log.standing)[:gone])
        elif what == "undo":
            log.undo()
        elif what == "redo":
            log.redo()
    whole, end = stacks(log.events), stacks(log.events[-most:])
    if end.undo and end.undo[-1].events:
        assert end.undo[-1] == whole.undo[-1]
    if end.redo and end.redo[-1].change.events:
        assert end.redo[-1] == whole.redo[-1]


def test_what_is_no_choice_is_passed_by() -> None:
    log = Log()
    log.add("setting-set", key="notice_seen", value=True)
    log.add("paused", why="lost")
    log.add("resumed")
    log.add("rep-ended", 12)
    log.void(log.events[-1].id)
    assert stacks(log.events).undo == []
    log.add("setting-set", key="minutes", value=20)
    assert [change.events[0].what.key for change in stacks(log.events).undo] == ["minutes"]


def test_a_new_choice_or_an_erased_note_leaves_nothing_to_do_again() -> None:
    for last in ("rated", "erase"):
        log = Log()
        log.choose(1, [])
        log.choose(2, [])
        log.undo()
        assert len(stacks(log.events).redo) == 1
        if last == "erase":
            log.void(log.events[0].id, erase=True)
        else:
            log.choose(1, [])
        assert stacks(log.events).redo == []


def test_what_was_erased_cannot_be_undone_but_what_is_below_it_can() -> None:
    log = Log()
    log.choose(1, [])
    note = log.add("note-written")
    log.void(note.id, change=(3).to_bytes(16, "big").hex())
    log.void(note.id, erase=True)
    assert [change.events[0].kind for change in stacks(log.events).undo] == ["rated"]


def test_a_change_that_two_machines_undid_is_done_again_by_taking_both_back() -> None:
    log = Log()
    log.choose(2, [])
    names = [event.id for event in log.events]
    voids = [log.void(*names, undo=True), log.void(*names, undo=True)]
    assert stacks(log.events).undo == []
    assert stacks(log.events).redo[0].by == tuple(void.id for void in voids)
    log.redo()
    assert log.standing == set(names)


def test_voids_of_voids_say_the_same_in_any_order() -> None:
    log = Log()
    first = log.add("rated")
    second = log.void(first.id)
    third = log.void(second.id)
    log.void(third.id)
    for order in permutations(log.events[1:]):
        assert named_by_standing(order) == {first.id, third.id}


def test_voids_in_a_circle_say_nothing() -> None:
    log = Log()
    one, two = log.void((2).to_bytes(16, "big"), (9).to_bytes(16, "big")), log.void((1).to_bytes(16, "big"))
    assert named_by_standing([one, two]) == set()
