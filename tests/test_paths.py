"""Where things are kept, and that what is written there is private and whole."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backtui.machine import files, paths


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def wide_umask() -> Iterator[None]:
    """A umask that hides nothing, so that a mode is what backtui asked for."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_the_option_goes_before_the_variable_before_the_home(home: Path) -> None:
    environ = {"BACKTUI_DB": "/b.db", "BACKTUI_CONFIG": "/b.toml"}
    assert paths.database_path("/a.db", environ) == Path("/a.db")
    assert paths.database_path(None, environ) == Path("/b.db")
    assert paths.database_path(None, {"BACKTUI_DB": ""}) == home / ".local/share/backtui/backtui.db"
    assert paths.config_path("/a.toml", environ) == Path("/a.toml")
    assert paths.config_path(None, environ) == Path("/b.toml")
    assert paths.config_path("", {}) == home / ".config/backtui/config.toml"
    assert paths.state_file() == home / ".local/state/backtui/state.json"
    assert paths.chosen_file() == home / ".local/state/backtui/chosen.json"


def test_a_path_is_absolute_and_knows_the_home(home: Path) -> None:
    assert paths.database_path("x.db", {}) == Path.cwd() / "x.db"
    assert paths.database_path("~/x.db", {}) == home / "x.db"
    assert paths.backups_dir(Path("/here/x.db")) == Path("/here/x.db-backups")


def test_asking_makes_nothing(home: Path) -> None:
    paths.database_path(None, {})
    paths.config_path(None, {})
    paths.state_file()
    assert list(home.iterdir()) == []


def test_directories_are_0700_and_those_there_before_stay(home: Path) -> None:
    shared = home / "shared"
    shared.mkdir(mode=0o755)
    made = shared / "a" / "b"
    files.make_folder(made)
    assert (mode(made), mode(made.parent), mode(shared)) == (0o700, 0o700, 0o755)


def test_a_file_is_private_whole_and_alone(home: Path) -> None:
    target = home / "new" / "file"
    files.write_private(target, b"one")
    files.write_private(target, b"two")
    assert (target.read_bytes(), mode(target)) == (b"two", 0o600)
    assert [found.name for found in target.parent.iterdir()] == ["file"]


def test_a_link_is_followed(home: Path) -> None:
    kept, link = home / "dotfiles" / "config", home / "config"
    files.write_private(kept, b"one")
    link.symlink_to(kept)
    files.write_private(link, b"two")
    assert link.is_symlink()
    assert kept.read_bytes() == b"two"


def test_a_failed_write_leaves_what_was_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = home / "file"
    files.write_private(target, b"one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for step in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, step, full)
            with pytest.raises(OSError, match="No space"):
                files.write_private(target, b"two")
        assert target.read_bytes() == b"one"
        assert list(home.iterdir()) == [target]


def test_no_file_is_put_in_the_place_of_what_is_none(home: Path) -> None:
    """Who may do all, as in a container, would otherwise have no /dev/null any more."""
    pipe, link = home / "pipe", home / "config"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for name in (pipe, link, home):
        with pytest.raises(files.NotAFileError, match="it is not a file"):
            files.write_private(name, b"one")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(found.name for found in home.iterdir()) == ["config", "pipe"]


def test_nobody_waits_for_a_pipe_and_no_more_is_read_than_was_asked_for(home: Path) -> None:
    pipe, file = home / "pipe", home / "file"
    os.mkfifo(pipe)
    file.write_bytes(b"12345")
    assert files.bytes_of(file, 3) == b"123"
    before = len(os.listdir("/dev/fd"))
    for name in (pipe, home):
        with pytest.raises(files.NotAFileError):
            files.bytes_of(name, 3)
    assert len(os.listdir("/dev/fd")) == before


def test_the_device_is_made_once(home: Path) -> None:
    first = paths.device_id()
    file = home / ".local/share/backtui/device"
    assert len(first) == 16
    assert paths.device_id() == first == file.read_bytes()
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)
    assert [found.name for found in file.parent.iterdir()] == ["device"]


def test_what_a_killed_first_start_left_beside_the_device_goes_with_the_next(home: Path) -> None:
    paths.device_id()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left, going_on = (paths.data_dir() / f".device.{pid}-0ed6e251.new" for pid in (dead.pid, os.getpid()))
    left.touch()
    going_on.touch()
    paths.device_id()
    assert not left.exists()
    assert going_on.exists()


def test_simultaneous_first_starts_agree(home: Path) -> None:
    with ThreadPoolExecutor(16) as starts:
        found = {start.result() for start in [starts.submit(paths.device_id) for _ in range(64)]}
    assert len(found) == 1
    assert len(list(paths.data_dir().iterdir())) == 1


def test_a_damaged_device_is_replaced(home: Path) -> None:
    first = paths.device_id()
    (paths.data_dir() / "device").write_bytes(b"")
    second = paths.device_id()
    assert len(second) == 16
    assert second != first
    assert paths.device_id() == second


def test_without_a_home_the_device_is_the_same_at_each_start(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "file"))
    assert paths.device_id() == paths.device_id()
    assert len(paths.device_id()) == 16
