"""How time moves a session: boundaries crossed at their own instants, items entered and ended, pauses."""

from dataclasses import replace
from typing import Any

from backtui.domain import effects as fx
from backtui.domain.history import RepRecord
from backtui.domain.session import Mode, SessionState, hurt, next_open
from backtui.domain.timeline import Phase, steps_of

IDLE = (Mode.PAUSED, Mode.ENDED)


class Turn:
    """One call of advance: the state as it changes, and the effects so far."""

    def __init__(self, state: SessionState) -> None:
        self.state = state
        self.effects: list[fx.Effect] = []

    def change(self, **changes: Any) -> None:
        """Replace fields of the state."""
        self.state = replace(self.state, **changes)

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
        self.effects.append(fx.Began(self.state.item, step, at))

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
        self.effects.append(fx.RepEnded(state.item, step.side, step.rep, state.holds_s, at))

    def end_item(self, how: str, at: float) -> None:
        """End the item and go to the next that is open, or to the end of the session."""
        state = self.state
        self.progress(state.item, how=how)
        self.effects.append(fx.ItemEnded(state.item, how, state.own.begun, at))
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

    def finish(self, how: str, at: float) -> None:
        """The session is over."""
        self.change(mode=Mode.ENDED, how=how, seen=at, due=at, longer=False)
        self.effects.append(fx.SessionEnded(how, self.state.alive, at))

    def pause(self, why: str, at: float) -> None:
        """Stand still; a hold under way is done again from its way in, so that no broken hold counts."""
        state = self.state
        left = state.left if state.mode is Mode.LEAD_IN else max(0.0, state.due - at)
        if state.mode is Mode.RUNNING and state.step.phase in (Phase.IN, Phase.HOLD):
            back = self.way_in()
            left = state.steps[back].seconds
            self.change(at=back)
        self.change(mode=Mode.PAUSED, left=left, pause_why=why, longer=False)
        self.effects.append(fx.Paused(why, at))

    def way_in(self) -> int:
        """The index of the way into the hold under way."""
        return self.state.at - (self.state.step.phase is Phase.HOLD)

    def go_on(self, at: float) -> None:
        """The lead-in is over: the phase goes on with what was left of it."""
        self.change(mode=Mode.RUNNING, began=at, due=at + self.state.left, left=0.0)
        self.effects.append(fx.Resumed(at))
        self.effects.append(fx.Began(self.state.item, self.state.step, at))
