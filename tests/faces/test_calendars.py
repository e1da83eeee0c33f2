"""Calendars that take in every file: no event is another's, none is there twice, none stays too long."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from cli_room import MONDAY, backtui, train
from hypothesis import given
from hypothesis import strategies as st
from often import often
from open_logs import open_log
from props import HandClock
from store_diary import DEVICE, Diary

from backtui.coach.calendar import CalendarWish, given_out, log_name
from backtui.coach.coach import Coach
from backtui.config.settings import times_of
from backtui.content.load import load
from backtui.store.opening import IN_MEMORY
from backtui.store.store import Store

DAY = timedelta(days=1)
CONTENT = load()


class Kept:
    """A calendar as programs keep it: of each identifier the edition with the highest number."""

    def __init__(self) -> None:
        self.events: dict[str, Any] = {}

    def take_in(self, document: str) -> list[str]:
        """Import a file; the identifiers that it says are due."""
        found = icalendar.Calendar.from_ical(document).events
        for each in found:
            uid = str(each["uid"])
            before = self.events.get(uid)
            if before is None or (each["sequence"], each["dtstamp"].dt) >= (
                before["sequence"],
                before["dtstamp"].dt,
            ):
                self.events[uid] = each
        return [str(each["uid"]) for each in found if each["status"] == "CONFIRMED"]

    def rings(self, after: datetime) -> list[tuple[datetime, str]]:
        """All that will ring, with what it says."""
        return sorted(
            (each.start + alarm["trigger"].dt, str(each["summary"]).partition(", about")[0])
            for each in self.events.values()
            if each["status"] == "CONFIRMED"
            for alarm in each.walk("VALARM")
            if each.start + alarm["trigger"].dt > after
        )


def exported(*words: str, at: datetime = MONDAY, db: tuple[str, ...] = ()) -> str:
    found = backtui(*db, "export", "--format", "ics", *words, at=at)
    assert (found.code, found.err) == (0, "")
    return found.out


def uids(document: str) -> set[str]:
    return {str(each["uid"]) for each in icalendar.Calendar.from_ical(document).events}


def test_two_people_share_no_identifier(home: Path) -> None:
    first, second = exported(), exported("--at", "18:00", db=("--db", str(home / "other.db")))
    assert not uids(first) & uids(second)
    assert len(uids(first)) == len(uids(second)) == 48


def test_it_names_its_log_before_there_is_one_and_after(clock: HandClock) -> None:
    before = exported(at=clock.now())
    train(clock, minutes=5)
    assert {each[10:] for each in uids(before)} == {each[10:] for each in uids(exported(at=clock.now()))}


@pytest.mark.usefixtures("home")
def test_a_day_that_changes_its_kind_keeps_its_event(clock: HandClock) -> None:
    kept = Kept()
    kept.take_in(exported(at=clock.now()))
    before = dict(kept.rings(clock.now().replace(tzinfo=None)))
    clock.advance(86_400)
    train(clock, minutes=5)  # on Tuesday instead of Monday
    after = exported(at=clock.now())
    kept.take_in(after)
    now = dict(kept.rings(clock.now().replace(tzinfo=None)))
    days = [day.date() for day, _ in kept.rings(clock.now().replace(tzinfo=None))]
    assert len(days) == len(set(days))
    assert sum(now[each] != before[each] for each in now if each in before) > 3
    # Sunday was a day of rest and is one for walking; Tuesday's walk is not due any more.
    assert [str(e["uid"])[:10] for e in kept.events.values() if e["status"] == "CANCELLED"][:1] == [
        "2026-03-03"
    ]


def test_a_pause_cancels_what_it_holds_and_its_end_brings_it_back(clock: HandClock) -> None:
    kept = Kept()
    for words in (None, ("pause", "holiday", "--to", "2026-03-15"), ("pause", "--end")):
        if words is not None:
            assert backtui(*words, at=clock.now()).code == 0
        document = exported(at=clock.now())
        due = kept.take_in(document)
        standing = {uid for uid, each in kept.events.items() if each["status"] == "CONFIRMED"}
        assert standing == set(due)
        clock.advance(60)
    assert len(due) == 48


def test_fewer_weeks_cancel_nothing_of_the_others(clock: HandClock) -> None:
    kept = Kept()
    kept.take_in(exported(at=clock.now()))
    kept.take_in(exported("--weeks", "1", at=clock.now() + timedelta(minutes=5)))
    assert {each["status"] for each in kept.events.values()} == {"CONFIRMED"}


def test_a_file_that_is_not_taken_in_is_no_loss(clock: HandClock) -> None:
    """What fell away is said again in every file until it is past."""
    kept = Kept()
    kept.take_in(exported(at=clock.now()))
    backtui("pause", "illness", "--to", "2026-03-08", at=clock.now())
    exported(at=clock.now() + timedelta(minutes=1))  # is lost
    due = kept.take_in(exported(at=clock.now() + timedelta(minutes=2)))
    assert {uid for uid, each in kept.events.items() if each["status"] == "CONFIRMED"} == set(due)


def test_a_clock_set_back_does_not_make_a_file_older(clock: HandClock) -> None:
    kept = Kept()
    kept.take_in(exported(at=clock.now() + 3 * DAY))
    due = kept.take_in(exported("--at", "19:00", at=clock.now() + timedelta(hours=1)))
    assert {kept.events[uid].start.time() for uid in due} == {time(19)}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"sequence": "x"}', '{"given": [{"uid": 1}]}', "\udcff"])
def test_a_memory_that_cannot_be_read_is_none(home: Path, text: str) -> None:
    exported()
    (memory,) = (home / ".local/state/backtui").glob("calendar-*.json")
    assert memory.stat().st_mode & 0o777 == 0o600
    memory.write_bytes(os.fsencode(text))
    assert len(uids(exported())) == 48


# Times of the day

TIMES = {
    # sessions a day, times: when it rings, and what is said then
    (1, "07:30"): ["07:30 Back session, about 15 min"],
    (1, "18:00 07:30"): ["07:30 Back session, about 15 min", "18:00 Back session, about 15 min"],
    (2, "07:30"): ["07:30 Back session, about 15 min, 2 times"],
    (2, "07:30 18:00"): ["07:30 Back session, about 15 min", "18:00 Back session, about 15 min"],
    (3, "07:30 18:00"): ["07:30 Back session, about 15 min", "18:00 Back session, about 15 min, 2 times"],
    (2, "07:30 12:00 18:00"): [
        *("07:30 Back session, about 15 min", "12:00 Back session, about 15 min"),
        "18:00 Back session, about 15 min",
    ],
}


def rung(document: str, day: str) -> list[str]:
    found = icalendar.Calendar.from_ical(document).events
    return sorted(
        f"{each.start + alarm['trigger'].dt:%H:%M} {each['summary']}"
        for each in found
        if str(each["uid"]).startswith(day)
        for alarm in each.walk("VALARM")
    )


@pytest.mark.parametrize(("per_day", "at"), list(TIMES))
def test_several_times_of_a_day(per_day: int, at: str, home: Path) -> None:
    del home
    assert backtui("set", "frequency", "--per-day", str(per_day)).code == 0
    words = [word for each in at.split() for word in ("--at", each)]
    document = exported(*words)
    assert rung(document, "2026-03-04") == TIMES[per_day, at]
    # As many events as sessions have times of their own, at most.
    assert sum(each.startswith("2026-03-04") for each in uids(document)) == min(per_day, len(at.split()))


def test_what_was_done_of_a_day_rings_no_more(clock: HandClock) -> None:
    assert backtui("set", "frequency", "--per-day", "2", at=clock.now()).code == 0
    words = ("--at", "08:00", "--at", "18:00")
    assert len(rung(exported(*words, at=clock.now()), "2026-03-02")) == 2
    train(clock, minutes=5)
    kept = Kept()
    kept.take_in(exported(*words, at=clock.now()))
    assert [f"{at:%a %H:%M} {what}" for at, what in kept.rings(clock.now().replace(tzinfo=None))][:2] == [
        "Mon 18:00 Back session",
        "Tue 08:00 Walk, cycle or swim",
    ]


def test_a_reminder_that_rings_again_is_cancelled_after_its_first_time(clock: HandClock) -> None:
    """At 07:30 nobody came, at noon the session was done: at 18:00 nothing rings."""
    words = ("--at", "07:30", "--at", "18:00")
    kept = Kept()
    kept.take_in(exported(*words, at=clock.now()))
    clock.wall += timedelta(hours=5)
    train(clock, minutes=5)
    kept.take_in(exported(*words, at=clock.now()))
    assert min(kept.rings(clock.now().replace(tzinfo=None)))[0].date() == clock.now().date() + DAY


# Whatever was changed between two files, a calendar rings for what is due and for nothing else

CHANGES = st.sampled_from(
    ["session", "walk", "worse", "pause", "end", "goal 2", "goal 5", "per day 2", "times", "week", "day"]
)


def changed(store: Store, change: str, now: datetime) -> tuple[datetime, tuple[time, ...]]:
    """Do one thing; the moment after it, and the times that are asked for from there on."""
    told, at = Diary(now), (time(7, 30),)
    match change.split():
        case ["session"]:
            store.append(told.whole("cat-camel"))
        case ["walk"]:
            store.append([told.loose("activity-done", what="walking", minutes=40, day=str(now.date()))])
        case ["worse"]:
            store.append([told.loose("pain-answered", when="other", score=8)])
        case ["pause"]:
            store.append([told.loose("pause-set", why="holiday", first=str(now.date() + DAY))])
        case ["end"]:
            last = str(now.date())
            store.append([told.loose("pause-set", why="holiday", first=last, last=last)])
        case ["goal", number]:
            store.append([told.loose("setting-set", key="goal", value=int(number))])
        case ["per", "day", number]:
            store.append([told.loose("setting-set", key="per_day", value=int(number))])
        case ["times"]:
            at = (time(12), time(20, 15))
        case ["week"]:
            return now + 7 * DAY, at
        case _:
            return now + DAY, at
    return now + timedelta(minutes=25), at


@contextmanager
def asking(store: Store, now: datetime) -> Iterator[Coach]:
    with open_log(store, CONTENT, HandClock(now)).question() as coach:
        yield coach


@often(60)
@given(st.lists(CHANGES, max_size=5), st.sampled_from([1, 3]))
def test_a_calendar_rings_for_what_is_due_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, changes: list[str], weeks: int
) -> None:
    memory = tmp_path_factory.mktemp("memory") / "calendar.json"
    kept, now, at = Kept(), MONDAY, (time(7, 30),)
    with Store(IN_MEMORY, device=DEVICE, now=now) as store:
        for change in ("", *changes):
            if change:
                now, at = changed(store, change, now)
            with asking(store, now) as coach:
                document = given_out(coach, CalendarWish(DEVICE, memory, at, weeks), print)
            kept.take_in(document)
            fresh = Kept()
            fresh.take_in(document)
            local, end = now.replace(tzinfo=None), datetime.combine(now.date() + 7 * weeks * DAY, time())
            assert [e for e in kept.rings(local) if e[0] < end] == [
                e for e in fresh.rings(local) if e[0] < end
            ]


def test_two_machines_that_merged_name_the_log_alike() -> None:
    with (
        Store(IN_MEMORY, device=DEVICE, now=MONDAY) as one,
        Store(IN_MEMORY, device=b"other-device-000", now=MONDAY) as two,
    ):
        first, second = Diary(MONDAY).whole("bridge"), Diary(MONDAY + DAY).whole("bridge")
        one.append(first)
        two.append(second)
        for store, more, device in ((one, second, two.device), (two, first, one.device)):
            own, store.device = store.device, device
            store.append(more)
            store.device = own
        names = []
        for store in (one, two):
            with asking(store, MONDAY + 2 * DAY) as coach:
                names.append(log_name(coach, bytes(16)))
    assert names == [DEVICE, DEVICE]


# The file that a calendar reads by itself


@pytest.fixture
def subscribed(home: Path) -> Path:
    """The file that is kept up to date."""
    config = home / ".config/backtui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('calendar_file = "~/back.ics"\ncalendar_at = "18:00"\n')
    return home / "back.ics"


def test_every_command_keeps_the_file_up_to_date(subscribed: Path, clock: HandClock) -> None:
    assert backtui("today", at=clock.now()).err == ""
    first = subscribed.read_text()
    assert subscribed.stat().st_mode & 0o777 == 0o600
    assert {each.start.time() for each in icalendar.Calendar.from_ical(first).events} == {time(18)}
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in first
    assert "CANCELLED" not in first
    written = subscribed.stat().st_mtime_ns
    backtui("history", at=clock.now() + timedelta(hours=2))
    assert subscribed.stat().st_mtime_ns == written  # nothing has changed
    train(clock, minutes=5)
    backtui("pause", "holiday", "--to", "2026-03-20", at=clock.now())
    assert min(uids(subscribed.read_text()))[:10] == "2026-03-21"
    backtui("today", "--quiet", at=clock.now() + DAY)
    assert subscribed.stat().st_mtime_ns > written


def test_the_file_says_today_to_its_end(subscribed: Path) -> None:
    backtui("today", at=MONDAY + timedelta(hours=14))
    assert min(uids(subscribed.read_text()))[:10] == "2026-03-02"


def test_another_log_and_a_look_leave_the_file_alone(subscribed: Path, home: Path) -> None:
    backtui("--db", str(home / "other.db"), "today")
    backtui("doctor")
    assert not subscribed.exists()


def test_a_file_of_something_else_is_never_written(subscribed: Path) -> None:
    subscribed.write_text("my notes")
    found = backtui("today")
    assert (found.code, subscribed.read_text()) == (0, "my notes")
    assert found.err == (
        "backtui: calendar_file ~/back.ics is not a calendar of backtui, so nothing was written there.\n"
    )


def test_a_file_that_cannot_be_written_is_told_of(subscribed: Path) -> None:
    subscribed.mkdir()
    found = backtui("today")
    assert found.code == 0
    assert found.err == "backtui: calendar_file ~/back.ics is not a file.\n"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("07:30", (time(7, 30),)),
        ("18:00, 7:30 18:00", (time(7, 30), time(18))),
        ("", None),
        ("25:00", None),
        ("07:30 noon", None),
    ],
)
def test_times_as_the_settings_say_them(text: str, times: tuple[time, ...] | None) -> None:
    assert times_of(text) == times


@pytest.mark.parametrize("line", ['calendar_file = "back.ics"', 'calendar_at = "noon"', "calendar_file = 3"])
def test_a_setting_that_cannot_be_is_told_of(home: Path, line: str) -> None:
    config = home / ".config/backtui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(line)
    found = backtui("today", at=datetime(2026, 3, 2, 7, tzinfo=UTC))
    assert "config.toml, line 1: calendar_" in found.err
    assert "must be" in found.err
