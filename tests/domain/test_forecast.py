"""The sessions to come: as the rules decide them, at a pace, and never past what holds a dose."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from often import often
from test_progression import told
from test_progression_properties import logs, prescriptions, todays

from backtui.domain.exercise import Dose
from backtui.domain.progression.forecast import Ahead, Forecast, Pace, ahead, forecast, pace_of, preview
from backtui.domain.progression.ladder import reaches
from backtui.domain.progression.past import SETBACKS
from backtui.domain.progression.prescription import DecisionKind, Entry, Outcome, Override, Prescription
from backtui.domain.progression.rules import next_dose

MONDAY = date(2026, 3, 2)
paces = st.floats(1, 7).map(lambda rate: Pace(round(rate, 1)))
some = often(60)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def foreseen(story: str, today: int, a_week: float = 3.0) -> str:
    """What a story's next four sessions and its target are, as `DAY DOSE, … | DAY`."""
    prescription, entries = told(story)
    shown = [
        f"{(each.day - MONDAY).days} {each.decision.dose.hold_s}x{each.decision.dose.reps}"
        for each in preview(prescription, entries, day(today), Pace(a_week))
    ]
    found = forecast(prescription, entries, day(today), Pace(a_week))
    return f"{', '.join(shown)} | {(found.day - MONDAY).days if found else '-'}"


@pytest.mark.parametrize(
    ("story", "today", "expected"),
    [
        ("", 0, "0 2x2, 2 2x2, 4 2x3, 7 2x3 | 28"),
        ("0 2x2 ok ok", 3, "4 2x3, 6 2x3, 8 3x3, 11 3x3 | 27"),
        ("0 2x2 ok ok", 9, "9 2x3, 11 2x3, 13 3x3, 16 3x3 | 32"),
        ("needed 1", 0, "0 2x2, 2 2x3, 4 3x3, 7 3x4 | 14"),
        ("needed 5", 0, "0 2x2, 2 2x2, 4 2x2, 7 2x2 | 70"),
        ("order holds", 0, "0 2x2, 2 2x2, 4 3x2, 7 3x2 | 28"),
        ("0 4x5 ok ok", 3, "4 5x5, 6 5x5, 8 5x5, 11 5x5 | 4"),
        ("0 5x5 ok", 1, "2 5x5, 4 5x5, 6 5x5, 9 5x5 | -"),
        ("0 2x2 ok, 1 locked 4x6", 2, "2 4x6, 4 4x6, 6 4x6, 9 4x6 | -"),
        ("0 2x2 ok, 1 rested", 2, " | -"),
        ("0 3x3 pain pain", 3, " | -"),
        ("0 4x4 hard, 2 4x4 miss hard", 5, "6 3x4, 8 3x4, 10 4x4, 13 4x4 | -"),  # nothing grows
        ("0 2x2 ok, 1 override 5x5", 2, "2 5x5, 4 5x5, 6 5x5, 9 5x5 | -"),
        ("0 2x2 ok, 1 override 4x4", 2, "2 4x4, 4 4x4, 6 4x5, 9 4x5 | 11"),
        ("0 4x4 ok", 20, "20 3x4, 22 4x4, 24 4x4, 27 4x5 | 31"),
        ("0 3x3 pain", 1, "2 2x3, 4 2x3, 6 2x3, 9 3x3 | 27"),
        ("0 2x2 ok ok, 3 flare", 4, "4 2x2, 6 2x2, 8 2x3, 11 2x3 | 32"),
        ("0 2x2 ok ok, 3 decline", 4, "4 2x2, 6 2x2, 8 2x3, 11 2x3 | 32"),
        ("0 target 3x3", 0, "0 2x2, 2 2x2, 4 2x3, 7 2x3 | 9"),
        ("0 target 120x50", 0, "0 2x2, 2 2x2, 4 3x2, 7 3x2 | -"),
    ],
)
def test_a_story_goes_on_as_the_rules_say(story: str, today: int, expected: str) -> None:
    assert foreseen(story, today) == expected


@pytest.mark.parametrize(
    ("back_days", "goal", "pace"),
    [
        ((), 3, Pace(3.0)),
        (range(22, 28), 2, Pace(2.0)),  # a week of days is no pace yet
        (range(0, 28, 7), 3, Pace(1.0, own=True)),
        ((3, 24), 4, Pace(0.5, own=True)),
        ((-20, 26), 4, Pace(0.25, own=True)),  # what came before the four weeks makes them four
        ((-20, -9), 4, Pace(4.0)),  # nothing in four weeks
        (range(0, 28, 2), 3, Pace(3.5, own=True)),
        (range(28), 3, Pace(7.0, own=True)),
        (range(-90, 28, 3), 5, Pace(2.5, own=True)),
        (range(14, 28, 2), 1, Pace(3.5, own=True)),
        ((26, 27, 30, 31), 3, Pace(3.0)),  # what is yet to come is not counted
    ],
)
def test_the_pace_is_that_of_the_last_weeks_or_the_goal(back_days: range, goal: int, pace: Pace) -> None:
    assert pace_of([day(each) for each in back_days], day(27), goal) == pace


