"""`locate`: where a file is."""

import click

from backtui.cli.errors import DONE
from backtui.cli.options import examples, wiring_of
from backtui.cli.output import put
from backtui.domain.text import visible

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
    wiring = wiring_of(ctx)
    place = {"db": wiring.database, "config": wiring.config_file, "backups": wiring.backups}[what]
    put(f"{visible(str(place))}\n")
    return DONE
