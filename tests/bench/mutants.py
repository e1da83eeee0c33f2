"""Breaks rules and the log on purpose, one fault at a time: python tests/bench/mutants.py [NAME …].

Each fault is a text put in place of another in a copy of the tree; the tests below the faces are run on it
and must fail. Ends with 1 when a fault was not noticed, with 2 when a text to be replaced is not there once.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
ABOVE = {"faces", "faults", "bench", "goldens", "__pycache__"}
SECONDS = 300

# What is broken: the text as it is, and as it is not.
MUTANTS = {
    "a layoff a day later": (
        "    steps = max(away, 0) // LAYOFF_DAYS",
        "    steps = max(away - 1, 0) // LAYOFF_DAYS",
    ),
    "pain lowers nothing": ('return lower, "pain"', 'return base, "pain"'),
    "three misses, not two": ("HARD_RUNNING = 2, 2, 3", "HARD_RUNNING = 3, 2, 3"),
    "a raise though it was declined": (
        "if any(decline >= newest.at for decline in self.prescription.declines):",
        "if False:",
    ),
    "a raise after a flare": (
        "if entry.outcome in SETBACKS or (reset and entry.at <= reset):",
        "if entry.outcome in SETBACKS:",
    ),
    "no success more after pain": (
        "more = max(int(past.pain_before_run()), past.left_for_misses(higher))",
        "more = past.left_for_misses(higher)",
    ),
    "pain in another course eases nothing": (
        "            elif entry.outcome is Outcome.PAIN:\n",
        "            elif False:\n",
    ),
    "a fixed dose moves": ("if prescription.fixed and prescription.first:", "if False:"),
    "another course's entries count": (
        "if entry.course != one.course or entry.side",
        "if entry.side",
    ),
    "a tie goes to the hold": ("knob = min(behind, key", "knob = min(behind[::-1], key"),
    "eased is as good as held": (
        "if entry.eased or not entry.complete:",
        "if not entry.complete:",
    ),
    "pain begins nothing": (
        "turn.progress(turn.state.item, pain=True, begun=True)",
        "turn.progress(turn.state.item, pain=True)",
    ),
    "a longer hold is cut": ("    if now < asked:\n", "    if False:\n"),
    "a chain of single links": ("sha256(previous + row)", "sha256(row)"),
    "a gap in the chain is overlooked": ("if counter != before + 1:", "if counter < before + 1:"),
    "what has landed is doubled": (
        "known = stored.get(event.id) or landed(db, event.id)",
        "known = stored.get(event.id)",
    ),
    "times go back": ("wall_us if wall_us >= newest else newest + 1", "wall_us"),
}


def mutated(tree: Path, before: str, after: str) -> str:
    """Put the fault into the copy; what is wrong when that cannot be done."""
    found = [path for path in sorted((tree / "backtui").rglob("*.py")) if before in path.read_text()]
    if len(found) != 1 or found[0].read_text().count(before) != 1:
        return f"{before!r} stands in {', '.join(path.name for path in found) or 'no file'}, not once in one"
    found[0].write_text(found[0].read_text().replace(before, after))
    return ""


def is_noticed(tree: Path) -> bool:
    """Whether a test of the copy fails."""
    below = [
        str(path) for path in sorted((tree / "tests").iterdir()) if path.is_dir() and path.name not in ABOVE
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *below],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode not in (0, 1, 2):
        raise SystemExit(done.stdout)
    return done.returncode != 0


def tried(name: str) -> str:
    """Make a copy, break it, test it: "killed", "survived", or why it could not be tried."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for part in ("backtui", "data", "examples", "tests"):
            shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        for part in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / part, tree)
        wrong = mutated(tree, *MUTANTS[name]) if name else ""
        return wrong or ("killed" if is_noticed(tree) else "survived")


def main(names: list[str]) -> int:
    """Try them all, or those that are named; the tests must pass on a copy without a fault."""
    if tried("") != "survived":
        print("The tests fail without a fault.")
        return 2
    ends = set()
    for name in names or MUTANTS:
        end = tried(name)
        ends.add(end)
        print(f"{end:10} {name}", flush=True)
    return 2 if ends - {"killed", "survived"} else int("survived" in ends)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
