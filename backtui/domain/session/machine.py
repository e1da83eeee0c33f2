"""Advance(state, press, now).

The session machine: advance(state, press, now) -> (state, effects), and nothing else happens.

Every press first catches up to `now`, crossing each boundary at its own instant, then applies. A gap
between two presses means that the machine slept: the session pauses where it was last seen and counts
nothing of the time asleep. A press that does nothing in its phase only lets time pass.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from backtui.domain.events import (
    DizzyFelt,
    Eased,
    ExerciseEnd,
    ExerciseEnded,
    MovedBack,
    PainFelt,
    Postponed,
    Rated,
    Rating,
)
from backtui.domain.exercise import HOLD_BOUNDS_S
from backtui.domain.session.state import (
    Happened,
    Mode,
    Press,
    Progress,
    SessionState,
    TakenBack,
    ahead,
    hurt,
    to_offer,
)
from backtui.domain.session.steps import Phase, Script, Step, steps_of
from backtui.domain.session.transition import Transition

Turn = Transition
LONGEST_HOLD_S = float(HOLD_BOUNDS_S[1])


def begin(
    script: Script, now: float, progress: Sequence[Progress] = (), *, alive: bool = False
) -> tuple[SessionState, tuple[Happened, ...]]:
    """A session at its first open item; with `progress`, one that goes on where it was interrupted.

    Raises ValueError when the script has no items.
    """
    if not script.items:
        raise ValueError("a session needs at least one exercise")
    so_far = tuple(progress) or tuple(Progress() for _ in script.items)
    first = next((index for index in script.turns if so_far[index].how is None), None)
    last = script.turns[-1] if first is None else first
    state = SessionState(script, so_far, last, steps_of(script, last), 0, now, now, now, alive=alive)
    turn = Turn(state)
    if first is None:
        turn.go_further(now)
    else:
        turn.enter(first, now, rested=bool(progress))
    return turn.state, tuple(turn.effects)


def advance(state: SessionState, press: Press, now: float) -> tuple[SessionState, tuple[Happened, ...]]:
    """The session after a press (or a tick) at `now`, and what happened on the way."""
    if state.mode is Mode.ENDED or (press is Press.TICK and state.mode is Mode.PAUSED):
        return state, ()
    turn = Turn(state)
    turn.catch_up(now)
    if press is not Press.TICK and turn.state.mode is not Mode.ENDED:
        turn.change(alive=True)
        if turn.state.longer and press is not Press.PRESENT:
            _let_go(turn, now)
            if press not in (Press.PAIN, Press.DIZZY, Press.STOP):
                return turn.state, tuple(turn.effects)
        KEYS[press](turn, now)
    return turn.state, tuple(turn.effects)


def _let_go(turn: Turn, now: float) -> None:
    """End a longer hold or rest, or go back to the asked one where its time is not over yet."""
    asked = turn.state.began + turn.state.step.seconds
    if now < asked:
        turn.change(longer=False, due=asked)
    else:
        turn.pass_boundary(now)


def _with_undo(turn: Turn, ending: Callable[[], None]) -> None:
    """End an item by a key that can be taken back until the next hold begins."""
    before = replace(turn.state, before=None)
    ending()
    turn.change(before=before)


def _pain(turn: Turn, now: float) -> None:
    """The exercise ends, and counts as performed; after the last one the pain is of that.

    The session waits before the next one; there the same key once more is the same pain.
    """
    if turn.state.waiting:
        return
    if turn.state.offering:
        _late_pain(turn, now)
        return

    def end() -> None:
        turn.progress(turn.state.item, pain=True, begun=True)
        turn.tell(PainFelt(turn.state.item), now)
        turn.waits = True
        turn.end_item("pain", now)

    _with_undo(turn, end)


def _late_pain(turn: Turn, now: float) -> None:
    """Pain while what was skipped is offered: what hurts is offered no more."""
    item = turn.state.rated_item
    if turn.state.progress[item].begun:
        turn.progress(item, pain=True)
        turn.tell(PainFelt(item), now)
    if not to_offer(turn.state):
        turn.finish("done", now)


def _dizzy(turn: Turn, now: float) -> None:
    """The session ends at once."""
    turn.tell(DizzyFelt(turn.state.item), now)
    _end_open(turn, "dizzy", now)
    turn.finish("dizzy", now)


def _stop(turn: Turn, now: float) -> None:
    """The session ends early, or, where all has been, as it would have ended."""
    _end_open(turn, "cut", now)
    turn.finish("done" if turn.state.offering else "stopped", now)


def _undo(turn: Turn, now: float) -> None:
    """Back to where the key was pressed, after a lead-in; a hold that it broke off is done again."""
    before = turn.state.before
    if before is None:
        return
    turn.state = replace(before, alive=True)
    turn.tell(TakenBack(), now)
    if before.mode is not Mode.PAUSED:
        told = len(turn.effects)
        turn.pause("undo", before.seen)
        del turn.effects[told:]
        _toggle(turn, now)
    turn.change(seen=now)


def _toggle(turn: Turn, now: float) -> None:
    """Pause, or begin the lead-in of going on; where the session waits after pain, go on at once."""
    if turn.state.waiting and turn.state.mode is Mode.RUNNING:
        turn.pass_boundary(now)
        return
    if turn.state.mode is not Mode.PAUSED:
        turn.pause("key", now)
        return
    lead_in = turn.state.script.timing.lead_in_s
    turn.change(mode=Mode.LEAD_IN, began=now, due=now + lead_in, seen=now)


def _skip(turn: Turn, now: float) -> None:
    """The next exercise; an item with all its repetitions held is done, not skipped. A rest only ends."""
    state = turn.state
    if state.resting or state.offering or state.waiting:
        turn.pass_boundary(now)
        return
    how: ExerciseEnd = "skipped" if _unheld(state, state.item) else "done"
    _with_undo(turn, lambda: turn.end_item(how, now))


def _unheld(state: SessionState, index: int) -> bool:
    """Whether repetitions of an item remain."""
    return bool(steps_of(state.script, index, done=state.progress[index].done))


def _back(turn: Turn, now: float) -> None:
    """The exercise before, from its start; at the first one, that one anew once it is under way.

    Where what was skipped is offered, that.
    """
    state, turns = turn.state, turn.state.script.turns
    if state.offering:
        _take_up(turn, now)
        return
    before = (index for index in reversed(turns[: turns.index(state.item)]) if not hurt(state, index))
    target = next(before, None)
    if target is None:
        if state.step.phase in (Phase.READY, Phase.HURT) or (state.resting and not state.step.rep):
            return
        target = state.item
    turn.progress(target, how=None)
    turn.tell(MovedBack(target), now)
    turn.enter(target, now, anew=True, rested=True)


def _take_up(turn: Turn, now: float) -> None:
    """What was skipped is done after all, as far as it is not done."""
    skipped = to_offer(turn.state)
    for index in skipped:
        turn.progress(index, how=None)
        turn.tell(MovedBack(index), now)
    turn.enter(skipped[0], now, rested=True)


def _behind(state: SessionState) -> list[int]:
    """The items of the block that are still to come after the current one."""
    items, block = state.script.items, state.current.block
    return [index for index, _ in ahead(state) if items[index].block == block]


def may_put_off(state: SessionState) -> bool:
    """The exercise has something left to do, and others of its block are still to come."""
    return not state.offering and bool(_behind(state)) and _unheld(state, state.item)


def _later(turn: Turn, now: float) -> None:
    """Put the exercise off to the end of its block, where others of the block are still to come."""
    state = turn.state
    if not may_put_off(state):
        return

    def put_off() -> None:
        turn.tell(Postponed(state.item), now)
        turn.change(script=state.script.put_off(state.item))
        turn.enter(_behind(state)[0], now)

    _with_undo(turn, put_off)


def _restart(turn: Turn, now: float) -> None:
    """This hold again, from its way in; a movement from its beginning."""
    step = turn.state.step
    if turn.state.mode is Mode.RUNNING and (step.goes_in or step.ends):
        turn.step_to(turn.way_in(), now)


def _ease(turn: Turn, now: float) -> None:
    """End this repetition now with what was held, and take a second off each hold that is left.

    Of a movement nothing was held: one that is broken off counts for nothing.
    """
    state, here = turn.state, turn.state.step
    if here.phase in (Phase.RATE, Phase.OFFER, Phase.HURT):
        return
    turn.progress(state.item, eased_s=state.own.eased_s + 1)
    turn.tell(Eased(state.item), now)
    under_way = state.mode is Mode.RUNNING and here.goes_in
    if under_way:
        held = (*state.holds_s, *([round(now - state.began, 3)] if here.phase is Phase.HOLD else []))
        turn.change(holds_s=held + (0.0,) * (len(state.current.asked_s) - len(held)))
        if held:
            turn.end_rep(now)
    shorter = tuple(
        _eased(step, over=under_way and step.of == here.of) if at >= state.at else step
        for at, step in enumerate(state.steps)
    )
    turn.change(steps=shorter, holds_s=() if under_way else turn.state.holds_s)
    if under_way:
        past = range(state.at, len(shorter))
        out = next(
            (at for at in past if not (shorter[at].goes_in and shorter[at].of == here.of)), len(shorter)
        )
        turn.step_to(out, now)


def _eased(step: Step, *, over: bool) -> Step:
    """A step that is left, its hold a second shorter; `over`: its repetition has ended already."""
    seconds = max(1.0, step.seconds - 1) if step.phase is Phase.HOLD else step.seconds
    return replace(step, seconds=seconds, ends=step.ends and not over)


def _longer(turn: Turn, _: float) -> None:
    """Hold on, or rest on, until any key, 600 s at the most."""
    state = turn.state
    if state.mode is Mode.RUNNING and (state.step.phase is Phase.HOLD or state.resting):
        turn.change(longer=True, due=max(state.due, state.began + LONGEST_HOLD_S))


def _end_open(turn: Turn, how: ExerciseEnd, now: float) -> None:
    """End every item that is under way; one with all its repetitions held is done."""
    for index, own in enumerate(turn.state.progress):
        if own.begun and own.how is None:
            end: ExerciseEnd = how if _unheld(turn.state, index) else "done"
            turn.progress(index, how=end)
            turn.tell(ExerciseEnded(index, end, True), now)


def _rate(rating: Rating, turn: Turn, now: float) -> None:
    """Rate the current exercise, or the one done before it until this one is begun.

    Where it stands several times in a row it is one exercise, and has one rating.
    """
    script, rated = turn.state.script, turn.state.rated_item
    items = [rated]
    while (before := script.beside(items[0], -1)) and before.exercise == script.items[rated].exercise:
        items.insert(0, before.index)
    for item in items:
        if item == rated or turn.state.progress[item].begun:
            turn.progress(item, rating=rating)
            turn.tell(Rated(item, rating), now)
    if turn.state.mode is Mode.RUNNING and turn.state.step.phase is Phase.RATE:
        turn.pass_boundary(now)


def _nothing(_turn: Turn, _now: float) -> None:
    """Somebody is there, that is all."""


KEYS: Mapping[Press, Callable[[Turn, float], None]] = {
    Press.TICK: _nothing,
    Press.PRESENT: _nothing,
    Press.PAUSE: _toggle,
    Press.SKIP: _skip,
    Press.LATER: _later,
    Press.BACK: _back,
    Press.RESTART: _restart,
    Press.EASE: _ease,
    Press.LONGER: _longer,
    Press.PAIN: _pain,
    Press.UNDO: _undo,
    Press.DIZZY: _dizzy,
    Press.STOP: _stop,
    **{Press(rating.value): partial(_rate, rating) for rating in Rating},
}
