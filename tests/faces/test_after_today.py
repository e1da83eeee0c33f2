"""What is dated after today is the newest of nothing, until its day has come."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from days_lived import EXERCISE, Lived, answers, asked
from hypothesis import given
from hypothesis import strategies as st
from often import often
from store_diary import Diary

from backtui.coach.coach import Coach
from backtui.domain.exercise import Dose

NOW = datetime(2026, 3, 11, 7, tzinfo=timezone(timedelta(hours=1)))  # a Wednesday
HOW = st.sampled_from(["good", "hard", "missed", "pain", "dizzy", "flare"])
CENTURY = timedelta(days=36_525)


def lived(days: st.SearchStrategy[int]) -> st.SearchStrategy[list[Lived]]:
    """Sessions so many days from now, at any hour of the day."""
    one = st.builds(
        lambda ahead, minute, how, knob: Lived(
            NOW.replace(hour=4) + timedelta(days=ahead, minutes=minute), how, 2 + knob, 2 + knob
        ),
        days,
        st.integers(0, 24 * 60 - 20),
        HOW,
        st.integers(0, 2),
    )
    return st.lists(one, max_size=5, unique_by=lambda each: each.at)


PAST = lived(st.integers(-40, -1))
AHEAD = lived(st.sampled_from([1, 2, 3, 30, 400, 36_525]))


@often(40)
@given(PAST, AHEAD)
@pytest.mark.thorough
def test_what_is_dated_after_today_changes_no_answer(past: list[Lived], ahead: list[Lived]) -> None:
    with asked(past, NOW) as (coach, _):
        right = answers(coach)
    with asked([*ahead, *past], NOW) as (coach, _):
        assert answers(coach) == right
        assert len(coach.reading.dated_after) == len(ahead)
        assert bool(coach.after_today()) == bool(ahead)
        assert len(coach.sessions()) == len(past) + len(ahead)


@often(40)
@given(PAST, lived(st.integers(1, 3)))
@pytest.mark.thorough
def test_it_counts_once_its_day_has_come(past: list[Lived], ahead: list[Lived]) -> None:
    later = NOW + timedelta(days=4)
    past, ahead = (sorted(each, key=lambda one: one.at) for each in (past, ahead))
    with asked([*past, *ahead], later) as (coach, _):
        right = answers(coach)
    with asked([*ahead, *past], later) as (coach, _):
        assert answers(coach) == right
        assert not coach.after_today()


GOOD = [Lived(NOW - timedelta(days=ago)) for ago in (6, 4, 2)]


@pytest.mark.parametrize(
    ("ahead", "named"),
    [
        # Later today: a clock that was set right by some hours; it is of today and counts.
        (timedelta(hours=3), 0),
        # 03:59 of the next date is still today, for a day begins at four.
        (timedelta(hours=20, minutes=59), 0),
        (timedelta(hours=21), 1),
        (timedelta(days=1), 1),
        (CENTURY, 1),
    ],
)
def test_from_when_on_it_is_named(ahead: timedelta, named: int) -> None:
    with asked([*GOOD, Lived(NOW + ahead, "pain")], NOW) as (coach, _):
        assert len(coach.reading.dated_after) == named
        assert coach.decisions()[EXERCISE].rule == ("up" if named else "pain")


def test_a_last_session_is_looked_for_behind_one_to_come() -> None:
    """A clock that was a day ahead must not make it the first session of all."""
    with asked([Lived(NOW - timedelta(days=20)), Lived(NOW + timedelta(days=1))], NOW) as (coach, _):
        assert coach.today().why.startswith("Back day: the last session was 20 days ago")
        assert (
            coach.decisions()[EXERCISE].why.startswith("20 days")
            or coach.today().last == (NOW - timedelta(days=20)).date()
        )


def said(kind: str, at: datetime, **body: object) -> object:
    return Diary(at).loose(kind, **body)


def test_what_was_set_by_a_clock_that_was_ahead_holds_until_the_log_goes_on() -> None:
    """A dose, a lock and a rest were chosen, whatever the clock said; the next session is after them."""
    dose = said("target-set", NOW + CENTURY, exercise=EXERCISE, by="me", dose={"hold_s": 4, "reps": 4})
    with asked(GOOD, NOW, [dose]) as (coach, _):
        found = coach.decisions()[EXERCISE]
        assert (found.dose, found.rule) == (Dose(4, 4), "override")
    day = timedelta(days=1)
    after = [Lived(NOW, hold_s=4, reps=4), Lived(NOW + 2 * day, hold_s=4, reps=4)]
    with asked(GOOD, NOW + 4 * day, [dose], after) as (coach, _):
        assert (coach.decisions()[EXERCISE].rule, coach.decisions()[EXERCISE].before) == ("up", Dose(4, 4))
    with asked(GOOD, NOW + 40 * day, [dose], after) as (coach, _):
        assert coach.decisions()[EXERCISE].rule == "return"


def test_what_was_set_aside_by_such_a_clock_rests() -> None:
    rest = said("target-set", NOW + CENTURY, exercise=EXERCISE, by="me", resting=True)
    with asked(GOOD, NOW, [rest]) as (coach, _):
        assert coach.decisions()[EXERCISE].rule == "resting"


def test_not_yet_said_by_such_a_clock_holds_no_dose_for_ever() -> None:
    no = said("growth-declined", NOW + CENTURY, exercise=EXERCISE)
    with asked(GOOD, NOW, [no]) as (coach, _):
        assert coach.decisions()[EXERCISE].rule == "declined"
    day = timedelta(days=1)
    with asked(GOOD, NOW + 4 * day, [no], [Lived(NOW), Lived(NOW + 2 * day)]) as (coach, _):
        assert coach.decisions()[EXERCISE].rule == "up"


def test_an_open_session_of_such_a_clock_is_offered_all_the_same() -> None:
    with asked([*GOOD, Lived(NOW + CENTURY, "open")], NOW) as (coach, _):
        record = coach.open_session()
        assert record is not None
        assert not coach.may_go_on(record)
    with asked([*GOOD, Lived(NOW + timedelta(hours=2), "open")], NOW) as (coach, _):
        record = coach.open_session()
        assert record is not None
        assert coach.may_go_on(record)


# A zone of its own shifts nothing, while the local days stay what they were.

OF_AN_ID = {"year", "unconfirmed", "doses", "pains"}  # what says by its id which session it was


def told(coach: Coach) -> dict[str, Any]:
    return {name: said for name, said in answers(coach).items() if name not in OF_AN_ID}


PLACES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@often(40)
@given(PAST, PLACES)
@pytest.mark.thorough
def test_the_same_days_elsewhere_have_the_same_answers(past: list[Lived], place: timezone) -> None:
    with asked(past, NOW) as (coach, _):
        right = told(coach)
    moved = [Lived(each.at.replace(tzinfo=place), each.how, each.hold_s, each.reps) for each in past]
    with asked(moved, NOW.replace(tzinfo=place)) as (coach, _):
        assert told(coach) == right


BERLIN, SUMMER, AUCKLAND, ANGELES = (timezone(timedelta(hours=hours)) for hours in (1, 2, 13, -8))


def test_who_flies_west_over_the_date_line_did_not_train_tomorrow() -> None:
    """Wednesday 08:00 in Auckland is Tuesday 11:00 in Los Angeles: what hurt an hour ago hurts today."""
    morning = datetime(2026, 3, 11, 8, tzinfo=AUCKLAND)
    landed = (morning + timedelta(hours=12)).astimezone(ANGELES)
    assert landed.date() < morning.date()
    with asked([*GOOD[:2], Lived(morning, "pain")], landed) as (coach, _):
        assert not coach.after_today()
        assert (coach.today().sessions, coach.today().due) == (1, "rest")
        assert coach.decisions()[EXERCISE].rule == "pain"
    with asked([*GOOD[:2], Lived(morning, "dizzy")], landed) as (coach, _):
        assert coach.today().why.startswith("You were dizzy today")


def test_who_flies_east_keeps_the_order_and_loses_no_pain() -> None:
    """Los Angeles, then Auckland twelve hours later, two dates on."""
    before = datetime(2026, 3, 9, 20, tzinfo=ANGELES)
    landed = (before + timedelta(hours=13)).astimezone(AUCKLAND)
    assert (landed.date() - before.date()).days == 2
    with asked([Lived(before, "pain")], landed) as (coach, _):
        assert coach.decisions()[EXERCISE].rule == "pain"
        assert "2 days ago" in coach.today().why


@pytest.mark.parametrize(
    ("last", "now", "rule"),
    [
        # Fourteen local days are a break, though the hour of spring is missing in them, or was twice.
        (
            datetime(2026, 3, 16, 7, tzinfo=BERLIN),
            datetime(2026, 3, 30, 7, tzinfo=SUMMER),
            14,
        ),
        (
            datetime(2026, 3, 16, 23, tzinfo=BERLIN),
            datetime(2026, 3, 29, 23, 59, tzinfo=SUMMER),
            13,
        ),
        (
            datetime(2026, 10, 12, 7, tzinfo=SUMMER),
            datetime(2026, 10, 26, 4, tzinfo=BERLIN),
            14,
        ),
        (
            datetime(2026, 10, 12, 7, tzinfo=SUMMER),
            datetime(2026, 10, 26, 3, 59, tzinfo=BERLIN),
            13,
        ),
        # Three o'clock at night is still the day before.
        (datetime(2026, 3, 3, 3, tzinfo=UTC), datetime(2026, 3, 16, 7, tzinfo=UTC), 14),
        # A leap day is a day; a year that turns is none.
        (datetime(2028, 2, 28, 7, tzinfo=UTC), datetime(2028, 3, 13, 7, tzinfo=UTC), 14),
        (datetime(2027, 2, 28, 7, tzinfo=UTC), datetime(2027, 3, 13, 7, tzinfo=UTC), 13),
        (datetime(2026, 12, 25, 7, tzinfo=UTC), datetime(2027, 1, 8, 7, tzinfo=UTC), 14),
    ],
)
def test_a_break_is_counted_in_local_days(last: datetime, now: datetime, rule: int) -> None:
    with asked([Lived(last, hold_s=4, reps=4)], now) as (coach, _):
        found = coach.decisions()[EXERCISE]
        assert (found.rule == "return") == (rule >= 14)
        assert f"{rule} days ago" in coach.today().why
