"""Numbers, doses and signs as words that read well aloud."""

import re
from collections.abc import Iterable

from backtui.domain.exercise import Dose, Side, Sides
from backtui.domain.timeline import Item, Step


def aloud(text: str) -> str:
    """A sentence of the domain or of data/ with its signs as words."""
    text = re.sub(r"(\d+) s × (\d+)", lambda m: dose_words(Dose(int(m[1]), int(m[2]))), text)
    text = re.sub(r"(\d+) s\b", lambda m: seconds(int(m[1])), text)
    return text.replace("°", " degrees").replace("→", "to").replace("×", "times")


def many(count: int, one: str, more: str = "") -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else more or one + 's'}"


def seconds(count: float) -> str:
    """Whole seconds, at least one."""
    return many(max(1, round(count)), "second")


def minutes(length_s: float) -> str:
    """Minutes, or seconds where there are few."""
    return seconds(length_s) if length_s < 90 else many(round(length_s / 60), "minute")


def dose_words(dose: Dose, sides: Sides = Sides.ONE) -> str:
    """A dose as it is said."""
    each = " on each side" if sides is Sides.EACH else ""
    return f"{seconds(dose.hold_s)}, {many(dose.reps, 'time')}{each}"


def repetition(step: Step, item: Item) -> str:
    """Which repetition on which side."""
    side = "" if step.side is Side.NONE else f", {step.side} side"
    return f"{step.rep} of {item.dose.reps}{side}"


def listed(names: Iterable[str]) -> str:
    """Names in a row."""
    return ", ".join(names)
