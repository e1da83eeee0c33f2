"""`import`, `merge` and the other exports, as commands."""

import csv
import io
import json
import os
import re
import shutil
import sqlite3
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from cli_room import MONDAY, backtui, train, wiring
from made_events import event
from test_cli_files import exported

from backtui.store.queries import events


def db(name: str) -> tuple[str, str]:
    return "--db", name


def noted(clock: Any, text: str) -> bytes:
    """A short session with pain, a note, a target and a walk."""
    session = train(clock, minutes=3)
    with wiring(clock).writing() as opened:
        opened.diary.note(session, text)
        opened.diary.pain(session, "before", 3)
        opened.diary.pain(session, "after", 6)
        walk = {"what": "=1+1", "minutes": 30, "day": "2026-03-02"}
        opened.store.append([event("activity-done", clock.now(), walk)])
    assert backtui("set", "pretzel", "--hold", "3", "--lock", "--by", "provider", at=clock.now()).code == 0
    return session


def said(answer: Any, code: int, out: str = "", err: str = "") -> None:
    assert (answer.code, out in answer.out, err in answer.err) == (code, True, True), answer
    assert "Traceback" not in answer.err


def test_an_export_comes_back_to_the_byte(clock, tmp_path: Path) -> None:
    noted(clock, "stiff ✓")
    first, again, new = (str(tmp_path / name) for name in ("a.json", "b.json", "new.db"))
    assert backtui("export", "-o", first).code == 0
    before = sorted(os.listdir(tmp_path))
    said(backtui(*db(new), "import", first, "--dry-run"), 0, "1 session, 1 target, 1 note, 1 activity")
    assert sorted(os.listdir(tmp_path)) == before
    said(backtui(*db(new), "import", first), 0, "Added.")
    assert backtui(*db(new), "export", "-o", again).code == 0
    assert Path(first).read_bytes() == Path(again).read_bytes()
    said(backtui(*db(new), "import", first), 0, "are here already")
    assert backtui("history", "--json").out == backtui(*db(new), "history", "--json").out
    assert backtui("plan").out == backtui(*db(new), "plan").out


def test_what_another_machine_did_is_merged_and_its_file_stays(clock, tmp_path: Path) -> None:
    train(clock, minutes=3)
    here = Path(backtui("locate", "db").out.strip())
    other = tmp_path / "stick" / "laptop.db"
    other.parent.mkdir()
    shutil.copy(here, other)
    other.chmod(0o400)
    later = MONDAY + timedelta(days=1)
    other.chmod(0o600)
    assert backtui(*db(str(other)), "set", "pretzel", "--hold", "4", at=later).code == 0
    assert backtui("set", "pretzel", "--hold", "3", at=later + timedelta(hours=1)).code == 0
    before, names = other.read_bytes(), sorted(os.listdir(other.parent))
    other.chmod(0o400)
    preview = backtui("merge", str(other), "--dry-run", at=later)
    said(preview, 0, "1 target")
    assert "Pretzel, dose: 3 s × 2 (here, 3 Mar 2026 08:00) counts, not 4 s × 2 (there" in " ".join(
        preview.out.split()
    )
    said(backtui("merge", str(other), at=later), 0, "Added.")
    said(backtui("merge", str(other), at=later), 0, "Nothing is new in laptop.db")
    assert (other.read_bytes(), sorted(os.listdir(other.parent))) == (before, names)
    assert not [name for name in os.listdir(here.parent) if "merge" in name]
    assert json.loads(backtui("why", "pretzel", "--json", at=later).out)["dose"]["hold_s"] == 3
    assert os.listdir(f"{here}-backups")


def test_an_erased_note_is_erased_in_both(clock, tmp_path: Path) -> None:
    session = noted(clock, "stiff")
    other = tmp_path / "other.db"
    shutil.copy(backtui("locate", "db").out.strip(), other)
    with wiring(clock).writing() as opened:
        note = next(row for row in events.every(opened.store) if row.kind == "note-written")
        opened.store.append([event("void", clock.now(), {"events": [note.id.hex()], "erase": True})])
        assert events.texts(opened.store) == {}
    said(backtui("merge", str(other)), 0, "Nothing is new")
    assert "text" not in json.dumps([each for each in exported()["events"] if "text" in each])
    here = backtui("locate", "db").out.strip()
    said(backtui(*db(str(other)), "merge", here), 0, "Added.")
    assert not [
        each for each in json.loads(backtui(*db(str(other)), "export").out)["events"] if "text" in each
    ]
    assert session


@pytest.mark.parametrize("command", ["import", "merge"])
def test_what_is_no_log_is_refused_in_a_sentence(command: str, clock, tmp_path: Path) -> None:
    train(clock, minutes=3)
    before = exported()
    empty, text, foreign = (tmp_path / name for name in ("empty", "text", "foreign.db"))
    empty.touch()
    text.write_text("SQLite format 3 it is not")
    with sqlite3.connect(foreign) as conn:
        conn.execute("create table t (a)")
    conn.close()
    for file in (empty, text, foreign):
        answer = backtui(command, str(file))
        assert (answer.code, answer.out) == (1, "")
        assert answer.err.count("\n") == 1
        assert str(file) in answer.err
    said(backtui(command, str(tmp_path / "none")), 2, err="there is no file")
    said(backtui(command, str(tmp_path)), 2, err="is a folder")
    assert exported() == before


