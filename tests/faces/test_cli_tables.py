"""Tables from elsewhere: taken in once, whole, and taken back whole."""

import io
import shutil
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_room import Answer, backtui, train
from tables_room import PLANK, TABLES, doses, records, sound, taken

pytestmark = pytest.mark.usefixtures("home")


def test_a_table_of_strong(clock) -> None:
    found = taken(TABLES / "strong.csv", *PLANK)
    assert found == {
        "format": "Strong",
        "sessions": 1,
        "sessions_added_to": 0,
        "exercises": 2,
        "repetitions": 12,
        "activities": 1,
        "pains": 0,
        "first_day": "2025-11-03",
        "last_day": "2025-11-05",
        "known": 0,
        "deleted": 0,
        "unknown": {"Bench Press (Barbell)": 1},
        "left_out": {},
        "not_understood": [{"line": 8, "why": "'bad-date' is not a day; write it like 2026-03-01"}],
        "taken_in": True,
    }
    (record,) = records(clock)
    assert (record.by_hand, record.alive, record.state.value) == (True, True, "done")
    assert record.started_at == datetime(2025, 11, 3, 18, 2, 11, tzinfo=UTC)
    assert record.ended_at == datetime(2025, 11, 3, 18, 27, 11, tzinfo=UTC)
    assert doses(clock) == [["back-arch 25 s × 1, 2 sets", "pelvic-lift 2 s × 10"]]
    assert all(each.complete and each.rule == "imported" for each in record.entries)
    assert "Good, all of it" in backtui("export", "--format", "json").out
    sound()


def test_a_table_of_hevy(clock) -> None:
    found = taken(TABLES / "hevy.csv", "--map", "plank = back-arch")
    assert (found["sessions"], found["activities"], found["not_understood"]) == (1, 1, [])
    assert doses(clock) == [["pelvic-lift 2 s × 12-10", "back-arch 45 s × 1"]]
    assert "First line second line" in backtui("export", "--format", "json").out


def test_a_table_of_fitnotes(clock) -> None:
    found = taken(TABLES / "fitnotes.csv", "--map", "Plank=Back arch", "--map", "Deadlift=-")
    assert (found["sessions"], found["activities"]) == (1, 1)
    assert (found["unknown"], found["left_out"]) == ({}, {"Deadlift": 1})
    assert doses(clock) == [["back-arch 60 s × 1", "pelvic-lift 2 s × 8"]]
    assert records(clock)[0].day.isoformat() == "2025-12-23"


@pytest.mark.parametrize("name", ["strong.csv", "hevy.csv", "fitnotes.csv"])
def test_the_same_table_again_adds_nothing(clock, name: str) -> None:
    taken(TABLES / name, *PLANK)
    before = backtui("export", "--format", "json").out
    again = taken(TABLES / name, *PLANK)
    assert (again["sessions"], again["activities"], again["taken_in"]) == (0, 0, False)
    assert backtui("export", "--format", "json").out == before


def test_a_longer_table_adds_what_is_new(clock, tmp_path: Path) -> None:
    taken(TABLES / "strong.csv", *PLANK)
    longer = tmp_path / "strong.csv"
    more = "2025-11-10 18:00:00,Back,20m,Plank,1,0,0,0,40,,,\n"
    longer.write_text((TABLES / "strong.csv").read_text() + more)
    found = taken(longer, *PLANK)
    assert (found["sessions"], found["repetitions"], found["known"]) == (1, 1, 2)
    sound()


def test_a_name_mapped_later_joins_its_session(clock) -> None:
    taken(TABLES / "strong.csv")
    assert doses(clock) == [["pelvic-lift 2 s × 10"]]
    assert taken(TABLES / "strong.csv", *PLANK)["sessions_added_to"] == 1
    assert doses(clock) == [["back-arch 25 s × 1, 2 sets", "pelvic-lift 2 s × 10"]]
    assert backtui("undo").out.startswith("Undone: import of 1 session.")
    assert doses(clock) == [["pelvic-lift 2 s × 10"]]
    sound()


def test_undo_takes_all_of_it_back_and_it_stays_so(clock) -> None:
    train(clock)
    before = doses(clock)
    clock.advance(3600)
    taken(TABLES / "strong.csv", *PLANK)
    assert len(records(clock)) == 2
    undone = backtui("undo", at=clock.now()).out
    assert undone == "Undone: import of 1 session and 1 activity.\n"
    assert doses(clock) == before
    again = taken(TABLES / "strong.csv", *PLANK)
    assert (again["sessions"], again["deleted"], again["known"], again["taken_in"]) == (0, 2, 0, False)
    backtui("undo", "--redo", at=clock.now())
    assert len(records(clock)) == 2
    sound()


