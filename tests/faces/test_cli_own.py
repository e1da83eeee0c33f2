"""One's own programme by commands: files in and out, cautions, priority, switching off, removing."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_room import MONDAY, backtui, files, train, wiring
from made_events import made
from own_room import keep
from own_samples import HIP, MORNING, POSES, hip
from plain_room import Room
from props import HandClock, asked, prefer, shop
from stage import on_stage

from backtui.coach.manual import Entered
from backtui.content.own import toml_of
from backtui.plain.opening import Options
from backtui.tui.base import OpenErrand


def written(folder: Path, definition: Any, name: str = "mine.toml") -> str:
    path = folder / name
    path.write_text(toml_of(definition), encoding="utf-8")
    return str(path)


def ok(*words: str) -> str:
    answer = backtui(*words)
    assert (answer.code, answer.err) == (0, "")
    return answer.out


def told(*words: str) -> Any:
    return json.loads(ok(*words, "--json"))


def logged(kind: str, body: dict[str, Any]) -> None:
    """An event as another version, or a damaged one, might have written it."""
    with wiring(HandClock()).writing() as opened:
        opened.store.append([made(opened.store.new_id(MONDAY), kind, MONDAY, body)])


def test_a_file_comes_in_and_goes_out_as_the_same_definition(tmp_path: Path) -> None:
    definition = hip(figure=POSES, avoid_with=["knee"], hint="Look at the floor.")
    said = ok("import", written(tmp_path, definition))
    assert "The exercise Hip circle (hip-circle)" in said
    assert "it is new" in said
    assert ok("show", "hip-circle", "--toml") == toml_of(definition)
    again = ok("import", written(tmp_path, {**definition, "name": "Hip wheel"}))
    assert "replaces the one you have" in again
    assert "Hip wheel" in ok("exercises")


def test_a_dry_run_says_it_and_makes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, HIP)
    before = files(tmp_path)
    assert "Nothing was changed." in ok("import", path, "--dry-run")
    assert files(tmp_path) == before
    assert "hip-circle" not in ok("exercises")


WRONG = {
    "id": (
        {"id": "pretzel"},
        'mine.toml: id is "pretzel"; choose another: a shipped exercise has it.',
    ),
    "name": ({"name": "Pretzel"}, 'mine.toml: name is "Pretzel"; choose another: pretzel has it.'),
    "bound": ({"works_on": []}, "mine.toml: works_on has 0 entries; it must have from 1 to 6."),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_is_refused_in_one_sentence_and_changes_nothing(tmp_path: Path, what: str) -> None:
    other, sentence = WRONG[what]
    answer = backtui("import", written(tmp_path, hip(**other)))
    assert (answer.code, answer.out, answer.err) == (1, "", f"backtui: {sentence}\n")


def test_what_is_longer_than_one_event_is_refused_with_the_count(tmp_path: Path) -> None:
    long = hip(set_up=["\u00e9" * 200] * 6)
    answer = backtui("import", written(tmp_path, long))
    assert (answer.code, answer.out) == (2, "")
    assert "bytes, and the log takes 4,096 at most; shorten its sentences" in answer.err


@pytest.mark.parametrize("text", ["", "[", "id = 3", "\x00", "a" * 70_000, "[[items]]\nexercise = 3"])
def test_any_other_file_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.toml").write_text(text)
    answer = backtui("import", str(tmp_path / "x.toml"))
    assert answer.code == 1
    assert answer.err.startswith("backtui: x.toml: ")
    assert answer.err.count("\n") == 1
    assert backtui("import", str(tmp_path / "none.toml")).code == 2


def test_a_routine_comes_in_is_followed_and_goes(tmp_path: Path) -> None:
    ok("import", written(tmp_path, HIP))
    assert "3 exercises" in ok(
        "import", written(tmp_path, {**MORNING, "items": MORNING["items"][:3]}, "r.toml")
    )
    ok("routines", "--use", "morning")
    plan = told("plan")
    assert plan["routine"] == "morning"
    assert plan["minutes"] is None
    doses = [(item["exercise"], item["hold_s"], item["reps"]) for b in plan["blocks"] for item in b["items"]]
    assert doses == [("hip-circle", 3, 1), ("pelvic-tilt", 4, 3), ("pelvic-lift", 2, 2)]
    [used] = [each for each in told("routines")["routines"] if each["in_use"]]
    assert (used["id"], used["own"]) == ("morning", True)
    assert 'exercise = "hip-circle"' in ok("show", "morning", "--toml")
    ok("remove", "morning")
    assert "The routine morning is no longer there; this is the standard one." in ok("plan")
    assert told("plan")["routine"] == "standard"


def test_an_exercise_that_is_removed_is_left_out_with_the_reason(tmp_path: Path) -> None:
    ok("import", written(tmp_path, HIP))
    ok("import", written(tmp_path, MORNING, "r.toml"))
    said = ok("remove", "hip-circle")
    assert "left out of Morning" in said
    plan = ok("plan", "--routine", "morning")
    assert "Left out: Hip circle. It is no longer there." in plan
    assert backtui("remove", "hip-circle").code == 2
    assert backtui("remove", "pretzel").err == (
        "backtui: Pretzel came with backtui; it can be switched off, not removed.\n"
    )


def test_cautions_leave_out_of_every_plan_until_the_provider_allows_it() -> None:
    said = ok("cautions", "osteoporosis, knee")
    assert "[x] osteoporosis" in said
    out = {each["exercise"]: each["why"] for each in told("plan")["left_out"]}
    assert out["partial-sit-up"] == (
        "You noted osteoporosis or a past fracture in the spine; ask your provider whether and how to do it."
    )
    assert "wall-slide" in out
    assert "Partial sit-up (crunch). You noted osteoporosis" in ok("plan")
    ok("include", "partial-sit-up", "--allowed")
    assert "partial-sit-up" not in {each["exercise"] for each in told("plan")["left_out"]}
    ok("cautions", "none")
    assert told("plan")["left_out"] == []
    noted = [each["id"] for each in told("cautions")["cautions"] if each["noted"]]
    assert noted == []
    assert backtui("cautions", "gout").err.startswith(
        "backtui: There is no caution 'gout'; try one of: osteo"
    )


def test_priority_and_switching_off_reach_the_plan_and_the_library() -> None:
    assert "You switched it off" in ok("include", "pretzel", "--off")
    assert "high priority" in ok("include", "wall-slide", "--priority", "high")
    listed = {each["id"]: each for each in told("exercises")["exercises"]}
    assert (listed["pretzel"]["off"], listed["wall-slide"]["priority"]) == (True, "high")
    assert "pretzel" in {each["exercise"] for each in told("plan")["left_out"]}
    assert "Left out of sessions: You switched it off" in ok("show", "pretzel")
    short = told("plan", "--minutes", "3")
    assert "wall-slide" in {item["exercise"] for block in short["blocks"] for item in block["items"]}
    ok("include", "pretzel", "--on")
    assert told("plan")["left_out"] == []
    nothing = backtui("include", "pretzel")
    assert (nothing.code, nothing.out) == (2, "")


DAMAGED: list[Any] = [None, [], 3, {"id": "x"}, {**HIP, "tempo": 3}, {**HIP, "avoid_with": ["moon"]}]


@pytest.mark.parametrize("definition", DAMAGED)
def test_a_definition_that_this_version_cannot_read_is_one_sentence_and_no_crash(definition: Any) -> None:
    logged("exercise-saved", {"id": "hip-circle", "definition": definition})
    answer = backtui("exercises")
    assert answer.code == 0
    assert "hip-circle" not in answer.out
    assert answer.err.startswith("backtui: Left out because this version cannot read it: your own exercise")
    assert answer.err.count("\n") == 1
    for words in ("plan", "today", "routines", "cautions"):
        assert backtui(*words.split()).code == 0


def test_a_damaged_routine_is_left_aside_too() -> None:
    logged("routine-saved", {"id": "morning", "definition": {"id": "morning", "items": 3}})
    logged("setting-set", {"key": "routine", "value": "morning"})
    assert "your own routine 'morning'" in backtui("exercises").err
    assert "no longer there" in ok("plan")


def test_history_and_why_of_an_own_exercise_and_its_name_when_it_is_gone(tmp_path: Path) -> None:
    ok("import", written(tmp_path, HIP))
    ok(
        "import",
        written(tmp_path, {"id": "mine", "name": "Mine", "items": [{"exercise": "hip-circle"}]}, "r.toml"),
    )
    ok("routines", "--use", "mine")
    train(HandClock(rate=1))
    assert "3 s × 1" in ok("why", "hip-circle")
    [session] = told("history")["sessions"]
    assert (session["routine"], session["entries"][0]["exercise"]) == ("mine", "hip-circle")
    assert session["entries"][0]["complete"]
    ok("remove", "hip-circle")
    with wiring(HandClock()).reading() as coach:
        assert coach.content.name_of("hip-circle") == "Hip circle"
        assert "hip-circle" not in coach.content.exercises
    assert told("history")["sessions"][0]["entries"][0]["exercise"] == "hip-circle"
    assert backtui("why", "hip-circle").code == 2


@pytest.mark.thorough
def test_the_line_mode_does_ones_own_and_says_what_is_gone(tmp_path: Path) -> None:
    room = Room(tmp_path / "log.db", HandClock(rate=1))
    shelf = room.diary.shelf
    shelf.save_exercise(HIP)
    shelf.save_routine(MORNING)
    shelf.use_routine("morning")
    said = room.session(options=Options())
    assert "1. Hip circle" in " ".join(said)
    assert room.newest().entries[0].complete
    shelf.remove_exercise("hip-circle")
    assert "Left out: Hip circle. It is no longer there." in room.session(options=Options())
    shelf.remove_routine("morning")
    gone = room.session(options=Options(minutes=3))
    assert "The routine morning is no longer there; this is the standard one." in gone


def test_a_running_session_of_a_removed_or_changed_exercise_can_be_finished(tmp_path: Path) -> None:
    ok("import", written(tmp_path, HIP))
    ok(
        "import",
        written(tmp_path, {"id": "mine", "name": "Mine", "items": [{"exercise": "hip-circle"}]}, "r.toml"),
    )
    ok("routines", "--use", "mine")
    train(HandClock(rate=1), until=lambda running: running.state.progress[0].reps)
    two = hip(hold=["Still.", "Higher, and still."])
    ok("import", written(tmp_path, two))
    changed = backtui("session", "--plain", "--open", "go-on", "--routine", "standard")
    assert "Hip circle was changed since; finish or discard that session." in changed.err
    ok("remove", "hip-circle")
    gone = backtui("session", "--plain", "--open", "go-on", "--routine", "standard")
    assert "Hip circle is no longer there; finish or discard that session." in gone.err


def test_a_shell_completes_ones_own(tmp_path: Path) -> None:
    from click.shell_completion import ShellComplete

    from backtui.cli.commands import backtui as program

    ok("import", written(tmp_path, HIP))
    complete = ShellComplete(program, {}, "backtui", "_BACKTUI_COMPLETE")
    assert [each.value for each in complete.get_completions(["show"], "hip")] == ["hip-circle"]


def test_hostile_names_print_as_they_are(tmp_path: Path) -> None:
    name = "[Left] [/] [x"
    ok("import", written(tmp_path, hip(name=name)))
    assert name in ok("exercises")
    assert name in ok("show", "hip-circle")
    assert backtui("import", written(tmp_path, hip(name="a\x1b[31m"))).code == 1


def test_ones_own_with_poses_goes_to_another_machine(tmp_path: Path) -> None:
    definition = hip(figure=POSES)
    ok("import", written(tmp_path, definition))
    ok("import", written(tmp_path, MORNING, "r.toml"))
    train(HandClock(rate=1))
    ok("cautions", "knee")
    ok("export", "-o", str(tmp_path / "log.json"))
    other = ("--db", str(tmp_path / "other.db"))
    taken = backtui(*other, "import", str(tmp_path / "log.json"), "--yes")
    assert (taken.code, taken.err) == (0, "")
    assert backtui(*other, "show", "hip-circle", "--toml").out == toml_of(definition)
    assert backtui(*other, "show", "morning", "--toml").out == toml_of(MORNING)
    assert "[x] knee" in backtui(*other, "cautions").out
    assert "Hip circle" in backtui(*other, "plan", "--routine", "morning").out


def test_a_removed_exercise_keeps_its_name_where_it_was_done() -> None:
    clock = HandClock()
    keep(wiring(clock), HIP)
    keep(wiring(clock), MORNING)
    ok("log", "session", "--routine", "morning", "--minutes", "20", "--date", "2026-03-01")
    ok("edit", "last", "--exercise", "hip-circle", "--eased")
    ok("remove", "hip-circle")
    said = ok("edit", "last", "--exercise", "Hip circle", "--rating", "hard")
    assert said.startswith("Corrected: rating of Hip circle")
    assert "Next" not in said
    assert "rating of Hip circle" in ok("undo")
    page = ok("export", "--format", "html")
    assert "<h3>Hip circle</h3>" in page
    assert "hip-circle" not in page
    assert "by hand" in ok("history", "--exercise", "hip-circle")
    answer = backtui("why", "hip-circle")
    assert (answer.code, answer.err) == (2, "backtui: Hip circle was removed.\n")


@pytest.mark.thorough
async def test_the_editor_names_a_removed_exercise() -> None:
    room = shop(HandClock())
    prefer(room, notice_seen=True)
    keep(room, HIP)
    keep(room, MORNING)
    session = asked(
        room, lambda _, diary: diary.edits.enter(Entered(MONDAY - timedelta(days=1), 20, "morning"))
    )
    asked(room, lambda _, diary: diary.shelf.remove_exercise("hip-circle"))
    async with on_stage(room) as stage:
        stage.app.post_message(OpenErrand("session", session.hex()))
        assert "Hip circle" in await stage.settle()
        assert "hip-circle" not in await stage.settle()
