"""What became of a session and of its exercises, in a few words."""

from backtui.domain.exercise import sides_of
from backtui.domain.history import EntryRecord, SessionRecord, State
from backtui.domain.past import Odd

LONG_MINUTES = 1.5


def outcome_words(entry: EntryRecord) -> str:
    """What became of an entry, in a few words."""
    if entry.pain:
        return "pain"
    if not entry.performed:
        return not_begun(entry.how)
    planned = entry.prescribed.reps * len(sides_of(entry.sides))
    return "done" if entry.complete and not entry.eased else counted(len(entry.reps), planned, entry.eased)


def odd_words(odd: Odd) -> str:
    """The same of an exercise that stands out."""
    if odd.pain:
        return "pain"
    return counted(odd.done, odd.planned, odd.eased) if odd.performed else not_begun(odd.how)


def not_begun(how: str | None) -> str:
    """Why nothing was done."""
    return {"skipped": "skipped", "left-out": "left out"}.get(how or "", "not begun")


def counted(done: int, planned: int, eased: bool) -> str:
    """Repetitions done of those planned, where that was not all, or not as long as planned."""
    short = ", eased" if eased else ", some short" if done >= planned else ""
    return f"{done} of {planned}{short}"


def length(seconds: float) -> str:
    """How long something took."""
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes >= LONG_MINUTES else f"{seconds:.0f} s"


def headline(record: SessionRecord) -> str:
    """How a session ended, in one line."""
    done = sum(entry.performed for entry in record.entries)
    ended = {State.DONE: "Done", State.STOPPED: "Stopped", State.OPEN: "Under way"}[record.state]
    if record.dizzy:
        ended = "Stopped: dizzy"
    end = record.ended_at or record.last_at or record.started_at
    return f"{ended} · {length((end - record.started_at).total_seconds())} · {done} of {len(record.entries)}"
