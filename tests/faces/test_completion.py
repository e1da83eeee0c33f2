"""What TAB completes: asked of the program, then pressed in bash, zsh and fish on a terminal."""

import os
import pty
import re
import select
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import made_events
import pytest
from cli_room import MONDAY, backtui

from backtui.machine import paths
from backtui.store import unsaved

BIN = str(Path(sys.executable).parent)
SECONDS = 60


@pytest.fixture
def own(home: Path, tmp_path: Path) -> None:
    """An exercise and a routine of one's own, and a session."""
    text = backtui("show", "pelvic-lift", "--toml").out
    text = text.replace('"pelvic-lift"', '"hip-opener"', 1).replace('"Pelvic lift"', '"Hip opener"', 1)
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    assert backtui("import", str(tmp_path / "mine.toml")).code == 0
    routine = backtui("show", "stretches", "--toml").out.replace('"stretches"', '"evening"', 1)
    routine = re.sub(r'name = ".*"', 'name = "Evening"', routine, count=1)
    (tmp_path / "evening.toml").write_text(routine, encoding="utf-8")
    assert backtui("import", str(tmp_path / "evening.toml")).code == 0
    assert backtui("log", "session", "--time", "06:30").code == 0


def offered(line: str, monkeypatch: pytest.MonkeyPatch, shell: str = "bash") -> list[str]:
    """What is offered at the end of a line that begins with the program."""
    words = [*line.split(), *([""] if line.endswith(" ") else [])]
    with monkeypatch.context() as patch:
        patch.setenv("_BACKTUI_COMPLETE", f"{shell}_complete")
        patch.setenv("COMP_WORDS", line)
        patch.setenv("COMP_CWORD", words[-1] if shell == "fish" else str(len(words) - 1))
        answer = backtui()
    assert (answer.code, answer.err) == (0, "")
    return answer.out.splitlines()


WORDS = [
    ("backtui hist", "history"),
    ("backtui hist --exercise pretz", "pretzel"),
    ("backtui log aer", "aerobic"),
    ("backtui help comp", "completion"),
    ("backtui show hip-o", "hip-opener"),
    ("backtui show --toml even", "evening"),
    ("backtui show even", ""),
    ("backtui set freq", "frequency"),
    ("backtui why pretz", "pretzel"),
    ("backtui include hip-o", "hip-opener"),
    ("backtui session --routine even", "evening"),
    ("backtui --routine even", "evening"),
    ("backtui routines --use even", "evening"),
    ("backtui schedule str", "stretches"),
    ("backtui schedule --limit pretz", "pretzel"),
    ("backtui schedule evening --on mon,tu", "mon,tue"),
    ("backtui remove ", "hip-opener evening"),
    ("backtui cautions ost", "osteoporosis"),
    ("backtui cautions knee,ost", "knee,osteoporosis"),
    ("backtui cautions knee,kn", ""),
    ("backtui programmes press", "press-ups"),
    ("backtui edit la", "last"),
    ("backtui edit 2026-03", "2026-03-02T06:30"),
    ("backtui history --since yes", "yesterday"),
    ("backtui history --until 2026", "2026-03-02"),
    ("backtui log pain 3 --date mon", "monday"),
    ("backtui log session --skip hip", "hip-opener"),
    ("backtui pause holiday --to op", "open"),
    ("backtui --color true", "truecolor"),
    ("backtui restore newe", "newest"),
]


