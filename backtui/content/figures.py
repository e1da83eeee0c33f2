"""Reads how one exercise is drawn from its file in data/figures, or says in a sentence what is wrong."""

import re
import tomllib
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from msgspec import Meta
from msgspec.structs import replace

from backtui.content.shipped import data_folder
from backtui.domain.check import read
from backtui.domain.fault import Unfit
from backtui.domain.figure.model import (
    BEND,
    JOINTS,
    LIMB_JOINTS,
    LIMBS,
    TRUNK,
    Figure,
    Goal,
    Limb,
    Pose,
    View,
)
from backtui.domain.figure.shape import AREAS

MAX_BYTES = 16_000
MAX_POSES = 20
Moment = Annotated[float, Meta(ge=0, le=9)]
Room = Annotated[float, Meta(ge=-10, le=10)]
Seat = Annotated[float, Meta(ge=0.5, le=3)]
Crop = Annotated[float, Meta(ge=0, le=4)]
Turn = Annotated[float, Meta(ge=-360, le=360)]
Out = Annotated[float, Meta(ge=-85, le=85)]
Bend = Annotated[float, Meta(ge=BEND[0], le=BEND[1])]
# A limb that is turned out of the picture, or seen with the face, may seem to bend either way.
EitherWay = Annotated[float, Meta(ge=-240, le=240)]
FIGURE_KEYS = frozenset({"view", "worked", "wall", "chair", "over", "crop", "pose"})
POSE_KEYS = frozenset(
    {
        "moment",
        "anchor",
        "at",
        "spine",
        "neck",
        "legs",
        "arms",
        *LIMBS,
        "floor",
        "wall",
        "push",
        "towel",
        "twist",
    }
)
LEG_KEYS = ("thigh", "knee", "foot", "ankle")
ARM_KEYS = ("upper", "elbow", "hand", "wrist")


class FigureError(ValueError):
    """A figure's file that cannot be used, told in one sentence: the file, the key and what it may be."""


def load_figure(exercise: str, directory: Path | None = None) -> Figure:
    """Return the figure of an exercise, from `directory` or the product's own, or FigureError."""
    return figure_in(raw_figure(exercise, directory), exercise, f"{exercise}.toml")


def figure_in(raw: dict[str, Any], exercise: str, file: str, where: str = "") -> Figure:
    """Return the figure in a table, or FigureError; `file` and `where` begin what is said of a key."""
    return _figure(exercise, FigureTable(file, where, raw))


def figure_names() -> tuple[str, ...]:
    """The figures that came with backtui, by the alphabet."""
    return tuple(sorted(path.stem for path in (data_folder() / "figures").glob("[!.]*.toml")))


