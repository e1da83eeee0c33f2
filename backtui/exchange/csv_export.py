"""Tables for a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from backtui.domain.record import Activity, Pain, SessionRecord
from backtui.exchange.csv_values import runs

Cells = Iterable[tuple[Any, ...]]


class Spreadsheet(msgspec.Struct, frozen=True):
    """What the tables are made of; `sessions` oldest first, `names` of exercises by their ids."""

    sessions: tuple[SessionRecord, ...]
    activities: tuple[Activity, ...]
    pains: tuple[Pain, ...]
    names: Mapping[str, str]


def moment(at: datetime | None) -> str:
    """A moment as a spreadsheet reads it: local, to the second, without its offset."""
    return at.replace(tzinfo=None).isoformat(timespec="seconds") if at else ""


def sessions(sheet: Spreadsheet) -> Cells:
    """A row for each session."""
    yield (
        *("day", "started", "ended", "routine", "state", "minutes_planned", "minutes_taken", "exercises"),
        *("exercises_done", "repetitions", "pain_before", "pain_after", "next_morning", "flare", "dizzy"),
        *("confirmed", "by_hand", "id"),
    )
    for each in sheet.sessions:
        end = each.ended_at or each.last_at or each.started_at
        ended = each.ended_at and each.ended_at.astimezone(each.started_at.tzinfo)  # never before it began
        done = sum(entry.how == "done" for entry in each.entries)
        yield (
            *(each.day, moment(each.started_at), moment(ended), each.routine, each.state.value),
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
    )
    for each in sheet.sessions:
        for entry in each.entries:
            dose = entry.prescribed
            for rep in entry.reps:
                of_set, in_set = dose.set_of(rep.rep)
                yield (
                    *(each.day, moment(each.started_at), entry.exercise),
                    *(sheet.names.get(entry.exercise, entry.exercise), rep.side.value, rep.rep),
                    *(round(rep.hold_s, 3) if rep.holds_s else None, dose.hold_s, dose.sets[of_set - 1]),
                    *(entry.rating.value if entry.rating else None, entry.pain, entry.eased),
                    *(entry.change, entry.why, each.id.hex(), of_set, in_set),
                    *("-".join(map(str, dose.sets)) if dose.more else 1, dose.rest_s, entry.course),
                )


def aerobic(sheet: Spreadsheet) -> Cells:
    """A row for each activity."""
    yield ("day", "activity", "minutes", "logged")
    for each in sheet.activities:
        yield (each.day, each.what, each.minutes, moment(each.at))


def pain(sheet: Spreadsheet) -> Cells:
    """A row for each answer about pain."""
    days = {each.id: each.day for each in sheet.sessions}
    yield ("day", "told", "asked", "score", "answer", "session")
    for each in sheet.pains:
        day = each.at.date() if each.session is None else days.get(each.session, each.at.date())
        session = each.session.hex() if each.session else None
        yield (day, moment(each.at), each.asked, each.score, each.answer, session)


TABLES: Mapping[str, Callable[[Spreadsheet], Cells]] = {
    "sessions": sessions,
    "repetitions": repetitions,
    "aerobic": aerobic,
    "pain": pain,
}


def table(name: str, sheet: Spreadsheet) -> Iterator[str]:
    """One of the TABLES, a line at a time."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    for row in TABLES[name](sheet):
        writer.writerow([cell(value) for value in row])
        yield page.getvalue()
        page.seek(0)
        page.truncate()


def cell(value: Any) -> Any:
    """A value as it may stand in a spreadsheet: a text that would be run is led by an apostrophe."""
    match value:
        case None:
            return ""
        case bool():
            return int(value)
        case date():
            return value.isoformat()
        case str() if runs(value):
            return f"'{value}"
        case _:
            return value
