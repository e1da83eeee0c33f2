"""Corrections of one session: what each takes back and says, and how an exercise ended then."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_events import what

from backtui.domain.correction import CorrectionError, Draft, missing_of
from backtui.domain.event_keys import What
from backtui.domain.events import Event, PainFelt, Rating
from backtui.domain.exercise import Side
from backtui.domain.record import fold

START = datetime(2026, 3, 2, 7, tzinfo=UTC)
SESSION = b"s" * 16


class Made:
    """Makes events with running numbers as ids."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, happened: What) -> Event:
        self.count += 1
        wall = START + timedelta(seconds=self.count)
        return Event(self.count.to_bytes(16, "big"), wall, happened, SESSION)


def session(how: str | None = "done", reps: int = 2, ended: str = "done") -> Draft:
    """Two exercises, the first on both sides, so many repetitions of two held on each side of it."""
    make = Made()
    started = {
        "routine": "short", "minutes": 20, "face": "plain", "day": "2026-03-02", "timing": {},
    }  # fmt: skip
    events = [make(what("session-started", started))]
    for item, sides in enumerate(("each", "one")):
        events.append(make(what("exercise-planned", {
            "item": item, "block": 0, "block_kind": "stretch", "exercise": f"exercise-{item}", "hold_s": 3,
            "reps": 2, "holds": 1 + item, "sides": sides, "change": "first", "rule": "first", "why": "",
            "from": None,
        })))  # fmt: skip
    for side in ("left", "right"):
        for rep in range(1, reps + 1):
            events.append(make(what("rep-ended", {"item": 0, "side": side, "rep": rep, "holds_s": [3.0]})))
    if how:
        events.append(make(what("exercise-ended", {"item": 0, "how": how, "begun": reps > 0})))
    events.append(make(what("session-ended", {"how": ended, "alive": True})))
    return Draft(events, make)


def kinds(draft: Draft) -> list[str]:
    return [event.kind for event in draft.new]


@pytest.mark.parametrize(
    ("how", "reps", "correction", "ended", "begun"),
    [
        ("done", 2, lambda draft: draft.hold(0, 0, [1]), "done", True),
        ("done", 2, lambda draft: draft.keep(0, 1), "done", True),
        ("done", 2, lambda draft: draft.keep(0, 0), "skipped", False),
        ("done", 2, lambda draft: draft.hurt(0, True), "done", True),
        ("skipped", 0, lambda draft: draft.keep(0, 1), "skipped", True),
        ("skipped", 1, lambda draft: draft.complete(0), "done", True),
        ("cut", 1, lambda draft: draft.complete(0), "done", True),
        ("cut", 1, lambda draft: draft.add(0), "cut", True),
        ("left-out", 0, lambda draft: draft.add(0), "skipped", True),
        ("left-out", 0, lambda draft: draft.hurt(0, True), "pain", True),
        (None, 0, lambda draft: draft.add(0), "cut", True),
        (None, 0, lambda draft: draft.complete(0), "done", True),
        ("pain", 1, lambda draft: draft.add(0, Side.LEFT), "cut", True),
        ("dizzy", 1, lambda draft: draft.add(0), "dizzy", True),
    ],
)
def test_how_an_exercise_ended_follows_its_repetitions(
    how: str | None, reps: int, correction: Any, ended: str, begun: bool
) -> None:
    draft = session(how, reps)
    correction(draft)
    entry = draft.entry(0)
    assert (entry.how, entry.performed) == (ended, begun)
    assert fold(draft.standing) == draft.record


def test_a_pain_taken_back_leaves_an_exercise_cut_short_or_done() -> None:
    for reps, ended in ((1, "cut"), (2, "done")):
        draft = session("pain", reps)
        draft.say(PainFelt(0))
        draft.hurt(0, False)
        assert (draft.entry(0).how, draft.entry(0).pain) == (ended, False)


