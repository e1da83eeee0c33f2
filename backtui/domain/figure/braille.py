"""Draws a body in braille: eight dots a cell, the working area in a role of its own."""

from backtui.domain.figure import BLANK, Body, Cell, Figure, Picture, Role
from backtui.domain.figure.canvas import Canvas, spans_of
from backtui.domain.figure.frame import CELL_DOTS, Scale
from backtui.domain.figure.shape import Part, coats

# The gap around what is nearer; at fewer dots a head it would take more of a limb than it shows.
GAP_DOTS = 1.2
GAP_FROM_SCALE = 8.0
# A cell's dots are counted row by row, left before right; braille has an order of its own.
BITS = (0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80)
BRAILLE = tuple(
    chr(0x2800 + sum(bit for place, bit in enumerate(BITS) if dots >> place & 1)) for dots in range(256)
)
MIRRORED_CHARS = {BRAILLE[dots]: BRAILLE[(dots & 0x55) << 1 | (dots & 0xAA) >> 1] for dots in range(256)}


def braille_picture(figure: Figure, body: Body, scale: Scale, columns: int, rows: int) -> Picture:
    """Return the cells of a body: painted from the furthest part to the nearest, then the ground."""
    canvas = Canvas(columns * 2, rows * CELL_DOTS)
    gap = GAP_DOTS if scale.dots >= GAP_FROM_SCALE else 0.0
    for coat in coats(figure, body):
        for bone in coat.clear if gap else ():
            canvas.erase(spans_of(scale.stroke(bone, gap), canvas.width, canvas.height))
        lay = canvas.tint if coat.part is Part.AREA else canvas.paint
        for bone in coat.bones:
            lay(coat.role, spans_of(scale.stroke(bone), canvas.width, canvas.height))
    canvas.fill_in(Role.GROUND, [(scale.floor, (1 << canvas.width) - 1)])
    if figure.wall is not None:
        at = scale.wall_column(figure.wall) * 2
        canvas.fill_in(Role.GROUND, [(row, 3 << at) for row in range(scale.floor)])
    return [_cells(canvas, top) for top in range(0, canvas.height, CELL_DOTS)]


def _cells(canvas: Canvas, top: int) -> list[Cell]:
    """Return one row of cells; each has the role that most of its dots have."""
    cells = [BLANK] * (canvas.width // 2)
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
        cells[column] = Cell(BRAILLE[dots], shown)
    return cells
