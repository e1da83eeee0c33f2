"""Keys and clicks in their turn, however fast they come: one is done before the next is looked at."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

from backtui.tui.paint.updates import paint_now

MOST = 1000  # that wait; what is typed beyond is lost
PATIENCE_S = 2.0  # with one key, where the log or a screen takes its time
LOOK_S = 0.005


class TypedAhead:
    """What was typed while the screen was busy waits here.

    `handle` does one event; `asking` says whether an answer is on its way that may change the screen.
    """

    def __init__(
        self, app: App[Any], handle: Callable[[events.Event], Awaitable[None]], asking: Callable[[], bool]
    ) -> None:
        self._app = app
        self._handle = handle
        self._asking = asking
        self._waiting: deque[events.Event] = deque()
        self._turn: asyncio.Task[None] | None = None
        self.meant: MessagePump | None = None  # the screen that was there for the newest event that was done

    @property
    def is_busy(self) -> bool:
        """An event is not done yet."""
        return self._turn is not None

    def stop(self) -> None:
        """Nothing that waits is done any more."""
        self._waiting.clear()
        if self._turn is not None:
            self._turn.cancel()

    async def take(self, event: events.Event) -> None:
        """Do an event now, or behind those that wait."""
        if self._turn is not None:
            self._wait(event)
            return
        self._turn = asyncio.create_task(self._in_turn(self._app.focused or self._app.screen))
        await self._do(event)

    async def _do(self, event: events.Event) -> None:
        self.meant = self._app.screen
        await self._handle(event)

    def _wait(self, event: events.Event) -> None:
        newest = self._waiting[-1] if self._waiting else None
        if isinstance(event, events.MouseMove) and isinstance(newest, events.MouseMove):
            self._waiting.pop()
        if len(self._waiting) < MOST:
            self._waiting.append(event)

    async def _in_turn(self, busy: MessagePump) -> None:
        """Wait for what an event does, then do the next, until none waits."""
        try:
            await self._until_quiet(busy)
            while self._waiting and self._app.is_running:
                busy = self._app.focused or self._app.screen
                await self._do(self._waiting.popleft())
                await self._until_quiet(busy)
            if self._app.is_running and self._is_there():
                paint_now(self._app.screen)
        except Exception as error:
            self._app._handle_exception(error)
        finally:
            self._turn = None

    async def _until_quiet(self, busy: MessagePump) -> None:
        """Wait until an event has gone its way up from `busy`, and the screen on top is there."""
        end = asyncio.get_running_loop().time() + PATIENCE_S
        await self._done(busy, end)
        while self._app.is_running and not self._is_there() and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(LOOK_S)
            await self._done(self._app.screen, end)

    def _is_there(self) -> bool:
        screen = self._app.screen
        return screen.is_mounted and screen.is_running and not self._asking()

    async def _done(self, node: MessagePump | None, end: float) -> None:
        """Wait, until `end` at the longest, for what came to a widget, and from there to those around it."""
        loop = asyncio.get_running_loop()
        while node is not None:
            reached: asyncio.Future[None] = loop.create_future()
            waits = node.call_later(_reach, reached)
            while waits and node.is_running and not reached.done() and loop.time() < end:
                await asyncio.wait([reached], timeout=LOOK_S)
            node = node._parent


def _reach(reached: "asyncio.Future[None]") -> None:
    if not reached.done():
        reached.set_result(None)
