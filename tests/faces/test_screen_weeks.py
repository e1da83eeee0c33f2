"""The page of the schedule and the pauses: every key of it, and what is refused."""

from datetime import date, timedelta

import pytest
from props import HandClock, Shop, asked, prefer, train
from stage import Stage, on_stage, screen_text

from backtui.coach.coach import Coach
from backtui.coach.sessions import Diary
from backtui.domain.pause import Pause, Reason
from backtui.domain.schedule import Limit, Schedule, Scheduled

FIRST = date(2026, 3, 2)
DAY_S = 86_400


def set_of(wiring: Shop) -> tuple[Schedule, list[tuple[date, date | None, str]]]:
    def question(coach: Coach, _: Diary) -> tuple[Schedule, list[tuple[date, date | None, str]]]:
        pauses = [(each.first, each.last, each.why.value) for each in coach.reading.pauses]
        return coach.preferences().schedule, pauses

    return asked(wiring, question)


def schedule(wiring: Shop, line: Scheduled) -> None:
    """Schedule it, a second before what follows, for two programs write."""
    asked(wiring, lambda _, diary: diary.weeks.put(line))
    wiring.clock.sleep(1)


def scheduled(wiring: Shop) -> tuple[Scheduled, ...]:
    return set_of(wiring)[0].lines


async def opened(stage: Stage) -> None:
    await stage.press("d")


async def written(stage: Stage, text: str) -> None:
    """The line of text is this one from now on."""
    await stage.press("ctrl+u")
    await stage.type(text)
    await stage.press("enter")


@pytest.fixture
def wiring() -> Shop:
    from props import shop

    found = shop(HandClock())
    prefer(found, notice_seen=True)
    return found


