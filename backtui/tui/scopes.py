"""Which actions can be reached by a key on which screen, read off the screens themselves."""

from collections.abc import Iterator, Sequence
from typing import Any

from textual.binding import Binding
from textual.screen import Screen

from backtui.tui.keymap import Scope
from backtui.tui.keys import MOVING, Key


def scopes() -> tuple[Scope, ...]:
    """One for each screen of backtui, in the order in which they were made known."""
    return tuple(_scope(kind) for kind in _kinds(Screen) if kind.__module__.startswith("backtui."))


def _kinds(kind: type[Any]) -> Iterator[type[Any]]:
    """All screens that there are, those that others are made from first."""
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


def _scope(kind: type[Any]) -> Scope:
    """A screen's own keys, those it was given by what it is made from, and those of its list."""
    keys: dict[str, Key] = {}
    for each in reversed(kind.__mro__):
        keys |= {key.id: key for key in _keys(vars(each).get("BINDINGS", ()))}
    if getattr(kind, "HAS_ROWS", True):
        keys |= {key.id: key for key in MOVING}
    return Scope(tuple(keys.values()))


def _keys(bindings: Sequence[Any]) -> Iterator[Key]:
    for each in bindings:
        if isinstance(each, Binding) and each.id:
            yield Key(each.id, each.key, each.action, each.description, each.tooltip, each.show)
