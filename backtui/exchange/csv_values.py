"""What a cell of a table from elsewhere says: days, times, durations and numbers as apps write them."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, time, timedelta, timezone

from backtui.domain.check import YEARS
from backtui.domain.text import clock_time, harmless

DAY = timedelta(days=1)
CELL_LIMIT = 2000  # characters of a cell that are looked at
SHOWN = 30  # of a wrong one in a sentence
MONTHS = {
    **dict.fromkeys(("jan", "ene", "gen"), 1),
    **dict.fromkeys(("feb", "fev"), 2),
    **dict.fromkeys(("mar", "mrz", "mrt", "maa"), 3),
    **dict.fromkeys(("apr", "abr", "avr"), 4),
    **dict.fromkeys(("may", "mai", "mei", "mag"), 5),
    **dict.fromkeys(("jun", "juin", "giu"), 6),
    **dict.fromkeys(("jul", "juil", "lug"), 7),
    **dict.fromkeys(("aug", "ago", "aou"), 8),
    **dict.fromkeys(("sep", "set"), 9),
    **dict.fromkeys(("oct", "okt", "out", "ott"), 10),
    "nov": 11,
    **dict.fromkeys(("dec", "dez", "dic"), 12),
}
YEAR_FIRST = re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})", re.ASCII)
DAY_FIRST = re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})", re.ASCII)
SLASHED = re.compile(r"(?P<a>\d{1,2})([/-])(?P<b>\d{1,2})\2(?P<y>\d{4})", re.ASCII)
NAMED = (
    re.compile(r"(?P<d>\d{1,2})\.? +(?:de +)?(?P<name>[^\W\d_]+)\.?,? +(?:de +)?(?P<y>\d{4})"),
    re.compile(r"(?P<name>[^\W\d_]+)\.? +(?P<d>\d{1,2}),? +(?P<y>\d{4})"),
)
ZONE = re.compile(r"(?:\.\d+)?(?P<zone>Z|[+-]\d\d:?\d\d)?$")
OFFSET = re.compile(r"Z|UTC|(?:UTC)?(?P<sign>[+-])(?P<h>\d\d):?(?P<m>\d\d)", re.ASCII)
HALVED = re.compile(r"(?P<h>\d{1,2})(?P<rest>:\d\d(?::\d\d)?) ?(?P<half>[ap])\.?m\.?", re.ASCII)
PARTS = re.compile(r"(?:(?P<h>\d+) ?h[a-z]*)? ?(?:(?P<m>\d+) ?m[a-z]*)? ?(?:(?P<s>\d+) ?s[a-z]*)?", re.ASCII)
CLOCKED = re.compile(r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,3}):(?P<s>\d\d)(?:\.\d+)?", re.ASCII)
NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,9})?", re.ASCII)
RUNS = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "｜", "％")
STEERING = ("\t", "\r", "\n")  # before anything
UNSEEN = ("Z", "C", "M")  # the first letter of the Unicode categories of what may stand before unseen


class NotUnderstood(ValueError):  # noqa: N818 a name says what is the case
    """A row that cannot be read; the text is half a sentence about what is wrong in it."""


def shown(text: str) -> str:
    """A wrong cell as a sentence shows it."""
    return ascii(text[:SHOWN])


def plain(cell: str) -> str:
    """A cell without the blanks around it, and without the apostrophe that keeps a formula from being run."""
    text = (
        unicodedata.normalize("NFC", cell[:CELL_LIMIT]).replace("\u202f", " ").replace("\u00a0", " ").strip()
    )
    return text[1:] if text[:1] == "'" and runs(text[1:]) else text


def runs(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula, also behind what is not seen."""
    if text.startswith(STEERING):
        return True
    seen = next((n for n, each in enumerate(text) if unicodedata.category(each)[0] not in UNSEEN), len(text))
    return text.startswith(RUNS, seen)


def sentence(text: str, limit: int) -> str:
    """A text on one line, cut where it is long, with nothing that steers a terminal."""
    return "".join(filter(harmless, " ".join(text.split())))[:limit].strip()


def number(text: str) -> float | None:
    """A number with a point or a comma; None for an empty cell. Raises NotUnderstood."""
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise NotUnderstood(f"{shown(text)} is not a number")
    return float(text.replace(",", "."))


