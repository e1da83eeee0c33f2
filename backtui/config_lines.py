"""Where something stands in `config.toml`, for a sentence that a person can follow to its line."""

import re
from collections.abc import Sequence
from pathlib import Path

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$")
_NAME = re.compile(r"""\s*(?P<name>(?:[^\s"'=#]|"[^"]*"|'[^']*')+)\s*=""")


def told(path: Path, line: int | None) -> str:
    """The file, and the line in it where that is known."""
    return f"{path}, line {line}" if line else str(path)


def line_of(text: str, table: Sequence[str], key: str) -> int | None:
    """The 1-based line on which `key` of a table is set, or a table so named begins; None if not found."""
    inside: tuple[str, ...] = ()
    wanted = (*table, *key.split(".")) if table else (key,)
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            inside = _parts(header[1])
        name = _NAME.match(line)
        here = inside if header else (*inside, *_parts(name["name"])) if name else ()
        if here and (here == wanted or (not table and here[0] == key)):
            return number
    return None


def _parts(name: str) -> tuple[str, ...]:
    """The names of a dotted key, without their quotes; a quoted one with dots is its names too."""
    return tuple(part.strip().strip("\"'") for part in name.split("."))


def broken_line(message: str, lines: Sequence[str]) -> tuple[int, str]:
    """The 1-based line that tomllib complains of, else the last that is not empty; and its words."""
    place = _PLACE.search(message)
    why = _PLACE.sub("", message)
    if place is not None and place[1] is not None:
        return int(place[1]), why
    return max((number for number, line in enumerate(lines, 1) if line.strip()), default=1), why
