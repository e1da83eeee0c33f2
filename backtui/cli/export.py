"""`export`: the log as JSON, as tables, as a page for a provider, and what is to come as reminders."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from functools import cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from backtui import __version__
from backtui.cli.errors import DONE, FAILED, complain
from backtui.cli.options import day, examples, target_of, time_of_day, whole, wiring_of
from backtui.cli.output import progress, put

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.coach.coach import Coach
    from backtui.domain.progression.prescription import Adjustment
    from backtui.domain.record import SessionRecord
    from backtui.domain.week import ComingDay
    from backtui.exchange.csv_export import Spreadsheet
    from backtui.exchange.ics_export import Reminder
    from backtui.exchange.report import CurrentDose, Remark, Report, TargetLine


WEEKS_BOUNDS = (1, 26)
WEEKS = 8
AT = time(7, 30)
ROUNDED_TO = 5  # minutes: "about" is no more exact than that
SECONDS = 60


ONLY = (  # options that go with some formats only
    ("--of goes", ("table",), ("csv",)),
    ("--since goes", ("since",), ("csv", "html")),
    ("--notes goes", ("notes",), ("html",)),
    ("--at and --weeks go", ("at", "weeks"), ("ics",)),
)
TABLES = ("sessions", "repetitions", "aerobic", "pain")


class ExportRequest(msgspec.Struct, frozen=True):
    """What of the log is to be given out, and how."""

    form: str
    table: str | None
    since: date | None
    notes: bool
    at: time | None
    weeks: int | None


@click.command(
    "export",
    epilog=examples(
        ("backtui export -o log.json", "all of it, for import elsewhere"),
        ("backtui export --format csv -o ~/tables/", "four tables for a spreadsheet"),
        ("backtui export --format csv --of pain", "one of them, on the screen"),
        ("backtui export --format html -o me.html", "one page for a provider"),
        ("backtui export --format ics -o me.ics", "reminders for your calendar"),
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "html", "ics"]),
    default="json",
    show_default=True,
    help="JSON is complete; ics has reminders for the weeks to come.",
)
@click.option("--of", "table", type=click.Choice(TABLES), help="With csv: which table; else sessions.")
@click.option("--since", metavar="DATE", type=day, help="With csv or html: only from this day on.")
@click.option("--notes", is_flag=True, help="With html: the notes too.")
@click.option("--at", metavar="HH:MM", type=time_of_day, help="With ics: when to remind; else 07:30.")
@click.option("--weeks", metavar="N", type=whole, help="With ics: how many weeks, 1 to 26; else 8.")
@click.option("-o", "output", metavar="FILE", help="Write to this file, or csv to this folder.")
@click.pass_context
def export_command(ctx: click.Context, /, output: str | None, **options: Any) -> int:
    """The log for other programs and other people; JSON has all of it, and import reads it back."""
    wiring, wanted = wiring_of(ctx), ExportRequest(**options)
    for names, given, forms in ONLY:
        if any(getattr(wanted, each) not in (None, False) for each in given) and wanted.form not in forms:
            raise click.UsageError(f"{names} with --format {' or '.join(forms)}")
    if output is None or output == "-":
        put("".join(_pieces(wiring, wanted)))
    elif wanted.form == "csv" and (output.endswith("/") or os.path.isdir(os.path.expanduser(output))):
        _write_tables(wiring, wanted, output)
    else:
        _write(target_of(wiring, output, "-o"), _pieces(wiring, wanted))
    return _unsound(wiring)


def _unsound(wiring: "Wiring") -> int:
    """Say where what was exported is not what was written."""
    from backtui.store.errors import StoreDamaged

    try:
        with wiring.reading() as coach:
            coach.reading.log.refuse_broken()
    except StoreDamaged as error:
        complain(f"{error} What was exported has the change in it.")
        return FAILED
    return DONE


def _pieces(wiring: "Wiring", wanted: ExportRequest) -> Iterator[str]:
    match wanted.form:
        case "csv":
            from backtui.exchange.csv_export import table

            return table(wanted.table or TABLES[0], _spreadsheet(wiring, wanted.since))
        case "html":
            return html(wiring, wanted.since, wanted.notes)
        case "ics":
            return iter([reminders(wiring, wanted.at, wanted.weeks)])
        case _:
            return _json(wiring)


def _write_tables(wiring: "Wiring", wanted: ExportRequest, folder: str) -> None:
    """Write the tables into a folder, which is made where it is missing."""
    from backtui.exchange.csv_export import table
    from backtui.machine.files import make_folder

    place = Path(os.path.expanduser(folder)).absolute()
    if not place.parent.is_dir():
        raise click.UsageError(f"-o {folder}: there is no folder {place.parent}")
    if place.exists() and not place.is_dir():
        raise click.UsageError(f"-o {folder} is not a folder")
    make_folder(place)
    names = [wanted.table] if wanted.table else TABLES
    targets = {name: target_of(wiring, os.path.join(folder, f"{name}.csv"), "-o") for name in names}
    tables = _spreadsheet(wiring, wanted.since)
    for name, target in targets.items():
        _write(target, table(name, tables))


def _write(target: Path, pieces: Iterable[str]) -> None:
    from backtui.machine.files import write_private

    try:
        write_private(target, "".join(pieces).encode("utf-8", "replace"))
    except OSError as error:
        raise OSError(error.errno, f"It cannot be written ({error.strerror})", str(target)) from error


def _spreadsheet(wiring: "Wiring", since: date | None) -> "Spreadsheet":
    """What the tables are made of."""
    from backtui.exchange.csv_export import Spreadsheet
    from backtui.store.queries.progress import pains
    from backtui.store.queries.sessions import every

    with wiring.reading() as coach:
        log, content = coach.reading.log, coach.content
        names = {each: content.name_of(each) for each in (*content.exercises, *content.former)}
        records = tuple(every(log, since))[::-1]
        answers = tuple(each for each in pains(log) if since is None or each.at.date() >= since)
        return Spreadsheet(records, tuple(coach.reading.activities(since or date.min)), answers, names)


def _json(wiring: "Wiring") -> Iterator[str]:
    """The document of the log."""
    from backtui.exchange.json_export import document
    from backtui.store.queries import events

    with wiring.reading() as coach, progress("Writing", events.count(coach.reading.log)) as advance:
        log = coach.reading.log
        for piece in document(events.happened(log), events.texts(log), __version__):
            yield piece
            advance(1)


def reminders(wiring: "Wiring", at: time | None, weeks: int | None) -> str:
    """The iCalendar file of the weeks to come. Raises UsageError for weeks out of bounds."""
    low, high = WEEKS_BOUNDS
    length = WEEKS if weeks is None else weeks
    if not low <= length <= high:
        raise click.UsageError(f"--weeks must be from {low} to {high}, not {length}")
    with wiring.reading() as coach:
        return reminders_of(coach, at or AT, length)


def reminders_of(coach: "Coach", begin: time, weeks: int) -> str:
    """The same of a coach's days; what has no time of its own begins at `begin`."""
    from backtui.exchange.ics_export import calendar

    length = cache(lambda routine: _about(coach.plan(None, routine).total_s / SECONDS))
    all_ = [each for day in coach.coming(7 * weeks) for each in _of_day(coach, day, length)]
    # What was to be this morning is no reminder any more.
    to_come = [each for each in all_ if each.starts(begin) > coach.now.replace(tzinfo=None)]
    return calendar(to_come, begin, coach.now, __version__)


