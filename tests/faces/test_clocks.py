"""Clocks that are wrong, set, moved to another zone or past midnight: what the faces say then."""

import csv
import io
import json
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_room import Answer, backtui, train, wiring
from plain_room import Room
from props import HandClock, prefer, shop
from props import train as train_short
from stage import on_stage

from backtui.coach import history
from backtui.coach.coach import Coach
from backtui.coach.running import Running
from backtui.domain.history_filter import Sought
from backtui.domain.present import told_apart
from backtui.domain.record import State

WEDNESDAY = datetime(2026, 3, 11, 7, tzinfo=UTC)
DAY = timedelta(days=1)


class ZoneClock(HandClock):
    """A clock by hand that tells the time of the machine's zone."""

    def now(self) -> datetime:
        return self.wall.astimezone()


def zone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", name)
    time.tzset()


def sessions(at: datetime) -> list[dict[str, Any]]:
    return list(json.loads(backtui("history", "--json", at=at).out)["sessions"])


def rows(table: str, at: datetime) -> list[dict[str, str]]:
    told = backtui("export", "--format", "csv", "--of", table, at=at)
    assert told.code == 0, told
    return list(csv.DictReader(io.StringIO(told.out)))


def checks(answer: Answer) -> dict[str, tuple[str, str]]:
    return {each["check"]: (each["state"], each["said"]) for each in json.loads(answer.out)["checks"]}


# A clock that was wrong


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=36_525)], ids=["a day", "a century"])
@pytest.mark.thorough
def test_a_session_dated_after_today_is_named_and_mended(ahead: timedelta) -> None:
    clock = HandClock(WEDNESDAY - 2 * DAY)
    train(clock, minutes=10)
    clock.wall = WEDNESDAY + ahead
    session = train(clock, minutes=10)
    mends = f"backtui edit {session.hex()[:8]} --date"
    named = (
        "A session is dated after today and not counted yet. Is the clock of this machine right?"
        f" `{mends} DATE` gives it its true day."
    )
    for words in (("today",), ("plan",), ("history",)):
        assert named in " ".join(backtui(*words, at=WEDNESDAY).out.split())
    assert json.loads(backtui("today", "--json", at=WEDNESDAY).out)["dated_after_today"] == [session.hex()]
    first, second, *_ = backtui("history", at=WEDNESDAY).out.splitlines()
    assert first.endswith("done, after today")
    assert "after today" not in second
    answer = backtui("doctor", "--json", at=WEDNESDAY)
    assert (answer.code, checks(answer)["dates"]) == (1, ("wrong", named))
    assert json.loads(backtui("history", "--stats", "--json", at=WEDNESDAY).out)["all"]["sessions"] == 1
    day = str((WEDNESDAY + ahead).date())
    page = backtui("export", "--format", "html", at=WEDNESDAY).out
    assert day not in page
    assert [row["day"] for row in rows("sessions", WEDNESDAY)] == [
        "2026-03-09",
        str((WEDNESDAY + ahead).date()),
    ]
    assert backtui(*mends.split()[1:], "2026-03-10", at=WEDNESDAY).code == 0
    answer = backtui("doctor", "--json", at=WEDNESDAY)
    assert checks(answer)["dates"][0] == "sound"
    assert [each["day"] for each in sessions(WEDNESDAY)] == ["2026-03-10", "2026-03-09"]
    assert "after today" not in backtui("history", at=WEDNESDAY).out
    assert "dated_after_today" not in json.loads(backtui("today", "--json", at=WEDNESDAY).out)


def test_the_last_session_is_the_newest_up_to_today() -> None:
    clock = HandClock(WEDNESDAY - 2 * DAY)
    train(clock, minutes=5)
    clock.wall = WEDNESDAY + DAY
    train(clock, minutes=5)
    assert backtui("edit", "last", "--note", "this one", at=WEDNESDAY).code == 0
    assert "Mon 9 Mar" in backtui("undo", "--dry-run", at=WEDNESDAY).out


