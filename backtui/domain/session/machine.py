"""Advance(state, press, now).

The session machine: advance(state, press, now) -> (state, effects), and nothing else happens.

Every press first catches up to `now`, crossing each boundary at its own instant, then applies. A gap
between two presses means that the machine slept: the session pauses where it was last seen and counts
nothing of the time asleep. A press that does nothing in its phase only lets time pass.
"""

from collections.abc import Callable, Sequence
from typing import Any, assert_never

from msgspec.structs import replace

from backtui.domain.event_keys import What
from backtui.domain.events import (
    DizzyFelt,
    Eased,
    ExerciseEnd,
    ExerciseEnded,
    MovedBack,
    PainFelt,
    Paused,
    Rated,
    Rating,
    RepEnded,
    Resumed,
    SessionEnd,
    SessionEnded,
)
from backtui.domain.record import RepRecord
from backtui.domain.session.state import (
    Happened,
    Mode,
    PhaseBegan,
    Press,
    Progress,
    SessionState,
    TakenBack,
    hurt,
    next_open,
)
from backtui.domain.session.steps import Phase, Script, steps_of

IDLE = (Mode.PAUSED, Mode.ENDED)


class Transition:
    """One call of advance: the state as it changes, and the effects so far."""

    def __init__(self, state: SessionState) -> None:
        self.state = state
        self.effects: list[Happened] = []

    def change(self, **changes: Any) -> None:
        """Replace fields of the state."""
        self.state = replace(self.state, **changes)

    def tell(self, what: What | PhaseBegan | TakenBack, at: float) -> None:
        """Something happened at that instant."""
        self.effects.append(Happened(at, what))

    def progress(self, index: int, **changes: Any) -> None:
        """Replace fields of one item's progress."""
        items = list(self.state.progress)
        items[index] = replace(items[index], **changes)
        self.change(progress=tuple(items))

    def catch_up(self, now: float) -> None:
        """Let time pass up to `now`; after a gap pause at the moment last seen."""
        state = self.state
        if state.mode not in IDLE and now - state.seen > state.script.gap_s:
            self.pause("gap", state.seen)
        while self.state.mode not in IDLE and self.state.due <= now:
            if self.state.mode is Mode.LEAD_IN:
                self.go_on(self.state.due)
            else:
                self.pass_boundary(self.state.due)
        self.change(seen=max(now, self.state.seen))

    def pass_boundary(self, at: float) -> None:
        """The phase has run its time."""
        step = self.state.step
        if step.phase is Phase.HOLD:
            self.end_hold(at)
        self.step_to(self.state.at + 1, at)

    def step_to(self, index: int, at: float) -> None:
        """Begin the phase `index` of the item, or end the item behind its last."""
        if index >= len(self.state.steps):
            self.end_item("done", at)
            return
        step = self.state.steps[index]
        self.change(at=index, began=at, due=at + step.seconds, longer=False, mode=Mode.RUNNING)
        if step.phase is Phase.IN and step.hold == 0:
            self.change(holds_s=())
        if step.phase is Phase.HOLD:
            self.change(before=None)
            self.progress(self.state.item, begun=True)
        self.tell(PhaseBegan(self.state.item, step), at)

    def end_hold(self, at: float) -> None:
        """Note the seconds held; the last hold of a repetition ends it."""
        state = self.state
        self.change(holds_s=(*state.holds_s, round(at - state.began, 3)))
        if state.step.hold == state.current.holds - 1:
            self.end_rep(at)

    def end_rep(self, at: float) -> None:
        """The repetition counts, with what was really held."""
        state, step = self.state, self.state.step
        rep = RepRecord(step.side, step.rep, state.holds_s)
        self.progress(state.item, reps=(*state.own.reps, rep))
        self.tell(RepEnded(state.item, step.side, step.rep, state.holds_s), at)

    def end_item(self, how: ExerciseEnd, at: float) -> None:
        """End the item and go to the next that is open, or to the end of the session."""
        state = self.state
        self.progress(state.item, how=how)
        self.tell(ExerciseEnded(state.item, how, state.own.begun), at)
        following = next_open(self.state.progress, state.item)
        if following is None:
            self.finish("done", at)
        else:
            self.enter(following, at)

    def enter(self, index: int, at: float, *, anew: bool = False) -> None:
        """Begin an item at its first repetition that is not done; `anew` at the very first."""
        script, own = self.state.script, self.state.progress[index]
        self.change(item=index)
        steps = steps_of(script, index, own.eased_s, () if anew else own.done)
        if not anew and (not steps or hurt(self.state, index)):
            self.end_item("done" if not steps else "left-out", at)
            return
        self.change(steps=steps, holds_s=())
        self.step_to(0, at)

    def finish(self, how: SessionEnd, at: float) -> None:
        """The session is over."""
        self.change(mode=Mode.ENDED, how=how, seen=at, due=at, longer=False)
        self.tell(SessionEnded(how, self.state.alive), at)

    def pause(self, why: str, at: float) -> None:
        """Stand still; a hold under way is done again from its way in, so that no broken hold counts."""
        state = self.state
        left = state.left if state.mode is Mode.LEAD_IN else max(0.0, state.due - at)
        if state.mode is Mode.RUNNING and state.step.phase in (Phase.IN, Phase.HOLD):
            back = self.way_in()
            left = state.steps[back].seconds
            self.change(at=back)
        self.change(mode=Mode.PAUSED, left=left, pause_why=why, longer=False)
        self.tell(Paused(why), at)

    def way_in(self) -> int:
        """The index of the way into the hold under way."""
        return self.state.at - (self.state.step.phase is Phase.HOLD)

    def go_on(self, at: float) -> None:
        """The lead-in is over: the phase goes on with what was left of it."""
        self.change(mode=Mode.RUNNING, began=at, due=at + self.state.left, left=0.0)
        self.tell(Resumed(), at)
        self.tell(PhaseBegan(self.state.item, self.state.step), at)


