"""How many exercises of a session were begun, in numbers and in words; one that comes twice is one."""

from collections.abc import Sequence

from backtui.domain.record import EntryRecord
from backtui.domain.words.numbers import many


def begun_of(entries: Sequence[EntryRecord]) -> tuple[int, int]:
    """How many exercises were begun, and of how many."""
    planned = {entry.exercise: False for entry in entries}
    planned |= {entry.exercise: True for entry in entries if entry.performed}
    return sum(planned.values()), len(planned)


def begun_words(begun: int, planned: int) -> str:
    """The same in words."""
    of = "" if begun == planned else f"{begun} of "
    return f"{of}{many(planned, 'exercise')}"
