"""Signs that tell things apart without colour, and their ASCII twins."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """The signs of phases and of repetitions."""

    tones: dict[str, str]
    dots: dict[str, str]

    def tone(self, tone: str) -> str:
        """The sign of a phase."""
        return self.tones.get(tone, " ")

    def dot(self, letter: str) -> str:
        """The sign of a repetition: done, pending, now or open."""
        return self.dots[letter]


FULL = Marks(
    {
        "ready": "…",
        "in": "▶",
        "hold": "■",
        "out": "◀",
        "relax": "~",
        "switch": "⇄",
        "rate": "?",
        "paused": "‖",
    },
    {"d": "●", "p": "◍", "n": "◐", "o": "○"},
)
ASCII = Marks(
    {
        "ready": ".",
        "in": ">",
        "hold": "#",
        "out": "<",
        "relax": "~",
        "switch": "%",
        "rate": "?",
        "paused": "=",
    },
    {"d": "*", "p": "+", "n": "@", "o": "o"},
)


def marks(*, ascii_only: bool) -> Marks:
    """The signs that this terminal can show."""
    return ASCII if ascii_only else FULL
