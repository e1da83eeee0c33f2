"""The table of commands."""

import sys
from importlib import import_module

import click

from backtui import __version__
from backtui.cli.context import wired
from backtui.cli.options import MINUTES, ROUTINE, examples, wiring_of
from backtui.cli.shell import completing
from backtui.cli.shell.groups import Commands, helping


class Program(Commands):
    """Imports a command's file when it is asked for: `restore` is `restore_command` of `backup`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which the help shows them."""
        del ctx
        return list(FILES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in FILES:
            return None
        command = getattr(import_module(f"backtui.cli.{FILES[cmd_name]}"), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return helping(command)


COMMANDS = (
    *("session", "plan", "today", "exercises", "show", "history", "why", "log", "edit", "undo", "set"),
    *(
        "include",
        "routines",
        "programmes",
        "cautions",
        "remove",
        "schedule",
        "pause",
        "export",
        "import",
        "merge",
        "sync",
        "backup",
        "restore",
    ),
    *("config", "doctor", "locate", "demo", "completion", "help"),
)
# Where a command does not have a file of its own name.
ELSEWHERE = {
    "plan": "today",
    "exercises": "library",
    "show": "library",
    "why": "history",
    "undo": "edit",
    "include": "programme",
    "routines": "programme",
    "programmes": "programme",
    "cautions": "programme",
    "remove": "programme",
    "import": "import_",
    "restore": "backup",
    "sync": "machines.sync",
    "config": "shell.config",
    "completion": "shell.completion",
    "help": "shell.help",
}
FILES = {name: ELSEWHERE.get(name, name) for name in COMMANDS}


def _version(ctx: click.Context) -> bool:
    """Show the version where that was asked for. Raises UsageError."""
    asked, verbose = ctx.meta.get("version"), ctx.meta.get("verbose")
    if verbose and not asked:
        raise click.UsageError("--verbose goes with --version")
    if asked:
        from backtui.cli.output import put

        put(_all_versions() if verbose else f"backtui {__version__}\n")
    return bool(asked)


def _all_versions() -> str:
    from backtui.cli.shell.version import version_lines

    return "".join(f"{line}\n" for line in version_lines())


def _noted(ctx: click.Context, parameter: click.Parameter, asked: bool) -> None:
    ctx.meta[str(parameter.name)] = asked


def _debug(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from backtui.cli.shell.debug import begin

        begin(sys.argv[1:])


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": [], "max_content_width": 80},
    epilog=examples(
        ("backtui", "the full screen, on today's session"),
        ("backtui --minutes 20", "the same, in twenty minutes"),
        ("backtui plan", "what the session would be"),
        ("backtui session --plain", "a session line by line"),
        ("backtui why pelvic-lift", "how a dose came about"),
        ("backtui demo", "an invented half-year, to look around"),
    ),
)
@click.option(
    "--db",
    metavar="FILE",
    shell_complete=completing.files,
    help="The log; default: BACKTUI_DB, or one in your data folder.",
)
@click.option(
    "--config",
    metavar="FILE",
    shell_complete=completing.files,
    help="The settings of this terminal; default: BACKTUI_CONFIG.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "truecolor", "256", "16", "mono"]),
    help="How many colours to send; NO_COLOR is honoured.",
)
@click.option("--ascii", "ascii_only", is_flag=True, default=None, help="Use only ASCII characters.")
@MINUTES
@ROUTINE
@click.option(
    "--debug",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_debug,
    help="Keep what goes wrong in debug.log, to send with a report.",
)
@click.option("--version", is_flag=True, expose_value=False, callback=_noted, help="Show the version.")
@click.option(
    "--verbose",
    is_flag=True,
    expose_value=False,
    callback=_noted,
    help="With --version: also that of all it is built on, and of this machine.",
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
    """A back-exercise coach for the terminal. Without a command it opens the full screen."""
    if _version(ctx):
        ctx.exit()
    ctx.obj = wired(db, config, color, ascii_only)
    if ctx.invoked_subcommand is None:
        from backtui.cli.fullscreen import full_screen

        return full_screen(wiring_of(ctx), minutes, routine, straight=False)
    for name, value in (("--minutes", minutes), ("--routine", routine)):
        if value is not None:
            raise click.UsageError(f"{name} goes after the command: {ctx.invoked_subcommand} {name} {value}")
    return 0


helping(backtui)
