"""One's own exercises and routines: what a definition may hold, how it is refused, and that it comes back."""

import json
import tomllib
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_samples import HIP, MORNING, POSES, hip

from backtui.content.figures import figure_names, raw_figure
from backtui.content.load import ContentError, data_folder, load
from backtui.content.own import (
    exercise_definition,
    exercise_of,
    figure_of,
    routine_definition,
    routine_of,
    toml_of,
)
from backtui.domain.exercise import Dose, Exercise, Kind, Routine

CONTENT = load()
PLACE = "mine.toml"
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"id": "pelvic-lift"}, 'id is "pelvic-lift"; choose another: a shipped exercise has it.'),
    ({"id": "Hip"}, 'id is "Hip"; it must be small letters and digits, with single hyphens between.'),
    ({"id": None}, "id is missing; it is required."),
    ({"name": "PELVIC LIFT"}, 'name is "PELVIC LIFT"; choose another: pelvic-lift has it.'),
    ({"name": "a\x1b[2J"}, "name has a control character; it must have only characters that print."),
    ({"kind": "rest"}, 'kind is "rest"; it must be stretch or strength.'),
    ({"sides": 2}, "sides is 2; it must be one, each or alternating."),
    ({"hold": []}, "hold has 0 entries; it must have from 1 to 4 where a dose holds."),
    ({"hold": ["x" * 77]}, "hold[0] has 77 characters; it must have from 1 to 76."),
    ({"sides": "one"}, "set_up[1] has a brace; it may have braces nowhere."),
    ({"avoid_with": ["gout"]},
     'avoid_with[0] is "gout"; it must be one of osteoporosis, disc, knee, neck, wrist, '
     "pregnancy, surgery, hip-replacement, dizziness."),
    ({"avoid_with": ["knee", "knee"]}, 'avoid_with[1] is "knee"; give it once.'),
    ({"figure": 3}, "figure is 3; it must be a text or a table."),
    ({"figure": "cat-camel"},
     'figure is "cat-camel"; it must have as many holds as the exercise, 1 and not 2.'),
    ({"figure": "plank"}, 'figure is "plank"; it must be one of arm-reach, back-arch, bird-dog, '
     f"{', '.join(figure_names()[3:])}, or poses in a table."),
    ({"figure": {**POSES, "view": "top"}}, "figure.view must be one of above, front, side."),
    ({"figure": {"pose": POSES["pose"][:1]}}, "figure.pose must be 2 to 20 tables."),
    ({"figure": {"pose": [*POSES["pose"], {"moment": 2}]}},
     "figure.pose must have one hold for each sentence of hold, not 2 for 1."),
    ({"figure": {"pose": [POSES["pose"][0], {"moment": 1, "neck": "up"}]}},
     "figure.pose 2, neck must be a number from -360 to 360."),
    ({"sets": 3}, "sets is not known; the keys are"),
]  # fmt: skip


def own(definition: object) -> Exercise:
    return exercise_of(definition, PLACE, CONTENT)


def test_a_definition_is_an_exercise_of_ones_own() -> None:
    exercise = own(hip(avoid_with=["knee"], easier="Lift it less."))
    assert exercise.own
    assert (exercise.id, exercise.name, exercise.kind) == ("hip-circle", "Hip circle", Kind.STRENGTH)
    assert (exercise.avoid_with, exercise.easier, exercise.figure) == (("knee",), "Lift it less.", "")
    assert figure_of(exercise) is None


def test_a_figure_is_borrowed_or_ones_own() -> None:
    ready = figure_of(own(hip(figure="bird-dog")))
    assert ready is not None
    assert ready.id == "bird-dog"
    borrowed = figure_of(own(hip(figure="leg-reach")))
    assert borrowed
    assert borrowed.id == "leg-reach"
    poses = figure_of(own(hip(figure=POSES)))
    assert poses
    assert poses.poses[1].spine == (0.0, 5.0, 30.0)


