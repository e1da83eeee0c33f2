"""What holds of the progression for every log: bounds, one step at a time, safety, and no hidden order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import assume, event, given
from hypothesis import strategies as st
from made_events import made
from msgspec.structs import replace
from often import often

from backtui.domain.events import Rating
from backtui.domain.exercise import Dose, Kind, Side, Sides
from backtui.domain.progression.ladder import Order, lower_of, reaches, step_down, step_up, steps_down
from backtui.domain.progression.outcome import appearances, entries_by_exercise
from backtui.domain.progression.prescription import (
    Decision,
    DecisionKind,
    Doubt,
    Entry,
    Flare,
    Outcome,
    Override,
    Prescription,
)
from backtui.domain.progression.rules import next_dose
from backtui.domain.record import EntryRecord, RepRecord, SessionRecord, fold

BEGIN = datetime(2026, 3, 2, 0, tzinfo=UTC)
LONGEST_H = 24 * 30 * 8
WORST_FIRST = (Outcome.PAIN, Outcome.MISS, Outcome.HARD, Outcome.CUT, Outcome.SUCCESS, Outcome.EASY)

thorough = often(100)
small = st.integers(1, 5)
doses = st.builds(Dose, small, small)
hours = st.integers(0, LONGEST_H)
moments = hours.map(lambda hour: BEGIN + timedelta(hours=hour))
overrides = st.builds(Override, moments, doses, st.sampled_from(("me", "provider")))
times = st.lists(moments, max_size=2).map(tuple)
todays = st.integers(0, 250).map(lambda days: BEGIN.date() + timedelta(days=days))

plain_courses = st.builds(
    Prescription,
    start=doses,
    target=st.builds(Dose, st.integers(2, 6), st.integers(2, 6)),
    ceiling=st.just(Dose(8, 8)),
    sides=st.sampled_from(Sides),
    needed=small,
    order=st.sampled_from(Order),
)
prescriptions = st.builds(
    replace,
    plain_courses,
    target_at=st.none() | moments,
    ceiling=doses,
    ceiling_at=st.none() | moments,
    override=st.none() | overrides,
    rested=st.none() | moments,
    resumed=st.none() | moments,
    declines=times,
    flares=times.map(lambda found: tuple(map(Flare, found))),
)


def log_of(told: list[tuple[int, Dose | None, Outcome, int]]) -> list[Entry]:
    """Entries in the order of their time; a dose of None is that of the entry before."""
    entries: list[Entry] = []
    at = BEGIN
    for gap_h, dose, outcome, counts in told:
        at += timedelta(hours=gap_h)
        dose = dose or (entries[-1].prescribed if entries else Dose(3, 3))
        entries.append(Entry(at, at.date(), dose, outcome, None if counts else Doubt.AGAIN))
    return entries


def logs(least: int = 0) -> st.SearchStrategy[list[Entry]]:
    """Logs of up to eight entries; neighbours often have the same dose, as in a person's own log."""
    gaps_h = st.sampled_from((1, 9, 24, 48, 24 * 13, 24 * 14, 24 * 30))
    kept = st.none() | st.none() | doses
    told = st.tuples(gaps_h, kept, st.sampled_from(Outcome), st.integers(0, 4))
    return st.lists(told, min_size=least, max_size=8).map(log_of)


lived_weeks = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(Outcome), st.booleans()), max_size=25)


def lived(
    prescription: Prescription, weeks: Sequence[tuple[int, Outcome, bool]]
) -> tuple[list[Entry], list[Decision]]:
    """A log in which every dose was the decided one, and its decisions; each rest is ended at once."""
    entries, decisions, at = [], [], BEGIN
    for gap, outcome, counts in weeks:
        at += timedelta(days=gap, hours=1)
        decisions.append(next_dose(replace(prescription, resumed=at), entries, at.date()))
        entries.append(Entry(at, at.date(), decisions[-1].dose, outcome, None if counts else Doubt.AGAIN))
    return entries, decisions


