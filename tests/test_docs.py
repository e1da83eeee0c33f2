"""The documents say what the code does: their tables, their numbers, and every path they name."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from log_document import document

from backtui.cli.main import main
from backtui.content.load import load
from backtui.content.programmes import programmes
from backtui.domain.cues import BELLS
from backtui.domain.session.steps import STANDARD_TIMING

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    *(ROOT / "docs").glob("*.md"),
    ROOT / "examples/README.md",
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "packaging/README.md",
]
PATH = re.compile(r"`((?:backtui|data|tests|docs|examples|packaging)/[\w./-]*)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def text(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def table(name: str, heading: str) -> list[list[str]]:
    """The rows of the table whose first heading is that."""
    lines = text(name).splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_that_is_named_is_there(document: Path) -> None:
    said = document.read_text(encoding="utf-8")
    named = [ROOT / path for path in PATH.findall(said)]
    linked = [document.parent / path for path in LINK.findall(said)]
    assert not [str(path) for path in [*named, *linked] if not path.exists()]


def test_the_exercises_are_those_of_the_table() -> None:
    def dose(each: object) -> str:
        return str(each).replace(" s", "")

    shipped = [
        [
            key,
            one.kind.value,
            one.position.value,
            one.sides.value,
            *map(dose, (one.start, one.target, one.ceiling)),
        ]
        for key, one in sorted(load().exercises.items())
    ]
    assert table("rules.md", "id") == shipped


def test_the_cautions_are_those_of_the_table() -> None:
    tagged = {key: ", ".join(one.avoid_with) for key, one in sorted(load().exercises.items())}
    assert dict(table("rules.md", "exercise")) == {key: tags for key, tags in tagged.items() if tags}


def test_the_programmes_are_those_of_the_table() -> None:
    rows = table("rules.md", "programme")
    known = programmes(load())
    assert [row[0] for row in rows] == list(known)
    for name, after, _ in rows:
        years = set(re.findall(r"\d{4}", after))
        assert years == set(re.findall(r"\d{4}", known[name].source)), name


def test_the_numbers_are_those_of_the_code() -> None:
    rows = table("rules.md", "number")
    assert len(rows) == 16
    for what, value, where in rows:
        path, name = re.fullmatch(r"`(.*)\.py` (\w+)", where).groups()  # type: ignore[union-attr]
        found = getattr(import_module(path.replace("/", ".")), name)
        assert value == (f"{found[0]}–{found[1]}" if isinstance(found, tuple) else str(found)), what


def test_each_rule_is_one_of_the_engine() -> None:
    sources = (ROOT / "backtui/domain/progression").glob("*.py")
    said = "".join(source.read_text(encoding="utf-8") for source in sources)
    rules = [row[0].strip("`") for row in table("rules.md", "rule")]
    assert len(rules) == 16
    assert not [rule for rule in rules if f'"{rule}"' not in said]


def test_the_phases_and_bells_are_those_of_a_session() -> None:
    settings = [(row[1], row[2].strip("`")) for row in table("session.md", "phase") if row[2]]
    assert len(settings) == 6
    for seconds, name in settings:
        assert int(seconds) == getattr(STANDARD_TIMING, name)
    assert {row[0].strip("`"): int(row[1]) for row in table("session.md", "moment")} == {
        cue.value: bells for cue, bells in BELLS.items()
    }


def test_the_format_of_the_log_is_written_from_the_code() -> None:
    assert text("log.md") == document(), "run python tests/log_document.py"


def test_the_examples_can_be_imported(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ROOT / "examples"
    for path in (*sorted(folder.glob("*.toml")), *sorted(folder.glob("programmes/*.toml"))):
        assert main(["import", str(path), "--yes"]) == 0
    assert main(["plan", "--routine", "gentle-morning"]) == 0
    assert "Cat and camel" in capsys.readouterr().out
