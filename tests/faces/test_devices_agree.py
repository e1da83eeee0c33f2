"""Devices with all that a log can have, brought together in any order: the same bytes."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from cli_room import MONDAY, backtui
from props import HandClock
from rich_session import rich_session

from backtui.cli.context import Wiring

NOW = MONDAY + timedelta(days=9)
TABLES = ("diary.csv", "walks.csv")
PAGES = ("plan --json", "history --json", "schedule --json", "why pretzel --json", "set all --json", "pause")
EXAMPLES = Path(__file__).parents[2] / "examples"
ROUTINE = """\
id = "evening"
name = "Evening"
[[items]]
exercise = "arm-reach"
dose = { hold_s = 0, reps = 2 }
grows = true
"""
HERE = (
    "set pretzel --side left --hold 3 --reps 2",
    "schedule evening --every 2 --at 19:00",
    "pause holiday --from 2026-03-20 --to 2026-03-25",
    "log aerobic walk --minutes 30",
    "edit last --exercise pelvic-tilt --set 2 --reps-held 1",
    "edit last --exercise arm-reach --note TEXT",
    "undo",
    "undo --redo",
)
THERE = (
    "set pretzel --hold 5 --reps 5 --sets 3 --set-rest 20",
    "schedule standard --on mon,thu",
    "pause illness --from 2026-03-22",
    "edit last --exercise pelvic-tilt --pain",
    "edit last --exercise pretzel --rating hard",
    "undo",
)


def said(database: Path, words: Sequence[str], at: datetime) -> str:
    answer = backtui("--db", str(database), *words, at=at)
    assert (answer.code, answer.err) == (0, ""), (words, answer)
    return answer.out


def lived(database: Path, lines: Sequence[str], at: datetime, own: Path, tables: Sequence[str]) -> None:
    """A device on which that was done, in its own days, after a session with all that a dose can have."""
    for table in tables:
        said(database, ("import", str(EXAMPLES / table), "--yes"), at)
    said(database, ("import", str(own), "--yes"), at)
    events, texts = rich_session(at)
    with Wiring(
        clock=HandClock(at), database=database, config_file=own.with_suffix(".none")
    ).writing() as opened:
        opened.store.append(events, texts=texts)
    for number, line in enumerate(lines, 1):
        said(database, line.split(), at + timedelta(hours=1, minutes=number))


Devices = Callable[..., Sequence[Path]]


@pytest.fixture
def devices(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Devices:
    """Three devices with a life of their own; each takes in the tables that are given for it."""

    def made(*tables: Sequence[str]) -> Sequence[Path]:
        own = tmp_path / "evening.toml"
        own.write_text(ROUTINE)
        for number, taken in enumerate(tables):
            monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / f"state-{number}"))
            lines, at = (HERE, THERE)[number % 2], MONDAY + timedelta(days=number)
            lived(tmp_path / f"{number}.db", lines, at, own, taken)
        return [tmp_path / f"{number}.db" for number in range(len(tables))]

    return made


def united(order: Sequence[Path], union: Path) -> Path:
    """All of these in one log, which is sound, and to which none of them has more to bring."""
    for database in order:
        said(union, ("merge", str(database), "--yes"), NOW)
    for database in order:
        assert said(union, ("merge", str(database), "--yes"), NOW).startswith("Nothing is new")
    said(union, ("doctor",), NOW)
    return union


def pages(database: Path) -> list[str]:
    return [said(database, page.split(), NOW) for page in PAGES]


@pytest.mark.thorough
def test_in_any_order_they_export_the_same_bytes_which_come_back_and_are_restored(
    devices: Devices, tmp_path: Path
) -> None:
    found = devices(TABLES, (), ())
    unions = [united(order, tmp_path / f"union-{n}.db") for n, order in enumerate(permutations(found))]
    [whole] = {said(union, ("export",), NOW) for union in unions}
    document, again = tmp_path / "whole.json", tmp_path / "again.db"
    document.write_text(whole, encoding="utf-8")
    said(again, ("import", str(document), "--yes"), NOW)
    said(again, ("doctor",), NOW)
    assert said(again, ("export",), NOW) == whole
    assert pages(again) == pages(unions[0])
    copy = tmp_path / "copy.db"
    said(again, ("backup", str(copy)), NOW)
    said(again, ("set", "pretzel", "--hold", "9"), NOW)
    said(again, ("undo",), NOW)
    assert pages(again)[0] == pages(unions[0])[0]
    said(again, ("restore", str(copy), "--yes"), NOW)
    said(again, ("doctor",), NOW)
    assert said(again, ("export",), NOW) == whole
    kinds = {each["kind"] for each in json.loads(whole)["events"]}
    assert {"pause-set", "postponed", "note-written", "void", "target-set", "activity-done"} <= kinds


@pytest.mark.thorough
def test_a_table_taken_in_on_each_is_there_once_and_all_is_told_alike_in_any_order(
    devices: Devices, tmp_path: Path
) -> None:
    """What knows a row already keeps it as it took it in, so the bytes tell which device that was."""
    found = devices(TABLES, TABLES)
    one, other = (united(order, tmp_path / f"union-{n}.db") for n, order in enumerate(permutations(found)))
    assert pages(one) == pages(other)
    days = [each["day"] for each in json.loads(said(one, ("history", "--json"), NOW))["sessions"]]
    assert days.count("2026-02-02") == days.count("2026-02-04") == 1
