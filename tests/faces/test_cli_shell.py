"""What makes a command line convenient: help, names that were begun, an editor, a pager, a report."""

import json
import os
import pty
import select
import subprocess
import sys
import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_room import MONDAY, backtui

from backtui.cli.commands import COMMANDS
from backtui.cli.shell.topics import TOPICS
from backtui.config.settings import SETTINGS
from backtui.machine import paths

SECONDS = 60
WEDNESDAY = datetime(2026, 3, 4, 7, tzinfo=UTC)


def editor(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """EDITOR is a program that does that with the file $1."""
    program = folder / "my editor"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"'{program}'")


# Help and names


def test_the_help_cuts_no_summary_and_names_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    said = backtui("--help").out
    assert "..." not in said.partition("Commands:")[2]
    assert all(f"\n  {name} " in said for name in COMMANDS)


@pytest.mark.parametrize("name", [*COMMANDS, "log pain", "log session", "config edit"])
def test_the_help_of_a_command_is_that_of_its_option(name: str) -> None:
    asked, option = backtui("help", *name.split()), backtui(*name.split(), "--help")
    assert (asked.code, option.code, asked.err) == (0, 0, "")
    assert asked.out == option.out
    assert f"Usage: backtui {name} " in asked.out


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_fits_and_says_each_of_its_words(name: str) -> None:
    said = backtui("help", name)
    assert (said.code, said.err) == (0, "")
    assert all(len(line) <= 80 for line in said.out.splitlines())
    assert all(word in said.out for word, _ in TOPICS[name].rows)


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("hist", 0, ""),
        ("HIST --since yesterday", 0, ""),
        ("show cat", 0, ""),
        ("help exit", 0, ""),
        ("help conf", 0, ""),
        ("log aer walking --minutes 30", 0, ""),
        ("se", 2, "'se' may be session or set; try 'backtui --help'."),
        ("histroy", 2, "No such command 'histroy'; did you mean history?"),
        ("log walk", 2, "No such command 'walk'; try 'backtui log --help'."),
        ("log moning same", 2, "No such command 'moning'; did you mean morning?"),
        (
            "show hamstrnig",
            2,
            "There is no exercise 'hamstrnig'; did you mean hamstring-stretch?",
        ),
        ("plan --routine stretchs", 2, "There is no routine 'stretchs'; did you mean stretches?"),
        ("cautions osteoporsis", 2, "There is no caution 'osteoporsis'; did you mean osteoporosis?"),
        ("programmes pres-ups", 2, "There is no programme 'pres-ups'; did you mean press-ups?"),
        ("help histroy", 2, "There is no help on 'histroy'; did you mean history?"),
        ("help lo", 2, "'lo' may be log or locate; say which; try 'backtui help --help'."),
        ("help show cat", 2, "There is no help on 'cat'; leave it out; try 'backtui help --help'."),
        ("--verbose today", 2, "--verbose goes with --version; try 'backtui --help'."),
    ],
)
def test_a_name_may_be_begun_and_a_slip_is_asked_about(
    line: str, code: int, sentence: str, home: Path
) -> None:
    answer = backtui(*line.split())
    assert (answer.code, answer.err) == (code, f"backtui: {sentence}\n" if sentence else "")
    assert bool(answer.out) == (code == 0)


# Days


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("yesterday", "2026-03-03"),
        ("monday", "2026-03-02"),
        ("3 days ago", "2026-03-01"),
        ("1 feb", "2026-02-01"),
    ],
)
def test_a_day_is_said_as_people_say_it_wherever_one_is_asked_for(said: str, day: str, home: Path) -> None:
    assert backtui("log", "session", "--date", said, "--time", "06:00", at=WEDNESDAY).code == 0
    assert backtui("log", "aerobic", "walking", "--minutes", "30", "--date", said, at=WEDNESDAY).code == 0
    assert backtui("edit", said, "--pain-after", "2", at=WEDNESDAY).code == 0
    [found] = json.loads(backtui("history", "--json", "--since", said, "--until", said, at=WEDNESDAY).out)[
        "sessions"
    ]
    assert (found["day"], found["pain_after"]) == (day, 2)
    table = backtui("export", "--format", "csv", "--of", "aerobic", "--since", said, at=WEDNESDAY).out
    assert day in table


def test_the_weekday_of_a_pause_is_one_to_come(home: Path) -> None:
    assert backtui("pause", "holiday", "--from", "friday", "--to", "next monday", at=WEDNESDAY).code == 0
    [pause] = json.loads(backtui("pause", "--json", at=WEDNESDAY).out)["pauses"]
    assert (pause["first"], pause["last"]) == ("2026-03-06", "2026-03-09")


