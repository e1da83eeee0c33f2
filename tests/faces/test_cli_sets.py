"""What the commands tell and correct of a session with sets, sides of their own, and courses."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_room import MONDAY, backtui, wiring
from rich_session import TEXT, rich_session

from backtui.coach import history
from backtui.domain.history_filter import ALL

NOW = MONDAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def rich(clock: Any) -> None:
    events, texts = rich_session(MONDAY)
    with wiring(clock).writing() as opened:
        opened.store.append(events, texts=texts)


def said(*words: str) -> str:
    answer = backtui(*words, at=NOW)
    assert (answer.code, answer.err) == (0, "")
    return answer.out


def entries() -> list[Any]:
    (session,) = json.loads(said("history", "--json"))["sessions"]
    return list(session["entries"])


def numbers(entry: Any) -> list[tuple[int, str, int]]:
    return [(each["set"], each["side"], each["rep"]) for each in entry["done"]]


def test_history_has_each_set_side_and_course() -> None:
    pyramid, left, right, turns = entries()
    assert pyramid["prescribed"] == {"hold_s": 10, "reps": 3, "sets": [3, 2, 1], "rest_s": 20}
    assert numbers(pyramid) == [(1, "none", 1), (1, "none", 2), (1, "none", 3), (2, "none", 4),
                                (2, "none", 5), (3, "none", 6)]  # fmt: skip
    assert [(each["side"], each["prescribed"]["hold_s"]) for each in (left, right)] == [
        ("left", 4), ("right", 6),
    ]  # fmt: skip
    assert (turns["course"], turns["asked"]["sets"], turns["in_s"], turns["out_s"]) == (
        "evening/arm-reach", [2, 2], 3, None,
    )  # fmt: skip
    assert [each["set"] for each in turns["done"]] == [1, 1, 2, 2, 1, 1, 2, 2]
    assert all(each["complete"] for each in (pyramid, left, right, turns))


def test_one_set_is_corrected_and_taken_back() -> None:
    said("edit", "last", "--exercise", "pelvic-tilt", "--set", "2", "--reps-held", "1")
    assert [number for _, _, number in numbers(entries()[0])] == [1, 2, 3, 4, 6]
    said("undo")
    assert entries()[0]["complete"]
    answer = backtui("edit", "last", "--exercise", "pelvic-tilt", "--set", "2", at=NOW)
    assert answer.code == 2
    assert "--reps-held" in answer.err
    answer = backtui("edit", "last", "--exercise", "pretzel", "--set", "2", "--reps-held", "1", at=NOW)
    assert (answer.code, "no set 2" in answer.err) == (2, True)


def test_a_note_on_an_exercise_is_changed_and_erased_by_itself() -> None:
    said("edit", "last", "--note", "of all")
    out = said("edit", "last", "--exercise", "arm-reach", "--note", "slower")
    assert "note on " in out
    assert ", Mon 2 Mar" in out
    page = said("export", "--format", "html", "--notes")
    assert "<td>slower</td>" in page
    assert "<td>of all</td>" in page
    assert TEXT not in page
    said("edit", "last", "--exercise", "arm-reach", "--erase-note", "--yes")
    page = said("export", "--format", "html", "--notes")
    assert ("slower" in page, "of all" in page) == (False, True)
    answer = backtui("edit", "last", "--exercise", "bridge", "--note", "x", at=NOW)
    assert answer.code == 2


def test_the_table_has_each_set_and_its_repetition() -> None:
    rows = list(csv.DictReader(io.StringIO(said("export", "--format", "csv", "--of", "repetitions"))))
    tilt = [each for each in rows if each["exercise"] == "pelvic-tilt"]
    assert [(each["repetition"], each["set"], each["repetition_in_set"]) for each in tilt] == [
        ("1", "1", "1"), ("2", "1", "2"), ("3", "1", "3"), ("4", "2", "1"), ("5", "2", "2"), ("6", "3", "1"),
    ]  # fmt: skip
    assert {(each["sets_prescribed"], each["rest_s"], each["course"]) for each in tilt} == {
        ("3-2-1", "20", "day")
    }
    reach = [each for each in rows if each["exercise"] == "arm-reach"]
    assert {(each["seconds_held"], each["course"]) for each in reach} == {("", "evening/arm-reach")}


def test_the_page_has_each_course_and_side() -> None:
    short = said("export", "--format", "html")
    for title in ("dose of the day", "left, dose of the day", "right, dose of the day", "in evening"):
        assert f", {title}</h3>" in short
    page = said("export", "--format", "html", "--notes", "--full")
    assert "<figcaption>Left, dose of the day</figcaption>" in page
    assert "<figcaption>Right, dose of the day</figcaption>" in page
    assert "<figcaption>In evening</figcaption>" in page
    assert f"<td>{TEXT}</td>" in page
    assert page.count("Seconds held, prescribed and done") == 3  # arm-reach moves


def test_charts_keep_the_sides_apart_and_tell_of_no_change_between_them(clock: Any) -> None:
    with wiring(clock).writing() as opened:
        found = opened.ask(lambda coach: history.series(coach, "pretzel", ALL))
    assert [(each.where, [str(step.after) for step in each.changes]) for each in found] == [
        ("left, dose of the day", ["4 s × 2"]),
        ("right, dose of the day", ["6 s × 2"]),
    ]


def test_totals_count_movements_and_name_the_longest_hold() -> None:
    stats = json.loads(said("history", "--stats", "--json"))
    assert stats["all"]["reps"] == 18
    assert stats["all"]["held_s"] == 60 + 8 + 12
    assert stats["all"]["longest_s"] == 10
    assert stats["exercises"]["arm-reach"]["longest_s"] == 0
    assert "Longest hold: 10 s" in said("history", "--stats")


def test_the_log_is_sound_and_comes_back_byte_for_byte(tmp_path: Path) -> None:
    whole = said("export")
    (tmp_path / "log.json").write_text(whole)
    other = str(tmp_path / "other.db")
    said("--db", other, "import", str(tmp_path / "log.json"), "--yes")
    assert said("--db", other, "export") == whole
    said("doctor")
    said("--db", other, "doctor")
