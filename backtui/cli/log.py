"""`log`: what was done or felt away from the screen, entered by hand."""

import click

from backtui.cli.commands import Commands
from backtui.cli.options import examples

# What can be logged, and the module of its command.
MODULES = {
    "session": "by_hand",
    "aerobic": "days",
    "pain": "days",
    "morning": "days",
}


@click.group(
    "log",
    cls=Commands,
    modules=MODULES,
    invoke_without_command=True,
    subcommand_metavar="WHAT [ARGS]...",
    epilog=examples(
        ("backtui log aerobic walking --minutes 30", "a walk today"),
        ("backtui log pain 3 --when after", "pain after today's session"),
        ("backtui log morning better", "how your back is after yesterday's"),
        ("backtui log session --date 2026-03-01", "one done without backtui"),
    ),
)
@click.pass_context
def log_command(ctx: click.Context) -> int:
    """Log what was done or felt away from the screen."""
    if ctx.invoked_subcommand is None:
        raise click.UsageError(f"say what to log: {', '.join(MODULES)}")
    return 0
