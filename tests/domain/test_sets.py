"""Sets and rests, movements, named holds, sides by turns: published programmes as steps and as sessions."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from backtui.domain import events as fx
from backtui.domain.exercise import Dose, HoldPart, Kind, Position, Side, Sides, Tempo
from backtui.domain.session.machine import advance, begin
from backtui.domain.session.state import (
    Happened,
    Mode,
    PhaseBegan,
    Press,
    Progress,
    SessionState,
    phase_left_s,
    session_left_s,
)
from backtui.domain.session.steps import Item, Phase, Script, Step, item_seconds, seconds_of, steps_of

LYING = Position.LYING
PLAIN = Item(0, 0, Kind.STRENGTH, "some", LYING, Sides.ONE, 1, Dose(3, 2))
A_CIRCLE = HoldPart(6, moving=True)

PYRAMID = replace(PLAIN, dose=Dose(10, 6, (4, 2), 20))
BRIDGE = replace(PLAIN, dose=Dose(3, 12, (12, 12), 60))
PRESS_UP = replace(PLAIN, dose=Dose(0, 10), tempo=Tempo(4, 4, 0), position=Position.PRONE)
PRONE_ELBOWS = replace(PLAIN, dose=Dose(300, 1), position=Position.PRONE)
KNEE_ROLLS = replace(PLAIN, dose=Dose(2, 5), holds=2)
HEAD = replace(
    PLAIN,
    dose=Dose(5, 3, (3, 3)),
    holds=4,
    parts=(HoldPart(), HoldPart(), A_CIRCLE, A_CIRCLE),
    position=Position.SITTING,
)
# Each programme, what it holds in seconds, how often, and the repetitions of each set.
MEANT = [
    (PYRAMID, 120, 12, (6, 4, 2)),
    (BRIDGE, 108, 36, (12, 12, 12)),
    (PRESS_UP, 0, 0, (10,)),
    (PRONE_ELBOWS, 300, 1, (1,)),
    (KNEE_ROLLS, 20, 10, (5,)),
    (HEAD, 90, 18, (3, 3, 3)),
]


def said(steps: Sequence[Step]) -> str:
    """Each step as its phase with its seconds, its side's first letter and its repetition."""
    return " ".join(
        f"{step.phase}{step.seconds:g}"
        + {Side.NONE: "", Side.LEFT: "L", Side.RIGHT: "R"}[step.side]
        + (f"#{step.rep}" if step.rep else "")
        for step in steps
    )


def of(item: Item, **script: object) -> tuple[Step, ...]:
    return steps_of(Script((item,), **script), 0)  # type: ignore[arg-type]


def only(steps: Sequence[Step], *phases: Phase) -> list[Step]:
    return [step for step in steps if step.phase in phases]


def run(
    state: SessionState, until: float, *moves: tuple[float, Press]
) -> tuple[SessionState, list[Happened]]:
    """Ticks every second up to `until`, and the presses at their moments."""
    effects: list[Happened] = []
    waiting = list(moves)
    now = state.seen
    while now < until and state.mode is not Mode.ENDED:
        now = min(until, now + 1)
        while waiting and waiting[0][0] <= now:
            at, press = waiting.pop(0)
            state, new = advance(state, press, at)
            effects += new
        state, new = advance(state, Press.TICK, now)
        effects += new
    return state, effects


def whole(*items: Item, **script: object) -> list[Happened]:
    numbered = tuple(replace(item, index=index) for index, item in enumerate(items))
    state, first = begin(Script(numbered, **script), 0.0)  # type: ignore[arg-type]
    return [*first, *run(state, 10_000)[1]]


def reps(effects: Sequence[Happened]) -> list[fx.RepEnded]:
    return [each.what for each in effects if isinstance(each.what, fx.RepEnded)]


@pytest.mark.parametrize(("item", "held_s", "holds", "sets"), MEANT)
def test_a_published_programme_is_what_it_means(
    item: Item, held_s: int, holds: int, sets: tuple[int, ...]
) -> None:
    steps = of(item)
    assert seconds_of(only(steps, Phase.HOLD)) == held_s
    assert len(only(steps, Phase.HOLD)) == holds
    effects = whole(item)
    done = reps(effects)
    assert sum(seconds for each in done for seconds in each.holds_s) == held_s
    assert [each.rep for each in done] == list(range(1, sum(sets) + 1))
    in_set = [item.dose.set_of(each.rep)[0] for each in done]
    assert tuple(in_set.count(number) for number in sorted(set(in_set))) == sets
    assert effects[-1] == Happened(seconds_of(steps), fx.SessionEnded("done", False))


