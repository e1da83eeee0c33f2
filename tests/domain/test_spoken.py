"""What is said fits its phase, the longest that fits is said, and the exercise can be followed by it."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtui.content.load import load
from backtui.content.programmes import programmes
from backtui.domain.exercise import Dose, Exercise, Side, Sides
from backtui.domain.session.machine import advance, begin
from backtui.domain.session.state import Mode, PhaseBegan, Press, SessionState
from backtui.domain.session.steps import STANDARD_TIMING, Item, Phase, Script, Step, Timing
from backtui.domain.words.spoken import RISE, TICKS, WORDS_A_SECOND, fitted, said

SHIPPED = load()
EXERCISES: Mapping[str, Exercise] = {
    **SHIPPED.exercises,
    **{id_: each for programme in programmes(SHIPPED).values() for id_, each in programme.exercises.items()},
}
DOSES = (Dose(1, 1), Dose(2, 2), Dose(5, 5), Dose(10, 3, (3,), 20), Dose(60, 1), Dose(0, 4))


def item_of(exercise: Exercise, dose: Dose, index: int = 0) -> Item:
    return Item(
        *(index, 0, exercise.kind, exercise.id, exercise.position, exercise.sides, exercise.holds, dose),
        tempo=exercise.tempo,
        parts=exercise.parts,
    )


def spoken(script: Script) -> Iterator[tuple[SessionState, Item, Step, str]]:
    """All phases of a session with what is said in each."""
    state, effects = begin(script, 0.0)
    while True:
        for effect in effects:
            if isinstance(effect.what, PhaseBegan):
                item, step = script.items[effect.what.item], effect.what.step
                yield state, item, step, said(state, item, step, EXERCISES[item.exercise], step.seconds)
        if state.mode is Mode.ENDED:
            return
        state, effects = advance(state, Press.TICK, min(state.due, state.seen + 4))


def room(step: Step) -> float:
    """Seconds for the words: without those that are counted aloud."""
    if step.phase in (Phase.READY, Phase.SWITCH) or (step.phase is Phase.REST and step.rep):
        return step.seconds - TICKS
    return step.seconds - 2 if step.phase is Phase.HOLD and step.seconds >= 4 else step.seconds


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
@pytest.mark.parametrize("dose", DOSES, ids=str)
def test_with_the_usual_seconds_all_that_is_said_fits_its_phase(exercise: Exercise, dose: Dose) -> None:
    script = Script((item_of(exercise, dose), item_of(exercise, dose, 1)))
    for _, _, step, words in spoken(script):
        assert len(words.split()) <= max(1, room(step) * WORDS_A_SECOND), (step, words)
        assert "{" not in words
        assert words[0].isupper() or words[0].isdigit()


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_the_first_repetition_tells_the_movement_and_each_change_its_side(exercise: Exercise) -> None:
    heard = list(spoken(Script((item_of(exercise, Dose(5, 3)),))))
    firsts = {
        step.side: words for _, _, step, words in reversed(heard) if step.phase is Phase.IN and not step.hold
    }
    for words in firsts.values():
        assert words not in ("Slowly in.", "Once more.")
        assert len(words.split()) > 2
    for _, _, step, words in heard:
        if step.phase is Phase.READY:
            assert words.startswith(exercise.name)
            assert step.side is Side.NONE or comes_first(step.side, words)
        if step.phase is Phase.SWITCH:
            assert comes_first(step.side, words)


def comes_first(side: Side, words: str) -> bool:
    """Whether the side that works is named, and named before the other."""
    text = words.lower()
    other = text.find("left" if side is Side.RIGHT else "right")
    return side in text and (other < 0 or text.index(side) < other)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
@pytest.mark.parametrize("ready_s", [8, 15])
def test_the_working_side_comes_first_in_whatever_is_said_of_getting_ready(
    exercise: Exercise, ready_s: int
) -> None:
    timing = Timing(ready_change_s=ready_s, ready_same_s=ready_s)
    for _, _, step, words in spoken(Script((item_of(exercise, Dose(5, 1)),), timing)):
        if step.phase is Phase.READY and step.side is not Side.NONE:
            assert comes_first(step.side, words), words


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_nothing_waits_for_a_feeling_in_a_phase_that_ends_by_itself(exercise: Exercise) -> None:
    texts = (*exercise.set_up, exercise.movement_in, *exercise.hold, exercise.movement_out)
    assert not [text for text in texts if " until you feel" in text]


def test_whoever_lies_with_closed_eyes_is_told_to_stand_up_slowly() -> None:
    lying, standing = EXERCISES["pelvic-tilt"], EXERCISES["back-arch"]
    script = Script(
        tuple(item_of(each, Dose(2, 1), at) for at, each in enumerate((standing, lying, standing)))
    )
    ready = [words for _, _, step, words in spoken(script) if step.phase is Phase.READY]
    assert [RISE in words for words in ready] == [False, False, True]
    assert all(
        words.startswith(name)
        for words, name in zip(ready, ("Back arch", "Pelvic tilt", "Back arch"), strict=True)
    )


def test_few_words_are_written_for_all_that_is_shipped() -> None:
    for exercise in EXERCISES.values():
        few = exercise.spoken
        assert few.set_up, exercise.id
        assert len(few.hold) == exercise.holds, exercise.id
        for text in (few.movement_in, few.movement_out, few.switch):
            assert len(text.split()) <= 3 * WORDS_A_SECOND, text
        assert few.switch or exercise.sides is not Sides.EACH or exercise.id in SIMPLE_CHANGES


SIMPLE_CHANGES = ("arm-reach", "leg-reach", "bird-dog")  # only the side changes, not how one lies or kneels


@given(
    st.sampled_from(list(EXERCISES.values())),
    st.builds(Timing, *[st.integers(1, 12)] * 8),
    st.builds(Dose, st.integers(0, 30), st.integers(1, 4)),
)
@pytest.mark.thorough
def test_with_any_seconds_it_fits_or_is_the_shortest_there_is(
    exercise: Exercise, timing: Timing, dose: Dose
) -> None:
    for _, _, step, words in spoken(Script((item_of(exercise, dose),), timing)):
        least = len(exercise.name.split()) + 2 if step.phase is Phase.READY else 7
        assert len(words.split()) <= max(least, room(step) * WORDS_A_SECOND), (step, words)


@given(
    st.lists(st.text("ab ", min_size=1, max_size=30).map(str.strip).filter(bool), min_size=1), st.floats(0, 9)
)
def test_the_first_that_fits_is_said(texts: list[str], seconds: float) -> None:
    chosen = fitted(texts, seconds)
    fits = [len(text.split()) <= seconds * WORDS_A_SECOND for text in texts]
    assert chosen == (texts[fits.index(True)] if any(fits) else texts[-1])


def test_a_session_of_sets_says_the_rest_and_what_comes() -> None:
    words = [
        words
        for _, _, step, words in spoken(Script((item_of(EXERCISES["pelvic-lift"], Dose(5, 2, (2,), 60)),)))
    ]
    assert "Rest, 1 minute. Then set 2 of 2." in words
    assert STANDARD_TIMING.relax_s == 2
    assert words.count("Relax.") == 4


def test_later_repetitions_have_a_word_or_two_and_the_last_is_told() -> None:
    heard = list(spoken(Script((item_of(EXERCISES["pelvic-lift"], Dose(5, 3)),))))
    ins = [words for _, _, step, words in heard if step.phase is Phase.IN]
    assert ins == ["Lift your hips little by little.", "Once more.", "Last one."]
    tilt = spoken(Script((item_of(EXERCISES["pelvic-tilt"], Dose(5, 3)),)))
    assert [words for _, _, step, words in tilt if step.phase is Phase.IN][1:] == [
        "Once more: press your low back flat.",
        "Last one.",
    ]
    outs = [words for _, _, step, words in heard if step.phase is Phase.OUT]
    assert outs == ["Lower your hips slowly.", "And return.", "And return."]
