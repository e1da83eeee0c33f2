"""Shapes of values that came from elsewhere: each says what is wrong with a value, in half a sentence."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from backtui.domain.text import visible

Shape = Callable[[Any], str | None]

DEEPEST = 12  # a list in an object in a list …
ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?[+-]\d\d:\d\d(:\d\d)?", re.ASCII)


def text(most: int, least: int = 1) -> Shape:
    """A text of so many characters, none of which steers a terminal."""

    def shape(value: Any) -> str | None:
        if not isinstance(value, str) or not least <= len(value) <= most:
            return f"must be a text of {least} to {most} characters"
        return None if harmless(value) else "has a character that steers a terminal or is none"

    return shape


def harmless(value: str) -> bool:
    """Whether a text may be kept and shown as it stands."""
    return (value.isascii() and value.isprintable()) or visible(value) == value


def whole(least: int, most: int) -> Shape:
    """A whole number within bounds."""

    def shape(value: Any) -> str | None:
        sound = type(value) is int and least <= value <= most
        return None if sound else f"must be a whole number from {least} to {most}"

    return shape


def number(least: float, most: float) -> Shape:
    """A number within bounds."""

    def shape(value: Any) -> str | None:
        sound = type(value) in (int, float) and least <= value <= most
        return None if sound else f"must be a number from {least:g} to {most:g}"

    return shape


def yes_or_no(value: Any) -> str | None:
    """True or false."""
    return None if isinstance(value, bool) else "must be true or false"


def one_of(*choices: str) -> Shape:
    """One of some words."""

    def shape(value: Any) -> str | None:
        return None if isinstance(value, str) and value in choices else f"must be one of {', '.join(choices)}"

    return shape


def hex_of(least: int, most: int) -> Shape:
    """So many bytes in small hexadecimal digits."""
    spelled = re.compile(rf"([0-9a-f]{{2}}){{{least},{most}}}", re.ASCII)

    def shape(value: Any) -> str | None:
        sound = isinstance(value, str) and spelled.fullmatch(value)
        return None if sound else f"must be {most} bytes in hexadecimal digits"

    return shape


def id_of(value: Any) -> str | None:
    """An event's or a session's id."""
    return None if isinstance(value, str) and ID.fullmatch(value) else "must be an id of 32 hex digits"


def day_in(years: Collection[int]) -> Shape:
    """A day as 2026-03-02."""

    def shape(value: Any) -> str | None:
        try:
            if isinstance(value, str) and DAY.fullmatch(value) and date.fromisoformat(value).year in years:
                return None
        except ValueError:
            pass
        return f"must be a day like 2026-03-02 from {min(years)} to {max(years)}"

    return shape


def moment_in(years: Collection[int]) -> Shape:
    """A moment with its offset from UTC, as 2026-03-02T07:00:00+01:00."""

    def shape(value: Any) -> str | None:
        try:
            found = isinstance(value, str) and MOMENT.fullmatch(value)
            if found and datetime.fromisoformat(value).year in years:
                return None
        except ValueError:
            pass
        return f"must be a time like 2026-03-02T07:00:00+01:00 from {min(years)} to {max(years)}"

    return shape


def list_of(each: Shape, least: int, most: int) -> Shape:
    """A list of so many values of one shape."""

    def shape(value: Any) -> str | None:
        if not isinstance(value, list) or not least <= len(value) <= most:
            return f"must be a list of {least} to {most}"
        return next((f"has an entry that {said}" for said in map(each, value) if said), None)

    return shape


def named(each: Shape, most: int) -> Shape:
    """An object of at most so many names, each with a value of one shape."""

    def shape(value: Any) -> str | None:
        if not isinstance(value, dict) or len(value) > most:
            return f"must be an object of at most {most} names"
        for key, entry in value.items():
            if said := json_value(key) or each(entry):
                return f"has a value that {said}"
        return None

    return shape


def of(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """An object that has all these keys; more may be there, and null stands for an optional one."""
    known = {**{key: null_or(each) for key, each in (optional or {}).items()}, **required}

    def shape(value: Any) -> str | None:
        if not isinstance(value, dict):
            return "must be an object"
        for key, entry in value.items():
            each = known.get(key)
            if each is None:
                if said := json_value(key) or json_value(entry, 1):
                    return f"has a further key that {said}"
            elif said := each(entry):
                return f"has a {key} that {said}"
        missing = next((key for key in required if key not in value), None)
        return f"lacks {missing}" if missing else None

    return shape


def null_or(each: Shape) -> Shape:
    """Null, or a value of a shape."""
    return lambda value: None if value is None else each(value)


def json_value(value: Any, depth: int = 0) -> str | None:
    """Any value of JSON that can be kept and shown: not too deep, finite numbers, harmless texts."""
    if depth > DEEPEST:
        return f"is nested deeper than {DEEPEST}"
    match value:
        case str():
            return None if harmless(value) else "has a character that steers a terminal or is none"
        case None | bool():
            return None
        case int() | float():
            return None if abs(value) < 1 << 53 else "has a number out of bounds"
        case list():
            found = (json_value(each, depth + 1) for each in value)
        case dict():
            parts = (part for pair in value.items() for part in pair)
            found = (json_value(each, depth + 1) for each in parts)
        case _:
            return "has a value that JSON does not know"
    return next((said for said in found if said), None)
