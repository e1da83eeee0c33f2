"""`locate` and `completion`: where a file is, and what a shell needs to complete words."""

import click
from click.shell_completion import ShellComplete, get_completion_class

from backtui import COMPLETING
from backtui.cli.errors import DONE, FAILED
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


SHELLS = ("bash", "zsh", "fish")


def complete(program: click.Command, request: str) -> int:
    """Answer a shell that asks for `request`, such as bash_complete or bash_source. Raises OSError."""
    shell, _, instruction = request.partition("_")
    kind = get_completion_class(shell)
    if kind is None or instruction not in {"complete", "source"}:
        return FAILED
    answering = kind(program, {}, "backtui", COMPLETING)
    put((answering.complete() if instruction == "complete" else answering.source()) + "\n")
    return DONE


@click.command(
    "completion",
    epilog=examples(
        ('eval "$(backtui completion bash)"', "in ~/.bashrc"),
        ('eval "$(backtui completion zsh)"', "in ~/.zshrc"),
        ("backtui completion fish | source", "in ~/.config/fish/config.fish"),
    ),
)
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> int:
    """Print the script with which your shell completes words."""
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(ctx.find_root().command, {}, "backtui", COMPLETING)
    # Not bash's own: that one would run bash to ask for its version.
    put(ShellComplete.source(script) + "\n")
    return DONE
