"""Which bells ring when, and the words beside them."""

from backtui.domain.cues import BELLS, Call, Cue, calls, tick_due
from backtui.domain.exercise import Dose, Exercise, Kind, Position, Sides
from backtui.domain.session.machine import advance, begin
from backtui.domain.session.state import Mode, Press
from backtui.domain.session.steps import Item, Script, length_s

PULL = Exercise(
    id="pull",
    name="Single leg pull",
    kind=Kind.STRETCH,
    position=Position.LYING,
    sides=Sides.EACH,
    works_on=("hips",),
    set_up=("Lie down.",),
    movement_in="In.",
    hold=("Hold.",),
    movement_out="Out.",
)
SCRIPT = Script((Item(0, 0, Kind.STRETCH, "pull", Position.LYING, Sides.EACH, 1, Dose(2, 1)),))


def heard(until: float, step: float = 0.25) -> list[Call]:
    state, effects = begin(SCRIPT, 0.0)
    found = calls(effects, state, {"pull": PULL})
    now = 0.0
    while now < until and state.mode is not Mode.ENDED:
        now += step
        state, effects = advance(state, Press.TICK, now)
        found += calls(effects, state, {"pull": PULL})
    return found


def test_a_whole_exercise_is_heard_in_its_order() -> None:
    assert [call.cue for call in heard(length_s(SCRIPT))] == [
        Cue.READY,
        *(Cue.IN, Cue.HOLD, Cue.OUT, Cue.RELAX),
        Cue.SWITCH,
        *(Cue.IN, Cue.HOLD, Cue.OUT, Cue.RELAX),
        Cue.END,
    ]


def test_the_patterns_are_told_apart_by_their_count() -> None:
    assert [BELLS[cue] for cue in (Cue.HOLD, Cue.OUT, Cue.SWITCH, Cue.END)] == [1, 2, 3, 4]


def test_the_words_name_the_exercise_the_side_and_the_seconds() -> None:
    words = [call.words for call in heard(length_s(SCRIPT))]
    assert words[:3] == ["Single leg pull, left side. Get ready.", "Slowly into it.", "Hold, 2 seconds."]
    assert "Other side, right side." in words


def test_boundaries_crossed_together_sound_only_for_the_newest() -> None:
    state, _ = begin(SCRIPT, 0.0)
    state, effects = advance(state, Press.TICK, 4.9)
    assert calls(effects, state, {"pull": PULL}) == []
    state, effects = advance(state, Press.TICK, 9.8)
    state, effects = advance(state, Press.TICK, 14.7)
    state, effects = advance(state, Press.TICK, 19.0)
    assert [call.cue for call in calls(effects, state, {"pull": PULL})] == [Cue.HOLD]


def test_the_last_three_seconds_before_a_start_tick_and_no_others() -> None:
    state, _ = begin(SCRIPT, 0.0)
    assert [tick_due(state, now) for now in (0.0, 11.9, 12.0, 12.1, 13.0, 14.0, 14.9)] == [
        0,
        0,
        3,
        3,
        2,
        1,
        1,
    ]
    for now in (4.0, 8.0, 12.0, 16.0):
        state, _ = advance(state, Press.TICK, now)
    assert tick_due(state, 16.5) == 0
