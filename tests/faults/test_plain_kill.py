"""Killed at random moments: what was said to count is in the log, and the session goes on from there."""

import random
import signal

import pytest
from plain_process import PlainSession, counted, next_repetition, read, stored

pytestmark = pytest.mark.faults


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
