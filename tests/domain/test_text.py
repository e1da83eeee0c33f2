"""Texts as people write and read them: a number with its noun, a time of day."""

import re
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import backtui
from backtui.coach.errors import WrongUseError
from backtui.coach.manual import said_moment
from backtui.domain.text import clock_time, columns, cut, gathered, padded, spread
from backtui.domain.words.numbers import many, noun

BY_HAND = re.compile(r"== 1 else ['\"]\w*(s|ies)['\"]|['\"]s?['\"] if [^\n]+ == 1 else ['\"]s?['\"]")


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 notes"), (1, "1 note"), (2, "2 notes"), (1000, "1000 notes")]
)
def test_a_number_goes_with_its_noun(count: int, said: str) -> None:
    assert many(count, "note") == said


def test_a_noun_may_have_a_plural_of_its_own() -> None:
    assert [noun(count, "copy", "copies") for count in (1, 1.0, 2)] == ["copy", "copy", "copies"]


def test_no_plural_is_made_by_hand() -> None:
    files = Path(backtui.__file__).parent.rglob("*.py")
    assert [str(file) for file in files if BY_HAND.search(file.read_text(encoding="utf-8"))] == []


TODAY = date(2026, 3, 4)  # a Wednesday
TIMES = {
    "7:30": time(7, 30), "07:30": time(7, 30), "23:59:58": time(23, 59, 58), "0:00": time(0), "24:00": None,
    "7:3": None, "7": None, "07:60": None, "730": None, "٠٧:٣٠": None, "": None,
}  # fmt: skip


@pytest.mark.parametrize("text", TIMES)
def test_a_time_of_day_is_read_by_one_grammar(text: str) -> None:
    found = TIMES[text]
    assert clock_time(text) == found
    if found is not None:
        assert said_moment(text, TODAY) == (None, found)
    else:
        with pytest.raises(WrongUseError):
            said_moment(text, TODAY)


MOMENTS = {
    "2026-03-01": (date(2026, 3, 1), None), "2026-03-01 07:30": (date(2026, 3, 1), time(7, 30)),
    "2026-03-01T7:30": (date(2026, 3, 1), time(7, 30)), "yesterday 18:00": (date(2026, 3, 3), time(18)),
    "last monday 18:00": (date(2026, 3, 2), time(18)), "3 days ago": (date(2026, 3, 1), None),
}  # fmt: skip


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment_is_a_day_a_time_or_both_as_people_write_them(text: str) -> None:
    assert said_moment(text, TODAY) == MOMENTS[text]


@pytest.mark.parametrize(
    "text", ["yesterday 25:00", "someday 07:30", "07:30 yesterday", "\n07:30:", "T07:30 "]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(WrongUseError, match="is not a day or a time"):
        said_moment(text, TODAY)


@pytest.mark.parametrize(
    ("text", "wide", "short", "counted"),
    [
        ("", 0, "", ""),
        ("arch", 4, "arch", "arch"),
        ("Pelvic tilt", 11, "Pelvi…", "Pelvic tilt"),
        ("橋", 2, "橋", "橋\ufdd0"),
        # A wide sign is taken whole or not at all.
        ("腰のストレッチ", 14, "腰の…", "腰\ufdd0の\ufdd0ス\ufdd0ト\ufdd0レ\ufdd0ッ\ufdd0チ\ufdd0"),
        ("é", 1, "é", "é"),  # of two code points, one column
        ("e\u0301e\u0301", 2, "e\u0301e\u0301", "e\u0301e\u0301"),
        ("한국어", 6, "한국어", "한\ufdd0국\ufdd0어\ufdd0"),
        ("ｗｉｄｅ", 8, "ｗｉ…", "ｗ\ufdd0ｉ\ufdd0ｄ\ufdd0ｅ\ufdd0"),
    ],
)
def test_a_text_in_the_columns_of_a_terminal(text: str, wide: int, short: str, counted: str) -> None:
    assert columns(text) == wide
    assert cut(text, 6) == short
    assert spread(text) == counted
    assert gathered(counted) == text


@given(st.text(), st.integers(1, 30))
def test_a_padded_text_has_exactly_its_columns(text: str, width: int) -> None:
    found = padded(text, width)
    assert columns(found) == width
    assert columns(cut(text, width)) <= width
    assert gathered(spread(text)) == text.replace("\ufdd0", "")
