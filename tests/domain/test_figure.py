"""A body keeps its bones, its joints' limits and its footing in every moment of all exercises."""

from functools import cache
from math import cos, hypot, radians

import pytest

from backtui.content.figures import load_figure
from backtui.content.load import data_folder
from backtui.domain.exercise import Side
from backtui.domain.figure.body import body_at, bones_of, posed, root_of
from backtui.domain.figure.canvas import fitted, scenery
from backtui.domain.figure.draw import Ink, draw, mirrored
from backtui.domain.figure.model import (
    BEND,
    FLESH,
    LIMB_JOINTS,
    LIMBS,
    NECK,
    SPINE_BONE,
    TRUNK,
    Body,
    Figure,
    View,
)
from backtui.domain.figure.shape import Bone, Part, coats

IDS = sorted(path.stem for path in (data_folder() / "figures").glob("*.toml"))
SIZES = [(20, 6), (40, 12), (80, 24), (200, 50), (60, 7), (11, 30)]
# Rest, holds and what is between them, off the grid on which the frame is measured.
SHARES = [k / 23 for k in range(24)]


@pytest.fixture(params=IDS, scope="module")
def figure(request: pytest.FixtureRequest) -> Figure:
    return load_figure(request.param)


def moments(figure: Figure) -> list[float]:
    return [stage + share for stage in range(figure.holds + 1) for share in SHARES] + [figure.holds + 1.0]


@cache
def bones(figure: Figure) -> list[tuple[float, Bone]]:
    """Return all that is drawn of a figure, with its moment; a tint is only drawn where something else is."""
    return [
        (moment, bone)
        for moment in moments(figure)
        for coat in coats(figure, body_at(figure, moment))
        if coat.part is not Part.AREA
        for bone in coat.bones
    ]


def apart(body: Body, start: str, end: str) -> float:
    (ax, ay), (bx, by) = body.joints[start], body.joints[end]
    return hypot(bx - ax, by - ay)


def flesh(joint: str) -> float:
    return FLESH[joint.removeprefix("near_").removeprefix("far_")]


def test_bones_keep_their_length(figure: Figure) -> None:
    for moment in moments(figure):
        body = body_at(figure, moment)
        for start, end, length in zip(TRUNK, TRUNK[1:], (*(SPINE_BONE,) * 3, NECK), strict=False):
            assert apart(body, start, end) == pytest.approx(length, rel=0.02)
        for name in LIMBS:
            middle, end, tip = LIMB_JOINTS[name]
            root = root_of(name, body.joints, body.spine, figure.view, body.twist)
            upper, lower, last = bones_of(name)
            # A bone that is turned out of the picture is as much shorter as it looks.
            first, second = (cos(radians(out)) for out in body.limbs[name].out)
            reach = hypot(body.joints[middle][0] - root[0], body.joints[middle][1] - root[1])
            assert reach == pytest.approx(upper * first, rel=0.02)
            assert apart(body, middle, end) == pytest.approx(lower * second, rel=0.02)
            assert apart(body, end, tip) == pytest.approx(last * second, rel=0.02)


def test_joints_bend_the_right_way(figure: Figure) -> None:
    if figure.view is not View.SIDE:
        return
    for moment in moments(figure):
        for name, limb in body_at(figure, moment).limbs.items():
            if limb.out != (0.0, 0.0):
                continue
            assert BEND[0] - 1e-6 <= limb.bend <= BEND[1] + 1e-6, (moment, name)
            if name.endswith("leg"):
                assert limb.end is not None
                ankle = (limb.first + limb.bend - limb.end + 90) % 360 - 90
                assert -20 <= ankle <= 150, (moment, name, ankle)


def test_contacts_are_on_floor_and_wall(figure: Figure) -> None:
    for pose in figure.poses:
        body = posed(pose, figure.view)
        for joint in pose.floor:
            assert body.joints[joint][1] == pytest.approx(flesh(joint), abs=0.07), (pose.moment, joint)
        for joint in pose.wall:
            assert figure.wall is not None
            assert body.joints[joint][0] + flesh(joint) == pytest.approx(figure.wall, abs=0.07)


def test_who_sits_on_a_chair_sits_on_its_seat(figure: Figure) -> None:
    for pose in figure.poses if figure.chair is not None else ():
        assert figure.chair is not None
        assert posed(pose, figure.view).joints["hip"][1] - FLESH["hip"] == pytest.approx(
            figure.chair, abs=0.07
        )


