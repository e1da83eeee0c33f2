"""Logs of days that were lived at any time and in any place, and all that is answered about them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import msgspec
from open_logs import open_log
from props import HandClock
from store_diary import DEVICE, Diary

from backtui.coach import history
from backtui.coach.coach import Coach
from backtui.coach.sessions import Diary as Choices
from backtui.content.load import load
from backtui.domain.events import Event
from backtui.domain.history_filter import Sought
from backtui.domain.record import training_day
from backtui.store.opening import IN_MEMORY
from backtui.store.store import Store

EXERCISE = "cat-camel"
CONTENT = load()


class Lived(msgspec.Struct, frozen=True):
    """A session that began then; `how` is good, hard, missed, pain, dizzy, flare or open."""

    at: datetime
    how: str = "good"
    hold_s: int = 2
    reps: int = 2


class Known(Diary):
    """Its ids follow from its time, so that logs of the same sessions in another order say the same."""

    def __init__(self, *args: Any) -> None:
        self.numbers = count(1)
        super().__init__(*args)


def events_of(lived: Lived) -> list[Event]:
    """What such a session leaves in the log."""
    diary = Known(lived.at, training_day(lived.at).isoformat())
    made = [diary.started(), diary.planned(0, EXERCISE, hold_s=lived.hold_s, reps=lived.reps)]
    held = 1 if lived.how == "missed" else lived.reps
    made += [diary.rep(0, rep, held_s=float(lived.hold_s)) for rep in range(1, held + 1)]
    if lived.how == "pain":
        made.append(diary.event("pain", item=0))
    if lived.how == "open":
        return made
    if lived.how != "pain":
        made.append(diary.event("exercise-ended", item=0, how="done", begun=True))
    made += [diary.event("rated", item=0, rating="hard")] if lived.how == "hard" else []
    made += [diary.event("dizzy", item=0)] if lived.how == "dizzy" else []
    made.append(diary.ended("stopped" if lived.how == "dizzy" else "done"))
    made += [diary.event("pain-answered", when="after", score=8)] if lived.how == "flare" else []
    return made


@contextmanager
def asked(
    sessions: Iterable[Lived], now: datetime, more: Sequence[Event] = (), last: Sequence[Lived] = ()
) -> Iterator[tuple[Coach, Choices]]:
    """A coach at that moment of a log of these sessions, then these events, then the last sessions."""
    with Store(IN_MEMORY, device=DEVICE, now=now) as store:
        store.append([event for each in sessions for event in events_of(each)])
        store.append(list(more))
        store.append([event for each in last for event in events_of(each)])
        log = open_log(store, CONTENT, HandClock(now))
        with log.question() as coach:
            yield coach, Choices(log)


def answers(coach: Coach) -> dict[str, Any]:
    """All that is said of what is due, of doses, weeks, totals and charts; not which sessions there are."""
    day, plan = coach.day(), coach.plan(30)
    begins = day - timedelta(days=day.weekday(), weeks=3)
    return {
        "decisions": coach.decisions(),
        "plan": [(each.item.exercise, each.item.dose, each.decision) for each in plan.items],
        "left out": plan.left_out,
        "today": coach.today(),
        "coming": coach.coming(10),
        "why": coach.why(EXERCISE),
        "morning": coach.morning_after() and coach.morning_after().day,  # type: ignore[union-attr]
        "unconfirmed": coach.unconfirmed(),
        "usual": coach.usual(),
        "standing": history.standing(coach),
        "year": history.year(coach, begins, Sought(), 4),
        "doses": [
            (each.changes, [p.day for p in each.points]) for each in history.series(coach, EXERCISE, Sought())
        ],
        "pains": history.pain_points(coach, Sought()),
        "totals": history.added_up(coach, Sought()),
    }
