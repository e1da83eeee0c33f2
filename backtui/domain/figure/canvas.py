"""A canvas of dots, rows of bits: strokes with round ends, painted over one another in layers by role."""

from collections.abc import Iterator
from math import ceil, floor, hypot, sqrt
from typing import NamedTuple

from backtui.domain.figure import Point, Role

# The layers of a body, in the order in which a role wins a cell that two share half and half.
BODY = (Role.FAR, Role.LIMB, Role.WORKED, Role.PROP)

Spans = list[tuple[int, int]]


class Stroke(NamedTuple):
    """A line in dots, y downwards, with how thick it is from middle to edge at both ends."""

    start: Point
    end: Point
    thick_start: float
    thick_end: float


def spans_of(stroke: Stroke, width: int, height: int) -> Spans:
    """Return the rows that a stroke covers, each with a mask of its dots; outside the canvas is cut off."""
    (ax, ay), (bx, by), a, b = stroke
    top = max(0, ceil(min(ay - a, by - b) - 0.5))
    bottom = min(height, floor(max(ay + a, by + b) - 0.5) + 1)
    lefts, rights = [float(width)] * max(0, bottom - top), [-1.0] * max(0, bottom - top)
    for cx, cy, thick in ((ax, ay, a), (bx, by, b)):
        square = thick * thick
        for row in range(max(top, ceil(cy - thick - 0.5)), min(bottom, floor(cy + thick - 0.5) + 1)):
            off = row + 0.5 - cy
            half = sqrt(max(0.0, square - off * off))
            if cx - half < lefts[row - top]:
                lefts[row - top] = cx - half
            if cx + half > rights[row - top]:
                rights[row - top] = cx + half
    for px, py, lean, end in _edges(stroke):
        for row in range(max(top, ceil(py - 0.5)), min(bottom, floor(end - 0.5) + 1)):
            x = px + lean * (row + 0.5 - py)
            if x < lefts[row - top]:
                lefts[row - top] = x
            if x > rights[row - top]:
                rights[row - top] = x
    spans: Spans = []
    for row, (left, right) in enumerate(zip(lefts, rights, strict=True), top):
        first, after = max(0, ceil(left - 0.5)), min(width, floor(right + 0.5))
        if first < after:
            spans.append((row, (1 << after) - (1 << first)))
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
