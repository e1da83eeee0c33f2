"""A day as people write it: 2026-03-01, yesterday, monday, 3 days ago, 1 March."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
FEWEST = 3  # letters by which a weekday or a month is known
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
FIXED = {
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "day before yesterday": -2,
    "the day before yesterday": -2,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
}
# What a shell offers, in the order in which it is most wished.
OFFERED = ("today", "yesterday", *DAY_NAMES)
LIKE = "write it like 2026-03-01, yesterday, monday or 3 days ago"
_COUNT = r"(?P<n>\d{1,4}|[a-z]+) (?P<unit>day|week|month|year)s?"


def day_meant(text: str, today: date, *, ahead: bool = False) -> date | None:
    """The day that is meant, seen from `today`; None where it is not one, or none of the calendar.

    A weekday, or a day of a month without its year, is the last one up to today; `ahead` the next one, today
    too.
    """
    if not text.isascii():
        return None
    said = " ".join(text.casefold().replace(",", " ").split())
    try:
        for way in (_spelled, _fixed, _counted, _weekday, _in_month):
            if found := way(said, today, ahead):
                return found
    except (ValueError, OverflowError):  # there is no such day
        return None
    return None


def _spelled(said: str, _today: date, _ahead: bool) -> date | None:
    return date.fromisoformat(said) if re.fullmatch(r"\d{4}-\d\d-\d\d", said) else None


def _fixed(said: str, today: date, _ahead: bool) -> date | None:
    return today + timedelta(days=FIXED[said]) if said in FIXED else None


def _counted(said: str, today: date, _ahead: bool) -> date | None:
    """Such as 3 days ago, a week ago, in 2 weeks."""
    ago, hence = re.fullmatch(rf"{_COUNT} ago", said), re.fullmatch(rf"in {_COUNT}", said)
    found = ago or hence
    if not found:
        return None
    many = NUMBERS.get(found["n"]) or int(found["n"])
    return _moved(today, -many if ago else many, found["unit"])


def _moved(today: date, by: int, unit: str) -> date:
    """That many days, weeks, months or years on; a month that is too short ends it."""
    if unit in ("day", "week"):
        return today + timedelta(days=by * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 + by * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _weekday(said: str, today: date, ahead: bool) -> date | None:
    """Such as mon or monday; `last` is before today, `next` after it."""
    which, _, name = said.rpartition(" ")
    number = _named(name, DAY_NAMES)
    if number is None or which not in ("", "last", "next", "this", "on"):
        return None
    if which == "next" or (ahead and which != "last"):
        first = today + timedelta(days=which == "next")
        return first + timedelta(days=(number - first.weekday()) % 7)
    last = today - timedelta(days=which == "last")
    return last - timedelta(days=(last.weekday() - number) % 7)


def _in_month(said: str, today: date, ahead: bool) -> date | None:
    """Such as 1 march, march 1 or 1 march 2026."""
    found = re.fullmatch(
        r"(?:(?P<d>\d{1,2})\.? )?(?P<m>[a-z]+)\.?(?: (?P<e>\d{1,2}))?(?: (?P<y>\d{4}))?", said
    )
    number = _named(found["m"], MONTHS) if found else None
    if found is None or number is None or bool(found["d"]) == bool(found["e"]):
        return None
    day = int(found["d"] or found["e"])
    if found["y"]:
        return date(int(found["y"]), number + 1, day)
    # 29 February may be some years away.
    near: Callable[[date], bool] = (lambda each: each >= today) if ahead else (lambda each: each <= today)
    for step in range(9):
        year = today.year + (step if ahead else -step)
        if day <= monthrange(year, number + 1)[1] and near(date(year, number + 1, day)):
            return date(year, number + 1, day)
    return None


def _named(text: str, names: tuple[str, ...]) -> int | None:
    """Which of the names begins so."""
    if len(text) < FEWEST:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(text)), None)
