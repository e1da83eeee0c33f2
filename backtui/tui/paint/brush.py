"""The cursor and the tint of a terminal: where they are, and the shortest way to where they should be."""

from backtui.tui.paint.tints import PLAIN, Tints

FEWEST_TO_ERASE = 4  # blanks: fewer are written as they are


class Brush:
    """Writes control codes and text; at first it does not know where the cursor is."""

    def __init__(self, tints: Tints, *, erases: bool, tint: int = PLAIN) -> None:
        """`erases` says that the terminal gives an erased cell the ground that is in force."""
        self._tints = tints
        self._erases = erases
        self._parts: list[str] = []
        self.tint = tint
        self.x: int | None = None
        self.y: int | None = None

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def write(self, text: str, columns: int | None) -> None:
        """Write at the cursor; None for columns where terminals may differ in them."""
        self._parts.append(text)
        self.x = None if columns is None or self.x is None else self.x + columns

    def lose(self) -> None:
        """At the edge terminals differ in where the cursor is."""
        self.x = None

    def dip(self, tint: int) -> None:
        """Take a tint."""
        if tint != self.tint:
            self._parts.append(self._tints.change(self.tint, tint))
            self.tint = tint

    def fits(self, cell: str, tint: int) -> bool:
        """Whether a cell looks the same when it is written with the tint on the brush."""
        return tint == self.tint or (cell == " " and tint == self._tints.blank(self.tint))

    def way(self, cell: str, tint: int) -> int:
        """How many bytes it takes to have the tint of a cell on the brush."""
        return 0 if self.fits(cell, tint) else len(self._tints.change(self.tint, tint))

    def can_erase(self, tint: int) -> bool:
        """Whether blanks of this tint are what erasing with it leaves."""
        kind = self._tints[tint]
        return kind.is_plain_on_blanks and (self._erases or not kind.ground)

    def erase(self, columns: int | None) -> None:
        """Erase to the right, to the edge with None; the cursor stays."""
        self._parts.append("\x1b[K" if columns is None else f"\x1b[{columns}X")

    def shortest(self, x: int, y: int) -> str:
        """The shortest way to a place."""
        if self.x is None or self.y is None:
            return _there(x, y)
        if (self.x, self.y) == (x, y):
            return ""
        ways = [_there(x, y)]
        if self.y == y:
            ways += ["\r"] if x == 0 else [f"\x1b[{x + 1}G", _by(x - self.x, "C", "D")]
        elif x == self.x:
            ways += [f"\x1b[{y + 1}d", _by(y - self.y, "B", "A")]
        elif x == 0 and y == self.y + 1:
            ways.append("\r\n")
        else:
            ways.append(_by(y - self.y, "B", "A") + _by(x - self.x, "C", "D"))
        return min(ways, key=len)

    def go(self, x: int, y: int) -> None:
        """Put the cursor there."""
        self._parts.append(self.shortest(x, y))
        self.x, self.y = x, y


def _there(x: int, y: int) -> str:
    if x:
        return f"\x1b[{y + 1};{x + 1}H" if y else f"\x1b[;{x + 1}H"
    return f"\x1b[{y + 1}H" if y else "\x1b[H"


def _by(steps: int, on: str, back: str) -> str:
    if back == "D" and -3 < steps < 0:
        return "\b" * -steps
    count = abs(steps)
    return f"\x1b[{count if count > 1 else ''}{on if steps > 0 else back}"
