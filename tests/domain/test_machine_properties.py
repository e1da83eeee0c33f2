"""What holds for every session, whatever is pressed and however time passes."""

from collections.abc import Sequence
from itertools import cycle, pairwise

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from often import often

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
from backtui.domain.session.steps import Item, Phase, Script, length_s

thorough = often(100)
very_thorough = often(300)
GAP_S = 5.0
ROUNDING_S = 0.0005
MOVING = (Mode.RUNNING, Mode.LEAD_IN)
Move = tuple[Press, float]

doses = st.builds(
    Dose,
    st.integers(0, 6),
    st.integers(1, 3),
    st.lists(st.integers(1, 3), max_size=2).map(tuple),
    st.integers(0, 9),
)
seconds = st.one_of(st.none(), st.integers(0, 4))
awake = st.floats(0, 4.999)
delays = st.one_of(awake, st.sampled_from([0.0, 1.0, 3.0, GAP_S, 5.001]), st.floats(GAP_S, 100))
moves = st.lists(st.tuples(st.one_of(st.just(Press.TICK), st.sampled_from(Press)), delays), max_size=60)
awake_moves = st.lists(st.tuples(st.one_of(st.just(Press.TICK), st.sampled_from(Press)), awake), max_size=60)
LIVELY = [each for each in Press if each not in (Press.STOP, Press.DIZZY)]
lively_moves = st.lists(
    st.tuples(st.one_of(st.just(Press.TICK), st.sampled_from(LIVELY)), st.floats(1, 4.999)),
    min_size=5,
    max_size=40,
)

WANDERING = [Press.TICK, Press.TICK, Press.TICK, Press.BACK, Press.PAIN, Press.EASE, Press.SKIP, Press.PAUSE]
wandering_moves = st.lists(
    st.tuples(st.sampled_from(WANDERING), st.floats(1, 4.999)), min_size=3, max_size=25
)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """One to four items in up to two blocks; the same exercise may stand twice."""
    items = []
    for index in range(draw(st.integers(1, 4))):
        holds, sides = draw(st.integers(1, 3)), draw(st.sampled_from(Sides))
        part = st.builds(HoldPart, seconds, st.booleans())
        items.append(
            Item(
                index=index,
                block=draw(st.integers(items[-1].block, 1)) if items else 0,
                block_kind=Kind.STRETCH,
                exercise=draw(st.sampled_from("ab")),
                position=draw(st.sampled_from(Position)),
                sides=sides,
                holds=holds,
                dose=draw(doses),
                side=draw(st.sampled_from(Side)) if sides is not Sides.ONE else Side.NONE,
                tempo=draw(st.builds(Tempo, seconds, seconds, seconds)),
                parts=draw(st.sampled_from([(), tuple(draw(part) for _ in range(holds))])),
                rest_before_s=draw(st.sampled_from([0, 7])),
            )
        )
    return Script(tuple(items), asks_rating=draw(st.booleans()), gap_s=GAP_S)


class Run(msgspec.Struct):
    """A session driven by moves: its state now, all effects, and the seconds that may count."""

    state: SessionState
    effects: tuple[Happened, ...]
    now: float = 0.0
    awake_s: float = 0.0

    def go(self, press: Press, delay: float) -> None:
        before, self.now = self.state, self.now + delay
        if before.mode in MOVING and self.now - before.seen <= GAP_S:
            self.awake_s += delay
        self.state, new = advance(before, press, self.now)
        self.effects += new

    @property
    def reps(self) -> list[fx.RepEnded]:
        return [each.what for each in self.effects if isinstance(each.what, fx.RepEnded)]


def run(script: Script, some: Sequence[Move], progress: Sequence[Progress] = ()) -> Run:
    session = Run(*begin(script, 0.0, progress))
    for press, delay in some:
        session.go(press, delay)
    return session


