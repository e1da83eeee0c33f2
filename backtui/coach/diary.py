"""Writing the log: sessions begun, gone on with and ended, ratings, pain, notes and preferences."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from backtui.coach.aims import FREQUENCY_IS_PROVIDERS, Aims
from backtui.coach.coach import Coach, WrongUseError
from backtui.coach.days import Days
from backtui.coach.edits import Edits
from backtui.coach.journal import Append, as_change, event, started, voids
from backtui.coach.notes import NOTE_LIMIT, noted
from backtui.coach.shelf import Shelf
from backtui.coach.views import Seed
from backtui.domain.history import Rating, SessionRecord, State
from backtui.domain.log import PAIN_BOUNDS
from backtui.domain.plan import Plan
from backtui.domain.preferences import FREQUENCY, preference
from backtui.domain.session import progress_of
from backtui.domain.timeline import STANDARD_TIMING, TIMING_NAMES, Item, Script, Timing

__all__ = ["NOTE_LIMIT", "PAIN_BOUNDS", "Diary"]


class Diary:
    """Every choice of the person as events; `append` writes them whole or not at all."""

    def __init__(self, coach: Coach, append: Append) -> None:
        self.coach = coach
        self.aims = Aims(coach, append)
        self.days = Days(coach, append)
        self.edits = Edits(coach, append)
        self.shelf = Shelf(coach, append)
        self._append = append

    def _tell(self, kind: str, body: dict[str, Any], session: bytes | None = None) -> None:
        self._append([event(kind, self.coach.now(), body, session)])

    # Sessions

    def start(self, plan: Plan, face: str) -> Seed:
        """Log the beginning of a session and its plan. Raises WrongUseError when the plan is empty."""
        if not plan.items:
            raise WrongUseError(
                "There is nothing to do; give the session more minutes or bring an exercise back."
            )
        timing = {name: getattr(plan.script.timing, name) for name in TIMING_NAMES}
        events = started(plan, self.coach.now(), self.coach.day().isoformat(), face, timing)
        self._append(events)
        return Seed(events[0].id, plan.script, previews=self.coach.previews())

    def go_on(self, record: SessionRecord) -> Seed:
        """Make an interrupted session ready to run at its exercise, side and repetition."""
        preferences, exercises = self.coach.preferences(), self.coach.content.exercises
        for entry in record.entries:
            known = exercises.get(entry.exercise)
            if known is None or known.holds != entry.holds:
                name = self.coach.content.name_of(entry.exercise)
                became = "is no longer there" if known is None else "was changed since"
                raise WrongUseError(f"{name} {became}; finish or discard that session.")
        items = tuple(
            Item(
                index=index,
                block=entry.block,
                block_kind=entry.block_kind,
                exercise=entry.exercise,
                position=exercises[entry.exercise].position,
                sides=entry.sides,
                holds=entry.holds,
                dose=entry.prescribed,
            )
            for index, entry in enumerate(record.entries)
        )
        kept = {name: int(seconds) for name, seconds in record.timing if name in TIMING_NAMES}
        timing: Timing = replace(STANDARD_TIMING, **kept)
        script = Script(items, timing, preferences.asks_rating, self.coach.clock.gap_s)
        self._tell("paused", {"why": "lost"}, record.id)
        self._tell("resumed", {}, record.id)
        so_far_s = ((record.last_at or record.started_at) - record.started_at).total_seconds()
        return Seed(record.id, script, progress_of(record.entries), so_far_s, previews=self.coach.previews())

    def finish(self, record: SessionRecord) -> None:
        """End an interrupted session with what was done."""
        now, at = self.coach.now(), record.last_at or record.started_at
        cut = [entry for entry in record.entries if entry.performed and entry.how is None]
        events = [
            event("exercise-ended", now, {"item": entry.item, "how": "cut", "begun": True}, record.id)
            for entry in cut
        ]
        whole = all(entry.how for entry in record.entries)
        body = {"how": "done" if whole else "stopped", "alive": True, "at": at.isoformat()}
        self._append(as_change([*events, event("session-ended", now, body, record.id)]))

    def discard(self, record: SessionRecord) -> None:
        """Take a whole session back; the log keeps that it was, and undo brings it again."""
        starts = [each for each in self.coach.log.events_of(record.id) if each.kind == "session-started"]
        if starts:
            self._append(as_change(voids([each.id for each in starts], self.coach.now())))

    # After a session

    def rate(self, session: bytes, items: Sequence[int], rating: Rating | None) -> None:
        """Set or correct the rating of entries."""
        value = rating.value if rating else None
        now = self.coach.now()
        rated = [event("rated", now, {"item": item, "rating": value}, session) for item in items]
        self._append(as_change(rated))

    def confirm(self, record: SessionRecord) -> None:
        """Say that a session was really done."""
        if record.state is not State.OPEN and not record.alive:
            self._tell("session-confirmed", {}, record.id)

    def pain(self, session: bytes, when: str, score: int | None) -> None:
        """Log pain from 0 to 10 before or after a session. Raises WrongUseError out of bounds."""
        if score is not None and not PAIN_BOUNDS[0] <= score <= PAIN_BOUNDS[1]:
            raise WrongUseError(f"Pain is a number from {PAIN_BOUNDS[0]} to {PAIN_BOUNDS[1]}, not {score}.")
        self._tell("pain-answered", {"when": when, "score": score}, session)

    def note(self, session: bytes, text: str) -> None:
        """Keep a note beside a session. Raises WrongUseError for one that is empty or too long."""
        body, cleaned = noted(session, text)
        written = event("note-written", self.coach.now(), body, session)
        self._append([written], texts={written.id: cleaned})

    def reopen(self, ending: Sequence[bytes]) -> None:
        """Take back the events that ended a session, so that it can be gone on with."""
        self._tell("void", {"events": [each.hex() for each in ending]})

    def decline(self, session: bytes | None, exercise: str) -> None:
        """Say "not yet" to an announced raise."""
        self._tell("growth-declined", {"exercise": exercise}, session)

    # Preferences

    def notice_seen(self) -> None:
        """The safety notes of the first start were read."""
        self.prefer("notice_seen", True)

    def prefer(self, key: str, value: object) -> None:
        """Set a preference. Raises WrongUseError with its bounds, or where the provider's numbers stand."""
        row = preference(key)
        if row is None:
            raise WrongUseError(f"There is no setting {key[:40]!a}.")
        if not row.accepts(value):
            raise WrongUseError(f"{row.name} must be {row.allowed}, not {str(value)[:40]!a}.")
        if key in FREQUENCY and self.coach.preferences().frequency_by == "provider":
            raise WrongUseError(FREQUENCY_IS_PROVIDERS)
        self._tell("setting-set", {"key": key, "value": value})
