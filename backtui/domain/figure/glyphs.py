"""The characters that show a cell of dots: braille, half blocks, or ASCII."""

from collections.abc import Mapping
from enum import StrEnum

from backtui.domain.figure.model import Role


class Ink(StrEnum):
    """The characters that a figure is drawn with."""

    BRAILLE = "braille"
    BLOCKS = "blocks"
    ASCII = "ascii"


# A cell's dots are counted row by row, left before right; braille has an order of its own.
BITS = (0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80)
BRAILLE = tuple(
    chr(0x2800 + sum(bit for place, bit in enumerate(BITS) if dots >> place & 1)) for dots in range(256)
)
MIRRORED = {BRAILLE[dots]: BRAILLE[(dots & 0x55) << 1 | (dots & 0xAA) >> 1] for dots in range(256)}
# A half block is set from this many of its four dots on.
HALF_DOTS = 2
HALVES = " \u2580\u2584\u2588"
BLOCKS = tuple(
    HALVES[((dots & 0x0F).bit_count() >= HALF_DOTS) | ((dots >> 4).bit_count() >= HALF_DOTS) << 1]
    for dots in range(256)
)
# What fills a cell in ASCII: near and far and what works differ without colour.
FILL: Mapping[Role, str] = {Role.FAR: ":", Role.LIMB: "o", Role.WORKED: "#", Role.PROP: "+"}
# A cell is filled from this many of its eight dots on, and has an edge from this many on.
FILLED_DOTS = 5
EDGE_DOTS = 2
BESIDE = 0x55


def _ascii(dots: int, role: Role) -> str:
    """Return a character with as much ink, and where the dots are."""
    inked = dots.bit_count()
    if role is Role.GROUND:
        return "|" if (dots & BESIDE) == BESIDE else "-"
    if inked >= FILLED_DOTS:
        return FILL[role]
    if inked < EDGE_DOTS:
        return " "
    upper, lower = (dots & 0x0F).bit_count(), (dots >> 4).bit_count()
    if upper == lower:
        return FILL[role]
    return "'" if upper > lower else "."


ASCII: Mapping[Role, tuple[str, ...]] = {
    role: tuple(_ascii(dots, role) for dots in range(256)) for role in (Role.GROUND, *FILL)
}
GLYPHS: Mapping[Ink, Mapping[Role, tuple[str, ...]]] = {
    Ink.BRAILLE: dict.fromkeys(ASCII, BRAILLE),
    Ink.BLOCKS: dict.fromkeys(ASCII, BLOCKS),
    Ink.ASCII: ASCII,
}
