"""The ready programmes: what each asks for, that each names its source, and that a wrong file says so."""

import shutil
from pathlib import Path

import pytest

from backtui.coach.schedule import checked
from backtui.content.figures import load_figure
from backtui.content.load import ContentError, data_folder, load
from backtui.content.own import exercise_definition, exercise_of
from backtui.content.programmes import programmes
from backtui.domain.event_json import body_of
from backtui.domain.events import BODY_LIMIT_BYTES, ExerciseSaved, RoutineSaved
from backtui.domain.exercise import Exercise, Side, Sides, words

SHIPPED = load()
READY = programmes(SHIPPED)
EXERCISES = {each.id: each for one in READY.values() for each in one.exercises.values()}

# What each asks for at first: routine, exercise, dose as it is written, rest between sets, sides.
ASKED = [
    ("nhs-starter", "pelvic-tilt", "2 s × 5", 0, "one"),
    ("nhs-starter", "knee-rolls", "2 s × 5", 0, "one"),
    ("nhs-starter", "prone-on-elbows", "5 s × 5", 0, "one"),
    ("nhs-starter", "heel-sit", "5 s × 5", 0, "one"),
    ("nhs-starter", "back-arch", "2 s × 5", 0, "one"),
    ("mcgill-three", "curl-up", "5 s × 6-4-2", 20, "one"),
    ("mcgill-three", "side-bridge", "5 s × 6-4-2", 20, "each"),
    ("mcgill-three", "bird-dog", "5 s × 6-4-2", 20, "each"),
    ("mcgill-three-long", "curl-up", "10 s × 8-6-4", 20, "one"),
    ("mcgill-three-long", "side-plank", "10 s × 8-6-4", 20, "each"),
    ("mcgill-three-long", "bird-dog", "10 s × 8-6-4", 20, "each"),
    ("press-ups", "prone-lying", "120 s × 1", 0, "one"),
    ("press-ups", "prone-on-elbows", "120 s × 1", 0, "one"),
    ("press-ups", "press-up", "× 10", 0, "one"),
    ("press-ups-short", "press-up", "× 10", 0, "one"),
    ("flexion-set", "pelvic-tilt", "5 s × 10", 0, "one"),
    ("flexion-set", "single-leg-pull", "5 s × 5", 0, "each"),
    ("flexion-set", "double-knee-to-chest", "5 s × 5", 0, "one"),
    ("flexion-set", "partial-sit-up", "2 s × 2", 0, "one"),
    ("flexion-set", "hamstring-stretch", "10 s × 3", 0, "each"),
    ("flexion-set", "hip-flexor-lunge", "5 s × 3", 0, "each"),
    ("flexion-set", "wall-slide", "2 s × 2", 0, "one"),
    ("office-break", "sit-tall", "5 s × 3", 0, "one"),
    ("office-break", "seated-rotation", "5 s × 2", 0, "alternating"),
    ("office-break", "back-arch", "3 s × 3", 0, "one"),
]
# What goes with which state of the body: rounding, twisting and arching are not for weak bone, and what may
# send pain down a leg is left to a provider.
NEVER_WITH = [
    ("osteoporosis", {"knee-rolls", "heel-sit", "curl-up", "seated-rotation", "prone-on-elbows", "press-up"}),
    ("disc", {"knee-rolls", "heel-sit", "seated-rotation", "prone-on-elbows", "press-up"}),
    ("knee", {"heel-sit", "bird-dog", "hip-flexor-lunge"}),
    ("wrist", {"heel-sit", "bird-dog", "press-up"}),
    ("neck", {"curl-up", "prone-on-elbows", "bird-dog", "side-bridge", "side-plank"}),
    ("pregnancy", {"prone-lying", "prone-on-elbows", "press-up", "curl-up"}),
    ("hip-replacement", {"knee-rolls", "heel-sit", "hip-flexor-lunge"}),
]


def known(key: str) -> Exercise:
    return EXERCISES.get(key) or SHIPPED.exercises[key]


def test_they_come_in_their_order() -> None:
    assert list(READY) == ["nhs-starter", "mcgill-three", "press-ups", "flexion-set", "office-break"]


def test_each_suggests_days_that_a_schedule_can_have() -> None:
    for each in READY.values():
        assert each.schedule[0].routines == (each.routines[0].id,)
        for line in each.schedule:
            assert checked(line) == line


def test_each_asks_for_what_the_table_says() -> None:
    found = []
    for programme in READY.values():
        for routine in programme.routines:
            for item in (item for block in routine.blocks for item in block.items):
                exercise = known(item.exercise)
                dose = item.dose or exercise.start
                found.append((routine.id, exercise.id, str(dose), dose.rest_s, exercise.sides.value))
    assert found == ASKED


