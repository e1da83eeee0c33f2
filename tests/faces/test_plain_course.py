"""Whole sessions by the real command: twelve of them climb the ladder, and ninety minutes hold everything."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BEGIN = datetime(2026, 3, 2, 7, tzinfo=UTC)
RATE = 2000
LADDER = [(2, 2), (2, 3), (3, 3), (3, 4), (4, 4), (4, 5), (5, 5)]


def backtui(
    monkeypatch: pytest.MonkeyPatch, at: datetime, *words: str, said: str | None = None, rate: int = RATE
) -> "subprocess.CompletedProcess[str]":
    """Run a command at that time; `said` goes into a pipe on stdin, without it nothing can be read there."""
    monkeypatch.setenv("BACKTUI_CLOCK", f"{at.isoformat()}@{rate}")
    source: dict[str, Any] = {"stdin": subprocess.DEVNULL} if said is None else {"input": said}
    return subprocess.run(
        [sys.executable, "-m", "backtui", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        **source,
    )


def read(monkeypatch: pytest.MonkeyPatch, at: datetime, *words: str) -> Any:
    """What a command says as JSON."""
    return json.loads(backtui(monkeypatch, at, *words, "--json").stdout)


def doses(plan: Any) -> dict[str, tuple[int, int]]:
    """The dose of each exercise in a plan."""
    items: Sequence[Any] = [item for block in plan["blocks"] for item in block["items"]]
    return {item["exercise"]: (item["hold_s"], item["reps"]) for item in items}


@pytest.mark.thorough
def test_twelve_sessions_climb_the_ladder_two_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(13):
        day = BEGIN + timedelta(days=2 * number)
        plan = doses(read(monkeypatch, day, "plan", "--minutes", "90"))
        assert len(plan) == 13
        assert set(plan.values()) == {LADDER[number // 2]}
        if number < 12:
            done = backtui(monkeypatch, day, "session", "--plain", "--minutes", "90", rate=10_000)
            assert (done.returncode, done.stderr) == (0, "")
            assert "The session is done" in done.stdout
    entries = [each["entries"] for each in read(monkeypatch, day, "history")["sessions"]]
    assert [len({entry["exercise"] for entry in each}) for each in entries] == [13] * 12


@pytest.mark.thorough
def test_words_from_a_pipe_and_then_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "next\nhard\nnonsense\n"
    done = backtui(monkeypatch, BEGIN, "session", "--plain", "--minutes", "5", said=words, rate=300)
    assert done.returncode == 0
    assert "Pelvic tilt skipped." in done.stdout
    assert "There is no word 'nonsense'" in done.stdout
    (session,) = read(monkeypatch, BEGIN, "history")["sessions"]
    assert session["state"] == "done"
    assert session["entries"][0]["done"] == []


@pytest.mark.thorough
def test_stop_in_a_pipe_saves_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    done = backtui(monkeypatch, BEGIN, "session", "--plain", said="stop\nnext\n")
    assert done.returncode == 0
    assert "The session was stopped" in done.stdout
    (session,) = read(monkeypatch, BEGIN, "history")["sessions"]
    assert session["state"] == "stopped"


@pytest.mark.thorough
def test_a_closed_stdin_is_no_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKTUI_CLOCK", f"{BEGIN.isoformat()}@{RATE}")
    command = f'exec "{sys.executable}" -m backtui session --plain --minutes 5 <&-'
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "The session is done" in done.stdout


def test_wrong_minutes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    done = backtui(monkeypatch, BEGIN, "session", "--plain", "--minutes", "2")
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
