"""The JSON that other programs read: its shape is a promise."""

import json
from datetime import timedelta
from typing import Any

import pytest
from cli_room import MONDAY, backtui, dose, train

from backtui.domain.session.state import Mode, Press


def told(*words: str, at=MONDAY) -> Any:
    """The document of a command that went well."""
    answer = backtui(*words, "--json", at=at)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.isascii()
    document = json.loads(answer.out)
    assert document["schema"] == 1
    return document


def test_plan_names_every_exercise_its_dose_and_why() -> None:
    plan = told("plan", "--minutes", "90")
    assert [block["kind"] for block in plan["blocks"]] == ["stretch", "strength", "stretch"]
    items = [item for block in plan["blocks"] for item in block["items"]]
    assert len({item["exercise"] for item in items}) == 13
    assert plan["total_s"] == sum(item["seconds"] for item in items)
    assert plan["left_out"] == []
    assert {key: items[1][key] for key in ("exercise", "hold_s", "reps", "sides", "change", "why")} == {
        "exercise": "single-leg-pull",
        "hold_s": 2,
        "reps": 2,
        "sides": "each",
        "change": "first",
        "why": "First time: 2 s × 2, a gentle start.",
    }


def test_plan_says_what_is_left_out() -> None:
    short = told("plan", "--minutes", "3")
    assert short["total_s"] <= 3 * 60 + 30
    assert {"exercise": "wall-slide", "why": "No room for it in 3 minutes."} in short["left_out"]


def test_exercises_are_the_library() -> None:
    exercises = told("exercises")["exercises"]
    assert len(exercises) == 13
    camel = next(each for each in exercises if each["id"] == "cat-camel")
    assert camel == {
        "id": "cat-camel",
        "name": "Cat and camel",
        "kind": "strength",
        "position": "hands-and-knees",
        "sides": "one",
        "holds": 2,
        "works_on": ["back", "abdomen"],
        "start": dose(2, 2),
        "target": dose(5, 5),
        "ceiling": dose(10, 10),
        "own": False,
        "avoid_with": ["osteoporosis", "disc", "knee", "wrist"],
        "priority": "normal",
        "off": False,
        "allowed": False,
        "left_out": None,
    }


def test_today_before_anything_was_done() -> None:
    assert told("today") == {
        "schema": 1,
        "date": "2026-03-02",
        "due": "back",
        "why": "A gentle first session.",
        "sessions_this_week": 0,
        "goal": 3,
        "last_session": None,
        "open_session": None,
        "aerobic_this_week": 0,
        "routine": "standard",
        "scheduled": [],
        "paused": None,
        "paused_until": None,
        "sessions_today": 0,
        "per_day": 1,
        "activities_today": [],
        "morning_question": None,
        "week": [{"date": f"2026-03-0{day}", "sessions": 0, "aerobic": False} for day in range(2, 9)],
    }


def test_today_counts_the_week(clock) -> None:
    train(clock)
    days = [told("today", at=MONDAY + timedelta(days=days)) for days in (0, 1, 2)]
    assert [day["due"] for day in days] == ["rest", "aerobic", "back"]
    assert [day["sessions_this_week"] for day in days] == [1, 1, 1]
    assert days[2]["last_session"] == "2026-03-02"


def test_history_has_prescribed_beside_done(clock) -> None:
    session = train(clock)
    (only,) = told("history")["sessions"]
    assert only["id"] == session.hex()
    assert only["state"] == "done"
    assert only["started_at"] == "2026-03-02T07:00:00.000+00:00"
    assert only["ended_at"] > only["started_at"]
    assert len(only["entries"]) == 16
    pull = only["entries"][1]
    assert pull["exercise"] == "single-leg-pull"
    assert pull["prescribed"] == dose(2, 2)
    assert [(rep["side"], rep["hold_s"]) for rep in pull["done"]] == [
        ("left", 2.0),
        ("left", 2.0),
        ("right", 2.0),
        ("right", 2.0),
    ]
    assert (pull["rating"], pull["pain"], pull["eased"]) == (None, False, False)


def test_history_has_the_shortest_hold_of_a_repetition(clock) -> None:
    def in_the_second_hold(running) -> bool:
        exercise = running.state.script.items[running.state.item].exercise
        if exercise == "cat-camel" and running.state.step.hold == 1 and running.state.step.phase == "hold":
            clock.advance(0.5)
            running.send(Press.EASE)
            running.send(Press.STOP)
        return running.state.mode is Mode.ENDED

    train(clock, until=in_the_second_hold)
    (only,) = told("history")["sessions"]
    camel = next(each for each in only["entries"] if each["exercise"] == "cat-camel")
    assert only["state"] == "stopped"
    assert camel["done"] == [{"set": 1, "side": "none", "rep": 1, "hold_s": 0.5, "holds_s": [2.0, 0.5]}]
    assert camel["eased"] is True


def test_an_open_session_is_in_the_history(clock) -> None:
    session = train(clock, until=lambda running: running.state.item == 2)
    (only,) = told("history")["sessions"]
    assert (only["state"], only["ended_at"]) == ("open", None)
    assert [len(entry["done"]) for entry in only["entries"][:3]] == [2, 4, 0]
    assert told("today")["open_session"] == session.hex()


def test_history_since_a_day_newest_first(clock) -> None:
    for _ in range(3):
        train(clock, minutes=3)
        clock.advance(2 * 86_400)
    assert [each["day"] for each in told("history")["sessions"]] == ["2026-03-06", "2026-03-04", "2026-03-02"]
    assert len(told("history", "--since", "2026-03-04")["sessions"]) == 2
    assert told("history", "--since", "2026-03-07")["sessions"] == []


def test_why_tells_the_chain(clock) -> None:
    for _ in range(3):
        train(clock)
        clock.advance(2 * 86_400)
    why = told("why", "pelvic-lift", at=clock.now())
    assert why["exercise"] == "pelvic-lift"
    assert why["dose"] == dose(2, 3)
    assert why["changes"] == [
        {
            "date": "2026-03-02",
            "from": None,
            "to": dose(2, 2),
            "rule": "first",
            "why": "First time: 2 s × 2, a gentle start.",
        },
        {
            "date": "2026-03-06",
            "from": dose(2, 2),
            "to": dose(2, 3),
            "rule": "up",
            "why": "repetitions 2 → 3: 2 of 2 held, comfortable two sessions in a row.",
        },
    ]


LADDER = [(2, 2), (2, 3), (3, 3), (3, 4), (4, 4), (4, 5), (5, 5)]


@pytest.mark.thorough
def test_twelve_sessions_climb_the_ladder_with_all_13(clock) -> None:
    seen = []
    for _ in range(13):
        plan = told("plan", "--minutes", "90", at=clock.now())
        doses = {
            item["exercise"]: (item["hold_s"], item["reps"])
            for block in plan["blocks"]
            for item in block["items"]
        }
        assert len(doses) == 13
        seen.append(set(doses.values()))
        train(clock)
        clock.advance(2 * 86_400)
    assert seen == [{LADDER[done // 2]} for done in range(13)]


@pytest.mark.parametrize("line", ["plan", "today", "history", "why pretzel", "exercises"])
def test_without_a_log_there_is_an_answer_too(line: str) -> None:
    told(*line.split())
