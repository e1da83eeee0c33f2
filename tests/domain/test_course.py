"""Courses: a dose grows by its own entries, and safety crosses from one to all.

A story tells entries in a line: `DAY COURSE DOSE OUTCOME…`, an entry every other day; a course is `day`, a
side of it, or the letter of a routine, which asks for the dose after `=`, else for 10 × 10.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace
from often import often

from backtui.domain.events import TargetSet
from backtui.domain.exercise import (
    DAY_COURSE,
    Dose,
    Exercise,
    Increment,
    Kind,
    Position,
    RoutineItem,
    Side,
    Sides,
)
from backtui.domain.preferences import Preferences
from backtui.domain.progression.course import course_of, courses_of, sides_apart
from backtui.domain.progression.ladder import Order, lower_of, reaches
from backtui.domain.progression.prescription import (
    Adjustment,
    Decision,
    DecisionKind,
    Decline,
    Doubt,
    Entry,
    Outcome,
    Override,
    Prescription,
)
from backtui.domain.progression.rules import looks_further, next_dose

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
OUTCOMES = {"ok": Outcome.SUCCESS} | {str(each): each for each in Outcome}
EXERCISE = Exercise("x", "X", Kind.STRENGTH, Position.LYING, Sides.EACH, ("a",), ("b",), "c", ("d",), "e")
ROUTINE = RoutineItem("x", Dose(10, 10))
some = often(60)


def at(day: float) -> datetime:
    return BEGIN + timedelta(days=day)


def dose(text: str) -> Dose:
    hold, *sets = text.split("x")
    return Dose(int(hold), int(sets[0]), tuple(map(int, sets[1:])))


def entry(day: float, where: str, done: str, outcome: str) -> Entry:
    course, _, asked = where.partition("=")
    name = f"{course}/x" if len(course) == 1 else DAY_COURSE
    side = Side(course) if course in ("left", "right") else Side.NONE
    ordered = dose(asked or "10x10") if name != DAY_COURSE else None
    return Entry(at(day), at(day).date(), dose(done), OUTCOMES[outcome], None, name, side, ordered)


def log(story: str) -> list[Entry]:
    found: list[Entry] = []
    for item in filter(None, story.split(", ")):
        day, where, done, *words = item.split()
        found += [entry(float(day) + 2 * n, where, done, word) for n, word in enumerate(words)]
    return found


def of(name: str, **item: object) -> Prescription:
    """The course of the day, of a side, or of routine `a`, which asks for 10 × 10."""
    side = Side(name) if name in ("left", "right") else Side.NONE
    asked = RoutineItem("x", **({"dose": Dose(10, 10)} | item)) if len(name) == 1 else RoutineItem("x")  # type: ignore[arg-type]
    course = asked.course(name) if asked.dose else DAY_COURSE
    return course_of(EXERCISE, course, replace(asked, key="x"), side, (), (), (), Preferences())


TABLE = """
a routine's first time | a |  | 0 first first 10x10
the first time after pain in another course | a | 0 day 5x5 pain | 2 first first 9x10
the first time after pain mended elsewhere | a | 0 day 5x5 pain ok | 4 first first 10x10
the day's first time is its own | day | 0 a 10x10 ok ok | 4 first first 2x2
a routine does not lift the day | day | 0 day 2x2 ok, 2 a 10x10 easy easy | 6 same same 2x2
a gentle morning does not lower the day | day | 0 day 5x4 ok ok, 5 a=2x2 2x2 ok | 6 up up 5x5
misses there are not misses here | day | 0 day 5x4 ok, 2 a 10x10 miss miss | 6 same same 5x4
pain there eases the day | day | 0 day 4x4 ok ok, 4 a 10x10 pain | 6 down pain 3x4
pain there eases even what was earned | a | 0 a 8x8 ok ok, 4 day 5x5 pain | 6 down pain 7x8
pain there after a break eases for both | a | 0 a 10x10 ok, 28 day 5x5 pain | 30 down pain 8x9
a comfortable time there ends the break before pain | a | 0 a 10x10 ok, 28 day 5x5 ok pain | 32 down pain 9x10
a break here alone before pain there | a | 0 a 10x10 ok, 20 day 5x5 ok, 30 day 5x5 pain | 32 down pain 9x10
pain there, then a comfortable time here | a | 0 a 9x10 ok, 2 day 5x5 pain, 4 a 9x9 ok ok | 8 same same 9x9
pain there wants one more here | a | 0 a 9x10 ok, 2 day 5x5 pain, 4 a 9x9 ok ok ok | 10 up up 9x10
two pains apart there are two steps here | a | 0 a 10x10 ok, 2 day 5x5 pain ok pain | 8 down pain 9x9
pain in two courses running rests all | a | 0 a 10x10 pain, 2 day 5x5 pain | 4 resting resting 9x10
pain in both courses of a session is one | a | 0 a 10x10 pain, 0 day 5x5 pain | 2 down pain 9x10
three of six over all courses rest | day | \
    0 day 5x5 pain, 2 a 10x10 ok, 4 a 10x10 pain ok pain | 10 resting resting 4x4
