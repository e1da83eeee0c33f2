"""Wrong use and failures: one sentence on stderr, nothing on stdout, nothing made or changed."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from cli_room import backtui, files, train

from backtui.cli.context import Wiring
from backtui.store.store import Store

IDS = (
    "pelvic-tilt, single-leg-pull, double-knee-to-chest, pretzel, hamstring-stretch, side-stretch, "
    "back-arch, pelvic-lift, partial-sit-up, cat-camel, arm-reach, leg-reach, wall-slide"
)

WRONG_USE = {
    "plan --minutes 2": "A session takes from 3 to 90 minutes, not 2.",
    "plan --minutes 91": "A session takes from 3 to 90 minutes, not 91.",
    "plan --minutes -5": "A session takes from 3 to 90 minutes, not -5.",
    "plan --minutes 1e3": (
        "Invalid value for '--minutes': '1e3' is not a whole number; try 'backtui plan --help'."
    ),
    "plan --minutes ３": (
        "Invalid value for '--minutes': '\\uff13' is not a whole number; try 'backtui plan --help'."
    ),
    f"plan --minutes {'9' * 5000}": (
        f"Invalid value for '--minutes': '{'9' * 40}' is not a whole number; try 'backtui plan --help'."
    ),
    "plan --routine nope": "There is no routine 'nope'; try one of: standard, stretches.",
    "--minutes 20 plan": "--minutes goes after the command: plan --minutes 20; try 'backtui --help'.",
    "--routine standard today": (
        "--routine goes after the command: today --routine standard; try 'backtui --help'."
    ),
    "show nope": f"There is no exercise 'nope'; try one of: {IDS}.",
    "show pelvic": "'pelvic' may be pelvic-tilt or pelvic-lift; say which.",
    "why \x1b[31mred": f"There is no exercise '\\x1b[31mred'; try one of: {IDS}.",
    "set nope --hold 3": f"There is no exercise 'nope'; try one of: {IDS}.",
    "set pelvic-lift --hold 601": "Hold must be from 0 to 600 s, not 601.",
    "set pelvic-lift --hold 999999": "Hold must be from 0 to 600 s, not 999999.",
    "set pelvic-lift --reps 0": "Repetitions must be from 1 to 50, not 0.",
    "set pelvic-lift --reps 51": "Repetitions must be from 1 to 50, not 51.",
    "set pelvic-lift --target-hold 601": "Target hold must be from 0 to 600 s, not 601.",
    "set pelvic-lift --target-reps 51": "Target repetitions must be from 1 to 50, not 51.",
    "history --since someday": (
        "Invalid value for '--since': 'someday' is not a day; write it like 2026-03-01, yesterday, monday or"
        " 3 days ago; try 'backtui history --help'."
    ),
    "history --since 2026-02-30": (
        "Invalid value for '--since': '2026-02-30' is not a day; write it like 2026-03-01, yesterday,"
        " monday or 3 days ago; try 'backtui history --help'."
    ),
    "today --json --quiet": (
        "--quiet prints nothing and --json prints; give one of them; try 'backtui today --help'."
    ),
    "export -o /nowhere/log.json": (
        "-o /nowhere/log.json: there is no folder /nowhere; try 'backtui export --help'."
    ),
    "export -o /": "-o / is not a file; try 'backtui export --help'.",
    "session --plain --minutes 1000": "A session takes from 3 to 90 minutes, not 1000.",
    "session --open finish": (
        "--open and --take-over go with --plain; the full screen asks; try 'backtui session --help'."
    ),
}
# Click's own words differ from version to version; what must be in them does not.
CLICK_SAYS = {
    "--foo": ("--foo",),
    "frobnicate": ("frobnicate", "try 'backtui --help'."),
    "plan extra": ("extra", "try 'backtui plan --help'."),
    "plan --minutes": ("--minutes",),
    "plan --jso": ("--jso",),
    "--color blue plan": ("blue", "truecolor"),
    "show": ("EXERCISE", "try 'backtui show --help'."),
    "locate": ("db", "config", "backups"),
    "locate moon": ("moon", "db"),
    "completion tcsh": ("tcsh", "bash"),
    "export --format xml": ("xml", "json"),
    "import": ("FILE",),
    "merge": ("OTHER.db",),
    "set pelvic-lift --by doctor --hold 3": ("doctor", "provider"),
    "session --plain --open never": ("never", "go-on"),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG_USE.items(), ids=lambda each: each[:40])
def test_wrong_use_is_one_sentence_and_2(line: str, sentence: str, home: Path) -> None:
    command, _, rest = line.partition(" ")
    words = [command, rest] if command == "why" else line.split()
    answer = backtui(*words)
    assert (answer.code, answer.out, answer.err) == (2, "", f"backtui: {sentence}\n")
    assert files(home) == []


@pytest.mark.parametrize(("line", "parts"), CLICK_SAYS.items())
def test_what_click_refuses_is_one_sentence_and_2(line: str, parts: tuple[str, ...], home: Path) -> None:
    answer = backtui(*line.split())
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert "Usage:" not in answer.err
    assert all(part in answer.err for part in parts)
    assert files(home) == []


def test_nothing_to_set_is_wrong_use(home: Path) -> None:
    answer = backtui("set", "pelvic-lift", "--by", "provider")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("backtui: Say what to set")
    assert files(home) == []


@pytest.mark.parametrize(
    "words", [(), ("session",), ("--minutes", "20"), ("session", "--routine", "standard")]
)
def test_the_full_screen_needs_a_terminal(words: tuple[str, ...], home: Path) -> None:
    answer = backtui(*words)
    assert (answer.code, answer.out) == (2, "")
    assert "`ssh -t HOST backtui`" in answer.err
    assert "`backtui session --plain`" in answer.err
    assert answer.err.count("\n") == 1
    assert files(home) == []


READS = ("plan", "today", "history --json", "why pretzel", "show pretzel", "export")


@pytest.mark.parametrize("line", [*READS, "set pretzel --hold 3", "session --plain"])
@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty (zero bytes)"), (b"a letter\n" * 99, "is not a backtui log"), (None, "is not a file")],
    ids=["zero bytes", "foreign", "a folder"],
)
def test_a_file_that_is_no_log_is_refused_untouched(
    line: str, content: bytes | None, said: str, tmp_path: Path
) -> None:
    log = tmp_path / "log.db"
    log.mkdir() if content is None else log.write_bytes(content)
    answer = backtui("--db", str(log), *line.split())
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
    assert said in answer.err
    assert str(log) in answer.err
    assert log.is_dir() if content is None else log.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    log = tmp_path / "other.db"
    with sqlite3.connect(log) as conn:
        conn.execute("create table t (x)")
    conn.close()
    answer = backtui("--db", str(log), "set", "pretzel", "--hold", "3")
    assert (answer.code, answer.out) == (1, "")
    assert "another program's database" in answer.err


@pytest.mark.parametrize("line", [*READS, "set pretzel --hold 3"])
def test_a_log_that_is_gone_is_missed_and_none_made(line: str, home: Path) -> None:
    assert backtui("set", "pretzel", "--hold", "3").code == 0
    log = Path(backtui("locate", "db").out.strip())
    log.unlink()
    answer = backtui(*line.split())
    assert (answer.code, answer.out) == (1, "")
    assert f"The log at {log} is gone" in answer.err
    assert not log.exists()


def test_a_lock_held_elsewhere_is_a_sentence(clock, monkeypatch: pytest.MonkeyPatch) -> None:
    wiring_opens = Wiring.open_store

    def impatient(wiring: Wiring, device: bytes, **options: Any) -> Store:
        return wiring_opens(wiring, device, **options | {"wait_s": 0.05})

    monkeypatch.setattr(Wiring, "open_store", impatient)
    train(clock, minutes=3)
    log = backtui("locate", "db").out.strip()
    with sqlite3.connect(log, isolation_level=None) as other:
        other.execute("begin exclusive")
        answer = backtui("set", "pretzel", "--hold", "3")
        other.execute("rollback")
    other.close()
    assert (answer.code, answer.out) == (1, "")
    assert "Another program uses the log; close that one" in answer.err


def test_too_little_memory_is_no_fault(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("backtui.coach.coach.Coach.today", broken)
    answer = backtui("today")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("backtui: There is not enough free memory for this; close other programs")
    assert list(home.rglob("fault.txt")) == []


def test_an_unexpected_fault_is_a_sentence_and_a_private_file(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("backtui.coach.coach.Coach.today", broken)
    answer = backtui("today")
    (path,) = home.rglob("fault.txt")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        f"backtui: backtui has a fault (RuntimeError); what was saved is safe, and {path} has the details.\n"
    )
    assert "secret" in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
