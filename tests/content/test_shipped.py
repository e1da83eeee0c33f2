"""data/content.json says what the files of data/ make, and never anything else."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from shutil import copytree

import msgspec
import pytest

from backtui.cli.context import wired
from backtui.content.load import load
from backtui.content.shipped import KEYS, PACKED, Packed, PackedExercise, data_folder, digest, shipped
from backtui.domain.exercise import Content

RENEW = "BACKTUI_RENEW_GOLDENS" in os.environ  # read now: within a test no variable of backtui is set


def packed(content: Content, folder: Path) -> bytes:
    """The text of data/content.json."""
    exercises = (
        PackedExercise(**{key: getattr(each, key) for key in KEYS}) for each in content.exercises.values()
    )
    routines, cautions = content.routines.values(), content.cautions.values()
    assert content.guidance is not None
    found = Packed(digest(folder), tuple(exercises), tuple(routines), content.guidance, tuple(cautions))
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(data_folder(), tmp_path / "data")


def test_it_is_what_the_files_make() -> None:
    """Set BACKTUI_RENEW_GOLDENS=1 to write it anew, after any change of a file or of what is made of it."""
    file = data_folder() / PACKED
    if RENEW:
        file.write_bytes(packed(load(), data_folder()))
    assert file.read_bytes() == packed(load(), data_folder())
    found = shipped()
    assert found == load()
    assert (list(found.exercises), list(found.routines)) == (list(load().exercises), list(load().routines))


def test_it_is_read_instead_of_the_files(folder: Path) -> None:
    text = (folder / PACKED).read_text()
    (folder / PACKED).write_text(text.replace('"Pelvic tilt"', '"Tilt"'))
    found = shipped(folder)
    assert found is not None
    assert found.exercises["pelvic-tilt"].name == "Tilt"


def said_otherwise(folder: Path) -> None:
    file = folder / "exercises" / "pelvic-tilt.toml"
    file.write_text(file.read_text().replace('"Pelvic tilt"', '"Tilt"'))


def one_more(folder: Path) -> None:
    text = (folder / "exercises" / "pelvic-tilt.toml").read_text()
    more = text.replace('"pelvic-tilt"', '"tilt"').replace('"Pelvic tilt"', '"Tilt"')
    (folder / "exercises" / "tilt.toml").write_text(more)


def renamed(folder: Path) -> None:
    text = (folder / "routines.toml").read_text()
    (folder / "routines.toml").write_text(text.replace("name = ", "name = 'Other' # ", 1))


def gone(folder: Path) -> None:
    (folder / PACKED).unlink()


def cut_off(folder: Path) -> None:
    (folder / PACKED).write_bytes((folder / PACKED).read_bytes()[:-500])


def no_text(folder: Path) -> None:
    (folder / PACKED).write_bytes(b"\xff\xfe\x00")


def out_of_bounds(folder: Path) -> None:
    text = (folder / PACKED).read_text()
    (folder / PACKED).write_text(text.replace('"hold_s": 5', '"hold_s": 5000', 1))


@pytest.mark.parametrize(
    "change",
    [said_otherwise, one_more, renamed, gone, cut_off, no_text, out_of_bounds],
    ids=lambda each: each.__name__,
)
def test_where_it_is_not_of_these_files_they_have_to_be_read(
    folder: Path, change: Callable[[Path], None]
) -> None:
    change(folder)
    assert shipped(folder) is None


def test_a_file_that_is_gone_is_not_made_up_for(folder: Path) -> None:
    (folder / "routines.toml").unlink()
    assert shipped(folder) is None


def test_they_are_read_then(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said_otherwise(folder)
    monkeypatch.setattr("backtui.content.shipped.data_folder", lambda: folder)
    monkeypatch.setattr("backtui.content.load.load", partial(load, folder))
    assert wired(None, None, None, None).content.exercises["pelvic-tilt"].name == "Tilt"
