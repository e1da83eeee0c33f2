"""`doctor`: sound or not, in words that are safe to show to others, and nothing is touched."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_room import MONDAY, Answer, backtui, files, train, wiring
from made_events import event, keys
from msgspec.structs import replace
from open_logs import begun_in

from backtui.coach.write import event as written
from backtui.domain.events import Rating, RepEnded
from backtui.domain.exercise import Side
from backtui.store.lease import this_process
from backtui.store.queries import events

NOTE = "Stiff after gardening"
OLD = Path(__file__).parents[1] / "store" / "schema_1000.sql"


@pytest.fixture
def log(clock: Any) -> Path:
    """A log with two sessions, pain, a note, a target and a backup."""
    session = train(clock, minutes=10)
    with wiring(clock).writing() as opened:
        opened.diary.pain(session, "after", 7)
        opened.diary.note(session, NOTE)
        opened.diary.rate(session, [0], Rating.HARD)
        opened.diary.prefer("goal", 4)
    assert backtui("set", "pretzel", "--hold", "3").code == 0
    clock.advance(2 * 86_400)
    train(clock, minutes=5)
    assert backtui("backup").code == 0
    return wiring(clock).database


def doctor(*words: str) -> Answer:
    """What it says on the day after the last session."""
    return backtui("doctor", *words, at=MONDAY + timedelta(days=3))


def states(answer: Answer) -> dict[str, str]:
    return {each["check"]: each["state"] for each in json.loads(answer.out)["checks"]}


def said(check: str) -> str:
    checks = json.loads(doctor("--json").out)["checks"]
    return " ".join(each["said"] for each in checks if each["check"] == check)


def wrong() -> set[str]:
    """The checks that find something wrong; the exit code says so too."""
    answer = doctor("--json")
    found = {check for check, state in states(answer).items() if state == "wrong"}
    assert (answer.code, json.loads(answer.out)["sound"]) == (int(bool(found)), not found)
    shown = doctor()
    assert (shown.code, shown.err) == (answer.code, "")
    assert sum(line.startswith("!") for line in shown.out.splitlines()) == len(found)
    return found


def tamper(log: Path, *statements: str) -> None:
    """Change the log as only somebody does who takes the triggers away and puts them back."""
    with closing(sqlite3.connect(log)) as conn:
        triggers = conn.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
        for name, _ in triggers:
            conn.execute(f"drop trigger {name}")
        for statement in statements:
            assert conn.execute(statement).rowcount
        for _, sql in triggers:
            conn.execute(sql)
        conn.commit()


@pytest.mark.thorough
def test_a_sound_log_is_well(log: Path) -> None:
    answer = doctor()
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[-1] == "All is well."
    assert "✓ log          ~/.local/share/backtui/backtui.db, " in answer.out
    assert not any(line.startswith("!") for line in answer.out.splitlines())
    found = states(doctor("--json"))
    assert list(found) == [
        "sqlite", "log", "permissions", "identity", "integrity", "schema", "references", "chain", "notes",
        "projections", "repetitions", "clock", "dates", "ledger", "session", "backups", "config",
    ]  # fmt: skip
    assert set(found.values()) == {"sound"}


def test_the_document_is_of_schema_1(log: Path) -> None:
    document = json.loads(doctor("--json").out)
    assert list(document) == [
        "schema", "program", "version", "sound", "checks", "python", "packages", "terminal"
    ]  # fmt: skip
    assert (document["schema"], document["program"], document["sound"]) == (1, "backtui", True)
    assert set(document["terminal"]) >= {"terminal", "TERM", "colours", "utf8", "tmux"}


@pytest.mark.parametrize(("session", "colours"), [("", "truecolor"), ("1.pts-0", "256")])
def test_in_gnu_screen_the_colours_are_those_that_it_has(
    log: Path, monkeypatch: pytest.MonkeyPatch, session: str, colours: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in (("STY", session), ("TERM", "screen-256color"), ("COLORTERM", "truecolor")):
        monkeypatch.setenv(name, value)
    assert json.loads(doctor("--json").out)["terminal"]["colours"] == colours


@pytest.mark.thorough
def test_nothing_is_told_that_was_trained_felt_or_written(log: Path, home: Path) -> None:
    tamper(
        log,
        "update event set wall_us = wall_us + 1 where kind in"
        " (select number from event_kind where name in ('pain-answered', 'note-written'))",
    )
    with wiring_at(log) as conn:
        exercises = {name for (name,) in conn.execute("select distinct exercise from entry")}
        days = {name for (name,) in conn.execute("select day from session")}
    names = {each.replace("-", " ") for each in exercises}
    for words in (("doctor",), ("doctor", "--json")):
        out = backtui(*words).out
        assert "is not as it was written" in out
        for word in (*exercises, *names, *days, "2026", NOTE, "gardening", "pain", "hard", str(home)):
            assert word not in out, word


def wiring_at(log: Path) -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(log))


@pytest.mark.thorough
def test_a_text_that_cannot_be_read_is_not_quoted(log: Path) -> None:
    tamper(log, "update note set text = cast(x'67617264656e696e67ff' as text)")
    assert wrong() == {"notes"}
    assert "gardening" not in doctor().out


@pytest.mark.thorough
def test_nothing_is_touched(log: Path, home: Path) -> None:
    before = {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in home.rglob("*") if path.is_file()
    }
    doctor()
    doctor("--json")
    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in home.rglob("*") if path.is_file()}
    assert after == before


def test_without_a_log_nothing_is_made(home: Path) -> None:
    answer = doctor()
    assert (answer.code, answer.err) == (0, "")
    assert "~/.local/share/backtui/backtui.db is not there yet" in answer.out
    assert files(home) == []


def page_of(log: Path, name: str) -> int:
    with closing(sqlite3.connect(log)) as conn:
        (page,) = conn.execute("select rootpage from sqlite_schema where name = ?", (name,)).fetchone()
    return (page - 1) * 4096


def overwrite(log: Path, at: int) -> None:
    with log.open("r+b") as file:
        file.seek(at)
        file.write(b"\xff" * 4096)


HARMS: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "an event changed": (lambda log: tamper(log, "update event set wall_us = 5 where seq = 2"), {"chain"}),
    "an event gone": (lambda log: tamper(log, "delete from event where seq = 20"), {"chain"}),
    "a note changed": (lambda log: tamper(log, "update note set text = 'Fine'"), {"notes"}),
    "a dose changed": (
        lambda log: tamper(log, "update entry set hold_s = 9 where item = 0"),
        {"projections"},
    ),
    "a repetition gone": (lambda log: tamper(log, "delete from rep where n = 1"), {"projections"}),
    "a rating forged": (lambda log: tamper(log, "update entry set rating = 'easy'"), {"projections"}),
    "a trigger gone": (lambda log: plain(log, "drop trigger event_no_update"), {"schema"}),
    "an index gone": (lambda log: plain(log, "drop index entry_exercise"), {"schema"}),
    "a page of repetitions": (
        lambda log: overwrite(log, page_of(log, "rep")),
        {"integrity", "references", "projections"},
    ),
    "open to all": (lambda log: log.chmod(0o644), {"permissions"}),
    "open backups": (lambda log: log.with_name("backtui.db-backups").chmod(0o755), {"permissions"}),
    "cut": (lambda log: os.truncate(log, 9000), {"reading"}),
    "cut to nothing": (lambda log: os.truncate(log, 0), {"identity"}),
    "a letter": (lambda log: log.write_text("Dear Anna"), {"identity"}),
    "gone": (Path.unlink, {"log"}),
    "a folder": (lambda log: (log.unlink(), log.mkdir(0o700)), {"identity"}),
    "another program's": (lambda log: plain(log, "pragma application_id = 7"), {"identity"}),
    "a newer one": (lambda log: plain(log, "pragma user_version = 4000"), {"identity"}),
    "a broken backup": (lambda log: spoil(log), {"backups"}),
}


def plain(log: Path, statement: str) -> None:
    with closing(sqlite3.connect(log)) as conn:
        conn.execute(statement)
        conn.commit()


def spoil(log: Path) -> None:
    (copy,) = log.with_name("backtui.db-backups").iterdir()
    shutil.copy(copy, copy.with_name("backtui-20200101-000000-000000.db"))
    os.truncate(copy.with_name("backtui-20200101-000000-000000.db"), 20_000)


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.thorough
def test_each_harm_is_named(log: Path, harm: str) -> None:
    does, expected = HARMS[harm]
    does(log)
    before = log.read_bytes() if log.is_file() else None
    assert wrong() >= expected
    assert (
        wrong() <= expected | {"projections", "references", "repetitions"}
        if "page" in harm or "event" in harm
        else True
    )
    assert (log.read_bytes() if log.is_file() else None) == before


@pytest.mark.thorough
def test_damaged_events_are_named_by_number(log: Path) -> None:
    tamper(log, "update event set wall_us = wall_us + 1 where seq in (3, 7)")
    broken, remedy = said("chain").rsplit("; ", 1)
    assert broken == "event 3 is not as it was written; event 7 is not as it was written"
    assert remedy == "`backtui restore --salvage` makes a new log of all the others"


@pytest.mark.thorough
def test_backups_are_told_by_their_place(log: Path) -> None:
    spoil(log)
    assert (
        said("backups") == "2 copies; the newest is sound; counted from the newest, these cannot be used: 2"
    )


@pytest.mark.parametrize(("given", "said_of_it"), [("", "is not set"), ("relative", "is not a full path")])
def test_a_home_that_says_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, given: str, said_of_it: str
) -> None:
    monkeypatch.setenv("HOME", given)
    assert said("home").startswith(f"HOME {said_of_it}, so ")
    monkeypatch.setenv("HOME", "/tmp")
    assert "home" not in states(doctor("--json"))


def test_a_lost_log_is_told_with_the_way_back(log: Path) -> None:
    log.unlink()
    assert said("log").endswith("backtui.db is gone; `backtui restore newest` puts a backup in place")
    assert "reading" not in states(doctor("--json"))


CUT_OFF = """
import os, sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("pragma cache_size = 1")
conn.execute("begin immediate")
conn.execute("create table filler as select zeroblob(100000) from event")
os.kill(os.getpid(), 9)
"""


@pytest.mark.thorough
def test_a_write_that_was_cut_off_is_told(log: Path) -> None:
    """A journal is rolled back by whoever opens the log to write; looking alone leaves it."""
    subprocess.run([sys.executable, "-c", CUT_OFF, log], check=False)
    journal = log.with_name("backtui.db-journal")
    assert journal.stat().st_size
    assert wrong() == {"reading"}
    assert "start backtui once" in said("reading")
    assert journal.stat().st_size
    assert backtui("set", "pretzel", "--hold", "4").code == 0
    assert wrong() == set()


@pytest.mark.thorough
def test_a_log_in_use_is_waited_for_and_then_left(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backtui.store.doctor.WAIT_S", 0.05)
    with closing(sqlite3.connect(log, isolation_level=None)) as other:
        other.execute("begin exclusive")
        answer = doctor("--json")
    assert (answer.code, states(answer)["reading"]) == (0, "unknown")


@pytest.mark.thorough
def test_a_session_that_runs_is_told_without_its_time(log: Path, clock: Any) -> None:
    with wiring(clock).writing() as opened:
        opened.store.take(bytes(16), this_process(), clock.now())
    assert said("session") == f"one runs in process {os.getpid()} on this machine"


@pytest.mark.thorough
def test_a_broken_config_is_told_with_its_line(log: Path, home: Path) -> None:
    config = home / ".config" / "backtui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("sound = true\nmotion = \n")
    assert wrong() == {"config"}
    assert said("config").startswith("~/.config/backtui/config.toml, line 2: ")


@pytest.mark.thorough
def test_a_dose_that_no_rule_gave_is_found(log: Path, clock: Any) -> None:
    """A program that planned wrongly: the chain is whole, and the dose is not what the rules give."""
    with wiring(clock).writing() as opened:
        seed = begun_in(opened.diary, opened.ask(lambda coach: coach.plan(10)), "plain")
        (first, *_) = [
            each for each in events.of_session(opened.store, seed.session) if "hold_s" in keys(each)
        ]
        body = {**keys(first), "item": 99, "hold_s": 30}
        opened.store.append([event("exercise-planned", clock.now(), body, seed.session)])
        rows = list(events.logged(opened.store))
        assert said("ledger").endswith("1 cannot be compared")
        planned = [event("exercise-planned", clock.now(), {**body, "item": 98}, seed.session)]
        opened.store.append([replace(planned[0], mono_ms=0)])
    assert wrong() == {"ledger"}
    assert f"(events {len(rows) + 1})" in said("ledger")


def test_an_older_schema_is_looked_at_as_it_will_be(home: Path) -> None:
    log = home / "old.db"
    with closing(sqlite3.connect(log)) as conn:
        conn.executescript(OLD.read_text())
    log.chmod(0o600)
    before = log.read_bytes()
    answer = backtui("--db", str(log), "doctor", "--json")
    found = states(answer)
    assert {found[each] for each in ("integrity", "schema", "chain", "notes", "projections")} == {"sound"}
    assert "of schema 1.0, which the next start brings along" in answer.out
    assert log.read_bytes() == before


@pytest.mark.thorough
def test_an_erased_note_is_no_harm(log: Path, clock: Any) -> None:
    with wiring(clock).writing() as opened:
        (note,) = [row.event for row in events.logged(opened.store) if row.event.kind == "note-written"]
        opened.store.append([event("void", clock.now(), {"events": [note.id.hex()], "erase": True})])
    assert wrong() == set()
    assert said("notes") == "0 texts, each as it was written"


@pytest.mark.thorough
def test_ascii_has_signs_of_its_own(log: Path) -> None:
    answer = backtui("--ascii", "doctor", at=MONDAY + timedelta(days=3))
    assert answer.out.isascii()
    assert "+ chain " in answer.out


@pytest.mark.thorough
def test_more_repetitions_than_asked_for_are_named(log: Path, clock: Any) -> None:
    with wiring(clock).writing() as opened:
        record = opened.ask(lambda coach: coach.sessions(1))[0]
        rep, again = record.entries[0].reps[0], RepEnded(0, Side.NONE, 1, (5.0,))
        again = replace(again, item=record.entries[0].item, side=rep.side)
        for _ in range(2):
            opened.store.append([written(again, clock.now(), record.id)])
    assert states(doctor("--json"))["repetitions"] == "unknown"
    assert said("repetitions").startswith("1 exercise has more than its sets ask for")