Turn = Transition

LONGEST_HOLD_S = 120.0


def begin(
    script: Script, now: float, progress: Sequence[Progress] = (), *, alive: bool = False
) -> tuple[SessionState, tuple[Happened, ...]]:
    """A session at its first open item; with `progress`, one that goes on where it was interrupted.

    Raises ValueError when the script has no items.
    """
    if not script.items:
        raise ValueError("a session needs at least one exercise")
    so_far = tuple(progress) or tuple(Progress() for _ in script.items)
    state = SessionState(script, so_far, 0, steps_of(script, 0), 0, now, now, now, alive=alive)
    turn = Turn(state)
    first = next_open(so_far, -1)
    if first is None:
        turn.finish("done", now)
    else:
        turn.enter(first, now)
    return turn.state, tuple(turn.effects)


def advance(state: SessionState, press: Press, now: float) -> tuple[SessionState, tuple[Happened, ...]]:
    """The session after a press (or a tick) at `now`, and what happened on the way."""
    if state.mode is Mode.ENDED or (press is Press.TICK and state.mode is Mode.PAUSED):
        return state, ()
    turn = Turn(state)
    turn.catch_up(now)
    if press is not Press.TICK and turn.state.mode is not Mode.ENDED:
        turn.change(alive=True)
        _press(turn, press, now)
    return turn.state, tuple(turn.effects)


def _press(turn: Turn, press: Press, now: float) -> None:  # noqa: C901 one case each
    """One key at `now`, after catching up."""
    if turn.state.longer and press is not Press.PRESENT:
        _let_go(turn, now)
        if press not in (Press.PAIN, Press.DIZZY, Press.STOP):
            return
    match press:
        case Press.TICK | Press.PRESENT:
            return
        case Press.PAUSE:
            _toggle(turn, now)
        case Press.SKIP:
            _with_undo(turn, lambda: _skip(turn, now))
        case Press.BACK:
            _back(turn, now)
        case Press.RESTART:
            _restart(turn, now)
        case Press.EASE:
            _ease(turn, now)
        case Press.LONGER:
            _longer(turn)
        case Press.PAIN:
            _with_undo(turn, lambda: _pain(turn, now))
        case Press.UNDO:
            _undo(turn, now)
        case Press.DIZZY:
            turn.tell(DizzyFelt(turn.state.item), now)
            _end_open(turn, "dizzy", now)
            turn.finish("dizzy", now)
        case Press.STOP:
            _end_open(turn, "cut", now)
            turn.finish("stopped", now)
        case Press.EASY | Press.COMFORTABLE | Press.HARD:
            _rate(turn, Rating(press.value), now)
        case _:
            assert_never(press)


