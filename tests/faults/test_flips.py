"""Some bits that flip; the command of flips.py tries many."""

import flips
import pytest
from odd_room import home

from backtui.store.packing import packed

pytestmark = pytest.mark.faults


def test_each_is_named_or_changes_nothing() -> None:
    found = flips.flips(15, 4)
    assert not found.anything, found.notes


def test_without_the_chain_one_is_not_seen() -> None:
    with home():
        log = flips.Flips()
        was, said = (packed(f'{{"answer":"same","score":{score},"when":"before"}}') for score in (3, 4))
        assert was in log.whole
        data = log.whole.replace(was, said, 1)
        assert not list(log.faults(data))
        with flips.unseen_chain():
            assert list(log.faults(data))
