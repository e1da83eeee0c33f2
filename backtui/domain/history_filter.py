"""'pelvic last month' as exercises and days."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from backtui.domain.weekday import MONDAY, WeekStart, week_of
from backtui.domain.written.day_words import day_meant

EXAMPLES = "an exercise's letters, 2026, 2026-03, last month, since 2026-03-01"
MOST_BACK = 1200  # weeks, months or years in "last 6 months"
DAY = timedelta(days=1)


class SoughtError(ValueError):
    """The words cannot be understood; its text is one sentence."""


class Sought(msgspec.Struct, frozen=True):
    """Which exercises (None: all) from which day to which, both included; `text` is how it was said."""

    text: str = ""
    exercises: frozenset[str] | None = None
    since: date | None = None
    until: date | None = None

    def within(self, since: date | None, until: date | None) -> "Sought":
        """The same for a narrower time."""
        firsts = [each for each in (self.since, since) if each is not None]
        lasts = [each for each in (self.until, until) if each is not None]
        return Sought(self.text, self.exercises, max(firsts, default=None), min(lasts, default=None))


ALL = Sought()


def seek(text: str, names: Mapping[str, str], today: date, starts: WeekStart = MONDAY) -> Sought:
    """What the words ask for; `names` has each exercise's name by its id. Raises SoughtError."""
    words = text.casefold().split()
    found = Sought(" ".join(text.split()))
    letters: list[str] = []
    while words:
        taken, since, until = _time(words, today, starts)
        if taken:
            found = found.within(since, until)
        else:
            letters.append(words[0])
        words = words[max(1, taken) :]
    if not letters:
        return found
    asked = " ".join(letters)
    fits = frozenset(key for key, name in names.items() if asked in key or asked in name.casefold())
    if not fits:
        raise SoughtError(f"“{asked[:20]}” is neither an exercise nor a time such as 2026-03 or last month.")
    return Sought(found.text, fits, found.since, found.until)


def _time(words: list[str], today: date, starts: WeekStart) -> tuple[int, date | None, date | None]:
    """How many of the first words say a time, and from which day to which it goes; 0 where none does."""
    word, after = words[0], words[1] if len(words) > 1 else ""
    if word in ("since", "from", "until", "to"):
        meant = day_meant(after, today)
        period = (meant, meant) if meant else _period(after, today)
        if period is None:
            raise SoughtError(f"Write a day, month or year after “{word}”, like {word} 2026-03-01.")
        return (2, period[0], None) if word in ("since", "from") else (2, None, period[1])
    if word in ("this", "last") and after in ("week", "month", "year"):
        first = _begin(after, today, starts)
        if word == "this":
            return 2, first, today
        return 2, _begin(after, first - DAY, starts), first - DAY
    if word == "last" and after.isascii() and after.isdigit() and len(words) > 2:
        return (3, _back(int(after[:5]), words[2], today), today) if _unit(words[2]) else (0, None, None)
    period = _period(word, today)
    return (1, *period) if period else (0, None, None)


def _period(word: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of 2026, 2026-03, 2026-03-01, today or yesterday; None for other words."""
    if word in ("today", "yesterday"):
        day = today if word == "today" else today - DAY
        return day, day
    said = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", word, re.ASCII)
    if said is None:
        return None
    year, month, day_of = (int(part) if part else None for part in said.groups())
    try:
        first = date(year or 0, month or 1, day_of or 1)
        if day_of:
            return first, first
        if month:
            return first, first.replace(day=_days_in(first.year, first.month))
        return first, date(first.year, 12, 31)
    except ValueError as error:
        raise SoughtError(f"There is no day, month or year {word}.") from error


def _begin(unit: str, day: date, starts: WeekStart) -> date:
    """The first day of the week, month or year that `day` is in."""
    if unit == "week":
        return week_of(day, starts)
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _unit(word: str) -> str:
    """day, week, month or year, also said as many; empty for other words."""
    unit = word.removesuffix("s")
    return unit if unit in ("day", "week", "month", "year") else ""


def _back(count: int, word: str, today: date) -> date:
    """So many days, weeks, months or years before today."""
    unit, count = _unit(word), min(count, MOST_BACK)
    if unit in ("day", "week"):
        return max(date.min, today - count * (DAY if unit == "day" else 7 * DAY))
    months = today.year * 12 + today.month - 1 - count * (1 if unit == "month" else 12)
    if months < 12:
        return date.min
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    """How many days a month has."""
    from calendar import monthrange  # slow to import, and only needed for a filter of months

    return monthrange(year, month)[1]
