"""The clock: what BACKTUI_CLOCK may say, and that wall and monotonic time agree."""

import time
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as time_of_day

import pytest

from backtui.domain.event_json import LogRow, as_json, event_problem
from backtui.domain.moments import numbers
from backtui.machine.clock import FROM_NOTHING, MAX_RATE, ClockError, RunningClock, clock_from_env, local
from backtui.store.chain import FIRST


@pytest.mark.parametrize(
    ("value", "start", "rate"),
    [
        ("2026-03-01T07:00:00", datetime(2026, 3, 1, 7, tzinfo=UTC), 1),
        ("2026-03-01T07:00", datetime(2026, 3, 1, 7, tzinfo=UTC), 1),
        ("2026-03-01T07:00:00Z", datetime(2026, 3, 1, 7, tzinfo=UTC), 1),
        ("2026-03-01T07:00:00.5-05:00@2000", datetime(2026, 3, 1, 12, 0, 0, 500_000, tzinfo=UTC), 2000),
        ("2026-03-01T07:00:00+01:00@0.5", datetime(2026, 3, 1, 6, tzinfo=UTC), 0.5),
        ("1999-12-31T23:59:59@100000", datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC), MAX_RATE),
    ],
)
def test_the_wall_clock_starts_where_it_is_told(value: str, start: datetime, rate: float) -> None:
    clock = clock_from_env({"BACKTUI_CLOCK": value})
    now = clock.now()
    assert clock.rate == rate
    assert now.tzinfo is not None
    assert timedelta(0) <= now - start < timedelta(seconds=rate)


@pytest.mark.parametrize(
    "value",
    [
        "tomorrow", "2026-03-01", "2026-13-01T07:00:00", "2026-02-30T07:00:00", "2026-03-01T25:00:00",
        "2026-03-01 07:00:00", "2026-03-01T07:00:00@", "2026-03-01T07:00:00@0", "2026-03-01T07:00:00@-1",
        "2026-03-01T07:00:00@100000.5", "2026-03-01T07:00:00@1e3", "2026-03-01T07:00:00@nan",
        "2026-03-01T07:00:00+99:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59@100000", "\x1b[2J", "@60",
        "2026-03-01T07:00:00\n", "٢٠٢٦-03-01T07:00:00",
    ],
)  # fmt: skip
def test_a_bad_value_is_one_sentence_with_an_example(value: str) -> None:
    with pytest.raises(ClockError) as caught:
        clock_from_env({"BACKTUI_CLOCK": value})
    sentence = str(caught.value)
    assert "2026-03-01T07:00:00" in sentence
    assert sentence.isprintable()
    assert sentence.endswith(".")


@pytest.mark.parametrize("environ", [{}, {"BACKTUI_CLOCK": ""}])
def test_without_a_wish_it_is_the_real_time(environ: dict[str, str]) -> None:
    clock = clock_from_env(environ)
    assert clock.rate == 1
    assert abs(clock.now().timestamp() - time.clock_gettime(time.CLOCK_REALTIME)) < 1
    assert clock.now().utcoffset() is not None


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Auckland"])
@pytest.mark.parametrize("second", [0, 5, 90_000, 31_449_599])
def test_a_machine_without_a_clock_has_times_that_every_log_takes(
    second: int, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lost(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Lost":
            return cls.fromtimestamp(second, tz)

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    monkeypatch.setattr("backtui.machine.clock.datetime", Lost)
    now = clock_from_env({}).now()
    assert now.year in (1971, 1972)
    assert now.timestamp() == second + FROM_NOTHING.total_seconds()
    body = {"when": "other", "score": 2}
    row = LogRow(1, bytes(16), bytes(16), 1, None, *numbers(now), None, "pain-answered", as_json(body), FIRST)
    assert event_problem(row, body) is None


def test_wall_and_monotonic_time_run_together_at_the_rate() -> None:
    clock = clock_from_env({"BACKTUI_CLOCK": "2026-03-01T07:00:00Z@1000"})
    wall, seconds, real = clock.now(), clock.monotonic(), time.monotonic()
    clock.sleep(50)
    took = clock.monotonic() - seconds
    assert took >= 50
    passed = (clock.now() - wall).total_seconds()
    assert took <= passed + 1
    assert max(took, passed) <= (time.monotonic() - real) * 1000 + 1


def test_sleeping_for_nothing_returns_at_once() -> None:
    RunningClock().sleep(0)
    RunningClock().sleep(-1)


@pytest.mark.parametrize(("rate", "gap_s"), [(0.1, 5), (1, 5), (5, 5), (60, 60), (2000, 2000)])
def test_a_gap_is_five_seconds_and_never_less_than_a_real_one(rate: float, gap_s: float) -> None:
    assert RunningClock(rate=rate).gap_s == gap_s


@pytest.mark.parametrize("rate", [0, -1, 100_001, float("nan"), float("inf")])
def test_a_rate_out_of_bounds_is_refused(rate: float) -> None:
    with pytest.raises(ClockError):
        RunningClock(rate=rate)


def test_local_time_follows_the_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    now = clock_from_env({"BACKTUI_CLOCK": "2026-07-01T07:00:00"}).now()
    assert (now.hour, now.utcoffset()) == (7, timedelta(hours=2))


@pytest.mark.parametrize("zone", ["UTC-24", "<+99>-99"])
def test_a_zone_that_is_on_no_globe_is_one_sentence(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    for asked in ({"TZ": zone}, {"TZ": zone, "BACKTUI_CLOCK": "2026-07-01T07:00:00"}):
        with pytest.raises(ClockError, match=r"cannot be used: .+; write it like Europe/London\.$"):
            clock_from_env(asked)


@pytest.mark.parametrize("zone", ["Etc/GMT-14", "Etc/GMT+12", "UTC"])
def test_no_zone_can_name_what_lies_at_either_end_of_the_calendar(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    for day in (date(1, 1, 1), date(9999, 12, 31)):
        for at in (time_of_day(0), time_of_day(23, 59)):
            found = local(day, at)
            assert found is None or found.replace(tzinfo=None) == datetime.combine(day, at)
    assert local(date(1, 1, 1), time_of_day(0)) is None