@pytest.mark.parametrize(("line", "words"), WORDS)
def test_a_word_is_completed(line: str, words: str, own: None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [each.partition(",") for each in offered(line, monkeypatch)]
    assert [value for kind, _, value in found if kind == "plain"] == words.split()


@pytest.mark.parametrize(
    "line",
    [
        *("backtui import p", "backtui merge ", "backtui restore ", "backtui --db ", "backtui --config x"),
        *("backtui export -o ", "backtui backup ", "backtui demo --into x"),
    ],
)
def test_where_a_file_belongs_the_shell_is_asked_for_files(
    line: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"file,{'' if line.endswith(' ') else line[-1]}" in offered(line, monkeypatch)


def test_a_damaged_log_offers_nothing_and_is_not_complained_of(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(backtui("locate", "db").out.strip()).parent.mkdir(parents=True)
    Path(backtui("locate", "db").out.strip()).write_bytes(b"not a log" * 1000)
    assert offered("backtui show pel", monkeypatch) == [""]
    assert offered("backtui edit la", monkeypatch) == ["plain,last"]


@pytest.mark.parametrize("left_out", ["COMP_WORDS", "COMP_CWORD"])
def test_a_shell_that_does_not_say_where_it_is_gets_no_answer_and_no_word(
    left_out: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"_BACKTUI_COMPLETE": "bash_complete", "COMP_WORDS": "backtui show pel", "COMP_CWORD": "2"}
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv(left_out)
    answer = backtui()
    assert (answer.code, answer.out, answer.err) == (1, "", "")
    assert list(home.rglob("*")) == []


def everything(home: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in home.rglob("*") if each.is_file()}


@pytest.mark.parametrize("what", ["unknown", "of the first version", "unsaved", "in WAL mode"])
def test_who_completes_a_word_changes_nothing(
    what: str, own: None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = paths.database_path(None, {})
    known = paths.state_file()
    assert known is not None
    known.unlink()
    if what == "unsaved":
        pain = made_events.event("pain-answered", MONDAY, {"score": 2})
        assert unsaved.keep([known.parent], log, None, [pain])
    elif what == "of the first version":
        log.unlink()
        with closing(sqlite3.connect(log)) as conn:
            conn.executescript((Path(__file__).parents[1] / "store" / "schema_1000.sql").read_text())
    elif what == "in WAL mode":
        with closing(sqlite3.connect(log)) as conn:
            conn.execute("pragma journal_mode=wal")
    before = everything(home)
    assert "plain,pelvic-lift" in offered("backtui show pel", monkeypatch)
    assert everything(home) == before


def test_a_log_that_is_locked_makes_nobody_wait(own: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(paths.database_path(None, {}), isolation_level=None)) as other:
        other.execute("begin exclusive")
        assert offered("backtui show pel", monkeypatch) == [""]
        other.execute("rollback")
    assert "plain,hip-opener" in offered("backtui show hip", monkeypatch)


def test_a_shell_that_shows_more_says_what_it_is(own: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered("backtui show hip-o", monkeypatch, "fish") == ["plain,hip-opener\tHip opener"]
    assert offered("backtui show hip-o", monkeypatch, "zsh") == ["plain", "hip-opener", "Hip opener"]
    said = offered("backtui edit 2026", monkeypatch, "fish")
    assert said == ["plain,2026-03-02T06:30\tMon 2 Mar 2026, done"]


START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "old bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
READY = {
    "bash": 'PS1="> "; source ./script',
    # As bash 3.2 of macOS is: neither compopt nor the option nosort.
    "old bash": 'PS1="> "; enable -n compopt; source <(sed "s/-o nosort/-o nosuch/" script)',
    "zsh": 'PS1="> "; bindkey -e; autoload -U compinit; compinit -D; source ./script',
    "fish": "function fish_prompt; echo '> '; end; source ./script",
}
PRESSED = [
    ("backtui hist --exerc", "backtui hist --exercise"),
    ("backtui show cat-c", "backtui show cat-camel"),
    ("backtui set --by prov", "backtui set --by provider"),
    ("backtui import a-f", "backtui import a-file.toml"),
    ("backtui cautions knee,ost", "backtui cautions knee,osteoporosis"),
    ("backtui history --since yes", "backtui history --since yesterday"),
    ("backtui edit 2026-03-02T06:", "backtui edit 2026-03-02T06:30"),
]


class OnTerminal:
    """A shell on a terminal of its own."""

    def __init__(self, shell: str, folder: Path) -> None:
        self._parent, child = pty.openpty()
        environ = {
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "HOME": os.environ["HOME"],
            "TERM": "dumb" if shell == "fish" else "xterm",
            "LC_ALL": "C.UTF-8",
            "BACKTUI_CLOCK": MONDAY.isoformat(),
        }
        self._process = subprocess.Popen(
            START[shell],
            cwd=folder,
            env=environ | {key: value for key, value in os.environ.items() if key.startswith("XDG_")},
            preexec_fn=lambda: os.login_tty(child),
        )
        os.close(child)

    def type(self, keys: str) -> None:
        """Press these keys."""
        os.write(self._parent, keys.encode())

    def until(self, pattern: str) -> re.Match[str]:
        """What is on the terminal from now on, until it has this. Raises AssertionError after a minute."""
        seen, ends = "", time.monotonic() + SECONDS
        while time.monotonic() < ends:
            if select.select([self._parent], [], [], 1)[0]:
                seen += os.read(self._parent, 65536).decode("utf-8", "replace")
            if found := re.search(pattern, seen):
                return found
        raise AssertionError(f"{pattern} did not come: {seen!r}")

    def end(self) -> None:
        """It is gone."""
        self._process.kill()
        self._process.wait()
        os.close(self._parent)


@contextmanager
def opened(shell: str, folder: Path) -> Iterator[OnTerminal]:
    script = backtui("completion", shell.split()[-1])
    assert (script.code, script.err) == (0, "")
    (folder / "script").write_text(script.out, encoding="utf-8")
    (folder / "a-file.toml").write_text("", encoding="utf-8")
    terminal = OnTerminal(shell, folder)
    try:
        terminal.type(f"{READY[shell]}; echo rea''dy\r")
        terminal.until("ready")
        yield terminal
    finally:
        terminal.end()


@pytest.mark.thorough
@pytest.mark.parametrize("shell", START)
def test_tab_completes_in_a_real_shell(shell: str, own: None, tmp_path: Path) -> None:
    if shutil.which(START[shell][0]) is None:
        pytest.skip(f"there is no {START[shell][0]} here")
    folder = tmp_path / "here"
    folder.mkdir()
    wrong = {}
    with opened(shell, folder) as terminal:
        for number, (line, whole) in enumerate(PRESSED):
            # The line is said instead of run: to its beginning, echo, and its end marked.
            terminal.type(f"{line}\t")
            time.sleep(0.1)
            terminal.type(f"; echo e''nd{number}\x01echo sa''id{number} \r")
            found = terminal.until(rf"said{number} (.*?)\r?\n(?:.*\n)*?end{number}")[1].strip()
            if found != whole:
                wrong[line] = found
    assert wrong == {}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_that_the_shell_reads(shell: str, home: Path, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    (tmp_path / "script").write_text(backtui("completion", shell).out, encoding="utf-8")
    done = subprocess.run(
        [shell, "-n", tmp_path / "script"], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
