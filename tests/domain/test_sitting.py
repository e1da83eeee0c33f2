"""Which sessions use up their day, and which days hurt."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtui.domain.record import State
from backtui.domain.sitting import STRONG_PAIN, DayUse, Hurt, back_days, hurts

TUESDAY = date(2026, 3, 3)
WEDNESDAY = TUESDAY + timedelta(days=1)
STOPPED = DayUse(b"", TUESDAY, State.STOPPED, planned=30, done=1)


@pytest.mark.parametrize(
    ("day_use", "uses_up"),
    [
        (DayUse(b"", TUESDAY, State.DONE, 30, 30), True),
        (DayUse(b"", TUESDAY, State.DONE, 30, 3), True),  # gone through to its end, most of it skipped
        (DayUse(b"", TUESDAY, State.STOPPED, 30, 1), False),
        (DayUse(b"", TUESDAY, State.STOPPED, 30, 9), False),
        (DayUse(b"", TUESDAY, State.STOPPED, 30, 10), True),  # a third
        (DayUse(b"", TUESDAY, State.OPEN, 30, 9), False),
        (DayUse(b"", TUESDAY, State.OPEN, 30, 10), True),
        (DayUse(b"", TUESDAY, State.STOPPED, 30, 1, pain=True), True),
        (DayUse(b"", TUESDAY, State.STOPPED, 30, 1, dizzy=True), True),
        (DayUse(b"", TUESDAY, State.STOPPED, 30, 1, flare=True), True),
        (DayUse(b"", TUESDAY, State.DONE, 30, 0, begun=False), False),
        (DayUse(b"", TUESDAY, State.STOPPED, 30, 0, begun=False), False),
        (DayUse(b"", TUESDAY, State.STOPPED, 30, 0, begun=False, dizzy=True), False),
    ],
)
def test_a_session_uses_up_its_day(day_use: DayUse, uses_up: bool) -> None:
    assert day_use.uses_up_the_day is uses_up
    assert back_days([day_use]) == [TUESDAY] * uses_up


def test_two_sessions_of_a_day_are_that_day_twice() -> None:
    whole = DayUse(b"", TUESDAY, State.DONE, 30, 30)
    assert back_days([whole, STOPPED, whole]) == [TUESDAY, TUESDAY]


@pytest.mark.parametrize(
    ("day_use", "found"),
    [
        (DayUse(b"", TUESDAY), {}),
        (DayUse(b"", TUESDAY, morning="better"), {}),
        (DayUse(b"", TUESDAY, morning="same"), {}),
        (DayUse(b"", TUESDAY, flare=True), {TUESDAY: Hurt.FLARE}),
        (DayUse(b"", TUESDAY, dizzy=True), {TUESDAY: Hurt.DIZZY}),
        (DayUse(b"", TUESDAY, dizzy=True, flare=True), {TUESDAY: Hurt.DIZZY}),
        (
            DayUse(b"", TUESDAY, flare=True, morning="worse"),
            {TUESDAY: Hurt.FLARE, WEDNESDAY: Hurt.WORSE},
        ),
    ],
)
def test_the_days_that_hurt(day_use: DayUse, found: dict[date, Hurt]) -> None:
    assert hurts([day_use]) == found


def test_strong_pain_told_beside_the_sessions_hurts_its_day() -> None:
    told = [(TUESDAY, STRONG_PAIN - 1), (WEDNESDAY, STRONG_PAIN), (WEDNESDAY, 1)]
    assert hurts([], told) == {WEDNESDAY: Hurt.PAIN}
    assert hurts([DayUse(b"", WEDNESDAY, dizzy=True)], told) == {WEDNESDAY: Hurt.DIZZY}


@given(st.integers(0, 90), st.integers(0, 90), st.sampled_from(State), st.booleans())
def test_more_done_never_opens_the_day_again(planned: int, done: int, state: State, pain: bool) -> None:
    less = DayUse(b"", TUESDAY, state, planned, done, pain=pain)
    more = DayUse(b"", TUESDAY, state, planned, done + 1, pain=True)
    assert more.uses_up_the_day >= less.uses_up_the_day