def dose_of(prescription: Prescription, entries: Sequence[Entry], today: date) -> Dose:
    """The prescribed dose; a resting exercise has none, so such an example is passed over."""
    decision = next_dose(prescription, entries, today)
    event(decision.rule)
    assume(decision.kind is not DecisionKind.RESTING)
    return decision.dose


@thorough
@given(plain_courses, lived_weeks)
def test_a_dose_never_leaves_the_way_from_start_to_target(
    prescription: Prescription, weeks: list[tuple]
) -> None:
    for decision in lived(prescription, weeks)[1]:
        assert reaches(decision.dose, prescription.start)
        assert reaches(prescription.target, decision.dose)


@thorough
@given(prescriptions, logs(), todays)
def test_no_log_leads_above_target_and_override_or_below_start_and_base(
    prescription: Prescription, log: list[Entry], today: date
) -> None:
    dose = dose_of(prescription, log, today)
    bases = [prescription.start, *([log[-1].prescribed] if log else [])]
    if prescription.override:
        bases.append(prescription.override.dose)
    least = prescription.target
    for base in bases:
        least = lower_of(least, base)
    assert reaches(prescription.target, dose)
    assert reaches(dose, least)


@thorough
@given(prescriptions)
def test_the_newest_wish_holds_where_dose_target_and_ceiling_meet(prescription: Prescription) -> None:
    assert reaches(prescription.ceiling, prescription.target)
    assert reaches(prescription.target, prescription.start)


@thorough
@given(plain_courses, doses, doses, overrides, st.permutations(range(3)))
def test_a_target_a_ceiling_or_a_dose_is_never_moved_by_an_older_one(
    prescription: Prescription, target: Dose, ceiling: Dose, override: Override, order: list[int]
) -> None:
    first, second, third = (BEGIN + timedelta(hours=hour) for hour in order)
    set_ = replace(
        prescription,
        target=target,
        target_at=first,
        ceiling=ceiling,
        ceiling_at=second,
        override=replace(override, at=third),
    )
    newest = max(first, second, third)
    if newest == first:
        assert set_.target == target
        assert reaches(set_.ceiling, target)
    elif newest == second:
        assert set_.ceiling == ceiling
        assert reaches(ceiling, set_.target)
    else:
        assert reaches(set_.target, override.dose)
        assert next_dose(set_, (), BEGIN.date()).dose == override.dose


@thorough
@given(prescriptions, logs(least=1), todays, st.integers(6, 9))
def test_an_offer_is_one_step_above_the_target_and_within_the_ceiling(
    prescription: Prescription, log: list[Entry], today: date, times: int
) -> None:
    at_target = [replace(log[-1], at=log[-1].at + timedelta(hours=n), prescribed=prescription.target,
                         outcome=Outcome.SUCCESS, doubt=None) for n in range(1, times)]  # fmt: skip
    decision = next_dose(replace(prescription, rested=None), [*log, *at_target], today)
    if decision.offer:
        higher, dose = decision.offer, decision.dose
        assert reaches(prescription.ceiling, higher)
        assert (higher.hold_s - dose.hold_s, higher.reps - dose.reps) in {(0, 1), (1, 0)}
    event(f"offered: {decision.offer is not None}")


@thorough
@given(prescriptions, logs(), todays)
def test_a_raise_moves_one_knob_by_one(prescription: Prescription, log: list[Entry], today: date) -> None:
    decision = next_dose(prescription, log, today)
    if decision.rule == "up":
        base = log[-1].prescribed
        assert decision.kind is DecisionKind.UP
        assert (decision.dose.hold_s - base.hold_s, decision.dose.reps - base.reps) in {(0, 1), (1, 0)}


def is_set_since(prescription: Prescription, log: list[Entry]) -> bool:
    """A dose was set since the last session: it is asked for, eased by a break."""
    return prescription.override is not None and prescription.override.at >= log[-1].at


