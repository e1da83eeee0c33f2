"""`history` with its filters, and what came together."""

import json
from typing import Any

import pytest
from cli_room import backtui, train, wiring
from made_events import event
from props import HandClock

DAY_S = 86_400


@pytest.fixture
def clock() -> HandClock:
    """Three short sessions, two days apart, and a walk."""
    clock = HandClock()
    for _ in range(3):
        train(clock, minutes=10)
        clock.sleep(2 * DAY_S)
    with wiring(clock).writing() as opened:
        walk = {"what": "walking", "minutes": 30, "day": "2026-03-03"}
        opened.store.append([event("activity-done", clock.now(), walk)])
    return clock


def told(*words: str, clock: HandClock) -> Any:
    return json.loads(backtui("history", "--json", *words, at=clock.now()).out)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("", ["06", "04", "02"]),
        ("--until 2026-03-04", ["04", "02"]),
        ("--since 2026-03-03 --until 2026-03-05", ["04"]),
        ("--until 2026-03-01", []),
        ("--exercise pelvic-tilt --since 2026-03-04", ["06", "04"]),
        ("--exercise pelvic-tilt --until 2026-03-01", []),
    ],
)
def test_history_of_some_days_or_of_an_exercise(clock: HandClock, words: str, days: list[str]) -> None:
    found = told(*words.split(), clock=clock)["sessions"]
    assert [each["day"][-2:] for each in found] == days
    lines = backtui("history", *words.split(), at=clock.now()).out.splitlines()
    assert len(lines) == max(1, len(days))
    assert days or lines[0].startswith("No session ")


def test_totals_agree_with_the_sessions(clock: HandClock) -> None:
    sessions = told(clock=clock)["sessions"]
    stats = told("--stats", clock=clock)
    reps = [rep for session in sessions for entry in session["entries"] for rep in entry["done"]]
    assert stats["schema"] == 1
    assert stats["week"] == {"done": 3, "goal": 3}
    assert stats["streak_weeks"] == {"now": 1, "longest": 1}
    assert (stats["all"]["sessions"], stats["all"]["reps"]) == (3, len(reps))
    assert stats["all"]["held_s"] == pytest.approx(sum(sum(rep["holds_s"]) for rep in reps), abs=0.01)
    assert (stats["all"]["aerobic"], stats["all"]["aerobic_min"]) == (1, 30)
    assert stats["months"] == {"2026-03": stats["all"]}
    assert stats["years"] == {"2026": stats["all"]}
    assert sum(each["reps"] for each in stats["exercises"].values()) == len(reps)
    only = told("--stats", "--exercise", "pelvic-tilt", clock=clock)
    assert list(only["exercises"]) == ["pelvic-tilt"]
    assert only["exercises"]["pelvic-tilt"] == stats["exercises"]["pelvic-tilt"]
    assert only["all"]["aerobic"] == 0


def test_totals_for_people(clock: HandClock) -> None:
    lines = backtui("history", "--stats", at=clock.now()).out.splitlines()
    assert lines[:2] == ["3 of 3 this week", "Weeks in a row with the goal reached: 1 now, 1 at most"]
    assert max(map(len, lines)) <= 80
    table = {line[:26].strip(): line[26:].split() for line in lines[3:]}
    assert table["All together"] == table["2026"] == table["2026-03"]
    assert table["All together"][0] == table["Pelvic tilt"][0] == "3"


def test_totals_of_nothing() -> None:
    answer = backtui("history", "--stats")
    assert answer.code == 0
    assert answer.out.startswith("0 of 3 this week\nWeeks in a row with the goal reached: 0 now, 0 at most")
    assert json.loads(backtui("history", "--stats", "--json").out)["all"]["sessions"] == 0


def test_an_unknown_exercise_is_told() -> None:
    answer = backtui("history", "--exercise", "nope")
    assert answer.code == 2
    assert answer.err.startswith("backtui: There is no exercise 'nope'")
    assert answer.out == ""
