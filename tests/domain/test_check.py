"""What comes from elsewhere is as its type says, or is refused with its place and what it must be."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from backtui.domain import check
from backtui.domain.fault import Fault, Unfit
from backtui.domain.text import harmless

Whole = Annotated[int, Meta(ge=1, le=50)]
Number = Annotated[int, Meta(ge=0, le=9)] | Annotated[float, Meta(ge=0, le=9)]
Name = Annotated[str, Meta(min_length=1, max_length=8, pattern=check.HARMLESS)]
Id = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z", description="must be an id of 32 hex digits")]


class Kind(StrEnum):
    """An enumeration."""

    STRETCH = "stretch"
    STRENGTH = "strength"


class Inner(msgspec.Struct, frozen=True):
    """A struct in another."""

    hold_s: Whole
    reps: Whole = 1


def no_blank(value: str) -> Fault | None:
    """A rule that msgspec does not know."""
    return Fault("has a blank", "has a blank; it must not.") if " " in value else None


class Outer(msgspec.Struct, frozen=True, kw_only=True):
    """One of each."""

    name: Name
    dose: Inner
    of: Inner | None = msgspec.field(name="from", default=None)
    kind: Kind = Kind.STRETCH
    by: Literal["me", "provider"] = "me"
    on: bool | None = None
    holds: Annotated[list[Number], Meta(min_length=1, max_length=3)] = msgspec.field(default_factory=list)
    tags: Annotated[tuple[Annotated[Name, no_blank], ...], Meta(max_length=2)] = ()
    timing: Annotated[dict[check.Harmless, Number], Meta(max_length=2)] = msgspec.field(default_factory=dict)
    day: check.Day | None = None
    at: check.Moment | None = None
    id: Id | None = None
    salt: Annotated[str, check.hexadecimal(1, 2)] = "ab"
    value: check.Json = None
    figure: Annotated[str, no_blank] | Annotated[dict[check.Harmless, check.Json], Meta(max_length=5)] = ""


SOUND: dict[str, Any] = {
    "name": "a", "dose": {"hold_s": 3, "reps": 50}, "from": None, "kind": "strength", "by": "provider",
    "on": None, "holds": [1, 2.5], "tags": ["é"], "timing": {"in_s": 2}, "day": "2026-03-02",
    "at": "1971-03-02T07:00:00-00:44:30", "id": "ab" * 16, "salt": "abcd", "value": [{"a": [1, None]}],
    "figure": {"pose": [1]},
}  # fmt: skip


def test_what_is_sound_becomes_the_struct() -> None:
    found = check.read(SOUND, Outer, closed=True)
    assert (found.dose, found.kind, found.day) == (Inner(3, 50), Kind.STRENGTH, date(2026, 3, 2))
    assert (found.holds, found.tags, found.on) == ([1, 2.5], ("é",), None)
    assert check.problem({**SOUND, "later": {"a": [1]}, "dose": {"hold_s": 1, "more": ""}}, Outer) is None


TOO_LARGE = 10**60
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"dose": {"hold_s": 0}}, "has a dose that has a hold_s that must be a whole number from 1 to 50",
     "dose.hold_s is 0; it must be from 1 to 50."),
    ({"dose": {"hold_s": 2.5}}, "has a dose that has a hold_s that must be a whole number from 1 to 50",
     "dose.hold_s is 2.5; it must be a whole number from 1 to 50."),
    ({"dose": {"hold_s": True}}, "has a dose that has a hold_s that must be a whole number from 1 to 50",
     "dose.hold_s is true; it must be a whole number from 1 to 50."),
    ({"dose": {"hold_s": TOO_LARGE}}, "has a dose that has a hold_s that must be a whole number from 1 to 50",
     "dose.hold_s is a number far too large; it must be from 1 to 50."),
    ({"dose": {"hold_s": "\ud800"}}, "has a dose that has a hold_s that must be a whole number from 1 to 50",
     'dose.hold_s is "\ud800"; it must be a whole number from 1 to 50.'),
    ({"dose": {"reps": 2}}, "has a dose that lacks hold_s", "dose.hold_s is missing; it is required."),
    ({"dose": [1]}, "has a dose that must be an object", "dose is a list; it must be a table."),
    ({"from": 3}, "has a from that must be an object", "from is 3; it must be a table."),
    ({"name": 7}, "has a name that must be a text of 1 to 8 characters",
     "name is 7; it must be a text of 1 to 8 characters."),
    ({"name": ""}, "has a name that must be a text of 1 to 8 characters",
     "name has 0 characters; it must have from 1 to 8."),
    ({"name": "\x1b[2J"}, "has a name that has a character that cannot be shown",
     "name has a character that cannot be shown."),
    ({"name": "\ud800"}, "has a name that has a character that cannot be shown",
     "name has a character that cannot be shown."),
    ({"kind": "rest"}, "has a kind that must be one of stretch, strength",
     'kind is "rest"; it must be stretch or strength.'),
    ({"by": ["me"]}, "has a by that must be one of me, provider", "by is a list; it must be me or provider."),
    ({"on": 1}, "has an on that must be true or false", "on is 1; it must be true or false."),
    ({"holds": []}, "has a holds that must be a list of 1 to 3",
     "holds has 0 entries; it must have from 1 to 3."),
    ({"holds": 3}, "has a holds that must be a list of 1 to 3",
     "holds is 3; it must be a list of 1 to 3 entries."),
    ({"holds": [1, float("nan")]}, "has a holds that has an entry that must be a number from 0 to 9",
     "holds[1] is nan; it must be a number from 0 to 9."),
    ({"tags": ["a b"]}, "has a tags that has an entry that has a blank", "tags[0] has a blank; it must not."),
    ({"timing": {"a": 1, "b": 2, "c": 3}}, "has a timing that must be an object of at most 2 names",
     "timing is a table; it must be an object of at most 2 names."),
    ({"timing": {"a": "b"}}, "has a timing that has a value that must be a number from 0 to 9",
     'timing.a is "b"; it must be a number from 0 to 9.'),
    ({"day": "2026-02-30"}, "has a day that must be a day like 2026-03-02 from 1971 to 2999",
     "day must be a day like 2026-03-02 from 1971 to 2999."),
    ({"day": "3000-01-01"}, "has a day that must be a day like 2026-03-02 from 1971 to 2999",
     "day must be a day like 2026-03-02 from 1971 to 2999."),
    ({"at": "2026-03-02T07:00:00"},
     "has an at that must be a time like 2026-03-02T07:00:00+01:00 from 1971 to 2999",
     "at must be a time like 2026-03-02T07:00:00+01:00 from 1971 to 2999."),
    ({"id": "AB" * 16},
     "has an id that must be an id of 32 hex digits", "id must be an id of 32 hex digits."),
    ({"salt": "ab" * 3}, "has a salt that must be 2 bytes in hexadecimal digits",
     "salt must be 2 bytes in hexadecimal digits."),
    ({"value": float("inf")}, "has a value that has a number out of range",
     "value has a number out of range."),
    ({"value": [[[[[[[[[[[[[[1]]]]]]]]]]]]]]}, "has a value that is nested deeper than 12",
     "value is nested deeper than 12."),
    ({"figure": 3}, "has a figure that must be a text or a table",
     "figure is 3; it must be a text or a table."),
    ({"figure": {"a": date(2026, 3, 2)}},
     "has a figure that has a value that has a value that JSON does not know",
     "figure.a has a value that JSON does not know."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "half", "sentence"), REFUSED, ids=[row[2][:40] for row in REFUSED])
def test_what_is_wrong_is_said_in_one_sentence(change: dict[str, Any], half: str, sentence: str) -> None:
    assert check.problem({**SOUND, **change}, Outer) == half
    with pytest.raises(Unfit) as refused:
        check.read({**SOUND, **change}, Outer)
    assert str(refused.value) == sentence
    assert sentence.startswith(refused.value.place)
    assert half.endswith(refused.value.must)


def test_a_further_key_is_refused_where_none_may_be_and_else_must_be_harmless() -> None:
    value = {**SOUND, "dose": {"hold_s": 1, "sets": "\u202e"}}
    assert check.problem(value, Outer) == f"has a dose that has a further key that {check.STEERS}"
    with pytest.raises(Unfit, match=r"^dose.sets is not known; the keys are hold_s and reps\.$"):
        check.read(value, Outer, closed=True)


def test_the_pattern_of_harmless_texts_is_what_is_shown_as_it_stands() -> None:
    steering = {chr(code) for code in range(0x11000) if not re.search(check.HARMLESS, chr(code))}
    assert steering == {chr(code) for code in range(0x11000) if not harmless(chr(code))}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
    | st.sampled_from(["2026-03-02", "2026-03-02T07:00:00+01:00", "ab" * 16, "abcd", "me", "stretch"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["hold_s", "reps", "more"]) | st.text(max_size=3), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@given(st.fixed_dictionaries({}, optional=dict.fromkeys([*SOUND, "more"], VALUES)), st.booleans())
def test_msgspec_and_the_walk_that_words_a_fault_agree(change: dict[str, Any], closed: bool) -> None:
    value = {**SOUND, **change}
    fault = check._shape(Outer, closed).walk(value)
    if fault is None:
        check.read(value, Outer, closed=closed)
    else:
        with pytest.raises(Unfit, match=f"^{re.escape(fault.sentence)}$"):
            check.read(value, Outer, closed=closed)
