"""What the log says about a dose: every outcome, two appearances made one, and when a success counts."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest
from msgspec.structs import replace

from backtui.domain.events import Rating
from backtui.domain.exercise import Dose, Kind, Side, Sides
from backtui.domain.progression.outcome import Appearance, appearances, entries_by_exercise, outcome
from backtui.domain.progression.prescription import Entry, Outcome
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
    assert judged(record) == [Entry(at, date(2026, 3, 2), Dose(3, 2), Outcome.SUCCESS, True)]


def test_each_exercise_has_entries_of_its_own() -> None:
    record = session(
        1, entries=(GOOD, done(1, "arm-reach", rating=Rating.HARD), done(2, "wall-slide", reps=()))
    )
    seen = entries_by_exercise(appearances(record))
    said = {exercise: [entry.outcome for entry in entries] for exercise, entries in seen.items()}
    assert said == {"pretzel": [Outcome.SUCCESS], "arm-reach": [Outcome.HARD]}


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        ({}, True),
        ({"dizzy": True}, False),
        ({"pain_after": 6}, False),
        ({"pain_before": 1, "pain_after": 3}, False),
        ({"morning": "worse"}, False),
        ({"pain_before": 1, "pain_after": 2, "morning": "better"}, True),
        ({"alive": False}, False),
    ],
)
def test_dizziness_a_flare_and_an_empty_room_add_no_success(facts: dict[str, Any], counts: bool) -> None:
    (entry,) = judged(session(1, entries=(GOOD,), **facts))
    assert (entry.outcome, entry.counts, entry.successes) == (Outcome.SUCCESS, counts, int(counts))


def test_a_rating_is_a_sign_of_life_for_its_exercise() -> None:
    record = session(1, alive=False, entries=(EASY, done(1, "arm-reach")))
    seen = entries_by_exercise(appearances(record))
    assert [seen["pretzel"][0].counts, seen["arm-reach"][0].counts] == [True, False]


def test_in_an_empty_room_both_appearances_want_a_rating() -> None:
    (entry,) = judged(session(1, alive=False, entries=(EASY, done(1))))
    assert not entry.counts
    (entry,) = judged(session(1, alive=False, entries=(EASY, done(1, rating=Rating.EASY))))
    assert entry.counts


@pytest.mark.parametrize(
    ("entries", "counts"),
    [
        ((GOOD,), False),
        ((EASY,), True),
        ((EASY, done(1)), False),
        ((EASY, done(1, rating=Rating.EASY)), True),
    ],
)
def test_unrated_adds_no_success_where_the_person_wants_it_so(entries: Any, counts: bool) -> None:
    assert [entry.counts for entry in judged(session(1, entries=entries), unrated_counts=False)] == [counts]
    assert [entry.counts for entry in judged(session(1, entries=entries))] == [True]


def test_a_second_session_of_the_day_adds_no_success_in_any_order() -> None:
    records = [session(n, at, entries=(GOOD,)) for n, at in ((3, MORNING), (2, EVENING), (1, NEXT_DAY))]
    for order in permutations(records):
        assert [entry.counts for entry in judged(*order)] == [True, False, True]


def test_a_second_session_of_the_day_may_still_say_pain_and_miss() -> None:
    second = [
        judged(session(1, entries=(GOOD,)), session(2, EVENING, entries=(each,)))[1] for each in (PAIN, MISS)
    ]
    assert [entry.outcome for entry in second] == [Outcome.PAIN, Outcome.MISS]


def test_the_day_is_the_session_s_own_and_not_the_calendar_s() -> None:
    late = session(2, datetime(2026, 3, 3, 2, tzinfo=UTC), day=date(2026, 3, 2), entries=(GOOD,))
    assert [entry.counts for entry in judged(session(1, entries=(GOOD,)), late)] == [True, False]
    assert [entry.counts for entry in judged(late, session(3, NEXT_DAY, entries=(GOOD,)))] == [True, True]


def test_a_session_in_which_nothing_was_begun_is_not_the_first_of_the_day() -> None:
    assert [
        entry.counts for entry in judged(session(1, entries=(SKIPPED,)), session(2, EVENING, entries=(GOOD,)))
    ] == [True]


def test_the_first_session_of_the_day_need_not_have_had_the_exercise() -> None:
    other = session(1, entries=(done(0, "arm-reach"),))
    assert [entry.counts for entry in judged(other, session(2, EVENING, entries=(GOOD,)))] == [False]


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
            hurt=True,
        )
    ]


@pytest.mark.parametrize(
    ("said", "successes"), [("success", 1), ("easy", 2), ("hard", 0), ("miss", 0), ("pain", 0)]
)
def test_easy_counts_double_and_only_where_it_counts(said: str, successes: int) -> None:
    entry = Entry(MORNING, MORNING.date(), Dose(3, 2), Outcome(said))
    assert (entry.successes, replace(entry, counts=False).successes) == (successes, 0)
