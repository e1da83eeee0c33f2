"""`set` in full: every option, what it leads to, whose it is, all at once, how often, and every refusal."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_room import MONDAY, Answer, backtui, dose, files, train
from props import HandClock

DAY = timedelta(days=1)


def shown(exercise: str = "pelvic-lift", *, at=MONDAY) -> Any:
    """What is set for an exercise, as other programs read it."""
    answer = backtui("set", exercise, "--json", at=at)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.isascii()
    return json.loads(answer.out)


def set_(*words: str, at=MONDAY) -> Answer:
    """Something set that can be."""
    answer = backtui("set", *words, at=at)
    assert (answer.code, answer.err) == (0, ""), answer.err
    return answer


OPTIONS: dict[str, tuple[str, Any]] = {
    "--hold 3": ("dose", dose(3, 2)),
    "--reps 4": ("dose", dose(2, 4)),
    "--dose 3s×4": ("dose", dose(3, 4)),
    "--target 8s*7": ("target", dose(8, 7)),
    "--ceiling 20s×12,2sets": ("ceiling", dose(20, 12, 12)),
    "--ceiling-sets 2": ("ceiling", dose(10, 10, 10)),
    "--step-hold 5": ("step", {"hold_s": 5, "reps": 1, "sets": 1}),
    "--step-reps 2 --step-sets 5": ("step", {"hold_s": 1, "reps": 2, "sets": 5}),
    "--target-hold 8": ("target", dose(8, 5)),
    "--target-reps 7": ("target", dose(5, 7)),
    "--ceiling-hold 20": ("ceiling", dose(20, 10)),
    "--ceiling-reps 6": ("ceiling", dose(10, 6)),
    "--needed 4": ("needed", 4),
    "--ladder holds": ("ladder", "holds"),
    "--lock": ("locked_by", "me"),
    "--lock --by provider": ("locked_by", "provider"),
    "--rest": ("resting", True),
}


@pytest.mark.parametrize("words", OPTIONS)
def test_each_option_sets_its_own_thing_and_nothing_else(words: str) -> None:
    before = shown()
    set_("pelvic-lift", *words.split())
    after = shown()
    key, value = OPTIONS[words]
    assert after[key] == value
    told = {"rule", "why", "preview", "forecast", "set"}
    assert {name for name in after if after[name] != before[name]} - told == {key}
    assert len(after["set"]) == 1
    assert after["set"][0]["by"] == ("provider" if "provider" in words else "me")
    assert shown("pelvic-tilt") == before | {"exercise": "pelvic-tilt"}


@pytest.mark.parametrize(
    ("key", "word", "value"), [("needed", "5", 5), ("ladder", "repetitions", "repetitions")]
)
def test_default_gives_back_what_holds_for_all(key: str, word: str, value: Any) -> None:
    before = shown()[key]
    set_("pelvic-lift", f"--{key}", word)
    assert shown()[key] == value
    set_("pelvic-lift", f"--{key}", "default")
    assert shown()[key] == before
    assert [each[key] for each in shown()["set"]] == [value, "default"]


def test_a_side_has_a_dose_of_its_own_until_one_is_set_for_both() -> None:
    def of_side(side: str) -> Any:
        return json.loads(set_("leg-reach", "--side", side, "--json").out)["dose"]

    told = set_("leg-reach", "--side", "left", "--dose", "3 s x 4").out
    assert "next 2 s × 2 → 3 s × 4" in told
    assert (of_side("left"), of_side("right")) == (dose(3, 4), dose(2, 2))
    assert "left: dose 3 s × 4" in set_("leg-reach").out
    set_("leg-reach", "--side", "right", "--sets", "2", "--set-rest", "30", at=MONDAY + DAY)
    assert of_side("right") == dose(2, 2, 2, rest_s=30)
    assert of_side("left") == dose(3, 4)
    set_("leg-reach", "--dose", "4 s x 4", at=MONDAY + 2 * DAY)
    assert (of_side("left"), of_side("right")) == (dose(4, 4), dose(4, 4))


SETTLED = {
    "--target-sets 3": "“Never above” moves up to 10 s × 10, 3 sets with it.",
    "--dose 8s×6-4": "The target moves up to 8 s × 6-4 with it.",
    "--target-hold 12": "“Never above” moves up to 12 s × 10 with it.",
    "--hold 7": "The target moves up to 7 s × 5 with it.",
    "--ceiling-hold 4": "The target moves down to 4 s × 5 with it.",
}


@pytest.mark.parametrize("words", SETTLED)
def test_what_goes_along_is_said(words: str) -> None:
    assert SETTLED[words] in set_("pelvic-lift", *words.split()).out


def test_a_lower_number_said_beside_a_higher_one_moves_only_what_was_not_said() -> None:
    set_("pelvic-lift", "--target-hold", "8", "--ceiling-reps", "4")
    assert (shown()["target"], shown()["ceiling"]) == (dose(8, 4), dose(10, 4))


def test_a_wish_as_json_answers_with_what_is_set_now() -> None:
    document = json.loads(set_("pelvic-lift", "--hold", "4", "--json").out)
    assert document == shown()
    assert document["dose"] == dose(4, 2)


# What is shown


def test_nothing_given_shows_what_is_set_by_whom_when_and_where_it_leads() -> None:
    set_("pelvic-lift", "--hold", "3", "--by", "provider", "--note", "Anna: six weeks")
    set_("pelvic-lift", "--needed", "1", at=MONDAY + DAY)
    assert set_("pelvic-lift", at=MONDAY + 2 * DAY).out == (
        "Pelvic lift 3 s × 2\n"
        "  Your provider set it to 3 s × 2; counting starts here.\n"
        "\n"
        "Set now\n"
        "  dose              3 s × 2            set to 3 s × 2 by your provider, 2 Mar 2026\n"
        "  target            5 s × 5            the exercise's own\n"
        "  never above       10 s × 10          the exercise's own\n"
        "  sessions per step 1                  by you, 3 Mar 2026\n"
        "  grows first       balanced           as for all\n"
        "  locked            no\n"
        "  resting           no\n"
        "\n"
        "The next four sessions, if each is comfortable\n"
        "  Wed 4 Mar 2026    3 s × 2     as set\n"
        "  Fri 6 Mar 2026    3 s × 3     ▲ rep\n"
        "  Sun 8 Mar 2026    3 s × 4     ▲ rep\n"
        "  Wed 11 Mar 2026   4 s × 4     ▲ hold\n"
        "  Forecast at 3 a week (your goal): 5 s × 5 around 15 March.\n"
        "\n"
        "What was set\n"
        "  2026-03-03  by you            one session per step\n"
        "  2026-03-02  by your provider  dose 3 s × 2 “Anna: six weeks”\n"
    )


def test_the_preview_begins_with_the_next_dose_and_the_forecast_is_in_why_too() -> None:
    clock = HandClock()
    for _ in range(2):
        train(clock)
        clock.sleep(2 * 86_400)
    document, why = (
        shown(at=clock.now()),
        json.loads(backtui("why", "pelvic-lift", "--json", at=clock.now()).out),
    )
    assert {**document["dose"], "why": why["why"]} == {
        key: document["preview"][0][key] for key in ("hold_s", "reps", "sets", "rest_s", "why")
    }
    assert why["forecast"] == document["forecast"]
    assert why["forecast"]["dose"] == dose(5, 5)
    assert (why["forecast"]["sessions_a_week"], why["forecast"]["own_pace"]) == (3.0, False)
    assert (
        "Forecast at 3 a week (your goal): 5 s × 5 around"
        in backtui("why", "pelvic-lift", at=clock.now()).out
    )


@pytest.mark.parametrize(
    "words", ["--lock", "--rest", "--target-hold 2 --target-reps 2", "--target-hold 120"]
)
def test_what_does_not_grow_or_grows_out_of_sight_has_no_forecast(words: str) -> None:
    set_("pelvic-lift", *words.split())
    assert shown()["forecast"] is None
    assert json.loads(backtui("why", "pelvic-lift", "--json").out)["forecast"] is None
    assert "Forecast" not in backtui("why", "pelvic-lift").out


def test_why_tells_who_set_what() -> None:
    set_("pelvic-lift", "--lock", "--by", "provider", "--note", "as agreed")
    assert (
        "2026-03-02  by your provider  dose 2 s × 2, locked “as agreed”\n"
        in backtui("why", "pelvic-lift").out
    )
    (told,) = json.loads(backtui("why", "pelvic-lift", "--json").out)["set"]
    assert (told["by"], told["locked"], told["dose"], told["notes"]) == (
        "provider",
        True,
        dose(2, 2),
        ["as agreed"],
    )


def test_a_note_alone_explains_what_was_set_last() -> None:
    set_("pelvic-lift", "--hold", "3")
    set_("pelvic-lift", "--hold", "4")
    set_("pelvic-lift", "--note", "less pain now")
    assert [each["notes"] for each in shown()["set"]] == [[], ["less pain now"]]


def test_notes_are_erased_for_good_those_of_undone_changes_too() -> None:
    set_("pelvic-lift", "--hold", "3", "--note", "a secret")
    set_("all", "--needed", "3", "--note", "another secret")
    set_("pelvic-tilt", "--note", "kept here")
    asked = backtui("set", "pelvic-lift", "--erase-notes")
    assert (asked.code, asked.out) == (2, "")
    assert "add --yes" in asked.err
    assert set_("pelvic-lift", "--erase-notes", "--yes").out == "Erased for good: 2 notes.\n"
    assert [each["notes"] for each in shown()["set"]] == [[], []]
    assert [each["notes"] for each in shown("pelvic-tilt")["set"]] == [["kept here"]]
    assert "secret" not in backtui("export").out
    assert set_("pelvic-lift", "--erase-notes", "--yes").out == "Erased for good: 0 notes.\n"


# All at once


def test_all_is_one_change_with_one_note_and_a_line_for_each() -> None:
    answer = set_("all", "--hold", "3", "--note", "from the leaflet")
    assert answer.out.startswith("Set for 13 exercises.\n")
    assert answer.out.count("2 s × 2 → 3 s × 2") == 13
    events = json.loads(backtui("export").out)["events"]
    assert [each["kind"] for each in events] == ["target-set"] * 13 + ["note-written"]
    assert {each["body"]["change"] for each in events} == {events[0]["id"]}
    assert [each["notes"] for each in shown("wall-slide")["set"]] == [["from the leaflet"]]


def test_all_leaves_alone_what_the_provider_locked_and_names_it() -> None:
    set_("wall-slide", "--hold", "4", "--lock", "--by", "provider")
    answer = set_("all", "--hold", "3")
    assert "Left alone because your provider locked it: Wall slide.\n" in answer.out
    assert shown("wall-slide")["dose"]["hold_s"] == 4
    set_("all", "--unlock")
    assert shown("wall-slide")["locked_by"] == "provider"
    set_("all", "--rest")
    assert shown("wall-slide")["resting"]
    set_("all", "--hold", "2", "--by", "provider")
    assert shown("wall-slide")["dose"]["hold_s"] == 2


def test_all_is_refused_whole() -> None:
    for words in (["--hold", "601"], ["--hold", "6", "--target-hold", "5"], ["--needed", "6"]):
        answer = backtui("set", "all", *words)
        assert (answer.code, answer.out) == (2, "")
    assert all(each["set"] == [] for each in map(shown, ("pelvic-tilt", "wall-slide")))
    set_("all", "--lock", "--by", "provider")
    refused = backtui("set", "all", "--hold", "3")
    assert "All exercises are locked by your provider" in refused.err


@pytest.mark.thorough
def test_all_shows_each_with_its_forecast() -> None:
    set_("arm-reach", "--target-hold", "120")
    set_("leg-reach", "--lock")
    out = set_("all").out
    assert "Pelvic tilt               2 s × 2     5 s × 5     10 s × 10    30 March\n" in out
    assert "Arm reach                 2 s × 2     120 s × 5   120 s × 10   over a year\n" in out
    assert "Leg reach                 2 s × 2     5 s × 5     10 s × 10    locked\n" in out
    document = json.loads(backtui("set", "all", "--json").out)
    assert len(document["exercises"]) == 13
    assert document["exercises"][0]["forecast"]["date"] == "2026-03-30"


# How often


def test_a_providers_frequency_stands_until_it_is_taken_over() -> None:
    assert set_("frequency").out == "3 a week, once a day\n  Nobody has set it yet.\n"
    out = set_("frequency", "--per-week", "4", "--per-day", "2", "--by", "provider").out
    assert out == "4 a week, 2 times a day\n  Set by your provider, 2 Mar 2026.\n"
    refused = backtui("set", "frequency", "--per-week", "2")
    assert (refused.code, refused.out) == (2, "")
    assert "Your provider set how often; take that over first" in refused.err
    set_("frequency", "--per-week", "5", "--by", "provider")
    document = json.loads(set_("frequency", "--by", "me", "--json", at=MONDAY + DAY).out)
    assert document == {
        "schema": 1,
        "per_week": 5,
        "per_day": 2,
        "by": "me",
        "set_at": document["set_at"],
    }
    assert document["set_at"].startswith("2026-03-03T07:00")
    assert set_("frequency", "--per-week", "2").out == "2 a week, 2 times a day\n  Set by you, 2 Mar 2026.\n"


def test_the_reason_of_the_day_says_that_it_is_the_providers() -> None:
    clock = HandClock()
    train(clock)
    set_("frequency", "--per-week", "2", "--by", "provider")
    assert "1 of 2 that your provider set this week" in backtui("today", at=clock.now()).out


# Refusals

LOCKED = "Pelvic lift is locked by your provider at 2 s × 2; unlock it first."


@pytest.mark.parametrize(
    "words",
    ["--hold 3", "--reps 3", "--target-hold 6", "--ceiling-reps 9", "--needed 1", "--ladder holds", "--lock",
     "--hold 3 --rest"],
)  # fmt: skip
def test_what_the_provider_locked_is_not_changed_by_the_person(words: str) -> None:
    set_("pelvic-lift", "--lock", "--by", "provider")
    before = shown()
    answer = backtui("set", "pelvic-lift", *words.split())
    assert (answer.code, answer.out, answer.err) == (2, "", f"backtui: {LOCKED}\n")
    assert shown() == before


def test_what_the_provider_locked_may_rest_be_unlocked_and_be_set_by_the_provider() -> None:
    set_("pelvic-lift", "--lock", "--by", "provider")
    set_("pelvic-lift", "--rest", "--note", "it hurts")
    set_("pelvic-lift", "--resume")
    set_("pelvic-lift", "--hold", "4", "--by", "provider")
    assert shown()["dose"] == dose(4, 2)
    set_("pelvic-lift", "--unlock", "--hold", "3")
    assert (shown()["locked_by"], shown()["dose"]["hold_s"]) == (None, 3)


REFUSED = {
    "pelvic-lift --hold 601": "Hold must be from 0 to 600 s, not 601.",
    "pelvic-lift --ceiling-hold 601": "Never above: hold must be from 0 to 600 s, not 601.",
    "pelvic-lift --ceiling-reps 51": "Never above: repetitions must be from 1 to 50, not 51.",
    "pelvic-lift --needed 0": "Sessions per step must be from 1 to 5, or default, not 0.",
    "pelvic-lift --needed 6": "Sessions per step must be from 1 to 5, or default, not 6.",
    "pelvic-lift --ladder up": "What grows first is balanced, holds, repetitions or default, not 'up'.",
    "pelvic-lift --hold 6 --target-hold 5": (
        "The dose 6 s × 2 is above the target 5 s × 5; change one of them."
    ),
    "pelvic-lift --target-hold 9 --ceiling-hold 8": (
        "The target 9 s × 5 is above 8 s × 10, set as “never above”; change one of them."
    ),
    "pelvic-lift --reps 9 --ceiling-reps 8": (
        "The dose 2 s × 9 is above 10 s × 8, set as “never above”; change one of them."
    ),
    "pelvic-lift --note hello": "Nothing is set for Pelvic lift yet, so a note has nothing to explain.",
    "pelvic-lift --dose 3x12": "A dose is written as 5 s × 5, or 10 s × 6-4-2, or 3 s × 12, 3 sets,"
    " 60 s rest, or × 10 without a hold, not '3x12'.",
    "pelvic-lift --target 601s×1": "For the target: Hold must be from 0 to 600 s, not 601.",
    "pelvic-lift --sets 11": "Sets must be from 1 to 10, not 11.",
    "pelvic-lift --set-rest 601": "Rest between the sets must be from 0 to 600 s, not 601.",
    "pelvic-lift --target-sets 0": "Target sets must be from 1 to 10, not 0.",
    "pelvic-lift --sets 3 --target-sets 2": (
        "The dose 2 s × 2, 3 sets is above the target 5 s × 5, 2 sets; change one of them."
    ),
    "pelvic-lift --dose 10s×6-4-2 --target 10s×6-3-2": (
        "The dose 10 s × 6-4-2 is above the target 10 s × 6-3-2; change one of them."
    ),
    "pelvic-lift --step-hold 61": "A step of the hold must be from 1 to 60 s, not 61.",
    "pelvic-lift --step-reps 0": "A step of the repetitions must be from 1 to 10, not 0.",
    "pelvic-lift --step-sets 6": "A step of the sets must be from 1 to 5, not 6.",
    "pelvic-lift --side left --hold 3": "Pelvic lift has no sides; leave the side out.",
    "leg-reach --side left --needed 3": (
        "A side goes with a dose, a target or a dose never to go above; give one of them too."
    ),
    "all --side left --hold 3": "A side goes with one exercise, not with all.",
    "pelvic-lift --by provider": "Say what to set: a dose, a target, a dose never to go above, a hold,"
    " repetitions, sets, a rest between them, a step, sessions per step, what grows first, a lock or a rest.",
    "pelvic-lift --per-week 3": "--per-week and --per-day go with frequency: backtui set frequency;"
    " try 'backtui set --help'.",
    "all --note hello": "--note for all goes with what is set; give that too; try 'backtui set --help'.",
    "pelvic-lift --erase-notes --hold 3": (
        "--erase-notes goes alone, with one exercise; try 'backtui set --help'."
    ),
    "all --erase-notes": "--erase-notes goes alone, with one exercise; try 'backtui set --help'.",
    "all --hold 601": "Hold must be from 0 to 600 s, not 601.",
    "frequency --hold 3": "frequency takes --per-week, --per-day and --by; try 'backtui set --help'.",
    "frequency --per-week 8": "Sessions a week must be from 1 to 7, not 8.",
    "frequency --per-day 0": "Sessions a day must be from 1 to 3, not 0.",
}


@pytest.mark.parametrize("words", REFUSED)
def test_a_refusal_is_a_sentence_with_its_bounds_and_makes_no_log(words: str, tmp_path: Path) -> None:
    answer = backtui("--db", str(tmp_path / "own.db"), "set", *words.split())
    assert (answer.code, answer.out, answer.err) == (2, "", f"backtui: {REFUSED[words]}\n")
    assert files(tmp_path) == []


@pytest.mark.parametrize("note", ["", "  ", "a" * 501, "bell \x07 and \x1b[31m red"])
def test_a_note_that_cannot_be_kept_sets_nothing(note: str) -> None:
    answer = backtui("set", "pelvic-lift", "--hold", "3", "--note", note)
    if answer.code == 0:
        (kept,) = shown()["set"][0]["notes"]
        assert not {"\x07", "\x1b"} & set(kept)
    else:
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("backtui: The note")
        assert shown()["set"] == []
