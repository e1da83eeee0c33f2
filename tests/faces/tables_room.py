"""Tables taken in, and what the log has then."""

import json
from datetime import datetime
from pathlib import Path

from cli_room import MONDAY, backtui, wiring

from backtui.domain.record import SessionRecord

TABLES = Path(__file__).parents[1] / "tables"
EXAMPLES = Path(__file__).parents[2] / "examples"
PLANK = ("--map", "Plank=back-arch")


def taken(file: Path, *words: str, at: datetime = MONDAY) -> dict:
    """What an import says to another program."""
    found = backtui("import", str(file), "--json", *words, at=at)
    assert (found.code, found.err) == (0, "")
    return json.loads(found.out)


def records(clock) -> list[SessionRecord]:
    """All sessions, oldest first."""
    with wiring(clock).reading() as coach:
        return list(reversed(coach.sessions(100)))


def doses(clock) -> list[list[str]]:
    """The doses of each session."""
    return [[f"{each.exercise} {each.prescribed}" for each in record.entries] for record in records(clock)]


def sound() -> None:
    """Nothing is wrong with the log."""
    found = backtui("doctor")
    assert found.code == 0, found.out + found.err
