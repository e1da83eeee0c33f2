"""What stands beside the views of the past where there is room, and that no key waits for it."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from history_tours import live
from props import HandClock, shop
from stage import ROOMY, Stage, on_stage

from backtui.coach import history as past
from backtui.domain.history_filter import ALL
from backtui.tui import base
from backtui.tui.history.calendar import Year
from backtui.tui.history.view import Aside

pytestmark = pytest.mark.thorough


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """The calendar of half a year on a large terminal, today under the cursor."""
    wiring = shop(HandClock())
    live(wiring)
    async with on_stage(wiring, ROOMY, routine=None) as stage:
        await stage.press("3")
        yield stage


@pytest.fixture
def asks(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """All that is asked of the log from now on."""
    asked: list[Any] = []
    submit = stage.log.submit
    monkeypatch.setattr(stage.log, "submit", lambda work: asked.append(work) or submit(work))
    return asked


async def test_the_week_of_the_day_stands_beside_it(stage: Stage) -> None:
    text = await stage.settle()
    assert "Week of 24 Aug 2026" in text
    assert "Sessions      2, 12 min" in text
    assert "No dose changed." in text
    assert "▅" in text  # a bar of minutes
    await stage.press(*["left"] * 22)
    text = await stage.settle()
    assert "Week of 23 Mar 2026" in text
    assert "■ 4 of 3" in text
    assert "▲ Pelvic tilt  4 s × 4 → 5 s × 5" in text


async def test_days_are_gone_through_without_asking_and_one_question_follows(
    stage: Stage, asks: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as quick:
        quick.setattr(base, "FOLLOW_S", 600.0)
        quick.setattr(stage, "_follows", lambda: False)  # as if no key waited for what stands beside
        await stage.press("left")  # stops one that is under way
        asks.clear()
        await stage.press("left", "up", "up", "right")
        assert asks == []
    await stage.settle()
    assert len(asks) == 1


async def test_a_week_is_what_its_sessions_were(stage: Stage) -> None:
    records = stage.ask(lambda coach, _: coach.sessions(100))
    for begins in (date(2026, 3, 9), date(2026, 6, 15), date(2026, 5, 18)):
        found = stage.ask(lambda coach, _: past.week(coach, begins, ALL))  # noqa: B023
        those = [each for each in records if 0 <= (each.day - begins).days < 7]
        assert found.reps == sum(len(entry.reps) for each in those for entry in each.entries)
        changed = [
            entry
            for each in those
            for entry in each.entries
            if entry.begun and entry.from_dose not in (None, entry.prescribed)
        ]
        assert bool(found.changes) <= bool(changed)
        assert (found.course is None) == (not those)


async def test_the_session_under_the_cursor_stands_beside_the_list(stage: Stage) -> None:
    await stage.press("v")
    text = await stage.settle()
    assert "STRETCH" in text
    assert "27 Aug 2026, 14:55   Done" in text
    await stage.press("down")
    assert "25 Aug 2026, 15:09   Done" in await stage.settle()
    assert stage.app.focused is not None
    assert not isinstance(stage.app.focused, Aside)


async def test_an_exercise_is_chosen_by_its_name(stage: Stage) -> None:
    await stage.press("v", "v")
    assert "Exercises and next doses" in await stage.settle()
    aside = stage.app.screen.query_one("ExercisesPane Aside", Aside)
    await stage.pilot.click(aside, offset=(5, 9))
    assert "9 of 13" in await stage.settle()
    await stage.press("up")
    text = await stage.settle()
    assert "8 of 13" in text
    assert f"▌ {text.split('8 of 13')[0].split()[-2]}" in text


async def test_answers_of_pain_stand_beside_their_charts(stage: Stage) -> None:
    await stage.press("v", "v", "v", "left")
    text = await stage.settle()
    assert "Every answer" in text
    assert "17 of 18" in text
    await stage.pilot.click(stage.app.screen.query_one("PainPane Aside", Aside), offset=(5, 1))
    assert "18 of 18" in await stage.settle()


async def test_totals_have_bars(stage: Stage) -> None:
    lines = (await stage.press("v", "v", "v", "v")).split("\n")
    bars = {line[2:20].strip(): line.count("▆") for line in lines if "▆▆" in line}
    assert bars["Pelvic tilt"] > 10
    assert max(map(len, lines)) <= ROOMY[0]


async def test_where_there_is_little_room_nothing_more_is_asked() -> None:
    wiring = shop(HandClock())
    live(wiring)
    async with on_stage(wiring, routine=None) as stage:
        await stage.press("3")
        for _ in range(5):
            await stage.pilot.pause(0.1)
            assert not any(aside.rows for aside in stage.app.screen.query(Aside))
            await stage.press("v")
        assert stage.app.screen.query_one(Year).styles.height
