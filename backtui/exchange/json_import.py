"""Read back, believing nothing."""

import json
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import NoneType
from typing import Any

import msgspec

from backtui.domain.event_json import LogRow, as_json, event_problem
from backtui.domain.events import NoteWritten
from backtui.domain.shapes import Shape, harmless, hex_of, null_or, of, text, whole
from backtui.exchange.json_export import PROGRAM, SCHEMA
from backtui.machine.clock import YEARS

MOST_MB = 256
DATABASE = b"SQLite format 3\x00"


class ImportRefused(Exception):  # noqa: N818 a name says what is the case
    """A file that cannot be taken in; its text says where and why, without the file's name."""


def text_of(path: Path) -> str:
    """The UTF-8 text of a file of at most 256 MB. Raises ImportRefused, or OSError."""
    with path.open("rb") as file:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ImportRefused("it is not a file")
        data = file.read(MOST_MB * 1_000_000 + 1)
    if len(data) > MOST_MB * 1_000_000:
        raise ImportRefused(f"it is larger than {MOST_MB} MB")
    if data.startswith(DATABASE):
        raise ImportRefused(f"it is a database; take it in with `backtui merge {path.name}`")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(f"it is not UTF-8 text (byte {error.start + 1})") from None


WINDOWS = (8_192, 262_144)  # characters that one value may have: nearly always the first is enough
BLANKS = " \t\n\r"
BLANK = re.compile(f"[{BLANKS}]*")
MOST_EVENTS = 2_000_000
WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d(:\d\d)?", re.ASCII)
KEYS = ("id", "device", "counter", "session", "wall", "offset_s", "mono_ms", "kind", "body", "digest")
MOST = 1 << 53
ONE_ID, ONE_DIGEST = (re.compile(f"[0-9a-f]{{{n}}}", re.ASCII).fullmatch for n in (32, 64))
ID, COUNTER = hex_of(16, 16), whole(1, MOST)
ENVELOPE: Shape = of(
    {
        "id": ID, "device": ID, "counter": COUNTER, "session": null_or(ID), "wall": text(40),
        "offset_s": whole(-86_399, 86_399), "mono_ms": null_or(whole(0, MOST)), "kind": text(40),
        "body": lambda value: None if isinstance(value, dict) else "must be an object",
        "digest": hex_of(32, 32),
    },
    {"text": lambda value: None if _note(value) else "is no text of a note"},
)  # fmt: skip


class Told(LogRow, frozen=True):
    """An event as the document tells it, and its note's text."""

    text: str | None = None


def _note(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 10_000 and harmless(value)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


class Reading:
    """Goes through a document's text once; `at` is the character that it has come to."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
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
            raise self.refused(f"{' or '.join(wanted)} was expected, and there is {shown}")
        self.at += 1
        return found

    def value(self) -> Any:
        """The next value, which may not be long."""
        self.peek()
        end = self.text.find("\n", self.at, self.at + WINDOWS[0])
        line = self.text[self.at : max(end, self.at)].rstrip(", \r")
        with suppress(msgspec.DecodeError, UnicodeError, RecursionError):  # a value on one line: sooner read
            value = msgspec.json.decode(line)
            self.at += len(line)
            return value
        said = ""
        for window in WINDOWS:
            try:
                value, length = self._decode(self.text[self.at : self.at + window])
            except RecursionError:
                raise self.refused("something is nested too deep") from None
            except ValueError as error:
                said = getattr(error, "msg", str(error))
                continue
            self.at += length
            return value
        raise self.refused(f"this is not JSON, or one value is too long ({said[:80]})")

    def key(self) -> str:
        """The next name of an object, and its colon."""
        name = self.value()
        if not isinstance(name, str):
            raise self.refused("a name in quotation marks was expected")
        self.next(":")
        return name


def told(document: str) -> Iterator[Told]:
    """The events of a document one by one, each sound in itself. Raises ImportRefused, at the end too."""
    reading = Reading(document)
    reading.next("{")
    head: dict[str, Any] = {}
    while True:
        key = reading.key()
        if key in head:
            raise reading.refused(f"{key[:40]!a} is there twice")
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
            raise reading.refused(f"{key!a} is missing; this is not an export of backtui, or cut short")
    if document[reading.at :].strip():
        raise reading.refused("something stands behind the document")


def _check_head(reading: Reading, key: str, value: Any) -> None:
    if key == "schema" and (type(value) is not int or value < 1):
        raise reading.refused("the schema must be a whole number")
    if key == "schema" and value > SCHEMA:
        raise reading.refused(f"it was written by a newer backtui (schema {value}); update backtui")
    if key == "program" and value != PROGRAM:
        raise reading.refused("this is not an export of backtui")


def _events(reading: Reading) -> Iterator[Told]:
    reading.next("[")
    number = 0
    if reading.peek() == "]":
        reading.next("]")
        return
    while True:
        number += 1
        if number > MOST_EVENTS:
            raise reading.refused(f"there are more than {MOST_EVENTS} events")
        yield _told(reading, number, reading.value())
        if reading.next(",", "]") == "]":
            return


def _told(reading: Reading, number: int, value: Any) -> Told:
    def refused(why: str) -> ImportRefused:
        return reading.refused(f"event {number}: {why}")

    if not _plain(value) and (said := ENVELOPE(value)):
        raise refused(f"it {said}")
    session = None if value["session"] is None else bytes.fromhex(value["session"])
    wall = _wall(value["wall"], value["offset_s"])
    if wall is None:
        raise refused("its wall must be a time like 2026-03-02T07:00:00.000000+01:00, with that offset_s")
    row = Told(
        seq=number,
        device=bytes.fromhex(value["device"]),
        counter=value["counter"],
        digest=bytes.fromhex(value["digest"]),
        id=bytes.fromhex(value["id"]),
        kind=value["kind"],
        wall=wall,
        session=session,
        mono_ms=value["mono_ms"],
        body=as_json(value["body"]),
        text=value.get("text"),
    )
    if problem := event_problem(row, YEARS):
        raise refused(problem)
    if row.text is not None and row.kind != NoteWritten.kind:
        raise refused("it has a text, and is no note")
    return row


def _plain(value: Any) -> bool:
    """Whether an envelope is sound and has no further keys: nearly all are, and this is seen sooner."""
    try:
        ids = (value["id"], value["device"], *([value["session"]] if value["session"] is not None else ()))
        numbers = (value["counter"], value["offset_s"], value["mono_ms"])
        return (
            len(value) == len(KEYS)
            and all(map(ONE_ID, ids))
            and bool(ONE_DIGEST(value["digest"]))
            and [type(each) for each in numbers] in ([int, int, int], [int, int, NoneType])
            and 0 < numbers[0] < MOST
            and abs(numbers[1]) < 86_400
            and 0 <= (numbers[2] or 0) < MOST
            and type(value["wall"]) is type(value["kind"]) is str
            and type(value["body"]) is dict
        )
    except (KeyError, TypeError):
        return False


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

    def rows(self) -> Iterator[Told]:
        """Its events in its order. Raises ImportRefused."""
        for each in told(self._text):
            if each.text is not None:
                self._texts[each.id] = each.text
            yield each

    def texts(self) -> Mapping[bytes, str]:
        """The notes' texts by their events' ids."""
        return self._texts

    def count(self) -> int:
        """About how many events it has: a line each, where no other program has laid it out anew."""
        return self._text.count("\n")
