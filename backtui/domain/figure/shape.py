"""The flesh on the bones: which strokes a body is made of, what covers what, and where it works."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from math import atan2, cos, degrees, radians, sin, sqrt
from typing import NamedTuple

from backtui.domain.figure.body import between, point_between, root_of, step
from backtui.domain.figure.model import FLESH, LIMB_JOINTS, Body, Figure, Point, Role, View


class Bone(NamedTuple):
    """A stroke in heads: from, to, and how thick it is from middle to edge at both ends."""

    start: Point
    end: Point
    thick_start: float
    thick_end: float


# Four corners of a piece of an area, in heads.
Strip = tuple[Point, Point, Point, Point]


class Part(StrEnum):
    """What a coat shows."""

    LIMB = "limb"
    TRUNK = "trunk"
    HEAD = "head"
    AREA = "area"
    PROP = "prop"


class Coat(NamedTuple):
    """Strokes painted together: what they are, in which role, what is cleared before and cut out after.

    An area has strips instead, each with four corners, which tint what is painted so far.
    """

    part: Part
    role: Role
    bones: tuple[Bone, ...]
    clear: tuple[Bone, ...] = ()
    holes: tuple[Bone, ...] = ()
    strips: tuple[Strip, ...] = ()


class Area(NamedTuple):
    """Where a muscle is: on the trunk from joint to joint, around the hip, or along the first bone of a limb.

    `reach` is how far it goes from the middle of the bones to the back and to the front. It ends at joints
    and along bones, so that its edges are straight.
    """

    on: str
    joints: tuple[str, str]
    reach: tuple[float, float]


LEG_THICK = ((0.34, 0.25), (0.24, 0.15), (0.17, 0.12))
# A hand is wider than the wrist, so that it is seen where it holds something.
ARM_THICK = ((0.19, 0.14), (0.14, 0.11), (0.15, 0.16))
TRUNK_THICK = (0.42, 0.37, 0.42, 0.3)
SPINE_JOINTS = ("hip", "waist", "chest", "shoulder")
# What is further away is thinner, so that near and far differ without colour as well.
FAR_SHARE = 0.75
# A near limb keeps clear of what it crosses, but not where it grows out of the trunk.
ROOT_SHARE = 0.45
SMOOTH = 2
# More than a trunk is thick: to its skin. How far what lies around the hip goes up and down from it.
SKIN = 0.7
AROUND_HIP = (-0.5, 0.36)
# A nose is seen from this share of a quarter turn on; eyes closer together than that are one.
NOSE_SEEN = 0.3
EYES_APART = 0.08
# From this twist on the far arm is in front.
FORWARD_TWIST = 30.0
# A chair from its front to its back, how far the back goes up from the seat, and how thick all is.
CHAIR_REACH = (-1.1, 0.75)
CHAIR_BACK = 2.0
CHAIR_THICK = 0.09

AREAS: Mapping[str, Area] = {
    "abdomen": Area("trunk", ("hip", "chest"), (0.0, SKIN)),
    "low-back": Area("trunk", ("hip", "waist"), (-SKIN, 0.0)),
    "back": Area("trunk", ("hip", "chest"), (-SKIN, 0.0)),
    "upper-back": Area("trunk", ("chest", "shoulder"), (-SKIN, 0.0)),
    "flank": Area("trunk", ("hip", "chest"), (0.0, SKIN)),
    "far-flank": Area("trunk", ("hip", "chest"), (-SKIN, 0.0)),
    "shoulders": Area("near_arm", ("shoulder", "elbow"), (-0.25, 0.25)),
    "buttocks": Area("near_leg", ("hip", "hip"), (-SKIN, 0.0)),
    "hips": Area("near_leg", ("hip", "hip"), (-SKIN, SKIN)),
    "thighs": Area("near_leg", ("hip", "knee"), (-0.4, 0.4)),
    "back-of-thigh": Area("near_leg", ("hip", "knee"), (-0.4, 0.12)),
    "far-thigh": Area("far_leg", ("hip", "knee"), (-0.4, 0.4)),
}


def coats(figure: Figure, body: Body) -> Iterator[Coat]:
    """Return what a body is painted with, from the furthest to the nearest."""
    order = ["far_arm", "far_leg", "trunk", "near_leg", "near_arm"]
    if figure.view is View.ABOVE:
        order = ["trunk", "far_leg", "near_leg", "far_arm", "near_arm"]
    elif figure.view is View.SIDE and body.twist >= FORWARD_TWIST:
        order.append(order.pop(0))
    if figure.over is not None:
        order.remove(figure.over)
        order.append(figure.over)
    for name in order:
        if name != "trunk":
            yield _limb(figure, body, name)
            yield from _areas(figure, body, name)
            continue
        trunk = tuple(trunk_bones(body, figure.view))
        yield Coat(Part.TRUNK, Role.LIMB, trunk, trunk if figure.view is View.SIDE else ())
        yield from _areas(figure, body, name)
        yield Coat(Part.HEAD, Role.LIMB, head_bones(body, figure.view), holes=eye_bones(body, figure.view))
    if body.towel:
        yield Coat(Part.PROP, Role.PROP, (_towel(body),))
    if body.push is not None:
        yield Coat(Part.PROP, Role.PROP, _arrow(body.joints[body.push[0]], body.push[1]))


def _limb(figure: Figure, body: Body, name: str) -> Coat:
    """Return a limb: thinner where it is far, with a gap around it where it crosses what is behind it."""
    first, second, last = bones = limb_bones(body, name, figure.view)
    near = name.startswith("near") or (name == "far_arm" and body.twist >= FORWARD_TWIST)
    if name == figure.over or figure.view is View.ABOVE or (near and figure.view is View.SIDE):
        return Coat(Part.LIMB, Role.LIMB, bones, (_shortened(first, ROOT_SHARE), second, last))
    if figure.view is View.SIDE:
        return Coat(Part.LIMB, Role.FAR, (_thinner(first), _thinner(second), last))
    return Coat(Part.LIMB, Role.LIMB, bones)


def _areas(figure: Figure, body: Body, on: str) -> Iterator[Coat]:
    """Return the working areas that lie on a part of the body."""
    strips = [
        strip
        for name in figure.worked
        if AREAS[name].on == on
        for strip in area_strips(body, AREAS[name], figure.view)
    ]
    if strips:
        yield Coat(Part.AREA, Role.WORKED, (), strips=tuple(strips))


def _thinner(bone: Bone) -> Bone:
    return Bone(bone.start, bone.end, bone.thick_start * FAR_SHARE, bone.thick_end * FAR_SHARE)


def _shortened(bone: Bone, share: float) -> Bone:
    """Return a bone without that share of its beginning."""
    start = point_between(bone.start, bone.end, share)
    return Bone(start, bone.end, between(bone.thick_start, bone.thick_end, share), bone.thick_end)


def _towel(body: Body) -> Bone:
    """Return a towel that goes from the near hand around the back of the near knee."""
    knee, behind = body.joints["near_knee"], body.limbs["near_leg"].first + 90.0
    return Bone(body.joints["near_hand"], step(knee, behind, 0.36), 0.08, 0.2)


def _arrow(joint: Point, direction: float) -> tuple[Bone, ...]:
    """Return an arrow that ends above a joint and shows where it is pressed."""
    start, tip = step(joint, direction + 180.0, 1.75), step(joint, direction + 180.0, 0.7)
    wings = (step(tip, direction + turn, 0.4) for turn in (140.0, -140.0))
    return (Bone(start, tip, 0.08, 0.08), *(Bone(tip, wing, 0.08, 0.08) for wing in wings))


def limb_bones(body: Body, name: str, view: View) -> tuple[Bone, ...]:
    """Return the three bones of a limb with their flesh."""
    joints = body.joints
    root = root_of(name, joints, body.spine, view, body.twist)
    places = [root, *(joints[joint] for joint in LIMB_JOINTS[name])]
    thick = LEG_THICK if name.endswith("leg") else ARM_THICK
    return tuple(Bone(places[k], places[k + 1], *thick[k]) for k in range(3))


def trunk_bones(body: Body, view: View) -> Iterator[Bone]:
    """Return the trunk as short strokes along a smooth curve, then neck and head, at last the nose."""
    joints = body.joints
    line = _spine_line(body)
    for (start, thick_start), (end, thick_end) in pairwise(line):
        yield Bone(start, end, thick_start, thick_end)
    for side in ("near", "far") if view is not View.SIDE or body.twist else ():
        shoulder = root_of(f"{side}_arm", joints, body.spine, view, body.twist)
        yield Bone(joints["shoulder"], shoulder, 0.24, 0.2)
        yield Bone(shoulder, joints["waist"], 0.2, 0.34)
        if view is not View.SIDE:
            hip = root_of(f"{side}_leg", joints, body.spine, view)
            yield Bone(joints["waist"], hip, 0.36, 0.34)
    yield Bone(joints["shoulder"], joints["head"], 0.19, 0.17)


def head_bones(body: Body, view: View) -> tuple[Bone, ...]:
    """Return the head, and where it is seen from the side the nose, which tells where the face is."""
    head = body.joints["head"]
    skull = Bone(head, head, FLESH["head"], FLESH["head"])
    aside = _face_aside(body, view)
    if abs(aside) < NOSE_SEEN:
        return (skull,)
    nose = step(step(head, body.neck + 90.0, 0.56 * aside), body.neck, -0.06)
    return (skull, Bone(head, nose, 0.14, 0.1))


def eye_bones(body: Body, view: View) -> tuple[Bone, ...]:
    """Return what is left out of the head: an eye, or two for who sees the face."""
    brow, aside = step(body.joints["head"], body.neck, 0.1), _face_aside(body, view)
    apart = 0.2 * sqrt(1.0 - aside * aside)
    places = (0.24 * aside,) if apart < EYES_APART else (0.24 * aside + apart, 0.24 * aside - apart)
    eyes = (step(brow, body.neck + 90.0, place) for place in places)
    return tuple(Bone(eye, eye, 0.06, 0.06) for eye in eyes)


def _face_aside(body: Body, view: View) -> float:
    """Return where the face looks: 0 to the reader, 1 to the front of a body seen from the side."""
    turn = radians(body.twist)
    return cos(turn) if view is View.SIDE else sin(turn)


def _spine_line(body: Body) -> list[tuple[Point, float]]:
    """Return points on a curve through the spine's joints, each with the thickness of the trunk there."""
    places = [body.joints[name] for name in SPINE_JOINTS]
    ends = [_beyond(places[1], places[0]), *places, _beyond(places[2], places[3])]
    line = [(places[0], TRUNK_THICK[0])]
    for k in range(3):
        for part in range(1, SMOOTH + 1):
            share = part / SMOOTH
            thick = between(TRUNK_THICK[k], TRUNK_THICK[k + 1], share)
            line.append((_curve(ends[k], ends[k + 1], ends[k + 2], ends[k + 3], share), thick))
    return line


