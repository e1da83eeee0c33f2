"""What was performed of each exercise, as far back as the rules look."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cached_property

from backtui.coach.reading import SESSIONS_READ, Reading
from backtui.domain.progression.outcome import Appearance, entries_by_exercise
from backtui.domain.progression.prescription import Entry, Prescription
from backtui.domain.progression.rules import looks_further


class EntryReader:
    """The entries of all courses of each exercise: the newest ones, and all where a rule looks further."""

    def __init__(self, reading: Reading, known: Collection[str]) -> None:
        self._reading = reading
        self._known = known
        self._whole: dict[str, Sequence[Entry]] = {}

    def of(self, exercise: str, prescriptions: Iterable[Prescription], day: date) -> Sequence[Entry]:
        """What was performed of an exercise, enough to decide what is prescribed in these courses."""
        if exercise in self._whole:
            return self._whole[exercise]
        newest = self._newest.get(exercise, ())
        if len({entry.at for entry in newest}) < SESSIONS_READ:
            return newest
        if not any(looks_further(each, newest, day) for each in prescriptions):
            return newest
        self._whole[exercise] = self._entries(self._reading.all_appearances(exercise)).get(exercise, ())
        return self._whole[exercise]

    @cached_property
    def _newest(self) -> dict[str, Sequence[Entry]]:
        return self._entries(each for each in self._reading.appearances if each.exercise in self._known)

    def _entries(self, seen: Iterable[Appearance]) -> dict[str, Sequence[Entry]]:
        counts = self._reading.preferences.unrated == "comfortable"
        return dict(entries_by_exercise(seen, unrated_counts=counts))
