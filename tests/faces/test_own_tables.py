"""Our own tables: what was exported comes back, and what is written by hand is understood."""

import csv
import io
from pathlib import Path

import pytest
from cli_room import backtui, train
from tables_room import EXAMPLES, doses, records, sound, taken

pytestmark = pytest.mark.usefixtures("home")


def rows(*words: str) -> list[dict[str, str]]:
    """The table of repetitions as a program reads it."""
    found = backtui("export", "--format", "csv", "--of", "repetitions", *words)
    return list(csv.DictReader(io.StringIO(found.out)))


@pytest.mark.thorough
def test_our_own_export_comes_back(clock, home: Path, tmp_path: Path) -> None:
    train(clock)
    clock.advance(86_400)
    train(clock)
    before = rows()
    file = tmp_path / "repetitions.csv"
    file.write_text(backtui("export", "--format", "csv", "--of", "repetitions").out)
    assert taken(file, at=clock.now())["known"] == 2
    there = str(tmp_path / "there.db")
    assert backtui("--db", there, "import", str(file), "--yes", at=clock.now()).code == 0
    found = backtui("--db", there, "export", "--format", "csv", "--of", "repetitions")
    after = list(csv.DictReader(io.StringIO(found.out)))
    for row in (*before, *after):
        row.pop("change")  # of a session entered by hand it is the choice
    assert after == before
    assert backtui("--db", there, "doctor", at=clock.now()).code == 0


def test_our_own_activities_come_back(clock, tmp_path: Path) -> None:
    backtui("log", "aerobic", "walking", "--minutes", "30")
    file = tmp_path / "aerobic.csv"
    file.write_text(backtui("export", "--format", "csv", "--of", "aerobic").out)
    assert taken(file)["known"] == 1
    there = str(tmp_path / "there.db")
    assert "1 activity" in backtui("--db", there, "import", str(file), "--yes").out


def test_the_table_of_sessions_names_the_one_that_brings_them(clock, tmp_path: Path) -> None:
    file = tmp_path / "sessions.csv"
    file.write_text(backtui("export", "--format", "csv").out)
    found = backtui("import", str(file), "--yes")
    assert (found.code, found.out) == (1, "")
    assert "table of sessions, which come back with repetitions.csv; import that one" in found.err


def test_our_own_tables(clock) -> None:
    assert taken(EXAMPLES / "diary.csv")["not_understood"] == []
    assert taken(EXAMPLES / "walks.csv")["activities"] == 2
    assert doses(clock) == [["pelvic-lift 5 s × 2-1", "single-leg-pull 10 s × 1"], ["pelvic-lift 6 s × 1"]]
    first, second = records(clock)
    assert [each.rating for each in first.entries] == ["comfortable", "easy"]
    assert second.entries[0].pain
    sound()


HEAD = (
    "day,exercise,side,set,repetition,repetitions,seconds,"
    "seconds_prescribed,repetitions_prescribed,sets_prescribed\n"
)
DOSED = {
    "in each set": ("1,1,,5,,, 1,2,,5,,, 2,1,,6,,,", "5 s × 2-1", [1, 2, 3]),
    "through all sets": ("1,1,,5,,, 1,2,,5,,, 2,3,,6,,,", "5 s × 2-1", [1, 2, 3]),
    "a row a set": (",,3,5,,, ,,2,4,,,", "4 s × 3-2", [1, 2, 3, 4, 5]),
    "no number at all": (",,,5,,, ,,,5,,,", "5 s × 2", [1, 2]),
    "no seconds": (",,4,,,,", "2 s × 4", [1, 2, 3, 4]),
    "prescribed": (",1,,5,6,3,", "6 s × 3", [1]),
    "prescribed sets": ("1,1,,5,5,2,3 2,1,,5,5,2,3", "5 s × 2, 3 sets", [1, 3]),
    "prescribed sets through": ("1,1,,5,5,4,4-2 2,5,,5,5,4,4-2", "5 s × 4-2", [1, 5]),
    "done once more": (",1,,5,,, ,2,,5,,, ,2,,5,,,", "5 s × 2", [1, 2, 2]),
}


@pytest.mark.parametrize("name", list(DOSED))
def test_sets_and_doses_of_our_own_table(clock, tmp_path: Path, name: str) -> None:
    told, dose, reps = DOSED[name]
    file = tmp_path / "own.csv"
    file.write_text(HEAD + "".join(f"2026-02-03,pelvic-lift,,{row}\n" for row in told.split(" ")))
    assert taken(file)["not_understood"] == []
    (entry,) = records(clock)[0].entries
    assert (str(entry.prescribed), [each.rep for each in entry.reps]) == (dose, reps)


def test_an_exercise_done_twice_in_a_session_is_there_twice(clock, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    rows = (
        "single-leg-pull,left,,1",
        "single-leg-pull,right,,1",
        "pelvic-lift,,,1",
        "single-leg-pull,left,,1",
    )
    file.write_text(HEAD + "".join(f"2026-02-03,{row},,5,,,\n" for row in rows))
    taken(file)
    assert [each.exercise for each in records(clock)[0].entries] == [
        "single-leg-pull",
        "pelvic-lift",
        "single-leg-pull",
    ]
