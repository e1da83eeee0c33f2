"""What takes part in sessions: switched off, kept back by a caution, first or last for want of time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from course_doses import doses_of
from hypothesis import given
from hypothesis import strategies as st

from backtui.content.load import load
from backtui.domain.events import TargetSet
from backtui.domain.exercise import Dose, Kind, Routine, RoutineBlock, RoutineItem
from backtui.domain.plan import (
    INCLUDED,
    SWITCHED_OFF,
    Doses,
    Inclusion,
    Plan,
    Priority,
    Wishes,
    barred,
    inclusions,
    plan_session,
)
from backtui.domain.progression.prescription import Adjustment, Decision, DecisionKind

CONTENT = load()
EXERCISES = CONTENT.exercises
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def mark(exercise: str, hours: int, **said: object) -> Adjustment:
    return Adjustment(NOON + timedelta(hours=hours), TargetSet(exercise, **({"by": "me"} | said)))  # type: ignore[arg-type]


FOLDED = [
    ([], INCLUDED),
    ([mark("a", 0, priority="high")], Inclusion(Priority.HIGH)),
    ([mark("a", 0, priority="high"), mark("a", 1, priority="low")], Inclusion(Priority.LOW)),
    ([mark("a", 1, priority="high"), mark("a", 0, priority="low")], Inclusion(Priority.HIGH)),
    ([mark("a", 0, disabled=True), mark("a", 1, dose=Dose(3, 3))], Inclusion(disabled=True)),
    ([mark("a", 0, disabled=True), mark("a", 1, disabled=False)], INCLUDED),
    (
        [mark("a", 0, allowed=True, by="provider"), mark("a", 1, priority="low")],
        Inclusion(Priority.LOW, False, True),
    ),
    ([mark("b", 0, disabled=True)], INCLUDED),
]


@pytest.mark.parametrize(("marks", "holds"), FOLDED)
def test_the_newest_word_of_each_kind_holds(marks: list[Adjustment], holds: Inclusion) -> None:
    assert inclusions(marks).get("a", INCLUDED) == holds


def reasons(noted: tuple[str, ...], **included: Inclusion) -> dict[str, str]:
    said = {key.replace("_", "-"): each for key, each in included.items()}
    return barred(EXERCISES.values(), said, CONTENT.cautions, noted)


def test_a_caution_leaves_out_what_names_it_and_points_to_the_provider() -> None:
    out = reasons(("knee",))
    assert set(out) == {"cat-camel", "arm-reach", "leg-reach", "wall-slide"}
    assert set(out.values()) == {"You noted knee trouble; ask your provider whether and how to do it."}
    assert reasons(()) == {}
    both = reasons(("neck", "wrist"))["arm-reach"]
    assert both == "You noted neck trouble and wrist trouble; ask your provider whether and how to do it."


def test_what_the_provider_allows_takes_part_whatever_was_noted() -> None:
    assert "wall-slide" not in reasons(("knee", "dizziness"), wall_slide=Inclusion(allowed=True))


def test_switching_off_goes_before_all_else() -> None:
    assert reasons(("knee",), wall_slide=Inclusion(disabled=True, allowed=True))["wall-slide"] == SWITCHED_OFF


def test_every_caution_leaves_something_out_and_every_tag_is_one() -> None:
    tags = {tag for each in EXERCISES.values() for tag in each.avoid_with}
    assert tags == set(CONTENT.cautions)
    assert all("provider" in each.advice for each in CONTENT.cautions.values())


# Sources: docs/rules.md, "Cautions": what may never be missing.
TAGGED = {
    "osteoporosis": {
        "partial-sit-up",
        "single-leg-pull",
        "double-knee-to-chest",
        "cat-camel",
        "side-stretch",
    },
    "hip-replacement": {"single-leg-pull", "double-knee-to-chest", "pretzel"},
    "pregnancy": {"single-leg-pull", "double-knee-to-chest", "pretzel"},
    "surgery": {"single-leg-pull", "double-knee-to-chest", "pretzel"},
    "knee": {"wall-slide"},
    "disc": {"back-arch"},
    "neck": {"partial-sit-up"},
}


@pytest.mark.parametrize("caution", TAGGED)
def test_what_the_sources_name_is_tagged(caution: str) -> None:
    assert TAGGED[caution] <= {each.id for each in EXERCISES.values() if caution in each.avoid_with}


def decisions(resting: set[str]) -> Doses:
    return doses_of(
        {
            key: Decision(
                Dose(5, 5), DecisionKind.RESTING if key in resting else DecisionKind.SAME, "rule", "Why."
            )
            for key in EXERCISES
        }
    )


def names(plan: Plan) -> list[str]:
    return [each.item.exercise for each in plan.items]


def test_what_is_barred_is_left_out_once_with_its_reason() -> None:
    wishes = Wishes(minutes=90, barred={"pretzel": "You switched it off."})
    plan = plan_session(CONTENT.routines["standard"], EXERCISES, decisions(set()), wishes)
    assert "pretzel" not in names(plan)
    assert [(each.exercise, each.why) for each in plan.left_out] == [("pretzel", "You switched it off.")]


def test_what_is_not_due_is_left_out_of_own_routines_too_and_what_is_unsafe_is_said_first() -> None:
    own = Routine("mine", "Mine", (RoutineBlock(Kind.STRETCH, (RoutineItem("pretzel"),)),), own=True)
    not_due = {"pretzel": "At most once every 3 days."}
    plan = plan_session(own, EXERCISES, decisions(set()), Wishes(not_due=not_due))
    assert [(each.exercise, each.why) for each in plan.left_out] == [("pretzel", not_due["pretzel"])]
    barred_too = Wishes(not_due=not_due, barred={"pretzel": "You switched it off."})
    assert (
        plan_session(own, EXERCISES, decisions(set()), barred_too).left_out[0].why == "You switched it off."
    )
    resting = plan_session(own, EXERCISES, decisions({"pretzel"}), Wishes(not_due=not_due))
    assert resting.left_out[0].why != not_due["pretzel"]


def test_priority_decides_between_what_was_done_equally_long_ago() -> None:
    wishes = Wishes(minutes=3, priority={"wall-slide": 1, "pelvic-tilt": -1})
    plan = plan_session(CONTENT.routines["standard"], EXERCISES, decisions(set()), wishes)
    assert "wall-slide" in names(plan)
    assert "pelvic-tilt" not in names(plan)


def test_done_longest_ago_goes_before_priority() -> None:
    done = dict.fromkeys(EXERCISES, date(2026, 3, 1)) | {"pelvic-lift": date(2026, 2, 1)}
    wishes = Wishes(minutes=3, priority={"wall-slide": 1}, last_done=done)
    plan = plan_session(CONTENT.routines["standard"], EXERCISES, decisions(set()), wishes)
    assert "pelvic-lift" in names(plan)


def test_an_own_routine_names_what_is_no_longer_there() -> None:
    items = (RoutineItem("pelvic-lift"), RoutineItem("gone"))
    routine = Routine("mine", "Mine", (RoutineBlock(Kind.STRENGTH, items),), own=True)
    plan = plan_session(routine, EXERCISES, decisions(set()), Wishes(minutes=30))
    assert names(plan) == ["pelvic-lift"]
    assert [(each.exercise, each.why) for each in plan.left_out] == [("gone", "It is no longer there.")]
    assert plan.minutes is None


KEYS = st.sampled_from(sorted(EXERCISES))
SOME = st.sets(KEYS, max_size=6)
ROUTINE_ITEMS = st.lists(
    st.builds(RoutineItem, KEYS, st.none() | st.builds(Dose, st.integers(1, 9), st.integers(1, 9))),
    min_size=1,
)


@st.composite
def routines(draw: st.DrawFn) -> Routine:
    """A shipped routine, or one of one's own with any exercises in any order."""
    if draw(st.booleans()):
        return CONTENT.routines[draw(st.sampled_from(sorted(CONTENT.routines)))]
    blocks = [
        RoutineBlock(draw(st.sampled_from(Kind)), tuple(draw(ROUTINE_ITEMS)))
        for _ in range(draw(st.integers(1, 3)))
    ]
    return Routine("mine", "Mine", tuple(blocks), own=draw(st.booleans()))