async def test_a_line_is_made_and_each_part_of_it_changed(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        await stage.press("n", "enter", "enter", "down", "enter")
        await written(stage, "mon thu")
        await stage.press("down", "enter")
        await written(stage, "19:00 7:30")
        assert scheduled(wiring) == (Scheduled(("standard",), on=("mon", "thu"), at=("07:30", "19:00")),)
        await stage.find("Standard, on", "up")
        await stage.press("enter", "down", "enter", "down", "down", "enter", "right", "enter")
        assert scheduled(wiring) == (Scheduled(("standard",), every=3, at=("07:30", "19:00")),)
        await stage.find("Standard, every 3", "up")
        await stage.press("enter", "down", "down", "enter", "enter")
        await stage.find("Standard, every 3", "up")
        await stage.press("enter", "enter", "down", "enter", "down", "enter", "enter")
        assert scheduled(wiring) == (Scheduled(("stretches", "standard"), every=3),)
        await stage.find("in turn", "up")
        await stage.press("D")
        assert scheduled(wiring) == ()
        await stage.press("u")
        assert len(scheduled(wiring)) == 1
        assert "Undone: setting “Schedule”: none." in stage.said()
        await stage.press("ctrl+r")
        assert scheduled(wiring) == ()


@pytest.mark.thorough
async def test_what_cannot_be_is_said_and_asked_again(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        await stage.press("n", "enter", "enter", "down", "enter")
        await written(stage, "someday")
        assert "'someday' is not a weekday" in screen_text(stage.app)
        await written(stage, "sun")
        await stage.press("down", "enter")
        await written(stage, "noon")
        assert "'noon' is not a time" in screen_text(stage.app)
        await written(stage, "1:00 2:00 3:00 5:00 6:00 7:00 8:00")
        assert "A day has 6 times at most, not 7." in stage.said()
        assert scheduled(wiring) == ()


@pytest.mark.thorough
async def test_how_often_at_most_is_set_and_taken_away(wiring: Shop) -> None:
    schedule(wiring, Scheduled(("standard",)))
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        await stage.press("f", "down", "enter", "enter", "enter")
        await stage.press("f", "enter")
        await stage.find("Pretzel")
        await stage.press("enter", "down", "enter", "enter")
        assert set_of(wiring)[0].limits == (
            Limit("routine", "standard", a_week=2),
            Limit("exercise", "pretzel", every=2),
        )
        await stage.find("Pretzel, at most")
        await stage.press("enter", "down", "down", "enter")
        await stage.find("Standard, at most", "up")
        await stage.press("D")
        assert set_of(wiring)[0].limits == ()


@pytest.mark.thorough
async def test_a_pause_is_planned_changed_ended_and_taken_away(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        await stage.press("p", "down", "enter")
        await written(stage, "2026-03-01")
        await stage.press("enter")
        assert set_of(wiring)[1] == [(date(2026, 3, 1), None, "illness")]
        await stage.find("Illness", "up")
        await stage.press("enter", "down", "down", "enter")
        await written(stage, "2026-02-01")
        assert any("before it begins" in said for said in stage.said())
        await stage.find("Illness", "up")
        await stage.press("enter", "down", "down", "enter")
        await written(stage, "2026-03-09")
        assert set_of(wiring)[1] == [(date(2026, 3, 1), date(2026, 3, 9), "illness")]
        await stage.find("Illness", "up")
        await stage.press("enter", "enter")
        assert set_of(wiring)[1] == [(date(2026, 3, 1), date(2026, 3, 1), "illness")]
        await stage.find("Illness", "up")
        await stage.press("enter", "down", "down", "down", "enter", "enter")
        assert set_of(wiring)[1] == [(date(2026, 3, 1), date(2026, 3, 1), "holiday")]
        await stage.find("Holiday", "up")
        await stage.press("D")
        assert set_of(wiring)[1] == []


@pytest.mark.thorough
async def test_a_session_is_begun_with_the_routine_that_is_due_unless_another_is_chosen(wiring: Shop) -> None:
    schedule(wiring, Scheduled(("stretches", "standard")))
    train(wiring, routine="stretches")
    wiring.clock.sleep(2 * DAY_S)
    async with on_stage(wiring, routine=None) as stage:
        assert "Standard" in screen_text(stage.app)
        await stage.press("enter")
    newest = asked(wiring, lambda coach, _: coach.sessions(1))[0]
    assert newest.routine == "standard"
    asked(wiring, lambda _, diary: diary.discard(newest))
    async with on_stage(wiring, routine="short") as stage:
        await stage.press("enter")
    assert asked(wiring, lambda coach, _: coach.sessions(1))[0].routine == "short"


@pytest.mark.thorough
async def test_a_session_may_be_done_in_a_pause(wiring: Shop) -> None:
    asked(wiring, lambda _, diary: diary.weeks.pause("holiday", FIRST, FIRST + timedelta(days=6)))
    async with on_stage(wiring, routine=None) as stage:
        assert "Pause until 8 Mar" in screen_text(stage.app)
        await stage.press("enter")
    assert len(asked(wiring, lambda coach, _: coach.sessions(5))) == 1
    (pause,) = asked(wiring, lambda coach, _: coach.reading.pauses)
    assert pause == Pause(FIRST, FIRST + timedelta(days=6), Reason.HOLIDAY, pause.event)


@pytest.mark.parametrize(("starts", "names"), [("sunday", "Sun Mon Tue"), ("saturday", "Sat Sun Mon")])
@pytest.mark.thorough
async def test_the_year_and_today_are_drawn_from_the_day_a_week_starts_on(
    wiring: Shop, starts: str, names: str
) -> None:
    prefer(wiring, week_starts=starts)
    train(wiring)
    async with on_stage(wiring, routine=None) as stage:
        drawn = iter(screen_text(stage.app).splitlines())
        letters = next(line for line in drawn if "1 of 3" in line)
        assert letters.rstrip().endswith({"sunday": "S M T W T F S", "saturday": "S S M T W T F"}[starts])
        head, place = next(drawn), {"sunday": 1, "saturday": 2}[starts]
        assert head.rstrip().endswith(" ·" * place + "[●]" + "· " * (5 - place) + "·")
        lines = [line.strip() for line in (await stage.press("3")).splitlines()]
        at = next(n for n, line in enumerate(lines) if line.startswith(names[:3]))
        assert [line.lstrip("›")[:3] for line in lines[at : at + 3]] == names.split()
        assert "●" in next(line for line in lines if line.startswith("›Mon"))
        assert "1 of 3 that week" in "\n".join(lines)


async def test_a_paused_day_of_the_year_says_so(wiring: Shop) -> None:
    asked(wiring, lambda _, diary: diary.weeks.pause("holiday", FIRST, FIRST))
    wiring.clock.sleep(24 * 3600)
    async with on_stage(wiring, routine=None) as stage:
        assert "Holiday" not in await stage.press("3")
        assert "Holiday" in await stage.press("up")


@pytest.mark.thorough
async def test_a_line_that_another_program_changed_meanwhile_is_left_alone(wiring: Shop) -> None:
    schedule(wiring, Scheduled(("standard",)))
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        schedule(wiring, Scheduled(("standard",), every=3))
        await stage.find("Standard, on back days", "up")
        await stage.press("D")
        assert "That line was changed elsewhere meanwhile; look at it again." in stage.said()
    assert scheduled(wiring) == (Scheduled(("standard",), every=3),)
