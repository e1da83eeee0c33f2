"""Tables for a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from itertools import islice
from typing import Any

import msgspec

from backtui.domain.record import Activity, Pain, SessionRecord
from backtui.exchange.csv_values import runs

LINES = 200  # of a table at once
Cells = Iterable[tuple[Any, ...]]


class Spreadsheet(msgspec.Struct, frozen=True):
    """What the tables are made of; `sessions` oldest first, `names` of exercises by their ids."""

    sessions: tuple[SessionRecord, ...]
    activities: tuple[Activity, ...]
    pains: tuple[Pain, ...]
    names: Mapping[str, str]


class Spelling(msgspec.Struct, frozen=True):
    """How a table is written: for programs, or as a spreadsheet of a locale with this decimal mark opens it.

    For programs a time has its offset. A spreadsheet takes that for a text, so it stands in a column of its
    own; and it takes repetitions of sets, as 10-6-4, for a day.
    """

    for_spreadsheet: bool = False
    decimal: str = "."

    @property
    def delimiter(self) -> str:
        """What parts the cells: where a comma is in numbers, spreadsheets expect a semicolon."""
        return ";" if self.decimal == "," else ","

    @property
    def beginning(self) -> str:
        """What a file begins with: without this mark a spreadsheet takes UTF-8 for something older."""
        return "\ufeff" if self.for_spreadsheet else ""

    def cell(self, value: Any, offset: tzinfo | None = None) -> Any:
        """A value as it may stand in a table: a text that would be run is led by an apostrophe."""
        match value:
            case None:
                return ""
            case bool():
                return int(value)
            case datetime():
                local = value.astimezone(offset)  # so that nothing ends before it began
                return (
                    f"{local:%Y-%m-%d %H:%M:%S}" if self.for_spreadsheet else local.isoformat("T", "seconds")
                )
            case date():
                return value.isoformat()
            case float():
                return str(value).replace(".", self.decimal)
            case tuple():
                return ("+" if self.for_spreadsheet else "-").join(map(str, value))
            case str() if runs(value):
                return f"'{value}"
            case _:
                return value


FOR_PROGRAMS = Spelling()


class RowSpelling:
    """The cells of one row after the other; what stands there as in the row before is not spelled again."""

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self._offset: tzinfo | None = None
        self._values: tuple[Any, ...] = ()
        self._cells: list[Any] = []

    def cells(self, values: tuple[Any, ...], *, heading: bool = False) -> list[Any]:
        """The cells of the next row, in whose times the offset of the first holds for all."""
        first = next((each for each in values if isinstance(each, datetime)), None)
        offset, cell = first.tzinfo if first else None, self._spelling.cell
        if offset is self._offset and len(values) == len(self._values):
            before = zip(values, self._values, self._cells, strict=True)
            self._cells = [was if value is old else cell(value, offset) for value, old, was in before]
        else:
            self._cells = [cell(each, offset) for each in values]
        self._values, self._offset = values, offset
        if not self._spelling.for_spreadsheet:
            return self._cells
        beside = "utc_offset" if heading or not first else f"UTC{first.isoformat('T', 'seconds')[19:]}"
        return [*self._cells, beside]


def sessions(sheet: Spreadsheet) -> Cells:
    """A row for each session."""
    yield (
        *("day", "started", "ended", "routine", "state", "minutes_planned", "minutes_taken", "exercises"),
        *("exercises_done", "repetitions", "pain_before", "pain_after", "next_morning", "flare", "dizzy"),
        *("confirmed", "by_hand", "id"),
    )
    for each in sheet.sessions:
        end = each.ended_at or each.last_at or each.started_at
        done = sum(entry.how == "done" for entry in each.entries)
        yield (
            *(each.day, each.started_at, each.ended_at, each.routine, each.state.value),
            *(each.minutes, round((end - each.started_at).total_seconds() / 60, 1), len(each.entries), done),
            *(sum(len(entry.reps) for entry in each.entries), each.pain_before, each.pain_after),
            *(each.morning, each.flare, each.dizzy, each.alive, each.by_hand, each.id.hex()),
        )


def repetitions(sheet: Spreadsheet) -> Cells:
    """A row for each repetition, what was prescribed beside what was held."""
    yield (
        *("day", "started", "exercise", "name", "side", "repetition", "seconds_held", "seconds_prescribed"),
        *("repetitions_prescribed", "rating", "pain", "eased", "change", "why", "session"),
        *("set", "repetition_in_set", "sets_prescribed", "rest_s", "course"),
        *("ended", "routine", "pain_before", "pain_after", "next_morning"),
    )
    for each in sheet.sessions:
        session = each.id.hex()
        of_session = (each.ended_at, each.routine, each.pain_before, each.pain_after, each.morning)
        for entry in each.entries:
            dose = entry.prescribed
            name, sets = sheet.names.get(entry.exercise, entry.exercise), dose.sets
            rated = (entry.rating.value if entry.rating else None, entry.pain, entry.eased)
            decided = (entry.change, entry.why, session)
            planned = (sets if dose.more else 1, dose.rest_s, entry.course)
            for rep in entry.reps:
                of_set, in_set = dose.set_of(rep.rep)
                yield (
                    *(each.day, each.started_at, entry.exercise, name, rep.side.value, rep.rep),
                    *(round(rep.hold_s, 3) if rep.holds_s else None, dose.hold_s, sets[of_set - 1]),
                    *(*rated, *decided, of_set, in_set, *planned, *of_session),
                )


def aerobic(sheet: Spreadsheet) -> Cells:
    """A row for each activity."""
    yield ("day", "activity", "minutes", "logged")
    for each in sheet.activities:
        yield (each.day, each.what, each.minutes, each.at)


def pain(sheet: Spreadsheet) -> Cells:
    """A row for each answer about pain."""
    days = {each.id: each.day for each in sheet.sessions}
    yield ("day", "told", "asked", "score", "answer", "session")
    for each in sheet.pains:
        day = each.at.date() if each.session is None else days.get(each.session, each.at.date())
        session = each.session.hex() if each.session else None
        yield (day, each.at, each.asked, each.score, each.answer, session)


TABLES: Mapping[str, Callable[[Spreadsheet], Cells]] = {
    "sessions": sessions,
    "repetitions": repetitions,
    "aerobic": aerobic,
    "pain": pain,
}


def table(name: str, sheet: Spreadsheet, spelling: Spelling = FOR_PROGRAMS) -> Iterator[str]:
    """One of the TABLES, some lines at a time."""
    page = io.StringIO()
    page.write(spelling.beginning)
    writer = csv.writer(page, delimiter=spelling.delimiter, lineterminator="\r\n")
    rows, row = iter(TABLES[name](sheet)), RowSpelling(spelling)
    writer.writerow(row.cells(next(rows), heading=True))
    while some := list(islice(rows, LINES)):
        writer.writerows(map(row.cells, some))
        yield page.getvalue()
        page.seek(0)
        page.truncate()
    yield page.getvalue()