def _let_go(turn: Turn, now: float) -> None:
    """End a longer hold, or go back to the asked one where its time is not over yet."""
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
    """The exercise ends, and counts as performed."""
    turn.progress(turn.state.item, pain=True, begun=True)
    turn.tell(PainFelt(turn.state.item), now)
    turn.end_item("pain", now)


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
    """Pause, or begin the lead-in of going on."""
    if turn.state.mode is not Mode.PAUSED:
        turn.pause("key", now)
        return
    lead_in = turn.state.script.timing.lead_in_s
    turn.change(mode=Mode.LEAD_IN, began=now, due=now + lead_in, seen=now)


def _skip(turn: Turn, now: float) -> None:
    """The next exercise; an item with all its repetitions held is done, not skipped."""
    turn.end_item("skipped" if _unheld(turn.state, turn.state.item) else "done", now)


def _unheld(state: SessionState, index: int) -> bool:
    """Whether repetitions of an item remain."""
    return bool(steps_of(state.script, index, done=state.progress[index].done))


def _back(turn: Turn, now: float) -> None:
    """The exercise before, from its start; at the first one, that one anew once it is under way."""
    state = turn.state
    target = state.item - 1
    while target >= 0 and hurt(state, target):
        target -= 1
    if target < 0:
        if state.step.phase is Phase.READY:
            return
        target = state.item
    turn.progress(target, how=None)
    turn.tell(MovedBack(target), now)
    turn.enter(target, now, anew=True)


def _restart(turn: Turn, now: float) -> None:
    """This hold again, from its way in."""
    if turn.state.mode is Mode.RUNNING and turn.state.step.phase in (Phase.IN, Phase.HOLD):
        turn.step_to(turn.way_in(), now)


def _ease(turn: Turn, now: float) -> None:
    """End this repetition now with what was held, and take a second off each hold that is left."""
    state, here = turn.state, turn.state.step
    if here.phase is Phase.RATE:
        return
    turn.progress(state.item, eased_s=state.own.eased_s + 1)
    turn.tell(Eased(state.item), now)
    moving = state.mode is Mode.RUNNING and here.phase in (Phase.IN, Phase.HOLD)
    if moving and (here.phase is Phase.HOLD or here.hold > 0):
        held = (*state.holds_s, *([round(now - state.began, 3)] if here.phase is Phase.HOLD else []))
        turn.change(holds_s=held + (0.0,) * (state.current.holds - len(held)))
        turn.end_rep(now)
    shorter = tuple(
        replace(step, seconds=max(1.0, step.seconds - 1))
        if step.phase is Phase.HOLD and index >= state.at
        else step
        for index, step in enumerate(state.steps)
    )
    turn.change(steps=shorter)
    if moving:
        out = next(i for i in range(state.at, len(shorter)) if shorter[i].phase is Phase.OUT)
        turn.step_to(out, now)


def _longer(turn: Turn) -> None:
    """Hold on until any key, 120 s at the most."""
    state = turn.state
    if state.mode is Mode.RUNNING and state.step.phase is Phase.HOLD:
        turn.change(longer=True, due=max(state.due, state.began + LONGEST_HOLD_S))


def _end_open(turn: Turn, how: ExerciseEnd, now: float) -> None:
    """End every item that is under way; one with all its repetitions held is done."""
    for index, own in enumerate(turn.state.progress):
        if own.begun and own.how is None:
            end: ExerciseEnd = how if _unheld(turn.state, index) else "done"
            turn.progress(index, how=end)
            turn.tell(ExerciseEnded(index, end, True), now)


def _rate(turn: Turn, rating: Rating, now: float) -> None:
    """Rate the current exercise, or the one done before it while this one gets ready."""
    item = turn.state.rated_item
    turn.progress(item, rating=rating)
    turn.tell(Rated(item, rating), now)
    if turn.state.mode is Mode.RUNNING and turn.state.step.phase is Phase.RATE:
        turn.pass_boundary(now)
