"""What a filter's words mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtui.domain.history_filter import ALL, Sought, SoughtError, seek

TODAY = date(2026, 3, 31)  # a Tuesday
NAMES = {"pelvic-lift": "Pelvic lift", "pelvic-tilt": "Pelvic tilt", "cat-camel": "Cat and camel"}
PELVIC = frozenset({"pelvic-lift", "pelvic-tilt"})


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


@pytest.mark.parametrize(
    ("text", "exercises", "since", "until"),
    [
        ("", None, None, None),
        ("  ", None, None, None),
        ("pelvic", PELVIC, None, None),
        ("PELVIC lift", frozenset({"pelvic-lift"}), None, None),
        ("and camel", frozenset({"cat-camel"}), None, None),
        ("cat-", frozenset({"cat-camel"}), None, None),
        ("2026", None, d(1, 1), d(12, 31)),
        ("2026-02", None, d(2, 1), d(2, 28)),
        ("2025-12", None, d(12, 1, 2025), d(12, 31, 2025)),
        ("2026-03-05", None, d(3, 5), d(3, 5)),
        ("today", None, TODAY, TODAY),
        ("yesterday", None, d(3, 30), d(3, 30)),
        ("this week", None, d(3, 30), TODAY),
        ("last week", None, d(3, 23), d(3, 29)),
        ("this month", None, d(3, 1), TODAY),
        ("last month", None, d(2, 1), d(2, 28)),
        ("this year", None, d(1, 1), TODAY),
        ("last year", None, d(1, 1, 2025), d(12, 31, 2025)),
        ("last 10 days", None, d(3, 21), TODAY),
        ("last 2 weeks", None, d(3, 17), TODAY),
        ("last 1 month", None, d(2, 28), TODAY),  # February has no 31st
        ("last 6 months", None, d(9, 30, 2025), TODAY),
        ("last 2 years", None, d(3, 31, 2024), TODAY),
        ("since 2026-03-01", None, d(3, 1), None),
        ("since 2025", None, d(1, 1, 2025), None),
        ("until 2025", None, None, d(12, 31, 2025)),
        ("from 2025-06 to 2025-07", None, d(6, 1, 2025), d(7, 31, 2025)),
        ("pelvic 2026", PELVIC, d(1, 1), d(12, 31)),
        ("2026 pelvic since 2026-03-01 lift", frozenset({"pelvic-lift"}), d(3, 1), d(12, 31)),
        ("2025 2026", None, d(1, 1), d(12, 31, 2025)),  # no day is in both
    ],
)
def test_words(text: str, exercises: frozenset[str] | None, since: date | None, until: date | None) -> None:
    assert seek(text, NAMES, TODAY) == Sought(" ".join(text.split()), exercises, since, until)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("zebra", "“zebra”"),
        ("pelvic zebra", "“pelvic zebra”"),
        ("202", "“202”"),
        ("2026-13", "no day, month or year 2026-13"),
        ("2026-02-30", "no day, month or year 2026-02-30"),
        ("0000", "no day, month or year 0000"),
        ("since", "after “since”"),
        ("until lift", "after “until”"),
        ("last", "“last”"),
    ],
)
def test_words_that_mean_nothing_are_said(text: str, said: str) -> None:
    with pytest.raises(SoughtError, match=said):
        seek(text, NAMES, TODAY)


@pytest.mark.parametrize(
    "text", ["9999", "9999-12", "9999-12-31", "0001", "last 99999 years", "last 9999999 weeks"]
)
def test_the_ends_of_time_are_no_trouble(text: str) -> None:
    assert seek(text, NAMES, TODAY).since is not None


WORDS = st.sampled_from(
    ["last", "since", "to", "2026", "2026-03", "month", "week", "pelvic", "30", "days", "x"]
)


def sought(text: str, today: date) -> Sought | str:
    """What the words mean, or the sentence that refuses them."""
    try:
        return seek(text, NAMES, today)
    except SoughtError as error:
        return str(error)


@given(st.one_of(st.text(max_size=40), st.lists(WORDS).map(" ".join)), st.dates(date(1970, 1, 1)))
def test_any_words_are_understood_or_refused_in_a_sentence(text, today) -> None:
    found = sought(text, today)
    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert found.exercises is None or found.exercises
        assert (found == ALL) == (not text.split())


@given(st.dates(), st.dates(), st.dates(), st.dates())
def test_a_narrower_time_is_within_both(a, b, c, e) -> None:
    found = Sought(since=a, until=b).within(c, e)
    assert found.since == max(a, c)
    assert found.until == min(b, e)
