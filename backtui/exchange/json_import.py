"""Read back, believing nothing."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from backtui.domain.check import HARMLESS, hexadecimal, problem
from backtui.domain.event_json import LogRow, event_problem, known, place_problem, spelled
from backtui.domain.events import NoteWritten
from backtui.domain.fault import Fault
from backtui.domain.moments import DAY_S, EPOCH, SECOND_US, numbers
from backtui.domain.text import harmless
from backtui.exchange.json_export import PROGRAM, SCHEMA
from backtui.machine import files

MOST_MB = 256
DATABASE = b"SQLite format 3\x00"


class ImportRefused(Exception):  # noqa: N818 a name says what is the case
    """A file that cannot be taken in; its text says where and why, without the file's name."""


def bytes_of(path: Path, most_mb: int) -> bytes:
    """What is in a file of at most so many megabytes. Raises ImportRefused, or OSError."""
    try:
        data = files.bytes_of(path, most_mb * 1_000_000 + 1)
    except files.NotAFileError as error:
        raise ImportRefused("it is not a file") from error
    if len(data) > most_mb * 1_000_000:
        raise ImportRefused(f"it is larger than {most_mb} MB")
    if data.startswith(DATABASE):
        raise ImportRefused(f"it is a database; merge it with `backtui merge {path.name}`")
    return data


def text_of(path: Path) -> str:
    """The UTF-8 text of a file of at most 256 MB. Raises ImportRefused, or OSError."""
    data = bytes_of(path, MOST_MB)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(f"it is not UTF-8 text (byte {error.start + 1})") from None


LOOKED_AT = 1_000_000  # characters, to say about how many lines there are
LINES = 65_536  # characters of events that are read at once
WINDOWS = (8_192, 262_144)  # characters that one value may have: nearly always the first is enough
BLANKS = " \t\n\r"
BLANK = re.compile(f"[{BLANKS}]*")
MOST_EVENTS = 2_000_000
MOST_NAMES = 100  # of the document itself
MOST_OF_A_NOTE = 10_000  # characters
WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d(:\d\d)?", re.ASCII)
LOCAL = 26  # characters of such a time before its offset
LOCAL_EPOCH = EPOCH.replace(tzinfo=None)
MOST = 1 << 53


def _note(value: Any) -> Fault | None:
    """The text of a note, none of whose characters steers a terminal; or nothing."""
    sound = value is None or (isinstance(value, str) and len(value) <= MOST_OF_A_NOTE and harmless(value))
    return None if sound else Fault("is not the text of a note")


Sixteen = Annotated[str, hexadecimal(16, 16)]
ThirtyTwo = Annotated[str, hexadecimal(32, 32)]
Words = Annotated[str, Meta(min_length=1, max_length=40, pattern=HARMLESS)]


class Envelope(msgspec.Struct):
    """An event as the document has it."""

    id: Sixteen
    device: Sixteen
    counter: Annotated[int, Meta(ge=1, le=MOST)]
    session: Sixteen | None
    wall: Words
    offset_s: Annotated[int, Meta(ge=-86_399, le=86_399)]
    mono_ms: Annotated[int, Meta(ge=0, le=MOST)] | None
    kind: Words
    body: dict[str, Any]
    digest: ThirtyTwo
    text: Annotated[Any, _note] = None


class ImportedEvent(LogRow, frozen=True):
    """An event of the document, and its note's text."""

    text: str | None = None


class PlainEnvelope(msgspec.Struct, forbid_unknown_fields=True):
    """The same as it nearly always is: no further keys, and its body as the document spells it."""

    id: str
    device: str
    counter: Annotated[int, Meta(ge=1, le=MOST)]
    session: str | None
    wall: str
    offset_s: int
    mono_ms: int | None
    kind: str
    body: msgspec.Raw
    digest: str
    text: str | None = None

    def event(self, number: int) -> ImportedEvent:
        """The event of that number. Raises ValueError where it is not sound, without saying why."""
        digits, session = self.id + self.digest, self.session
        body, both = known(self.kind, str(self.body, "utf-8")), bytes.fromhex(digits)
        row = ImportedEvent(
            number, both[:16], _sixteen(self.device), self.counter,
            None if session is None else _sixteen(session), self._wall_us(), self.offset_s,
            self.mono_ms, self.kind, body.respelled, both[16:], self.text,
        )  # fmt: skip
        sound = (
            len(self.id) == 32 and len(both) == 48 and both.hex() == digits
            and not place_problem(row) and not body.problem
            and (row.text is None or (row.kind == NoteWritten.kind and not _note(row.text)))
        )  # fmt: skip
        if not sound:
            raise ValueError(number)
        return row

    def _wall_us(self) -> int:
        """Microseconds since 1970, counted without the offset, which is quicker. Raises ValueError."""
        wall = self.wall
        if not WALL.fullmatch(wall) or _offset_s(wall[LOCAL:]) != self.offset_s:
            raise ValueError(wall)
        since = datetime.fromisoformat(wall[:LOCAL]) - LOCAL_EPOCH
        return ((since.days * DAY_S + since.seconds) - self.offset_s) * SECOND_US + since.microseconds


