"""Which routine is due on a day: a table of cases, and what holds for any schedule."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from often import often

from backtui.domain.pause import Pause, Reason, pause_on, paused_until
from backtui.domain.schedule import (
    MOST_A_DAY,
    Limit,
    RoutineDone,
    Schedule,
    Scheduled,
    Slot,
    most_a_day,
    of_line,
    times_left,
    why_not_due,
    with_known,
)
from backtui.domain.sitting import Hurt
from backtui.domain.week import ComingDay, Due, Today, WeekPlan, coming, today
from backtui.domain.weekday import MONDAY, WEEKDAYS, WeekStart, week_of

DAY = timedelta(days=1)
FIRST = date(2026, 3, 2)  # a Monday
IN_TURN = Scheduled(("a", "b"))
SHORT = Scheduled(("short",), every=1, at=("10:00", "15:00"))
NAMES = {"a": "Alpha", "b": "Beta", "short": "Break", "c": "Gamma"}


def march(*days: int) -> list[date]:
    return [date(2026, 3, day) for day in days]


def done(*pairs: tuple[int, str]) -> tuple[RoutineDone, ...]:
    return tuple(RoutineDone(date(2026, 3, day), routine) for day, routine in pairs)


def asked(day: int, schedule: Schedule, was: Iterable[RoutineDone] = (), **plan: object) -> Today:
    told = tuple(was)
    setup = WeekPlan(schedule, names=NAMES, done=told, **plan)  # type: ignore[arg-type]
    return today(date(2026, 3, day), [each.day for each in told], plan=setup)


def still(answer: Today) -> list[str]:
    return [slot.routine for slot in answer.slots if not slot.done]


@pytest.mark.parametrize(
    ("lines", "was", "day", "routines"),
    [
        # on named weekdays, and on no other
        ([Scheduled(("a",), on=("mon", "thu"))], [], 2, ["a"]),
        ([Scheduled(("a",), on=("mon", "thu"))], [], 3, []),
        ([Scheduled(("a",), on=("mon", "thu"))], [(2, "a")], 5, ["a"]),
        ([Scheduled(("a",), on=("mon", "thu"))], [(5, "a")], 5, []),
        # a missed weekday is not made up for
        ([Scheduled(("a",), on=("mon",))], [], 3, []),
        # every so many days, counted from the last time done, and due until it is done
        ([Scheduled(("a",), every=3)], [], 2, ["a"]),
        ([Scheduled(("a",), every=3)], [(2, "a")], 4, []),
        ([Scheduled(("a",), every=3)], [(2, "a")], 5, ["a"]),
        ([Scheduled(("a",), every=3)], [(2, "a")], 8, ["a"]),
        ([Scheduled(("a",), every=3)], [(2, "a"), (4, "a")], 5, []),
        # in turn over the back days
        ([IN_TURN], [], 2, ["a"]),
        ([IN_TURN], [(2, "a")], 3, []),
        ([IN_TURN], [(2, "a")], 4, ["b"]),
        ([IN_TURN], [(2, "a"), (4, "b")], 6, ["a"]),
        # a missed day takes no turn
        ([IN_TURN], [(2, "a")], 9, ["b"]),
        # one done out of turn: the next is the one after it
        ([IN_TURN], [(2, "b")], 4, ["a"]),
        ([IN_TURN], [(2, "a"), (4, "a")], 6, ["b"]),
        # several times on a day are one turn
        ([Scheduled(("a", "b"), every=1, at=("07:30", "19:00"))], [(2, "a"), (2, "a")], 3, ["b", "b"]),
        ([Scheduled(("a", "a", "b"), every=1)], [(2, "a"), (2, "a")], 3, ["a"]),
        # a routine that is there twice in a turn
        ([Scheduled(("a", "a", "b"))], [(2, "a")], 4, ["a"]),
        ([Scheduled(("a", "a", "b"))], [(2, "a"), (4, "a")], 6, ["b"]),
        ([Scheduled(("a", "b", "a", "c"))], [(2, "a"), (4, "b"), (6, "a")], 9, ["c"]),
        # another routine is a back day, but no turn
        ([IN_TURN], [(2, "x")], 3, []),
        ([IN_TURN], [(2, "x")], 4, ["a"]),
        # in turn on weekdays, and every other day
        ([Scheduled(("a", "b"), on=("mon", "tue"))], [(2, "a")], 3, ["b"]),
        ([Scheduled(("a", "b"), every=2)], [(2, "a")], 4, ["b"]),
        # a short daily one beside takes no back day and no turn
        ([IN_TURN, SHORT], [], 2, ["short", "short", "a"]),
        ([IN_TURN, SHORT], [(2, "short"), (2, "short"), (2, "a")], 3, ["short", "short"]),
        ([IN_TURN, SHORT], [(3, "short"), (3, "short")], 4, ["short", "short", "a"]),
        ([IN_TURN, SHORT], [(2, "a"), (3, "short")], 4, ["short", "short", "b"]),
        # the same routine in a turn and daily: the daily one has its own first
        ([Scheduled(("a", "b")), Scheduled(("a",), every=1)], [(2, "a")], 3, ["a", "a"]),
        ([Scheduled(("a", "b")), Scheduled(("a",), every=1)], [(2, "a"), (2, "a")], 4, ["b", "a"]),
    ],
)
def test_what_is_due(
    lines: Sequence[Scheduled], was: Sequence[tuple[int, str]], day: int, routines: list[str]
) -> None:
    answer = asked(day, Schedule(tuple(lines)), done(*was))
    assert still(answer) == routines
    assert (answer.due is Due.BACK) is bool(routines)
    assert (answer.next and answer.next.routine) == (routines[0] if routines else None)


def test_several_a_day_are_ticked_by_what_was_done_in_the_order_of_their_times() -> None:
    schedule = Schedule((Scheduled(("a",), on=("mon",), at=("19:00",)), SHORT))
    answer = asked(2, schedule, done((2, "short")))
    assert answer.slots == (
        Slot("short", "10:00", done=True, line=1),
        Slot("short", "15:00", line=1),
        Slot("a", "19:00"),
    )
    assert answer.why == (
        "Break at 15:00: scheduled every day, 1 of 3 this week. Done today: 1 of 3. Then Alpha at 19:00."
    )
    out_of_order = asked(2, schedule, done((2, "short"), (2, "a")))
    assert [slot.done for slot in out_of_order.slots] == [True, False, True]
    whole = asked(2, schedule, done((2, "short"), (2, "a"), (2, "short")))
    assert (whole.due, whole.why) == (
        Due.REST,
        "Today's 3 sessions are done, 1 of 3 this week. Rest, or walk a little.",
    )


def test_a_time_after_midnight_belongs_to_the_day_before() -> None:
    night = Scheduled(("a",), on=("mon",), at=("01:30", "22:00"))
    first, second = asked(2, Schedule((night,)), day_starts_h=4).slots
    assert (first.at, second.at) == ("22:00", "01:30")
    assert second.starts(FIRST, 4) == datetime(2026, 3, 3, 1, 30)  # noqa: DTZ001 a local time
    assert first.starts(FIRST, 4) == datetime(2026, 3, 2, 22)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("line", "was", "day", "reason"),
    [
        (Scheduled(("a",), on=("mon", "thu")), [], 2, "Alpha: scheduled on Mon and Thu, 0 of 3 this week."),
        (Scheduled(("a",), every=2), [(2, "a")], 5, "Alpha: scheduled every 2 days, the last time was 3"),
        (Scheduled(("a",), every=2, at=("07:30",)), [], 2, "Alpha at 07:30: scheduled every 2 days"),
        (IN_TURN, [(2, "a")], 4, "Beta: next in turn on a back day, the last time was 2 days ago, 1 of 3"),
        (Scheduled(("a",)), [], 2, "Alpha: a back day, the first time, 0 of 3 this week."),
    ],
)  # fmt: skip
def test_why_is_said(line: Scheduled, was: list[tuple[int, str]], day: int, reason: str) -> None:
    assert asked(day, Schedule((line,)), done(*was)).why.startswith(reason)


def test_a_day_without_anything_scheduled_is_aerobic_or_for_rest() -> None:
    schedule = Schedule((Scheduled(("a",), on=("mon",)),))
    answer = asked(3, schedule, done((2, "a")))
    assert (answer.due, answer.why) == (
        Due.AEROBIC,
        "Nothing is scheduled today, 1 of 3 this week. Walk, cycle or swim if you like.",
    )
    assert asked(3, schedule, done((3, "x"))).due is Due.REST


def test_a_day_that_hurt_goes_before_any_schedule() -> None:
    plan = WeekPlan(Schedule((Scheduled(("a",), every=1),)))
    answer = today(FIRST, [], hurts={FIRST: Hurt.WORSE}, plan=plan)
    assert (answer.due, answer.slots, answer.next) == (Due.REST, (), None)


# How often at most


@pytest.mark.parametrize(
    ("limit", "days", "day", "left"),
    [
        (None, [2, 2, 2], 2, MOST_A_DAY),
        (Limit("routine", "a", a_week=2), [2], 4, 1),
        (Limit("routine", "a", a_week=2), [2, 4], 6, 0),
        (Limit("routine", "a", a_week=2), [2, 4], 9, 2),
        (Limit("routine", "a", every=3), [2], 4, 0),
        (Limit("routine", "a", every=3), [2], 5, MOST_A_DAY),
        (Limit("routine", "a", every=1), [2], 2, 0),
        (Limit("routine", "a", every=2, a_week=1), [2], 6, 0),
    ],
)
def test_how_many_times_are_left(limit: Limit | None, days: list[int], day: int, left: int) -> None:
    assert times_left(limit, date(2026, 3, day), march(*days)) == left


def test_a_limited_routine_gives_its_turn_to_the_next() -> None:
    schedule = Schedule((Scheduled(("a", "b"), every=1),), (Limit("routine", "a", a_week=1),))
    assert still(asked(4, schedule, done((2, "a"), (3, "b")))) == ["b"]
    alone = Schedule((Scheduled(("a",)),), (Limit("routine", "a", a_week=1),))
    answer = asked(4, alone, done((2, "a")))
    assert (answer.due, answer.slots) == (Due.AEROBIC, ())


def test_why_an_exercise_is_left_out() -> None:
    every = Limit("exercise", "a", every=3)
    assert why_not_due(every, date(2026, 3, 4), march(2)) == (
        "At most once every 3 days; it comes again on Thu 5 Mar 2026."
    )
    assert why_not_due(every, date(2026, 3, 5), march(2)) is None
    weekly = Limit("exercise", "a", a_week=2)
    assert why_not_due(weekly, date(2026, 3, 6), march(2, 4)) == (
        "At most 2 times a week; it comes again in the next one."
    )
    assert why_not_due(weekly, date(2026, 3, 8), march(2, 4), WeekStart.SUNDAY) is None


# Pauses


def test_nothing_is_due_in_a_pause_and_it_is_said_until_when() -> None:
    pause = Pause(*march(4, 6), Reason.HOLIDAY)
    schedule = Schedule((Scheduled(("a",), every=1),))
    answer = asked(5, schedule, pauses=(pause,))
    assert (answer.due, answer.slots, answer.pause) == (Due.REST, (), pause)
    assert answer.why == "Holiday until Fri 6 Mar 2026: nothing is due, 0 of 3 this week."
    assert answer.paused_until == date(2026, 3, 6)
    assert still(asked(7, schedule, pauses=(pause,))) == ["a"]
    ended_later = Pause(date(2026, 3, 4), None, Reason.PROVIDER)
    assert asked(20, schedule, pauses=(ended_later,)).why == (
        "Pause ordered by your provider until you end it: nothing is due, 0 of 3 this week."
    )


def test_of_several_pauses_the_days_in_a_row_are_told() -> None:
    pauses = [Pause(*march(2, 4)), Pause(*march(4, 6)), Pause(*march(7, 9)), Pause(*march(12, 13))]
    assert paused_until(date(2026, 3, 3), pauses) == date(2026, 3, 9)
    assert paused_until(date(2026, 3, 10), pauses) is None
    assert pause_on(date(2026, 3, 4), pauses) == pauses[1]


def test_a_pause_keeps_the_turn_and_every_so_many_days_from_the_last_time() -> None:
    pause = Pause(*march(3, 8))
    assert still(asked(9, Schedule((IN_TURN,)), done((2, "a")), pauses=(pause,))) == ["b"]
    every = Schedule((Scheduled(("a",), every=10),))
    assert still(asked(9, every, done((2, "a")), pauses=(pause,))) == []
    assert still(asked(12, every, done((2, "a")), pauses=(pause,))) == ["a"]


# Whatever is scheduled

WORDS = st.sampled_from(["a", "b", "c", "short"])
TIMES = st.lists(st.sampled_from(["01:00", "07:30", "12:00", "19:00"]), unique=True, max_size=2).map(
    lambda times: tuple(sorted(times))
)


@st.composite
def lines(draw: st.DrawFn) -> Scheduled:
    routines = tuple(draw(st.lists(WORDS, min_size=1, max_size=4)))
    kind = draw(st.sampled_from(["on", "every", "back"]))
    on = draw(st.sets(st.sampled_from(WEEKDAYS), min_size=1)) if kind == "on" else set()
    every = draw(st.integers(1, 9)) if kind == "every" else None
    return Scheduled(routines, tuple(each for each in WEEKDAYS if each in on), every, draw(TIMES))  # type: ignore[arg-type]


limits = st.builds(
    Limit, st.just("routine"), WORDS, st.none() | st.integers(1, 5), st.none() | st.integers(1, 9)
)
schedules = st.builds(
    Schedule,
    st.lists(lines(), min_size=1, max_size=3).map(tuple),
    st.lists(limits, max_size=2, unique_by=lambda limit: limit.id).map(tuple),
).filter(lambda schedule: most_a_day(schedule) <= MOST_A_DAY)
logs = st.lists(
    st.builds(lambda ago, routine: RoutineDone(FIRST - ago * DAY, routine), st.integers(0, 40), WORDS),
    max_size=12,
).map(lambda log: tuple(sorted(log, key=lambda each: each.day)))
pauses = st.lists(
    st.builds(
        lambda ahead, days: Pause(FIRST + ahead * DAY, None if days > 20 else FIRST + (ahead + days) * DAY),
        st.integers(-20, 40),
        st.integers(0, 22),
    ),
    max_size=3,
).map(tuple)
STARTS = st.sampled_from(WeekStart)


def plans(schedule: Schedule, log: tuple[RoutineDone, ...], off: tuple[Pause, ...] = ()) -> list[ComingDay]:
    setup = WeekPlan(schedule, off, done=log)
    return list(coming(FIRST, [each.day for each in log], days=42, plan=setup))


@often(100)
@given(schedules, logs, pauses)
@pytest.mark.thorough
def test_nothing_is_due_on_a_paused_day_and_never_more_than_six(
    schedule: Schedule, log: tuple[RoutineDone, ...], off: tuple[Pause, ...]
) -> None:
    for each in plans(schedule, log, off):
        assert len(each.slots) <= MOST_A_DAY
        assert (each.due is Due.BACK) is bool(each.still)
        if pause_on(each.day, off):
            assert (each.slots, each.due) == ((), Due.REST)


@often(100)
@given(lines(), logs, pauses)
def test_in_turn_each_follows_the_one_before_whatever_is_between(
    line: Scheduled, log: tuple[RoutineDone, ...], off: tuple[Pause, ...]
) -> None:
    planned = [each.still[0].routine for each in plans(Schedule((line,)), log, off) if each.still]
    turn = line.routines
    following = {(turn[n], turn[(n + 1) % len(turn)]) for n in range(len(turn))}
    assert set(pairwise(planned)) <= following


@often(100)
@given(st.integers(1, 9), logs, pauses)
def test_every_so_many_days_counts_from_the_last_time(
    every: int, log: tuple[RoutineDone, ...], off: tuple[Pause, ...]
) -> None:
    was = [each.day for each in log if each.routine == "a"]
    for each in plans(Schedule((Scheduled(("a",), every=every),)), log, off):
        if each.still:
            assert not was or (each.day - max(was)).days >= every
            was.append(each.day)
        elif not pause_on(each.day, off):
            assert (each.day - max(was)).days < every


@often(100)
@given(schedules, logs, pauses)
@pytest.mark.thorough
def test_a_pause_makes_nothing_due_sooner(
    schedule: Schedule, log: tuple[RoutineDone, ...], off: tuple[Pause, ...]
) -> None:
    """What is due on the first day of all after a pause was due by then without it too, or since."""
    paused = [each for each in plans(schedule, log, off) if each.still]
    free = [each for each in plans(schedule, log) if each.still]
    if paused:
        assert free
        assert free[0].day <= paused[0].day


@often(100)
@given(schedules, logs)
def test_every_session_is_for_a_line_or_for_none(schedule: Schedule, log: tuple[RoutineDone, ...]) -> None:
    for number, line in enumerate(schedule.lines):
        own = of_line(number, schedule, log)
        assert all(each in log for each in own)
        if not line.on_back_days:
            assert {each.routine for each in own} <= set(line.routines)


@often(100)
@given(schedules, logs)
@pytest.mark.thorough
def test_the_same_day_is_said_from_today_and_from_before(
    schedule: Schedule, log: tuple[RoutineDone, ...]
) -> None:
    """Were all done that is due, tomorrow's answer is what today's plan said of tomorrow."""
    first, second, *_ = plans(schedule, log)
    since = (*log, *(RoutineDone(first.day, slot.routine) for slot in first.still))
    setup = WeekPlan(schedule, done=since)
    walked = [first.day] if first.due is Due.AEROBIC else []
    tomorrow = today(second.day, [each.day for each in since], aerobic_days=walked, plan=setup)
    assert (tomorrow.due, tomorrow.slots) == (second.due, second.slots)


@given(schedules, st.sets(WORDS))
def test_what_is_no_longer_there_leaves_no_empty_line(schedule: Schedule, known: set[str]) -> None:
    kept = with_known(schedule, known)
    assert set(kept.routines) == set(schedule.routines) & known
    assert all(line.routines for line in kept.lines)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), STARTS)
def test_a_week_begins_on_its_day_and_has_seven(day: date, starts: WeekStart) -> None:
    first = week_of(day, starts)
    assert first.weekday() == starts.weekday
    assert 0 <= (day - first).days < 7
    assert week_of(first, starts) == first
    assert [(first + n * DAY).weekday() for n in range(7)] == list(starts.order)
    assert week_of(day) == week_of(day, MONDAY)


@given(STARTS, logs)
def test_the_week_of_today_is_drawn_and_counted_from_its_start(
    starts: WeekStart, log: tuple[RoutineDone, ...]
) -> None:
    answer = today(FIRST, [each.day for each in log], plan=WeekPlan(starts=starts))
    assert [each.day for each in answer.week] == [week_of(FIRST, starts) + n * DAY for n in range(7)]
    assert answer.done == len({each.day for each in log if each.day >= week_of(FIRST, starts)})