def test_doctor_says_where_times_go_back() -> None:
    clock = HandClock(WEDNESDAY)
    train(clock, minutes=5)
    assert checks(backtui("doctor", "--json", at=WEDNESDAY + DAY))["clock"] == ("sound", "it never goes back")
    clock.wall = WEDNESDAY - 3 * DAY
    train(clock, minutes=5)
    answer = backtui("doctor", "--json", at=WEDNESDAY + DAY)
    state, said = checks(answer)["clock"]
    assert (answer.code, state) == (0, "unknown")
    assert said.startswith("it goes back 1 time, by 3 days at most, first at event ")
    assert "`backtui edit ID --date DATE` mends" in said


@pytest.mark.thorough
async def test_the_screen_names_it_too() -> None:
    clock = HandClock(WEDNESDAY + DAY)
    session = train_short(shop(clock))
    prefer(shop(clock), notice_seen=True)
    clock.wall = WEDNESDAY
    async with on_stage(shop(clock)) as stage:
        shown = " ".join((await stage.settle()).split())
        assert (
            "A session is dated after today and not counted yet. Is the clock of this machine right?" in shown
        )
        assert f"`backtui edit {session.hex()[:8]} --date DATE` gives it its true day." in shown
        await stage.press("3", "v")
        assert "after today" in await stage.see("Week of 9 Mar")


# A clock that is set while a session runs


@pytest.mark.parametrize("by", [-3 * DAY, -timedelta(hours=2), timedelta(minutes=50), 3 * 365 * DAY])
def test_a_clock_set_in_a_session_changes_nothing_of_it(by: timedelta) -> None:
    """The length is that of the clock that only goes on, and each repetition is there once."""
    clock = HandClock(WEDNESDAY)
    was_set = []

    def at_the_fifth(running: Running) -> bool:
        done = sum(len(each.reps) for each in running.state.progress)
        if done == 5 and not was_set:
            was_set.append(clock.now())
            clock.wall += by
        return False

    train(clock, minutes=10, until=at_the_fifth)
    assert was_set
    later = WEDNESDAY + DAY
    (set_,) = sessions(later)
    clock.wall = WEDNESDAY - 2 * DAY
    train(clock, minutes=10)
    straight = sessions(later)[1]
    entries = [[each["done"] for each in session["entries"]] for session in (set_, straight)]
    assert entries[0] == entries[1]
    for session in (set_, straight):
        length = datetime.fromisoformat(session["ended_at"]) - datetime.fromisoformat(session["started_at"])
        assert length == timedelta(seconds=round(length.total_seconds()))
        assert length.total_seconds() > 60
    assert {row["minutes_taken"] for row in rows("sessions", later)} == {
        rows("sessions", later)[0]["minutes_taken"]
    }
    assert checks(backtui("doctor", "--json", at=later))["projections"][0] == "sound"


def test_a_session_that_is_gone_on_with_by_a_clock_set_back_has_no_negative_length() -> None:
    clock = HandClock(WEDNESDAY)
    session = train(clock, minutes=10, until=lambda running: running.state.progress[0].reps)
    clock.wall -= 2 * DAY
    with wiring(clock).writing() as opened:
        opened.diary.finish(session)
    (told,) = sessions(WEDNESDAY)
    assert told["started_at"] <= told["ended_at"]
    with wiring(clock).writing() as opened:
        assert opened.ask(lambda coach: history.added_up(coach, Sought())).all.seconds >= 0


# The nights of the change


