"""What a package installs beside the program: manual pages and completions, from the table of commands.

.venv/bin/python packaging/shared.py            writes packaging/share anew; commit it
.venv/bin/python packaging/shared.py --check    ends with 1 where it is not as it would be written
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from backtui import __version__
from backtui.cli.commands import backtui
from backtui.cli.shell.completion import script
from backtui.cli.shell.topics import TOPICS

HERE = Path(__file__).parent / "share"
COMPLETIONS = {
    "bash": "bash-completion/completions/backtui",
    "zsh": "zsh/site-functions/_backtui",
    "fish": "fish/vendor_completions.d/backtui.fish",
}


def files() -> dict[str, str]:
    """All of them, by their place below share."""
    pages = {f"man/man1/{name}.1": page for name, page in _pages()}
    return pages | {place: script(backtui, shell) + "\n" for shell, place in COMPLETIONS.items()}


def _pages() -> Iterator[tuple[str, str]]:
    for path in _paths(backtui, ("backtui",)):
        yield "-".join(path), "\n".join(_lines(path)) + "\n"


def _paths(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The program, each command, and each command below one."""
    yield path
    if isinstance(command, click.Group):
        for name, below in _below(command).items():
            yield from _paths(below, (*path, name))


def _below(group: click.Group) -> dict[str, click.Command]:
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def _context(path: tuple[str, ...]) -> click.Context:
    """The context of a command as the help has it."""
    context = click.Context(backtui, info_name="backtui")
    for name in path[1:]:
        assert isinstance(context.command, click.Group)
        context = click.Context(_below(context.command)[name], parent=context, info_name=name)
    return context


def _lines(path: tuple[str, ...]) -> Iterator[str]:
    """A page: what man shows of a command."""
    context = _context(path)
    command, name = context.command, "-".join(path)
    summary, _, rest = " ".join((command.help or "").split()).partition(". ")
    yield f'.TH {_text(name).upper()} 1 "" "backtui {__version__}" "backtui"'
    yield ".SH NAME"
    yield f"{_text(name)} \\- {_text(_lowered(summary.rstrip('.')))}"
    yield ".SH SYNOPSIS"
    yield f".B {_text(' '.join(path))}"
    yield _text(" ".join(command.collect_usage_pieces(context)))
    yield ".SH DESCRIPTION"
    yield _text(f"{summary.rstrip('.')}.")
    if rest:
        yield _text(rest)
    yield ".SH OPTIONS"
    for parameter in command.get_params(context):
        if record := parameter.get_help_record(context):
            yield from (".TP", f".B {_text(record[0])}", _text(record[1]))
    below = _below(command) if isinstance(command, click.Group) else {}
    if below:
        yield ".SH COMMANDS"
        for each, one in below.items():
            yield from (
                ".TP",
                f".BR {_text('-'.join((*path, each)))} (1)",
                _text(one.get_short_help_str(1000)),
            )
    if path == ("backtui",):
        yield from _topics()
    yield from _examples(command.epilog or "")
    yield ".SH SEE ALSO"
    near = [*(["-".join(path[:-1])] if path[1:] else []), *("-".join((*path, each)) for each in below)]
    yield from (f".BR {_text(each)} (1){',' if each != near[-1] else ''}" for each in near)


def _lowered(sentence: str) -> str:
    """As the word after a dash begins."""
    return sentence[:1].lower() + sentence[1:]


def _topics() -> Iterator[str]:
    for topic in TOPICS.values():
        yield f".SH {_text(topic.title).upper()}"
        yield _text(topic.about)
        for word, what in topic.rows:
            yield from (".TP", f".B {_text(word)}", _text(what))


def _examples(epilog: str) -> Iterator[str]:
    """Each line of them has two blanks between what is typed and what it does."""
    yield ".SH EXAMPLES"
    for line in epilog.splitlines():
        if found := re.fullmatch(r"  (\S.*?)  +(\S.*)", line):
            yield from (".TP", f".B {_text(found[1])}", _text(found[2]))


def _text(text: str) -> str:
    """A line as troff has it: no character in it means anything else."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace('"', "\\(dq")
    return f"\\&{plain}" if plain.startswith(".") else plain


def main(words: list[str]) -> int:
    """0 where all is as it should be, also because it was just written."""
    wanted = {HERE / place: text for place, text in files().items()}
    there = {path: path.read_text(encoding="utf-8") for path in HERE.rglob("*") if path.is_file()}
    if words == ["--check"]:
        odd = sorted(
            str(path) for path in wanted.keys() | there.keys() if wanted.get(path) != there.get(path)
        )
        print(*odd or ["packaging/share is as it should be."], sep="\n")
        return bool(odd)
    for path in there.keys() - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
