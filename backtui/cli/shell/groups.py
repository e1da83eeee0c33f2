"""Groups of commands: each is found by its beginning, and its summary is shown whole."""

import click

from backtui.domain.written.nearest import begun, nearest, one_of, themselves

WHOLE = 1_000  # characters of a summary, which is wrapped and not cut


def _show_help(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from backtui.cli.output import put_page

        put_page(f"{ctx.get_help()}\n")
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


def helping(command: click.Command) -> click.Command:
    """The command, whose help goes out as all else does."""
    if HELP not in command.params:
        command.params.append(HELP)
    return command


class Commands(click.Group):
    """Shows its commands in the order in which they were made."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which the help shows them."""
        del ctx
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        found = super().get_command(ctx, cmd_name)
        return found and helping(found)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names or begins. Raises UsageError."""
        word, known = args[0], self.list_commands(ctx)
        beginning = begun(word, known)
        if len(beginning) == 1:
            return beginning[0], self.get_command(ctx, beginning[0]), args[1:]
        if ctx.resilient_parsing or word.startswith("-"):
            return super().resolve_command(ctx, args)
        if beginning:
            raise click.UsageError(f"{word!a} may be {one_of(beginning)}", ctx)
        near = nearest(word, themselves(known))
        meant = f"; did you mean {one_of(near)}?" if near else ""
        raise click.UsageError(f"No such command {word[:40]!a}{meant}", ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with its whole summary."""
        rows = [
            (name, command.get_short_help_str(WHOLE))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) and not command.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
