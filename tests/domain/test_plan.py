"""What a session holds: blocks, order, a fit to the minutes, and what is left out and why."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import product

import pytest
from course_doses import doses_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from often import often

from backtui.domain.exercise import (
    Dose,
    Exercise,
    HoldPart,
    Kind,
    Position,
    Routine,
    RoutineBlock,
    RoutineItem,
    Side,
    Sides,
    Tempo,
)
from backtui.domain.plan import Doses, Plan, Wishes, plan_session
from backtui.domain.progression.prescription import Decision, DecisionKind
from backtui.domain.session.steps import Timing, length_s

# Name, kind, position, sides and holds as docs/rules.md has them: l(ying), h(ands and knees), s(tanding).
PROGRAMME = """
pelvic-tilt stretch l one 1
single-leg-pull stretch l each 1
double-knee-to-chest stretch l one 1
pretzel stretch l each 1
side-stretch stretch s each 1
back-arch stretch s one 1
hamstring-stretch stretch l each 1
pelvic-lift strength l one 1
partial-sit-up strength l one 1
cat-camel strength h one 2
arm-reach strength h each 1
leg-reach strength h each 1
wall-slide strength s one 1
"""
AT = {"l": Position.LYING, "h": Position.HANDS_AND_KNEES, "s": Position.STANDING}
USUAL = Dose(5, 5)
AGAIN = ("double-knee-to-chest", "pretzel", "hamstring-stretch")


def exercise(line: str) -> Exercise:
    name, kind, position, sides, holds = line.split()
    words = ("hold",) * int(holds)
    return Exercise(name, name, Kind(kind), AT[position], Sides(sides), (), (), "in", words, "out")


EXERCISES = {each.id: each for each in map(exercise, PROGRAMME.strip().splitlines())}
STRETCHES = [each.id for each in EXERCISES.values() if each.kind is Kind.STRETCH]
STRENGTH = [each.id for each in EXERCISES.values() if each.kind is Kind.STRENGTH]


def block(names: Iterable[str], kind: Kind = Kind.STRETCH) -> RoutineBlock:
    return RoutineBlock(kind, tuple(RoutineItem(name) for name in names))


STANDARD = Routine("standard", "Standard", (block(STRETCHES), block(STRENGTH, Kind.STRENGTH), block(AGAIN)))


def decided(doses: Mapping[str, Dose] | Dose = USUAL, resting: Iterable[str] = ()) -> dict[str, Decision]:
    return {
        name: Decision(
            doses if isinstance(doses, Dose) else doses[name],
            DecisionKind.RESTING if name in resting else DecisionKind.SAME,
            "resting" if name in resting else "same",
            f"Why {name}.",
        )
        for name in EXERCISES
    }


def decisions(doses: Mapping[str, Dose] | Dose = USUAL, resting: Iterable[str] = ()) -> Doses:
    return doses_of(decided(doses, resting))


def one_block(*names: str) -> Routine:
    return Routine("some", "Some", (block(names),))


def names(plan: Plan) -> list[str]:
    return [each.item.exercise for each in plan.items]


def left_out(plan: Plan) -> dict[str, str]:
    return {each.exercise: each.why for each in plan.left_out}


def test_without_minutes_the_whole_routine_is_planned() -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions())
    assert [each.kind for each in plan.blocks] == [Kind.STRETCH, Kind.STRENGTH, Kind.STRETCH]
    assert sorted(names(plan)) == sorted([*EXERCISES, *AGAIN])
    assert (plan.left_out, plan.once, plan.minutes) == ((), (), None)
    assert (len(plan.items), plan.exercises, plan.repeated) == (16, 13, 3)


def test_inside_a_block_lying_goes_before_hands_and_knees_before_standing() -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions())
    assert [[each.item.exercise for each in one.items] for one in plan.blocks] == [
        [each for each in STRETCHES if each not in ("side-stretch", "back-arch")]
        + ["side-stretch", "back-arch"],
        STRENGTH,
        list(AGAIN),
    ]


def test_items_carry_what_the_session_needs() -> None:
    wishes = Wishes(timing=Timing(in_s=4), asks_rating=True, gap_s=7.0)
    plan = plan_session(STANDARD, EXERCISES, decisions(Dose(3, 4)), wishes)
    assert [each.item.index for each in plan.items] == list(range(16))
    assert [each.item for each in plan.items] == list(plan.script.items)
    cat = next(each.item for each in plan.items if each.item.exercise == "cat-camel")
    assert (cat.block, cat.block_kind, cat.holds, cat.dose) == (1, Kind.STRENGTH, 2, Dose(3, 4))
    assert (plan.script.timing.in_s, plan.script.asks_rating, plan.script.gap_s) == (4, True, 7.0)


def test_the_length_is_that_of_the_timeline() -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions(), Wishes(minutes=20))
    assert plan.total_s == length_s(plan.script) == sum(each.seconds for each in plan.items)


def test_what_rests_is_left_out_once_with_its_reason() -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions(resting=["pretzel"]), Wishes(minutes=90))
    assert "pretzel" not in names(plan)
    assert [(each.exercise, each.why) for each in plan.left_out] == [("pretzel", "Why pretzel.")]
    assert plan.once == ()


def test_a_block_in_which_all_rest_is_not_there() -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions(resting=STRENGTH), Wishes(minutes=15))
    assert [each.kind for each in plan.blocks] == [Kind.STRETCH, Kind.STRETCH]
    assert [each.item.block for each in plan.items][-1] == 2


def test_what_has_no_room_is_named_with_the_minutes() -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions(), Wishes(minutes=10))
    assert plan.minutes == 10
    assert set(left_out(plan)) == set(EXERCISES) - set(names(plan)) != set()
    assert set(left_out(plan).values()) == {"No room for it in 10 minutes."}


def test_once_names_what_a_closing_block_would_have_had_again() -> None:
    whole = plan_session(STANDARD, EXERCISES, decisions()).total_s
    plan = plan_session(STANDARD, EXERCISES, decisions(), Wishes(minutes=int(whole - 100) // 60))
    assert plan.left_out == ()
    assert set(plan.once) <= set(AGAIN)
    assert [names(plan).count(name) for name in plan.once] == [1] * len(plan.once) != []


def test_everything_stands_once_before_anything_stands_twice() -> None:
    days = dict.fromkeys(EXERCISES, date(2026, 11, 9)) | dict.fromkeys(AGAIN, date(2026, 11, 2))
    for minutes in range(3, 40):
        plan = plan_session(STANDARD, EXERCISES, decisions(), Wishes(minutes=minutes, last_done=days))
        if sum(each.item.block == 2 for each in plan.items) > 1:
            assert plan.left_out == ()


# Three of the same length in one position: 15 + 65 s, then 8 + 65 s each; 3 minutes hold two.
ALIKE = one_block("pelvic-tilt", "double-knee-to-chest", "pelvic-lift")


@pytest.mark.parametrize(
    ("last_done", "priority", "out"),
    [
        ({}, {}, "pelvic-lift"),  # all alike: as the routine has them
        ({"pelvic-tilt": 3, "double-knee-to-chest": 1, "pelvic-lift": 2}, {}, "pelvic-tilt"),
        ({"pelvic-tilt": 1, "double-knee-to-chest": 3, "pelvic-lift": 2}, {}, "double-knee-to-chest"),
        ({"pelvic-tilt": 3, "double-knee-to-chest": 1}, {}, "pelvic-tilt"),  # never done goes first
        ({}, {"pelvic-lift": 1}, "double-knee-to-chest"),
        ({}, {"pelvic-lift": 2, "double-knee-to-chest": 1}, "pelvic-tilt"),
        ({}, {"pelvic-tilt": -1}, "pelvic-tilt"),
        ({"pelvic-tilt": 3, "double-knee-to-chest": 1}, {"pelvic-tilt": 9}, "pelvic-tilt"),  # ago before wish
        (dict.fromkeys(EXERCISES, 5), {"pelvic-lift": 1, "pelvic-tilt": 1}, "double-knee-to-chest"),
    ],
)
def test_when_time_is_short_longest_ago_goes_first_and_then_priority(
    last_done: dict[str, int], priority: dict[str, int], out: str
) -> None:
    days = {name: date(2026, 11, day) for name, day in last_done.items()}
    plan = plan_session(ALIKE, EXERCISES, decisions(), Wishes(3, last_done=days, priority=priority))
    assert list(left_out(plan)) == [out]


def test_every_block_keeps_the_one_that_was_done_longest_ago() -> None:
    days = dict.fromkeys(EXERCISES, date(2026, 11, 9))
    days |= dict.fromkeys(("back-arch", "leg-reach", "pretzel"), date(2026, 11, 2))
    plan = plan_session(STANDARD, EXERCISES, decisions(Dose(3, 3)), Wishes(6, last_done=days))
    chosen = [(each.item.block, each.item.exercise) for each in plan.items]
    assert {(0, "back-arch"), (1, "leg-reach"), (2, "pretzel")} <= set(chosen)


def test_one_a_block_goes_before_longest_ago() -> None:
    days = dict.fromkeys((*STRENGTH, *AGAIN), date(2026, 11, 9))
    plan = plan_session(STANDARD, EXERCISES, decisions(), Wishes(minutes=4, last_done=days))
    assert [len(one.items) for one in plan.blocks] == [1, 1, 1]


def test_only_the_opener_that_is_too_long_gives_way_to_a_shorter_one() -> None:
    days = dict.fromkeys(EXERCISES, date(2026, 11, 9)) | {"back-arch": date(2026, 11, 2)}
    long = dict.fromkeys(EXERCISES, Dose(5, 5)) | {"pelvic-lift": Dose(10, 10)}
    routine = Routine("r", "R", (block(["pelvic-tilt", "back-arch"]), block(["pelvic-lift", "wall-slide"])))
    plan = plan_session(routine, EXERCISES, decisions(long), Wishes(3, last_done=days))
    assert names(plan) == ["back-arch", "wall-slide"]


def test_a_same_position_may_make_the_room_that_one_a_block_needs() -> None:
    doses = dict.fromkeys(EXERCISES, Dose(5, 8)) | {
        "back-arch": Dose(5, 6),
        "double-knee-to-chest": Dose(2, 8),
    }
    routine = Routine("r", "R", (block(["back-arch", "double-knee-to-chest"]), block(["pelvic-lift"])))
    assert seconds(["back-arch"], doses) < seconds(["double-knee-to-chest"], doses)
    assert seconds(["back-arch", "pelvic-lift"], doses) == 212
    plan = plan_session(routine, EXERCISES, decisions(doses), Wishes(3))
    assert names(plan) == ["double-knee-to-chest", "pelvic-lift"]


def test_a_budget_that_holds_nothing_gives_a_plan_without_items() -> None:
    plan = plan_session(one_block("pretzel"), EXERCISES, decisions(Dose(10, 10)), Wishes(minutes=3))
    assert (plan.items, plan.blocks, plan.script.items, plan.total_s) == ((), (), (), 0)
    assert list(left_out(plan)) == ["pretzel"]


OWN = Routine(
    "mine",
    "Mine",
    (
        RoutineBlock(
            Kind.STRETCH,
            (RoutineItem("back-arch", Dose(9, 4)), RoutineItem("pretzel"), RoutineItem("back-arch")),
        ),
        block(["wall-slide", "pelvic-lift"], Kind.STRENGTH),
    ),
    own=True,
)


def test_an_own_routine_is_taken_as_it_is_whatever_the_minutes() -> None:
    plan = plan_session(OWN, EXERCISES, decisions(), Wishes(minutes=3))
    assert names(plan) == ["back-arch", "pretzel", "back-arch", "wall-slide", "pelvic-lift"]
    assert (plan.left_out, plan.once) == ((), ())


def test_each_item_has_the_dose_of_its_course() -> None:
    first, second, third = plan_session(OWN, EXERCISES, decisions()).items[:3]
    assert [each.item.dose for each in (first, second, third)] == [Dose(9, 4), Dose(5, 5), Dose(5, 5)]
    assert [each.item.course for each in (first, second, third)] == ["mine/back-arch", "day", "day"]
    assert [each.item.asked for each in (first, second, third)] == [Dose(9, 4), None, None]
    assert all(each.decision.dose == each.item.dose for each in (first, second, third))


def own(*items: RoutineItem) -> Routine:
    return Routine("mine", "Mine", (RoutineBlock(Kind.STRETCH, items),), own=True)


def test_what_a_dose_grows_to_is_said_only_where_its_routine_lets_it_grow() -> None:
    grows, stays = RoutineItem("pretzel", Dose(3, 3), grows=True), RoutineItem("pretzel", Dose(3, 3))
    plan = plan_session(own(grows, stays, RoutineItem("pretzel")), EXERCISES, decisions())
    assert [each.item.aim for each in plan.items] == [Dose(9, 9), None, None]


def test_sides_with_doses_of_their_own_are_two_items_left_then_right() -> None:
    doses = doses_of(decided(), {"pretzel": decided(Dose(2, 3))["pretzel"]})
    items = (RoutineItem("back-arch"), RoutineItem("pretzel", rest_before_s=30), RoutineItem("pelvic-lift"))
    plan = plan_session(own(*items), EXERCISES, doses)
    assert [(each.item.exercise, each.item.side, each.item.dose) for each in plan.items] == [
        ("back-arch", Side.NONE, USUAL),
        ("pretzel", Side.LEFT, USUAL),
        ("pretzel", Side.RIGHT, Dose(2, 3)),
        ("pelvic-lift", Side.NONE, USUAL),
    ]
    assert [each.item.rest_before_s for each in plan.items] == [0, 30, 0, 0]
    assert [each.item.index for each in plan.items] == [0, 1, 2, 3]
    assert [each.decision.dose for each in plan.items] == [each.item.dose for each in plan.items]


def test_what_rests_on_one_side_is_left_out_on_both() -> None:
    doses = doses_of(decided(), {"pretzel": decided(resting=["pretzel"])["pretzel"]})
    plan = plan_session(own(RoutineItem("pretzel"), RoutineItem("back-arch")), EXERCISES, doses)
    assert names(plan) == ["back-arch"]
    assert left_out(plan) == {"pretzel": "Why pretzel."}


# What is barred, and the rests before what stays: (exercise, rest before it) as the routine has them.
ROUND = (("pretzel", 0), ("back-arch", 20), ("pelvic-tilt", 0), ("pretzel", 60), ("back-arch", 20))
RESTS = [
    ((), [0, 20, 0, 60, 20]),
    (("pretzel",), [0, 0, 60]),  # nothing is before the first; the rest between rounds stays
    (("back-arch",), [0, 20, 60]),
    (("pelvic-tilt",), [0, 20, 60, 20]),
    (("pretzel", "back-arch"), [0]),
]


@pytest.mark.parametrize(("barred", "rests"), RESTS)
def test_a_rest_stays_between_what_is_left(barred: tuple[str, ...], rests: list[int]) -> None:
    items = (RoutineItem(name, rest_before_s=seconds) for name, seconds in ROUND)
    wishes = Wishes(barred=dict.fromkeys(barred, "Why not."))
    plan = plan_session(own(*items), EXERCISES, decisions(), wishes)
    assert [each.item.rest_before_s for each in plan.items] == rests


def test_the_same_exercise_may_come_several_times_running() -> None:
    items = (
        RoutineItem("pretzel", Dose(10, 6)),
        RoutineItem("pretzel", Dose(10, 4), key="pretzel-2"),
        RoutineItem("pretzel"),
    )
    plan = plan_session(own(*items), EXERCISES, decisions())
    assert [(each.item.course, each.item.dose) for each in plan.items] == [
        ("mine/pretzel", Dose(10, 6)),
        ("mine/pretzel-2", Dose(10, 4)),
        ("day", USUAL),
    ]


def test_seven_positions_go_from_the_floor_up() -> None:
    made = {
        f"x-{position.value}": replace(EXERCISES["pretzel"], id=f"x-{position.value}", position=position)
        for position in Position
    }
    found = {name: decided()["pretzel"] for name in made}
    routine = Routine("r", "R", (block(sorted(made)),))
    plan = plan_session(routine, made, doses_of(found), Wishes(minutes=90))
    assert [each.item.position for each in plan.items] == list(Position)


def test_tempo_and_parts_are_the_exercises() -> None:
    tempo, parts = Tempo(in_s=1, relax_s=0), (HoldPart(5), HoldPart(6, moving=True))
    made = {"pretzel": replace(EXERCISES["pretzel"], tempo=tempo, parts=parts, hold=("a", "b"))}
    [only] = plan_session(one_block("pretzel"), made, decisions()).items
    assert (only.item.tempo, only.item.parts, only.item.holds) == (tempo, parts, 2)


def test_what_rests_is_left_out_of_an_own_routine_too() -> None:
    plan = plan_session(OWN, EXERCISES, decisions(resting=["back-arch"]), Wishes(minutes=3))
    assert names(plan) == ["pretzel", "wall-slide", "pelvic-lift"]
    assert left_out(plan) == {"back-arch": "Why back-arch."}


thorough = often(60)

doses = st.builds(Dose, st.integers(2, 10), st.integers(2, 10))
all_doses = st.fixed_dictionaries(dict.fromkeys(EXERCISES, doses))
minutes_3_90 = st.integers(3, 90)
some_names = st.lists(st.sampled_from(list(EXERCISES)), max_size=5)
days = st.dictionaries(st.sampled_from(list(EXERCISES)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))


def seconds(some: Iterable[str], dose: Mapping[str, Dose]) -> int:
    """The length of exercises in a row, reckoned by hand from docs/session.md."""
    total, before = 0, None
    for each in (EXERCISES[name] for name in some):
        hold_s, reps = dose[each.id].hold_s, dose[each.id].reps
        side = reps * (each.holds * (3 + hold_s) + 3 + 2)
        total += (8 if before is each.position else 15) + side
        total += 6 + side if each.sides is Sides.EACH else 0
        before = each.position
    return total


@thorough
@given(all_doses, minutes_3_90, some_names, days)
def test_a_fit_never_exceeds_the_minutes_by_more_than_half_a_minute(
    dose: dict[str, Dose], minutes: int, resting: list[str], last_done: dict[str, date]
) -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions(dose, resting), Wishes(minutes, last_done=last_done))
    assert seconds(names(plan), dose) == plan.total_s <= minutes * 60 + 30


@pytest.mark.parametrize("minutes", range(3, 91))
@pytest.mark.parametrize("dose", [Dose(2, 2), Dose(3, 4), Dose(5, 5), Dose(10, 10)], ids=str)
def test_every_number_of_minutes_is_kept(minutes: int, dose: Dose) -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions(dose), Wishes(minutes))
    assert plan.total_s <= minutes * 60 + 30
    assert plan.total_s > minutes * 60 - 400 or not plan.left_out


@thorough
@given(all_doses, minutes_3_90, some_names, days)
def test_nothing_that_is_left_out_would_still_have_fitted(
    dose: dict[str, Dose], minutes: int, resting: list[str], last_done: dict[str, date]
) -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions(dose, resting), Wishes(minutes, last_done=last_done))
    for name in set(left_out(plan)) - set(resting):
        parts = [[each.item.exercise for each in plan.items if each.item.block == b] for b in range(3)]
        own = 0 if name in STRETCHES else 1
        order = [*STRETCHES, *STRENGTH]
        parts[own] = sorted([*parts[own], name], key=lambda n: (EXERCISES[n].position.rank, order.index(n)))
        assert seconds([*parts[0], *parts[1], *parts[2]], dose) > minutes * 60 + 30


@thorough
@given(all_doses, st.integers(3, 12), some_names, days)
def test_every_block_has_an_item_whenever_that_is_possible_at_all(
    dose: dict[str, Dose], minutes: int, resting: list[str], last_done: dict[str, date]
) -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions(dose, resting), Wishes(minutes, last_done=last_done))
    blocks = [[n for n in some if n not in resting] for some in (STRETCHES, STRENGTH, AGAIN)]
    blocks = [some for some in blocks if some]
    possible = min(seconds(some, dose) for some in product(*blocks)) <= minutes * 60 + 30
    assert not possible or len(plan.blocks) == len(blocks)


@thorough
@given(all_doses, minutes_3_90, some_names, days)
def test_each_exercise_is_planned_or_left_out_and_never_both(
    dose: dict[str, Dose], minutes: int, resting: list[str], last_done: dict[str, date]
) -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions(dose, resting), Wishes(minutes, last_done=last_done))
    assert set(names(plan)).isdisjoint(left_out(plan))
    assert set(names(plan)) | set(left_out(plan)) == set(EXERCISES)
    assert len(left_out(plan)) == len(plan.left_out)
    assert set(plan.once) <= set(names(plan))
    assert {name: left_out(plan)[name] for name in resting} == {name: f"Why {name}." for name in resting}


@thorough
@given(
    st.permutations(["pelvic-tilt", "double-knee-to-chest", "pelvic-lift", "partial-sit-up"]),
    st.integers(3, 6),
)
def test_of_equal_ones_the_longest_ago_are_chosen(order: list[str], minutes: int) -> None:
    last_done = {name: date(2026, 11, 1 + place) for place, name in enumerate(order)}
    plan = plan_session(
        one_block(*sorted(order)), EXERCISES, decisions(), Wishes(minutes, last_done=last_done)
    )
    assert set(names(plan)) == set(order[: len(plan.items)])
    assert len(plan.items) == min(4, (minutes * 60 + 30 - 7) // 73)


@thorough
@given(all_doses, minutes_3_90, days)
def test_positions_never_go_back_inside_a_block(
    dose: dict[str, Dose], minutes: int, last: dict[str, date]
) -> None:
    plan = plan_session(STANDARD, EXERCISES, decisions(dose), Wishes(minutes, last_done=last))
    for one in plan.blocks:
        ranks = [each.item.position.rank for each in one.items]
        assert ranks == sorted(ranks)
        assert {each.item.block_kind for each in one.items} == {one.kind}
