"""A table from elsewhere: its text, its headings, its rows, believing nothing."""

import csv
from collections.abc import Iterator
from pathlib import Path

import msgspec

from backtui.exchange.csv_formats import FORMATS, Format, TableRow
from backtui.exchange.csv_values import Dates, NotUnderstood, plain
from backtui.exchange.json_import import ImportRefused, bytes_of

MOST_MB_OF_A_TABLE = 32
MOST_ROWS = 200_000
MOST_COLUMNS = 200
DELIMITERS = (",", ";", "\t", "|")
DATED = (
    *("day", "date", "time", "started", "start", "start_time"),
    *("logged", "told", "ended", "end_time"),
)  # the headings with days below them
UNDERSTOOD = (
    "its headings fit no table that backtui reads: its own (day, exercise, repetition,"
    " seconds …, or day, what, minutes), or an export of Strong, Hevy or FitNotes;"
    " docs/import.md shows each"
)
OWN_SESSIONS = frozenset({"exercises_done", "minutes_taken", "next_morning"})  # headings of no other table
SESSIONS = "it is backtui's own table of sessions, which come back with repetitions.csv; import that one"


class Trouble(msgspec.Struct, frozen=True):
    """A row that was left out, by its line in the file, and half a sentence why."""

    line: int
    why: str


class TableRead(msgspec.Struct, frozen=True):
    """What a table says, and the rows of it that say nothing that can be used."""

    format: str
    rows: tuple[TableRow, ...]
    troubles: tuple[Trouble, ...] = ()


def read_table(path: Path) -> TableRead:
    """The table in a file. Raises ImportRefused, or OSError."""
    return table_of(decoded(bytes_of(path, MOST_MB_OF_A_TABLE)))


def decoded(data: bytes) -> str:
    """The text of a file as spreadsheets save it: UTF-8, UTF-16 with its mark, or that of Windows."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise ImportRefused("it is not text; save it as CSV in UTF-8")


def table_of(text: str) -> TableRead:
    """The table in a text. Raises ImportRefused for headings that are not known, or what is no table."""
    if not text.strip():
        raise ImportRefused("it is empty")
    for delimiter in DELIMITERS:
        lines = _lines(text, delimiter)
        heading = next(lines, (0, []))[1]
        if [cell.lower() for cell in heading[:1]] == [f"sep={delimiter}"] or heading[:1] == ["sep="]:
            heading = next(lines, (0, []))[1]
        names = [" ".join(cell.lower().split()) for cell in heading]
        known = next((each for each in FORMATS if each.knows(frozenset(names))), None)
        if known is not None:
            return _read(known, names, list(lines))
        if OWN_SESSIONS.issubset(names):
            raise ImportRefused(SESSIONS)
    raise ImportRefused(UNDERSTOOD)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, its cells plain, by the line that it begins in."""
    ended = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader((f"{line}\n" for line in ended.split("\n")), delimiter=delimiter)
    begins = 1
    try:
        for number, cells in enumerate(reader):
            if number > MOST_ROWS:
                raise ImportRefused(f"it has more than {MOST_ROWS} rows; import it in parts")
            if any(cells):
                yield begins, [plain(cell) for cell in cells[:MOST_COLUMNS]]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused(f"line {reader.line_num}: this is not a table ({error})") from None


def _read(known: Format, names: list[str], lines: list[tuple[int, list[str]]]) -> TableRead:
    dated = [place for place, name in enumerate(names) if name in DATED]
    dates = Dates(cells[place] for _, cells in lines for place in dated if place < len(cells))
    rows: list[TableRow] = []
    troubles: list[Trouble] = []
    for line, cells in lines:
        padded = [*cells, *[""] * (len(names) - len(cells))]
        try:
            row = known.read(dict(zip(names, padded, strict=False)), dates, line)
        except NotUnderstood as error:
            troubles.append(Trouble(line, str(error)))
        else:
            rows += [row] if row is not None else []
    return TableRead(known.name, tuple(rows), tuple(troubles))
