"""What a routine says as lines: exercises and rests, and groups with theirs below them."""

import re
from collections.abc import Mapping
from typing import Any

from backtui.domain.words.numbers import many

Item = dict[str, Any]
Items = list[Item]
Place = tuple[int, ...]  # which item, and which one of a group


def places(items: Items) -> list[Place]:
    """The lines from above, a group before what is in it."""
    return [
        place
        for n, item in enumerate(items)
        for place in ((n,), *((n, m) for m in range(len(item.get("items", ())))))
    ]


def item_at(items: Items, place: Place) -> Item:
    """What stands in a line."""
    item = items[place[0]]
    return item["items"][place[1]] if len(place) > 1 else item


def key_of(place: Place) -> str:
    """A place as the key of a row."""
    return ".".join(map(str, place))


def put_behind(items: Items, place: Place, item: Item) -> Place:
    """Put an item behind a line, the first into a group behind its head; () at the end. Where it stands."""
    if not place:
        items.append(item)
        return (len(items) - 1,)
    if len(place) > 1:
        items[place[0]]["items"].insert(place[1] + 1, item)
        return place[0], place[1] + 1
    if "items" in items[place[0]]:
        items[place[0]]["items"].insert(0, item)
        return place[0], 0
    items.insert(place[0] + 1, item)
    return (place[0] + 1,)


def taken_out(items: Items, place: Place) -> Place:
    """Take a line out, and a group with its last one; where the cursor goes, () where nothing is left."""
    line = places(items).index(place)
    if len(place) > 1:
        del items[place[0]]["items"][place[1]]
        if not items[place[0]]["items"]:
            del items[place[0]]
    else:
        del items[place[0]]
    left = places(items)
    return left[min(line, len(left) - 1)] if left else ()


def moved(items: Items, place: Place, by: int) -> Place:
    """Move a line one further: over its neighbour, into a group beside it, or out of its own."""
    if len(place) > 1:
        return _moved_inside(items, place, by)
    here, there = place[0], place[0] + by
    if not 0 <= there < len(items):
        return place
    item, other = items[here], items[there]
    if "items" in other and "items" not in item:
        inner = 0 if by > 0 else len(other["items"])
        other["items"].insert(inner, item)
        del items[here]
        return (there - 1 if by > 0 else there), inner
    items[here], items[there] = other, item
    return (there,)


def _moved_inside(items: Items, place: Place, by: int) -> Place:
    n, here = place
    group = items[n]["items"]
    there = here + by
    if 0 <= there < len(group):
        group[here], group[there] = group[there], group[here]
        return n, there
    item = group.pop(here)
    items.insert(n + 1 if by > 0 else n, item)
    emptied = not group
    if emptied:
        del items[n if by > 0 else n + 1]
    return (n if by < 0 or emptied else n + 1,)


def in_rounds(items: Items, place: Place, rounds: int, rest_s: int) -> None:
    """Have an item or a group done so often, with a rest between; 1: a group's items stand alone again."""
    n = place[0]
    inner = items[n].get("items") or [items[n]]
    if rounds == 1:
        items[n : n + 1] = inner
        return
    items[n] = {"rounds": rounds} | ({"rest_s": rest_s} if rest_s else {}) | {"items": inner}


def group_or_rest(item: Mapping[str, Any]) -> str:
    """What a line without an exercise is."""
    return "group" if "items" in item else "rest"


def course_kind(item: Mapping[str, Any]) -> str:
    """Which dose an exercise has: that of the day, its own, one that grows or one that is fixed."""
    if not item.get("dose"):
        return "day"
    return next((key for key in ("grows", "fixed") if item.get(key)), "own")


def told(item: Mapping[str, Any]) -> str:
    """A rest, or the rounds of a group, in a line."""
    rest = f"{item['rest_s']} s rest" if item.get("rest_s") else ""
    if "items" not in item:
        return rest
    count = sum("exercise" in each for each in item["items"])
    rounds = f"{many(item['rounds'], 'round')} of {many(count, 'exercise')}"
    return f"{rounds}, {rest} between them" if rest else rounds


def with_line_numbers(problem: str, items: Items) -> str:
    """A problem with the numbers of the lines as the list shows them."""
    lines = {place: n for n, place in enumerate(places(items), start=1)}

    def line(found: re.Match[str]) -> str:
        place = tuple(int(each) for each in found.groups() if each is not None)
        return f"line {lines.get(place, place[0] + 1)}"

    return re.sub(r"items\[(\d+)\](?:\.items\[(\d+)\])?[.\w]*", line, problem)
