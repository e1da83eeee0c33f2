"""A definition of an own exercise or routine as the TOML file that is read as the same definition."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

WIDTH = 100
# The order in which a person writes them; the log keeps keys by the alphabet.
ORDER = (
    *("id", "name", "kind", "position", "sides", "works_on", "set_up", "movement_in", "hold", "movement_out"),
    *("hint", "cautions", "avoid_with", "easier", "figure", "dose", "start", "target", "ceiling", "hold_s"),
    *("reps", "items", "exercise", "view", "worked", "wall", "pose", "moment", "anchor", "spine", "neck"),
    *("legs", "near_leg", "far_leg", "arms", "near_arm", "far_arm", "thigh", "knee", "ankle", "upper"),
    *("elbow", "wrist", "foot", "hand", "at", "out", "floor", "push", "joint", "direction", "towel"),
)


def toml_of(definition: Mapping[str, Any]) -> str:
    """The text of the file: what is a text or a list first, then the tables, each under its own head."""
    return "\n".join(_lines(_sorted(definition), "")).strip() + "\n"


def _sorted(value: Any) -> Any:
    """The same with the keys of every table in the order of a file."""
    if isinstance(value, list | tuple):
        return [_sorted(part) for part in value]
    if isinstance(value, Mapping):
        rank = {key: place for place, key in enumerate(ORDER)}
        keys = sorted(value, key=lambda key: (rank.get(key, len(ORDER)), key))
        return {key: _sorted(value[key]) for key in keys}
    return value


def _lines(table: Mapping[str, Any], head: str) -> Iterator[str]:
    for key, value in table.items():
        if not _is_headed(value):
            yield from _pair(key, value)
    for key, value in table.items():
        path = f"{head}.{key}" if head else key
        if isinstance(value, Mapping) and _is_headed(value):
            yield from ("", f"[{path}]")
            yield from _lines(value, path)
        elif _is_headed(value):
            for each in value:
                yield from ("", f"[[{path}]]")
                for name, part in each.items():
                    yield from _pair(name, part)


def _is_headed(value: object) -> bool:
    """Whether a value stands under a head of its own: a table of tables or lists, or a list of tables."""
    if isinstance(value, Mapping):
        return any(isinstance(part, Mapping | list) for part in value.values())
    return isinstance(value, list) and bool(value) and all(isinstance(part, Mapping) for part in value)


def _pair(key: str, value: Any) -> Iterator[str]:
    """A key and its value; a long list has a line for each entry."""
    line = f"{key} = {_written(value)}"
    if isinstance(value, list) and value and len(line) > WIDTH:
        yield f"{key} = ["
        yield from (f"    {_written(part)}," for part in value)
        yield "]"
    else:
        yield line


def _written(value: Any) -> str:
    match value:
        case str():
            # JSON's escapes are TOML's too, but for DEL, which JSON leaves as it is.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
        case bool():
            return "true" if value else "false"
        case Mapping():
            return f"{{ {', '.join(f'{key} = {_written(part)}' for key, part in value.items())} }}"
        case list() | tuple():
            return f"[{', '.join(map(_written, value))}]"
        case _:
            return repr(value)
