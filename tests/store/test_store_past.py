"""Looking back: the light rows and sums that history asks for agree with the sessions themselves."""

from collections import Counter
from datetime import date, timedelta

import pytest
from store_diary import MORNING, Diary

from backtui.domain.exercise import Dose
from backtui.domain.history_filter import ALL, Sought
from backtui.domain.sitting import back_days
from backtui.domain.statistics import Aerobic, Sums, WeekCount
from backtui.domain.weekday import WeekStart, week_of
from backtui.domain.words.begun import begun_of
from backtui.store.queries import events, history, sessions, week
from backtui.store.store import Store

DAY = timedelta(days=1)
BRIDGE = Sought(exercises=frozenset({"bridge"}))
PRETZEL = Sought(exercises=frozenset({"pretzel"}))


@pytest.fixture
def weeks(store: Store) -> list[Diary]:
    """Sessions on four days from Monday 2 March 2026, and two in the week after; the last is open."""
    diaries = [Diary(MORNING + day * DAY) for day in (0, 1, 2, 3, 7, 9)]
    for diary in diaries[:-1]:
        store.append(diary.whole("bridge", "cat-camel"))
    last = diaries[-1]
    store.append(
        [last.started(), last.planned(0, "bridge", sides="each", hold_s=3), last.planned(1, "pretzel")]
    )
    store.append([last.rep(0, 1, "left", 3.0), last.rep(0, 2, "left", 2.5), last.event("pain", item=0)])
    store.append([last.event("pain-answered", when="before", score=3)])
    for day, minutes in ((3, 30), (10, 45)):
        store.append([last.loose("activity-done", what="walking", minutes=minutes, day=f"2026-03-{day:02}")])
    return diaries


def test_an_empty_log_has_no_past(store: Store) -> None:
    assert history.first_day(store) is None
    assert (
        history.session_summaries(store, ALL)
        == history.week_counts(store, ALL)
        == history.month_parts(store, ALL)
        == []
    )
    assert (
        history.dose_points(store, "bridge", ALL)
        == history.pain_points(store, ALL, 4)
        == history.aerobic(store, ALL)
        == []
    )


def test_headlines_agree_with_the_sessions(store: Store, weeks: list[Diary]) -> None:
    records = {record.id: record for record in sessions.newest(store, 20)}
    session_summaries = history.session_summaries(store, ALL)
    assert [each.id for each in session_summaries] == [diary.id for diary in reversed(weeks)]
    for each in session_summaries:
        record = records[each.id]
        assert (each.day, each.started_at, each.state) == (record.day, record.started_at, record.state)
        assert (each.alive, each.dizzy, each.flare) == (record.alive, record.dizzy, record.flare)
        assert (each.performed, each.pain_before) == (record.performed, record.pain_before)
        assert each.ended_at == (record.ended_at or record.last_at)
        assert (each.done, each.planned) == begun_of(record.entries)
        odd = [e for e in record.entries if not e.complete or e.pain or e.eased or not e.performed]
        assert [o.exercise for o in each.odd] == [e.exercise for e in odd]
    bridge, pretzel = session_summaries[0].odd
    assert (bridge.pain, bridge.done, bridge.planned, bridge.performed) == (True, 2, 4, True)
    assert (pretzel.performed, pretzel.done, pretzel.planned) == (False, 0, 2)
    assert session_summaries[0].hurt
    assert not session_summaries[1].hurt


def test_headlines_of_some_days_and_exercises(store: Store, weeks: list[Diary]) -> None:
    some = Sought(since=date(2026, 3, 3), until=date(2026, 3, 9))
    assert [each.day.day for each in history.session_summaries(store, some)] == [9, 5, 4, 3]
    cat = Sought(exercises=frozenset({"cat-camel"}))
    assert [each.planned for each in history.session_summaries(store, cat)] == [1] * 5
    assert history.session_summaries(store, PRETZEL) == []  # planned, never begun


