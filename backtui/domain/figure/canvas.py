"""Dots in layers: strokes as spans, what covers what, and the scale at which a figure fits."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor, hypot, sqrt
from typing import NamedTuple

from backtui.domain.figure.body import body_at
from backtui.domain.figure.model import Figure, Point, Role, View
from backtui.domain.figure.shape import Bone, chair_bones, coats

# The layers of a body, in the order in which a role wins a cell that two share half and half.
BODY = (Role.FAR, Role.LIMB, Role.WORKED, Role.PROP)

# Moments looked at in each stage; a limb between two of them may swing out by less than the margin.
SAMPLES = 8
MARGIN = 0.06
# Enough behind a wall's surface for a column of cells, down to a scale of three dots.
WALL_ROOM = 1.3
# How far the edge of a mat is from what lies on it, and how thick it is drawn.
MAT_ROOM = 0.25
MAT_THICK = 0.03
# A cell in dots, high and wide. The floor starts a row of cells, so that none shows floor and body at once.
CELL_DOTS = 4
CELL_WIDTH = 2
# Less than a whole dot from middle to edge, a stroke would get holes.
MIN_THICK = 0.75
# A figure that is higher than this stands, and the floor under it is so many rows of dots.
STANDING = 6.0
FLOOR_DOTS = 1
# At fewer dots a head, a figure that may be cropped is.
WHOLE_FROM_SCALE = 10.0
# How much of the room that is left over goes below the floor.
BELOW_SHARE = 0.35

Spans = list[tuple[int, int]]


class Stroke(NamedTuple):
    """A line in dots, y downwards, with how thick it is from middle to edge at both ends."""

    start: Point
    end: Point
    thick_start: float
    thick_end: float


def spans_of(stroke: Stroke, width: int, height: int) -> Spans:  # noqa: C901 one case each
    """Return the rows that a stroke covers, each with a mask of its dots; outside the canvas is cut off."""
    (ax, ay), (bx, by), a, b = stroke
    top = max(0, ceil(min(ay - a, by - b) - 0.5))
    bottom = min(height, floor(max(ay + a, by + b) - 0.5) + 1)
    if bottom <= top:
        return []
    lefts, rights = [float(width)] * (bottom - top), [-1.0] * (bottom - top)
    for cx, cy, thick in ((ax, ay, a), (bx, by, b)):
        square = thick * thick
        for row in range(max(top, ceil(cy - thick - 0.5)), min(bottom, floor(cy + thick - 0.5) + 1)):
            off = row + 0.5 - cy
            rest = square - off * off
            half = sqrt(rest) if rest > 0.0 else 0.0
            at = row - top
            if cx - half < lefts[at]:
                lefts[at] = cx - half
            if cx + half > rights[at]:
                rights[at] = cx + half
    for px, py, lean, end in _edges(stroke):
        for row in range(max(top, ceil(py - 0.5)), min(bottom, floor(end - 0.5) + 1)):
            x = px + lean * (row + 0.5 - py)
            at = row - top
            if x < lefts[at]:
                lefts[at] = x
            if x > rights[at]:
                rights[at] = x
    spans: Spans = []
    for at, left in enumerate(lefts):
        first, after = ceil(left - 0.5), floor(rights[at] + 0.5)
        if first < 0:
            first = 0
        if after > width:
            after = width
        if first < after:
            spans.append((top + at, (1 << after) - (1 << first)))
    return spans


def _edges(stroke: Stroke) -> Iterator[tuple[float, float, float, float]]:
    """Return the two straight edges that touch both round ends: upper x and y, x for each y, lower y."""
    (ax, ay), (bx, by), a, b = stroke
    length = hypot(bx - ax, by - ay)
    if length <= abs(a - b):
        return
    ux, uy = (bx - ax) / length, (by - ay) / length
    along = (a - b) / length
    across = sqrt(1.0 - along * along)
    for side in (across, -across):
        nx, ny = along * ux - side * uy, along * uy + side * ux
        px, py, qx, qy = ax + a * nx, ay + a * ny, bx + b * nx, by + b * ny
        if py > qy:
            px, py, qx, qy = qx, qy, px, py
        yield px, py, (qx - px) / (qy - py) if qy > py else 0.0, qy


def strip_spans(corners: Iterable[Point], width: int, height: int) -> Spans:
    """Return the rows that a strip between corners in dots covers, each with a mask of its dots."""
    places = tuple(corners)
    edges = tuple(pairwise((*places, places[0])))
    top, bottom = (max(0, min(height, round(pick(y for _, y in places)))) for pick in (min, max))
    spans: Spans = []
    for row in range(top, bottom):
        middle = row + 0.5
        crossed = [
            ax + (bx - ax) * (middle - ay) / (by - ay)
            for (ax, ay), (bx, by) in edges
            if (ay <= middle) != (by <= middle)
        ]
        if crossed:
            first, after = max(0, ceil(min(crossed) - 0.5)), min(width, floor(max(crossed) + 0.5))
            if first < after:
                spans.append((row, (1 << after) - (1 << first)))
    return spans


class Canvas:
    """Dots in layers by role; what is painted later covers what was there."""

    def __init__(self, width: int, height: int) -> None:
        """Start empty, `width` by `height` dots."""
        self.width = width
        self.height = height
        self.layers: dict[Role, list[int]] = {role: [0] * height for role in (Role.GROUND, *BODY)}

    def erase(self, spans: Spans) -> None:
        """Clear the dots of a stroke, as a gap that keeps two limbs apart."""
        far, limb, worked, prop = (self.layers[role] for role in BODY)
        for row, mask in spans:
            kept = ~mask
            far[row] &= kept
            limb[row] &= kept
            worked[row] &= kept
            prop[row] &= kept

    def paint(self, role: Role, spans: Spans) -> None:
        """Set the dots of a stroke."""
        self.erase(spans)
        rows = self.layers[role]
        for row, mask in spans:
            rows[row] |= mask

    def tint(self, role: Role, spans: Spans) -> None:
        """Give a role to those dots of a stroke that belong to the near body."""
        body, rows = self.layers[Role.LIMB], self.layers[role]
        for row, mask in spans:
            here = mask & body[row]
            body[row] ^= here
            rows[row] |= here

    def fill_in(self, role: Role, spans: Spans) -> None:
        """Set those dots of a stroke where no body is."""
        far, limb, worked, prop = (self.layers[layer] for layer in BODY)
        rows = self.layers[role]
        for row, mask in spans:
            rows[row] |= mask & ~(far[row] | limb[row] | worked[row] | prop[row])


class Frame(NamedTuple):
    """The part of the room that a figure needs in all its moments, in heads."""

    left: float
    right: float
    top: float


class Scale(NamedTuple):
    """Dots per head, and where the room's zero is on the canvas, in dots from the top left."""

    dots: float
    x: float
    floor: int

    def place(self, point: Point) -> Point:
        """Return where a point of the room is on the canvas."""
        return (self.x + point[0] * self.dots, self.floor - point[1] * self.dots)

    def stroke(self, bone: Bone, gap: float = 0.0) -> Stroke:
        """Return a bone as a stroke on the canvas, thicker all around by a gap in dots."""
        start, end, thick_start, thick_end = bone
        return Stroke(
            self.place(start),
            self.place(end),
            max(MIN_THICK, thick_start * self.dots) + gap,
            max(MIN_THICK, thick_end * self.dots) + gap,
        )

    def wall_column(self, wall: float) -> int:
        """Return the column of cells that starts at a wall's surface."""
        return round((self.x + wall * self.dots) / CELL_WIDTH)


