"""Machines kept alike through a folder: the command, the setting, both faces and what doctor says of them."""

import json
import os
import shutil
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cli_room import MONDAY, Answer, backtui, train, wiring
from props import HandClock, asked, prefer, shop
from stage import on_stage

from backtui.cli.machines.syncing import Syncing
from backtui.machine.paths import database_path, sync_memory
from backtui.store.lease import this_process
from backtui.store.sync.memory import alone

Go = Callable[[str], None]
LATER = MONDAY + timedelta(hours=2)


@pytest.fixture
def go(home: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    """Sits down at a machine of that name, with a home of its own."""

    def go_to(machine: str) -> None:
        there = home / machine
        monkeypatch.setenv("HOME", str(there))
        for name, place in (("DATA", "data"), ("CONFIG", "config"), ("STATE", "state")):
            monkeypatch.setenv(f"XDG_{name}_HOME", str(there / place))
        monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(nodename=f"{machine}.local"))

    return go_to


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What both machines have, as if it were carried at once."""
    made = tmp_path / "carried"
    made.mkdir()
    return made


@pytest.fixture
def both(go: Go, folder: Path) -> Path:
    """The laptop, with a session that the desk has too; both keep the folder."""
    go("laptop")
    train(HandClock(), minutes=5)
    assert synced(folder, "--keep").code == 0
    go("desk")
    assert synced(folder, "--yes", "--keep").code == 0
    return folder


def synced(folder: Path, *words: str) -> Answer:
    return backtui("sync", str(folder), *words, at=LATER)


def joined() -> None:
    """Wait for what is done beside everything else."""
    for thread in threading.enumerate():
        if thread.name == "sync":
            thread.join()


def names(folder: Path) -> list[str]:
    return sorted(path.name.rpartition("-")[0] for path in folder.iterdir())


def exported() -> str:
    return backtui("export").out


def test_two_machines_become_alike(go: Go, folder: Path) -> None:
    go("laptop")
    train(HandClock(), minutes=5)
    first = synced(folder)
    (name,) = os.listdir(folder)
    assert (first.code, first.err) == (0, "")
    assert first.out == f"Nothing new came in.\nWhat is here is in the folder as {name}.\n"
    go("desk")
    assert backtui("log", "aerobic", "walking", "--minutes", "30").code == 0
    shown = synced(folder, "--dry-run")
    assert "laptop: shares nothing with your log yet; 1 session, " in shown.out
    assert os.listdir(folder) == [name]
    joined = synced(folder, "--yes")
    assert joined.out.splitlines()[0] == "Nothing in common with your log yet:"
    assert "1 session from laptop came in." in joined.out.splitlines()
    assert backtui("doctor").code == 0
    assert len(list(database_path(None, {}).with_name("backtui.db-backups").iterdir())) == 1
    whole = exported()
    go("laptop")
    assert "1 change from desk came in." in synced(folder).out
    assert exported() == whole
    assert synced(folder).out == "Nothing new came in.\nThe folder has all that is here.\n"
    assert names(folder) == ["backtui-desk", "backtui-laptop"]


def test_a_question_that_nobody_can_answer_is_left(go: Go, folder: Path) -> None:
    go("laptop")
    train(HandClock(), minutes=5)
    synced(folder)
    go("desk")
    assert backtui("log", "aerobic", "walking", "--minutes", "30").code == 0
    before = exported()
    answer = synced(folder)
    assert answer.code == 1
    assert answer.err == (
        "backtui: Nobody is here to ask, so these logs were left; add --yes to add them to yours.\n"
    )
    assert exported() == before
    assert names(folder) == ["backtui-laptop"]


@pytest.mark.parametrize(("said", "joined"), [("y\n", True), ("n\n", False)])
def test_a_stranger_is_asked_about(
    said: str, joined: bool, go: Go, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go("laptop")
    train(HandClock(), minutes=5)
    synced(folder)
    go("desk")
    assert backtui("log", "aerobic", "walking", "--minutes", "30").code == 0
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True, readline=lambda: said))
    answer = synced(folder)
    assert "Are they yours too? Add them to your log, now and from now on? [y/N]" in answer.err
    assert (answer.code == 0) is joined
    assert ("1 session from laptop came in." in answer.out) is joined
    assert len(names(folder)) == 1 + joined


def test_the_setting_stands_for_the_folder_and_is_only_kept_where_it_is_asked_for(
    go: Go, folder: Path
) -> None:
    go("laptop")
    train(HandClock(), minutes=5)
    assert "name the folder" in backtui("sync").err
    assert synced(folder).code == 0
    assert backtui("sync").code == 2
    assert "From now on this is done" in synced(folder, "--keep").out
    assert f'sync_folder = "{folder}"' in backtui("config").out
    assert backtui("sync").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sync", "/nowhere/at/all"), "The sync folder /nowhere/at/all is not there"),
        (("sync", "/dev/null"), "is not a folder"),
    ],
)
def test_a_wrong_folder_is_a_sentence_and_makes_no_log(words: tuple[str, ...], said: str, home: Path) -> None:
    answer = backtui(*words)
    assert answer.code == 1
    assert said in answer.err
    assert not database_path(None, {}).exists()


def test_the_log_s_own_folder_is_refused(go: Go) -> None:
    go("laptop")
    train(HandClock(), minutes=5)
    assert "is where the log itself is; name another one" in synced(database_path(None, {}).parent).err


def test_two_of_one_name_are_told_apart(go: Go, folder: Path, home: Path) -> None:
    go("laptop")
    train(HandClock(), minutes=5)
    synced(folder)
    (home / "laptop").rename(home / "old")
    go("laptop")
    answer = synced(folder, "--yes")
    (own,) = [name for name in os.listdir(folder) if name in answer.out]
    (other,) = set(os.listdir(folder)) - {own}
    assert f"laptop ({other[-15:-11]}): 1 session" in answer.out


def test_while_another_one_does_it_this_one_does_not(both: Path) -> None:
    with alone(sync_memory(database_path(None, {}))):
        answer = synced(both)
    assert answer.code == 1
    assert "Another backtui brings this log and the folder together now" in answer.err


# By itself


def test_a_plain_session_brings_the_machines_together_when_it_ends(both: Path, go: Go) -> None:
    go("laptop")
    train(HandClock(MONDAY + timedelta(days=2)), minutes=5)
    synced(both)
    go("desk")
    syncing = Syncing(wiring(HandClock(LATER)), came := [], troubles := [])
    syncing.begin()
    syncing.end()
    assert (came, troubles) == (["1 session from laptop came in."], [])
    here = exported()
    syncing.round()
    assert len(came) == 1
    go("laptop")
    assert synced(both).out.splitlines()[0] == "Nothing new came in."
    assert exported() == here


def test_what_goes_wrong_by_itself_is_said_once_and_stops_nothing(both: Path) -> None:
    shutil.rmtree(both)
    syncing = Syncing(wiring(HandClock(LATER)), came := [], troubles := [])
    syncing.round()
    syncing.round()
    (said,) = troubles
    assert said.startswith(f"The sync folder {both} is not there")
    assert came == []


def test_a_folder_that_does_not_answer_keeps_nobody_here(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = threading.Event()
    monkeypatch.setattr("backtui.store.sync.round.carried", lambda *_: [hangs.wait(20)][:0])
    for name in ("ANSWER_S", "LONGEST_S"):
        monkeypatch.setattr(f"backtui.cli.machines.syncing.{name}", 0.05)
    syncing = Syncing(wiring(HandClock(LATER)), [], troubles := [])
    syncing.end()  # its own round
    syncing.end()  # one that is under way
    assert troubles == [f"The sync folder {both} does not answer; it is tried again next time."] * 2
    hangs.set()
    joined()


def test_a_fault_of_its_own_is_a_sentence(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backtui.store.sync.round.carried", lambda *_: 1 // 0)
    syncing = Syncing(wiring(HandClock(LATER)), [], troubles := [])
    syncing.round()
    (said,) = troubles
    assert said.startswith("backtui has a fault (ZeroDivisionError)")


def test_another_log_has_no_part_in_it(both: Path, home: Path) -> None:
    before = sorted(both.iterdir())
    assert backtui("--db", str(home / "x.db"), "session", "--plain", "--routine", "none").code != 0
    other = wiring(HandClock(LATER))
    other = type(other)(other.clock, home / "x.db", other.config_file)
    Syncing(other, [], troubles := []).round()
    assert troubles == []
    assert sorted(both.iterdir()) == before


def test_a_stranger_is_named_by_itself_and_never_taken(both: Path, go: Go) -> None:
    go("guest")
    train(HandClock(), minutes=5)
    assert backtui("sync", str(both)).code == 1
    config = wiring(HandClock()).config_file
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'sync_folder = "{both}"\n')
    before = exported()
    Syncing(wiring(HandClock(LATER)), came := [], troubles := []).round()
    assert troubles == [
        "The sync folder has a log that shares nothing with yours (desk, laptop); `backtui sync` shows it and"
        " asks whether it is yours too."
    ]
    assert (came, exported()) == ([], before)
    assert names(both) == ["backtui-desk", "backtui-laptop"]


async def test_the_full_screen_says_what_came_and_shows_it(both: Path, go: Go) -> None:
    go("laptop")
    train(HandClock(), minutes=5)
    assert backtui("set", "pelvic-tilt", "--hold", "7").code == 0
    synced(both)
    go("desk")
    desk = shop(HandClock(LATER))
    prefer(desk, notice_seen=True)
    async with on_stage(desk) as stage:
        before = await stage.settle()
        joined()
        stage.app.look_for_others()
        after = await stage.settle()
        assert "1 session from laptop came in." in stage.said()
        assert "7 s × 2" in after
        assert "7 s × 2" not in before


def test_a_session_that_runs_here_is_left_alone(both: Path, go: Go) -> None:
    go("laptop")
    train(HandClock(), minutes=5)
    synced(both)
    go("desk")
    with wiring(HandClock(LATER)).writing() as opened:
        opened.store.take(b"s" * 16, this_process(), LATER)
        before = exported()
        assert "A session runs here now" in synced(both).err
        Syncing(wiring(HandClock(LATER)), came := [], troubles := []).round()
        assert (came, troubles, exported()) == ([], [], before)
        assert backtui("doctor").code == 0


# Doctor


def said_by_doctor(at: timedelta = timedelta()) -> list[str]:
    found = json.loads(backtui("doctor", "--json", at=LATER + at).out)
    return [each["said"] for each in found["checks"] if each["check"] == "machines"]


def test_doctor_knows_the_machines(both: Path, go: Go) -> None:
    desk, laptop = said_by_doctor()
    assert desk.startswith("desk, this machine: last written 20")
    assert desk.endswith(", 1 session")
    assert laptop.startswith("laptop: last written 20")
    train(HandClock(MONDAY + timedelta(days=1)), minutes=5)
    assert said_by_doctor()[1].endswith("; it has not seen 1 session of here yet")
    go("laptop")
    train(HandClock(MONDAY + timedelta(days=3)), minutes=5)
    synced(both)
    go("desk")
    assert " of it come in at the next start" in said_by_doctor()[1]
    assert said_by_doctor(timedelta(days=4000))[1].endswith("; nothing came for more than a month")


def test_doctor_names_what_cannot_be_used(both: Path, go: Go) -> None:
    (laptop,) = both.glob("backtui-laptop*")
    shutil.copy(laptop, both / f"{laptop.stem} (conflicted copy 2026-11-29).db")
    assert backtui("doctor").code == 0
    assert said_by_doctor()[-1].startswith(
        "1 copy has nothing that is not here and may be deleted: backtui-lap"
    )
    os.truncate(laptop, 9000)
    assert backtui("doctor").code == 1
    assert any("is damaged or not all of it has come yet" in each for each in said_by_doctor())
    go("guest")
    train(HandClock(), minutes=5)
    synced(both, "--yes", "--keep")
    go("desk")
    assert any(each.startswith("guest: ") for each in said_by_doctor())
    shutil.rmtree(both)
    (said,) = said_by_doctor()
    assert "is not there; make or mount it" in said
    assert asked(shop(HandClock(LATER)), lambda coach, _: coach.day())