def test_weeks_count_days_and_sessions(store: Store, weeks: list[Diary]) -> None:
    second = Diary(MORNING + timedelta(hours=3))
    store.append(second.whole("bridge"))
    unbegun = Diary(MORNING + 6 * DAY)  # the Sunday
    store.append([unbegun.started(), unbegun.planned(0, "bridge")])
    assert history.week_counts(store, ALL) == [
        WeekCount(date(2026, 3, 9), 2, 2),
        WeekCount(date(2026, 3, 2), 4, 6),
    ]
    assert history.week_counts(store, Sought(until=date(2026, 3, 3))) == [WeekCount(date(2026, 3, 2), 2, 3)]


@pytest.mark.parametrize("starts", WeekStart)
def test_weeks_are_counted_from_the_day_they_start_on(
    store: Store, weeks: list[Diary], starts: WeekStart
) -> None:
    store.append(Diary(MORNING + 5 * DAY).whole("bridge"))
    store.append(Diary(MORNING + 6 * DAY).whole("bridge"))
    days = [each.day for each in history.session_summaries(store, ALL)]
    found = {each.begins: each.sessions for each in history.week_counts(store, ALL, starts)}
    assert found == Counter(week_of(day, starts) for day in days)
    assert len(found) == 2


@pytest.mark.parametrize("sides", ["one", "each"])
@pytest.mark.parametrize("done", range(7))
@pytest.mark.parametrize("how", ["open", "stopped", "done", "pain", "dizzy"])
def test_a_week_counts_the_days_that_its_sittings_used_up(
    store: Store, diary: Diary, sides: str, done: int, how: str
) -> None:
    store.append([diary.started(), diary.planned(0, "bridge", sides, reps=6), diary.planned(1, "pretzel")])
    store.append([diary.rep(0, rep + 1, "left" if sides == "each" else "none") for rep in range(done)])
    if how == "pain":
        store.append([diary.event("pain", item=1)])
    if how == "dizzy":
        store.append([diary.event("dizzy")])
    if how != "open":
        store.append([diary.ended("done" if how == "done" else "stopped")])
    used_up = len(set(back_days(week.day_uses(store, date(2026, 3, 2)))))
    assert history.week_counts(store, ALL) == [WeekCount(date(2026, 3, 2), used_up, 1)]
    assert [each.counts for each in history.session_summaries(store, ALL)] == [bool(used_up)]


def test_the_first_day_may_be_an_aerobic_one(store: Store, weeks: list[Diary]) -> None:
    assert history.first_day(store) == date(2026, 3, 2)
    store.append([weeks[0].loose("activity-done", what="swimming", minutes=20, day="2026-02-27")])
    assert history.first_day(store) == date(2026, 2, 27)
    assert history.aerobic(store, Sought(until=date(2026, 3, 5))) == [
        Aerobic(date(2026, 2, 27), "swimming", 20),
        Aerobic(date(2026, 3, 3), "walking", 30),
    ]


def test_how_an_exercise_was_done(store: Store, weeks: list[Diary]) -> None:
    points = history.dose_points(store, "bridge", ALL)
    assert [point.day.day for point in points] == [2, 3, 4, 5, 9, 11]
    assert (points[0].dose, points[0].reps, points[0].held_s) == (Dose(2, 2), 2.0, 2.0)
    assert (points[-1].dose, points[-1].reps, points[-1].held_s) == (Dose(3, 2), 1.0, 2.75)
    assert history.dose_points(store, "pretzel", ALL) == []
    march = Sought(since=date(2026, 3, 9), until=date(2026, 3, 9))
    assert [point.day.day for point in history.dose_points(store, "bridge", march)] == [9]


