"""`help`: how to use a command, or what the help says about a topic."""

from typing import TYPE_CHECKING

import click

from backtui.cli.errors import DONE
from backtui.cli.options import examples, wiring_of
from backtui.cli.output import BOLD, Page, put_page
from backtui.cli.shell.topics import TOPICS
from backtui.domain.written.nearest import begun, nearest, one_of, themselves

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

WORDS = 30  # cells of the first column of a topic


def _offered(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """The commands below the words before, and the topics."""
    from click.shell_completion import CompletionItem

    del param
    group, before = ctx.find_root().command, ctx.params.get("topic") or ()
    for word in before:
        group = _below(group, word, ctx) or group
    return [CompletionItem(each) for each in _known(group, ctx) if each.startswith(incomplete)]


def _below(group: click.Command, word: str, ctx: click.Context) -> click.Command | None:
    """The command that a word names or begins in a group."""
    if not isinstance(group, click.Group):
        return None
    beginning = begun(word, group.list_commands(ctx))
    return group.get_command(ctx, beginning[0]) if len(beginning) == 1 else None


def _known(group: click.Command, ctx: click.Context) -> list[str]:
    """The commands of a group, and the topics beside those of the program."""
    commands = group.list_commands(ctx) if isinstance(group, click.Group) else ()
    return [*commands, *(TOPICS if group is ctx.find_root().command else ())]


@click.command(
    "help",
    epilog=examples(
        ("backtui help", "all commands"),
        ("backtui help log pain", "the same as backtui log pain --help"),
        *((f"backtui help {name}", each.title.lower()) for name, each in TOPICS.items()),
    ),
)
@click.argument("topic", metavar="[TOPIC]...", nargs=-1, shell_complete=_offered)
@click.pass_context
def help_command(ctx: click.Context, topic: tuple[str, ...]) -> int:
    """How to use a command. Also how to write days, names and doses."""
    found = begun(topic[0], _known(ctx.find_root().command, ctx)) if len(topic) == 1 else []
    if len(found) == 1 and found[0] in TOPICS:
        _put_topic(ctx, found[0])
        return DONE
    root = ctx.find_root()
    here, command = click.Context(root.command, info_name=root.info_name), root.command
    for word in topic:
        found_command = _below(command, word, ctx)
        if found_command is None:
            raise click.UsageError(_missed(command, word, ctx))
        command = found_command
        here = click.Context(command, parent=here, info_name=command.name)
    put_page(f"{here.get_help()}\n")
    return DONE


def _missed(command: click.Command, word: str, ctx: click.Context) -> str:
    """The sentence for a word that is neither a command nor a topic."""
    known = _known(command, ctx)
    shown = ascii(word[:40])
    if beginning := begun(word, known):
        return f"{shown} may be {one_of(beginning)}; say which"
    near = nearest(word, themselves(known))
    return f"There is no help on {shown}; {f'did you mean {one_of(near)}?' if near else 'leave it out'}"


def _put_topic(ctx: click.Context, name: str) -> None:
    page, topic = Page(wiring_of(ctx)), TOPICS[name]
    page.line(topic.title, BOLD)
    page.text(topic.about, indent=2)
    page.line()
    for word, what in topic.rows:
        if len(word) < WORDS - 1:
            page.text(f"{word:<{WORDS}}{what}", indent=2, hang=WORDS)
        else:
            page.line(f"  {word}")
            page.text(what, indent=2 + WORDS)
    page.write()
