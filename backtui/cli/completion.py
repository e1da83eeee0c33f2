"""`completion`: what a shell needs to complete commands, options and exercises."""

import click
from click.shell_completion import ShellComplete, get_completion_class

from backtui.cli.main import COMPLETING, DONE
from backtui.cli.options import examples

SHELLS = ("bash", "zsh", "fish")


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
    """The script that teaches your shell to complete backtui's words."""
    from backtui.cli.render import put

    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(ctx.find_root().command, {}, "backtui", COMPLETING)
    # Not bash's own: that one would run bash to ask for its version.
    put(ShellComplete.source(script) + "\n")
    return DONE
