"""What an exercise of a session wants: repetitions that are missing, one more, and how it ended then."""

from backtui.domain.exercise import REPETITION_BOUNDS, Side, sides_of
from backtui.domain.history import EntryRecord
from backtui.domain.sheet import CorrectionError


def missing_of(entry: EntryRecord) -> list[tuple[Side, int]]:
    """The planned repetitions that are not there, in turn."""
    there = {(each.side, each.rep) for each in entry.reps}
    planned = [(side, rep) for side in sides_of(entry.sides) for rep in range(1, entry.prescribed.reps + 1)]
    return [each for each in planned if each not in there]


def beyond(entry: EntryRecord, side: Side) -> tuple[Side, int]:
    """The repetition after the last one of a side. Raises CorrectionError for more than there can be."""
    rep = 1 + max((each.rep for each in entry.reps if each.side is side), default=0)
    if rep > REPETITION_BOUNDS[1]:
        raise CorrectionError(f"An exercise has {REPETITION_BOUNDS[1]} repetitions at most.")
    return side, rep


def ended_as(entry: EntryRecord) -> str:
    """How an exercise ended that has these repetitions now.

    One without any was not done; one that was not reached, or that pain ended by mistake, is cut short.
    """
    if entry.complete:
        return "done"
    if entry.pain:
        return "pain"
    if not entry.reps or entry.how == "left-out":
        return "skipped"
    return "cut" if entry.how in (None, "pain") else entry.how
