"""What came with backtui, read at once.

data/content.json has what the files of data/ make, checked when it was written, and takes a tenth of their
time. It says from which files: where one differs, or it cannot be read, they have to be read themselves.
"""

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import msgspec

from backtui.domain.exercise import (
    Caution,
    Content,
    Dose,
    Exercise,
    Guidance,
    HoldPart,
    Increment,
    Instructions,
    Routine,
    Tempo,
)
from backtui.machine.sha256 import sha256

PACKED = "content.json"


class PackedExercise(Instructions, frozen=True, kw_only=True):
    """A shipped exercise: it has no poses of its own."""

    start: Dose
    target: Dose
    ceiling: Dose
    step: Increment
    tempo: Tempo
    parts: tuple[HoldPart, ...]
    figure: str


KEYS = PackedExercise.__struct_fields__


class Packed(msgspec.Struct, frozen=True):
    """What is in data/content.json."""

    files: str  # their digest
    exercises: tuple[PackedExercise, ...]
    routines: tuple[Routine, ...]
    guidance: Guidance
    cautions: tuple[Caution, ...]


def data_folder() -> Path:
    """Where data/ is: in the package when it was installed, beside the package in a checkout."""
    package = Path(__file__).parent.parent  # importlib.resources says the same and costs 10 ms
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "data"


def shipped(folder: Path | None = None) -> Content | None:
    """All content of a data folder, by default the one that came with backtui; None: read its files."""
    folder = data_folder() if folder is None else folder
    try:
        packed = msgspec.json.decode((folder / PACKED).read_bytes(), type=Packed)
        if packed.files != digest(folder):
            return None
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
    exercises = (Exercise(**{key: getattr(each, key) for key in KEYS}) for each in packed.exercises)
    return Content(
        MappingProxyType({each.id: each for each in exercises}),
        MappingProxyType({each.id: each for each in packed.routines}),
        packed.guidance,
        MappingProxyType({each.id: each for each in packed.cautions}),
    )


def digest(folder: Path) -> str:
    """What tells the files of which content is made from any others. Raises OSError."""
    found = sha256()
    for path in _files(folder):
        data = path.read_bytes()
        found.update(b"%b %d\n%b" % (path.name.encode(), len(data), data))
    return found.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / "exercises").glob("[!.]*.toml"))
    for name in ("cautions", "routines", "guidance"):
        yield folder / f"{name}.toml"
