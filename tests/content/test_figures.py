"""The figures of all exercises that come along are there; a file that is wrong says so in one sentence."""

from pathlib import Path

import pytest

from backtui.content.figures import MAX_BYTES, FigureError, load_figure
from backtui.content.load import data_folder
from backtui.domain.figure.model import View

PROGRAMME = [
    *("pelvic-tilt", "single-leg-pull", "double-knee-to-chest", "pretzel", "side-stretch", "back-arch"),
    *("hamstring-stretch", "pelvic-lift", "partial-sit-up", "cat-camel", "arm-reach", "leg-reach"),
    "wall-slide",
]
# What only the ready programmes have.
READY = [
    *("bird-dog", "childs-pose", "curl-up", "hip-flexor-lunge", "knee-rolls", "press-up", "prone-lying"),
    *("prone-on-elbows", "seated-rotation", "side-plank", "side-plank-knees", "sit-tall"),
]

GOOD = """
worked = ["abdomen"]

[[pose]]
moment = 0
anchor = "hip"
at = [0, 0.42]
spine = [0, 0, 0]
neck = 10
legs = { ankle = [-1.7, 0.17], foot = 185 }
arms = { upper = 185, elbow = 0 }
floor = ["hip"]

[[pose]]
moment = 1
spine = [0, 5, 30]
"""

WRONG = [
    ('worked = ["abdomen"]', 'worked = ["soul"]', "worked must be a list of some of abdomen, "),
    ('worked = ["abdomen"]', "colour = 1", "'colour' is unknown"),
    ('worked = ["abdomen"]', 'view = "top"', "view must be one of above, front, side."),
    ('worked = ["abdomen"]', "wall = 99", "wall must be a number from -10 to 10."),
    ('worked = ["abdomen"]', 'over = "leg"', "over must be one of far_arm, far_leg, near_arm, near_leg."),
    ('worked = ["abdomen"]', "crop = 9", "crop must be a number from 0 to 4."),
    ('worked = ["abdomen"]', "chair = 9", "chair must be a number from 0.5 to 3."),
    ("moment = 1", "moment = 1\ntwist = 99", "pose 2, twist must be a number from -85 to 85."),
    ("moment = 1", "moment = 2", "moment must be 1, 2 and so on"),
    ("moment = 1", "moment = 0", "moment must be 0 in the first pose and larger"),
    ("moment = 1", "moment = true", "pose 2, moment must be a number from 0 to 9."),
    ("moment = 1", 'moment = 1\ntowel = "yes"', "pose 2, towel must be true or false."),
    ("moment = 1", "moment = 1\npush = 3", "pose 2, push must be a table."),
    ("moment = 1", "moment = 1\nnear_leg = 3", "pose 2, near_leg must be a table."),
    ("neck = 10", "neck = nan", "pose 1, neck must be a number from -360 to 360."),
    ("neck = 10", "", "pose 1, neck must be a number from -360 to 360."),
    ("neck = 10", "neck = [10]", "pose 1, neck must be a number from -360 to 360."),
    ("neck = 10", "neck = 10\nnose = 1", "pose 1, 'nose' is unknown"),
    ("spine = [0, 0, 0]", "spine = [0, 0]", "pose 1, spine must be 3 numbers from -360 to 360."),
    ('anchor = "hip"', 'anchor = "tail"', "pose 1, anchor must be one of chest, "),
    ('anchor = "hip"', 'anchor = "near_ankle"', "pose 1, anchor must be a joint whose place"),
    ("elbow = 0", "elbow = -20", "pose 1, arms.elbow must be a number from 0 to 150."),
    ("elbow = 0", "knee = 0", "pose 1, arms.'knee' is unknown"),
    ("arms = { upper = 185, elbow = 0 }", "", "pose 1, far_arm must be given in the first pose"),
    ("upper = 185, elbow = 0", 'wrist = [0, 0], at = "near_hand"', "arms.at must be one of chest, "),
    ("foot = 185", "foot = 185, thigh = 3", "pose 1, legs.'thigh' is unknown"),
    ("[[pose]]", "[[pose", "is not TOML: "),
]


def written(folder: Path, text: str) -> Path:
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return folder


def test_every_exercise_that_comes_along_has_a_figure() -> None:
    assert sorted(path.stem for path in (data_folder() / "figures").iterdir()) == sorted([*PROGRAMME, *READY])
    assert load_figure("cat-camel").holds == 2
    assert load_figure("knee-rolls").holds == 2
    assert load_figure("side-stretch").view is View.FRONT
    assert load_figure("knee-rolls").view is View.ABOVE


def test_a_pose_takes_from_the_first_what_it_does_not_say(tmp_path: Path) -> None:
    rest, hold = load_figure("own", written(tmp_path, GOOD)).poses
    assert hold.spine == (0.0, 5.0, 30.0)
    assert (hold.limbs, hold.floor, hold.at) == (rest.limbs, rest.floor, rest.at)


@pytest.mark.parametrize(("right", "wrong", "says"), WRONG)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    assert right in GOOD
    with pytest.raises(FigureError) as caught:
        load_figure("own", written(tmp_path, GOOD.replace(right, wrong, 1)))
    sentence = str(caught.value)
    assert sentence.startswith("own.toml")
    assert says in sentence
    assert sentence.endswith(".")
    assert sentence.isprintable()


def test_a_file_that_is_missing_too_large_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(FigureError, match=r"^own.toml cannot be read: "):
        load_figure("own", tmp_path)
    with pytest.raises(FigureError, match=f"larger than {MAX_BYTES} bytes"):
        load_figure("own", written(tmp_path, "#" * (MAX_BYTES + 1)))
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(FigureError, match="is not TOML"):
        load_figure("own", tmp_path)


@pytest.mark.parametrize("exercise", ["../pelvic-tilt", "", "A", "a" * 65, "a\n", "/etc/passwd"])
def test_an_id_never_leads_out_of_the_folder(exercise: str) -> None:
    with pytest.raises(FigureError, match="is not an exercise id"):
        load_figure(exercise)
