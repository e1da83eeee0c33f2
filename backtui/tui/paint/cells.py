"""Text as a terminal shows it, a cell for each column."""

from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size

JOINER, EMOJI = "\u200d", "\ufe0f"
CONTROLS = dict.fromkeys([*range(32), *range(127, 160)])
# Two columns wide on every terminal, since they have been so for as long as there have been such terminals.
SURELY_WIDE = (
    (0x1100, 0x115F),
    (0x2E80, 0xA4CF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE6F),
    (0xFF00, 0xFFE6),
)
NOT_YET_OLD = 0x1F000  # pictures and what came later: terminals differ in how wide they are


@lru_cache(4096)
def cells(text: str) -> tuple[str, ...]:
    """A character for each column; what takes more than one is followed by ""."""
    if text.isascii() and text.isprintable():
        return tuple(text)
    found: list[str] = []
    for character in text.translate(CONTROLS):
        if found and (not get_character_cell_size(character) or found[-1].endswith(JOINER)):
            found[-1] += character
        elif get_character_cell_size(character):
            found.append(character)
    return tuple(cell for each in found for cell in (each, *[""] * (cell_len(each) - 1)))


@lru_cache(4096)
def is_doubtful(cell: str) -> bool:
    """Terminals may not agree on how many columns it takes."""
    if len(cell) != 1:
        return bool(cell)
    code = ord(cell)
    if code >= NOT_YET_OLD:
        return True
    return cell_len(cell) != 1 and not any(first <= code <= last for first, last in SURELY_WIDE)
