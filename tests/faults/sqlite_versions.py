"""The tests of the store and of the commands, run on one version of SQLite after another.

    python tests/faults/sqlite_versions.py [--only 3.40.0] [tests/store]

The npm package better-sqlite3 carries the source of SQLite, a version each; it is compiled with `cc` and put
in the place of the machine's own by LD_LIBRARY_PATH. Needs npm, cc, and a Python that loads libsqlite3.
"""

import argparse
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from found import Found

ROOT = Path(__file__).parents[2]
CARRIED_BY = {  # a version of SQLite, and the release of the package that has it
    **{"3.40.0": "8.0.0", "3.41.2": "8.3.0", "3.42.0": "8.5.0", "3.43.1": "8.7.0", "3.44.0": "9.1.0"},
    **{"3.45.2": "9.5.0", "3.46.0": "11.1.2", "3.47.0": "11.5.0", "3.48.0": "11.8.0", "3.49.2": "11.10.0"},
    **{"3.50.4": "12.4.1", "3.51.2": "12.6.2", "3.51.3": "12.8.0", "3.53.2": "12.10.1", "3.54.1": "13.2.0"},
}  # 3.52 was withdrawn, and no release has it
FACES = sorted((ROOT / "tests" / "faces").glob("test_cli_*.py"))
TESTS = ["tests/store", "tests/test_frozen.py", *map(str, FACES)]
OPTIONS = ("-DSQLITE_THREADSAFE=1", "-DSQLITE_ENABLE_COLUMN_METADATA", "-DSQLITE_ENABLE_UNLOCK_NOTIFY")


def source(release: str, room: Path) -> Path:
    """The file sqlite3.c that a release carries."""
    subprocess.run(
        ["npm", "pack", "--silent", f"better-sqlite3@{release}"], cwd=room, check=True, capture_output=True
    )
    with tarfile.open(room / f"better-sqlite3-{release}.tgz") as packed:
        packed.extractall(room, filter="data")
    return next(room.rglob("sqlite3.c"))


def library(release: str, room: Path) -> Path:
    """The folder of a libsqlite3.so.0 made of it."""
    place = room / "lib"
    place.mkdir()
    command = ["cc", "-O1", "-shared", "-fPIC", *OPTIONS, str(source(release, room)), "-lm", "-lpthread"]
    subprocess.run([*command, "-o", str(place / "libsqlite3.so.0")], check=True)
    return place


def on(library_folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Python with that library."""
    environ = {**os.environ, "LD_LIBRARY_PATH": str(library_folder)}
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environ,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def tried(wanted: str, release: str, tests: list[str], found: Found) -> None:
    """One version; what failed is noted."""
    with tempfile.TemporaryDirectory(prefix="sqlite-") as folder:
        place = library(release, Path(folder))
        loaded = on(place, "-c", "import sqlite3; print(sqlite3.sqlite_version)").stdout.strip()
        assert loaded == wanted, f"{loaded} was loaded in the place of {wanted}"
        run = on(place, "-m", "pytest", "-q", "-n", "1", *tests)
    last = run.stdout.strip().splitlines()[-1]
    failed = re.findall(r"^(?:FAILED|ERROR) .*", run.stdout, re.MULTILINE)
    found.tries += 1
    found.crashes += len(failed) + (run.returncode != 0 and not failed)
    print(f"SQLite {loaded}: {last}", *failed, sep="\n", flush=True)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--only", action="append", choices=CARRIED_BY, help="a version; may be given again")
    parser.add_argument("tests", nargs="*", default=TESTS, help="what pytest is given")
    asked = parser.parse_args()
    found = Found("SQLite from 3.40 to 3.54")
    for version in asked.only or CARRIED_BY:
        tried(version, CARRIED_BY[version], asked.tests, found)
    return found.told()


if __name__ == "__main__":
    raise SystemExit(main())