def test_every_shipped_figure_can_be_the_start_of_ones_own() -> None:
    for shipped in CONTENT.exercises.values():
        definition = {
            **exercise_definition(shipped),
            "id": "own",
            "name": "Own",
            "figure": raw_figure(shipped.id),
        }
        assert figure_of(own(json.loads(json.dumps(definition)))) is not None


@pytest.mark.parametrize(("other", "sentence"), WRONG, ids=[row[1][:40] for row in WRONG])
def test_what_is_wrong_is_one_sentence(other: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ContentError) as refused:
        own(hip(**other))
    assert str(refused.value).startswith(f"{PLACE}: {sentence}")
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("document", [None, [], 3, "text", {}, {"items": []}])
def test_what_is_no_definition_at_all_is_refused(document: object) -> None:
    for read in (exercise_of, routine_of):
        with pytest.raises(ContentError):
            read(document, PLACE, CONTENT)


def with_hip() -> Any:
    from msgspec.structs import replace

    return replace(CONTENT, exercises={**CONTENT.exercises, "hip-circle": own(hip())})


ROUTINE_WRONG: list[tuple[dict[str, Any], str]] = [
    ({"id": "standard"}, 'id is "standard"; choose another: a shipped routine has it.'),
    ({"name": "standard"}, 'name is "standard"; choose another: standard has it.'),
    ({"items": []}, "items has 0 entries; it must have from 1 to 40."),
    ({"items": [{"exercise": "nope"}]}, 'items[0].exercise is "nope"; it must be the id of an exercise.'),
    ({"items": [{"rest_s": 30}]}, "items has no exercise; it must have one."),
    ({"items": [{"exercise": "pretzel", "rest_s": 30}]}, "items[0] must have an exercise, or rest_s alone."),
    ({"items": [{}]}, "items[0] must have an exercise, or rest_s alone."),
    ({"items": [{"rounds": 3}]}, "items[0] must have rounds, and items to repeat"),
    ({"items": [{"rounds": 1, "items": [{"exercise": "pretzel"}]}]}, "items[0].rounds is 1; it must be from"),
    ({"items": [{"rounds": 2, "items": [{"rounds": 2, "items": []}]}]},
     "items[0].items[0].rounds is not known"),
    ({"items": [{"rounds": 10, "items": [{"exercise": "pretzel"}] * 21}]},
     "items are 210 with their rounds; the most is 200."),
    ({"items": [{"exercise": "pretzel", "dose": "five"}]}, "items[0].dose: A dose is written as 5 s × 5"),
    ({"items": [{"exercise": "pretzel", "dose": 5}]}, "items[0].dose is 5; it must be a text or a table."),
    ({"items": [{"exercise": "pretzel", "dose": {"hold_s": -1, "reps": 1}}]},
     "items[0].dose.hold_s is -1; it must be from 0 to 600."),
    ({"items": [{"exercise": "pretzel", "dose": {"hold_s": 1, "reps": [2, 1], "sets": 2}}]},
     "items[0].dose.sets is given; leave it out where reps is a list."),
    ({"items": [{"exercise": "pretzel", "grows": True}]},
     "items[0].grows is true; it goes only with a dose."),
    ({"items": [{"exercise": "pretzel", "fixed": True}]},
     "items[0].fixed is true; it goes only with a dose."),
    ({"items": [{"exercise": "pretzel", "dose": {"hold_s": 1, "reps": 1}, "grows": True, "fixed": True}]},
     "items[0].fixed is true; it does not go with grows."),
    ({"blocks": []}, "blocks is not known; the keys are id, name and items."),
]  # fmt: skip


@pytest.mark.parametrize(("other", "sentence"), ROUTINE_WRONG, ids=[row[1][:40] for row in ROUTINE_WRONG])
def test_what_is_wrong_with_a_routine_is_one_sentence(other: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ContentError) as refused:
        routine_of({**MORNING, **other}, PLACE, with_hip())
    assert str(refused.value).startswith(f"{PLACE}: {sentence}")