def test_a_press_up_takes_eighty_seconds_without_its_ready_time() -> None:
    steps = of(PRESS_UP)
    assert said(steps[:5]) == "ready15 in4#1 out4#1 in4#2 out4#2"
    assert seconds_of(steps[1:]) == 80
    assert [each.at for each in whole(PRESS_UP) if isinstance(each.what, fx.RepEnded)][:2] == [23, 31]


def test_a_circle_is_a_movement_and_no_hold() -> None:
    steps = of(replace(HEAD, dose=Dose(5, 3)))
    one = "in3#1 hold5#1 in3#1 hold5#1 move6#1 move6#1 out3#1 relax2#1"
    assert said(steps[1:9]) == one
    assert seconds_of(only(steps, Phase.MOVE)) == 36
    assert reps(whole(HEAD))[0].holds_s == (5, 5)


def test_between_sets_is_a_rest_that_knows_what_comes() -> None:
    steps = of(replace(PLAIN, dose=Dose(3, 1, (2,), 20)))
    rep = "in3#{0} hold3#{0} out3#{0} relax2#{0}"
    assert said(steps) == " ".join(
        ["ready15", rep.format(1), "rest20#2", rep.format(2), rep.format(3)],
    )


def test_without_a_rest_one_set_follows_the_other() -> None:
    assert not only(of(replace(PLAIN, dose=Dose(3, 1, (2,)))), Phase.REST)


@pytest.mark.parametrize(
    ("rest_s", "order"),
    [
        (20, "L1 L2 switch R1 R2 rest L3 switch R3"),
        (0, "L1 L2 switch R1 R2 switch L3 switch R3"),
    ],
)
def test_a_set_is_both_sides(rest_s: int, order: str) -> None:
    steps = of(replace(PLAIN, sides=Sides.EACH, dose=Dose(3, 2, (1,), rest_s)))
    assert in_order(steps) == order


def in_order(steps: Sequence[Step]) -> str:
    shown = only(steps, Phase.HOLD, Phase.SWITCH, Phase.REST)
    return " ".join(
        f"{step.side[0].upper()}{step.rep}" if step.phase is Phase.HOLD else step.phase for step in shown
    )


def test_by_turns_the_side_changes_after_each_repetition_without_a_switch() -> None:
    item = replace(PLAIN, sides=Sides.ALTERNATING, dose=Dose(3, 2, (1,), 20))
    assert in_order(of(item)) == "L1 R1 L2 R2 rest L3 R3"
    assert [(each.side, each.rep) for each in reps(whole(item))] == [
        (side, rep) for rep in (1, 2, 3) for side in (Side.LEFT, Side.RIGHT)
    ]
    left_one = steps_of(Script((item,)), 0, done={(Side.LEFT, 1)})
    assert in_order(left_one) == "R1 L2 R2 rest L3 R3"


@pytest.mark.parametrize("sides", [Sides.EACH, Sides.ALTERNATING])
def test_an_item_for_one_side_is_done_on_that_side_alone(sides: Sides) -> None:
    item = replace(PLAIN, sides=sides, side=Side.RIGHT)
    assert in_order(of(item)) == "R1 R2"
    assert item_seconds(Script((item,)), 0) == seconds_of(of(item)) == 15 + 2 * 11


def test_a_rest_before_an_exercise_comes_before_its_ready_time() -> None:
    first, then = PLAIN, replace(PLAIN, index=1, rest_before_s=30)
    steps = steps_of(Script((first, then)), 1)
    assert said(steps[:3]) == "rest30 ready8 in3#1"
    assert said(steps_of(Script((first, then)), 1, done={(Side.NONE, 1)})[:1]) == "ready8"


