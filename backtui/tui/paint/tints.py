"""Colours and attributes of cells, and the shortest way from one to another in a terminal's own codes."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace
from rich.color import ColorSystem
from rich.style import Style

OFF = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "21": "24",
    "51": "54",
    "52": "54",
    "53": "55",
}
CODES = tuple(sorted(OFF, key=int))
# With these a blank does not look like its ground alone.
ON_BLANKS = frozenset({"4", "7", "9", "21", "51", "52", "53"})
MOST_STYLES = 10_000  # that are remembered: those of links are without end
PLAIN = 0  # the tint of a terminal that was just reset


class Tint(msgspec.Struct, frozen=True):
    """One way to write a cell; colours are SGR codes, "" is the terminal's own."""

    fore: str = ""
    ground: str = ""
    on: frozenset[str] = frozenset()
    link: str = ""

    @property
    def is_plain_on_blanks(self) -> bool:
        """A blank written with it shows nothing but its ground."""
        return not self.link and not self.on & ON_BLANKS


class Tints:
    """The tints in use, by number; equal ones have the same."""

    def __init__(self, colors: ColorSystem) -> None:
        self._colors = colors
        self._tints = [Tint()]
        self._numbers = {Tint(): PLAIN}
        self._styles: dict[Style, int] = {}
        self._blanks: dict[int, int] = {PLAIN: PLAIN}
        self._changes: dict[tuple[int, int], str] = {}

    def __getitem__(self, number: int) -> Tint:
        return self._tints[number]

    def number(self, style: Style | None) -> int:
        """The tint of a style."""
        if style is None:
            return PLAIN
        known = self._styles.get(style)
        if known is None:
            if len(self._styles) >= MOST_STYLES:
                self._styles.clear()
            known = self._styles[style] = self._kept(tint_of(style, self._colors))
        return known

    def blank(self, number: int) -> int:
        """The tint that a blank of this tint needs: its ground, where nothing else of it would be seen."""
        known = self._blanks.get(number)
        if known is None:
            tint = self._tints[number]
            ground = Tint(ground=tint.ground) if tint.is_plain_on_blanks else tint
            known = self._blanks[number] = self._kept(ground)
        return known

    def change(self, before: int, after: int) -> str:
        """What has to be sent to go from one tint to another."""
        known = self._changes.get((before, after))
        if known is None:
            known = self._changes[before, after] = change(self._tints[before], self._tints[after])
        return known

    def _kept(self, tint: Tint) -> int:
        known = self._numbers.get(tint)
        if known is None:
            known = self._numbers[tint] = len(self._tints)
            self._tints.append(tint)
        return known


def tint_of(style: Style, colors: ColorSystem) -> Tint:
    """What a terminal with so many colours makes of a style."""
    on = style._attributes & style._set_attributes
    fore = style.color.downgrade(colors).get_ansi_codes() if style.color else ()
    ground = style.bgcolor.downgrade(colors).get_ansi_codes(False) if style.bgcolor else ()
    return Tint(
        ";".join(fore) if fore != ("39",) else "",
        ";".join(ground) if ground != ("49",) else "",
        frozenset(code for bit, code in enumerate(CODES) if on & 1 << bit),
        style.link or "",
    )


def change(before: Tint, after: Tint) -> str:
    """The shorter of a change of what differs and a change of everything."""
    link = f"\x1b]8;;{after.link}\x1b\\" if before.link != after.link else ""
    if replace(before, link=after.link) == after:
        return link
    gone = {OFF[code] for code in before.on - after.on}
    differing = [
        *_sorted(gone),
        *_sorted(code for code in after.on if code not in before.on or OFF[code] in gone),
    ]
    if before.fore != after.fore:
        differing.append(after.fore or "39")
    if before.ground != after.ground:
        differing.append(after.ground or "49")
    whole = [each for each in (*_sorted(after.on), after.fore, after.ground) if each]
    afresh = ";".join(["0", *whole]) if whole else ""
    return link + f"\x1b[{min(';'.join(differing), afresh, key=len)}m"


def _sorted(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=int)
