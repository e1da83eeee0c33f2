"""SessionState, Mode, Press, Progress."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from backtui.domain.event_keys import What
from backtui.domain.events import ExerciseEnd, Rating, SessionEnd
from backtui.domain.exercise import Side
from backtui.domain.record import EntryRecord, RepRecord
from backtui.domain.session.steps import OFFER_S, Item, Phase, Script, Step, seconds_of, steps_of


class Press(StrEnum):
    """What can be sent to the machine: time passing, a key, or only the sign that somebody is there."""

    TICK = "tick"
    PRESENT = "present"
    PAUSE = "pause"
    SKIP = "skip"
    BACK = "back"
    RESTART = "restart"
    EASE = "ease"
    LONGER = "longer"
    PAIN = "pain"
    DIZZY = "dizzy"
    EASY = "easy"
    COMFORTABLE = "comfortable"
    HARD = "hard"
    STOP = "stop"
    UNDO = "undo"
    LATER = "later"


class Mode(StrEnum):
    """Whether time counts."""

    RUNNING = "running"
    PAUSED = "paused"
    LEAD_IN = "lead-in"
    ENDED = "ended"


class PhaseBegan(msgspec.Struct, frozen=True):
    """A phase of an exercise began."""

    item: int
    step: Step


class TakenBack(msgspec.Struct, frozen=True):
    """The key that ended the last exercise was taken back."""


class Happened(msgspec.Struct, frozen=True):
    """Something happened in the session at an instant; the log keeps all but a phase's beginning."""

    at: float
    what: What | PhaseBegan | TakenBack


class Progress(msgspec.Struct, frozen=True):
    """How far one item has come. `how` is None while it has not ended; `eased_s` is off each hold."""

    reps: tuple[RepRecord, ...] = ()
    eased_s: int = 0
    how: ExerciseEnd | None = None
    begun: bool = False
    rating: Rating | None = None
    pain: bool = False

    @property
    def done(self) -> frozenset[tuple[Side, int]]:
        """The repetitions that need not be done again."""
        return frozenset((rep.side, rep.rep) for rep in self.reps)


class SessionState(msgspec.Struct, frozen=True):
    """A session at one moment.

    `steps[at]` is the phase, from `began` to `due`; `seen` is the newest moment that was looked at; `left`
    is what remains of the phase while paused, and `pause_why` says why; `holds_s` are the holds of the
    repetition under way; `longer`: the hold (or the rest) goes on until a key; `alive`: a key was pressed;
    `how`: its end; `before` is the state before the key that ended the last item, until the next hold begins;
    `offered`: what was skipped has been offered once more.
    """

    script: Script
    progress: tuple[Progress, ...]
    item: int
    steps: tuple[Step, ...]
    at: int
    began: float
    due: float
    seen: float
    mode: Mode = Mode.RUNNING
    left: float = 0.0
    pause_why: str = ""
    holds_s: tuple[float, ...] = ()
    longer: bool = False
    alive: bool = False
    how: SessionEnd | None = None
    before: "SessionState | None" = None
    offered: bool = False

    @property
    def step(self) -> Step:
        """The phase that runs, stands still, or was the last."""
        return self.steps[min(self.at, len(self.steps) - 1)]

    @property
    def current(self) -> Item:
        """The item that the phase belongs to."""
        return self.script.items[self.item]

    @property
    def shown(self) -> Item:
        """The item that is spoken of: the current one, one that hurt, or the first of those offered again."""
        if self.waiting:
            return self.script.items[self.rated_item]
        offered = to_offer(self) if self.offering else ()
        return self.script.items[offered[0]] if offered else self.current

    @property
    def own(self) -> Progress:
        """The current item's progress."""
        return self.progress[self.item]

    @property
    def rated_item(self) -> int:
        """The item that a rating is for: the current one, or the one done before it until this is begun."""
        if self.step.phase in (Phase.REST, Phase.READY, Phase.OFFER, Phase.HURT) and not self.own.begun:
            turns = self.script.turns
            for index in reversed(turns[: turns.index(self.item)]):
                if self.progress[index].begun:
                    return index
        return self.item

    @property
    def following(self) -> Item | None:
        """The item that comes next, None at the last."""
        index = next((index for index, _ in ahead(self)), None)
        return None if index is None else self.script.items[index]

    @property
    def resting(self) -> bool:
        """The phase that runs or stands still is a rest."""
        return self.step.phase is Phase.REST

    @property
    def waiting(self) -> bool:
        """After pain the session waits, for a key or some seconds."""
        return self.step.phase is Phase.HURT

    @property
    def offering(self) -> bool:
        """What was skipped is offered once more."""
        return self.step.phase is Phase.OFFER


def next_open(state: SessionState) -> int | None:
    """The next item that has not ended, None when there is none."""
    turns = state.script.turns
    return next(
        (index for index in turns[turns.index(state.item) + 1 :] if state.progress[index].how is None), None
    )


def to_offer(state: SessionState) -> tuple[int, ...]:
    """The items that were skipped, but for those that hurt: they are offered once more at the end."""
    skipped = (index for index in state.script.turns if state.progress[index].how == "skipped")
    return tuple(index for index in skipped if not hurt(state, index))


def hurt(state: SessionState, index: int) -> bool:
    """The exercise of an item brought pain in this session, so it is not done again."""
    exercise = state.script.items[index].exercise
    return any(
        progress.pain and item.exercise == exercise
        for item, progress in zip(state.script.items, state.progress, strict=True)
    )


def ahead(state: SessionState) -> Iterator[tuple[int, tuple[Step, ...]]]:
    """The items that will be done after the current one, each with its steps."""
    turns = state.script.turns
    for index in turns[turns.index(state.item) + 1 :]:
        own = state.progress[index]
        if own.how is None and not hurt(state, index):
            steps = steps_of(state.script, index, own.eased_s, own.done)
            if steps:
                yield index, steps


def phase_left_s(state: SessionState, now: float) -> float:
    """Seconds until the phase (or the lead-in) ends; 0 when the session has ended."""
    if state.mode is Mode.ENDED:
        return 0.0
    if state.mode is Mode.PAUSED:
        return state.left
    return max(0.0, state.due - now)


def session_left_s(state: SessionState, now: float) -> float:
    """Seconds until the session would end if nothing were pressed."""
    if state.mode is Mode.ENDED:
        return 0.0
    here = state.left if state.mode is Mode.LEAD_IN else 0.0
    rest = seconds_of(state.steps[state.at + 1 :])
    later = sum(seconds_of(steps) for _, steps in ahead(state))
    offer = OFFER_S if not state.offered and to_offer(state) else 0
    return phase_left_s(state, now) + here + rest + later + offer


def progress_of(entries: Iterable[EntryRecord]) -> tuple[Progress, ...]:
    """How far the items of a logged session have come, for going on with it."""
    return tuple(
        Progress(
            reps=entry.reps,
            eased_s=entry.eased_s,
            how=entry.how,
            begun=entry.performed,
            rating=entry.rating,
            pain=entry.pain,
        )
        for entry in entries
    )
