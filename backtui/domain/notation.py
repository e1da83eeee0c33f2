"""A dose as people write it: 5 s × 5, or 10 s × 6-4-2, 20 s rest."""

import re

from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS, REST_BOUNDS_S, SET_BOUNDS, Dose
from backtui.domain.words.numbers import many

EXAMPLES = "5 s × 5, or 10 s × 6-4-2, or 3 s × 12, 3 sets, 60 s rest, or × 10 without a hold"
LONGEST = 100  # characters
SECONDS = r"(?P<{0}>\d{{1,9}})\s*(?P<{0}_unit>s|sec|secs|seconds?|min|minutes?)"
PATTERN = (
    rf"(?:{SECONDS.format('hold')}\s*)?[x×*]\s*(?P<reps>\d{{1,9}}(?:\s*[-–]\s*\d{{1,9}})*)"
    rf"(?:\s*,\s*(?P<sets>\d{{1,9}})\s*sets?)?(?:\s*,\s*{SECONDS.format('rest')}\s+rest)?"
)


class NotationError(ValueError):
    """A text that is no dose; its own text is a sentence."""


def dose_of(text: str) -> Dose:
    """The dose that a text says, x and * being as good as ×. Raises NotationError."""
    found = re.fullmatch(PATTERN, text.strip(), re.IGNORECASE | re.ASCII)
    if found is None or len(text) > LONGEST:
        raise NotationError(f"A dose is written as {EXAMPLES}, not {text[:40]!a}.")
    reps = [int(each) for each in re.split(r"\s*[-–]\s*", found["reps"])]
    sets = int(found["sets"]) if found["sets"] else len(reps)
    if found["sets"] and len(reps) > 1:
        raise NotationError(f"{found['reps']} says the repetitions of each set already; leave the sets out.")
    hold_s, rest_s = _seconds(found, "hold"), _seconds(found, "rest")
    for name, value, bounds, unit in (
        ("hold", hold_s, HOLD_BOUNDS_S, " s"),
        *(("repetitions", each, REPETITION_BOUNDS, "") for each in reps),
        ("sets", sets, SET_BOUNDS, ""),
        ("rest", rest_s, REST_BOUNDS_S, " s"),
    ):
        if problem := out_of_bounds(name, value, bounds, unit):
            raise NotationError(problem)
    each = reps if len(reps) > 1 else reps * sets
    return Dose(hold_s, each[0], tuple(each[1:]), rest_s)


def out_of_bounds(name: str, value: int, bounds: tuple[int, int], unit: str = "") -> str:
    """What is wrong with a number of a dose, as a sentence with its bounds; "" when it is sound."""
    least, most = bounds
    if least <= value <= most:
        return ""
    return f"{name.capitalize()} must be from {least} to {most}{unit}, not {value}."


def in_full(dose: Dose) -> str:
    """A dose with its rest, which `dose_of` reads back."""
    return f"{dose}, {dose.rest_s} s rest" if dose.rest_s else str(dose)


def in_column(dose: Dose) -> str:
    """A dose as a list of them has it, the signs one below the other."""
    hold, sign, reps = str(dose).partition("×")
    return f"{hold:>6}{sign}{reps:<3}"


def rest_words(seconds: int) -> str:
    """How long a rest is: 20 seconds, 1 minute, 1 minute 30."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return many(seconds, "second")
    return many(minutes, "minute") + (f" {rest}" if rest else "")


def _seconds(found: "re.Match[str]", name: str) -> int:
    if found[name] is None:
        return 0
    return int(found[name]) * (60 if found[f"{name}_unit"].lower().startswith("min") else 1)
