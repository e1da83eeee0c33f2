"""A figure drawn."""

from collections.abc import Mapping
from functools import cache
from math import floor, hypot

from backtui.domain.exercise import Side
from backtui.domain.figure.body import body_at
from backtui.domain.figure.canvas import (
    CELL_DOTS,
    CELL_WIDTH,
    Canvas,
    Scale,
    Stroke,
    fitted,
    scenery,
    spans_of,
    strip_spans,
)
from backtui.domain.figure.glyphs import GLYPHS, MIRRORED, Ink
from backtui.domain.figure.model import BLANK, Body, Cell, Figure, Picture, Point, Role, View
from backtui.domain.figure.shape import Coat, Part, coats

# The gap around what is nearer; at fewer dots a head it would take more of a limb than it shows.
GAP_DOTS: Mapping[Ink, float] = {Ink.BRAILLE: 1.2, Ink.BLOCKS: 1.6, Ink.ASCII: 2.2}
GAP_FROM_SCALE = 6.6
# At fewer dots a head an eye would take the face.
EYES_FROM_SCALE = 5.0
# A smaller hole than this is no dot at all.
MIN_HOLE = 0.6
# What a disc of whole dots needs besides its radius, so that its corners are there and no more.
ROUNDER = 0.1
# How far a nose sticks out at least: a dot that is seen.
NOSE_DOTS = 1.2
DESIGN_CELLS = (40, 12)
SMALLEST_CELLS = (8, 4)


def draw(
    figure: Figure,
    moment: float,
    cells: tuple[int, int] = DESIGN_CELLS,
    side: Side = Side.NONE,
    ink: Ink = Ink.BRAILLE,
) -> Picture:
    """Return the picture of a figure, `cells` columns by rows, done with the side that is asked for.

    Moment 0 is rest, k the k-th hold, one more is rest again. Less than 8 columns or 4 rows is drawn as if it
    were that many and cut off.
    """
    columns, rows = max(cells[0], SMALLEST_CELLS[0]), max(cells[1], SMALLEST_CELLS[1])
    body = body_at(figure, moment)
    # Unlike braille, a coarser character shows either a foot or the floor.
    scale = fitted(figure, columns, rows, *(() if ink is Ink.BRAILLE else (CELL_DOTS,)))
    canvas = painted(figure, body, scale, columns, rows, GAP_DOTS[ink])
    picture = [cells_of(canvas, top, ink) for top in range(0, canvas.height, CELL_DOTS)]
    if side is Side.RIGHT:
        picture = mirrored(picture)
    return [row[: cells[0]] for row in picture[: cells[1]]]


def mirrored(picture: Picture) -> Picture:
    """Return the picture with left and right changed, its characters too."""
    return [[_cell(MIRRORED.get(char, char), role) for char, role in reversed(row)] for row in picture]


def painted(figure: Figure, body: Body, scale: Scale, columns: int, rows: int, gap: float) -> Canvas:
    """Return the dots of a body: painted from the furthest part to the nearest, then the ground."""
    canvas = Canvas(columns * 2, rows * CELL_DOTS)
    gap = gap if scale.dots >= GAP_FROM_SCALE else 0.0
    for coat in coats(figure, body):
        for bone in coat.clear if gap else ():
            canvas.erase(spans_of(scale.stroke(bone, gap), canvas.width, canvas.height))
        if coat.part is Part.HEAD:
            _paint_head(canvas, coat, scale)
            continue
        for bone in coat.bones:
            canvas.paint(coat.role, spans_of(scale.stroke(bone), canvas.width, canvas.height))
        for strip in coat.strips:
            canvas.tint(coat.role, strip_spans(map(scale.place, strip), canvas.width, canvas.height))
    _paint_ground(canvas, figure, scale)
    return canvas


def _paint_ground(canvas: Canvas, figure: Figure, scale: Scale) -> None:
    """Paint what stands or lies behind the body: a chair or a mat, the floor, a wall."""
    for bone in scenery(figure):
        stroke = scale.stroke(bone)
        if figure.view is View.ABOVE:
            stroke = stroke._replace(start=_mid_cell(stroke.start), end=_mid_cell(stroke.end))
        canvas.fill_in(Role.GROUND, spans_of(stroke, canvas.width, canvas.height))
    if figure.view is not View.ABOVE and scale.floor < canvas.height:
        canvas.fill_in(Role.GROUND, [(scale.floor, (1 << canvas.width) - 1)])
    if figure.wall is not None:
        at = scale.wall_column(figure.wall) * 2
        canvas.fill_in(Role.GROUND, [(row, 3 << at) for row in range(scale.floor)])


def _mid_cell(place: Point) -> Point:
    """Return the middle of a place's cell: a mat's edge is one line of cells."""
    x, y = place
    return ((floor(x / CELL_WIDTH) + 0.5) * CELL_WIDTH, (floor(y / CELL_DOTS) + 0.5) * CELL_DOTS)


def _paint_head(canvas: Canvas, coat: Coat, scale: Scale) -> None:
    """Paint a head moved by less than a dot and sized in whole dots, so that it is equally round all over."""
    skull, *rest = (scale.stroke(bone) for bone in coat.bones)
    across = round(skull.thick_start * 2)
    odd = across % 2 / 2
    x, y = (round(at - odd) + odd for at in skull.start)
    y, radius = max(y, across / 2), across / 2 + ROUNDER
    strokes = [Stroke((x, y), (x, y), radius, radius)]
    for nose in rest:
        aside, down = nose.end[0] - nose.start[0], nose.end[1] - nose.start[1]
        further = max(1.0, (radius + NOSE_DOTS - nose.thick_end) / hypot(aside, down))
        strokes.append(nose._replace(start=(x, y), end=(x + aside * further, y + down * further)))
    for stroke in strokes:
        canvas.paint(coat.role, spans_of(stroke, canvas.width, canvas.height))
    for bone in coat.holes if scale.dots >= EYES_FROM_SCALE else ():
        eye = scale.stroke(bone)
        aside, down = eye.start[0] - skull.start[0], eye.start[1] - skull.start[1]
        place = (floor(x + aside) + 0.5, floor(y + down) + 0.5)
        thick = max(MIN_HOLE, bone.thick_start * scale.dots)
        canvas.erase(spans_of(Stroke(place, place, thick, thick), canvas.width, canvas.height))


@cache
def _cell(char: str, role: Role) -> Cell:
    """Return the one cell of its kind: pictures that are kept share it."""
    return Cell(char, role)


def cells_of(canvas: Canvas, top: int, ink: Ink = Ink.BRAILLE) -> list[Cell]:
    """Return one row of cells; each has the role that most of its dots have."""
    cells = [BLANK] * (canvas.width // 2)
    glyphs = GLYPHS[ink]
    layers, inked = [], 0
    for role, rows in canvas.layers.items():
        a, b, c, d = rows[top : top + CELL_DOTS]
        if a | b | c | d:
            layers.append((role, a, b, c, d))
            inked |= a | b | c | d
    for column in range(len(cells)):
        shift = 2 * column
        if not inked >> shift & 3:
            continue
        dots, most, shown = 0, 0, Role.NONE
        for role, a, b, c, d in layers:
            here = (a >> shift & 3) | (b >> shift & 3) << 2 | (c >> shift & 3) << 4 | (d >> shift & 3) << 6
            if here:
                dots |= here
                if here.bit_count() >= most:
                    most, shown = here.bit_count(), role
        char = glyphs[shown][dots]
        cells[column] = BLANK if char == " " else _cell(char, shown)
    return cells
