"""A body keeps its bones, its joints' limits and its footing in every moment of all exercises."""

from functools import cache
from math import cos, hypot, radians

import pytest
from msgspec.structs import replace

from backtui.content.figures import load_figure
from backtui.content.load import data_folder
from backtui.domain.exercise import Side
from backtui.domain.figure.body import body_at, bones_of, posed, root_of
from backtui.domain.figure.canvas import CELL_DOTS, fitted, scenery, spans_of, strip_spans
from backtui.domain.figure.draw import draw, mirrored, painted
from backtui.domain.figure.glyphs import GLYPHS, Ink
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
    Role,
    View,
)
from backtui.domain.figure.shape import Bone, Part, coats, head_bones, limb_bones

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
            assert {"limb", "worked"} <= roles
            assert ("ground" in roles) == (figure.crop == 0)


def test_a_tiny_place_is_cut_off_and_does_not_fail() -> None:
    figure = load_figure("pelvic-lift")
    assert draw(figure, 1.0, (0, 0)) == []
    assert [len(row) for row in draw(figure, 1.0, (3, 2))] == [3, 3]


def test_no_area_is_on_the_head(figure: Figure) -> None:
    """What an arm or a leg hides may be coloured in front of the face, the face itself never is."""
    scale = fitted(figure, 120, 36)
    for moment in range(figure.holds + 1):
        body = body_at(figure, float(moment))
        canvas = painted(figure, body, scale, 120, 36, 0.0)
        hidden = [0] * canvas.height
        for coat in coats(figure, body):
            for bone in coat.bones if coat.part is Part.LIMB else ():
                for row, mask in spans_of(scale.stroke(bone), canvas.width, canvas.height):
                    hidden[row] |= mask
        for row, mask in spans_of(
            scale.stroke(head_bones(body, figure.view)[0]), canvas.width, canvas.height
        ):
            assert not canvas.layers[Role.WORKED][row] & mask & ~hidden[row], (moment, row)


@pytest.mark.parametrize("exercise", ["side-stretch", "back-arch"])
def test_where_there_is_little_room_a_standing_figure_is_seen_from_the_knees_up(exercise: str) -> None:
    figure = load_figure(exercise)
    small, large = fitted(figure, 42, 12), fitted(figure, 120, 36)
    assert small.dots > 1.2 * fitted(replace(figure, crop=0.0), 42, 12).dots
    assert small.floor > 12 * CELL_DOTS
    assert small.place((0.0, figure.crop))[1] == pytest.approx(12 * CELL_DOTS, abs=2)
    assert large == fitted(replace(figure, crop=0.0), 120, 36)


def test_the_limb_that_is_over_all_others_is_painted_last() -> None:
    for exercise, over in (("pretzel", "far_leg"), ("hamstring-stretch", "near_leg")):
        figure = load_figure(exercise)
        body = body_at(figure, 1.0)
        assert figure.over == over
        limbs = [coat.bones for coat in coats(figure, body) if coat.part is Part.LIMB]
        assert limbs[-1] == limb_bones(body, over, figure.view)


def test_a_strip_has_the_dots_between_its_corners() -> None:
    square = [(2.0, 1.0), (6.0, 1.0), (6.0, 3.0), (2.0, 3.0)]
    assert strip_spans(square, 20, 20) == [(1, 0b111100), (2, 0b111100)]
    assert strip_spans(square[::-1], 20, 20) == strip_spans(square, 20, 20)
    assert strip_spans(square, 4, 2) == [(1, 0b1100)]
    assert strip_spans([(x - 9.0, y) for x, y in square], 20, 20) == []


@pytest.mark.parametrize(
    ("ink", "dots", "role", "char"),
    [
        (Ink.BRAILLE, 0xFF, Role.LIMB, "\u28ff"),
        (Ink.BRAILLE, 0x01, Role.LIMB, "\u2801"),
        (Ink.BLOCKS, 0xFF, Role.LIMB, "\u2588"),
        (Ink.BLOCKS, 0x0F, Role.LIMB, "\u2580"),
        (Ink.BLOCKS, 0x30, Role.LIMB, "\u2584"),
        (Ink.BLOCKS, 0x10, Role.LIMB, " "),
        (Ink.ASCII, 0xFF, Role.LIMB, "o"),
        (Ink.ASCII, 0xFF, Role.FAR, ":"),
        (Ink.ASCII, 0x3F, Role.WORKED, "#"),
        (Ink.ASCII, 0x03, Role.LIMB, "'"),
        (Ink.ASCII, 0xC0, Role.LIMB, "."),
        (Ink.ASCII, 0x80, Role.LIMB, " "),
        (Ink.ASCII, 0x03, Role.GROUND, "-"),
        (Ink.ASCII, 0xFF, Role.GROUND, "|"),
    ],
)
def test_a_cell_of_dots_has_its_character(ink: Ink, dots: int, role: Role, char: str) -> None:
    assert GLYPHS[ink][role][dots] == char
