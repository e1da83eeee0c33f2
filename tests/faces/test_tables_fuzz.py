"""Whatever a table says: it is refused in a sentence, or read, and what is taken in leaves the log sound."""

import csv
import io
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from often import often
from test_import_fuzz import Clock

from backtui.coach.intake import TakenIn, taken_in, unknown_names
from backtui.coach.library import ContentLibrary
from backtui.coach.open_log import OpenLog
from backtui.content.load import load
from backtui.exchange.csv_formats import FORMATS
from backtui.exchange.csv_import import decoded, table_of
from backtui.exchange.csv_values import Dates, NotUnderstood, duration
from backtui.exchange.json_import import ImportRefused
from backtui.store.opening import IN_MEMORY
from backtui.store.store import Store

AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
HEADS = (
    *("day,time,exercise,side,set,repetition,repetitions,seconds,rating,pain,note,session",),
    *("day,started,exercise,side,repetition,seconds_held,seconds_prescribed,repetitions_prescribed,why",),
    *("day,time,what,minutes", "start,activity,minutes"),
    *("Date,Workout Name,Duration,Exercise Name,Set Order,Reps,Distance,Seconds,Notes",),
    *("title,start_time,end_time,exercise_title,reps,distance_km,duration_seconds,exercise_notes",),
    *("Date,Exercise,Category,Reps,Distance,Time,Comment",),
)
CELLS = st.sampled_from(
    [
        *("", "0", "1", "2", "10", "51", "600", "601", "-1", "1e9", "9" * 30, "5,5", "1h 5m", "0:01:30", "x"),
        *("2026-02-03", "2026-02-03 07:30:00", "28 Mar 2025, 17:29", "3/4/2025", "31.12.1999", "2999-01-01"),
        *("2026-02-03T07:30:00", "07:30", "5:29:00 PM", "2026-02-30", "0001-01-01"),
        *("pelvic-lift", "Pelvic Lift", "cat-camel", "arm reach", "Walking", "Plank", "=1+1", "'=1+1"),
        *("left", "right", "both", "easy", "hard", "yes", "no", "ab" * 16, "\x1b[2J", "\u202e", "a" * 3000),
        *("line\nline", '"', ";", "\0", "\ud800"),
    ]
)


def log(store: Store) -> OpenLog:
    """The log, open."""
    return OpenLog(store, ContentLibrary(load()), Clock(), store.append)


def take(store: Store, text: str) -> TakenIn:
    """Take a text in as the command does. Raises ImportRefused."""
    opened, table = log(store), table_of(text)
    opened.ask(lambda coach: unknown_names(coach, table, {}))
    found = opened.ask(lambda coach: taken_in(coach, table, {}))
    if found.events:
        opened.append(found.events, texts=found.texts)
    return found


def table(head: str, rows: list[list[str]]) -> str:
    """A table as a program writes it."""
    page = io.StringIO()
    csv.writer(page).writerows([head.split(","), *rows])
    return page.getvalue()


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@example(b"\xff\xfe")
@example(b'day,exercise\n"2026-02-03,pelvic-lift')
@example(b"day,exercise\n" + b"x" * 200_000)
@often(200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ImportRefused):
        table_of(decoded(data))


@given(st.sampled_from(HEADS), st.lists(st.lists(CELLS, max_size=12), max_size=12))
@often(200)
@pytest.mark.thorough
def test_any_rows_leave_the_log_sound_and_add_nothing_twice(head: str, rows: list[list[str]]) -> None:
    text = table(head, rows)
    with Store(IN_MEMORY, device=bytes(16), now=AT) as store:
        try:
            take(store, text)
        except ImportRefused:
            return
        projected = list(store.conn.iterdump())
        again = take(store, text)
        assert not again.events
        store.rebuild()
        assert list(store.conn.iterdump()) == projected


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.needs[-1][0])
def test_each_heading_is_known_in_any_order_and_case(known) -> None:
    names = [each[0] for each in known.needs]
    assert table_of(",".join(names[::-1]).upper() + "\n").format == known.name


DAYS = {
    "2026-03-01": "2026-03-01",
    "2026/3/1": "2026-03-01",
    "01.03.2026": "2026-03-01",
    "28 Mar 2025, 17:29": "2025-03-28 17:29:00",
    "28. März 2025 17:29": "2025-03-28 17:29:00",
    "3 août 2025, 07:05": "2025-08-03 07:05:00",
    "7 de dez. de 2025": "2025-12-07",
    "Jan 1, 2024, 10:00 AM": "2024-01-01 10:00:00",
    "Jan 1, 2024, 12:30 PM": "2024-01-01 12:30:00",
    "2023-01-15 5:35:12\u202fPM": "2023-01-15 17:35:12",
    "2026-03-01T07:30:00Z": "2026-03-01 07:30:00+00:00",
    "2026-03-01T07:30:00.000+01:00": "2026-03-01 07:30:00+01:00",
    "31/12/2025 07:30": "2025-12-31 07:30:00",
    "2026-02-30": "'2026-02-30' is not a day of the calendar",
    "13:00": "'13:00' is not a day; write it like 2026-03-01",
    "28 Foo 2025": "'28 Foo 2025' is not a day of the calendar",
    "2026-03-01 13:00 PM": None,
    "": "the day is missing",
}


@pytest.mark.parametrize("cell", list(DAYS))
def test_a_day_as_programs_write_it(cell: str) -> None:
    from backtui.exchange.csv_values import plain

    try:
        day, at = Dates([cell]).moment(plain(cell))
        found = f"{day} {at}" if at else f"{day}"
    except NotUnderstood as error:
        found = str(error)
    assert found == DAYS[cell] or (DAYS[cell] is None and "is not a time" in found)


def test_the_other_rows_tell_which_number_is_the_month() -> None:
    assert str(Dates(["3/4/2025", "3/28/2025"]).moment("3/4/2025")[0]) == "2025-03-04"
    assert str(Dates(["3/4/2025", "28/3/2025"]).moment("3/4/2025")[0]) == "2025-04-03"
    with pytest.raises(NotUnderstood, match="may mean two days"):
        Dates(["3/4/2025"]).moment("3/4/2025")


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("", None), ("90", 90), ("90,5", 90.5), ("1:30", 90), ("0:01:30", 90), ("1h 5m", 3900), ("45m", 2700),
     ("2h", 7200), ("1 h 2 min 3 s", 3723)],
)  # fmt: skip
def test_a_duration_as_programs_write_it(cell: str, seconds: float | None) -> None:
    assert duration(cell) == seconds


def test_the_examples_are_understood() -> None:
    for file in sorted((Path(__file__).parents[2] / "examples").glob("*.csv")):
        found = table_of(decoded(file.read_bytes()))
        assert found.rows
        assert not found.troubles
