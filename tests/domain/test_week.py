"""What today is for: a back day, an aerobic day or rest, and the week's count."""

from datetime import date, timedelta

import pytest

from backtui.domain.sitting import Hurt
from backtui.domain.week import GOAL_BOUNDS, Due, coming, today
from backtui.domain.weekday import week_of

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
    weeks = [sum(week_of(day) == monday + timedelta(weeks=week) for day in days) for week in range(4)]
    assert max(weeks) == weeks[0] == goal
    assert min(weeks) >= min(goal, 3)


def test_three_a_week_are_monday_wednesday_and_friday() -> None:
    days = [day for day in nov(*range(16, 23)) if today(day, nov(14), 3).due is BACK]
    assert days[0] == date(2026, 11, 16)
    assert today(date(2026, 11, 17), nov(14, 16), 3).due is AEROBIC


@pytest.mark.parametrize("day", range(16, 23))
def test_the_week_begins_on_monday(day: int) -> None:
    assert week_of(date(2026, 11, day)) == date(2026, 11, 16)
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
        (16, [], 3, "A gentle first session."),
        (16, [16], 3, "Today's session is done, 1 of 3 this week. Rest, or walk a little."),
        (17, [16], 3, "Yesterday was a back day, 1 of 3 this week. Walk, cycle or swim today."),
        (18, [16], 3, "Back day: the last session was 2 days ago, 1 of 3 this week."),
        (17, [16], 6, "Back day: the last session was yesterday, 1 of 6 this week."),
        (18, [16], 1, "The week's goal is reached, 1 of 1 this week. Walk, cycle or swim if you like."),
    ],
)
def test_the_reason_has_its_numbers(day: int, back_days: list[int], goal: int, why: str) -> None:
    assert today(date(2026, 11, day), nov(*back_days), goal).why == why


@pytest.mark.parametrize(
    ("day", "back_days", "aerobic_days", "due", "why"),
    [
        (17, [16], [15], AEROBIC, "Yesterday was a back day, 1 of 3 this week. Walk, cycle or swim today."),
        (
            17,
            [16],
            [16],
            AEROBIC,
            "Yesterday was a back day, 1 of 3 this week, 1 aerobic day. Walk, cycle or swim today.",
        ),
        (
            17,
            [16],
            [17],
            REST,
            "You did something aerobic today, 1 of 3 this week, 1 aerobic day. Rest, or walk a little more.",
        ),
        (
            18,
            [16],
            [17, 17],
            BACK,
            "Back day: the last session was 2 days ago, 1 of 3 this week, 1 aerobic day.",
        ),
        (18, [16], [17, 18], BACK, None),  # a walk does not take a back day's place
        (18, [16, 18], [17], REST, None),
        (21, [16, 18, 20], [21], REST, None),
        (
            22,
            [16, 18, 20],
            [17, 19, 21],
            REST,
            "You were active 6 days in a row, 3 of 3 this week, 3 aerobic days. Rest today.",
        ),
        (22, [16, 18, 20], [17, 19], AEROBIC, None),  # Saturday was a rest
        (23, [16, 18, 20], [17, 19, 21, 22], BACK, None),  # a back day that is due comes before that rest
        (16, [], [14, 15], BACK, "A gentle first session."),
        (17, [16], [19], AEROBIC, None),  # days to come are none
    ],
)
def test_aerobic_days_are_known(
    day: int, back_days: list[int], aerobic_days: list[int], due: Due, why: str | None
) -> None:
    answer = today(date(2026, 11, day), nov(*back_days), aerobic_days=nov(*aerobic_days))
    assert answer.due is due
    assert why in (None, answer.why)
    monday = date(2026, 11, day) - timedelta(days=date(2026, 11, day).weekday())
    assert answer.aerobic == len({each for each in nov(*aerobic_days) if monday <= each <= answer.day})


