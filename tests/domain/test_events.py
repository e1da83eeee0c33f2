"""Every kind of event there and back: from a value to its JSON, and from JSON to the same value."""

import json
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Meta, UnsetType

from backtui.domain import event_keys
from backtui.domain.check import YEARS, Json
from backtui.domain.event_json import body_of, body_problem, what_of
from backtui.domain.event_keys import What
from backtui.domain.events import BY_KIND, EVENTS, KINDS

PLAIN = st.text(st.characters(categories=("L", "N", "P", "S")))
NUMBERS = st.integers(-(1 << 52), 1 << 52) | st.floats(-1e9, 1e9)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | PLAIN,
    lambda each: st.lists(each) | st.dictionaries(PLAIN, each),
    max_leaves=8,
)
OFFSETS = st.builds(lambda seconds: timezone(timedelta(seconds=seconds)), st.integers(-50_000, 50_000))
MOMENTS = st.datetimes(datetime(1972, 1, 1), datetime(2998, 1, 1), timezones=OFFSETS)  # noqa: DTZ001
DAYS = st.dates(date(YEARS[0] + 1, 1, 1), date(YEARS[-1] - 1, 1, 1))


def hexadecimal(least: int, most: int) -> st.SearchStrategy[str]:
    return st.binary(min_size=least, max_size=most).map(bytes.hex)


def between(metas: list[Meta], name: str, other: Any) -> Any:
    return next((getattr(each, name) for each in metas if getattr(each, name) is not None), other)


def texts(metas: list[Meta]) -> st.SearchStrategy[str]:
    pattern = between(metas, "pattern", "")
    if "{1,64}" in pattern:
        return hexadecimal(1, 64)
    if "{64}" in pattern:
        return hexadecimal(32, 32)
    if any("when it truly was" in (each.description or "") for each in metas):
        return MOMENTS.map(datetime.isoformat)
    if any(each.description == event_keys.AN_ID for each in metas):
        return hexadecimal(16, 16)
    least, most = between(metas, "min_length", 0), between(metas, "max_length", 80)
    return st.text(st.characters(categories=("L", "N", "P", "S")), min_size=least, max_size=most)


def plain(kind: Any, metas: list[Meta]) -> st.SearchStrategy[Any]:
    """Values of a type without its annotations."""
    ge, le = between(metas, "ge", 0), between(metas, "le", 9)
    simple = {
        str: lambda: texts(metas),
        bool: st.booleans,
        int: lambda: st.integers(ge, le),
        float: lambda: st.floats(ge, le),
        date: lambda: DAYS,
        Any: lambda: st.dictionaries(PLAIN, ANYTHING),
        NoneType: st.none,
        UnsetType: lambda: st.just(UNSET),
    }
    if kind in simple:
        return simple[kind]()
    if get_origin(kind) in (Union, UnionType):
        return st.one_of(map(values, get_args(kind)))
    if get_origin(kind) is Literal or (
        isinstance(kind, type) and get_origin(kind) is None and issubclass(kind, Enum)
    ):
        return st.sampled_from(get_args(kind) or list(kind))
    return several(kind, metas)


def several(kind: Any, metas: list[Meta]) -> st.SearchStrategy[Any]:
    """Values of a type that is made of others."""
    if get_origin(kind) is tuple:
        most = between(metas, "max_length", 9)
        return st.lists(values(get_args(kind)[0]), min_size=1, max_size=min(most, 9)).map(tuple)
    if get_origin(kind) is dict:
        return st.dictionaries(*map(values, get_args(kind)), max_size=between(metas, "max_length", 9))
    return made(kind)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type within the bounds of its annotations."""
    if kind is Json:
        return ANYTHING
    if get_origin(kind) is Annotated:
        bare, *marks = get_args(kind)
        return plain(bare, [each for each in marks if isinstance(each, Meta)])
    return plain(kind, [])


def made(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Values of a struct."""
    hints = get_type_hints(kind, include_extras=True)
    return st.builds(kind, **{name: values(hints[name]) for name in kind.__struct_fields__})


@pytest.mark.parametrize("kind", EVENTS, ids=KINDS)
@given(st.data())
def test_a_value_comes_back_from_its_json(kind: type[What], data: st.DataObject) -> None:
    what = data.draw(made(kind))
    body = body_of(what)
    assert what_of(kind.kind, body) == what
    assert body_of(what_of(kind.kind, body)) == body
    assert body_problem(kind.kind, json.loads(body)) is None
    assert "kind" not in json.loads(body)


def test_each_kind_is_there_once_and_says_what_happened() -> None:
    assert len(BY_KIND) == len(EVENTS) == len(set(KINDS))
    assert all(each.__doc__ and each.__doc__.endswith(".") for each in EVENTS)
