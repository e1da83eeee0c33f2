"""Decisions, sessions and signs as lines in roles."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec
from rich.cells import cell_len

from backtui.domain.exercise import Dose, Side
from backtui.domain.progression.prescription import Decision, DecisionKind
from backtui.domain.record import EntryRecord, SessionRecord, State
from backtui.domain.week import Today
from backtui.domain.words.begun import begun_of, begun_words
from backtui.domain.words.reasons import arrow
from backtui.domain.words.sets import done_in_sets
from backtui.tui.widgets.line import Line, Span

if TYPE_CHECKING:
    from backtui.domain.statistics import Deviation, PainPoint, SessionSummary


class Marks(msgspec.Struct, frozen=True):
    """The signs of phases and of repetitions."""

    tones: dict[str, str]
    dots: dict[str, str]

    def tone(self, tone: str) -> str:
        """The sign of a phase."""
        return self.tones.get(tone, " ")

    def dot(self, letter: str) -> str:
        """The sign of a repetition: done, pending, now or open."""
        return self.dots[letter]


FULL = Marks(
    {
        "ready": "…",
        "in": "▶",
        "hold": "■",
        "rest": "~",
        "move": "▶",
        "offer": "?",
        "hurt": "!",
        "out": "◀",
        "relax": "~",
        "switch": "⇄",
        "rate": "?",
        "paused": "‖",
    },
    {"d": "●", "p": "◍", "n": "◐", "o": "○"},
)
ASCII = Marks(
    {
        "ready": ".",
        "in": ">",
        "hold": "#",
        "rest": "~",
        "move": ">",
        "offer": "?",
        "hurt": "!",
        "out": "<",
        "relax": "~",
        "switch": "%",
        "rate": "?",
        "paused": "=",
    },
    {"d": "*", "p": "+", "n": "@", "o": "o"},
)


def marks(*, ascii_only: bool) -> Marks:
    """The signs that this terminal can show."""
    return ASCII if ascii_only else FULL


ROLES = {"▲": "up", "▼": "down", "•": "accent", "": "text"}


def arrow_span(decision: Decision) -> Span:
    """An arrow where the dose changes, a blank where it stays."""
    sign = arrow(decision)
    return sign or " ", ROLES[sign]


def sign(decision: Decision) -> Span:
    """Up, down, resting, or a blank where the dose stays."""
    if decision.kind is DecisionKind.RESTING:
        return "rest", "warn"
    return arrow_span(decision)


def following_line(decision: Decision) -> Line:
    """The next dose, its sign and its reason."""
    return [
        ("Next ", "dim"),
        (f"{decision.dose} ", "strong"),
        (f"{sign(decision)[0]} ", sign(decision)[1]),
        (decision.why, "text"),
    ]


LONG_MINUTES = 1.5


DOSE_CELLS = 9  # of "10 s × 10"


def dose_cells(doses: Iterable[Dose]) -> int:
    """The cells that a column of doses takes; those with sets are longer."""
    longest = max((len(str(dose)) for dose in doses), default=0)
    return DOSE_CELLS if longest <= DOSE_CELLS else longest + 1


def sided(name: str, side: Side) -> str:
    """An exercise by its name, and its side where it is for one alone."""
    return name if side is Side.NONE else f"{name}, {side.value}"


def short_name(name: str, cells: int) -> str:
    """A name; where it has no room, without what stands in brackets behind it."""
    return name if cell_len(name) <= cells else name.partition(" (")[0]


def outcome_words(entry: EntryRecord) -> str:
    """What became of an entry, in a few words."""
    if entry.pain:
        return "pain"
    if not entry.performed:
        return not_begun(entry.how)
    if entry.complete and not entry.eased:
        return "done"
    if entry.prescribed.more and len(entry.reps) < entry.planned_reps:
        return ", ".join(map(str, done_in_sets(entry))) + (", eased" if entry.eased else "")
    return counted(len(entry.reps), entry.planned_reps, entry.eased)


def odd_words(odd: "Deviation") -> str:
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


def session_summary(record: SessionRecord) -> str:
    """How a session ended, in one line."""
    ended = {State.DONE: "Done", State.STOPPED: "Stopped", State.OPEN: "Under way"}[record.state]
    if record.dizzy:
        ended = "Stopped: dizzy"
    end = record.ended_at or record.last_at or record.started_at
    took = length((end - record.started_at).total_seconds())
    return f"{ended} · {took} · {begun_words(*begun_of(record.entries))}"


MOST_REMARKS = 3
ENDED = {State.DONE: "done", State.STOPPED: "stopped", State.OPEN: "under way"}
ALL_HELD = "All held."


def state_of(session_summary: "SessionSummary") -> Span:
    """How it ended; anything but well is told apart."""
    if session_summary.dizzy:
        return "dizzy", "warn"
    if session_summary.unconfirmed:
        return "unconfirmed", "warn"
    is_whole = session_summary.state is State.DONE
    return ENDED[session_summary.state], "text" if is_whole else "warn"


# From so many cells on a session's line has its exercises in words, from so many in numbers.
IN_WORDS, IN_NUMBERS = 60, 40


def session_line(session_summary: "SessionSummary", cells: int) -> Line:
    """When it began, how long it took, how much of it was begun, how it ended; in so many cells."""
    minutes = length((session_summary.ended_at - session_summary.started_at).total_seconds())
    by_hand: Line = [("  by hand", "dim")] if session_summary.by_hand else []
    done, planned = session_summary.done, session_summary.planned
    begun = begun_words(done, planned) if cells >= IN_WORDS else f"{done} of {planned}"
    return [
        (f"{session_summary.started_at:%H:%M}  ", "dim"),
        (f"{minutes:>7}  ", "text"),
        (f"{begun}  " if cells >= IN_NUMBERS else "", "text"),
        state_of(session_summary),
        *by_hand,
    ]


def remarks(session_summary: "SessionSummary", names: Mapping[str, str]) -> str:
    """What stood out."""
    said = [f"{names.get(odd.exercise, odd.exercise)} {odd_words(odd)}" for odd in session_summary.odd]
    if len(said) > MOST_REMARKS:
        said = [*said[:MOST_REMARKS], f"and {len(said) - MOST_REMARKS} more"]
    return "; ".join([*pain_words(session_summary), *said]) or ALL_HELD


def pain_words(told: "SessionSummary | PainPoint") -> list[str]:
    """Answers about pain before, after and the next morning."""
    from backtui.domain.statistics import SessionSummary

    before = told.pain_before if isinstance(told, SessionSummary) else told.before
    after = told.pain_after if isinstance(told, SessionSummary) else told.after
    said = []
    if before is not None and after is not None:
        said.append(f"pain {before} → {after}")
    elif before is not None or after is not None:
        said.append(f"pain before {before}" if after is None else f"pain after {after}")
    return [*said, f"{told.morning} the next morning"] if told.morning else said


def week_line(week: Today) -> Line:
    """How far the week's goal is reached."""
    open_ = max(0, week.goal - week.done)
    dots = " ".join("●" * min(week.done, 7) + "○" * min(open_, 7))
    if open_:
        said = f"{week.done} of {week.goal} this week, {open_} to go."
    else:
        more = f"{week.done} this week; {week.goal} was the goal."
        said = "The week is full." if week.done == week.goal else more
    return [(f" {dots}  ", "accent"), (said, "text" if open_ else "strong")]
