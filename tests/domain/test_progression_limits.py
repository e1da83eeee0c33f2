"""The rules where they meet a limit of the body or of life: misses, hard days, flares, pain again, breaks."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from msgspec.structs import replace
from test_progression import cases, moment, performed, test_rule, told

from backtui.content.load import load
from backtui.domain.exercise import Dose
from backtui.domain.progression.ladder import reaches
from backtui.domain.progression.prescription import Entry, Override, Prescription, prescription_of
from backtui.domain.progression.rules import next_dose
from backtui.domain.words.reasons import brief

# Each row is as in test_progression.py.
LIMITS = """
hard: the third running lowers            | 0 3x3 hard hard hard | 6 down hard 2x3
hard: with a comfortable one between not  | 0 3x3 hard ok hard hard | 8 same hard 3x3
hard: a miss running is no less than hard | 0 3x3 hard hard miss | 6 down hard 2x3
hard: before the change is forgotten      | 0 3x3 hard hard, 4 2x3 hard | 6 same hard 2x3
hard: at the start dose nothing is lower  | 0 2x2 hard hard hard hard | 8 same hard 2x2
miss: two months apart lower nothing      | 0 3x3 miss ok ok ok~ miss | 10 same miss 3x3
miss: two of the newest four              | 0 3x3 miss ok~ ok~ miss | 8 down miss 2x3
miss: a limit left once wants one more    | 0 3x3 miss miss, 4 2x3 ok ok | 8 same same 2x3
miss: and then it is tried again          | 0 3x3 miss miss, 4 2x3 ok ok ok | 10 up up 3x3
miss: left twice it wants two more        | \
    0 3x3 miss miss, 4 2x3 ok ok ok, 10 3x3 miss miss, 14 2x3 ok ok ok | 20 same same 2x3
miss: and then it is tried once more      | \
    0 3x3 miss miss, 4 2x3 ok ok ok, 10 3x3 miss miss, 14 2x3 ok ok ok ok | 22 up up 3x3
miss: forgotten once it was gone beyond   | \
    0 3x3 miss miss, 4 2x3 ok ok ok, 10 3x3 ok ok, 14 3x4 pain, 16 3x3 pain, \
    16.5 resumed, 17 2x3 ok ok ok | 23 up up 3x3
miss: forgotten once it was done well     | \
    0 5x5 miss miss, 4 4x5 ok ok ok, 10 5x5 ok ok, 14 5x5 miss miss, 18 4x5 ok ok ok | 24 up up 5x5
miss: another dose wants no more          | 0 3x3 miss miss, 4 2x2 ok ok | 8 up up 2x3
flare: two after it are a step            | 0 2x2 ok, 1 flare, 2 2x2 ok ok | 6 up up 2x3
flare: two within three sessions lower    | 0 3x3 ok, 0 flare, 2 3x3 ok ok, 4 flare | 6 down flare 2x3
flare: two further apart do not           | 0 3x3 ok, 0 flare, 2 3x3 ok hard ok, 6 flare | 8 same flare 3x3
flare: two at the start dose do not       | 0 2x2 ok ok, 0 flare, 2 flare | 4 same flare 2x2
flare: only what was done in both         | 0 3x3 ok ok, 0 flare, 3 flare | 4 same flare 3x3
flare: the step is made once              | 0 3x3 ok ok, 0 flare, 2 flare, 4 2x3 ok | 6 same same 2x3
flare at the target: no offer for a time  | 0 5x5 ok ok ok ok ok ok, 4 flare | 12 at-target at-target 5x5
dizzy: successes start again from 0       | 0 2x2 ok dizzy ok | 6 same same 2x2
dizzy: two after it are a step            | 0 2x2 ok dizzy ok ok | 8 up up 2x3
resting after pain in three of six        | 0 5x5 pain ok pain ok ok pain | 12 resting resting 5x5
resting: not after three of seven         | 0 5x5 pain ok ok pain ok ok pain | 14 down pain 4x5
resting: three of six, brought back       | \
    0 5x5 pain ok pain ok pain, 9 resumed, 10 5x5 ok | 12 at-target at-target 5x5
resting: no dose that is set brings back  | 0 3x3 pain, 2 2x3 pain, 3 override 4x4 | 4 resting resting 2x3
climbing back to before an earlier break  | 0 5x5 ok, 14 4x5 ok, 28 4x4 ok, 30 4x5 ok | 32 up up 5x5
climbing back is not for more than a step | 0 5x5 ok, 20 4x4 ok | 22 up up 4x5
climbing back after eight weeks           | 0 5x5 ok, 56 3x3 ok | 58 up up 3x4
climbing back: a longer break wants N     | 0 5x5 ok, 57 3x3 ok | 59 same same 3x3
climbing back: and a short one after it   | 0 5x5 ok, 60 3x3 ok, 75 2x3 ok, 77 3x3 ok | 79 same same 3x3
climbing back: not to before a pain       | 0 5x5 pain, 2 4x5 ok, 20 4x4 ok, 22 4x5 ok | 24 same same 4x5
climbing back: reached once, then over    | \
    0 4x4 ok, 14 3x4 ok, 16 4x4 hard hard hard, 22 3x4 ok | 24 same same 3x4
