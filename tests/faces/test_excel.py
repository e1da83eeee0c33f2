"""Tables as people open them: in the spelling of a locale, and back again without loss."""

import csv
import io
import os
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cli_room import backtui, train, wiring
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from often import often
from props import HandClock
from tables_room import taken

from backtui.coach.giving_out import texts
from backtui.domain.events import Rating
from backtui.domain.exercise import Dose, Kind, Side, Sides
from backtui.domain.record import EntryRecord, RepRecord, SessionRecord
from backtui.exchange.csv_export import FOR_PROGRAMS, RowSpelling, Spelling, Spreadsheet, table
from backtui.exchange.csv_import import table_of
from backtui.machine.decimal_mark import decimal_mark

pytestmark = pytest.mark.usefixtures("home")
MOON = timezone(timedelta(hours=-3, minutes=-30))
SPELLINGS = [FOR_PROGRAMS, Spelling(True, "."), Spelling(True, ",")]


def exported(*words: str, at: datetime, db: tuple[str, ...] = ()) -> str:
    found = backtui(*db, "export", "--format", "csv", *words, at=at)
    assert (found.code, found.err) == (0, "")
    return found.out


def read(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


@pytest.mark.parametrize(
    ("environ", "mark"),
    [
        ({}, "."),
        ({"LANG": "C.UTF-8"}, "."),
        ({"LANG": "en_US.UTF-8"}, "."),
        ({"LANG": "de_DE.UTF-8"}, ","),
        ({"LANG": "de_CH.UTF-8"}, "."),
        ({"LANG": "de_AT@euro"}, ","),
        ({"LANG": "es_MX.UTF-8"}, "."),
        ({"LANG": "pt_BR"}, ","),
        # What is nearer to numbers counts, and LC_ALL above all.
        ({"LANG": "en_US.UTF-8", "LC_NUMERIC": "de_DE.UTF-8"}, ","),
        ({"LC_ALL": "en_GB.UTF-8", "LC_NUMERIC": "de_DE.UTF-8", "LANG": "fr_FR.UTF-8"}, "."),
        ({"LC_ALL": "", "LANG": "fr_FR.UTF-8"}, ","),
    ],
)
def test_the_decimal_mark_of_a_locale(
    environ: dict[str, str], mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_NUMERIC", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert decimal_mark(os.environ) == mark


@pytest.mark.parametrize(
    ("locale", "delimiter", "held"), [("de_DE.UTF-8", ";", "2,0"), ("en_US.UTF-8", ",", "2.0")]
)
def test_a_table_for_excel(
    clock: Any, monkeypatch: pytest.MonkeyPatch, locale: str, delimiter: str, held: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    train(clock, minutes=5)
    text = exported("--of", "repetitions", "--excel", at=clock.now())
    assert text.startswith(f"\ufeffday{delimiter}started{delimiter}")
    row = read(text[1:], delimiter)[0]
    assert (row["started"], row["utc_offset"]) == ("2026-03-02 07:00:00", "UTC+00:00")
    assert row["seconds_held"] == held
    assert "sep=" not in text  # which makes Excel forget that it is UTF-8


def test_the_tables_of_the_full_screen_are_for_people(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    train(clock, minutes=5)
    with wiring(clock).reading() as coach:
        given = texts(coach, "csv", print)
    assert sorted(given) == ["aerobic.csv", "pain.csv", "repetitions.csv", "sessions.csv"]
    assert all(each.startswith("\ufeffday;") for each in given.values())


def test_it_goes_with_tables_only() -> None:
    found = backtui("export", "--excel")
    assert (found.code, found.err) == (
        2,
        "backtui: --excel goes with --format csv; try 'backtui export --help'.\n",
    )


def lived(clock: HandClock) -> None:
    """Two days with pain, a corrected rating and a dose in sets with rests."""
    assert backtui("set", "pelvic-lift", "--dose", "3 s x 4-3-2, 15 s rest", at=clock.now()).code == 0
    session = train(clock, minutes=15)
    with wiring(clock).writing() as opened:
        opened.diary.pain(session, "before", 3)
        opened.diary.pain(session, "after", 2)
    clock.advance(86_400)
    assert backtui("log", "morning", "better", at=clock.now()).code == 0
    train(clock, minutes=10)
    assert backtui("log", "aerobic", "walking", "--minutes", "30", at=clock.now()).code == 0


@pytest.mark.parametrize("excel", [(), ("--excel",)], ids=["plain", "excel"])
@pytest.mark.parametrize("zone", ["UTC", "America/St_Johns"])
def test_what_was_exported_comes_back_without_loss(
    clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, excel: tuple[str, ...], zone: str
) -> None:
    """Into a log elsewhere, in another zone and another locale than that of the export."""
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    lived(clock)
    names = ("repetitions", "aerobic", "sessions")
    before = {name: exported("--of", name, at=clock.now()) for name in names}
    files = {name: tmp_path / f"{name}.csv" for name in names[:2]}
    for name, file in files.items():
        file.write_text(exported("--of", name, *excel, at=clock.now()))
        assert taken(file, at=clock.now())["known"] == (2 if name == "repetitions" else 1)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    clock.advance(6 * 3600)  # where it is that day too
    there = ("--db", str(tmp_path / "there.db"))
    for file in files.values():
        assert backtui(*there, "import", str(file), "--yes", at=clock.now()).code == 0
    first = read(before["repetitions"]), read(exported("--of", "repetitions", at=clock.now(), db=there))
    for row in (*first[0], *first[1]):
        row.pop("change")  # of what was imported it is the choice of that day
    assert first[0] == first[1]
    days = ("day", "started", "ended", "routine", "minutes_taken", "repetitions", "pain_before", "pain_after")
    for name, kept in (("sessions", (*days, "next_morning", "flare", "id")), ("aerobic", ("day", "minutes"))):
        found = read(exported("--of", name, at=clock.now(), db=there))
        assert [[row[each] for each in kept] for row in found] == [
            [row[each] for each in kept] for row in read(before[name])
        ]
    assert backtui(*there, "doctor", at=clock.now()).code == 0


def test_a_session_of_the_autumn_night_comes_back_in_either_spelling(
    clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From 02:50 over three o'clock, which is two o'clock then, to 02:20 by the clock on the wall."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    clock.wall = datetime(2026, 10, 25, 0, 50, tzinfo=UTC).astimezone()
    session = train(clock, minutes=20)
    clock.wall = clock.wall.astimezone()
    (row,) = read(exported(at=clock.now()))
    assert row["started"] == "2026-10-25T02:50:00+02:00"
    assert datetime.fromisoformat(row["started"]) < datetime.fromisoformat(row["ended"])
    assert row["started"] < row["ended"]
    (excel,) = read(exported("--excel", at=clock.now())[1:])
    assert excel["utc_offset"] == "UTC+02:00"
    assert excel["started"] < excel["ended"]
    there = ("--db", str(tmp_path / "there.db"))
    for words in ((), ("--excel",)):
        file = tmp_path / f"night{len(words)}.csv"
        file.write_text(exported("--of", "repetitions", *words, at=clock.now()))
        backtui(*there, "import", str(file), "--yes", at=clock.now())
        (found,) = read(exported(at=clock.now(), db=there))
        assert [found[each] for each in ("id", "started", "ended")] == [
            session.hex(),
            row["started"],
            row["ended"],
        ]


# Whatever a session was, each spelling of it is read as the same rows

REPS = st.builds(
    lambda side, rep, held: RepRecord(side, rep, (held,)),
    st.sampled_from(Side),
    st.integers(1, 50),
    st.floats(0, 600).map(lambda each: round(each, 3)),
)
ENTRIES = st.builds(
    lambda reps, sets, why, rating, pain: EntryRecord(
        item=0,
        exercise="pelvic-lift",
        prescribed=Dose(5, sets[0], tuple(sets[1:])),
        sides=Sides.ONE,
        block=0,
        block_kind=Kind.STRENGTH,
        reps=tuple(reps),
        rating=rating,
        pain=pain,
        why=why,
    ),
    st.lists(REPS, min_size=1, max_size=5),
    st.lists(st.integers(1, 50), min_size=1, max_size=9),
    st.text(max_size=30),
    st.sampled_from([None, *Rating]),
    st.booleans(),
)
MOMENTS = st.datetimes(
    datetime(2001, 1, 1),  # noqa: DTZ001 the zone is drawn too
    datetime(2050, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, MOON, timezone(timedelta(hours=5, minutes=45))]),
).map(lambda each: each.replace(microsecond=0))


@often(100)
@given(
    st.lists(ENTRIES, min_size=1, max_size=3), MOMENTS, st.integers(0, 7200), st.none() | st.integers(0, 10)
)
def test_each_spelling_is_read_as_the_same_rows(
    entries: list[EntryRecord], start: datetime, seconds: int, before: int | None
) -> None:
    record = SessionRecord(
        bytes(range(16)),
        start,
        start.date(),
        "standard",
        "plain",
        ended_at=start + timedelta(seconds=seconds),
    )
    record = replace(record, entries=tuple(entries), pain_before=before)
    sheet = Spreadsheet((record,), (), (), {})
    plain, *others = [
        table_of("".join(table("repetitions", sheet, each)).lstrip("\ufeff")) for each in SPELLINGS
    ]
    assert len(plain.rows) == sum(len(each.reps) for each in entries)
    assert plain.troubles == ()
    assert others == [plain, plain]
    assert {each.belongs for each in plain.rows} <= {date.fromisoformat(start.date().isoformat())}


@pytest.mark.parametrize("excel", [(), ("--excel",)], ids=["plain", "excel"])
def test_pain_beside_sessions_comes_back_at_its_time(
    clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, excel: tuple[str, ...]
) -> None:
    """Strong pain of a fortnight ago asks for no rest today; undo takes it back, and it stays so."""
    lived(clock)
    for score in ("7", "2"):
        assert backtui("log", "pain", score, at=clock.now()).code == 0
        clock.advance(7 * 86_400)
    before, file = exported("--of", "pain", at=clock.now()), tmp_path / "pain.csv"
    file.write_text(exported("--of", "pain", *excel, at=clock.now()))
    assert (taken(file, at=clock.now())["known"], taken(file, at=clock.now())["taken_in"]) == (2, False)
    there = ("--db", str(tmp_path / "there.db"))
    answer = backtui(*there, "import", str(file), "--yes", at=clock.now())
    assert "2 answers about pain" in answer.out
    beside = [row for row in read(before) if row["asked"] == "other"]
    assert read(exported("--of", "pain", at=clock.now(), db=there)) == beside
    assert "Rest" not in backtui(*there, "today", at=clock.now()).out.splitlines()[0]
    assert backtui(*there, "doctor", at=clock.now()).code == 0
    assert backtui(*there, "undo", at=clock.now()).out.startswith("Undone: ")
    assert read(exported("--of", "pain", at=clock.now(), db=there)) == []
    again = backtui(*there, "import", str(file), "--yes", at=clock.now()).out
    assert "Nothing is new" in again
    assert (
        "2 answers about pain" in backtui(*there, "import", str(file), "--yes", "--again", at=clock.now()).out
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2026-02-01T07:30:00,other,11", "pain must be from 0 to 10, not 11"),
        ("2999-02-01,other,3", "it is still to come"),
        ("2026-03-01T99:00,other,3", "'99:00' is not a time"),
        ("2026-03-01T07:30+99:00,other,3", "is more than a day"),
    ],
)
def test_pain_that_cannot_be_is_left_out(tmp_path: Path, row: str, says: str) -> None:
    file = tmp_path / "pain.csv"
    file.write_text(f"told,asked,score\n{row}\n2026-02-01T07:30:00,other,3\n2026-02-01T08:00:00,before,3\n")
    found = taken(file)
    assert found["pains"] == 1
    assert says in found["not_understood"][0]["why"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_cell_as_in_the_row_before_is_spelled_for_its_own_row(spelling: Spelling) -> None:
    ended = datetime(2026, 3, 2, 7, tzinfo=UTC)
    rows = [(ended.astimezone(MOON), ended, "=1", 0.5), (ended, ended, "=1", 0.5), (ended, ended, "=1", 1)]
    row = RowSpelling(spelling)
    assert [row.cells(each) for each in rows] == [RowSpelling(spelling).cells(each) for each in rows]