def _beyond(inner: Point, outer: Point) -> Point:
    return (2 * outer[0] - inner[0], 2 * outer[1] - inner[1])


def _curve(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    """Return the point at `t` between b and c of the Catmull-Rom curve through four points."""
    wa, wb = t * (t * (2 - t) - 1) / 2, (t * t * (3 * t - 5) + 2) / 2
    wc, wd = t * (t * (4 - 3 * t) + 1) / 2, t * t * (t - 1) / 2
    return (
        a[0] * wa + b[0] * wb + c[0] * wc + d[0] * wd,
        a[1] * wa + b[1] * wb + c[1] * wc + d[1] * wd,
    )


def chair_bones(figure: Figure) -> Iterator[Bone]:
    """Return the strokes of a chair whose seat's middle is at 0: seat, legs, and a back behind who sits."""
    if figure.chair is None:
        return
    front, behind = CHAIR_REACH
    seat = figure.chair - CHAIR_THICK
    yield Bone((front, seat), (behind, seat), CHAIR_THICK, CHAIR_THICK)
    yield Bone((front + CHAIR_THICK, 0.0), (front + CHAIR_THICK, seat), CHAIR_THICK, CHAIR_THICK)
    yield Bone((behind, 0.0), (behind, seat + CHAIR_BACK), CHAIR_THICK, CHAIR_THICK)


def area_strips(body: Body, area: Area, view: View) -> Iterator[Strip]:
    """Return the pieces of a working area, each between two points of the line that it lies along."""
    line = _area_line(body, area, view)
    points = [point for point, _ in line]
    around = [points[0], *points, points[-1]]
    edges: list[tuple[Point, Point]] = []
    for before, (at, thick), after in zip(around[:-2], line, around[2:], strict=True):
        forward = degrees(atan2(after[1] - before[1], after[0] - before[0])) + 90.0
        if area.joints[1] == "knee":  # a thigh goes down where the spine goes up
            forward -= 180.0
        behind, ahead = max(-thick, area.reach[0]), min(thick, area.reach[1])
        edges.append((step(at, forward, behind), step(at, forward, ahead)))
    for (a, b), (c, d) in pairwise(edges):
        yield a, b, d, c


def _area_line(body: Body, area: Area, view: View) -> list[tuple[Point, float]]:
    """Return the line of an area, with how thick what it lies on is at most.

    It goes along the spine, through the hip, or along a limb's first bone.
    """
    start, end = area.joints
    if start == end:
        return [(step(body.joints["hip"], body.spine[0], way), SKIN) for way in AROUND_HIP]
    if area.on == "trunk":
        places = _spine_line(body)[SPINE_JOINTS.index(start) * SMOOTH : SPINE_JOINTS.index(end) * SMOOTH + 1]
        return [(point, SKIN) for point, _ in places]
    first = limb_bones(body, area.on, view)[0]
    return [(first.start, first.thick_start), (first.end, first.thick_end)]
