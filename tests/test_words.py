"""What a person reads: no phrasing that an editor has struck out comes back, in any sentence or help."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from backtui.cli.commands import backtui

ROOT = Path(__file__).parents[1]
VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands where a sentence has a value

# What is struck out, and what to say; CONTRIBUTING.md, "Words", has the whys.
STRUCK_OUT = (
    (r"\bis mastered\b", "you have held it"),
    (r"\b1 (seconds|minutes|hours|days|weeks|sessions|repetitions|sets|exercises)\b", "many(1, …)"),
    (r"[.,;:!?] {2,}\w", "one space after a sentence"),
    (r"(?<!\b[Tt]here )\bis no (?!longer\b)", "is not a"),
    (r"\b(is|are) none of\b", "is not one of"),
    (r"[,;] for (it|you|your|this|that|there|nothing|something|nobody|none|time|the \w+ (is|was|are|has))\b",
     "because"),
    (r"\bfor (want of|what you noted|pain last)\b", "when time is short; because of"),
    (r"(?<!\b[Ee]very )\b[Ss]o (many|often)\b", "how many, this many, how often"),
    (r"\b(times|sessions) running\b|\btwo times in a row\b", "in a row; twice in a row"),
    (r"\bsuccess(es)? (a|per) step\b", "sessions per step"),
    (r"\b(goes|go) (before|first) (it|every|any)", "comes first"),
    (r"\bnot (told|said)\b|\b(was|were) told\b", "noted, given"),
    (r"\b[Tt](ake|aken|akes) (it|them) in\b|\btaken in\b", "add, import"),
    (r"\b(made|make|makes) (it |them )?again\b|\b[Dd](o|one) again\b", "rebuild; redo"),
    (r"\bby --\w", "with --option"),
    (r"\b(say|goes behind) (--yes|the command)", "add --yes; goes after the command"),
    (r"; else (BACKTUI|today|until|for|what|me|one|\d)", "default:"),
    (r"\bFor sure\b|\bfor sure\?", "Are you sure?"),
    (r"\b(done as it is|[Aa]s at first|At first:)", "runs exactly as written; default"),
    (r"\bit must be there\b|\bid is missing\b", "it is required; the label of the field"),
    (r"\bkept? what was done\b|\bwith what was done\b|\bwhat was done is\b", "what you did"),
    (r"\bout of bounds\b|\bbeyond all bounds\b", "out of range"),
    (r"\b[Ll]eave .*\baway\b", "leave out"),
)  # fmt: skip


def sentences() -> Iterator[tuple[str, str]]:
    """Each text of the program with its place, but for docstrings: those of commands are among the helps."""
    for file in sorted((ROOT / "backtui").rglob("*.py")):
        if file.name.startswith("migration_"):
            continue  # SQL, which nobody may edit
        tree = ast.parse(file.read_text())
        inside = {
            id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
        }
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            place = f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            match node:
                case ast.JoinedStr(values=parts):
                    texts = (part.value if isinstance(part, ast.Constant) else VALUE for part in parts)
                    yield place, "".join(map(str, texts))
                case ast.Constant(value=str(text)) if id(node) not in inside | docs:
                    yield place, text
    for file in sorted((ROOT / "data").rglob("*.toml")):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            yield f"{file.relative_to(ROOT)}:{number}", line


def helps() -> Iterator[tuple[str, str]]:
    """What `--help` says of each command, its options among it."""
    found: list[tuple[click.Command, click.Context]] = [
        (backtui, click.Context(backtui, info_name="backtui"))
    ]
    while found:
        command, context = found.pop()
        yield context.command_path, " ".join(command.get_help(context).split())
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                assert below is not None
                found.append((below, click.Context(below, parent=context, info_name=name)))


@cache
def all_of_them() -> tuple[tuple[str, str], ...]:
    """The same, read once."""
    return (*sentences(), *helps())


@pytest.mark.parametrize(("struck", "instead"), STRUCK_OUT, ids=[struck for struck, _ in STRUCK_OUT])
@pytest.mark.thorough
def test_no_sentence_has_what_an_editor_struck_out(struck: str, instead: str) -> None:
    found = [f"{place}: {text.strip()[:90]}" for place, text in all_of_them() if re.search(struck, text)]
    assert not found, f"say rather: {instead}"
