"""Hold the files of a wheel to those of the checkout: nothing more, nothing less, byte for byte."""

import re
import sys
from pathlib import Path
from subprocess import run
from zipfile import ZipFile

ROOT = Path(__file__).parents[1]
SHARED, BESIDE_FOLDER = "packaging/share", "beside"
BESIDE = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")


def meant() -> dict[str, bytes]:
    """Each tracked file of the package, of its data and beside them, by the name it has in a wheel."""
    asked = ["git", "ls-files", "-z", "backtui", "data", SHARED]
    said = run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    names = said.stdout.strip("\0").split("\0")
    return {_in_wheel(name): (ROOT / name).read_bytes() for name in names}


def _in_wheel(name: str) -> str:
    """What is installed beside the package is below a folder of its own there."""
    if name.startswith(SHARED):
        return f"{BESIDE_FOLDER}/data/{name.removeprefix('packaging/')}"
    return f"backtui/{name}" if name.startswith("data/") else name


def found(wheel: ZipFile) -> dict[str, bytes]:
    """Each file of a wheel; the folder of what is beside the package by one name in every version."""
    return {
        re.sub(r"^[^/]+\.data/", f"{BESIDE_FOLDER}/", name): wheel.read(name) for name in wheel.namelist()
    }


def main(path: str) -> int:
    """0 if the wheel is what was meant; else each other file in a line, and 1."""
    with ZipFile(path) as wheel:
        is_there = found(wheel)
    about = {name for name in is_there if name.partition("/")[0].endswith(".dist-info")}
    wrong = [f"not meant to be there: {name}" for name in about if name.partition("/")[2] not in BESIDE]
    should = meant()
    wrong += [f"not meant to be there: {name}" for name in is_there.keys() - about - should.keys()]
    wrong += [f"missing or another: {name}" for name, said in should.items() if is_there.get(name) != said]
    print(*wrong or [f"The wheel has {len(is_there)} files, each as it is in the checkout."], sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
