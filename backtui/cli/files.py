"""`export` and `locate`: the log for other programs, and where things are."""

import os
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backtui.cli.main import DONE
from backtui.cli.options import examples, whole, wiring_of
from backtui.cli.reminders import reminders, time_of_day
from backtui.cli.version import version

if TYPE_CHECKING:
    from backtui.cli.wire import Wiring


@click.command(
    "export",
    epilog=examples(
        ("backtui export > log.json", "all that was ever logged"),
        ("backtui export -o ~/backup/log.json", "whole, and for you alone (0600)"),
        ("backtui export --format ics -o back.ics", "reminders for your calendar"),
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "ics"]),
    default="json",
    show_default=True,
    help="JSON is complete; ics has reminders for the weeks to come.",
)
@click.option("--at", metavar="HH:MM", type=time_of_day, help="With ics: when to remind; else 07:30.")
@click.option("--weeks", metavar="N", type=whole, help="With ics: how many weeks, 1 to 26; else 8.")
@click.option("-o", "output", metavar="FILE", help="Write to this file instead of standard output.")
@click.pass_context
def export_command(
    ctx: click.Context, form: str, output: str | None, at: time | None, weeks: int | None
) -> int:
    """All that was ever logged, for other programs and for import, or reminders for a calendar."""
    wiring = wiring_of(ctx)
    if form != "ics" and (at is not None or weeks is not None):
        raise click.UsageError("--at and --weeks go with --format ics")
    target = None if output in (None, "-") else _sound_target(wiring, output or "")
    document = reminders(wiring, at, weeks) if form == "ics" else "".join(_pieces(wiring))
    if target is None:
        from backtui.cli.render import put

        put(document)
        return DONE
    from backtui.paths import write_private

    write_private(target, document.encode())
    return DONE


def _sound_target(wiring: "Wiring", output: str) -> Path:
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


def _pieces(wiring: "Wiring") -> Iterator[str]:
    """The document of the log; of an empty one where there is none."""
    from backtui.cli.wire import READER
    from backtui.portable.json_out import document
    from backtui.store.errors import StoreMissing

    now = wiring.clock.now()
    try:
        store = wiring.open_store(READER, create=False)
    except StoreMissing:
        yield from document((), {}, version(), now)
        return
    with store, store.snapshot():
        yield from document(store.logged(), store.texts(), version(), now)


PLACES = ("db", "config", "backups")


@click.command(
    "locate",
    epilog=examples(
        ("backtui locate db", "the log"),
        ("backtui locate config", "the settings of this terminal"),
        ("backtui locate backups", "the folder of verified copies"),
    ),
)
@click.argument("what", metavar="WHAT", type=click.Choice(PLACES))
@click.pass_context
def locate_command(ctx: click.Context, what: str) -> int:
    """Where a file is, or would be."""
    from backtui.cli.render import put
    from backtui.guard.text import visible

    wiring = wiring_of(ctx)
    place = {"db": wiring.database, "config": wiring.config_file, "backups": wiring.backups}[what]
    put(f"{visible(str(place))}\n")
    return DONE