def test_a_log_is_not_merged_with_itself_nor_a_newer_or_damaged_one(clock, tmp_path: Path) -> None:
    noted(clock, "stiff")
    here = backtui("locate", "db").out.strip()
    said(backtui("merge", here), 2, err="is this log itself")
    newer, damaged, half = (tmp_path / name for name in ("newer.db", "damaged.db", "half.db"))
    for copy in (newer, damaged, half):
        shutil.copy(here, copy)
    with sqlite3.connect(newer) as conn:
        conn.execute("pragma user_version = 9000")
    conn.close()
    with sqlite3.connect(damaged) as conn:
        ((digest,),) = conn.execute("select digest from event where seq = 5")
    conn.close()
    data = bytearray(damaged.read_bytes())
    data[data.index(digest)] ^= 1
    damaged.write_bytes(data)
    (tmp_path / "half.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    said(backtui("merge", str(newer)), 1, err="was written by a newer backtui")
    said(backtui("merge", str(damaged)), 1, err="not as it was written")
    said(backtui("merge", str(half)), 1, err="was left in the middle of a change")


def test_a_wrong_event_is_named_and_nothing_is_changed(clock, tmp_path: Path) -> None:
    noted(clock, "stiff")
    whole = exported()
    file = tmp_path / "log.json"
    whole["events"][3]["body"]["hold_s"] = 601
    file.write_text(json.dumps(whole))
    answer = backtui(*db(str(tmp_path / "new.db")), "import", str(file))
    said(
        answer,
        1,
        err="line 1: event 4: the body of exercise-planned has a hold_s that must be a whole number from 0",
    )
    whole["events"][3]["body"]["hold_s"] = 5
    file.write_text(json.dumps(whole, indent=1))
    said(
        backtui(*db(str(tmp_path / "new.db")), "import", str(file)),
        1,
        err="event 4: it is not as it was written",
    )
    assert not (tmp_path / "new.db").exists()


def rows(*words: str) -> list[dict[str, str]]:
    answer = backtui("export", "--format", "csv", *words)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("\r\n") == answer.out.count("\n")
    return list(csv.DictReader(io.StringIO(answer.out)))


def test_the_tables_have_every_session_and_repetition(clock, tmp_path: Path) -> None:
    session = noted(clock, "stiff")
    with wiring(clock).reading() as coach:
        record = coach.session(session)
    assert record is not None
    (row,) = rows()
    assert (row["day"], row["started"], row["state"]) == ("2026-03-02", "2026-03-02T07:00:00+00:00", "done")
    assert (row["pain_before"], row["pain_after"], row["flare"]) == ("3", "6", "1")
    assert len(rows("--of", "repetitions")) == sum(len(entry.reps) for entry in record.entries) > 0
    assert [row["activity"] for row in rows("--of", "aerobic")] == ["'=1+1"]
    assert [(row["asked"], row["score"]) for row in rows("--of", "pain")] == [("before", "3"), ("after", "6")]
    assert rows("--since", "2027-01-01") == []
    said(backtui("export", "--format", "csv", "-o", str(tmp_path)), 0)
    for name in ("sessions", "repetitions", "aerobic", "pain"):
        assert (tmp_path / f"{name}.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "text",
    [
        *("=1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1", "\n@x", "|x", "%x"),
        *("\u200d=1", "\u200b\u00ad|1"),
    ],
)
def test_no_cell_runs(text: str) -> None:
    from backtui.exchange.csv_export import FOR_PROGRAMS
    from backtui.exchange.csv_values import plain

    assert FOR_PROGRAMS.cell(text) == f"'{text}"
    assert plain(FOR_PROGRAMS.cell(text)) == text
    assert FOR_PROGRAMS.cell("a" + text) == "a" + text


def test_a_folder_for_the_tables_is_made_in_one_that_is_there(clock, tmp_path: Path) -> None:
    noted(clock, "stiff")
    folder = tmp_path / "tables"
    said(backtui("export", "--format", "csv", "-o", f"{folder}/"), 0)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(os.listdir(folder)) == ["aerobic.csv", "pain.csv", "repetitions.csv", "sessions.csv"]
    said(backtui("export", "--format", "csv", "-o", f"{folder}/no/such/"), 2, err="there is no folder")
    (tmp_path / "file").touch()
    said(backtui("export", "--format", "csv", "-o", f"{tmp_path}/file/"), 2, err="is not a folder")


def test_without_a_log_there_are_tables_and_a_page() -> None:
    assert rows() == []
    said(backtui("export", "--format", "html"), 0, "There were no sessions in")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_asks_for_nothing_and_tells_notes_only_when_asked(clock) -> None:
    hostile = '<script>alert(1)</script><img src="http://x">'
    noted(clock, hostile)
    plain, told = (backtui("export", "--format", "html", *words).out for words in ((), ("--notes",)))
    assert "alert" not in plain
    assert "&lt;script&gt;alert(1)" in told
    parser = Tags()
    parser.feed(told)
    names = {tag for tag, _ in parser.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "a", "form"}
    assert not [
        attrs
        for _, attrs in parser.tags
        for name in attrs
        if name.startswith("on") or name in ("src", "href")
    ]
    assert "default-src 'none'" in told
    assert not re.search(r"url\(|@import|https?://", re.sub(r"&lt;.*?&gt;", "", told))
    assert told.count("<svg") == told.count("<title>") - 1 == told.count("<desc>") > 2
    for words in ("Pretzel", "provider", "dose 3 s × 2, locked", "Flares", "3", "6"):
        assert words in told.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "words",
    [
        ("--of", "pain"),
        ("--format", "html", "--of", "pain"),
        ("--notes",),
        ("--format", "csv", "--notes"),
        ("--full",),
    ],
)
def test_an_option_of_another_format_is_refused(words: tuple[str, ...]) -> None:
    said(backtui("export", *words), 2, err="goes with --format")
