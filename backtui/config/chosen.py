"""How often each thing was chosen in the palette on this machine, kept from run to run."""

from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from backtui.machine.files import bytes_of, write_private

MOST_BYTES = 64_000  # of a file that is read; a larger one is not ours
MOST_THINGS, MOST_TIMES = 200, 1_000
Counts = dict[Annotated[str, Meta(max_length=120)], Annotated[int, Meta(ge=1, le=MOST_TIMES)]]


def chosen(file: Path | None) -> Counter[str]:
    """How often each was chosen; nothing where the file is missing, broken or not to be read."""
    with suppress(OSError, msgspec.MsgspecError):
        if file is not None:
            return Counter(msgspec.json.decode(bytes_of(file, MOST_BYTES), type=Counts))
    return Counter()


def choose(file: Path | None, thing: str) -> None:
    """Count one more; what was chosen least is forgotten. Where it cannot be kept, it is not."""
    found = chosen(file)
    found[thing] += 1
    if found[thing] >= MOST_TIMES:
        found = Counter({each: -(-times // 2) for each, times in found.items()})
    kept = dict(found.most_common(MOST_THINGS))
    kept.setdefault(thing, 1)  # however new it is
    if file is not None:
        with suppress(OSError):
            write_private(file, msgspec.json.encode(kept))
