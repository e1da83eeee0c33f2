"""`config`: every setting of this terminal with its default and meaning; `config edit` changes the file."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from backtui.cli.errors import DONE, FAILED, complain
from backtui.cli.options import JSON, examples, wiring_of
from backtui.cli.output import BOLD, Page, answers, put_json, say
from backtui.cli.shell.groups import Commands

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.config.settings import Config


@click.group(
    "config",
    cls=Commands,
    invoke_without_command=True,
    epilog=examples(
        ("backtui config", "all settings, as the file may have them"),
        ("backtui config edit", "open the file in $EDITOR, then check it"),
        ("backtui config --json", "for other programs"),
    ),
)
@JSON
@click.pass_context
def config_command(ctx: click.Context, as_json: bool) -> int:
    """The settings of this terminal, each with its default and meaning."""
    if ctx.invoked_subcommand is not None:
        return DONE
    wiring = wiring_of(ctx)
    if as_json:
        put_json(_document(wiring))
        return DONE
    page = Page(wiring)
    for line in _lines(wiring.config):
        page.line(line, "" if line.startswith("#") else BOLD)
    page.write()
    return DONE


def _lines(config: "Config", *, only_said: bool = False) -> Iterator[str]:
    """The file that says what holds now; `only_said` leaves what is as it comes behind a #."""
    from backtui.config.settings import SETTINGS, shown

    for number, row in enumerate(SETTINGS):
        value = getattr(config, row.key)
        if number:
            yield ""
        yield f"# {row.effect}"
        yield f"# It is {row.allowed}; by default {shown(row.default)}."
        yield f"{'# ' if only_said and value == row.default else ''}{row.key} = {shown(value)}"
    yield ""
    yield '# Other keys, such as "run.pause" = "space,f13"; Settings > Keys shows which there are.'
    yield "[keys]"
    for wish in config.keys:
        yield f'"{wish.action}" = "{wish.keys}"'


def _document(wiring: "Wiring") -> dict[str, Any]:
    """`config --json`."""
    from backtui.cli.documents.aims import SCHEMA
    from backtui.config.settings import SETTINGS

    config, problems = wiring.configured
    return {
        "schema": SCHEMA,
        "file": str(wiring.config_file),
        "settings": [
            {
                "key": row.key,
                "value": getattr(config, row.key),
                "default": row.default,
                "allowed": row.allowed,
                "effect": row.effect,
            }
            for row in SETTINGS
        ],
        "keys": {wish.action: wish.keys for wish in config.keys},
        "problems": list(problems),
    }


@config_command.command(
    "edit",
    epilog=examples(
        ("backtui config edit", "in VISUAL or EDITOR"),
        ("EDITOR=nano backtui config edit", "in nano, this once"),
    ),
)
@click.pass_context
def edit_command(ctx: click.Context) -> int:
    """Open the file of settings in your editor, then check it."""
    from backtui.cli.shell.editor import edited
    from backtui.config.file import load
    from backtui.config.settings import Config
    from backtui.machine.files import write_private

    wiring = wiring_of(ctx)
    file = wiring.config_file
    if not file.exists():
        write_private(file, "\n".join([*_lines(Config(), only_said=True), ""]).encode())
    while True:
        edited(file)
        _, problems = load(file)
        for problem in problems:
            complain(problem)
        if not problems:
            say(wiring, f"{file} is sound.", wrapped=False)
            return DONE
        if not _again():
            return FAILED


def _again() -> bool:
    """Whether the person wants to mend it; nobody is asked where nobody is there."""
    if not answers():
        return False
    click.echo("Open it again? [Y/n] ", nl=False, err=True)
    return sys.stdin.readline().strip().lower() in ("", "y", "yes")