@pytest.mark.parametrize(
    ("tempo", "dose", "parts", "one"),
    [
        (Tempo(1, 2, 0), Dose(3, 1), (), "in1#1 hold3#1 out2#1"),
        (Tempo(0, 2, 5), Dose(3, 1), (), "hold3#1 out2#1 relax5#1"),
        (Tempo(0, 0, 0), Dose(3, 1), (), "hold3#1"),
        (Tempo(4, 0, 0), Dose(0, 1), (), "in4#1"),
        (Tempo(0, 0, 5), Dose(0, 1), (), "relax5#1"),
        (Tempo(0, 0, 0), Dose(0, 1), (), "out3#1"),
        (Tempo(), Dose(3, 1), (HoldPart(9),), "in3#1 hold9#1 out3#1 relax2#1"),
        (Tempo(), Dose(3, 1), (A_CIRCLE,), "in3#1 move6#1 out3#1 relax2#1"),
    ],
)
def test_what_takes_no_time_is_left_out(
    tempo: Tempo, dose: Dose, parts: tuple[HoldPart, ...], one: str
) -> None:
    item = replace(PLAIN, tempo=tempo, dose=dose, parts=parts)
    assert said(of(item)) == f"ready15 {one}"
    assert sum(step.ends for step in of(item)) == 1
    assert len(reps(whole(item))) == 1


def test_how_it_felt_is_asked_once_where_an_exercise_follows_itself() -> None:
    items = tuple(replace(PLAIN, index=index, exercise=name) for index, name in enumerate("aab"))
    script = Script(items, asks_rating=True)
    asked = [len(only(steps_of(script, index), Phase.RATE)) for index in range(3)]
    assert asked == [0, 1, 1]
    state, _ = begin(script, 0.0)
    state, _ = run(state, 15 + 22 + 8 + 22 + 1)
    state, effects = advance(state, Press.HARD, state.seen)
    assert [each.what for each in effects if isinstance(each.what, fx.Rated)] == [
        fx.Rated(0, fx.Rating.HARD),
        fx.Rated(1, fx.Rating.HARD),
    ]


# One repetition takes 11 s: ready 0-15, two repetitions -37, rest -57, two more -79.
TWO_SETS = replace(PLAIN, dose=Dose(3, 2, (2,), 20))


def resting(*items: Item) -> SessionState:
    items = items or (TWO_SETS, replace(PLAIN, index=1, exercise="other"))
    state, _ = run(begin(Script(items), 0.0)[0], 40)
    assert state.resting
    return state


@pytest.mark.parametrize(
    ("press", "then"),
    [
        (Press.SKIP, "in #3"),
        (Press.RESTART, ""),
        (Press.EASE, "Eased"),
        (Press.LONGER, ""),
        (Press.UNDO, ""),
        (Press.PAUSE, "Paused"),
        (Press.LATER, "Postponed, ready #0"),
        (Press.BACK, "MovedBack, ready #0"),
        (Press.PAIN, "PainFelt, ExerciseEnded, hurt #0"),
        (Press.DIZZY, "DizzyFelt, ExerciseEnded, SessionEnded"),
        (Press.STOP, "ExerciseEnded, SessionEnded"),
        (Press.HARD, "Rated"),
    ],
)
def test_every_key_in_a_rest(press: Press, then: str) -> None:
    _, effects = advance(resting(), press, 40.0)
    assert ", ".join(map(kind_of, effects)) == then


def kind_of(effect: Happened) -> str:
    if isinstance(effect.what, PhaseBegan):
        return f"{effect.what.step.phase} #{effect.what.step.rep}"
    return type(effect.what).__name__


def test_skipping_a_rest_is_nothing_to_undo() -> None:
    state, _ = advance(resting(), Press.SKIP, 40.0)
    assert state.before is None
    assert state.progress[0].how is None


def test_a_pause_in_a_rest_keeps_what_was_left_of_it() -> None:
    state, _ = advance(resting(), Press.PAUSE, 42.0)
    assert phase_left_s(state, 9_000.0) == 15
    state, _ = advance(state, Press.PAUSE, 9_000.0)
    assert phase_left_s(advance(state, Press.TICK, 9_003.0)[0], 9_003.0) == 15


def test_a_rest_goes_on_until_a_key_where_that_is_wished() -> None:
    state, _ = advance(resting(), Press.LONGER, 40.0)
    state, effects = run(state, 200)
    assert (state.longer, effects) == (True, [])
    state, effects = advance(state, Press.SKIP, 200.0)
    assert list(map(kind_of, effects)) == ["in #3"]


def test_asleep_in_a_longer_rest_pauses_with_what_was_asked() -> None:
    state, _ = advance(resting(), Press.LONGER, 40.0)
    state, effects = advance(state, Press.TICK, 90.0)
    assert (list(map(kind_of, effects)), phase_left_s(state, 90.0)) == (["Paused"], 17)


