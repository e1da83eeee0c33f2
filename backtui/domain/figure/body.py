"""A posed skeleton, and how it moves from pose to pose."""

from collections.abc import Mapping
from itertools import pairwise
from math import acos, atan2, cos, degrees, radians, sin

from msgspec.structs import replace

from backtui.domain.figure.model import (
    ARM_BONES,
    LEG_BONES,
    LIMB_JOINTS,
    LIMBS,
    NECK,
    SPINE_BONE,
    TRUNK,
    Body,
    Figure,
    Goal,
    Limb,
    Point,
    Pose,
    View,
)

# How far shoulders and hips are beside the spine for who sees the face; from the side both fall together.
HALF_WIDTH: Mapping[str, float] = {"arm": 0.62, "leg": 0.34}


def step(start: Point, direction: float, length: float) -> Point:
    """Return the point that lies `length` from `start` in a direction in degrees."""
    turn = radians(direction)
    return (start[0] + cos(turn) * length, start[1] + sin(turn) * length)


def between(low: float, high: float, share: float) -> float:
    """Return the number that lies at a share of the way from `low` to `high`."""
    return low + (high - low) * share


def point_between(start: Point, end: Point, share: float) -> Point:
    """Return the point that lies at a share of the way from one to another."""
    return (between(start[0], end[0], share), between(start[1], end[1], share))


def turned(start: float, goal: float, share: float) -> float:
    """Return the direction at a share of the shorter turn from `start` to `goal`, in degrees."""
    return start + ((goal - start + 180.0) % 360.0 - 180.0) * share


def bones_of(limb: str) -> tuple[float, float, float]:
    """Return the lengths of upper bone, lower bone, and foot or hand of a limb."""
    return LEG_BONES if limb.endswith("leg") else ARM_BONES


def bend_sign(limb: str) -> float:
    """Return the turn of a bend: knees fold backwards, elbows forwards."""
    return 1.0 if limb.endswith("leg") else -1.0


def root_of(
    limb: str,
    joints: Mapping[str, Point],
    spine: tuple[float, float, float],
    view: View,
    twist: float = 0.0,
) -> Point:
    """Return the place of a limb's shoulder or hip joint; a twist moves the shoulders alone."""
    kind = limb[-3:]
    trunk, direction = ("hip", spine[0]) if kind == "leg" else ("shoulder", spine[2])
    turn = radians(twist) if kind == "arm" else 0.0
    width = HALF_WIDTH[kind] * (-sin(turn) if view is View.SIDE else cos(turn))
    return step(joints[trunk], direction + (90.0 if limb.startswith("near") else -90.0), width)


def posed(pose: Pose, view: View) -> Body:
    """Return the skeleton of a pose, anchored where the pose says, its reaching limbs solved."""
    trunk = _trunk(pose)
    if pose.anchor in TRUNK:
        start = trunk[pose.anchor]
    else:
        own = next(name for name in LIMBS if pose.anchor in LIMB_JOINTS[name])
        start = _hung(own, pose.limbs[own], trunk, pose, view)[pose.anchor]
    shift = (pose.at[0] - start[0], pose.at[1] - start[1])
    joints = {name: (x + shift[0], y + shift[1]) for name, (x, y) in trunk.items()}
    limbs: dict[str, Limb] = {}
    for name in LIMBS:
        limb = pose.limbs[name]
        if limb.goal is not None:
            root = root_of(name, joints, pose.spine, view, pose.twist)
            limb = _reaching(name, limb, limb.goal, joints, root)
        if limb.end is None:
            limb = replace(limb, end=limb.first + bend_sign(name) * limb.bend)
        limbs[name] = limb
        joints |= _hung(name, limb, joints, pose, view)
    return Body(joints, pose.spine, pose.neck, limbs, pose.push, pose.towel, pose.twist)