@pytest.mark.parametrize(
    ("begins", "day"),
    [
        # 02:50, then 02:20 once more: half an hour later by the clock on the wall it is half an hour earlier.
        (datetime(2026, 10, 25, 0, 50, tzinfo=UTC), "2026-10-24"),
        # 01:50, then 03:10: the hour of spring is no part of the session.
        (datetime(2026, 3, 29, 0, 50, tzinfo=UTC), "2026-03-28"),
    ],
)
def test_a_session_over_the_change_has_its_true_length(
    begins: datetime, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone("Europe/Berlin", monkeypatch)
    clock = ZoneClock(begins)
    train(clock, minutes=20)
    seconds = (clock.wall - begins).total_seconds()
    (row,) = rows("sessions", clock.now())
    assert row["day"] == day
    assert float(row["minutes_taken"]) == pytest.approx(seconds / 60, abs=0.1)
    assert row["started"] < row["ended"]
    (told,) = sessions(clock.now())
    offsets = {told[key][-6:] for key in ("started_at", "ended_at")}
    assert offsets == {"+01:00", "+02:00"}
    assert f"{round(seconds / 60)} min" in backtui("history", at=clock.now()).out


def test_limits_weeks_and_the_schedule_count_local_days_over_the_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The week of the change has seven days, and every second day is every second date."""
    zone("Europe/Berlin", monkeypatch)
    friday = datetime(2026, 10, 23, 5, tzinfo=UTC)
    train(ZoneClock(friday), minutes=5)
    assert backtui("schedule", "standard", "--every", "2", at=friday).code == 0
    told = json.loads(backtui("schedule", "--days", "6", "--json", at=friday + timedelta(hours=1)).out)
    due = [each["date"] for each in told["days"] if each["due"] == "back"]
    assert due == ["2026-10-25", "2026-10-27"]
    early = datetime(2026, 10, 25, 2, 59, tzinfo=UTC)  # 03:59 on Sunday, still Saturday's day
    assert json.loads(backtui("today", "--json", at=early).out)["date"] == "2026-10-24"
    assert json.loads(backtui("today", "--json", at=early + timedelta(minutes=1)).out)["date"] == "2026-10-25"


def test_a_zone_changed_on_the_way_keeps_days_weeks_and_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Monday in Berlin, Wednesday in Los Angeles: two back days of one week; a pause ends on its date."""
    zone("Europe/Berlin", monkeypatch)
    monday = datetime(2026, 3, 9, 6, tzinfo=UTC)
    train(ZoneClock(monday), minutes=5)
    zone("America/Los_Angeles", monkeypatch)
    wednesday = datetime(2026, 3, 12, 4, tzinfo=UTC)  # 21:00 on Wednesday there, Thursday in Berlin
    train(ZoneClock(wednesday), minutes=5)
    told = json.loads(backtui("today", "--json", at=wednesday + timedelta(hours=1)).out)
    assert (told["date"], told["sessions_this_week"], told["sessions_today"]) == ("2026-03-11", 2, 1)
    assert [each["sessions"] for each in told["week"]] == [1, 0, 1, 0, 0, 0, 0]
    assert [each["day"] for each in sessions(wednesday + timedelta(hours=1))] == ["2026-03-11", "2026-03-09"]
    assert backtui("pause", "holiday", "--to", "2026-03-13", at=wednesday).code == 0
    friday = datetime(2026, 3, 14, 6, tzinfo=UTC)  # 23:00 on Friday there
    assert json.loads(backtui("today", "--json", at=friday).out)["paused"]
    assert not json.loads(backtui("today", "--json", at=friday + timedelta(hours=6)).out)["paused"]


# Midnight and four o'clock in a session

NIGHTS = [
    # Over midnight it is of the day on which it began, and so is the summary's week.
    (datetime(2026, 3, 10, 23, 58, tzinfo=UTC), "2026-03-10", 1),
    # From Sunday over four o'clock on Monday: of Sunday, in the week that ends with it.
    (datetime(2026, 3, 16, 3, 59, tzinfo=UTC), "2026-03-15", 1),
    (datetime(2026, 3, 16, 4, 0, tzinfo=UTC), "2026-03-16", 1),
    # The year turns in it.
    (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "2026-12-31", 1),
    (datetime(2028, 2, 28, 23, 59, tzinfo=UTC), "2028-02-28", 1),
    (datetime(2028, 3, 1, 3, 59, tzinfo=UTC), "2028-02-29", 1),
]


def told_of(coach: Coach, day: str) -> tuple[str, State, int]:
    """The session's day and state, and how many back days its week has in the History."""
    (record,) = coach.sessions()
    weeks = {str(each.begins): each.days for each in history.week_counts(coach, Sought())}
    monday = record.day - timedelta(days=record.day.weekday())
    return str(record.day), record.state, weeks[str(monday)]


@pytest.mark.parametrize(("begins", "day", "done"), NIGHTS)
def test_lines_over_midnight_and_four(
    begins: datetime, day: str, done: int, tmp_path: Path, clock: Any
) -> None:
    clock.wall = begins
    room = Room(tmp_path / "log.db", clock)
    lines = room.session()
    assert room.exit_code == 0
    assert room.clock.now() > begins + timedelta(minutes=1)
    assert room.ask(lambda coach: told_of(coach, day)) == (day, State.DONE, 1)
    assert lines[-1] == f"This week: {done} of 3 sessions."


@pytest.mark.parametrize(("begins", "day", "done"), NIGHTS[:2])
@pytest.mark.thorough
async def test_the_screen_over_midnight_and_four(begins: datetime, day: str, done: int) -> None:
    clock = HandClock(begins)
    prefer(shop(clock), notice_seen=True)
    async with on_stage(shop(clock)) as stage:
        await stage.press("enter")
        shown = await stage.to_end()
        assert stage.clock.now() > begins + timedelta(minutes=1)
        assert f"{done} of 3 this week" in shown
        assert stage.ask(lambda coach, _: told_of(coach, day)) == (day, State.DONE, 1)


def test_a_session_interrupted_before_midnight_is_offered_after_it() -> None:
    clock = HandClock(datetime(2026, 3, 10, 23, 55, tzinfo=UTC))
    session = train(clock, minutes=10, until=lambda running: running.state.progress[0].reps)
    for hours, young in ((6, True), (11, True), (13, False)):
        at = datetime(2026, 3, 10, 23, 55, tzinfo=UTC) + timedelta(hours=hours)
        told = json.loads(backtui("today", "--json", at=at).out)
        assert (told["date"], told["open_session"]) == ("2026-03-11", session.hex())
        clock.wall = at
        with wiring(clock).writing() as opened:
            record = opened.ask(Coach.open_session)
            assert record is not None
            assert opened.ask(lambda coach: coach.may_go_on(record)) is young  # noqa: B023 asked at once


# Whatever was logged by a clock that was ahead

AHEAD = {
    "walk": "An aerobic activity is",
    "walk walk": "2 aerobic activities are",
    "pain": "An answer about pain is",
    "walk pain": "An aerobic activity and an answer about pain are",
    "session walk pain pain": "A session, an aerobic activity and 2 answers about pain are",
}
LOGGED = {"walk": ("log", "aerobic", "walking", "--minutes", "30"), "pain": ("log", "pain", "7")}


@pytest.mark.parametrize("what", AHEAD)
def test_all_that_is_dated_after_today_is_named_with_what_mends_it(what: str) -> None:
    """Each command that is named does it; what was done is of its true day then, or taken back."""
    clock = HandClock(WEDNESDAY - 2 * DAY)
    train(clock, minutes=5)
    before = [backtui(*words, at=WEDNESDAY).out for words in (("today",), ("history", "--stats"))]
    clock.wall = WEDNESDAY + 400 * DAY
    for each in what.split():
        if each == "session":
            train(clock, minutes=5)
        else:
            assert backtui(*LOGGED[each], at=clock.now()).code == 0
        clock.wall += timedelta(seconds=7)
    said = f"{AHEAD[what]} dated after today and not counted yet."
    for words in (("today",), ("plan",), ("history",)):
        assert said in " ".join(backtui(*words, at=WEDNESDAY).out.split())
    answer = backtui("doctor", "--json", at=WEDNESDAY)
    assert (answer.code, checks(answer)["dates"][0]) == (1, "wrong")
    assert backtui("today", at=WEDNESDAY).out.startswith(before[0])  # and counted is none of it
    assert backtui("history", "--stats", at=WEDNESDAY).out == before[1]
    told = json.loads(backtui("today", "--json", at=WEDNESDAY).out)
    assert len(told.get("dated_after_today", ())) == what.split().count("session")
    assert len(told.get("beside_dated_after_today", ())) == len(LOGGED.keys() & what.split()) + (
        len(what.split()) - len(set(what.split()))
    )
    for _ in range(4):
        named = checks(backtui("doctor", "--json", at=WEDNESDAY))["dates"][1]
        for line in re.findall(r"`backtui (edit [^`]*)`", named):
            done = backtui(*line.replace("DATE", "2026-03-10").split(), at=WEDNESDAY)
            assert done.code == 0, (line, done)
    assert checks(backtui("doctor", "--json", at=WEDNESDAY))["dates"] == (
        "sound",
        "nothing is dated after today",
    )
    assert [row["day"] for row in rows("aerobic", WEDNESDAY)] == ["2026-03-10"] * what.split().count("walk")
    assert rows("pain", WEDNESDAY) == []


def test_the_tables_have_what_is_not_counted_yet_too() -> None:
    for words in LOGGED.values():
        assert backtui(*words, at=WEDNESDAY + DAY).code == 0
    assert [len(rows(table, WEDNESDAY)) for table in ("aerobic", "pain")] == [1, 1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--date", "2026-03-12"), "2026-03-12 is still to come; give today or an earlier day."),
        (("--note", "x"), "what is beside sessions takes --date or --delete alone"),
        (("--date", "2026-03-10", "--rating", "hard"), "takes --date or --delete alone"),
    ],
)
def test_what_is_beside_sessions_is_corrected_by_its_day_alone(words: tuple[str, ...], says: str) -> None:
    assert backtui(*LOGGED["walk"], at=WEDNESDAY).code == 0
    (walk,) = json.loads(backtui("export", at=WEDNESDAY).out)["events"]
    found = backtui("edit", walk["id"][:10], *words, at=WEDNESDAY)
    assert (found.code, says in found.err) == (2, True)


