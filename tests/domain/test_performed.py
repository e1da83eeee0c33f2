"""What was performed is read as far back as the rules look, and no further."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from backtui.coach.performed import EntryReader
from backtui.coach.reading import SESSIONS_READ
from backtui.domain.exercise import Dose
from backtui.domain.preferences import Preferences
from backtui.domain.progression import rules
from backtui.domain.progression.outcome import Appearance
from backtui.domain.progression.past import Past
from backtui.domain.progression.prescription import Entry, Prescription
from backtui.domain.progression.rules import next_dose

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
PLAIN = Prescription(Dose(2, 2), Dose(5, 5), Dose(10, 10))


def done(day: int, dose: Dose, how: str = "done") -> Appearance:
    at = BEGIN + timedelta(days=day)
    return Appearance(
        session=day.to_bytes(2, "big"), started_at=at, day=at.date(), item=0, exercise="x", prescribed=dose,
        rating=None, pain=False, eased=False, how=how, performed=True, complete=how == "done", alive=True,
        dizzy=False, flare=False,
    )  # fmt: skip


class FakeReading:
    """A log of one exercise, and how often all of it was read."""

    preferences = Preferences()

    def __init__(self, seen: list[Appearance]) -> None:
        self._seen = seen
        self.appearances = seen[-SESSIONS_READ:]
        self.read = 0

    def all_appearances(self, exercise: str) -> list[Appearance]:
        assert exercise == "x"
        self.read += 1
        return self._seen


def decided(reading: FakeReading, today: date) -> Dose:
    performed = EntryReader(reading, {"x"})  # type: ignore[arg-type]
    for _ in range(2):
        entries = performed.of("x", PLAIN, today)
    return next_dose(PLAIN, entries, today).dose


def test_a_break_behind_many_sessions_is_not_forgotten() -> None:
    cut = [done(40 + 2 * n, Dose(4, 5), "cut") for n in range(SESSIONS_READ + 4)]
    last = done(90, Dose(4, 5))
    reading = FakeReading([done(30, Dose(5, 5)), *cut, last])
    assert decided(reading, (BEGIN + timedelta(days=91)).date()) == Dose(4, 5)
    reading = FakeReading([done(20, Dose(5, 5)), *cut, last])
    assert decided(reading, (BEGIN + timedelta(days=91)).date()) == Dose(5, 5)
    assert reading.read == 1


def test_at_the_target_no_more_is_read_than_the_newest() -> None:
    reading = FakeReading([done(2 * n, Dose(5, 5)) for n in range(80)])
    assert decided(reading, (BEGIN + timedelta(days=160)).date()) == Dose(5, 5)
    assert reading.read == 0


def test_where_the_newest_are_enough_a_dose_is_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Past] = []

    def past(prescription: Prescription, entries: Sequence[Entry]) -> Past:
        looked.append(Past(prescription, entries))
        return looked[-1]

    monkeypatch.setattr(rules, "Past", past)
    reading = FakeReading([done(2 * n, Dose(5, 5)) for n in range(80)])
    performed = EntryReader(reading, {"x"})  # type: ignore[arg-type]
    decision, entries = performed.decided("x", PLAIN, (BEGIN + timedelta(days=160)).date())
    assert (decision.dose, len(entries), len(looked)) == (Dose(5, 5), SESSIONS_READ, 1)
