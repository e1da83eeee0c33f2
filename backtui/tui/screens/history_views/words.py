"""What became of a session, as history says it: one line, and what stood out."""

from collections.abc import Mapping

from backtui.domain.history import State
from backtui.domain.past import Headline, PainPoint
from backtui.tui.outcome import length, odd_words
from backtui.tui.widgets.spans import Line, Span

MOST_REMARKS = 3
ENDED = {State.DONE: "done", State.STOPPED: "stopped", State.OPEN: "under way"}
ALL_HELD = "All held."


def state_of(headline: Headline) -> Span:
    """How it ended; anything but well is told apart."""
    if headline.dizzy:
        return "dizzy", "warn"
    if headline.unconfirmed:
        return "unconfirmed", "warn"
    is_whole = headline.state is State.DONE
    return ENDED[headline.state], "text" if is_whole else "warn"


def session_line(headline: Headline) -> Line:
    """When it began, how long it took, how much of it was begun, how it ended."""
    minutes = length((headline.ended_at - headline.started_at).total_seconds())
    by_hand: Line = [("  by hand", "dim")] if headline.by_hand else []
    return [
        (f"{headline.started_at:%H:%M}  ", "dim"),
        (f"{minutes:>7}  ", "text"),
        (f"{f'{headline.done} of {headline.planned}':<9} ", "text"),
        state_of(headline),
        *by_hand,
    ]


def remarks(headline: Headline, names: Mapping[str, str]) -> str:
    """What stood out."""
    said = [f"{names.get(odd.exercise, odd.exercise)} {odd_words(odd)}" for odd in headline.odd]
    if len(said) > MOST_REMARKS:
        said = [*said[:MOST_REMARKS], f"and {len(said) - MOST_REMARKS} more"]
    return "; ".join([*pain_words(headline), *said]) or ALL_HELD


def pain_words(told: Headline | PainPoint) -> list[str]:
    """Answers about pain before, after and the next morning."""
    before = told.pain_before if isinstance(told, Headline) else told.before
    after = told.pain_after if isinstance(told, Headline) else told.after
    said = []
    if before is not None and after is not None:
        said.append(f"pain {before} → {after}")
    elif before is not None or after is not None:
        said.append(f"pain before {before}" if after is None else f"pain after {after}")
    return [*said, f"{told.morning} the next morning"] if told.morning else said
