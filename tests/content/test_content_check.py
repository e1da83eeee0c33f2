"""A file that cannot be used is refused in one sentence with file, key and bound."""

import shutil
from pathlib import Path

import pytest

from backtui.content.load import ContentError, data_folder, exercise_from_toml, load, routines_from_toml

PLACE = "data/exercises/pelvic-tilt.toml"
VALID = (data_folder() / "exercises" / "pelvic-tilt.toml").read_text()
KEYS = (
    "id, name, kind, position, sides, works_on, set_up, movement_in, movement_out, hold, dose, hint, "
    "cautions, easier, avoid_with, spoken, in_s, out_s and relax_s"
)
MOVEMENT = 'movement_in = "Slowly press your low back flat on the floor; your hips tip as you do."'
HOLD = 'hold = ["Your low back stays flat on the floor; breathe slowly and deeply."]'
START, TARGET, CEILING = VALID.splitlines()[-3:]

BROKEN = [
    (START, "start = { hold_s = -1, reps = 2 }", "dose.start.hold_s is -1; it must be from 0 to 600."),
    (START, "start = { hold_s = 601, reps = 2 }", "dose.start.hold_s is 601; it must be from 0 to 600."),
    (START, "start = { hold_s = 2, reps = 51 }", "dose.start.reps is 51; it must be from 1 to 50."),
    (
        START,
        "start = { hold_s = 2.5, reps = 2 }",
        "dose.start.hold_s is 2.5; it must be a whole number from 0 to 600.",
    ),
    (
        START,
        "start = { hold_s = true, reps = 2 }",
        "dose.start.hold_s is true; it must be a whole number from 0 to 600.",
    ),
    (
        START,
        f"start = {{ hold_s = 0x{'f' * 60}, reps = 2 }}",
        "dose.start.hold_s is a number far too large; it must be from 0 to 600.",
    ),
    (START, "start = { hold_s = 2 }", "dose.start.reps is missing; it is required."),
    (
        START,
        "start = { hold_s = 2, reps = 2, more = 3 }",
        "dose.start.more is not known; the keys are reps, hold_s, sets and rest_s.",
    ),
    (START, "start = 3", "dose.start is 3; it must be a text or a table."),
    (
        START,
        "start = { hold_s = 6, reps = 2 }",
        "dose.target.hold_s is 5; it must be at least dose.start.hold_s, which is 6.",
    ),
    (
        CEILING,
        "ceiling = { hold_s = 10, reps = 4 }",
        "dose.ceiling.reps is 4; it must be at least dose.target.reps, which is 5.",
    ),
    (CEILING, "", "dose.ceiling is missing; it is required."),
    ('id = "pelvic-tilt"', 'id = "tilt"', 'id is "tilt"; it must be "pelvic-tilt", the file\'s name.'),
    (
        'id = "pelvic-tilt"',
        'id = "Pelvic--Tilt"',
        'id is "Pelvic--Tilt"; it must be small letters and digits, with single hyphens between.',
    ),
    ('id = "pelvic-tilt"', "", "id is missing; it is required."),
    ('id = "pelvic-tilt"', 'id = "pelvic-tilt"\ncolour = 1', f"colour is not known; the keys are {KEYS}."),
    ('name = "Pelvic tilt"', "name = 7", "name is 7; it must be a text of 1 to 40 characters."),
    ('name = "Pelvic tilt"', 'name = ""', "name has 0 characters; it must have from 1 to 40."),
    ('name = "Pelvic tilt"', 'name = " tilt"', "name begins or ends with a space; it must not."),
    (
        'name = "Pelvic tilt"',
        'name = "\\u001b[2J"',
        "name has a control character; it must have only characters that print.",
    ),
    (
        'name = "Pelvic tilt"',
        'name = "a\\u202eb"',
        "name has a control character; it must have only characters that print.",
    ),
    ('name = "Pelvic tilt"', 'name = "{side}"', "name has a brace; it may have braces nowhere."),
    ('kind = "stretch"', 'kind = "warm-up"', 'kind is "warm-up"; it must be stretch or strength.'),
    (
        'position = "lying"',
        "position = 1",
        "position is 1; it must be lying, prone, side-lying, hands-and-knees, kneeling, sitting or standing.",
    ),
    ('sides = "one"', 'sides = "both"', 'sides is "both"; it must be one, each or alternating.'),
    (
        MOVEMENT,
        f'movement_in = "{"x" * 77}"',
        "movement_in has 77 characters; it must have from 1 to 76.",
    ),
    (MOVEMENT, 'movement_in = "The {side} leg."', "movement_in has a brace; it may have braces nowhere."),
    (HOLD, "hold = []", "hold has 0 entries; it must have from 1 to 4 where a dose holds."),
    (HOLD, 'hold = ["a", "b", "c", "d", "e"]', "hold has 5 entries; it must have from 0 to 4."),
    (HOLD, 'hold = "a"', 'hold is "a"; it must be a list of 0 to 4 entries.'),
    (HOLD, 'hold = ["a", 2026-03-02]', "hold[1] is 2026-03-02; it must be a text or a table."),
    (HOLD, f"hold = {'[' * 9000}", "it has a number too long or a list too deep to be read."),
    (HOLD, f"hold = {'9' * 9000}", "it has a number too long or a list too deep to be read."),
    (HOLD, f"{'a.' * 61}a = 1", "line 15 has 61 full stops; it may have 60."),
    (HOLD, "#" * 65536, "it is too large; it must be at most 64 KB."),
]


