"""Some bits that flip; the command of flips.py tries many."""

import flips
import pytest
from odd_room import home

pytestmark = pytest.mark.faults


def test_each_is_named_or_changes_nothing() -> None:
    found = flips.flips(15, 4)
    assert not found.anything, found.notes


def test_without_the_chain_one_is_not_seen() -> None:
    with home():
        log = flips.Flips()
        at = log.whole.index(b'"score":3') + len(b'"score":')
        data = log.whole[:at] + b"2" + log.whole[at + 1 :]
        assert not list(log.faults(data))
        with flips.unseen_chain():
            assert list(log.faults(data))
