"""What is heard at each boundary: bells that are told apart by their count, and words to speak."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from backtui.domain.events import Paused, SessionEnded
from backtui.domain.exercise import Exercise, Side
from backtui.domain.session.state import (
    Happened,
    Mode,
    PhaseBegan,
    SessionState,
    phase_left_s,
    to_offer,
)
from backtui.domain.session.steps import Item, Phase, Step
from backtui.domain.words.numbers import join_and, noun

# Terminals merge bells that come closer than this, in seconds.
BELL_GAP_S = 0.25
TICKS = 3


class Cue(StrEnum):
    """A moment that is heard."""

    READY = "ready"
    TICK = "tick"
    REST = "rest"
    IN = "in"
    HOLD = "hold"
    MOVE = "move"
    OUT = "out"
    RELAX = "relax"
    SWITCH = "switch"
    OFFER = "offer"
    PAUSED = "paused"
    END = "end"


# The others are silent: their words are for a cue command.
BELLS: Mapping[Cue, int] = {
    Cue.TICK: 1,
    Cue.HOLD: 1,
    Cue.MOVE: 1,
    Cue.OUT: 2,
    Cue.SWITCH: 3,
    Cue.END: 4,
    Cue.REST: 5,
}
SPOKEN: Mapping[Phase, Cue] = {phase: Cue(phase.value) for phase in Phase if phase is not Phase.RATE}
TICKING = (Phase.READY, Phase.SWITCH, Phase.REST)


class Call(msgspec.Struct, frozen=True):
    """A cue with the words that say it aloud."""

    cue: Cue
    words: str

    @property
    def bells(self) -> int:
        """How many bells, 0 for a cue without a sound."""
        return BELLS.get(self.cue, 0)


def calls(effects: Iterable[Happened], state: SessionState, exercises: Mapping[str, Exercise]) -> list[Call]:
    """The cues of what has just happened; boundaries crossed late are silent but for the newest."""
    found: list[Call] = []
    for effect in effects:
        match effect.what:
            case PhaseBegan(index, step) if step.phase in SPOKEN:
                item = state.script.items[index]
                words = call_words(item, step, exercises)
                if step.phase is Phase.OFFER:
                    words = offer_words(state, exercises)
                found = [Call(cue_of(item, step), words)]
            case Paused():
                found = [Call(Cue.PAUSED, "Paused.")]
            case SessionEnded(how):
                found = [Call(Cue.END, "Done." if how == "done" else "Stopped.")]
    return found


def cue_of(item: Item, step: Step) -> Cue:
    """The cue of a phase; the way in of a repetition that has no hold is the movement itself."""
    moves = step.phase is Phase.IN and not item.asked_s
    return Cue.MOVE if moves else SPOKEN[step.phase]


def call_words(item: Item, step: Step, exercises: Mapping[str, Exercise]) -> str:
    """The words of a phase, for an ear."""
    name, side = exercises[item.exercise].name, ""
    if step.side is not Side.NONE:
        side = f", {step.side.value} side"
    lasts = f"{step.seconds:g} {noun(step.seconds, 'second')}"
    first, _ = item.dose.set_of(step.rep) if step.rep else (0, 0)
    comes = f"set {first} of {len(item.dose.sets)}" if step.rep else name
    said = {
        Phase.READY: f"{name}{side}. Get ready.",
        Phase.REST: f"Rest, {lasts}. Then {comes}{side}.",
        Phase.IN: f"Slowly into it{side}." if item.by_turns else "Slowly into it.",
        Phase.HOLD: f"Hold, {lasts}.",
        Phase.MOVE: f"Move, {lasts}.",
        Phase.OUT: "Slowly back.",
        Phase.RELAX: "Relax.",
        Phase.SWITCH: f"Other side{side}.",
        Phase.RATE: "How was it?",
        Phase.OFFER: "You skipped something.",
    }
    return said[step.phase]


def offer_words(state: SessionState, exercises: Mapping[str, Exercise]) -> str:
    """The question whether what was skipped is done after all."""
    skipped = (exercises[state.script.items[index].exercise].name for index in to_offer(state))
    return f"You skipped {join_and(dict.fromkeys(skipped))}."


def tick_due(state: SessionState, now: float) -> int:
    """The number of the last seconds before a start that run now: 3, 2, 1, or 0 for none."""
    ready = state.mode is Mode.RUNNING and state.step.phase in TICKING and not state.longer
    left = phase_left_s(state, now)
    if (ready or state.mode is Mode.LEAD_IN) and 0 < left <= TICKS:
        return int(-(-left // 1))
    return 0
