"""Disks that are full, fail or lose their power, and old logs: some of what the commands here try often."""

import subprocess
import sys
from pathlib import Path

import pytest
from disk import WITHOUT_COMPILER, compiled

HERE = Path(__file__).parent

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(compiled() is None, reason=WITHOUT_COMPILER),
]


def tried(script: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """One of the series, as the command that it is."""
    command = [sys.executable, str(HERE / f"{script}.py"), *words]
    return subprocess.run(command, text=True, capture_output=True, timeout=300)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("full_disk", ("--every", "17", "--only", "log", "--only", "backup", "--only", "salvage")),
        ("full_disk", ("--every", "150", "--only", "session", "--only", "migration", "--only", "screen")),
        ("power_loss", ("--states", "2", "--only", "log", "--only", "setting", "--only", "first")),
        ("old_schemas", ("--starts", "6", "--every", "40", "--only", "1000")),
    ],
)
def test_nothing_is_lost_or_said_wrongly(script: str, words: tuple[str, ...]) -> None:
    done = tried(script, *words)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "lost 0 · doubled 0 · said wrongly 0 · crashes 0 · left alive 0" in done.stdout


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("full_disk", ("--every", "17", "--only", "log", "--stock")),
        ("power_loss", ("--states", "2", "--only", "log", "--stock")),
    ],
)
def test_without_what_keeps_it_whole_the_same_series_finds_something(
    script: str, words: tuple[str, ...]
) -> None:
    done = tried(script, *words)
    assert done.returncode == 1
    assert done.stderr == ""
