"""The table of commands."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from backtui.cli.context import wired
from backtui.cli.options import MINUTES, ROUTINE, examples, wiring_of


def _show_help(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from backtui.cli.output import put

        put(f"{ctx.get_help()}\n")
        ctx.exit()


# Not click's own: that one leaves to Python's exit what a full disk or a closed output did not take.
HELP = click.Option(
    ["-h", "--help"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="Show this message and exit.",
)


def _helping(command: click.Command) -> click.Command:
    """The command, whose help goes out as all else does."""
    if HELP not in command.params:
        command.params.append(HELP)
    return command


class Commands(click.Group):
    """Finds a command's module by its name: `session` of module `training` is `training.session_command`."""

    def __init__(self, *arguments: Any, modules: Mapping[str, str], **options: Any) -> None:
        """`modules` names the module in backtui.cli of each command, in the order of the help."""
        super().__init__(*arguments, **options)
        self._modules = modules
        _helping(self)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which the help shows them."""
        del ctx
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in self._modules:
            return None
        module = import_module(f"backtui.cli.{self._modules[cmd_name]}")
        command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        return _helping(command)


MODULES = {
    "session": "session",
    "plan": "today",
    "today": "today",
    "exercises": "library",
    "show": "library",
    "history": "history",
    "why": "history",
    "log": "log",
    "edit": "edit",
    "undo": "edit",
    "set": "set",
    "include": "programme",
    "routines": "programme",
    "cautions": "programme",
    "remove": "programme",
    "export": "export",
    "import": "import_",
    "merge": "import_",
    "backup": "backup",
    "restore": "backup",
    "doctor": "doctor",
    "locate": "locate",
    "demo": "demo",
    "completion": "locate",
}


def _version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from backtui.cli.output import put, version

        put(f"backtui {version()}\n")
        ctx.exit()


@click.group(
    cls=Commands,
    modules=MODULES,
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
        from backtui.cli.session import full_screen

        return full_screen(wiring_of(ctx), minutes, routine, straight=False)
    for name, value in (("--minutes", minutes), ("--routine", routine)):
        if value is not None:
            raise click.UsageError(f"{name} goes behind the command: {ctx.invoked_subcommand} {name} {value}")
    return 0
