"""A small terminal, to look at what was sent: placing the cursor, writing, colours, erasing; no more."""

import codecs
import re
from collections.abc import Callable, Iterator

from rich.cells import get_character_cell_size

TOKEN = re.compile(
    r"\x1b\[(?P<mark>[?<>=]?)(?P<args>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b\]8;(?P<link>[^\x07\x1b]*)\x1b\\"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP.*?\x1b\\|\x1b[ -/]*[0-OQ-Z\\^-~]"
    r"|(?P<text>[^\x00-\x1f]+)|(?P<control>[\x00-\x1a\x1c-\x1f])"
    r"|\x1b(?:\[[^@-~\x1b]*(?=\x1b)|[]P][^\x07\x1b]*(?=\x1b[^\\]))",  # cut off by another
    re.DOTALL,
)
Look = tuple[str, str, frozenset[str], str]
PLAIN: Look = ("", "", frozenset(), "")
OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29"}
OFF |= {"21": "24", "51": "54", "52": "54", "53": "55"}
ON_BLANKS = {"4", "7", "9", "21", "51", "52", "53"}
SIMPLE = "ABCDGHKXdmrl"  # the control sequences that place, erase and colour, and two that set things right


class Glass:
    """As much of a terminal as the full screen uses; its looks are the pens of the cells.

    `erases` says that what it erases has the ground in force; `wide`, how many columns a character takes.
    """

    def __init__(
        self,
        columns: int = 80,
        rows: int = 24,
        *,
        erases: bool = True,
        wide: Callable[[str], int] = get_character_cell_size,
    ) -> None:
        self.columns, self.height = columns, rows
        self._erases, self._wide = erases, wide
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self.unknown: list[str] = []
        self.clear()

    def clear(self) -> None:
        """Nothing is written any more."""
        self.rows = [[" "] * self.columns for _ in range(self.height)]
        self.looks = [[PLAIN] * self.columns for _ in range(self.height)]
        self.x = self.y = 0
        self._pen = PLAIN

    @property
    def text(self) -> str:
        """What can be read on it."""
        return "\n".join("".join(row).rstrip() for row in self.rows)

    @property
    def picture(self) -> list[list[tuple[str, Look]]]:
        """What can be seen on it; of most blanks only the ground is."""
        return [
            [
                (
                    char,
                    look if char != " " or look[2] & ON_BLANKS or look[3] else ("", look[1], frozenset(), ""),
                )
                for char, look in zip(row, looks, strict=True)
            ]
            for row, looks in zip(self.rows, self.looks, strict=True)
        ]

    def feed(self, data: bytes | str) -> None:
        """Take output in, whole sequences only."""
        text, end = self._rest + (data if isinstance(data, str) else self._decode(data)), 0
        while found := TOKEN.match(text, end):
            end = found.end()
            self._obey(found)
        self._rest = text[end:]

    def _obey(self, found: "re.Match[str]") -> None:
        if found["text"]:
            self._write(found["text"])
        elif found["control"]:
            self._control(found["control"])
        elif found["link"] is not None:
            self._pen = (*self._pen[:3], found["link"].partition(";")[2])
        elif found["final"] == "J" or (found["final"] == "h" and found["args"] == "1049"):
            self.clear()
        elif found["final"] and found["final"] in SIMPLE and not found["mark"] and not found["between"]:
            self._sequence(found["final"], [int(each or 0) for each in re.split("[;:]", found["args"])])
        elif found["final"] and not found["mark"]:
            self.unknown.append(found[0])

    def _control(self, char: str) -> None:
        if char == "\r":
            self.x = 0
        elif char == "\n":
            self.x, self.y = 0, min(self.height - 1, self.y + 1)  # a terminal's driver makes \r\n of it
        elif char == "\b":
            self.x = max(0, self.x - 1)

    def _sequence(self, final: str, numbers: list[int]) -> None:
        first = max(1, numbers[0])
        match final:
            case "H":
                self.y, self.x = first - 1, max(1, numbers[1] if len(numbers) > 1 else 1) - 1
            case "A" | "B":
                self.y += first if final == "B" else -first
            case "C" | "D":
                self.x += first if final == "C" else -first
            case "r":
                self.x = self.y = 0
            case "G":
                self.x = first - 1
            case "d":
                self.y = first - 1
            case "K":
                self._erase(self.columns)
            case "X":
                self._erase(min(self.columns, self.x + first))
            case "m":
                self._colour(numbers)
        self.x = max(0, min(self.columns - 1, self.x))
        self.y = max(0, min(self.height - 1, self.y))

    def _erase(self, end: int) -> None:
        look: Look = ("", self._pen[1], frozenset(), "") if self._erases else PLAIN
        for x in range(self.x, end):
            self._halve(x)
            self.rows[self.y][x], self.looks[self.y][x] = " ", look

    def _halve(self, x: int) -> None:
        """Nobody sees half a character: one that is written over is gone as a whole."""
        row = self.rows[self.y]
        if row[x] == "":
            row[x - 1 : x + 1] = "  "
        if x + 1 < self.columns and row[x + 1] == "":
            row[x + 1] = " "

    def _write(self, text: str) -> None:
        row, looks = self.rows[self.y], self.looks[self.y]
        for char in text:
            columns = self._wide(char)
            if not columns:
                self._join(char)
                continue
            if columns == 1:
                self.x = min(self.x, self.columns - 1)  # it does not wrap: what comes last stands on the edge
            elif self.x + columns > self.columns:
                continue
            for x in range(self.x, self.x + columns):
                self._halve(x)
            row[self.x : self.x + columns] = [char, ""][:columns]
            looks[self.x : self.x + columns] = [self._pen] * columns
            self.x += columns

    def _join(self, char: str) -> None:
        """What takes no column belongs to the character before it."""
        x = self.x - 1
        row = self.rows[self.y]
        while x > 0 and row[x] == "":
            x -= 1
        if x >= 0:
            row[x] += char

    def _colour(self, numbers: list[int]) -> None:
        fore, ground, on, link = self._pen
        codes = iter(numbers)
        for code in map(str, codes):
            if code == "0":
                fore, ground, on = "", "", frozenset()
            elif code in ("38", "48"):
                colour = ";".join([code, *_colour(codes)])
                fore, ground = (colour, ground) if code == "38" else (fore, colour)
            elif code in OFF:
                on |= {code}
            elif code in OFF.values():
                on = frozenset(each for each in on if OFF[each] != code)
            elif code[:-1] in ("3", "9"):
                fore = "" if code == "39" else code
            else:
                ground = "" if code == "49" else code
        self._pen = (fore, ground, on, link)


def _colour(codes: Iterator[int]) -> list[str]:
    """The rest of a colour of 256, or of all."""
    kind = next(codes)
    return [str(kind), *(str(next(codes)) for _ in range(3 if kind == 2 else 1))]
