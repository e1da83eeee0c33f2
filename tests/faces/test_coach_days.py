"""Days from the coach to the log and back: walks, pain, the morning after, and what they change."""

from datetime import date, datetime, timedelta

import pytest
from made_events import event
from props import HandClock, Shop, asked, prefer, shop, train

from backtui.coach.errors import WrongUseError
from backtui.coach.running import Running
from backtui.domain.exercise import Dose
from backtui.domain.session.state import Press
from backtui.domain.week import Due
from backtui.store.queries import events, progress
from backtui.store.queries import week as week_queries
from backtui.store.store import Store

DAY_S = 86_400
EXERCISE = "pelvic-tilt"


@pytest.fixture
def wiring() -> Shop:
    """A log without anything in it, on a Monday at seven."""
    return shop(HandClock())


def log_morning(wiring: Shop, answer: str) -> str:
    return asked(wiring, lambda _, diary: diary.days.morning(answer))


def due(wiring: Shop) -> Due:
    return asked(wiring, lambda coach, _: coach.today().due)


def a_raise_is_announced(wiring: Shop) -> None:
    """Two comfortable sessions earn a step, which is not performed yet; it is the day after."""
    for _ in range(2):
        train(wiring)
        wiring.clock.sleep(2 * DAY_S)
    wiring.clock.sleep(-DAY_S)
    wiring.clock.advance(-DAY_S)


def test_worse_the_morning_after_takes_back_the_raises_that_were_not_performed(wiring: Shop) -> None:
    a_raise_is_announced(wiring)
    before = asked(wiring, lambda coach, _: coach.decisions()[EXERCISE])
    assert (before.dose, before.rule) == (Dose(2, 3), "up")
    said = log_morning(wiring, "worse")
    assert said == (
        "Worse the morning after Wednesday's session: nothing in it raises a dose; rest today,"
        " or walk a little."
    )
    after = asked(wiring, lambda coach, _: coach.decisions()[EXERCISE])
    assert (after.dose, after.rule) == (Dose(2, 2), "flare")
    assert "2 s × 2" in after.why
    record = asked(wiring, lambda coach, _: coach.sessions(1)[0])
    assert (record.morning, record.flare) == ("worse", True)


@pytest.mark.parametrize("answer", ["better", "same"])
def test_a_good_morning_leaves_the_raise(wiring: Shop, answer: str) -> None:
    a_raise_is_announced(wiring)
    log_morning(wiring, answer)
    decision = asked(wiring, lambda coach, _: coach.decisions()[EXERCISE])
    assert (decision.dose, decision.rule) == (Dose(2, 3), "up")


def test_the_answer_may_be_changed_and_the_newer_one_holds(wiring: Shop) -> None:
    a_raise_is_announced(wiring)
    log_morning(wiring, "worse")
    log_morning(wiring, "better")
    assert asked(wiring, lambda coach, _: coach.decisions()[EXERCISE].rule) == "up"


def test_the_answer_survives_a_rebuild_and_falls_with_its_event(wiring: Shop) -> None:
    a_raise_is_announced(wiring)
    log_morning(wiring, "worse")

    def flares(store: Store) -> list[object]:
        return [
            (each.day, each.flare, each.morning) for each in week_queries.day_uses(store, date(2026, 1, 1))
        ]

    with wiring.writing() as opened:
        before = flares(opened.store)
        opened.store.rebuild()
        assert (
            flares(opened.store)
            == before
            == [
                (date(2026, 3, 2), False, None),
                (date(2026, 3, 4), True, "worse"),
            ]
        )
        answer = events.changes(opened.store, 1)[-1]
        assert answer.kind == "pain-answered"
        opened.store.append([event("void", wiring.clock.now(), {"events": [answer.id.hex()]})])
        assert flares(opened.store)[-1] == (date(2026, 3, 4), False, None)
        assert opened.ask(lambda coach: coach.decisions())[EXERCISE].rule == "up"


def test_worse_makes_this_day_and_the_next_gentler(wiring: Shop) -> None:
    train(wiring)
    wiring.clock.sleep(DAY_S)
    assert due(wiring) is Due.AEROBIC
    log_morning(wiring, "worse")
    found = []
    for _ in range(3):
        found.append(due(wiring))
        wiring.clock.sleep(DAY_S)
    assert found == [Due.REST, Due.REST, Due.BACK]


def test_strong_pain_now_makes_the_day_gentler(wiring: Shop) -> None:
    asked(wiring, lambda _, diary: diary.days.pain(5))
    assert due(wiring) is Due.BACK
    asked(wiring, lambda _, diary: diary.days.pain(6))
    assert due(wiring) is Due.REST
    wiring.clock.sleep(2 * DAY_S)
    assert due(wiring) is Due.BACK


