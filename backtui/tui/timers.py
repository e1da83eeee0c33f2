"""Textual's timers, mended: each comes once at least, none turns without end, and none costs much."""

from collections.abc import Callable
from inspect import isawaitable
from typing import Any

from textual import message_pump, timer
from textual._callback import invoke
from textual.timer import Timer

SHORTEST_S = 0.005


class SureTimer(Timer):
    """A timer that is late is not left out, and one that is due in the past is due at once.

    Textual passes over what is late, so what should come once and is late never comes: a session would wait
    for a tick, the screen for its next size. And it turns without end where the time is below zero, as that
    of a notice is which has just run out.
    """

    async def _run(self) -> None:
        self._interval = max(self._interval, SHORTEST_S)
        self._skip = self._skip and self._repeat is None
        await super()._run()


async def called(callback: Callable[..., Any], *params: object) -> Any:
    """Call it with as much of this as it takes.

    Textual reads the signature of each callback anew, also where there is nothing to hand over: twice for
    each picture of a moving figure.
    """
    if params:
        return await invoke(callback, *params)
    result = callback()
    return await result if isawaitable(result) else result


def mend() -> None:
    """From here on all widgets have such timers."""
    message_pump.Timer = SureTimer  # type: ignore[attr-defined]
    message_pump.invoke = timer.invoke = called  # type: ignore[attr-defined]
