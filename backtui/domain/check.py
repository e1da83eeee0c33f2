"""The check of foreign values: a type says what they must be, and what is wrong becomes words.

A type is a msgspec struct, or anything else that msgspec converts to; bounds stand in its annotations as
`Annotated[int, Meta(ge=1, le=50)]`. What msgspec has no word for is a `Rule`, a function beside the `Meta`. A
`description` in a `Meta` says in our words what a pattern means.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Meta, UnsetType
from msgspec.structs import fields

from backtui.domain.fault import Fault, Unfit, cut, join, must, shown
from backtui.domain.text import STEERING, harmless

T = TypeVar("T")

YEARS = range(1971, 3000)  # those that a log may be of
DEEPEST = 12  # a list in an object in a list …
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?[+-]\d\d:\d\d(:\d\d)?"
STEERS = "has a character that cannot be shown"


Rule = Callable[[Any], Fault | None]


# What msgspec answers a value with that is not of a type; the second to half of a surrogate pair in a text.
UNFIT = (msgspec.ValidationError, UnicodeError)


class _Shape(msgspec.Struct, frozen=True):
    """A type in use: `walk` says what is wrong with a value, `rule` only what msgspec does not look at."""

    walk: Rule
    rule: Rule | None = None


def problem(value: Any, kind: Any) -> str | None:
    """What is wrong with a value that should be of a type, as half a sentence; None when it is sound."""
    shape = _shape(kind)
    try:
        msgspec.convert(value, kind)
    except UNFIT:
        return _refused(value, shape).half
    fault = shape.rule(value) if shape.rule else None
    return fault.half if fault else None


def read(value: Any, kind: type[T], *, closed: bool = False) -> T:
    """The value as a type says it; raises Unfit. `closed`: a key that no struct knows is refused."""
    shape = _shape(kind, closed)  # type: ignore[arg-type]
    try:
        found = msgspec.convert(value, kind)
    except UNFIT:
        raise Unfit(_refused(value, shape)) from None
    if shape.rule and shape.rule(value):
        raise Unfit(_refused(value, shape))
    return found


def _refused(value: Any, shape: _Shape) -> Fault:
    return shape.walk(value) or Fault("is of another kind")


# What a value is allowed to be beyond what msgspec knows.


def json_value(value: Any) -> Fault | None:
    """Any value of JSON that can be kept and shown: not too deep, finite numbers, harmless texts."""
    found = _unkept(value, 0)
    return Fault(found) if found else None


def _unkept(value: Any, depth: int) -> str | None:
    if depth > DEEPEST:
        return f"is nested deeper than {DEEPEST}"
    match value:
        case str():
            return None if harmless(value) else STEERS
        case None | bool():
            return None
        case int() | float():
            return None if abs(value) < 1 << 53 else "has a number out of range"
        case list():
            found = (_unkept(each, depth + 1) for each in value)
        case dict():
            parts = (part for pair in value.items() for part in pair)
            found = (_unkept(each, depth + 1) for each in parts)
        case _:
            return "has a value that JSON does not know"
    return next((each for each in found if each), None)


def _day_in_years(value: Any) -> Fault | None:
    """A day as 2026-03-02 of the years that a log may be of."""
    try:
        if isinstance(value, str) and len(value) == 10 and date.fromisoformat(value).year in YEARS:
            return None
    except ValueError:
        pass
    return Fault(f"must be a day like 2026-03-02 from {YEARS[0]} to {YEARS[-1]}")


def _moment_in_years(value: Any) -> Fault | None:
    """A moment with its offset from UTC, as 2026-03-02T07:00:00+01:00, of the same years."""
    try:
        spelled = isinstance(value, str) and re.fullmatch(MOMENT, value, re.ASCII)
        if spelled and datetime.fromisoformat(value).year in YEARS:
            return None
    except ValueError:
        pass
    return Fault(f"must be a time like 2026-03-02T07:00:00+01:00 from {YEARS[0]} to {YEARS[-1]}")


def hexadecimal(least: int, most: int) -> Meta:
    """So many bytes in small hexadecimal digits."""
    digits = f"[0-9a-f]{{{2 * most}}}" if least == most else f"([0-9a-f]{{2}}){{{least},{most}}}"
    return Meta(
        pattern=rf"\A{digits}\Z",
        description=f"must be {most} bytes in hexadecimal digits",
    )


HARMLESS = rf"\A[^{STEERING}]*\Z"
Harmless = Annotated[str, Meta(pattern=HARMLESS)]
Json = Annotated[Any, json_value]
Day = Annotated[date, _day_in_years]
Moment = Annotated[str, _moment_in_years]  # a text still: msgspec knows no offset with seconds


# Types become shapes.


def _one(name: str) -> str:
    """A key of a table with its article."""
    return f"{'an' if name[:1] in 'aeio' else 'a'} {name}"


@cache
def _shape(kind: Any, closed: bool = False) -> _Shape:
    if get_origin(kind) is not Annotated:
        return _bare(kind, _bounds(()), closed)
    bare, *marks = get_args(kind)
    rules = [mark for mark in marks if callable(mark)]
    shape = _bare(bare, _bounds(mark for mark in marks if isinstance(mark, Meta)), closed)
    return _Shape(_all(shape.walk, *rules), _all(shape.rule, *rules))


def _bounds(metas: Iterable[Meta]) -> Mapping[str, Any]:
    """The bounds of a type by their names; of descriptions only those that say what it must be."""
    names = ("ge", "le", "min_length", "max_length", "pattern", "description")
    said = ((name, getattr(meta, name)) for meta in metas for name in names)
    return {
        name: value
        for name, value in said
        if value is not None and (name != "description" or value.startswith("must "))
    }


def _all(*rules: Rule | None) -> Any:
    """The rules one after the other; None where there is none."""
    several = [rule for rule in rules if rule]
    if len(several) < 2:
        return several[0] if several else None
    return lambda value: next((fault for rule in several if (fault := rule(value))), None)


def _bare(kind: Any, bounds: Mapping[str, Any], closed: bool) -> _Shape:
    """The shape of a type without its annotations."""
    origin = get_origin(kind) or kind
    if isinstance(origin, type) and issubclass(origin, msgspec.Struct):
        found = _Object(origin, closed)
        return _Shape(found.walk, found.rule)
    if isinstance(origin, type) and issubclass(origin, Enum):
        return _Shape(_choice([each.value for each in origin]))
    if origin is Literal:
        return _Shape(_choice(get_args(kind)))
    if origin in (Union, UnionType):
        return _union(get_args(kind), closed)
    if origin is tuple and Ellipsis not in get_args(kind):
        return _Shape(_numbers(get_args(kind)))
    if origin in (list, tuple):
        return _sequence(get_args(kind), bounds, closed)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(get_args(kind), bounds, closed)
    plain: dict[Any, Callable[[Mapping[str, Any]], Rule]] = {
        str: _text,
        int: _whole,
        float: _number,
        bool: lambda _: _yes_or_no,
        date: lambda _: _day_in_years,
        Any: lambda _: lambda _: None,
    }
    return _Shape(plain[origin](bounds))


def _yes_or_no(value: Any) -> Fault | None:
    return None if isinstance(value, bool) else must(value, "be true or false")


def _whole(bounds: Mapping[str, Any]) -> Rule:
    least, most = bounds["ge"], bounds["le"]

    def walk(value: Any) -> Fault | None:
        must = f"must be a whole number from {least} to {most}"
        if type(value) is not int:
            return Fault(must, f"is {shown(value)}; it {must}.")
        if least <= value <= most:
            return None
        return Fault(must, f"is {shown(value)}; it must be from {least} to {most}.")

    return walk


def _number(bounds: Mapping[str, Any]) -> Rule:
    least, most = bounds["ge"], bounds["le"]

    def walk(value: Any) -> Fault | None:
        if type(value) in (int, float) and least <= value <= most:
            return None
        return must(value, f"be a number from {least:g} to {most:g}")

    return walk


def _numbers(parts: tuple[Any, ...]) -> Rule:
    """So many numbers, all within the same bounds."""
    one = _shape(parts[0]).walk
    least, most = (get_args(parts[0])[1].ge, get_args(parts[0])[1].le)
    bound = f"be {len(parts)} numbers from {least:g} to {most:g}"

    def walk(value: Any) -> Fault | None:
        many = isinstance(value, list | tuple) and len(value) == len(parts)
        return None if many and not any(map(one, value)) else must(value, bound)

    return walk


def _text(bounds: Mapping[str, Any]) -> Rule:
    least, most = bounds.get("min_length", 0), bounds.get("max_length")
    pattern, description = bounds.get("pattern", ""), bounds.get("description")
    must = f"must be a text of {least} to {most} characters" if most else "must be a text"

    def walk(value: Any) -> Fault | None:
        if not isinstance(value, str):
            return Fault(description or must, f"is {shown(value)}; it {description or must}.")
        if len(value) < least or (most and len(value) > most):
            words = f"has {len(value)} characters; it must have from {least} to {most}."
            return Fault(description or must, words)
        if pattern and not re.search(pattern, value):
            return Fault(description or STEERS)
        return None

    return walk


def _choice(choices: Iterable[str]) -> Rule:
    words = tuple(choices)

    def walk(value: Any) -> Fault | None:
        if isinstance(value, str) and value in words:
            return None
        bound = f"it must be {join(words, 'or')}."
        return Fault(f"must be one of {', '.join(words)}", f"is {shown(value)}; {bound}")

    return walk


def _sequence(parts: tuple[Any, ...], bounds: Mapping[str, Any], closed: bool) -> _Shape:
    each = _shape(parts[0], closed)
    least, most = bounds.get("min_length", 0), bounds.get("max_length")
    must = f"must be a list of {least} to {most}" if most is not None else "must be a list"
    must = bounds.get("description", must)

    def entries(value: Any, rule: Rule) -> Fault | None:
        found = ((place, rule(entry)) for place, entry in enumerate(value))
        return next((fault.within("an entry", f"[{place}]") for place, fault in found if fault), None)

    def walk(value: Any) -> Fault | None:
        if not isinstance(value, list | tuple):
            return Fault(must, f"is {shown(value)}; it {must} entries.")
        if len(value) < least or (most is not None and len(value) > most):
            return Fault(must, f"has {len(value)} entries; it must have from {least} to {most}.")
        return entries(value, each.walk)

    rule = each.rule
    return _Shape(walk, (lambda value: entries(value, rule)) if rule else None)


def _mapping(parts: tuple[Any, ...], bounds: Mapping[str, Any], closed: bool) -> _Shape:
    key, each = (_shape(part, closed) for part in parts)
    most = bounds.get("max_length")

    def values(value: Any, rule: Rule) -> Fault | None:
        found = ((name, rule(entry)) for name, entry in value.items())
        return next((fault.within("a value", f".{name}") for name, fault in found if fault), None)

    def walk(value: Any) -> Fault | None:
        if not isinstance(value, dict) or (most is not None and len(value) > most):
            if most is None:
                return Fault("must be an object", f"is {shown(value)}; it must be a table.")
            return must(value, f"be an object of at most {most} names")
        unfit = next((fault for name in value if (fault := key.walk(name))), None)
        return unfit.within("a value", "") if unfit else values(value, each.walk)

    rule = each.rule
    return _Shape(walk, (lambda value: values(value, rule)) if rule else None)


def _union(kinds: tuple[Any, ...], closed: bool) -> _Shape:
    """Null, missing or one type; a whole number or any; types that JSON tells apart."""
    several = [kind for kind in kinds if kind not in (NoneType, UnsetType)]
    if len(several) == 1:
        one = _shape(several[0], closed)
        rule = one.rule
        return _Shape(
            lambda value: None if value is None else one.walk(value),
            (lambda value: None if value is None else rule(value)) if rule else None,
        )
    shapes = [_shape(kind, closed) for kind in several]
    # With a pattern in a union msgspec writes past the memory of its type.
    assert not any(isinstance(mark, Meta) and mark.pattern for kind in several for mark in get_args(kind))
    bare = [get_args(kind)[0] if get_origin(kind) is Annotated else kind for kind in several]
    if set(bare) == {int, float}:
        return shapes[1]
    by_json = dict(zip(map(_json_type, bare), shapes, strict=True))
    bound = f"be {join([words for each, words in JSON_TYPES.items() if each in by_json], 'or')}"

    def walk(value: Any) -> Fault | None:
        shape = by_json.get(type(value))
        return shape.walk(value) if shape else must(value, bound)

    return _Shape(walk, walk if any(shape.rule for shape in shapes) else None)


JSON_TYPES = {str: "a text", int: "a whole number", list: "a list", dict: "a table"}


def _json_type(kind: Any) -> type:
    """What a value of a type is in JSON."""
    origin = get_origin(kind) or kind
    if issubclass(origin, str):
        return str
    if issubclass(origin, int):
        return int
    return list if issubclass(origin, list | tuple) else dict


class _Object:
    """An object that has the keys of a struct; others are refused, or must be of JSON."""

    def __init__(self, kind: type[msgspec.Struct], closed: bool) -> None:
        self.closed = closed
        self.known = {each.encode_name: _shape(each.type, closed) for each in fields(kind)}
        self.required = [each.encode_name for each in fields(kind) if each.required]
        self.ruled = [(name, shape.rule) for name, shape in self.known.items() if shape.rule]

    def walk(self, value: Any) -> Fault | None:
        if not isinstance(value, dict):
            return Fault("must be an object", f"is {shown(value)}; it must be a table.")
        if fault := self.others(value):
            return fault
        for name in self.required:
            if name not in value:
                return Fault(f"lacks {name}", "is missing; it is required.", (("", f".{name}"),))
        known = self.known
        found = ((name, known[name].walk(entry)) for name, entry in value.items() if name in known)
        return next((fault.within(_one(name), f".{name}") for name, fault in found if fault), None)

    def rule(self, value: Any) -> Fault | None:
        for name, each in self.ruled:
            if name in value and (fault := each(value[name])):
                return fault.within(_one(name), f".{name}")
        return self.others(value)

    def others(self, value: Mapping[str, Any]) -> Fault | None:
        """What is wrong with the keys that the struct does not have."""
        if value.keys() <= self.known.keys():
            return None
        found = (self.further(name, entry) for name, entry in value.items() if name not in self.known)
        return next((fault for fault in found if fault), None)

    def further(self, name: str, entry: Any) -> Fault | None:
        """What is wrong with one of them."""
        if self.closed:
            names = [*self.required, *(each for each in self.known if each not in self.required)]
            words = f"is not known; the keys are {join(names, 'and')}."
            return Fault(f"has the unknown key {cut(name)}", words, (("", f".{cut(name)}"),))
        found = _unkept(name, 0) or _unkept(entry, 1)
        return Fault(found).within("a further key", f".{name}") if found else None
