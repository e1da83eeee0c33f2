"""What became of a session and of its exercises, in a few words."""

from backtui.domain.exercise import sides_of
from backtui.domain.history import EntryRecord, SessionRecord, State

LONG_MINUTES = 1.5


def outcome_words(entry: EntryRecord) -> str:
    """What became of an entry, in a few words."""
    planned = entry.prescribed.reps * len(sides_of(entry.sides))
    if entry.pain:
        return "pain"
    if not entry.performed:
        return {"skipped": "skipped", "left-out": "left out"}.get(entry.how or "", "not begun")
    if entry.complete and not entry.eased:
        return "done"
    return f"{len(entry.reps)} of {planned}{', eased' if entry.eased else ''}"


def headline(record: SessionRecord) -> str:
    """How a session ended, in one line."""
    done = sum(entry.performed for entry in record.entries)
    ended = {State.DONE: "Done", State.STOPPED: "Stopped", State.OPEN: "Under way"}[record.state]
    if record.dizzy:
        ended = "Stopped: dizzy"
    end = record.ended_at or record.last_at or record.started_at
    minutes = (end - record.started_at).total_seconds() / 60
    length = f"{minutes:.0f} min" if minutes >= LONG_MINUTES else f"{minutes * 60:.0f} s"
    return f"{ended} · {length} · {done} of {len(record.entries)}"
