"""Awaiting the coach: a future of another thread as one of this loop; what the log refuses is said."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from textual.dom import DOMNode

from backtui.store.errors import SessionTaken, StoreError

Answer = TypeVar("Answer")


def read_in(node: DOMNode, reading: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Read in a worker of a screen; a newer reading takes the place of one under way."""
    node.run_worker(reading, exclusive=True, group="read")  # type: ignore[arg-type]


async def answer(future: "Future[Answer]") -> Answer:
    """The future's result, without blocking the screen."""
    return await asyncio.wrap_future(future)


async def answer_or_tell(future: "Future[Answer]", tell: Callable[[str], None]) -> Answer:
    """The same; where the log fails, its sentence is told and whoever waits gives up quietly."""
    try:
        return await answer(future)
    except SessionTaken:
        raise
    except StoreError as error:
        tell(str(error))
        raise asyncio.CancelledError from error
