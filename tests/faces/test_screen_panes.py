"""What stands beside the lists where there is room for it."""

from typing import Any

import pytest
from props import HandClock, aim, prefer, shop, train
from stage import ROOMY, VAST, WIDE, Stage, on_stage

from backtui.coach import history
from backtui.config.settings import Config
from backtui.tui.base import Place
from backtui.tui.beside import CoursePane, ExercisePane, Words
from backtui.tui.course import CourseView
from backtui.tui.widgets.figure import FRAME_S, POSE_S, ROUNDS, WAY_S, Moving, play, round_s, still_s
from backtui.tui.widgets.line import plain


def pane(stage: Stage, kind: type = ExercisePane) -> str:
    """What a pane says."""
    return " ".join(
        plain(left).strip() for left, _ in stage.app.screen.query_one(kind).query_one(Words)._lines
    )


def figure(stage: Stage) -> Moving:
    """The figure beside the list."""
    return stage.app.screen.query_one(Moving)


async def test_at_80_columns_nothing_is_made_or_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def course(*_: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(history, "course", course)
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, WIDE, routine=None) as stage:
        for key in ("down", "2", "down"):
            await stage.press(key)
            place = stage.app.screen
            assert isinstance(place, Place)
            assert not place.query(".stage, .course, Moving")
            assert place._following is None


@pytest.mark.thorough
async def test_it_follows_the_cursor_and_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, VAST, routine=None) as stage:
        assert "Begins with Pelvic tilt" in pane(stage)
        assert "each exercise begins gently" in pane(stage, CoursePane)
        assert not stage.app.screen.query_one(CourseView).display
        text = await stage.find("Pretzel")
        assert "Pretzel · lying" in pane(stage)
        assert "Next time 2 s × 2." in pane(stage, CoursePane)
        assert "Slowly bring both legs" in text
        assert not any(each.can_focus for each in stage.app.screen.query_one(ExercisePane).walk_children())
        assert stage.app.focused is stage.app.today.rows
        await stage.pilot.resize_terminal(*WIDE)
        text = await stage.settle()
        assert "Slowly bring both legs" not in text
        assert figure(stage)._timer is None
        await stage.find("Wall slide")
        assert "Pretzel" in pane(stage)
        await stage.pilot.resize_terminal(*ROOMY)
        await stage.settle()
        assert "Wall slide" in pane(stage)
        assert figure(stage)._timer is not None
        assert "Not done yet." in pane(stage)
        assert not stage.app.screen.query_one(CoursePane).display


@pytest.mark.thorough
async def test_a_key_waits_for_no_course_and_a_new_log_is_followed() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, VAST, routine=None) as stage:
        await stage.find("Pretzel")
        stage.log.stands_still = True
        await stage.press("down", "down")
        row = stage.app.today.rows.row
        assert row
        assert "Side stretch" in plain(row.left)
        assert "Side stretch" in pane(stage)
        assert "Hamstring" not in pane(stage, CoursePane)
        stage.log.go_on()
        await stage.settle()
        assert "Nothing here yet." in pane(stage, CoursePane)
        train(wiring, routine="standard")
        stage.app.refresh_place()
        await stage.settle()
        assert "2 Mar 2026" in pane(stage, CoursePane)


@pytest.mark.thorough
async def test_a_target_that_is_raised_is_told_beside_the_list_at_once() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, VAST, routine=None) as stage:
        await stage.press("2")
        await stage.find("Pretzel")
        assert "aims at 5 s × 5," in pane(stage, CoursePane)
        await stage.press("right_square_bracket")
        assert "aims at 5 s × 6," in pane(stage, CoursePane)
        await stage.press("u")
        assert "aims at 5 s × 5," in pane(stage, CoursePane)


@pytest.mark.thorough
async def test_sides_with_doses_of_their_own_stand_side_by_side() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    aim(wiring, "pretzel", hold_s=4, reps=3, side="left")
    async with on_stage(wiring, ROOMY, routine=None) as stage:
        await stage.find("Pretzel")
        assert "left 4 s × 3   right 2 s × 2" in pane(stage)


@pytest.mark.thorough
@pytest.mark.parametrize("key", ["ctrl+p", "p", "3"])
async def test_the_figure_stands_still_behind_something_else(key: str) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, ROOMY, routine=None) as stage:
        moving = figure(stage)
        assert moving._timer is not None
        await stage.press(key)
        before = moving._shown
        moving._wake(FRAME_S)
        assert moving._timer is None
        assert moving._shown == before
        await stage.press("1" if key == "3" else "escape")
        assert moving._timer is not None


@pytest.mark.thorough
@pytest.mark.parametrize(("motion", "wait"), [("full", FRAME_S), ("reduced", POSE_S), ("off", None)])
async def test_it_moves_as_much_as_is_set(motion: Any, wait: float | None) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, ROOMY, routine=None, config=Config(motion=motion)) as stage:
        moving = figure(stage)
        assert moving.display is (motion != "off")
        assert (moving._timer is not None) is (wait is not None)
        if wait is None:
            return
        moving._wake(1.0 if motion == "full" else 0.0)  # the rest is over
        assert moving._timer is not None
        assert moving._timer._interval == wait / wiring.clock.rate
        moving._wake(ROUNDS * 100.0)
        assert moving._timer is None  # it has shown enough
        await stage.press("down")
        assert moving._timer is not None


@pytest.mark.thorough
async def test_another_motion_holds_at_once() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, ROOMY, routine=None) as stage:
        await stage.press("4")
        stage.app.terminal.change("motion", "off")
        await stage.press("1")
        assert not figure(stage).display
        assert figure(stage)._timer is None
        await stage.press("4")
        stage.app.terminal.change("motion", "full")
        stage.app.terminal.change("ascii", True)
        text = await stage.press("1")
        assert figure(stage).display
        assert figure(stage)._timer is not None
        assert text.isascii() or not any("\u2800" <= char <= "\u28ff" for char in text)


def test_a_figure_is_drawn_anew_only_while_it_moves() -> None:
    for holds in (1, 2, 4):
        at, drawn = 0.0, []
        while at < round_s(holds):
            drawn.append(play(at, holds))
            at += max(FRAME_S, still_s(at, holds))
        assert at == round_s(holds)
        assert drawn == sorted(drawn)
        assert len(drawn) == (holds + 1) * WAY_S / FRAME_S + holds + 1
        assert max(drawn) < holds + 1
        assert set(range(holds + 1)) <= set(drawn)


@pytest.mark.thorough
async def test_on_a_large_terminal_the_words_stand_beside_the_figure_and_nothing_jumps() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, ROOMY) as stage:
        await stage.press("enter")
        places = set()
        for phase in ("ready", "in", "hold", "out", "relax"):
            stage.to_phase(phase)
            await stage.settle()
            places.add(
                tuple(
                    stage.session.query_one(f"#{name}").region
                    for name in ("figure", "far-word", "digits", "say")
                )
            )
        assert len(places) == 1
        ((drawn, word, digits, said),) = places
        assert drawn.right <= min(word.x, digits.x, said.x)
        assert word.bottom <= digits.y < digits.bottom <= said.y
        assert word.height == 5
