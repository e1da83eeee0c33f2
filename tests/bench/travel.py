"""Times ten years of export, import and merge, side by side: python tests/bench/travel.py [TEN_YEARS.db]."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from ten_years import write

ROOT = Path(__file__).parents[2]
MOST_S = 5.0


def surroundings(folder: Path) -> dict[str, str]:
    """What a command finds around it: homes of its own, and the bytecode that an installed program has."""
    homes = {f"XDG_{name}_HOME": str(folder) for name in ("DATA", "CONFIG", "STATE")}
    return os.environ | homes | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def timed(what: str, folder: Path, *words: str) -> bool:
    """Run a command and print how long it took, by the wall and by the processor; whether that was soon."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()  # a bench measures real time
    command = [sys.executable, "-m", "backtui", *words]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=surroundings(folder))
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    kept = "kept" if took <= MOST_S else "NOT KEPT"
    print(
        f"{what:<30} {took:6.1f} s {cpu:6.1f} s of processor {after.ru_maxrss / 1024:5.0f} MB at most so far"
        f"   ≤ {MOST_S:g} s {kept}",
        flush=True,
    )
    return took <= MOST_S


def run(log: Path, folder: Path) -> bool:
    """All of them on one log; whether all were soon done, and nothing was lost on the way."""
    shutil.copy(log, folder / "ten.db")
    (folder / "tables").mkdir()
    compiled = [sys.executable, "-m", "compileall", "-q", ROOT / "backtui", Path(msgspec.__file__).parents[1]]
    subprocess.run(compiled, check=False, env=surroundings(folder))
    soon = [
        timed("export json", folder, "--db", "ten.db", "export", "-o", "ten.json"),
        timed(
            "export csv, four tables", folder, "--db", "ten.db", "export", "--format", "csv", "-o", "tables/"
        ),
        timed("export html", folder, "--db", "ten.db", "export", "--format", "html", "-o", "ten.html"),
        timed("import into an empty log", folder, "--db", "new.db", "import", "--yes", "ten.json"),
        timed("import again", folder, "--db", "new.db", "import", "--yes", "ten.json"),
        timed("merge into an empty log", folder, "--db", "merged.db", "merge", "--yes", "ten.db"),
        timed("merge again", folder, "--db", "merged.db", "merge", "--yes", "ten.db"),
        timed("export json of that", folder, "--db", "merged.db", "export", "-o", "again.json"),
    ]
    same = (folder / "ten.json").read_bytes() == (folder / "again.json").read_bytes()
    print("The two exports are", "the same." if same else "DIFFERENT.")
    return all(soon) and same


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        if len(sys.argv) > 1:
            run(Path(sys.argv[1]), place)
        else:
            write(place / "first.db")
            run(place / "first.db", place)
