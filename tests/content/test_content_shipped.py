"""What backtui ships: all of it loads, and it says what docs/rules.md says."""

from itertools import chain

import pytest

from backtui.content.load import data_folder, load
from backtui.domain.exercise import Content, Dose, Exercise, Kind, Side, words

# id, kind, position, sides, holds in a repetition: the table of docs/rules.md.
FACTS = [
    ("pelvic-tilt", "stretch", "lying", "one", 1),
    ("single-leg-pull", "stretch", "lying", "each", 1),
    ("double-knee-to-chest", "stretch", "lying", "one", 1),
    ("pretzel", "stretch", "lying", "each", 1),
    ("side-stretch", "stretch", "standing", "each", 1),
    ("back-arch", "stretch", "standing", "one", 1),
    ("hamstring-stretch", "stretch", "lying", "each", 1),
    ("pelvic-lift", "strength", "lying", "one", 1),
    ("partial-sit-up", "strength", "lying", "one", 1),
    ("cat-camel", "strength", "hands-and-knees", "one", 2),
    ("arm-reach", "strength", "hands-and-knees", "each", 1),
    ("leg-reach", "strength", "hands-and-knees", "each", 1),
    ("wall-slide", "strength", "standing", "one", 1),
]

# A word or two for each instruction of the programme that may not get lost in the wording.
SAID = {
    "pelvic-tilt": ["closer together", "hip-wide", "arms by your sides", "low back flat"],
    "single-leg-pull": ["With your left arm", "one flow", "right knee stay down", "right leg out straight"],
    "double-knee-to-chest": [
        "together or one after the other",
        "one leg, then the other",
        "rest for a moment",
    ],
    "pretzel": ["at the knee", "underneath", "release, uncross", "other way"],
    "side-stretch": ["right hand on your waist", "left arm overhead", "to the right", "no twist, no jerk"],
    "back-arch": ["shoulder-wide", "straight ahead", "palms", "knees straight", "Breathing out helps"],
    "hamstring-stretch": ["right knee", "hands behind the knee", "towel", "slight stretch", "let it relax"],
    "pelvic-lift": ["shoulder-wide", "little by little", "do not arch", "belly", "in one line"],
    "partial-sit-up": ["Cross your arms", "shoulder blades", "low back stay down", "less is fine", "5 to 10"],
    "cat-camel": ["neck level", "tighten abdomen and buttocks", "sag gently", "arms straight", "Two holds"],
    "arm-reach": ["do not lift your head", "both knees and your right arm", "neck level"],
    "leg-reach": ["nobody", "level with the floor", "do not sag", "Point your foot or flex it"],
    "wall-slide": ["against a wall", "straight ahead", "90°", "chair", "halfway is fine", "smoothly back up"],
}


@pytest.fixture(scope="module")
def content() -> Content:
    return load()


def texts(exercise: Exercise) -> list[str]:
    """Every text of an exercise, read for the left side."""
    values = [getattr(exercise, field) for field in exercise.__struct_fields__]
    found = chain.from_iterable(
        [value] if isinstance(value, str) else value for value in values if is_text(value)
    )
    return [words(text, Side.LEFT) for text in found]


def is_text(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, tuple) and all(isinstance(part, str) for part in value)
    )


def test_the_thirteen_are_those_of_the_programme(content: Content) -> None:
    loaded = {(e.id, e.kind, e.position, e.sides, e.holds) for e in content.exercises.values()}
    assert loaded == set(FACTS)


def test_each_exercise_is_a_file_of_its_name() -> None:
    files = {path.stem for path in (data_folder() / "exercises").iterdir()}
    assert files == {fact[0] for fact in FACTS}


def test_exercises_come_in_the_order_of_the_standard_routine(content: Content) -> None:
    first, second, _ = content.routines["standard"].blocks
    assert list(content.exercises) == [item.exercise for item in (*first.items, *second.items)]


def test_doses_grow_from_two_by_two_over_five_by_five(content: Content) -> None:
    doses = {(e.start, e.target) for e in content.exercises.values()}
    assert doses == {(Dose(2, 2), Dose(5, 5))}
    ceilings = {e.id: e.ceiling for e in content.exercises.values() if e.ceiling != Dose(10, 10)}
    assert ceilings == {"partial-sit-up": Dose(10, 5)}  # its source lengthens the hold, not the count


@pytest.mark.parametrize("name", SAID)
def test_no_instruction_of_the_programme_is_lost(content: Content, name: str) -> None:
    said = " ".join(texts(content.exercises[name]))
    assert [part for part in SAID[name] if part not in said] == []


def test_texts_print_and_lines_fit_one_row(content: Content) -> None:
    for exercise in content.exercises.values():
        assert all(text.isprintable() and "{" not in text for text in texts(exercise))
        lines = (exercise.movement_in, *exercise.hold, exercise.movement_out, exercise.hint)
        assert [line for line in lines if len(line) > 76] == []


def test_instructions_are_sentences(content: Content) -> None:
    for e in content.exercises.values():
        sentences = (*e.set_up, e.movement_in, *e.hold, e.movement_out, e.hint, *e.cautions, e.easier)
        assert [text for text in sentences if not text[0].isupper() or not text.endswith(".")] == []


def test_the_other_side_mirrors_every_word(content: Content) -> None:
    for exercise in content.exercises.values():
        moved = [exercise.movement_in, *exercise.set_up, *exercise.hold]
        mirrored = [words(text, Side.LEFT) != words(text, Side.RIGHT) for text in moved]
        assert any(mirrored) == (exercise.sides == "each"), exercise.id


def test_words_name_the_side_and_the_other() -> None:
    assert words("{side} over {other}", Side.LEFT) == "left over right"
    assert words("{side} over {other}", Side.RIGHT) == "right over left"
    assert words("{side} over {other}", Side.NONE) == "left over right"


def test_every_exercise_has_a_caution(content: Content) -> None:
    assert all(exercise.cautions for exercise in content.exercises.values())


def test_the_standard_routine_opens_and_closes_with_stretches(content: Content) -> None:
    opening, strengthening, closing = content.routines["standard"].blocks
    assert [block.kind for block in (opening, strengthening, closing)] == ["stretch", "strength", "stretch"]
    assert [len(block.items) for block in (opening, strengthening, closing)] == [7, 6, 3]


def test_the_stretches_routine_is_all_stretches_in_one_block(content: Content) -> None:
    (block,) = content.routines["stretches"].blocks
    stretches = {e.id for e in content.exercises.values() if e.kind is Kind.STRETCH}
    assert {item.exercise for item in block.items} == stretches


def test_blocks_change_the_position_as_seldom_as_can_be(content: Content) -> None:
    for routine in content.routines.values():
        for block in routine.blocks:
            ranks = [content.exercises[item.exercise].position.rank for item in block.items]
            assert ranks == sorted(ranks)


def test_guidance_says_who_it_does_not_replace_and_when_to_seek_help(content: Content) -> None:
    guidance = content.guidance
    assert guidance is not None
    assert "does not replace a provider" in guidance.notice[0]
    assert "accident" in guidance.notice[1]
    assert all(text.startswith("Seek help at once") for text in guidance.urgent)
    assert "dizzy" in guidance.stop[1]
    assert '"Back Exercises", X-Plain, The Patient Education Institute, 2005' in guidance.source