@thorough
@given(prescriptions, logs(least=1), todays)
def test_without_an_override_only_the_rule_up_raises(
    prescription: Prescription, log: list[Entry], today: date
) -> None:
    decision = next_dose(prescription, log, today)
    if decision.rule != "up" and not is_set_since(prescription, log):
        assert reaches(log[-1].prescribed, decision.dose)


@thorough
@given(prescriptions, logs(least=1), todays, st.sampled_from((Outcome.PAIN, Outcome.HARD, Outcome.MISS)))
def test_pain_hard_and_miss_never_raise(
    prescription: Prescription, log: list[Entry], today: date, outcome: Outcome
) -> None:
    log[-1] = replace(log[-1], outcome=outcome)
    decision = next_dose(prescription, log, today)
    assert is_set_since(prescription, log) or reaches(log[-1].prescribed, decision.dose)


@thorough
@given(prescriptions, logs(least=1), todays)
def test_a_worse_last_session_never_gives_a_higher_dose(
    prescription: Prescription, log: list[Entry], today: date
) -> None:
    given_dose = [
        dose_of(prescription, [*log[:-1], replace(log[-1], outcome=outcome)], today)
        for outcome in WORST_FIRST
    ]
    assert all(reaches(after, before) for before, after in pairwise(given_dose))


@thorough
@given(prescriptions, logs(least=1), todays, st.data())
def test_dizziness_a_flare_or_a_second_session_never_raises(
    prescription: Prescription, log: list[Entry], today: date, data: st.DataObject
) -> None:
    before = dose_of(prescription, log, today)
    index = data.draw(st.integers(0, len(log) - 1))
    log[index] = replace(log[index], doubt=data.draw(st.sampled_from(Doubt)))
    assert reaches(before, dose_of(prescription, log, today))
    hurt = replace(prescription, flares=(*prescription.flares, Flare(data.draw(moments))))
    assert reaches(before, dose_of(hurt, log, today))


@thorough
@given(prescriptions, logs(least=1), todays)
def test_after_a_flare_in_or_since_the_last_session_nothing_is_raised(
    prescription: Prescription, log: list[Entry], today: date
) -> None:
    for flare in (log[-1].at, log[-1].at + timedelta(hours=1)):
        decision = next_dose(replace(prescription, override=None, flares=(Flare(flare),)), log, today)
        assert reaches(log[-1].prescribed, decision.dose)


@thorough
@given(plain_courses, logs(), todays, st.integers(0, 60))
def test_a_longer_break_never_raises(
    prescription: Prescription, log: list[Entry], today: date, more: int
) -> None:
    assert reaches(
        dose_of(prescription, log, today), dose_of(prescription, log, today + timedelta(days=more))
    )


@thorough
@given(prescriptions, logs(), todays, small)
def test_more_successes_needed_never_raise(
    prescription: Prescription, log: list[Entry], today: date, more: int
) -> None:
    careful = replace(prescription, needed=prescription.needed + more)
    assert reaches(dose_of(prescription, log, today), dose_of(careful, log, today))


def comfortable(prescription: Prescription, log: list[Entry], outcome: Outcome, counts: bool) -> Entry:
    """A session after all the others, at the dose decided for its day."""
    at = BEGIN + timedelta(hours=LONGEST_H + 1)
    return Entry(
        at, at.date(), dose_of(prescription, log, at.date()), outcome, None if counts else Doubt.AGAIN
    )


@thorough
@given(prescriptions, logs(), st.sampled_from((Outcome.SUCCESS, Outcome.EASY)), st.booleans())
def test_a_comfortable_session_as_the_newest_and_as_decided_never_lowers_on_its_day(
    prescription: Prescription, log: list[Entry], outcome: Outcome, counts: bool
) -> None:
    newest = comfortable(prescription, log, outcome, counts)
    assert reaches(dose_of(prescription, [*log, newest], newest.day), newest.prescribed)