def finish(session: Run, spacing: Sequence[float] = (4.0,)) -> Run:
    """Ticks alone until the end."""
    for delay in cycle(spacing):
        if session.state.mode is Mode.ENDED:
            return session
        assert session.state.mode is not Mode.PAUSED
        session.go(Press.TICK, delay)
    raise AssertionError


def planned(script: Script) -> list[tuple[int, str, int, tuple[float, ...]]]:
    """Every repetition in its order: item, side, number, seconds of its holds."""
    return [
        (item.index, side, rep, held_in(item))
        for item in script.items
        for numbers in numbers_of(item.dose)
        for side, rep in in_order(item, numbers)
    ]


def numbers_of(dose: Dose) -> list[range]:
    """The numbers of the repetitions of each set."""
    ends = [sum(dose.sets[:place]) for place in range(len(dose.sets) + 1)]
    return [range(first + 1, last + 1) for first, last in pairwise(ends)]


def in_order(item: Item, numbers: range) -> list[tuple[Side, int]]:
    """One set: one side after the other, or by turns."""
    both = [Side.NONE] if item.sides is Sides.ONE else [Side.LEFT, Side.RIGHT]
    sides = both if item.side is Side.NONE else [item.side]
    if item.sides is Sides.ALTERNATING:
        return [(side, rep) for rep in numbers for side in sides]
    return [(side, rep) for side in sides for rep in numbers]


def held_in(item: Item) -> tuple[float, ...]:
    parts = item.parts or (HoldPart(),) * item.holds
    asked = [item.dose.hold_s if part.seconds is None else part.seconds for part in parts if not part.moving]
    return tuple(float(each) for each in asked if each)


def recorded(session: Run) -> list[tuple[int, str, int, tuple[float, ...]]]:
    return [
        (each.item, each.side, each.rep, tuple(pytest.approx(s, abs=1e-6) for s in each.holds_s))
        for each in session.reps
    ]


@thorough
@given(scripts(), moves)
def test_effects_are_in_the_order_of_time_and_none_lies_ahead(script: Script, some: list[Move]) -> None:
    session = run(script, some)
    times = [each.at for each in session.effects]
    assert times == sorted(times)
    assert all(0 <= at <= session.now for at in times)


@thorough
@given(scripts(), moves)
def test_no_more_is_held_than_time_went_by_awake_and_unpaused(script: Script, some: list[Move]) -> None:
    session = run(script, some)
    held = [seconds for each in session.reps for seconds in each.holds_s]
    assert all(seconds >= 0 for seconds in held)
    assert sum(held) <= session.awake_s + ROUNDING_S * len(held) + 1e-6


@thorough
@given(scripts(), lively_moves)
def test_a_repetition_counts_as_many_holds_as_the_exercise_has(script: Script, some: list[Move]) -> None:
    session = run(script, some)
    assert all(len(each.holds_s) == len(held_in(script.items[each.item])) for each in session.reps)
    logged = [sum(each.item == index for each in session.reps) for index in range(len(script.items))]
    assert logged == [len(each.reps) for each in session.state.progress]


@thorough
@given(scripts(), st.lists(st.floats(0.2, 4.999), min_size=1, max_size=9))
def test_left_alone_a_session_lasts_as_planned_and_holds_all_of_it_once(
    script: Script, spacing: list[float]
) -> None:
    session = finish(run(script, []), spacing)
    last = session.effects[-1]
    assert isinstance(last.what, fx.SessionEnded)
    assert last.at == pytest.approx(length_s(script), abs=1e-6)
    assert recorded(session) == planned(script)
    assert [each.how for each in session.state.progress] == ["done"] * len(script.items)


