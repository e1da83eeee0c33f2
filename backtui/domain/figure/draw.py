"""Draws a figure at a moment, for either side, in braille or in ASCII."""

from enum import StrEnum

from backtui.domain.exercise import Side
from backtui.domain.figure import Cell, Figure, Picture, braille, lines
from backtui.domain.figure.frame import CELL_DOTS, fitted
from backtui.domain.figure.motion import body_at

DESIGN_CELLS = (40, 12)
SMALLEST_CELLS = (8, 4)
MIRRORED_CHARS = lines.MIRRORED_CHARS | braille.MIRRORED_CHARS


class Ink(StrEnum):
    """The characters that a figure is drawn with."""

    BRAILLE = "braille"
    ASCII = "ascii"


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
    match ink:
        case Ink.BRAILLE:
            scale = fitted(figure, columns, rows)
            picture = braille.braille_picture(figure, body, scale, columns, rows)
        case Ink.ASCII:
            # A character shows either a foot or the floor.
            scale = fitted(figure, columns, rows, CELL_DOTS)
            picture = lines.ascii_picture(figure, body, scale, columns, rows)
    if side is Side.RIGHT:
        picture = mirrored(picture)
    return [row[: cells[0]] for row in picture[: cells[1]]]


def mirrored(picture: Picture) -> Picture:
    """Return the picture with left and right changed, its characters too."""
    return [[Cell(MIRRORED_CHARS.get(char, char), role) for char, role in reversed(row)] for row in picture]
