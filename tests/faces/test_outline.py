"""Lines of a routine: whatever is moved, put in or taken out, nothing is lost and no group is left empty."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtui.tui.library.outline import (
    Items,
    in_rounds,
    item_at,
    moved,
    places,
    put_behind,
    taken_out,
    with_line_numbers,
)


def one(name: str) -> dict[str, Any]:
    return {"exercise": name}


def group(*names: str) -> dict[str, Any]:
    return {"rounds": 2, "items": [one(name) for name in names]}


MOVES = [
    ([one("a"), one("b")], (0,), 1, [one("b"), one("a")], (1,)),
    ([one("a"), group("b")], (0,), 1, [group("a", "b")], (0, 0)),
    ([group("b"), one("a")], (1,), -1, [group("b", "a")], (0, 1)),
    ([group("a", "b")], (0, 0), 1, [group("b", "a")], (0, 1)),
    ([group("a", "b")], (0, 1), 1, [group("a"), one("b")], (1,)),
    ([group("a", "b")], (0, 0), -1, [one("a"), group("b")], (0,)),
    ([group("a"), one("b")], (0, 0), 1, [one("a"), one("b")], (0,)),
    ([one("b"), group("a")], (1, 0), -1, [one("b"), one("a")], (1,)),
    ([group("a"), group("b")], (0,), 1, [group("b"), group("a")], (1,)),
    ([one("a")], (0,), 1, [one("a")], (0,)),
]


@pytest.mark.parametrize(("before", "place", "by", "after", "there"), MOVES)
def test_a_line_moves_over_its_neighbour_into_a_group_and_out_of_it(
    before: Items, place: tuple[int, ...], by: int, after: Items, there: tuple[int, ...]
) -> None:
    items = deepcopy(before)
    assert moved(items, place, by) == there
    assert items == after


def test_rounds_go_round_an_item_and_leave_it_again() -> None:
    items: Items = [one("a")]
    in_rounds(items, (0,), 3, 20)
    assert items == [{"rounds": 3, "rest_s": 20, "items": [one("a")]}]
    in_rounds(items, (0,), 2, 0)
    assert items == [group("a")]
    in_rounds(items, (0,), 1, 0)
    assert items == [one("a")]


def test_a_problem_is_told_with_the_line_that_the_list_shows() -> None:
    items = [one("a"), group("b", "c")]
    assert with_line_numbers("items[1].items[1].exercise is x", items) == "line 4 is x"
    assert with_line_numbers("items[1].rounds is x", items) == "line 2 is x"


def names(items: Items) -> list[str]:
    return sorted(
        item_at(items, place)["exercise"] for place in places(items) if "items" not in item_at(items, place)
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(["up", "down", "put", "take", "rounds"]), st.integers(0, 99)), max_size=30
    )
)
def test_nothing_is_lost_and_no_group_is_empty(deeds: list[tuple[str, int]]) -> None:
    items: Items = [one("a"), group("b", "c"), one("d")]
    for number, (deed, where) in enumerate(deeds):
        lines = places(items)
        place = lines[where % len(lines)] if lines else ()
        before = names(items)
        if deed == "put":
            there = put_behind(items, place, one(f"new {number}"))
            assert item_at(items, there) == one(f"new {number}")
            assert names(items) == sorted([*before, f"new {number}"])
        elif not place:
            continue
        elif deed == "take":
            gone = item_at(items, place)
            count = len(gone["items"]) if "items" in gone else 1
            taken_out(items, place)
            assert len(names(items)) == len(before) - count
        elif deed == "rounds":
            in_rounds(items, place, 1 + where % 3, 0)
            assert names(items) == before
        else:
            moving = item_at(items, place)
            there = moved(items, place, 1 if deed == "down" else -1)
            assert item_at(items, there) is moving
            assert names(items) == before
        assert all(each["items"] for each in items if "items" in each)
        assert all("items" not in inner for each in items for inner in each.get("items", ()))
