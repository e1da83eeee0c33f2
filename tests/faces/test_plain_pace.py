"""A screen reader at 180 words a minute is never more than three seconds behind the phase that it tells."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtui.content.load import load
from backtui.content.programmes import programmes
from backtui.domain.exercise import Dose, Exercise
from backtui.domain.session.machine import advance, begin
from backtui.domain.session.state import Mode, PhaseBegan, Press, SessionState
from backtui.domain.session.steps import Item, Script, Timing
from backtui.plain.loop import Narrator

SHIPPED = load()
EXERCISES: Mapping[str, Exercise] = {
    **SHIPPED.exercises,
    **{id_: each for programme in programmes(SHIPPED).values() for id_, each in programme.exercises.items()},
}
WORDS_A_SECOND, BEHIND_S = 3.0, 3.0


class Reader:
    """Takes lines as a screen reader does: one after the other, each as long as its words take."""

    def __init__(self) -> None:
        self.now = self.free = self.behind = 0.0
        self.lines: list[str] = []

    def say(self, *lines: str) -> None:
        for line in lines:
            self.lines.append(line)
            self.free = max(self.free, self.now) + len(line.split()) / WORDS_A_SECOND

    def look(self) -> None:
        self.behind = max(self.behind, self.free - self.now)


class Standing:
    """As much of a running session as is told: all that was done is on disk."""

    trouble, taken, saved = None, False, True

    def __init__(self, state: SessionState) -> None:
        self.state = state

    def pending(self, _item: int) -> int:
        return 0


def told(script: Script) -> tuple[Reader, float]:
    """A whole session read aloud, and how far the reader was behind when a phase began, at the worst."""
    state, effects = begin(script, 0.0)
    reader: Any = Reader()
    running: Any = Standing(state)
    narrator = Narrator(running, EXERCISES, reader)
    worst = 0.0
    while True:
        running.state = state
        for effect in effects:
            reader.now = effect.at
            if isinstance(effect.what, PhaseBegan):
                worst = max(worst, reader.free - reader.now)
            narrator.tell([effect])
        if state.mode is Mode.ENDED:
            return reader, worst
        state, effects = advance(state, Press.TICK, min(state.due, state.seen + 4))


def item_of(exercise: Exercise, dose: Dose, index: int = 0) -> Item:
    return Item(
        *(index, 0, exercise.kind, exercise.id, exercise.position, exercise.sides, exercise.holds, dose),
        tempo=exercise.tempo,
        parts=exercise.parts,
    )


@pytest.mark.parametrize(
    "dose", [Dose(1, 2), Dose(2, 2), Dose(5, 5), Dose(8, 3, (3,), 15), Dose(0, 4)], ids=str
)
def test_all_exercises_in_a_row_are_told_in_time(dose: Dose) -> None:
    items = tuple(item_of(each, dose, index) for index, each in enumerate(EXERCISES.values()))
    reader, worst = told(Script(items))
    assert worst <= BEHIND_S, worst
    assert len(reader.lines) > 200


@given(
    st.lists(st.sampled_from(list(EXERCISES.values())), min_size=1, max_size=5),
    st.builds(Dose, st.integers(1, 30), st.integers(1, 5)),
    st.integers(8, 20),
    st.integers(6, 12),
)
def test_any_session_with_the_usual_seconds_or_more_is(
    exercises: list[Exercise], dose: Dose, ready_s: int, switch_s: int
) -> None:
    items = tuple(item_of(each, dose, index) for index, each in enumerate(exercises))
    timing = Timing(ready_change_s=ready_s, ready_same_s=ready_s, switch_s=switch_s)
    _, worst = told(Script(items, timing))
    assert worst <= BEHIND_S + 1e-9


def test_the_first_repetition_has_the_exercise_s_words_and_later_ones_the_short_line() -> None:
    reader, _ = told(Script((item_of(EXERCISES["single-leg-pull"], Dose(5, 2)),)))
    ins = [line for line in reader.lines if line.startswith("In, ")]
    assert ins[0] == "In, 1 of 2, left side. Bring your left knee to your chest."
    assert ins[1:] == ["In, 2 of 2, left side.", "In, 1 of 2, right side.", "In, 2 of 2, right side."]
    assert [line for line in reader.lines if "counted" in line] == ["1 counted.", "2 counted."] * 2
    assert "Now the right side, 6 seconds. Bend the right knee, left leg straight." in reader.lines
