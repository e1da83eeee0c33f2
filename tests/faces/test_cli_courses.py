"""Doses that routines give: judged alone, eased for pain, and the same on every face."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_room import MONDAY, backtui, dose

ROUTINES = {
    "evening": "",
    "gentle": "dose = { hold_s = 2, reps = 2 }",
    "hard": "dose = { hold_s = 10, reps = 10 }",
    "fixed": "dose = { hold_s = 10, reps = 10 }\nfixed = true",
    "grows": "dose = { hold_s = 3, reps = 3 }\ngrows = true",
}
LIFT = "pelvic-lift"


@pytest.fixture(autouse=True)
def routines(tmp_path: Path) -> None:
    for name, line in ROUTINES.items():
        file = tmp_path / f"{name}.toml"
        file.write_text(
            f'id = "{name}"\nname = "{name.title()} one"\n[[items]]\nexercise = "{LIFT}"\n{line}\n'
        )
        done = backtui("import", str(file), "--yes", at=MONDAY - timedelta(days=1))
        assert done.code == 0, done.err


def days(count: float) -> datetime:
    return MONDAY + timedelta(days=count)


def run(day: float, routine: str, *correction: str) -> str:
    """A session by hand on a day, and what a correction of it said."""
    at = days(day)
    done = backtui("log", "session", "--routine", routine, "--date", f"{at:%F}", "--time", "07:00",
                   at=at + timedelta(hours=2))  # fmt: skip
    assert done.code == 0, done.err
    if not correction:
        return ""
    corrected = backtui("edit", "last", "--exercise", LIFT, *correction, at=at + timedelta(hours=3))
    assert corrected.code == 0, corrected.err
    return " ".join(corrected.out.split())


def told(command: str, day: float, *words: str) -> dict[str, Any]:
    found = backtui(*command.split(), *words, "--json", at=days(day))
    assert found.code == 0, found.err
    document: dict[str, Any] = json.loads(found.out)
    return document


def planned(routine: str, day: float) -> dict[str, Any]:
    [item] = [item for block in told("plan", day, "--routine", routine)["blocks"] for item in block["items"]]
    return dict(item)


def said(item: dict[str, Any]) -> dict[str, Any]:
    return {key: item[key] for key in ("hold_s", "reps", "sets", "rest_s")}


def use(routine: str) -> None:
    assert backtui("routines", "--use", routine, at=days(-0.5)).code == 0


def agree(day: float, routine: str, correction: str = "") -> dict[str, Any]:
    """What will be asked, once every face has said that it will be."""
    item = planned(routine, day)
    why, set_ = told(f"why {LIFT}", day, "--routine", routine), told(f"set {LIFT}", day)
    assert why["dose"] == set_["dose"] == said(item)
    assert said(set_["preview"][0]) == said(item)
    assert (why["why"], set_["why"]) == (item["why"], item["why"])
    assert (why["course"], set_["course"]) == (item["course"], item["course"])
    first = backtui("why", LIFT, at=days(day)).out.splitlines()[0]
    shown = f"{item['hold_s']} s × {item['reps']}"
    assert first == f"Pelvic lift, in {routine.title()} one {shown}"
    page = backtui("export", "--format", "html", "--full", at=days(day)).out.replace("\u00a0", " ")
    assert f"Now {shown}</b>, in {routine.title()} one," in page
    if correction:
        assert f"Next Pelvic lift, in {routine.title()} one {shown}: {item['why']}" in correction
    return said(item)


@pytest.mark.parametrize("said_of_each", [("--pain",), ("--reps-held=6", "--reps-held=6")])
def test_pain_and_misses_ease_the_next_dose_of_the_routine_itself(said_of_each: tuple[str, ...]) -> None:
    use("hard")
    assert said(planned("hard", 0)) == dose(10, 10)
    corrected = [run(2 * number, "hard", word) for number, word in enumerate(said_of_each)]
    assert agree(2 * len(said_of_each), "hard", corrected[-1]) == dose(9, 10)
    assert said(planned("evening", 4)) == dose(2, 2)


@pytest.mark.thorough
def test_a_break_eases_the_routines_dose_and_success_brings_it_back_to_what_was_asked() -> None:
    use("hard")
    run(0, "hard")
    run(2, "hard")
    away = agree(64, "hard")
    assert (away["hold_s"], away["reps"]) < (10, 10)
    for day in range(64, 90, 2):
        run(day, "hard")
    assert agree(91, "hard") == dose(10, 10)


def test_a_gentle_morning_changes_nothing_of_the_day_and_a_hard_one_lifts_nothing() -> None:
    assert backtui("set", LIFT, "--hold", "5", "--reps", "4", at=days(-0.5)).code == 0
    run(0, "evening")
    run(2, "gentle")
    assert said(planned("evening", 3)) == dose(5, 4)
    run(4, "hard")
    assert said(planned("evening", 5)) == dose(5, 4)
    run(6, "evening")
    assert said(planned("evening", 7)) == dose(5, 5)
    assert said(planned("gentle", 7)) == dose(2, 2)
    assert said(planned("hard", 7)) == dose(10, 10)


def test_pain_in_one_course_lowers_all_at_their_next_plan() -> None:
    assert backtui("set", LIFT, "--hold", "5", "--reps", "4", at=days(-0.5)).code == 0
    for day, routine in enumerate(("evening", "hard", "grows")):
        run(day, routine)
    before = {name: said(planned(name, 3.5)) for name in ("evening", "hard", "grows")}
    run(4, "evening", "--pain")
    after = {name: said(planned(name, 5)) for name in before}
    for name, dose_before in before.items():
        assert (after[name]["hold_s"], after[name]["reps"]) < (dose_before["hold_s"], dose_before["reps"]), (
            name
        )


@pytest.mark.thorough
def test_a_fixed_dose_never_moves_and_says_so() -> None:
    use("fixed")
    run(0, "fixed")
    item = planned("fixed", 1)
    assert (said(item), item["rule"], item["why"]) == (
        dose(10, 10), "fixed", "Fixed by your routine at 10 s × 10.",
    )  # fmt: skip
    corrected = run(2, "fixed", "--pain")
    assert agree(3, "fixed", corrected) == dose(10, 10)
    words = "Fixed by your routine; ask your provider before you go on."
    assert planned("fixed", 3)["why"] == words
    for face in ("plan", f"why {LIFT}", f"set {LIFT}"):
        assert words in " ".join(backtui(*face.split(), at=days(3)).out.split()), face


def test_what_is_set_is_said_to_be_the_routines() -> None:
    use("hard")
    assert backtui("set", LIFT, "--hold", "4", at=days(-0.4)).code == 0
    said_now = backtui("set", LIFT, at=days(0)).out.split("Set now")[1].splitlines()[1:4]
    assert [line.split() for line in said_now] == [
        [*name.split(), "10", "s", "×", "10", "by", "your", "routine"]
        for name in ("dose", "target", "never above")
    ]


def test_a_dose_that_may_grow_grows_to_the_target_of_the_exercise() -> None:
    use("grows")
    run(0, "grows")
    run(2, "grows")
    assert agree(3, "grows") == dose(3, 4)
    assert planned("grows", 3)["course"] == f"grows/{LIFT}"


def test_why_tells_the_chain_of_one_course_and_the_others_shortly() -> None:
    run(0, "hard")
    run(2, "evening")
    why = told(f"why {LIFT}", 3)
    assert (why["course"], [each["to"] for each in why["changes"]]) == ("day", [dose(2, 2)])
    assert {each["course"] for each in why["others"]} == {
        f"{name}/{LIFT}" for name in ROUTINES if ROUTINES[name]
    }
    of_hard = told(f"why {LIFT}", 3, "--course", f"hard/{LIFT}")
    assert [each["to"] for each in of_hard["changes"]] == [dose(10, 10)]
    text = backtui("why", LIFT, at=days(3)).out
    assert text.startswith("Pelvic lift, dose of the day 2 s × 2")
    assert "Pelvic lift, in Hard one: 10 s × 10." in text


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ("--course", "no/such"),
            2,
            "has no course 'no/such'; try one of: day, fixed/pelvic-lift, gentle/pelvic-lift",
        ),
        (("--routine", "nope"), 2, "There is no routine 'nope'"),
        (("--routine", "stretches"), 2, "does not have Pelvic lift."),
        (("--routine", "hard", "--course", "day"), 2, "give one of them"),
    ],
)
def test_a_course_that_is_not_there_is_said(words: tuple[str, ...], code: int, sentence: str) -> None:
    found = backtui("why", LIFT, *words)
    assert found.code == code
    assert sentence in " ".join(found.err.split())


def test_all_that_is_set_keeps_its_columns_and_names_each_course_in_full() -> None:
    assert backtui("set", "arm-reach", "--dose", "120 s x 20-18-16", at=days(-0.5)).code == 0
    lines = backtui("set", "all", at=days(0)).out.splitlines()
    place = lines.index("Pelvic lift, dose of the day")
    assert lines[place + 1].startswith(" " * 26 + "2 s × 2 ")
    [long] = [line for line in lines if line.startswith("Arm reach ")]
    assert long[26:].split("  ")[:3] == ["120 s × 20-18-16"] * 3
    short = next(line for line in lines if line.startswith("Cat and camel"))
    for column in ("target", "never above", "at the target"):
        at = lines[0].index(column)
        assert long[at - 2 : at] == short[at - 2 : at] == "  "
        assert " " not in (long[at], short[at])