def test_of_two_holds_the_shorter_is_held(store: Store) -> None:
    diary = Diary()
    rep = diary.event("rep-ended", item=0, side="none", rep=1, holds_s=[4.0, 3.0])
    store.append([diary.started(), diary.planned(0, "cat-camel"), rep])
    assert history.dose_points(store, "cat-camel", ALL)[0].held_s == 3.0
    assert sum(part.sums.held_s for part in history.month_parts(store, ALL)) == 7.0


def test_answers_about_pain(store: Store, weeks: list[Diary]) -> None:
    diary = weeks[0]
    store.append([diary.event("pain-answered", when="before", score=2)])
    store.append([diary.event("pain-answered", when="after", score=4)])
    store.append([diary.event("pain-answered", when="morning", score=None, answer="same")])
    night = Diary(MORNING + timedelta(days=4, hours=-4))  # three in the morning is the day before
    store.append([night.loose("pain-answered", when="other", score=6)])
    points = history.pain_points(store, ALL, 4)
    assert [(p.day.day, p.before, p.after, p.morning, p.other) for p in points] == [
        (2, 2, 4, "same", None), (5, None, None, None, 6), (11, 3, None, None, None),
    ]  # fmt: skip
    assert [point.session for point in points] == [diary.id, None, weeks[-1].id]
    assert history.pain_points(store, ALL, 2)[1].day.day == 6
    assert [point.day.day for point in history.pain_points(store, BRIDGE, 4)] == [2, 11]
    assert [point.day.day for point in history.pain_points(store, Sought(since=date(2026, 3, 5)), 4)] == [
        5,
        11,
    ]


def test_months_add_up_to_what_the_sessions_had(store: Store, weeks: list[Diary]) -> None:
    april = Diary(MORNING + 40 * DAY)
    store.append(april.whole("pretzel"))
    records = sessions.newest(store, 20)
    parts = history.month_parts(store, ALL)
    assert {part.month for part in parts} == {"2026-03", "2026-04"}
    work = [part for part in parts if part.exercise is not None]
    rest = sum((part.sums for part in parts if part.exercise is None), Sums())
    assert rest.sessions == sum(record.performed for record in records) == 7
    assert rest.seconds == sum(((r.ended_at or r.last_at) - r.started_at).total_seconds() for r in records)
    assert (rest.aerobic, rest.aerobic_min) == (2, 75)
    reps = [rep for record in records for entry in record.entries for rep in entry.reps]
    assert sum(part.sums.reps for part in work) == len(reps)
    assert sum(part.sums.held_s for part in work) == sum(sum(rep.holds_s) for rep in reps)
    bridge = history.month_parts(store, BRIDGE)
    assert {part.exercise for part in bridge} == {None, "bridge"}
    assert sum(part.sums.sessions for part in bridge if part.exercise is None) == 6
    assert sum(part.sums.aerobic for part in bridge) == 0


def test_months_follow_what_is_logged_here_and_elsewhere(store: Store, weeks: list[Diary]) -> None:
    def sessions() -> int:
        return sum(part.sums.sessions for part in history.month_parts(store, ALL) if part.exercise is None)

    assert (sessions(), sessions()) == (6, 6)
    store.append(Diary(MORNING + 20 * DAY).whole("bridge"))
    assert sessions() == 7
    with Store(store.path, device=b"other-device-000", now=MORNING) as other:
        other.append(Diary(MORNING + 21 * DAY).whole("bridge"))
    assert sessions() == 8
    assert sum(part.sums.sessions for part in history.month_parts(store, PRETZEL)) == 0


def test_what_was_taken_back_is_not_in_the_past(store: Store, weeks: list[Diary]) -> None:
    (start,) = [each for each in events.of_session(store, weeks[0].id) if each.kind == "session-started"]
    store.append([weeks[0].void(start)])
    assert history.first_day(store) == date(2026, 3, 3)
    assert history.week_counts(store, ALL)[-1].sessions == 3
    assert len(history.session_summaries(store, ALL)) == len(history.dose_points(store, "bridge", ALL)) == 5
