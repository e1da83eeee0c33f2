"""A session while it runs: the one impure step from a key to the log."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from threading import Lock

from backtui.coach.write import event as event_of
from backtui.coach.write import fresh_id, told
from backtui.domain import events as fx
from backtui.domain.events import Event
from backtui.domain.exercise import Side
from backtui.domain.session.machine import advance, begin
from backtui.domain.session.state import Mode, Press, Progress, SessionState
from backtui.domain.session.steps import Script
from backtui.machine.clock import Clock
from backtui.store.errors import SessionTaken

Write = Callable[[Sequence[Event]], "Future[object]"]
# What a key that ends an exercise writes, and undoing it takes back.
ENDINGS = ("exercise-ended", "pain", "dizzy", "session-ended")
Counted = tuple[int, Side, int]


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
    ) -> None:
        """Begin at the first open item; `so_far_s` have gone by since the session's first start."""
        self.session = session
        self.clock = clock
        self.trouble: str | None = None
        self.taken = False
        self.ending: tuple[bytes, ...] = ()
        self.changed: Callable[[], None] = lambda: None
        self._write = write
        self._lock = Lock()
        self._unsaved: dict[bytes, Event] = {}
        self._reps: dict[bytes, Counted] = {}
        self._origin = clock.monotonic() - so_far_s
        self.state: SessionState
        self.state, effects = begin(script, clock.monotonic(), progress, alive=alive)
        self._record(effects)
        self.opening = effects

    @property
    def ended(self) -> bool:
        """The session is over."""
        return self.state.mode is Mode.ENDED

    def send(self, press: Press) -> tuple[fx.Effect, ...]:
        """A key, or time passing; the effects are with the log before they are returned."""
        now = self.clock.monotonic()
        self.state, passed = advance(self.state, Press.TICK, now)
        self._record(passed)
        if press is Press.TICK:
            return passed
        self.state, effects = advance(self.state, press, now)
        events = self._record(effects)
        if any(isinstance(effect, fx.ItemEnded | fx.SessionEnded) for effect in effects):
            self.ending = tuple(event.id for event in events if event.kind in ENDINGS)
        return (*passed, *effects)

    def pending(self, item: int) -> int:
        """Repetitions of an item that ended and are not on disk yet."""
        with self._lock:
            return sum(self._reps[each][0] == item for each in self._unsaved if each in self._reps)

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

    def _record(self, effects: Sequence[fx.Effect]) -> list[Event]:
        """Turn effects into events, each at its own instant, and hand them over."""
        wall, now = self.clock.now(), self.clock.monotonic()
        fresh: list[Event] = []
        with self._lock:
            for effect in effects:
                at = wall - timedelta(seconds=max(0.0, now - effect.at))
                event = self._event(effect, at)
                if event is None:
                    continue
                fresh.append(event)
                self._unsaved[event.id] = event
                if isinstance(effect, fx.RepEnded):
                    self._reps[event.id] = (effect.item, effect.side, effect.rep)
        if fresh:
            self.save()
        return fresh

    def _event(self, effect: fx.Effect, at: datetime) -> Event | None:
        """An effect as the log keeps it; None for one that leaves no trace."""
        if isinstance(effect, fx.Undone):
            return event_of("void", at, {"events": [each.hex() for each in self.ending]})
        said = told(effect)
        if said is None:
            return None
        mono_ms = max(0, round((effect.at - self._origin) * 1000))
        return Event(fresh_id(at), said[0], at, said[1], self.session, mono_ms)

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