return: two steps with a raise are one    | 0 4x4 ok ok | 30 return return 3x4
every fortnight holds the dose            | 0 5x5 ok, 14 4x5 ok | 28 return return 4x5
every fortnight: the third time it grows  | 0 2x2 ok, 14 2x2 ok, 28 2x2 ok | 42 up up 2x3
every fortnight: not after a miss         | 0 2x3 ok, 14 2x3 ok, 28 2x3 miss | 42 return return 2x2
every fortnight: not for four weeks       | 0 2x3 ok, 14 2x3 ok, 28 2x3 ok | 56 return return 2x2
override half a year ago is eased         | 0 override 5x5 | 197 return return 2x2
override: a break since the last time     | 0 3x3 ok, 1 override 5x5 | 16 return return 4x5
override: a break counts from it          | 0 3x3 ok, 13 override 5x5 | 26 up override 5x5
"""


@pytest.mark.parametrize(("story", "day", "answer"), cases(LIMITS))
def test_limit(story: str, day: str, answer: str) -> None:
    test_rule(story, day, answer)


def lived(prescription: Prescription, outcomes: Iterable[str], every: int = 2) -> list[Dose]:
    """The doses of sessions so many days apart, each performed as decided; what rests is brought back."""
    entries: list[Entry] = []
    doses: list[Dose] = []
    for number, word in enumerate(outcomes):
        day = number * every
        decision = next_dose(replace(prescription, resumed=moment(day - 0.5)), entries, moment(day).date())
        doses.append(decision.dose)
        entries.append(replace(performed(day, "1x1", word), prescribed=decision.dose))
    return doses


PLAIN = Prescription(Dose(2, 2), Dose(5, 5), Dose(10, 10))


def test_who_comes_every_fortnight_grows_over_a_year_and_keeps_a_dose_that_was_reached() -> None:
    doses = lived(PLAIN, ["ok"] * 27, every=14)
    assert (doses[0], doses[-1]) == (Dose(2, 2), Dose(5, 5))
    held = lived(replace(PLAIN, start=Dose(4, 4)), ["ok"] * 10, every=14)
    assert all(reaches(later, Dose(4, 4)) for later in held)


def test_at_a_limit_there_is_no_saw_tooth() -> None:
    """Whatever reaches 4 × 4 is missed, what is below is comfortable: it is tried less and less often."""
    entries: list[Entry] = []
    doses: list[Dose] = []
    for number in range(150):
        decision = next_dose(PLAIN, entries, moment(2 * number).date())
        word = "miss" if reaches(decision.dose, Dose(4, 4)) else "ok"
        doses.append(decision.dose)
        entries.append(replace(performed(2 * number, "1x1", word), prescribed=decision.dose))
    changes = sum(one != other for one, other in pairwise(doses))
    assert max(doses) == Dose(4, 4)
    assert changes < 30


def test_hard_every_time_ends_at_the_start_dose() -> None:
    doses = lived(replace(PLAIN, override=Override(moment(-1), Dose(5, 5))), ["hard"] * 150)
    assert (doses[0], doses[17], doses[18], doses[-1]) == (Dose(5, 5), Dose(2, 3), Dose(2, 2), Dose(2, 2))
    assert sum(one != other for one, other in pairwise(doses)) == 6


def test_twelve_weeks_away_are_not_made_up_for_in_a_fortnight() -> None:
    prescription, entries = told("0 5x5 ok ok")
    day, doses = 2 + 84, []
    for _ in range(8):
        decision = next_dose(prescription, entries, moment(day).date())
        doses.append(decision.dose)
        entries.append(replace(performed(day, "1x1", "ok"), prescribed=decision.dose))
        day += 2
    assert doses == [Dose(2, 2)] * 2 + [Dose(2, 3)] * 2 + [Dose(3, 3)] * 2 + [Dose(3, 4)] * 2


def test_three_evenings_of_strong_pain_lower_and_offer_nothing() -> None:
    story = "0 5x5 ok ok ok ok ok ok, 6 flare 9 9, 8 flare 9 9, 10 flare 9 9"
    decision = next_dose(*told(story), moment(12).date())
    assert (decision.rule, decision.dose, decision.offer) == ("flare", Dose(4, 5), None)


def test_after_flying_east_the_newest_pain_is_the_newest_entry() -> None:
    """The pain of five hours ago stands on an earlier day than the session before it."""
    before, pain = performed(3.2, "4x4", "ok"), performed(3.4, "4x4", "pain")
    entries = [replace(before, day=moment(4).date()), replace(pain, day=moment(3).date())]
    assert next_dose(PLAIN, entries, moment(4).date()).rule == "pain"


def test_a_limit_offers_the_lower_dose_as_the_target() -> None:
    decision = next_dose(*told("0 3x3 hard hard hard"), moment(6).date())
    assert (decision.dose, decision.offer) == (Dose(2, 3), Dose(2, 3))
    away = next_dose(*told("0 4x4 hard hard hard"), moment(40).date())
    assert (away.rule, away.offer) == ("return", None)


def test_the_offer_of_the_sit_up_is_a_longer_hold_as_its_source_says() -> None:
    exercise = load().exercises["partial-sit-up"]
    entries = [performed(2 * n, "5x5", "ok") for n in range(6)]
    assert next_dose(prescription_of(exercise), entries, moment(12).date()).offer == Dose(6, 5)


@pytest.mark.parametrize(
    ("story", "words"),
    [
        ("0 locked 4x4", "locked"),
        ("0 locked 4x4, 1 4x4 pain", "locked; pain 1×"),
        ("0 4x4 pain, 1 locked 4x4, 2 4x4 pain pain", "locked; pain 2×"),
    ],
)
def test_a_lock_speaks_after_pain_in_a_list_too(story: str, words: str) -> None:
    assert brief(next_dose(*told(story), moment(9).date())) == words
