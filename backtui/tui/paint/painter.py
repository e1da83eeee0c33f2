"""The picture that a terminal should show, the one it shows, and the shortest way from one to the other."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

import msgspec
from rich.segment import Segment

from backtui.tui.paint.brush import FEWEST_TO_ERASE, Brush
from backtui.tui.paint.cells import cells, is_doubtful
from backtui.tui.paint.tints import PLAIN, Tints

# What somebody else may have left behind: another character set, a scrolling region, an origin within it,
# inserting, wrapping, a cursor, a colour.
SETTLE = "\x0f\x1b(B\x1b[r\x1b[?6l\x1b[4l\x1b[?7l\x1b[?25l\x1b[m"

FEW_ROWS = 12  # so few are seen at once, in whatever order they come

# xterm smooths the edges of these into the cells beside them, and leaves that there when they go.
BLOCKS = frozenset(map(chr, range(0x2580, 0x25A0)))


class CellRow(msgspec.Struct):
    """A line of cells: the character of each, "" behind one that takes two, and the number of its tint."""

    characters: list[str]
    tints: list[int]

    def put(self, x: int, characters: Sequence[str], tints: Sequence[int]) -> None:
        """Write over some cells, as far as there are any; a wide character that loses a half is gone."""
        end = min(x + len(characters), len(self.characters))
        _halve(self.characters, x)
        _halve(self.characters, end)
        if end - x < len(characters):
            characters, tints = list(characters), tints[: end - x]
            _halve(characters, end - x)
        self.characters[x:end] = characters[: end - x]
        self.tints[x:end] = tints

    def copy(self) -> "CellRow":
        """The same, to be kept."""
        return CellRow(self.characters.copy(), self.tints.copy())


def _halve(characters: list[str], x: int) -> None:
    """A character of which this is not the first column becomes blanks."""
    if not (0 < x < len(characters)) or characters[x]:
        return
    first = last = x
    while characters[first] == "":
        first -= 1
    while last < len(characters) and characters[last] == "":
        last += 1
    characters[first:last] = " " * (last - first)


def _with_spilled(was: list[str], changed: list[int]) -> list[int]:
    """These columns, and those beside a block that is gone."""
    beside = {x + by for x in changed if was[x] in BLOCKS for by in (-1, 1)} - set(changed)
    return sorted({*changed, *beside} & set(range(len(was)))) if beside else changed


class Painter:
    """Takes what is to be shown from one thread, and tells another one what to send.

    `erases` says that the terminal gives an erased cell the ground that is in force.
    """

    def __init__(self, tints: Tints, *, erases: bool) -> None:
        self._tints = tints
        self._erases = erases
        self._lock = Lock()
        self._width = 0
        self._wanted: list[CellRow] = []
        self._shown: list[CellRow | None] = []
        self._changed: set[int] = set()
        self._cursor: tuple[int, int] | None = None
        self._tint = PLAIN
        self._is_settled = False
        self._sure: set[str] = set()  # characters of which all terminals know how wide they are

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of what is to be shown."""
        return self._width, len(self._wanted)

    def resize(self, width: int, height: int) -> None:
        """Another size: what stands on the terminal is not known any more."""
        if (width, height) != self.size:
            with self._lock:
                self._width = width
                self._wanted = [CellRow([" "] * width, [PLAIN] * width) for _ in range(height)]
                self._forget()

    def forget(self) -> None:
        """Somebody else may have written: everything is sent anew."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._shown = [None] * len(self._wanted)
        self._changed = set(range(len(self._wanted)))
        self._tint = PLAIN
        self._is_settled = False

    def put(self, x: int, y: int, segments: Iterable[Segment]) -> None:
        """This is to be shown from here on to the right."""
        characters: list[str] = []
        tints: list[int] = []
        for text, style, control in segments:
            if not control:
                self._take(cells(text), self._tints.number(style), characters, tints)
        if 0 <= x < self._width and 0 <= y < len(self._wanted):
            with self._lock:
                self._wanted[y].put(x, characters, tints)
                self._changed.add(y)

    def _take(self, found: tuple[str, ...], tint: int, characters: list[str], tints: list[int]) -> None:
        characters += found
        blank = self._tints.blank(tint)
        if blank == tint:
            tints += [tint] * len(found)
        else:
            tints += [blank if cell == " " else tint for cell in found]

    def place(self, cursor: tuple[int, int] | None) -> None:
        """Where the cursor has to be, column and row, for what is composed there; None for anywhere."""
        self._cursor = cursor

    def paint(self) -> str:
        """What has to be sent now; "" where all is shown already.

        The next picture begins with the tint that this one leaves: each second of a hold has the same two.
        """
        with self._lock:
            brush = Brush(self._tints, erases=self._erases, tint=self._tint)
            stretches = {y: changed for y in sorted(self._changed) if (changed := self._differs(y))}
            self._changed.clear()
            while stretches:
                y = self._next(brush, stretches)
                self._paint_row(brush, y, stretches.pop(y))
            if not self._tints[brush.tint].is_plain_on_blanks:
                brush.dip(PLAIN)  # a link, or a line under all that somebody else may write
            if brush.text and self._cursor:
                brush.go(*self._cursor)
            self._tint = brush.tint
            settled, self._is_settled = self._is_settled, True
            return brush.text if settled or not brush.text else SETTLE + brush.text

    def _next(self, brush: Brush, stretches: Mapping[int, Sequence[int]]) -> int:
        """The row to paint next: that with the nearest tint, or from top to bottom where there are many."""
        if len(stretches) > FEW_ROWS:
            return next(iter(stretches))
        firsts = ((y, self._wanted[y], changed[0]) for y, changed in stretches.items())
        return min((brush.way(row.characters[x], row.tints[x]), y) for y, row, x in firsts)[1]

    def _differs(self, y: int) -> Sequence[int]:
        """The columns of a row that have to be painted."""
        new, old = self._wanted[y], self._shown[y]
        if old is None:
            return range(self._width)
        both = zip(old.characters, new.characters, old.tints, new.tints, strict=True)
        changed = [x for x, (was, be, before, after) in enumerate(both) if was != be or before != after]
        if changed and (self._doubts(old) or self._doubts(new)):
            return range(self._width)
        return _with_spilled(old.characters, changed)

    def _paint_row(self, brush: Brush, y: int, changed: Sequence[int]) -> None:
        new = self._wanted[y]
        self._shown[y] = new.copy()
        done = 0
        for x in changed:
            if x >= done:
                done = self._paint_cell(brush, (x, y), new, changed)

    def _doubts(self, row: CellRow) -> bool:
        """Whether a terminal may show what is in this row in other columns than the next one does."""
        unsure = set(row.characters) - self._sure
        doubtful = {cell for cell in unsure if is_doubtful(cell)}
        self._sure |= unsure - doubtful
        return bool(doubtful)

    def _paint_cell(self, brush: Brush, at: tuple[int, int], row: CellRow, changed: Sequence[int]) -> int:
        """Paint the cell and what goes with it; the first column that may have to be painted after it."""
        x, y = at
        while x and row.characters[x] == "":
            x -= 1
        self._go(brush, x, y, row)
        if row.characters[x] == " ":
            return self._paint_blanks(brush, x, row, changed)
        brush.dip(row.tints[x])
        character, end = row.characters[x], x + 1
        while end < self._width and row.characters[end] == "":
            end += 1
        is_sure = character in self._sure or not is_doubtful(character)
        if not is_sure:
            # Where it is narrower than thought, nothing of what was there before may be left.
            brush.write(" " * (end - x), None)
            brush.go(x, y)
        brush.write(character, end - x if is_sure and end < self._width else None)
        return end

    def _go(self, brush: Brush, x: int, y: int, row: CellRow) -> None:
        """To a column of this row; over a few cells that stay as they are by writing them again."""
        way = brush.shortest(x, y)
        if brush.y == y and brush.x is not None and 0 < x - brush.x <= len(way):
            between = row.characters[brush.x : x]
            written = "".join(between)
            fit = all(map(brush.fits, between, row.tints[brush.x : x]))
            if fit and len(written.encode()) <= len(way):
                brush.write(written, x - brush.x)
                return
        brush.go(x, y)

    def _paint_blanks(self, brush: Brush, x: int, row: CellRow, changed: Sequence[int]) -> int:
        """Paint the blanks of one ground from here on, as many as have to be."""
        tint, end = row.tints[x], x
        while end < self._width and row.characters[end] == " " and row.tints[end] == tint:
            end += 1
        if not brush.fits(" ", tint):
            # What comes next may be written with a tint that has this ground.
            follows = end < self._width and self._tints.blank(row.tints[end]) == tint
            brush.dip(row.tints[end] if follows else tint)
        last = changed[bisect_left(changed, end) - 1]
        blanks = last + 1 - x
        if blanks < FEWEST_TO_ERASE or not brush.can_erase(tint):
            brush.write(" " * blanks, blanks if last + 1 < self._width else None)
            return last + 1
        if end == self._width:
            brush.erase(None)
            return end
        # Another move follows an erased stretch, where anything does.
        follows = changed[-1] > last
        erased = len(f"\x1b[{blanks}X") + follows * len(f"\x1b[{blanks}C")
        if blanks <= erased:
            brush.write(" " * blanks, blanks)
        else:
            brush.erase(blanks)
        return last + 1