def test_a_stopped_session_of_one_repetition_leaves_the_day_open(wiring: Shop) -> None:
    def one_repetition(running: Running) -> None:
        if running.state.step.phase == "relax":
            running.send(Press.STOP)

    train(wiring, one_repetition)
    wiring.clock.sleep(3600)
    today = asked(wiring, lambda coach, _: coach.today())
    assert (today.due, today.done, today.last) == (Due.BACK, 0, None)
    wiring.clock.sleep(DAY_S)
    train(wiring)
    assert asked(wiring, lambda coach, _: coach.today().done) == 1
    # Months later the newest whole session is still the last one, whatever was broken off since.
    wiring.clock.sleep(40 * DAY_S)
    train(wiring, one_repetition)
    assert asked(wiring, lambda coach, _: coach.today().last) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("later_s", "asks"),
    [
        (0, False),
        (16 * 3600, False),
        (DAY_S - 4 * 3600, True),
        (DAY_S, True),
        (DAY_S + 19 * 3600, True),
        (2 * DAY_S, False),
    ],
)
def test_the_question_belongs_to_the_whole_day_after(wiring: Shop, later_s: int, asks: bool) -> None:
    session = train(wiring)
    wiring.clock.wall = datetime(2026, 3, 2, 8, tzinfo=wiring.clock.wall.tzinfo) + timedelta(seconds=later_s)
    asked_about = asked(wiring, lambda coach, _: coach.asks())
    assert (asked_about is not None) is asks
    if asked_about:
        assert asked_about.session == session


def test_the_question_is_gone_once_answered_or_once_a_session_has_begun(wiring: Shop) -> None:
    train(wiring)
    wiring.clock.sleep(DAY_S)
    log_morning(wiring, "same")
    assert asked(wiring, lambda coach, _: coach.asks()) is None
    train(wiring)
    wiring.clock.sleep(DAY_S)
    train(wiring)
    assert asked(wiring, lambda coach, _: coach.asks()) is None
    with pytest.raises(WrongUseError, match="today's has begun"):
        log_morning(wiring, "same")


def test_a_day_begins_at_the_hour_that_is_set(wiring: Shop) -> None:
    prefer(wiring, day_starts_h=10)
    train(wiring)  # at seven, so it belongs to Sunday
    wiring.clock.sleep(4 * 3600)
    assert asked(wiring, lambda coach, _: coach.asks()) is not None


def test_what_was_done_of_late_keeps_its_newest_minutes(wiring: Shop) -> None:
    def log(*what: object) -> str:
        return asked(wiring, lambda _, diary: diary.days.activity(*what))  # type: ignore[arg-type]

    log("walking", 30)
    wiring.clock.sleep(60)
    log("Rowing", 20, date(2026, 2, 27))
    wiring.clock.sleep(60)
    assert log("walk", 45) == "Walking, 45 min, today: 1 aerobic day this week."
    usual = asked(wiring, lambda coach, _: [(each.what, each.minutes) for each in coach.usual()])
    assert usual == [("walking", 45), ("rowing", 20)]
    wiring.clock.sleep(200 * DAY_S)
    assert asked(wiring, lambda coach, _: coach.usual()) == []


def test_pain_goes_to_the_newest_session_of_that_day(wiring: Shop) -> None:
    train(wiring)
    wiring.clock.sleep(3600)
    newest = train(wiring)
    wiring.clock.sleep(3 * DAY_S)
    monday = date(2026, 3, 2)
    asked(wiring, lambda _, diary: diary.days.pain(3, "before", monday))
    said = asked(wiring, lambda _, diary: diary.days.pain(5, "after", monday))
    assert said == "Pain 5 of 10, after the session of Mon 2 Mar 2026: nothing in it raises a dose."
    record = asked(wiring, lambda coach, _: coach.session(newest))
    assert record is not None
    assert (record.pain_before, record.pain_after, record.flare) == (3, 5, True)


def test_pain_now_belongs_to_no_session(wiring: Shop) -> None:
    train(wiring)
    asked(wiring, lambda _, diary: diary.days.pain(4))
    with wiring.writing() as opened:
        (pain,) = progress.pains(opened.store)
    assert (pain.session, pain.asked, pain.score) == (None, "other", 4)


def test_a_provider_may_ask_for_two_sessions_a_day(wiring: Shop) -> None:
    prefer(wiring, goal=5, per_day=2, frequency_by="provider")
    train(wiring)
    wiring.clock.sleep(5 * 3600)
    today = asked(wiring, lambda coach, _: coach.today())
    assert (today.due, today.sessions, today.done) == (Due.BACK, 1, 1)
    assert today.why == (
        "Back day: session 2 of 2 is still to come, 1 of 5 that your provider set this week."
        " Leave some hours between."
    )
    train(wiring)
    today = asked(wiring, lambda coach, _: coach.today())
    assert (today.due, today.sessions, today.done) == (Due.REST, 2, 1)
    coming = asked(wiring, lambda coach, _: coach.coming(2))
    assert (coming[1].day, coming[1].due) == (
        date(2026, 3, 3),
        Due.BACK,
    )  # five a week: days in a row


def test_a_session_that_hurt_leaves_no_second_one_due(wiring: Shop) -> None:
    prefer(wiring, per_day=2)
    train(wiring)
    assert due(wiring) is Due.BACK
    asked(wiring, lambda _, diary: diary.days.pain(7, "after"))
    assert due(wiring) is Due.REST