@thorough
@example(
    Script((Item(0, 0, Kind.STRETCH, "a", Position.LYING, Sides.ONE, 1, Dose(0, 1)),), gap_s=GAP_S),
    [(Press.SKIP, 0.0), (Press.TICK, 4.0), (Press.TICK, 4.5), (Press.TICK, 3.0)],  # past the end of an offer
    2,
)
@given(scripts(), awake_moves, st.integers(2, 7))
def test_splitting_a_delay_into_ticks_changes_nothing(script: Script, some: list[Move], parts: int) -> None:
    whole, split = run(script, some), Run(*begin(script, 0.0))
    now = 0.0
    for press, delay in some:
        for part in range(1, parts):
            split.state, new = advance(split.state, Press.TICK, now + delay * part / parts)
            split.effects += new
        now += delay
        split.state, new = advance(split.state, press, now)
        split.effects += new
    assert (split.state, split.effects) == (whole.state, whole.effects)


@thorough
@given(scripts(), awake_moves, st.floats(10, 10_000))
def test_how_long_a_pause_lasts_changes_nothing_but_the_time(
    script: Script, some: list[Move], longer: float
) -> None:
    before = run(script, some).state
    # After pain any key goes on, a pause too.
    if before.longer or before.mode is Mode.ENDED or before.step.phase is Phase.HURT:
        return
    pausing = [(Press.PAUSE, 0.0)] if before.mode in MOVING else []
    short = finish(run(script, [*some, *pausing, (Press.PAUSE, 1.0)]))
    long = finish(run(script, [*some, *pausing, (Press.PAUSE, longer)]))
    assert recorded(long) == [(each.item, each.side, each.rep, each.holds_s) for each in short.reps]
    assert long.effects[-1].at - short.effects[-1].at == pytest.approx(longer - 1.0, abs=1e-6)


@thorough
@given(scripts(), st.floats(0, 200), st.floats(0, 10_000))
@example(Script((Item(0, 0, Kind.STRETCH, "a", Position.LYING, Sides.ONE, 1, Dose(5, 1)),)), 20.0, 100.0)
def test_a_pause_adds_itself_its_lead_in_and_the_hold_it_broke(
    script: Script, when: float, pause: float
) -> None:
    session = run(script, [(Press.TICK, 1.0)] * int(when) + [(Press.TICK, when - int(when))])
    broken, step = session.state, session.state.step
    if broken.mode is Mode.ENDED:
        return
    again = session.now - broken.began if step.phase in (Phase.IN, Phase.HOLD, Phase.MOVE) else 0.0
    before = broken.steps[max(0, broken.at - 1)]
    if step.phase in (Phase.HOLD, Phase.MOVE) and before.phase is Phase.IN and before.hold == step.hold:
        again += before.seconds
    session.go(Press.PAUSE, 0.0)
    session.go(Press.PAUSE, pause)
    finish(session)
    added = pause + script.timing.lead_in_s + again
    assert session.effects[-1].at == pytest.approx(length_s(script) + added, abs=1e-6)
    assert recorded(session) == planned(script)


@thorough
@given(scripts(), moves)
def test_while_paused_nothing_counts_down_and_a_tick_is_the_same_object(
    script: Script, some: list[Move]
) -> None:
    session = run(script, some)
    if session.state.mode in MOVING and not session.state.longer:
        session.go(Press.PAUSE, 0.0)
    if session.state.mode is not Mode.PAUSED or session.state.step.phase is Phase.HURT:
        return
    now, state = session.now, session.state
    assert phase_left_s(state, now) == phase_left_s(state, now + 1000) > 0
    assert session_left_s(state, now) == session_left_s(state, now + 1000)
    assert advance(state, Press.TICK, now + 1000)[0] is state


@thorough
@given(scripts(), moves, st.sampled_from(Press), delays)
def test_what_has_ended_stays_ended(script: Script, some: list[Move], press: Press, delay: float) -> None:
    session = run(script, [*some, (Press.STOP, 0.0), (Press.STOP, 0.0)])
    ends = [each for each in session.effects if isinstance(each.what, fx.SessionEnded)]
    assert session.state.mode is Mode.ENDED
    assert session.effects[-1:] == tuple(ends)
    assert advance(session.state, press, session.now + delay) == (session.state, ())


