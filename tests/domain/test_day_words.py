"""Days as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtui.domain.weekday import WEEKDAYS
from backtui.domain.written.day_words import DAY_NAMES, OFFERED, day_meant

TODAY = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "before", "ahead"),
    [
        ("2026-03-01", "2026-03-01", None),
        ("today", "2026-03-04", None),
        ("Today ", "2026-03-04", None),
        ("yesterday", "2026-03-03", None),
        ("tomorrow", "2026-03-05", None),
        ("day before yesterday", "2026-03-02", None),
        ("monday", "2026-03-02", "2026-03-09"),
        ("mon", "2026-03-02", "2026-03-09"),
        ("Wednesday", "2026-03-04", None),
        ("thu", "2026-02-26", "2026-03-05"),
        ("last wednesday", "2026-02-25", None),
        ("next wednesday", "2026-03-11", None),
        ("next thu", "2026-03-05", None),
        ("this friday", "2026-02-27", "2026-03-06"),
        ("3 days ago", "2026-03-01", None),
        ("a week ago", "2026-02-25", None),
        ("2 weeks ago", "2026-02-18", None),
        ("1 month ago", "2026-02-04", None),
        ("a year ago", "2025-03-04", None),
        ("in 3 days", "2026-03-07", None),
        ("in two weeks", "2026-03-18", None),
        ("in 11 months", "2027-02-04", None),
        ("1 march", "2026-03-01", "2027-03-01"),
        ("March 1", "2026-03-01", "2027-03-01"),
        ("1. Mar", "2026-03-01", "2027-03-01"),
        ("march 4", "2026-03-04", None),
        ("24 december", "2025-12-24", "2026-12-24"),
        ("24 Dec, 2024", "2024-12-24", None),
        ("29 feb", "2024-02-29", "2028-02-29"),
    ],
)
def test_a_day_is_the_one_that_is_meant(text: str, before: str, ahead: str | None) -> None:
    assert day_meant(text, TODAY) == date.fromisoformat(before)
    assert day_meant(text, TODAY, ahead=True) == date.fromisoformat(ahead or before)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-3-1", "2026-02-30", "20260301", "mo", "mondays", "someday", "last", "last year"),
        *("days ago", "some days ago", "-3 days ago", "9999 years ago", "in 9999 years", "31 april", "march"),
        *(
            "1 march 2",
            "1 march 1",
            "0 may",
            "٣ days ago",
            "yesterday\0",
            "2026-03-01T07:30",
            "3 days",
            "m 1",
        ),
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_meant(text, TODAY) is None
    assert day_meant(text, TODAY, ahead=True) is None


def test_a_month_that_is_too_short_ends_the_day() -> None:
    assert day_meant("1 month ago", date(2026, 3, 31)) == date(2026, 2, 28)
    assert day_meant("a year ago", date(2024, 2, 29)) == date(2023, 2, 28)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(DAY_NAMES), st.booleans())
def test_a_weekday_is_less_than_a_week_away(today: date, name: str, ahead: bool) -> None:
    found = day_meant(name, today, ahead=ahead)
    assert found is not None
    assert DAY_NAMES[found.weekday()] == name
    assert timedelta() <= (found - today if ahead else today - found) < timedelta(days=7)
    assert day_meant(WEEKDAYS[found.weekday()], today, ahead=ahead) == found


@given(st.text(max_size=20) | st.from_regex(r"[a-z0-9 ]{0,14} (ago|march|monday)", fullmatch=True))
def test_any_text_is_a_day_or_none(text: str) -> None:
    found = day_meant(text, TODAY)
    assert found is None or isinstance(found, date)


def test_what_is_offered_is_understood() -> None:
    assert all(day_meant(each, TODAY) for each in OFFERED)
