"""`export`: the log for other programs and other people."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backtui.cli.main import DONE
from backtui.cli.options import day, examples, whole, wiring_of
from backtui.cli.reminders import time_of_day

if TYPE_CHECKING:
    from backtui.cli.wire import Wiring
    from backtui.portable.csv_out import Told

ONLY = (  # options that go with some formats only
    ("--of goes", ("table",), ("csv",)),
    ("--since goes", ("since",), ("csv", "html")),
    ("--notes goes", ("notes",), ("html",)),
    ("--at and --weeks go", ("at", "weeks"), ("ics",)),
)
TABLES = ("sessions", "repetitions", "aerobic", "pain")


@dataclass(frozen=True, slots=True)
class Wanted:
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
    wiring, wanted = wiring_of(ctx), Wanted(**options)
    for names, given, forms in ONLY:
        if any(getattr(wanted, each) not in (None, False) for each in given) and wanted.form not in forms:
            raise click.UsageError(f"{names} with --format {' or '.join(forms)}")
    if output is None or output == "-":
        from backtui.cli.render import put

        put("".join(_pieces(wiring, wanted)))
    elif wanted.form == "csv" and (output.endswith("/") or os.path.isdir(os.path.expanduser(output))):
        _write_tables(wiring, wanted, output)
    else:
        _write(sound_target(wiring, output), _pieces(wiring, wanted))
    return DONE


def _pieces(wiring: "Wiring", wanted: Wanted) -> Iterator[str]:
    match wanted.form:
        case "csv":
            from backtui.portable.csv_out import table

            return table(wanted.table or TABLES[0], _told(wiring, wanted.since))
        case "html":
            from backtui.cli.give_html import html

            return html(wiring, wanted.since, wanted.notes)
        case "ics":
            from backtui.cli.reminders import reminders

            return iter([reminders(wiring, wanted.at, wanted.weeks)])
        case _:
            return _json(wiring)


def _write_tables(wiring: "Wiring", wanted: Wanted, folder: str) -> None:
    """Write the tables into a folder, which is made where it is missing."""
    from backtui.paths import make_private_dir
    from backtui.portable.csv_out import table

    place = Path(os.path.expanduser(folder)).absolute()
    if not place.parent.is_dir():
        raise click.UsageError(f"-o {folder}: there is no folder {place.parent}")
    if place.exists() and not place.is_dir():
        raise click.UsageError(f"-o {folder} is not a folder")
    make_private_dir(place)
    names = [wanted.table] if wanted.table else TABLES
    targets = {name: sound_target(wiring, os.path.join(folder, f"{name}.csv")) for name in names}
    told = _told(wiring, wanted.since)
    for name, target in targets.items():
        _write(target, table(name, told))


def _write(target: Path, pieces: Iterable[str]) -> None:
    from backtui.paths import write_private

    try:
        write_private(target, "".join(pieces).encode("utf-8", "replace"))
    except OSError as error:
        raise OSError(error.errno, f"It cannot be written ({error.strerror})", str(target)) from error


def sound_target(wiring: "Wiring", output: str) -> Path:
    """The file to write, when that harms nothing. Raises UsageError."""
    if not output:
        raise click.UsageError("-o needs the name of a file")
    target = Path(os.path.expanduser(output)).absolute()
    real, log = Path(os.path.realpath(target)), Path(os.path.realpath(wiring.database))
    if real == log or real.name in {f"{log.name}{side}" for side in ("-journal", "-wal", "-shm")}:
        raise click.UsageError(f"-o {output} is the log itself; name another file")
    if not target.parent.is_dir():
        raise click.UsageError(f"-o {output}: there is no folder {target.parent}")
    if target.exists() and not target.is_file():
        raise click.UsageError(f"-o {output} is not a file")
    return target


def _told(wiring: "Wiring", since: date | None) -> "Told":
    """What the tables are made of; nothing where there is no log."""
    from backtui.cli.wire import READER
    from backtui.portable.csv_out import Told
    from backtui.store.errors import StoreMissing

    try:
        store = wiring.open_store(READER, create=False)
    except StoreMissing:
        return Told((), (), (), {})
    with store, store.snapshot():
        content = wiring.coach(store).content
        names = {each: content.name_of(each) for each in (*content.exercises, *content.former)}
        sessions = tuple(store.every_session(since))[::-1]
        pains = tuple(each for each in store.pains() if since is None or each.at.date() >= since)
        return Told(sessions, tuple(store.activities(since or date.min)), pains, names)


def _json(wiring: "Wiring") -> Iterator[str]:
    """The document of the log; of an empty one where there is none."""
    from backtui.cli.progress import progress
    from backtui.cli.version import version
    from backtui.cli.wire import READER
    from backtui.portable.json_out import document
    from backtui.store.errors import StoreMissing

    try:
        store = wiring.open_store(READER, create=False)
    except StoreMissing:
        yield from document((), {}, version())
        return
    with store, store.snapshot(), progress("Writing", store.count()) as told:
        for piece in document(store.logged(), store.texts(), version()):
            yield piece
            told(1)
