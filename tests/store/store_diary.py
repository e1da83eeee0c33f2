"""Sessions made of events, for the store's tests."""

from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any

from made_events import made
from msgspec.structs import replace

from backtui.domain.events import Event
from backtui.store.append import new_id

MORNING = datetime(2026, 3, 2, 7, tzinfo=timezone(timedelta(hours=1)))
DEVICE = b"first-device-000"


class Diary:
    """Makes the events of one session, a second apart; ids are made of a running number."""

    numbers = count(1)

    def __init__(self, start: datetime = MORNING, day: str | None = None) -> None:
        self.start = start
        self.day = day or start.date().isoformat()
        self.id = self.fresh()
        self.seconds = 0

    def fresh(self) -> bytes:
        """A new id."""
        return new_id(int(self.start.timestamp() * 1000), next(self.numbers).to_bytes(10, "big"))

    def event(self, kind: str, **body: Any) -> Event:
        """The session's next event; a key `from` is written `from_`."""
        self.seconds += 1
        body = {key.rstrip("_"): value for key, value in body.items()}
        wall = self.start + timedelta(seconds=self.seconds - 1)
        return made(self.fresh(), kind, wall, body, self.id, self.seconds * 1000)

    def loose(self, kind: str, **body: Any) -> Event:
        """The next event, belonging to no session."""
        return replace(self.event(kind, **body), session=None, mono_ms=None)

    def started(self) -> Event:
        """The session's start."""
        return self.event(
            "session-started",
            routine="full",
            minutes=None,
            face="plain",
            day=self.day,
            timing={"lead_s": 5.0},
        )

    def planned(
        self,
        item: int,
        exercise: str,
        sides: str = "one",
        hold_s: int = 2,
        reps: int = 2,
        why: str = "The first time.",
        **further: Any,
    ) -> Event:
        """An exercise of the plan; `further` are keys of its event, in the place of the usual ones."""
        body = {
            **{"item": item, "block": 0, "block_kind": "stretch", "exercise": exercise, "hold_s": hold_s},
            **{"reps": reps, "holds": 1, "sides": sides, "change": "first", "rule": "first", "why": why},
            **{"from_": None, **further},
        }
        return self.event("exercise-planned", **body)

    def rep(self, item: int, rep: int, side: str = "none", held_s: float = 2.0) -> Event:
        """A repetition that ended."""
        return self.event("rep-ended", item=item, side=side, rep=rep, holds_s=[held_s])

    def ended(self, how: str = "done") -> Event:
        """The session's end."""
        return self.event("session-ended", how=how, alive=True)

    def whole(self, *exercises: str) -> list[Event]:
        """A session in which everything was done."""
        events = [self.started()]
        events += [self.planned(item, name) for item, name in enumerate(exercises)]
        for item in range(len(exercises)):
            events += [self.rep(item, 1), self.rep(item, 2)]
            events.append(self.event("exercise-ended", item=item, how="done", begun=True))
            events.append(self.event("rated", item=item, rating="comfortable"))
        return [*events, self.ended()]

    def void(self, *events: Event) -> Event:
        """Takes events back."""
        return self.loose("void", events=[event.id.hex() for event in events])
