"""What was performed of each exercise, as far back as the rules look."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cached_property

from backtui.coach.reading import SESSIONS_READ, Reading
from backtui.domain.progression.outcome import Appearance, entries_by_exercise
from backtui.domain.progression.prescription import Decision, Entry, Prescription
from backtui.domain.progression.rules import decided, next_dose


class EntryReader:
    """The entries of all courses of each exercise: the newest ones, and all where a rule looks further."""

    def __init__(self, reading: Reading, known: Collection[str]) -> None:
        self._reading = reading
        self._known = known
        self._whole: dict[str, Sequence[Entry]] = {}

    def of(self, exercise: str, prescription: Prescription, day: date) -> Sequence[Entry]:
        """What was performed of an exercise, enough to decide what is prescribed in this course."""
        return self.decided(exercise, prescription, day)[1]

    def decided(
        self, exercise: str, prescription: Prescription, day: date
    ) -> tuple[Decision, Sequence[Entry]]:
        """The next dose in a course, and what was performed that it was decided by."""
        entries = self._whole.get(exercise)
        if entries is None:
            newest = self._newest.get(exercise, ())
            decision, further = decided(prescription, newest, day)
            if not further or len({entry.at for entry in newest}) < SESSIONS_READ:
                return decision, newest
            entries = self._entries(self._reading.all_appearances(exercise)).get(exercise, ())
            self._whole[exercise] = entries
        return next_dose(prescription, entries, day), entries

    @cached_property
    def _newest(self) -> dict[str, Sequence[Entry]]:
        return self._entries(each for each in self._reading.appearances if each.exercise in self._known)

    def _entries(self, seen: Iterable[Appearance]) -> dict[str, Sequence[Entry]]:
        counts = self._reading.preferences.unrated == "comfortable"
        return dict(entries_by_exercise(seen, unrated_counts=counts))
