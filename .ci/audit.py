#!/usr/bin/env python3
"""What is known against the locked releases, and the licences of those that the program runs on.

Exit code 0: nothing is known against any, and each licence goes with ours. 1: something is, or one does not.
3: not all could be asked about.
"""

import json
import re
import sys
import venv
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
WRONG, UNKNOWN = 1, 3
# What a program under MIT may be built on; a release may say it in a sentence.
FREE = re.compile(
    r"\b(MIT|BSD|0BSD|ISC|Apache|PSF|Python Software Foundation|MPL|Public Domain)\b", re.IGNORECASE
)
LICENCES = """
import json
from importlib.metadata import distributions
found = []
for each in distributions():
    said = each.metadata
    kinds = [kind for kind in said.get_all("Classifier", []) if kind.startswith("License ::")]
    named = said["License-Expression"] or (said["License"] or "").partition("\\n")[0]
    found.append([said["Name"], each.version, named or ", ".join(kinds) or "none named"])
print(json.dumps(sorted(found, key=lambda row: row[0].lower())))
"""


def installed(folder: Path, *what: str | Path) -> Path:
    """The Python of a new environment with that in it."""
    venv.create(folder, with_pip=False)
    python = folder / "bin/python"
    run([sys.executable, "-m", "pip", "--python", python, "install", "-q", *what], check=True)
    return python


def licences(work: Path) -> int:
    """A line for each release of requirements.lock."""
    python = installed(work / "run", "--require-hashes", "-r", ROOT / "requirements.lock")
    rows = json.loads(run([python, "-c", LICENCES], check=True, capture_output=True, text=True).stdout)
    for name, version, licence in rows:
        print(f"{name:20} {version:12} {licence}")
    strange = [name for name, _, licence in rows if not FREE.search(licence)]
    print(
        "To be looked at, as no known free licence is named: " + ", ".join(strange)
        if strange
        else f"The licences of all {len(rows)} go with MIT."
    )
    return WRONG if strange else 0


def advisories(work: Path) -> int:
    """What the registry of advisories says of each release of requirements-test.lock."""
    python = installed(work / "audit", "pip-audit")
    lock = ROOT / "requirements-test.lock"
    asked = [python, "-m", "pip_audit", "--disable-pip", "--progress-spinner=off", "-f", "json", "-r", lock]
    done = run(asked, check=False, capture_output=True, text=True)
    try:
        rows = json.loads(done.stdout)["dependencies"]
    except ValueError:
        print(f"The advisories could not be asked: {(done.stderr.splitlines() or ['no answer'])[-1]}")
        return UNKNOWN
    silent = [row["name"] for row in rows if "skip_reason" in row]
    known = [(row, each) for row in rows for each in row.get("vulns", [])]
    for row, each in known:
        mended = ", ".join(each["fix_versions"]) or "no release"
        print(f"{row['name']} {row['version']}: {each['id']}, mended in {mended}")
    print(f"Asked of {len(rows)} releases: {len(known)} advisories, {len(silent)} without an answer.")
    if silent:
        print("What has no answer is not known to be sound: run this where the advisories can be reached.")
    return WRONG if known else UNKNOWN if silent else 0


def main() -> int:
    with TemporaryDirectory() as folder:
        codes = {licences(Path(folder)), advisories(Path(folder))}
    return WRONG if WRONG in codes else max(codes)


if __name__ == "__main__":
    raise SystemExit(main())