@given(
    routine=routines(),
    minutes=st.none() | st.integers(3, 90),
    resting=SOME,
    off=SOME,
    allowed=SOME,
    noted=st.sets(st.sampled_from(sorted(CONTENT.cautions))),
    priority=st.dictionaries(KEYS, st.sampled_from(Priority)),
)
def test_nothing_resting_switched_off_or_kept_back_is_ever_planned(
    routine: Routine,
    minutes: int | None,
    resting: set[str],
    off: set[str],
    allowed: set[str],
    noted: set[str],
    priority: dict[str, Priority],
) -> None:
    said = {
        key: Inclusion(priority.get(key, Priority.NORMAL), key in off, key in allowed) for key in EXERCISES
    }
    out = barred(EXERCISES.values(), said, CONTENT.cautions, noted)
    weights = {key: each.weight for key, each in priority.items()}
    wishes = Wishes(minutes=minutes, priority=weights, barred=out)
    plan = plan_session(routine, EXERCISES, decisions(resting), wishes)
    kept_back = {each.id for each in EXERCISES.values() if noted & set(each.avoid_with)} - allowed
    assert not set(names(plan)) & (resting | off | kept_back)
    asked = {item.exercise for block in routine.blocks for item in block.items}
    told = {each.exercise for each in plan.left_out}
    assert asked <= set(names(plan)) | told
    assert asked & (resting | off | kept_back) <= told
    assert all(each.why.endswith(".") for each in plan.left_out)
