"""What is heard at each boundary: bells that are told apart by their count, and words to speak."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from backtui.domain.events import Paused, SessionEnded
from backtui.domain.exercise import Exercise, Side
from backtui.domain.session.state import Happened, Mode, PhaseBegan, SessionState, phase_left_s
from backtui.domain.session.steps import Phase, Step
from backtui.domain.words.numbers import noun

# Terminals merge bells that come closer than this, in seconds.
BELL_GAP_S = 0.25
TICKS = 3


class Cue(StrEnum):
    """A moment that is heard."""

    READY = "ready"
    TICK = "tick"
    IN = "in"
    HOLD = "hold"
    OUT = "out"
    RELAX = "relax"
    SWITCH = "switch"
    PAUSED = "paused"
    END = "end"


# The others are silent: their words are for a cue command.
BELLS: Mapping[Cue, int] = {Cue.TICK: 1, Cue.HOLD: 1, Cue.OUT: 2, Cue.SWITCH: 3, Cue.END: 4}
PHASES: Mapping[Phase, Cue] = {
    Phase.READY: Cue.READY,
    Phase.IN: Cue.IN,
    Phase.HOLD: Cue.HOLD,
    Phase.OUT: Cue.OUT,
    Phase.RELAX: Cue.RELAX,
    Phase.SWITCH: Cue.SWITCH,
}


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
            case PhaseBegan(item, step) if step.phase in PHASES:
                exercise = exercises[state.script.items[item].exercise]
                found = [Call(PHASES[step.phase], call_words(step, exercise))]
            case Paused():
                found = [Call(Cue.PAUSED, "Paused.")]
            case SessionEnded(how):
                found = [Call(Cue.END, "Done." if how == "done" else "Stopped.")]
    return found


def call_words(step: Step, exercise: Exercise) -> str:
    """The words of a phase, for an ear."""
    side = f", {step.side.value} side" if step.side is not Side.NONE else ""
    match step.phase:
        case Phase.READY:
            return f"{exercise.name}{side}. Get ready."
        case Phase.IN:
            return "Slowly into it."
        case Phase.HOLD:
            return f"Hold, {step.seconds:g} {noun(step.seconds, 'second')}."
        case Phase.OUT:
            return "Slowly back."
        case Phase.RELAX:
            return "Relax."
        case Phase.SWITCH:
            return f"Other side{side}."
        case Phase.RATE:
            return "How was it?"


def tick_due(state: SessionState, now: float) -> int:
    """The number of the last seconds of `ready` or of a lead-in that runs now: 3, 2, 1, or 0 for none."""
    ready = state.mode is Mode.RUNNING and state.step.phase is Phase.READY
    left = phase_left_s(state, now)
    if (ready or state.mode is Mode.LEAD_IN) and 0 < left <= TICKS:
        return int(-(-left // 1))
    return 0
