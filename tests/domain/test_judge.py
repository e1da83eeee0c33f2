"""What the log says about a dose: every outcome, two appearances made one, and when a success counts."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest
from msgspec.structs import replace

from backtui.domain.events import Rating
from backtui.domain.exercise import Dose, Kind, Side, Sides
from backtui.domain.progression.outcome import Appearance, appearances, entries_by_exercise, outcome
from backtui.domain.progression.prescription import Doubt, Entry, Outcome
from backtui.domain.record import EntryRecord, RepRecord, SessionRecord

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
EVENING = datetime(2026, 3, 2, 20, tzinfo=UTC)
NEXT_DAY = datetime(2026, 3, 3, 8, tzinfo=UTC)
PLANNED = EntryRecord(0, 0, Kind.STRETCH, "pretzel", Dose(3, 2), Sides.EACH)


def reps(left: str, right: str) -> tuple[RepRecord, ...]:
    """The seconds held, side by side: reps("3 3", "3 2")."""
    sides = ((Side.LEFT, left), (Side.RIGHT, right))
    return tuple(
        RepRecord(side, number, (float(seconds),))
        for side, text in sides
        for number, seconds in enumerate(text.split(), start=1)
    )


ALL = reps("3 3", "3 3")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"reps": ALL, "how": "done"}, Outcome.SUCCESS),
        ({"reps": ALL, "how": "done", "rating": Rating.COMFORTABLE}, Outcome.SUCCESS),
        ({"reps": ALL, "how": "done", "rating": Rating.EASY}, Outcome.EASY),
        ({"reps": ALL, "how": "done", "rating": Rating.HARD}, Outcome.HARD),
        ({"reps": reps("4 3", "9 3"), "how": "done"}, Outcome.SUCCESS),
        ({"reps": reps("3 3 3", "3 3 3"), "how": "done"}, Outcome.SUCCESS),
        ({"reps": ALL, "how": "done", "eased": True}, Outcome.MISS),
        ({"reps": ALL, "how": "done", "eased": True, "rating": Rating.EASY}, Outcome.MISS),
        ({"reps": reps("3 3", "3 2.9"), "how": "done"}, Outcome.MISS),
        ({"reps": reps("2.9 3", "3 3"), "how": "done", "rating": Rating.HARD}, Outcome.MISS),
        ({"reps": reps("3 3", "3"), "how": "skipped"}, Outcome.MISS),
        ({"reps": reps("3 3 3 3", ""), "how": "skipped"}, Outcome.MISS),
        ({"begun": True, "how": "skipped"}, Outcome.MISS),
        ({"reps": reps("3 3", "3"), "how": "cut"}, Outcome.CUT),
        ({"reps": reps("3 3", "3"), "how": "cut", "rating": Rating.HARD}, Outcome.CUT),
        ({"reps": reps("3 3", "3"), "how": "dizzy"}, Outcome.CUT),
        ({"reps": reps("3 3", "3"), "how": None}, Outcome.CUT),
        ({"begun": True, "how": "cut"}, Outcome.CUT),
        ({"pain": True, "begun": True, "how": "pain"}, Outcome.PAIN),
        ({"pain": True, "reps": ALL, "how": "done", "rating": Rating.EASY}, Outcome.PAIN),
        ({"how": None}, None),
        ({"how": "skipped"}, None),
        ({"how": "left-out"}, None),
        ({"how": "skipped", "rating": Rating.EASY}, None),
    ],
)
def test_what_one_appearance_says(facts: dict[str, Any], said: Outcome | None) -> None:
    assert outcome(replace(PLANNED, **facts)) is said


SIDELESS = replace(PLANNED, sides=Sides.ONE, prescribed=Dose(3, 1), holds=2, how="done")


@pytest.mark.parametrize(
    ("holds_s", "said"),
    [((3.0, 3.0), Outcome.SUCCESS), ((3.0, 2.5), Outcome.MISS), ((0.0, 9.0), Outcome.MISS)],
)
def test_a_repetition_of_two_holds_counts_its_shorter_one(holds_s: Any, said: Outcome) -> None:
    assert outcome(replace(SIDELESS, reps=(RepRecord(Side.NONE, 1, holds_s),))) is said


def session(number: int, at: datetime = MORNING, **facts: Any) -> SessionRecord:
    made = {"day": at.date(), "routine": "standard", "face": "screen", "alive": True} | facts
    return SessionRecord(id=bytes([number]), started_at=at, **made)


def done(item: int = 0, exercise: str = "pretzel", **facts: Any) -> EntryRecord:
    return replace(PLANNED, item=item, exercise=exercise, **{"reps": ALL, "how": "done"} | facts)


def judged(*sessions: SessionRecord, **how: bool) -> list[Entry]:
    """The entries of the pretzel in the order of their time."""
    seen = [each for record in sessions for each in appearances(record)]
    return sorted(entries_by_exercise(seen, **how).get("pretzel", []), key=lambda entry: entry.at)


PAIN, SKIPPED = done(pain=True, how="pain"), done(reps=(), how="skipped")
HARD, EASY, GOOD = done(rating=Rating.HARD), done(rating=Rating.EASY), done()
MISS, CUT = done(reps=reps("3 3", "3"), how="skipped"), done(reps=reps("3 3", "3"), how="cut")


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (GOOD, GOOD, Outcome.SUCCESS),
        (EASY, EASY, Outcome.EASY),
        (EASY, GOOD, Outcome.SUCCESS),
        (GOOD, CUT, Outcome.CUT),
        (GOOD, SKIPPED, Outcome.CUT),
        (EASY, SKIPPED, Outcome.CUT),
        (GOOD, HARD, Outcome.HARD),
        (CUT, HARD, Outcome.HARD),
        (HARD, SKIPPED, Outcome.HARD),
        (HARD, MISS, Outcome.MISS),
        (MISS, CUT, Outcome.MISS),
        (MISS, SKIPPED, Outcome.MISS),
        (GOOD, PAIN, Outcome.PAIN),
        (MISS, PAIN, Outcome.PAIN),
        (PAIN, SKIPPED, Outcome.PAIN),
        (PAIN, PAIN, Outcome.PAIN),
    ],
)
def test_twice_in_a_session_counts_once_and_the_less_favourable_stands(
    one: EntryRecord, other: EntryRecord, said: Outcome
) -> None:
    for first, second in ((one, other), (other, one)):
        record = session(1, entries=(first, replace(second, item=7)))
        assert [entry.outcome for entry in judged(record)] == [said]


def test_never_begun_is_no_entry_once_or_twice() -> None:
    assert judged(session(1, entries=(SKIPPED, replace(SKIPPED, item=1)))) == []
    assert judged(session(1, entries=())) == []


def test_an_entry_says_when_which_day_and_what_was_prescribed() -> None:
    at = datetime(2026, 3, 3, 2, tzinfo=UTC)
    record = session(1, at, day=date(2026, 3, 2), entries=(GOOD,))
    assert judged(record) == [Entry(at, date(2026, 3, 2), Dose(3, 2), Outcome.SUCCESS)]


def test_each_exercise_has_entries_of_its_own() -> None:
    record = session(
        1, entries=(GOOD, done(1, "arm-reach", rating=Rating.HARD), done(2, "wall-slide", reps=()))
    )
    seen = entries_by_exercise(appearances(record))
    said = {exercise: [entry.outcome for entry in entries] for exercise, entries in seen.items()}
    assert said == {"pretzel": [Outcome.SUCCESS], "arm-reach": [Outcome.HARD]}


@pytest.mark.parametrize(
    ("facts", "doubt"),
    [
        ({}, None),
        ({"dizzy": True}, Doubt.DIZZY),
        ({"pain_after": 6}, Doubt.FLARE),
        ({"pain_before": 1, "pain_after": 3}, Doubt.FLARE),
        ({"pain_before": 6, "pain_after": 6}, Doubt.FLARE),
        ({"pain_before": 9, "pain_after": 7}, None),
        ({"pain_before": 9, "pain_after": 7, "morning": "worse"}, Doubt.FLARE),
        ({"morning": "worse"}, Doubt.FLARE),
        ({"morning": "worse", "dizzy": True}, Doubt.DIZZY),
        ({"pain_before": 1, "pain_after": 2, "morning": "better"}, None),
        ({"alive": False}, Doubt.UNCONFIRMED),
    ],
)
def test_dizziness_a_flare_and_an_empty_room_add_no_success(
    facts: dict[str, Any], doubt: Doubt | None
) -> None:
    (entry,) = judged(session(1, entries=(GOOD,), **facts))
    assert (entry.outcome, entry.doubt, entry.successes) == (Outcome.SUCCESS, doubt, int(doubt is None))


def test_a_rating_is_a_sign_of_life_for_its_exercise() -> None:
    record = session(1, alive=False, entries=(EASY, done(1, "arm-reach")))
    seen = entries_by_exercise(appearances(record))
    assert [seen["pretzel"][0].doubt, seen["arm-reach"][0].doubt] == [None, Doubt.UNCONFIRMED]


def test_in_an_empty_room_both_appearances_want_a_rating() -> None:
    (entry,) = judged(session(1, alive=False, entries=(EASY, done(1))))
    assert entry.doubt is Doubt.UNCONFIRMED
    (entry,) = judged(session(1, alive=False, entries=(EASY, done(1, rating=Rating.EASY))))
    assert entry.doubt is None


@pytest.mark.parametrize(
    ("entries", "doubt"),
    [
        ((GOOD,), Doubt.UNRATED),
        ((EASY,), None),
        ((EASY, done(1)), Doubt.UNRATED),
        ((EASY, done(1, rating=Rating.EASY)), None),
    ],
)
def test_unrated_adds_no_success_where_the_person_wants_it_so(entries: Any, doubt: Doubt | None) -> None:
    assert [entry.doubt for entry in judged(session(1, entries=entries), unrated_counts=False)] == [doubt]
    assert [entry.doubt for entry in judged(session(1, entries=entries))] == [None]


def test_a_second_time_of_the_day_adds_no_success_in_any_order() -> None:
    records = [session(n, at, entries=(GOOD,)) for n, at in ((3, MORNING), (2, EVENING), (1, NEXT_DAY))]
    for order in permutations(records):
        assert [entry.doubt for entry in judged(*order)] == [None, Doubt.AGAIN, None]


def test_a_second_session_of_the_day_may_still_say_pain_and_miss() -> None:
    second = [
        judged(session(1, entries=(GOOD,)), session(2, EVENING, entries=(each,)))[1] for each in (PAIN, MISS)
    ]
    assert [entry.outcome for entry in second] == [Outcome.PAIN, Outcome.MISS]


def test_the_day_is_the_session_s_own_and_not_the_calendar_s() -> None:
    late = session(2, datetime(2026, 3, 3, 2, tzinfo=UTC), day=date(2026, 3, 2), entries=(GOOD,))
    assert [entry.doubt for entry in judged(session(1, entries=(GOOD,)), late)] == [None, Doubt.AGAIN]
    assert [entry.doubt for entry in judged(late, session(3, NEXT_DAY, entries=(GOOD,)))] == [None, None]


def test_a_session_in_which_nothing_was_begun_is_not_the_first_of_the_day() -> None:
    assert [
        entry.doubt for entry in judged(session(1, entries=(SKIPPED,)), session(2, EVENING, entries=(GOOD,)))
    ] == [None]


def test_another_exercise_earlier_that_day_takes_nothing_from_this_one() -> None:
    """Stretches at seven and strengthening at nineteen both grow."""
    other = session(1, entries=(done(0, "arm-reach"),))
    assert [entry.doubt for entry in judged(other, session(2, EVENING, entries=(GOOD,)))] == [None]


def test_the_second_time_is_one_of_the_exercise_in_whatever_course() -> None:
    there = session(1, entries=(replace(GOOD, course="evening/pretzel", asked=Dose(3, 2)),))
    assert [entry.doubt for entry in judged(there, session(2, EVENING, entries=(GOOD,)))] == [
        None,
        Doubt.AGAIN,
    ]


def test_each_course_and_each_side_of_a_session_is_an_entry_of_its_own() -> None:
    left, right = (replace(GOOD, item=n, side=side) for n, side in enumerate((Side.LEFT, Side.RIGHT)))
    there = replace(MISS, item=2, course="evening/pretzel", asked=Dose(3, 2))
    again = replace(HARD, item=3, course="evening/pretzel", asked=Dose(3, 2))
    found = judged(session(1, entries=(left, right, there, again)))
    assert [(each.course, each.side, each.outcome, each.doubt) for each in found] == [
        ("day", Side.LEFT, Outcome.SUCCESS, None),
        ("day", Side.RIGHT, Outcome.SUCCESS, None),
        ("evening/pretzel", Side.NONE, Outcome.MISS, None),
    ]


def test_an_appearance_carries_what_judging_needs_of_session_and_entry() -> None:
    record = session(5, dizzy=True, entries=(replace(MISS, item=4, eased=True, rating=Rating.HARD),))
    assert appearances(record) == [
        Appearance(
            session=b"\x05",
            started_at=MORNING,
            day=date(2026, 3, 2),
            item=4,
            exercise="pretzel",
            prescribed=Dose(3, 2),
            rating=Rating.HARD,
            pain=False,
            eased=True,
            how="skipped",
            performed=True,
            complete=False,
            alive=True,
            dizzy=True,
            flare=False,
        )
    ]


@pytest.mark.parametrize(
    ("said", "successes"), [("success", 1), ("easy", 2), ("hard", 0), ("miss", 0), ("pain", 0)]
)
def test_easy_counts_double_and_only_where_it_counts(said: str, successes: int) -> None:
    entry = Entry(MORNING, MORNING.date(), Dose(3, 2), Outcome(said))
    assert (entry.successes, replace(entry, doubt=Doubt.AGAIN).successes) == (successes, 0)
