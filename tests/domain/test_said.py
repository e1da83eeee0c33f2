"""What was set, in words."""

from datetime import UTC, date, datetime

import pytest

from backtui.domain.events import TargetSet
from backtui.domain.exercise import Dose
from backtui.domain.progression.forecast import Forecast, Pace
from backtui.domain.progression.ladder import Order
from backtui.domain.progression.prescription import (
    Adjustment,
    Decision,
    DecisionKind,
    Prescription,
    newest_of,
)
from backtui.domain.words.targets import (
    around,
    at_pace,
    at_paces,
    by_whom,
    describe_target,
    foreseen,
    looked_ahead,
    reached,
    standing,
)

AT = datetime(2026, 3, 2, 7, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 7, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def mark(at: datetime = AT, **said: object) -> Adjustment:
    return Adjustment(at, TargetSet("pelvic-lift", **({"by": "me"} | said)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"dose": Dose(4, 3)}, "dose 4 s × 3"),
        ({"target": Dose(8, 5), "ceiling": Dose(10, 9)}, "target 8 s × 5, never above 10 s × 9"),
        ({"dose": Dose(4, 3), "locked": True}, "dose 4 s × 3, locked"),
        ({"locked": False}, "unlocked"),
        ({"resting": True}, "resting"),
        ({"resting": False}, "brought back"),
        ({"needed": 1}, "one session per step"),
        ({"needed": 4, "ladder": Order.HOLDS}, "four sessions per step, grows first: holds"),
        ({"needed": None, "ladder": None}, "sessions per step as for all, grows first: as for all"),
        ({"priority": "high", "disabled": True}, "priority high, switched off"),
    ],
)
def test_a_mark_says_all_that_it_set(said: dict[str, object], words: str) -> None:
    assert describe_target(mark(**said).what) == words


def test_the_newest_of_each_thing_holds_and_of_two_at_one_instant_the_later() -> None:
    old, new = mark(dose=Dose(3, 3), needed=2), mark(LATER, dose=Dose(4, 4))
    assert newest_of([new, old]) == {"dose": new, "needed": old}
    twin = mark(dose=Dose(9, 9))
    assert newest_of([old, twin])["dose"] is twin


def test_who_set_it_and_when() -> None:
    assert by_whom("target", None) == "the exercise's own"
    assert by_whom("needed", None) == "as for all"
    assert by_whom("ladder", mark(ladder=None)) == "as for all"
    assert by_whom("locked", None) == ""
    assert (
        by_whom("dose", mark(dose=Dose(3, 3), by="provider")) == "set to 3 s × 3 by your provider, 2 Mar 2026"
    )
    assert by_whom("needed", mark(LATER, needed=2)) == "by you, 5 Mar 2026"


def test_what_holds_is_told_in_a_fixed_order() -> None:
    prescription = Prescription(
        Dose(2, 2), Dose(5, 5), Dose(10, 10), needed=3, order=Order.REPETITIONS, rested=AT
    )
    told = standing(prescription, "2 s × 2", {"resting": mark(resting=True)})
    assert [(name, value) for name, value, _ in told] == [
        ("dose", "2 s × 2"),
        ("target", "5 s × 5"),
        ("ceiling", "10 s × 10"),
        ("needed", "3"),
        ("ladder", "repetitions"),
        ("locked", "no"),
        ("resting", "yes"),
    ]
    assert told[-1][2] == "by you, 2 Mar 2026"


def test_a_forecast_names_its_pace_and_the_year_only_where_it_is_another() -> None:
    own = Forecast(date(2026, 3, 14), Dose(5, 5), Pace(2.5, own=True), TODAY)
    assert foreseen(own) == "Forecast at 2.5 a week (your pace): 5 s × 5 around 14 March."
    assert at_pace(Pace(3.0)) == "3 a week (your goal)"
    assert around(date(2027, 1, 3), TODAY) == "3 January 2027"


@pytest.mark.parametrize(
    ("kind", "dose", "words"),
    [
        (DecisionKind.LOCKED, Dose(2, 2), "locked"),
        (DecisionKind.RESTING, Dose(2, 2), "resting"),
        (DecisionKind.AT_TARGET, Dose(5, 5), "at target"),
        (DecisionKind.SAME, Dose(2, 2), "over a year"),
    ],
)
def test_where_there_is_no_day_a_word_says_why(kind: DecisionKind, dose: Dose, words: str) -> None:
    prescription = Prescription(Dose(2, 2), Dose(5, 5), Dose(10, 10))
    assert reached(None, prescription, Decision(dose, kind, "", "")) == words


def test_a_fixed_dose_and_one_that_does_not_grow_have_a_word_of_their_own() -> None:
    prescription = Prescription(Dose(2, 2), Dose(5, 5), Dose(10, 10))
    for kind, rule, word in (
        (DecisionKind.LOCKED, "fixed", "fixed"),
        (DecisionKind.DOWN, "hard", "not growing now"),
        (DecisionKind.SAME, "miss", "not growing now"),
    ):
        assert reached(None, prescription, Decision(Dose(2, 2), kind, rule, "")) == word


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("locked", "No forecast: its dose is locked."),
        ("fixed", "No forecast: its routine fixes the dose."),
        ("resting", "No forecast: it rests."),
        ("hard", "No forecast: the last sessions were hard or not held."),
        ("same", "No forecast: the target is more than a year away at this pace."),
        ("at-target", ""),
        ("override", ""),
    ],
)
def test_where_there_is_no_forecast_a_sentence_says_why(rule: str, words: str) -> None:
    assert looked_ahead(None, Decision(Dose(2, 2), DecisionKind.SAME, rule, "")) == words
    forecast = Forecast(date(2026, 3, 14), Dose(5, 5), Pace(2.5, own=True), TODAY)
    assert looked_ahead(forecast, Decision(Dose(2, 2), DecisionKind.UP, "up", "")) == foreseen(forecast)


def test_one_pace_is_said_and_several_are_those_of_each() -> None:
    assert at_paces([Pace(3.0), Pace(3.0)]) == "3 a week (your goal)"
    assert at_paces([Pace(3.0), Pace(2.0, own=True)]) == "the pace of each"