# Settings and the editor


def test_config_prints_a_file_that_says_what_holds(home: Path) -> None:
    said = backtui("config")
    assert (said.code, said.err) == (0, "")
    table = tomllib.loads(said.out)
    assert table == {**{row.key: row.default for row in SETTINGS}, "keys": {}}
    assert all(row.effect in said.out for row in SETTINGS)
    file = paths.config_path(None, {})
    assert not file.exists()
    file.parent.mkdir(parents=True)
    file.write_text('flash = true\n[keys]\n"run.pause" = "space,p"\n', encoding="utf-8")
    table = tomllib.loads(backtui("config").out)
    assert (table["flash"], table["keys"]) == (True, {"run.pause": "space,p"})
    document = json.loads(backtui("config", "--json").out)
    assert document["keys"] == {"run.pause": "space,p"}
    assert {row["key"]: (row["value"], row["default"]) for row in document["settings"]}["flash"] == (
        True,
        False,
    )


def test_config_edit_opens_the_editor_on_a_commented_file_and_checks_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = paths.config_path(None, {})
    editor(tmp_path, monkeypatch, "sed -i 's/^# flash = false/flash = true/' \"$1\"")
    said = backtui("config", "edit")
    assert (said.code, said.out, said.err) == (0, f"{file} is sound.\n", "")
    assert file.stat().st_mode & 0o777 == 0o600
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {"flash": True, "keys": {}}
    assert json.loads(backtui("config", "--json").out)["settings"][2]["value"] is True
    editor(tmp_path, monkeypatch, 'echo \'sond = 1\' | cat - "$1" > "$1.new"; mv "$1.new" "$1"')
    wrong = backtui("config", "edit")
    assert (wrong.code, wrong.out) == (1, "")
    assert wrong.err.startswith(f"backtui: {file}, line 1: there is no setting 'sond'; the settings are ")


@pytest.mark.parametrize("line", ["config edit", "edit last --write-note", "log session --write-note"])
def test_an_editor_that_there_is_not_is_one_sentence(
    line: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert backtui("log", "session", "--time", "05:00").code == 0
    before = backtui("export").out
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "/no/such/editor")
    said = backtui(*line.split())
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert said.err.endswith("; set EDITOR to the program that you write with.\n")
    assert backtui("export").out == before


