"""A few of the tries of kills.py and losses.py; with the stock driver they are seen to fail."""

import pytest
from kills import kills
from lives import left_on
from losses import LOSSES, ORPHANED, losses

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("face", ["screen", "plain"])
def test_ended_at_random_moments(face: str) -> None:
    found = kills(12, 1, face=face)
    assert not found.anything, found.notes


@pytest.mark.parametrize("loss", [*LOSSES, ORPHANED])
def test_a_lost_terminal(loss: str) -> None:
    series = losses(1, 1, only=loss)
    assert not any(found.anything for found in series), [found.notes for found in series]


def test_with_the_stock_driver_it_fails() -> None:
    assert kills(4, 1, stock=True).crashes
    assert losses(1, 1, stock=True, faces=("screen",), only="closed with HUP ignored")[0].anything


@pytest.mark.parametrize(
    ("output", "on"),
    [
        ("\x1b[?1049h\x1b[?1000;1006h\x1b[?25l", {"1049", "1000", "1006", "cursor"}),
        ("\x1b[?1049h\x1b[?25l\x1b[?25h\x1b[?1049l", set()),
        ("\x1b[>25u\x1b[>25u\x1b[<u", {"kitty"}),
        ("\x1b[?7l\x1b[?2004h\x1b[>1u\x1b[<u\x1b[?2004l", set()),
    ],
)
def test_what_is_left_on_is_seen(output: str, on: set[str]) -> None:
    assert left_on(output) == on
