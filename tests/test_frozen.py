"""Four logs and all that is said of them, frozen: the same bytes, digests and documents as ever.

`tests/frozen/make.py` made them. Where behaviour changes on purpose, `make.py told` renews what is said.
"""

import gzip
import io
import json
import os
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from difflib import unified_diff
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from backtui.cli.main import main
from backtui.domain.exercise import Dose

FROZEN = Path(__file__).parent / "frozen"
DEMO = "demo"
CLOCK = {
    DEMO: "2026-03-02T07:00:00+00:00",
    "trained": "2026-04-03T07:00:00+00:00",
    "owned": "2026-02-15T07:00:00+00:00",
    "merged": "2026-03-30T07:00:00+00:00",
}
NAMES = tuple(CLOCK)
FIRST_SCHEMA = "first-schema"  # a log that version 1000 wrote, in tests/store
CLOCK[FIRST_SCHEMA] = "2026-04-10T07:00:00+00:00"
EXERCISES = ("pretzel", "pelvic-tilt", "arm-reach", "wall-slide", "cat-camel")
DOCUMENTS = (
    *("plan --json", "plan --minutes 10 --json", "today --json", "history --stats --json", "history --json"),
    *(f"{command} {exercise} --json" for command in ("why", "set") for exercise in EXERCISES),
    *("set all --json", "set frequency --json", "routines --json", "cautions --json", "exercises --json"),
)
OF_ITS_OWN = {"owned": ("why hip-circle --json", "set hip-circle --json")}
TABLES = tuple(f"export --format csv --of {of}" for of in ("sessions", "repetitions", "aerobic", "pain"))
PAGES = (
    *("export --format html", "export --format html --notes", "export --format html --full"),
    *("export --format ics", "export --format csv --excel --of repetitions"),
)
EXPORT = "export"
SHOWN = 60  # lines of a difference
DIGEST = re.compile(r'"digest": "[0-9a-f]{64}"')
# The doses that were next before doses had courses, and each that a sharpened rule of docs/rules.md changed.
BEFORE = json.loads((FROZEN / "doses.json").read_text(encoding="utf-8"))
SHARPENED = {
    ("owned", "pelvic-tilt"): ("4 s × 3", "A course is judged by its own entries alone"),
    ("merged", "pretzel"): ("4 s × 4", "A raise and the first step of a break undo each other."),
}
LONG = re.compile(r"\b\d+\.\d{7,}")  # Python 3.12 and SQLite 3.43 add up more exactly than the ones before
ID = re.compile(r"\b[0-9a-f]{32}\b")