def test_a_note_is_written_in_the_editor_and_changed_there(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def notes() -> list[str]:
        log = json.loads(backtui("export").out)
        return [each["text"] for each in log["events"] if each.get("text")]

    editor(tmp_path, monkeypatch, "printf 'stiff at first,\\n\\nbetter  later\\n' > \"$1\"")
    assert backtui("log", "session", "--time", "05:00", "--write-note").code == 0
    assert notes() == ["stiff at first, better later"]
    editor(tmp_path, monkeypatch, "sed -i '1s/better/fine/' \"$1\"")
    assert "Corrected" in backtui("edit", "last", "--write-note").out
    assert notes()[-1] == "stiff at first, fine later"
    editor(tmp_path, monkeypatch, "true")
    assert backtui("edit", "last", "--write-note").out == "Nothing was changed.\n"
    editor(tmp_path, monkeypatch, ': > "$1"')
    assert backtui("edit", "last", "--write-note").out == "Nothing was changed.\n"
    editor(tmp_path, monkeypatch, 'echo mind the left side > "$1"')
    assert backtui("edit", "last", "--exercise", "pretzel", "--write-note").code == 0
    assert notes()[-1] == "mind the left side"


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ('printf "caf\\351" > "$1"', "is not UTF-8 text, so it was not added; it is left in "),
        ('printf "%0600d" 1 > "$1"', "has 600 characters, and 500 fit. What you wrote is left in "),
        ('echo stiff > "$1"; exit 3', "What you wrote is left in "),
        ("exit 3", "set EDITOR to the program that you write with."),
        ('rm "$1"', "There is no note in "),
        ('rm "$1"; mkfifo "$1"', "any more (it is not a file); write it again."),
    ],
)
def test_a_note_that_cannot_be_one_is_told_and_what_was_written_stays(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, says: str
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    editor(tmp_path, monkeypatch, script)
    answer = backtui("log", "session", "--time", "05:00", "--write-note")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert says in answer.err
    left = [path for path in tmp_path.glob("backtui-note-*") if path.is_file()]
    assert [f"is left in {path}." in answer.err for path in left] == ["left in" in says] * len(left)
    assert not json.loads(backtui("export").out)["events"]


@pytest.mark.parametrize("said", ["'", '"vi'])
def test_an_editor_that_is_no_command_line_is_one_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("EDITOR", said)
    answer = backtui("config", "edit")
    assert answer.code == 1
    assert "is not a program with its arguments; set EDITOR" in answer.err


def test_a_blank_editor_runs_no_file(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of settings may be one that can be run."""
    mark, file = tmp_path / "run", paths.config_path(None, {})
    file.parent.mkdir(parents=True)
    file.write_text(f"#!/bin/sh\ntouch {mark}\n")
    file.chmod(0o700)
    monkeypatch.setenv("VISUAL", "  ")
    editor(tmp_path, monkeypatch, "exit 3")
    monkeypatch.setenv("VISUAL", "  ")
    assert backtui("config", "edit").code == 1
    assert not mark.exists()


# Reports


def test_the_version_can_say_what_it_is_built_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm\x1b[31m")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 22")
    short, long = backtui("--version"), backtui("--version", "--verbose")
    assert (short.code, long.code, short.err, long.err) == (0, 0, "", "")
    assert long.out.startswith(short.out)
    assert all(f"\n{name} " in long.out for name in ("Python", "SQLite", "textual", "click", "system"))
    assert "\x1b" not in long.out
    assert "192.0.2.1" not in long.out
    assert backtui("--verbose", "--version").out == long.out


def test_debug_keeps_where_an_error_came_from_and_nothing_that_was_said(home: Path) -> None:
    script = "from backtui.cli.main import main; import sys; sys.exit(main(sys.argv[1:]))"
    words = [
        sys.executable,
        "-c",
        script,
        "--debug",
        "edit",
        "last",
        "--note",
        "a secret",
        "--exercise",
        "no-such",
    ]
    done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, check=False)
    known = paths.state_file()
    assert known is not None
    file = known.with_name("debug.log")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f"\nbacktui: {file} has where it came from.\n")
    assert file.stat().st_mode & 0o777 == 0o600
    said = file.read_text(encoding="utf-8")
    assert all(
        word in said for word in ("asked: edit --debug --note --exercise", "Traceback", "WrongUseError")
    )
    assert "a secret" not in said
    assert not any("debug" in name for name in os.listdir(home) if not name.startswith("."))


# On a terminal


def on_terminal(*words: str, rows: int = 24, **environ: str) -> str:
    """What a command shows on a terminal of so many rows and 80 columns."""
    parent, child = pty.openpty()
    subprocess.run(["stty", "rows", str(rows), "columns", "80"], stdin=child, check=True)
    given = {"TERM": "xterm", "LC_ALL": "C.UTF-8", "BACKTUI_CLOCK": MONDAY.isoformat()} | environ
    kept = {key: value for key, value in os.environ.items() if key not in ("LINES", "COLUMNS")}
    process = subprocess.Popen(
        [sys.executable, "-m", "backtui", *words],
        stdin=child,
        stdout=child,
        stderr=child,
        env=kept | given,
    )
    os.close(child)
    seen, ends = b"", time.monotonic() + SECONDS
    while time.monotonic() < ends:
        if select.select([parent], [], [], 0.2)[0]:
            try:
                seen += os.read(parent, 65536)
            except OSError:
                break
        elif process.poll() is not None:
            break
    assert process.wait(SECONDS) == 0
    os.close(parent)
    return seen.decode()


@pytest.mark.parametrize("line", ["exercises", "--help", "show pretzel", "help variables"])
def test_what_does_not_fit_goes_through_the_pager_and_what_fits_does_not(line: str, home: Path) -> None:
    through = "sed s/^/paged:/"
    assert on_terminal(*line.split(), rows=5, PAGER=through).startswith("paged:")
    assert "paged:" not in on_terminal(*line.split(), rows=99, PAGER=through)


@pytest.mark.parametrize(
    ("pager", "term"),
    [("/no/such/pager", "xterm"), ("'", "xterm"), ("sed s/^/paged:/", "dumb"), ("", "dumb")],
)
def test_without_a_pager_that_can_be_run_it_is_shown_as_it_is(pager: str, term: str, home: Path) -> None:
    said = on_terminal("exercises", rows=5, PAGER=pager, TERM=term)
    assert "paged:" not in said
    assert "pelvic-tilt" in said


def test_colour_is_sent_to_a_terminal_and_never_into_a_pipe(home: Path) -> None:
    assert "\x1b[1m" in on_terminal("exercises", rows=99)
    assert "\x1b" not in on_terminal("exercises", rows=99, NO_COLOR="1")
    for color in ("auto", "truecolor", "256"):
        assert "\x1b" not in backtui("--color", color, "exercises").out
