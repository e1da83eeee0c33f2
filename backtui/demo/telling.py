"""Tells the story to the log: the coach decides each dose, the diary writes, day after day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from os import urandom

from backtui.coach.coach import Coach
from backtui.coach.diary import Diary
from backtui.coach.journal import Append, event, started
from backtui.coach.views import Seed
from backtui.demo.person import Calendar, Person
from backtui.demo.plot import Aimed, Outing, Plot
from backtui.domain.log import Event
from backtui.domain.timeline import TIMING_NAMES
from backtui.store.chain import note_digest

EVENING, MORNING = time(20, 15), time(6, 5)
AEROBIC_H = 18.5
Tell = Callable[[float], None]


def at(day: date, hour: float) -> datetime:
    """A moment of a day in local time, the hour as a decimal number."""
    return (datetime.combine(day, time()) + timedelta(hours=hour)).astimezone()


class Story:
    """One log's beginning up to yesterday."""

    def __init__(self, coach: Coach, append: Append, clock: Calendar, story: Plot) -> None:
        """The coach has `clock` for its own."""
        self._coach, self._append, self._clock, self._plot = coach, append, clock, story
        self._diary = Diary(coach, self._note_down)
        self._person = Person(clock, story.turns)
        self._written: list[Event] = []
        self._texts: dict[bytes, str] = {}

    def tell(self, tell: Tell) -> None:
        """Write all of it; `tell` hears how much there is already, from 0 to 1."""
        outings = {outing.day: outing for outing in self._plot.outings}
        first, last = min(outings), max([*outings, *self._plot.sports])
        self._clock.go_to(at(first, 6))
        for key, value in self._plot.settings.items():
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
        plan = self._coach.plan()
        timing = {name: getattr(plan.script.timing, name) for name in TIMING_NAMES}
        begun = started(plan, self._clock.now(), outing.day.isoformat(), "screen", timing)
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
            body = {"when": "morning", "score": None, "answer": outing.morning}
            self._note_down([event("pain-answered", self._clock.now(), body, session)])

    def _evening(self, day: date) -> None:
        """What was done besides, and what is set."""
        sport = self._plot.sports.get(day)
        if sport:
            self._clock.go_to(at(day, AEROBIC_H))
            body = {"what": sport[0], "minutes": sport[1], "day": day.isoformat()}
            self._note_down([event("activity-done", self._clock.now(), body)])
        for aimed in self._plot.aims.get(day, ()):
            self._clock.go_to(datetime.combine(day, EVENING).astimezone())
            self._aim(aimed)

    def _aim(self, aimed: Aimed) -> None:
        """Something is set for an exercise, with its note beside it."""
        self._hand_over()
        self._diary.aims.set(aimed.exercise, aimed.wish)
        if aimed.note:
            salt = urandom(16)
            about = self._written[-1].id.hex()
            body = {"salt": salt.hex(), "digest": note_digest(salt, aimed.note), "about": about}
            note = event("note-written", self._clock.now(), body)
            self._note_down([note], texts={note.id: aimed.note})