def test_what_was_only_drafted_is_not_logged_and_taken_back_again() -> None:
    draft = session()
    draft.rate("exercise-0", Rating.EASY)
    draft.rate("exercise-0", Rating.HARD)
    assert (kinds(draft), draft.gone) == (["rated"], [])
    draft.rate("exercise-0", None)
    assert (draft.new, draft.gone) == ([], [])


def test_a_correction_that_changes_nothing_says_nothing() -> None:
    draft = session()
    draft.hold(0, 0, [3.0])
    draft.rate("exercise-0", None)
    draft.hurt(0, False)
    draft.ease(0, False)
    draft.dizzy(False)
    draft.pain("before", None)
    draft.move(draft.record.started_at, draft.record.day)
    draft.complete(0)
    assert (draft.new, draft.gone) == ([], [])


def test_a_moved_session_keeps_its_length_and_all_else() -> None:
    draft = session()
    before = draft.record
    at = datetime(2026, 2, 27, 18, 30, tzinfo=UTC)
    draft.move(at, at.date())
    draft.move(at + timedelta(hours=1), at.date())
    after = draft.record
    assert before.ended_at is not None
    assert (after.started_at, after.day) == (at + timedelta(hours=1), at.date())
    assert after.ended_at == after.started_at + (before.ended_at - before.started_at)
    assert (after.entries, after.id, after.alive, after.state) == (
        before.entries,
        before.id,
        before.alive,
        before.state,
    )
    assert kinds(draft) == ["session-started", "session-ended"]
    assert len(draft.gone) == 2


CHOICES = ("add", "keep", "complete", "remove", "hurt", "ease", "dizzy", "rate", "pain", "move")
CORRECTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("hold"), st.integers(0, 1), st.integers(0, 5), st.integers(0, 600)),
        st.tuples(
            st.sampled_from(CHOICES),
            st.integers(0, 1),
            st.integers(0, 5),
            st.integers(0, 10),
        ),
    ),
    max_size=12,
)  # fmt: skip


def corrected(draft: Draft, what: str, item: int, place: int, number: int) -> None:
    """One correction by numbers; one that cannot be leaves all as it is."""
    holds = [float(number)] * (item + 1)
    at = START - timedelta(days=number, hours=place)
    steps = {
        "hold": lambda: draft.hold(item, place, holds),
        "add": lambda: draft.add(item, holds_s=holds),
        "keep": lambda: draft.keep(item, place),
        "complete": lambda: draft.complete(item),
        "remove": lambda: draft.remove(item, place),
        "hurt": lambda: draft.hurt(item, number > 5),
        "ease": lambda: draft.ease(item, number > 5),
        "dizzy": lambda: draft.dizzy(number > 5),
        "rate": lambda: draft.rate(f"exercise-{item}", [None, *Rating][number % 4]),
        "pain": lambda: draft.pain(("before", "after")[item], number if place else None),
        "move": lambda: draft.move(at, at.date()),
    }
    before = draft.record
    try:
        steps[what]()
    except CorrectionError:
        assert draft.record == before


@given(CORRECTIONS)
def test_a_draft_is_what_the_log_will_be(steps: list[tuple[str, int, int, int]]) -> None:
    draft = session()
    original = list(draft.standing)
    for step in steps:
        corrected(draft, *step)
    kept = [event for event in original if event.id not in draft.gone]
    assert fold([*kept, *draft.new]) == draft.record
    assert len(set(draft.gone)) == len(draft.gone)
    assert set(draft.gone) <= {event.id for event in original}
    for entry in draft.record.entries:
        order = [(list(Side).index(rep.side), rep.rep) for rep in entry.reps]
        assert order == sorted(order)
        assert entry.complete <= (entry.how in ("done", None))
        assert bool(missing_of(entry)) <= (not entry.complete)


@given(CORRECTIONS)
def test_completing_an_exercise_is_always_possible_and_enough(
    steps: list[tuple[str, int, int, int]],
) -> None:
    draft = session()
    for step in steps:
        corrected(draft, *step)
    for item in (0, 1):
        draft.complete(item)
        assert draft.entry(item).complete
        assert draft.entry(item).how == "done"