@pytest.mark.parametrize(("old", "new", "sentence"), BROKEN, ids=[row[2][:40] for row in BROKEN])
def test_a_broken_exercise_is_refused_in_one_sentence(old: str, new: str, sentence: str) -> None:
    assert VALID.count(old) == 1
    with pytest.raises(ContentError) as refused:
        exercise_from_toml(VALID.replace(old, new), PLACE)
    assert str(refused.value) == f"{PLACE}: {sentence}"


def test_a_typo_in_a_placeholder_is_refused() -> None:
    broken = VALID.replace('sides = "one"', 'sides = "each"').replace("Slowly press your", "The {sdie}")
    with pytest.raises(ContentError) as refused:
        exercise_from_toml(broken, PLACE)
    sentence = "movement_in has a brace; it may have braces only as {side} and {other}."
    assert str(refused.value) == f"{PLACE}: {sentence}"


@pytest.mark.parametrize("broken", ["hold = [", "hold = 1\nhold = 2", 'hint = "a', "= 1"])
def test_what_is_not_toml_is_refused_with_its_line(broken: str) -> None:
    with pytest.raises(ContentError, match=r"pelvic-tilt.toml: it is not TOML: .* \(at .*\)\.$"):
        exercise_from_toml(VALID.replace(HOLD, broken), PLACE)


def test_what_is_optional_may_be_left_out() -> None:
    parts = VALID.split("hint = ")[0] + "[dose]" + VALID.split("[dose]")[1]
    exercise = exercise_from_toml(parts, PLACE)
    assert (exercise.hint, exercise.cautions, exercise.easier) == ("", (), "")


def test_a_key_or_a_file_name_cannot_steer_the_terminal() -> None:
    with pytest.raises(ContentError) as refused:
        exercise_from_toml('"\\u001b[2J" = 1', "a\x1bb.toml")
    assert str(refused.value) == f"a?b.toml: ?[2J is not known; the keys are {KEYS}."


ROUTINE = '[[routines]]\nid = "a"\nname = "A"\n[[routines.blocks]]\nkind = "{}"\nexercises = [{}]\n'
FIRST = "routines[0].blocks[0].exercises"
BROKEN_ROUTINES = [
    (ROUTINE.format("stretch", '"plank"'), f'{FIRST}[0] is "plank"; it must be the id of an exercise.'),
    (
        ROUTINE.format("strength", '"pretzel"'),
        f'{FIRST}[0] is "pretzel"; it must be a strength exercise, as its block is.',
    ),
    (
        ROUTINE.format("stretch", '"pretzel", "back-arch", "pretzel"'),
        f'{FIRST}[2] is "pretzel"; give it once in its block.',
    ),
    (
        ROUTINE.format("stretch", '"pretzel"') * 2,
        'routines[1].id is "a", which is taken; choose another.',
    ),
    ("routines = []", "routines has 0 entries; it must have from 1 to 20."),
]


@pytest.mark.parametrize(("text", "sentence"), BROKEN_ROUTINES)
def test_a_broken_routine_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ContentError) as refused:
        routines_from_toml(text, "data/routines.toml", load().exercises)
    assert str(refused.value) == f"data/routines.toml: {sentence}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_folder(), tmp_path / "data"))


def refused_load(folder: Path) -> str:
    with pytest.raises(ContentError) as refused:
        load(folder)
    return str(refused.value)


def test_a_copy_of_the_folder_loads_alike(folder: Path) -> None:
    assert load(folder) == load()


def test_two_exercises_of_one_name_are_refused(folder: Path) -> None:
    twin = VALID.replace('id = "pelvic-tilt"', 'id = "tilt"').replace("Pelvic tilt", "PELVIC TILT")
    (folder / "exercises" / "tilt.toml").write_text(twin)
    sentence = 'name is "PELVIC TILT"; choose another: pelvic-tilt has it.'
    assert refused_load(folder) == f"data/exercises/tilt.toml: {sentence}"


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "guidance.toml").unlink()
    assert refused_load(folder) == "data/guidance.toml: there is no such file."


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    assert (
        refused_load(tmp_path / "none") == "none/exercises: there is no exercise; there must be at least 1."
    )


def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    (folder / "routines.toml").write_bytes(b"\xff\xfe\x00")
    assert refused_load(folder) == "data/routines.toml: it is not UTF-8 text."


def test_a_file_that_is_too_large_is_not_read_to_its_end(folder: Path) -> None:
    (folder / "routines.toml").write_bytes(b"\xff" * 65537)
    assert refused_load(folder) == "data/routines.toml: it is too large; it must be at most 64 KB."


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(folder: Path) -> None:
    path = folder / "exercises" / "pelvic-tilt.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(folder) == load()


def test_an_installed_copy_goes_before_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "backtui.content.shipped.__file__", str(tmp_path / "backtui" / "content" / "__init__.py")
    )
    assert data_folder() == tmp_path / "data"
    (tmp_path / "backtui" / "data").mkdir(parents=True)
    assert data_folder() == tmp_path / "backtui" / "data"
