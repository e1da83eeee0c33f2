"""What was typed is done in its turn, and shown as soon as it is done."""

import asyncio
from typing import Any, ClassVar

import pytest
from props import HandClock, prefer, shop
from stage import on_stage
from textual import events, screen
from textual.app import App
from textual.binding import BindingType
from textual.screen import Screen


async def test_what_a_key_has_changed_is_shown_when_it_is_done_and_not_with_the_next_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(screen, "UPDATE_PERIOD", 3600.0)
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        shown: list[object] = []

        def show(app: App[Any], *what: object) -> None:
            shown.append(what)

        monkeypatch.setattr(type(stage.app), "_display", show)
        turns = stage.app.typed_ahead
        await turns.take(events.Key("down", None))
        while turns.is_busy:
            await asyncio.sleep(0)
        assert shown
        assert not stage.app.screen._dirty_widgets


class Ending(Screen[None]):
    """A screen that does nothing with a key, and is over before that has gone its way up."""

    def on_key(self) -> None:
        """Now comes what follows by itself."""
        self.app.push_screen(Summed())


class Summed(Screen[None]):
    """What follows."""

    BINDINGS: ClassVar[list[BindingType]] = [("x", "count", "count")]
    counted = 0

    def action_count(self) -> None:
        """What the key does here."""
        self.counted += 1


async def test_a_key_is_done_on_no_screen_that_came_after_it() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        await stage.app.push_screen(Ending())
        await stage.press("x")
        page = stage.app.screen
        assert isinstance(page, Summed)
        assert page.counted == 0
        await stage.press("x")
        assert page.counted == 1