def raw_figure(exercise: str, directory: Path | None = None) -> dict[str, Any]:
    """Return the table in a figure's file as it stands there, or FigureError."""
    name = f"{exercise}.toml"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", exercise):
        raise FigureError(
            f"{exercise[:64]!r} is not an exercise id: lower-case letters, digits and hyphens only."
        )
    try:
        with ((directory or data_folder() / "figures") / name).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise FigureError(f"{name} is larger than {MAX_BYTES} bytes.")
        return tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        raise FigureError(f"{name} cannot be read: {error.strerror or error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FigureError(f"{name} is not TOML: {str(error)[:120]}.") from error


class FigureTable:
    """A table of the file that knows where it stands, so that what it refuses can be found."""

    def __init__(self, file: str, where: str, raw: dict[str, Any]) -> None:
        self.file, self.where, self.raw = file, where, raw

    def fail(self, key: str, bound: str) -> NoReturn:
        raise FigureError(f"{self.file}: {self.where}{key} must be {bound}.")

    def only(self, keys: frozenset[str]) -> None:
        for key in self.raw:
            if key not in keys:
                raise FigureError(
                    f"{self.file}: {self.where}{key[:40]!r} is unknown; known are {_listed(keys)}."
                )

    def value(self, key: str, kind: Any) -> Any:
        try:
            return read(self.raw.get(key), kind)
        except Unfit as error:
            self.fail(key, error.must.removeprefix("must be "))

    def words(self, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(read(each, one_of(allowed)) for each in read(self.raw.get(key, []), list[Any]))
        except Unfit:
            self.fail(key, f"a list of some of {_listed(allowed)}")

    def table(self, key: str) -> "FigureTable":
        value = self.raw[key]
        if not isinstance(value, dict):
            self.fail(key, "a table")
        return FigureTable(self.file, f"{self.where}{key}.", value)


def one_of(words: Iterable[str]) -> Any:
    """The type of these words."""
    return Literal.__getitem__(tuple(sorted(map(str, words))))


def _listed(words: frozenset[str] | tuple[str, ...]) -> str:
    return ", ".join(sorted(words))


def _figure(exercise: str, top: FigureTable) -> Figure:
    top.only(FIGURE_KEYS)
    raw = top.raw.get("pose")
    if (
        not isinstance(raw, list)
        or not 2 <= len(raw) <= MAX_POSES
        or not all(isinstance(p, dict) for p in raw)
    ):
        top.fail("pose", f"2 to {MAX_POSES} tables")
    view = View(top.value("view", one_of(View))) if "view" in top.raw else View.SIDE
    poses: list[Pose] = []
    for place, one in enumerate(raw):
        poses.append(_pose(FigureTable(top.file, f"{top.where}pose {place + 1}, ", one), poses[:1], view))
    _check_moments(top, [pose.moment for pose in poses])
    worked = top.words("worked", tuple(AREAS))
    wall = top.value("wall", Room) if "wall" in top.raw else None
    chair = top.value("chair", Seat) if "chair" in top.raw else None
    over = top.value("over", one_of(LIMBS)) if "over" in top.raw else None
    crop = top.value("crop", Crop) if "crop" in top.raw else 0.0
    return Figure(exercise, view, worked, tuple(poses), wall, chair, over, crop)


def _check_moments(top: FigureTable, moments: list[float]) -> None:
    """Refuse poses that do not begin at rest, stand in order, and have one for each hold."""
    rising = all(before < after for before, after in pairwise(moments))
    if moments[0] != 0 or not rising:
        top.fail("moment", "0 in the first pose and larger in each one after it")
    if not all(hold in moments for hold in range(1, max(1, int(moments[-1])) + 1)):
        top.fail("moment", "1, 2 and so on in one pose each, the holds, whatever else there is between them")


def _pose(table: FigureTable, rest: list[Pose], view: View) -> Pose:  # noqa: C901 one case each
    """Return a pose; what it does not say is as in the first, apart from arrow and towel."""
    table.only(POSE_KEYS)

    def said(key: str) -> bool:
        return key in table.raw or not rest

    base = rest[0] if rest else Pose(0.0, "hip", (0.0, 0.0), (0.0, 0.0, 0.0), 0.0, {})
    limbs = {name: _limb(table, name, base, view) for name in LIMBS}
    pose = replace(base, moment=table.value("moment", Moment), limbs=limbs, push=None, towel=False)
    if said("anchor"):
        pose = replace(pose, anchor=table.value("anchor", one_of(JOINTS)))
    if said("at"):
        pose = replace(pose, at=table.value("at", tuple[Room, Room]))
    if said("spine"):
        pose = replace(pose, spine=table.value("spine", tuple[Turn, Turn, Turn]))
    if said("neck"):
        pose = replace(pose, neck=table.value("neck", Turn))
    if "floor" in table.raw:
        pose = replace(pose, floor=table.words("floor", JOINTS))
    if "wall" in table.raw:
        pose = replace(pose, wall=table.words("wall", JOINTS))
    if "push" in table.raw:
        push = table.table("push")
        push.only(frozenset({"joint", "direction"}))
        pose = replace(pose, push=(push.value("joint", one_of(JOINTS)), push.value("direction", Turn)))
    if "twist" in table.raw:
        pose = replace(pose, twist=table.value("twist", Out))
    if "towel" in table.raw:
        pose = replace(pose, towel=table.value("towel", bool))
    if any(pose.anchor in LIMB_JOINTS[name] and pose.limbs[name].goal is not None for name in LIMBS):
        table.fail("anchor", "a joint whose place does not depend on where its own limb reaches")
    return pose


def _limb(pose: FigureTable, name: str, base: Pose, view: View) -> Limb:
    """Return a limb from its own table or from that for both; as at rest when neither is there."""
    both = f"{name[-3:]}s"
    key = name if name in pose.raw or both not in pose.raw else both
    if key not in pose.raw and base.limbs:
        return base.limbs[name]
    if key not in pose.raw:
        pose.fail(name, f"given in the first pose, or {both} for both")
    table = pose.table(key)
    first, bend, end, reach = LEG_KEYS if both == "legs" else ARM_KEYS
    table.only(frozenset({first, bend, end, reach, "at", "out"}))
    last = table.value(end, Turn) if end in table.raw else None
    out = table.value("out", tuple[Out, Out]) if "out" in table.raw else (0.0, 0.0)
    if reach in table.raw:
        table.only(frozenset({reach, end, "at", "out"}))
        x, y = table.value(reach, tuple[Room, Room])
        joint = table.value("at", one_of(_joints_before(name))) if "at" in table.raw else ""
        return Limb(end=last, out=out, goal=Goal(joint, x, y))
    table.only(frozenset({first, bend, end, "out"}))
    bends = EitherWay if view is not View.SIDE or out != (0.0, 0.0) else Bend
    return Limb(table.value(first, Turn), table.value(bend, bends), last, out)


def _joints_before(name: str) -> tuple[str, ...]:
    """Return the joints whose places are known when a limb is posed."""
    earlier = LIMBS[: LIMBS.index(name)]
    return TRUNK + tuple(joint for limb in earlier for joint in LIMB_JOINTS[limb])
