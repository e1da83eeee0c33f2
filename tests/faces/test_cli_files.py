"""`export`, `locate` and `completion`."""

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cli_room import backtui, train, wiring
from made_events import event

from backtui.domain.event_json import as_json
from backtui.domain.moments import numbers
from backtui.store.chain import link, note_digest
from backtui.store.queries import events as event_queries


def filled(clock: Any) -> None:
    """A log with a session, a target, something taken back, and a note with its text."""
    session = train(clock, minutes=3)
    assert backtui("set", "pretzel", "--hold", "3").code == 0
    with wiring(clock).writing() as opened:
        salt, text = b"salt" * 4, "stiff \u2028 \x1b[31m ✓"
        body = {"salt": salt.hex(), "digest": note_digest(salt, text), "about": session.hex()}
        note = event("note-written", clock.now(), body, session)
        opened.store.append([note], texts={note.id: text})
        opened.store.append([event("void", clock.now(), {"events": [note.id.hex()]})])


def exported(*words: str) -> Any:
    answer = backtui("export", *words)
    assert (answer.code, answer.err) == (0, "")
    return json.loads(answer.out)


def test_an_export_restores_every_event_and_its_chain(clock) -> None:
    filled(clock)
    document = exported("--format", "json")
    assert (document["schema"], document["program"]) == (1, "backtui")
    with wiring(clock).writing() as opened:
        rows = list(event_queries.logged(opened.store))
    assert len(document["events"]) == len(rows)
    previous: dict[str, bytes] = {}
    for told, row in zip(document["events"], rows, strict=True):
        wall_us, offset_s = numbers(datetime.fromisoformat(told["wall"]))
        session = bytes.fromhex(told["session"]) if told["session"] else None
        parts = (bytes.fromhex(told["id"]), bytes.fromhex(told["device"]), told["counter"], session)
        parts = (*parts, wall_us, offset_s, told["mono_ms"])
        before = previous.get(told["device"], bytes(32))
        made = link(before, parts, told["kind"], as_json(told["body"]))
        previous[told["device"]] = made
        assert told["digest"] == made.hex() == row.digest.hex()
        assert told["offset_s"] == offset_s


def test_an_export_has_the_texts_of_notes_and_what_was_taken_back(clock) -> None:
    filled(clock)
    events = exported()["events"]
    (note,) = [each for each in events if each["kind"] == "note-written"]
    salted = hashlib.sha256(bytes.fromhex(note["body"]["salt"]) + note["text"].encode())
    assert salted.hexdigest() == note["body"]["digest"]
    assert [each["kind"] for each in events[-1:]] == ["void"]


def test_an_erased_note_has_no_text(clock) -> None:
    filled(clock)
    with wiring(clock).writing() as opened:
        note = next(
            row.event for row in event_queries.logged(opened.store) if row.event.kind == "note-written"
        )
        erased = event("void", clock.now(), {"events": [note.id.hex()], "erase": True})
        opened.store.append([erased])
    assert not any("text" in each for each in exported()["events"])


def test_without_a_log_the_export_is_empty() -> None:
    assert exported()["events"] == []


def test_a_file_is_written_private_and_whole(clock, tmp_path: Path) -> None:
    filled(clock)
    target = tmp_path / "log.json"
    target.write_text("what was there before")
    answer = backtui("export", "-o", str(target))
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert target.stat().st_mode & 0o777 == 0o600
    assert json.loads(target.read_text())["events"] == exported("-o", "-")["events"]
    assert sorted(os.listdir(tmp_path)) == ["home", "log.json"]


def test_the_log_is_not_written_over(clock, tmp_path: Path) -> None:
    filled(clock)
    log = Path(backtui("locate", "db").out.strip())
    before = log.read_bytes()
    link = tmp_path / "innocent.json"
    link.symlink_to(log)
    for target in (log, link, Path(f"{log}-journal")):
        answer = backtui("export", "-o", str(target))
        assert (answer.code, answer.out) == (2, "")
        assert "is the log itself; name another file" in answer.err
    assert log.read_bytes() == before


@pytest.mark.parametrize(
    ("what", "place"),
    [
        ("db", ".local/share/backtui/backtui.db"),
        ("config", ".config/backtui/config.toml"),
        ("backups", ".local/share/backtui/backtui.db-backups"),
    ],
)
def test_locate_names_places(what: str, place: str, home: Path) -> None:
    assert backtui("locate", what).out == f"{home / place}\n"


def test_locate_follows_options_and_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BACKTUI_DB", str(tmp_path / "env.db"))
    assert backtui("locate", "db").out == f"{tmp_path / 'env.db'}\n"
    assert backtui("--db", str(tmp_path / "own.db"), "locate", "db").out == f"{tmp_path / 'own.db'}\n"
    assert backtui("--config", str(tmp_path / "c.toml"), "locate", "config").out == f"{tmp_path / 'c.toml'}\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [("backtui pl", "plan"), ("backtui why pel", "pelvic-lift"), ("backtui set pretzel --ho", "--hold")],
)
def test_a_shell_is_told_what_fits(
    words: str, expected: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from backtui.cli.main import main

    monkeypatch.setenv("_BACKTUI_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    assert main([]) == 0
    assert f"plain,{expected}" in capsys.readouterr().out.splitlines()


def test_completion_runs_no_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a shell was run")

    monkeypatch.setattr("subprocess.run", refuse)
    assert "_BACKTUI_COMPLETE=bash_complete" in backtui("completion", "bash").out
