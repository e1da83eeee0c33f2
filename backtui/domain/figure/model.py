"""What a figure is made of: skeleton, poses, views, and the cells of its picture."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

Point = tuple[float, float]

SPINE_BONE = 0.78
NECK = 0.9
# The two bones of a limb and what hangs at their end (foot or hand), as shares of a real body.
LEG_BONES = (1.85, 1.75, 0.72)
ARM_BONES = (1.35, 1.1, 0.4)

TRUNK = ("hip", "waist", "chest", "shoulder", "head")
# Far before near, legs before arms: the order in which they are posed, so that a hand can hold a knee.
LIMBS = ("far_leg", "near_leg", "far_arm", "near_arm")
LIMB_JOINTS: Mapping[str, tuple[str, str, str]] = {
    "far_leg": ("far_knee", "far_ankle", "far_toe"),
    "near_leg": ("near_knee", "near_ankle", "near_toe"),
    "far_arm": ("far_elbow", "far_wrist", "far_hand"),
    "near_arm": ("near_elbow", "near_wrist", "near_hand"),
}
JOINTS = (*TRUNK, *(joint for limb in LIMBS for joint in LIMB_JOINTS[limb]))
# How far the skin is from the middle of a joint, which is how high a joint lies that rests on the floor.
FLESH: Mapping[str, float] = {
    "hip": 0.42,
    "waist": 0.36,
    "chest": 0.42,
    "shoulder": 0.34,
    "head": 0.52,
    "knee": 0.25,
    "ankle": 0.17,
    "toe": 0.1,
    "elbow": 0.17,
    "wrist": 0.13,
    "hand": 0.1,
}
# How far a knee or an elbow bends, in degrees.
BEND = (0.0, 150.0)


class View(StrEnum):
    """From where the person is seen."""

    SIDE = "side"
    FRONT = "front"
    ABOVE = "above"


class Role(StrEnum):
    """What a cell shows, for the face to colour."""

    NONE = ""
    GROUND = "ground"
    PROP = "prop"
    FAR = "far"
    LIMB = "limb"
    WORKED = "worked"


class Cell(NamedTuple):
    """One character of a drawing."""

    char: str
    role: Role


Picture = list[list[Cell]]
BLANK = Cell(" ", Role.NONE)


class Goal(msgspec.Struct, frozen=True):
    """Where a limb reaches with its ankle or wrist: beside a joint, or in the room when that is empty."""

    joint: str
    x: float
    y: float


class Limb(msgspec.Struct, frozen=True):
    """An arm or a leg: the direction of its first bone, the bend of its middle, the direction of its end.

    A missing end goes on as the second bone does. `out` turns the bones out of the picture by that many
    degrees, which shortens them for the eye. A goal takes the place of the first direction and of the bend.
    """

    first: float = 0.0
    bend: float = 0.0
    end: float | None = None
    out: tuple[float, float] = (0.0, 0.0)
    goal: Goal | None = None


class Pose(msgspec.Struct, frozen=True):
    """How the body is at one moment: held in place at `anchor`, the joints of `floor` and `wall` on those.

    `spine` has the directions of its three bones from the hip up, `neck` that from the shoulders to the head.
    `push` is a joint and a direction for an arrow, where a movement is too small to be seen. `twist` turns
    shoulders and face away from how the hips are seen, towards the near side, in degrees.
    """

    moment: float
    anchor: str
    at: Point
    spine: tuple[float, float, float]
    neck: float
    limbs: Mapping[str, Limb]
    floor: tuple[str, ...] = ()
    wall: tuple[str, ...] = ()
    push: tuple[str, float] | None = None
    towel: bool = False
    twist: float = 0.0


class Figure(msgspec.Struct, frozen=True):
    """One exercise as a drawing: its poses by moment, the areas that work, and what stands there, if any:
    a wall at an x, a chair whose seat is so high. Seen from above, the person lies on a mat. `over` is the
    limb that is in front of all others. Where there is little room, what is lower than `crop` is left out.

    Moment 0 is rest, moment k the k-th hold, and one more is rest again; poses between those are on the way.
    """

    id: str
    view: View
    worked: tuple[str, ...]
    poses: tuple[Pose, ...]
    wall: float | None = None
    chair: float | None = None
    over: str | None = None
    crop: float = 0.0

    @property
    def holds(self) -> int:
        """Holds in one repetition: 1, or 2 for cat and camel."""
        return max(1, int(self.poses[-1].moment))

    def __hash__(self) -> int:
        """By its name: the poses have mappings in them."""
        return hash(self.id)


class Body(msgspec.Struct, frozen=True):
    """A posed skeleton: where its joints are, and its limbs with their directions known."""

    joints: Mapping[str, Point]
    spine: tuple[float, float, float]
    neck: float
    limbs: Mapping[str, Limb]
    push: tuple[str, float] | None = None
    towel: bool = False
    twist: float = 0.0
