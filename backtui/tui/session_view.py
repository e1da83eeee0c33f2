"""What a session of the log looks like when it is open: its head, its rows, its pain, as lines in roles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backtui.domain.course import Decision
from backtui.domain.history import EntryRecord, SessionRecord, State
from backtui.domain.log import Event
from backtui.store.answers import Note
from backtui.tui.following import sign
from backtui.tui.outcome import headline, outcome_words
from backtui.tui.scene import block_name
from backtui.tui.widgets.rows import Row
from backtui.tui.widgets.spans import Line, Span, fit

NOT_SAID = "–"


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that is open on the screen, its events, what follows from the log, and its notes."""

    record: SessionRecord
    events: tuple[Event, ...]
    decisions: Mapping[str, Decision]
    notes: tuple[Note, ...] = ()


def head_line(record: SessionRecord, wide: bool) -> Line:
    """When it was and how it went."""
    at = record.started_at
    when = f" {at:%a %d %b %Y, %H:%M}" if wide else f" {at:%d %b %Y, %H:%M}"
    return [(when, "accent"), (f"   {headline(record)}", "text"), (_kind(record), "dim")]


def session_rows(opened: Opened, name_of: Callable[[str], str], wide: bool) -> list[Row]:
    """Its exercises block by block, then its notes."""
    rows: list[Row] = []
    kinds: list[str] = []
    block = -1
    for entry in opened.record.entries:
        if entry.block != block:
            block = entry.block
            name = block_name(entry.block_kind, again=entry.block_kind in kinds)
            kinds.append(entry.block_kind)
            rows.append(Row([(name.upper(), "head")]))
        rows.append(_row(entry, name_of(entry.exercise), opened.decisions.get(entry.exercise), wide))
    notes = [
        Row([("Note  ", "dim"), (note.text or "", "text")], (), f"note:{note.event.hex()}")
        for note in opened.notes
    ]
    return [*rows, Row(), *notes] if notes else rows


def _row(entry: EntryRecord, name: str, decision: Decision | None, wide: bool) -> Row:
    for_name, became = (24, 14) if wide else (20, 14)
    left: Line = [
        (fit(name, for_name), "text"),
        (f" {entry.prescribed!s:<9}", "strong"),
        (fit(outcome_words(entry), became), "warn" if entry.pain else "dim"),
        (f"{entry.rating.value if entry.rating else NOT_SAID:<11}", "text"),
    ]
    right: list[Span] = []
    if decision and wide:
        right = [("next ", "dim"), (f"{decision.dose!s:<8}", "strong"), sign(decision)]
    return Row(left, right, f"item:{entry.item}")


def pain_line(record: SessionRecord) -> Line:
    """Pain before, after and the next morning."""
    morning: list[Span] = [("   next morning ", "dim"), (record.morning, "text")] if record.morning else []
    return [
        *((" Pain before ", "dim"), (score_text(record.pain_before), "text")),
        *(("   after ", "dim"), (score_text(record.pain_after), "text")),
        *morning,
    ]


def _kind(record: SessionRecord) -> str:
    """What else is to be said of it."""
    said = [*(["by hand"] if record.by_hand else []), *(["dizzy"] if record.dizzy else [])]
    said += ["unconfirmed"] if record.state is State.DONE and not record.alive else []
    return "".join(f" · {each}" for each in said)


def score_text(score: int | None) -> str:
    """A number of pain, or a dash."""
    return NOT_SAID if score is None else str(score)
