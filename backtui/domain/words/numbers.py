"""Counts, days, minutes and names of kinds in words: one grammar for all faces."""

from collections.abc import Iterable
from datetime import date

from backtui.domain.exercise import Kind, Position, Side, Sides

DASH = "–"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")
IN_TURN = {
    Sides.ONE: "",
    Sides.EACH: "one side, then the other",
    Sides.ALTERNATING: "the sides by turns",
}
KINDS = {Kind.STRETCH: "stretch", Kind.STRENGTH: "strengthen"}


def number(count: int) -> str:
    """A small number as a word, a larger one in digits."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def noun(count: float, one: str, more: str = "") -> str:
    """The noun that goes with a number; `more` where many are not called by an s."""
    return one if count == 1 else more or f"{one}s"


def many(count: int, one: str, more: str = "") -> str:
    """A number with its noun."""
    return f"{count} {noun(count, one, more)}"


def join_and(names: Iterable[str]) -> str:
    """Names in a row: "a, b and c"."""
    *others, last = ["", *names]
    before = ", ".join(filter(None, others))
    return f"{before} and {last}" if before else last


def upper_first(text: str) -> str:
    """A text as a sentence begins."""
    return text[:1].upper() + text[1:]


def value_words(value: object, unit: str = "") -> str:
    """A value that was set: a switch is on or off, nothing is none."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(map(str, value)) or "none"
    return f"{value}{unit}" if value not in ("", None) else "none"


def brief_day(day: date) -> str:
    """A day as 22 Nov."""
    return f"{day.day} {day:%b}"


def plain_day(day: date) -> str:
    """A day as 22 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def long_day(day: date) -> str:
    """A day as Sun 22 Nov 2026."""
    return f"{day:%a} {plain_day(day)}"


def day_from(day: date, here: date, *, weekdays: bool = True) -> str:
    """A day as one says it on the day `here`: today, yesterday, a weekday in the week behind, or the date."""
    match (here - day).days:
        case 0:
            return "today"
        case 1:
            return "yesterday"
        case ago if weekdays and 1 < ago < 7:
            return f"{day:%A}"
        case _:
            return long_day(day)


def whole_minutes(seconds: float) -> int:
    """Seconds as whole minutes, at least one."""
    return max(1, round(seconds / 60))


def position(where: Position, *, narrow: bool = False) -> str:
    """How the body rests; `narrow`: where there is little room."""
    return where.value.replace("-and-", "+" if narrow else " and ")


def sides_mark(sides: Sides, side: Side = Side.NONE) -> str:
    """The sides that are done, in three cells: both, one of them, by turns, or none."""
    if side is not Side.NONE:
        return "L  " if side is Side.LEFT else "  R"
    return {Sides.ONE: "   ", Sides.EACH: "L R", Sides.ALTERNATING: "L/R"}[sides]


def sides_words(sides: Sides, side: Side = Side.NONE) -> str:
    """The same in words, in nine cells at most."""
    if side is not Side.NONE:
        return side.value
    return {Sides.ONE: "", Sides.EACH: "each side", Sides.ALTERNATING: "by turns"}[sides]


def block_name(kind: Kind, *, again: bool = False) -> str:
    """What a block is called; the closing stretches are stretches again."""
    return f"{KINDS[kind].capitalize()}{' again' if again and kind is Kind.STRETCH else ''}"


def or_dash(value: object) -> str:
    """A number or a dose, or a dash where there is none."""
    return DASH if value is None else str(value)