def test_a_press_up_takes_eight_seconds_and_rests_in_none() -> None:
    tempo = EXERCISES["press-up"].tempo
    assert (tempo.in_s, tempo.out_s, tempo.relax_s) == (4, 4, 0)


@pytest.mark.parametrize(("caution", "out"), NEVER_WITH)
def test_cautions_are_on_the_careful_side(caution: str, out: set[str]) -> None:
    assert caution in SHIPPED.cautions
    assert out <= {each.id for each in EXERCISES.values() if caution in each.avoid_with}


def test_each_says_for_whom_how_often_and_after_which_source() -> None:
    for each in READY.values():
        assert any(part.startswith("For ") for part in each.purpose), each.id
        assert any(char.isdigit() for char in each.source), f"{each.id}: no year"
        sentences = (*each.purpose, each.how_often, each.source, *each.cautions)
        assert not [text for text in sentences if not text.endswith(".")]
        assert each.cautions


@pytest.mark.parametrize("exercise", EXERCISES)
def test_each_new_exercise_is_drawn_easier_and_cautious(exercise: str) -> None:
    each = EXERCISES[exercise]
    assert load_figure(each.figure).holds == each.holds
    assert each.cautions
    assert each.easier
    sentences = (*each.set_up, each.movement_in, *each.hold, each.movement_out, each.hint, each.easier)
    assert not [text for text in (*sentences, *each.cautions) if not text.endswith(".")]
    sided = [words(text, Side.LEFT) != words(text, Side.RIGHT) for text in (each.movement_in, *each.set_up)]
    assert any(sided) == (each.sides is not Sides.ONE)
    assert each.start.total <= each.target.total <= each.ceiling.total
    assert each.start.hold_s <= each.target.hold_s <= each.ceiling.hold_s


def test_positions_change_as_seldom_as_can_be() -> None:
    for programme in READY.values():
        for routine in programme.routines:
            ranks = [known(i.exercise).position.rank for block in routine.blocks for i in block.items]
            assert ranks == sorted(ranks), routine.id


def test_all_of_it_fits_the_log_and_is_read_back_as_it_was() -> None:
    for programme in READY.values():
        for key, definition in programme.definitions.items():
            assert len(body_of(ExerciseSaved(key, dict(definition)))) < BODY_LIMIT_BYTES
            again = exercise_of(exercise_definition(programme.exercises[key]), "again", SHIPPED)
            assert again == programme.exercises[key]
        for definition in programme.routine_definitions:
            assert len(body_of(RoutineSaved(definition["id"], dict(definition)))) < BODY_LIMIT_BYTES


WRONG: list[tuple[str, str, str, str]] = [
    (
        "office-break",
        'routines = ["office-break"]',
        'routines = ["standard"]',
        'schedule has "standard"; it must be one of office-break.',
    ),
    (
        "office-break",
        'id = "office-break"\nname = "Office break, 3',
        'id = "desk"\nname = "Office break, 3',
        'id is "desk"; it must be "office-break", ',
    ),
    ("office-break", "order = 5", "order = 0", "order is 0; it must be from 1 to 99."),
    ("office-break", "order = 5", "order = 5\ncolour = 1", "colour is not known; the keys are "),
    ("office-break", "how_often = ", "often = ", "often is not known; the keys are "),
    (
        "office-break",
        '"sit-tall"',
        '"stand"',
        'items[0].exercise is "stand"; it must be the id of an exercise.',
    ),
    ("press-ups", 'id = "press-ups-short"', 'id = "office-break"', 'routine "office-break" is taken; '),
    ("exercises/sit-tall", 'id = "sit-tall"', 'id = "sit"', 'id is "sit"; it must be "sit-tall", '),
    (
        "exercises/sit-tall",
        'name = "Sit tall"',
        'name = "Bird-dog"',
        'name is "Bird-dog"; choose another: ',
    ),
    (
        "exercises/sit-tall",
        '"sit-tall"\n\nset_up',
        '"sofa"\n\nset_up',
        'figure is "sofa"; it must be one of ',
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), WRONG, ids=[row[3][:30] for row in WRONG])
def test_a_wrong_file_is_one_sentence_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data_folder() / "programmes", folder / "programmes")
    path = folder / "programmes" / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        programmes(SHIPPED, folder)
    sentence = str(refused.value)
    assert sentence.startswith("data/programmes/")
    assert says in sentence
    assert sentence.endswith(".")