@contextmanager
def nobody(home: Path) -> Iterator[None]:
    """Nothing of this machine or person is read: an empty home, UTC, English."""
    kept = {"PATH": os.environ["PATH"], "HOME": str(home), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    with patch.dict(os.environ, kept, clear=True):
        time.tzset()
        yield


# How an export and a calendar say which version made them, and which one it was.
SIGNED = re.compile(r"(\"program\": \"backtui\", \"version\": \"|PRODID:-//backtui//backtui )[0-9.]+")
VERSION = "0.1.0"


def said(line: str, database: Path, name: str) -> str:
    """What a command says of that log at its frozen clock, as the version that was frozen would sign it."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    with (
        redirect_stdout(streams[0]),
        redirect_stderr(streams[1]),
        patch("locale.getencoding", return_value="utf-8"),
        patch.dict(os.environ, {"BACKTUI_CLOCK": CLOCK[name]}),
    ):
        code = main(["--db", str(database), *line.split()])
    out, err = (stream.buffer.getvalue().decode() for stream in streams)  # type: ignore[attr-defined]
    assert (code, err) == (0, ""), (line, code, out, err)
    return SIGNED.sub(rf"\g<1>{VERSION}", out)


def laid(name: str, folder: Path) -> Path:
    """The log of that name as a file of its own; the demo's is invented anew."""
    database = folder / f"{name}.db"
    if name == DEMO:
        with patch.dict(os.environ, {"BACKTUI_CLOCK": CLOCK[name]}), redirect_stdout(io.StringIO()) as out:
            out.buffer = io.BytesIO()  # type: ignore[attr-defined]
            assert main(["demo", "--into", str(database)]) == 0
    elif name == FIRST_SCHEMA:
        with closing(sqlite3.connect(database)) as conn:
            conn.executescript((FROZEN.parent / "store" / "schema_1000.sql").read_text(encoding="utf-8"))
        database.chmod(0o600)
    else:
        database.write_bytes(gzip.decompress((FROZEN / name / "log.db.gz").read_bytes()))
        database.chmod(0o600)
    return database


def told(database: Path, name: str) -> dict[str, str]:
    """All that is said of a log: its export first, each document, then hashes of the long pages."""
    lines = (*DOCUMENTS, *OF_ITS_OWN.get(name, ()))
    all_of_it = {line: said(line, database, name) for line in (EXPORT, *lines, *TABLES, *PAGES)}
    if name == DEMO:
        all_of_it = numbered(all_of_it)
    hashes = {line: sha256(all_of_it[line].encode()).hexdigest() for line in (EXPORT, *TABLES, *PAGES)}
    documents = {line: LONG.sub(_rounded, all_of_it[line]) for line in lines}
    return {
        EXPORT: all_of_it[EXPORT],
        **documents,
        "hashes": json.dumps(hashes, indent=2) + "\n",
        "chains": chains(all_of_it[EXPORT]),
    }


def _rounded(found: re.Match[str]) -> str:
    return str(round(float(found[0]), 6))


def numbered(texts: dict[str, str]) -> dict[str, str]:
    """The texts with ids numbered by their first place and without digests, as a demo draws its ids anew."""
    numbers: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return numbers.setdefault(found[0], f"#{len(numbers) + 1}")

    return {line: ID.sub(number, DIGEST.sub('"digest": ""', text)) for line, text in texts.items()}


def chains(export: str) -> str:
    """Each device's last number and digest."""
    last = {event["device"]: (event["counter"], event["digest"]) for event in json.loads(export)["events"]}
    return json.dumps(last, indent=2, sort_keys=True) + "\n"


def _file(folder: Path, key: str) -> Path:
    """Where a text is kept; packed where it is long."""
    words = key.replace("--", "").split()
    stem = "-".join(word for word in words if word != "json")
    long = key in {EXPORT, "history --json"}
    return folder / f"{stem}.json{'.gz' if long else ''}"


def keep(folder: Path, key: str, text: str) -> None:
    """Freeze a text."""
    path = _file(folder, key)
    path.write_bytes(gzip.compress(text.encode(), mtime=0) if path.suffix == ".gz" else text.encode())


def kept(folder: Path, key: str) -> str:
    """A text that was frozen."""
    data = (path := _file(folder, key)).read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()


def differences(name: str, now: dict[str, str]) -> str:
    """What is said otherwise than when it was frozen, as lines."""
    found: list[str] = []
    for key, text in now.items():
        before = kept(FROZEN / name, key)
        if text != before:
            lines = (each.splitlines() for each in (before, text))
            found += islice(unified_diff(*lines, f"{name}: {key}, frozen", "now", n=2, lineterm=""), SHOWN)
    return "\n".join(found)


def later(names: Iterable[str]) -> list[Any]:
    """The names, the demo's for the thorough run: it takes as long as all the others."""
    return [pytest.param(name, marks=pytest.mark.thorough) if name == DEMO else name for name in names]


@pytest.mark.parametrize("name", later(NAMES))
def test_what_is_said_of_a_log_stays_as_it_was(name: str, tmp_path: Path) -> None:
    with nobody(tmp_path):
        found = differences(name, told(laid(name, tmp_path), name))
    if found:
        pytest.fail(found, pytrace=False)


@pytest.mark.parametrize("name", [name for name in NAMES if name != DEMO])
def test_what_was_exported_comes_back_to_the_byte(name: str, tmp_path: Path) -> None:
    document, database = tmp_path / "log.json", tmp_path / "new.db"
    document.write_text(kept(FROZEN / name, EXPORT), encoding="utf-8")
    with nobody(tmp_path):
        said(f"import {document} --yes", database, name)
        assert said(EXPORT, database, name) == document.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", later(BEFORE))
def test_a_log_from_before_has_the_same_next_doses_but_where_a_rule_was_sharpened(
    name: str, tmp_path: Path
) -> None:
    with nobody(tmp_path):
        plan = json.loads(said("plan --json", laid(name, tmp_path), name))
    now = {
        item["exercise"]: str(Dose(item["hold_s"], *_sets(item)))
        for block in plan["blocks"]
        for item in block["items"]
    }
    other = {key: dose for key, dose in now.items() if dose != BEFORE[name][key]}
    assert now.keys() == BEFORE[name].keys()
    assert other == {key: dose for (log, key), (dose, _) in SHARPENED.items() if log == name}


def _sets(item: dict[str, Any]) -> tuple[int, tuple[int, ...]]:
    first, *more = item["sets"]
    return first, tuple(more)


def test_each_sharpened_rule_is_in_the_rules() -> None:
    rules = " ".join((FROZEN.parents[1] / "docs" / "rules.md").read_text(encoding="utf-8").split())
    assert [rule for _, rule in SHARPENED.values() if rule not in rules] == []