@pytest.mark.parametrize(
    ("sessions", "per_day", "by", "due", "why"),
    [
        (1, 1, "me", REST, "Today's session is done, 2 of 5 this week. Rest, or walk a little."),
        (
            1,
            2,
            "me",
            BACK,
            "Back day: session 2 of 2 is still to come, 2 of 5 this week. Leave some hours between.",
        ),
        (
            2,
            3,
            "provider",
            BACK,
            "Back day: session 3 of 3 is still to come, 2 of 5 that your provider set this week."
            " Leave some hours between.",
        ),
        (2, 2, "me", REST, "Today's 2 sessions are done, 2 of 5 this week. Rest, or walk a little."),
        (3, 2, "me", REST, "Today's 3 sessions are done, 2 of 5 this week. Rest, or walk a little."),
    ],
)
def test_several_sessions_a_day(sessions: int, per_day: int, by: str, due: Due, why: str) -> None:
    days = nov(16, *[18] * sessions)
    answer = today(date(2026, 11, 18), days, 5, per_day=per_day, goal_by=by)
    assert (answer.due, answer.why) == (due, why)
    assert (answer.sessions, answer.per_day, answer.done) == (sessions, per_day, 2)


def test_a_session_on_a_day_that_was_not_for_one_asks_for_no_second() -> None:
    assert today(date(2026, 11, 17), nov(16, 17), 3, per_day=2).due is REST


@pytest.mark.parametrize(
    ("hurt", "ago", "why"),
    [
        (Hurt.DIZZY, 0, "You were dizzy today. Rest now. 1 of 3 this week."),
        (
            Hurt.DIZZY,
            1,
            "You were dizzy yesterday. Rest today, or walk a little if you feel well. 1 of 3 this week.",
        ),
        (Hurt.WORSE, 0, "Your back is worse this morning. Rest today, or walk a little. 1 of 3 this week."),
        (
            Hurt.WORSE,
            1,
            "Your back was worse yesterday morning. Rest today, or walk a little. 1 of 3 this week.",
        ),
        (
            Hurt.FLARE,
            0,
            "Your back hurt more after today's session. Rest, or walk a little. 1 of 3 this week.",
        ),
        (
            Hurt.FLARE,
            1,
            "Your back hurt more after yesterday's session. Rest, or walk a little. 1 of 3 this week.",
        ),
        (Hurt.PAIN, 0, "You noted pain of 6 or more today. Rest, or walk a little. 1 of 3 this week."),
        (Hurt.PAIN, 1, "You noted pain of 6 or more yesterday. Rest, or walk a little. 1 of 3 this week."),
    ],
)
def test_a_day_that_hurt_and_the_one_after_it_are_for_rest(hurt: Hurt, ago: int, why: str) -> None:
    day = date(2026, 11, 18)
    answer = today(day, nov(16), hurts={day - timedelta(days=ago): hurt})
    assert (answer.due, answer.why) == (REST, why)
    assert today(day, nov(16), hurts={day - timedelta(days=2): hurt}).due is BACK


def test_the_newer_hurt_is_told() -> None:
    hurts = {date(2026, 11, 17): Hurt.DIZZY, date(2026, 11, 18): Hurt.WORSE}
    assert "worse this morning" in today(date(2026, 11, 18), nov(17), hurts=hurts).why


def test_the_week_is_seven_days_with_what_was_done_on_each() -> None:
    answer = today(date(2026, 11, 18), nov(15, 16, 18, 18), aerobic_days=nov(17, 18))
    assert [(each.day.day, each.sessions, each.aerobic) for each in answer.week] == [
        (16, 1, False),
        (17, 0, True),
        (18, 2, True),
        (19, 0, False),
        (20, 0, False),
        (21, 0, False),
        (22, 0, False),
    ]


def test_the_coming_days_are_what_each_would_be_for() -> None:
    days = coming(date(2026, 11, 16), nov(14), days=14)
    assert [(each.day.day, each.due) for each in days] == [
        (16, BACK),
        (17, AEROBIC),
        (18, BACK),
        (19, AEROBIC),
        (20, BACK),
        (21, AEROBIC),
        (22, REST),
        (23, BACK),
        (24, AEROBIC),
        (25, BACK),
        (26, AEROBIC),
        (27, BACK),
        (28, AEROBIC),
        (29, REST),
    ]


def test_the_coming_days_begin_gently_after_a_day_that_hurt() -> None:
    day = date(2026, 11, 18)
    days = coming(day, nov(16), days=3, hurts={day: Hurt.WORSE})
    assert [each.due for each in days] == [REST, REST, BACK]
