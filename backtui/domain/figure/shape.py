"""The flesh on the bones: which strokes a body is made of, what covers what, and where it works."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from math import cos, radians, sin, sqrt
from typing import NamedTuple

from backtui.domain.figure.body import between, point_between, root_of, step
from backtui.domain.figure.model import FLESH, LIMB_JOINTS, Body, Figure, Point, Role, View


class Bone(NamedTuple):
    """A stroke in heads: from, to, and how thick it is from middle to edge at both ends."""

    start: Point
    end: Point
    thick_start: float
    thick_end: float


class Part(StrEnum):
    """What a coat shows."""

    LIMB = "limb"
    TRUNK = "trunk"
    HEAD = "head"
    AREA = "area"
    PROP = "prop"


class Coat(NamedTuple):
    """Strokes painted together: what they are, in which role, what is cleared before and cut out after."""

    part: Part
    role: Role
    bones: tuple[Bone, ...]
    clear: tuple[Bone, ...] = ()
    holes: tuple[Bone, ...] = ()


class Area(NamedTuple):
    """Where a muscle is: from joint to joint, how far to the front of the body, and how thick."""

    joints: tuple[str, ...]
    forward: float
    thick: float


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
    "abdomen": Area(("hip", "waist", "chest"), 0.24, 0.3),
    "low-back": Area(("hip", "waist"), -0.16, 0.34),
    "back": Area(("waist", "chest"), -0.14, 0.36),
    "upper-back": Area(("chest", "shoulder"), -0.1, 0.36),
    "shoulders": Area(("shoulder", "near_elbow"), 0.0, 0.28),
    "buttocks": Area(("hip",), -0.16, 0.46),
    "hips": Area(("hip",), 0.0, 0.48),
    "flank": Area(("hip", "waist", "chest"), 0.36, 0.34),
    "far-flank": Area(("hip", "waist", "chest"), -0.36, 0.34),
    "thighs": Area(("hip", "near_knee"), 0.0, 0.36),
    "back-of-thigh": Area(("hip", "near_knee"), -0.06, 0.32),
}


def coats(figure: Figure, body: Body) -> Iterator[Coat]:
    """Return what a body is painted with, from the furthest to the nearest."""
    front = figure.view is not View.SIDE
    turned = figure.view is View.SIDE and body.twist >= FORWARD_TWIST
    for name in ("far_leg",) if turned else ("far_arm", "far_leg"):
        bones = limb_bones(body, name, figure.view)
        yield (
            Coat(Part.LIMB, Role.LIMB, bones)
            if front
            else Coat(Part.LIMB, Role.FAR, (*(_thinner(bone) for bone in bones[:2]), bones[2]))
        )
    trunk, head = tuple(trunk_bones(body, figure.view)), head_bones(body, figure.view)
    yield Coat(Part.TRUNK, Role.LIMB, trunk, () if front else trunk)
    yield Coat(Part.HEAD, Role.LIMB, head, holes=eye_bones(body, figure.view))
    arm = _near(body, "near_arm", figure.view)
    if body.through:
        yield arm
    yield _near(body, "near_leg", figure.view)
    yield Coat(
        Part.AREA,
        Role.WORKED,
        tuple(bone for name in figure.worked for bone in area_bones(body, AREAS[name])),
    )
    if not body.through:
        yield arm
    if turned:
        yield _near(body, "far_arm", figure.view)
    if body.towel:
        yield Coat(Part.PROP, Role.PROP, (_towel(body),))
    if body.push is not None:
        yield Coat(Part.PROP, Role.PROP, _arrow(body.joints[body.push[0]], body.push[1]))


def _near(body: Body, name: str, view: View) -> Coat:
    first, second, last = limb_bones(body, name, view)
    clear: tuple[Bone, ...] = ()
    if view is View.SIDE:
        clear = (_shortened(first, ROOT_SHARE), second, last)
    return Coat(Part.LIMB, Role.LIMB, (first, second, last), clear)


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


def area_bones(body: Body, area: Area) -> Iterator[Bone]:
    """Return the strokes of a working area, beside the bones that it lies along."""
    joints = area.joints if len(area.joints) > 1 else area.joints * 2
    for start, end in pairwise(joints):
        if end.startswith("near"):
            forward = body.limbs["near_leg" if end == "near_knee" else "near_arm"].first - 90.0
        else:
            forward = body.spine[min(2, SPINE_JOINTS.index(start))] + 90.0
        beside, until = (step(body.joints[joint], forward, area.forward) for joint in (start, end))
        yield Bone(beside, until, area.thick, area.thick)
