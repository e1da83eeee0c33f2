"""A picture of a moving figure is little work."""

import asyncio
from typing import Any

import pytest
from props import HandClock, Shop, prefer, shop
from stage import Stage, _render_update, on_stage
from textual import _callback
from textual._compositor import Compositor
from textual.app import App
from textual.geometry import Region
from textual.widget import Widget

from backtui.tui import look
from backtui.tui.session.running import FRAME_S
from backtui.tui.widgets.figure import FigureView


@pytest.fixture
def wiring() -> Shop:
    made = shop(HandClock())
    prefer(made, notice_seen=True)
    return made


async def moving(stage: Stage) -> FigureView:
    """The figure of a session, on its way."""
    await stage.press("enter")
    stage.to_phase("in")
    stage.let_pass(1.0)
    await stage.settle()
    return stage.session.query_one(FigureView)


async def test_a_figure_that_moves_alone_is_shown_at_once_and_nothing_else_is_asked(
    wiring: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(wiring) as stage:
        figure = await moving(stage)
        updates, asked = [], []
        render_lines = Widget.render_lines

        def lines(widget: Widget, crop: Region) -> Any:
            asked.append((widget, crop))
            return render_lines(widget, crop)

        monkeypatch.setattr(Widget, "render_lines", lines)
        monkeypatch.setattr(Compositor, "render_update", _render_update)
        monkeypatch.setattr(type(stage.app), "_display", lambda _, *what: updates.append(what[1]))
        stage.clock.advance(FRAME_S)
        stage.session.tick()
        (update,) = updates
        ((widget, crop),) = asked
        rows = {y - figure.region.y for y, *_ in update.spans}
        assert widget is figure
        assert set(crop.line_range) == set(range(min(rows), max(rows) + 1))
        assert not stage.app.screen._dirty_widgets


async def test_the_styles_of_a_figure_are_looked_up_again_only_where_they_may_be_others(
    wiring: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(wiring) as stage:
        figure = await moving(stage)
        colours = {segment.style for y in range(9) for segment in figure.render_line(y)}
        looked: list[str] = []
        find = FigureView.get_component_rich_style

        def found(widget: FigureView, *names: str, **how: Any) -> Any:
            looked.extend(names)
            return find(widget, *names, **how)

        monkeypatch.setattr(FigureView, "get_component_rich_style", found)
        for _ in range(4):
            stage.clock.advance(FRAME_S)
            stage.session.tick()
            figure.render_lines(Region(0, 0, *figure.size))
        assert not looked
        for change in (lambda: setattr(stage.app, "theme", look.LIGHT.name), stage.session.signals.flash):
            change()
            await stage.settle()
            figure.render_lines(Region(0, 0, *figure.size))
            assert looked
            others = {segment.style for y in range(9) for segment in figure.render_line(y)}
            assert not colours & others
            colours = others
            looked.clear()


async def test_what_is_called_with_nothing_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    came: list[str] = []

    async def later() -> None:
        came.append("later")

    async with App[None]().run_test() as pilot:
        await pilot.pause()
        monkeypatch.setattr(_callback, "signature", lambda _: pytest.fail("looked at"))
        pilot.app.set_timer(0.001, lambda: came.append("timer"))
        pilot.app.call_next(later)
        for _ in range(200):
            await asyncio.sleep(0.01)
            if len(came) == 2:
                break
        monkeypatch.undo()
        assert sorted(came) == ["later", "timer"]
