"""A size that the terminal has no longer, which Textual's screens would tell themselves for ever."""

from collections.abc import Awaitable, Callable
from typing import Any

from textual.events import Resize
from textual.screen import Screen

Resized = Callable[[Screen[Any], Resize], Awaitable[None]]


def newest_only(resized: Resized) -> Resized:
    """A screen takes the size that the terminal has now; one that waited behind another is over.

    Each size that is another one than before a screen tells itself once more. Of two that wait, with
    something else between them, each is another one than before for ever, and no other turn comes.
    """

    async def take(screen: Screen[Any], event: Resize) -> None:
        if event.size == screen.app.size:
            await resized(screen, event)

    return take


def mend() -> None:
    """From here on only the newest size is taken."""
    Screen._on_resize = newest_only(Screen._on_resize)  # type: ignore[assignment, method-assign]
