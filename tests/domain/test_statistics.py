"""Looking back: the calendar, weeks against the goal, the streak, totals, changes of a dose."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backtui.domain.exercise import Dose
from backtui.domain.pause import Pause
from backtui.domain.record import State
from backtui.domain.statistics import (
    LEAST_WEEKS,
    SHOWN_WEEKS,
    WEEK,
    YEAR_WEEKS,
    Aerobic,
    DayMark,
    Deviation,
    DosePoint,
    MonthPart,
    SessionSummary,
    Sign,
    Streak,
    Sums,
    calendar,
    changes_of,
    effort,
    first_week,
    marks_of,
    shown_weeks,
    sign_of,
    streak,
    totals,
)
from backtui.domain.weekday import week_of

MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2016, 1, 1), date(2026, 12, 31))
GOALS = st.integers(1, 7)


def session(day: date = MONDAY, **facts: object) -> SessionSummary:
    at = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    whole = SessionSummary(
        id=bytes(16), day=day, started_at=at, ended_at=at + timedelta(minutes=20), state=State.DONE,
        alive=True, dizzy=False, flare=False, by_hand=False, performed=True, counts=True,
    )  # fmt: skip
    return replace(whole, **facts)


HURT = Deviation("bridge", "pain", True, False, True, False, 1, 4)
MISSED = replace(HURT, how="done", pain=False)


@pytest.mark.parametrize(
    ("session_summaries", "activities", "sign"),
    [
        ([], [], Sign.REST),
        ([session()], [], Sign.BACK),
        ([], [Aerobic(MONDAY, "walking", 30)], Sign.AEROBIC),
        ([session()], [Aerobic(MONDAY, "walking", 30)], Sign.BOTH),
        ([session(state=State.STOPPED)], [], Sign.PART),
        ([session(state=State.OPEN)], [], Sign.PART),
        ([session(state=State.STOPPED), session()], [], Sign.BACK),  # a second, whole one
        ([session(state=State.STOPPED)], [Aerobic(MONDAY, "walking", 30)], Sign.PART),
        ([session(performed=False, state=State.STOPPED)], [], Sign.REST),  # nothing was begun
        ([session(odd=(MISSED,))], [], Sign.BACK),
        ([session(odd=(HURT,))], [], Sign.PAIN),
        ([session(dizzy=True, state=State.STOPPED)], [], Sign.PAIN),
        ([session(flare=True)], [Aerobic(MONDAY, "walking", 30)], Sign.PAIN),
    ],
)
def test_a_day_has_one_sign(
    session_summaries: list[SessionSummary], activities: list[Aerobic], sign: Sign
) -> None:
    assert sign_of(marks_of(session_summaries, activities).get(MONDAY, DayMark())) is sign


@given(st.lists(st.tuples(DAYS, st.sampled_from([*State]), st.booleans())), st.lists(DAYS), st.randoms())
def test_the_order_of_what_was_done_does_not_matter(done, walked, chance) -> None:
    session_summaries = [session(day, state=state, flare=flare) for day, state, flare in done]
    activities = [Aerobic(day, "walking", 30) for day in walked]
    marks = marks_of(session_summaries, activities)
    chance.shuffle(session_summaries)
    chance.shuffle(activities)
    assert marks_of(session_summaries, activities) == marks
    assert set(marks) == {each.day for each in (*session_summaries, *activities)}


@given(DAYS, st.integers(1, 60), st.sets(DAYS), DAYS, DAYS, GOALS)
def test_the_calendar_has_every_day_of_its_range_once(day, weeks, back, first, last, goal) -> None:
    monday, marks = week_of(day), {each: DayMark(back=True, counts=True, whole=True) for each in back}
    shown = calendar(monday, weeks, marks, (first, last), goal)
    days = [week.begins + timedelta(days=place) for week in shown for place in range(7)]
    assert days == [monday + timedelta(days=each) for each in range(7 * weeks)]
    signs = dict(zip(days, (sign for week in shown for sign in week.signs), strict=True))
    for each, sign in signs.items():
        within = first <= each <= last
        assert sign is (Sign.OUT if not within else Sign.BACK if each in back else Sign.REST)
    assert sum(week.days for week in shown) == sum(sign is Sign.BACK for sign in signs.values())
    assert all(week.reached == (week.days >= goal) for week in shown)


@given(DAYS, DAYS)
def test_every_day_is_in_the_year_that_is_shown_for_it(day, last) -> None:
    day, last = min(day, last), max(day, last)
    monday = first_week(day, last)
    assert monday <= day < monday + SHOWN_WEEKS * WEEK
    assert (week_of(last) - monday) // WEEK % YEAR_WEEKS == 0


def test_a_session_that_was_broken_off_at_once_shows_but_counts_for_no_goal() -> None:
    marks = marks_of([session(state=State.STOPPED, counts=False)], [])
    (week,) = calendar(MONDAY, 1, marks, (MONDAY, MONDAY), 1)
    assert (week.signs[0], week.days, week.reached) == (Sign.PART, 0, False)


def test_the_year_of_today_ends_with_the_week_under_way() -> None:
    assert first_week(MONDAY, MONDAY) == MONDAY - YEAR_WEEKS * WEEK
    assert first_week(MONDAY - 52 * WEEK, MONDAY) == MONDAY - YEAR_WEEKS * WEEK
    assert first_week(MONDAY - 53 * WEEK, MONDAY) == MONDAY - 2 * YEAR_WEEKS * WEEK


@pytest.mark.parametrize(
    ("ago", "weeks"),  # the first day of all, in weeks; how many are shown
    [(0, LEAST_WEEKS), (5, LEAST_WEEKS), (12, 13), (13, 14), (25, 26), (52, SHOWN_WEEKS)],
)
def test_a_log_of_less_than_a_year_shows_itself_alone(ago: int, weeks: int) -> None:
    began = MONDAY - ago * WEEK
    for day in (began, MONDAY):
        assert shown_weeks(day, began, MONDAY) == (began, weeks)


@given(DAYS, DAYS, DAYS)
def test_whatever_is_shown_has_its_day(one, other, third) -> None:
    first, day, last = sorted((one, other, third))
    begins, weeks = shown_weeks(day, first, last)
    assert begins <= day < begins + weeks * WEEK
    assert LEAST_WEEKS <= weeks <= SHOWN_WEEKS


@pytest.mark.parametrize(
    ("minutes", "much"),
    [(0, 0), (0.5, 1), (10, 1), (10.5, 2), (20, 2), (30, 3), (45, 4), (46, 5), (900, 5)],
)
def test_five_steps_of_a_days_effort(minutes: float, much: int) -> None:
    assert effort(minutes) == much


def weeks(*days: int) -> dict[date, int]:
    """Back days of weeks, the last of them the one under way."""
    return {MONDAY - (len(days) - 1 - place) * WEEK: each for place, each in enumerate(days)}


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ((), Streak(0, 0)),
        ((0,), Streak(0, 0)),
        ((3,), Streak(1, 1)),
        ((3, 3, 0), Streak(2, 2)),  # the week under way breaks nothing
        ((3, 3, 3), Streak(3, 3)),  # and counts once it is reached
        ((3, 2, 3, 1), Streak(1, 1)),
        ((3, 3, 3, 2, 4, 1), Streak(1, 3)),
        ((3, 3, 2, 0), Streak(0, 2)),
        ((7, 7, 7, 7), Streak(4, 4)),
    ],
)
def test_a_streak_counts_weeks(days: tuple[int, ...], found: Streak) -> None:
    assert streak(weeks(*days), 3, MONDAY + timedelta(days=2)) == found


LAST_WEEK, BEFORE_THAT = MONDAY - WEEK, MONDAY - 2 * WEEK
SUNDAY = timedelta(days=6)


@pytest.mark.parametrize(
    ("days", "pause", "found"),
    [
        # a whole week off breaks nothing and counts nothing, whatever was done in it
        ((3, 0, 3), Pause(LAST_WEEK, LAST_WEEK + SUNDAY), Streak(2, 2)),
        ((3, 3, 3), Pause(LAST_WEEK, LAST_WEEK + SUNDAY), Streak(2, 2)),
        ((3, 0, 0, 3), Pause(BEFORE_THAT, LAST_WEEK + SUNDAY), Streak(2, 2)),
        ((3, 0, 0, 3), Pause(LAST_WEEK, LAST_WEEK + SUNDAY), Streak(1, 1)),
        # part of a week off: it is passed over, or counts where it reached the goal
        ((3, 1, 3), Pause(LAST_WEEK, LAST_WEEK), Streak(2, 2)),
        ((3, 3, 3), Pause(LAST_WEEK, LAST_WEEK), Streak(3, 3)),
        ((3, 2, 3), Pause(LAST_WEEK - timedelta(days=1), LAST_WEEK - timedelta(days=1)), Streak(1, 1)),
        # the week under way
        ((3, 3, 0), Pause(MONDAY), Streak(2, 2)),
        ((3, 0, 0), Pause(LAST_WEEK), Streak(1, 1)),
    ],
)
def test_a_streak_passes_over_paused_weeks(days: tuple[int, ...], pause: Pause, found: Streak) -> None:
    assert streak(weeks(*days), 3, MONDAY + timedelta(days=2), [pause]) == found


@given(st.lists(st.integers(0, 7), max_size=20), st.integers(0, 20), st.integers(0, 3))
def test_a_pause_put_between_weeks_neither_breaks_nor_lengthens(plan, place, off) -> None:
    """Weeks off put in anywhere, and what went before moved back: the same row."""
    place = min(place, len(plan))
    later = plan[place:]
    shifted = {**weeks(*plan[:place], *([0] * (off + len(later)))), **weeks(*later)}
    first = MONDAY - (len(later) + off - 1) * WEEK
    pause = [Pause(first, first + off * WEEK - timedelta(days=1))] if off else []
    assert streak(shifted, 3, MONDAY, pause).longest == streak(weeks(*plan), 3, MONDAY).longest


@given(st.lists(st.sets(st.integers(0, 6)), min_size=1, max_size=30), GOALS, st.integers(0, 6))
def test_which_days_of_a_week_were_rest_days_does_not_matter(plan, goal, weekday) -> None:
    counts = weeks(*(len(days) for days in plan))
    found = streak(counts, goal, MONDAY + timedelta(days=weekday))
    full = [len(days) >= goal for days in plan]
    before = full[:-1][::-1]
    run = before.index(False) if False in before else len(before)
    assert found.now == run + full[-1]
    assert found.now <= found.longest <= sum(full)
    more = {monday: max(count, goal) for monday, count in counts.items()}
    assert streak(more, goal, MONDAY).now == len(plan)


@given(st.dictionaries(DAYS.map(week_of), st.integers(0, 7)), GOALS, DAYS)
def test_a_day_more_never_shortens_a_streak(counts, goal, day) -> None:
    here = week_of(day)
    before = streak(counts, goal, day)
    after = streak({**counts, here: min(7, counts.get(here, 0) + 1)}, goal, day)
    assert after.now >= before.now
    assert after.longest >= before.longest


PARTS = st.lists(
    st.builds(
        lambda month, exercise, numbers: MonthPart(
            f"{month:%Y-%m}",
            exercise,
            Sums(numbers[0], numbers[1], 0, 0, numbers[2], numbers[3])
            if exercise is None
            else Sums(sessions=numbers[0], reps=numbers[1], held_s=numbers[2]),
        ),
        DAYS,
        st.sampled_from([None, "bridge", "pretzel"]),
        st.tuples(*[st.integers(0, 1000)] * 4),
    )
)


@given(PARTS, st.randoms())
def test_totals_are_the_sum_of_their_parts(parts, chance) -> None:
    found = totals(parts)
    assert sum(found.months.values(), Sums()) == sum(found.years.values(), Sums()) == found.all
    assert sum(each.reps for each in found.exercises.values()) == found.all.reps
    assert sum(each.held_s for each in found.exercises.values()) == found.all.held_s
    assert found.all.sessions == sum(part.sums.sessions for part in parts if part.exercise is None)
    assert list(found.months) == sorted(found.months)
    chance.shuffle(parts)
    assert totals(parts) == found


def point(number: int, hold_s: int, reps: int) -> DosePoint:
    day = MONDAY + timedelta(days=number)
    return DosePoint(day, bytes(16), Dose(hold_s, reps), "up", f"{number}", reps, float(hold_s))


def test_changes_are_where_the_dose_differs() -> None:
    series = [point(0, 2, 2), point(1, 2, 2), point(2, 2, 3), point(3, 2, 3), point(4, 2, 2)]
    found = changes_of(series)
    assert [(each.place, each.sign, each.before, each.after, each.why) for each in found] == [
        (0, "•", None, Dose(2, 2), "0"),
        (2, "▲", Dose(2, 2), Dose(2, 3), "2"),
        (4, "▼", Dose(2, 3), Dose(2, 2), "4"),
    ]


@given(st.lists(st.tuples(st.integers(1, 10), st.integers(1, 10))))
def test_from_its_changes_the_whole_series_follows(doses) -> None:
    series = [point(number, *dose) for number, dose in enumerate(doses)]
    found = {each.place: each.after for each in changes_of(series)}
    dose = None
    for place, each in enumerate(series):
        dose = found.get(place, dose)
        assert dose == each.dose
    assert all(each.before != each.after for each in changes_of(series))
