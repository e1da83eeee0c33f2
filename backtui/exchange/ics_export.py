"""Reminders for a calendar."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import msgspec

FOLD_OCTETS = 75
SINCE = datetime(2020, 1, 1, tzinfo=UTC)
CRLF = "\r\n"
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Reminder(msgspec.Struct, frozen=True):
    """An event to come: its day, `kind` ("back" or "aerobic"), what it says, and its length in minutes.

    `own` is its beginning where it has a time of its own; `number` counts the events of a kind on a day.
    """

    day: date
    kind: str
    words: str
    minutes: int
    own: datetime | None = None
    number: int = 1

    def starts(self, at: time) -> datetime:
        """Its beginning in local time, without a zone."""
        return self.own or datetime.combine(self.day, at)

    @property
    def name(self) -> str:
        """What tells it from all others of the same calendar."""
        return f"{self.day.isoformat()}-{self.kind}{f'-{self.number}' if self.number > 1 else ''}"


def calendar(reminders: Iterable[Reminder], at: time, now: datetime, version: str) -> str:
    """The file's text; every event rings as it begins, `at` this time or its own. `now` is aware."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//backtui//backtui {text(version)}//EN"]
    lines += ["CALSCALE:GREGORIAN", "X-WR-CALNAME:backtui"]
    for each in reminders:
        lines += _event(each, at, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}{CRLF}" for line in lines for part in folded(line))


def _event(each: Reminder, at: time, now: datetime) -> list[str]:
    starts, stamp = each.starts(at), f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    ends = starts + timedelta(minutes=each.minutes)
    return [
        "BEGIN:VEVENT",
        f"UID:{each.name}@backtui",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{max(0, int((now - SINCE).total_seconds() // 60))}",
        f"DTSTART:{starts:%Y%m%dT%H%M%S}",
        f"DTEND:{ends:%Y%m%dT%H%M%S}",
        f"SUMMARY:{text(each.words)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{text(each.words)}",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
    ]


def text(words: str) -> str:
    """Words as a value of type TEXT: what would end or part it is escaped, and nothing in it steers."""
    lines = words.replace("\r\n", "\n")
    return "".join(each for each in lines if each in "\n\t" or _is_printed(each)).translate(ESCAPED)


def _is_printed(letter: str) -> bool:
    return letter >= " " and letter != "\x7f"


def folded(line: str) -> Iterator[str]:
    """A line in parts of 75 octets at most, those after the first behind a blank; no letter is parted."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > FOLD_OCTETS:
            yield part
            part = " "
        part += letter
    yield part
