"""Killed at random moments: what was said to count is in the log, and the session goes on from there."""

import random
import signal
from typing import Any

import pytest
from plain_process import PlainSession, counted, read, stored

pytestmark = pytest.mark.faults

NAMES = {"none": "", "left": ", left side", "right": ", right side"}


def next_repetition(session: Any, exercises: dict[str, Any]) -> str:
    """What the next start must say that it goes on with, worked out from the log alone."""
    done = stored(session)
    for number, entry in enumerate(session["entries"], 1):
        exercise, reps = exercises[entry["exercise"]], entry["prescribed"]["reps"]
        for side in ("left", "right") if exercise["sides"] == "each" else ("none",):
            if done[number, side] < reps:
                rep = done[number, side] + 1
                return f"Going on with {exercise['name']}, repetition {rep} of {reps}{NAMES[side]}."
    raise AssertionError("all was done")


def test_what_was_counted_survives_kill_9() -> None:
    chance = random.Random(1)
    exercises = {each["id"]: each for each in read("exercises")["exercises"]}
    said = counted([])
    expected = ""
    for start, rate in enumerate((200, 300, 400, 500, 250, 450)):
        with PlainSession("--minutes", "90", rate=rate, minutes=20 * start) as running:
            running.hear("counted.", times=chance.randint(1, 7))
            running.send(signal.SIGKILL)
            code, _ = running.end()
        assert code == -signal.SIGKILL
        assert not expected or expected in running.lines[:3]
        said += counted(running.lines)
        (session,) = read("history")["sessions"]
        assert session["state"] == "open"
        assert said <= stored(session)
        expected = next_repetition(session, exercises)
    with PlainSession(rate=2000, minutes=130) as running:
        assert running.end() == (0, "")
    assert expected in running.lines
    (session,) = read("history")["sessions"]
    assert session["state"] == "done"
    assert all(number == 2 for number in stored(session).values())
