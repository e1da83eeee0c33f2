"""Targets, locks and rests as they were set, folded into a course."""

from datetime import UTC, datetime, timedelta

from backtui.domain.events import TargetSet
from backtui.domain.exercise import Dose, Exercise, Kind, Position, Sides
from backtui.domain.progression.ladder import Order
from backtui.domain.progression.prescription import Adjustment, Override, prescription_of

START = datetime(2026, 3, 2, 7, tzinfo=UTC)
LIFT = Exercise(
    id="pelvic-lift",
    name="Pelvic lift",
    kind=Kind.STRENGTH,
    position=Position.LYING,
    sides=Sides.ONE,
    works_on=("buttocks",),
    set_up=("Lie down.",),
    movement_in="Up.",
    hold=("Hold.",),
    movement_out="Down.",
)


def mark(hours: int, **said: object) -> Adjustment:
    return Adjustment(START + timedelta(hours=hours), TargetSet(LIFT.id, **({"by": "me"} | said)))  # type: ignore[arg-type]


def test_without_marks_the_exercise_gives_the_course() -> None:
    prescription = prescription_of(LIFT)
    assert (prescription.start, prescription.target, prescription.ceiling) == (
        Dose(2, 2),
        Dose(5, 5),
        Dose(10, 10),
    )
    assert (prescription.override, prescription.locked, prescription.set_aside) == (None, None, False)


def test_the_newest_mark_of_each_kind_holds_in_whatever_order_they_come() -> None:
    marks = [mark(3, dose=Dose(4, 3)), mark(1, dose=Dose(9, 9)), mark(2, target=Dose(6, 4))]
    for order in (marks, marks[::-1]):
        prescription = prescription_of(LIFT, order)
        assert prescription.override == Override(START + timedelta(hours=3), Dose(4, 3))
        assert prescription.target == Dose(6, 4)


def test_a_lower_dose_after_a_higher_one_leaves_the_exercise_s_own_target() -> None:
    prescription = prescription_of(LIFT, [mark(1, dose=Dose(9, 9)), mark(2, dose=Dose(3, 3))])
    assert prescription.target == Dose(5, 5)


def test_a_dose_above_an_older_target_raises_it_and_a_newer_target_holds() -> None:
    assert prescription_of(LIFT, [mark(1, dose=Dose(8, 3))]).target == Dose(8, 5)
    assert prescription_of(LIFT, [mark(1, dose=Dose(8, 3)), mark(2, target=Dose(4, 4))]).target == Dose(4, 4)


def test_a_lock_follows_a_dose_that_is_set_while_it_holds_and_ends_with_an_unlock() -> None:
    locked = [mark(1, dose=Dose(3, 3), locked=True, by="provider")]
    prescription = prescription_of(LIFT, locked)
    assert prescription.locked == Override(START + timedelta(hours=1), Dose(3, 3), "provider")
    moved = prescription_of(LIFT, [*locked, mark(2, dose=Dose(4, 4), by="provider")])
    assert moved.locked is not None
    assert moved.locked.dose == Dose(4, 4)
    assert prescription_of(LIFT, [*locked, mark(3, locked=False)]).locked is None


def test_rest_and_resume_are_told_apart_by_the_newer() -> None:
    rested, resumed = mark(1, resting=True), mark(2, resting=False)
    assert prescription_of(LIFT, [rested]).set_aside
    assert not prescription_of(LIFT, [resumed, rested]).set_aside
    assert prescription_of(LIFT, [rested, resumed, mark(3, resting=True)]).set_aside


def test_ceiling_pace_and_ladder_are_the_exercises_own_where_they_are_set() -> None:
    prescription = prescription_of(
        LIFT, [mark(1, ceiling=Dose(8, 8), needed=3, ladder=Order.HOLDS)], needed=1
    )
    assert (prescription.ceiling, prescription.needed, prescription.order) == (Dose(8, 8), 3, Order.HOLDS)
    plain = prescription_of(
        LIFT, [mark(1, priority="high", disabled=True)], needed=4, order=Order.REPETITIONS
    )
    assert (plain.ceiling, plain.needed, plain.order) == (LIFT.ceiling, 4, Order.REPETITIONS)