def _of_day(coach: "Coach", day: "ComingDay", length: Callable[[str | None], int]) -> "Iterator[Reminder]":
    """The reminders of a day to come, none of a day of rest or in a pause; `length` gives minutes."""
    from backtui.domain.week import Due
    from backtui.exchange.ics_export import Reminder

    if day.due is Due.AEROBIC:
        walk = _about(coach.aerobic_minutes())
        yield Reminder(day.day, day.due.value, f"Walk, cycle or swim, about {walk} min", walk)
    elif day.due is Due.BACK and not day.slots:
        session, times = length(None), coach.preferences().per_day
        often = f", {times} times" if times > 1 else ""
        yield Reminder(day.day, day.due.value, f"Back session, about {session} min{often}", session)
    for number, slot in enumerate(day.slots, 1):
        if slot in day.still:
            session = length(slot.routine)
            words = f"{coach.content.routines[slot.routine].name}, about {session} min"
            own = slot.starts(day.day, coach.preferences().day_starts_h)
            yield Reminder(day.day, day.due.value, words, session, own, number)


def _about(minutes: float) -> int:
    """The minutes to keep free: rounded up."""
    return max(1, ceil(minutes / ROUNDED_TO)) * ROUNDED_TO


def html(wiring: "Wiring", since: date | None, notes: bool) -> Iterator[str]:
    """The page in pieces. Raises StoreError."""
    from backtui.exchange.report import page

    with wiring.reading() as coach:
        report = _report(coach, since, notes)
    yield from page(report)