def test_a_rest_before_an_exercise_is_over_with_skip_and_belongs_to_no_exercise_yet() -> None:
    state, _ = begin(Script((PLAIN, replace(PLAIN, index=1, exercise="other", rest_before_s=30))), 0.0)
    state, _ = run(state, 40)
    assert (state.step.phase, state.step.rep, state.rated_item) == (Phase.REST, 0, 0)
    state, effects = advance(state, Press.SKIP, 40.0)
    assert list(map(kind_of, effects)) == ["ready #0"]


@pytest.mark.parametrize(
    ("when", "then", "total"),
    [
        (16.0, "Eased, out #1", 9),  # on the way in: that one counts for nothing
        (20.0, "Eased", 10),  # on the way back it is as good as done
    ],
)
def test_easing_a_movement_ends_this_one_and_nothing_more(when: float, then: str, total: int) -> None:
    state, _ = run(begin(Script((PRESS_UP,)), 0.0)[0], when)
    state, effects = advance(state, Press.EASE, when)
    assert ", ".join(map(kind_of, effects)) == then
    state, effects = run(state, 200)
    assert len(reps(effects)) == total
    assert {each.seconds for each in only(state.steps, Phase.IN, Phase.OUT)} == {4}


def test_easing_in_a_circle_keeps_what_was_held_before_it() -> None:
    state, _ = run(begin(Script((HEAD,)), 0.0)[0], 15 + 16 + 2)
    assert state.step.phase is Phase.MOVE
    state, effects = advance(state, Press.EASE, 33.0)
    assert reps(effects) == [fx.RepEnded(0, Side.NONE, 1, (5.0, 5.0))]
    assert state.step.phase is Phase.OUT
    assert {each.seconds for each in state.steps if each.phase is Phase.HOLD and each.rep > 1} == {4}


def test_again_on_the_way_back_begins_a_movement_anew() -> None:
    state, _ = run(begin(Script((PRESS_UP,)), 0.0)[0], 21)
    state, effects = advance(state, Press.RESTART, 21.0)
    assert list(map(kind_of, effects)) == ["in #1"]
    assert [each.rep for each in reps(run(state, 300)[1])] == list(range(1, 11))


def test_a_movement_is_begun_on_its_way_back_and_not_before() -> None:
    state, _ = run(begin(Script((PRESS_UP,)), 0.0)[0], 18)
    assert not state.own.begun
    assert run(state, 20)[0].own.begun


# What was skipped


def three() -> SessionState:
    items = tuple(replace(PLAIN, index=index, exercise=f"e{index}") for index in range(3))
    return begin(Script(items), 0.0)[0]


def offered(*skips: float) -> SessionState:
    """At the offer, with a skip at each of these moments."""
    state, waiting = three(), list(skips)
    while not state.offering:
        now = min(state.due, state.seen + 4, *waiting[:1])
        press = Press.SKIP if waiting and now == waiting[0] else Press.TICK
        del waiting[: press is Press.SKIP]
        state, _ = advance(state, press, now)
    return state


def test_what_was_skipped_is_offered_and_left_alone_the_session_ends_by_itself() -> None:
    state = offered(20.0)
    left = session_left_s(state, state.began)
    assert left == phase_left_s(state, state.began) == 10
    state, effects = run(state, 1_000)
    assert list(map(kind_of, effects)) == ["SessionEnded"]
    assert (state.how, [each.how for each in state.progress]) == ("done", ["skipped", "done", "done"])


def test_back_takes_up_all_that_was_skipped_and_does_what_is_missing() -> None:
    state = offered(30.0, 33.0)
    state, effects = advance(state, Press.BACK, state.seen)
    assert list(map(kind_of, effects)) == ["MovedBack", "MovedBack", "ready #0"]
    state, effects = run(state, 1_000)
    assert [(each.item, each.rep) for each in reps(effects)] == [(0, 2), (1, 1), (1, 2)]
    assert [each.how for each in state.progress] == ["done"] * 3


def test_it_is_offered_once() -> None:
    state = offered(20.0)
    state, _ = advance(state, Press.BACK, state.seen)
    state, effects = advance(state, Press.SKIP, state.seen)
    assert list(map(kind_of, effects)) == ["ExerciseEnded", "SessionEnded"]