def whole(text: str) -> int | None:
    """A whole number, also as 5.0; None for an empty cell. Raises NotUnderstood."""
    found = number(text)
    if found is not None and found != int(found):
        raise NotUnderstood(f"{shown(text)} is not a whole number")
    return None if found is None else int(found)


def duration(text: str) -> float | None:
    """Seconds of 90, 1:30, 0:01:30, 45m or 1h 5m; None for an empty cell. Raises NotUnderstood."""
    if not text or NUMBER.fullmatch(text):
        return number(text)
    found = CLOCKED.fullmatch(text) or PARTS.fullmatch(text.lower())
    if not found:
        raise NotUnderstood(f"{shown(text)} is not a duration; write seconds, or 1:30")
    hours, minutes, seconds = (int(found[part] or 0) for part in "hms")
    return float(hours * 3600 + minutes * 60 + seconds)


def yes(text: str) -> bool:
    """Whether a cell says yes; an empty one and 0 do not. Raises NotUnderstood."""
    word = text.lower()
    if word in ("", "0", "no", "n", "false"):
        return False
    if word in ("1", "yes", "y", "true", "x"):
        return True
    raise NotUnderstood(f"{shown(text)} is neither yes nor no")


class Dates:
    """Reads the days of one table; whether 3/4/2026 is of March or April its other rows tell."""

    def __init__(self, cells: Iterable[str]) -> None:
        found = [match for cell in cells if (match := SLASHED.match(plain(cell)))]
        self._day_leads = any(int(match["a"]) > 12 for match in found)
        self._month_leads = any(int(match["b"]) > 12 for match in found)

    def moment(self, cell: str) -> tuple[date, time | None]:
        """The day and, where it is said, the time. Raises NotUnderstood."""
        for pattern in (YEAR_FIRST, DAY_FIRST, SLASHED, *NAMED):
            if match := pattern.match(cell):
                day = self._day(match, cell)
                rest = cell[match.end() :].strip(" ,T")
                return day, time_of(rest) if rest else None
        raise NotUnderstood(
            f"{shown(cell)} is not a day; write it like 2026-03-01" if cell else "the day is missing"
        )

    def _day(self, match: re.Match[str], cell: str) -> date:
        parts = match.groupdict()
        if "a" in parts:
            if self._day_leads == self._month_leads:
                raise NotUnderstood(f"{shown(cell)} may mean two days; write it like 2026-03-01")
            parts["d"], parts["m"] = (parts["a"], parts["b"]) if self._day_leads else (parts["b"], parts["a"])
        month = int(parts["m"]) if "m" in parts else month_of(parts["name"])
        try:
            day = date(int(parts["y"]), month, int(parts["d"]))
        except ValueError:
            raise NotUnderstood(f"{shown(cell)} is not a day of the calendar") from None
        if day.year not in YEARS:
            raise NotUnderstood(f"the year of {shown(cell)} is out of range")
        return day


def month_of(name: str) -> int:
    """The month of a name, whole or cut, in some languages; 0 for none."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return MONTHS.get(bare[:4]) or MONTHS.get(bare[:3], 0)


def time_of(cell: str) -> time:
    """A time as 7:30, 07:30:15 or 5:29 PM, with its offset where it says one. Raises NotUnderstood."""
    text = cell
    if match := HALVED.fullmatch(cell.lower()):
        hour = int(match["h"]) % 12 + (12 if match["half"] == "p" else 0)
        text = f"{hour if int(match['h']) <= 12 else 99}{match['rest']}"
    found = clock_time(ZONE.sub("", text))
    if found is None:
        raise NotUnderstood(f"{shown(cell)} is not a time; write it like 07:30")
    zone = ZONE.search(text)
    return found.replace(tzinfo=offset_of(zone["zone"] or "") if zone else None)


def offset_of(text: str) -> timezone | None:
    """An offset from UTC as +01:00, UTC+01:00 or Z; None for an empty cell. Raises NotUnderstood."""
    if not text:
        return None
    found = OFFSET.fullmatch(text)
    if not found:
        raise NotUnderstood(f"{shown(text)} is not an offset; write it like UTC+01:00")
    hours, minutes = int(found["h"] or 0), int(found["m"] or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if found["sign"] == "-" else 1)
    if abs(offset) >= DAY:
        raise NotUnderstood(f"{shown(text)} is more than a day")
    return timezone(offset)
