"""`export`: the log as JSON, as tables, as a page for a provider, and what is to come as reminders."""

import os
from collections.abc import Iterable, Iterator
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from backtui import __version__
from backtui.cli.errors import DONE, FAILED, complain
from backtui.cli.options import day, examples, target_of, time_of_day, whole, wiring_of
from backtui.cli.output import progress, put
from backtui.cli.shell import completing

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.exchange.csv_export import Spelling, Spreadsheet


WEEKS_BOUNDS = (1, 26)


ONLY = (  # options that go with some formats only
    ("--of goes", ("table",), ("csv",)),
    ("--excel goes", ("excel",), ("csv",)),
    ("--since goes", ("since",), ("csv", "html")),
    ("--notes goes", ("notes",), ("html",)),
    ("--full goes", ("full",), ("html",)),
    ("--at and --weeks go", ("at", "weeks"), ("ics",)),
)
TABLES = ("sessions", "repetitions", "aerobic", "pain")


class ExportRequest(msgspec.Struct, frozen=True):
    """What of the log is to be given out, and how."""

    form: str
    table: str | None
    excel: bool
    since: date | None
    notes: bool
    full: bool
    at: tuple[time, ...]
    weeks: int | None


@click.command(
    "export",
    epilog=examples(
        ("backtui export -o log.json", "all, to import elsewhere"),
        ("backtui export --format csv -o ~/tables/", "tables for a spreadsheet"),
        ("backtui export --format csv --of pain", "one of them, on the screen"),
        ("backtui export --format csv --excel -o ~/tables/", "as Excel opens them"),
        ("backtui export --format html -o me.html", "two sides for a provider"),
        ("backtui export --format ics -o me.ics", "reminders for a calendar"),
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
@click.option("--of", "table", type=click.Choice(TABLES), help="With csv: which table; default: sessions.")
@click.option(
    "--excel", is_flag=True, help="With csv: as Excel opens it here, with the separator of your locale."
)
@click.option(
    "--since",
    metavar="DATE",
    type=day,
    shell_complete=completing.days,
    help="With csv or html: only from this day on.",
)
@click.option("--notes", is_flag=True, help="With html: the notes too.")
@click.option("--full", is_flag=True, help="With html: every change of dose too, on more than two sides.")
@click.option(
    "--at",
    metavar="HH:MM",
    type=time_of_day,
    multiple=True,
    help="With ics: when to remind; may be given more than once; default: 07:30.",
)
@click.option("--weeks", metavar="N", type=whole, help="With ics: how many weeks, 1 to 26; default: 8.")
@click.option(
    "-o",
    "output",
    metavar="FILE",
    shell_complete=completing.files,
    help="Write to this file, or csv to this folder.",
)
@click.pass_context
def export_command(ctx: click.Context, /, output: str | None, **options: Any) -> int:
    """Write the log for other programs and people. JSON has all of it, and import reads it back."""
    wiring, wanted = wiring_of(ctx), ExportRequest(**options)
    for names, given, forms in ONLY:
        if any(getattr(wanted, each) not in (None, False, ()) for each in given) and wanted.form not in forms:
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
    from backtui.coach.giving_out import unsound

    with wiring.reading() as coach:
        sentence = unsound(coach)
    if sentence:
        complain(sentence)
        return FAILED
    return DONE


def _pieces(wiring: "Wiring", wanted: ExportRequest) -> Iterator[str]:
    match wanted.form:
        case "csv":
            from backtui.exchange.csv_export import table

            sheet = _spreadsheet(wiring, wanted.since)
            return table(wanted.table or TABLES[0], sheet, _spelling(wanted))
        case "html":
            return html(wiring, wanted)
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
        _write(target, table(name, tables, _spelling(wanted)))


def _spelling(wanted: ExportRequest) -> "Spelling":
    """How the tables are written."""
    from backtui.coach.giving_out import as_opened_here
    from backtui.exchange.csv_export import FOR_PROGRAMS

    return as_opened_here() if wanted.excel else FOR_PROGRAMS


def _write(target: Path, pieces: Iterable[str]) -> None:
    from backtui.machine.files import write_private

    try:
        write_private(target, "".join(pieces).encode("utf-8", "replace"))
    except OSError as error:
        raise OSError(error.errno, f"It cannot be written ({error.strerror})", str(target)) from error


def _spreadsheet(wiring: "Wiring", since: date | None) -> "Spreadsheet":
    """What the tables are made of."""
    from backtui.coach.giving_out import spreadsheet

    with wiring.reading() as coach:
        return spreadsheet(coach, since)


def _json(wiring: "Wiring") -> Iterator[str]:
    """The document of the log."""
    from backtui.exchange.json_export import document
    from backtui.store.queries import events

    with wiring.reading() as coach, progress("Writing", events.count(coach.reading.log)) as advance:
        log = coach.reading.log
        for piece in document(events.happened(log), events.texts(log), __version__):
            yield piece
            advance(1)


def reminders(wiring: "Wiring", at: tuple[time, ...], weeks: int | None) -> str:
    """The iCalendar file of the weeks to come. Raises UsageError for weeks out of bounds."""
    from backtui.coach.calendar import AT, WEEKS, CalendarWish, given_out
    from backtui.machine.paths import calendar_memory

    low, high = WEEKS_BOUNDS
    length = WEEKS if weeks is None else weeks
    if not low <= length <= high:
        raise click.UsageError(f"--weeks must be from {low} to {high}, not {length}")
    wish = CalendarWish(wiring.device(), calendar_memory(wiring.database), at or AT, length)
    with wiring.reading() as coach:
        return given_out(coach, wish, complain)


def html(wiring: "Wiring", wanted: ExportRequest) -> Iterator[str]:
    """The page in pieces. Raises StoreError."""
    from backtui.coach.giving_out import report
    from backtui.exchange.report import page

    with wiring.reading() as coach:
        given = report(coach, wanted.since, wanted.notes, full=wanted.full)
    yield from page(given)
