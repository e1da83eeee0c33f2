"""`merge`: another machine's log brought together with this one."""

import click

from backtui.cli.joining import DRY_RUN, YES, take_in
from backtui.cli.options import examples, wiring_of


@click.command(
    "merge",
    epilog=examples(
        ("backtui merge laptop.db --dry-run", "what it would bring"),
        ("backtui merge laptop.db", "shows that, asks, and takes it in"),
    ),
)
@click.argument("other", metavar="OTHER.db")
@DRY_RUN
@YES
@click.pass_context
def merge_command(ctx: click.Context, other: str, dry_run: bool, yes: bool) -> int:
    """Take in another machine's log; its file stays as it is, and merging again adds nothing.

    Both logs are added together. Where both changed the same thing, the newer change holds and is listed.
    """
    from backtui.cli.take_in import existing
    from backtui.store.intake import Unfit
    from backtui.store.other import other_log

    wiring, path = wiring_of(ctx), existing(other)
    if path.samefile(wiring.database) if wiring.database.exists() else False:
        raise click.UsageError(f"{other} is this log itself; name the other one")
    aside = wiring.database.with_name(f"{wiring.database.name}.merge")
    try:
        with other_log(path, aside) as log:
            return take_in(wiring, log, path.name, dry_run, yes)
    except Unfit as error:
        raise click.ClickException(f"{other} cannot be merged: {error}; nothing was changed.") from error
