"""Where only ASCII shows: every sign that backtui itself draws has a twin of the same width."""

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

TWINS = str.maketrans(
    {
        **dict.fromkeys("▌│┃┤├▐", "|"),
        **dict.fromkeys("─━▔▁═", "-"),
        **dict.fromkeys("╭╮╰╯┌┐└┘┼", "+"),
        **dict.fromkeys("▰█▆▅▄▃▇▂", "#"),
        **dict.fromkeys("“”", '"'),
        "▱": "-",
        "▲": "^",
        "▼": "v",
        "●": "*",
        "•": "*",
        "◍": "+",
        "◐": "@",
        "◉": "&",
        "■": "#",
        "∘": "o",
        "›": ">",
        "○": "o",
        "×": "x",
        "·": ".",
        "…": ".",
        "–": "-",
        "→": ">",
        "←": "<",
        "↑": "^",
        "↕": "%",
        "↓": "v",
        "’": "'",
    }
)


class PlainInk(LineFilter):
    """Draws each line with ASCII alone; a character without a twin becomes a question mark."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments in other characters."""
        del background
        return [
            Segment(plain(segment.text), segment.style, segment.control) if not segment.control else segment
            for segment in segments
        ]


def plain(text: str) -> str:
    """The text in ASCII, as many cells wide."""
    if text.isascii():
        return text
    return "".join(char if char.isascii() else "?" * cell_len(char) for char in text.translate(TWINS))
