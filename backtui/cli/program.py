"""The table of commands; each is imported only when it is asked for."""

import click

from backtui.cli.commands import Commands
from backtui.cli.options import MINUTES, ROUTINE, examples, wiring_of
from backtui.cli.wire import wired

MODULES = {
    "session": "training",
    "plan": "ask",
    "today": "ask",
    "exercises": "library",
    "show": "library",
    "history": "past",
    "why": "past",
    "log": "log",
    "edit": "edit",
    "undo": "edit",
    "set": "aim",
    "include": "own",
    "routines": "own",
    "cautions": "own",
    "remove": "own",
    "export": "give_out",
    "import": "take_in",
    "merge": "join",
    "backup": "safety",
    "restore": "safety",
    "doctor": "doctor",
    "locate": "files",
    "demo": "demo",
    "completion": "completion",
}


def _version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from backtui.cli.render import put
        from backtui.cli.version import version

        put(f"backtui {version()}\n")
        ctx.exit()


@click.group(
    cls=Commands,
    modules=MODULES,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog=examples(
        ("backtui", "the full screen, on today's session"),
        ("backtui --minutes 20", "the same, in twenty minutes"),
        ("backtui plan", "what the session would be"),
        ("backtui session --plain", "a session line by line"),
        ("backtui why pelvic-lift", "how a dose came about"),
        ("backtui demo", "an invented half-year, to look around"),
    ),
)
@click.option("--db", metavar="FILE", help="The log; else BACKTUI_DB, else one in your data directory.")
@click.option("--config", metavar="FILE", help="The settings of this terminal; else BACKTUI_CONFIG.")
@click.option(
    "--color",
    type=click.Choice(["auto", "truecolor", "256", "16", "mono"]),
    help="How many colours are sent; NO_COLOR is honoured.",
)
@click.option("--ascii", "ascii_only", is_flag=True, default=None, help="Only ASCII characters.")
@MINUTES
@ROUTINE
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="The version."
)
@click.pass_context
def backtui(
    ctx: click.Context,
    db: str | None,
    config: str | None,
    color: str | None,
    ascii_only: bool | None,
    minutes: int | None,
    routine: str | None,
) -> int:
    """A back-exercise coach for the terminal. Alone it opens the full screen on today's session."""
    ctx.obj = wired(db, config, color, ascii_only)
    if ctx.invoked_subcommand is None:
        from backtui.cli.training import full_screen

        return full_screen(wiring_of(ctx), minutes, routine, straight=False)
    for name, value in (("--minutes", minutes), ("--routine", routine)):
        if value is not None:
            raise click.UsageError(f"{name} goes behind the command: {ctx.invoked_subcommand} {name} {value}")
    return 0
