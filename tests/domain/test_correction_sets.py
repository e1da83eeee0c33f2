"""Corrections of doses with sets, sides of their own, sides in turn, and movements."""

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich_session import LEFT, PYRAMID, RIGHT, TURNS, rich_session

from backtui.domain.correction import CorrectionError, Draft, missing_of
from backtui.domain.event_keys import What
from backtui.domain.events import Event
from backtui.domain.exercise import Side
from backtui.domain.record import fold

START = datetime(2026, 3, 2, 7, tzinfo=UTC)


def draft_of() -> Draft:
    events, _ = rich_session(START)
    numbers = count(1)

    def make(what: What) -> Event:
        return Event(next(numbers).to_bytes(16, "big"), START, what, events[0].session)

    return Draft(events, make)


def there(draft: Draft, item: int) -> list[int]:
    return [each.rep for each in draft.entry(item).reps]


@pytest.mark.parametrize(
    ("reps", "of_set", "left"),
    [
        (0, None, []),
        (4, None, [1, 2, 3, 4]),
        (7, None, [1, 2, 3, 4, 5, 6, 7]),
        (1, 1, [1, 4, 5, 6]),
        (0, 2, [1, 2, 3, 6]),
        (1, 2, [1, 2, 3, 4, 6]),
        (2, 3, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_repetitions_are_kept_through_all_sets_or_of_one(
    reps: int, of_set: int | None, left: list[int]
) -> None:
    draft = draft_of()
    draft.keep(PYRAMID, reps, of_set)
    assert there(draft, PYRAMID) == left
    assert draft.entry(PYRAMID).complete == (left[:6] == [1, 2, 3, 4, 5, 6])
    draft.keep(PYRAMID, 3, 1)
    draft.keep(PYRAMID, 2, 2)
    draft.keep(PYRAMID, 1, 3)
    assert there(draft, PYRAMID) == [1, 2, 3, 4, 5, 6]
    assert draft.entry(PYRAMID).how == "done"


@pytest.mark.parametrize(
    ("item", "reps", "of_set", "said"),
    [
        (PYRAMID, 4, 1, "from 0 to 3, not 4"),
        (PYRAMID, 56, None, "from 0 to 55, not 56"),
        (PYRAMID, 1, 4, "had 3 sets, so there is no set 4"),
        (PYRAMID, 1, 0, "there is no set 0"),
        (LEFT, 1, 2, "had one set, so there is no set 2"),
    ],
)
def test_what_no_set_can_have_is_refused(item: int, reps: int, of_set: int | None, said: str) -> None:
    draft = draft_of()
    with pytest.raises(CorrectionError, match=said):
        draft.keep(item, reps, of_set)
    assert (draft.new, draft.gone) == ([], [])


def test_a_side_of_its_own_has_no_other() -> None:
    draft = draft_of()
    with pytest.raises(CorrectionError, match="no such side"):
        draft.add(LEFT, Side.RIGHT)
    draft.keep(RIGHT, 1)
    assert [(each.side, each.rep) for each in draft.entry(RIGHT).reps] == [(Side.RIGHT, 1)]
    assert missing_of(draft.entry(RIGHT)) == [(Side.RIGHT, 2)]
    draft.add(RIGHT)
    assert draft.entry(RIGHT).reps[-1].holds_s == (6.0,)
    assert draft.entry(RIGHT).complete


def test_a_movement_is_added_without_seconds_and_has_none_to_correct() -> None:
    draft = draft_of()
    draft.keep(TURNS, 1)
    left, right = Side.LEFT, Side.RIGHT
    assert missing_of(draft.entry(TURNS)) == [
        (left, 2), (right, 2), (left, 3), (right, 3), (left, 4), (right, 4),
    ]  # fmt: skip
    draft.complete(TURNS)
    assert draft.entry(TURNS).complete
    assert {each.holds_s for each in draft.entry(TURNS).reps} == {()}
    with pytest.raises(CorrectionError, match="without a hold"):
        draft.hold_all(TURNS, 3)
    with pytest.raises(CorrectionError, match="has 0 holds, not 1"):
        draft.hold(TURNS, 0, [3.0])


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.sampled_from([None, 1, 2, 3])), max_size=8)
)
def test_completing_is_enough_whatever_was_kept(steps: list[tuple[int, int, int | None]]) -> None:
    draft = draft_of()
    for item, reps, of_set in steps:
        before = draft.record
        try:
            draft.keep(item, reps, of_set)
        except CorrectionError:
            assert draft.record == before
        entry = draft.entry(item)
        assert bool(missing_of(entry)) == (not entry.complete)
    for item in range(4):
        draft.complete(item)
        assert draft.entry(item).complete
        assert draft.entry(item).how == "done"
    assert fold(draft.standing) == draft.record
