"""A figure drawn in ASCII characters."""

from collections.abc import Iterator, Mapping

from backtui.domain.figure.canvas import CELL_DOTS, Scale, Stroke, scenery, spans_of
from backtui.domain.figure.model import BLANK, Body, Cell, Figure, Picture, Role, View
from backtui.domain.figure.shape import Coat, Part, coats

FILL: Mapping[Part, str] = {Part.TRUNK: "o", Part.HEAD: "O"}
WORKED = "#"
# A cell is filled from this many of its eight dots on, and has an edge from this many on.
FILLED_DOTS = 4
EDGE_DOTS = 2
# Rows a line climbs for each column: below the first it is level, from the second on it is a slash.
LEVEL_SLOPE = 0.12
SLASH_SLOPE = 0.55
# Columns a line moves for each row: below this it is upright.
UPRIGHT_SLOPE = 0.35
MIRRORED_STROKES = {"/": "\\", "\\": "/"}

Place = tuple[int, int]
Marks = dict[Place, Cell]


def ascii_picture(figure: Figure, body: Body, scale: Scale, columns: int, rows: int) -> Picture:  # noqa: C901 one case each
    """Return the cells of a body: marked from the furthest part to the nearest, then the ground."""
    marks: Marks = {}
    for coat in coats(figure, body):
        strokes = [scale.stroke(bone) for bone in coat.bones]
        match coat.part:
            case Part.TRUNK | Part.HEAD:
                _fill(marks, _covered(strokes, columns, rows), coat)
            case Part.AREA:
                _tint(marks, _covered(strokes, columns, rows))
            case Part.LIMB | Part.PROP:
                for stroke in strokes:
                    marks |= {place: Cell(char, coat.role) for place, char in _line(stroke, coat.role)}
    ground = scale.floor // CELL_DOTS
    if figure.wall is not None:
        at = scale.wall_column(figure.wall)
        for row in range(ground):
            marks.setdefault((row, at), Cell("|", Role.GROUND))
    for bone in scenery(figure):
        for place, char in _line(scale.stroke(bone), Role.GROUND):
            marks.setdefault(place, Cell(char, Role.GROUND))
    for column in range(columns) if figure.view is not View.ABOVE else ():
        marks.setdefault((ground, column), Cell("-", Role.GROUND))
    return [[marks.get((row, column), BLANK) for column in range(columns)] for row in range(rows)]


def _covered(strokes: list[Stroke], columns: int, rows: int) -> dict[Place, int]:
    """Return the dots of each cell that strokes reach, two bits a row from the top."""
    lines: dict[int, int] = {}
    for stroke in strokes:
        for row, mask in spans_of(stroke, columns * 2, rows * CELL_DOTS):
            lines[row] = lines.get(row, 0) | mask
    covered: dict[Place, int] = {}
    for row, mask in lines.items():
        for column in range(((mask & -mask).bit_length() - 1) // 2, (mask.bit_length() + 1) // 2):
            place = (row // CELL_DOTS, column)
            covered[place] = covered.get(place, 0) | (mask >> 2 * column & 3) << 2 * (row % CELL_DOTS)
    return covered


def _fill(marks: Marks, covered: Mapping[Place, int], coat: Coat) -> None:
    for place, dots in covered.items():
        if dots.bit_count() >= FILLED_DOTS:
            marks[place] = Cell(FILL[coat.part], coat.role)
        elif dots.bit_count() >= EDGE_DOTS and place not in marks:
            upper, lower = dots & 0x0F, dots >> 4
            edge = "'" if upper.bit_count() > lower.bit_count() else "_" if lower >> 2 == 3 else "."
            marks[place] = Cell(edge, coat.role)


def _tint(marks: Marks, covered: Mapping[Place, int]) -> None:
    for place, dots in covered.items():
        if dots.bit_count() >= FILLED_DOTS and place in marks and marks[place].role is Role.LIMB:
            marks[place] = Cell(WORKED, Role.WORKED)


def _line(stroke: Stroke, role: Role) -> Iterator[tuple[Place, str]]:
    """Return the characters along the middle of a stroke, dotted where it is far."""
    ax, bx = stroke.start[0] / 2, stroke.end[0] / 2
    ay, by = stroke.start[1] / CELL_DOTS, stroke.end[1] / CELL_DOTS
    dx, dy = bx - ax, by - ay
    slash = "/" if dx * dy < 0 else "\\"
    if abs(dx) >= abs(dy):
        slope = abs(dy / dx) if dx else 0.0
        for column in range(int(min(ax, bx)), int(max(ax, bx)) + 1):
            y = ay + dy * _share(column + 0.5 - ax, dx)
            yield (int(y), column), _flat_char(y % 1.0, slope, slash, role)
    else:
        char = "|" if abs(dx / dy) < UPRIGHT_SLOPE else slash
        for row in range(int(min(ay, by)), int(max(ay, by)) + 1):
            x = ax + dx * _share(row + 0.5 - ay, dy)
            yield (row, int(x)), ":" if role is Role.FAR else char


def _share(way: float, whole: float) -> float:
    return min(1.0, max(0.0, way / whole)) if whole else 0.0


def _flat_char(level: float, slope: float, slash: str, role: Role) -> str:
    """Return the character for a line that crosses a cell at a level, 0 at the top and 1 at the bottom."""
    if role is Role.FAR:
        return "." if level > 0.5 else "'"
    if slope > SLASH_SLOPE:
        return slash
    if level > 0.66:
        return "_" if slope < LEVEL_SLOPE else "."
    return "-" if slope < LEVEL_SLOPE or level > 0.33 else "'"
