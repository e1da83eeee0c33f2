"""The week on Today: the morning after asked by key, row and mouse, and aerobic days in two keys."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from props import HandClock, Shop, asked, prefer, shop, train
from stage import NARROW, WIDE, Stage, on_stage

from backtui.content.load import load
from backtui.domain.plan import Plan
from backtui.domain.record import Activity
from backtui.domain.session.steps import STANDARD_TIMING, Script
from backtui.domain.week import today
from backtui.tui.base import OpenErrand
from backtui.tui.today.aerobic import AerobicPage
from backtui.tui.today.agenda import Agenda, exercise_of, week_cells
from backtui.tui.today.today import TodayPlace
from backtui.tui.widgets.line import plain, width

DAY_S = 86_400
QUESTION = "How is your back after Monday's session?"
MONDAY = date(2026, 3, 2)


@pytest.fixture
def wiring() -> Shop:
    """A Tuesday at seven, the day after a session."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    train(wiring)
    wiring.clock.sleep(DAY_S)
    return wiring


@pytest.fixture
async def stage(wiring: Shop) -> AsyncIterator[Stage]:
    async with on_stage(wiring) as stage:
        yield stage


def activities(stage: Stage) -> list[Activity]:
    return list(stage.ask(lambda coach, _: coach.reading.activities(date(2026, 1, 1))))


@pytest.mark.parametrize(("key", "answer"), [("plus", "better"), ("equals_sign", "same"), ("minus", "worse")])
async def test_one_key_answers_the_morning_after(stage: Stage, key: str, answer: str) -> None:
    assert QUESTION in await stage.settle()
    text = await stage.press(key)
    assert QUESTION not in text
    assert stage.newest().morning == answer
    assert stage.said()[-1].startswith(f"{answer.capitalize()} the morning after Monday's session")
    assert ("Rest day" in text) is (answer == "worse")
    # Nothing is asked any more, so the key does nothing.
    await stage.press("minus" if answer != "worse" else "plus")
    assert stage.newest().morning == answer


@pytest.mark.parametrize(("downs", "answer"), [(0, "better"), (1, "same"), (2, "worse"), (3, None)], ids=str)
@pytest.mark.thorough
async def test_the_row_asks_in_a_dialog(stage: Stage, downs: int, answer: str | None) -> None:
    await stage.press("up", "enter", *["down"] * downs)
    text = await stage.press("enter")
    assert stage.newest().morning == answer
    assert isinstance(stage.app.screen, TodayPlace)
    assert QUESTION not in text