@thorough
@given(plain_courses, logs(least=1), st.sampled_from((Outcome.SUCCESS, Outcome.EASY)), st.integers(0, 40))
def test_a_comfortable_session_never_lowers_on_a_later_day_than_its_own(
    prescription: Prescription, log: list[Entry], outcome: Outcome, later: int
) -> None:
    """Not so from a first dose or an override: that waits as it is, and only a session begins a break."""
    newest = comfortable(prescription, log, outcome, counts=True)
    day = newest.day + timedelta(days=later)
    assert reaches(dose_of(prescription, [*log, newest], day), dose_of(prescription, log, day))


def test_a_comfortable_session_put_into_the_past_may_lower() -> None:
    """Why the condition is needed: it parts two sessions at 3 s × 3 that had earned a raise."""
    first, between, last = (BEGIN + timedelta(days=days) for days in (0, 1, 2))
    prescription, today = Prescription(Dose(2, 2), Dose(5, 5), Dose(10, 10)), last.date()
    log = [Entry(at, at.date(), Dose(3, 3), Outcome.SUCCESS) for at in (first, last)]
    parted = [*log, Entry(between, between.date(), Dose(2, 2), Outcome.SUCCESS)]
    assert next_dose(prescription, log, today).dose == Dose(3, 4)
    assert next_dose(prescription, parted, today).dose == Dose(3, 3)


@thorough
@given(prescriptions, logs(), todays, st.randoms())
def test_the_order_in_which_entries_are_given_does_not_matter(
    prescription: Prescription, log: list[Entry], today: date, chance: Random
) -> None:
    shuffled = log[:]
    chance.shuffle(shuffled)
    assert next_dose(prescription, shuffled, today) == next_dose(prescription, log, today)


@thorough
@given(prescriptions, logs(least=1), todays, st.data())
def test_delete_then_add_again_is_the_identity(
    prescription: Prescription, log: list[Entry], today: date, data: st.DataObject
) -> None:
    before, given_before = next_dose(prescription, log, today), tuple(log)
    entry = log.pop(data.draw(st.integers(0, len(log) - 1)))
    next_dose(prescription, log, today)
    assert next_dose(prescription, [*log, entry], today) == before
    assert sorted([*log, entry], key=lambda each: each.at) == list(given_before)


PLANNED = EntryRecord(0, 0, Kind.STRETCH, "pretzel", Dose(3, 1), Sides.ONE)
HELD = {"how": "done", "reps": (RepRecord(Side.NONE, 1, (3.0,)),)}


@thorough
@given(st.permutations(range(4)), st.lists(st.sampled_from(Rating), min_size=4, max_size=4))
def test_the_order_in_which_sessions_of_a_day_are_given_does_not_matter(
    order: list[int], ratings: list[Rating]
) -> None:
    records = [
        SessionRecord(
            bytes([n]),
            BEGIN + timedelta(hours=n),
            BEGIN.date(),
            "standard",
            "screen",
            alive=True,
            entries=(replace(PLANNED, rating=rating, **HELD),),
        )
        for n, rating in enumerate(ratings)
    ]
    prescription = Prescription(Dose(2, 1), Dose(5, 5), Dose(10, 10))
    one, other = (
        next_dose(prescription, entries_by_exercise(seen)["pretzel"], BEGIN.date())
        for seen in (
            [each for record in records for each in appearances(record)],
            [each for n in order for each in appearances(records[n])],
        )
    )
    assert one == other


STARTED = {"routine": "standard", "minutes": None, "face": "screen", "day": "2026-03-02", "timing": {}}
PLAN = {"block": 0, "block_kind": "stretch", "hold_s": 3, "reps": 1, "holds": 1, "sides": "one"} | {
    "change": "first", "rule": "first", "why": "", "from": None, "exercise": "pretzel"}  # fmt: skip
EDITS = (
    ("rated", {"item": 0, "rating": "hard"}),
    ("rated", {"item": 1, "rating": "easy"}),
    ("pain", {"item": 2}),
    ("eased", {"item": 1}),
    ("session-confirmed", {}),
    ("pain-answered", {"when": "after", "score": 6}),
    ("rep-ended", {"item": 3, "side": "none", "rep": 1, "holds_s": [3.0]}),
)


