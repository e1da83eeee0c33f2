"""What was typed is done in its turn, and shown as soon as it is done."""

import asyncio
from typing import Any

import pytest
from props import HandClock, prefer, shop
from stage import on_stage
from textual import events, screen
from textual.app import App


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