@lru_cache(maxsize=32)
def frame_of(figure: Figure) -> Frame:
    """Return what a figure needs from its first moment to its last, the wall included."""
    left, right, top = 0.0, 0.0, 0.0
    for sample in range((figure.holds + 1) * SAMPLES + 1):
        for coat in coats(figure, body_at(figure, sample / SAMPLES)):
            for (ax, ay), (bx, by), thick_start, thick_end in coat.bones:
                left = min(left, ax - thick_start, bx - thick_end)
                right = max(right, ax + thick_start, bx + thick_end)
                top = max(top, ay + thick_start, by + thick_end)
    for (ax, ay), (bx, by), thick, _ in chair_bones(figure):
        left, right, top = min(left, ax - thick), max(right, bx + thick), max(top, ay, by)
    if figure.wall is not None:
        right = max(right, figure.wall + WALL_ROOM)
    room = MAT_ROOM if figure.view is View.ABOVE else 0.0
    return Frame(left - MARGIN - room, right + MARGIN + room, top + MARGIN + room)


def scenery(figure: Figure) -> tuple[Bone, ...]:
    """Return what is drawn where no body is, besides floor and wall: a chair, or a mat's edge."""
    if figure.view is not View.ABOVE:
        return tuple(chair_bones(figure))
    frame = frame_of(figure)
    left, right = frame.left + MARGIN, frame.right - MARGIN
    corners = (
        (left, 0.0),
        (right, 0.0),
        (right, frame.top - MARGIN),
        (left, frame.top - MARGIN),
        (left, 0.0),
    )
    return tuple(Bone(start, end, MAT_THICK, MAT_THICK) for start, end in pairwise(corners))


def fitted(figure: Figure, columns: int, rows: int, floor: int = FLOOR_DOTS) -> Scale:
    """Return the largest scale at which a figure fits into so many cells, with a row for the floor.

    Where a standing one would be too small to be made out, its legs below `crop` and the floor are left out.

    One that stands needs the height more than a floor in cells of its own: it leaves only `floor` dots to it.
    """
    frame = frame_of(figure)
    width, height = columns * CELL_WIDTH, rows * CELL_DOTS
    above = height - (floor if frame.top > STANDING else CELL_DOTS)
    across = width / (frame.right - frame.left)
    dots = min(across, above / frame.top)
    below = int((above - dots * frame.top) * BELOW_SHARE) // CELL_DOTS * CELL_DOTS
    if figure.crop and dots < WHOLE_FROM_SCALE:
        dots = min(across, height / (frame.top - figure.crop))
        below = -int(dots * frame.top - above)
    x = width / 2 - dots * (frame.left + frame.right) / 2
    if figure.wall is not None:
        # As with the floor: a wall starts a column of cells.
        x += -(x + figure.wall * dots) % CELL_WIDTH
    return Scale(dots, x, above - below)
