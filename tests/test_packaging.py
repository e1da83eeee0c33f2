"""What is packaged: pages as the commands are, one version everywhere, the same bytes each time."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest

from backtui import __version__
from backtui.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGING = ROOT / "packaging"
SECONDS = 120
# Where a recipe says its version; those that ask for the sdist by its hash are not in it.
VERSIONS = {
    "arch/PKGBUILD": r"^pkgver=(.*)$",
    "nix/package.nix": r'version = "(.*)"',
    "homebrew/backtui.rb": r"/backtui-(.*)\.tar\.gz",
    "debian/changelog": r"\Abacktui \((.*)-\d+\)",
    "appstream/org.pypi.backtui.metainfo.xml": r'<release version="(.*?)"',
}
# What is called otherwise there, or is not to be had.
DEBIAN = {"sqlite-utils": "sqlite-utils", "wakepy": None}
ARCH = {"sqlite-utils": "sqlite-utils", "wakepy": "python-wakepy"}


def recipe(name: str) -> str:
    file = PACKAGING / name
    if not file.exists():
        pytest.skip("it is not in the sdist")
    return file.read_text(encoding="utf-8")


def dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [re.split(r"[<>=]", each)[0] for each in project["dependencies"]]


@pytest.mark.parametrize("name", VERSIONS)
def test_every_recipe_is_of_this_version(name: str) -> None:
    found = re.search(VERSIONS[name], recipe(name), re.MULTILINE)
    assert found is not None
    assert found[1] == __version__


def test_every_recipe_names_what_backtui_runs_on() -> None:
    control, pkgbuild, nix = recipe("debian/control"), recipe("arch/PKGBUILD"), recipe("nix/package.nix")
    formula = recipe("homebrew/backtui.rb")
    for each in dependencies():
        debian, arch = DEBIAN.get(each, f"python3-{each}"), ARCH.get(each, f"python-{each}")
        assert debian is None or f" {debian}" in control
        assert arch in pkgbuild
        assert f"    {each}\n" in nix
        assert f'resource "{each}" do' in formula
    overrides = recipe("debian/py3dist-overrides").splitlines()
    assert [each.split()[0] for each in overrides] == list(DEBIAN)


def test_each_command_has_a_page_that_names_it() -> None:
    pages = PACKAGING / "share/man/man1"
    for name in COMMANDS:
        assert f".B backtui {name}" in (pages / f"backtui-{name}.1").read_text(encoding="utf-8")
        assert f"backtui\\-{name} (1)" in (pages / "backtui.1").read_text(encoding="utf-8")


def test_pages_and_completions_are_as_the_commands_are() -> None:
    locked = re.search(
        r"^click==(\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE
    )
    if locked is None or locked[1] != version("click"):
        pytest.skip("another release of click words its help in another way")
    done = subprocess.run(
        [sys.executable, PACKAGING / "shared.py", "--check"],
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), "`python packaging/shared.py` writes them anew"


def test_the_types_are_for_others_too() -> None:
    assert (ROOT / "backtui/py.typed").exists()


# Built


def built(folder: Path, umask: int) -> list[Path]:
    """The sdist and the wheel of this source, made in a copy of it."""
    source = folder / "source"
    kept = [".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "dist"]
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*kept))
    before = os.umask(umask)
    try:
        hatch("sdist", source, folder / "dist")
        hatch("wheel", source, folder / "dist")
    finally:
        os.umask(before)
    return sorted((folder / "dist").iterdir())


def hatch(kind: str, source: Path, into: Path) -> None:
    words = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", into]
    environ = os.environ | {"SOURCE_DATE_EPOCH": "1790000000"}
    done = subprocess.run(
        words, cwd=source, env=environ, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.thorough
def test_what_is_built_is_the_same_bytes_each_time_and_has_all_that_it_needs(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    first, second = built(tmp_path / "one", 0o022), built(tmp_path / "another/deeper", 0o077)
    assert [each.name for each in first] == [each.name for each in second]
    assert [each.read_bytes() for each in first] == [each.read_bytes() for each in second]
    sdist, wheel = sorted(first, key=lambda file: file.suffix)
    names = ZipFile(wheel).namelist()
    shared = f"backtui-{__version__}.data/data/share"
    assert "backtui/py.typed" in names
    assert f"{shared}/man/man1/backtui.1" in names
    assert f"{shared}/bash-completion/completions/backtui" in names
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    hatch("wheel", tmp_path / "unpacked" / f"backtui-{__version__}", tmp_path / "again")
    assert (tmp_path / "again" / wheel.name).read_bytes() == wheel.read_bytes()


@pytest.mark.thorough
def test_what_a_package_tries_when_it_is_built_passes(home: Path) -> None:
    words = ["sh", PACKAGING / "debian/tests/smoke", sys.executable, "-m", "backtui"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"backtui {__version__}\n")
