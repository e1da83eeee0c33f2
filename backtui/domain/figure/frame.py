"""Fits a figure to a canvas: one scale for all its moments, so that nothing jumps while it moves."""

from functools import lru_cache
from typing import NamedTuple

from backtui.domain.figure import Figure
from backtui.domain.figure.canvas import Stroke
from backtui.domain.figure.motion import body_at
from backtui.domain.figure.shape import Bone, coats

# Moments looked at in each stage; a limb between two of them may swing out by less than the margin.
SAMPLES = 8
MARGIN = 0.06
# Enough behind a wall's surface for a column of cells, down to a scale of three dots.
WALL_ROOM = 1.3
# A cell in dots, high and wide. The floor starts a row of cells, so that none shows floor and body at once.
CELL_DOTS = 4
CELL_WIDTH = 2
# Less than a whole dot from middle to edge, a stroke would get holes.
MIN_THICK = 0.75
# A figure that is higher than this stands, and the floor under it is so many rows of dots.
STANDING = 6.0
FLOOR_DOTS = 1
# How much of the room that is left over goes below the floor.
BELOW_SHARE = 0.35


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

    def stroke(self, bone: Bone, gap: float = 0.0) -> Stroke:
        """Return a bone as a stroke on the canvas, thicker all around by a gap in dots."""
        (ax, ay), (bx, by), thick_start, thick_end = bone
        return Stroke(
            (self.x + ax * self.dots, self.floor - ay * self.dots),
            (self.x + bx * self.dots, self.floor - by * self.dots),
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
    if figure.wall is not None:
        right = max(right, figure.wall + WALL_ROOM)
    return Frame(left - MARGIN, right + MARGIN, top + MARGIN)


def fitted(figure: Figure, columns: int, rows: int, floor: int = FLOOR_DOTS) -> Scale:
    """Return the largest scale at which a figure fits into so many cells, with a row for the floor.

    One that stands needs the height more than a floor in cells of its own: it leaves only `floor` dots to it.
    """
    frame = frame_of(figure)
    width, height = columns * CELL_WIDTH, rows * CELL_DOTS
    above = height - (floor if frame.top > STANDING else CELL_DOTS)
    dots = min(width / (frame.right - frame.left), above / frame.top)
    below = int((above - dots * frame.top) * BELOW_SHARE) // CELL_DOTS * CELL_DOTS
    x = width / 2 - dots * (frame.left + frame.right) / 2
    if figure.wall is not None:
        # As with the floor: a wall starts a column of cells.
        x += -(x + figure.wall * dots) % CELL_WIDTH
    return Scale(dots, x, above - below)