@thorough
@given(st.permutations(EDITS))
def test_the_order_of_edits_on_the_same_day_does_not_matter(edits: list[tuple[str, dict]]) -> None:
    plans = [("exercise-planned", PLAN | {"item": item}) for item in range(4)]
    tellings = [[("session-started", STARTED), *plans, *told] for told in (EDITS, edits)]
    one, other = (
        fold([made(bytes([n]), kind, BEGIN, body, b"s") for n, (kind, body) in enumerate(telling)])
        for telling in tellings
    )
    assert one == other


@thorough
@given(prescriptions, overrides, logs(), todays)
def test_locked_never_moves(
    prescription: Prescription, lock: Override, log: list[Entry], today: date
) -> None:
    decision = next_dose(replace(prescription, locked=lock, rested=None), log, today)
    assert (decision.dose, decision.kind, decision.rule) == (lock.dose, DecisionKind.LOCKED, "locked")


@thorough
@given(prescriptions, st.none() | overrides, logs(), todays)
def test_the_reason_is_one_sentence_with_its_numbers(
    prescription: Prescription, lock: Override | None, log: list[Entry], today: date
) -> None:
    decision = next_dose(replace(prescription, locked=lock), log, today)
    why, dose, before = decision.why, decision.dose, decision.before
    assert why.endswith(".")
    assert not {"\n", ". ", "  ", "None"} & {
        why[n : n + width] for n in range(len(why)) for width in (1, 2, 4)
    }
    if decision.kind is not DecisionKind.RESTING:
        hold = f"{dose.hold_s} s" in why or (before is not None and before.hold_s == dose.hold_s)
        reps = f"× {dose.reps}" in why or f"→ {dose.reps}" in why or (before and before.reps == dose.reps)
        assert hold
        assert reps


@thorough
@given(plain_courses, lived_weeks, st.randoms())
def test_every_decision_shown_is_derived_again_from_the_log(
    prescription: Prescription, weeks: list[tuple], chance: Random
) -> None:
    entries, decisions = lived(prescription, weeks)
    for count, decision in enumerate(decisions):
        earlier, now = entries[:count], entries[count]
        chance.shuffle(earlier)
        assert next_dose(replace(prescription, resumed=now.at), earlier, now.day) == decision


@thorough
@given(doses, st.builds(Dose, st.integers(1, 10), st.integers(1, 10)), st.sampled_from(Order))
def test_the_ladder_reaches_its_target_in_as_few_steps_as_there_are(
    dose: Dose, target: Dose, order: Order
) -> None:
    steps = max(target.hold_s - dose.hold_s, 0) + max(target.reps - dose.reps, 0)
    for _ in range(steps):
        higher = step_up(dose, target, order)
        assert (higher.hold_s - dose.hold_s, higher.reps - dose.reps) in {(0, 1), (1, 0)}
        dose = higher
    assert reaches(dose, target)
    assert step_up(dose, target, order) == dose


@thorough
@given(doses, doses, doses, st.sampled_from(Order), st.integers(0, 12))
def test_the_ladder_down_ends_at_the_start_dose(
    dose: Dose, start: Dose, target: Dose, order: Order, steps: int
) -> None:
    most = max(dose.hold_s - start.hold_s, 0) + max(dose.reps - start.reps, 0)
    lower = steps_down(dose, steps, start, target, order)
    assert dose.hold_s - lower.hold_s + dose.reps - lower.reps == min(steps, most)
    assert reaches(lower, lower_of(dose, start))
    assert reaches(dose, lower)


@thorough
@given(doses, st.sampled_from(Order), st.integers(2, 10))
def test_on_a_square_ladder_a_step_down_undoes_a_step_up(start: Dose, order: Order, side: int) -> None:
    start, target = Dose(min(start.hold_s, side), min(start.hold_s, side)), Dose(side, side)
    dose = start
    while (higher := step_up(dose, target, order)) != dose:
        assert step_down(higher, start, target, order) == dose
        dose = higher