@thorough
@given(scripts(), st.one_of(moves, lively_moves), awake)
def test_the_time_left_falls_by_exactly_the_time_that_passes(
    script: Script, some: list[Move], delay: float
) -> None:
    session = run(script, some)
    if session.state.mode not in MOVING:
        return
    before = session_left_s(session.state, session.now)
    session.go(Press.TICK, delay)
    after = session_left_s(session.state, session.now)
    assert after == pytest.approx(max(0.0, before - delay), abs=1e-6)


def going_on(script: Script, some: Sequence[Move]) -> Run:
    """After the moves, and running again if they left it paused."""
    session = run(script, some)
    if session.state.mode is Mode.PAUSED:
        session.go(Press.PAUSE, 0.0)
    return session


@very_thorough
@given(scripts(), wandering_moves)
@pytest.mark.thorough
def test_the_time_left_is_when_the_session_will_end(script: Script, some: list[Move]) -> None:
    session = going_on(script, some)
    left, now = session_left_s(session.state, session.now), session.now
    end = finish(session).effects[-1].at
    assert left == pytest.approx(max(0.0, end - now), abs=1e-6)


@very_thorough
@given(scripts(), wandering_moves)
@pytest.mark.thorough
def test_what_follows_is_what_comes(script: Script, some: list[Move]) -> None:
    session = going_on(script, some)
    if session.state.mode is Mode.ENDED:
        return
    here, told, seen = session.state.item, session.state.following, len(session.effects)
    later = (each.what for each in finish(session).effects[seen:])
    came = [each.item for each in later if isinstance(each, PhaseBegan) and each.item != here]
    if told is None and came and any(press is Press.SKIP for press, _ in some):
        return  # what was skipped is offered once more
    assert (came[:1] or [None]) == [told.index if told else None]


@thorough
@given(scripts(), st.integers(0, 150))
def test_going_on_does_exactly_the_repetitions_that_were_missing(script: Script, ticks: int) -> None:
    first = run(script, [(Press.TICK, 1.0)] * ticks)
    if first.state.mode is Mode.ENDED:
        return
    rest = finish(run(script, [], first.state.progress))
    assert recorded(first) + recorded(rest) == planned(script)


@thorough
@given(scripts(), lively_moves)
def test_going_on_after_any_presses_leaves_nothing_open(script: Script, some: list[Move]) -> None:
    first = run(script, some)
    rest = finish(run(script, [], first.state.progress))
    assert all(each.how is not None for each in rest.state.progress)
    before = {(each.item, each.side, each.rep) for each in first.reps}
    assert not before & {(each.item, each.side, each.rep) for each in rest.reps}


@very_thorough
@given(scripts(), wandering_moves)
@pytest.mark.thorough
def test_an_exercise_that_hurt_is_never_begun_again(script: Script, some: list[Move]) -> None:
    hurt: set[str] = set()
    for each in finish(going_on(script, some)).effects:
        if isinstance(each.what, fx.PainFelt):
            hurt.add(script.items[each.what.item].exercise)
        if isinstance(each.what, PhaseBegan) and each.what.step.phase is not Phase.OFFER:
            assert script.items[each.what.item].exercise not in hurt


@very_thorough
@given(scripts(), wandering_moves)
def test_an_item_is_done_only_when_nothing_of_it_was_skipped(script: Script, some: list[Move]) -> None:
    presses = [(press, delay) for press, delay in some if press is not Press.EASE]
    presses.append((Press.STOP, 0.0))
    for item, own in zip(script.items, run(script, presses).state.progress, strict=True):
        every = {each for numbers in numbers_of(item.dose) for each in in_order(item, numbers)}
        assert own.done <= every
        if own.how == "done":
            assert own.done == every
        assert own.how not in ("skipped", "cut") or own.done != every
        assert own.how is not None or not own.begun
        assert own.how != "cut" or own.begun
