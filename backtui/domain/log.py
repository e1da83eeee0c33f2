"""What can happen, as the append-only log keeps it: a kind from a fixed list and a small JSON body.

Bodies (every key listed is always there, unless it is marked with ?):

    session-started    routine, minutes (int or null), face ("screen" | "plain"), day ("2026-03-02"),
                       timing {name: seconds}, at? (ISO time of the true start, where it was entered or
                       corrected later), by_hand? (true where it was entered away from the screen)
    exercise-planned   item (0, 1, …), block (0, 1, …), block_kind, exercise, hold_s, reps, holds, sides,
                       change (a Decision's kind), rule, why, from {hold_s, reps} or null
    rep-ended          item, side, rep (1, 2, …), holds_s [seconds really held, one a hold]
    eased              item
    moved-back         item                        the exercise is open again
    exercise-ended     item, how ("done" | "skipped" | "pain" | "dizzy" | "cut" | "left-out"), begun (bool)
    rated              item, rating ("easy" | "comfortable" | "hard" | null)
    pain               item
    dizzy              item
    paused             why ("key" | "gap" | "lost")
    resumed            (empty)
    session-ended      how ("done" | "stopped" | "dizzy"), alive (bool: a key was pressed since it began),
                       at? (ISO time of the true end, where an interrupted session was ended later)
    session-confirmed  (empty)
    growth-declined    exercise
    target-set         exercise, by ("me" | "provider"), dose? {hold_s, reps}, target? {hold_s, reps},
                       ceiling? {hold_s, reps}, locked? (bool), resting? (bool), disabled? (bool),
                       needed? (successes a step, 1-5, null: as everywhere),
                       ladder? (balanced|holds|repetitions, null: as everywhere),
                       priority? (low|normal|high), allowed? (bool: the provider allows it whatever caution
                       was noted)
    pain-answered      when (before|after|morning|other), score (0-10 or null), answer? (better|same|worse)
    setting-set        key, value
    note-written       salt, digest (hex; the text stands beside the chain), about (the id, hex, of a session
                       or of the target-set event that it explains; of the same change, it explains all of it)
    activity-done      what, minutes, day
    exercise-saved, routine-saved, exercise-removed, routine-removed   id, definition? (of a saved one; an
                       exercise's has the keys of data/exercises/*.toml and figure?, the id of a shipped
                       figure or a table as in data/figures; a routine's has id, name and
                       items [{exercise, dose? {hold_s, reps}}])
    void               events [ids, hex]           takes the named events back; with a start, its session;
                       erase? (true: the texts of the notes among them are erased for good),
                       undo? (true: takes a change back), redo? (true: takes an undo back)

Events that one choice of the person made together carry `change`, the id (hex) of the first of them; so does
a void that is a change by itself. A correction voids what was wrong and logs it again as it should have been.
An undo names all events of its change, in several voids where they are many; of a session that was entered
whole, its start.

A session's id is the id of its first session-started event; a later one of the same session, logged where the
first was voided, corrects it. All belong to a session but target-set, setting-set,
activity-done, void and the saved and removed ones; growth-declined may belong to one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

KINDS: tuple[str, ...] = (
    "session-started",
    "exercise-planned",
    "rep-ended",
    "eased",
    "moved-back",
    "exercise-ended",
    "rated",
    "pain",
    "dizzy",
    "paused",
    "resumed",
    "session-ended",
    "session-confirmed",
    "growth-declined",
    "target-set",
    "pain-answered",
    "setting-set",
    "note-written",
    "activity-done",
    "exercise-saved",
    "exercise-removed",
    "routine-saved",
    "routine-removed",
    "void",
)
BODY_LIMIT_BYTES = 4096
PAIN_BOUNDS = (0, 10)  # none, the worst


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `id` and `session` are UUIDv7s (16 bytes) made before the write.

    `wall` is aware local time; `mono_ms` counts milliseconds since the session began, None outside one.
    """

    id: bytes
    kind: str
    wall: datetime
    body: Mapping[str, Any]
    session: bytes | None = None
    mono_ms: int | None = None


class Logged(Protocol):
    """An event as the log keeps it."""

    @property
    def device(self) -> bytes:
        """Who wrote it."""

    @property
    def counter(self) -> int:
        """The how-manyth event of that device it is, from 1."""

    @property
    def digest(self) -> bytes:
        """Its link of the chain."""

    @property
    def event(self) -> Event:
        """What happened."""