def test_pain_beside_sessions_has_no_other_day_and_an_id_of_two_is_refused() -> None:
    for words in LOGGED.values():
        assert backtui(*words, at=WEDNESDAY).code == 0
    walk, pain = json.loads(backtui("export", at=WEDNESDAY).out)["events"]
    found = backtui("edit", pain["id"], "--date", "2026-03-10", at=WEDNESDAY)
    assert (found.code, "--delete takes it back" in found.err) == (2, True)
    found = backtui("edit", walk["id"][:6], "--delete", at=WEDNESDAY)
    assert (found.code, "may be one of several entries" in found.err) == (2, True)
    assert "removed" in backtui("edit", walk["id"], "--delete", at=WEDNESDAY).out
    assert rows("aerobic", WEDNESDAY) == []
    assert backtui("undo", at=WEDNESDAY).code == 0
    assert len(rows("aerobic", WEDNESDAY)) == 1


@pytest.mark.parametrize(
    ("mine", "others", "digits"), [("a0", [], 8), ("a0", ["b0"], 8), ("00000000a", ["00000000b"], 9)]
)
def test_an_id_has_as_many_digits_as_tell_it_apart(mine: str, others: list[str], digits: int) -> None:
    ids = [bytes.fromhex(f"{each:0<32}") for each in (mine, *others)]
    assert told_apart(ids[0], ids) == f"{mine:0<32}"[:digits]
