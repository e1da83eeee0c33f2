"""What today is for: a back day, an aerobic day or rest, and the week's count."""

from datetime import date, timedelta

import pytest

from backtui.domain.week import GOAL_BOUNDS, Due, monday_of, today

# In this November the 16th is a Monday and the 22nd a Sunday.
BACK, AEROBIC, REST = Due.BACK, Due.AEROBIC, Due.REST


def nov(*days: int) -> list[date]:
    return [date(2026, 11, day) for day in days]


@pytest.mark.parametrize(
    ("day", "back_days", "goal", "due", "done"),
    [
        (16, [], 3, BACK, 0),  # the first session of all
        (16, [16], 3, REST, 1),  # done today
        (17, [16], 3, AEROBIC, 1),  # the day after
        (18, [16], 3, BACK, 1),  # every other day
        (18, [16, 18], 3, REST, 2),
        (19, [16, 18], 3, AEROBIC, 2),
        (20, [16, 18], 3, BACK, 2),
        (20, [16, 18, 20], 3, REST, 3),
        (21, [16, 18, 20], 3, AEROBIC, 3),  # the goal is reached
        (22, [16, 18, 20], 3, AEROBIC, 3),
        (23, [16, 18, 20], 3, BACK, 0),  # a new week
        (23, [16, 18, 22], 3, AEROBIC, 0),  # a new week, but yesterday was a back day
        (24, [16, 18, 22], 3, BACK, 0),
        (20, [16, 17, 18, 19], 3, AEROBIC, 4),  # beyond the goal
        (30, [2], 3, BACK, 0),  # a long time ago
    ],
)
def test_the_day(day: int, back_days: list[int], goal: int, due: Due, done: int) -> None:
    answer = today(date(2026, 11, day), nov(*back_days), goal)
    assert (answer.due, answer.done, answer.goal) == (due, done, goal)
    assert answer.last == (date(2026, 11, max(back_days)) if back_days else None)


@pytest.mark.parametrize(
    ("goal", "due"), [(1, AEROBIC), (2, AEROBIC), (3, AEROBIC), (4, AEROBIC), (5, BACK), (6, BACK), (7, BACK)]
)
def test_the_day_after_a_back_day_is_aerobic_unless_the_goal_needs_days_in_a_row(goal: int, due: Due) -> None:
    assert today(date(2026, 11, 17), nov(16), goal).due is due


@pytest.mark.parametrize("goal", range(GOAL_BOUNDS[0], GOAL_BOUNDS[1] + 1))
def test_who_follows_what_is_due_reaches_every_goal_each_week_and_never_passes_it(goal: int) -> None:
    days: list[date] = []
    monday = date(2026, 11, 2)
    for day in (monday + timedelta(days=each) for each in range(28)):
        if today(day, days, goal).due is BACK:
            days.append(day)
    weeks = [sum(monday_of(day) == monday + timedelta(weeks=week) for day in days) for week in range(4)]
    assert max(weeks) == weeks[0] == goal
    assert min(weeks) >= min(goal, 3)


def test_three_a_week_are_monday_wednesday_and_friday() -> None:
    days = [day for day in nov(*range(16, 23)) if today(day, nov(14), 3).due is BACK]
    assert days[0] == date(2026, 11, 16)
    assert today(date(2026, 11, 17), nov(14, 16), 3).due is AEROBIC


@pytest.mark.parametrize("day", range(16, 23))
def test_the_week_begins_on_monday(day: int) -> None:
    assert monday_of(date(2026, 11, day)) == date(2026, 11, 16)
    assert today(date(2026, 11, day), nov(15)).done == 0
    assert today(date(2026, 11, day), nov(16)).done == 1


def test_the_week_may_cross_a_year() -> None:
    assert today(date(2027, 1, 3), [date(2026, 12, 28), date(2026, 12, 27)]).done == 1


def test_two_sessions_on_a_day_are_one_back_day_and_days_to_come_are_none() -> None:
    answer = today(date(2026, 11, 18), nov(16, 16, 20))
    assert (answer.done, answer.last, answer.due) == (1, date(2026, 11, 16), BACK)


@pytest.mark.parametrize(
    ("day", "back_days", "goal", "why"),
    [
        (16, [], 3, "Your first session: a gentle start."),
        (16, [16], 3, "Today's session is done, 1 of 3 this week. Rest, or walk a little."),
        (17, [16], 3, "Yesterday was a back day, 1 of 3 this week. Walk, cycle or swim today."),
        (18, [16], 3, "Back day: the last session was 2 days ago, 1 of 3 this week."),
        (17, [16], 6, "Back day: the last session was yesterday, 1 of 6 this week."),
        (18, [16], 1, "The week's goal is reached, 1 of 1 this week. Walk, cycle or swim if you like."),
    ],
)
def test_the_reason_has_its_numbers(day: int, back_days: list[int], goal: int, why: str) -> None:
    assert today(date(2026, 11, day), nov(*back_days), goal).why == why
