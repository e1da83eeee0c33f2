"""The gate: style, types, floors and sizes, so that one pytest run says all there is about a change."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
MAX_FILE_LINES = 520
SECONDS = 300

# Each is run in a home of its own by a process that must not have loaded a screen library by its end.
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
    "cautions knee,neck",
    "include pelvic-tilt --off",
    "completion bash",
    "session --plain --minutes 3",
)
RUN = """
import atexit, sys
def tell():
    loaded = sorted({"textual", "rich"} & {name.partition(".")[0] for name in sys.modules})
    open(sys.argv[1], "w").write(" ".join(loaded))
atexit.register(tell)
from backtui.cli.main import main
raise SystemExit(main(sys.argv[2:]))
"""
IMPORT = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
loaded = {"textual", "rich"} & set(sys.modules)
raise SystemExit(f"{loaded} were loaded" if loaded else 0)
"""


def run(*command: str | Path, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | (environ or {}),
        stdin=subprocess.DEVNULL,
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


def test_no_module_below_the_screen_loads_a_screen_library() -> None:
    passes(sys.executable, "-c", IMPORT, *headless())


@pytest.mark.skipif(not (ROOT / "backtui/cli/main.py").exists(), reason="there are no commands yet")
@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_loads_no_screen_library(words: str, tmp_path: Path) -> None:
    told = tmp_path / "loaded"
    done = run(
        sys.executable, "-c", RUN, told, *words.split(), environ={"BACKTUI_CLOCK": "2026-03-02T07:00:00@2000"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert told.read_text() == ""
    assert "Traceback" not in done.stderr


def test_the_screen_library_is_there_to_be_missed() -> None:
    assert find_spec("textual") is not None


@pytest.mark.parametrize("source", sources(), ids=lambda source: str(source.relative_to(ROOT)))
def test_a_file_is_of_a_size_to_be_read(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert text.count("\n") <= MAX_FILE_LINES
