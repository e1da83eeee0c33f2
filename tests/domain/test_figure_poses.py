"""Each hold shows what the programme says of it, and looks as it did when it was last looked at."""

import os
from math import atan2, degrees
from pathlib import Path

import pytest

from backtui.content.figures import load_figure
from backtui.content.load import data_folder
from backtui.domain.figure.body import body_at
from backtui.domain.figure.draw import draw
from backtui.domain.figure.glyphs import Ink
from backtui.domain.figure.model import FLESH, Body, Point

GOLDENS = Path(__file__).parent.parent / "goldens" / "figures"
# Read now: within a test no variable of backtui is set.
RENEW = "BACKTUI_RENEW_GOLDENS" in os.environ
IDS = sorted(path.stem for path in (data_folder() / "figures").glob("*.toml"))


def held(exercise: str, moment: float = 1.0) -> Body:
    return body_at(load_figure(exercise), moment)


def slope(start: Point, end: Point) -> float:
    """Return how far a line is from level, 0 to 90 degrees."""
    return degrees(abs(atan2(abs(end[1] - start[1]), abs(end[0] - start[0]))))


def test_pelvic_tilt_closes_the_gap_under_the_low_back() -> None:
    # The gap at rest is a hand's thickness, no more.
    assert 0.1 < held("pelvic-tilt", 0.0).joints["waist"][1] - FLESH["waist"] < 0.3
    assert held("pelvic-tilt").joints["waist"][1] == pytest.approx(0.36, abs=0.05)


def test_single_leg_pull_leaves_the_other_leg_on_the_floor() -> None:
    body = held("single-leg-pull").joints
    assert body["far_knee"][1] < 0.4
    assert body["near_knee"][0] > 1.0
    assert body["near_wrist"] == pytest.approx(body["near_knee"], abs=0.35)


def test_double_knee_to_chest_lowers_one_leg_at_a_time() -> None:
    both, one = held("double-knee-to-chest").joints, held("double-knee-to-chest", 1.5).joints
    assert min(both["near_ankle"][1], both["far_ankle"][1]) > 1.5
    assert one["near_ankle"][1] < 0.2
    assert one["far_ankle"][1] > 1.5


@pytest.mark.parametrize("moment", [0.0, 1.0])
def test_pretzel_has_one_ankle_on_the_other_knee(moment: float) -> None:
    body = held("pretzel", moment).joints
    assert body["far_ankle"] == pytest.approx(body["near_knee"], abs=0.4)
    assert body["far_knee"][1] < body["hip"][1] - 1  # turned out: the "4" is seen from above


def test_side_stretch_has_one_arm_overhead_and_bends_to_the_other_side() -> None:
    body = held("side-stretch").joints
    assert body["near_wrist"][1] > body["head"][1] + 0.5
    assert body["shoulder"][0] > body["hip"][0] + 0.5
    assert body["far_wrist"] == pytest.approx(body["hip"], abs=0.6)


def test_back_arch_leans_back_with_straight_knees_and_hands_on_the_low_back() -> None:
    body = held("back-arch")
    assert body.limbs["near_leg"].bend < 12
    assert body.joints["head"][0] > body.joints["hip"][0] + 1.0
    assert body.joints["near_wrist"][0] > body.joints["hip"][0]


def test_hamstring_stretch_lifts_a_straight_leg() -> None:
    body = held("hamstring-stretch")
    assert body.limbs["near_leg"].bend < 12
    assert body.joints["near_ankle"][1] > 3.5
    assert body.joints["near_wrist"] == pytest.approx(body.joints["near_knee"], abs=0.9)


def test_pelvic_lift_has_shoulders_hips_and_knees_in_one_line() -> None:
    body = held("pelvic-lift").joints
    trunk = slope(body["shoulder"], body["hip"])
    assert trunk == pytest.approx(slope(body["hip"], body["near_knee"]), abs=4)
    assert trunk > 15


def test_partial_sit_up_lifts_the_shoulders_and_leaves_the_low_back_down() -> None:
    rest, hold = held("partial-sit-up", 0.0).joints, held("partial-sit-up").joints
    assert hold["waist"][1] < 0.45
    assert hold["chest"][1] < 0.55
    assert 0.3 < hold["shoulder"][1] - rest["shoulder"][1] < 0.8
    assert hold["head"][1] > rest["head"][1] + 0.5
    # The head goes on as the back does: no chin on the chest.
    assert slope(hold["shoulder"], hold["head"]) - slope(hold["chest"], hold["shoulder"]) < 10


def test_cat_rounds_up_and_camel_sags() -> None:
    rest, cat, camel = (held("cat-camel", moment).joints["waist"][1] for moment in (0.0, 1.0, 2.0))
    assert cat > rest + 0.3
    assert camel < rest - 0.2
    assert held("cat-camel", 2.0).limbs["near_arm"].bend < 30


def test_arm_reach_goes_out_in_front_without_the_head_going_up() -> None:
    rest, hold = held("arm-reach", 0.0).joints, held("arm-reach").joints
    assert hold["head"][1] <= rest["head"][1]
    assert slope(hold["shoulder"], hold["near_wrist"]) < 15
    assert hold["near_wrist"][0] < hold["head"][0]


def test_leg_reach_is_straight_and_level() -> None:
    body = held("leg-reach")
    assert slope(body.joints["hip"], body.joints["near_ankle"]) < 4
    assert body.limbs["near_leg"].bend < 5


def test_wall_slide_sits_as_on_a_chair() -> None:
    body = held("wall-slide")
    assert body.limbs["near_leg"].bend == pytest.approx(90, abs=10)
    assert slope(body.joints["hip"], body.joints["near_knee"]) < 5