def _report(coach: "Coach", since: date | None, notes: bool) -> "Report":
    from backtui.coach.history import names
    from backtui.domain.sitting import back_days
    from backtui.exchange.report import Report

    ahead, today = coach.reading.dated_after, coach.day()
    sessions = tuple(each for each in _every(coach, since) if each.performed and each.id not in ahead)
    first = min(since or today, today) if since or not sessions else sessions[0].day
    last = max([today, *(each.day for each in sessions)])
    return Report(
        first=first,
        today=last,
        goal=coach.preferences().goal,
        sessions=sessions,
        back_days=back_days(coach.reading.day_uses(first)),
        activities=tuple(coach.reading.activities(first)),
        exercises=_standing(coach),
        names=names(coach),
        wishes=[_wish(mark) for mark in coach.reading.adjustments if mark.at.date() >= first][::-1],
        notes=_remarks(coach, sessions) if notes else None,
        starts=coach.preferences().week_starts,
        routines=coach.content.routines,
        programme=_programme(coach, first),
        told=[(at.date(), score) for at, score in coach.reading.pain_told(_midnight(coach, first))],
    )


def _programme(coach: "Coach", first: date) -> list[str]:
    """The schedule, and the pauses since a day, those to come too, a sentence each."""
    from backtui.coach.week import standing_schedule
    from backtui.domain.words.weeks import limit_words, line_words, pause_words

    schedule, content = standing_schedule(coach.reading, coach.content.routines), coach.content
    names = {key: each.name for key, each in content.routines.items()}
    limited = {each.id: content.name_of(each.id) for each in schedule.limits if each.what == "exercise"}
    pauses = [each for each in coach.reading.pauses if each.last is None or each.last >= first]
    return [
        *(line_words(each, names) for each in schedule.lines),
        *(limit_words(each, names | limited) for each in schedule.limits),
        *map(pause_words, pauses),
    ]


def _midnight(coach: "Coach", day: date) -> datetime:
    return datetime.combine(day, time(), coach.now.tzinfo)


def _every(coach: "Coach", since: date | None) -> "list[SessionRecord]":
    """Sessions oldest first."""
    found: list[SessionRecord] = []
    while page := coach.sessions(200, found[-1] if found else None, since):
        found += page
    return found[::-1]


def _standing(coach: "Coach") -> "dict[str, list[CurrentDose]]":
    """The doses of each exercise, in all its courses; what comes next is first."""
    from backtui.exchange.report import CurrentDose

    courses = coach.courses
    return {
        key: [
            CurrentDose(
                dose=each.decision.dose,
                why=each.decision.why,
                target=each.prescription.target,
                ceiling=each.prescription.ceiling,
                where=courses.where(each.course),
            )
            for each in courses.every(key)
        ]
        for key in coach.content.exercises
    }


def _wish(mark: "Adjustment") -> "TargetLine":
    from backtui.domain.words.targets import describe_target
    from backtui.exchange.report import TargetLine

    return TargetLine(
        mark.at.date(), mark.what.exercise, mark.what.by, describe_target(mark.what, "the provider")
    )


def _remarks(coach: "Coach", sessions: "tuple[SessionRecord, ...]") -> "list[Remark]":
    from backtui.exchange.report import Remark

    return [
        Remark(each.day, note.text, "" if note.item is None else about.get(note.item, ""))
        for each in sessions[::-1]
        for about in [{entry.item: entry.exercise for entry in each.entries}]
        for note in coach.reading.notes(each.id)
        if note.text is not None
    ]