def test_the_blocks_of_a_routine_are_its_runs_of_one_kind() -> None:
    routine = routine_of(MORNING, PLACE, with_hip())
    assert routine.own
    assert [(block.kind, [item.exercise for item in block.items]) for block in routine.blocks] == [
        ("strength", ["hip-circle"]),
        ("stretch", ["pelvic-tilt"]),
        ("strength", ["pelvic-lift"]),
        ("stretch", ["pelvic-tilt"]),
    ]


def test_a_logged_routine_may_name_what_is_gone_and_a_new_one_may_not() -> None:
    with pytest.raises(ContentError, match="hip-circle"):
        routine_of(MORNING, PLACE, CONTENT)
    kept = routine_of(MORNING, PLACE, CONTENT, logged=True)
    assert kept.blocks[0].items[0].exercise == "hip-circle"


def test_two_logged_exercises_may_have_one_name_for_two_machines_were_merged() -> None:
    twin = hip(name="Pelvic lift")
    assert exercise_of(twin, PLACE, CONTENT, logged=True).name == "Pelvic lift"


# Round trips

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
SENTENCES = (
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=60)
    .map(str.strip)
    .filter(lambda text: text and text.isprintable() and not set(text) & set("{}"))
)
# A dose as a file has it, in the order in which it is written back: sets only where there is more than one.
TABLES = st.builds(
    lambda hold_s, reps, rest_s: {"hold_s": hold_s, **reps, **({"rest_s": rest_s} if rest_s else {})},
    st.integers(0, 600),
    st.integers(1, 50).map(lambda reps: {"reps": reps})
    | st.builds(lambda reps, sets: {"reps": reps, "sets": sets}, st.integers(1, 50), st.integers(2, 10))
    | st.lists(st.integers(1, 50), min_size=2, max_size=10)
    .filter(lambda reps: len(set(reps)) > 1)
    .map(lambda reps: {"reps": reps}),
    st.integers(0, 600),
)
TEMPI = st.fixed_dictionaries({}, optional={key: st.integers(0, 60) for key in ("in_s", "out_s", "relax_s")})
STEPS = st.fixed_dictionaries({}, optional={"hold_s": st.integers(2, 60), "reps": st.integers(2, 10)})
DOSES = st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9))


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """Any sound definition of an exercise."""
    holds, reps = draw(DOSES), draw(DOSES)
    steps = {
        step: {"hold_s": sum(holds[: n + 1]), "reps": sum(reps[: n + 1])}
        for n, step in enumerate(("start", "target", "ceiling"))
    }
    sets, rest = draw(st.integers(1, 4)), draw(st.integers(0, 90))
    for step in steps.values():
        step |= {"sets": sets} if sets > 1 else {}
        step |= {"rest_s": rest} if rest else {}
    if step := draw(STEPS):
        steps["step"] = step
    made = hip(
        name=draw(SENTENCES.filter(lambda text: len(text) <= 40)),
        kind=draw(st.sampled_from(["stretch", "strength"])),
        works_on=draw(st.lists(SENTENCES.filter(lambda text: len(text) <= 40), min_size=1, max_size=6)),
        set_up=draw(st.lists(SENTENCES, min_size=1, max_size=6)),
        movement_in=draw(SENTENCES),
        hold=[draw(SENTENCES)],
        movement_out=draw(SENTENCES),
        dose=steps,
        **draw(TEMPI),
    )
    for key, values in (
        ("hint", SENTENCES),
        ("easier", SENTENCES),
        ("cautions", st.lists(SENTENCES, max_size=6)),
        ("avoid_with", st.lists(st.sampled_from(sorted(CONTENT.cautions)), unique=True)),
        ("figure", st.sampled_from(["pelvic-lift", "leg-reach", POSES])),
    ):
        if draw(st.booleans()):
            made[key] = draw(values)
    return made


