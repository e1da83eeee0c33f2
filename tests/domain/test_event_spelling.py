"""A body that is read from a document is spelled as the log spells it, whichever way it is encoded."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from backtui.domain.event_json import as_json, spelled

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.floats(0, 43_200)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=9) | st.text("0123456789abcdef", max_size=32),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=9), VALUES, max_size=5))
@example({"a": 1e16, "b": 1e-5, "c": 0.0001, "d": -0.0, "e": 123456789012345.67, "f": 1e15 + 0.5})
@example({"\x7f": None})
@example({"é": "\x7f", "e": "\u2028\ud83d\ude00", "\ud800": 1})
def test_both_ways_spell_alike(body: dict[str, Any]) -> None:
    assert spelled(body) == as_json(body)
