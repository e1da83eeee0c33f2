"""Poses a skeleton: bones of constant length from directions, and limbs that reach for a place."""

from collections.abc import Mapping
from dataclasses import replace
from math import acos, atan2, cos, degrees, radians, sin

from backtui.domain.figure import (
    ARM_BONES,
    LEG_BONES,
    LIMB_JOINTS,
    LIMBS,
    NECK,
    SPINE_BONE,
    TRUNK,
    Body,
    Goal,
    Limb,
    Point,
    Pose,
    View,
)

# Seen from the front, shoulders and hips are beside the spine; from the side both fall together.
HALF_WIDTH: Mapping[View, Mapping[str, float]] = {
    View.SIDE: {"arm": 0.0, "leg": 0.0},
    View.FRONT: {"arm": 0.62, "leg": 0.34},
}


def step(start: Point, direction: float, length: float) -> Point:
    """Return the point that lies `length` from `start` in a direction in degrees."""
    turn = radians(direction)
    return (start[0] + cos(turn) * length, start[1] + sin(turn) * length)


def between(low: float, high: float, share: float) -> float:
    """Return the number that lies at a share of the way from `low` to `high`."""
    return low + (high - low) * share


def turned(start: float, goal: float, share: float) -> float:
    """Return the direction at a share of the shorter turn from `start` to `goal`, in degrees."""
    return start + ((goal - start + 180.0) % 360.0 - 180.0) * share


def bones_of(limb: str) -> tuple[float, float, float]:
    """Return the lengths of upper bone, lower bone, and foot or hand of a limb."""
    return LEG_BONES if limb.endswith("leg") else ARM_BONES


def bend_sign(limb: str) -> float:
    """Return the turn of a bend: knees fold backwards, elbows forwards."""
    return 1.0 if limb.endswith("leg") else -1.0


def root_of(limb: str, joints: Mapping[str, Point], spine: tuple[float, float, float], view: View) -> Point:
    """Return the place of a limb's shoulder or hip joint."""
    kind = limb[-3:]
    trunk, direction = ("hip", spine[0]) if kind == "leg" else ("shoulder", spine[2])
    width = HALF_WIDTH[view][kind]
    return step(joints[trunk], direction + (90.0 if limb.startswith("near") else -90.0), width)


def posed(pose: Pose, view: View) -> Body:
    """Return the skeleton of a pose, anchored where the pose says, its reaching limbs solved."""
    trunk = _trunk(pose)
    if pose.anchor in TRUNK:
        start = trunk[pose.anchor]
    else:
        own = next(name for name in LIMBS if pose.anchor in LIMB_JOINTS[name])
        start = _hung(own, pose.limbs[own], trunk, pose.spine, view)[pose.anchor]
    shift = (pose.at[0] - start[0], pose.at[1] - start[1])
    joints = {name: (x + shift[0], y + shift[1]) for name, (x, y) in trunk.items()}
    limbs: dict[str, Limb] = {}
    for name in LIMBS:
        limb = pose.limbs[name]
        if limb.goal is not None:
            limb = _reaching(name, limb, limb.goal, joints, root_of(name, joints, pose.spine, view))
        if limb.end is None:
            limb = replace(limb, end=limb.first + bend_sign(name) * limb.bend)
        limbs[name] = limb
        joints |= _hung(name, limb, joints, pose.spine, view)
    held = pose.limbs["near_arm"].goal
    through = held is not None and held.joint in LIMB_JOINTS["far_leg"]
    return Body(joints, pose.spine, pose.neck, limbs, pose.push, pose.towel, through)


def _trunk(pose: Pose) -> dict[str, Point]:
    places: list[Point] = [(0.0, 0.0)]
    for direction in pose.spine:
        places.append(step(places[-1], direction, SPINE_BONE))
    places.append(step(places[-1], pose.neck, NECK))
    return dict(zip(TRUNK, places, strict=True))


def _hung(
    name: str, limb: Limb, joints: Mapping[str, Point], spine: tuple[float, float, float], view: View
) -> dict[str, Point]:
    upper, lower, last = bones_of(name)
    second = limb.first + bend_sign(name) * limb.bend
    middle = step(root_of(name, joints, spine, view), limb.first, upper * cos(radians(limb.out[0])))
    end = step(middle, second, lower * cos(radians(limb.out[1])))
    tip = step(end, second if limb.end is None else limb.end, last * cos(radians(limb.out[1])))
    return dict(zip(LIMB_JOINTS[name], (middle, end, tip), strict=True))


def _reaching(name: str, limb: Limb, goal: Goal, joints: Mapping[str, Point], root: Point) -> Limb:
    """Return the limb bent so that it reaches the goal, or stretched towards one that is too far."""
    beside = joints[goal.joint] if goal.joint else (0.0, 0.0)
    way = (beside[0] + goal.x - root[0], beside[1] + goal.y - root[1])
    upper, lower, _ = bones_of(name)
    upper, lower = upper * cos(radians(limb.out[0])), lower * cos(radians(limb.out[1]))
    cosine = (way[0] ** 2 + way[1] ** 2 - upper**2 - lower**2) / (2 * upper * lower)
    bend = acos(min(1.0, max(-1.0, cosine)))
    lead = atan2(lower * sin(bend), upper + lower * cos(bend))
    first = degrees(atan2(way[1], way[0]) - bend_sign(name) * lead)
    return replace(limb, first=first, bend=degrees(bend), goal=None)