@given(definitions())
def test_a_definition_comes_back_from_a_file_as_it_was(definition: dict[str, Any]) -> None:
    own_one = exercise_of(definition, PLACE, CONTENT, logged=True)
    back = tomllib.loads(toml_of(definition))
    assert back == definition
    assert exercise_of(back, PLACE, CONTENT, logged=True) == own_one
    if own_one.poses is None:
        again = exercise_of(exercise_definition(own_one), PLACE, CONTENT, logged=True)
        assert again == own_one


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(CONTENT.exercises)),
            st.none() | TABLES,
            st.sampled_from([{}, {"grows": True}, {"fixed": True}]),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_a_routine_comes_back_from_a_file_as_it_was(
    rows: list[tuple[str, dict[str, Any] | None, dict[str, bool]]],
) -> None:
    items = [
        {"exercise": name} | ({"dose": dose, **growth} if dose else {})
        for n, (name, dose, growth) in enumerate(rows)
        if not n or rows[n - 1][0] != name
    ]
    definition = {"id": "mine", "name": "Mine", "items": items}
    routine = routine_of(definition, PLACE, CONTENT)
    assert routine_definition(routine) == definition
    assert tomllib.loads(toml_of(definition)) == definition
    assert [item.exercise for block in routine.blocks for item in block.items] == [
        one["exercise"] for one in items
    ]


def test_a_dose_of_ones_own_says_its_sets_and_each_further_one_has_a_name_of_its_own() -> None:
    items = [
        {"exercise": "pretzel", "dose": {"hold_s": 3, "reps": 12, "sets": 3, "rest_s": 60}},
        {"exercise": "back-arch"},
        {"exercise": "pretzel", "dose": {"hold_s": 10, "reps": [6, 4, 2]}, "grows": True},
        {"exercise": "back-arch", "dose": {"hold_s": 0, "reps": 10}, "fixed": True},
    ]
    routine = routine_of({"id": "mine", "name": "Mine", "items": items}, PLACE, CONTENT)
    found = [item for block in routine.blocks for item in block.items]
    assert [each.dose for each in found] == [
        Dose(3, 12, (12, 12), 60),
        None,
        Dose(10, 6, (4, 2)),
        Dose(0, 10),
    ]
    assert [each.course("mine") for each in found] == [
        "mine/pretzel",
        "day",
        "mine/pretzel-2",
        "mine/back-arch",
    ]
    assert [(each.grows, each.fixed) for each in found] == [
        (False, False),
        (False, False),
        (True, False),
        (False, True),
    ]


def test_every_shipped_exercise_and_routine_can_be_written_as_a_file() -> None:
    for shipped in CONTENT.exercises.values():
        definition = exercise_definition(shipped)
        assert tomllib.loads(toml_of(definition)) == definition
        figure = {**definition, "figure": raw_figure(shipped.id)}
        assert tomllib.loads(toml_of(figure)) == figure
    standard = routine_definition(CONTENT.routines["standard"])
    assert len(standard["items"]) == 16
    assert (data_folder() / "cautions.toml").exists()


# Damage

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A sound definition with something else at a few of its places, or nothing."""
    document: Any = deepcopy({**HIP, "figure": deepcopy(POSES)} if draw(st.booleans()) else dict(MORNING))
    for _ in range(draw(st.integers(1, 3))):
        table = document
        while True:
            keys = list(table) if isinstance(table, dict) else list(range(len(table)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(table[key], dict | list) and draw(st.booleans()):
                table = table[key]
                continue
            if draw(st.booleans()):
                table[key] = draw(JUNK)
            else:
                del table[key]
            break
    return document


@given(damaged() | JUNK)
def test_a_damaged_definition_is_read_or_refused_in_a_sentence_and_never_crashes(document: Any) -> None:
    for read, kind in ((exercise_of, Exercise), (routine_of, Routine)):
        try:
            found = read(document, PLACE, CONTENT, logged=True)
        except ContentError as error:
            sentence = str(error)
            assert sentence.startswith(f"{PLACE}: ")
            assert sentence.isprintable()
            assert sentence.endswith(".")
        else:
            assert isinstance(found, kind)
