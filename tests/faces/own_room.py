"""Keeps what is of one's own in the log of a test."""

from collections.abc import Mapping
from typing import Any

from props import asked

from backtui.cli.context import Wiring


def keep(wiring: Wiring, definition: Mapping[str, Any]) -> None:
    """Save an exercise or a routine."""
    if "items" in definition:
        asked(wiring, lambda _, diary: diary.shelf.save_routine(definition))
    else:
        asked(wiring, lambda _, diary: diary.shelf.save_exercise(definition))
    # Another device of the log writes next, and between devices the time decides what came later.
    wiring.clock.sleep(1)
