"""A session while it runs: the one impure step from a key to the log."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import timedelta
from threading import Lock

from backtui.coach.write import fresh_id, voids
from backtui.domain.events import (
    DizzyFelt,
    Event,
    ExerciseEnded,
    PainFelt,
    Postponed,
    RepEnded,
    SessionEnded,
)
from backtui.domain.session.machine import advance, begin
from backtui.domain.session.state import Happened, Mode, PhaseBegan, Press, Progress, SessionState, TakenBack
from backtui.domain.session.steps import Script
from backtui.domain.words.numbers import many, noun
from backtui.machine.clock import Clock
from backtui.store.errors import SessionTaken

Write = Callable[[Sequence[Event]], "Future[object]"]
# What a key that ends an exercise, or puts it off, writes, and undoing it takes back.
ENDINGS = (ExerciseEnded, PainFelt, DizzyFelt, SessionEnded, Postponed)


class Running:
    """The session under way: `send` reads the clock, advances, hands what happened to the log.

    `state` is always the machine's newest. What has not been acknowledged by the log is sent again with
    whatever comes next: a landed event is recognised by its id, so nothing is lost and nothing doubled.
    `trouble`: why the log did not take the last; `taken`: because another program runs this session now.
    """

    def __init__(
        self,
        session: bytes,
        script: Script,
        clock: Clock,
        write: Write,
        *,
        progress: Sequence[Progress] = (),
        so_far_s: float = 0.0,
        alive: bool = False,
        lost: Callable[[], bool] = lambda: False,
    ) -> None:
        """Begin at the first open item; `so_far_s` have gone by since the session's first start.

        `lost`: whether nobody can be there any more, asked before anything is counted.
        """
        self.session = session
        self.clock = clock
        self.trouble: str | None = None
        self.taken = False
        self.ending: tuple[bytes, ...] = ()
        self.changed: Callable[[], None] = lambda: None
        self._write = write
        self._lost = lost
        self._lock = Lock()
        self._unsaved: dict[bytes, Event] = {}
        self._reps: dict[bytes, int] = {}
        self._origin = clock.monotonic() - so_far_s
        self.state: SessionState
        self.state, effects = begin(script, clock.monotonic(), progress, alive=alive)
        self._record(effects)
        self.opening = effects

    @property
    def ended(self) -> bool:
        """The session is over."""
        return self.state.mode is Mode.ENDED

    def send(self, press: Press) -> tuple[Happened, ...]:
        """A key, or time passing; the effects are with the log before they are returned.

        Nothing happens once nobody can be there, for the program may learn of that after the next boundary.
        """
        if self._lost():
            return ()
        now = self.clock.monotonic()
        self.state, passed = advance(self.state, Press.TICK, now)
        self._record(passed)
        if press is Press.TICK:
            return passed
        self.state, effects = advance(self.state, press, now)
        events = self._record(effects)
        if any(isinstance(effect.what, ExerciseEnded | SessionEnded | Postponed) for effect in effects):
            self.ending = tuple(event.id for event in events if isinstance(event.what, ENDINGS))
        return (*passed, *effects)

    def pending(self, item: int) -> int:
        """Repetitions of an item that ended and are not on disk yet."""
        with self._lock:
            return sum(self._reps[each] == item for each in self._unsaved if each in self._reps)

    def told(self, *, leaving: bool = False) -> str:
        """How many repetitions the log has acknowledged, and how many wait, or did where one leaves."""
        done = sum(len(progress.reps) for progress in self.state.progress)
        with self._lock:
            waits, trouble, saved = (
                len(self._reps.keys() & self._unsaved.keys()),
                self.trouble,
                not self._unsaved,
            )
        if saved:
            return f"{many(done, 'repetition is', 'repetitions are')} in the log."
        was = many(max(0, done - waits), "repetition was", "repetitions were")
        rest = noun(waits, "was", "were") + " not" if leaving else noun(waits, "waits", "wait")
        left = f"{waits} {rest}" if waits else "not all after that" if leaving else "what came after waits"
        return f"{was} saved, {left}: {trouble or 'the log does not answer.'}"

    @property
    def saved(self) -> bool:
        """All that happened is on disk."""
        with self._lock:
            return not self._unsaved

    def save(self) -> None:
        """Hand over all that the log has not acknowledged yet; also to try again after trouble."""
        with self._lock:
            waiting = list(self._unsaved.values())
        if waiting:
            future = self._write(waiting)
            future.add_done_callback(lambda done: self._acknowledge(waiting, done))

    def _record(self, effects: Sequence[Happened]) -> list[Event]:
        """Make events of what happened, each at its own instant, and hand them over."""
        wall, now = self.clock.now(), self.clock.monotonic()
        fresh: list[Event] = []
        for effect in effects:
            at = wall - timedelta(seconds=max(0.0, now - effect.at))
            if isinstance(effect.what, TakenBack):
                fresh += voids(self.ending, at)
            elif not isinstance(effect.what, PhaseBegan):
                mono_ms = max(0, round((effect.at - self._origin) * 1000))
                fresh.append(Event(fresh_id(at), at, effect.what, self.session, mono_ms))
        with self._lock:
            for event in fresh:
                self._unsaved[event.id] = event
                if isinstance(event.what, RepEnded):
                    self._reps[event.id] = event.what.item
        if fresh:
            self.save()
        return fresh

    def _acknowledge(self, events: Sequence[Event], done: "Future[object]") -> None:
        """The log has answered, perhaps from its own thread."""
        error = None if done.cancelled() else done.exception()
        with self._lock:
            if error is None and not done.cancelled():
                for event in events:
                    self._unsaved.pop(event.id, None)
            self.trouble = str(error) if error else None
            self.taken = self.taken or isinstance(error, SessionTaken)
        self.changed()
