"""No eight words in a row of data/ are a source's: facts are used, sentences are not.

source_shingles.txt keeps the source as fingerprints only; its header says which parts of it.
"""

import re
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from backtui.content.load import data_folder
from backtui.domain.exercise import PLACEHOLDERS, Side, words

KEPT = Path(__file__).parent / "source_shingles.txt"
SALT = "backtui: own words\n"
RUN = 8
SOURCE = frozenset(line for line in KEPT.read_text(encoding="utf-8").split("\n") if line and line[0] != "#")
TRIED = "the heron counts nine blue kettles before breakfast"  # ours, and kept among the source's
FILES = sorted(data_folder().rglob("*.toml"))


def shingles(text: str) -> Iterator[str]:
    """Every eight words in a row, in small letters; an apostrophe parts no word, any other sign does."""
    found = re.findall(r"[^\W_]+", re.sub("['’]", "", text.lower()))
    for first in range(len(found) - RUN + 1):
        yield " ".join(found[first : first + RUN])


def fingerprint(shingle: str) -> str:
    return sha256((SALT + shingle).encode()).hexdigest()[:16]


def strings(value: object) -> Iterator[str]:
    """Every text of a document, in the order it is written."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def readings(document: object) -> Iterator[str]:
    """All texts of a document as one, for a run may cross sentences: as written, and for each side."""
    text = " ".join(strings(document))
    yield text
    if any(placeholder in text for placeholder in PLACEHOLDERS):
        yield words(text, Side.LEFT)
        yield words(text, Side.RIGHT)


def borrowed(document: object) -> set[str]:
    """The runs of a document that are the source's."""
    return {run for text in readings(document) for run in shingles(text) if fingerprint(run) in SOURCE}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_eight_words_in_a_row_are_the_sources(path: Path) -> None:
    assert borrowed(tomllib.loads(path.read_text(encoding="utf-8"))) == set()


@pytest.mark.parametrize(
    "document",
    [
        {"hint": "Slowly! The heron counts nine BLUE kettles, before breakfast; breathe."},
        {"set_up": ["Look: the heron counts", "nine blue-kettles before breakfast."]},
        {"blocks": [{"movement_in": "The heron counts nine blue", "hold": ["kettles before breakfast."]}]},
    ],
)
def test_a_borrowed_run_is_found(document: object) -> None:
    assert borrowed(document) == {TRIED}


@pytest.mark.parametrize(("written", "run"), [
    ("lift your {side} knee until it is there", "lift your right knee until it is there"),
    ("lift your {side} knee until it is there", "lift your side knee until it is there"),
])  # fmt: skip
def test_a_side_is_read_as_it_is_written_and_as_it_is_said(written: str, run: str) -> None:
    assert run in {shingle for text in readings([written]) for shingle in shingles(text)}


def test_the_source_is_kept_as_fingerprints_alone() -> None:
    kept = [line for line in KEPT.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert kept == sorted(set(kept))
    assert all(re.fullmatch("[0-9a-f]{16}", line) for line in kept)
    assert len(kept) > 100