def step_by_step(
    prescription: Prescription, log: list[Entry], today: date, pace: Pace, most: int
) -> list[Ahead]:
    """The same without any shortening: every decision from the whole log."""
    found = []
    for each in islice(ahead(prescription, log, today, pace), most):
        found.append(Ahead(each.day, next_dose(prescription, log, each.day)))
        at = datetime(2100, 1, 1, tzinfo=UTC) + timedelta(minutes=len(found))
        log = [*log, Entry(at, each.day, found[-1].decision.dose, Outcome.SUCCESS)]
    return found


@some
@given(prescriptions, logs(), todays, paces)
def test_every_session_to_come_is_decided_as_by_the_rules(
    prescription: Prescription, log: list[Entry], today: date, pace: Pace
) -> None:
    log = [entry for entry in log if entry.day <= today]
    assert list(islice(ahead(prescription, log, today, pace), 30)) == step_by_step(
        prescription, log, today, pace, 30
    )


@some
@given(prescriptions, logs(), todays, paces)
def test_the_first_of_the_preview_is_the_next_dose(
    prescription: Prescription, log: list[Entry], today: date, pace: Pace
) -> None:
    log = [entry for entry in log if entry.day <= today]
    shown, decision = preview(prescription, log, today, pace), next_dose(prescription, log, today)
    assert (not shown) == (decision.kind is DecisionKind.RESTING)
    if shown:
        assert len(shown) == 4
        assert shown[0].decision == decision
        assert shown[0].day >= today


@some
@given(prescriptions, logs(), todays, paces)
def test_days_and_doses_only_go_forward_and_stay_within_the_target(
    prescription: Prescription, log: list[Entry], today: date, pace: Pace
) -> None:
    shown = list(islice(ahead(prescription, log, today, pace), 20))
    for before, after in pairwise(shown):
        assert before.day < after.day
        assert reaches(after.decision.dose, before.decision.dose)
    if not prescription.locked:
        assert all(reaches(prescription.target, each.decision.dose) for each in shown)


@some
@given(prescriptions, logs(), todays, paces)
def test_the_forecast_is_the_first_day_at_the_target(
    prescription: Prescription, log: list[Entry], today: date, pace: Pace
) -> None:
    found = forecast(prescription, log, today, pace)
    there = (
        each
        for each in islice(ahead(prescription, log, today, pace), 400)
        if each.day - today <= timedelta(366)
    )
    first = next((each for each in there if reaches(each.decision.dose, prescription.target)), None)
    if found:
        assert first is not None
        assert (found.day, found.dose, found.pace) == (first.day, first.decision.dose, pace)
        assert found.dose == prescription.target
        assert found.way[-1] == (found.day, found.dose)
        assert all(one[0] < other[0] and one[1] != other[1] for one, other in pairwise(found.way))
    elif first:
        newest = [entry.outcome for entry in log[-3:]]
        assert first.decision.rule != "up" or (len(newest) == 3 and set(newest) <= set(SETBACKS))


@some
@given(prescriptions, logs(), todays, st.tuples(paces, paces))
def test_who_trains_more_often_or_needs_less_is_not_later(
    prescription: Prescription, log: list[Entry], today: date, two: tuple[Pace, Pace]
) -> None:
    slow, quick = sorted(two, key=lambda pace: pace.a_week)
    late, soon = forecast(prescription, log, today, slow), forecast(prescription, log, today, quick)
    assert late is None or (soon is not None and soon.day <= late.day)


@some
@given(prescriptions, logs(), todays, paces, st.builds(Dose, st.integers(1, 120), st.integers(1, 50)))
def test_a_locked_dose_has_no_forecast(
    prescription: Prescription, log: list[Entry], today: date, pace: Pace, dose: Dose
) -> None:
    lock = Override(datetime(2026, 3, 2, tzinfo=UTC), dose, "provider")
    kept = replace(prescription, locked=lock)
    assert forecast(kept, log, today, pace) is None
    assert {each.decision.dose for each in preview(kept, log, today, pace)} <= {dose}


def test_a_forecast_says_its_pace() -> None:
    found = forecast(Prescription(Dose(2, 2), Dose(2, 3), Dose(10, 10)), (), MONDAY, Pace(3.0))
    way = ((MONDAY, Dose(2, 2)), (day(4), Dose(2, 3)))
    assert found == Forecast(day(4), Dose(2, 3), Pace(3.0), MONDAY, way)
