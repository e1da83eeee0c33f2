"""Doses, holds, rests and rounds as people write them, and the published ones of examples/programmes."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from often import often
from own_samples import HIP, MORNING

from backtui.content.load import ContentError, load
from backtui.content.own import exercise_definition, exercise_of, routine_of, toml_of
from backtui.domain.exercise import Content, Dose, Exercise, HoldPart, Increment, RoutineItem, Sides, Tempo
from backtui.domain.notation import NotationError, dose_of, in_full, rest_words

CONTENT = load()
PROGRAMMES = Path(__file__).parents[2] / "examples" / "programmes"
DOSES = st.builds(
    Dose,
    st.integers(0, 600),
    st.integers(1, 50),
    st.lists(st.integers(1, 50), max_size=9).map(tuple),
    st.integers(0, 600),
)


@often(300)
@given(DOSES)
def test_what_is_written_is_read_again(dose: Dose) -> None:
    assert dose_of(in_full(dose)) == dose
    assert dose_of(str(dose)) == replace(dose, rest_s=0)


@often(300)
@given(
    st.one_of(
        st.text(max_size=30),
        st.from_regex(r"\d{0,3} ?s? ?[x×] ?\d{1,3}(-\d{1,3})*(, \d+ sets)?", fullmatch=True),
    )
)
@pytest.mark.thorough
def test_any_text_is_a_dose_or_a_sentence(text: str) -> None:
    try:
        dose = dose_of(text)
    except NotationError as error:
        said = str(error)
    else:
        said = f"{in_full(dose)}."
        assert dose_of(in_full(dose)) == dose
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("5 s × 5", Dose(5, 5)),
        ("5s x5", Dose(5, 5)),
        ("5 seconds * 10, 3 sets", Dose(5, 10, (10, 10))),
        ("10 s X 6-4-2", Dose(10, 6, (4, 2))),
        ("10 s × 6 – 4 – 2, 20 s rest", Dose(10, 6, (4, 2), 20)),
        ("× 10", Dose(0, 10)),
        ("5 min × 1", Dose(300, 1)),
        ("3 s × 12, 3 sets, 1 min rest", Dose(3, 12, (12, 12), 60)),
    ],
)
def test_a_dose_may_be_written_in_several_ways(text: str, dose: Dose) -> None:
    assert dose_of(text) == dose


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("5 × 5", "A dose is written as 5 s × 5, or"),
        ("", "A dose is written as"),
        ("601 s × 5", "Hold must be from 0 to 600 s, not 601."),
        ("5 s × 51", "Repetitions must be from 1 to 50, not 51."),
        ("5 s × 6-0", "Repetitions must be from 1 to 50, not 0."),
        ("5 s × 5, 11 sets", "Sets must be from 1 to 10, not 11."),
        ("5 s × 5, 2 sets, 11 min rest", "Rest must be from 0 to 600 s, not 660."),
        ("5 s × 6-4, 2 sets", "6-4 says the repetitions of each set already; leave the sets out."),
    ],
)
def test_what_is_no_dose_is_told_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(NotationError) as refused:
        dose_of(text)
    assert str(refused.value).startswith(sentence)


def test_a_rest_is_told_in_minutes_and_seconds() -> None:
    assert [rest_words(seconds) for seconds in (1, 20, 60, 90, 120)] == [
        "1 second", "20 seconds", "1 minute", "1 minute 30", "2 minutes",
    ]  # fmt: skip


def written(**other: Any) -> Exercise:
    return exercise_of({**HIP, **other}, "hip.toml", CONTENT)


def test_an_exercise_has_a_tempo_steps_and_parts() -> None:
    dose = {"start": "5 s × 3", "target": "30 s × 3, 2 sets", "ceiling": "30 s × 3, 2 sets"}
    hip = written(
        in_s=4, relax_s=0, sides="alternating", position="side-lying", dose={**dose, "step": {"hold_s": 5}},
        hold=["Still.", {"text": "Circle your {side} knee.", "seconds": 6, "moving": True}],
    )  # fmt: skip
    assert (hip.tempo, hip.step) == (Tempo(4, None, 0), Increment(hold_s=5))
    assert (hip.sides, hip.hold) == (Sides.ALTERNATING, ("Still.", "Circle your {side} knee."))
    assert hip.parts == (HoldPart(), HoldPart(6, True))
    assert (hip.start, hip.target) == (Dose(5, 3), Dose(30, 3, (3,)))


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"in_s": 61}, "in_s is 61; it must be from 0 to 60."),
        ({"hold": [{"text": "a", "second": 1}]}, "hold[0].second is not known; the keys are text"),
        ({"hold": ["{side}", {"text": "{left}"}]}, "hold[1] has a brace; it may have braces only"),
        ({"dose": {**HIP["dose"], "step": {"hold_s": 0}}}, "dose.step.hold_s is 0; it must be from 1 to 60."),
        ({"dose": {**HIP["dose"], "start": "3 s × 1, 2 sets"}},
         "dose.target.sets is 1; it must be at least dose.start.sets, which is 2."),
        ({"dose": {**HIP["dose"], "start": "three"}}, "dose.start: A dose is written as"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(other: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ContentError) as refused:
        written(**other)
    assert str(refused.value).startswith(f"hip.toml: {sentence}")


@pytest.mark.parametrize("file", sorted(PROGRAMMES.glob("*.toml")), ids=lambda file: file.stem)
def test_a_definition_comes_back_from_the_exercise_and_from_its_file(file: Path) -> None:
    definition = tomllib.loads(file.read_text())
    assert tomllib.loads(toml_of(definition)) == definition
    if "kind" in definition:
        exercise = exercise_of(definition, file.name, CONTENT)
        assert exercise_of(exercise_definition(exercise), file.name, CONTENT) == exercise


def items_of(*items: dict[str, Any]) -> list[RoutineItem]:
    routine = routine_of({**MORNING, "items": list(items)}, "morning.toml", CONTENT)
    return [item for block in routine.blocks for item in block.items]


def test_rests_and_rounds_are_laid_out_and_a_round_is_one_course() -> None:
    dose, curl, lift = "5 s × 3", {"exercise": "partial-sit-up"}, {"exercise": "pelvic-lift"}
    found = items_of(
        {**lift, "dose": dose, "fixed": True},
        {"rest_s": 30},
        {"rounds": 2, "rest_s": 60, "items": [curl, {"rest_s": 10}, {**lift, "dose": dose, "grows": True}]},
        {"rest_s": 5},
    )
    first, again = Dose(5, 3), RoutineItem("pelvic-lift", Dose(5, 3), True, False, "pelvic-lift-2", 10)
    assert found == [
        RoutineItem("pelvic-lift", first, False, True, "pelvic-lift"),
        RoutineItem("partial-sit-up", rest_before_s=30),
        again,
        RoutineItem("partial-sit-up", rest_before_s=60),
        again,
    ]
    assert [each.course("morning") for each in found] == [
        "morning/pelvic-lift", "day", "morning/pelvic-lift-2", "day", "morning/pelvic-lift-2",
    ]  # fmt: skip


def test_an_exercise_may_follow_itself() -> None:
    lift = {"exercise": "pelvic-lift", "dose": "3 s × 12"}
    assert [each.key for each in items_of(lift, lift, lift)] == [
        "pelvic-lift", "pelvic-lift-2", "pelvic-lift-3",
    ]  # fmt: skip


# What each asks for: seconds of holding, repetitions of each set, seconds of rest, seconds of moving parts.
ASKED = {
    "mcgill-curl": (120, (6, 4, 2), 20, 0),
    "press-up": (0, (10,), 0, 0),
    "prone-elbows": (300, (1,), 0, 0),
    "knee-roll": (20, (5,), 0, 0),
    "head-rolls": (90, (3, 3, 3), 0, 108),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_published_programme_asks_for_what_it_means(name: str) -> None:
    exercise = exercise_of(tomllib.loads((PROGRAMMES / f"{name}.toml").read_text()), name, CONTENT)
    dose, parts = exercise.start, exercise.parts or (HoldPart(),) * exercise.holds
    held = sum(part.seconds_in(dose) for part in parts if not part.moving) * dose.total
    moving = sum(part.seconds_in(dose) for part in parts if part.moving) * dose.total
    assert (held, dose.sets, dose.rest_s, moving) == ASKED[name]


@pytest.mark.parametrize(
    ("name", "held_s", "sets", "rest_s"),
    [("pyramid", 120, (6, 4, 2), 20), ("bridge-3x12", 108, (12, 12, 12), 60)],
)
def test_a_published_routine_asks_for_what_it_means(
    name: str, held_s: int, sets: tuple[int, ...], rest_s: int
) -> None:
    curl = exercise_of(tomllib.loads((PROGRAMMES / "mcgill-curl.toml").read_text()), "curl", CONTENT)
    known = Content(exercises={**CONTENT.exercises, curl.id: curl}, cautions=CONTENT.cautions)
    routine = routine_of(tomllib.loads((PROGRAMMES / f"{name}.toml").read_text()), name, known)
    (item,) = (item for block in routine.blocks for item in block.items)
    assert item.dose
    assert (item.dose.hold_s * item.dose.total, item.dose.sets, item.dose.rest_s) == (held_s, sets, rest_s)


def test_a_repetition_that_only_moves_needs_no_words_of_a_hold() -> None:
    doses = {"start": "× 5", "target": "× 10", "ceiling": {"reps": 10}}
    moving = written(hold=[], dose=doses)
    assert (moving.hold, moving.holds, moving.parts) == ((), 1, ())
    assert moving.hold_words(0) == moving.movement_in
    assert exercise_of(exercise_definition(moving), "hip.toml", CONTENT) == moving
    with pytest.raises(ContentError, match="hold has 0 entries; it must have from 1 to 4 where a dose holds"):
        written(hold=[], dose={**doses, "ceiling": "1 s × 10"})


def test_the_name_of_a_course_is_never_that_of_another_exercise() -> None:
    lift = CONTENT.exercises["pelvic-lift"]
    twin = replace(lift, id="pelvic-lift-2")
    known = replace(CONTENT, exercises={**CONTENT.exercises, twin.id: twin})
    items = [{"exercise": key, "dose": "5 s × 5"} for key in (lift.id, lift.id, twin.id)]
    routine = routine_of({**MORNING, "items": items}, "morning.toml", known)
    courses = [item.course("morning") for block in routine.blocks for item in block.items]
    assert courses == ["morning/pelvic-lift", "morning/pelvic-lift-3", "morning/pelvic-lift-2"]


EXERCISES = st.fixed_dictionaries(
    {"exercise": st.sampled_from(sorted(CONTENT.exercises))}, optional={"dose": DOSES.map(in_full)}
)
PLACES = EXERCISES | st.fixed_dictionaries({"rest_s": st.integers(1, 300)})
GROUPS = st.fixed_dictionaries(
    {"rounds": st.integers(2, 10), "items": st.lists(PLACES, min_size=1, max_size=6)},
    optional={"rest_s": st.integers(1, 300)},
)


@often(100)
@given(st.lists(PLACES | GROUPS, min_size=1, max_size=9))
def test_a_routine_asks_for_each_exercise_as_often_as_it_is_written(items: list[dict[str, Any]]) -> None:
    definition = {**MORNING, "items": items}
    assert tomllib.loads(toml_of(definition)) == definition
    once = [(each["rounds"], each["items"]) if "rounds" in each else (1, [each]) for each in items]
    wanted = [one["exercise"] for rounds, group in once for one in group * rounds if "exercise" in one]
    try:
        found = items_of(*items)
    except ContentError as error:
        told = str(error)
        assert told.endswith((" s.", "; the most is 40.", "; the most is 200.", "it must have one."))
        return
    assert [each.exercise for each in found] == wanted
    own = [one for _, group in once for one in group if "dose" in one]
    assert len({each.course("morning") for each in found} - {"day"}) == len(own)
    rests = [one["rest_s"] * rounds for rounds, group in once for one in group if "exercise" not in one]
    rests += [each.get("rest_s", 0) * (each["rounds"] - 1) for each in items if "rounds" in each]
    assert sum(each.rest_before_s for each in found) <= sum(rests)


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([{"rounds": 2, "items": [{"exercise": "pretzel"}] * 40}],
         "items are 41 with those in groups; the most is 40."),
        ([{"rounds": 10, "items": [{"exercise": "pretzel"}] * 21}],
         "items are 210 with their rounds; the most is 200."),
        ([{"exercise": "pretzel"}, {"rest_s": 400}, {"rest_s": 300}, {"exercise": "pretzel"}],
         "items[3] has 700 s of rest before it; the most is 600 s."),
        ([{"rounds": 2}], "items[0] must have rounds, and items to repeat, and no exercise."),
        ([{"rounds": 2, "items": [{"rounds": 2, "items": []}]}],
         "items[0].items[0].rounds is not known; the keys are exercise, dose, grows, fixed and rest_s."),
        ([{"exercise": "pretzel", "rest_s": 60}], "items[0] must have an exercise, or rest_s alone."),
        ([{"rest_s": 60}], "items has no exercise; it must have one."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_rests_and_rounds_is_one_sentence(
    items: list[dict[str, Any]], sentence: str
) -> None:
    with pytest.raises(ContentError) as refused:
        items_of(*items)
    assert str(refused.value) == f"morning.toml: {sentence}"
