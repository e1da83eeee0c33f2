"""Where the body is at any moment of a repetition: blends of poses, slow at both ends."""

from dataclasses import replace
from itertools import pairwise

from backtui.domain.figure import LIMBS, Body, Figure, Goal, Limb, Pose, View
from backtui.domain.figure.body import between, posed, turned


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
    limbs = {}
    for name in LIMBS:
        limbs[name] = _blended_limb(
            before.limbs[name], after.limbs[name], first.limbs[name], second.limbs[name], share
        )
    low, mid, up = (turned(a, b, share) for a, b in zip(before.spine, after.spine, strict=True))
    return Pose(
        moment=between(before.moment, after.moment, share),
        anchor=before.anchor if same else "hip",
        at=(between(start[0], end[0], share), between(start[1], end[1], share)),
        spine=(low, mid, up),
        neck=turned(before.neck, after.neck, share),
        limbs=limbs,
        floor=tuple(joint for joint in before.floor if joint in after.floor),
        wall=tuple(joint for joint in before.wall if joint in after.wall),
    )


def _blended_limb(before: Limb, after: Limb, first: Limb, second: Limb, share: float) -> Limb:
    """Return a limb on the way: a goal that both have is kept, otherwise the bends are blended."""
    assert first.end is not None
    assert second.end is not None
    end = turned(first.end, second.end, share)
    out = (between(first.out[0], second.out[0], share), between(first.out[1], second.out[1], share))
    old, new = before.goal, after.goal
    if old is not None and new is not None and old.joint == new.joint:
        goal = Goal(old.joint, between(old.x, new.x, share), between(old.y, new.y, share))
        return Limb(end=end, out=out, goal=goal)
    limb = replace(first, first=turned(first.first, second.first, share), end=end, out=out)
    return replace(limb, bend=between(first.bend, second.bend, share))
