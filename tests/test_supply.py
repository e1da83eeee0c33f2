"""What the program is made of: locks with hashes, only what is declared, nothing foreign run, no network."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from traps import Traps

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKED = re.compile(r"([a-z0-9-]+)==\S+( ; .+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n")
TREES = {source: ast.parse(source.read_text(encoding="utf-8")) for source in (ROOT / "backtui").rglob("*.py")}
# What a folder may hold a file of the same name of.
NEAR = (
    "json",
    "sqlite3",
    "click",
    "random",
    "msgspec",
    "sqlite_utils",
    "tomlkit",
    "textual",
    "argparse",
    "datetime",
)


def lock(name: str) -> dict[str, str]:
    """Each release of a lock by its name; nothing in it is anything else."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = [(each[1], each[0]) for each in LOCKED.finditer(text)]
    assert "".join(said for _, said in found) == text
    return dict(found)


def names(wanted: list[str]) -> set[str]:
    return {re.split("[^a-z0-9-]", each)[0] for each in wanted}


def test_every_release_of_the_locks_has_its_hashes() -> None:
    run, everything = lock("requirements.lock"), lock("requirements-test.lock")
    assert run.items() <= everything.items()
    assert names(PROJECT["project"]["dependencies"]) <= run.keys()
    extras = PROJECT["project"]["optional-dependencies"]["test"]
    assert names([*extras, *PROJECT["build-system"]["requires"], "editables"]) <= everything.keys()


def imported(tree: ast.Module) -> set[str]:
    """The first names of all that a file imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module or "")
    return {name.partition(".")[0] for name in found}


@pytest.mark.thorough
def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    foreign = set().union(*map(imported, TREES.values())) - {*sys.stdlib_module_names, "backtui"}
    assert foreign == {name.replace("-", "_") for name in names(PROJECT["project"]["dependencies"])}


@pytest.mark.thorough
def test_every_database_is_opened_without_plugins() -> None:
    """sqlite-utils would load whatever calls itself a plugin of it, into the process that holds the log."""
    opened = [
        (source.name, {each.arg: ast.unparse(each.value) for each in node.keywords})
        for source, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "Database"
    ]
    assert opened
    assert not [name for name, said in opened if said.get("execute_plugins") != "False"]


def run(traps: Traps, folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=traps.environ, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "command", [[BIN / "backtui"], [sys.executable, "-m", "backtui"]], ids=["backtui", "python -m backtui"]
)
def test_a_module_that_lies_in_the_folder_is_not_read(command: list[str | Path], tmp_path: Path) -> None:
    traps, folder = Traps(tmp_path), tmp_path / "folder"
    folder.mkdir()
    traps.lay(folder, *NEAR)
    done = run(traps, folder, *command, "plan")
    assert (done.returncode, done.stderr, traps.sprung) == (0, "", [])


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import socket; socket.getaddrinfo('localhost', 1)", "socket.getaddrinfo"),
        ("import socket; socket.socket().connect(('127.0.0.1', 1))", "socket.connect"),
        ("import sqlite_utils; sqlite_utils.Database(memory=True)", "hostile"),
        ("import near", "near"),
    ],
)
def test_the_traps_spring(code: str, what: str, tmp_path: Path) -> None:
    traps = Traps(tmp_path)
    traps.lay(tmp_path, "near")
    run(traps, tmp_path, sys.executable, "-c", code)
    assert what in "\n".join(traps.sprung)
