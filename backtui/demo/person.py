"""The story, lived through the real coach: sessions with their keys, answers, aerobic days, targets."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import date, datetime, time, timedelta

from backtui.coach.answers import Seed
from backtui.coach.coach import Coach
from backtui.coach.library import ContentLibrary
from backtui.coach.open_log import OpenLog
from backtui.coach.running import Running
from backtui.coach.sessions import Diary
from backtui.coach.write import event, noted, started
from backtui.demo.story import EveningChange, Incident, Outing, Story
from backtui.domain.events import ActivityDone, Event, PainAnswered
from backtui.domain.exercise import Content
from backtui.domain.session.state import Press, SessionState
from backtui.domain.session.steps import seconds_of
from backtui.machine.clock import Clock
from backtui.store.store import Store

PRESSES = {"easy": Press.EASY, "hard": Press.HARD, "pain": Press.PAIN, "ease": Press.EASE, "skip": Press.SKIP}
SHORTLY_S = 0.5  # before an exercise is over
EVENING, MORNING = time(20, 15), time(6, 5)
AEROBIC_H = 18.5


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

    def __init__(self, clock: Calendar, turns: Sequence[Incident]) -> None:
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
            if running.state.offering:
                running.send(Press.SKIP)
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
        while not running.ended and running.state.item == item and not running.state.offering:
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
        last = max(index for index, step in enumerate(state.steps) if step.ends)
        before = seconds_of(state.steps[state.at + 1 : last])
        self._clock.sleep(max(0.0, state.due - self._clock.monotonic()) + before + 1.0)
        running.send(Press.TICK)


def _item_left_s(state: SessionState, now: float) -> float:
    """Seconds until the exercise is over when nothing is pressed."""
    return max(0.0, state.due - now) + seconds_of(state.steps[state.at + 1 :])


def at(day: date, hour: float) -> datetime:
    """A moment of a day in local time, the hour as a decimal number."""
    return (datetime.combine(day, time()) + timedelta(hours=hour)).astimezone()


class Storyteller:
    """One log's beginning up to yesterday."""

    def __init__(self, store: Store, content: Content, clock: Calendar, story: Story) -> None:
        self._append, self._clock, self._story = store.append, clock, story
        self._log = OpenLog(store, ContentLibrary(content), clock, self._note_down)
        self._diary = Diary(self._log)
        self._person = Person(clock, story.turns)
        self._written: list[Event] = []
        self._texts: dict[bytes, str] = {}

    def tell(self, tell: Callable[[float], None]) -> None:
        """Write all of it; `tell` hears how much there is already, from 0 to 1."""
        outings = {outing.day: outing for outing in self._story.outings}
        first, last = min(outings), max([*outings, *self._story.sports])
        self._clock.go_to(at(first, 6))
        for key, value in self._story.settings.items():
            self._diary.prefer(key, value)
        days = (last - first).days + 1
        asked: tuple[Outing, bytes] | None = None
        for number in range(days):
            tell(number / days)
            day = first + timedelta(days=number)
            if asked:
                self._morning(day, *asked)
            outing = outings.get(day)
            asked = (outing, self._session(outing)) if outing else None
            self._evening(day)
        self._hand_over()
        tell(1.0)

    def _note_down(self, events: Sequence[Event], /, *, texts: Mapping[bytes, str] | None = None) -> None:
        """Keep events until the coach has to know them: one write a session is what makes it quick."""
        self._written += events
        self._texts |= texts or {}

    def _hand_over(self) -> None:
        self._append(self._written, texts=self._texts)
        self._written, self._texts = [], {}

    def _session(self, outing: Outing) -> bytes:
        """A session from the plan to its note; its id."""
        self._clock.go_to(at(outing.day, outing.hour))
        self._hand_over()
        plan = self._log.ask(Coach.plan)
        begun = started(plan, self._clock.now(), outing.day, "screen")
        self._note_down(begun)
        session = begun[0].id
        if outing.before is not None:
            self._diary.pain(session, "before", outing.before)
        self._note_down(self._person.does(outing, Seed(session, plan.script)))
        self._clock.sleep(40)
        if outing.after is not None:
            self._diary.pain(session, "after", outing.after)
        if outing.declines:
            self._diary.decline(session, outing.declines)
        if outing.note:
            self._diary.note(session, outing.note)
        return session

    def _morning(self, day: date, outing: Outing, session: bytes) -> None:
        """The answer of the morning after a session."""
        if outing.morning:
            self._clock.go_to(datetime.combine(day, MORNING).astimezone())
            answered = PainAnswered("morning", None, outing.morning)
            self._note_down([event(answered, self._clock.now(), session)])

    def _evening(self, day: date) -> None:
        """What was done besides, and what is set."""
        sport = self._story.sports.get(day)
        if sport:
            self._clock.go_to(at(day, AEROBIC_H))
            self._note_down([event(ActivityDone(*sport, day), self._clock.now())])
        for aimed in self._story.aims.get(day, ()):
            self._clock.go_to(datetime.combine(day, EVENING).astimezone())
            self._aim(aimed)

        for off in self._story.off.get(day, ()):
            self._clock.go_to(datetime.combine(day, EVENING).astimezone())
            self._diary.weeks.pause(off.why, off.first, off.last)
        for line in self._story.schedule.get(day, ()):
            self._clock.go_to(datetime.combine(day, EVENING).astimezone())
            self._hand_over()
            self._diary.weeks.put(line)

    def _aim(self, aimed: EveningChange) -> None:
        """Something is set for an exercise, with its note beside it."""
        self._hand_over()
        self._diary.aims.set(aimed.exercise, aimed.wish)
        if aimed.note:
            written, text = noted(self._written[-1].id, aimed.note)
            note = event(written, self._clock.now())
            self._note_down([note], texts={note.id: text})
