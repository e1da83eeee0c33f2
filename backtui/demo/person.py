"""The invented person on the mat: a session run by the real machine, a stride an exercise."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta

from backtui.clock import Clock
from backtui.coach.running import Running
from backtui.coach.views import Seed
from backtui.demo.plot import Outing, Turn
from backtui.domain.log import Event
from backtui.domain.session import Press, SessionState
from backtui.domain.timeline import Phase, seconds_of

PRESSES = {"easy": Press.EASY, "hard": Press.HARD, "pain": Press.PAIN, "ease": Press.EASE, "skip": Press.SKIP}
SHORTLY_S = 0.5  # before an exercise is over


class Calendar(Clock):
    """A clock that goes where the story is; nobody who strides on it is away."""

    def __init__(self, start: datetime) -> None:
        self._wall = start
        self._seconds = 0.0

    @property
    def rate(self) -> float:
        """It stands still by itself."""
        return 1.0

    @property
    def gap_s(self) -> float:
        """No stride is an absence."""
        return float("inf")

    def now(self) -> datetime:
        """The moment of the story."""
        return self._wall

    def monotonic(self) -> float:
        """Seconds of the story so far."""
        return self._seconds

    def sleep(self, seconds: float) -> None:
        """Go on by so many seconds."""
        self._seconds += seconds
        self._wall = (self._wall + timedelta(seconds=seconds)).astimezone()

    def go_to(self, wall: datetime) -> None:
        """Go to a later moment; an earlier one is where it is already."""
        self.sleep(max(0.0, (wall - self._wall).total_seconds()))


class Person:
    """Does sessions; each turn of the story is taken once, at the first chance."""

    def __init__(self, clock: Calendar, turns: Sequence[Turn]) -> None:
        self._clock = clock
        self._turns = list(turns)

    def does(self, outing: Outing, seed: Seed) -> list[Event]:
        """All that happens in a session, as events."""
        events: list[Event] = []

        def write(more: Sequence[Event]) -> "Future[object]":
            events.extend(more)
            done: Future[object] = Future()
            done.set_result(None)
            return done

        running = Running(seed.session, seed.script, self._clock, write)
        if outing.alive:
            running.send(Press.PRESENT)
        most = round(outing.share * len(seed.script.items))
        while not running.ended:
            if running.state.item >= most:
                running.send(Press.STOP)
                break
            self._item(running, outing)
        return events

    def _item(self, running: Running, outing: Outing) -> None:
        """One exercise, to its end."""
        state = running.state
        turn = self._turn(outing, state.current.exercise)
        item = state.item
        if turn == "skip":
            running.send(Press.SKIP)
            return
        if turn in ("ease", "pain"):
            self._to_last_hold(running)
            running.send(PRESSES[turn])
        while not running.ended and running.state.item == item:
            left = _item_left_s(running.state, self._clock.monotonic())
            if turn in ("easy", "hard") and left > SHORTLY_S:
                self._clock.sleep(left - SHORTLY_S)
                running.send(PRESSES[turn])
                turn, left = "", SHORTLY_S
            self._clock.sleep(left)
            running.send(Press.TICK)

    def _turn(self, outing: Outing, exercise: str) -> str:
        for turn in self._turns if outing.alive else ():
            if turn.exercise == exercise and turn.since <= outing.number:
                self._turns.remove(turn)
                return turn.how
        return ""

    def _to_last_hold(self, running: Running) -> None:
        """A second into the last hold."""
        state = running.state
        last = max(index for index, step in enumerate(state.steps) if step.phase is Phase.HOLD)
        before = seconds_of(state.steps[state.at + 1 : last])
        self._clock.sleep(max(0.0, state.due - self._clock.monotonic()) + before + 1.0)
        running.send(Press.TICK)


def _item_left_s(state: SessionState, now: float) -> float:
    """Seconds until the exercise is over when nothing is pressed."""
    return max(0.0, state.due - now) + seconds_of(state.steps[state.at + 1 :])