@pytest.mark.parametrize("press", [Press.SKIP, Press.STOP])
def test_no_to_the_offer_is_the_end_that_would_have_been(press: Press) -> None:
    state = offered(20.0)
    state, effects = advance(state, press, state.seen)
    assert (list(map(kind_of, effects)), state.how) == (["SessionEnded"], "done")


def test_what_hurts_is_offered_no_more() -> None:
    items = (PLAIN, replace(PLAIN, index=1, exercise="other"), replace(PLAIN, index=2))
    state, _ = begin(Script(items), 0.0)
    state, _ = run(state, 1, (1, Press.SKIP))
    while not state.offering:
        state, _ = advance(state, Press.TICK, min(state.due, state.seen + 4))
    state, effects = advance(state, Press.PAIN, state.seen)
    assert (list(map(kind_of, effects)), state.progress[2].pain) == (["PainFelt", "SessionEnded"], True)


def test_undo_in_the_offer_goes_back_into_what_was_skipped() -> None:
    state, _ = begin(Script((PLAIN,)), 0.0)
    state, _ = run(state, 20, (20, Press.SKIP))
    assert state.offering
    state, effects = advance(state, Press.UNDO, 21.0)
    assert (kind_of(effects[0]), state.mode, state.own.how) == ("TakenBack", Mode.LEAD_IN, None)


@pytest.mark.parametrize("press", [Press.EASE, Press.RESTART, Press.LONGER, Press.LATER])
def test_other_keys_do_nothing_in_the_offer(press: Press) -> None:
    state = offered(20.0)
    assert advance(state, press, state.seen)[1] == ()


# Later


def blocks(*kinds: int) -> SessionState:
    items = tuple(
        replace(PLAIN, index=index, block=block, exercise=f"e{index}") for index, block in enumerate(kinds)
    )
    return begin(Script(items), 0.0)[0]


def came(effects: Sequence[Happened]) -> list[int]:
    return [
        each.what.item
        for each in effects
        if isinstance(each.what, PhaseBegan) and each.what.step.phase is Phase.READY
    ]


def test_later_puts_an_exercise_at_the_end_of_its_block() -> None:
    state, effects = run(blocks(0, 0, 0, 1), 1_000, (29, Press.LATER))
    assert came(effects) == [1, 2, 0, 3]
    assert [(each.item, each.rep) for each in reps(effects)] == [
        *[(0, 1), (1, 1), (1, 2), (2, 1), (2, 2), (0, 2), (3, 1), (3, 2)],
    ]
    assert state.script.order == (1, 2, 0, 3)


def test_later_is_undone_with_the_order() -> None:
    state, _ = advance(blocks(0, 0, 0), Press.LATER, 1.0)
    state, effects = advance(state, Press.UNDO, 2.0)
    assert (kind_of(effects[0]), state.item, state.script.order) == ("TakenBack", 0, ())


@pytest.mark.parametrize("kinds", [(0,), (0, 1)])
def test_what_is_last_of_its_block_stays_where_it_is(kinds: tuple[int, ...]) -> None:
    state = blocks(*kinds)
    assert advance(state, Press.LATER, 1.0)[1] == ()


def test_getting_ready_is_as_long_as_the_position_before_asks_for() -> None:
    items = tuple(
        replace(PLAIN, index=index, exercise=f"e{index}", position=position)
        for index, position in enumerate((LYING, LYING, Position.STANDING, Position.STANDING))
    )
    _, effects = run(begin(Script(items), 0.0)[0], 1_000, (1, Press.LATER))
    ready = [each.what.step.seconds for each in effects if came([each])]
    assert (came(effects), ready) == ([1, 2, 3, 0], [15, 15, 8, 15])


# Going on


def test_a_rest_that_was_under_way_is_not_asked_for_again() -> None:
    done = Progress(reps=resting().own.reps, begun=True)
    state, _ = begin(Script((TWO_SETS,)), 0.0, (done,))
    assert said(state.steps[:3]) == "ready15 in3#3 hold3#3"
    items = (PLAIN, replace(PLAIN, index=1, exercise="other", rest_before_s=30))
    state, _ = begin(Script(items), 0.0, (Progress(how="done", begun=True), Progress()))
    assert state.step.phase is Phase.READY


def test_going_on_where_only_the_offer_was_left_offers_it_again() -> None:
    state, _ = begin(Script((PLAIN,)), 0.0, (Progress(how="skipped"),))
    assert state.offering
