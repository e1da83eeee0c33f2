"""From phase to phase: what time does to a session, and what every key is made of."""

from typing import Any

from msgspec.structs import replace

from backtui.domain.event_keys import What
from backtui.domain.events import (
    ExerciseEnd,
    ExerciseEnded,
    Paused,
    RepEnded,
    Resumed,
    SessionEnd,
    SessionEnded,
)
from backtui.domain.exercise import Side
from backtui.domain.record import RepRecord
from backtui.domain.session.state import (
    Happened,
    Mode,
    PhaseBegan,
    SessionState,
    TakenBack,
    hurt,
    next_open,
    to_offer,
)
from backtui.domain.session.steps import HURT_S, OFFER_S, Phase, Step, steps_of

IDLE = (Mode.PAUSED, Mode.ENDED)


class Transition:
    """One call of advance: the state as it changes, and the effects so far; after pain it `waits`."""

    def __init__(self, state: SessionState) -> None:
        self.state = state
        self.effects: list[Happened] = []
        self.waits = False

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
        if self.state.mode is not Mode.ENDED:
            self.change(seen=max(now, self.state.seen))

    def pass_boundary(self, at: float) -> None:
        """The phase has run its time."""
        state, step = self.state, self.state.step
        if step.phase is Phase.HOLD:
            self.change(holds_s=(*state.holds_s, round(at - state.began, 3)))
        if step.ends:
            self.end_rep(at)
        self.step_to(state.at + 1, at)

    def step_to(self, index: int, at: float) -> None:
        """Begin the phase `index` of the item, or end the item behind its last."""
        state = self.state
        if index >= len(state.steps):
            if state.offering:
                self.finish("done", at)
            else:
                self.end_item("done", at)
            return
        step = state.steps[index]
        self.change(at=index, began=at, due=at + step.seconds, longer=False, mode=Mode.RUNNING)
        if step.begins:
            self.change(before=None)
            self.progress(state.item, begun=True)
        self.tell(PhaseBegan(state.item, step), at)

    def end_rep(self, at: float) -> None:
        """The repetition counts, with what was really held."""
        state, step = self.state, self.state.step
        rep = RepRecord(step.side, step.rep, state.holds_s)
        self.progress(state.item, reps=(*state.own.reps, rep))
        self.change(holds_s=())
        self.tell(RepEnded(state.item, step.side, step.rep, state.holds_s), at)

    def end_item(self, how: ExerciseEnd, at: float) -> None:
        """End the item and go on."""
        state = self.state
        self.progress(state.item, how=how)
        self.tell(ExerciseEnded(state.item, how, state.own.begun), at)
        self.go_further(at)

    def go_further(self, at: float) -> None:
        """To the next item that is open, else to the end; before that what was skipped is offered."""
        following = next_open(self.state)
        if following is not None:
            self.enter(following, at)
        elif not self.state.offered and to_offer(self.state):
            self.change(steps=(Step(Phase.OFFER, OFFER_S, Side.NONE),), offered=True)
            self.step_to(0, at)
        else:
            self.finish("done", at)

    def enter(self, index: int, at: float, *, anew: bool = False, rested: bool = False) -> None:
        """Begin an item at its first repetition that is not done; `anew` at the very first.

        `rested`: without the rest that comes before it.
        """
        script, own = self.state.script, self.state.progress[index]
        self.change(item=index)
        steps = steps_of(script, index, own.eased_s, () if anew else own.done)
        if not anew and (not steps or hurt(self.state, index)):
            self.end_item("done" if not steps else "left-out", at)
            return
        if rested and steps[0].phase is Phase.REST:
            steps = steps[1:]
        if self.waits:
            steps = (Step(Phase.HURT, HURT_S, steps[0].side), *steps)
        self.change(steps=steps, holds_s=())
        self.step_to(0, at)

    def finish(self, how: SessionEnd, at: float) -> None:
        """The session is over."""
        self.change(mode=Mode.ENDED, how=how, seen=at, due=at, longer=False)
        self.tell(SessionEnded(how, self.state.alive), at)

    def pause(self, why: str, at: float) -> None:
        """Stand still; a hold under way is done again from its way in, so that no broken hold counts."""
        state = self.state
        due = state.began + state.step.seconds if state.longer else state.due
        left = state.left if state.mode is Mode.LEAD_IN else max(0.0, due - at)
        if state.mode is Mode.RUNNING and state.step.goes_in:
            back = self.way_in()
            left = state.steps[back].seconds
            self.change(at=back)
        self.change(mode=Mode.PAUSED, left=left, pause_why=why, longer=False)
        self.tell(Paused(why), at)

    def way_in(self) -> int:
        """The index of the way into the hold under way; on the way back of a movement, of its beginning."""
        state, here = self.state, self.state.step
        if not here.goes_in:
            return next(at for at, step in enumerate(state.steps) if step.goes_in and step.of == here.of)
        before = state.steps[max(0, state.at - 1)]
        return state.at - (before.phase is Phase.IN and (before.of, before.hold) == (here.of, here.hold))

    def go_on(self, at: float) -> None:
        """The lead-in is over: the phase goes on with what was left of it."""
        self.change(mode=Mode.RUNNING, began=at, due=at + self.state.left, left=0.0)
        self.tell(Resumed(), at)
        self.tell(PhaseBegan(self.state.item, self.state.step), at)