def test_the_same_table_on_two_machines_is_not_doubled(
    clock, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(TABLES / "strong.csv", *PLANK)
    other = tmp_path / "other.db"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    longer = tmp_path / "longer.csv"
    more = "2025-11-10 18:00:00,Back,20m,Plank,1,0,0,0,40,,,\n"
    longer.write_text((TABLES / "strong.csv").read_text() + more)
    later = datetime(2026, 3, 3, 9, tzinfo=UTC)
    found = backtui("--db", str(other), "import", str(longer), *PLANK, "--yes", at=later)
    assert found.code == 0, found.err
    merged = backtui("merge", str(other), "--yes", at=later)
    assert merged.code == 0, merged.err
    assert [len(each) for each in doses(clock)] == [2, 1]
    assert backtui("merge", str(other), "--yes", at=later).out.startswith("Nothing is new")
    sound()


def spelled(text: str, how: str) -> bytes:
    """A table as other programs save it."""
    match how:
        case "semicolons":
            return text.replace(",", ";").encode()
        case "excel":
            return ("sep=;\r\n" + text.replace(",", ";").replace("\n", "\r\n")).encode("utf-8-sig")
        case "tabs, utf-16":
            return text.replace(",", "\t").encode("utf-16")
        case "windows":
            return text.replace("fine", "schön").encode("cp1252")
        case _:
            return text.replace("\n", "\r").encode("utf-8-sig")


@pytest.mark.parametrize("how", ["semicolons", "excel", "tabs, utf-16", "windows", "old mac"])
def test_a_table_as_a_spreadsheet_saves_it(clock, tmp_path: Path, how: str) -> None:
    plain = (TABLES / "fitnotes.csv").read_text().replace('"long, but fine"', "fine")
    file = tmp_path / "saved.csv"
    file.write_bytes(spelled(plain, how))
    assert (taken(file, *PLANK)["repetitions"], taken(file, *PLANK)["known"]) == (9, 2)


def test_nothing_is_written_by_a_dry_run_or_a_no(clock, home: Path) -> None:
    before = sorted(home.rglob("*"))
    found = backtui("import", str(TABLES / "strong.csv"), "--dry-run")
    assert found.code == 0
    assert (
        found.out.splitlines()[0] == "strong.csv, a table of Strong: 1 session, 1 exercise, 10 repetitions, 1"
    )
    assert "Not known: Plank (2 rows) · Bench Press (Barbell) (1 row)" in found.out
    assert "line 8: 'bad-date' is not a day" in found.out
    assert sorted(home.rglob("*")) == before


WRONG = {
    "empty": (b"", "it is empty"),
    "other headings": (b"a,b,c\n1,2,3\n", "docs/import.md"),
    "no text": (b"\x00\x01\x02", "save it as CSV in UTF-8"),
    "a log": (b"SQLite format 3\x00", "backtui merge"),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_what_is_no_table_is_refused_in_a_sentence(clock, tmp_path: Path, name: str) -> None:
    data, says = WRONG[name]
    file = tmp_path / "wrong.csv"
    file.write_bytes(data)
    found = backtui("import", str(file))
    assert found.code == 1
    assert says in " ".join(found.err.split())
    assert "nothing was changed" in " ".join(found.err.split())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--map", "Plank"), "--map is written like"),
        (("--map", "Nobody=pelvic-lift"), "is not a name in this table"),
        (("--map", "Plank=nonsense"), "There is no exercise"),
    ],
)
def test_a_wrong_map_is_refused(clock, words: tuple[str, ...], says: str) -> None:
    found: Answer = backtui("import", str(TABLES / "strong.csv"), *words)
    assert found.code == 2
    assert says in " ".join(found.err.split())


ODD = {
    "still to come": "2027-01-01,,pelvic-lift,,,1,5,,,",
    "not a day of the calendar": "2026-02-30,,pelvic-lift,,,1,5,,,",
    "is not a time": "2026-02-03,25:00,pelvic-lift,,,1,5,,,",
    "the name of the exercise is missing": "2026-02-03,,,,,1,5,,,",
    "is not a duration": "2026-02-03,,pelvic-lift,,,1,long,,,",
    "the side": "2026-02-03,,pelvic-lift,up,,1,5,,,",
    "the rating": "2026-02-03,,pelvic-lift,,,1,5,fine,,",
    "neither yes nor no": "2026-02-03,,pelvic-lift,,,1,5,,perhaps,",
    "repetitions must be from 1 to 50": "2026-02-03,,pelvic-lift,,,51,5,,,",
    "seconds must be from 0 to 600": "2026-02-03,,pelvic-lift,,,1,601,,,",
    "before the year 2000": "1999-02-03,,pelvic-lift,,,1,5,,,",
}


