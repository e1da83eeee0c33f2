"""What holds of the week for every log: counts, days between, and that nothing done or felt asks for more."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from often import often

from backtui.domain.sitting import Hurt
from backtui.domain.week import MOST_IN_A_ROW, MOST_WITH_DAYS_BETWEEN, Due, coming, today
from backtui.domain.weekday import week_of

DAY = timedelta(days=1)
FIRST = date(2026, 3, 2)
LEVEL = {Due.REST: 0, Due.AEROBIC: 1, Due.BACK: 2}

thorough = often(300)
days = st.integers(0, 27).map(lambda n: FIRST + n * DAY)
logs = st.lists(days, max_size=20)
goals = st.integers(1, 7)
per_days = st.integers(1, 3)
hurts = st.dictionaries(days, st.sampled_from(Hurt), max_size=4)
Hurts = Mapping[date, Hurt]


@thorough
@given(days, logs, logs, goals, per_days, hurts)
def test_the_counts_are_the_days_of_the_week(
    day: date, back: list[date], aerobic: list[date], goal: int, per_day: int, hurt: Hurts
) -> None:
    answer = today(day, back, goal, per_day=per_day, aerobic_days=aerobic, hurts=hurt)
    monday = week_of(day)
    assert answer.done == len({each for each in back if monday <= each <= day})
    assert answer.aerobic == len({each for each in aerobic if monday <= each <= day})
    assert answer.done == sum(each.sessions > 0 for each in answer.week)
    assert answer.aerobic == sum(each.aerobic for each in answer.week)
    assert [each.day for each in answer.week] == [monday + n * DAY for n in range(7)]
    assert answer.sessions == back.count(day)


@thorough
@given(days, logs, logs, goals, per_days, hurts, st.data())
def test_whatever_hurt_is_never_followed_by_more(
    day: date,
    back: list[date],
    aerobic: list[date],
    goal: int,
    per_day: int,
    hurt: Hurts,
    data: st.DataObject,
) -> None:
    def due(hurt: Hurts) -> int:
        return LEVEL[today(day, back, goal, per_day=per_day, aerobic_days=aerobic, hurts=hurt).due]

    more = {**hurt, data.draw(days): data.draw(st.sampled_from(Hurt))}
    assert due(more) <= due(hurt)
    if day in hurt or day - DAY in hurt:
        assert due(hurt) == LEVEL[Due.REST]


@thorough
@given(days, logs, logs, goals, per_days, hurts, days)
def test_a_session_or_a_walk_more_never_asks_for_more(
    day: date, back: list[date], aerobic: list[date], goal: int, per_day: int, hurt: Hurts, more: date
) -> None:
    def due(back: list[date], aerobic: list[date]) -> int:
        return LEVEL[today(day, back, goal, per_day=per_day, aerobic_days=aerobic, hurts=hurt).due]

    assert due([*back, more], aerobic) <= due(back, aerobic)
    assert due(back, [*aerobic, more]) <= due(back, aerobic)


@thorough
@given(days, logs, logs, goals, per_days, hurts)
def test_the_order_of_the_log_does_not_matter(
    day: date, back: list[date], aerobic: list[date], goal: int, per_day: int, hurt: Hurts
) -> None:
    def answer(back: list[date], aerobic: list[date]) -> object:
        return today(day, back, goal, per_day=per_day, aerobic_days=aerobic, hurts=hurt)

    assert answer(back, aerobic) == answer(sorted(back), aerobic[::-1])


@thorough
@given(days, logs, logs, goals, hurts)
def test_a_back_day_is_never_due_beside_another_up_to_four_a_week(
    day: date, back: list[date], aerobic: list[date], goal: int, hurt: Hurts
) -> None:
    due = today(day, back, goal, aerobic_days=aerobic, hurts=hurt).due
    if goal <= MOST_WITH_DAYS_BETWEEN and {day, day - DAY} & set(back):
        assert due is not Due.BACK


@thorough
@given(days, logs, logs, goals, per_days, hurts)
def test_the_coming_days_follow_the_rules_of_each_day(
    day: date, back: list[date], aerobic: list[date], goal: int, per_day: int, hurt: Hurts
) -> None:
    plan = coming(day, back, goal, days=56, per_day=per_day, aerobic_days=aerobic, hurts=hurt)
    assert [each.day for each in plan] == [day + n * DAY for n in range(56)]
    planned = [each.day for each in plan if each.due is Due.BACK]
    done = [each for each in back if each <= day] + planned
    later = week_of(day) + 7 * DAY  # from here on nothing was there before but what is planned
    if not any(each > day for each in back):
        for week in range(7):
            monday = later + week * 7 * DAY
            assert len({each for each in done if monday <= each < monday + 7 * DAY}) <= goal
    if goal <= MOST_WITH_DAYS_BETWEEN and not any(each > day for each in back):
        assert all(later - earlier > DAY for earlier, later in pairwise(planned))


@thorough
@given(goals, per_days)
def test_the_coming_days_reach_the_goal_and_rest(goal: int, per_day: int) -> None:
    plan = {each.day: each.due for each in coming(FIRST, [], goal, days=56, per_day=per_day)}
    back = [each for each, due in plan.items() if due is Due.BACK]
    weeks = [sum(week_of(each) == FIRST + 7 * week * DAY for each in back) for week in range(8)]
    assert max(weeks) == goal
    assert min(weeks) >= min(goal, 3)
    if goal <= 3:
        run = 0
        for each in (FIRST + n * DAY for n in range(56)):
            run = run + 1 if plan[each] is not Due.REST else 0
            assert run <= MOST_IN_A_ROW
