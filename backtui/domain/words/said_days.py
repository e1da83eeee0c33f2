"""'26 nov', 'yesterday', 'monday' as a day."""

import re
from datetime import date, timedelta

MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905 a list of words
LEAST_LETTERS = 3  # of a month or a weekday
YEARS_BACK = 8  # the longest between two 29ths of February


def said_day(text: str, today: date) -> date | None:
    """The day that is meant: 2026-11-26, 26 nov, nov 26 2025, today, yesterday, mon; None for other words.

    Without a year it is the newest one that is not after today.
    """
    match text.casefold().replace(",", " ").split():
        case ["today"]:
            return today
        case ["yesterday"]:
            return today - timedelta(days=1)
        case [word] if (weekday := _place(word, WEEKDAYS)) is not None:
            return today - timedelta(days=(today.weekday() - weekday) % 7)
        case [word] if re.fullmatch(r"\d{4}-\d\d-\d\d", word, re.ASCII):
            return _day(*map(int, word.split("-")))
        case [first, second]:
            return _of_month(first, second, "", today)
        case [first, second, year]:
            return _of_month(first, second, year, today)
    return None


def _of_month(first: str, second: str, year: str, today: date) -> date | None:
    """A day and a month, the one or the other first."""
    number, name = (first, second) if first[:1].isdigit() else (second, first)
    month = _place(name, MONTHS)
    if month is None or not re.fullmatch(r"\d{1,2}\.?", number, re.ASCII):
        return None
    if year:
        is_year = re.fullmatch(r"\d{4}", year, re.ASCII)
        return _day(int(year), month + 1, int(number.rstrip("."))) if is_year else None
    years = range(today.year, max(0, today.year - YEARS_BACK - 1), -1)
    days = (_day(each, month + 1, int(number.rstrip("."))) for each in years)
    return next((day for day in days if day and day <= today), None)


def _place(word: str, names: list[str]) -> int | None:
    """Which name a word is, or begins with three letters or more."""
    if len(word) < LEAST_LETTERS:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