@lru_cache
def _offset_s(offset: str) -> int:
    """Seconds from UTC of an offset such as +01:00. Raises ValueError."""
    return numbers(datetime.fromisoformat(f"1970-01-02T00:00:00{offset}"))[1]


@lru_cache
def _sixteen(digits: str) -> bytes:
    """Sixteen bytes of their small hexadecimal digits. Raises ValueError."""
    found = bytes.fromhex(digits)
    if len(digits) != 32 or found.hex() != digits:
        raise ValueError(digits)
    return found


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


class DocumentReading:
    """Goes through a document's text once; `at` is the character that it has come to."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._plain = msgspec.json.Decoder(list[PlainEnvelope]).decode
        self._tried = 0  # the text up to here is not plain
        self._decode: Callable[[str], tuple[Any, int]] = json.JSONDecoder(
            parse_constant=_no_constant
        ).raw_decode

    def refused(self, why: str) -> ImportRefused:
        """The error for the place that was come to."""
        return ImportRefused(f"line {self.text.count(chr(10), 0, self.at) + 1}: {why}")

    def peek(self) -> str:
        """The next character that is not blank, not gone past; empty at the end."""
        found = self.text[self.at : self.at + 1]
        if found in BLANKS and found:
            blank = BLANK.match(self.text, self.at)
            assert blank  # as it matches nothing too
            self.at = blank.end()
            found = self.text[self.at : self.at + 1]
        return found

    def next(self, *wanted: str) -> str:
        """The next character that is not blank, gone past, which must be one of these."""
        found = self.peek()
        if found not in wanted:
            shown = f"{found!a}" if found else "the end of the file"
            raise self.refused(f"{' or '.join(wanted)} was expected, but {shown} was found")
        self.at += 1
        return found

    def value(self) -> Any:
        """The next value, which may not be long."""
        self.peek()
        said = ""
        for window in WINDOWS:
            try:
                value, length = self._decode(self.text[self.at : self.at + window])
            except RecursionError:
                raise self.refused("something is nested too deeply") from None
            except ValueError as error:
                said = getattr(error, "msg", str(error))
                continue
            self.at += length
            return value
        raise self.refused(f"this is not JSON, or one value is too long ({said[:80]})")

    def plain(self, number: int) -> list[ImportedEvent]:
        """The next events where all of some lines are sound ones, a line each; else nothing."""
        if self.at < self._tried:
            return []
        self.peek()
        self._tried = self.at + LINES
        most = self._tried + WINDOWS[0]
        end = self.text.find("},\n", self._tried, most)
        if end < 0:
            end = self.text.rfind("}\n]", self.at, most)
        if end < 0:
            return []
        try:
            read = self._plain(f"[{self.text[self.at : end + 1]}]")
            found = [each.event(n) for n, each in enumerate(read, number)]
        except (ValueError, TypeError, OverflowError, RecursionError):
            return []
        self.at = end + 1
        return found

    def key(self) -> str:
        """The next name of an object, and its colon."""
        name = self.value()
        if not isinstance(name, str):
            raise self.refused("a name in quotation marks was expected")
        self.next(":")
        return name


def events_of(document: str) -> Iterator[ImportedEvent]:
    """The events of a document one by one, each sound in itself. Raises ImportRefused, at the end too."""
    reading = DocumentReading(document)
    reading.next("{")
    head: dict[str, Any] = {}
    while True:
        key = reading.key()
        _check_name(reading, key, head)
        if key == "events":
            head[key] = True
            yield from _events(reading)
        else:
            head[key] = reading.value()
            _check_head(reading, key, head[key])
        if reading.next(",", "}") == "}":
            break
    for key in ("schema", "program", "events"):
        if key not in head:
            raise reading.refused(f"{key!a} is missing; this is not an export of backtui, or it is cut short")
    if document[reading.at :].strip():
        raise reading.refused("there is something after the document")


def _check_name(reading: DocumentReading, key: str, head: Mapping[str, Any]) -> None:
    if key in head:
        raise reading.refused(f"{key[:40]!a} is there twice")
    if len(head) == MOST_NAMES:
        raise reading.refused(f"there are more than {MOST_NAMES} names beside the events")


def _check_head(reading: DocumentReading, key: str, value: Any) -> None:
    if key == "schema" and (type(value) is not int or value < 1):
        raise reading.refused("the schema must be a whole number")
    if key == "schema" and value > SCHEMA:
        raise reading.refused(f"it was written by a newer backtui (schema {value}); update backtui")
    if key == "program" and value != PROGRAM:
        raise reading.refused("this is not an export of backtui")


def _events(reading: DocumentReading) -> Iterator[ImportedEvent]:
    reading.next("[")
    number = 1
    if reading.peek() == "]":
        reading.next("]")
        return
    while True:
        found = reading.plain(number) or [_imported(reading, number, reading.value())]
        number += len(found)
        if number > MOST_EVENTS + 1:
            raise reading.refused(f"there are more than {MOST_EVENTS} events")
        yield from found
        if reading.next(",", "]") == "]":
            return


def _imported(reading: DocumentReading, number: int, said: Any) -> ImportedEvent:
    def refused(why: str) -> ImportRefused:
        return reading.refused(f"event {number}: {why}")

    if wrong := problem(said, Envelope):
        raise refused(f"it {wrong}")
    found = msgspec.convert(said, Envelope)
    wall = _wall(found.wall, found.offset_s)
    if wall is None:
        raise refused("its wall must be a time like 2026-03-02T07:00:00.000000+01:00, with that offset_s")
    row = ImportedEvent(
        *(number, bytes.fromhex(found.id), bytes.fromhex(found.device), found.counter),
        *(None if found.session is None else bytes.fromhex(found.session), *numbers(wall), found.mono_ms),
        *(found.kind, _body(found.body), bytes.fromhex(found.digest), found.text),
    )
    if wrong := event_problem(row, found.body):
        raise refused(wrong)
    if row.text is not None and row.kind != NoteWritten.kind:
        raise refused("it has a text but is not a note")
    return row


def _body(found: dict[str, Any]) -> str:
    """A body as the log spells it; empty where a number in it is beyond all bounds, which is refused then."""
    with suppress(ValueError):
        return spelled(found)
    return ""


def _wall(spelled: str, offset_s: int) -> datetime | None:
    try:
        wall = datetime.fromisoformat(spelled) if WALL.fullmatch(spelled) else None
    except ValueError:
        return None
    offset = wall.utcoffset() if wall else None
    return wall if offset is not None and offset.total_seconds() == offset_s else None


class Document:
    """A document as another log: its events, and the notes' texts once they were read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._texts: dict[bytes, str] = {}

    def rows(self) -> Iterator[ImportedEvent]:
        """Its events in its order. Raises ImportRefused."""
        for each in events_of(self._text):
            if each.text is not None:
                self._texts[each.id] = each.text
            yield each

    def until_unreadable(self, left: list[str]) -> "Document":
        """The same, which ends before the first thing that cannot be read; that is named in `left`."""
        return DocumentBeginning(self._text, left)

    def texts(self) -> Mapping[bytes, str]:
        """The notes' texts by their events' ids."""
        return self._texts

    def count(self) -> int:
        """About how many events it has: a line each, where no other program has laid it out anew."""
        length = len(self._text)
        return self._text.count("\n", 0, LOOKED_AT) * max(length, LOOKED_AT) // LOOKED_AT


class DocumentBeginning(Document):
    """A document as far as it can be read."""

    def __init__(self, text: str, left: list[str]) -> None:
        super().__init__(text)
        self._left = left

    def rows(self) -> Iterator[ImportedEvent]:
        """Its events, until one cannot be read."""
        try:
            yield from super().rows()
        except ImportRefused as error:
            self._left.append(f"everything from here on: {error}")
