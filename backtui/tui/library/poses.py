"""Own poses."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from backtui.coach.client import CoachClient
from backtui.config.settings import Config
from backtui.content.figures import FigureError, figure_in, raw_figure
from backtui.domain.exercise import Exercise, Kind, Position, Side, Sides
from backtui.tui.frame.listing import Drafting
from backtui.tui.frame.page import bindings
from backtui.tui.keys import POSES, Key
from backtui.tui.library.draft import Draft
from backtui.tui.widgets.figure import FigureView
from backtui.tui.widgets.rows import Row, Rows

Path = tuple[str | int, ...]
PLACES = ("at", "ankle", "wrist", "wall")
TURN, SHIFT = 5, 0.1
SPINE = ("low back", "middle back", "upper back")
NAMES = {
    "near_leg": "near leg",
    "far_leg": "far leg",
    "near_arm": "near arm",
    "far_arm": "far arm",
    "legs": "both legs",
    "arms": "both arms",
    "upper": "upper arm",
    "out": "turned out",
    "at": "body",
    "push": "arrow",
}


def first_poses(figure: object) -> dict[str, Any] | None:
    """The poses that own ones begin as: those there are, or a built-in figure's; None without a figure."""
    if isinstance(figure, dict):
        return deepcopy(figure)
    return raw_figure(figure) if isinstance(figure, str) and figure else None


def drawn(draft: Draft) -> Exercise:
    """As much of an exercise as it takes to draw a draft."""
    figure, holds = draft.get("figure"), ("",) * max(1, len(draft.get("hold", ())))
    poses = None
    if isinstance(figure, dict):
        try:
            poses = figure_in(figure, "own", "figure")
        except FigureError:
            poses = None
    return Exercise(
        id=str(draft.get("id", "own")),
        name=str(draft.get("name", "")),
        kind=Kind(draft["kind"]),
        position=Position(draft["position"]),
        sides=Sides(draft["sides"]),
        works_on=(),
        set_up=(),
        movement_in="",
        hold=holds,
        movement_out="",
        figure=figure if isinstance(figure, str) else "",
        poses=poses,
    )


def numbers(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where the numbers of a figure are, pose by pose; its moments are not for changing."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key != "moment":
                yield from numbers(part, (*path, key))
    elif isinstance(value, list):
        for n, part in enumerate(value):
            yield from numbers(part, (*path, n))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def number_at(raw: Mapping[str, Any], path: Path) -> float:
    """The number at a path."""
    value: Any = raw
    for part in path:
        value = value[part]
    return float(value)


def stepped(raw: dict[str, Any], path: Path, by: int) -> dict[str, Any]:
    """The figure with one number a step further: five degrees, or a tenth of a head."""
    changed = deepcopy(raw)
    table: Any = changed
    for part in path[:-1]:
        table = table[part]
    step = SHIFT if any(part in PLACES for part in path[-2:]) else TURN
    table[path[-1]] = round(table[path[-1]] + by * step, 3)
    return changed


def label(path: Path) -> str:
    """What a number is, in words."""
    words = []
    for place, part in enumerate(path):
        if isinstance(part, str):
            words.append(NAMES.get(part, part))
        elif path[place - 1] == "spine":
            words[-1] = SPINE[part]
        elif path[place - 1] == "out":
            words.append(("upper part", "lower part")[part])
        else:
            words.append(("across", "up")[part])
    return " ".join(words)


class Poses(Drafting[dict[str, Any]]):
    """Arrows turn and move; what the body cannot do is refused in place."""

    WHAT = "poses"
    KEYS: ClassVar[tuple[Key, ...]] = POSES
    BINDINGS: ClassVar[list[BindingType]] = bindings(POSES)

    def __init__(self, desk: CoachClient, raw: dict[str, Any], exercise: Exercise, config: Config) -> None:
        super().__init__(desk, "Own poses")
        self._raw, self._exercise, self._config = raw, exercise, config
        self.before = raw
        self._paths: dict[str, Path] = {}

    def body(self) -> ComposeResult:
        """The numbers, and the body in the pose of the one under the cursor."""
        with Horizontal(id="body"):
            yield Rows(id="rows")
            yield FigureView(ascii_only=self._config.ascii, id="figure")

    def on_mount(self) -> None:
        """Show the numbers."""
        super().on_mount()
        self.paint()

    def drafted(self) -> object:
        """The poses."""
        return self._raw

    def paint(self) -> None:
        """Show the numbers, and the body as large as there is room for."""
        rows: list[Row] = []
        for n, pose in enumerate(self._raw["pose"]):
            moment = float(pose["moment"])
            name = "AT REST" if moment == 0 else f"HOLD {moment:g}" if moment.is_integer() else "ON THE WAY"
            rows += [Row()] * bool(rows) + [Row([(f"POSE {n + 1}, {name}", "head")])]
            rows += [self._row(("pose", n, *path)) for path in numbers(pose)]
        self.rows.show(rows)
        self._draw()

    def _row(self, path: Path) -> Row:
        key = ".".join(map(str, path))
        self._paths[key] = path
        unit = " heads" if any(part in PLACES for part in path[-2:]) else "°"
        what = "0° is to the right, 90° up; a knee and an elbow bend from 0° to 150°."
        why = what if unit == "°" else "In head lengths; up is from the floor."
        value = f"{number_at(self._raw, path):g}{unit} "
        return Row([(label(path[2:]), "text")], [(value, "strong")], key, why)

    @property
    def _path(self) -> Path | None:
        return self._paths.get(self.key)

    def _draw(self) -> None:
        path = self._path
        moment = float(self._raw["pose"][path[1]]["moment"]) if path else 0.0
        figure = figure_in(self._raw, "own", "figure")
        self._exercise = replace(self._exercise, figure="", poses=figure)
        self.query_one(FigureView).say(self._exercise, moment, Side.NONE)

    def explain_row(self, row: Row) -> None:
        """The body in the pose of the number under the cursor."""
        self.explain([(row.why, "dim")])
        self._draw()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A click on a number is no answer."""
        event.stop()

    def action_step(self, by: int) -> None:
        """Turn or move it, unless the body cannot."""
        path = self._path
        if path is None:
            return
        changed = stepped(self._raw, path, by)
        try:
            figure_in(changed, "own", "figure")
        except FigureError as error:
            self.refuse(str(error).removeprefix("figure: "))
            return
        self._raw = changed
        self.paint()

    def action_save(self) -> None:
        """Keep these poses."""
        self.dismiss(self._raw)
