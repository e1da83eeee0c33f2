"""One's own programme key by key: the form, the poses, the builder, cautions, and a whole session of it."""

from collections.abc import Mapping
from typing import Any

import pytest
from made_events import made
from own_room import keep
from own_samples import HIP, MORNING, POSES, hip
from props import HandClock, Shop, asked, prefer, shop
from stage import NARROW, WIDE, Stage, on_stage, screen_text

from backtui.coach.library import definitions
from backtui.config.settings import Config
from backtui.domain.exercise import Content
from backtui.domain.plan import INCLUDED, Inclusion
from backtui.tui.library.builder import RoutineBuilder
from backtui.tui.library.form import ExerciseForm
from backtui.tui.library.library import Library
from backtui.tui.library.poses import Poses
from backtui.tui.library.routines import Routines

STILL = Config(motion="reduced")


@pytest.fixture
def wiring() -> Shop:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    return wiring


def content(wiring: Shop) -> Content:
    return asked(wiring, lambda coach, _: coach.content)


def included(wiring: Shop, exercise: str) -> Inclusion:
    return asked(wiring, lambda coach, _: coach.included()).get(exercise, INCLUDED)


def definition(wiring: Shop, what: str, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = asked(wiring, lambda coach, _: definitions(coach.reading, what))[name]
    return found


async def write(stage: Stage, row: str, words: str) -> str:
    """Go to a line of the form by its label, and write it."""
    await stage.press("g")
    await stage.find(row)
    await stage.press("enter")
    await stage.type(words.replace(" ", "\x00").replace("\x00", " "))
    return await stage.press("enter")


@pytest.mark.thorough
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_form_key_by_key_from_nothing_to_the_log(wiring: Shop, size: tuple[int, int]) -> None:
    async with on_stage(wiring, size, config=STILL) as stage:
        await stage.press("2", "n")
        assert "“Name” is still empty." in await stage.press("s")
        await write(stage, "Name", "Bridge")
        assert "“Works on” is still empty." in await stage.settle()
        await write(stage, "Works on", "hips")
        await write(stage, "Set-up", "Lie down.")
        await write(stage, "Moving in", "Up.")
        await write(stage, "Hold ", "Still.")
        assert "Complete; s saves it." in await write(stage, "Moving back", "Down.")
        await stage.press("g")
        await stage.find("Kind")
        await stage.press("right")
        await stage.find("Position")
        await stage.press("enter", "enter")
        await stage.find("Sides")
        await stage.press("left")
        await stage.find("Start hold")
        assert "which is 6." in await stage.press("right", "right", "right", "right")
        await stage.press("left")
        assert "Complete; s saves it." in await stage.settle()
        await stage.find("Reps never above")
        await stage.press("enter", "1", "2", "enter")
        await stage.find("Left out with")
        await stage.press("enter", "space", "down", "down", "space", "escape")
        await stage.find("Figure")
        await stage.press("right")
        assert "Figure            Pelvic tilt" in await stage.settle()
        await stage.press("s")
        assert isinstance(stage.app.screen, Library)
        assert "Bridge" in await stage.find("Bridge")
    made = definition(wiring, "exercise", "bridge")
    assert made == {
        "id": "bridge",
        "name": "Bridge",
        "kind": "strength",
        "position": "side-lying",
        "sides": "alternating",
        "works_on": ["hips"],
        "set_up": ["Lie down."],
        "movement_in": "Up.",
        "hold": ["Still."],
        "movement_out": "Down.",
        "avoid_with": ["osteoporosis", "knee"],
        "figure": "pelvic-tilt",
        "dose": {
            "start": {"hold_s": 5, "reps": 2},
            "target": {"hold_s": 5, "reps": 5},
            "ceiling": {"hold_s": 10, "reps": 12},
        },
    }


@pytest.mark.thorough
async def test_what_is_not_sound_is_said_in_place_and_not_saved(wiring: Shop) -> None:
    keep(wiring, HIP)
    async with on_stage(wiring, config=STILL) as stage:
        await stage.press("2")
        await stage.find("Hip circle")
        await stage.press("c")
        await stage.find("Target reps")
        text = await stage.press("enter", "1", "enter", "up", "left", "left", "left", "s")
        assert "Not yet: “Target hold” is 1; it must be at least “Start hold”, which is 3." in text
        assert "Target hold     !" in text
        assert isinstance(stage.app.screen, ExerciseForm)
        assert "Leave the form?" in await stage.press("escape")
        await stage.press("enter")
        assert isinstance(stage.app.screen, ExerciseForm)
        await stage.press("escape", "down", "enter")
        assert isinstance(stage.app.screen, Library)
    assert definition(wiring, "exercise", "hip-circle") == HIP


@pytest.mark.thorough
async def test_an_entry_is_added_and_taken_out_by_an_empty_line(wiring: Shop) -> None:
    keep(wiring, HIP)
    async with on_stage(wiring, config=STILL) as stage:
        await stage.press("2")
        await stage.find("Hip circle")
        await stage.press("c")
        await stage.find("Kneel on")
        await stage.press("enter", *["backspace"] * 26, "enter")
        await stage.find("Keep your")
        await stage.press("down", "enter")
        await stage.type("Look down.")
        await stage.press("enter", "s")
    assert definition(wiring, "exercise", "hip-circle")["set_up"] == [
        "Keep your {other} knee down.",
        "Look down.",
    ]


@pytest.mark.thorough
async def test_a_shipped_exercise_is_the_start_of_ones_own_with_poses(wiring: Shop) -> None:
    async with on_stage(wiring, config=STILL) as stage:
        await stage.press("2")
        await stage.find("Leg reach")
        assert "Leg reach (mine)" in await stage.press("c")
        await stage.find("Own poses")
        before = await stage.press("enter")
        assert isinstance(stage.app.screen, Poses)
        await stage.find("neck")
        after = await stage.press("right", "right", "right", "left")
        assert before != after
        await stage.press("s")
        assert "poses, change them" in await stage.settle()
        await stage.press("s")
    made = content(wiring).exercises["leg-reach-mine"]
    shipped = content(wiring).exercises["leg-reach"]
    from backtui.content.own import figure_of

    own, lent = figure_of(made), figure_of(shipped)
    assert own
    assert lent
    assert own.poses[0].neck == lent.poses[0].neck + 10
    assert (made.hold, made.set_up, made.start) == (shipped.hold, shipped.set_up, shipped.start)


@pytest.mark.thorough
async def test_what_the_body_cannot_do_is_refused_in_place(wiring: Shop) -> None:
    keep(wiring, hip(figure=POSES))
    async with on_stage(wiring, config=STILL) as stage:
        await stage.press("2")
        await stage.find("Hip circle")
        await stage.press("c", "G", "enter")
        await stage.find("elbow")
        assert "from 0 to 150" in await stage.press("left")
        await stage.press("right", "left", "escape")
        await stage.press("escape")
        assert isinstance(stage.app.screen, Library)


@pytest.mark.thorough
async def test_the_library_switches_off_brings_back_and_puts_first(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("2")
        await stage.find("Pretzel")
        assert "off" in await stage.press("x")
        assert included(wiring, "pretzel").disabled
        await stage.press("x")
        assert not included(wiring, "pretzel").disabled
        assert "first" in await stage.press("i")
        assert included(wiring, "pretzel").priority == "high"
        assert "last" in await stage.press("i")
        await stage.press("i")
        assert included(wiring, "pretzel").priority == "normal"
        await stage.press("D")
        assert "came with backtui" in " ".join(stage.said()) or isinstance(stage.app.screen, Library)


@pytest.mark.thorough
async def test_an_own_exercise_is_removed_after_a_question(wiring: Shop) -> None:
    keep(wiring, HIP)
    keep(wiring, MORNING)
    async with on_stage(wiring) as stage:
        await stage.press("2")
        await stage.find("Hip circle")
        assert "It will be left out of Morning." in await stage.press("D")
        await stage.press("enter")
        assert "hip-circle" in content(wiring).exercises
        await stage.press("D", "down", "enter")
        assert "hip-circle" not in content(wiring).exercises
        assert "13 exercises" in await stage.settle()


async def test_the_builder_key_by_key(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("2", "r", "n")
        assert isinstance(stage.app.screen, RoutineBuilder)
        assert "0 min" in await stage.settle()
        await stage.press("a", "enter")
        await stage.press("a")
        await stage.find("Wall slide")
        await stage.press("enter", "a")
        await stage.find("Pelvic lift")
        assert "3 exercises" in await stage.press("enter")
        await stage.press("K")
        await stage.press("down", "J")
        await stage.press("enter", "down", "enter", *["backspace"] * 7)
        await stage.type("9 s x 8")
        await stage.press("enter")
        assert "9 s × 8" in await stage.settle()
        long = await stage.settle()
        await stage.press("s")
        await stage.type("Evening")
        await stage.press("enter")
        assert isinstance(stage.app.screen, Routines)
        assert "Evening" in await stage.settle()
        assert "min" in long.split("\n")[0]
    made = definition(wiring, "routine", "evening")
    assert made["name"] == "Evening"
    assert [each["exercise"] for each in made["items"]] == ["pelvic-tilt", "pelvic-lift", "wall-slide"]
    assert [each.get("dose") for each in made["items"]] == [None, None, "9 s × 8"]


@pytest.mark.thorough
async def test_minutes_follow_each_change(wiring: Shop) -> None:
    keep(wiring, HIP)
    keep(wiring, MORNING)
    async with on_stage(wiring) as stage:
        await stage.press("2", "r")
        await stage.find("Morning")
        before = (await stage.press("e")).split("\n")[0]
        await stage.press("enter", "down", "enter", *["backspace"] * 7)
        await stage.type("120s*20")
        await stage.press("enter")
        after = (await stage.settle()).split("\n")[0]
        assert before != after
        assert int(after.split(" min")[0].split()[-1]) > 70
        emptied = await stage.press("d", "d", "d", "d")
        assert "0 min" in emptied
        assert "Nothing is in it yet" in emptied
        await stage.press("s")
        assert isinstance(stage.app.screen, RoutineBuilder)
    assert definition(wiring, "routine", "morning") == MORNING


@pytest.mark.thorough
async def test_an_exercise_may_follow_itself(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("2", "r", "n", "a", "enter", "n")
        await stage.type("Twice")
        await stage.press("enter", "a", "enter", "s")
        assert not isinstance(stage.app.screen, RoutineBuilder)
    assert definition(wiring, "routine", "twice")["items"] == [{"exercise": "pelvic-tilt"}] * 2


RICH: dict[str, Any] = {
    "id": "rich",
    "name": "Rich",
    "items": [
        {"exercise": "pelvic-tilt", "dose": {"hold_s": 10, "reps": [6, 4, 2], "rest_s": 20}, "grows": True},
        {"exercise": "pelvic-tilt"},
        {"rest_s": 60},
        {"rounds": 3, "rest_s": 30, "items": [{"exercise": "pelvic-lift"}, {"exercise": "wall-slide"}]},
        {"exercise": "pretzel", "dose": "3 s × 12, 3 sets"},
    ],
}


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.thorough
async def test_the_builder_shows_all_that_a_file_says_and_keeps_it(
    wiring: Shop, size: tuple[int, int]
) -> None:
    keep(wiring, RICH)
    async with on_stage(wiring, size) as stage:
        await stage.press("2", "r")
        await stage.find("Rich")
        text = await stage.press("e")
        assert "4 exercises" in text
        for said in ("10 s × 6-4-2", "60 s rest", "3 s × 12, 3 sets", "3 rounds of 2 exercises, 30 s rest"):
            assert said in text
        await stage.press(
            "enter", "down", "down", "down", "enter", "enter"
        )  # its own, and nothing changes it
        await stage.press("down", "down", "enter", "9", "enter")
        await stage.press("s")
        assert isinstance(stage.app.screen, Routines)
    first = {"exercise": "pelvic-tilt", "dose": "10 s × 6-4-2, 20 s rest", "fixed": True}
    items = [first, RICH["items"][1], {"rest_s": 9}, *RICH["items"][3:]]
    assert definition(wiring, "routine", "rich") == {**RICH, "items": items}


@pytest.mark.thorough
async def test_rests_and_rounds_are_made_key_by_key(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("2", "r", "n", "a", "enter", "a", "enter")
        await stage.press("r", "3", "0", "enter")
        assert "30 s rest" in await stage.settle()
        await stage.press("K")
        await stage.press("G", "R", "3", "enter", "2", "0", "enter")
        text = await stage.settle()
        assert "3 rounds of 1 exercise, 20 s rest between them" in text
        await stage.press("a")
        await stage.find("Wall slide")
        assert "3 rounds of 2 exercises" in await stage.press("enter")
        await stage.press("J")  # below the other of its group
        await stage.press("J")  # and out of it
        assert "3 rounds of 1 exercise," in await stage.settle()
        await stage.press("K")  # in again
        await stage.press("n")
        await stage.type("Rounds")
        await stage.press("enter", "s")
        assert isinstance(stage.app.screen, Routines)
    tilt, slide = {"exercise": "pelvic-tilt"}, {"exercise": "wall-slide"}
    group = {"rounds": 3, "rest_s": 20, "items": [tilt, slide]}
    assert definition(wiring, "routine", "rounds")["items"] == [tilt, {"rest_s": 30}, group]


@pytest.mark.thorough
async def test_a_dose_that_is_none_is_asked_for_again_and_leaving_changes_nothing(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("2", "r", "n", "a", "enter", "enter", "down", "enter", *["backspace"] * 7)
        await stage.type("3 x 12")
        assert "A dose is written as" in await stage.press("enter")
        await stage.press("escape")
        assert isinstance(stage.app.screen, RoutineBuilder)
        assert stage.app.screen.items == [{"exercise": "pelvic-tilt"}]


@pytest.mark.thorough
async def test_the_form_has_all_that_a_file_says_and_keeps_it(wiring: Shop) -> None:
    circle = {"text": "A circle.", "seconds": 6, "moving": True}
    dose: dict[str, Any] = {
        step: {"hold_s": 5, "reps": [6, 4, 2], "rest_s": 20} for step in ("start", "target", "ceiling")
    }
    dose["ceiling"] = "5 s × 6-4-2"
    head = hip(hold=["Still.", circle], in_s=4, dose=dose, sides="alternating", position="sitting")
    keep(wiring, head)
    async with on_stage(wiring) as stage:
        await stage.press("2")
        await stage.find("Hip circle")
        await stage.press("c")
        assert "A circle." in await stage.find("A circle.")
        await stage.press("enter", "end")
        await stage.type("!")
        await stage.press("enter")
        assert "6-4-2" in await stage.find("Start reps")
        assert "6-4-2" in await stage.press("right")
        await stage.press("s")
    circle = {**circle, "text": "A circle.!"}
    assert definition(wiring, "exercise", "hip-circle") == {**head, "hold": ["Still.", circle]}


async def test_sets_tempo_steps_and_moving_holds_are_made_in_the_form(wiring: Shop) -> None:
    keep(wiring, hip(hold=["Still.", "A circle."]))
    async with on_stage(wiring) as stage:
        await stage.press("2")
        await stage.find("Hip circle")
        await stage.press("c")
        await stage.find("A circle.")
        await stage.press("down", "right", "right", "down", "right")
        await stage.find("Seconds in")
        await stage.press(*["right"] * 5, *["left"] * 2)
        await stage.find("Relaxing")
        await stage.press("right", "left")
        await stage.find("Sets never above")
        await stage.press("enter", *["backspace"] * 14)
        await stage.type("9 s x 6, 3 sets, 60 s rest")
        assert "60 s rest" in await stage.press("enter")
        await stage.find("Target sets", "up")
        await stage.press("right")
        await stage.find("Step, hold")
        await stage.press("right", "right")
        await stage.press("s")
    saved = definition(wiring, "exercise", "hip-circle")
    assert saved["hold"] == ["Still.", {"text": "A circle.", "seconds": 2, "moving": True}]
    assert (saved["in_s"], "relax_s" in saved) == (2, False)
    assert saved["dose"]["target"] == {"hold_s": 4, "reps": 2, "sets": 2}
    assert saved["dose"]["ceiling"] == {"hold_s": 9, "reps": 6, "sets": 3, "rest_s": 60}
    assert saved["dose"]["step"] == {"hold_s": 2}


@pytest.mark.thorough
async def test_what_is_typed_and_is_no_dose_is_said_in_its_line(wiring: Shop) -> None:
    keep(wiring, hip())
    async with on_stage(wiring) as stage:
        await stage.press("2")
        await stage.find("Hip circle")
        await stage.press("c")
        await stage.find("Start sets")
        await stage.press("enter", *["backspace"] * 14)
        await stage.type("3 x 12")
        text = await stage.press("enter")
        assert "A dose is written as 5 s × 5" in text
        await stage.press("enter", *["backspace"] * 14)
        await stage.type("3 s x 1")
        assert "Complete; s saves it." in await stage.press("enter")


@pytest.mark.thorough
async def test_a_copy_of_the_standard_routine_is_ones_own_and_followed(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await stage.press("2", "r", "c")
        assert "Standard (mine)" in await stage.settle()
        await stage.press("d", "s")
        text = await stage.find("Standard (mine)")
        assert "12 exercises" in text
        await stage.press("enter", "escape", "1")
        await stage.see("A gentle first session")
        await stage.press("2", "r")
        await stage.find("Standard (mine)")
        await stage.press("D", "down", "enter", "escape", "1")
        assert "is no longer there; this is the standard one." in await stage.settle()
    assert asked(wiring, lambda coach, _: coach.preferences().routine) == "standard-mine"


@pytest.mark.thorough
async def test_cautions_are_noted_and_what_the_provider_allows_comes_back(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await stage.press("4")
        await stage.find("Cautions")
        await stage.press("enter")
        await stage.find("Knee trouble")
        await stage.press("space")
        await stage.find("Wall slide")
        await stage.press("enter")
        assert "my provider allows it" in await stage.settle()
        await stage.press("escape", "1", "G")
        text = await stage.settle()
        assert "Left out: Leg reach" in text
        assert "Left out: Wall slide" not in text
    assert asked(wiring, lambda coach, _: coach.preferences().cautions) == ("knee",)
    assert included(wiring, "wall-slide").allowed


@pytest.mark.thorough
async def test_a_whole_session_of_ones_own_from_the_form_to_history_and_why(wiring: Shop) -> None:
    keep(wiring, hip(figure=POSES))
    keep(wiring, {"id": "mine", "name": "Mine", "items": [{"exercise": "hip-circle"}]})
    async with on_stage(wiring, routine="mine") as stage:
        assert "Hip circle" in await stage.settle()
        await stage.press("enter")
        stage.to_phase("hold")
        assert "Your back stays still" in await stage.settle()
        assert "Hip circle" in await stage.to_end()
        await stage.press("enter", "3", "2")
        await stage.find("Hip circle")
        await stage.press("w")
        assert "3 s × 1" in await stage.settle()
    record = asked(wiring, lambda coach, _: coach.sessions(limit=1))[0]
    assert record.routine == "mine"
    assert record.entries[0].complete


async def test_a_change_by_another_program_is_seen(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("2")
        stage.app.look_for_others()
        await stage.settle()
        keep(wiring, HIP)
        stage.app.look_for_others()
        assert "14 exercises" in await stage.see("14 exercises")


async def test_a_damaged_definition_is_a_line_in_the_library(wiring: Shop) -> None:

    with wiring.writing() as opened:
        now = opened.diary.log.now()
        body = {"id": "newer", "definition": {"id": "newer", "tempo": 3}}
        opened.store.append([made(opened.store.new_id(now), "exercise-saved", now, body)])
    async with on_stage(wiring) as stage:
        await stage.press("2", "G")
        assert "Left out because this version cannot read it" in screen_text(stage.app)
