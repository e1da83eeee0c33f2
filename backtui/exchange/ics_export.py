"""Reminders for a calendar."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

import msgspec

FOLD_OCTETS = 75
SINCE = datetime(2020, 1, 1, tzinfo=UTC)
CRLF = "\r\n"
PRODUCT = "PRODID:-//backtui//backtui"
STATE = "X-BACKTUI-OF:"
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# How often a calendar that reads the file by itself looks again; the second for those that know no RFC 7986.
LOOKED_AT = ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H")


class Reminder(msgspec.Struct, frozen=True):
    """An event of a training day: which of its times (from 1), when it begins, for how long, what it says.

    Times are local and of no zone. It rings as it begins, and once more at each of `again`.
    """

    day: date
    number: int
    starts: datetime
    minutes: int
    words: str
    again: tuple[datetime, ...] = ()

    @property
    def rings_last(self) -> datetime:
        """When it rings for the last time."""
        return max((self.starts, *self.again))

    def uid(self, log: bytes) -> str:
        """What tells it from every other event in the world, and says nothing that may change."""
        return f"{self.day.isoformat()}-{self.number}-{log.hex()}@backtui"


class GivenOut(msgspec.Struct, frozen=True):
    """An event as a calendar has it from a file: its identifier, and when it is over."""

    uid: str
    starts: datetime
    minutes: int
    words: str
    rings_last: datetime


class Edition(msgspec.Struct, frozen=True):
    """Which file it is: when and by which version it was made, of which log, and after how many changes.

    `state`, where a calendar reads it again and again by itself, is what it was made of.
    """

    now: datetime
    version: str
    log: bytes
    sequence: int = 0
    state: str = ""


def minutes_of(now: datetime) -> int:
    """Minutes since 2020, by which later editions are known for later."""
    return max(0, int((now - SINCE).total_seconds() // 60))


def calendar(reminders: Iterable[Reminder], edition: Edition, fallen: Iterable[GivenOut] = ()) -> str:
    """The file's text; `fallen` are events that stand in calendars and are not due any more."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"{PRODUCT} {text(edition.version)}//EN"]
    lines += ["CALSCALE:GREGORIAN", "NAME:backtui", "X-WR-CALNAME:backtui"]
    lines += [*LOOKED_AT, f"{STATE}{text(edition.state)}"] if edition.state else []
    for each in reminders:
        lines += _event(each.uid(edition.log), each, edition, "CONFIRMED", _alarms(each))
    for gone in fallen:
        lines += _event(gone.uid, gone, edition, "CANCELLED", ())
    lines.append("END:VCALENDAR")
    return "".join(f"{part}{CRLF}" for line in lines for part in folded(line))


def is_ours(text: str) -> bool:
    """Whether a file's text is a calendar that was made here."""
    return text.startswith(f"BEGIN:VCALENDAR{CRLF}VERSION:2.0{CRLF}{PRODUCT}")


def is_of(file: str, state: str) -> bool:
    """Whether a file's text was made of that state."""
    return f"{CRLF}{STATE}{text(state)}{CRLF}" in file


def _event(
    uid: str, each: Reminder | GivenOut, edition: Edition, status: str, alarms: Iterable[str]
) -> list[str]:
    stamp = f"{edition.now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    ends = each.starts + timedelta(minutes=each.minutes)
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{edition.sequence}",
        f"STATUS:{status}",
        f"DTSTART:{each.starts:%Y%m%dT%H%M%S}",
        f"DTEND:{ends:%Y%m%dT%H%M%S}",
        f"SUMMARY:{text(each.words)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        *alarms,
        "END:VEVENT",
    ]


def _alarms(each: Reminder) -> Iterator[str]:
    for rings in (each.starts, *each.again):
        after = int((rings - each.starts).total_seconds() // 60)
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{text(each.words)}")
        yield from (f"TRIGGER:{f'PT{after}M' if after else 'PT0S'}", "END:VALARM")


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