@pytest.mark.thorough
async def test_escape_leaves_the_question_until_the_next_start(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        assert QUESTION not in await stage.press("escape")
        assert QUESTION not in await stage.press("2", "1")
        assert stage.newest().morning is None
    async with on_stage(wiring) as stage:
        assert QUESTION in await stage.settle()
        # Leaving the dialog is no answer and no "not now".
        assert QUESTION in await stage.press("up", "enter", "escape")


@pytest.mark.thorough
async def test_enter_begins_the_session_though_something_is_asked(stage: Stage) -> None:
    await stage.press("enter")
    assert stage.is_running
    assert stage.ask(lambda coach, _: coach.asks()) is None


async def test_an_answer_that_comes_too_late_is_told(stage: Stage) -> None:
    train(stage.wiring)
    await stage.press("minus")
    assert "today's has begun" in stage.said()[-1]
    assert QUESTION not in await stage.settle()


@pytest.mark.parametrize(
    ("letter", "what"), [("w", "walking"), ("c", "cycling"), ("s", "swimming"), ("o", "other")]
)
@pytest.mark.thorough
async def test_two_keys_log_something_aerobic(stage: Stage, letter: str, what: str) -> None:
    assert "○ 0 aerobic" in await stage.settle()
    text = await stage.press("a", letter)
    assert [(each.what, each.minutes, each.day) for each in activities(stage)] == [
        (what, 30, MONDAY + timedelta(days=1))
    ]
    assert "○ 1 aerobic" in text
    assert "[○]" in text
    assert stage.said()[-1] == f"{what.capitalize()}, 30 min, today: 1 aerobic day this week."


@pytest.mark.thorough
async def test_the_minutes_are_those_of_the_last_time_and_can_be_changed_before(stage: Stage) -> None:
    for keys in (("right", "right", "left", "w"), ("right", "w"), ("c",)):
        await stage.press("a", *keys)
        stage.clock.advance(60)
    assert [(each.what, each.minutes) for each in activities(stage)] == [
        ("walking", 35),
        ("walking", 40),
        ("cycling", 30),
    ]


@pytest.mark.thorough
async def test_minutes_stay_within_their_bounds(stage: Stage) -> None:
    await stage.press("a", *["left"] * 8, "w")
    assert activities(stage)[-1].minutes == 1
    stage.clock.advance(60)
    asked(stage.wiring, lambda _, diary: diary.days.activity("cycling", 599))
    stage.clock.advance(60)
    await stage.press("a", "right", "right", "c")
    assert activities(stage)[-1].minutes == 600


async def test_a_word_of_ones_own_is_chosen_by_the_cursor(stage: Stage) -> None:
    asked(stage.wiring, lambda _, diary: diary.days.activity("rowing", 20, MONDAY))
    text = await stage.press("a")
    assert "Rowing" in text
    await stage.press("G", "enter")
    assert (activities(stage)[-1].what, activities(stage)[-1].minutes) == ("rowing", 20)


async def test_escape_logs_nothing(stage: Stage) -> None:
    await stage.press("a")
    assert isinstance(stage.app.screen, AerobicPage)
    await stage.press("escape")
    assert activities(stage) == []


@pytest.mark.thorough
async def test_another_day_can_be_asked_for(stage: Stage) -> None:
    stage.app.screen.post_message(OpenErrand("aerobic", "2026-03-01"))
    assert "Something aerobic, Sunday 1 March" in await stage.settle()
    await stage.press("s")
    assert [(each.what, each.day) for each in activities(stage)] == [("swimming", date(2026, 3, 1))]
    stage.app.screen.post_message(OpenErrand("aerobic", "2026-03-09"))
    await stage.settle()
    await stage.press("s")
    assert len(activities(stage)) == 1
    assert "still to come" in stage.said()[-1]


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.thorough
async def test_a_click_on_the_question_asks_it(wiring: Shop, size: tuple[int, int]) -> None:
    async with on_stage(wiring, size) as stage:
        rows = stage.app.screen.query_one("#rows")
        for _ in range(2):  # the first goes there
            await stage.pilot.click(rows, offset=(5, 0))
        assert "Your back is worse" in await stage.settle()


# The lines themselves

NO_PLAN = Plan("standard", (), (), (), Script((), STANDARD_TIMING), 20)
days = st.integers(0, 13).map(lambda n: MONDAY + timedelta(days=n))


@given(days, st.lists(days, max_size=9), st.lists(days, max_size=9), st.integers(20, 200))
def test_the_head_fits_and_shows_each_day_as_it_was(
    day: date, back: list[date], aerobic: list[date], cells: int
) -> None:
    due = today(day, back, aerobic_days=aerobic)
    left, right = Agenda(due, NO_PLAN).head(cells)
    drawn = plain(week_cells(due))
    assert len(drawn) == 15
    for place, each in enumerate(due.week):
        sign = drawn[2 * place + 1]
        assert (sign in "●◉", sign in "○◉") == (each.sessions > 0, each.aerobic)
        assert (drawn[2 * place] == "[", drawn[2 * place + 2] == "]") == (each.day == day, each.day == day)
    assert plain(right).rstrip().endswith(drawn.rstrip())
    if cells >= 56:
        assert width(left) + width(right) < cells


def test_the_reason_of_the_start_is_why_today_is_what_it_is() -> None:
    agenda = Agenda(today(MONDAY, []), NO_PLAN)
    (start, *_) = agenda.rows(load(), 3, 80)
    assert start.why == "A gentle first session, 0 minutes."
    assert "pain before 3" in plain(start.right)
    later = today(MONDAY, [MONDAY - timedelta(days=3)])
    for minutes, how in ((20, "fitted to 20; m changes that"), (None, "your own routine as written")):
        (start, *_) = Agenda(later, replace(NO_PLAN, minutes=minutes)).rows(load(), None, 80)
        assert start.why == f"{later.why} About 0 minutes, {how}."
    (start, *_) = agenda.rows(load(), None, 60)
    assert start.why == "A gentle first session, 0 minutes."


@pytest.mark.parametrize(
    ("key", "exercise"),
    [
        (None, None),
        ("start", None),
        ("morning", None),
        ("3:cat-camel", "cat-camel"),
        ("out:pretzel", "pretzel"),
    ],
)
def test_a_row_stands_for_an_exercise_or_for_none(key: str | None, exercise: str | None) -> None:
    assert exercise_of(key) == exercise