def test_a_chair_is_inside_the_canvas(figure: Figure) -> None:
    for cells in SIZES if figure.chair is not None else ():
        for stroke in map(fitted(figure, *cells).stroke, scenery(figure)):
            assert min(stroke.start[0], stroke.end[0]) - stroke.thick_start >= -0.7
            assert max(stroke.start[0], stroke.end[0]) + stroke.thick_start <= cells[0] * 2 + 0.7
            assert min(stroke.start[1], stroke.end[1]) >= -0.7


def test_planted_feet_and_hands_stay_while_the_body_moves(figure: Figure) -> None:
    for before, after in zip(figure.poses, figure.poses[1:], strict=False):
        first, last = posed(before, figure.view), posed(after, figure.view)
        for joint in set(before.floor) & set(after.floor):
            start, end = first.joints[joint], last.joints[joint]
            assert start == pytest.approx(end, abs=0.15), (figure.id, joint)
            for share in SHARES:
                stage = before.moment + (after.moment - before.moment) * share
                assert body_at(figure, stage).joints[joint] == pytest.approx(start, abs=0.15), joint


def test_nothing_goes_through_the_floor_or_the_wall(figure: Figure) -> None:
    for moment, bone in bones(figure):
        for (x, y), thick in ((bone.start, bone.thick_start), (bone.end, bone.thick_end)):
            assert y - thick > -0.13, (moment, bone)
            assert figure.wall is None or x + thick < figure.wall + 0.13, (moment, bone)


def test_hands_and_feet_reach_what_they_reach_for(figure: Figure) -> None:
    for pose in figure.poses:
        body = posed(pose, figure.view)
        for name, limb in pose.limbs.items():
            if limb.goal is not None:
                x, y = body.joints[limb.goal.joint] if limb.goal.joint else (0.0, 0.0)
                goal = (x + limb.goal.x, y + limb.goal.y)
                assert body.joints[LIMB_JOINTS[name][1]] == pytest.approx(goal, abs=0.05), pose.moment


@pytest.mark.parametrize("cells", SIZES)
def test_nothing_is_outside_the_canvas(figure: Figure, cells: tuple[int, int]) -> None:
    columns, rows = cells
    scale = fitted(figure, columns, rows)
    for moment, bone in bones(figure):
        stroke = scale.stroke(bone)
        for (x, y), thick in ((stroke.start, stroke.thick_start), (stroke.end, stroke.thick_end)):
            assert x - thick >= -0.7, (moment, stroke)
            assert x + thick <= columns * 2 + 0.7, (moment, stroke)
            assert y - thick >= -0.7, (moment, stroke)
    for ink in Ink:
        picture = draw(figure, 0.5, cells, ink=ink)
        assert [len(row) for row in picture] == [columns] * rows


def test_the_right_side_is_the_left_side_mirrored(figure: Figure) -> None:
    for ink in Ink:
        left = draw(figure, 1.0, side=Side.LEFT, ink=ink)
        assert draw(figure, 1.0, side=Side.NONE, ink=ink) == left
        assert draw(figure, 1.0, side=Side.RIGHT, ink=ink) == mirrored(left) != left
        assert mirrored(mirrored(left)) == left


def test_a_repetition_ends_where_it_began(figure: Figure) -> None:
    assert draw(figure, figure.holds + 1.0) == draw(figure, 0.0)
    assert draw(figure, -1.0) == draw(figure, 0.0)
    assert draw(figure, 99.0) == draw(figure, 0.0)


def test_ascii_is_ascii_and_shows_the_working_area(figure: Figure) -> None:
    for hold in range(1, figure.holds + 1):
        picture = draw(figure, float(hold), ink=Ink.ASCII)
        assert all(cell.char.isascii() for row in picture for cell in row)
        for ink in Ink:
            roles = {cell.role for row in draw(figure, float(hold), ink=ink) for cell in row}
            assert {"limb", "worked", "ground"} <= roles


def test_a_tiny_place_is_cut_off_and_does_not_fail() -> None:
    figure = load_figure("pelvic-lift")
    assert draw(figure, 1.0, (0, 0)) == []
    assert [len(row) for row in draw(figure, 1.0, (3, 2))] == [3, 3]