a break is one from all courses | a | 0 a 10x10 ok, 10 day 5x5 ok | 20 at-target at-target 10x10
a break from all courses eases | a | 0 a 10x10 ok | 28 return return 9x9
misses ease what a routine asks | a | 0 a 10x10 miss miss | 4 down miss 9x10
eased and comfortable, it comes back | a | 0 a 10x10 miss miss, 4 a 9x10 ok ok ok | 10 up up 10x10
but it never goes beyond | a | 0 a 10x10 easy easy easy easy | 8 at-target at-target 10x10
asked for more now: that is the base | a | 0 a=8x8 8x8 ok ok | 4 first first 10x10
asked for more now, after pain | a | 0 a=8x8 8x8 ok pain | 4 first first 9x10
another routine's entries are its own | a | 0 b 7x7 ok ok | 4 first first 10x10
a side by itself | left | 0 left 3x3 ok ok, 0 right 5x5 miss miss | 4 up up 3x4
a side sees what was done on both | left | 0 day 3x3 ok, 2 left 3x3 ok | 4 up up 3x4
pain on one side eases the other | right | 0 left 3x3 ok, 0 right 5x5 ok, 2 left 3x3 pain | 4 down pain 4x5
"""


@pytest.mark.parametrize(
    ("course", "story", "answer"),
    [
        pytest.param(*(cell.strip() for cell in line.split("|")[1:]), id=line.split("|")[0].strip())
        for line in TABLE.strip().splitlines()
    ],
)
def test_a_course(course: str, story: str, answer: str) -> None:
    day, said = answer.split(" ", 1)
    decision = next_dose(of(course), log(story), at(float(day)).date())
    assert f"{decision.kind} {decision.rule} {decision.dose.hold_s}x{decision.dose.reps}" == said


def test_a_dose_that_was_set_is_eased_by_a_break_however_seldom_one_comes() -> None:
    """Pain elsewhere after the break eases from what the break had left, as the break itself would have."""
    comes = "0 day 5x5 ok, 15 day 5x5 ok, 30 day 5x5 ok"
    own = replace(of("day"), override=Override(at(31), Dose(5, 5)))
    assert next_dose(own, log(comes), at(46).date()).dose == Dose(4, 5)
    assert next_dose(own, log(f"{comes}, 46 a 10x10 pain"), at(48).date()).dose == Dose(4, 4)
    assert next_dose(of("day"), log(f"{comes}, 46 a 10x10 pain"), at(48).date()).dose == Dose(4, 5)


def test_a_routine_that_grows_goes_on_to_the_exercise_s_target() -> None:
    grows = of("a", dose=Dose(4, 4), grows=True)
    assert (grows.start, grows.first, grows.target, grows.ceiling) == (
        Dose(2, 2),
        Dose(4, 4),
        Dose(5, 5),
        Dose(10, 10),
    )
    done = log("0 a=4x4 4x4 ok ok")
    assert next_dose(grows, done, at(4).date()).dose == Dose(4, 5)
    assert next_dose(of("a", dose=Dose(4, 4)), done, at(4).date()).dose == Dose(4, 4)
    assert of("a", dose=Dose(8, 8), grows=True).target == Dose(8, 8)


@pytest.mark.parametrize(
    ("story", "why", "pains"),
    [
        ("", "Fixed by your routine at 10 s × 10.", 0),
        ("0 a 10x10 ok miss miss", "Fixed by your routine at 10 s × 10.", 0),
        ("0 a 10x10 ok pain", "Fixed by your routine; ask your provider before you go on.", 1),
        ("0 day 2x2 pain pain", "Fixed by your routine; ask your provider before you go on.", 2),
    ],
)
def test_a_fixed_dose_never_moves_and_speaks_after_pain(story: str, why: str, pains: int) -> None:
    decision = next_dose(of("a", fixed=True), log(story), at(90).date())
    assert decision.dose == Dose(10, 10)
    assert (decision.kind, decision.rule, decision.why, decision.pains) == (
        DecisionKind.LOCKED,
        "fixed",
        why,
        pains,
    )


SENTENCES = [
    ("a", "", 0, "First time: 10 s × 10, as your routine asks."),
    (
        "a",
        "0 day 5x5 pain",
        2,
        "First time here: 9 s × 10, a step below 10 s × 10 because of pain last time.",
    ),
    ("a", "0 a 10x10 ok", 2, "10 s × 10 is what your routine asks for; keep it there."),
    (
        "left",
        "0 left 3x3 ok ok",
        4,
        "repetitions 3 → 4: 3 of 3 held on the left, comfortable two sessions in a row.",
    ),
]


@pytest.mark.parametrize(("course", "story", "day", "why"), SENTENCES)
def test_the_sentence_of_a_course(course: str, story: str, day: int, why: str) -> None:
    assert next_dose(of(course), log(story), at(day).date()).why == why


def mark(day: float, side: Side | None = None, **said: object) -> Adjustment:
    facts = {"exercise": "x", "by": "me", "side": side or UNSET, **said}
    return Adjustment(at(day), TargetSet(**facts))  # type: ignore[arg-type]


def test_a_dose_set_for_a_side_makes_two_courses_and_one_for_both_joins_them() -> None:
    left = mark(1, Side.LEFT, dose=Dose(3, 3))
    both = mark(0, dose=Dose(5, 5)), mark(2, dose=Dose(4, 4))
    assert sides_apart(Sides.EACH, [both[0]]) == (Side.NONE,)
    assert sides_apart(Sides.EACH, [both[0], left]) == (Side.LEFT, Side.RIGHT)
    assert sides_apart(Sides.EACH, [both[0], left, mark(3, target=Dose(9, 9))]) == (Side.LEFT, Side.RIGHT)
    assert sides_apart(Sides.EACH, [both[0], left, both[1]]) == (Side.NONE,)
    assert sides_apart(Sides.ONE, [left]) == (Side.NONE,)
    found = courses_of(EXERCISE, DAY_COURSE, RoutineItem("x"), [both[0], left], (), (), Preferences())
    assert [(each.side, next_dose(each, (), at(2).date()).dose) for each in found] == [
        (Side.LEFT, Dose(3, 3)),
        (Side.RIGHT, Dose(5, 5)),
    ]


def test_a_course_has_its_own_declines_and_the_exercise_s_lock_rest_and_pace() -> None:
    declines = [
        Decline(at(1), "x", None),
        Decline(at(2), "x", None, "a/x"),
        Decline(at(3), "x", None, "a/x", Side.LEFT),
    ]
    marks = [
        mark(0, dose=Dose(3, 3), locked=True),
        mark(1, resting=True),
        mark(2, needed=4, step=Increment(5)),
    ]
    found = course_of(EXERCISE, "a/x", ROUTINE, Side.NONE, marks, declines, (), Preferences())
    assert (found.override, found.locked) == (None, Override(at(0), Dose(3, 3)))
    assert (found.rested, found.needed, found.step, found.declines) == (at(1), 4, Increment(5), (at(2),))
    left = course_of(EXERCISE, "a/x", ROUTINE, Side.LEFT, marks, declines, (), Preferences())
    assert left.declines == (at(2), at(3))


def test_a_rest_between_sets_is_no_step_and_comes_from_what_is_asked() -> None:
    asked = Dose(5, 5, (5, 5), 20)
    prescription = of("a", dose=asked)
    first = next_dose(prescription, (), at(0).date())
    done = Entry(
        at(0),
        at(0).date(),
        replace(asked, rest_s=60),
        Outcome.PAIN,
        None,
        "a/x",
        asked=replace(asked, rest_s=60),
    )
    eased = next_dose(prescription, [done], at(2).date())
    assert first.dose == asked
    assert (eased.dose, eased.rule, eased.before) == (
        Dose(4, 5, (5, 5), 20),
        "pain",
        replace(asked, rest_s=60),
    )


def test_a_fixed_dose_keeps_its_sets_and_their_rest() -> None:
    asked = Dose(10, 6, (4, 2), 20)
    assert next_dose(of("a", dose=asked, fixed=True), (), at(0).date()).dose == asked
    assert next_dose(of("a", dose=asked), (), at(0).date()).dose == asked


PERFORMED = st.tuples(
    st.sampled_from(["day", "left", "right", "a", "a=8x8", "b=3x3"]),
    st.sampled_from(["2x2", "3x3", "4x4", "8x8", "10x10"]),
    st.sampled_from(Outcome),
    st.sampled_from([None, None, None, Doubt.AGAIN, Doubt.DIZZY]),
    st.integers(0, 20),
)


def told(rows: list[tuple[str, str, Outcome, Doubt | None, int]]) -> list[Entry]:
    """One session of a moment does an exercise once in a course, on both sides or on each."""
    found: list[Entry] = []
    day = 0
    for where, done, outcome, doubt, gap in rows:
        day += gap
        one = replace(entry(day, where, done, outcome.value), doubt=doubt)
        if not any(_same(one, each) for each in found):
            found.append(one)
    return found


def _same(one: Entry, other: Entry) -> bool:
    sides = {one.side, other.side}
    return (one.at, one.course) == (other.at, other.course) and (len(sides) == 1 or Side.NONE in sides)


logs = st.lists(PERFORMED, max_size=10).map(told)
courses = st.sampled_from(["day", "left", "right", "a", "b"]).map(of)
others = st.sampled_from([Outcome.SUCCESS, Outcome.EASY])
TODAY = at(220).date()


def newest_day(entries: list[Entry]) -> date:
    return max((each.day for each in entries), default=BEGIN.date())


@some
@given(courses, logs, others, st.sampled_from(["c=10x10", "c=2x2"]))
def test_another_course_s_success_raises_no_dose_of_its_day(
    prescription: Prescription, entries: list[Entry], outcome: Outcome, where: str
) -> None:
    """Only the break since the last time is over, as it is with any session of the exercise."""
    day = newest_day(entries)
    there = replace(entry(0, where, "10x10", outcome.value), at=at(400), day=day)
    before, after = (next_dose(prescription, some_, day) for some_ in (entries, [*entries, there]))
    if before.rule not in ("first", "resting") and after.kind is not DecisionKind.RESTING:
        event(before.rule)
        assert reaches(before.dose, after.dose)


@some
@given(courses, logs, st.sampled_from(["c", "day", "a", "b", "left"]))
def test_pain_in_any_course_lowers_all(prescription: Prescription, entries: list[Entry], where: str) -> None:
    hurt = replace(entry(0, where, "2x2", "pain"), at=at(400), day=newest_day(entries))
    before = next_dose(prescription, entries, hurt.day)
    after = next_dose(prescription, [*entries, hurt], hurt.day)
    event(after.rule)
    own = hurt.course == prescription.course and hurt.side in (Side.NONE, prescription.side)
    if after.kind is not DecisionKind.RESTING and not own:
        assert reaches(before.dose, after.dose)
        lowered = after.dose != before.dose or reaches(prescription.start, after.dose)
        assert lowered or before.kind in (DecisionKind.DOWN, DecisionKind.RETURN) or before.rule == "pain"


@some
@given(logs, st.integers(0, 300))
def test_a_fixed_dose_is_what_is_asked_whatever_happens(entries: list[Entry], days: int) -> None:
    decision = next_dose(of("a", fixed=True), entries, at(days).date())
    assert (decision.dose, decision.rule) == (Dose(10, 10), "fixed")


@some
@given(courses, logs, st.integers(0, 300))
def test_a_routine_s_dose_is_never_above_what_it_asks(
    prescription: Prescription, entries: list[Entry], days: int
) -> None:
    decision = next_dose(prescription, entries, at(days).date())
    assert (
        prescription.first is None
        or reaches(prescription.first, decision.dose)
        or decision.kind is DecisionKind.RESTING
    )


def decided(prescription: Prescription, entries: list[Entry], day: date) -> Decision:
    return replace(next_dose(prescription, entries, day), why="")


@some
@given(courses, logs, logs)
def test_where_the_rules_do_not_look_further_older_entries_change_nothing(
    prescription: Prescription, older: list[Entry], newer: list[Entry]
) -> None:
    later = timedelta(days=(newest_day(older) - BEGIN.date()).days + 1)
    newest = [replace(each, at=each.at + later, day=each.day + later) for each in newer]
    today = newest_day(newest)
    if looks_further(prescription, newest, today):
        event("further")
    else:
        event("near")
        assert next_dose(prescription, [*older, *newest], today) == next_dose(prescription, newest, today)


@some
@given(courses, logs, st.data())
def test_deleted_and_added_again_is_as_before(
    prescription: Prescription, entries: list[Entry], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(entries))
    assert next_dose(prescription, shuffled, TODAY) == next_dose(prescription, entries, TODAY)


PLAIN = Prescription(Dose(2, 2), Dose(5, 5), Dose(10, 10))


def even(hold_s: int, reps: int, more: int, rest_s: int = 0) -> Dose:
    return Dose(hold_s, reps, (reps,) * more, rest_s)


GROWING = st.builds(
    lambda start, target, step, order: replace(
        PLAIN, start=lower_of(start, target), target=target, ceiling=target, step=step, order=order
    ),
    st.builds(even, st.integers(0, 4), st.integers(1, 4), st.integers(0, 1)),
    st.builds(even, st.integers(0, 12), st.integers(1, 8), st.integers(0, 3), st.just(20)),
    st.builds(Increment, st.integers(1, 5), st.integers(1, 3), st.integers(1, 2)),
    st.sampled_from(Order),
)


@some
@given(GROWING)
def test_with_sets_and_larger_steps_a_knob_grows_at_a_time_and_arrives(prescription: Prescription) -> None:
    """And pain on the way leads back to the dose of before."""
    entries: list[Entry] = []
    doses: list[Dose] = []
    for number in range(60):
        day = at(number)
        decision = next_dose(prescription, entries, day.date())
        doses.append(decision.dose)
        if decision.rule == "up":
            hurt = Entry(day, day.date(), decision.dose, Outcome.PAIN)
            assert next_dose(prescription, [*entries, hurt], day.date()).dose == doses[-2]
        entries.append(Entry(day, day.date(), decision.dose, Outcome.EASY))
    for lower, higher in pairwise(doses):
        knobs = [
            lower.hold_s != higher.hold_s,
            lower.reps != higher.reps,
            len(lower.sets) != len(higher.sets),
        ]
        assert sum(knobs) <= 1
        assert reaches(higher, lower)
        assert higher.rest_s == (20 if higher.more else 0)
    assert doses[-1] == replace(prescription.target, rest_s=20 if prescription.target.more else 0)
