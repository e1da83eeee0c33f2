"""Everything by its name: the keys of the screen as commands, each with the key that does the same."""

from collections.abc import Callable, Iterator
from typing import Any

from textual.app import App, SystemCommand
from textual.screen import Screen

from backtui.tui.keys import PLACES as GOING
from backtui.tui.keys import Key

NOT_HERE = ("app.palette",)


def commands(
    app: App[Any], screen: Screen[Any], tables: tuple[tuple[Key, ...], ...]
) -> Iterator[SystemCommand]:
    """A command for each key that would do something now."""
    live: Callable[[Key], bool] = getattr(screen, "is_live", lambda _: True)
    for key in (key for table in (*tables, GOING) for key in table):
        if key.label and key.id not in NOT_HERE and live(key):
            title = f"{key.label[:1].upper()}{key.label[1:]}: {key.help.rstrip('.')}"
            yield SystemCommand(title, f"Key: {key.name}", _doing(app, screen, key.action))


def _doing(app: App[Any], screen: Screen[Any], action: str) -> Callable[[], None]:
    """What a command does: the action of its key, on the screen behind the palette."""

    async def do() -> None:
        await app.run_action(action, screen)

    def later() -> None:
        screen.call_later(do)

    return later
