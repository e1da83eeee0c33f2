"""Checks one TOML file against its shape; whatever is wrong becomes one sentence with file, key and bound.

A shape is a function: it takes a value and its key, and gives the value back or raises ContentError.
"""

import tomllib
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

Shape = Callable[[object, str], Any]

SIZE_LIMIT_KB = 64
FULL_STOP_LIMIT = 60  # in a line: tomllib takes the square of a dotted key's length, seconds for 64 KB
SHOWN_LIMIT = 40
# A no-break space and the two joiners belong to the words of some languages and steer no terminal.
HARMLESS = dict.fromkeys(map(ord, "\u00a0\u202f\u200c\u200d"))


class ContentError(Exception):
    """A content file that cannot be used; its text is one sentence with file, key and bound."""


def refusal(place: str, sentence: str) -> ContentError:
    """The error for the file that is shown as `place`; no character in it can steer a terminal."""
    return ContentError("".join(c if c.isprintable() else "?" for c in f"{place}: {sentence}"))


def read(path: Path, place: str) -> str:
    """The text of a file, line ends made plain; raises ContentError."""
    try:
        if not path.is_file():
            raise refusal(place, "it must be a file, and none is there.")
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT_KB * 1024 + 1)
    except OSError as error:
        raise refusal(place, f"it cannot be read ({error.strerror}).") from None
    _check_size(data, place)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise refusal(place, "it must be UTF-8 text, and is not.") from None


def checked(content: str, place: str, shape: Shape) -> dict[str, Any]:
    """The file's text as a table of its shape; raises ContentError."""
    return shaped(parsed(content, place), place, shape)


def text(most: int) -> Shape:
    """A text of 1 to `most` characters that all print, with no blank at either end."""

    def shape(value: object, key: str) -> str:
        if not isinstance(value, str):
            raise ContentError(f"{key} is {shown(value)}; it must be a text of 1 to {most} characters.")
        if not 1 <= len(value) <= most:
            raise ContentError(f"{key} has {len(value)} characters; it must have from 1 to {most}.")
        if not value.isprintable() and not value.translate(HARMLESS).isprintable():
            raise ContentError(f"{key} has a control character; it must have only characters that print.")
        if value != value.strip():
            raise ContentError(f"{key} begins or ends with a blank; it must not.")
        return value

    return shape


def whole(least: int, most: int) -> Shape:
    """A whole number from `least` to `most`."""

    def shape(value: object, key: str) -> int:
        if type(value) is not int:
            raise ContentError(f"{key} is {shown(value)}; it must be a whole number from {least} to {most}.")
        if not least <= value <= most:
            raise ContentError(f"{key} is {shown(value)}; it must be from {least} to {most}.")
        return value

    return shape


def one_of(choices: type[StrEnum]) -> Shape:
    """One of the values of an enumeration."""

    def shape(value: object, key: str) -> StrEnum:
        for choice in choices:
            if value == choice:
                return choice
        raise ContentError(f"{key} is {shown(value)}; it must be {listed(choices, 'or')}.")

    return shape


def list_of(entry: Shape, least: int, most: int) -> Shape:
    """A list of `least` to `most` entries of one shape."""

    def shape(value: object, key: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ContentError(f"{key} is {shown(value)}; it must be a list of {least} to {most} entries.")
        if not least <= len(value) <= most:
            raise ContentError(f"{key} has {len(value)} entries; it must have from {least} to {most}.")
        return tuple(entry(part, f"{key}[{n}]") for n, part in enumerate(value))

    return shape


def table(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """A table with exactly these keys; an optional one may be left out."""
    known = {**required, **(optional or {})}

    def shape(value: object, key: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ContentError(f"{key} is {shown(value)}; it must be a table.")
        start = f"{key}." if key else ""
        for name in value:
            if name not in known:
                raise ContentError(f"{start}{cut(name)} is not known; the keys are {listed(known, 'and')}.")
        for name in required:
            if name not in value:
                raise ContentError(f"{start}{name} is missing; it must be there.")
        return {name: known[name](value[name], f"{start}{name}") for name in value}

    return shape


def any_table(value: object, key: str) -> dict[str, Any]:
    """A table whose keys are looked at elsewhere."""
    if not isinstance(value, dict):
        raise ContentError(f"{key} is {shown(value)}; it must be a text or a table.")
    return value


def text_or(other: Shape, words: Shape) -> Shape:
    """A text of the shape `words`, or something of another shape."""

    def shape(value: object, key: str) -> Any:
        return words(value, key) if isinstance(value, str) else other(value, key)

    return shape


def shaped(document: object, place: str, shape: Shape) -> dict[str, Any]:
    """A value that is shown as `place` as a table of its shape; raises ContentError."""
    try:
        table: dict[str, Any] = shape(document, "")
    except ContentError as error:
        raise refusal(place, str(error).strip()) from None
    return table


def shown(value: object) -> str:
    """A value as a sentence shows it, cut where it is long."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{cut(value)}"'
        case int() if abs(value) >= 10**SHOWN_LIMIT:
            return "a number far too large"
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return str(value)


def cut(words: str) -> str:
    """The words, or as many of them as a sentence can show."""
    return words if len(words) <= SHOWN_LIMIT else f"{words[:SHOWN_LIMIT]}…"


def listed(names: Mapping[str, object] | type[StrEnum], joint: str) -> str:
    """Two names or more as a sentence lists them."""
    *most, last = names
    return f"{', '.join(most)} {joint} {last}"


def _check_size(data: bytes, place: str) -> None:
    if len(data) > SIZE_LIMIT_KB * 1024:
        raise refusal(place, f"it is too large; it must be at most {SIZE_LIMIT_KB} KB.")


def parsed(content: str, place: str) -> dict[str, Any]:
    """The tables of a TOML text; raises ContentError."""
    _check_size(content.encode(errors="replace"), place)
    for number, line in enumerate(content.split("\n"), start=1):
        stops = line.count(".")
        if stops > FULL_STOP_LIMIT:
            raise refusal(place, f"line {number} has {stops} full stops; it may have {FULL_STOP_LIMIT}.")
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise refusal(place, f"it is not TOML: {error}.") from None
    except (ValueError, RecursionError):
        raise refusal(place, "it has a number too long or a list too deep to be read.") from None
