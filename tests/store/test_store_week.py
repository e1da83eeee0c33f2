"""What the week reads: each session in short, as its record says, and pain told beside them."""

from datetime import date, timedelta

from store_diary import MORNING, Diary

from backtui.domain.record import State
from backtui.domain.sitting import DayUse
from backtui.store.queries import week
from backtui.store.store import Store

DAY = timedelta(days=1)


def test_a_session_in_short_counts_what_was_planned_and_done(store: Store) -> None:
    diary = Diary()
    store.append(
        [
            diary.started(),
            diary.planned(0, "bridge", reps=3),
            diary.planned(1, "pretzel", sides="each", reps=2),
            diary.rep(0, 1),
            diary.rep(0, 2),
            diary.rep(1, 1, "left"),
            diary.event("pain", item=1),
            diary.ended("stopped"),
        ]
    )
    (only,) = week.day_uses(store, MORNING.date())
    assert only == DayUse(
        diary.id,
        MORNING.date(),
        State.STOPPED,
        planned=7,
        done=3,
        pain=True,
        started_at=MORNING,
        routine="full",
    )


def test_repetitions_beyond_the_plan_count_no_more_than_the_plan(store: Store) -> None:
    diary = Diary()
    more = [diary.rep(0, 1), diary.rep(0, 1), diary.rep(0, 2), diary.rep(0, 3)]
    store.append(
        [
            diary.started(),
            diary.planned(0, "bridge"),
            diary.planned(1, "pretzel", sides="each"),
            *more,
            diary.ended(),
        ]
    )
    (only,) = week.day_uses(store, MORNING.date())
    assert (only.planned, only.done, only.state) == (6, 2, State.DONE)


def test_what_was_felt_is_told(store: Store) -> None:
    dizzy, worse, empty = Diary(), Diary(MORNING + DAY), Diary(MORNING + 2 * DAY)
    store.append([dizzy.started(), dizzy.planned(0, "bridge"), dizzy.event("dizzy", item=0)])
    store.append(worse.whole("bridge"))
    store.append([worse.event("pain-answered", when="morning", score=None, answer="worse")])
    store.append([empty.started(), empty.ended("stopped")])
    found = week.day_uses(store, MORNING.date())
    assert [(each.dizzy, each.flare, each.morning, each.begun, each.state) for each in found] == [
        (True, False, None, False, State.OPEN),
        (False, True, "worse", True, State.DONE),
        (False, False, None, False, State.STOPPED),
    ]
    assert [(each.planned, each.done) for each in found] == [(2, 0), (2, 2), (0, 0)]


def test_since_leaves_out_earlier_days_and_the_oldest_comes_first(store: Store) -> None:
    diaries = [Diary(MORNING + day * DAY) for day in range(4)]
    for diary in reversed(diaries):
        store.append(diary.whole("bridge"))
    found = week.day_uses(store, (MORNING + DAY).date())
    assert [each.session for each in found] == [diary.id for diary in diaries[1:]]
    assert week.day_uses(store, date(2027, 1, 1)) == []


def test_a_session_that_was_taken_back_is_none(store: Store) -> None:
    diary = Diary()
    events = diary.whole("bridge")
    store.append(events)
    store.append([diary.void(events[0])])
    assert week.day_uses(store, MORNING.date()) == []


def test_pain_beside_the_sessions(store: Store) -> None:
    diary = Diary()
    store.append(diary.whole("bridge"))
    store.append([diary.event("pain-answered", when="after", score=9)])
    told = [diary.loose("pain-answered", when="other", score=score) for score in (4, 7)]
    store.append(told)
    assert week.pain_told(store, MORNING) == [(told[0].wall, 4), (told[1].wall, 7)]
    assert week.pain_told(store, told[1].wall) == [(told[1].wall, 7)]
    store.append([diary.void(told[1])])
    assert week.pain_told(store, MORNING) == [(told[0].wall, 4)]
