"""`log session`, `edit` and `undo`: what they write, what they refuse, and what they say."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_room import MONDAY, backtui, files, train
from props import HandClock

LATER = MONDAY + timedelta(days=3)


def sessions(at: Any = LATER) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(backtui("history", "--json", at=at).out)["sessions"]
    return found


def why(exercise: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(backtui("why", exercise, "--json", at=LATER).out)
    return found


def enter(*words: str) -> str:
    """Enter a session; the beginning of its id."""
    answer = backtui("log", "session", *words, at=LATER)
    assert (answer.code, answer.err) == (0, "")
    return answer.out.partition("(")[2].partition(")")[0]


def test_a_session_just_done_is_entered_in_two_words() -> None:
    answer = backtui("log", "session", at=LATER)
    [entered] = sessions()
    assert answer.out == (
        f"Entered: Thu 5 Mar 2026, 06:30, 12 min, 13 exercises ({entered['id'][:8]}).\n"
        "`backtui undo` takes it back.\n"
    )
    assert (entered["by_hand"], entered["confirmed"], entered["state"]) == (True, True, "done")
    assert all(entry["complete"] for entry in entered["entries"])


def test_an_earlier_session_is_entered_with_all_that_is_said_of_it() -> None:
    enter(
        *("--date", "2026-03-01", "--time", "18:30", "--minutes", "20", "--routine", "stretches"),
        *("--rating", "easy", "--pain-before", "3", "--pain-after", "2", "--skip", "Pretzel"),
        *("--skip", "back-arch", "--hurt", "side-stretch", "--note", "in the garden"),
    )
    [entered] = sessions()
    assert entered["started_at"] == "2026-03-01T18:30:00.000+00:00"
    assert entered["ended_at"] == "2026-03-01T18:50:00.000+00:00"
    assert (entered["routine"], entered["pain_before"], entered["pain_after"]) == ("stretches", 3, 2)
    entries = {entry["exercise"]: entry for entry in entered["entries"]}
    assert {name for name, entry in entries.items() if not entry["done"]} == {"pretzel", "back-arch"}
    assert entries["side-stretch"]["pain"]
    assert {entry["rating"] for entry in entries.values()} == {"easy", None}
    assert "by hand" in backtui("history", at=LATER).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--date 2026-03-06", "2026-03-06 08:00 is still to come; enter what you did."),
        ("--date 2026-02-30", "is not a day; write it like 2026-03-01, yesterday, monday"),
        ("--date 0001-01-01", "0001-01-01 is too far away; the year must be from 2000 to 2999."),
        ("--date 1999-12-31", "A session cannot have been before the year 2000."),
        ("--date 9999-12-31 --time 23:59", "9999-12-31 is too far away; the year must be from 2000 to 2999."),
        ("--time 7.30", "is not a time; write it like 07:30;"),
        ("--time 06:55", "A session from 06:55 would not be over yet"),
        ("--minutes 2", "A session takes from 3 to 90 minutes, not 2."),
        ("--minutes x", "is not a whole number"),
        ("--routine nowhere", "There is no routine 'nowhere'"),
        ("--skip nothing", "There is no exercise 'nothing'"),
        ("--routine stretches --skip wall-slide", "wall-slide was not in that session"),
        ("--pain-after 11", "Pain is a number from 0 to 10, not 11."),
        ("--rating lovely", "is not one of 'easy', 'comfortable', 'hard'"),
    ],
)
def test_a_session_that_cannot_have_been_makes_no_log(words: str, said: str, home: Path) -> None:
    answer = backtui("log", "session", *words.split(), at=LATER)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert not [name for name in files(home) if name.endswith(".db")]


def test_a_note_that_is_too_long_is_refused() -> None:
    answer = backtui("log", "session", "--note", "x" * 501, at=LATER)
    assert (answer.code, sessions()) == (2, [])
    assert "longer than 500" in answer.err


def test_entering_the_same_session_twice_is_refused() -> None:
    enter("--date", "2026-03-01")
    answer = backtui("log", "session", "--date", "2026-03-01", at=LATER)
    assert answer.code == 2
    assert "There is a session from 08:00" in answer.err


@pytest.mark.thorough
def test_a_rating_corrected_changes_the_next_dose_and_says_why() -> None:
    enter("--date", "2026-03-01")
    enter("--date", "2026-03-03")
    assert why("pelvic-lift")["rule"] == "up"
    answer = backtui("edit", "last", "--exercise", "Pelvic lift", "--rating", "hard", at=LATER)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "Corrected: rating of Pelvic lift, Tue 3 Mar: hard.\n"
        "Next Pelvic lift 2 s × 2: Stays at 2 s × 2: it was hard last time; two more\n"
        "  comfortable sessions to 2 s × 3.\n"
    )
    assert why("pelvic-lift")["rule"] == "hard"
    again = backtui("edit", "last", "--exercise", "pelvic-lift", "--rating", "hard", at=LATER)
    assert again.out.startswith("It says that already.\n")
    dry = backtui("undo", "--dry-run", at=LATER)
    assert dry.out == "Would undo: rating of Pelvic lift, Tue 3 Mar: hard.\n"
    assert why("pelvic-lift")["rule"] == "hard"
    assert backtui("undo", at=LATER).out == "Undone: rating of Pelvic lift, Tue 3 Mar: hard.\n"
    assert why("pelvic-lift")["rule"] == "up"
    assert backtui("undo", "--redo", "--dry-run", at=LATER).out.startswith("Would redo: rating of")
    assert backtui("undo", "--redo", at=LATER).out == "Redone: rating of Pelvic lift, Tue 3 Mar: hard.\n"
    assert why("pelvic-lift")["rule"] == "hard"


Check = Callable[[dict[str, Any]], bool]


def entry_of(session: dict[str, Any], exercise: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in session["entries"] if each["exercise"] == exercise)
    return found


CORRECTIONS: list[tuple[str, Check]] = [
    ("--exercise arm-reach --reps-held 1", lambda one: len(entry_of(one, "arm-reach")["done"]) == 2),
    ("--exercise arm-reach --reps-held 4", lambda one: len(entry_of(one, "arm-reach")["done"]) == 8),
    ("--exercise arm-reach --reps-held 0", lambda one: entry_of(one, "arm-reach")["how"] == "skipped"),
    ("--exercise cat-camel --held 1", lambda one: entry_of(one, "cat-camel")["done"][0]["holds_s"] == [1, 1]),
    ("--exercise pelvic-tilt --pain", lambda one: entry_of(one, "pelvic-tilt")["pain"]),
    ("--exercise pelvic-tilt --eased", lambda one: entry_of(one, "pelvic-tilt")["eased"]),
    ("--rating comfortable", lambda one: {each["rating"] for each in one["entries"]} == {"comfortable"}),
    ("--dizzy", lambda one: one["dizzy"]),
    ("--pain-before 4 --pain-after 0", lambda one: (one["pain_before"], one["pain_after"]) == (4, 0)),
    ("--date 2026-03-02", lambda one: one["started_at"] == "2026-03-02T08:00:00.000+00:00"),
    ("--time 21:15", lambda one: one["ended_at"] == "2026-03-01T21:45:00.000+00:00"),
]


@pytest.mark.parametrize(("words", "holds"), CORRECTIONS)
def test_a_correction_is_one_change_and_undone_whole(words: str, holds: Check) -> None:
    name = enter("--date", "2026-03-01", "--minutes", "30")
    before = sessions()
    assert not holds(before[0])
    answer = backtui("edit", name, *words.split(), at=LATER)
    assert (answer.code, answer.err) == (0, "")
    assert holds(sessions()[0])
    assert backtui("undo", at=LATER).out.startswith("Undone: ")
    assert sessions() == before


def test_pain_that_was_said_can_be_unsaid() -> None:
    name = enter("--date", "2026-03-01", "--pain-after", "7")
    assert why("pelvic-lift")["rule"] == "flare"
    answer = backtui("edit", name, "--pain-after", "none", at=LATER)
    assert "pain after the session of Sun 1 Mar, 08:00: not given" in " ".join(answer.out.split())
    assert sessions()[0]["pain_after"] is None
    assert why("pelvic-lift")["rule"] != "flare"


def test_a_deleted_session_comes_back() -> None:
    enter("--date", "2026-03-01")
    answer = backtui("edit", "2026-03-01", "--delete", at=LATER)
    assert answer.out == ("Session of Sun 1 Mar, 08:00 deleted. `backtui undo` brings it back.\n")
    assert sessions() == []
    backtui("undo", at=LATER)
    assert len(sessions()) == 1


def test_a_note_is_replaced_and_erased_for_good(home: Path) -> None:
    enter("--date", "2026-03-01", "--note", "very private")
    backtui("edit", "last", "--note", "less private", at=LATER)
    refused = backtui("edit", "last", "--erase-note", at=LATER)
    assert (refused.code, refused.out) == (2, "")
    assert "gone for good; add --yes" in refused.err
    answer = backtui("edit", "last", "--erase-note", "--yes", at=LATER)
    assert answer.out == "Erased for good: 1 note.\n"
    kept = [path for path in home.rglob("*.db") if b"private" in path.read_bytes()]
    assert kept == []
    assert "entered by hand" in backtui("undo", at=LATER).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "say what to correct"),
        ("--exercise arm-reach", "say what to correct of the exercise"),
        ("--pain", "name it with --exercise"),
        ("--held 3", "name it with --exercise"),
        ("--delete --pain-after 3", "--delete goes alone"),
        ("--exercise arm-reach --held 601", "from 0 to 600 seconds"),
        ("--exercise arm-reach --reps-held 51", "from 0 to 50, not 51"),
        ("--exercise nothing --rating easy", "There is no exercise"),
        ("--pain-after 11", "from 0 to 10, not 11"),
        ("--pain-after some", "is not a whole number"),
        ("--date 2026-03-09", "still to come"),
        ("--time 25:00", "is not a time"),
    ],
)
def test_a_wrong_correction_changes_nothing(words: str, said: str) -> None:
    enter("--date", "2026-03-01")
    before = backtui("export", at=LATER).out.splitlines()[1:]
    answer = backtui("edit", "last", *words.split(), at=LATER)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert backtui("export", at=LATER).out.splitlines()[1:] == before


def test_a_session_that_is_not_there_or_still_open_is_told_in_a_sentence() -> None:
    assert "There is no session 'last'" in backtui("edit", "last", "--delete", at=LATER).err
    train(HandClock(MONDAY), until=lambda running: running.state.own.reps)
    answer = backtui("edit", "last", "--delete", at=LATER)
    assert (answer.code, answer.out) == (2, "")
    assert "still open" in answer.err


def test_undo_without_a_log_says_so_and_makes_none(home: Path) -> None:
    assert backtui("undo", at=LATER).out == "There is nothing to undo.\n"
    assert backtui("undo", "--redo", at=LATER).out == "There is nothing to redo.\n"
    assert not [name for name in files(home) if name.endswith(".db")]


def test_undo_takes_back_targets_and_settings_but_not_what_a_session_counted() -> None:
    train(HandClock(MONDAY))
    assert backtui("undo", at=LATER).out == "There is nothing to undo.\n"
    backtui("set", "pelvic-lift", "--hold", "4", "--lock", "--by", "provider", at=LATER)
    assert backtui("undo", at=LATER).out == "Undone: Pelvic lift: dose 4 s × 2, locked.\n"
    assert why("pelvic-lift")["rule"] != "locked"


def test_the_group_says_what_can_be_logged() -> None:
    answer = backtui("log")
    assert (answer.code, answer.out) == (2, "")
    assert "say what to log" in answer.err
