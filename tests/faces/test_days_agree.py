"""The calendar, the command and the screen tell the same days, whatever is scheduled, paused and done."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import icalendar
import msgspec
from hypothesis import given
from hypothesis import strategies as st
from often import often
from open_logs import open_log
from props import HandClock
from store_diary import DEVICE, Diary

from backtui.cli.documents.views import schedule_view, today_view
from backtui.coach.calendar import CalendarWish, given_out
from backtui.coach.sessions import Diary as Choices
from backtui.content.load import load
from backtui.domain.present import NOTHING_AFTER
from backtui.domain.schedule import MOST_A_DAY, Schedule, Scheduled, most_a_day
from backtui.domain.weekday import WEEKDAYS
from backtui.store.opening import IN_MEMORY
from backtui.store.store import Store
from backtui.tui.settings.weeks import DAYS, read_weeks

DAWN = datetime(2026, 3, 2, 4, 30, tzinfo=timezone(timedelta(hours=1)))  # a Monday, before any time
UNTIMED = time(7, 31)  # of no line
NAMES = {"Standard": "standard", "Stretches only": "stretches"}
ROUTINES = st.sampled_from(sorted(NAMES.values()))
TIMES = st.lists(st.sampled_from(["01:00", "07:30", "12:00", "19:00"]), unique=True, max_size=2)


@st.composite
def lines(draw: st.DrawFn) -> Scheduled:
    routines = tuple(draw(st.lists(ROUTINES, min_size=1, max_size=3)))
    kind = draw(st.sampled_from(["on", "every", "back"]))
    on = draw(st.sets(st.sampled_from(WEEKDAYS), min_size=1)) if kind == "on" else set()
    every = draw(st.integers(1, 5)) if kind == "every" else None
    at = tuple(sorted(draw(TIMES)))
    return Scheduled(routines, tuple(each for each in WEEKDAYS if each in on), every, at)  # type: ignore[arg-type]


SCHEDULES = st.builds(Schedule, st.lists(lines(), max_size=3).map(tuple)).filter(
    lambda schedule: most_a_day(schedule) <= MOST_A_DAY
)
PAUSES = st.lists(st.tuples(st.integers(-5, 16), st.none() | st.integers(0, 9)), max_size=2)
WHICH = st.sampled_from(["standard", "stretches", "other"])
DONE = st.lists(st.tuples(st.integers(0, 20), WHICH), max_size=6)
Days = dict[date, list[tuple[str, str | None]]]


def session(ago: int, routine: str) -> Iterator[Any]:
    """A session of that routine, so many days ago."""
    diary = Diary(DAWN - timedelta(days=ago, hours=-1) if ago else DAWN - timedelta(minutes=20))
    start = diary.started()
    yield msgspec.structs.replace(start, what=msgspec.structs.replace(start.what, routine=routine))
    yield diary.planned(0, "bridge", reps=2)
    yield from (diary.rep(0, 1), diary.rep(0, 2), diary.ended("done"))


@contextmanager
def lived(schedule: Schedule, pauses: Sequence[Any], done: Sequence[Any]) -> Iterator[Any]:
    """A coach of a log with all of that."""
    with Store(IN_MEMORY, device=DEVICE, now=DAWN) as store:
        for ago, routine in done:
            store.append(list(session(ago, routine)))
        told = Diary(DAWN - timedelta(hours=2))
        store.append([told.loose("setting-set", key="schedule", value=msgspec.to_builtins(schedule))])
        for ahead, days in pauses:
            first = DAWN.date() + timedelta(days=ahead)
            last = {} if days is None else {"last": str(first + timedelta(days=days))}
            store.append([told.loose("pause-set", why="holiday", first=str(first), **last)])
        log = open_log(store, load(), HandClock(DAWN))
        with log.question() as coach:
            yield coach, Choices(log)


def of_the_calendar(text: str) -> tuple[Days, set[date]]:
    """The back days with what each has, and the aerobic ones."""
    back: Days = {}
    aerobic = set()
    for each in icalendar.Calendar.from_ical(text).events:
        day = date.fromisoformat(str(each["uid"])[:10])
        if str(each["summary"]).startswith("Walk, cycle or swim"):
            aerobic.add(day)
            continue
        name = str(each["summary"]).rpartition(", about")[0]
        at = None if each.start.time() == UNTIMED else f"{each.start:%H:%M}"
        back.setdefault(day, []).append((NAMES.get(name, ""), at))
        assert each.start.date() == day + timedelta(days=at is not None and at < "04:00")
    return back, aerobic


def of_the_document(document: dict[str, Any]) -> tuple[Days, set[date], set[date]]:
    """The same of `schedule --json`, and the paused days."""
    days = {date.fromisoformat(each["date"]): each for each in document["days"]}
    back = {
        day: [(slot["routine"], slot["at"]) for slot in each["scheduled"] if not slot["done"]] or [("", None)]
        for day, each in days.items()
        if each["due"] == "back"
    }
    aerobic = {day for day, each in days.items() if each["due"] == "aerobic"}
    return back, aerobic, {day for day, each in days.items() if each["paused"]}


def of_the_screen(rows: Sequence[Any]) -> dict[date, str]:
    """What the page says of each day."""
    return {
        date.fromisoformat(row.key[4:]): row.left[1][0]
        for row in rows
        if row.key is not None and row.key.startswith("day:")
    }


def said(day: list[tuple[str, str | None]]) -> str:
    """What the page says of a day with that."""
    names = {routine: name for name, routine in NAMES.items()}
    parts = (f"{names[each]} {at or ''}".strip() if each else "back" for each, at in day)
    return ", ".join(parts)


@often(80)
@given(SCHEDULES, PAUSES, DONE)
def test_calendar_command_screen_and_today_tell_the_same_days(
    schedule: Schedule, pauses: Sequence[Any], done: Sequence[Any]
) -> None:
    with lived(schedule, pauses, done) as (coach, choices):
        calendar, walks = of_the_calendar(
            given_out(coach, CalendarWish(DEVICE, at=(UNTIMED,), weeks=DAYS // 7), print)
        )
        document = schedule_view(coach.preferences().schedule, coach.reading.pauses, coach.coming(DAYS))
        today = today_view(coach.today(), None, None, None, (), NOTHING_AFTER)
        shown = of_the_screen(read_weeks(coach, choices).rows())
    back, aerobic, paused = of_the_document(document)
    assert calendar == back
    assert walks == aerobic
    assert not paused & {*back, *aerobic}
    assert list(shown) == [DAWN.date() + timedelta(days=n) for n in range(DAYS)]
    for day, words in shown.items():
        open_ones = ", ".join(part for part in words.split(", ") if "(done)" not in part)
        if day in back:
            assert open_ones == said(back[day])
        elif day in paused:
            assert words == "pause (holiday)"
        else:
            assert open_ones in ("", "aerobic" if day in aerobic else "rest")
    first = document["days"][0]
    assert (today["date"], today["due"], today["scheduled"]) == (
        first["date"], first["due"], first["scheduled"],
    )  # fmt: skip
    assert (today["paused"] is None) is (DAWN.date() not in paused)
