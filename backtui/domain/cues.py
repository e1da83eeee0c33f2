"""What is heard at each boundary: bells that are told apart by their count, and words to speak."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from backtui.domain.events import DizzyFelt, Eased, PainFelt, Paused, Rated, SessionEnded
from backtui.domain.exercise import Exercise
from backtui.domain.session.state import Happened, Mode, PhaseBegan, SessionState, phase_left_s
from backtui.domain.session.steps import Item, Phase, Step
from backtui.domain.words.spoken import COUNTED_FROM_S, HALFWAY_S, TICKS, offered, said

# Terminals merge bells that come closer than the first, in seconds; the second tells two cues in a row apart.
BELL_GAP_S = 0.25
CUE_GAP_S = 0.6


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
    COUNT = "count"
    NOTED = "noted"
    HURT = "hurt"
    PAUSED = "paused"
    END = "end"


# One language: one move, two hold, three other side, four new exercise, five done. The others are silent.
BELLS: Mapping[Cue, int] = {
    Cue.TICK: 1,
    Cue.IN: 1,
    Cue.MOVE: 1,
    Cue.OUT: 1,
    Cue.HOLD: 2,
    Cue.SWITCH: 3,
    Cue.READY: 4,
    Cue.END: 5,
}
LESSONS = (  # what the bells mean, the longest first
    "Bells: 3 ticks, then 1 move · 2 hold · 3 other side · 4 new · 5 done",
    "Bells: 1 move · 2 hold · 3 other side · 4 new · 5 done",
)
SPOKEN: Mapping[Phase, Cue] = {phase: Cue(phase.value) for phase in Phase if phase is not Phase.RATE}
ENDS = {"done": "Done. That was all.", "dizzy": "Sit down. Breathe. Nothing is lost."}


class Call(msgspec.Struct, frozen=True):
    """A cue with the words that say it aloud, "" for none; `left` is the second that it counts."""

    cue: Cue
    words: str
    left: int = 0

    @property
    def bells(self) -> int:
        """How many bells, 0 for a cue without a sound."""
        return BELLS.get(self.cue, 0)


def calls(effects: Iterable[Happened], state: SessionState, exercises: Mapping[str, Exercise]) -> list[Call]:
    """The cues of what has just happened; boundaries crossed late are silent but for the newest.

    What a key has noted is said before the words of the phase that follows it.
    """
    found: list[Call] = []
    noted = ""
    for effect in effects:
        match effect.what:
            case PhaseBegan(index, step) if step.phase in SPOKEN:
                item = state.script.items[index]
                runs = step == state.step and state.mode is Mode.RUNNING
                left_s = state.due - effect.at if runs else step.seconds
                words = _words(state, item, step, exercises, left_s - 2 * bool(noted))
                found = [Call(cue_of(item, step), f"{noted} {words}".strip())]
            case Paused():
                found = [Call(Cue.PAUSED, "Paused.")]
            case SessionEnded(how):
                words = ENDS.get(how, "Stopped. What you did is saved.")
                found = [Call(Cue.END, f"{noted} {words}".strip())]
            case PainFelt() | Eased() | Rated() as what:
                noted = _noted(what)
                found = [Call(Cue.NOTED, noted)]
            case DizzyFelt():
                noted = ""
    return found


def _words(
    state: SessionState, item: Item, step: Step, exercises: Mapping[str, Exercise], left_s: float
) -> str:
    """The words of a phase that has so many seconds left."""
    if step.phase is Phase.OFFER:
        return offered(state, exercises)
    if step.phase is Phase.HURT:
        return f"{exercises[state.script.items[state.rated_item].exercise].name} is over."
    return said(state, item, step, exercises[item.exercise], left_s)


def _noted(what: PainFelt | Eased | Rated) -> str:
    """That a key was heard."""
    match what:
        case PainFelt():
            return "Pain noted."
        case Eased():
            return "Eased."
        case Rated(_, rating):
            return f"{rating.capitalize()}, noted." if rating else "Rating taken back."


def cue_of(item: Item, step: Step) -> Cue:
    """The cue of a phase; the way in of a repetition that has no hold is the movement itself."""
    moves = step.phase is Phase.IN and not item.asked_s
    return Cue.MOVE if moves else SPOKEN[step.phase]


def count_due(state: SessionState, now: float) -> Call | None:
    """What counts the last seconds that run now: 3, 2, 1 before a start, the end of a hold in words."""
    left, step = phase_left_s(state, now), state.step
    number = int(-(-left // 1))
    if left <= 0 or state.longer or state.mode not in (Mode.RUNNING, Mode.LEAD_IN):
        return None
    if state.mode is Mode.LEAD_IN or _starts(step):
        return Call(Cue.TICK, str(number), number) if number <= TICKS else None
    if step.phase is Phase.HOLD and step.seconds >= COUNTED_FROM_S and number < TICKS:
        return Call(Cue.COUNT, str(number), number)
    if step.phase is Phase.HOLD and step.seconds >= HALFWAY_S and number == HALFWAY_S // 2:
        return Call(Cue.COUNT, f"{number} more.", number)
    return None


def _starts(step: Step) -> bool:
    """A movement begins at its end."""
    return step.phase in (Phase.READY, Phase.SWITCH) or (step.phase is Phase.REST and step.rep > 0)
