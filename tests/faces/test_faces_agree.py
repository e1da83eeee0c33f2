"""What one face says, every face says: back days by one rule, and each thing that was set."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from cli_room import backtui, dose
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields
from often import often
from open_logs import open_log
from props import HandClock
from store_diary import DEVICE, MORNING, Diary

from backtui.coach import history as past
from backtui.coach.coach import Coach
from backtui.coach.giving_out import report
from backtui.coach.open_log import OpenLog
from backtui.content.load import load
from backtui.domain.event_keys import What
from backtui.domain.events import Event, TargetSet
from backtui.domain.history_filter import Sought
from backtui.domain.weekday import WeekStart, week_of
from backtui.exchange.report import weeks
from backtui.store.opening import IN_MEMORY
from backtui.store.queries import history, week
from backtui.store.store import Store

FIRST = MORNING - timedelta(days=60)


@contextmanager
def asked_log() -> Iterator[tuple[Store, OpenLog]]:
    """A log in memory, to be asked."""
    with Store(IN_MEMORY, device=DEVICE, now=MORNING) as store:
        yield store, open_log(store, load(), HandClock(MORNING))


def session(day: int, reps: int, end: str, *felt: str) -> list[Event]:
    """A session of two exercises with so many of its eight repetitions, on a day counted from the first."""
    diary = Diary(FIRST + timedelta(days=day))
    events = [diary.started(), diary.planned(0, "pelvic-tilt", reps=4), diary.planned(1, "pretzel", reps=4)]
    events += [diary.rep(number // 4, number % 4 + 1) for number in range(reps)]
    events += [diary.event(each, item=0) for each in felt if each in ("pain", "dizzy")]
    events += [diary.ended(end)] if end != "open" else []
    return events + [diary.event("pain-answered", when="after", score=7) for each in felt if each == "flare"]


SESSIONS = st.lists(
    st.tuples(
        st.integers(0, 50),
        st.integers(0, 8),
        st.sampled_from(["done", "stopped", "stopped", "open"]),
        st.sampled_from([(), (), ("pain",), ("dizzy",), ("flare",)]),
    ),
    max_size=12,
)


@often(40)
@given(SESSIONS, st.sampled_from(WeekStart))
def test_every_face_counts_the_same_back_days(
    sessions: list[tuple[int, int, str, tuple[str, ...]]], starts: WeekStart
) -> None:
    with asked_log() as (store, log):
        store.append([Diary(MORNING).loose("setting-set", key="week_starts", value=starts.value)])
        for day, reps, end, felt in sessions:
            store.append(session(day, reps, end, *felt))
        page = {
            monday: days for monday, days in weeks(log.ask(lambda coach: report(coach, None, False))) if days
        }
        assert page == {
            each.begins: each.days
            for each in log.ask(lambda coach: past.week_counts(coach, Sought()))
            if each.days
        }
        standing, today = log.ask(past.standing), log.ask(Coach.today)
        assert (standing.done, today.week[0].day) == (today.done, week_of(today.day, starts))
        assert today.done == page.get(today.week[0].day, 0)
        counted = {each.id: each.counts for each in history.session_summaries(store, Sought())}
        assert counted == {each.session: each.uses_up_the_day for each in week.day_uses(store, FIRST.date())}


def test_a_session_stopped_after_one_repetition_is_no_back_day_on_the_page_either() -> None:
    with asked_log() as (store, log):
        for day in (56, 57, 58):
            store.append(session(day, 1, "stopped"))
        assert sum(days for _, days in weeks(log.ask(lambda coach: report(coach, None, False)))) == 0


DOSE, HIGH = dose(3, 3), dose(7, 7)
# Each thing that can be set, as the commands say it: what is set, in words, in JSON.
SET = [
    ("dose", "set arm-reach --hold 3 --reps 3", "dose 3 s × 3", DOSE),
    ("target", "set arm-reach --target-hold 3 --target-reps 3", "target 3 s × 3", DOSE),
    ("ceiling", "set arm-reach --ceiling-hold 7 --ceiling-reps 7", "never above 7 s × 7", HIGH),
    ("locked", "set arm-reach --hold 3 --reps 3 --lock", "locked", True),
    ("locked", "set arm-reach --unlock", "unlocked", False),
    ("resting", "set arm-reach --rest", "resting", True),
    ("resting", "set arm-reach --resume", "brought back", False),
    ("needed", "set arm-reach --needed 3", "three sessions per step", 3),
    ("needed", "set arm-reach --needed default", "sessions per step as for all", "default"),
    ("ladder", "set arm-reach --ladder holds", "grows first: holds", "holds"),
    ("ladder", "set arm-reach --ladder default", "grows first: as for all", "default"),
    ("step", "set arm-reach --step-hold 5", "steps of 5 s, 1 repetition or 1 set",
     {"hold_s": 5, "reps": 1, "sets": 1}),
    ("side", "set arm-reach --side left --hold 3 --reps 4", "left: dose 3 s × 4", "left"),
    ("priority", "include arm-reach --priority high", "priority high", "high"),
    ("disabled", "include arm-reach --off", "switched off", True),
    ("disabled", "include arm-reach --on", "switched on", False),
    ("allowed", "include arm-reach --allowed", "allowed by", True),
    ("allowed", "include arm-reach --not-allowed", "no longer allowed by", False),
]  # fmt: skip


@pytest.mark.parametrize(("key", "command", "words", "value"), SET)
def test_each_thing_that_is_set_reaches_every_face(
    key: str, command: str, words: str, value: object, home: Path
) -> None:
    if value in (False, "default"):  # there is something to take back
        for name, earlier, _, other in SET:
            if name == key and other != value:
                assert backtui(*earlier.split()).code == 0
    at = MORNING + timedelta(hours=1)
    done = backtui(*command.split(), at=at)
    assert done.code == 0, done.err
    page = backtui("export", "--format", "html", at=at).out.replace("\u00a0", " ")
    assert f"{words}" in page.split("Set by the patient or the provider")[1]
    for face in ("set", "why"):
        assert words in " ".join(backtui(face, "arm-reach", at=at).out.split()), face
        told = json.loads(backtui(face, "arm-reach", "--json", at=at).out)["set"]
        assert any(each[key] == value for each in told), face
    assert words in " ".join(backtui("undo", at=at).out.split())


def test_everything_that_can_be_set_is_tried() -> None:
    told = {field.name for field in fields(TargetSet)} - {field.name for field in fields(What)}
    assert {key for key, *_ in SET} == told - {"exercise", "by"}
