"""`import`: an export read back, or a file of one's own."""

import os
from pathlib import Path

import click

from backtui.cli.joining import DRY_RUN, YES, take_in
from backtui.cli.options import examples, wiring_of


@click.command(
    "import",
    epilog=examples(
        ("backtui import log.json --dry-run", "what it would bring"),
        ("backtui import log.json", "shows that, asks, and takes it in"),
        ("backtui import hip-opener.toml", "an exercise or routine of yours"),
        ("backtui show pelvic-lift --toml > my.toml", "a file to begin with"),
    ),
)
@click.argument("file", metavar="FILE")
@DRY_RUN
@YES
@click.pass_context
def import_command(ctx: click.Context, file: str, dry_run: bool, yes: bool) -> int:
    """Take in what `export --format json` wrote, or an exercise or routine of your own from a TOML file.

    What is here already is not doubled.
    """
    from backtui.portable.json_in import Document
    from backtui.portable.reading import ImportRefused, text_of
    from backtui.store.intake import Unfit

    path = existing(file)
    if path.suffix == ".toml":
        from backtui.cli.take_in_own import take_in_own

        return take_in_own(wiring_of(ctx), path, dry_run)
    try:
        return take_in(wiring_of(ctx), Document(text_of(path)), path.name, dry_run, yes)
    except (ImportRefused, Unfit) as error:
        raise click.ClickException(f"{file} cannot be imported: {error}; nothing was changed.") from error


def existing(file: str) -> Path:
    """The file that was named. Raises UsageError where there is none."""
    path = Path(os.path.expanduser(file)).absolute()
    if not path.exists():
        raise click.UsageError(f"there is no file {file}")
    if path.is_dir():
        raise click.UsageError(f"{file} is a folder; name a file in it")
    return path
