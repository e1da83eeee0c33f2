"""The commands as real processes: locales, pipes, signals, clocks, a session killed and taken over."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from backtui.machine.paths import HOMELESS

ROOT = Path(__file__).parents[2]
SECONDS = 60
UNKNOWN = 54321  # the number of a user whom no system knows


def command(*words: str, **environ: str) -> dict[str, Any]:
    """What Popen and run are given."""
    return {
        "args": [sys.executable, "-m", "backtui", *words],
        "cwd": ROOT,
        "env": os.environ | {"LC_ALL": "C.UTF-8"} | environ,
        "stdin": subprocess.DEVNULL,
    }


def run(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        **command(*words, **environ),
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.parametrize("line", ["plan", "show pretzel", "why pretzel", "history", "today", "-h"])
def test_the_locale_c_gets_ascii(line: str) -> None:
    done = run(*line.split(), LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()


@pytest.mark.thorough
def test_a_utf8_locale_gets_signs() -> None:
    assert "2 s × 2" in run("plan").stdout
    assert "2 s x 2" in run("plan", LC_ALL="C").stdout
    assert "2 s x 2" in run("plan", PYTHONIOENCODING="latin-1").stdout


@pytest.mark.parametrize("line", ["plan", "today --json", "history", "exercises", "set pretzel --hold 3"])
def test_a_malformed_clock_is_wrong_use(line: str, home: Path) -> None:
    done = run(*line.split(), BACKTUI_CLOCK="yesterday")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "backtui: BACKTUI_CLOCK='yesterday' cannot be used: it is not a time; write it like"
        " 2026-03-01T07:00:00 or 2026-03-01T07:00:00+01:00@60.\n"
    )
    assert list(home.rglob("*.db")) == []


@pytest.mark.thorough
def test_the_clock_says_which_day_it_is() -> None:
    day = json.loads(run("today", "--json", BACKTUI_CLOCK="2031-05-06T07:00:00").stdout)["date"]
    assert day == "2031-05-06"
    early = json.loads(run("today", "--json", BACKTUI_CLOCK="2031-05-06T03:59:00").stdout)["date"]
    assert early == "2031-05-05"


@pytest.mark.thorough
def test_a_hands_free_session_ends_by_itself_with_a_backup(home: Path) -> None:
    done = run("session", "--plain", "--minutes", "90", BACKTUI_CLOCK="2026-03-02T07:00:00@4000")
    assert (done.returncode, done.stderr) == (0, "")
    (session,) = json.loads(run("history", "--json").stdout)["sessions"]
    assert session["state"] == "done"
    assert len({entry["exercise"] for entry in session["entries"] if entry["complete"]}) == 13
    (backup,) = home.rglob("backtui.db-backups/*.db")
    assert backup.stat().st_mode & 0o777 == 0o600
    assert all(path.stat().st_mode & 0o077 == 0 for path in home.rglob("*backtui*") if path.exists())


def begin(rate: int, home: Path, at: str = "2026-03-02T07:00:00") -> "subprocess.Popen[str]":
    """A session that has counted its first repetition."""
    with (home / "said").open("w") as said:
        running = subprocess.Popen(
            **command("session", "--plain", BACKTUI_CLOCK=f"{at}@{rate}"), stdout=said, stderr=said
        )
    until = time.monotonic() + SECONDS
    while counted(home) == 0 and running.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    return running


def counted(home: Path) -> int:
    return (home / "said").read_text().count("counted.")


def held() -> list[dict[str, Any]]:
    """The sessions in the history."""
    found: list[dict[str, Any]] = json.loads(run("history", "--json").stdout)["sessions"]
    return found


@pytest.mark.faults
def test_what_was_counted_outlives_a_kill_and_the_next_start_goes_on(home: Path) -> None:
    running = begin(60, home)
    running.kill()
    running.wait()
    (session,) = held()
    done = sum(len(entry["done"]) for entry in session["entries"])
    assert session["state"] == "open"
    assert done >= counted(home) >= 1
    again = run("session", "--plain", BACKTUI_CLOCK="2026-03-02T07:30:00@4000")
    assert again.returncode == 0
    assert "was interrupted" in again.stdout.splitlines()[0]
    (session,) = held()
    assert session["state"] == "done"
    assert all(entry["complete"] for entry in session["entries"])


@pytest.mark.faults
@pytest.mark.parametrize(
    ("choice", "states"), [("finish", ["done", "stopped"]), ("discard", ["done"]), ("go-on", ["done"])]
)
def test_an_interrupted_session_is_closed_as_asked(choice: str, states: list[str], home: Path) -> None:
    running = begin(60, home)
    running.kill()
    running.wait()
    clock = "2026-03-02T08:00:00@5000"
    assert run("session", "--plain", "--minutes", "3", "--open", choice, BACKTUI_CLOCK=clock).returncode == 0
    assert [session["state"] for session in held()] == states


@pytest.mark.faults
@pytest.mark.parametrize(
    ("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_a_session_that_stays_open(ending: signal.Signals, code: int, home: Path) -> None:
    running = begin(60, home)
    running.send_signal(ending)
    assert running.wait(SECONDS) == code
    assert held()[0]["state"] == "open"
    assert "Traceback" not in (home / "said").read_text()


@pytest.mark.faults
def test_a_session_runs_in_one_place_and_can_be_taken_over(home: Path) -> None:
    running = begin(5, home)
    try:
        refused = run("session", "--plain", BACKTUI_CLOCK="2026-03-02T07:01:00@4000")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr.startswith(
            f"backtui: A session runs in another backtui (process {running.pid} on "
        )
        assert refused.stderr.endswith("; end it there, or go on here with --take-over.\n")
        assert run("plan").returncode == 0
        taken = run("session", "--plain", "--take-over", BACKTUI_CLOCK="2026-03-02T07:01:00@4000")
        assert taken.returncode == 0
        assert running.wait(SECONDS) != -signal.SIGKILL
    finally:
        running.kill()
        running.wait()
    (session,) = held()
    assert session["state"] == "done"
    for entry in session["entries"]:
        assert len(entry["done"]) == entry["prescribed"]["reps"] * (2 if entry["sides"] == "each" else 1)


@pytest.mark.parametrize("line", ["show pretzel", "-h"])
@pytest.mark.thorough
def test_a_reader_that_has_enough_is_no_failure(line: str) -> None:
    with subprocess.Popen(
        **command(*line.split()), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as shown:
        assert shown.stdout is not None
        assert shown.stderr is not None
        shown.stdout.close()
        assert shown.wait(SECONDS) == 141
        assert shown.stderr.read() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "line", ["plan", "plan --json", "-h", "plan -h", "log pain -h", "--version", "completion bash"]
)
def test_a_full_disk_is_told(line: str, unbuffered: str) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            **command(*line.split(), PYTHONUNBUFFERED=unbuffered),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        1,
        "backtui: The output cannot be written (No space left on device).\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize(("line", "code"), [("plan --minutes 999", 2), ("restore nothing.db", 1)])
def test_where_errors_cannot_be_written_the_exit_code_is_the_same(line: str, code: int) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(**command(*line.split()), stdout=subprocess.PIPE, stderr=full, check=False)
    assert (done.returncode, done.stdout) == (code, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_told_while_a_shell_completes() -> None:
    asked = {"_BACKTUI_COMPLETE": "bash_complete", "COMP_WORDS": "backtui pl", "COMP_CWORD": "1"}
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            **command(**asked), stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize("line", ["plan", "-h", "--version"])
def test_a_closed_output_is_told(line: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m backtui {line} >&-"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        1,
        "backtui: The output is closed, so there is nowhere to write to.\n",
    )


def as_nobody(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """A command of a user whom the system does not know, without HOME."""
    wanted = command(*words, **environ)
    for name in [name for name in wanted["env"] if name == "HOME" or name.startswith("XDG_")]:
        if name not in environ:
            del wanted["env"][name]
    if os.geteuid() == 0:
        # Only the real id, by which a home is looked up, so that Python itself can still be read.
        wanted["preexec_fn"] = lambda: os.setreuid(UNKNOWN, 0)
    else:
        mapped = ["unshare", "--user", f"--map-user={UNKNOWN}"]
        if not shutil.which("unshare") or subprocess.run([*mapped, "true"], capture_output=True).returncode:
            pytest.skip("nobody here may be an unknown user")
        wanted["args"] = [*mapped, *wanted["args"]]
    return subprocess.run(**wanted, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False)


@pytest.mark.parametrize(
    ("words", "environ"),
    [
        (["plan"], {}),
        (["set", "pretzel", "--hold", "3"], {}),
        (["--db", "here.db", "plan"], {}),
        (["--config", "here.toml", "plan"], {}),
        (["--config", "here.toml", "plan"], {"BACKTUI_DB": "~/here.db"}),
        (["plan"], {"HOME": "relative"}),
    ],
)
def test_without_a_home_it_says_what_to_do(words: list[str], environ: dict[str, str]) -> None:
    done = as_nobody(*words, **environ)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"backtui: {HOMELESS}.\n")


@pytest.mark.thorough
@pytest.mark.parametrize("by", ["options", "variables"])
def test_without_a_home_named_files_are_enough(by: str, tmp_path: Path) -> None:
    named = {"db": str(tmp_path / "my.db"), "config": str(tmp_path / "my.toml")}
    options = [f"--{key}={path}" for key, path in named.items()] if by == "options" else []
    variables = {f"BACKTUI_{key.upper()}": path for key, path in named.items()} if by == "variables" else {}
    for line in ("set pretzel --hold 3", "plan", "log pain 2", "session --plain --minutes 3", "doctor"):
        done = as_nobody(*options, *line.split(), BACKTUI_CLOCK="2026-03-02T07:00:00@20000", **variables)
        assert (done.returncode, done.stderr) == (0, ""), line
    assert (tmp_path / "my.db").exists()


def test_help_and_errors_need_no_stderr() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m backtui plan --minutes 999 2>&-"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.thorough
def test_a_read_only_home_is_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    done = run("--db", str(blocked / "backtui.db"), "set", "pretzel", "--hold", "3")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert str(blocked) in done.stderr
