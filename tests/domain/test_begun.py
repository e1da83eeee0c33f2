"""How many exercises of a session were begun: one that comes twice is one."""

import pytest

from backtui.domain.exercise import Dose, Kind, Sides
from backtui.domain.record import EntryRecord
from backtui.domain.words.begun import begun_of, begun_words


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({}, "0 exercises"),
        ({"tilt": (True,)}, "1 exercise"),
        ({"tilt": (True, True), "lift": (True,)}, "2 exercises"),
        ({"tilt": (True, False), "lift": (True,)}, "2 exercises"),
        ({"tilt": (False, True), "lift": (False, False)}, "1 of 2 exercises"),
        ({"tilt": (False,), "lift": (False,)}, "0 of 2 exercises"),
    ],
)
def test_exercises_are_counted_and_not_their_appearances(
    entries: dict[str, tuple[bool, ...]], said: str
) -> None:
    found = [
        EntryRecord(0, 0, Kind.STRETCH, exercise, Dose(3, 2), Sides.ONE, begun=begun)
        for exercise, appearances in entries.items()
        for begun in appearances
    ]
    assert begun_words(*begun_of(found)) == said