def _trunk(pose: Pose) -> dict[str, Point]:
    places: list[Point] = [(0.0, 0.0)]
    for direction in pose.spine:
        places.append(step(places[-1], direction, SPINE_BONE))
    places.append(step(places[-1], pose.neck, NECK))
    return dict(zip(TRUNK, places, strict=True))


def _hung(name: str, limb: Limb, joints: Mapping[str, Point], pose: Pose, view: View) -> dict[str, Point]:
    upper, lower, last = bones_of(name)
    second = limb.first + bend_sign(name) * limb.bend
    root = root_of(name, joints, pose.spine, view, pose.twist)
    middle = step(root, limb.first, upper * cos(radians(limb.out[0])))
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


def body_at(figure: Figure, moment: float) -> Body:
    """Return the posed body at a moment: 0 rest, k the k-th hold, one more rest again; others are clamped.

    Within a stage the movement starts and ends slowly, so a caller hands in plain time.
    """
    before, after, share = _neighbours(figure, _eased(min(max(moment, 0.0), figure.holds + 1.0)))
    if share <= 0.0:
        return posed(before, figure.view)
    if share >= 1.0:
        return posed(after, figure.view)
    return posed(blended(before, after, share, figure.view), figure.view)


def _eased(moment: float) -> float:
    stage = int(moment)
    share = moment - stage
    return stage + share * share * (3.0 - 2.0 * share)


def _neighbours(figure: Figure, moment: float) -> tuple[Pose, Pose, float]:
    """Return the poses around a moment and how far it is from one to the other, 0 to 1."""
    poses = figure.poses
    last = poses[-1].moment
    if moment > last:
        return _way_back(figure, moment)
    for before, after in pairwise(poses):
        if moment <= after.moment:
            return before, after, (moment - before.moment) / (after.moment - before.moment)
    return poses[-1], poses[-1], 0.0


def _way_back(figure: Figure, moment: float) -> tuple[Pose, Pose, float]:
    """Return the neighbours after the last pose: one hold goes back as it came, others straight to rest."""
    end = figure.holds + 1.0
    last = figure.poses[-1]
    if last.moment == 1.0:
        return _neighbours(figure, max(0.0, end - moment))
    return last, figure.poses[0], (moment - last.moment) / (end - last.moment)


def blended(before: Pose, after: Pose, share: float, view: View) -> Pose:
    """Return the pose at a share of the way; what both poses touch stays touched, the rest turns."""
    first, second = posed(before, view), posed(after, view)
    same = before.anchor == after.anchor
    start = before.at if same else first.joints["hip"]
    end = after.at if same else second.joints["hip"]
    limbs = {
        name: _blended_limb(
            before.limbs[name], after.limbs[name], first.limbs[name], second.limbs[name], share
        )
        for name in LIMBS
    }
    low, mid, up = (turned(a, b, share) for a, b in zip(before.spine, after.spine, strict=True))
    return Pose(
        moment=between(before.moment, after.moment, share),
        anchor=before.anchor if same else "hip",
        at=point_between(start, end, share),
        spine=(low, mid, up),
        neck=turned(before.neck, after.neck, share),
        limbs=limbs,
        floor=tuple(joint for joint in before.floor if joint in after.floor),
        wall=tuple(joint for joint in before.wall if joint in after.wall),
        twist=between(before.twist, after.twist, share),
    )


def _blended_limb(before: Limb, after: Limb, first: Limb, second: Limb, share: float) -> Limb:
    """Return a limb on the way: a goal that both have is kept, otherwise the bends are blended."""
    assert first.end is not None
    assert second.end is not None
    end = turned(first.end, second.end, share)
    out = point_between(first.out, second.out, share)
    old, new = before.goal, after.goal
    if old is not None and new is not None and old.joint == new.joint:
        goal = Goal(old.joint, *point_between((old.x, old.y), (new.x, new.y), share))
        return Limb(end=end, out=out, goal=goal)
    direction, bend = turned(first.first, second.first, share), between(first.bend, second.bend, share)
    return replace(first, first=direction, bend=bend, end=end, out=out)
