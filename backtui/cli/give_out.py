"""`export`: the log for other programs and other people."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backtui.cli.main import DONE
from backtui.cli.options import examples, wiring_of
from backtui.cli.version import version

if TYPE_CHECKING:
    from backtui.cli.wire import Wiring


@click.command(
    "export",
    epilog=examples(
        ("backtui export > log.json", "all that was ever logged"),
        ("backtui export -o ~/backup/log.json", "whole, and for you alone (0600)"),
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json"]),
    default="json",
    show_default=True,
    help="JSON is complete.",
)
@click.option("-o", "output", metavar="FILE", help="Write to this file instead of standard output.")
@click.pass_context
def export_command(ctx: click.Context, form: str, output: str | None) -> int:
    """All that was ever logged, with every repetition, for other programs and for import."""
    del form
    wiring = wiring_of(ctx)
    target = None if output in (None, "-") else _sound_target(wiring, output or "")
    whole = "".join(_pieces(wiring))
    if target is None:
        from backtui.cli.render import put

        put(whole)
        return DONE
    from backtui.paths import write_private

    write_private(target, whole.encode())
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

    try:
        store = wiring.open_store(READER, create=False)
    except StoreMissing:
        yield from document((), {}, version())
        return
    with store, store.snapshot():
        yield from document(store.logged(), store.texts(), version())
