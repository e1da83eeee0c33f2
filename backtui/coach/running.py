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

SILENT = "the log does not answer."
ANSWERLESS = f"{SILENT[0].upper()}{SILENT[1:]}"
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
        beginning: Sequence[Event] = (),
        alive: bool = False,
    ) -> None:
        """Begin at the first open item, as a Seed says; `alive`: somebody is there.

        `lost` says whether nobody can be there any more, asked before anything is counted.
        """
        self.session = session
        self.clock = clock
        self.trouble: str | None = None
        self.taken = False
        self.ending: tuple[bytes, ...] = ()
        self.changed: Callable[[], None] = lambda: None
        self._write = write
        self.lost: Callable[[], bool] = lambda: False
        self._lock = Lock()
        self._unsaved: dict[bytes, Event] = {event.id: event for event in beginning}
        self._reps: dict[bytes, int] = {}
        self._origin = clock.monotonic() - so_far_s
        self._began = clock.now() - timedelta(seconds=clock.monotonic())
        self.state: SessionState
        self.state, effects = begin(script, clock.monotonic(), progress, alive=alive)
        if not self._record(effects):
            self.save()
        self.opening = effects

    @property
    def ended(self) -> bool:
        """The session is over."""
        return self.state.mode is Mode.ENDED

    def send(self, press: Press) -> tuple[Happened, ...]:
        """A key, or time passing; the effects are with the log before they are returned.

        Nothing happens once nobody can be there, for the program may learn of that after the next boundary.
        """
        if self.lost():
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

    def told(self) -> str:
        """How many repetitions the log has acknowledged, and how many wait."""
        done, waits = self._counts()
        if self.saved:
            return f"{many(done, 'repetition is', 'repetitions are')} in the log."
        was = many(done, "repetition was", "repetitions were")
        if self.taken:
            rest = f"{waits} {noun(waits, 'was', 'were')} not" if waits else "but not everything after that"
            return f"{self.trouble} {was} saved here, {rest}."
        left = f"{waits} {noun(waits, 'waits', 'wait')}" if waits else "what came after waits"
        return f"{was} saved, {left}: {self.trouble or SILENT}"

    def told_leaving(self, place: str) -> str:
        """The same when the program ends; `place` is where the rest is kept, "" where it could not be."""
        if self.saved or self.taken:
            return self.told()
        done, waits = self._counts()
        rest = str(waits) if waits else "what came after"
        left = f"{rest} {noun(waits or 1, 'waits', 'wait')} in {place}"
        added = f"and {noun(waits or 1, 'is', 'are')} added at the next start with that log."
        why = self.trouble or ANSWERLESS
        lost = f"{rest} could not be kept: {self.trouble or SILENT}"
        saved = many(done, "repetition is", "repetitions are")
        return f"{saved} saved; {f'{left} {added} {why}' if place else lost}"

    def _counts(self) -> tuple[int, int]:
        """The repetitions that the log has acknowledged, and those that wait."""
        done = sum(len(progress.reps) for progress in self.state.progress)
        with self._lock:
            waits = len(self._reps.keys() & self._unsaved.keys())
        return max(0, done - waits), waits

    @property
    def waiting(self) -> tuple[Event, ...]:
        """What the log has not acknowledged, in its order."""
        with self._lock:
            return tuple(self._unsaved.values())

    @property
    def saved(self) -> bool:
        """All that happened is on disk."""
        return not self.waiting

    def forget(self) -> None:
        """The session is thrown away: what has not landed never will."""
        with self._lock:
            self._unsaved.clear()

    def save(self) -> None:
        """Hand over all that the log has not acknowledged yet; also to try again after trouble."""
        waiting = self.waiting
        if waiting:
            future = self._write(waiting)
            future.add_done_callback(lambda done: self._acknowledge(waiting, done))

    def _record(self, effects: Sequence[Happened]) -> list[Event]:
        """Make events of what happened, each at its own instant, and hand them over.

        The monotonic clock tells the instants from the beginning on, so that the wall clock may be set
        meanwhile; only its offset is taken over, for that is of the place.
        """
        zone, now = self.clock.now().tzinfo, self.clock.monotonic()
        fresh: list[Event] = []
        for effect in effects:
            at = (self._began + timedelta(seconds=min(now, effect.at))).astimezone(zone)
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
