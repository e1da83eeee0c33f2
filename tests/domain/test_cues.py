"""Which bells ring when, and the words beside them."""

import pytest
from msgspec.structs import replace

from backtui.domain.cues import BELLS, LESSONS, Call, Cue, calls, count_due
from backtui.domain.exercise import Dose, Exercise, Kind, Position, Sides
from backtui.domain.session.machine import advance, begin
from backtui.domain.session.state import Mode, Press, SessionState
from backtui.domain.session.steps import Item, Phase, Script, length_s

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
    language = {Cue.IN: 1, Cue.OUT: 1, Cue.HOLD: 2, Cue.SWITCH: 3, Cue.READY: 4, Cue.END: 5}
    assert {cue: BELLS[cue] for cue in language} == language
    assert not {Cue.RELAX, Cue.REST, Cue.PAUSED, Cue.NOTED, Cue.COUNT} & set(BELLS)
    for bells, meaning in enumerate(("move", "hold", "other side", "new", "done"), 1):
        assert all(meaning in each.split("·")[bells - 1] for each in LESSONS)


def test_the_words_name_the_exercise_the_side_and_the_seconds() -> None:
    words = [call.words for call in heard(length_s(SCRIPT))]
    assert words[:3] == [
        "Single leg pull, left side. 2 seconds, once. Lie down.",
        "In.",
        "Hold, 2 seconds. Hold.",
    ]
    assert "Now the right side." in words


def test_boundaries_crossed_together_sound_only_for_the_newest() -> None:
    state, _ = begin(SCRIPT, 0.0)
    state, effects = advance(state, Press.TICK, 4.9)
    assert calls(effects, state, {"pull": PULL}) == []
    state, effects = advance(state, Press.TICK, 9.8)
    state, effects = advance(state, Press.TICK, 14.7)
    state, effects = advance(state, Press.TICK, 19.0)
    assert [call.cue for call in calls(effects, state, {"pull": PULL})] == [Cue.HOLD]


def counts(state: SessionState, *times: float) -> list[int]:
    found = (count_due(state, now) for now in times)
    return [call.left if call else 0 for call in found]


def test_the_last_three_seconds_before_a_start_tick_and_no_others() -> None:
    state, _ = begin(SCRIPT, 0.0)
    assert counts(state, 0.0, 11.9, 12.0, 12.1, 13.0, 14.0, 14.9) == [0, 0, 3, 3, 2, 1, 1]
    for now in (4.0, 8.0, 12.0, 16.0):
        state, _ = advance(state, Press.TICK, now)
    assert counts(state, 16.5) == [0]


def until(script: Script, phase: Phase) -> SessionState:
    state, _ = begin(script, 0.0)
    while state.step.phase is not phase:
        state, _ = advance(state, Press.TICK, min(state.due, state.seen + 4))
    return state


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(2, []), (3, []), (4, ["2", "1"]), (12, ["2", "1"]), (30, ["10 more.", "2", "1"])],
)
def test_a_hold_is_counted_out_where_it_is_long_enough(seconds: int, told: list[str]) -> None:
    state = until(Script((replace(SCRIPT.items[0], dose=Dose(seconds, 1)),)), Phase.HOLD)
    found = [count_due(state, state.due - left) for left in range(seconds, 0, -1)]
    assert [call.words for call in found if call] == told
    assert all(call.bells == 0 for call in found if call)


def test_a_change_of_sides_counts_in_as_a_new_exercise_does() -> None:
    state = until(SCRIPT, Phase.SWITCH)
    found = [count_due(state, state.due - left) for left in (3, 2, 1)]
    assert [(call.left, call.words, call.bells) for call in found if call] == [
        (3, "3", 1),
        (2, "2", 1),
        (1, "1", 1),
    ]


def test_a_rest_before_another_exercise_does_not_tick_for_getting_ready_comes_first() -> None:
    script = Script((*SCRIPT.items, replace(SCRIPT.items[0], index=1, rest_before_s=10)))
    state = until(script, Phase.REST)
    assert count_due(state, state.due - 2) is None


@pytest.mark.parametrize(
    ("press", "words"),
    [
        (Press.PAIN, "Pain noted. "),
        (Press.EASE, "Eased. "),
        (Press.EASY, "Easy, noted."),
        (Press.DIZZY, "Sit down. Breathe. Nothing is lost."),
        (Press.PAUSE, "Paused."),
    ],
)
def test_a_key_is_heard_in_words(press: Press, words: str) -> None:
    script = Script((replace(SCRIPT.items[0], dose=Dose(5, 3)), replace(SCRIPT.items[0], index=1)))
    state = until(script, Phase.HOLD)
    state, effects = advance(state, press, state.seen + 1)
    [call] = calls(effects, state, {"pull": PULL})
    assert call.words.startswith(words)