def test_bird_dog_stretches_an_arm_and_the_leg_of_the_other_side_level() -> None:
    body = held("bird-dog").joints
    assert slope(body["shoulder"], body["near_wrist"]) < 15
    assert slope(body["hip"], body["far_ankle"]) < 6
    assert body["far_wrist"][1] == pytest.approx(0.13, abs=0.05)
    assert body["near_knee"][1] == pytest.approx(0.25, abs=0.05)


@pytest.mark.parametrize("exercise", ["side-plank", "side-plank-knees"])
def test_side_plank_lifts_the_hips_into_one_line_with_the_legs(exercise: str) -> None:
    rest, hold = held(exercise, 0.0).joints, held(exercise)
    body = hold.joints
    assert body["hip"][1] > rest["hip"][1] + 0.4
    assert body["far_elbow"][1] == pytest.approx(0.17, abs=0.05)
    assert slope(body["hip"], body["shoulder"]) == pytest.approx(slope(body["far_knee"], body["hip"]), abs=9)
    assert (abs(hold.limbs["far_leg"].bend) > 20) == (exercise == "side-plank-knees")


def test_curl_up_bends_one_knee_and_keeps_the_curve_over_the_hands() -> None:
    rest, hold = held("curl-up", 0.0).joints, held("curl-up")
    body = hold.joints
    assert hold.limbs["near_leg"].bend > 60
    assert hold.limbs["far_leg"].bend < 5
    assert body["waist"] == pytest.approx(rest["waist"], abs=0.05)
    assert body["near_wrist"] == pytest.approx((body["waist"][0], body["waist"][1] - 0.38), abs=0.1)
    assert 0.2 < body["shoulder"][1] - rest["shoulder"][1] < 0.6


def test_press_up_straightens_the_arms_and_leaves_the_hips_down() -> None:
    hold = held("press-up")
    assert hold.limbs["near_arm"].bend < 35
    assert hold.joints["hip"][1] == pytest.approx(0.42, abs=0.01)
    assert hold.joints["shoulder"][1] > 2.0


def test_prone_on_elbows_has_the_elbows_under_the_shoulders() -> None:
    body = held("prone-on-elbows").joints
    assert body["near_elbow"][0] == pytest.approx(body["shoulder"][0], abs=0.25)
    assert slope(body["near_elbow"], body["near_wrist"]) < 8
    assert body["hip"][1] == pytest.approx(0.42, abs=0.01)


def test_prone_lying_stays_flat() -> None:
    body = held("prone-lying").joints
    assert max(body[joint][1] for joint in ("hip", "waist", "chest", "shoulder")) < 0.5


def test_knees_roll_to_one_side_over_the_middle_to_the_other() -> None:
    one, middle, other = (held("knee-rolls", moment).joints for moment in (1.0, 1.5, 2.0))
    line = middle["hip"][1]
    assert one["near_knee"][1] > line + 1
    assert other["far_knee"][1] < line - 1
    assert middle["near_knee"][1] - line == pytest.approx(line - middle["far_knee"][1])
    assert one["shoulder"] == middle["shoulder"] == other["shoulder"]


def test_childs_pose_sits_back_over_the_heels_with_the_hands_ahead() -> None:
    body = held("childs-pose").joints
    assert body["hip"][0] == pytest.approx(body["near_ankle"][0], abs=0.4)
    assert body["head"][1] < 0.9
    assert body["near_wrist"][0] < body["head"][0]


def test_seated_rotation_turns_shoulders_and_face_but_not_the_legs() -> None:
    rest, hold = held("seated-rotation", 0.0), held("seated-rotation")
    assert hold.twist > 45
    assert hold.joints["near_knee"] == pytest.approx(rest.joints["near_knee"], abs=0.05)
    assert hold.joints["near_wrist"][0] > hold.joints["hip"][0] > hold.joints["far_wrist"][0]


def test_sit_tall_rolls_the_back_up() -> None:
    rest, hold = held("sit-tall", 0.0).joints, held("sit-tall").joints
    assert hold["head"][1] > rest["head"][1] + 0.3
    assert slope(hold["hip"], hold["shoulder"]) > 85
    assert hold["hip"] == rest["hip"]


def test_hip_flexor_lunge_brings_the_hips_ahead_of_the_knee_on_the_floor() -> None:
    rest, hold = held("hip-flexor-lunge", 0.0).joints, held("hip-flexor-lunge").joints
    assert hold["near_knee"] == rest["near_knee"]
    assert hold["hip"][0] < rest["hip"][0] - 0.7
    assert slope(hold["hip"], hold["shoulder"]) > 85


def test_what_is_in_the_hands_is_what_the_words_say() -> None:
    """A towel is only under `easier` in the hamstring stretch: no picture has one."""
    for exercise in IDS:
        assert not any(pose.towel for pose in load_figure(exercise).poses), exercise


@pytest.mark.parametrize("ink", Ink)
@pytest.mark.parametrize("exercise", IDS)
def test_holds_look_as_they_did(exercise: str, ink: Ink) -> None:
    """Set BACKTUI_RENEW_GOLDENS=1 to write them anew, and then look at each of them."""
    figure = load_figure(exercise)
    pictures = [draw(figure, float(hold), ink=ink) for hold in range(1, figure.holds + 1)]
    text = (
        "\n\n".join("\n".join("".join(cell.char for cell in row) for row in one) for one in pictures) + "\n"
    )
    golden = GOLDENS / f"{exercise}.{ink}.txt"
    if RENEW:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text
