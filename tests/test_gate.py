"""The gate: style, types, floors and sizes, so that one pytest run says all there is about a change."""

import ast
import json
import os
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from traps import Traps

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
MAX_FILE_LINES, MAX_FILES = 400, 25
SECONDS = 300

# Each is run in a home of its own; by its end no screen library may have been loaded.
COMMANDS = (
    "--version",
    "--help",
    "plan",
    "plan --json --minutes 20",
    "today",
    "today --json",
    "exercises",
    "exercises --json",
    "show pelvic-tilt",
    "history",
    "history --json",
    "history --stats --exercise pelvic-tilt --until 2026-03-31",
    "history --stats --json",
    "why pelvic-tilt",
    "why pelvic-tilt --json",
    "set pelvic-tilt --hold 3",
    "log aerobic walking --minutes 30",
    "log pain 3",
    "set pelvic-tilt",
    "set all --needed 3 --note slowly",
    "set all --json",
    "set frequency --per-week 3 --by provider",
    "log session",
    "undo",
    "export --format json",
    "export --format ics",
    "export --format csv --of repetitions",
    "export --format html --notes",
    "import --help",
    "merge --help",
    "locate db",
    "doctor",
    "doctor --json",
    "backup --help",
    "restore --help",
    "show pelvic-tilt --toml",
    "routines",
    "routines --use stretches",
    "programmes",
    "programmes mcgill-three --use",
    "cautions knee,neck",
    "include pelvic-tilt --off",
    "completion bash",
    "session --plain --minutes 3",
    "demo --days 120 --into demo.db",
)
# Imports the modules that are named, then forks for each command: much quicker than a start for each.
RUN = """
import importlib, json, os, sys, traceback
from pathlib import Path
place, commands, names = json.load(sys.stdin)
for name in names:
    importlib.import_module(name)

def loaded():
    return sorted({"textual", "rich"} & {name.partition(".")[0] for name in sys.modules})

def child(home, words):
    home.mkdir()
    os.chdir(home)
    os.environ["HOME"] = str(home)
    for kind in ("DATA", "CONFIG", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(home / kind)
    said = os.open("said", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    from backtui.cli.main import main
    code = main(words.split())
    sys.stdout.flush()
    Path("loaded").write_text(" ".join([f"ended with {code}"] * (code != 0) + loaded()))

for number, words in enumerate(commands):
    home = Path(place, str(number))
    if not os.fork():
        try:
            child(home, words)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.wait()
    said = (home / "said").read_text(errors="replace") if (home / "said").exists() else ""
    told = (home / "loaded").read_text() if (home / "loaded").exists() else "broke off"
    if told or "Traceback" in said:
        print(words, told, said, sep=": ")
if loaded():
    print("by import:", loaded())
"""


def run(
    *command: str | Path, said: str = "", environ: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | (environ or {}),
        input=said,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def passes(*command: str | Path) -> None:
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "tool",
    [
        [sys.executable, "-m", "ruff", "check"],
        [sys.executable, "-m", "ruff", "format", "--check"],
        [sys.executable, "-m", "mypy"],
        [BIN / "lint-imports"],
    ],
    ids=["ruff check", "ruff format", "mypy", "lint-imports"],
)
def test_tool_has_nothing_to_say(tool: list[str | Path]) -> None:
    passes(*tool)


def sources() -> list[Path]:
    return sorted((ROOT / "backtui").rglob("*.py"))


def headless() -> list[str]:
    """The names of all modules below the full screen."""
    parts = [source.relative_to(ROOT).with_suffix("").parts for source in sources()]
    names = [".".join(one).removesuffix(".__init__") for one in parts]
    return [name for name in names if not name.startswith("backtui.tui") and name != "backtui.__main__"]


def test_no_command_loads_a_screen_library_or_a_plugin_or_asks_the_network(tmp_path: Path) -> None:
    given = json.dumps([str(tmp_path), COMMANDS, headless()])
    traps = Traps(tmp_path)
    environ = {**traps.environ, "BACKTUI_CLOCK": "2026-03-02T07:00:00@2000"}
    done = run(sys.executable, "-c", RUN, said=given, environ=environ)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert traps.sprung == []
    assert len(list(tmp_path.glob("*/loaded"))) == len(COMMANDS)


def test_the_first_screen_reads_no_other_screen_and_no_way_to_write() -> None:
    first = "import backtui.cli.fullscreen, backtui.store.thread, backtui.tui.app, sys; print(*sys.modules)"
    loaded = run(sys.executable, "-c", first).stdout.split()
    late = ("backtui.tui.history.", "backtui.tui.library.", "backtui.tui.settings.", "backtui.tui.dialogs")
    later = ("backtui.tui.pages", "backtui.tui.session.running", "backtui.domain.figure", "sqlite_utils")
    asked = (
        "backtui.tui.errands",
        "backtui.tui.giving_out",
        "backtui.tui.session.flow",
        "backtui.tui.keymap",
    )
    opened = ("backtui.tui.frame.opened", "backtui.tui.filtered", "backtui.tui.widgets.long_rows")
    assert "backtui.tui.today.today" in loaded
    assert not [name for name in loaded if name.startswith((*late, *later, *asked, *opened))]


def test_the_screen_library_is_there_to_be_missed() -> None:
    assert find_spec("textual") is not None


def test_files_and_folders_are_of_a_size_to_be_read() -> None:
    lines = {source: source.read_text(encoding="utf-8").count("\n") for source in sources()}
    assert not {source.name: count for source, count in lines.items() if count > MAX_FILE_LINES}
    folders = Counter(source.parent for source in lines if source.name != "__init__.py")
    assert not {folder.name: count for folder, count in folders.items() if count > MAX_FILES}


def imports(source: Path, names: set[str]) -> set[str]:
    """The modules of backtui that a file imports anywhere, inside functions and for types too."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found & names


def test_no_circle_of_imports() -> None:
    named = {".".join(source.relative_to(ROOT).with_suffix("").parts): source for source in sources()}
    needs = {name: imports(source, set(named)) - {name} for name, source in named.items()}
    while free := [name for name, others in needs.items() if not others & set(needs)]:
        for name in free:
            del needs[name]
    assert not needs, "these import each other, or what does"


def test_a_name_stands_for_one_thing() -> None:
    rooms = Counter(
        (source.relative_to(ROOT).parts[1], source.stem) for source in sources() if source.stem != "__init__"
    )
    classes = Counter(
        node.name
        for source in sources()
        for node in ast.parse(source.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    )
    assert not [name for name, count in (rooms + classes).items() if count > 1]


def test_a_room_says_only_what_lives_in_it() -> None:
    said = {source: ast.parse(source.read_text(encoding="utf-8")) for source in sources()}
    assert not [source.name for source, tree in said.items() if not ast.get_docstring(tree)]
    doors = [
        tree
        for source, tree in said.items()
        if source.name == "__init__.py" and source.parent.name != "backtui"
    ]
    assert not [tree for tree in doors if len(tree.body) > 1]