@pytest.mark.parametrize("says", list(ODD))
def test_a_row_that_cannot_be_read_is_named_and_the_rest_is_taken(clock, tmp_path: Path, says: str) -> None:
    file = tmp_path / "odd.csv"
    head = "day,time,exercise,side,set,repetition,seconds,rating,pain,note\n"
    file.write_text(f"{head}{ODD[says]}\n2026-02-04,,pelvic-lift,,,1,5,,,=1+1\n")
    found = taken(file)
    assert found["sessions"] == 1
    ((line, why),) = [tuple(each.values()) for each in found["not_understood"]]
    assert line == 2
    assert says in why


def test_a_copy_of_a_table_under_another_name_is_the_same(clock, tmp_path: Path) -> None:
    taken(TABLES / "hevy.csv", *PLANK)
    copy = tmp_path / "workouts (1).CSV"
    shutil.copy(TABLES / "hevy.csv", copy)
    assert taken(copy, *PLANK)["taken_in"] is False


def test_what_was_deleted_comes_again_where_it_is_asked_for(clock) -> None:
    taken(TABLES / "strong.csv", *PLANK)
    backtui("undo")
    found = taken(TABLES / "strong.csv", *PLANK, "--again")
    assert (found["sessions"], found["activities"], found["deleted"]) == (1, 1, 0)
    for words in (PLANK, (*PLANK, "--again")):
        assert taken(TABLES / "strong.csv", *words)["known"] == 2
    assert len(records(clock)) == 1
    assert "1 activity" in backtui("undo").out
    assert records(clock) == []
    sound()


class Typed(io.StringIO):
    """What a person types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("keys", "exercises"),
    [("2\n\ny\n", 2), (".\ny\n", 1), ("99\n\ny\n", 1), ("2\n\nn\n", 0), ("", 0)],
)
def test_a_name_is_asked_where_somebody_can_answer(
    clock, monkeypatch: pytest.MonkeyPatch, keys: str, exercises: int
) -> None:
    monkeypatch.setattr("sys.stdin", Typed(keys))
    found = backtui("import", str(TABLES / "strong.csv"))
    assert found.code == (0 if exercises else 1)
    assert sum(map(len, doses(clock))) == exercises


@pytest.mark.parametrize("option", [("--map", "a=b"), ("--again",), ("--json",)])
def test_an_option_for_tables_goes_with_a_table(option: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "log.json"
    file.write_text("{}")
    found = backtui("import", str(file), *option)
    assert (found.code, "goes with a table" in found.err) == (2, True)


def test_two_machines_in_other_zones_know_the_same_session(
    clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(TABLES / "fitnotes.csv", *PLANK)
    other = str(tmp_path / "other.db")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    assert backtui("--db", other, "import", str(TABLES / "fitnotes.csv"), *PLANK, "--yes").code == 0
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    assert backtui("merge", other, "--yes").code == 0
    assert [len(each) for each in doses(clock)] == [2]
    sound()


def test_a_log_that_cannot_be_written_stays_as_it_was(clock, monkeypatch: pytest.MonkeyPatch) -> None:
    train(clock)
    before = backtui("export", "--format", "json").out

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("backtui.store.append.add_text", full)  # the last thing that is written
    found = backtui("import", str(TABLES / "strong.csv"), *PLANK, "--yes")
    assert (found.code, "Traceback" in found.err) == (1, False)
    assert backtui("export", "--format", "json").out == before


def test_an_imported_session_is_the_last_time_for_a_break_and_has_no_rule_to_answer_for(clock) -> None:
    taken(TABLES / "strong.csv", *PLANK)
    assert "119 days since the last time" in backtui("why", "back-arch").out
    assert "2 cannot be compared" in " ".join(backtui("doctor").out.split())


def test_a_set_that_cannot_be_is_left_out_and_the_others_are_taken(clock, tmp_path: Path) -> None:
    file = tmp_path / "fitnotes.csv"
    sets = "".join(f"2025-12-23,Pelvic Lift,Back,,{reps},,,,\n" for reps in (8, 60, 0, 6))
    file.write_text(f"Date,Exercise,Category,Weight,Reps,Distance,Distance Unit,Time,Comment\n{sets}")
    found = taken(file)
    assert [each["line"] for each in found["not_understood"]] == [3, 4]
    assert doses(clock) == [["pelvic-lift 2 s × 8-6"]]


@pytest.mark.thorough
def test_more_rows_than_a_session_can_have_are_left_out(clock, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text("day,exercise,repetition,seconds\n" + "2026-02-03,pelvic-lift,1,5\n" * 1002)
    found = taken(file)
    assert (found["repetitions"], [each["line"] for each in found["not_understood"]]) == (1000, [1002, 1003])
